"""``pelican-medium refresh``: looks in the account's public feed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from pelican_medium.cli import console, site
from pelican_medium.cli.group import Verb

if TYPE_CHECKING:
    from pelican_medium.cli.elsewhere.published import Proposal, Published
    from pelican_medium.settings import Settings


@click.command(cls=Verb, name="refresh")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
@click.pass_obj
def verb(call: site.Call, *, as_json: bool) -> None:
    """Look in your public feed for drafts you have published, and for what is unknown.

    A draft is found by Medium's own id, so its public address is recorded at once, and your site
    can link to it. Of an article whose fate is unknown it only proposes what to say with
    'pelican-medium mark'. The feed shows the newest ten public stories.
    """
    from pelican_medium.cli.elsewhere import published as look
    from pelican_medium.medium import feed
    from pelican_medium.posting import access, destination

    settings = site.read_settings(call)
    book, (outbox, _) = site.read_ledger(settings), site.outbox_or_trouble(settings)
    unclear = look.unclear(book, settings.api)
    proposals: list[Proposal] = []
    found: list[Published] = []
    if unclear or look.private(book, settings.api):
        url = look.feed_url(
            settings, book, destination.to_medium(settings) if access.is_there(settings) else None
        )
        stories = feed.fetch(url, settings.timeout)
        proposals = look.propose(book, stories, settings.api, outbox)
        found = _record_published(look.published(book, stories, settings.api), settings)
    _print_published(found, settings, as_json=as_json)
    _print_proposals(proposals, [entry.key for entry in unclear], found, as_json=as_json)


def _record_published(found: list[Published], settings: Settings) -> list[Published]:
    """Record the public addresses under the lock; return those that were still to be recorded."""
    from pelican_medium.cli.elsewhere import published as look
    from pelican_medium.store.ledger import Ledger

    if not found:
        return []
    ledger = Ledger(settings.ledger)
    with ledger.locked(wait=1):
        still = {entry.key for entry in look.private(ledger.read(), settings.api)}
        after = ledger.change(lambda now: look.with_published(now, found, settings.api))
    left = {entry.key for entry in look.private(after, settings.api)}
    return [one for one in found if one.key in still - left]


def _print_published(found: Sequence[Published], settings: Settings, *, as_json: bool) -> None:
    for one in found if not as_json else ():
        console.out(f"{one.key}  {one.title}\n           {one.medium_url}", state="posted")
        console.out("           public now: the address is recorded, and your site can link to it.")
    if found:
        console.say(f"Commit {settings.ledger.name}.")


def _print_proposals(
    proposals: Sequence[Proposal],
    unclear: Sequence[str],
    public: Sequence[Published],
    *,
    as_json: bool,
) -> None:
    from dataclasses import asdict

    found = {one.key for one in proposals}
    missing = [key for key in unclear if key not in found]
    if as_json:
        rows = [{**asdict(one), "command": one.command} for one in proposals]
        published = [asdict(one) for one in public]
        console.print_json({"proposals": rows, "not_found": missing, "published": published})
        return
    for one in proposals:
        console.out(f"{one.key}  {one.title}\n           {one.medium_url}", state="unknown")
        console.out(f"           {one.evidence}. If it is this one:\n           {one.command}")
    for key in missing:
        console.say(
            f"{key}: not in the feed, which holds neither drafts nor old stories; look on Medium."
        )
    if not unclear and not public:
        console.say("Nothing is unknown, and no draft was found to be public.")

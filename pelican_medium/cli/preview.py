"""``pelican-medium preview``: writes pages of the stories as Medium would show them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from pelican_medium.cli import console, site
from pelican_medium.cli.group import Verb

if TYPE_CHECKING:
    from pathlib import Path

    from pelican_medium.settings import Settings
    from pelican_medium.store.book import Book
    from pelican_medium.store.outbox import Outbox

#: Where the pages go, in the site folder.
PREVIEW = "medium_preview"


@click.command(cls=Verb, name="preview")
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option(
    "--output",
    type=click.Path(file_okay=False),
    help="Where to write the pages.  [default: medium_preview in the site folder]",
)
@click.option("--open", "show", is_flag=True, help="Open the index in your browser.")
@click.pass_obj
def verb(call: site.Call, keys: tuple[str, ...], *, output: str | None, show: bool) -> None:
    """Write pages of the stories as Medium would show them; with KEYs only of those.

    Each page has the story, its fields, what was lost on the way, and exactly what would be
    sent; index.html leads to all of them and names what would be held. Nothing is sent and no
    token is needed. The pages of a former preview are replaced. Prints where the index is.

    \b
    pelican-medium preview --open            all that waits
    pelican-medium preview my-article        one of them
    """
    from pathlib import Path

    from pelican_medium.store import outbox as box

    settings = site.read_settings(call)
    book = site.read_ledger(settings)
    outbox = box.read(settings.outbox)
    site.check_keys(keys, book, outbox)
    folder = Path(output) if output else settings.site_folder / PREVIEW
    written = _write_preview(folder, outbox, book, settings, keys)
    console.out(str(written))
    if show:
        _open(written)


def _write_preview(
    path: Path, outbox: Outbox, book: Book, settings: Settings, keys: tuple[str, ...]
) -> Path:
    from pelican_medium import preview as pages
    from pelican_medium.posting import destination, queue, rehearsal
    from pelican_medium.preview import absent

    found = queue.of(outbox, book, settings)
    others = absent.listings(found, settings.api, keys)
    for other in others if keys else ():
        console.warn(f"{other.key}: {other.reason}.")
    rehearsed = rehearsal.of_run(found, settings, keys)
    site = destination.site_of(outbox, settings)
    try:
        written = pages.write(
            path.absolute(),
            absent.with_holds(rehearsed, found),
            others,
            site,
            report=lambda count: console.say(f"{count} articles so far …"),
        )
    except KeyboardInterrupt:
        console.warn(
            "Interrupted. The pages written so far are whole; the index is the former one, if "
            "there was one. Run it once more."
        )
        sys.exit(1)
    held = f", {written.held} held" if written.held else ""
    console.say(f"{written.pages} to look at{held}; nothing was sent.")
    return written.index


def _open(page: Path) -> None:
    from pelican_medium.cli import browser

    if not browser.show(page.as_uri()):
        console.warn(f"No browser could be started; open {page} yourself.")

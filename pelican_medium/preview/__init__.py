"""Pages of what would be sent, to look at before anything is. Sends nothing, asks no network."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pelican_medium.model import Article, Draft, Outcome
from pelican_medium.model.errors import PreviewError
from pelican_medium.model.text import plain
from pelican_medium.pictures.files import Site
from pelican_medium.preview import page, story
from pelican_medium.preview.album import Album
from pelican_medium.preview.folder import Folder
from pelican_medium.preview.names import page_name
from pelican_medium.preview.page import Listing

INDEX = "index.html"

#: How many pages there are between two words about them.
MANY = 100

Rehearsal = tuple[Article, Outcome, Draft | None]


@dataclass(frozen=True, slots=True)
class Written:
    """What a preview wrote.

    Attributes:
        index: the page to open.
        pages: how many drafts have one of their own.
        held: how many articles would not be sent as they are.
    """

    index: Path
    pages: int
    held: int


def write(
    path: Path,
    rehearsals: Iterable[Rehearsal],
    others: Iterable[Listing],
    site: Site,
    *,
    report: Callable[[int], None],
) -> Written:
    """Write a page for each draft and an index of them all, and remove those of a former preview.

    The index comes last and the removal after it, so whenever this ends its links lead somewhere.

    Args:
        path: a folder that is empty, not there yet, or a former preview's.
        rehearsals: what would be sent; taken one by one.
        others: what only the index names, with the reason.
        report: told now and then how many pages there are.

    Raises:
        PreviewError: the folder cannot be used, and is as it was; or it cannot be written to.
    """
    try:
        with Folder.take(path, site.output) as folder:
            return _fill(folder, rehearsals, others, site, report)
    except OSError as error:
        raise PreviewError(
            f"The preview in {path} cannot be written ({error.strerror or error}). "
            "Make the folder writable, or name another one with --output."
        ) from None


def _fill(
    folder: Folder,
    rehearsals: Iterable[Rehearsal],
    others: Iterable[Listing],
    site: Site,
    report: Callable[[int], None],
) -> Written:
    listings: list[Listing] = []
    for article, outcome, draft in rehearsals:
        listings.append(_write_one(folder, article, outcome, draft, site))
        if len(listings) % MANY == 0:
            report(len(listings))
    listings += others
    folder.write(INDEX, page.index(listings, site.url))
    folder.sweep()
    return Written(
        folder.path / INDEX,
        pages=sum(listing.page is not None for listing in listings),
        held=sum(listing.state == "held" for listing in listings),
    )


def _write_one(
    folder: Folder, article: Article, outcome: Outcome, draft: Draft | None, site: Site
) -> Listing:
    name = page_name(article.key) if draft else None
    listing = Listing(
        key=article.key,
        title=draft.title if draft else plain(article.title) or article.name,
        date=article.date.date().isoformat(),
        lang=article.lang,
        state=outcome.state,
        reason=outcome.reason,
        page=name,
        publish_status=draft.publish_status if draft else None,
        notes=len(draft.notes) if draft else 0,
        pictures=outcome.pictures,
    )
    if draft and name:
        album = Album(folder, site, article.places)
        shown = story.read(draft.content, album.address_of)
        folder.write(name, page.draft(draft, listing, article.name, shown, album.shown))
    return listing

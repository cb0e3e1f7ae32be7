"""The desk as files: the same pages without what changes anything, for a pipeline's artifact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pelican_medium.desk import page, sheets
from pelican_medium.desk.page import Around, Place
from pelican_medium.desk.sheets import View
from pelican_medium.model.errors import PreviewError
from pelican_medium.model.urls import is_data
from pelican_medium.preview.album import Album
from pelican_medium.preview.folder import Folder
from pelican_medium.preview.names import page_name
from pelican_medium.settings import Settings

INDEX = "index.html"


def write(path: Path, settings: Settings) -> Path:
    """Write the lists and a page for each article whose text there is; return the index.

    Raises:
        PreviewError: the folder must not be used, or cannot be written to.
        LedgerError: the ledger cannot be used.
    """
    view = sheets.look(settings)
    try:
        with Folder.take(path, view.output(settings)) as folder:
            _fill(folder, view, settings)
    except OSError as error:
        raise PreviewError(
            f"The pages in {path} cannot be written ({error.strerror or error}). "
            "Make the folder writable, or name another one with --export."
        ) from None
    return path / INDEX


def _fill(folder: Folder, view: View, settings: Settings) -> None:
    place, texts = Place(), view.queue.bodies
    found = sheets.lists_of(view, settings)
    around = Around(sheets.day(view, settings, datetime.now().astimezone()))
    for name in page.ASSETS:
        folder.write(name, page.asset(name))
    address_of = _addresses(folder, view, settings)
    for key in [row.key for rows in found.values() for row in rows if row.key in texts]:
        sheet = sheets.sheet(key, view, settings)
        folder.write(page_name(key), page.article(place, sheet, around, address_of))
    index = page.lists(
        place,
        found,
        around,
        site_url=view.site_url(settings),
        trouble=view.trouble,
        shown=texts.__contains__,
    )
    folder.write(INDEX, index)
    folder.sweep()


def _addresses(folder: Folder, view: View, settings: Settings) -> Callable[[str], str | None]:
    """Return where a picture is shown from: a copy beside the page, else its address."""
    where = sheets.address_for(view, settings)
    album = Album(folder, view.site(settings), view.places)

    def address_of(src: str) -> str | None:
        address = where(src)
        return None if address is None or is_data(address) else album.address_of(address)

    return address_of

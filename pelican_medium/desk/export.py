"""The desk as files: the same pages without what changes anything, for a pipeline's artifact."""

from __future__ import annotations

from pathlib import Path

from pelican_medium.desk import page, sheets
from pelican_medium.desk.page import Place
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
    output = settings.site_folder / (view.outbox.output_path if view.outbox else "output")
    try:
        with Folder.take(path, output) as folder:
            _fill(folder, view, settings, output)
    except OSError as error:
        raise PreviewError(
            f"The pages in {path} cannot be written ({error.strerror or error}). "
            "Make the folder writable, or name another one with --export."
        ) from None
    return path / INDEX


def _fill(folder: Folder, view: sheets.View, settings: Settings, output: Path) -> None:
    place, site_url = Place(), settings.site_url
    texts = sheets.bodies(view)
    named = sheets.sections(sheets.rows(view, settings), view.book)
    album = Album(folder, site_url, output)
    for name in page.ASSETS:
        folder.write(name, page.asset(name))
    for key in [row.key for rows in named.values() for row in rows if row.key in texts]:
        sheet = sheets.sheet(key, view, settings)
        shown = page.article(
            place, sheet, lambda src: None if is_data(src) else album.address_of(src)
        )
        folder.write(page_name(key), shown)
    folder.write(
        INDEX,
        page.lists(place, named, site_url=site_url, trouble=view.trouble, shown=texts.__contains__),
    )
    folder.sweep()

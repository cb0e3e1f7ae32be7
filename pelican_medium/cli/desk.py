"""``pelican-medium desk``: serves the desk on this machine, or writes its pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import click

from pelican_medium.cli import console, site
from pelican_medium.cli.group import Verb
from pelican_medium.settings import Settings


@click.command(cls=Verb, name="desk")
@click.option("--no-open", is_flag=True, help="Do not open the browser.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="0, the default: any free one."
)
@click.option(
    "--export",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the pages to a folder, without what changes anything, and end.",
)
@click.pass_obj
def verb(call: site.Call, *, no_open: bool, port: int, folder: Path | None) -> None:
    """Bring articles to Medium by hand: copy, paste, tell the ledger.

    Serves one page on this machine only, and opens it in your browser. No token is needed;
    if there is one, articles can be posted from there too. Ctrl-C ends it.
    """
    settings = site.read_settings(call)
    site.read_ledger(settings)
    if folder is not None:
        _export(folder, settings)
    else:
        _serve(settings, port, show=not no_open)


def _export(folder: Path, settings: Settings) -> None:
    from pelican_medium.desk import export

    console.out(str(export.write(folder.absolute(), settings)))


def _serve(settings: Settings, port: int, *, show: bool) -> None:
    from pelican_medium.desk import server

    try:
        opened = server.listen(settings, port)
    except OSError as error:
        reason = error.strerror or error
        raise console.Failure(f"Port {port} cannot be used ({reason}); try --port 0.") from None
    console.out(opened.url)
    console.say("The desk is open, for this machine only. Ctrl-C ends it.")
    with _shown(opened.url) if show else nullcontext():
        server.serve(opened, console.say)


@contextmanager
def _shown(url: str) -> Iterator[None]:
    """Have the browser open the desk while it is served: it may wait for the first page."""
    from threading import Thread

    from pelican_medium.cli import browser

    def show(uri: str) -> None:
        if not browser.show(uri):
            console.warn("No browser could be started; open that address yourself.")

    console.say("If your browser does not show it, open that address yourself; it works once.")
    with browser.page_to(url) as page:
        Thread(target=show, args=(page.as_uri(),), daemon=True).start()
        yield

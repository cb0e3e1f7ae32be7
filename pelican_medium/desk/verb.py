"""The verb `pelican-medium desk`, for `cli` to register."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pelican_medium.settings import Settings


def make(read_settings: Callable[[Any], Settings], read_ledger: Callable[[Settings], Any]) -> Any:
    """Return the verb.

    Args:
        read_settings: reads the settings file that was named, or the default one.
        read_ledger: reads the ledger, or says how one comes into being.
    """

    @click.command()
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
    def desk(settings_file: Any, *, no_open: bool, port: int, folder: Path | None) -> None:
        """Bring articles to Medium by hand: copy, paste, tell the ledger.

        Serves one page on this machine only, and opens it in your browser. No token is needed;
        if there is one, articles can be posted from there too. Ctrl-C ends it.
        """
        settings = read_settings(settings_file)
        read_ledger(settings)
        if folder is not None:
            _export(folder, settings)
        else:
            _serve(settings, port, show=not no_open)

    return desk


def _export(folder: Path, settings: Settings) -> None:
    from pelican_medium.desk import export

    click.echo(str(export.write(folder.absolute(), settings)))


def _serve(settings: Settings, port: int, *, show: bool) -> None:
    import webbrowser

    from pelican_medium.desk import server

    try:
        opened = server.listen(settings, port)
    except OSError as error:
        reason = error.strerror or error
        raise click.UsageError(f"Port {port} cannot be used ({reason}); try --port 0.") from None
    click.echo(opened.url)
    click.echo("The desk is open, for this machine only. Ctrl-C ends it.", err=True)
    if show and not webbrowser.open(opened.url):
        click.echo("No browser could be started; open that address yourself.", err=True)
    server.serve(opened, lambda text: click.echo(text, err=True))

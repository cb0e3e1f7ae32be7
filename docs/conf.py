"""Sphinx builds the documentation, as Pelican's own is built: `make docs`."""

import click

from pelican_medium.cli import cli
from pelican_medium.model.version import __version__

project = "pelican-medium"
author = "the pelican-medium developers"
release = __version__
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
myst_heading_anchors = 3
html_theme = "furo"
html_title = f"pelican-medium {release}"
html_static_path = ["_static"]
html_css_files = ["docs.css"]
exclude_patterns = ["_build"]


def with_help(page: str) -> str:
    """Return the page of commands with what --help says of the whole and of each verb."""
    top = click.Context(cli, info_name="pelican-medium", terminal_width=80, **cli.context_settings)
    parts = [page, f"## `pelican-medium --help`\n\n```text\n{cli.get_help(top)}\n```"]
    for name, verb in sorted(cli.commands.items()):
        real = getattr(verb, "real", verb)
        told = real.get_help(click.Context(real, info_name=name, parent=top))
        parts.append(f"## `pelican-medium {name} --help`\n\n```text\n{told}\n```")
    return "\n\n".join(parts)


def setup(app) -> None:  # noqa: ANN001 - Sphinx calls it, and its types are not needed here
    """Let Sphinx complete the page of commands."""

    def complete(_: object, page: str, source: list[str]) -> None:
        if page == "commands":
            source[0] = with_help(source[0])

    app.connect("source-read", complete)

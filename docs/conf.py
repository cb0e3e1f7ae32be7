"""Sphinx builds the documentation, as Pelican's own is built: `make docs`."""

from pelican_medium.model.version import __version__

project = "pelican-medium"
author = "the pelican-medium developers"
release = __version__
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
myst_heading_anchors = 3
html_theme = "furo"
html_title = f"pelican-medium {release}"
exclude_patterns = ["_build"]

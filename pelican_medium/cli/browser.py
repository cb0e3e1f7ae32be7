"""Opens a page in the author's browser, which inherits none of our secrets."""

from __future__ import annotations

import html
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pelican_medium.posting.aftersave import environment

#: Run in a process of its own: `webbrowser` hands its whole environment on.
_OPEN = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"


def show(uri: str) -> bool:
    """Open an address; return whether a browser could be started."""
    command = [sys.executable, "-c", _OPEN, uri]
    return subprocess.run(command, env=environment(os.environ), check=False).returncode == 0  # noqa: S603 - our own words


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="0; url={url}">
<title>Desk</title>
</head>
<body><p><a href="{url}">Open the desk</a></p></body>
</html>
"""


@contextmanager
def page_to(url: str) -> Iterator[Path]:
    """Yield a page that moves on to an address, which only this user can read; then remove it.

    So no command line holds the key of the address.

    Raises:
        OSError: there is no place for it.
    """
    with tempfile.TemporaryDirectory(prefix="pelican-medium-", ignore_cleanup_errors=True) as made:
        path = Path(made) / "desk.html"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(_PAGE.format(url=html.escape(url)))
        yield path

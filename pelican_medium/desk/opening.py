"""How a browser is led to the desk: by a private file, so that no command line holds the key."""

from __future__ import annotations

import html
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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

    Raises:
        OSError: there is no place for it.
    """
    with tempfile.TemporaryDirectory(prefix="pelican-medium-", ignore_cleanup_errors=True) as made:
        path = Path(made) / "desk.html"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(_PAGE.format(url=html.escape(url)))
        yield path

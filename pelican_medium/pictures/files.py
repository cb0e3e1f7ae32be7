"""A picture's bytes on this machine: the file the build wrote, or a ``data:`` address.

Only files inside the site's output or content are ever read, whatever ``..`` or link is tried.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes

from pelican_medium.model import urls
from pelican_medium.model.errors import PictureError
from pelican_medium.pictures import kinds

#: A picture is read whole to be sent or converted; more than this is no picture for a page.
MOST_BYTES = 128 * 1024 * 1024

_DATA = re.compile(r"data:[^,;]*(?P<parameters>(?:;[^,;]*)*),", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Built:
    """A picture's bytes on this machine, or why there are none to use.

    Attributes:
        kind: its media type by its bytes.
        size: in bytes.
        pixels: as its head says, or None.
        moves: whether it is an animation that a conversion would stop.
        path: the file, links followed; None for bytes at hand.
        problem: why it cannot be used, to be read after "its file"; None where it can be.
        holds_html: whether it is a drawing whose words would be lost.
    """

    kind: str | None = None
    size: int = 0
    pixels: int | None = None
    path: Path | None = None
    data: bytes = b""
    problem: str | None = None
    moves: bool = False
    holds_html: bool = False

    def read(self) -> bytes:
        """Return the bytes.

        Raises:
            PictureError: the file has gone or grown meanwhile.
        """
        if self.path is None:
            return self.data
        try:
            with self.path.open("rb") as file:
                body = file.read(MOST_BYTES + 1)
        except OSError as error:
            raise PictureError(f"cannot be read ({error.strerror or error})") from None
        if len(body) > MOST_BYTES:
            raise PictureError(f"has over {MOST_BYTES >> 20} MB")
        return body

    def md5(self) -> str:
        """Return the checksum the ledger knows the bytes by.

        Raises:
            PictureError: the file cannot be read.
        """
        if self.path is None:
            return hashlib.md5(self.data, usedforsecurity=False).hexdigest()
        try:
            with self.path.open("rb") as file:
                return hashlib.file_digest(file, _md5).hexdigest()
        except OSError as error:
            raise PictureError(f"cannot be read ({error.strerror or error})") from None


def _md5() -> hashlib._Hash:
    return hashlib.md5(usedforsecurity=False)


@dataclass(frozen=True, slots=True)
class Site:
    """Where a site is, and where its files lie.

    Attributes:
        url: SITEURL of the build.
        output: the folder the build wrote; it may be gone by now.
        content: the folder it was written from, where the output may link into it
            (STATIC_CREATE_LINKS).
    """

    url: str
    output: Path
    content: Path | None = None

    def path_of(self, url: str, places: Mapping[str, str]) -> str | None:
        """Return an own picture's path below the output, or None where it is not ours."""
        if url in places:
            return places[url]
        path = urls.below(self.url, url)
        return None if path is None else unquote(path).lstrip("/")

    def find(self, path: str) -> Built | None:
        """Return what lies at a path below the output, or None where nothing does."""
        if re.search(r"[\\\0]|(?:^|/)\.\.(?:/|$)", path):
            return Built(problem="would lie outside the site")
        return next(
            (
                self._at(self.output / name)
                for name in _spellings(path)
                if _lies(self.output / name)
            ),
            None,
        )

    def _at(self, file: Path) -> Built:
        try:
            real = Path(os.path.realpath(file, strict=True))
            folders = [self.output] + ([self.content] if self.content else [])
            if not any(real.is_relative_to(os.path.realpath(folder)) for folder in folders):
                return Built(problem="is a link that leads out of the site")
            mode = real.stat()
            if not stat.S_ISREG(mode.st_mode):
                return Built(problem="is a folder" if real.is_dir() else "is not a file")
            with real.open("rb") as opened:
                return judged(opened.read(kinds.HEAD_BYTES), mode.st_size, path=real)
        except OSError as error:
            return Built(problem=f"cannot be read ({error.strerror or error})")


def _lies(file: Path) -> bool:
    return os.path.lexists(file)


def _spellings(path: str) -> Iterator[str]:
    """Yield a path as it is, then with its accents composed and decomposed, as macOS has them."""
    forms = (path, unicodedata.normalize("NFC", path), unicodedata.normalize("NFD", path))
    yield from dict.fromkeys(forms)


def judged(head: bytes, size: int, *, path: Path | None = None, data: bytes = b"") -> Built:
    """Return what these bytes are good for."""
    kind = kinds.of(head)
    problem = None
    if not size:
        problem = "is empty"
    elif kind is None:
        problem = "is not a picture that Medium takes or that could be converted"
    elif size > MOST_BYTES:
        problem = f"has {size >> 20} MB, more than is read"
    return Built(
        kind,
        size,
        kinds.pixels(head),
        path,
        data,
        problem,
        moves=kinds.moves(head),
        holds_html=kinds.holds_html(head),
    )


def of_data(url: str) -> Built:
    """Return the picture a ``data:`` address holds."""
    found = _DATA.match(url)
    if not found:
        return Built(problem="is not a data: picture")
    body = unquote_to_bytes(url[found.end() :])
    if re.search(r";\s*base64\s*$", found["parameters"], re.IGNORECASE):
        try:
            body = base64.b64decode(re.sub(rb"\s", b"", body) + b"==")
        except (binascii.Error, ValueError):
            return Built(problem="is not base64")
    return judged(body[: kinds.HEAD_BYTES], len(body), data=body)


def of_bytes(body: bytes) -> Built:
    """Return what bytes from elsewhere are good for."""
    return judged(body[: kinds.HEAD_BYTES], len(body), data=body)

"""Where the pages show a picture from: a copy of the site's own file, or its address."""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pelican_medium.model.urls import is_absolute, is_data, normal
from pelican_medium.pictures.files import of_data
from pelican_medium.preview.folder import PICTURES, Folder

#: How a picture's file may be called; a browser looks into others to find out what they are.
_SUFFIX = re.compile(r"\.(?:avif|bmp|gif|ico|jpe?g|png|svg|tiff?|webp)")


class Album:
    """The pictures of one page.

    Attributes:
        places: where each is shown from, by its ``src``; None where Medium cannot fetch it.
    """

    def __init__(self, folder: Folder, site_url: str, output: Path) -> None:
        """Take copies out of a site's output into a preview's folder."""
        self.places: dict[str, str | None] = {}
        self._folder = folder
        self._site_url = site_url
        self._output = output

    def address_of(self, src: str) -> str | None:
        """Return where to show a picture from, and have its copy there."""
        if src not in self.places:
            self.places[src] = self._inline(src) if is_data(src) else self._address_of(src)
        return self.places[src]

    def _address_of(self, src: str) -> str | None:
        file = own_file(src, self._site_url, self._output)
        return (self._copied(file) if file else None) or (src if is_absolute(src) else None)

    def _inline(self, src: str) -> str | None:
        """Return the address of a copy of what a ``data:`` address holds."""
        built = of_data(src)
        if built.problem or built.kind is None:
            return None
        name = f"{PICTURES}/{hashlib.sha256(built.data).hexdigest()[:32]}"
        name += "." + built.kind.removeprefix("image/").partition("+")[0]
        self._folder.copy(io.BytesIO(built.data), name)
        return name

    def _copied(self, file: Path) -> str | None:
        """Return the address of a copy, or None where the file cannot be read."""
        try:
            source = file.open("rb")
        except OSError:
            return None
        with source:
            digest = hashlib.file_digest(source, "sha256").hexdigest()[:32]
            suffix = file.suffix.lower()
            name = f"{PICTURES}/{digest}{suffix if _SUFFIX.fullmatch(suffix) else ''}"
            source.seek(0)
            self._folder.copy(source, name)
        return name


def own_file(src: str, site_url: str, output: Path) -> Path | None:
    """Return the file in the output folder behind a picture's address.

    Returns:
        None where it is not under the site's URL, not there, or not really inside the folder,
        whatever links, ``..`` and percent-encoding make of it.
    """
    path = _path_under(site_url, src)
    if not path:
        return None
    try:
        file = (output / path).resolve(strict=True)
        inside = file.is_relative_to(output.resolve(strict=True))
    except (OSError, ValueError, RuntimeError):  # not there; a NUL; links in a circle
        return None
    return file if inside and file.is_file() else None


def _path_under(site_url: str, url: str) -> str | None:
    try:
        site, parts = urlsplit(site_url), urlsplit(url)
        same = normal(f"{site.scheme}://{site.netloc}") == normal(
            f"{parts.scheme}://{parts.netloc}"
        )
    except ValueError:
        return None
    root = site.path.rstrip("/") + "/"
    if not site.netloc or not same or not parts.path.startswith(root):
        return None
    # What is absolute, or names a drive, would leave the folder; the caller looks at the rest.
    return unquote(parts.path.removeprefix(root)).lstrip("/\\")

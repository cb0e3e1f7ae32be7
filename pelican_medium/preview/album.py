"""Where the pages show a picture from: a copy of the site's own file, or its address."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pelican_medium.model.urls import is_absolute, is_data
from pelican_medium.pictures.files import Site, of_data
from pelican_medium.preview.folder import PICTURES, Folder

#: How a picture's file may be called; a browser looks into others to find out what they are.
_SUFFIX = re.compile(r"\.(?:avif|bmp|gif|ico|jpe?g|png|svg|tiff?|webp)")

__all__ = ["Album", "Site", "own_file"]

_NOWHERE: Mapping[str, str] = MappingProxyType({})


class Album:
    """The pictures of one page.

    Attributes:
        shown: where each is shown from, by its ``src``; None where Medium cannot fetch it.
    """

    def __init__(self, folder: Folder, site: Site, places: Mapping[str, str] = _NOWHERE) -> None:
        """Take copies out of a site's output into a preview's folder.

        Args:
            places: where an article's pictures lie in the output, as the build found them.
        """
        self.shown: dict[str, str | None] = {}
        self._folder = folder
        self._site = site
        self._places = places

    def address_of(self, src: str) -> str | None:
        """Return where to show a picture from, and have its copy there."""
        if src not in self.shown:
            self.shown[src] = self._inline(src) if is_data(src) else self._address_of(src)
        return self.shown[src]

    def _address_of(self, src: str) -> str | None:
        file = own_file(src, self._site, self._places)
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


def own_file(src: str, site: Site, places: Mapping[str, str] = _NOWHERE) -> Path | None:
    """Return the file behind a picture's address, by the rule that posting finds it by.

    Args:
        places: where an article's pictures lie in the output, as the build found them.

    Returns:
        None where it is not under the site's URL, not there, no picture, or not really inside
        the site, whatever links, ``..`` and percent-encoding make of it.
    """
    path = site.path_of(src, places)
    built = site.find(path) if path else None
    return built.path if built and not built.problem else None

"""The names of pictures that the build draws, which are known without drawing them.

A name is a hash of what is drawn, of how, and of the library that does it: the same formula has
the same name in each build, and another one where it would look different.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape

#: What the build calls its pictures; nothing else in their folder is ever touched.
PATTERN = re.compile(r"drawn-[0-9a-f]{32}\.(?:png|jpg|gif|tif)")

#: Before the name of a picture that could not be drawn, in the place of its address.
UNDRAWN = "undrawn:"

_SOURCE = re.compile(r"""(<img\b[^<>]*?\ssrc=")([^"<>]*)(")""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Formula:
    """A displayed formula, as it is drawn.

    Attributes:
        tex: its source, without number and label.
        number: as it is shown at the right, brackets and all; "" for none.
    """

    tex: str
    number: str = ""

    @property
    def source(self) -> bytes:
        """All that its picture depends on, apart from who draws it."""
        return f"{self.number}\n{self.tex}".encode("utf-8", "surrogatepass")


def key(drawing: Formula | str) -> str:
    """Return a short name for a formula, or for the address of a picture, which may be long."""
    if isinstance(drawing, Formula):
        return "formula:" + hashlib.sha256(drawing.source).hexdigest()[:32]
    is_data = drawing.lstrip()[:5].lower() == "data:"
    return f"data:{hashlib.sha256(_utf8(drawing)).hexdigest()[:32]}" if is_data else drawing


def name(source: bytes, how: str, extension: str = ".png") -> str:
    """Return what a picture's file is called.

    Args:
        source: what is drawn.
        how: the drawing's parameters, and the library with its version.
        extension: another one only for a picture that is written as it is.
    """
    digest = hashlib.sha256(_utf8(how) + b"\n" + source).hexdigest()
    return f"drawn-{digest[:32]}{extension}"


def addresses(found: Mapping[str, str] | None) -> dict[str, str]:
    """Return the addresses of what was drawn for an article, without what could not be."""
    return {key: url for key, url in (found or {}).items() if not url.startswith(UNDRAWN)}


def addressed(content: str, found: Mapping[str, str]) -> str:
    """Return a draft's HTML with each picture at the address of what was drawn for it."""

    def address(source: re.Match[str]) -> str:
        drawing = found.get(key(unescape(source[2])))
        return f"{source[1]}{escape(drawing)}{source[3]}" if drawing else source[0]

    return _SOURCE.sub(address, content) if found else content


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")

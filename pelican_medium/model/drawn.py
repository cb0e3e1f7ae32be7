"""The names of pictures that the build draws, which are known without drawing them.

A name is a hash of what is drawn, of how, and of the library that does it: the same formula has
the same name in each build, and another one where it would look different.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

#: What the build calls its pictures; nothing else in their folder is ever touched.
PATTERN = re.compile(r"drawn-[0-9a-f]{32}\.png")


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


def name(source: bytes, how: str) -> str:
    """Return what a picture's file is called.

    Args:
        source: what is drawn.
        how: the drawing's parameters, and the library with its version.
    """
    digest = hashlib.sha256(_utf8(how) + b"\n" + source).hexdigest()
    return f"drawn-{digest[:32]}.png"


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")

"""Letters and signs, as MathML and HTML have them, in TeX."""

from __future__ import annotations

import re

from bs4 import Tag

from pelican_medium.markup.math import signs

_STYLES = {
    "bold": "mathbf",
    "double-struck": "mathbb",
    "script": "mathcal",
    "fraktur": "mathfrak",
    "bold-italic": "boldsymbol",
    "sans-serif": "mathsf",
    "monospace": "mathtt",
}

#: Marks for a program that reads aloud: "apply function", "times", "separator", "plus".
_UNSEEN = re.compile("[\u2061-\u2064\u200b]")

#: Signs that TeX reads as its own.
ESCAPES = str.maketrans(
    {
        **{sign: "\\" + sign for sign in "{}$%&#_"},
        "\\": r"\backslash ",
        "^": r"\hat{} ",
        "~": r"\sim ",
    }
)


def in_line(text: str) -> str:
    """Return the text of a line of HTML: a word in it is a function or upright."""
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"[^\W\d_]{2,}|[^^\w\s]|\\|\^|_", lambda found: word(found[0]), text)
    return _UNSEEN.sub("", text)  # only now: they part words


def word(said: str) -> str:
    """Return a word: the function of that name, or upright; one letter is a variable."""
    if said in signs.FUNCTIONS:
        return f"\\{said} "
    return f"\\mathrm{{{said}}}" if len(said) > 1 else said.translate(ESCAPES)


def identifier(element: Tag) -> str:
    """Return an ``mi`` in the alphabet it asks for."""
    text = plain(element)
    style = _STYLES.get(str(element.get("mathvariant")))
    return f"\\{style}{{{text.translate(ESCAPES)}}}" if style and text else word(text)


def operator(element: Tag) -> str:
    """Return an ``mo``."""
    text = plain(element)
    return word(text) if text.isalpha() else text.translate(ESCAPES)


def plain(element: Tag) -> str:
    """Return the letters of an element as they stand."""
    return _UNSEEN.sub("", element.get_text()).strip()


def text(element: Tag) -> str:
    """Return an ``mtext``, a remark among the signs."""
    said = _UNSEEN.sub("", element.get_text())
    return f"\\text{{{said.translate(ESCAPES)}}}" if said.strip() else " "

"""References to numbered formulas: ``\\ref`` and ``\\eqref``, which MathJax reads in any text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bs4.element import NavigableString

_REFERENCE = re.compile(r"\\(?P<kind>ref|eqref)\s*\{(?P<label>[^{}]+)\}")


def labels_in(text: str) -> set[str]:
    """Return the labels that a text refers to."""
    return {found["label"].strip() for found in _REFERENCE.finditer(text)}


def is_reference(tex: str) -> bool:
    """Tell whether a formula is nothing but a reference, maybe in brackets."""
    return _REFERENCE.fullmatch(tex.strip().strip("()[]")) is not None


def resolve(texts: Iterable[NavigableString], numbers: Mapping[str, str]) -> None:
    """Put the number in the place of each reference; one to nothing stays as it is.

    Args:
        numbers: by its label, the number of a formula without the brackets around it.
    """

    def number(found: re.Match[str]) -> str:
        known = numbers.get(found["label"].strip())
        if known is None:
            return found[0]
        return f"({known})" if found["kind"] == "eqref" else known

    for text in texts:
        said = _REFERENCE.sub(number, str(text))
        if said != str(text):
            text.replace_with(NavigableString(said))

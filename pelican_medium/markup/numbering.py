"""The numbers of a list as its page shows them: 3, c, C, iii, III, in either direction."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4 import Tag


def labels(list_: Tag, items: Sequence[Tag], otherwise: str = "1") -> list[str]:
    """Return what a browser numbers the items of a list by.

    Args:
        list_: says where it starts, in which direction it counts, and how.
        items: may say a number of their own.
        otherwise: how to count where the list does not say it: one of HTML's types.
    """
    backwards = list_.has_attr("reversed")
    number = _number(list_, "start", len(items) if backwards else 1)
    style = _style(list_) or otherwise
    found: list[str] = []
    for item in items:
        number = _number(item, "value", number)
        found.append(_written(number, style))
        number += -1 if backwards else 1
    return found


def _number(element: Tag, name: str, otherwise: int) -> int:
    given = re.fullmatch(r"\s*(-?\d{1,9})\s*", str(element.get(name, "")))
    return int(given[1]) if given else otherwise


#: The ways to count besides 1, 2, 3: HTML's ``type``, and Docutils' classes for the same.
_STYLES = {
    "a": "a",
    "A": "A",
    "i": "i",
    "I": "I",
    "loweralpha": "a",
    "upperalpha": "A",
    "lowerroman": "i",
    "upperroman": "I",
}

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def _style(list_: Tag) -> str:
    names = [str(list_.get("type") or ""), *list_.get_attribute_list("class")]
    return next((_STYLES[name] for name in names if name in _STYLES), "")


def _written(number: int, style: str) -> str:
    if style in "aA" and 0 < number <= len(_LETTERS):
        text = _LETTERS[number - 1]
    elif style in "iI" and 0 < number < _MOST_ROMAN:
        text = _roman(number)
    else:
        return str(number)
    return text.upper() if style.isupper() else text


_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_MOST_ROMAN = 4000


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text

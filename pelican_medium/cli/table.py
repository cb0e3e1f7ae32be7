"""Rows of text that line up, by how wide the letters are on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

#: What stands between two columns.
GAP = "  "

_CUT = "…"


def lined_up(rows: Sequence[Sequence[str]], room: int | None = None) -> list[str]:
    """Return a line for each row, its columns padded to the same width.

    Args:
        rows: as many cells each; the last column is never padded.
        room: how many columns a terminal has: the widest column is cut so that lines fit, but to
            no less than 20; None cuts nothing.
    """
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    if room is not None:
        widths = _narrowed(widths, room)
    return [_line(row, widths, is_cut=room is not None) for row in rows]


def _narrowed(widths: list[int], room: int) -> list[int]:
    too_much = sum(widths) + len(GAP) * (len(widths) - 1) - room
    widest = widths.index(max(widths))
    if too_much > 0:
        widths[widest] = max(min(widths[widest], 20), widths[widest] - too_much)
    return widths


def _line(row: Sequence[str], widths: Sequence[int], *, is_cut: bool) -> str:
    cells = [cut(c, w) if is_cut else c for c, w in zip(row, widths, strict=True)]
    return GAP.join(c + " " * (w - width(c)) for c, w in zip(cells, widths, strict=True)).rstrip()


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes: a Chinese letter is two."""
    from wcwidth import wcswidth, wcwidth

    whole = wcswidth(text)
    return whole if whole >= 0 else sum(max(0, wcwidth(letter)) for letter in text)


def cut(text: str, most: int) -> str:
    """Return a text that takes at most so many columns, with an ellipsis where it was longer."""
    if width(text) <= most:
        return text
    while text and width(text) > most - 1:
        text = text[:-1]
    return text + _CUT

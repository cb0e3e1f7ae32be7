"""Displayed formulas: their rows, the numbers of these, and what a line of Unicode makes of each.

LaTeX's and amsmath's environments only arrange rows, so a row of one can be said by itself;
a matrix or a case distinction cannot, and stays part of its row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pelican_medium.markup.math.reading import to_unicode

#: One row, whatever stands in it.
_SINGLE = {"equation", "displaymath", "math"}
#: A row ends at ``\\``; in "array" only where nothing but ``&`` arranges it, so it is not here.
_ROWS = {"align", "alignat", "eqnarray", "flalign", "gather", "multline"}
#: The same, inside another one; these have no numbers of their own.
_INNER = {"aligned", "alignedat", "gathered", "split"}

#: The environments whose rows LaTeX numbers, unless a star follows their name.
_NUMBERED = _ROWS | {"equation"}

_WHOLE = re.compile(
    r"\\begin\{(?P<name>[A-Za-z]+)(?P<star>\*?)\}(?P<body>.*)\\end\{(?P=name)(?P=star)\}",
    re.DOTALL,
)
_COLUMNS = re.compile(r"\s*(?:\[[a-z]\]\s*)?\{[0-9]+\}")
_TAG = re.compile(r"\s*\\tag(?P<star>\*?)\s*\{(?P<text>(?:[^{}]|\{[^{}]*\})*)\}")
_LABEL = re.compile(r"\s*\\label\s*\{(?P<name>[^{}]*)\}")
_UNNUMBERED = re.compile(r"\s*\\(?:nonumber|notag)(?![A-Za-z])")
_PIECE = re.compile(
    r"\\(?:begin|end)\{[A-Za-z]+\*?\}|\\\\(?:\s*\[-?[0-9.]+\s*[a-z]+\])?|\\.|[{}&]", re.DOTALL
)

#: A longer line is no longer readable without the second dimension.
_LONGEST = 80
_MOST_ROWS = 12
#: More environments are nobody's formula, and each inside another costs depth.
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a displayed formula.

    Attributes:
        tex: its source, without its number and its label.
        number: as it is shown, brackets and all; "" for none.
        label: the name that the text refers to it by; "" for none.
        counts: whether LaTeX gives it a number where its author gives it none.
        aligned: its source with the signs that align it.
    """

    tex: str
    number: str = ""
    label: str = ""
    counts: bool = False
    aligned: str = ""


def rows_of(tex: str) -> list[Row]:
    """Return the rows of a displayed formula; the columns that align them are forgotten."""
    whole = _WHOLE.fullmatch(tex.strip())
    name = whole["name"] if whole else ""
    if (
        tex.count(r"\begin") > _DEEPEST
        or whole is None
        or name not in _SINGLE | _ROWS | _INNER
        or _is_broken(whole["body"])
    ):
        return [_row(tex, counts=False)]
    if _is_wrapped(whole["body"]):
        return rows_of(whole["body"])
    body = _COLUMNS.sub("", whole["body"], count=1) if "alignat" in name else whole["body"]
    body = _COLUMNS.sub("", body, count=1) if name == "alignedat" else body
    counts = name in _NUMBERED and not whole["star"]
    parts = [body] if name in _SINGLE else _split(body, r"\\")
    rows = [_row(part, counts=counts) for part in parts if part.strip()]
    if name == "multline" and rows:  # one formula over several lines, with one number
        rows[:-1] = [replace(row, counts=False) for row in rows[:-1]]
    if len(rows) == 1 and (inner := _unwrapped(rows[0])):
        return inner
    return [_unaligned(row, most=2 if name == "eqnarray" else 1) for row in rows]


def _is_wrapped(body: str) -> bool:
    """Tell whether a whole environment stands here, as Docutils puts one around each formula."""
    whole = _WHOLE.fullmatch(body.strip())
    return whole is not None and whole["name"] in _ROWS | _SINGLE and not _is_broken(whole["body"])


def _unaligned(row: Row, most: int) -> Row:
    """Drop the sign that aligns a row; where more of them make columns, a line cannot say it."""
    parts = _split(row.tex, "&")
    return row if len(parts) > most + 1 else replace(row, tex="".join(parts).strip())


def _unwrapped(row: Row) -> list[Row]:
    """Return the rows of an environment that fills another, the number on the last of them."""
    whole = _WHOLE.fullmatch(row.tex.strip())
    if whole is None or whole["name"] not in _INNER:
        return []
    rows = [replace(inner, counts=False) for inner in rows_of(row.tex)]
    if rows:
        rows[-1] = replace(rows[-1], number=row.number, label=row.label, counts=row.counts)
    return rows


def _is_broken(body: str) -> bool:
    """Tell whether this is not one environment but two, one after the other."""
    depth = 0
    for piece in _PIECE.findall(body):
        depth += piece.startswith(r"\begin") - piece.startswith(r"\end")
        if depth < 0:
            return True
    return depth != 0


def _row(tex: str, *, counts: bool) -> Row:
    tag, label = _TAG.search(tex), _LABEL.search(tex)
    unnumbered = tag is not None or _UNNUMBERED.search(tex) is not None
    return Row(
        tex=bare(tex),
        number=_number(tag) if tag else "",
        label=label["name"].strip() if label else "",
        counts=counts and not unnumbered,
        aligned=bare(tex),
    )


def _number(tag: re.Match[str]) -> str:
    text = tag["text"].replace("$", "").strip()
    shown = to_unicode(text) if "\\" in text or "^" in text or "'" in text else text
    return f"{shown or text}" if tag["star"] else f"({shown or text})"


def bare(tex: str) -> str:
    """Return a formula without its numbers and labels."""
    return _UNNUMBERED.sub("", _LABEL.sub("", _TAG.sub("", tex))).strip()


def tagged(tex: str, numbers: dict[str, str]) -> str:
    """Return a formula's source with the numbers that its labels got, instead of the labels."""

    def number(label: re.Match[str]) -> str:
        found = numbers.get(label["name"].strip())
        return rf"\tag{{{found}}}" if found and not _TAG.search(tex) else ""

    return _LABEL.sub(number, tex).strip()


def number_of(rows: list[Row]) -> str:
    """Return the number of a formula that has only one, to stand beside all of it."""
    numbers = [row.number for row in rows if row.number]
    return numbers[0] if len(numbers) == 1 else ""


def drawable(tex: str, rows: list[Row]) -> str:
    """Return a formula as it is drawn: several numbers stand in a column of their own."""
    numbers = [row.number for row in rows if row.number]
    if len(numbers) < 2:  # noqa: PLR2004 - one stands beside all of it
        return bare(tex)
    lines = (f"{row.aligned} & {_upright(row.number)}" for row in rows)
    return r"\begin{align*} " + r" \\ ".join(lines) + r" \end{align*}"


def _upright(number: str) -> str:
    return rf"\qquad\text{{{number}}}" if number else ""


def alt_of(tex: str) -> str:
    """Return what a picture says to those who do not see it: Unicode where that is the same."""
    said = [to_unicode(row.tex) for row in rows_of(tex)]
    whole = all(line is not None for line in said)
    return "; ".join(filter(None, said)) if whole else " ".join(tex.split())


def _split(tex: str, sign: str) -> list[str]:
    """Return the parts of a source between these signs, but for those inside braces and tables."""
    parts, depth, start = list[str](), 0, 0
    for piece in _PIECE.finditer(tex):
        depth += _step(piece[0])
        if depth == 0 and piece[0].startswith(sign):
            parts.append(tex[start : piece.start()])
            start = piece.end()
    return [*parts, tex[start:]]


def _step(piece: str) -> int:
    opens = piece == "{" or piece.startswith(r"\begin")
    return opens - (piece == "}" or piece.startswith(r"\end"))


def lines_of(rows: list[Row]) -> list[str] | None:
    """Return the rows as lines of Unicode, or None where these would not say the same."""
    if not rows or len(rows) > _MOST_ROWS:
        return None
    lines = list(_lines(rows))
    return lines if len(lines) == len(rows) else None


def _lines(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        line = to_unicode(row.tex)
        if line is None or len(line) > _LONGEST:
            return
        yield line + (f"\u2003{row.number}" if row.number else "")

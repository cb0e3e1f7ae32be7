"""A table as text that lines up, for a code block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pelican_medium.markup.tables.grid import Row, width

_BETWEEN = " | "

#: What fits beside one another in a code block of Medium's on a laptop.
WIDEST = 80

#: More lines than these in a row are no table to read any more.
_MOST_LINES = 6

#: Nor are columns narrower than this that had to be wrapped.
_NARROWEST = 12


@dataclass(slots=True)
class _Text:
    """The lines of a cell of text, and how it stands."""

    lines: Sequence[str]
    columns: int = 1
    right: bool = False

    def wrapped(self, most: int) -> _Text:
        """Return the same in lines of this width."""
        return _Text([part for line in self.lines for part in _parts(line, most)], right=self.right)


_Line = dict[int, _Text]


def written(rows: Sequence[Row]) -> str:
    """Return the text of a table, as wide as it is."""
    texts = _texts(rows)
    return "\n".join(_lines(rows, texts, _widths(texts)))


def fitting(rows: Sequence[Row]) -> str | None:
    """Return the text of a table in `WIDEST` columns, or None where that is not readable."""
    texts = _texts(rows)
    widths = _widths(texts)
    if _total(widths) > WIDEST:
        wrapped = _wrapped(texts, widths)
        if wrapped is None:
            return None
        texts, widths = wrapped, _widths(wrapped)
        return "\n".join(_lines(rows, texts, widths, apart=True))
    return "\n".join(_lines(rows, texts, widths))


def _texts(rows: Sequence[Row]) -> list[_Line]:
    return [
        {column: _Text(cell.lines, cell.columns, cell.right) for column, cell in row.cells.items()}
        for row in rows
    ]


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(_BETWEEN) * (len(widths) - 1)


def _wrapped(texts: Sequence[_Line], widths: Sequence[int]) -> list[_Line] | None:
    """Return the cells wrapped so that they fit, or None where words or rows would break."""
    room = _shared_out(widths, WIDEST - len(_BETWEEN) * (len(widths) - 1))
    if any(cell.columns > 1 for line in texts for cell in line.values()):
        return None
    columns = zip(range(len(room)), room, widths, strict=True)
    if not all(_is_readable(texts, *column) for column in columns):
        return None
    wrapped = [
        {column: cell.wrapped(room[column]) for column, cell in line.items()} for line in texts
    ]
    highest = max(len(cell.lines) for line in wrapped for cell in line.values())
    return wrapped if highest <= _MOST_LINES else None


def _is_readable(texts: Sequence[_Line], column: int, most: int, wide: int) -> bool:
    """Tell whether a column may be this narrow: whole, or wide enough for a few words."""
    if most >= wide:
        return True
    cells = (line[column] for line in texts if column in line)
    words = (word for cell in cells for text in cell.lines for word in text.split())
    return most >= max(_NARROWEST, *map(width, words))


def _shared_out(widths: Sequence[int], room: int) -> list[int]:
    """Return how wide each column may be: the narrow ones as they are, the others alike."""
    left, given = room, [0] * len(widths)
    order = sorted(range(len(widths)), key=widths.__getitem__)
    for place, column in enumerate(order):
        given[column] = max(1, min(widths[column], left // (len(order) - place)))
        left -= given[column]
    return given


def _parts(text: str, most: int) -> Iterator[str]:
    """Yield the lines of a text that is wrapped between its words."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and width(longer) > most:
            yield line
            line = word
        else:
            line = longer
    yield line


def _lines(
    rows: Sequence[Row], texts: Sequence[_Line], widths: Sequence[int], *, apart: bool = False
) -> Iterator[str]:
    """Yield the lines, with a rule under the headings; under each row to keep them apart."""
    rule = "-+-".join("-" * wide for wide in widths)
    for number, (row, line) in enumerate(zip(rows, texts, strict=True)):
        yield from _row_lines(line, widths)
        is_last = number + 1 == len(rows)
        ends_heading = row.heading and not (is_last or rows[number + 1].heading)
        if (ends_heading or apart) and not is_last:
            yield rule


def _widths(texts: Sequence[_Line]) -> list[int]:
    """Return each column's width: first by the cells of one column, then by what spans several."""
    columns = max(column + cell.columns for line in texts for column, cell in line.items())
    widths = [1] * columns
    cells = [(column, cell) for line in texts for column, cell in line.items()]
    for column, cell in sorted(cells, key=lambda place: place[1].columns):
        last = column + cell.columns - 1
        missing = max(map(width, cell.lines)) - _room(widths, column, cell.columns)
        widths[last] += max(0, missing)
    return widths


def _room(widths: Sequence[int], column: int, columns: int) -> int:
    return sum(widths[column : column + columns]) + len(_BETWEEN) * (columns - 1)


def _row_lines(line: _Line, widths: Sequence[int]) -> Iterator[str]:
    for number in range(max(len(cell.lines) for cell in line.values())):
        yield _BETWEEN.join(_fields(line, widths, number)).rstrip()


def _fields(line: _Line, widths: Sequence[int], number: int) -> Iterator[str]:
    column = 0
    while column < len(widths):
        cell = line.get(column, _Text([""]))
        text = cell.lines[number] if number < len(cell.lines) else ""
        yield _padded(text, _room(widths, column, cell.columns), right=cell.right)
        column += cell.columns


def _padded(text: str, room: int, *, right: bool) -> str:
    blanks = " " * (room - width(text))
    return blanks + text if right else text + blanks

"""Where each cell of a table stands, and what its lines are."""

import pytest
from bs4 import BeautifulSoup
from markups import lines, table

from pelican_medium.markup.tables.grid import rows_of, width


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (table(("a<br>b", "c"), ("d", "e")), ["a | c", "b |", "d | e"]),
        (table(("<p>one</p><p>two</p>", "x"), ("y", "z")), ["one | x", "two |", "y   | z"]),
        (
            '<table><tr><th colspan="2">Both</th></tr><tr><td>a</td><td>b</td></tr></table>',
            ["Both", "--+--", "a | b"],
        ),
        (
            "<table><tr><td colspan=2>A long one<td>x<tr><td>a<td>b<td>y</table>",
            ["A long one | x", "a | b      | y"],
        ),
        (
            '<table><tr><td rowspan="2">tall</td><td>1</td></tr><tr><td>2</td></tr></table>',
            ["tall | 1", "     | 2"],
        ),
        ("<table><tr><td>a<td>b<tr><td>c</table>", ["a | b", "c |"]),
        ("<table><td>a<td>b</table>", ["a | b"]),
        ("<table><tr><td>a<td>b</tr><td>c<td>d</table>", ["a | b", "c | d"]),
        (
            '<table><tr><td colspan="99999999">a<td rowspan="0">b<tr><td colspan="x">c</table>',
            ["a | b", "c |"],
        ),
    ],
)
def test_each_cell_stands_in_its_column(html, expected):
    """After every colspan and rowspan, as a browser has it, and with each of its lines."""
    assert lines(html) == expected


def test_what_a_cell_says_of_itself():
    """Its spans, whether it names a column, and where its text stands."""
    html = "<table><thead><tr><td>a<th colspan=2 rowspan=3>b</thead><tr><td align=right>c</table>"
    first, second = rows_of(BeautifulSoup(html, "lxml").table)
    assert [(column, cell.columns, cell.rows) for column, cell in first.cells.items()] == [
        (0, 1, 1),
        (1, 2, 3),
    ]
    assert (first.heading, second.heading) == (True, False)
    assert [cell.right for cell in second.cells.values()] == [True]


def test_a_row_without_cells_is_left_out():
    """It would be an empty line."""
    assert rows_of(BeautifulSoup("<table><tr></tr></table>", "lxml").table) == []


@pytest.mark.parametrize(("text", "columns"), [("ab", 2), ("風", 2), ("e\u0301", 1), ("a\x07", 2)])
def test_the_width_of_a_text(text, columns):
    """As a monospaced font shows it; what has no width at all counts by its letters."""
    assert width(text) == columns

"""A table as text: columns that line up, in the width of Medium's column."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markups import cleaned, lines, table

from pelican_medium.markup.tables.grid import width


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            table(("Hail", "2"), ("Rain", "10"), heading=("Kind", "Days")),
            ["Kind | Days", "-----+-----", "Hail | 2", "Rain | 10"],
        ),
        (table(("a", "b"), ("ccc", "d")), ["a   | b", "ccc | d"]),
        (
            table(("風", "北"), ("wind", "north")),
            ["風   | 北", "wind | north"],
        ),
        (table(("🌊", "sea"), ("ab", "x")), ["🌊 | sea", "ab | x"]),
        (table(("<b>bold</b> <code>x</code>", "&lt;y&gt;")), ["bold x | <y>"]),
        (table((" a \n  b ", "")), ["a b |"]),
        (
            '<table><tr><td>n<td style="text-align: right">1<tr><td>m<td align=right>100</table>',
            ["n |   1", "m | 100"],
        ),
    ],
)  # fmt: skip
def test_a_table_is_text_that_lines_up(html, expected):
    """Widths are those of a monospaced font; a rule stands under the headings."""
    assert lines(html) == expected


LONG = "one two three four five six seven eight nine ten eleven twelve"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (table(("a" * 39, "b" * 38)), "pre"),
        (table(("a" * 39, "b" * 39)), "ul"),
        (table(("name", LONG + " " + LONG), ("other", "short")), "pre"),
        (table(*([LONG + " " + LONG] * 5 for _ in range(2))), "ul"),
        (table(("name", "word " * 200)), "ul"),
        (table((LONG, "https://o.example/" + "x" * 70)), "ul"),
        ("<table><tr><td colspan=2>" + LONG * 2 + "<tr><td>a<td>b</table>", "ul"),
        (table((LONG, LONG, LONG), ("a", "b", "c")), "pre"),
    ],
)
def test_a_table_is_text_where_that_can_be_read(html, expected):
    """Up to 80 columns, wrapped if words and rows stay whole; else it is a list (`auto`)."""
    shown = BeautifulSoup(cleaned(html)[0], "lxml")
    assert shown.body.contents[0].name == expected
    if expected == "pre":
        assert max(map(width, shown.pre.get_text().split("\n"))) <= 80
    assert shown.get_text().count("twelve") == html.count("twelve")


def test_a_wrapped_table_keeps_its_rows_apart():
    """Where a row takes several lines, a rule stands under each one."""
    assert lines(table(("name", LONG + " " + LONG), ("other", "short"))) == [
        "name  | one two three four five six seven eight nine ten eleven twelve one two",
        "      | three four five six seven eight nine ten eleven twelve",
        "------+-----------------------------------------------------------------------",
        "other | short",
    ]


@pytest.mark.parametrize("form", ["text", "auto", "list"])
def test_a_wide_table_by_each_setting(form):
    """MEDIUM_TABLES has the last word: "text" never wraps, "list" never lines up."""
    shown = BeautifulSoup(cleaned(table(("name", LONG + " " + LONG)), tables=form)[0], "lxml")
    widest = {"text": 132, "auto": 77, "list": None}[form]
    assert (max(map(len, shown.pre.get_text().split("\n"))) if shown.pre else None) == widest


WORDS = st.text(st.sampled_from("ab漢🌊é \t"), max_size=8)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=5))
def test_columns_line_up_and_no_word_is_lost(rows):
    """Whatever the cells hold, each column starts at one place and every word is there in order."""
    result = lines(table(*rows, heading=("x", "y", "z")))
    words = [word for row in rows for cell in row for word in cell.split()]
    assert [word for line in result[2:] for word in line.replace("|", " ").split()] == words
    starts = {tuple(width(part) for part in line.split("|")[:2]) for line in result if "|" in line}
    assert len({start[0] for start in starts}) == 1

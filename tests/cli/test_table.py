"""Rows that line up, however wide their letters are."""

import pytest

from pelican_medium.cli import table


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("文章", 4), ("é", 1), ("e\u0301", 1), ("👩‍💻", 2), ("a\x07b", 2)],
)
def test_width_is_that_of_a_terminal(text, columns):
    """A Chinese letter takes two columns, an accent on its own none, a control letter none."""
    assert table.width(text) == columns


def test_columns_line_up_by_width():
    """The second column starts at the same column of the terminal, and nothing is cut."""
    lines = table.lined_up([("文章", "one"), ("a", "two"), ("long title", "three")])
    assert {table.width(line[: line.index("t")]) for line in lines[1:2]} == {12}
    assert lines == ["文章        one", "a           two", "long title  three"]


def test_only_a_terminal_cuts():
    """With room for 40 columns no line is longer, with none given nothing is lost."""
    rows = [("2026-01-01", "文" * 40, "x"), ("2026-01-02", "short", "y")]
    assert all(table.width(line) <= 40 for line in table.lined_up(rows, 40))
    assert "…" in table.lined_up(rows, 40)[0]
    assert "文" * 40 in table.lined_up(rows)[0]
    assert all(line == line.rstrip() for line in table.lined_up(rows, 40))

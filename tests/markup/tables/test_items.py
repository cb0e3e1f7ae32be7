"""A table as a list: an item for each row."""

import pytest
from markups import cleaned, table


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            table(("Hail", "2"), ("Rain", "10"), heading=("Kind", "Days")),
            (
                "<p><strong>Kind</strong></p><ul><li><strong>Hail</strong> – Days: 2</li>"
                "<li><strong>Rain</strong> – Days: 10</li></ul>"
            ),
        ),
        (table(("a", "b", "c")), "<ul><li><strong>a</strong>: b; c</li></ul>"),
        (table(("a",), ("b",)), "<ul><li><strong>a</strong></li><li><strong>b</strong></li></ul>"),
    ],
)
def test_a_table_as_a_list(html, expected):
    """MEDIUM_TABLES = "list" gives an item for each row."""
    assert cleaned(html, tables="list")[0] == expected


def test_a_table_as_a_list_keeps_links_code_and_emphasis():
    """An item holds what a line of text does."""
    html = table(('<a href="/x">a<br>b</a>', "<code>c</code> <p><em>d</em></p>"))
    assert cleaned(html, tables="list")[0] == (
        '<ul><li><strong><a href="https://e.org/x">a<br/>b</a></strong>: '
        "<code>c</code> <em>d</em></li></ul>"
    )


def test_a_link_in_a_heading_is_kept_once():
    """The first item has it, the others only its words."""
    html = table(("a", "b"), ("c", ""), heading=("", '<a href="/x">X</a>'))
    assert cleaned(html, tables="list")[0] == (
        '<ul><li><strong>a</strong> – <a href="https://e.org/x">X</a>: b</li>'
        "<li><strong>c</strong> – X: –</li></ul>"
    )

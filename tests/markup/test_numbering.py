"""The numbers of a list, as its page shows them."""

import pytest
from bs4 import BeautifulSoup

from pelican_medium.markup.numbering import labels


def numbers(html, **more):
    list_ = BeautifulSoup(html, "html.parser").find("ol")
    return labels(list_, list_.find_all("li"), **more)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ol><li><li></ol>", ["1", "2"]),
        ("<ol start=-1><li></li><li></li><li></li></ol>", ["-1", "0", "1"]),
        ("<ol start=' 3 '><li></li></ol>", ["3"]),
        ("<ol start=3.5><li></li></ol>", ["1"]),
        ("<ol start=9999999999><li></li></ol>", ["1"]),
        ("<ol reversed><li></li><li></li></ol>", ["2", "1"]),
        ("<ol reversed start=9><li></li><li value=3></li><li></li></ol>", ["9", "3", "2"]),
        ("<ol type=a start=26><li></li><li></li></ol>", ["z", "27"]),
        ("<ol type=A start=0><li></li><li></li></ol>", ["0", "A"]),
        ("<ol type=i start=1994><li></li></ol>", ["mcmxciv"]),
        ("<ol type=I start=3999><li></li><li></li></ol>", ["MMMCMXCIX", "4000"]),
        ("<ol class='simple loweralpha'><li></li></ol>", ["a"]),
        ("<ol type=x class=y><li></li></ol>", ["1"]),
    ],
)
def test_numbers_letters_and_roman_numerals(html, expected):
    """In either direction, and in figures where letters or Roman numerals end (CSS counters)."""
    assert numbers(html) == expected


def test_how_to_count_where_the_list_does_not_say():
    """A list inside another counts otherwise; what it says itself goes first."""
    assert numbers("<ol><li></li></ol>", otherwise="a") == ["a"]
    assert numbers("<ol type=I><li></li></ol>", otherwise="a") == ["I"]

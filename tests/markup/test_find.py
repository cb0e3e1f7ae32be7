"""Finding elements: by name, by class, and beside others."""

import pytest
from bs4 import BeautifulSoup

from pelican_medium.markup import find

PAGE = "<div class='a b'><p>x</p><section><p class=a>y</p><b class=c>z</b></section></div>"


def soup_of(html):
    return BeautifulSoup(html, "html.parser")


def texts(elements):
    return [element.get_text() for element in elements]


def test_by_name_in_the_order_of_the_page():
    """However deep they stand."""
    soup = soup_of(PAGE)
    assert texts(find.every(soup, "b", "p")) == ["x", "y", "z"]
    assert [element.name for element in find.every_element(soup.section)] == ["p", "b"]
    found = find.by_name(soup)
    assert (texts(found["p"]), found["table"]) == (["x", "y"], [])


def test_by_class():
    """One of several is enough; names narrow it."""
    soup = soup_of(PAGE)
    assert [element.name for element in find.classed(soup, {"a", "c"})] == ["div", "p", "b"]
    assert texts(find.classed(soup, {"a", "c"}, "p")) == ["y"]
    assert find.has_class(soup.div, {"b"})
    assert not find.has_class(soup.p, {"b"})


def test_whether_a_box_holds_one():
    """The box itself does not count."""
    soup = soup_of(PAGE)
    assert find.holds(soup.div, {"b", "table"})
    assert not find.holds(soup.div, {"div", "table"})


@pytest.mark.parametrize(
    ("html", "before", "after"),
    [
        ("<i></i> \n<b></b><!-- words --><u></u>", "i", "u"),
        ("<i></i>words<b></b>words<u></u>", None, None),
        ("<b></b>", None, None),
    ],
)
def test_the_elements_beside_one(html, before, after):
    """Blanks and comments stand between, and no words."""
    element = soup_of(html).b
    assert getattr(find.right_before(element), "name", None) == before
    assert getattr(find.right_after(element), "name", None) == after


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>words <img></p>", True),
        ("<p><a><img></a> words</p>", True),
        ("<p><b>words</b><img></p>", True),
        ("<p><img></p>", False),
        ("<p>words</p><img>", False),
        ("<p>words<br><img></p>", False),
        ("<td><!-- words --><img></td>", False),
        ("<div>words<p><img></p></div>", False),
    ],
)
def test_a_sentence_is_a_line_with_words(html, expected):
    """Those of another line or box, and comments, do not count."""
    assert find.is_in_a_sentence(soup_of(html).img) is expected

"""A box as lines of text and blocks between them."""

import pytest
from bs4 import BeautifulSoup
from markups import by_markdown

from pelican_medium.markup.flow import Line, joined, pieces


def said(html):
    """What a box holds: a line as its text, a block as its HTML."""
    box = BeautifulSoup(f"<section>{html}</section>", "html.parser").section
    found = pieces(box)
    assert not box.get_text(), "something was left in the box"
    return [piece.text if isinstance(piece, Line) else str(piece) for piece in found]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a <b>b</b> c", ["a b c"]),
        (" <br> a <br>", ["a"]),
        ("<p>a</p>\n<p> </p><p>b</p>", ["a", "b"]),
        ("a<div>b<div>c</div>d</div>e", ["a", "b", "c", "d", "e"]),
        ("a<pre>x</pre>b", ["a", "<pre>x</pre>", "b"]),
        ("<p>a<img/>b</p>", ["a", "<img/>", "b"]),
        ('<a href="x"><img/></a>', ['<a href="x"><img/></a>']),
        ('<a href="x"><img/> y</a>', ["<img/>", " y"]),
        ("<b>a<pre>x</pre>c</b>", ["a", "<pre>x</pre>", "c"]),
        ("<b><p>a</p><p>b</p></b>", ["a", "b"]),
        (by_markdown("a\n\n    x\n\nb"), ["a", "<pre><span></span><code>x\n</code></pre>", "b"]),
        ("", []),
    ],
)
def test_the_lines_and_blocks_of_a_box(html, expected):
    """In order, taken out of it; empty lines go, and a block is lifted out of what is inline."""
    assert said(html) == expected


def test_a_check_box_is_a_line_although_it_has_no_words():
    """A task without a text is still one."""
    [line] = pieces(BeautifulSoup("<li><input/></li>", "html.parser").li)
    assert [str(node) for node in line.nodes] == ["<input/>"]


def test_what_is_lifted_out_leaves_its_mark_on_both_sides():
    """A link around several lines leads on from each of them."""
    soup = BeautifulSoup('<li><a href="x">a<p>b</p></a></li>', "html.parser")
    assert str(joined(soup, "p", pieces(soup.li))) == (
        '<p><a href="x">a</a><br/><a href="x">b</a></p>'
    )


def test_a_mark_stands_before_its_line():
    """Such as the number of an item; the line itself stays as it was."""
    soup = BeautifulSoup("<li>a <b>b</b></li>", "html.parser")
    [line] = pieces(soup.li)
    assert (line.after("1. ").text, line.text) == ("1. a b", "a b")

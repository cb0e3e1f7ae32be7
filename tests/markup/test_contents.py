"""Tables of contents, in whatever markup: gone, with what only announces them."""

import pytest
from markups import by_markdown, by_rest, cleaned

NESTED = (
    '<ol><li><a href="#one">One</a><ol><li><a href="#two">Two</a></li></ol></li>'
    '<li><a href="#three">Three</a></li></ol><h1 id="one">One</h1><p>x</p>'
)
LEFT = ["table of contents left out"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (NESTED, "<h3>One</h3><p>x</p>"),
        ("<h2>Contents</h2>" + NESTED, "<h3>One</h3><p>x</p>"),
        ("<h2>What awaits you</h2>" + NESTED.replace("h1", "h2"), "<h3>One</h3><p>x</p>"),
        ("<p><b>Sommaire :</b></p>" + NESTED, "<h3>One</h3><p>x</p>"),
        ("<div><h2>目次</h2><div>" + NESTED[: NESTED.index("<h1")] + "</div></div><p>x</p>",
         "<p>x</p>"),
        ("<details><summary>Contents</summary>" + NESTED[: NESTED.index("<h1")] + "</details>x",
         "<p>x</p>"),
        ('<p><a href="#a">First part</a></p><p>2. <a href="#b">Second</a></p><h2>A</h2>',
         "<h3>A</h3>"),
        ('<p><a href="#a">First</a><br>– <a href="#b">Second</a></p><h2>A</h2>', "<h3>A</h3>"),
        ('<p><a href="#a">First</a> | <a href="#b">Second</a></p><h2>A</h2>', "<h3>A</h3>"),
        ('<ul><li><a href="#a">Tide</a></li></ul><h2 id="a">Tide</h2>', "<h3>Tide</h3>"),
        ((f'<ul><li>Tide<ul><li><a href="{"https://e.org/blog/posts/m/"}#a">A</a></li>'
         '<li><a href="#b">B</a></li></ul></li></ul><h2>Tide</h2>'), "<h3>Tide</h3>"),
        (by_markdown("""
            # Table of Contents

            1. [One](#one)
                - [Two](#two)
            2. [Three](#three)

            # One

            x
            """), "<h3>One</h3><p>x</p>"),
        (by_markdown("""
            [TOC]

            # One

            x

            # Two
            """, "toc"), "<h3>One</h3><p>x</p><h3>Two</h3>"),
        (by_rest("""
            .. contents::

            One
            ===

            x

            Two
            ===
            """), "<h3>One</h3><p>x</p><h3>Two</h3>"),
        (by_rest("""
            Inhalt
            ======

            * One_
            * Two_

            One
            ===

            x

            Two
            ===
            """), "<h3>One</h3><p>x</p><h3>Two</h3>"),
    ],
)  # fmt: skip
def test_contents_go_with_what_announces_them(html, expected):
    """Whether a class says so or only that they are links into the page."""
    assert cleaned(html) == (expected, LEFT)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p>x</p><p><a href="#top">Back to top ↑</a></p>', "<p>x</p>"),
        ('<p>x</p><p><a href="#">nach oben</a></p>', "<p>x</p>"),
        ('<p>x</p><p><a href="#contents">Back to contents</a></p>', "<p>x</p>"),
    ],
)
def test_ways_back_to_the_top_go(html, expected):
    """They lead nowhere on Medium, and the author is told."""
    assert cleaned(html) == (expected, ["link to the top of the page left out"])


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<ul><li><a href="#a">A</a>, as said</li><li><a href="#b">B</a></li></ul>',
         "<ul><li>A, as said</li><li>B</li></ul>"),
        ('<ul><li><a href="/one#a">A</a></li><li><a href="/two#b">B</a></li></ul>',
         ('<ul><li><a href="https://e.org/one#a">A</a></li>'
         '<li><a href="https://e.org/two#b">B</a></li></ul>')),
        ('<p>See <a href="#a">above</a>.</p>', "<p>See above.</p>"),
        ('<p><a href="#fig">See the picture below</a></p>', "<p>See the picture below</p>"),
        ("<h2>Contents</h2><p>Salt, water.</p>", "<h3>Contents</h3><p>Salt, water.</p>"),
    ],
)  # fmt: skip
def test_what_says_more_stays(html, expected):
    """Text beside the links, links to other pages, and a sentence that is a link."""
    assert cleaned(html) == (expected, [])


def test_many_lists_of_contents_take_no_time():
    """2,000 dead links in a list, and as many paragraphs, cost what they are long."""
    items = "".join(f'<li><a href="#{n}">Part {n}</a></li>' for n in range(2000))
    lines = "".join(f'<p><a href="#{n}">Part {n}</a></p>' for n in range(2000))
    assert cleaned(f"<ul>{items}</ul>{lines}<p>x</p>")[0] == "<p>x</p>"

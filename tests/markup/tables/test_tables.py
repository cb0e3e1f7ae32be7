"""Tables: one table of HTML in, the lines a reader sees out."""

import markups
import pytest
from bs4 import BeautifulSoup
from markups import cleaned, lines, table

from pelican_medium.markup import Context, clean


def test_a_table_is_a_plain_code_block():
    """Medium must not take it for a programming language."""
    assert cleaned(table(("a", "b")))[0] == (
        '<pre data-code-block-lang="plaintext" data-code-block-mode="0">a | b</pre>'
    )


def test_a_caption_stands_before_its_table():
    """The caption is a paragraph of its own."""
    html = table(("a", "b")).replace("<thead>", "<caption>Winds</caption><thead>")
    assert cleaned(html)[0].startswith("<p>Winds</p><pre ")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<table><tr><td><p>only</p></td></tr></table>", "<p>only</p>"),
        (
            '<table role="presentation"><tr><td>a</td><td>b</td></tr></table>',
            "<p>a</p><p>b</p>",
        ),
        (
            '<table><tr><td><img src="/x.png"></td><td>b</td></tr></table>',
            '<figure><img src="https://e.org/x.png"/></figure><p>b</p>',
        ),
    ],
)
def test_a_table_for_the_layout_is_taken_apart(html, expected):
    """What holds more than text was no table; its content stays in order."""
    assert cleaned(html)[0] == expected


def test_a_table_in_a_table():
    """The inner one is text, the outer one was its layout."""
    inner = table(("a", "b"))
    result = cleaned(f"<table><tr><td>before</td><td>{inner}</td></tr></table>")[0]
    assert "<table" not in result
    assert BeautifulSoup(result, "lxml").get_text(" ").split() == ["before", "a", "|", "b"]


LINKED = table(
    ('<a href="/x">aa</a>', '<a href="https://o.example/">o</a>, <a href="/x">b</a>'),
    ('<a href="#one">in the page</a>', '<a href="https://o.example/z">https://o.example/z</a>'),
)


def test_links_of_a_table_of_text_are_listed_under_it():
    """A code block holds no links, so it has their numbers; what leads nowhere has none."""
    context = Context("https://e.org/")
    shown = BeautifulSoup(clean(LINKED, context), "lxml")
    assert shown.pre.get_text().split("\n") == [
        "aa [1]      | o [2], b [1]",
        "in the page | https://o.example/z",
    ]
    assert str(shown.p) == (
        '<p>[1] <a href="https://e.org/x">https://e.org/x</a><br/>'
        '[2] <a href="https://o.example/">https://o.example/</a></p>'
    )
    assert context.notes == []


@pytest.mark.parametrize(
    ("html", "before", "expected"),
    [
        ("<table>t<tr><td>a<td>b</table>", "<p>t</p>", ["a | b"]),
        ("<table><tr>t<td>a<td>b</table>", "<p>t</p>", ["a | b"]),
        ("<table><b>t</b><tr><td>a<td>b</table>", "<p><strong>t</strong></p>", ["a | b"]),
        ("<table><tr><td>a<p>b</p>c<td>d</table>", "", ["a | d", "b |", "c |"]),
    ],
)
def test_what_stands_between_cells_and_in_lines(html, before, expected):
    """A browser shows the one before the table, and the others as lines of their cell."""
    assert cleaned(html)[0].startswith(before + "<pre")
    assert lines(html) == expected


def test_a_table_of_nothing_but_a_caption():
    """Its words stay."""
    assert cleaned("<table><caption>t</caption></table>")[0] == "<p>t</p>"


@pytest.mark.parametrize(
    ("html", "notes"),
    [
        ("<table><tr><td>a<br>b<td>c</table>", ["lines of a table's cells put side by side"]),
        ("<table><tr><td>a<td>b<br>c</table>", []),
        ("<table><tr><td>a<td>b</table>", []),
    ],
)
def test_cells_of_several_lines_are_noted(html, notes):
    """A reader of the text meets their words in another order, unless the last cell has them."""
    context = Context("https://e.org/")
    clean(html, context)
    assert [note.what for note in context.notes] == notes


@pytest.mark.parametrize(
    "html",
    [
        markups.by_markdown("a | b\n-- | --\n[one](/x) | **two**"),
        markups.by_rest(
            "=== ===\na   b\n=== ===\n|l| **two**\n=== ===\n\n.. |l| replace:: `one </x>`__"
        ),
        "<table><tr><th>a<th>b<tr><td><a href='/x'>one</a><td><b>two</b></table>",
    ],
    ids=["Markdown", "reStructuredText", "HTML"],
)
def test_tables_of_several_markups(html):
    """Each gives the same text, with the address under it, and the same list."""
    text = BeautifulSoup(cleaned(html)[0], "lxml")
    assert text.pre.get_text().split("\n") == ["a       | b", "--------+----", "one [1] | two"]
    assert text.p.get_text() == "[1] https://e.org/x"
    assert cleaned(html, tables="list")[0] == (
        '<p><strong>a</strong></p><ul><li><strong><a href="https://e.org/x">one</a></strong> – b: '
        "<strong>two</strong>"
        "</li></ul>"
    )

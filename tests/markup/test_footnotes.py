"""Footnotes and tables of contents, as real Markdown and real Docutils write them."""

import markdown
import pytest
from bs4 import BeautifulSoup
from docutils.core import publish_parts

from pelican_medium.markup import Context, clean


def cleaned(html):
    context = Context("https://e.org/a/")
    return clean(html, context).replace(">\n<", "><"), [note.what for note in context.notes]


def blocks(html):
    """Return what a reader sees, block by block."""
    soup = BeautifulSoup(cleaned(html)[0], "lxml")
    return [t.get_text() if t.name != "hr" else "---" for t in soup.find_all(["p", "hr", "pre"])]


def by_markdown(text):
    return markdown.markdown(text, extensions=["extra", "toc"])


def by_docutils(text, writer):
    return publish_parts(text, writer=writer)["body"]


def test_footnotes_of_markdown():
    """Numbers in the text, the notes as paragraphs after a rule, no arrow and no dead link."""
    html = by_markdown("A[^1] b[^x].\n\n[^1]: One *em*.\n[^x]: Two.\n\n    More.\n\n        code\n")
    assert blocks(html) == ["A[1] b[2].", "---", "[1] One em.", "[2] Two.", "More.", "code"]
    assert "href" not in cleaned(html)[0]


@pytest.mark.parametrize("writer", ["html4css1", "html5"])
def test_footnotes_and_citations_of_docutils(writer):
    """The same from both writers, which do it in quite different elements."""
    html = by_docutils("A [1]_ b [CIT]_.\n\n.. [1] One *em*.\n.. [CIT] Two.\n\nEnd.\n", writer)
    assert blocks(html) == ["A [1] b [CIT].", "End.", "---", "[1] One em.", "[CIT] Two."]
    assert "href" not in cleaned(html)[0]


def test_simple_footnotes():
    """The plugin of that name."""
    html = (
        '<p>A<sup id="ref-a-1"><a class="simple-footnote" href="#a-1">1</a></sup></p>'
        '<ol class="simple-footnotes"><li id="a-1">One '
        '<a class="simple-footnote-back" href="#ref-a-1">↩</a></li></ol>'
    )
    assert blocks(html) == ["A[1]", "---", "[1] One"]


def test_a_box_that_is_only_called_footnote_stays():
    """A theme's own box without notes in it is text like any other."""
    assert blocks('<div class="footnote"><p>Small print.</p></div>') == ["Small print."]


def test_what_else_stands_around_the_notes_stays():
    """A heading over the notes is no note, and is not lost with their list."""
    html = '<section class="footnotes"><h2>Notes</h2><hr><ol><li>One</li></ol><p>End</p></section>'
    result, _ = cleaned(html)
    assert BeautifulSoup(result, "lxml").get_text(" ").split() == ["Notes", "End", "[1]", "One"]
    assert result.count("<hr/>") == 1


def test_contents_of_markdown_are_left_out_and_noted():
    """Its links lead nowhere on Medium; the headings it lists are all there."""
    result, notes = cleaned(by_markdown("[TOC]\n\n# A\n\nx\n\n## B\n"))
    assert BeautifulSoup(result, "lxml").get_text(" ").split() == ["A", "x", "B"]
    assert notes == ["table of contents left out"]


@pytest.mark.parametrize("writer", ["html4css1", "html5"])
def test_contents_of_docutils_are_left_out_and_noted(writer):
    """Also the links of its headings back to it."""
    text = ".. contents::\n\nA\n=\n\nx\n\nB\n=\n\ny\n\nC\n=\n\nz\n"
    result, notes = cleaned(by_docutils(text, writer))
    assert BeautifulSoup(result, "lxml").get_text(" ").split() == ["A", "x", "B", "y", "C", "z"]
    assert "<a" not in result
    assert notes == ["table of contents left out"]


@pytest.mark.parametrize(
    "html",
    [
        '<div class="contents"><p>A box of a theme.</p></div>',
        '<div class="toc"><a href="/other">other</a></div>',
    ],
)
def test_other_boxes_of_that_name_stay(html):
    """Only a list of links into the page is a table of contents."""
    result, notes = cleaned(html)
    assert BeautifulSoup(result, "lxml").get_text() == BeautifulSoup(html, "lxml").get_text()
    assert notes == []


@pytest.mark.parametrize("href", ["#part", "https://e.org/a/#part", "?#part"])
def test_links_into_the_page_leave_their_text(href):
    """Medium keeps no ids, so such a link would be dead there."""
    result, _ = cleaned(f'<p>see <a href="{href}">below</a></p>')
    assert result == "<p>see below</p>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            ('<p>a<sup role="doc-noteref"><a href="#fn:1" class="footnote">1</a></sup></p>'
            '<div class="footnotes"><ol><li id="fn:1"><p>N <a href="#fnref:1" '
            'class="reversefootnote">↩</a></p></li></ol></div>'),
            ["a[1]", "---", "[1] N"],
        ),
        (
            ('<p>a<sup><a id="fnr.1" class="footref" href="#fn.1">1</a></sup></p>'
            '<div class="footdef"><sup><a id="fn.1" class="footnum" href="#fnr.1">1</a></sup> '
            '<div class="footpara"><p>N</p></div></div>'),
            ["a[1]", "---", "[1] N"],
        ),
        ('<p>a<sup class="footnote">[<a class="footnote" href="#_d_1">1</a>]</sup></p>', ["a[1]"]),
    ],
    ids=["Kramdown", "Org", "Asciidoctor"],
)  # fmt: skip
def test_footnotes_of_other_tools(html, expected):
    """The same number in the text and at the end, and no way back."""
    assert blocks(html) == expected


@pytest.mark.parametrize("writer", ["html4css1", "html5"])
def test_a_note_that_is_referred_to_twice(writer):
    """Docutils then writes a way back for each, in brackets; none is left."""
    html = by_docutils("A [1]_ b [1]_.\n\n.. [1] One *em*.\n", writer)
    assert blocks(html) == ["A [1] b [1].", "---", "[1] One em."]


@pytest.mark.parametrize(
    "opening",
    [
        '<div id="toc">', '<nav id="TOC">', '<div id="table-of-contents" role="doc-toc">',
        '<ul id="markdown-toc">', '<div class="toc"><h2>Contents</h2>', '<nav role="doc-toc">',
    ],
)  # fmt: skip
def test_contents_of_other_tools(opening):
    """Each calls its contents otherwise, and links by the page's own address or by none."""
    html = f'{opening}<li><a href="#a">A</a></li><li><a href="https://e.org/a/#b">B</a></li>'
    name = opening[1:].rstrip(">").split(maxsplit=1)[0].split(">")[0]
    assert cleaned(f"{html}</{name}><p>t</p>") == ("<p>t</p>", ["table of contents left out"])


def test_a_box_called_contents_that_is_the_article():
    """A theme may call the whole article so, and a link into the page may stand in it."""
    html = '<div class="contents"><p>' + "All of the article. " * 5 + '<a href="#x">x</a></p></div>'
    result, notes = cleaned(html)
    assert result.startswith("<p>All of")
    assert notes == []

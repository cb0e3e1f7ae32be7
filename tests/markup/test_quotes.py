"""Quotes and admonitions: one in, one paragraph of lines out."""

import pytest
from markups import shown

from pelican_medium.markup import Context, clean


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<blockquote>a</blockquote>", "<blockquote>a</blockquote>"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "<blockquote>a<br/>b</blockquote>"),
        (
            '<blockquote><p>a</p><p class="attribution">—Somebody</p></blockquote>',
            "<blockquote>a<br/>—Somebody</blockquote>",
        ),
        (
            "<blockquote><p>a</p><footer>B, <cite>C</cite></footer></blockquote>",
            "<blockquote>a<br/>B, <em>C</em></blockquote>",
        ),
        (
            "<blockquote>a<blockquote>b</blockquote>c</blockquote>",
            "<blockquote>a</blockquote><blockquote>b</blockquote><blockquote>c</blockquote>",
        ),
        (
            "<blockquote>a<ul><li>b</li><li>c</li></ul></blockquote>",
            "<blockquote>a<br/>• b<br/>• c</blockquote>",
        ),
        (
            "<blockquote>a<ol><li>b</li><li>c</li></ol></blockquote>",
            "<blockquote>a<br/>1. b<br/>2. c</blockquote>",
        ),
        (
            "<blockquote>a<pre>x\ny</pre>b</blockquote>",
            "<blockquote>a</blockquote><pre>x\ny</pre><blockquote>b</blockquote>",
        ),
        ("<blockquote></blockquote>", ""),
        ("<blockquote><p>a<br>b</p></blockquote>", "<blockquote>a<br/>b</blockquote>"),
    ],
)
def test_a_quote_is_lines_of_one_paragraph(html, expected):
    """Medium keeps a quote as one paragraph with line breaks, and nothing nested."""
    assert shown(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            '<div class="admonition note"><p class="admonition-title">Note</p><p>Text.</p></div>',
            "<blockquote><strong>Note:</strong> Text.</blockquote>",
        ),
        (
            ('<div class="warning"><p class="first admonition-title">Warning</p>'
            '<p class="last">A <em>b</em>.</p></div>'),
            "<blockquote><strong>Warning:</strong> A <em>b</em>.</blockquote>",
        ),
        (
            ('<aside class="admonition tip"><p class="admonition-title">Why?</p><p>a</p><p>b</p>'
            "</aside>"),
            "<blockquote><strong>Why?</strong> a<br/>b</blockquote>",
        ),
        (
            '<div class="admonition danger"><p>Only text.</p></div>',
            "<blockquote>Only text.</blockquote>",
        ),
        (
            '<div class="note"><p>A box.</p></div>',
            "<blockquote><strong>Note:</strong> A box.</blockquote>",
        ),
    ],
)  # fmt: skip
def test_an_admonition_is_a_quote_with_a_bold_label(html, expected):
    """Docutils' and Python-Markdown's boxes; where only the style says what it is, words do."""
    assert shown(html) == expected


def test_asciidoctors_admonition_is_a_table():
    """It places the label beside the text by a table, which says nothing itself."""
    html = (
        '<div class="admonitionblock note"><table><tr><td><div class="title">Note</div>'
        "</td><td>Text.</td></tr></table></div>"
    )
    context = Context("https://e.org/")
    assert clean(html, context) == "<blockquote><strong>Note:</strong><br/>Text.</blockquote>"
    assert context.notes == []

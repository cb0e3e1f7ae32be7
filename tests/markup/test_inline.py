"""Words in a line: one element in, what Medium has or sensible text out."""

import markups
import pytest
from markups import line, shown

from pelican_medium.markup import Context, clean


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("m<sup>2</sup>", "m²"),
        ("H<sub>2</sub>O", "H₂O"),
        ("10<sup>−3</sup>", "10⁻³"),
        ("x<sup>n+1</sup>", "xⁿ⁺¹"),
        ("x<sup>ab</sup>", "xᵃᵇ"),
        ("x<sup>q</sup>", "x^(q)"),
        ("x<sup>a</sup>", "xᵃ"),
        ("a<sup>, </sup>b", "a, b"),
        ('<sup><a href="/n">2</a></sup>', '<a href="https://e.org/n">²</a>'),
        ("x<sub>i,<em>j</em></sub>", "x_(i,<em>j</em>)"),
        ("x<sub>i<em>j</em></sub>", "xᵢ<em>ⱼ</em>"),
        ("1<sup>st</sup>", "1ˢᵗ"),
        ("a<sup></sup>b", "ab"),
        ("χ<sub>β</sub>", "χᵦ"),
        ("x<sup>☺</sup>", "x^(☺)"),
        ("ℓ<sup>∞</sup>, k<sub>∥</sub>", "ℓ^(∞), k_(∥)"),
        ("a<sup>*</sup> b<sup>†</sup> 5<sup>°</sup> C<sup>®</sup> d<sup>↗</sup>", "a* b† 5° C® d↗"),
    ],
)
def test_superscripts_and_subscripts(html, expected):
    """As Unicode where every letter has such a form, else in brackets, if its place says anything.

    Marks of footnotes, and signs that are high by themselves, say the same in the line.
    """
    assert line(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<b>a</b> <i>b</i>", "<strong>a</strong> <em>b</em>"),
        ("<cite>a</cite> <var>b</var> <dfn>c</dfn>", "<em>a b c</em>"),
        ("<mark>a</mark> <ins>b</ins> <small>c</small> <u>d</u>", "a b c d"),
        ('<span class="x">a <span>b</span></span>', "a b"),
        ('<time datetime="2026-01-01">1 Jan</time>', "1 Jan"),
        ("<q>a</q>", "“a”"),
        ("<del>a</del> <s>b</s> <strike>c</strike>", "a\u0336 b\u0336 c\u0336"),
        ("<ruby>漢<rt>kan</rt>字<rt>ji</rt></ruby>", "漢(kan)字(ji)"),
        ("<ruby>漢<rt>kan</rt></ruby>", "漢(kan)"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "漢(kan)"),
        ('<abbr title="World Wide Web">WWW</abbr>', "WWW (World Wide Web)"),
        ('<abbr title="T">A</abbr> <abbr title="T">A</abbr>', "A (T) A"),
        ("<abbr>A</abbr>", "A"),
    ],
)
def test_other_words(html, expected):
    """What Medium has stays under its name there, the rest is text."""
    assert line(html) == expected


def test_details_are_opened():
    """The summary is bold, and the content is there."""
    html = "<details><summary>More</summary><p>Text.</p></details>"
    assert clean(html, Context("https://e.org/")) == ("<p><strong>More</strong></p>\n<p>Text.</p>")


def test_a_verse_is_lines_of_one_paragraph():
    """Docutils' lines, those set in by no-break spaces; a blank one begins another paragraph."""
    html = (
        '<div class="line-block"><div class="line">a</div><div class="line-block">'
        '<div class="line">b</div></div><div class="line"><br></div><div class="line">c</div></div>'
    )
    blanks = "\u00a0" * 4
    assert clean(html, Context("https://e.org/")) == f"<p>a<br/>{blanks}b</p>\n<p>c</p>"


def test_what_a_style_sheet_puts_between_is_written():
    """A term's kind, and the number in a list of works."""
    html = '<dl><dt>a<span class="classifier">b</span></dt></dl>'
    assert clean(html, Context("https://e.org/")) == "<p><strong>a : b</strong></p>"
    html = '<div class="csl-left-margin">[1]</div><div class="csl-right-inline">A work</div>'
    assert clean(html, Context("https://e.org/")) == "<p>[1] A work</p>"


S = "\u0336"
STRUCK = f"do n{S}o{S}t{S} press"
TOLD = ["words that are struck out written with a stroke through each letter"]


@pytest.mark.parametrize(
    "html",
    [
        "<p>do <del>not</del> press</p>",
        "<p>do <s>not</s> press</p>",
        "<p>do <strike><strike>not</strike></strike> press</p>",
        '<p>do <span style="color:red; text-decoration: line-through">not</span> press</p>',
        '<p>do <span style="text-decoration-line:line-through">not</span> press</p>',
        '<p>do <span class="line-through">not</span> press</p>',
        markups.by_markdown("do <del>not</del> press"),
        markups.by_rest(".. role:: strike\n\ndo :strike:`not` press"),
    ],
)
def test_struck_words_stay_struck(html):
    """Without the stroke they say the opposite; the author is told."""
    assert markups.cleaned(html) == (f"<p>{STRUCK}</p>", TOLD)


def test_struck_blocks_and_code():
    """Each letter of several blocks; code blocks stay as they are."""
    html = "<del><p>a b</p><pre>c</pre><p><code>d</code></p></del>"
    assert shown(html) == (f"<p>a{S} b{S}</p><pre>c</pre><p><code>d{S}</code></p>")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<span style="font-weight: bold">a</span>', "<strong>a</strong>"),
        ('<span style="font-weight:700;font-style:italic">a</span>', "<em><strong>a</strong></em>"),
        ('<font style="font-style: oblique">a</font>', "<em>a</em>"),
        ('<b style="font-weight:normal">a</b>', "a"),
        ('<em style="font-style: normal">a</em>', "a"),
        ('<span style="font-weight: 400">a</span>', "a"),
        ('<code style="font-weight: bold">a</code>', "<code>a</code>"),
    ],
)
def test_emphasis_by_style_is_emphasis(html, expected):
    """And what its style makes plain is plain (Google Docs wraps whole articles in such a b)."""
    assert line(html) == expected

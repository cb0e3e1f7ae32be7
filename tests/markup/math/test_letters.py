"""Letters and signs of MathML and HTML, in TeX."""

import pytest
from bs4 import BeautifulSoup

from pelican_medium.markup.math import letters


def element(html):
    return next(BeautifulSoup(html, "html.parser").children)


@pytest.mark.parametrize(
    ("said", "tex"),
    [("x", "x"), ("sin", r"\sin "), ("rank", r"\mathrm{rank}"), ("%", r"\%"), ("^", r"\hat{} ")],
)
def test_a_word(said, tex):
    """One letter is a variable, more are a function or upright, and TeX's own signs are escaped."""
    assert letters.word(said) == tex


@pytest.mark.parametrize(
    ("said", "tex"),
    [
        ("2 sin x", r"2 \sin  x"),
        ("a_1 & b", r"a\_1 \& b"),
        ("if\n x", r"\mathrm{if} x"),
        ("a\u2062b", "ab"),  # "invisible times"
        ("sin\u2061x", r"\sin x"),  # "apply function"
    ],
)
def test_a_line_of_html(said, tex):
    """Each word of it by itself, without what is only there to be read aloud."""
    assert letters.in_line(said) == tex


@pytest.mark.parametrize(
    ("html", "tex"),
    [
        ("<mi>x</mi>", "x"),
        ("<mi mathvariant='bold'>x</mi>", r"\mathbf{x}"),
        ("<mi mathvariant='double-struck'>R</mi>", r"\mathbb{R}"),
        ("<mi mathvariant='bold'></mi>", ""),
        ("<mi mathvariant='normal'>d</mi>", "d"),
    ],
)
def test_an_identifier_in_its_alphabet(html, tex):
    """Where TeX has the alphabet, and there is a letter."""
    assert letters.identifier(element(html)) == tex


def test_operators_and_remarks():
    """A remark keeps its blanks; one of nothing else is a blank."""
    assert letters.operator(element("<mo> {\u2061 </mo>")) == r"\{"
    assert letters.operator(element("<mo>max</mo>")) == r"\max "
    assert letters.text(element("<mtext>if 5% of </mtext>")) == r"\text{if 5\% of }"
    assert letters.text(element("<mtext>  </mtext>")) == " "
    assert letters.plain(element("<mn> <i>12</i>\u200b </mn>")) == "12"

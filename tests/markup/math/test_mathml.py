"""MathML → TeX, sign by sign."""

import pytest
from bs4 import BeautifulSoup

from pelican_medium.markup.math.mathml import tex_of

NUMBERED = (
    "<mtable><mlabeledtr><mtd><mtext>(3)</mtext></mtd><mtd><mi>y</mi><mo>=</mo><mn>1</mn></mtd>"
    "</mlabeledtr></mtable>"
)


def tex(mathml):
    return tex_of(BeautifulSoup(f"<math>{mathml}</math>", "lxml").math)


@pytest.mark.parametrize(
    ("mathml", "expected"),
    [
        ("<mover><mi>x</mi><mo>^</mo></mover>", r"\hat{x}"),
        ("<mover><mi>x</mi><mo>~</mo></mover>", r"\tilde{x}"),
        ("<mover><mi>x</mi><mo>_</mo></mover>", r"\overline{x}"),
        ("<mover><mi>x</mi><mo>ˆ</mo></mover>", r"\hat{x}"),
        ("<mover><mi>x</mi><mo>.</mo></mover>", r"\dot{x}"),
        ("<munder><mi>x</mi><mo>_</mo></munder>", r"\underline{x}"),
        ("<mover><mi>x</mi><mi>n</mi></mover>", r"\overset{n}{x}"),
        ("<mover><mi>x</mi></mover>", r"\overset{}{x}"),
    ],
)
def test_a_sign_above_or_below_is_an_accent(mathml, expected):
    """Also one that TeX would read as its own, which is escaped elsewhere."""
    assert tex(mathml) == expected


def test_a_labelled_row_has_its_number():
    """MathML 3 keeps it in the first cell of an ``mlabeledtr``."""
    assert tex(NUMBERED) == r"\begin{align} y=1 \tag*{(3)} \end{align}"

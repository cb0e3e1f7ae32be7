"""Displayed formulas: rows, numbers, and how they are drawn."""

import pytest

from pelican_medium.markup.math import display
from pelican_medium.markup.math.display import Row


def drawable(tex, *numbers):
    rows = display.rows_of(tex)
    numbered = [Row(r.tex, n, aligned=r.aligned) for r, n in zip(rows, numbers, strict=True)]
    return display.drawable(tex, numbered), display.number_of(numbered)


@pytest.mark.parametrize(
    ("tex", "numbers", "drawn"),
    [
        ("x", [""], ("x", "")),
        (r"x \tag{1}\label{a}", ["(1)"], ("x", "(1)")),
        (
            r"\begin{align} a &= b \tag{1} \\ c &= d \end{align}",
            ["(1)", ""],
            (r"\begin{align} a &= b \\ c &= d \end{align}", "(1)"),
        ),
        (
            r"\begin{align} a &= b \tag{1} \\ c &= d \label{x} \end{align}",
            ["(1)", "(2)"],
            (
                (
                    r"\begin{align*} a &= b & \qquad\text{(1)} \\ "
                    r"c &= d & \qquad\text{(2)} \end{align*}"
                ),
                "",
            ),
        ),
    ],
)
def test_how_a_formula_is_drawn(tex, numbers, drawn):
    """One number stands beside all of it, several in a column of their own."""
    assert drawable(tex, *numbers) == drawn


@pytest.mark.parametrize(
    ("tex", "alt"),
    [
        (r"\begin{align} a &= b \\ c &= d \end{align}", "a = b; c = d"),
        (r"x + y \tag{2}", "x + y"),
        ("\\binom{n}{k}\n = 1", r"\binom{n}{k} = 1"),
    ],
)
def test_what_is_said_to_those_who_do_not_see_it(tex, alt):
    """Unicode where that is the same, else the TeX on one line."""
    assert display.alt_of(tex) == alt


def test_braces_and_tables_keep_their_rows():
    r"""A \\ or & inside them belongs to them."""
    matrix = r"\begin{matrix} 1 & 2 \\ 3 & 4 \end{matrix}"
    tex = rf"\begin{{align}} a &= {matrix} \\ {{b \\ c}} &= d \end{{align}}"
    assert [row.tex for row in display.rows_of(tex)] == [
        f"a = {matrix}",
        r"{b \\ c} = d",
    ]

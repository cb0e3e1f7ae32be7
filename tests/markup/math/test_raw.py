"""TeX that stands in the text as it was written."""

import pytest
from markups import cleaned, line


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (r"a \(x^2\) b", "a x² b"),
        ("a $x^2$ b", "a x² b"),
        ("a $x^2$, <b>$y$</b> b", "a x², <strong>y</strong> b"),
        (r"a $\binom{n}{k}$ b", r"a <code>\binom{n}{k}</code> b"),
        ("$A<span class=caps>BC</span>_1=\\pi$", "ABC₁ = π"),
        ("$x<!-- c -->^2$", "x²"),
        ("<span>$x</span>^2$ b", "x² b"),
        ("$x<nobr>^2$</nobr>", "x²"),
        (r"$f’(x) \in A$", "f′(x) ∈ A"),  # SmartyPants was at it
    ],
)
def test_a_raw_formula_in_a_line(html, expected):
    """It becomes text or inline code, also where elements that say nothing run through it."""
    assert line(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<code>$x^2$</code>",
        '<a href="https://o.example/$x$">$x^2$</a>',
        "$a<em>1 b</em>2$",  # what Markdown made of $a_1 b_2$
        "$a<code>x</code>b$",
        r"\[\$\]",
    ],
)
def test_what_is_left_alone(html):
    """Code, links, and a formula that runs through other elements."""
    assert line(html) == html


def test_code_blocks_are_left_alone():
    """Nothing in them is a formula."""
    assert cleaned("<pre>$x^2$ \\(y\\)</pre>")[0] == "<pre>$x^2$ \\(y\\)</pre>"

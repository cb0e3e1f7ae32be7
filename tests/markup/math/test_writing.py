"""A formula's items as a line: the blanks and brackets that keep its meaning."""

import pytest

from pelican_medium.markup.math.reading import to_unicode
from pelican_medium.markup.math.writing import Item, UnsayableError, fraction, joined, rooted


@pytest.mark.parametrize(
    ("tex", "unicode"),
    [
        ("-1", "−1"),
        ("a-b", "a − b"),
        ("x=-1", "x = −1"),
        ("(x,y)", "(x, y)"),
        ("17,6 + 1,000", "17,6 + 1,000"),
        ("x / y", "x/y"),
        (r"f: A \to B", "f: A → B"),
        (r"2\pi r", "2πr"),
        (r"\Delta x", "Δx"),
        (r"O(n \log n)", "O(n log n)"),
        (r"\sin^2 x", "sin² x"),
        (r"\log_2 n", "log₂ n"),
        (r"p_i\log{}p_i", "pᵢ log pᵢ"),
        (r"5\mathrm{km}", "5 km"),
        (r"{\rm max} x", "max x"),
        (r"n \operatorname{rank} A", "n rank A"),
        (r"\frac{1}{2}", "½"),
        (r"\frac{1}{2}mv^2", "½mv²"),
        (r"2\frac{1}{2}", "2(1/2)"),
        (r"\frac{a+b}{c}", "(a + b)/c"),
        (r"\frac{1}{2\pi}", "1/(2π)"),
        (r"\frac{n(n+1)}{2}", "n(n + 1)/2"),
        (r"\frac{\partial f}{\partial x}", "∂f/∂x"),
        (r"\frac{a}{b} + \frac{c}{d}", "a/b + c/d"),
        (r"\frac{a}{b}x", "(a/b)x"),
        (r"\log\frac{a}{b}", "log (a/b)"),
        (r"\sqrt{2}", "√2"),
        (r"\sqrt{2}\pi", "√(2)π"),
        (r"\sqrt{a+b}", "√(a + b)"),
        (r"\sqrt[3]{x}", "∛x"),
        (r"\frac{1}{\sqrt 2}", "1/√2"),
        ("z^*", "z*"),
        ("f(z^*) = z^{*}", "f(z*) = z*"),
    ],
)
def test_blanks_and_brackets(tex, unicode):
    """Blanks as TeX shows them, and brackets only where it could be misread without."""
    assert to_unicode(tex) == unicode


@pytest.mark.parametrize(
    "tex",
    [
        "x^2{}^3",  # "x²³"
        "a^* b",  # "a* b" would be a product
        "a^*(b)",
        r"\sqrt{}",
        r"\frac{}{2}",
    ],
)
def test_what_would_be_misread_in_a_line(tex):
    """It is refused."""
    assert to_unicode(tex) is None


A, B, PLUS = Item("a", "ord"), Item("b", "ord"), Item("+", "bin")


def test_each_part_by_itself():
    """A fraction and a root know how they look beside what they could be mistaken to belong to."""
    assert joined([A, PLUS, B]) == "a + b"
    assert fraction([A, PLUS, B], [A]) == Item("(a + b)/a", "frac", "((a + b)/a)")
    assert rooted("√", [A]) == Item("√a", "root", "√(a)")


@pytest.mark.parametrize("make", [lambda: fraction([], [A]), lambda: rooted("√", [])])
def test_nothing_is_no_part(make):
    """Half a fraction says nothing."""
    with pytest.raises(UnsayableError):
        make()

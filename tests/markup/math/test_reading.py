"""TeX → Unicode: what a line of Unicode can say, and what is refused."""

import pytest

from pelican_medium.markup.math.reading import to_unicode


@pytest.mark.parametrize(
    ("tex", "unicode"),
    [
        ("x^2", "x²"),
        ("a_1", "a₁"),
        ("x_i^2", "xᵢ²"),
        ("x^{ij}", "xⁱʲ"),
        ("x^{n - 1}", "xⁿ⁻¹"),
        ("e^{-x}", "e⁻ˣ"),
        ("2^N", "2ᴺ"),
        ("10^{-3}", "10⁻³"),
        ("f'(x)", "f′(x)"),
        ("x'^2", "x′²"),
        (r"90^\circ", "90°"),
        (r"{}^{14}\mathrm{C}", "¹⁴C"),
        (r"F_{\rm true}", "Fₜᵣᵤₑ"),
        (r"\alpha \leq \beta", "α ≤ β"),
        ("E=mc^2", "E = mc²"),
        ("P(A|B)", "P(A|B)"),
        (r"\sum_{i=1}^n x_i", "∑ᵢ₌₁ⁿ xᵢ"),
        (r"\int_0^1 f(x)\,dx", "∫₀¹ f(x) dx"),
        (r"\mathbb{R}^n", "ℝⁿ"),
        (r"\mathcal{L}", "ℒ"),
        (r"\mathfrak{C}\mathfrak{g}", "ℭ𝔤"),
        (r"\mathbf{x}", "𝐱"),
        (r"\hat{a}", "â"),
        (r"\vec x", "x⃗"),
        (r"\{x \in S\}", "{x ∈ S}"),
        (r"\left( x \right)", "(x)"),
        (r"\text{if } x > 0", "if x > 0"),
        (r"x \text{ and } y", "x and y"),
        (r"10\,\mathrm{km}/\mathrm{h}", "10 km/h"),
        (r"a \equiv b \pmod n", "a ≡ b (mod n)"),
        (r"a \bmod b", "a mod b"),
        (r"5\%", "5%"),
        (r"x ≤ α", "x ≤ α"),
        (r"A \Longleftrightarrow B", "A ⟺ B"),
    ],
)
def test_what_unicode_can_say(tex, unicode):
    """It says the same, with the blanks that TeX would show and brackets where they are needed."""
    assert to_unicode(tex) == unicode


@pytest.mark.parametrize(
    "tex",
    [
        "",
        " ",
        "x^{iq}",  # there is no raised q
        "x_{i,j}",
        "2^{2^n}",
        "{ab}^2",  # "ab²" would raise the b alone
        "x^a^b",
        r"\lim_{x \to 0} x",
        r"\frac{a}{b}^2",
        r"\binom{n}{k}",
        r"\begin{matrix} a & b \end{matrix}",
        r"\unknown{x}",
        r"a \\ b",
        "a & b",
        r"\$5",
        "50% off",
        r"\left. x \right|",
        r"\sqrt[5]{x}",
        r"\hat{ab}",
        r"\mathbb{AB}^",
        r"\text{a $x$ b}",
        "{",
        "}",
        "x^",
        "_",
        r"\frac",
        r"\frac{1}",
        r"\sqrt",
        r"\sqrt[3",
        r"\text",
        r"\text{",
        r"\left",
        "\\",
        "{" * 100 + "x" + "}" * 100,
        "x+" * 1000 + "x",
    ],
)
def test_what_unicode_cannot_say(tex):
    """It is refused, however broken, and never said in part."""
    assert to_unicode(tex) is None

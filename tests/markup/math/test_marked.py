"""Formulas that an element marks: by whoever made the page."""

import pytest
from markups import cleaned, line


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # Pelican's render-math, Docutils with MathJax
        (r'a <span class="math">\(x^2\)</span> b', "a x² b"),
        (r'<span class="math">\(\binom{n}{k}\)</span>', r"<code>\binom{n}{k}</code>"),
        # Docutils with math_output LaTeX
        ('<tt class="math">x^2</tt>', "x²"),
        ('<code class="math">x^2</code>', "x²"),
        # Docutils' own HTML
        (
            (
                '<span class="formula"><span class="fraction"><span class="ignored">(</span>'
                '<span class="numerator"><i>a</i> + 1</span><span class="ignored">)/(</span>'
                '<span class="denominator"><i>b</i></span><span class="ignored">)</span></span>'
                "</span>"
            ),
            "(a + 1)/b",
        ),
        (
            (
                '<span class="formula"><i>x</i><span class="scripts"><sup class="script">2</sup>'
                '<sub class="script"><i>i</i></sub></span></span>'
            ),
            "xᵢ²",
        ),
        ('<span class="formula">H<sub>2</sub>O</span>', "H₂O"),
        # Pandoc
        (r'<span class="math inline">\(x^2\)</span>', "x²"),
        ('<span class="math inline"><em>x</em><sup>2</sup></span>', "x²"),
        ('<span class="math inline">x_1</span>', "x₁"),  # for KaTeX
        # pymdownx.arithmatex
        (r'<span class="arithmatex">\(x^2\)</span>', "x²"),
        (
            (
                '<span class="arithmatex"><span class="MathJax_Preview">x^2</span>'
                '<script type="math/tex">x^2</script></span>'
            ),
            "x²",
        ),
        # python-markdown-math
        ('<script type="math/tex">a<b</script>', "a &lt; b"),
        ('<script type="math/tex">a &lt; b</script>', "a &lt; b"),  # as Arithmatex escapes it
        (
            (
                '<span><span class="MathJax_Preview">$x^2$</span>\n'
                '<script type="math/tex">x^2</script></span>'
            ),
            "x²",
        ),
        ('<script type="math/tex">% <![CDATA[\nx^2 %]]></script>', "x²"),
        # a saved page
        (
            (
                '<span class="MathJax_Preview"></span><span class="MathJax"><span>x2</span></span>'
                '<script type="math/tex">x^2</script>'
            ),
            "x²",
        ),
        # KaTeX, MathJax 3, MediaWiki: once, not twice
        (
            (
                '<span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>x</mi>'
                '</mrow><annotation encoding="application/x-tex">x^2</annotation></semantics>'
                '</math></span><span class="katex-html" aria-hidden="true"><span>x</span>2</span>'
                "</span>"
            ),
            "x²",
        ),
        (
            (
                "<mjx-container><mjx-math><mjx-c></mjx-c></mjx-math><mjx-assistive-mml><math><msup>"
                "<mi>x</mi><mn>2</mn></msup></math></mjx-assistive-mml></mjx-container>"
            ),
            "x²",
        ),
        (
            (
                '<span class="mwe-math-element"><span class="mwe-math-mathml-inline"><math>'
                '<mi>x</mi><annotation encoding="application/x-tex">{\\displaystyle x_1}'
                "</annotation></math></span>"
                '<img class="mwe-math-fallback-image" src="x.svg" alt="x"></span>'
            ),
            "x₁",
        ),
        # MathML in a line
        ("a <math><msup><mi>x</mi><mn>2</mn></msup></math>", "a x²"),
        ('a <math alttext="x^2"><mi>?</mi></math>', "a x²"),
        ('a <math alttext="x squared"><msup><mi>x</mi><mn>2</mn></msup></math>', "a x²"),
        (
            "a <math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac></math>",
            "a (a + b)/c",
        ),
        ("a <math><msqrt><mn>2</mn></msqrt></math>", "a √2"),
        ("a <math><mi>sin</mi><mo>\u2061</mo><mi>x</mi></math>", "a sin x"),
        ("a <math><mover><mi>x</mi><mo>ˆ</mo></mover></math>", "a x̂"),
        ("a <math><mfenced><mi>x</mi><mi>y</mi></mfenced></math>", "a (x, y)"),
        ("a <math><mtext>if </mtext><mi>x</mi></math>", "a if x"),
        (
            (
                "a <math><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow>"
                "<mi>n</mi></munderover><msub><mi>x</mi><mi>i</mi></msub></math>"
            ),
            "a ∑ᵢ₌₁ⁿ xᵢ",
        ),
        (
            "a <math><mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr></mtable></math>",
            r"a <code>\begin{matrix} a &amp; b \end{matrix}</code>",
        ),
        (
            '<span class="math inline">∫<sub>0</sub><sup>1</sup><em>x</em></span>',
            "∫₀¹ x",
        ),
        (
            (
                '<span class="formula"><span class="environment align"><span class="arrayrow">'
                '<span class="arraycell"><i>a</i></span></span><span class="arrayrow">'
                '<span class="arraycell"> </span></span></span></span>'
            ),
            r"<code>\begin{align} a \end{align}</code>",
        ),
        ("a <math><menclose><mi>x</mi></menclose></math>", r"a <code>\menclose{x}</code>"),
    ],
)
def test_a_marked_formula_in_a_line(html, expected):
    """It becomes text or inline code, once, whoever marked it and however."""
    assert line(html) == expected


@pytest.mark.parametrize(
    "reference",
    [
        r'<span class="math">\(\eqref{b}\)</span>',
        r"$\eqref{b}$",
        r'<script type="math/tex">\eqref{b}</script>',
        r'<span class="math inline">\((\ref{b})\)</span>',
    ],
)
def test_a_reference_marked_as_a_formula(reference):
    """As reStructuredText needs it, which would drop the backslash."""
    html = rf"<p>By {reference} we get</p><p>\[x = 1 \tag{{2}}\label{{b}}\]</p>"
    assert cleaned(html)[0].startswith("<p>By (2) we get</p>")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<div class="math"><h2>T</h2><p>a</p></div>', "<h3>T</h3><p>a</p>"),
        ('<div class="math">Words <em>here</em>.</div>', "<p>Words <em>here</em>.</p>"),
        ('<p class="formula">`x^2`, in AsciiMath</p>', "<p>`x^2`, in AsciiMath</p>"),
        ("<p>a</p><math><p>b</p><img src=/x.png>",
         '<p>a</p><p>b</p><figure><img src="https://e.org/x.png"/></figure>'),
        ('<p>a</p><script type="math/tex">x<p>b</p>', "<p>a</p>"),
        ('<p><span class="katex"><math><mi>x</mi></math>more</span></p>', "<p>xmore</p>"),
        ("<p>a <math><msup>lost<mi>x</mi></msup></math></p>", None),
        ("<p>a <math></math></p>", "<p>a</p>"),
    ],
)  # fmt: skip
def test_boxes_that_are_no_formula(html, expected):
    """A theme's own box, or one that a broken page never closed, loses nothing."""
    result = cleaned(html)[0]
    assert result == expected or (expected is None and "lost" in result)

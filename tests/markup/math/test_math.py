"""Mathematics: a formula in, Unicode that says the same or its TeX as code out."""

import docutils.core
import markups
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from markups import block, cleaned

from pelican_medium.markup import Context, clean

NOTE = "formulas shown as TeX source"


def told(html):
    """Return the notes in full."""
    context = Context(markups.PAGE)
    clean(html, context)
    return [str(note) for note in context.notes]


#: How pages mark a displayed formula, the formula left out.
DISPLAYS = [
    r'<div class="math">$$FORMULA$$</div>',  # render-math, Docutils with MathJax
    r"<div class=math>\begin{equation*}FORMULA\end{equation*}</div>",  # Docutils
    '<pre class="math">\nFORMULA\n</pre>',  # Docutils with LaTeX
    r'<p><span class="math display">\[FORMULA\]</span></p>',  # Pandoc
    r'<div class="arithmatex">\[FORMULA\]</div>',
    '<script type="math/tex; mode=display">FORMULA</script>',  # python-markdown-math
    '<p><script type="math/tex; mode=display">FORMULA</script></p>',
    '<p><math display="block" alttext="FORMULA"><mi>x</mi></math></p>',
    (
        '<span class="katex-display"><span class="katex"><math><semantics><mi>x</mi>'
        '<annotation encoding="application/x-tex">FORMULA</annotation></semantics></math></span>'
        "</span>"
    ),
    (
        '<mjx-container display="true"><math><mi>x</mi><annotation encoding="TeX">FORMULA'
        "</annotation></math></mjx-container>"
    ),
    "<p>\n$$FORMULA$$\n</p>",  # a notebook, a theme with MathJax
    "<p>$$<br>FORMULA<br>$$</p>",
    r"<p>\[FORMULA\]</p>",
    r"<p>\begin{equation*}FORMULA\end{equation*}</p>",
    "$$FORMULA$$",
]


def displayed(html, tex):
    written = tex.replace("&", "&amp;").replace("<", "&lt;")
    return cleaned(html.replace("FORMULA", written))


@pytest.mark.parametrize("html", DISPLAYS)
def test_a_displayed_formula_that_unicode_can_say(html):
    """It becomes a paragraph, without a note."""
    assert displayed(html, r"y = X\beta + \epsilon") == ("<p>y = Xβ + ϵ</p>", [])


@pytest.mark.parametrize("html", DISPLAYS)
def test_a_displayed_formula_that_unicode_cannot_say(html):
    """It becomes a code block with its TeX, and a note."""
    parsed, notes = displayed(html, r"\binom{n}{k} < x")
    [code] = BeautifulSoup(parsed, "lxml").find_all("pre")
    assert code["data-code-block-lang"] == "latex"
    assert r"\binom{n}{k} < x" in code.get_text()
    assert notes[0].startswith(NOTE)


@pytest.mark.parametrize("html", [h for h in DISPLAYS if r"\begin" not in h])
@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (
            r"\begin{align}\tag{3}\label{main} y = X\beta + \epsilon \end{align}",
            "y = Xβ + ϵ\u2003(3)",
        ),
        (r"\begin{equation} x = 1 \tag*{A.2} \end{equation}", "x = 1\u2003A.2"),
        (r"x^2 \tag{1'}", "x²\u2003(1′)"),
        ("\\begin{align*}\na &= b \\\\\nc &< d\n\\end{align*}", "a = b<br/>c &lt; d"),
        (
            r"\begin{align} a &= b \tag{1} \\[2pt] &= c \nonumber \\ \end{align}",
            "a = b\u2003(1)<br/>= c",
        ),
        (
            r"\begin{equation}\begin{split} a &= b \\ &= c \end{split}\tag{7}\end{equation}",
            "a = b<br/>= c\u2003(7)",
        ),
        (r"\begin{eqnarray} a & = & b \\ c & = & d \end{eqnarray}", "a = b<br/>c = d"),
        (r"\begin{alignat*}{2} a &= b \end{alignat*}", "a = b"),
        (r"\begin{gather} a = 1 \\ b = 2 \end{gather}", "a = 1<br/>b = 2"),
    ],
)
def test_rows_and_their_numbers(html, tex, expected):
    """Rows that a line can say are lines, each with the number its author gave it."""
    assert displayed(html, tex) == (f"<p>{expected}</p>", [])


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{align} a &= b & c &= d \end{align}",  # columns
        r"\begin{align} a &= b \\ \binom{n}{k} &= 1 \end{align}",
        r"f = \begin{cases} 1 & x > 0 \\ 0 & x < 0 \end{cases}",
        r"\begin{pmatrix} a \\ b \end{pmatrix}",
        r"\begin{equation} a \end{equation} \begin{equation} b \end{equation}",
        "x = " + " + ".join("abcdefghijklmnopqrstuvwxyz"),  # more than a line
    ],
)
def test_rows_that_need_the_second_dimension(tex):
    """One row that no line can say leaves the whole formula TeX."""
    html, notes = displayed("$$FORMULA$$", tex)
    assert BeautifulSoup(html, "lxml").pre.get_text() == tex
    assert len(notes) == 1


BEFORE = r"By (\ref{main}) and \eqref{main} we get <em>\ref{main}</em>, not \ref{other}."
AFTER = r"By (3) and (3) we get <em>3</em>, not \ref{other}."


@pytest.mark.parametrize(
    "formula",
    [
        r'<div class="math">\begin{align}\tag{3}\label{main} y = 1 \end{align}</div>',
        r"<p>$$y = 1 \label{main}\tag{3}$$</p>",
        r'<script type="math/tex; mode=display">y = 1 \tag{3}\label{main}</script>',
        r'<div class="arithmatex">\[y = 1 \tag{3}\label{main}\]</div>',
        r'<p><span class="math display">\[y = 1 \tag{3}\label{main}\]</span></p>',
    ],
)
def test_a_reference_to_a_formula_is_its_number(formula):
    """Before it and after it; one to nothing stays as it is, for TeX is what it may be about."""
    html = f"<p>{BEFORE}</p>{formula}<p>{BEFORE}</p><pre>{BEFORE}</pre>"
    text = BeautifulSoup(cleaned(html)[0], "lxml")
    expected = AFTER.replace("<em>", "").replace("</em>", "")
    assert [p.get_text() for p in text.find_all("p")] == [expected, "y = 1\u2003(3)", expected]
    assert text.pre.get_text().startswith(r"By (\ref{main})")


# --- The whole --------------------------------------------------------------------------------

#: In the form of pelican-render-math's output, Markdown.
RENDERED = r"""<p>Text <span class="math">\(x^2\)</span> and
<span class="math">\(\binom{n}{k}\)</span>, price $5 and $10.</p>
<div class="math">$$\sum_{i=1}^n x_i$$</div>
<p>Then </p>
<div class="math">\begin{align}
a &amp;= b_q \\
c &amp;&lt; d
\end{align}</div>
<ul>
<li>
<p>item <span class="math">\(\alpha\)</span></p>
<p>
<div class="math">$$z$$</div>
</p>
</li>
</ul>
<script type="text/javascript">if (!document.getElementById('mathjaxscript_pelican_#%@#$@#')) {
    var align = "center", indent = "0em";
    configscript[(window.opera ? "innerHTML" : "text")] =
        "        inlineMath: [ ['\\\\(','\\\\)'] ], displayMath: [ ['$$','$$'] ],";
}
</script>"""


def test_an_article_of_render_math():
    """Its script leaves nothing, and what stayed TeX is told once."""
    html, _ = cleaned(RENDERED)
    assert "script" not in html
    assert "mathjax" not in html
    parts = [
        r"<p>Text x² and <code>\binom{n}{k}</code>, price $5 and $10.</p>",
        "<p>∑ᵢ₌₁ⁿ xᵢ</p>",
        "<p>Then</p>",
        block("\\begin{align}\na &amp;= b_q \\\\\nc &amp;&lt; d\n\\end{align}"),
        "<ul><li>item α<br/>z</li></ul>",
    ]
    assert html.replace("\n", "") == "".join(parts).replace("\n", "")
    assert told(RENDERED) == [rf"{NOTE} (2): \binom{{n}}{{k}}"]


NUMBERED = r"""
By :math:`\eqref{main}` and :math:`\ref{main}` we get

.. math::

   y = X\beta + \epsilon \tag{3}\label{main}

or

.. math::

   \begin{align}\tag{4} y = 1 \end{align}
"""


@pytest.mark.parametrize("output", ["HTML", "MathML", "MathJax x.js", "LaTeX"])
def test_numbers_from_docutils(output):
    """It puts an environment around each formula, or shows what it does not know by its name."""
    source = NUMBERED if output != "HTML" else NUMBERED.partition("\nor\n")[0]
    html = docutils.core.publish_parts(
        source, writer="html5", settings_overrides={"math_output": output, "report_level": 5}
    )["body"]
    parsed = BeautifulSoup(cleaned(html)[0], "lxml")
    texts = [p.get_text() for p in parsed.find_all("p")]
    assert texts[:2] == ["By (3) and 3 we get", "y = Xβ + ϵ\u2003(3)"]
    assert texts[3:] == ([] if output == "HTML" else ["y = 1\u2003(4)"])


RST = r"""
Inline :math:`x_i^2 + \frac{a+b}{c} \leq \alpha_1`, :math:`\sqrt[3]{2}`, :math:`\mathbb{R}^n`,
:math:`\sum_{i=1}^n x_i`, :math:`\log n`, :math:`\hat{x}`, :math:`\text{if } x`.

.. math::

   \int_0^1 f(x) = 2
"""


@pytest.mark.parametrize("output", ["HTML", "MathML", "MathJax x.js", "LaTeX"])
@pytest.mark.parametrize("writer", ["html4css1", "html5"])
def test_docutils(writer, output):
    """Each of its four ways to write a formula says the same in the end."""
    html = docutils.core.publish_parts(
        RST, writer=writer, settings_overrides={"math_output": output, "report_level": 5}
    )["body"]
    parsed = BeautifulSoup(cleaned(html)[0], "lxml")
    assert " ".join(parsed.p.get_text().split()) == (
        "Inline xᵢ² + (a + b)/c ≤ α₁, ∛2, ℝⁿ, ∑ᵢ₌₁ⁿ xᵢ, log n, x̂, if x."
    )
    assert parsed.find_all("p")[-1].get_text() == "∫₀¹ f(x) = 2"


def test_what_becomes_unicode_is_no_loss():
    """No note for it."""
    assert cleaned(r"<p>$x^2$ and \(\alpha\)</p>")[1] == []


def test_a_long_example_is_cut():
    """The note shows where to look, not all of it."""
    [note] = told(rf"<p>$${'x+' * 100}\pi$$</p>")
    assert note == f"{NOTE}: {'x+' * 39}x…"


@pytest.mark.parametrize(
    "html",
    [
        "<p>a $x^2$ b $y$, costs $5</p>",
        r"<p>$\$$40,000 - $\$$50,000</p>",
        r"<p>$5 $a=b$ c=d$ and $5 \(x\) y$</p>",
        "<p>$a<sup>2</sup> b$ and $a<sub>xy</sub>$</p>",
        r"<p>\begin{align}a<sup>ab</sup>\end{align} and $\alpha<sup>2</sup>$</p>",
        "<p>$a<em>1 b</em>2$ and $c$</p>",
        "<p>$x$ and $10$</p><p>$</p><p>y$</p>",
        "<ul><li><p>$$a</p><p>=b$$</p></li></ul>",
        r"<p>\(\{x\}\) and \(\%\) and \(\_\)</p>",
        RENDERED,
    ],
)
def test_cleaning_again_finds_no_formula(html):
    """What was put out is not read as TeX."""
    once = cleaned(html)[0]
    again, notes = cleaned(once)
    assert BeautifulSoup(again, "lxml").get_text().split() == (
        BeautifulSoup(once, "lxml").get_text().split()
    )
    assert notes == []


PIECES = st.sampled_from(
    [
        *(
            "$",
            "$$",
            r"\(",
            r"\)",
            r"\[",
            r"\]",
            r"\begin{align}",
            r"\end{align}",
            "x",
            "y^2",
            "a_1",
        ),
        *(
            r"\alpha ",
            " ",
            "\n",
            "5",
            "or",
            r"\$",
            "\\",
            "=",
            "&amp;",
            "{",
            "}",
            "^",
            "_",
            "令",
            "’",
        ),
        *(
            "<p>",
            "</p>",
            "<em>",
            "</em>",
            "<br>",
            "<span class=math>",
            "</span>",
            "<div class=math>",
        ),
        *("</div>", "<span class=formula>", "<i>", "</i>", "<sup>", "</sup>", "<code>", "</code>"),
        *("<script type='math/tex; mode=display'>", "</script>", "<math>", "</math>", "<mi>"),
        *(
            "</mi>",
            "<msup>",
            "</msup>",
            "<mfrac>",
            "<mtable>",
            "<mtr>",
            "<mtd>",
            "<mover>",
            "<img>",
        ),
        *("<annotation encoding='application/x-tex'>", "</annotation>", "<span class=katex>"),
        *("<mjx-container>", "<ul><li>", "</ul>", "<blockquote>", "<table><tr><td>", "</table>"),
        *("<span class=fraction>", "<span class=array>", "<span class=limits>", "<!-- c -->"),
    ]
)


@hypothesis_settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_broken_formulas(html):
    """Whatever is there in whatever order, it is cleaned, and no code block stands in a line."""
    parsed = BeautifulSoup(cleaned(f"<div>{html}</div>")[0], "lxml")
    assert not [block for block in parsed.find_all("pre") if block.find_parent(["p", "blockquote"])]


@pytest.mark.parametrize(
    "html",
    [
        "$" * 100_000,
        "$x" * 50_000,
        r"\(" * 50_000,
        r"\begin{align}" * 10_000,
        "$$" + "{" * 100_000 + "$$",
        r"$$\alpha x" + " " * 100_000 + "$$",
        "<p>" + r"<span class=math>\(x\)</span> " * 3_000 + "</p>",
        "<math><mrow>" * 5_000 + "x",
        *(
            rf"<div class=math>$${begin * 2_000}x{end * 2_000}$$</div>"
            for begin, end in [
                (r"\begin{equation*}", r"\end{equation*}"),
                (r"\begin{split}", r"\end{split}"),
                (r"{", "}"),
                (r"a_{", "}"),
            ]
        ),
        r"\[\begin{align}" + r"a &= b_{ \tag{" * 5_000 + r"\end{align}\]",
        r"<p>\(" + "_{" * 50_000 + r"\)</p>",
        r"<p>\ref{a}</p>" * 5_000 + r"\[x \label{a}\tag{1}\]",
    ],
)
def test_great_numbers(html):
    """No input of a hundred thousand signs makes it hang or recurse to death."""
    assert cleaned(html)[0]

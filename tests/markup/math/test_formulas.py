"""What is a formula, and what is not; and what stands around one."""

import pytest
from bs4 import BeautifulSoup
from markups import cleaned, line

from pelican_medium.markup.math import formulas
from pelican_medium.markup.math.formulas import Formula


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 and $10",
        "costs $5-$10, or $5/$10",
        "between $5-10$ each",
        "from $5 or 10$ on, $5 to 10$",
        "$20,000 and $30,000",
        "US$ 3 or A$ 4",
        "US$5 = A$6, C$7=D$8",
        "5$ and 10$, 5$/10$",
        "$5M$ and $10$",
        "Ke$ha and A$AP and Micro$oft",
        "$AAPL/$GOOG and $AAPL,$GOOG",
        "$HOME/$PATH and $HOME:$PATH",
        "$PATH=$HOME:$PATH; ${HOME}/${PATH}",
        "${a}$ and $(pwd)/$x and $(a)$(b)",
        "$1$2 and $1-$2 and $1,$2",
        "$FOO_BAR$ and $my_var$ and $i_am_here$",
        "$title$ and $body$ and $Id$ and $Rev$ and $if(x)$",
        "$a$b$c and $a->b($c) and $a.$b",
        "$_GET['a']=$_POST['b']",
        "$i<$n; $x=$y;",
        "foreach ($a as $k => $v)",
        "^foo$|^bar$ or (a|b)$ or $^",
        "$('a').on($.x) and $.ajax/$.get",
        '"$a" "$b"',
        "$$ and $$",
        "$$ is the PID, $$x is not",
        "earn $$$ fast $$$",
        "$ x$ and $x $",
        "$$ $$ and $$$$",
        r"C:\$RECYCLE.BIN\$x, $HOME\bin;$PATH",
        r"$the way \alpha goes here$",
        r"\n and \t and \o/",
        r"s/\(foo\)/\1/",
        r"\[\e[0m\] and \[ \] and \(\)",
        r"\\(x\\) and \\[x\\]",
        r"\$x\$",
        r"\begin{itemize}x\end{itemize}",
        r"\begin{align}x\end{gather}",
        r"\begin{align}x",
        r"\(x and $y and \[z",
        "$x^(2)$",
        "$+$ and $=$ and $-$",
        "$a)$ and $(b$ and $a+$",
        "a$x$b",
    ],
)
def test_text_that_is_no_formula(text):
    """Prices, shells, programs, templates and regular expressions stay as they are."""
    parsed = BeautifulSoup(cleaned(f"<p>{text.replace('<', '&lt;')}</p>")[0], "lxml")
    assert parsed.get_text() == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x$", "x"),
        ("$2N$", "2N"),
        ("$E=mc^2$", "E = mc²"),
        ("$x_i$", "xᵢ"),
        ("$V_{in}$", "Vᵢₙ"),
        ("$f(x)$", "f(x)"),
        ("$O(n)$", "O(n)"),
        ("$O(n log n)$", "O(n log n)"),
        ("$(350 + 10) / 2 = 180$", "(350 + 10)/2 = 180"),
        ("$(x, y)$", "(x, y)"),
        ("$n + 1$", "n + 1"),
        ("$x > 0$", "x > 0"),
        ("$a_1 b_2$", "a₁ b₂"),
        (r"$D = \{x_i\}$", "D = {xᵢ}"),
        ("$P(B) = (1 - p) ^ 3$.", "P(B) = (1 − p)³."),
        ("the $n$th, $N$s, $k$-means", "the nth, Ns, k-means"),
        ("($x$), “$y$”, $z$.", "(x), “y”, z."),
        (r"2$\sigma$", "2σ"),
        ("令$x$为", "令x为"),
        (r"costs $5, $\alpha$ does not", "costs $5, α does not"),
        ("$5 for $x^2$", "$5 for x²"),
        (r"\(D = 243\,g / (17,6 - g)\)", "D = 243 g/(17,6 − g)"),
        (r"$\$$40,000 - $\$$50,000", "$40,000 - $50,000"),  # notebooks' way to write a dollar
        # what is doubtful by itself is sure in an article of formulas
        (r"$\alpha$ $10$", "α 10"),
        (r"$\alpha$ $ABC$", "α ABC"),
        (r"$\alpha$ $1, 2$ or 3", "α 1, 2 or 3"),
    ],
)
def test_text_that_is_a_formula(text, expected):
    """By TeX's own signs, or by its shape from end to end."""
    parsed = BeautifulSoup(cleaned(f"<p>{text.replace('<', '&lt;')}</p>")[0], "lxml")
    assert parsed.get_text() == expected


#: What no dollar or bracket alone makes a formula, beside one that surely is.
MARKUPS = {
    "markdown": r'<p>For <span class="math">\(\alpha\)</span>: TEXT</p>',
    "rest": r'<p>For <tt class="math">\alpha</tt>: TEXT</p>',
    "notebook": r'<div class="text_cell_render"><p>For $\alpha$: TEXT</p></div>',
    "pandoc": r'<p>For <span class="math inline">\(\alpha\)</span>: TEXT</p>',
}


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$Q_{cold_{(k)}}$", "<code>Q_{cold_{(k)}}</code>"),
        ("$z^*$, $z^*=1$", "z*, z* = 1"),
        ("$z^* x$", "<code>z^* x</code>"),
        (r"$\Delta q_2(t) $ and $ \beta_1$", "Δq₂(t) and β₁"),
        (r"\(s =\), \(= 2\) and \[ s = \]", None),
        ("costs $5 and $10, $ 5 or 6 $", "costs $5 and $10, $ 5 or 6 $"),
        ("$HOME/bin:$PATH and $my_var$", "$HOME/bin:$PATH and $my_var$"),
        ("${a}$ and $x $y", "${a}$ and $x $y"),
        (r"s/\(foobar\)/\1/", r"s/\(foobar\)/\1/"),
    ],
)
def test_beside_proven_math(markup, text, expected):
    """Less has to show that it is mathematics; prices and shell variables stay text."""
    html = cleaned(MARKUPS[markup].replace("TEXT", text))[0]
    if expected is None:
        assert html == "<p>For α: s =, = 2 and</p><p>s =</p>"
    else:
        assert html == f"<p>For α: {expected}</p>"


def test_dollars_that_would_pair_anew_stay():
    """Here the first dollar and the last would hold a formula between them, were "x=1" taken."""
    assert line("$5=(3$x=1$+y)$") == "$5=(3$x=1$+y)$"
    assert line("$z=(y, $x$, y)$") == "$z=(y, $x$, y)$"
    assert line(r"$\$$a=b$") == r"$\$$a=b$"


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("% <![CDATA[\n  x^2 %]]>", "x^2"),  # Kramdown
        (r"{\displaystyle x_1}", "x_1"),  # MediaWiki
        ("\n    a \n      b\n", "a\n  b"),
        ("f’(x)", "f'(x)"),  # SmartyPants
    ],
)
def test_the_source_is_what_its_author_wrote(text, tex):
    """Without what a tool put around it, and without the indentation of its place."""
    assert formulas.source(text) == tex


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        (r" \(x\) ", Formula("x", display=False)),
        ("$x$", Formula("x", display=False)),
        ("$$x$$", Formula("x", display=True)),
        (r"\[x\]", Formula("x", display=True)),
        (
            r"\begin{align}x\end{align}",
            Formula(r"\begin{align}x\end{align}", display=True),
        ),
        ("a $x$", None),
        ("x", None),
    ],
)
def test_a_text_that_is_all_formula(text, formula):
    """Its own signs say whether it is displayed."""
    assert formulas.delimited(text) == formula

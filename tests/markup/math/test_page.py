"""What stands on the page for a formula, and where."""

import pytest
from bs4 import BeautifulSoup
from markups import block, cleaned

from pelican_medium.markup.math.page import apply


def test_tex_is_shown_as_it_was_written():
    """But for the signs around it, its indentation, and the name that only TeX reads."""
    assert cleaned("<p>$$\n    \\binom\n      {n}{k}\n$$</p>")[0] == block("\\binom\n  {n}{k}")
    assert cleaned(r"$$\binom{n}{k}\label{b}\tag{2}$$")[0] == block(r"\binom{n}{k}\tag{2}")


def test_formulas_are_counted_where_the_text_refers_to_one():
    """As LaTeX counts them: each row of an environment without a star, but for \\nonumber."""
    formulas = [
        r"\begin{align} a &= 1 \\ b &= 2 \nonumber \\ c &= 3 \label{c} \end{align}",
        r"\begin{align*} d &= 4 \end{align*}",
        r"\begin{multline} e \\ = 5 \end{multline}",
        r"\begin{equation} \binom{n}{k} \label{f} \end{equation}",
    ]
    html, _ = cleaned("".join(f"<p>{f}</p>" for f in [*formulas, r"See \eqref{c}, \eqref{f}."]))
    assert "a = 1\u2003(1)<br/>b = 2<br/>c = 3\u2003(2)" in html
    assert "<p>d = 4</p><p>e<br/>= 5\u2003(3)</p>" in html
    assert r"\binom{n}{k}\tag{4}" in html
    assert html.endswith("<p>See (2), (4).</p>")
    uncounted, _ = cleaned("".join(f"<p>{f}</p>" for f in formulas))
    assert "(1)" not in uncounted


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (r"<p>a $$x=1$$ b</p>", ["p a", "B", "p b"]),
        ("<p>a $$x=1$$ b $$x=1$$</p>", ["p a", "B", "p b", "B"]),
        ("<p><em>a $$x=1$$</em></p>", ["p a", "B"]),
        ("<p><span>a $$x=1$$ b</span></p>", ["p a", "B", "p b"]),
        ("<ul><li>a $$x=1$$ b</li></ul>", ["li a", "B", "p b"]),
        ("<ul><li><p>a $$x=1$$</p></li></ul>", ["li a", "B"]),
        ("<blockquote><p>a $$x=1$$ b</p></blockquote>", ["blockquote a", "B", "blockquote b"]),
    ],
)
def test_a_formula_on_display_parts_the_text_around_it(html, expected):
    """For Medium has no code block in a paragraph, an item or a quote."""
    tex = r"\binom{n}{k}"
    parsed = BeautifulSoup(cleaned(html.replace("x=1", tex))[0], "lxml")
    blocks = parsed.find_all(["p", "li", "blockquote", "pre"])
    assert [
        "B" if found.name == "pre" else f"{found.name} {found.get_text()}" for found in blocks
    ] == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a $$x=1$$ b</p>", "<p>a</p><p>x = 1</p><p>b</p>"),
        ("<p><em>a $$x=1$$</em></p>", "<p><em>a</em></p><p><em>x = 1</em></p>"),
        ("<p><span>a $$x=1$$ b</span></p>", "<p>a</p><p>x = 1</p><p>b</p>"),
        ("<ul><li>a $$x=1$$ b</li></ul>", "<ul><li>a<br/>x = 1<br/>b</li></ul>"),
        # where no code block can stand, it stays in the line
        ("<h2>a $$x=1$$</h2>", "<h3>a x = 1</h3>"),
        ("<dl><dt>$$x=1$$</dt></dl>", "<p><strong>x = 1</strong></p>"),
        (r"<table><tr><th>$$x=1$$</th><td>\(\binom ab\)</td></tr></table>",
         ('<pre data-code-block-lang="plaintext" data-code-block-mode="0">'
         r"x = 1 | \binom ab</pre>")),
    ],
)  # fmt: skip
def test_a_formula_of_unicode_is_a_paragraph_of_its_own(html, expected):
    """Or a line of its own, in an item."""
    assert cleaned(html)[0] == expected


@pytest.mark.parametrize(
    "frame",
    ["<p>$${}$$</p>", r"<div class=math>\[{}\]</div>", '<script type="math/tex">{}</script>'],
)
def test_an_author_s_own_commands(frame):
    """What is defined in one formula is known in those that follow, and not seen itself."""
    defined = frame.replace("{}", r"\newcommand{\R}{\mathbb{R}} \def\eps{\varepsilon}")
    assert cleaned(rf"{defined}<p>For $x \in \R^n$ and $\eps > 0$.</p>") == (
        "<p>For x ∈ ℝⁿ and ε &gt; 0.</p>",
        [],
    )


def test_changes_are_applied_where_the_page_still_is():
    """Each node gives way to what stands for it; one that is already gone changes nothing."""
    soup = BeautifulSoup("<p><i>a</i><i>b</i></p>", "html.parser")
    one, gone = soup.find_all("i")
    gone.extract()
    apply({id(one): ["x", "y"], id(gone): ["z"]}, [one, gone])
    assert str(soup) == "<p>xy</p>"

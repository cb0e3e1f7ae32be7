"""Captions that no element marks."""

import pytest
from markups import PAGE, by_markdown, by_rest, cleaned

IMAGE = f'<img src="{PAGE}f.png"/>'


def figure(caption, image=IMAGE):
    return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"


@pytest.mark.parametrize(
    "caption",
    [
        "Figure 1: what it shows", "Fig. 2. What it shows", "FIG 3 – x", "Abb. 4: x", "Abbildung 5",
        "Рис. 6. Что видно", "Рисунок 7 — x", "図8 潮", "图 9：潮汐", "圖10 x", "Figura 11: x",
        "Rysunek 12. x", "Afbeelding 13: x", "Image 1.2: x", "Figure 1a) x",
    ],
)  # fmt: skip
def test_a_numbered_line_under_a_picture_is_its_caption(caption):
    """In every language and form that says its number."""
    html = f'<p><img src="f.png"></p><p>{caption}</p><p>text</p>'
    assert cleaned(html) == (figure(caption) + "<p>text</p>", [])


@pytest.mark.parametrize(
    "html",
    [
        by_markdown("![](f.png)\n\nFigure 1: *what* it shows"),
        by_markdown("![](f.png)\nFigure 1: *what* it shows"),
        by_rest(".. image:: f.png\n\nFigure 1: *what* it shows").replace('alt="f.png"', ""),
        '<div class="output_png"><img src="f.png"></div><p>Figure 1: <em>what</em> it shows</p>',
        '<p><a><img src="f.png"></a></p><div>Figure 1: <em>what</em> it shows</div>',
        "<center><img src=f.png></center><center>Figure 1: <i>what</i> it shows</center>",
    ],
)
def test_captions_of_several_markups(html):
    """Markdown, reStructuredText, a notebook and HTML, in the paragraph or in the next one."""
    assert cleaned(html)[0] == figure("Figure 1: <em>what</em> it shows")


@pytest.mark.parametrize(
    "html",
    [
        by_markdown("![](f.png)\n*What it shows*"),
        by_markdown("![](f.png)  \n*What it shows*"),
        '<p><img src="f.png"><br><small><em>What it shows</em></small></p>',
    ],
)
def test_a_line_in_italics_under_a_picture_is_its_caption(html):
    """As authors write one whose markup has none."""
    assert cleaned(html)[0] == figure("<em>What it shows</em>")


def test_a_paragraph_in_italics_is_a_caption_where_it_names_the_picture():
    """The author may speak in italics, too."""
    assert cleaned(by_markdown("![](f.png)\n\n*Photo: the harbour*"))[0] == figure(
        "<em>Photo: the harbour</em>"
    )
    spoken = "<p><em>I live here.</em></p>"
    assert cleaned(by_markdown("![](f.png)\n\n*I live here.*"))[0].endswith(spoken)


@pytest.mark.parametrize(
    "html",
    [
        "<p>Figure 1 shows what it is.</p>",
        f"<p>Figure 1: {'long ' * 90}</p>",
        "<p>Some text.</p><p>Figure 1: x</p>",
        "<p><em>Note</em> that it rains.</p>",
        "<ul><li>Figure 1: x</li></ul>",
        "<h2>Figure 1: x</h2>",
    ],
)
def test_what_only_begins_like_one_is_text(html):
    """A sentence of the article, and what does not stand right under the picture."""
    assert "figcaption" not in cleaned(f'<p><img src="f.png"></p>{html}')[0]


def test_a_picture_s_own_caption_stays_alone():
    """One that has a caption takes no other."""
    html = f"{figure('own')}<p>Figure 1: other</p>"
    assert cleaned(html)[0] == html

"""Headings: the title stands above already, and Medium has two sizes for the others."""

import pytest
from markups import PAGE, by_markdown, by_rest, shown

TITLE = "“Tides” & moons"
CODE = "<pre>import tides</pre>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>A sentence.</p><h1>“Tides” &amp; moons</h1><p>x</p>", "<p>A sentence.</p><p>x</p>"),
        (CODE + "<h1>&quot;Tides&quot; &amp; Moons</h1><p>x</p>", CODE + "<p>x</p>"),
        (
            (
                '<ul><li><a href="#a">Tides &amp; moons</a></li><li><a href="#b">B</a></li></ul>'
                "<h2>“Tides” &amp; moons.</h2><p>x</p>"
            ),
            "<p>x</p>",
        ),
        ("<h2>Intro</h2><h1>“Tides” &amp; moons</h1><p>x</p>", "<h3>Intro</h3><p>x</p>"),
        ("<h3>“Tides” &amp; moons</h3><p>x</p>", "<p>x</p>"),
        ("<p><b>“Tides” &amp; moons</b></p><p>x</p>", "<p>x</p>"),
        (by_markdown("A sentence.\n\n# “Tides” & moons\n\nx"), "<p>A sentence.</p><p>x</p>"),
        (
            by_rest("A sentence.\n\n“Tides” & moons\n===============\n\nx"),
            "<p>A sentence.</p><p>x</p>",
        ),
    ],
)
def test_the_title_stands_once(html, expected):
    """After a sentence, a code cell or contents, in any size, with straight or curly quotes."""
    assert shown(html, title=TITLE) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>A</h1><h2>“Tides” &amp; moons</h2>", "<h3>A</h3><h4>“Tides” &amp; moons</h4>"),
        ("<p><b>“Tides” &amp; moons</b></p>", "<p><strong>“Tides” &amp; moons</strong></p>"),
        ("<p>“Tides” &amp; moons</p><p>x</p>", "<p>“Tides” &amp; moons</p><p>x</p>"),
        ("<p>x</p><p><b>“Tides” &amp; moons</b></p><p>y</p>",
         "<p>x</p><p><strong>“Tides” &amp; moons</strong></p><p>y</p>"),
    ],
)  # fmt: skip
def test_what_is_more_than_a_copy_stays(html, expected):
    """A section called like the article, a text that is nothing else, a first sentence."""
    assert shown(html, title=TITLE) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>A</h1><p>t</p><h1>B</h1>", "<h3>A</h3><p>t</p><h3>B</h3>"),
        ("<h2>A</h2><h3>B</h3><h2>C</h2>", "<h3>A</h3><h4>B</h4><h3>C</h3>"),
        ("<h4>A</h4><h6>B</h6>", "<h3>A</h3><h4>B</h4>"),
        ("<h3>A</h3><h2>B</h2>", "<h4>A</h4><h3>B</h3>"),
        (
            "<h1>A</h1><h2>B</h2><h3>C <em>d</em></h3>",
            "<h3>A</h3><h4>B</h4><p><strong>C <em>d</em></strong></p>",
        ),
        ('<h2>A<a class="headerlink" href="#a">¶</a></h2>', "<h3>A</h3>"),
        ('<h2>A <a href="#a">#</a></h2>', "<h3>A</h3>"),
        ('<h2>C <a href="/c">#</a></h2>', '<h3>C <a href="https://e.org/c">#</a></h3>'),
        ('<h1>Title<a class="headerlink" href="#a">¶</a></h1><p>t</p>', "<p>t</p>"),
        ("<h1>Title</h1><p>t</p>", "<p>t</p>"),
        ("<h1>A \n <em>title</em></h1>", "<h3>A <em>title</em></h3>"),
        ("<h1> \n <em>TITLE</em></h1><p>t</p>", "<p>t</p>"),
        ("<H1 CLASS=x>title</H1><p>t</p>", "<p>t</p>"),
        ("<div><h1>Title</h1></div><p>t</p>", "<p>t</p>"),
        ("<h1>Title</h1><h1>Title</h1>", "<h3>Title</h3>"),
        ("<p>t</p><h1>Title</h1>", "<p>t</p>"),
        ("<h2>Title</h2><h3>x</h3>", "<h3>x</h3>"),
    ],
)
def test_headings(html, expected):
    """The title stands above already; the others get Medium's two sizes, by their depth here."""
    assert shown(html, title="Title") == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2></h2><h3>A</h3>", "<h3>A</h3>"),
        ("<h1>Site's</h1><p>t</p>", "<p>t</p>"),
        ('<dt>a<a class="headerlink" href="#a">¶</a></dt>', "<p>a</p>"),
        ('<h2>A<a class="anchor-link" href="#a"><svg><path/></svg></a></h2>', "<h3>A</h3>"),
    ],
)
def test_other_headings_and_marks(html, expected):
    """Empty headings do not count; marks go wherever they stand, and the site's own title too."""
    assert shown(html, title="Title", site_title="Site's") == expected


def test_a_heading_that_is_a_picture_stays():
    """Where there is no title to compare with, an h1 without text is no copy of it."""
    assert shown('<h1><img src="x.png"></h1>') == f'<figure><img src="{PAGE}x.png"/></figure>'

"""The body's own copy of the title, wherever and however it stands."""

import pytest
from markups import by_markdown, by_rest, cleaned

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
    assert cleaned(html, title=TITLE)[0] == expected


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
    assert cleaned(html, title=TITLE)[0] == expected

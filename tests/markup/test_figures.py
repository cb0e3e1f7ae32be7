"""Figures: each picture on its own with its caption, and the text around it whole."""

import pytest
from bs4 import BeautifulSoup
from markups import shown

from pelican_medium.markup import Context, clean

X = '<img src="https://e.org/x.png"/>'
LINKED = f'<figure><a href="https://e.org/l">{X}</a></figure>'
A = '<img src="https://e.org/a.png"/>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a <img src=/x.png> b</p>", f"<p>a</p><figure>{X}</figure><p>b</p>"),
        ("<p><img src=/x.png></p>", f"<figure>{X}</figure>"),
        (
            "<p><b>a <img src=/x.png></b> c</p>",
            f"<p><strong>a</strong></p><figure>{X}</figure><p>c</p>",
        ),
        ("<h2>T <img src=/x.png></h2>", f"<h3>T</h3><figure>{X}</figure>"),
        ("<div><img src=/x.png></div>", f"<figure>{X}</figure>"),
        ("<img src=/x.png>text", f"<figure>{X}</figure><p>text</p>"),
        ("<p><img src=/x.png><img src=/a.png></p>", f"<figure>{X}</figure><figure>{A}</figure>"),
    ],
)
def test_a_picture_is_lifted_out_of_its_text(html, expected):
    """The text before and after it stays, in order."""
    assert shown(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<p><a href=/l><img src=/x.png></a></p>",
            f'<figure><a href="https://e.org/l">{X}</a></figure>',
        ),
        (
            "<p><a href=/l><span><img src=/x.png></span></a> t</p>",
            f'<figure><a href="https://e.org/l">{X}</a></figure><p>t</p>',
        ),
        (
            "<p><a href=/l>t <img src=/x.png></a> u</p>",
            f'<p><a href="https://e.org/l">t</a></p>{LINKED}<p>u</p>',
        ),
    ],
)
def test_a_linked_picture_keeps_its_link(html, expected):
    """A link around a picture goes with it, and with the text beside it."""
    result = shown(html)
    assert result.replace("<span>", "").replace("</span>", "") == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<figure><img src=/x.png><figcaption>A <em>b</em></figcaption></figure>",
            f"<figure>{X}<figcaption>A <em>b</em></figcaption></figure>",
        ),
        (
            "<figure><img src=/x.png><figcaption><p>A</p><p>b</p></figcaption></figure>",
            f"<figure>{X}<figcaption>A<br/>b</figcaption></figure>",
        ),
        (
            "<figure><figcaption>A</figcaption><p><img src=/x.png></p></figure>",
            f"<figure>{X}<figcaption>A</figcaption></figure>",
        ),
        (
            ('<div class="figure"><img src=/x.png><p class="caption">A</p>'
            '<div class="legend"><p>B</p></div></div>'),
            f"<figure>{X}<figcaption>A<br/>B</figcaption></figure>",
        ),
        (
            '<p><img src=/x.png title="A title"></p>',
            f"<figure>{X}<figcaption>A title</figcaption></figure>",
        ),
        (
            "<figure><img src=/x.png title=no><figcaption>yes</figcaption></figure>",
            f"<figure>{X}<figcaption>yes</figcaption></figure>",
        ),
        (
            "<figure><img src=/x.png><img src=/a.png><figcaption>Both</figcaption></figure>",
            f"<figure>{X}</figure><figure>{A}<figcaption>Both</figcaption></figure>",
        ),
        (
            "<figure><figcaption>A</figcaption><pre>x</pre></figure>",
            "<p>A</p><pre>x</pre>",
        ),
        ("<figure><blockquote>q</blockquote></figure>", "<blockquote>q</blockquote>"),
    ],
)  # fmt: skip
def test_captions(html, expected):
    """From figcaption, Docutils' caption and legend, or the title; never without a picture."""
    assert shown(html) == expected


@pytest.mark.parametrize(
    "html", ["<p>a <img src=/x.png> b</p>", "<ul><li><img src=/x.png></li></ul>"]
)
def test_a_figure_that_is_right_stays_so(html):
    """Cleaning what is clean changes nothing."""
    once = shown(html)
    assert shown(once) == once
    assert len(BeautifulSoup(once, "lxml").find_all("figure")) == 1


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            (
                "<figure><figure><img src=/x.png><figcaption>X</figcaption></figure>"
                "<figure><img src=/a.png><figcaption>A</figcaption></figure></figure>"
            ),
            (
                f"<figure>{X}<figcaption>X</figcaption></figure>"
                f"<figure>{A}<figcaption>A</figcaption></figure>"
            ),
        ),
        (
            (
                "<figure><figure><img src=/x.png><figcaption>X</figcaption></figure>"
                "<figcaption>All</figcaption></figure>"
            ),
            f"<figure>{X}<figcaption>X</figcaption></figure><p>All</p>",
        ),
        (
            "<figure><figure><img src=/x.png></figure><figcaption>All</figcaption></figure>",
            f"<figure>{X}<figcaption>All</figcaption></figure>",
        ),
        (
            '<div class="wp-caption"><img src=/x.png><p class="wp-caption-text">C</p></div>',
            f"<figure>{X}<figcaption>C</figcaption></figure>",
        ),
        (
            (
                '<table class="tr-caption-container"><tr><td><img src=/x.png></td></tr>'
                '<tr><td class="tr-caption">C</td></tr></table>'
            ),
            f"<figure>{X}<figcaption>C</figcaption></figure>",
        ),
        (
            '<div class="figure"><p><img src=/x.png></p><p>Figure 1: C</p></div>',
            f"<figure>{X}<figcaption>Figure 1: C</figcaption></figure>",
        ),
        (
            "<figure><img src=/x.png><figcaption><p>C</p><pre>x</pre></figcaption></figure>",
            f"<figure>{X}<figcaption>C</figcaption></figure><pre>x</pre>",
        ),
        (
            "<figure><p><img src=/x.png>a</p><figcaption>C</figcaption></figure>",
            f"<figure>{X}<figcaption>a<br/>C</figcaption></figure>",
        ),
        (
            "<a href=/l><figure><img src=/x.png><figcaption>C</figcaption></figure></a>",
            (
                f'<figure><a href="https://e.org/l">{X}</a>'
                '<figcaption><a href="https://e.org/l">C</a></figcaption></figure>'
            ),
        ),
    ],
)
def test_the_captions_of_other_tools(html, expected):
    """Each picture keeps its own caption, and what no caption can hold comes after it."""
    assert shown(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a<img src=t.gif width=1 height=1>b</p>", "<p>ab</p>"),
        ('<p>a<img src=t.gif style="width:1px;height:1px">b</p>', "<p>ab</p>"),
        ("<p>a<img src=https://feeds.feedburner.com/~r/x/4>b</p>", "<p>ab</p>"),
        ('<p>a<img class=emoji src=x.png alt="😄">b</p>', "<p>a😄b</p>"),
        ('<p>a<img class=wp-smiley src=x.png title=":)">b</p>', "<p>a:)b</p>"),
        ("<p><img src=/x.png width=10></p>", f"<figure>{X}</figure>"),
    ],
)
def test_a_picture_that_is_none(html, expected):
    """What counts readers goes without a word, and a letter drawn as a picture is a letter."""
    context = Context("https://e.org/")
    assert clean(html, context) == expected
    assert context.notes == []


def test_title_and_name_above_code_stay_apart():
    """As Octopress and pelican's liquid_tags write them; a style sheet parts them there."""
    html = (
        '<figure class="code"><figcaption><span class="liquid-tags-code-title">Tides</span>'
        '<span class="liquid-tags-code-filename">tides.py</span><a href="/tides.py">download</a>'
        "</figcaption><pre>x</pre></figure>"
    )
    line = 'Tides tides.py <a href="https://e.org/tides.py">download</a>'
    assert shown(html) == f"<p>{line}</p><pre>x</pre>"

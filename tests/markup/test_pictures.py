"""Pictures: whatever the page offers a browser, one absolute address."""

import pytest
from bs4 import BeautifulSoup
from markups import PAGE, shown

from pelican_medium.markup import Context, clean

LOCAL = PAGE + "x.png"


GIF = "data:image/gif;base64,R0lGOD"


@pytest.mark.parametrize(
    ("html", "src"),
    [
        ("<img src=x.png>", LOCAL),
        ("<IMG SRC=x.png>", LOCAL),
        ('<img src="../x.png">', "https://e.org/blog/posts/x.png"),
        ('<img src="/x.png">', "https://e.org/x.png"),
        ('<img src="//cdn.example/x.png">', "https://cdn.example/x.png"),
        ('<img src="http://o.example/x.png">', "http://o.example/x.png"),
        ('<img src=" x.png\n">', LOCAL),
        ('<img src="sp ace.png">', PAGE + "sp%20ace.png"),
        ('<img src="sp%20ace.png">', PAGE + "sp%20ace.png"),
        ('<img src="ü.png">', PAGE + "%C3%BC.png"),
        ('<img src="x.png?a=1&amp;b=2">', PAGE + "x.png?a=1&b=2"),
        # srcset: the largest, if src is not there
        ('<img srcset="a.png 1x, x.png 2x">', LOCAL),
        ('<img srcset="a.png 100w,x.png 200w">', LOCAL),
        ('<img srcset="x.png 200w, a.png 100w">', LOCAL),
        ('<img srcset="x.png">', LOCAL),
        ('<img srcset="\n x.png 1.5x,\n a.png\n">', LOCAL),
        ('<img srcset="a,b.png 100w, x.png 200w">', LOCAL),
        ('<img src="x.png" srcset="a.png 1x, b.png 2x">', LOCAL),
        ('<img src="" srcset="x.png 1x">', LOCAL),
        (f'<img src="{GIF}" srcset="a.png 1x, x.png 2x">', LOCAL),
        # what lazy-loading scripts leave
        (f'<img src="{GIF}" data-src="x.png">', LOCAL),
        ('<img src="blank.gif" data-src="x.png">', LOCAL),
        ('<img src="blank.gif" data-original="x.png">', LOCAL),
        ('<img src="blank.gif" data-lazy-src="x.png">', LOCAL),
        (f'<img src="{GIF}" data-srcset="a.png 1x, x.png 2x">', LOCAL),
        ('<img data-src="x.png">', LOCAL),
        # picture, with and without lxml's nesting of what follows a source without "/"
        ('<picture><source srcset="x.webp"><img src="x.png"></picture>', LOCAL),
        ('<picture><source srcset="x.webp"/><img src="x.png"/></picture>', LOCAL),
        ('<picture><source srcset="a"><source srcset="b"><img src="x.png"></picture>', LOCAL),
        ('<picture><source srcset="a.png 1x, x.png 2x"><img alt=""></picture>', LOCAL),
        # docutils' way with SVG
        ('<object data="x.png" type="image/svg+xml"></object>', LOCAL),
    ],
)
def test_a_picture_gets_one_absolute_source(html, src):
    """Whatever the page offers a browser, Medium gets one address it can fetch."""
    image = BeautifulSoup(shown(html), "lxml").find("img")
    assert image is not None
    assert image["src"] == src
    assert not {"srcset", "data-src", "data-srcset", "sizes"} & set(image.attrs)


@pytest.mark.parametrize("attributes", ["", 'src=""', 'src="  "', 'srcset=" , ,"'])
def test_a_picture_without_a_source_leaves_its_alternative_text(attributes):
    """Where the page shows no picture, Medium gets what the page shows instead."""
    assert shown(f"<p>a<img alt=A {attributes}>b</p>") == "<p>aAb</p>"


@pytest.mark.parametrize(
    "source",
    [
        "http://[half",
        "http://",
        "http:",
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "file:///home/me/x.png",
        r"C:\x.png",
        "blob:x",
        "cid:x",
        "about:blank",
        "mailto:a@e.org",
        "tel:1",
        "data:text/html,x",
        "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP" + "A" * 500,
        "data:image,x",
    ],
)
def test_a_picture_nobody_could_fetch_leaves_its_alternative_text(source):
    """Such a picture would only make Medium wait; the author is told which one."""
    context = Context(base_url=PAGE)
    assert clean(f'<p>a<img alt=A src="{source}">b</p>', context) == "<p>aAb</p>"
    (note,) = context.notes
    assert note.where.startswith(source[:20])
    assert len(note.where) < 120


@pytest.mark.parametrize("size", ["1.2.3w", "..x", ".x", "-1w", "1e9w", "w", "100w 2x", "100h"])
def test_a_srcset_with_a_broken_size(size):
    """A size that is no number does not stop the article."""
    assert shown(f'<p>a<img src="x.png" srcset="y.png {size}">b</p>') == (
        f'<p>a</p><figure><img src="{LOCAL}"/></figure><p>b</p>'
    )
    shown(f'<img srcset="y.png {size}, z.png 2x">')


def test_a_picture_keeps_its_alternative_text():
    """The alt text is what remains on Medium if a picture does not."""
    html = '<picture><source srcset="x.webp"><img src="x.png" alt="A &amp; B"></picture><p>t</p>'
    assert shown(html) == (f'<figure><img alt="A &amp; B" src="{LOCAL}"/></figure><p>t</p>')
    html = '<object data="x.png" type="image/svg+xml">A map</object><p>t</p>'
    assert shown(html) == f'<figure><img alt="A map" src="{LOCAL}"/></figure><p>t</p>'


def test_a_data_picture_stays_to_be_uploaded():
    """It is the page's own picture; only a dot that holds a place for another one goes."""
    source = "data:image/png;base64,iVBORw0KGgo="
    assert shown(f'<img src="{source}">') == f'<figure><img src="{source}"/></figure>'


def test_what_a_program_wrote_for_want_of_a_description_is_no_alternative_text():
    """Nbconvert's sentence would be read out, and be the text of a link."""
    stock = "No description has been provided for this image"
    assert shown(f'<img src="x.png" alt="{stock}">') == (f'<figure><img src="{LOCAL}"/></figure>')


def test_what_follows_a_picture_is_kept():
    """The parser nests what follows inside a source that is not closed; nothing of it is lost."""
    html = '<p><picture><source srcset="x.webp"><img src="x.png"></picture> tail</p><p>t</p>'
    assert shown(html) == f'<figure><img src="{LOCAL}"/></figure><p>tail</p><p>t</p>'


def test_other_objects_keep_what_they_say():
    """An object that is not a picture leaves its fallback."""
    result = shown('<object data="x.swf" type="application/x-flash"><p>alt</p></object>')
    assert "<p>alt</p>" in result
    assert "x.swf" not in result

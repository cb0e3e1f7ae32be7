"""The light cleaning: HTML in, HTML that Medium can show out."""

from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from markups import PAGE, code_of, shown

LOCAL = PAGE + "x.png"


# --- What is no part of the text --------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("plain & simple", "<p>plain &amp; simple</p>"),
        ("<p>a</p><script>x</script><p>b</p>", "<p>a</p><p>b</p>"),
        ('<script src="x.js"></script><p>a</p>', "<p>a</p>"),
        ("<p>a<script>if (a < b) {}</script>b</p>", "<p>ab</p>"),
        ("<style>p {color: red}</style><p>a</p>", "<p>a</p>"),
        ("<p>a</p><noscript><img src=x.png></noscript>",
         f'<p>a</p><figure><img src="{LOCAL}"/></figure>'),
        ("<p>a</p><template><p>b</p></template>", "<p>a</p>"),
        ('<p>a</p><link rel=stylesheet href=x.css><meta name="x">', "<p>a</p>"),
        ("<title>x</title><p>a</p>", "<p>a</p>"),
        ("<!-- x --><p>a<!-- <b>y</b> -->b</p>", "<p>ab</p>"),
        ("<!-- never closed <p>a</p>", ""),
        ("<p>a</p><![CDATA[x]]><?php x ?>", "<p>a</p>"),
        ("<!DOCTYPE html><html><head></head><body><p>a</p></body></html>", "<p>a</p>"),
        ('<p class="a b" id=c style="color:red" onclick="x()" data-y=z>t</p>', "<p>t</p>"),
        ('<p><a href="https://o.example/" class=x target=_blank rel=me>t</a></p>',
         '<p><a href="https://o.example/">t</a></p>'),
        (f'<img src="{LOCAL}" class=x width=100 onerror="x()" alt="A">',
         f'<figure><img alt="A" src="{LOCAL}"/></figure>'),
        ("<ol class=x><li value=1>t</li></ol>", "<ol><li>t</li></ol>"),
        ("<SCRIPT>x</SCRIPT><STYLE>y</STYLE><P CLASS=a>t</P>", "<p>t</p>"),
        ("<p>&lt;script&gt;x&lt;/script&gt; class=&quot;a&quot;</p>",
         '<p>&lt;script&gt;x&lt;/script&gt; class="a"</p>'),
        ("<p>caf&eacute;&nbsp;&amp;&nbsp;&#x1F600; &copy;</p>", "<p>café\u00a0&amp;\u00a0😀 ©</p>"),
        ("<p>one<br>two<br/>three</p><hr>", "<p>one<br/>two<br/>three</p><hr/>"),
        ("<p><strong>a</strong> <em>b</em> <code>c</code> <del>d</del></p>",
         "<p><strong>a</strong> <em>b</em> <code>c</code> d\u0336</p>"),
        ("<div><section><p>a</p></section></div>", "<p>a</p>"),
        ("<blockquote><p>a</p></blockquote>", "<blockquote>a</blockquote>"),
    ],
)  # fmt: skip
def test_leftovers(html, expected):
    """Scripts, styles, comments and the theme's attributes go; the text and its markup stay."""
    assert shown(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a\x00b", "<p>ab</p>"),
        ("<p>a\ud800b\udfff</p>", "<p>ab</p>"),
        ("<p>a\x01\x0bb</p>", None),
        ("<p>unclosed <b>bold", "<p>unclosed <strong>bold</strong></p>"),
        ("<p>a</b></p></div>", "<p>a</p>"),
        ("<b><i>x</b></i>", "<p><strong><em>x</em></strong></p>"),
        ("<p a=1 a=2 =x <b>t</p>", None),
        ("< p>x", None),
        ("<", None),
        ("<p", None),
        ("&", "<p>&amp;</p>"),
        ("<p>&#0;&#xD800;&#x110000;&bogus;</p>", None),
        ("<li>a<li>b", "<ul><li>a</li><li>b</li></ul>"),
        ("\ufeff<p>a</p>", None),
        ("<body><body><p>a</p>", "<p>a</p>"),
        ("<frameset><frame src=x></frameset>", None),
        ("<plaintext>a", None),
        ("<svg><style>x</style><script>y</script></svg>", ""),
    ],
)
def test_broken_html(html, expected):
    """What no author meant to write is cleaned all the same, and goes out as UTF-8."""
    result = shown(html)
    assert expected in {None, result}
    result.encode("utf-8")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("one <b>two</b> three", "<p>one <strong>two</strong> three</p>"),
        ("one<p>two</p>three", "<p>one</p><p>two</p><p>three</p>"),
        ("<p>one</p>\n<p>two</p>\n", "<p>one</p><p>two</p>"),
        ("<div>one</div>", "<p>one</p>"),
        ("<a href='https://o.example/'>t</a>", '<p><a href="https://o.example/">t</a></p>'),
    ],
)
def test_loose_text_gets_a_paragraph(html, expected):
    """Medium has only blocks, so what stands in none is put into one."""
    assert shown(html) == expected


@pytest.mark.parametrize("opening", ["<div>", "<b><i>", "<ul><li>", "<blockquote>"])
def test_deep_nesting(opening):
    """Five thousand elements inside each other are no reason to fail or to lose the picture."""
    result = shown(opening * 5000 + '<img src="x.png"><a href="y">z</a>')
    assert f'<img src="{LOCAL}"/>' in result
    assert f'<a href="{PAGE}y">z</a>' in result


def test_deep_nesting_that_is_closed():
    """The same with every element closed, and text behind it."""
    assert shown("<div>" * 5000 + "x" + "</div>" * 5000 + "<p>y</p>").endswith("<p>y</p>")


# --- Whatever else there is -------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<div class=a>", "</div>", "<b id=x>", "</b>", "<pre>", "</pre>", "<br>",
        "<h1>", "</h1>", "<h3>", "<h6>", "</h6>", "<b href=x>", "<i>", "<code>", "<ul>", "<li>",
        "<table class=highlighttable>", "<td class=linenos>",
        "</table>", "<picture>", "<source srcset='a.webp 1x'>", "</picture>", "<script>",
        "</script>", "<style>", "</style>", "<!--", "-->", "<object data=x type=image/svg+xml>",
        "</object>", "<svg>", "<template>", "<noscript>", "<textarea>", "<select>", "<form>",
        "<a>", "<a href=", "</a>", "<img src=", "<img srcset='", "<img data-src=", "'", '"', ">",
        " class=x ", "<a name=x href='", "javascript:", "java\tscript:", "data:image/png,", "http:",
        "//", "[", "x.png", " 2x", ", ", "1.2w", "#f", "mailto:a", "&amp;", "&#0;", "&#10;",
        "{static}",
        "ü", "\n", "\t", "\x00", "\ud800", "Title", "<span class=lineno>", "</span>", "<![CDATA[",
        "<body>", "<html>", "<head>", "<title>", "<base href=x>", "<iframe src=", "<video poster=",
    ]
)  # fmt: skip
HTMLISH = st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join)


@hypothesis_settings(max_examples=400, deadline=None)
@given(HTMLISH)
@example('<img srcset="a 1.2.3w">')
@example('<a href="java\tscript:x">t</a>')
@example('<a href="http:">t</a>')
@example('<img src="mailto:x">')
@example("<h1>a</h1><h3>b</h3><h6><b href=x>c</b></h6>")
def test_any_html_comes_out_clean(html):
    """Nothing raises or stands in its like; no script, class or id; every address is absolute."""
    result = shown(html, title="Title")
    result.encode("utf-8")
    soup = BeautifulSoup(result, "html.parser")
    assert not soup.find_all(["script", "style", "h1", "picture"])
    for element in soup.find_all():
        assert element.find_parent(element.name) is None
        assert not {"class", "id", "style", "srcset"} & set(element.attrs)
        assert not [name for name in element.attrs if name.startswith(("on", "data-"))]
    for link in soup.find_all("a"):
        assert_leads_somewhere(link["href"], mailto_too=True)
    for image in soup.find_all("img"):
        assert_leads_somewhere(image["src"], mailto_too=False)


def assert_leads_somewhere(url, *, mailto_too):
    parts = urlsplit(url)
    others = {"mailto", "tel", "sms", "xmpp", "geo", "magnet", "news"} if mailto_too else set()
    if parts.scheme in {"http", "https", "ftp"}:
        assert parts.hostname, url
    else:
        assert parts.scheme in {"data"} | others, url


@hypothesis_settings(max_examples=150, deadline=None)
@given(HTMLISH)
def test_what_is_clean_stays_as_it_is(html):
    """Cleaning twice gives what cleaning once gives, as a reader of the page sees it."""
    once = shown(html)
    assert code_of(once) == code_of(html)

"""The light cleaning: HTML in, HTML that Medium can show out."""

import re
import textwrap
from urllib.parse import urlsplit

import docutils.core
import markdown
import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from pelican import rstdirectives  # noqa: F401 - registers Pelican's own code-block directive
from pelican_medium.markup import Context, clean

PAGE = "https://e.org/blog/posts/m/"
LOCAL = PAGE + "x.png"


def cleaned(html, title=""):
    return clean(html, Context(base_url=PAGE, title=title)).replace(">\n<", "><")


def code_of(html):
    """The text of each code block as a reader of the cleaned page sees it.

    A browser drops one newline right after <pre>; the lxml parser does not.
    """
    blocks = BeautifulSoup(cleaned(html), "lxml").find_all("pre")
    return [block.get_text().removeprefix("\n") for block in blocks]


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
    assert cleaned(html) == expected


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
    result = cleaned(html)
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
    assert cleaned(html) == expected


@pytest.mark.parametrize("opening", ["<div>", "<b><i>", "<ul><li>", "<blockquote>"])
def test_deep_nesting(opening):
    """Five thousand elements inside each other are no reason to fail or to lose the picture."""
    result = cleaned(opening * 5000 + '<img src="x.png"><a href="y">z</a>')
    assert f'<img src="{LOCAL}"/>' in result
    assert f'<a href="{PAGE}y">z</a>' in result


def test_deep_nesting_that_is_closed():
    """The same with every element closed, and text behind it."""
    assert cleaned("<div>" * 5000 + "x" + "</div>" * 5000 + "<p>y</p>").endswith("<p>y</p>")


# --- Headings ---------------------------------------------------------------------------------


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
    assert cleaned(html, title="Title") == expected


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
    """An empty heading is no size, a mark is none anywhere, and the site's own title goes too."""
    context = Context(PAGE, title="Title", site_title="Site's")
    assert clean(html, context).replace(">\n<", "><") == expected


def test_a_heading_that_is_a_picture_stays():
    """Where there is no title to compare with, an h1 without text is no copy of it."""
    assert cleaned('<h1><img src="x.png"></h1>') == f'<figure><img src="{LOCAL}"/></figure>'


# --- Pictures ---------------------------------------------------------------------------------

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
    image = BeautifulSoup(cleaned(html), "lxml").find("img")
    assert image is not None
    assert image["src"] == src
    assert not {"srcset", "data-src", "data-srcset", "sizes"} & set(image.attrs)


@pytest.mark.parametrize("attributes", ["", 'src=""', 'src="  "', 'srcset=" , ,"'])
def test_a_picture_without_a_source_leaves_its_alternative_text(attributes):
    """Where the page shows no picture, Medium gets what the page shows instead."""
    assert cleaned(f"<p>a<img alt=A {attributes}>b</p>") == "<p>aAb</p>"


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
    assert cleaned(f'<p>a<img src="x.png" srcset="y.png {size}">b</p>') == (
        f'<p>a</p><figure><img src="{LOCAL}"/></figure><p>b</p>'
    )
    cleaned(f'<img srcset="y.png {size}, z.png 2x">')


def test_a_picture_keeps_its_alternative_text():
    """The alt text is what remains on Medium if a picture does not."""
    html = '<picture><source srcset="x.webp"><img src="x.png" alt="A &amp; B"></picture><p>t</p>'
    assert cleaned(html) == (f'<figure><img alt="A &amp; B" src="{LOCAL}"/></figure><p>t</p>')
    html = '<object data="x.png" type="image/svg+xml">A map</object><p>t</p>'
    assert cleaned(html) == f'<figure><img alt="A map" src="{LOCAL}"/></figure><p>t</p>'


def test_a_data_picture_stays_to_be_uploaded():
    """It is the page's own picture; only a dot that holds a place for another one goes."""
    source = "data:image/png;base64,iVBORw0KGgo="
    assert cleaned(f'<img src="{source}">') == f'<figure><img src="{source}"/></figure>'


def test_what_a_program_wrote_for_want_of_a_description_is_no_alternative_text():
    """Nbconvert's sentence would be read out, and be the text of a link."""
    stock = "No description has been provided for this image"
    assert cleaned(f'<img src="x.png" alt="{stock}">') == (f'<figure><img src="{LOCAL}"/></figure>')


def test_what_follows_a_picture_is_kept():
    """The parser nests what follows inside a source that is not closed; nothing of it is lost."""
    html = '<p><picture><source srcset="x.webp"><img src="x.png"></picture> tail</p><p>t</p>'
    assert cleaned(html) == f'<figure><img src="{LOCAL}"/></figure><p>tail</p><p>t</p>'


def test_other_objects_keep_what_they_say():
    """An object that is no picture leaves its fallback."""
    result = cleaned('<object data="x.swf" type="application/x-flash"><p>alt</p></object>')
    assert "<p>alt</p>" in result
    assert "x.swf" not in result


# --- Links ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("x.html", PAGE + "x.html"),
        ("../x.html", "https://e.org/blog/posts/x.html"),
        ("/x.html", "https://e.org/x.html"),
        ("//o.example/x", "https://o.example/x"),
        ("https://o.example/x?y#z", "https://o.example/x?y#z"),
        ("other#frag", PAGE + "other#frag"),
        ("?q=1", PAGE + "?q=1"),
        (" x.html ", PAGE + "x.html"),
        ("a\nb.html", PAGE + "ab.html"),
        ("ü ö.html", PAGE + "%C3%BC%20%C3%B6.html"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("mailto:a@e.org?subject=x", "mailto:a@e.org?subject=x"),
        ("tel:+491234", "tel:+491234"),
        ("ftp://e.org/x", "ftp://e.org/x"),
    ],
)
def test_a_link_becomes_absolute(url, expected):
    """A link leads where it led on the article's own page."""
    assert cleaned(f'<p><a href="{url}">t</a></p>') == f'<p><a href="{expected}">t</a></p>'


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        'name="x"',
        'href=""',
        'href="  "',
        'href="http://[half"',
        'href="http://"',
        'href="http:///x"',
        'href="mailto:"',
        'href="javascript:alert(1)"',
        'href="JavaScript:alert(1)"',
        'href=" javascript:alert(1)"',
        'href="java\tscript:alert(1)"',
        'href="java&#10;script:alert(1)"',
        'href="&#1;javascript:alert(1)"',
        'href="vbscript:x"',
        'href="data:text/html,x"',
        'href="file:///etc/passwd"',
        'href="about:blank"',
    ],
)
def test_a_link_to_nowhere_leaves_its_text(attributes):
    """A link without a usable address would become about:invalid at Medium."""
    assert cleaned(f"<p>a <a {attributes}><b>t</b></a> c</p>") == "<p>a <strong>t</strong> c</p>"


def test_the_base_element_is_not_believed():
    """Addresses start from the article's own page."""
    assert cleaned('<base href="https://evil.example/"><img src=x.png>') == (
        f'<figure><img src="{LOCAL}"/></figure>'
    )


# --- Code -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<pre>a</pre>", "a"),
        ("<PRE>A</PRE>", "A"),
        ("<pre><code class=x>a\n  b\n</code></pre>", "a\n  b"),
        ("<pre>\tif x:\n\t\ty</pre>", "\tif x:\n\t\ty"),
        ("<pre>    a\n\n\n  b  \n</pre>", "    a\n\n\n  b  "),
        ("<pre>a<br>b<br/>c</pre>", "a\nb\nc"),
        ("<pre>a &lt;b&gt; &amp;amp; &quot;c&quot; &#39;d&#39;</pre>", "a <b> &amp; \"c\" 'd'"),
        ("<pre>a<span class=k>b<span>c</span></span>d</pre>", "abcd"),
        ("<pre>a <b>b</b> <a href=x>c</a></pre>", "a b c"),
        ("<pre>漢字 😀 é</pre>", "漢字 😀 é"),
        ("<pre>a\u00a0b</pre>", "a\u00a0b"),
        ("<pre>a\r\nb</pre>", None),
        ("<pre><pre>a</pre></pre>", "a"),
        ("<pre><ol><li>a</li><li>  b</li></ol></pre>", "a\n  b"),
        ("<pre><div>a</div>\n<div>b</div>\n</pre>", "a\nb"),
        ("<xmp>a\n  b</xmp>", "a\n  b"),
        ('<pre><code class="line-numbers">a 1</code></pre>', "a 1"),
        ('<pre><span class="linenr">1: </span>a</pre>', "a"),
        # A browser drops one newline right after <pre>, and only that.
        ("<pre>\na</pre>", "a"),
        ("<pre>\n\na</pre>", "\na"),
        ("<pre><code>\na</code></pre>", "\na"),
        ("<pre><span></span>\na</pre>", "\na"),
        ("<pre><br>a</pre>", "\na"),
        ("<pre>&#10;a</pre>", None),
        ("<div class=highlight><pre><span></span><code>a</code></pre></div>", "a"),
        ("<pre>{static}/x &lt;script&gt;</pre>", "{static}/x <script>"),
    ],
)
def test_code_keeps_its_text(html, expected):
    """A code block is plain text, with each blank, tab and newline a reader of the page sees."""
    (text,) = code_of(html)
    assert expected in {None, text}
    assert not BeautifulSoup(cleaned(html), "lxml").find("pre").find_all()


def test_two_blocks_stay_two():
    """Blocks that follow each other are not merged."""
    assert code_of("<pre>a</pre><pre>b</pre>") == ["a", "b"]


def test_inline_code_is_code_whatever_it_is_called():
    """Medium has one kind of it."""
    html = "<p>Use <code>a &lt; b</code>, <kbd>Ctrl</kbd>, <samp>ok</samp>, <tt>x</tt>.</p>"
    assert cleaned(html) == (
        "<p>Use <code>a &lt; b</code>, <code>Ctrl</code>, <code>ok</code>, <code>x</code>.</p>"
    )


SOURCE = """\
def f(a, b):
\tif a < b and b > 0:  # "é" & 'x'

        return "<b>&amp;</b>"  \\


    # 漢字 😀
1
"""


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"linenos": True},
        {"linenos": "table"},
        {"linenos": "inline"},
        {"linenos": "inline", "linenostart": 5, "linenostep": 2, "linenospecial": 2},
        {"linenos": "table", "linenostart": 5, "linenostep": 2, "linenospecial": 2},
        {"linenos": "table", "anchorlinenos": True, "lineanchors": "a"},
        {"linenos": "inline", "anchorlinenos": True, "lineanchors": "a"},
        {"linenos": "table", "cssclass": "codehilite"},
        {"linenos": "table", "cssclass": "source"},
        {"linenos": "inline", "cssclass": "codehilite"},
        {"linespans": "l"},
        {"linespans": "l", "linenos": "inline"},
        {"hl_lines": [1, 3]},
        {"noclasses": True},
        {"noclasses": True, "linenos": "table"},
        {"noclasses": True, "linenos": "inline"},
        {"wrapcode": True},
        {"wrapcode": True, "linenos": "table"},
        {"filename": "x.py"},
        {"lineseparator": "<br>"},
        {"full": True},
    ],
    ids=str,
)
def test_pygments_gives_back_its_source(options):
    """Whatever Pygments is asked for, the block holds the source, to the letter, and no numbers."""
    html = highlight(SOURCE, PythonLexer(stripnl=False), HtmlFormatter(**options))
    assert code_of(html) == [SOURCE.rstrip("\n")]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            (
                '<table><tr><td class="lntd"><pre><span class="lnt">1\n2\n</span></pre>'
                "</td><td class=lntd><pre>a\nb\n</pre></td></tr></table>"
            ),
            "<pre>a\nb</pre>",
        ),
        (
            (
                '<table><tr><td class="gutter"><pre><span class="line-number">1</span>\n</pre></td>'
                '<td class="code"><pre>a\n</pre></td></tr></table>'
            ),
            "<pre>a</pre>",
        ),
        (
            (
                '<table class="highlighttable"><tr><th colspan=2><span>tide.py</span></th></tr>'
                '<tr><td class="linenos"><pre>1</pre></td><td><pre>a</pre></td></tr></table>'
            ),
            "<p>tide.py</p><pre>a</pre>",
        ),
    ],
    ids=["Chroma", "Octopress", "Pymdownx"],
)
def test_numbers_of_other_highlighters(html, expected):
    """Their tables go with the numbers; a file's name above the code stays."""
    assert cleaned(html) == expected


@pytest.mark.parametrize("cssclass", ["highlight", "codehilite"])
def test_numbers_of_a_table_leave_nothing_behind(cssclass):
    """Neither a table nor a loose number stands around the block."""
    formatter = HtmlFormatter(linenos="table", cssclass=cssclass)
    html = "<p>a</p>" + highlight("x\ny\n", PythonLexer(), formatter) + "<p>b</p>"
    bare = re.sub(r"</?div>|\s*(?=</?(?:p|div)>)", "", cleaned(html))
    assert bare == "<p>a</p><pre>x\ny</pre><p>b</p>"


def test_a_table_that_holds_code_of_its_own_is_taken_apart():
    """Only a table of line numbers is part of its code."""
    html = "<table><tr><td><pre>a</pre></td><td>b</td></tr></table>"
    assert cleaned(html) == "<pre>a</pre><p>b</p>"


#: Markdown itself turns tabs to blanks, and drops the blanks before a line's end.
MARKDOWN_SOURCE = SOURCE.replace("\t", "    ")


@pytest.mark.parametrize(
    ("extensions", "codehilite"),
    [
        (["fenced_code"], {}),
        (["fenced_code", "codehilite"], {}),
        (["fenced_code", "codehilite"], {"css_class": "highlight"}),
        (["fenced_code", "codehilite"], {"use_pygments": False}),
        (["fenced_code", "codehilite"], {"noclasses": True}),
        (["fenced_code", "codehilite"], {"linenums": True}),
        (["fenced_code", "codehilite"], {"linenums": True, "css_class": "highlight"}),
        (["fenced_code", "codehilite"], {"linenums": True, "linenos": "inline"}),
        (["fenced_code", "codehilite"], {"linenums": True, "anchorlinenos": True,
                                         "lineanchors": "x"}),
    ],
    ids=str,
)  # fmt: skip
def test_markdown_gives_back_its_source(extensions, codehilite):
    """A fenced block of Python-Markdown, plain or with codehilite, holds what was fenced."""
    configs = {"codehilite": codehilite} if "codehilite" in extensions else {}
    text = f"Before.\n\n```python\n{MARKDOWN_SOURCE}```\n\nAfter."
    html = markdown.markdown(text, extensions=extensions, extension_configs=configs)
    (found,) = code_of(html)
    assert found == MARKDOWN_SOURCE.rstrip("\n")
    assert "After." in cleaned(html)


RST_SOURCE = "def f(a):\n    if a < 1:\n\n        return '<b> &amp;'"


@pytest.mark.parametrize(
    "opening",
    [
        "::",
        ".. code:: python",
        ".. code:: python\n    :number-lines:",
        ".. code:: python\n    :number-lines: 98",
        ".. code-block:: python",
        ".. code-block:: python\n    :linenos: table",
        ".. code-block:: python\n    :linenos: inline",
        ".. code-block:: python\n    :linenos: table\n    :anchorlinenos:\n    :lineanchors: foo",
        ".. sourcecode:: python\n    :linenos:",
    ],
)
@pytest.mark.parametrize("writer", ["html4css1", "html5"])
def test_restructuredtext_gives_back_its_source(opening, writer):
    """So does a block of docutils or of Pelican's own directive."""
    text = f"Before.\n\n{opening}\n\n{textwrap.indent(RST_SOURCE, '    ')}\n\nAfter.\n"
    settings = {"syntax_highlight": "short"}
    parts = docutils.core.publish_parts(text, writer=writer, settings_overrides=settings)
    (found,) = code_of(parts["body"])
    assert found.strip("\n") == RST_SOURCE


# --- Whatever else there is -------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<div class=a>", "</div>", "<b id=x>", "</b>", "<pre>", "</pre>", "<br>",
        "<h1>", "</h1>", "<ul>", "<li>", "<table class=highlighttable>", "<td class=linenos>",
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
def test_any_html_comes_out_clean(html):
    """Nothing raises; no script, style, class or id is left; every address is absolute."""
    result = cleaned(html, title="Title")
    result.encode("utf-8")
    soup = BeautifulSoup(result, "html.parser")
    assert not soup.find_all(["script", "style", "h1", "picture"])
    for element in soup.find_all():
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
    once = cleaned(html)
    assert code_of(once) == code_of(html)

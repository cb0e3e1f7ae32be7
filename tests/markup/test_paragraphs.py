"""What is written in the end: flat paragraphs, nothing nested, nothing empty, nothing invisible."""

import pytest

from pelican_medium.markup import Context, clean, to_text


def written(html):
    return clean(html, Context("https://e.org/"))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("text", "<p>text</p>"),
        ("<div>a<div>b</div>c</div>", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
        ("<section><article>a</article></section>", "<p>a</p>"),
        ("<address>a<br>b</address>", "<p>a<br/>b</p>"),
        ("<p>a<button>b</button><o:p>c</o:p></p>", "<p>abc</p>"),
        ("<textarea>a", "<p>a</p>"),
        ("<fieldset><legend>a</legend>b</fieldset>", "<p>a</p>\n<p>b</p>"),
        ("<figure>a</figure>", "<p>a</p>"),
        ("<figcaption>a</figcaption>", "<p>a</p>"),
        ("<hr><p>a</p><hr><div></div><hr><p>b</p>", "<p>a</p>\n<hr/>\n<p>b</p>"),
    ],
)
def test_only_mediums_paragraphs_come_out(html, expected):
    """A box ends a paragraph, and an element that Medium does not have leaves its text."""
    assert written(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<b>a</b> <i>b</i>", "<strong>a</strong> <em>b</em>"),
        ("<b>a <strong>b</strong></b>", "<strong>a b</strong>"),
        ("<b>a <i>b <b>c</b></i></b>", "<strong>a <em>b c</em></strong>"),
        ("<b>a</b><b>b</b>", "<strong>ab</strong>"),
        ("<b href=/x>a</b><b>b</b>", "<strong>ab</strong>"),
        ("<b>a </b>b<i> c</i>", "<strong>a</strong> b <em>c</em>"),
        ("<b>a<br></b>b", "<strong>a</strong><br/>b"),
        ("<b>a<br>b</b>", "<strong>a<br/>b</strong>"),
        ("a<b> </b>b<i></i><a href=/x> </a>", "a b"),
        ("<a href=/x><b>a</b></a>", '<a href="https://e.org/x"><strong>a</strong></a>'),
        ("<code>a <b>b</b></code>", "<code>a b</code>"),
        (
            "<code>b<a href=/x>a</a></code>",
            '<code>b</code><a href="https://e.org/x"><code>a</code></a>',
        ),
        ("<code>a<code>b</code></code>", "<code>ab</code>"),
        ("<code>a<br>b</code>", "<code>a</code><br/><code>b</code>"),
        ("<a href='/?a=\"b\"&c'>d</a>", '<a href="https://e.org/?a=%22b%22&amp;c">d</a>'),
    ],
)
def test_marks_are_neither_nested_nor_empty(html, expected):
    """Bold in bold says nothing, and blanks stand outside."""
    assert written(f"<p>{html}</p>") == f"<p>{expected}</p>"


@pytest.mark.parametrize("inside", ["<b>a</b>", "<strong href='/x'>a</strong>", "<b><b>a</b></b>"])
def test_a_small_heading_is_bold_once(inside):
    """It is a bold paragraph, whatever its own markup says."""
    html = f"<h2>x</h2><h3>y</h3><h4>{inside}</h4>"
    assert written(html) == "<h3>x</h3>\n<h4>y</h4>\n<p><strong>a</strong></p>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p> a \n\t b </p>", "<p>a b</p>"),
        ("<p>a\u00a0b</p>", "<p>a\u00a0b</p>"),
        ("<p>\u00a0a\u00a0</p>", "<p>a</p>"),
        ("<p>\u00a0</p><p><br></p><p></p><p><b> </b></p><h2></h2><pre> </pre>", ""),
        ("<p><br>a<br></p>", "<p>a</p>"),
        ("<p>a<br><br>b</p>", "<p>a</p>\n<p>b</p>"),
        ("<p><b>a<br> <br>b</b></p>", "<p><strong>a</strong></p>\n<p><strong>b</strong></p>"),
        ("<blockquote>a<br><br><br>b</blockquote>", "<blockquote>a<br/><br/>b</blockquote>"),
        ("<ul><li>a<br><br>b</li></ul>", "<ul><li>a<br/>b</li></ul>"),
        ("<p>so\u00adft ze\u200bro \ufeffmark wo\u2060rd</p>", "<p>soft zero mark word</p>"),
        ("<p>\u200b</p><p>\u200d</p>", ""),
        ("<p>می\u200cخواهم</p>", "<p>می\u200cخواهم</p>"),
        ("<p>👩\u200d🔬 \u200fא\u200e</p>", "<p>👩\u200d🔬 \u200fא\u200e</p>"),
        ("<pre>a\u00adb\u200b\n</pre>", "<pre>a\u00adb\u200b</pre>"),
        ("<p>\u3000字</p>", "<p>\u3000字</p>"),
    ],
)  # fmt: skip
def test_blanks_and_what_shows_nothing(html, expected):
    """Stray breaks and invisible letters go; what scripts and emoji need stays."""
    assert written(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<a href=/x><h2>a</h2><p>b</p></a>", ('<h3><a href="https://e.org/x">a</a></h3>\n'
         '<p><a href="https://e.org/x">b</a></p>')),
        ("<b><div>a</div><pre>c</pre>d</b>", ("<p><strong>a</strong></p>\n<pre>c</pre>\n"
         "<p><strong>d</strong></p>")),
        ("<h2>a<p>b</p></h2>", "<h3>a</h3>\n<p>b</p>"),
        ("<span><div>a</div><div>b</div></span>", "<p>a</p>\n<p>b</p>"),
        ("<ul><li><span><div>a</div><div>b</div></span></li></ul>", "<ul><li>a<br/>b</li></ul>"),
    ],
)  # fmt: skip
def test_a_block_in_a_line_keeps_its_marks(html, expected):
    """An author's block in a link or in bold is a paragraph of its own, as bold or linked."""
    assert written(html) == expected


@pytest.mark.parametrize(
    ("html", "notes"),
    [
        ("<p hidden>x</p><p>a</p>", ["hidden part of the page left out"]),
        ('<p style="color:red; DISPLAY: none">x</p><p>a</p>', ["hidden part of the page left out"]),
        ('<p style="visibility:hidden">x</p><p>a</p>', ["hidden part of the page left out"]),
        ('<span style="display:none"></span><p>a</p>', []),
        ('<div class="prompt">In [1]:</div><p>a</p>', ["numbers of a notebook's cells left out"]),
    ],
)
def test_what_a_reader_does_not_see_goes(html, notes):
    """And the author is told, where it was anything."""
    context = Context("https://e.org/")
    assert clean(html, context) == "<p>a</p>"
    assert [note.what for note in context.notes] == notes


def test_the_text_of_what_was_written():
    """Marks part no words, blocks and breaks do, and entities are letters again."""
    text = to_text(written("<p>a<b>b</b> &lt;c&gt;</p><ul><li>d</li><li>e<br>f</li></ul>"))
    assert text == "ab <c> d e f"

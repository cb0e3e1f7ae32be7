"""A draft's content in the form that survives Medium's editor."""

import pytest
from referee import code_of, faults

from pelican_medium.desk import paste
from pelican_medium.desk.paste import Code, Missing

PICTURE = (
    '<figure><img alt="A pier" src="https://e.org/y.png"/>'
    "<figcaption>Low tide</figcaption></figure>"
)
DATA = (
    '<figure><img alt="A chart" src="data:image/png;base64,AA=="/>'
    "<figcaption>c</figcaption></figure>"
)


def ready(rest, original=""):
    """Return a story that opens with a title and goes on like this."""
    return paste.ready(f"<h1>T</h1>{rest}", original)


def test_a_story_stays_what_it_is():
    """Every element and link in its place, the picture at its address, and no title in it."""
    rest = '<p>a <b>b</b> <a href="https://e.org/x?a=1&amp;b=2">c</a></p><ul><li>d</li></ul><hr/>'
    pasted = ready(rest + PICTURE)
    assert pasted.html == rest + PICTURE
    assert pasted.missing == ()
    assert faults(f"<h1>T</h1>{pasted.html}") == []


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("a\n\nb", "a\n \nb"),
        ("a\n\n\nb\n", "a\n \n \nb"),
        ("\n\n\tb", " \n\tb"),
        ("a\n    \nb", "a\n    \nb"),
    ],
)
def test_an_empty_line_of_code_gets_a_blank(code, shown):
    """A truly empty line would split the block; a line that holds blanks keeps them."""
    pasted = ready(f"<pre>{code}</pre>")
    assert code_of(pasted.html) == [shown]
    assert "\n\n" not in pasted.html


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (
            'data-code-block-lang="java" data-code-block-mode="2"',
            'lang="java" data-code-block-mode="2"',
        ),
        ("", 'lang="plaintext" data-code-block-mode="0"'),
    ],
)  # fmt: skip
def test_each_block_of_code_says_its_language(given, kept):
    """Both of Medium's attributes are there; a block of no known language is plain text."""
    pasted = ready(f"<pre {given}>a &lt; b</pre>")
    assert f"<pre data-code-block-{kept}>a &lt; b</pre>" in pasted.html
    assert faults(f"<h1>T</h1>{pasted.html}") == []


def test_other_letters_go_as_entities():
    """The HTML is ASCII, for the clipboard of Windows; the plain text is as it was written."""
    pasted = ready("<p>Θ – 🌊 &amp; ß</p>")
    assert pasted.html.isascii()
    assert "<p>&#920; &#8211; &#127754; &amp; &#223;</p>" in pasted.html
    assert "Θ – 🌊 & ß" in pasted.text


def test_a_picture_without_an_address_leaves_its_words():
    """Medium's editor cannot save a data: picture; its alt text stands there, and it is named."""
    pasted = ready(f"<p>a</p>{DATA}{PICTURE}")
    assert pasted.html == f"<p>a</p><p>A chart</p>{PICTURE}"
    assert pasted.missing == (Missing("data:image/png;base64,AA==", "A chart"),)
    silent = ready('<figure><img alt="" src="data:image/gif,a"/></figure><p>b</p>')
    assert silent.html == "<p>b</p>"
    assert silent.missing == (Missing("data:image/gif,a", ""),)


def test_the_subtitle_is_the_line_under_the_title():
    """An h2 right below the h1, and nothing else."""
    assert ready("<h2>Sub <em>title</em></h2><p>a</p>").subtitle == "Sub title"
    assert ready("<p>a</p><h3>b</h3>").subtitle == ""


def test_plain_text_keeps_order_addresses_and_code():
    """Who pastes without formats gets the same words, each link's address, code untouched."""
    rest = (
        '<p>a<br/>b <a href="https://e.org/">c</a></p><ol><li>d</li><li>e</li></ol><ul><li>f</li></ul>'
        f'<pre>  x\n\ny</pre><hr/>{PICTURE}<p><a href="https://e.org/g">https://e.org/g</a></p>'
    )
    assert ready(rest).text == (
        "a\nb c (https://e.org/)\n\n1. d\n2. e\n\n- f\n\n  x\n \ny\n\n* * *\n\n"
        "[A pier]\nLow tide\n\nhttps://e.org/g\n"
    )


def test_what_import_would_lose_is_counted():
    """Code of several lines, tables, captions with links and embeds, as an import meets them."""
    numbered = "<table><tr><td><pre>1\n2</pre></td><td><pre>x\ny</pre></td></tr></table>"
    linked = (
        '<figure><img src="a"><figcaption>by <a href="https://e.org">b</a></figcaption></figure>'
    )
    original = f"<table><tr><td>a</td></tr></table>{numbered}<pre>z</pre>{linked * 2}"
    pasted = ready(
        f"<pre>a</pre><pre>x\ny</pre><pre>z</pre>{PICTURE}<p>https://youtu.be/a</p>", original
    )
    assert pasted.lost_by_import == (
        "1 code block: all its lines run together into one",
        "1 table: taken apart into loose paragraphs",
        "2 captions with a link: the whole picture is dropped",
        "1 embed: it stays a plain address",
    )
    harmless = "<p>a</p><pre>one line</pre><figure><img><figcaption>b</figcaption></figure>"
    assert ready("<p>a</p>", harmless).lost_by_import == ()


def test_code_and_alt_texts_are_there_one_by_one():
    """Each block as its author wrote it, and each alt text of a picture that comes along."""
    block = '<pre data-code-block-lang="java" data-code-block-mode="2">a\n\nb &lt; c</pre>'
    pasted = ready(f"{block}<pre>d</pre>{PICTURE}{DATA}")
    assert pasted.codes == (Code("java", "a\n\nb < c"), Code("", "d"))
    assert pasted.alts == ("A pier",)
    assert pasted.pictures == ("https://e.org/y.png",)


def test_pictures_are_pointed_to_where_medium_can_fetch_them():
    """An address given for a picture takes the place of its own, and one without is missing."""
    places = {"data:image/png;base64,AA==": "https://e.org/medium/1a.png"}
    pasted = paste.ready(f"<h1>T</h1>{DATA}{PICTURE}", "", places.get)
    assert pasted.pictures == ("https://e.org/medium/1a.png",)
    assert pasted.missing == (Missing("https://e.org/y.png", "A pier"),)
    assert "data:" not in pasted.html


@pytest.mark.parametrize(
    "added",
    [
        "<script>taken()</script>",
        "<style>p { background: url(https://evil.example) }</style>",
        '<iframe src="https://evil.example"></iframe>',
        "<!-- a comment -->",
        "<svg><script>taken()</script></svg>",
        '<meta http-equiv="refresh" content="0; url=https://evil.example">',
        '<img src="x" onerror="taken()">',
        "<form><input onfocus='taken()'></form>",
    ],
)
def test_what_a_hook_adds_does_not_reach_the_clipboard(added):
    """Only what is a story's is copied, whatever a MEDIUM_ARTICLE function has put into it."""
    assert ready(f"<p>a</p>{added}").html == "<p>a</p>"


def test_foreign_attributes_and_wrappers_are_gone():
    """Handlers, styles and classes go, the words stay; a script is no link."""
    rest = (
        '<div class="x"><p style="color: red" onclick="taken()">a <span>b</span> '
        '<a href=" JavaScript:taken()">c</a></p></div>'
        '<blockquote class="graf--pullquote x">d</blockquote>'
    )
    assert ready(rest).html == ('<p>a b c</p><blockquote class="graf--pullquote">d</blockquote>')

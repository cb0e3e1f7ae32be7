"""What a reader sees of a post, whichever door shows it."""

import pytest

from pelican_medium.preview import story


def rest(content, address_of=lambda src: src):
    return story.read(content, address_of).rest


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("<h3>a</h3><h4>b</h4>", "<h2>a</h2><h3>b</h3>"),
        ("<h1>t</h1><p>x</p><h1>a</h1><h2>b</h2>", "<p>x</p><h2>a</h2><h3>b</h3>"),
        ("<blockquote><h4>a</h4></blockquote>", "<blockquote><h3>a</h3></blockquote>"),
    ],
)
def test_two_sizes_of_headings_are_the_levels_under_the_title(content, shown):
    """Whatever Medium calls its two sizes, a screen reader hears levels without a gap."""
    assert rest(content) == shown


def test_the_subtitle_is_what_stands_right_under_the_title():
    """An h2 directly below the first h1 is the subtitle; a later one is a small heading."""
    seen = story.read("<h1>t</h1><h2>s</h2><h2>a</h2>", str)
    assert seen == story.Story("<h1>t</h1><h2>s</h2>", "<h3>a</h3>")


@pytest.mark.parametrize("address", ["https://youtu.be/abcdefg", "http://x.example/?a=1&b=2"])
def test_an_address_alone_in_a_paragraph_is_a_card(address):
    """Medium makes an embed of it, so it is shown as one plain card with that address."""
    escaped = address.replace("&", "&amp;")
    card = f'<p class="embed"><a href="{escaped}">{escaped}</a></p>'
    assert rest(f"<div><p> <span>{escaped}</span>\n</p></div>") == card


@pytest.mark.parametrize(
    "content",
    [
        "<p>see https://x.example/</p>",
        "<p>https://x.example/ https://y.example/</p>",
        "<p><code>https://x.example/</code></p>",
        "<p>https://[x/</p>",
        "<p>javascript:x</p>",
        "<ul><li>https://x.example/</li></ul>",
        "<p></p>",
    ],
)
def test_other_text_is_no_card(content):
    """An address among words, in code or in a list stays what it is."""
    assert rest(content) == content


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("c++", 'data-code-block-lang="c++"'),
        ('x" onclick="y', 'aria-label="Code" role="group"'),
        ("", 'aria-label="Code" role="group"'),
    ],
)
def test_a_code_block_says_its_language_and_can_be_scrolled(language, told):
    """A language that can be one is kept; every block can be reached by keyboard."""
    escaped = language.replace('"', "&quot;")
    shown = rest(f'<pre data-code-block-lang="{escaped}" data-code-block-mode="2">x</pre>')
    assert told in shown
    assert 'tabindex="0"' in shown
    assert "onclick" not in shown
    assert ("data-code-block-lang" in shown) == (language == "c++")


def test_a_picture_that_is_nowhere_leaves_its_alt_text():
    """As on Medium: the text that stood for it, without its caption."""
    figure = '<figure><img src="x" alt="A lamp"><figcaption>c</figcaption></figure>'
    assert rest(figure, {}.get) == "<p>A lamp</p>"
    assert rest(figure, {"x": "y.png"}.get).startswith('<figure><img alt="A lamp" src="y.png"/>')


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_what_no_parser_takes_is_left_out(text):
    """A hook may have written anything; NULs and lone surrogates stop lxml."""
    assert rest(f"<p>{text}</p>") == "<p>ab</p>"


def test_a_story_nested_beyond_reason_is_shown():
    """Thousands of nested elements neither raise nor recurse to death."""
    assert "deep" in rest("<div>" * 5000 + "<p>deep</p>" + "</div>" * 5000)

"""Embeds: a player in, the address Medium makes an embed of out; the rest a link."""

import pytest

from pelican_medium.markup import Context, clean
from pelican_medium.markup.embeds import page_of


def cleaned(html):
    context = Context("https://e.org/a/")
    return clean(html, context).replace(">\n<", "><"), [note.what for note in context.notes]


@pytest.mark.parametrize(
    ("player", "page"),
    [
        ("https://www.youtube.com/embed/abcDEF12345", "https://www.youtube.com/watch?v=abcDEF12345"),
        ("//www.youtube.com/embed/abcDEF12345?rel=0", "https://www.youtube.com/watch?v=abcDEF12345"),
        ("https://www.youtube-nocookie.com/embed/ab-_12345", "https://www.youtube.com/watch?v=ab-_12345"),
        ("https://player.vimeo.com/video/123?x=1", "https://vimeo.com/123"),
        ("https://codepen.io/you/embed/aBcD?height=3", "https://codepen.io/you/pen/aBcD"),
        ("https://open.spotify.com/embed/track/4abc", "https://open.spotify.com/track/4abc"),
        ("https://gist.github.com/you/0123abcd.js", "https://gist.github.com/you/0123abcd"),
        ("https://twitter.com/you/status/12345?s=20", "https://twitter.com/you/status/12345"),
        ("https://x.com/you/status/12345", "https://twitter.com/you/status/12345"),
        ("https://www.instagram.com/p/Ab_c/?utm=1", "https://www.instagram.com/p/Ab_c/"),
        ("https://evil.example/youtube.com/embed/abcDEF12345", None),
        ("https://player.example/1", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_players_page(player, page):
    """Each service's own page, without the player's options."""
    assert page_of(player) == page


@pytest.mark.parametrize(
    "html",
    [
        '<iframe src="https://www.youtube.com/embed/abcDEF12345" class="x"></iframe>',
        '<p><iframe src="https://www.youtube.com/embed/abcDEF12345"></iframe></p>',
        '<div class="youtube"><iframe src="//www.youtube.com/embed/abcDEF12345"></iframe></div>',
        '<object data="https://www.youtube.com/embed/abcDEF12345"></object>',
    ],
)
def test_a_player_is_its_address_alone_in_a_paragraph(html):
    """That is what Medium makes an embed of."""
    result, notes = cleaned(html)
    address = "<p>https://www.youtube.com/watch?v=abcDEF12345</p>"
    assert result.replace("<div>", "").replace("</div>", "") == address
    assert notes == []


def test_a_gist_is_nothing_but_a_script():
    """Its address is taken before scripts go."""
    result, _ = cleaned('<p>a</p><script src="https://gist.github.com/you/0123abcd.js"></script>')
    assert result == "<p>a</p><p>https://gist.github.com/you/0123abcd</p>"


def test_a_tweet_is_a_quote_with_a_script():
    """The last link of the quote is the tweet's own."""
    html = (
        '<blockquote class="twitter-tweet"><p>Words <a href="https://t.example/x">l</a></p>'
        '<a href="https://twitter.com/you/status/12345">1 May</a></blockquote>'
        '<script async src="https://platform.twitter.com/widgets.js"></script>'
    )
    assert cleaned(html)[0] == "<p>https://twitter.com/you/status/12345</p>"


@pytest.mark.parametrize(
    ("html", "expected", "noted"),
    [
        (
            '<iframe src="https://maps.example/x"></iframe>',
            '<p><a href="https://maps.example/x">See the original</a></p>',
            "iframe",
        ),
        (
            '<video poster="p.png"><source src="film.mp4">No video.</video>',
            '<p><a href="https://e.org/a/film.mp4">Watch the original</a></p>',
            "video",
        ),
        (
            '<audio src="/tone.mp3"></audio>',
            '<p><a href="https://e.org/tone.mp3">Listen to the original</a></p>',
            "audio",
        ),
        (
            '<iframe src="javascript:x"></iframe>',
            '<p><a href="https://e.org/a/">See the original</a></p>',
            "iframe",
        ),
        (
            "<form action=/x><input name=a><button>Go</button></form>",
            '<p><a href="https://e.org/a/">See the original</a></p>',
            "form",
        ),
        (
            "<p>before <canvas></canvas> after</p>",
            '<p>before</p><p><a href="https://e.org/a/">See the original</a></p><p>after</p>',
            "canvas",
        ),
    ],
)
def test_what_medium_does_not_take_is_a_link(html, expected, noted):
    """The reader is sent to the original, and the author is told."""
    assert cleaned(html) == (expected, [f"{noted} replaced by a link to the original"])


def test_a_picture_as_an_object_stays_a_picture():
    """Docutils writes SVG pictures so."""
    html = '<object data="x.svg" type="image/svg+xml">A plan</object>'
    assert cleaned(html)[0] == ('<figure><img alt="A plan" src="https://e.org/a/x.svg"/></figure>')


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p class="codepen" data-slug-hash="aB" data-user="u">See</p>', "https://codepen.io/u/pen/aB"),
        (
            '<object><param name="movie" value="https://www.youtube.com/v/abcDEF12345&hl=en"></object>',
            "https://www.youtube.com/watch?v=abcDEF12345",
        ),
        (
            '<iframe data-src="https://player.vimeo.com/video/12?h=ab"></iframe>',
            "https://vimeo.com/12/ab",
        ),
        (
            '<iframe src="https://www.youtube.com/embed/videoseries?list=PL12_-"></iframe>',
            "https://www.youtube.com/playlist?list=PL12_-",
        ),
        (
            ('<iframe src="https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/u/t&x=1">'
            "</iframe>"),
            "https://soundcloud.com/u/t",
        ),
        ('<script src="https://asciinema.org/a/12.js"></script>', "https://asciinema.org/a/12"),
        ('<script src="https://gist.github.com/0123abcd.js"></script>', "https://gist.github.com/0123abcd"),
    ],
)  # fmt: skip
def test_other_ways_to_write_a_player(html, expected):
    """Lazy frames, Flash, scripts and paragraphs that a script fills."""
    assert cleaned(html) == (f"<p>{expected}</p>", [])


def test_what_follows_an_element_without_content_stays():
    """The parser takes all that follows an embed for its content."""
    html = (
        '<embed src="d.pdf"><p>after</p><video><source src="a.mp4"><p>No video.</p></video><p>t</p>'
    )
    result, notes = cleaned(html)
    assert result == (
        '<p><a href="https://e.org/a/d.pdf">See the original</a></p><p>after</p>'
        '<p><a href="https://e.org/a/a.mp4">Watch the original</a></p><p>t</p>'
    )
    assert len(notes) == 2


def test_a_form_around_the_article_leaves_it():
    """An unclosed form takes in all that follows; only its controls give way to a link."""
    result, notes = cleaned("<form><input><button>Go</button><label>word<p>end</p>")
    assert result == '<p><a href="https://e.org/a/">See the original</a></p><p>word</p><p>end</p>'
    assert notes == ["form replaced by a link to the original"]


def test_an_open_drawing_leaves_the_article():
    """The parser takes all that follows for a part of it."""
    assert cleaned('<svg aria-hidden="true"><p>a</p>') == ("<p>a</p>", [])


@pytest.mark.parametrize(
    "html",
    [
        '<iframe src="about:blank"></iframe>',
        "<iframe></iframe>",
        '<svg aria-hidden="true"><path d="x"/></svg>',
        '<svg width="16" height="16"><path d="x"/></svg>',
        "<svg><style>x</style></svg>",
    ],
)
def test_a_player_of_nothing_leaves_nothing(html):
    """An empty frame and an icon are not worth a link."""
    assert cleaned(f"<p>a</p>{html}") == ("<p>a</p>", [])


def test_a_drawing_is_a_link():
    """Medium has no svg; its words are left to the original, and the author is told."""
    result, notes = cleaned("<svg><text>Words</text></svg>")
    assert result == '<p><a href="https://e.org/a/">See the original</a></p>'
    assert notes == ["drawing (svg) replaced by a link to the original"]


def test_what_happened_twice_is_one_note():
    """A count says it as well, and status stays short."""
    context = Context("https://e.org/")
    clean("<video src=a.mp4></video><video src=b.mp4></video>", context)
    (note,) = context.notes
    assert note.count == 2

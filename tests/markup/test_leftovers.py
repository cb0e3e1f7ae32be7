"""What stands around the text of a page: controls, fallbacks, what its style puts in a line."""

import pytest
from markups import PAGE, by_markdown, by_rest, cleaned

FIGURE = f'<figure><img src="{PAGE}f.png"/></figure>'
REST = ".. raw:: html\n\n   "


@pytest.mark.parametrize(
    ("html", "expected", "notes"),
    [
        ("<p>a</p><button>❮</button><button>❯</button><p>b</p>", "<p>a</p><p>b</p>", []),
        (by_markdown("a\n\n<button>❮</button>\n\nb"), "<p>a</p><p>b</p>", []),
        (by_rest(f"a\n\n{REST}<button>❮</button>\n\nb"), "<p>a</p><p>b</p>", []),
        ("<p>a</p><button>Copy</button>", "<p>a</p>", ["button left out"]),
        ("<p>Press <button>Save</button> now.</p>", "<p>Press Save now.</p>", []),
        ("<h2><button>Why?</button></h2>", "<h3>Why?</h3>", []),
        ('<a href="/x"><button>Get it</button></a>',
         '<p><a href="https://e.org/x">Get it</a></p>', []),
        ('<button><a href="/x">Get it</a></button>',
         '<p><a href="https://e.org/x">Get it</a></p>', []),
    ],
)  # fmt: skip
def test_buttons(html, expected, notes):
    """Signs go, words in a sentence and names stay, and any other word is told of."""
    assert cleaned(html) == (expected, notes)


@pytest.mark.parametrize(
    "html",
    [
        '<noscript><img src="f.png"></noscript>',
        '<img class="lazy" data-src="f.png"><noscript><img src="f.png"></noscript>',
        (
            '<img class="lazyload" src="data:image/gif;base64,R0lGODlhAQABAIA="><noscript>'
            '<img src="f.png"></noscript>'
        ),
        '<figure><noscript><img src="f.png"></noscript><img data-src="f.png"></figure>',
        by_markdown('<noscript><img src="f.png"></noscript>'),
        by_rest(REST + '<noscript><img src="f.png"></noscript>'),
    ],
)
def test_a_picture_without_scripts_is_the_picture(html):
    """Once, though a script would put it beside that."""
    assert cleaned(html) == (FIGURE, [])


@pytest.mark.parametrize(
    "html",
    [
        "<noscript>Please enable JavaScript.</noscript>",
        '<noscript><img height="1" width="1" src="https://t.example/p"></noscript>',
        '<noscript><a href="https://disqus.com/?ref_noscript">comments</a></noscript>',
    ],
)
def test_other_words_for_those_without_scripts_go(html):
    """No reader of the page sees them."""
    assert cleaned(f"<p>a</p>{html}") == ("<p>a</p>", [])


@pytest.mark.parametrize("name", ["p", "div"])
def test_what_its_style_puts_in_a_line_stays_in_it(name):
    """One sentence stays one."""
    html = f'<div>Hot <{name} style="color: red; display:inline">or</{name}> cold.</div>'
    assert cleaned(html) == ("<p>Hot or cold.</p>", [])
    html = f'<div>Hot <{name} style="display: inline-block">or</{name}> cold.</div>'
    assert cleaned(html) == ("<p>Hot</p><p>or</p><p>cold.</p>", [])


ICON = '<img src="i.png" width="16" alt="{}">'


@pytest.mark.parametrize(
    ("html", "expected", "notes"),
    [
        (f"<p>Press {ICON.format('gear')} now</p>", "<p>Press gear now</p>",
         ["small picture in a line put in words"]),
        (f"<p>Press {ICON.format('')} now</p>", "<p>Press now</p>",
         ["small picture in a line left out"]),
        (by_markdown('Press ![gear](i.png){style="height: 1em"} now'), "<p>Press gear now</p>",
         ["small picture in a line put in words"]),
        (by_rest("Press |i| now\n\n.. |i| image:: i.png\n   :height: 16\n   :alt: gear"),
         "<p>Press gear now</p>", ["small picture in a line put in words"]),
        ("<p>Press <svg><title>gear</title><path/></svg> now</p>", "<p>Press gear now</p>", []),
        ('<p>Press <svg aria-label="gear"><path/></svg> now</p>', "<p>Press gear now</p>", []),
        ('<p>Press <svg aria-hidden="true"><path/></svg> now</p>', "<p>Press now</p>", []),
        ('<p>Press <svg width="600"><path/></svg> now</p>',
         f'<p>Press</p><p><a href="{PAGE}">See the original</a></p><p>now</p>',
         ["drawing (svg) replaced by a link to the original"]),
        (f"<p>{ICON.format('gear')}</p>",
         f'<figure><img alt="gear" src="{PAGE}i.png"/></figure>', []),
    ],
)  # fmt: skip
def test_an_icon_in_a_sentence_does_not_tear_it_apart(html, expected, notes):
    """Its text stands there; alone, a small picture is a picture."""
    assert cleaned(html) == (expected, notes)

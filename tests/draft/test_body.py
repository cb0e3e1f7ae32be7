"""The text: what stops an article, such as links that Pelican left unresolved, or a lock."""

from dataclasses import replace

import pytest
from drafts import URL, make

from pelican_medium.model.errors import ArticleError


@pytest.mark.parametrize(
    "content",
    [
        '<img src="{static}/x.png">',
        '<img src="{attach}x.png">',
        '<a href="{filename}/x.md">x</a>',
        '<a href="{tag}x">x</a>',
        '<a href="{index}">x</a>',
        '<a href=" {static}/x.pdf">x</a>',
        '<a href="|filename|/x.md">x</a>',
        "<IMG SRC={STATIC}/x.png>",
        '<img srcset="{static}/x.png 1x">',
        '<img src="data:image/gif;base64,R0" data-src="{static}/x.png">',
        '<object data="{static}/x.svg" type="image/svg+xml"></object>',
        '<video src="{static}/x.mp4"></video>',
        '<iframe src="{static}/x.html"></iframe>',
        '<p><em><a href="{author}me">x</a></em></p>',
    ],
)
def test_an_unresolved_link_stops_the_article(content):
    """A link Pelican should have resolved is a dead one on Medium; the message shows it."""
    with pytest.raises(
        ArticleError, match=r"(?i)[{|](static|attach|filename|tag|index|author)[|}]"
    ):
        make(content=content)


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        ("<p>Write <code>{static}/x.png</code>.</p>", "<code>{static}/x.png</code>"),
        ("<pre>![x]({static}/x.png)</pre>", "<pre>![x]({static}/x.png)</pre>"),
        ("<p>{filename} is for articles.</p>", "<p>{filename} is for articles.</p>"),
        ('<img src="ok.png" srcset="{static}/x.png 2x">', f'<img src="{URL}ok.png"/>'),
        ('<img src="ok.png" alt="{static}">', f'<img alt="{{static}}" src="{URL}ok.png"/>'),
        ('<a href="https://e.org/?q={static}">x</a>', 'href="https://e.org/?q=%7Bstatic%7D"'),
    ],
)
def test_the_same_words_as_text_are_text(content, kept):
    """An article about Pelican may show how its links are written."""
    assert kept in make(content=content).content


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<p> </p>",
        '<div id="c" class="plotly-graph-div"></div><script>Plotly.newPlot("c")</script>',
        '<canvas id="c"></canvas>',
        '<iframe src="https://elsewhere.example/"></iframe>',
        "<p hidden>Secret.</p><script>x</script>",
    ],
)
def test_an_article_with_nothing_left_is_held(content):
    """It would be posted as a title and a footer."""
    with pytest.raises(ArticleError, match=r"nothing that Medium can show.*tides.md"):
        make(content=content)


@pytest.mark.parametrize(
    "content",
    [
        '<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>',
        '<img src="x.png">',
        "<pre>x</pre>",
        "<p>.</p>",
    ],
)
def test_an_article_of_one_thing_is_an_article(content):
    """An embed, a picture or a word is enough."""
    assert make(content=content).content


def test_the_author_s_own_function_may_fill_what_is_empty():
    """It knows what no setting foresees."""

    def fill(article, draft):
        return replace(draft, content=draft.content + f"<p>{article.title}</p>")

    made = make({"MEDIUM_ARTICLE": fill}, content="<canvas></canvas>")
    assert made.content.endswith("<p>Tides</p>")


FORM = '<form>{}<input type="password" id="p"><button>Decrypt</button></form>'


@pytest.mark.parametrize(
    "content",
    [
        f'<div style="display:none">AES</div>{FORM.format("")}<script>x</script>',
        f"<p>This content is encrypted.</p>{FORM.format('Password: ')}",
        '<p>This content is encrypted.</p><div id="x" data-cipher="AES"></div>',
        "<p>🔒 This post is password protected. To view it, enter the password:</p>",
        "<input type=password>",
    ],
)
def test_an_article_that_is_only_a_lock_is_held(content):
    """Its text is locked on the site, so a lock is all that could be posted."""
    with pytest.raises(ArticleError, match=r"locked with a password on your site.*tides.md"):
        make(content=content)


def test_an_article_about_locks_is_none():
    """A tutorial may show a password field, and say what is encrypted."""
    text = "<p>This post is encrypted, says the demo below. " + "More words. " * 60 + "</p>"
    assert make(content=text + FORM.format("")).content

"""The text: what Pelican left unresolved stops an article."""

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

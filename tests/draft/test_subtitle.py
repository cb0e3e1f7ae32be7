"""The subtitle: none where title or opening say it."""

import pytest
from drafts import make

SUMMARY = "A new week, a new soup. This time we cook leeks."
SAYS_IT = "<p>A new week, a <em>new</em> soup. This time we cook leeks. Take three.</p>"


def subtitle(**changes):
    content = make(**changes).content
    return content.partition("<h2>")[2].partition("</h2>")[0] if "<h2>" in content else None


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("What leeks are.", "What leeks are."),
        ("<p>What <b>leeks</b> are.</p>", "What leeks are."),
        (None, None),
        ("", None),
        ("Leeks", "Leeks"),
    ],
)
def test_a_summary_is_the_subtitle(summary, expected):
    """The one its author wrote, as plain text."""
    assert subtitle(summary=summary) == expected


@pytest.mark.parametrize("summary", ["Tides", "<p>tides.</p>", "“Tides”", "TIDES!"])
def test_not_the_title_again(summary):
    """Whatever its case and its quotes."""
    assert subtitle(summary=summary) is None


@pytest.mark.parametrize(
    "before",
    [
        "", '<img src="x.png">', "<blockquote>Eat more soup.</blockquote>", "<h2>Soup</h2>",
        "<p>12 March</p>", "<pre>code</pre>", '<figure><img src="x.png"></figure><h2>Soup</h2>',
    ],
)  # fmt: skip
def test_not_what_the_story_opens_with(before):
    """Though a picture, a quote, a heading or a date stands before it."""
    assert subtitle(summary=SUMMARY, content=before + SAYS_IT) is None


@pytest.mark.parametrize(
    "summary",
    [
        "<p>A new week, a new soup. This time we cook…</p>",
        "A new week, a new soup. This time we co...",
        '<p>A new week, a new soup. This time we cook leeks. <a href="x.html">Read more…</a></p>',
        '<p>A new week, a new soup.</p><p><a class="more" href="x.html">Continue reading</a></p>',
        '<p>A new week, a new soup.</p>\n<a href="x.html">»</a>',
    ],
)
def test_not_an_opening_that_was_cut_off(summary):
    """By Pelican, by its author, or by a plugin that puts a link to the rest behind it."""
    assert subtitle(summary=summary, content=SAYS_IT) is None


def test_a_link_to_the_rest_is_no_part_of_a_summary():
    """Even where the words before it are nowhere else."""
    summary = '<p>What leeks are. <a href="x.html">Read more</a></p>'
    assert subtitle(summary=summary) == "What leeks are."
    summary = '<p>What leeks are, says <a href="x.html">the gardener</a></p>'
    assert subtitle(summary=summary) == "What leeks are, says the gardener"


def test_chinese_and_japanese():
    """Their words are not parted by blanks."""
    summary = "新的一周，新的汤。"
    assert subtitle(summary=summary, content=f"<p>你好</p><p>{summary}</p>") is None
    assert subtitle(summary=summary) == summary


def test_what_the_author_names_a_subtitle_is_one():
    """Medium_Subtitle has the last word."""
    wish = {"medium_subtitle": "Tides"}
    assert subtitle(metadata=wish, summary=SUMMARY, content=SAYS_IT) == "Tides"


def test_a_long_subtitle_is_cut_and_told():
    """Medium's editor takes 140 characters."""
    made = make(summary="word " * 60)
    assert "<h2>word word" in made.content
    assert [note.what for note in made.notes] == ["subtitle cut to 140 characters"]


def test_a_subtitle_holds_nothing_invisible():
    """In code such signs may be meant; a subtitle is a line that people search for."""
    assert "<h2>a b</h2>" in make(summary="<p>a</p><pre>\u200bb\ufeff</pre>").content

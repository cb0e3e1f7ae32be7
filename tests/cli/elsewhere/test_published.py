"""`refresh`: the public feed proposes what became of an unknown, and decides nothing."""

import shlex

import pytest
from test_feed import MEDIUMS, SAND, SAND_URL

from pelican_medium.cli.elsewhere import published
from pelican_medium.medium import feed
from pelican_medium.medium.feed import Story
from pelican_medium.store.book import Book, Cell, Entry

SITE = "https://blog.example"


def entry(key, state="unknown", **more):
    cell = Cell(state, by="api", **{n: more.pop(n) for n in ("id", "url", "api") if n in more})
    return Entry(
        key, **{"title": key.capitalize(), "canonical_url": f"{SITE}/{key}.html"} | more, cell=cell
    )


def book(*entries):
    return Book(entries={one.key: one for one in entries})


def story(number, *links, title="A story"):
    guid = f"https://medium.com/p/{number:012x}"
    return Story(guid, f"https://medium.com/@me/x-{number:012x}", title, links)


def found(book_, *stories, **more):
    proposals = published.propose(book_, stories, None, **more)
    return [(one.key, one.medium_url[-1], one.evidence) for one in proposals]


def test_a_story_whose_footer_leads_to_the_article_is_proposed():
    """Found by its link, it is named with Medium's address of it."""
    assert found(book(entry("one")), story(1, f"{SITE}/one.html")) == [
        ("one", "1", published.FOOTER)
    ]


def test_a_story_that_mentions_an_article_is_not_its_post():
    """The last link to this site counts: texts link to other articles, footers come last."""
    two = entry("two", state="skipped")
    stories = [
        story(1, f"{SITE}/one.html", f"{SITE}/two.html"),
        story(2, f"{SITE}/two.html", f"{SITE}/one.html", "https://elsewhere.example/"),
    ]
    assert found(book(entry("one"), two), *stories) == [("one", "2", published.FOOTER)]


def test_a_title_alone_is_a_weak_hint_and_named_as_such():
    """It comes after the better evidence; capitals and markup do not matter."""
    known = book(entry("one", title="Sand &amp; <em>Wind</em>"), entry("two"))
    stories = [story(1, title="sand & wind"), story(2, f"{SITE}/two.html", title="Sand & Wind")]
    assert found(known, *stories) == [
        ("two", "2", published.FOOTER),
        ("one", "1", published.TITLE_ONLY),
    ]
    assert "weak hint" in published.TITLE_ONLY
    assert found(book(entry("one", title=None)), story(1, title="")) == []


@pytest.mark.parametrize("state", ["posted", "rejected", "skipped"])
def test_only_what_is_unclear_gets_a_proposal(state):
    """Everything else is settled."""
    assert found(book(entry("one", state=state)), story(1, f"{SITE}/one.html")) == []
    assert found(book(entry("one", state="posting")), story(1, f"{SITE}/one.html"))


def test_two_stories_are_both_proposed():
    """Where an article is there twice, a person should know."""
    twice = [story(1, f"{SITE}/one.html"), story(2, f"{SITE}/one.html")]
    assert [row[1] for row in found(book(entry("one")), *twice)] == ["1", "2"]


def test_a_cell_of_another_api_is_not_looked_for():
    """What is unknown in the sandbox is nothing to Medium."""
    assert (
        found(book(entry("one", api="http://127.0.0.1:1/v1")), story(1, f"{SITE}/one.html")) == []
    )


def test_the_command_survives_a_shell():
    """A hostile feed or slug cannot smuggle a command into what is copied and pasted."""
    evil = published.Proposal("a b;$(rm)", "T", "https://x.example/`x`'-0a1b2c", published.FOOTER)
    words = ["pelican-medium", "mark", "a b;$(rm)", "posted", "--url", evil.medium_url]
    assert shlex.split(evil.command) == [*words, "--status", "public"]


# Drafts that were published by hand

OTHER = "http://127.0.0.1:1/v1"


def posted(status="draft", post_id=SAND, **more):
    private = f"https://medium.com/@me/{post_id}"
    known = {"id": post_id, "url": private, "publish_status": status, "by": "api"}
    return Cell("posted", **known | more)


def one_book(cell):
    return Book(entries={"sand": Entry("sand", title="Sand", cell=cell)})


def now_public(cell, *stories, api=None):
    known = one_book(cell)
    found = published.published(known, stories or feed.parse(MEDIUMS.encode()), api)
    return published.with_published(known, found, api).entries["sand"].cell


@pytest.mark.parametrize("status", ["draft", "unlisted", None])
@pytest.mark.parametrize("known", [{}, {"id": None}, {"by": "hand", "at": "2026-11-20T08:00:00Z"}])
def test_a_draft_in_the_feed_gets_its_public_address(status, known):
    """Posted stays posted, and all else of its cell stays what it was."""
    cell = posted(status, **known)
    after = now_public(cell)
    assert (after.state, after.publish_status, after.url) == ("posted", "public", SAND_URL)
    assert (after.id, after.by, after.at) == (cell.id, cell.by, cell.at)


@pytest.mark.parametrize(
    "cell",
    [
        posted("public"),
        posted(post_id="ffffffffffff"),
        posted(id=None, url=None),
        posted(api=OTHER),
        Cell("unknown", by="api", id=SAND),
        Cell("skipped", why="by hand"),
        None,
    ],
    ids=["public", "another", "no id", "another api", "unknown", "skipped", "nothing"],
)
def test_nothing_else_is_changed_by_the_feed(cell):
    """What is public already, other posts, other APIs, and what only a person can settle."""
    assert now_public(cell) == cell


def test_a_trial_leaves_mediums_drafts_alone():
    """With the sandbox's settings a feed tells of the sandbox's posts alone."""
    assert now_public(posted(), api=OTHER) == posted()
    assert now_public(posted(api=OTHER), api=OTHER).publish_status == "public"


def test_id_and_address_must_agree():
    """A story whose address is another one's is no evidence."""
    odd = Story(f"https://medium.com/p/{SAND}", f"https://medium.com/@me/x-{1:012x}", "", ())
    without = Story("", SAND_URL, "", ())
    assert published.published(one_book(posted()), [odd], None) == []
    assert now_public(posted(), odd) == posted()
    assert now_public(posted(), without).url == SAND_URL


def test_what_changed_meanwhile_stays():
    """A hand that came first is not overruled."""
    found = published.published(one_book(posted()), feed.parse(MEDIUMS.encode()), None)
    assert found == [published.Published("sand", "Sand", SAND_URL)]
    for now in (None, posted("public", url="https://medium.com/p/x"), posted(post_id="ff00ff")):
        assert published.with_published(one_book(now), found, None) == one_book(now)
    assert published.with_published(Book(), found, None) == Book()

"""A person's word about articles: pure changes of the book."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from factories import make_article, make_outbox

from pelican_medium.posting.selection import is_pending
from pelican_medium.store import marks
from pelican_medium.store.book import Book, Cell, Entry
from pelican_medium.store.marks import Mark

NOW = datetime(2026, 11, 21, 8, 0, 0, 5, tzinfo=UTC)
OTHER_API = "http://127.0.0.1:8989/v1"
ADDRESS = "https://medium.com/@you/dunes-0123456789ab"
LOCAL_ADDRESS = "http://127.0.0.1:8989/@sandbox/dunes-0123456789ab"


def make_book(**cells):
    return Book({key: Entry(key, title=key.capitalize(), cell=cell) for key, cell in cells.items()})


def cell_after(cell, mark, outbox=None):
    """Return the cell of the one article of a book after a mark."""
    return marks.apply(make_book(one=cell), ["one"], mark, outbox).entries["one"].cell


# Addresses


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://medium.com/@you/dunes-0123456789ab", "0123456789ab"),
        ("https://medium.com/@you/0123456789ab", "0123456789ab"),
        ("https://medium.com/p/0123456789ab", "0123456789ab"),
        ("https://medium.com/p/0123456789ab/", "0123456789ab"),
        ("https://medium.com/p/0123456789ab/edit", "0123456789ab"),
        ("https://medium.com/p/e6f36a", "e6f36a"),
        ("https://you.medium.com/dunes-0123456789ab", "0123456789ab"),
        ("https://medium.com/sandbox-weekly/dunes-0123456789ab", "0123456789ab"),
        ("https://stories.example/dunes-0123456789ab?source=x---9-ffffffffffff", "0123456789ab"),
        ("https://medium.com/@you/dunes-0123456789ab#4f2b", "0123456789ab"),
        ("https://medium.com/@you/d%C3%BCnen-0123456789ab", "0123456789ab"),
        (LOCAL_ADDRESS, "0123456789ab"),
        (
            "https://medium.com/@you/dunes-0123456789ab?sk=ffffffffffffffffffffffffffffffff",
            "0123456789ab",
        ),
        ("https://medium.com/@you/dunes-0123456789ab/edit", "0123456789ab"),
        ("https://medium.com", None),
        ("https://medium.com/", None),
        ("https://medium.com/@you", None),
        ("https://medium.com/@you/dunes", None),
        ("https://medium.com/@you/dunes-0123", None),
        ("https://medium.com/@you/dunes0123456789ab", None),
        ("https://medium.com/@you/dunes-0123456789AB", None),
        ("https://medium.com/@you/dunes-0123456789ab/responses", None),
        ("https://medium.com/?p=0123456789ab", None),
        ("", None),
    ],
)
def test_the_id_is_found_in_each_form_of_an_address(url, found):
    """It stands at the end of the path, wherever the story lives."""
    assert marks.post_id(url) == found


@pytest.mark.parametrize(
    "url", [ADDRESS, LOCAL_ADDRESS, "http://medium.com/p/e6f36a", "HTTPS://medium.com/p/e6f36a"]
)
def test_the_address_of_a_story_is_taken(url):
    """It comes back as it was given."""
    assert marks.check_url(url) == url


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "no absolute"),
        ("0123456789ab", "no absolute"),
        ("/p/0123456789ab", "no absolute"),
        ("ftp://medium.com/p/0123456789ab", "no absolute"),
        ("javascript:alert(1)//0123456789ab", "no absolute"),
        ("https://[half/p/0123456789ab", "no absolute"),
        ("https:///p/0123456789ab", "no absolute"),
        ("https://medium.com/@you", "no id of a Medium post"),
        ("https://medium.com/@you/dunes", "copy the address of the story itself"),
    ],
)
def test_another_address_is_told(url, words):
    """The message says what is missing, and shows what was given."""
    with pytest.raises(ValueError, match=words) as caught:
        marks.check_url(url)
    assert repr(url) in str(caught.value)


# Which articles there are


def test_all_there_is_is_known():
    """The ledger's articles, and those of the last build that have no entry yet."""
    book = make_book(one=Cell("posted"), gone=None)
    new = make_article("new", title="<em>new</em> &amp; more")
    known = marks.known(book, make_outbox(make_article("one"), new))
    assert set(known) == {"one", "gone", "new"}
    assert known["one"] == book.entries["one"]
    assert known["new"] == Entry(
        "new",
        title="new & more",
        date="2026-01-02",
        canonical_url="https://blog.example/new.html",
        lang="en",
        source_path="new.md",
    )


def test_without_an_outbox_the_ledger_is_all_there_is():
    """A mark needs no build."""
    book = make_book(one=None)
    assert marks.known(book, None) == dict(book.entries)


def test_an_article_that_was_renamed_is_known_once():
    """Its entry is that of the ledger, under the key it has there."""
    book = Book({"old": Entry("old", source_path="new.md")})
    assert set(marks.known(book, make_outbox(make_article("new")))) == {"old"}


def test_an_unknown_key_is_told_with_near_ones():
    """One sentence for each; those that exist are not mentioned."""
    told = marks.unknown_keys(["my-slog", "my-slug", "zzz"], ["my-slug", "other"])
    assert len(told) == 2
    assert told[0].startswith("There is no article 'my-slog' in the ledger or the last build.")
    assert told[0].endswith("Did you mean my-slug?")
    assert told[1] == "There is no article 'zzz' in the ledger or the last build."


def test_nothing_unknown_is_nothing_told():
    """No keys, or known ones."""
    assert marks.unknown_keys([], []) == []
    assert marks.unknown_keys(["a"], iter(["a"])) == []


@pytest.mark.parametrize(
    ("day", "keys"),
    [
        ("2026-01-01", []),
        ("2026-01-02", ["first"]),
        ("2026-11-20", ["first"]),
        ("2026-11-21", ["first", "moment"]),
        ("9999-12-31", ["first", "moment", "last"]),
    ],
)
def test_articles_before_a_day_are_found(day, keys):
    """The day itself is not before it, and what has no date is not old."""
    dates = {"first": "2026-01-01", "moment": "2026-11-20T23:59:59Z", "last": "2026-12-01"}
    entries = {key: Entry(key, date=date) for key, date in dates.items()}
    assert marks.before(entries | {"bare": Entry("bare")}, day, "pending") == keys


def test_a_day_skips_nothing_that_may_be_on_medium():
    """Who keeps old articles off Medium by their date says nothing of those that are there."""
    states = ("posted", "unknown", "posting", "rejected", "skipped")
    entries = {s: Entry(s, date="2026-01-01", cell=Cell(s)) for s in states}
    entries["new"] = Entry("new", date="2026-01-01")
    assert marks.before(entries, "2026-02-01", "skipped") == ["rejected", "skipped", "new"]
    assert marks.before(entries, "2026-02-01", "pending") == [*entries]


# Marks

BEFORE = [
    None,
    Cell("skipped", why="before first use", marked=True),
    Cell("unknown", by="api", at="2026-11-20T08:00:00Z", fingerprint="sha256:sent", reason="x"),
    Cell("rejected", by="api", at="2026-11-20T08:00:00Z", fingerprint="sha256:sent", reason="x"),
    Cell("posting", by="api", at="2026-11-20T08:00:00Z", fingerprint="sha256:sent"),
    Cell("posted", by="api", id="aa", url="https://medium.com/p/aa", fingerprint="sha256:sent"),
]


@pytest.mark.parametrize("before", BEFORE)
def test_pending_forgets(before):
    """The cell is gone, the entry stays, and the article is new again."""
    assert cell_after(before, Mark("pending", NOW)) is None
    after = marks.apply(make_book(one=before), ["one"], Mark("pending", NOW), None)
    assert is_pending(after, make_article("one"), None)


@pytest.mark.parametrize("state", marks.STATES)
@pytest.mark.parametrize("before", BEFORE)
def test_what_was_sent_is_kept_as_earlier(before, state):
    """What is, or may be, on Medium stays written down when it is forgotten, after what was."""
    was = Cell("posted", by="api", id="abc123")
    book = make_book(one=before)
    book = book.with_entry(replace(book.entries["one"], earlier=(was,)))
    after = marks.apply(book, ["one"], Mark(state, NOW), None).entries["one"]
    may_be_there = before is not None and before.state in {"posted", "posting", "unknown"}
    kept = (before,) if may_be_there and state != "posted" else ()
    assert after.earlier == (was, *kept)


def test_which_may_be_on_medium():
    """Posted, posting and unknown ones: what a person is asked about first."""
    book = make_book(a=Cell("posted"), b=Cell("posting"), c=Cell("unknown"), d=Cell("skipped"),
                     e=Cell("rejected"), f=None)  # fmt: skip
    assert marks.on_medium(book.entries, "abcdef") == ["a", "b", "c"]


@pytest.mark.parametrize("before", BEFORE)
def test_skipped_is_by_hand(before):
    """Whatever it was, it is never sent, and nothing wakes it."""
    assert cell_after(before, Mark("skipped", NOW)) == Cell("skipped", why="by hand")


@pytest.mark.parametrize("before", BEFORE)
def test_posted_is_adopted(before):
    """With its address, the id in it, the moment, and what is known to have been sent."""
    mark = Mark("posted", NOW, url=ADDRESS, publish_status="public")
    cell = cell_after(before, mark, make_outbox(make_article("one")))
    assert cell == Cell(
        "posted",
        by="hand",
        id="0123456789ab",
        url=ADDRESS,
        at="2026-11-21T08:00:00Z",
        publish_status="public",
        fingerprint=(before.fingerprint if before else None) or "sha256:one",
    )


def test_posted_needs_no_address():
    """Somebody may only know that it is there."""
    cell = cell_after(None, Mark("posted", NOW))
    assert cell == Cell("posted", by="hand", at="2026-11-21T08:00:00Z")


@pytest.mark.parametrize(
    ("known", "said", "after"),
    [
        (None, None, None),
        (None, "public", "public"),
        ("draft", None, "draft"),
        ("draft", "public", "public"),
    ],
)
def test_the_status_is_what_is_said_or_was_known(known, said, after):
    """A draft that was published by hand can be told."""
    before = Cell("posted", by="api", publish_status=known)
    assert cell_after(before, Mark("posted", NOW, publish_status=said)).publish_status == after


def test_a_post_by_hand_counts_as_none_of_todays():
    """It is not one of the API's."""
    assert cell_after(Cell("unknown", by="api"), Mark("posted", NOW)).by == "hand"


@pytest.mark.parametrize("state", marks.STATES)
def test_only_the_named_articles_change(state):
    """Everything else of the book stays as it is, unknown fields too."""
    entry = Entry("one", title="One", also=("older",), cell=Cell("unknown"), extra={"x": 1})
    book = Book(
        {"one": entry, "two": Entry("two", cell=Cell("posting"))}, "en", {"m": {}}, {"y": 1}
    )
    after = marks.apply(book, ["one"], Mark(state, NOW), None)
    assert after.entries["two"] == book.entries["two"]
    assert replace(after.entries["one"], cell=None, earlier=()) == replace(entry, cell=None)
    assert replace(after, entries=book.entries) == book
    assert book.entries["one"].cell == Cell("unknown")


def test_an_article_without_an_entry_gets_one():
    """One of the last build can be marked before it was ever sent."""
    outbox = make_outbox(make_article("new", title="<em>new</em> &amp; more"))
    after = marks.apply(Book(), ["new"], Mark("posted", NOW, url=ADDRESS), outbox)
    entry = after.entries["new"]
    assert (entry.title, entry.source_path) == ("new & more", "new.md")
    assert entry.cell.state == "posted"
    assert entry.cell.fingerprint == "sha256:new"


def test_several_are_marked_alike():
    """A backfill names many."""
    after = marks.apply(
        make_book(a=None, b=Cell("unknown")), ["a", "b"], Mark("skipped", NOW), None
    )
    assert {entry.cell.why for entry in after.entries.values()} == {"by hand"}


def test_the_fingerprint_is_found_under_the_ledgers_key():
    """An article that was renamed since is still the same one."""
    book = Book({"old": Entry("old", source_path="new.md")})
    after = marks.apply(book, ["old"], Mark("posted", NOW), make_outbox(make_article("new")))
    assert after.entries["old"].cell.fingerprint == "sha256:new"


# Medium and the sandbox


@pytest.mark.parametrize("before", [*BEFORE, Cell("posted", by="api", api=OTHER_API)])
@pytest.mark.parametrize("url", [None, ADDRESS])
def test_what_is_said_posted_is_not_sent_to_medium(before, url):
    """With Medium's own settings, posted means posted on Medium, whatever a sandbox said before."""
    mark = Mark("posted", NOW, url=url, api=None)
    after = marks.apply(make_book(one=before), ["one"], mark, None)
    assert not is_pending(after, make_article("one"), None)


@pytest.mark.parametrize("api", [None, OTHER_API])
@pytest.mark.parametrize("before", [None, Cell("posted", by="api", api=OTHER_API)])
def test_an_address_on_the_network_is_mediums(api, before):
    """A real address counts for Medium whatever the settings say today."""
    assert cell_after(before, Mark("posted", NOW, url=ADDRESS, api=api)).api is None


@pytest.mark.parametrize("before", [None, Cell("unknown", by="api", api=OTHER_API)])
@pytest.mark.parametrize("url", [None, LOCAL_ADDRESS])
def test_what_is_posted_in_the_sandbox_is_not_on_medium(before, url):
    """A cell made with another API than Medium's carries its address."""
    assert cell_after(before, Mark("posted", NOW, url=url, api=OTHER_API)).api == OTHER_API


@pytest.mark.parametrize("url", [None, LOCAL_ADDRESS])
def test_a_mark_in_the_sandbox_does_not_make_an_old_article_new(url):
    """What was skipped stays unsent on Medium, whatever somebody tries out."""
    mark = Mark("posted", NOW, url=url, api=OTHER_API)
    old = Cell("skipped", why="before first use")
    after = marks.apply(make_book(one=old), ["one"], mark, None)
    assert not is_pending(after, make_article("one"), None)


@pytest.mark.parametrize(
    "mark",
    [
        Mark("posted", NOW, api=OTHER_API),
        Mark("posted", NOW, url=LOCAL_ADDRESS, api=OTHER_API),
        Mark("skipped", NOW, api=OTHER_API),
    ],
)
@pytest.mark.parametrize("state", ["posted", "unknown", "posting"])
def test_a_mark_in_the_sandbox_makes_nothing_go_to_medium_twice(mark, state):
    """What Medium has, or may have, it has, whatever somebody tries out.

    Only "pending" sends it again: that is what a person says with this word, anywhere.
    """
    mediums = Cell(state, by="api", id="aa", fingerprint="sha256:one")
    after = marks.apply(make_book(one=mediums), ["one"], mark, None)
    assert not is_pending(after, make_article("one"), None)


def test_a_skip_counts_everywhere():
    """A person's decision against an article has no api."""
    cell = cell_after(Cell("unknown", api=OTHER_API), Mark("skipped", NOW, api=OTHER_API))
    assert cell.api is None


@pytest.mark.parametrize("url", [ADDRESS, "http://you.medium.com/dunes-0123456789ab"])
def test_an_address_may_lack_its_scheme(url):
    """Browsers hide it, and so people copy it without."""
    assert marks.check_url(url.partition("://")[2]) == "https://" + url.partition("://")[2]
    assert marks.check_url(url) == url


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        (["a-*"], ["a-1", "a-2"]),
        (["a-?", "b", "a-1"], ["a-1", "a-2", "b"]),
        (["[x]"], ["[x]"]),
        (["B"], ["B"]),
        (["z*"], ["z*"]),
        (["*"], ["a-1", "a-2", "b", "[x]"]),
    ],
)
def test_globs_mean_every_key_they_fit_once(keys, found):
    """A key that looks like a glob is itself first; what fits nothing is left to be named."""
    assert marks.matching(keys, ["a-1", "a-2", "b", "[x]"]) == found


# The very same post


SENT = Cell(
    "posted",
    by="api",
    id="0123456789ab",
    url="https://medium.com/@you/0123456789ab",
    at="2026-11-20T08:00:00Z",
    publish_status="draft",
    fingerprint="sha256:sent",
    extra={"x": 1},
)


@pytest.mark.parametrize("url", [None, ADDRESS])
@pytest.mark.parametrize("status", [None, "public"])
@pytest.mark.parametrize("before", [SENT, replace(SENT, id=None)])
def test_what_was_sent_stays_sent_when_it_was(before, url, status):
    """A word about the same post changes its address and status, not when and how it went."""
    after = cell_after(before, Mark("posted", NOW, url=url, publish_status=status))
    expected = replace(before, url=url or before.url, publish_status=status or "draft")
    assert after == expected


def test_another_post_is_another_one():
    """Where the address names another id, it is the author's own that counts from now on."""
    other = "https://medium.com/p/ffffffffffff"
    after = cell_after(SENT, Mark("posted", NOW, url=other))
    assert (after.by, after.id, after.at) == ("hand", "ffffffffffff", "2026-11-21T08:00:00Z")

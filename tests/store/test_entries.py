"""What the ledger keeps of an article, and under which earlier names."""

from dataclasses import replace

import pytest
from factories import make_article

from pelican_medium.store.book import Book, Cell, Entry
from pelican_medium.store.entries import entry_of, recorded, twin, updated
from pelican_medium.store.keys import own_key

ARTICLE = make_article("a", title="<em>A</em> &amp; b", text="t1")
ENTRY = entry_of(ARTICLE)
SENT = Cell("posted", id="e6f36a")


def test_a_new_entry_says_what_the_build_knows():
    """The title as plain text; a text without words has no hash."""
    assert (
        Entry(
            "a",
            title="A & b",
            date="2026-01-02",
            canonical_url="https://blog.example/a.html",
            lang="en",
            source_path="a.md",
            text="t1",
        )
        == ENTRY
    )
    assert entry_of(replace(ARTICLE, text="")).text is None


def test_what_is_up_to_date_is_left_alone():
    """An edit of the text need not touch the ledger; a hash that was missing is filled in once."""
    assert updated(ENTRY, ARTICLE) is ENTRY
    assert updated(ENTRY, replace(ARTICLE, text="t2")) is ENTRY
    assert updated(ENTRY, replace(ARTICLE, source_path=None)) is ENTRY
    bare = replace(ENTRY, text=None)
    assert updated(bare, ARTICLE) == ENTRY
    assert updated(bare, replace(ARTICLE, text="")) is bare
    marked_up = replace(ENTRY, title=ARTICLE.title)  # as older versions wrote it
    assert updated(marked_up, ARTICLE) is marked_up


@pytest.mark.parametrize(
    ("change", "now", "also"),
    [
        ({"key": "b"}, {"key": "b"}, ("a",)),
        (
            {"canonical_url": "https://blog.example/b/"},
            {"canonical_url": "https://blog.example/b/"},
            ("https://blog.example/a.html",),
        ),
        ({"source_path": "b.md"}, {"source_path": "b.md"}, ("a.md",)),
        ({"title": "B"}, {"title": "B"}, ()),
        ({"lang": "fr"}, {"lang": "fr"}, ()),
        ({"date": ARTICLE.date.replace(day=9)}, {"date": "2026-01-09"}, ()),
    ],
)
def test_what_it_was_called_before_is_kept(change, now, also):
    """Names go into `also`; what is no name is just written anew, with the text of today."""
    after = updated(ENTRY, replace(ARTICLE, text="t2", **change))
    assert after == replace(ENTRY, text="t2", also=also, **now)


def test_no_name_is_kept_twice_and_none_that_is_the_articles_own_again():
    """An article that moves there and back has only the place it left."""
    there = updated(ENTRY, replace(ARTICLE, source_path="b.md"))
    back = updated(there, ARTICLE)
    assert back.also == ("b.md",)
    assert updated(back, replace(ARTICLE, source_path="b.md")).also == ("a.md",)
    assert updated(replace(ENTRY, also=("oldest",)), replace(ARTICLE, key="b")).also == (
        "oldest",
        "a",
    )


def test_what_others_wrote_into_an_entry_is_kept():
    """Cell, earlier posts, fields of a later version; a file name that the build does not know."""
    entry = replace(ENTRY, cell=SENT, earlier=(SENT,), extra={"x": 1})
    after = updated(entry, replace(ARTICLE, title="B", source_path=None, text=""))
    assert after == replace(entry, title="B")


def test_a_cell_is_recorded_in_the_entry_there_is_or_in_a_new_one():
    """With the article brought up to date, the former cell gone."""
    assert recorded(None, ARTICLE, SENT) == replace(ENTRY, cell=SENT)
    moved = replace(ARTICLE, source_path="b.md")
    after = recorded(replace(ENTRY, cell=Cell("posting")), moved, SENT)
    assert (after.source_path, after.also, after.cell) == ("b.md", ("a.md",), SENT)
    assert recorded(after, moved, None).cell is None


# --- Two articles in one entry, as first use once made them --------------------------------------

OTHER = make_article("a", source_path="b.md", canonical_url="https://blog.example/b.html")
JOINED = replace(
    ENTRY,
    text=None,
    also=("b.md", OTHER.canonical_url),
    cell=Cell("skipped", why="before first use"),
)


def test_the_second_of_two_in_an_old_entry_gets_its_own():
    """Old as the first is, under a key that sets it apart, by whichever key it comes."""
    expected = Entry(own_key(OTHER, "a"), cell=JOINED.cell)
    assert twin(OTHER, Book({"a": JOINED})) == expected
    assert twin(replace(OTHER, key=expected.key), Book({"a": JOINED})) == expected


@pytest.mark.parametrize(
    "entry",
    [
        None,
        replace(JOINED, text="t1"),
        replace(JOINED, cell=None),
        replace(JOINED, cell=SENT),
        replace(JOINED, also=("b.md",)),
        replace(JOINED, also=(OTHER.canonical_url,)),
    ],
    ids=["no entry", "new ledger", "no cell", "sent", "the file alone", "the address alone"],
)
def test_no_other_entry_holds_two(entry):
    """What is not certainly that case is not touched."""
    assert twin(OTHER, Book({"a": entry} if entry else {})) is None

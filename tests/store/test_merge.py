"""Merging ledgers, by what they mean."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pelican_medium.store import merge
from pelican_medium.store.book import Book, Cell, Entry
from pelican_medium.store.ledger_text import parse, serialise

POSTED = Cell("posted", by="api", id="aa", url="https://medium.com/p/aa", at="2026-01-02T00:00:00Z")
UNKNOWN = Cell("unknown", by="api", reason="no answer")
POSTING = Cell("posting", by="api", reason="being sent, try 1")
REJECTED = Cell("rejected", by="api", reason="bad")
SKIPPED = Cell("skipped", why="by hand")
OLD = Cell("skipped", why="before first use")
RANKED = [POSTED, UNKNOWN, POSTING, REJECTED, SKIPPED, None]


def book(cell, **more):
    return Book({"a": Entry("a", cell=cell, **more)})


def merged(base, ours, theirs):
    """Return the one cell after a merge, which must not depend on who merges."""
    one = merge.merge(book(base), book(ours), book(theirs)).entries["a"].cell
    other = merge.merge(book(base), book(theirs), book(ours)).entries["a"].cell
    assert one == other
    return one


@pytest.mark.parametrize("weaker", range(1, 6))
@pytest.mark.parametrize("stronger", range(5))
def test_the_stronger_word_wins_where_both_changed(stronger, weaker):
    """Posted beats unknown, posting, rejected, skipped and nothing, in this order."""
    if stronger < weaker:
        assert merged(OLD, RANKED[stronger], RANKED[weaker]) == RANKED[stronger]


@pytest.mark.parametrize("base", RANKED)
@pytest.mark.parametrize("after", RANKED)
def test_what_only_one_side_changed_is_taken(base, after):
    """A person's `mark pending` of an unknown is not undone by the side that slept."""
    assert merged(base, base, after) == after


def test_two_intents_of_two_machines_become_unknown():
    """Each `posting` names its own try; two of them may both have been sent."""
    other = Cell("posting", by="api", reason="being sent, try 2")
    one = merge.merge(book(None), book(POSTING), book(other)).entries["a"].cell
    assert (one.state, one.reason) == ("unknown", merge.TWO_AT_ONCE)
    assert merged(None, POSTING, POSTING) == POSTING


def test_two_posts_of_one_article_are_both_named():
    """The earlier one is kept, and the reason says where the other is."""
    later = Cell(
        "posted", by="api", id="bb", url="https://medium.com/p/bb", at="2026-01-03T00:00:00Z"
    )
    cell = merged(None, later, POSTED)
    assert cell.id == "aa"
    assert "https://medium.com/p/bb" in cell.reason


def test_fields_of_one_post_come_from_both_sides():
    """One side learns that it is public, the other keeps a field of a later release."""
    base = Cell("posted", id="aa", publish_status="draft")
    public = Cell("posted", id="aa", publish_status="public")
    noted = Cell("posted", id="aa", publish_status="draft", extra={"stars": 3})
    assert merged(base, public, noted) == Cell(
        "posted", id="aa", publish_status="public", extra={"stars": 3}
    )


def test_a_trial_is_weaker_than_anything_of_mediums():
    """What went to a sandbox on one machine does not hide what Medium has."""
    trial = Cell("posted", id="cc", api="http://127.0.0.1:8989/v1")
    assert merged(None, trial, REJECTED) == REJECTED


def test_other_names_and_pictures_and_unknown_fields_are_united():
    """Nothing either side has learned is lost, and who moves an article takes its post along."""
    base = Book({"old": Entry("old", source_path="a.md", cell=POSTING)})
    ours = Book(
        {"new": Entry("new", source_path="b.md", also=("old", "a.md"), cell=POSTING)},
        pictures={"1": {"url": "https://cdn.example/1"}, "2": {"url": "x", "api": "sandbox"}},
        extra={"mine": 1},
    )
    theirs = Book(
        {"old": Entry("old", source_path="a.md", cell=POSTED, extra={"note": "n"})},
        pictures={"2": {"url": "https://cdn.example/2"}, "3": {"url": "https://cdn.example/3"}},
        extra={"yours": 2},
    )
    for one, other in ((ours, theirs), (theirs, ours)):
        result = merge.merge(base, one, other)
        [entry] = result.entries.values()
        assert entry.cell == POSTED
        assert {"a.md", "b.md"} <= {*entry.also, entry.source_path}
        assert entry.extra == {"note": "n"}
        assert {row["url"][-1] for row in result.pictures.values()} == {"1", "2", "3"}
        assert "api" not in result.pictures["2"]
        assert result.extra == {"mine": 1, "yours": 2}


def test_a_removed_entry_goes_only_if_the_other_side_left_it_alone():
    """An entry deleted by hand stays away; one the other side has changed comes back."""
    base = book(SKIPPED)
    assert merge.merge(base, Book(), base).entries == {}
    assert merge.merge(base, Book(), book(POSTED)).entries["a"].cell == POSTED


cells = st.sampled_from([*RANKED, OLD])
entries = st.dictionaries(st.sampled_from("abc"), cells, max_size=3).map(
    lambda found: Book({key: Entry(key, cell=cell) for key, cell in found.items()})
)


@given(entries, entries, entries)
def test_no_post_is_ever_lost(base, ours, theirs):
    """What either side has newly sent is at least unknown in the merged one, which is a ledger."""
    result = merge.merge(base, ours, theirs)
    assert parse(serialise(result)) == result
    for side in (ours, theirs):
        for key, entry in side.entries.items():
            if entry.cell in [POSTED, UNKNOWN] and entry != base.entries.get(key):
                assert result.entries[key].cell.state in {"posted", "unknown"}
    assert merge.merge(base, ours, ours) == ours


# --- What the two sides call differently ------------------------------------------------------


def chapter(number, place=None, **more):
    """The chapter of this number, in the file and at the address of that one."""
    place = f"0{place or number}"
    return Entry(
        place, title=f"Chapter {number}", date="2026-01-02", source_path=f"{place}.md",
        canonical_url=f"https://e.org/{place}", text=f"t{number}",
        cell=Cell("posted", by="api", id=f"id{number}"), **more,
    )  # fmt: skip


def of(*found):
    return Book({entry.key: entry for entry in found}, "en")


OLD = of(chapter(2), chapter(3))
RENUMBERED = of(chapter(2, 3, also=("02",)), chapter(3, 4, also=("03",)), chapter(9, 2))


@pytest.mark.parametrize("turned", [False, True])
def test_renumbered_by_one_side_while_the_other_posts(turned):
    """Each chapter keeps what Medium has of it, whatever it is called on either side."""
    theirs = of(*OLD.entries.values(), chapter(4))
    sides = (theirs, RENUMBERED) if turned else (RENUMBERED, theirs)
    merged = merge.merge(OLD, *sides)
    assert {entry.title: entry.cell.id for entry in merged.entries.values()} == {
        f"Chapter {number}": f"id{number}" for number in (2, 3, 4, 9)
    }
    assert parse(serialise(merged)) == merged


def test_one_key_for_two_new_articles():
    """Two machines that each posted another article of one slug have posted two articles."""
    mine, yours = chapter(1), replace(chapter(8, 1), source_path="x/01.md", date="2026-03-04")
    merged = merge.merge(of(), of(mine), of(yours))
    assert sorted(entry.cell.id for entry in merged.entries.values()) == ["id1", "id8"]


def test_what_was_sent_earlier_is_united():
    """Both machines' earlier posts count, each once, the oldest first."""
    one, two, three = (Cell("posted", by="api", id=str(n), at=f"2026-01-0{n}") for n in (1, 2, 3))
    sides = (replace(chapter(2), earlier=cells) for cells in [(three,), (one, two), (two, three)])
    base, ours, theirs = (of(entry) for entry in sides)
    (entry,) = merge.merge(base, ours, theirs).entries.values()
    assert entry.earlier == (one, two, three)


def test_marked_pending_on_one_side_only():
    """A person's mark is kept, and what was posted stays written down."""
    sent = chapter(2)
    forgotten = replace(sent, cell=None, earlier=(sent.cell,))
    for sides in ((of(forgotten), of(sent)), (of(sent), of(forgotten))):
        assert merge.merge(of(sent), *sides).entries == {"02": forgotten}


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        ("2026-01-01", "2026-02-02", "2026-02-02"),
        ("2026-02-02", None, "2026-02-02"),
        (None, None, None),
    ],
)
def test_the_later_first_use_counts(ours, theirs, merged):
    """What either side had before its first use is old."""
    sides = (Book(since=since) for since in (ours, theirs))
    assert merge.merge(Book(), *sides).since == merged

"""What a build learned reaches a ledger that has gone another way since, and undoes nothing."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pelican_medium.store import learned, outbox
from pelican_medium.store.book import Book, Cell, Entry
from pelican_medium.store.outbox import Outbox

OLD = Cell("skipped", why="before first use")
POSTED = Cell("posted", by="api", id="e6f36a", url="https://medium.com/p/e6f36a")


def entry(key, cell=None, **more):
    url = f"https://b.example/{key}.html"
    return Entry(**{"key": key, "canonical_url": url, "source_path": f"{key}.md"} | more, cell=cell)


def book(*entries, **more):
    return Book({one.key: one for one in entries}, **more)


def renamed(old, key):
    before = (old.key, old.canonical_url)
    url = f"https://b.example/{key}.html"
    return replace(old, key=key, canonical_url=url, also=(*old.also, *before))


ONE, TWO = entry("one", POSTED), entry("two", OLD)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (book(ONE, TWO), book(ONE, TWO)),
        (book(ONE, TWO), book(ONE, replace(TWO, cell=None))),
        (book(ONE), book(ONE, TWO)),
        (book(ONE, TWO), book(renamed(ONE, "new"), TWO)),
        (book(ONE, TWO), book(renamed(ONE, "two"), renamed(TWO, "one"))),
        (book(ONE, TWO), book(renamed(ONE, "two"), renamed(TWO, "three"))),
    ],
    ids=["nothing", "woken", "made", "renamed", "swapped", "moved up"],
)
def test_a_ledger_that_is_as_the_build_found_it_becomes_what_the_build_made_of_it(before, after):
    """And learning it twice is learning it once."""
    changes = learned.changes(before, after)
    assert learned.applied(before, changes) == after
    assert learned.applied(after, changes) is after


def test_an_entry_that_has_changed_since_keeps_all_and_learns_the_names():
    """What was posted meanwhile stays posted, and is found under its new names."""
    after = replace(renamed(TWO, "new"), cell=None)
    now = learned.applied(
        book(ONE, replace(TWO, cell=POSTED)), learned.changes(book(ONE, TWO), book(ONE, after))
    )
    assert set(now.entries) == {"one", "two"}
    assert now.entries["two"].cell == POSTED
    assert {"new", "https://b.example/new.html"} <= set(now.entries["two"].also)
    assert "two" not in now.entries["two"].also


def test_a_persons_decision_since_stays():
    """`by hand` is not woken by what a build saw before it."""
    by_hand = Cell("skipped", why="by hand")
    changes = learned.changes(book(TWO), book(replace(TWO, cell=None)))
    now = learned.applied(book(replace(TWO, cell=by_hand)), changes)
    assert now.entries["two"].cell == by_hand


def test_swapped_keys_of_which_one_has_changed_lose_no_entry():
    """The one that is still as it was keeps its own key if the other has not moved away."""
    before = book(ONE, TWO)
    after = book(renamed(ONE, "two"), renamed(TWO, "one"))
    changed = replace(TWO, cell=replace(OLD, why="by hand"))
    now = learned.applied(book(ONE, changed), learned.changes(before, after))
    assert now.entries["one"].cell == POSTED
    assert now.entries["two"].cell == changed.cell


def test_what_a_person_has_removed_is_not_put_back():
    """An entry that is gone from the ledger was known to the build, and stays gone."""
    changes = learned.changes(book(ONE, TWO), book(ONE, replace(TWO, title="Two")))
    assert learned.applied(book(ONE), changes) == book(ONE)


def test_several_builds_are_learned_one_after_the_other():
    """Whether git's ledger knows nothing of them, or what the first of them learned."""
    first, second = replace(TWO, title="Two"), replace(renamed(TWO, "new"), title="Two")
    was = learned.changes(book(ONE, TWO), book(ONE, first))
    new = learned.changes(book(ONE, first), book(ONE, second))
    both = learned.carried_over(was, book(ONE, first), new)
    for start in (TWO, first, second):
        assert learned.applied(book(ONE, start), both) == book(ONE, second)
    assert learned.carried_over(both, book(ONE, second), ()) == both


def test_what_others_made_of_an_entry_since_is_not_carried_on():
    """A post between two builds ends what the first of them had to tell."""
    first = replace(TWO, title="Two")
    was = learned.changes(book(ONE, TWO), book(ONE, first))
    assert learned.carried_over(was, book(ONE, replace(first, cell=POSTED)), ()) == ()


def test_the_outbox_carries_it(tmp_path):
    """Written and read, keys, records and all."""
    changes = learned.changes(book(ONE), book(renamed(ONE, "new"), TWO))
    box = Outbox(datetime(2026, 1, 1, tzinfo=UTC), "https://b.example", "o", "l", learned=changes)
    outbox.write(tmp_path / "box", box)
    assert outbox.read(tmp_path / "box") == box
    assert len(changes) == 2

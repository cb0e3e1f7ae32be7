"""What needs a person first, then what waits; and how far a person has come today."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from pelican_medium.desk import lists
from pelican_medium.posting.status import Row
from pelican_medium.store.book import Book, Cell, Entry

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def row(key, state="pending", date="2026-01-01", **more):
    return Row(key, key.title(), date, "en", None, None, state, **more)


def posted(at, status="public", **more):
    return Cell("posted", by="hand", at=at, publish_status=status, **more)


def book(*cells):
    entries = {f"a{n}": Entry(f"a{n}", cell=cell) for n, cell in enumerate(cells)}
    return Book(entries=entries)


def day(*cells, waiting=0, now=NOW, api=None):
    found = {"waiting": [row(str(n)) for n in range(waiting)]}
    return lists.day(found, book(*cells), api, now)


def test_what_needs_a_person_comes_before_what_waits():
    """Not known, held, rejected and changed are lists of their own, above the waiting ones."""
    names = [section.name for section in lists.SECTIONS]
    assert names == ["unclear", "held", "rejected", "changed", "waiting", "posted", "skipped"]
    found = lists.lists(
        [
            *(row("a", "held"), row("b"), row("c", "unknown"), row("d", "posting")),
            *(row("e", "posted", changed=True), row("f", "posted"), row("g", "rejected")),
            *(row("h", "skipped", reason="by hand"), row("i", "skipped", reason="not selected")),
        ],
        Book(),
    )
    assert {name: [one.key for one in rows] for name, rows in found.items()} == {
        "unclear": ["c", "d"],
        "held": ["a"],
        "rejected": ["g"],
        "changed": ["e"],
        "waiting": ["b"],
        "posted": ["f"],
        "skipped": ["h"],
    }


def test_after_an_article_comes_the_one_below_it_then_the_first():
    """Whoever works down the list goes on there; at its end what was left out comes up."""
    waiting = [row("a", date="2026-01-01"), row("c", date="2026-01-03")]
    assert lists.following(row("b", date="2026-01-02"), waiting).key == "c"
    assert lists.following(row("d", date="2026-01-04"), waiting).key == "a"
    assert lists.following(None, waiting).key == "a"
    assert lists.following(row("b"), []) is None


def test_done_today_counts_from_midnight_where_the_person_is():
    """What was recorded before midnight is of yesterday, by the clock on the wall."""
    cells = (posted("2026-11-26T00:30:00Z"), posted("2026-11-25T23:30:00Z"), Cell("unknown"))
    found = day(*cells, waiting=60)
    assert (found.done, found.of) == (1, 61)
    east = timezone(timedelta(hours=2))
    assert day(*cells, now=NOW.astimezone(east)).done == 2


@pytest.mark.parametrize(
    ("cells", "free"),
    [
        ((), None),
        ((posted("2026-11-26T08:00:00Z"),), None),
        ((posted("2026-11-26T08:00:00Z"), posted("2026-11-26T09:00:00Z")), "27T08:00"),
        ((posted("2026-11-26T08:00:00Z"), posted("2026-11-26T09:00:00Z", "draft")), None),
        ((posted("2026-11-25T11:00:00Z"), posted("2026-11-26T09:00:00Z")), None),
        (
            tuple(posted(f"2026-11-26T0{hour}:00:00Z") for hour in (7, 8, 9)),
            "27T08:00",
        ),
        ((posted(None), posted("never")), None),
    ],
)
def test_two_published_stories_in_24_hours_are_what_the_editor_takes(cells, free):
    """Drafts are not counted; the second youngest decides when the next one may go."""
    found = day(*cells).free_at
    assert (found and f"{found:%dT%H:%M}") == free

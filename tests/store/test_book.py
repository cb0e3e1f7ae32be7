"""The ledger's content as a value: changes make another one, and questions asked of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from pelican_medium.store import book as values
from pelican_medium.store.book import Book, Cell, Entry

OTHER_API = "http://127.0.0.1:8989/v1"


def test_entries_are_put_replaced_and_taken_out():
    """A change makes another book; the one before stays as it was."""
    book = Book({"a": Entry("a"), "b": Entry("b")}, "en", {"md5": {}}, {"x": 1})
    renamed = book.with_entry(Entry("c", title="C"), instead_of="a")
    assert list(renamed.entries) == ["b", "c"]
    assert renamed == replace(book, entries=renamed.entries)
    assert list(book.with_entry(Entry("a", title="A")).entries) == ["a", "b"]
    assert list(book.without_entry("a").entries) == ["b"]
    assert list(book.without_entry("nobody").entries) == ["a", "b"]
    assert list(book.entries) == ["a", "b"]


MEDIUMS, SANDBOXES = Cell("posted"), Cell("posted", api=OTHER_API)


@pytest.mark.parametrize(
    ("cell", "api", "seen"),
    [
        (None, None, False),
        (None, OTHER_API, False),
        (MEDIUMS, None, True),
        (MEDIUMS, OTHER_API, True),
        (SANDBOXES, None, False),
        (SANDBOXES, OTHER_API, True),
        (SANDBOXES, "http://127.0.0.1:9999/v1", False),
        (Cell("skipped"), OTHER_API, True),
    ],
)
def test_a_cell_counts_for_its_own_api(cell, api, seen):
    """A sandbox's cell is absent for Medium; Medium's own and a person's word count everywhere."""
    assert values.counts(cell, api) == (cell if seen else None)


@pytest.mark.parametrize("state", values.STATES)
@pytest.mark.parametrize(("cell_api", "api"), [(None, None), (None, OTHER_API), (OTHER_API, None)])
def test_only_a_sandbox_run_must_leave_mediums_cells_alone(state, cell_api, api):
    """A cell without an api belongs to Medium, but for skipped, which is the author's word."""
    expected = cell_api is None and api is not None and state != "skipped"
    assert values.belongs_to_medium(Cell(state, api=cell_api), api) == expected


def test_no_cell_belongs_to_nobody():
    """An article that was never sent is anybody's."""
    assert not values.belongs_to_medium(None, OTHER_API)


@pytest.mark.parametrize("api", [None, OTHER_API])
def test_only_a_posting_of_this_api_becomes_unknown(api):
    """Whoever takes the lock turns what was being sent into unknown, and nothing else."""
    cells = {
        f"{state} {other}": Cell(state, by="api", at="2026-11-21T08:00:00Z", api=other)
        for state in values.STATES
        for other in (None, OTHER_API)
    }
    entries = {key: Entry(key, title="T", cell=cell) for key, cell in cells.items()}
    book = Book({**entries, "bare": Entry("bare")}, "en")
    after = values.recovered(book, api)
    changed = {key for key in book.entries if after.entries[key] != book.entries[key]}
    lost = f"posting {api}"
    assert changed == {lost}
    assert after.entries[lost].cell == replace(
        cells[lost], state="unknown", reason=values.LEFT_BEHIND
    )
    assert values.recovered(after, api) == after


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 21, 8, 0, 0, 999999, tzinfo=UTC), "2026-11-21T08:00:00Z"),
        (datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=2))), "2025-12-31T22:00:00Z"),
    ],
)
def test_a_stamp_is_utc_in_whole_seconds(moment, text):
    """The ledger's moments look alike wherever they were made."""
    assert values.stamp(moment) == text
    assert values.read_stamp(text) == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-21T08:00:00", datetime(2026, 11, 21, 8, tzinfo=UTC)),
        ("2026-11-21", datetime(2026, 11, 21, tzinfo=UTC)),
        ("2026-11-21T10:00:00+02:00", datetime(2026, 11, 21, 8, tzinfo=UTC)),
        (None, None),
        ("", None),
        ("yesterday", None),
        ("2026-13-01", None),
        ("0", None),
    ],
)
def test_a_stamp_made_by_hand_reads_or_is_none(text, moment):
    """A moment without a zone is UTC; what is no moment is None."""
    assert values.read_stamp(text) == moment


# --- Pictures ---

URL = "https://cdn-images-1.medium.com/x.png"
SANDBOX = "http://127.0.0.1:8989/v1"


@pytest.mark.parametrize(
    ("kept", "api", "known"),
    [
        ({"url": URL}, None, URL),
        ({"url": URL}, SANDBOX, None),
        ({"url": URL, "api": SANDBOX}, None, None),
        ({"url": URL, "api": SANDBOX}, SANDBOX, URL),
        ({"url": URL, "api": SANDBOX}, "http://127.0.0.1:1/v1", None),
        ({"url": "nonsense"}, None, None),
        ({"url": None}, None, None),
        ("nonsense", None, None),
        (None, None, None),
    ],
)
def test_a_picture_counts_for_its_own_api(kept, api, known):
    """One that was made by hand and holds nonsense is no picture, and no traceback."""
    assert Book(pictures={"m": kept}).picture_url("m", api) == known


def test_what_is_mediums_stays_mediums():
    """A trial writes its own pictures only; Medium's take the place of a trial's."""
    book = Book().with_pictures({"m": "https://a.example/1"}, SANDBOX)
    assert book.pictures == {"m": {"url": "https://a.example/1", "api": SANDBOX}}
    book = book.with_pictures({"m": URL}, None)
    assert book.pictures == {"m": {"url": URL}}
    assert book.with_pictures({"m": "https://a.example/2"}, SANDBOX) == book

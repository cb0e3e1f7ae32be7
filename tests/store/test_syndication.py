"""An article's copy on Medium: what others may know of it, and of which there is none."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pelican_medium.store import syndication
from pelican_medium.store.book import Cell

SHOWN = Cell(
    "posted", id="0a", url="https://medium.com/p/0a", at="2026-01-05T08:00:00Z",
    publish_status="public",
)  # fmt: skip


def test_what_a_copy_says():
    """What others may know, and when it was sent as a moment."""
    copy = syndication.of(SHOWN, None)
    assert copy.posted == datetime(2026, 1, 5, 8, tzinfo=UTC)
    assert (copy.state, copy.status, copy.url, copy.id) == ("posted", "public", SHOWN.url, "0a")
    assert syndication.of(replace(SHOWN, publish_status="unlisted", at="?"), None).posted is None


@pytest.mark.parametrize(
    "cell",
    [
        None,
        Cell("posted"),
        *(replace(SHOWN, publish_status=status) for status in ("draft", None, "pending")),
        *(replace(SHOWN, state=state) for state in ("posting", "unknown", "rejected", "skipped")),
        *(replace(SHOWN, url=url) for url in (None, "", "/p/0a", "javascript:alert(1)")),
        replace(SHOWN, api="http://127.0.0.1:1/v1"),
    ],
)
def test_there_is_no_copy_of_anything_else(cell):
    """A draft's address is its author's alone; an address that is none is none."""
    assert syndication.of(cell, None) is None

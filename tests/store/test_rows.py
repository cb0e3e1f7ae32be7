"""An article's row in the outbox, and the articles of which nothing else is kept."""

import json
from datetime import UTC, datetime

import pytest
from factories import make_article

from pelican_medium.store import rows
from pelican_medium.store.rows import Settled, Settling


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"source_path": None},
        {"title": 'A “title” with "signs" \ud800 \\'},
        {"date": datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)},
    ],
)
def test_an_article_comes_back_as_its_row_says(told):
    """It is JSON that was put together by hand, and ASCII."""
    one = make_article("one", **told)
    row = rows.row(one)
    assert row.isascii()
    assert rows.row(rows.article_of(json.loads(row))) == row


def test_settled_articles_come_back_in_their_order():
    """Somebody may want them after all, where the ledger has changed meanwhile."""
    settling, articles = Settling(), [make_article(key) for key in "abc"]
    for article in articles:
        settling.add(article)
    settled = settling.all()
    assert settled.count == 3
    assert [rows.row(a) for a in settled.articles()] == [rows.row(a) for a in articles]


def test_of_none_there_is_nothing():
    """An outbox need not know whether there were any."""
    assert Settling().all() == Settled()
    assert Settled().articles() == []

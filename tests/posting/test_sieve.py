"""What a build need not look at again: what is sieved out is what would have changed nothing."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from factories import make_article

from pelican_medium import settings
from pelican_medium.posting import selection
from pelican_medium.posting.sieve import sieve
from pelican_medium.store import rows
from pelican_medium.store.book import BEFORE_FIRST_USE, BY_HAND, MEDIUM_NO, NOT_SELECTED, Book, Cell
from pelican_medium.store.entries import entry_of

SANDBOX = "http://127.0.0.1:8765/v1"
EDITED, OLDER = "sha256-2:edited", "sha256-1:older"


def article(key, **more):
    given = {"fingerprint": "sha256-2:now", "text": f"hash of {key}", "letters": 300}
    return make_article(key, **(given | more))


def sent(state, print_="sha256-2:now", **more):
    return Cell(state, by="api", id="e6f3", fingerprint=print_, **more)


CELLS = {
    "none": None,
    "before first use": Cell("skipped", why=BEFORE_FIRST_USE),
    "before first use, marked": Cell("skipped", why=BEFORE_FIRST_USE, marked=True),
    "before first use, woken": Cell("skipped", why=BEFORE_FIRST_USE, reason="by hand"),
    "not selected": Cell("skipped", why=NOT_SELECTED),
    "medium no": Cell("skipped", why=MEDIUM_NO),
    "by hand": Cell("skipped", why=BY_HAND),
    "of a later release": Cell("skipped", why="of a later release"),
    **{
        f"{state} {name}": sent(state, print_)
        for state in ("posted", "rejected", "unknown", "posting")
        for name, print_ in [("", "sha256-2:now"), ("edited", EDITED), ("older", OLDER)]
    },
    "posted, without a fingerprint": Cell("posted", by="hand"),
    "tried out": sent("posted", api=SANDBOX),
    "tried out, edited": sent("posted", EDITED, api=SANDBOX),
    "tried out, not for Medium": sent("posted", api=SANDBOX, why=BY_HAND),
    "tried out elsewhere": sent("posted", api="http://127.0.0.1:1/v1"),
}


def site(**given):
    pelican = {"PATH": "/nowhere/content", "OUTPUT_PATH": "/nowhere/output", "DEFAULT_LANG": "en"}
    return settings.read(pelican | given, {})


def book_of(*pairs, since="2020-01-01", default_lang="en"):
    entries = {one.key: entry_of(one, cell) for one, cell in pairs}
    return Book(entries=entries, default_lang=default_lang, since=since)


def rows_of(articles):
    return sorted(map(rows.row, articles))


@pytest.mark.parametrize("api", [None, SANDBOX], ids=["medium", "trial"])
@pytest.mark.parametrize("select", ["all", "marked"])
@pytest.mark.parametrize("metadata", [{}, {"medium": "yes"}, {"medium": "no"}, {"medium": "?"}])
@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_all_together_say_the_same_as_what_the_sieve_leaves(cell, metadata, select, api):
    """The ledger, what may be sent, what is held: the article sieved out is in none of it."""
    one, other = article("one", metadata=metadata), article("other")
    book = book_of((one, cell), (other, Cell("skipped", why=BEFORE_FIRST_USE)))
    checked = replace(site(MEDIUM_SELECT=select), api_url=api or site().api_url)
    whole = selection.select([one, other], book, checked)
    sieved = sieve([one, other], book, checked.api)
    found = selection.select(sieved.left, book, checked)
    assert checked.api == api
    assert found.book == whole.book
    assert (found.sendable, found.conflicts) == (whole.sendable, whole.conflicts)
    assert found.left_out == whole.left_out
    assert rows_of([*found.articles, *sieved.settled.articles()]) == rows_of(whole.articles)


def test_what_is_done_with_is_settled():
    """Else nothing would be saved."""
    posted, old, edited = article("posted"), article("old"), article("edited")
    book = book_of(
        (posted, sent("posted")), (old, CELLS["before first use"]), (edited, sent("posted", EDITED))
    )
    sieved = sieve([posted, old, edited], book, None)
    assert rows_of(sieved.settled.articles()) == rows_of([posted, old])
    assert sieved.left == [edited]


@pytest.mark.parametrize(
    "change",
    [
        {"key": "two", "slug": "two"},
        {"slug": ""},
        {"title": "Another"},
        {"title": ""},
        {"canonical_url": "https://blog.example/elsewhere.html"},
        {"source_path": "moved.md"},
        {"source_path": None},
        {"lang": "de"},
        {"date": datetime(2025, 5, 5, tzinfo=UTC)},
    ],
)
def test_one_that_is_not_its_keys_entry_for_sure_has_all_looked_at(change):
    """It could be any entry, also one that another article has."""
    one, other = article("one"), article("other")
    book = book_of((one, sent("posted")), (other, sent("posted")))
    assert sieve([other, one], book, None) is not None
    assert sieve([other, replace(one, **change)], book, None) is None


@pytest.mark.parametrize("told", [{"lang": "en_us"}, {"title": "<br>"}, {"title": ""}])
def test_an_entry_that_is_to_learn_something_has_all_looked_at(told):
    """How a language is spelt may change; and an article without a title is held."""
    one = article("one", **({"lang": "en-us"} | told))
    entry = replace(entry_of(one, sent("posted")), lang="en-us")
    book = Book({"one": entry}, default_lang="en-us", since="2020-01-01")
    assert sieve([one], book, None) is None


def test_two_of_one_name_have_all_looked_at():
    """A build may have the same article twice."""
    one = article("one")
    assert sieve([one, one], book_of((one, sent("posted"))), None) is None


def test_an_entry_without_a_text_has_all_looked_at():
    """It is to learn that of its article."""
    one = article("one", text="")
    assert sieve([one], book_of((one, sent("posted"))), None) is None


def test_a_ledger_that_names_no_language_has_all_looked_at():
    """It is to learn it: keys depend on it."""
    one = article("one")
    assert sieve([one], book_of((one, sent("posted")), default_lang=None), None) is None


def test_keys_go_by_the_ledgers_language():
    """The site may have another one since."""
    one = article("one", lang="de")
    book = book_of((one, sent("posted")), default_lang="de")
    sieved = sieve([replace(one, key="one@de")], book, None)
    assert [a.key for a in sieved.settled.articles()] == ["one"]


def test_what_other_entries_say_is_not_lost():
    """Of articles that are not in the build, the ledger keeps what it says."""
    one, gone = article("one"), article("gone")
    book = book_of((one, sent("posted")), (gone, sent("unknown")))
    found = selection.select(sieve([one], book, None).left, book, site())
    assert found.book == book

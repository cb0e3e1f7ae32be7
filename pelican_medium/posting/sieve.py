"""What a build need not look at again: most builds find nothing new.

Pure: takes a book and articles one at a time, keeps those that matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pelican_medium.model import Article
from pelican_medium.model.text import plain
from pelican_medium.posting.selection import is_settled
from pelican_medium.store import identity, keys
from pelican_medium.store.book import Book, Entry
from pelican_medium.store.rows import Settled, Settling


@dataclass(frozen=True, slots=True)
class Sieved:
    """A build's articles, each of which is its key's entry for sure.

    Attributes:
        settled: those about which there is nothing to do.
        left: the others.
    """

    settled: Settled
    left: list[Article]


def sieve(articles: Iterable[Article], book: Book, api: str | None) -> Sieved | None:
    """Return a build's articles apart by whether there is anything to do about them.

    Returns:
        None as soon as one of them is not its key's entry for sure: then it could be any entry,
        and all of them have to be held against the ledger together.
    """
    if book.default_lang is None:
        return None
    settled, left, seen = Settling(), [], set()
    for article in articles:
        key = keys.key_of(article.slug, article.lang, book.default_lang) if article.slug else ""
        entry = book.entries.get(key)
        if entry is None or key in seen or not _is_its_entry(article, entry):
            return None
        seen.add(key)
        article = keys.under(article, key)  # noqa: PLW2901 - the same article
        if is_settled(book, article, entry, api):
            settled.add(article)
        else:
            left.append(article)
    return Sieved(settled.all(), left)


def _is_its_entry(article: Article, entry: Entry) -> bool:
    """Tell whether `selection.select` would take it for that entry and leave the entry alone."""
    sure = identity.is_for_sure(article, entry) and entry.lang == article.lang
    return sure and bool(plain(article.title))

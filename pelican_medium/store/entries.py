"""Articles → entries of the ledger: what it keeps of each, and under which earlier names."""

from __future__ import annotations

from dataclasses import replace

from pelican_medium.model import Article
from pelican_medium.model.text import plain
from pelican_medium.store.book import Cell, Entry


def entry_of(article: Article) -> Entry:
    """Return the entry of an article that the ledger does not know yet."""
    return Entry(
        key=article.key,
        title=plain(article.title),
        date=article.date.date().isoformat(),
        canonical_url=article.canonical_url,
        lang=article.lang,
        source_path=article.source_path,
    )


def recorded(entry: Entry | None, article: Article, cell: Cell | None) -> Entry:
    """Return an article's entry as it is now, with this cell."""
    return replace(updated(entry, article) if entry else entry_of(article), cell=cell)


def updated(entry: Entry, article: Article) -> Entry:
    """Return the entry as the article is now; what it was called before goes into ``also``."""
    now = entry_of(article)
    current = {now.key, now.canonical_url, now.source_path}
    names = (*entry.also, entry.key, entry.canonical_url, entry.source_path)
    before = dict.fromkeys(name for name in names if name and name not in current)
    path = now.source_path or entry.source_path
    return replace(now, source_path=path, also=tuple(before), cell=entry.cell, extra=entry.extra)


def with_names(entry: Entry, article: Article) -> Entry:
    """Return the entry with another old article of the same slug recorded in it."""
    names = (n for n in (article.source_path, article.canonical_url) if n)
    return replace(entry, also=(*entry.also, *names))

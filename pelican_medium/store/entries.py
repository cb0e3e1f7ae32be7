"""Articles → entries of the ledger: what it keeps of each, and under which earlier names."""

from __future__ import annotations

from dataclasses import replace

from pelican_medium.model import Article
from pelican_medium.model.text import plain
from pelican_medium.store.book import BEFORE_FIRST_USE, Book, Cell, Entry
from pelican_medium.store.keys import own_key, plain_key


def entry_of(article: Article, cell: Cell | None = None) -> Entry:
    """Return the entry of an article that the ledger does not know yet."""
    return Entry(
        key=article.key,
        title=plain(article.title),
        date=article.date.date().isoformat(),
        canonical_url=article.canonical_url,
        lang=article.lang,
        source_path=article.source_path,
        text=article.text or None,
        cell=cell,
    )


def recorded(entry: Entry | None, article: Article, cell: Cell | None) -> Entry:
    """Return an article's entry as it is now, with this cell."""
    return replace(updated(entry, article), cell=cell) if entry else entry_of(article, cell)


def updated(entry: Entry, article: Article) -> Entry:
    """Return the entry as the article is now; what it was called before goes into ``also``.

    The hash of its text is kept while nothing else changes: an edit need not touch the ledger.
    """
    if _is_up_to_date(entry, article):
        return entry if entry.text or not article.text else replace(entry, text=article.text)
    now = entry_of(article)
    source_path = now.source_path or entry.source_path
    current = {now.key, now.canonical_url, source_path}
    names = (*entry.also, entry.key, entry.canonical_url, entry.source_path)
    before = dict.fromkeys(name for name in names if name and name not in current)
    return replace(
        entry,
        key=now.key,
        title=now.title,
        date=now.date,
        canonical_url=now.canonical_url,
        lang=now.lang,
        source_path=source_path,
        also=tuple(before),
        text=now.text or entry.text,
    )


def _is_up_to_date(entry: Entry, article: Article) -> bool:
    return (
        entry.key == article.key
        and entry.source_path == (article.source_path or entry.source_path)
        and entry.canonical_url == article.canonical_url
        and entry.lang == article.lang
        and entry.date == article.date.date().isoformat()
        and (entry.title == article.title or entry.title == plain(article.title))
    )


def twin(article: Article, book: Book) -> Entry | None:
    """Return a new entry for an article that an old ledger has in that of another one.

    First use once put two articles of one slug into one entry, the file and the address of the
    second into its ``also``; such entries have no ``text`` yet.
    """
    key = plain_key(article)
    entry = book.entries.get(key)
    if entry is None or entry.text or entry.cell is None or entry.cell.why != BEFORE_FIRST_USE:
        return None
    if not {article.source_path, article.canonical_url} <= {*entry.also}:
        return None
    return Entry(own_key(article, key, book.entries), cell=entry.cell)

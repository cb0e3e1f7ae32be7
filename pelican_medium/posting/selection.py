"""One build's articles held against the ledger: who is new, who is known, who must wait.

Pure: takes a book, returns another one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pelican_medium.model import Article
from pelican_medium.model.errors import ArticleError
from pelican_medium.model.text import plain
from pelican_medium.settings import Settings, functions, metadata, values
from pelican_medium.store import identity
from pelican_medium.store.book import (
    BEFORE_FIRST_USE,
    NOT_SELECTED,
    Book,
    Cell,
    Entry,
    belongs_to_medium,
    counts,
    decision,
)
from pelican_medium.store.entries import entry_of, recorded, updated, with_names
from pelican_medium.store.identity import Conflict


@dataclass(frozen=True, slots=True)
class Selection:
    """What a build found.

    Attributes:
        book: the ledger brought up to date; equal to the one given where nothing changed.
        articles: every article that can be told apart, under its key in the ledger.
        sendable: the keys of those that may still be sent, if not now then after a `mark`.
        conflicts: those that are not posted, with the reason.
    """

    book: Book
    articles: tuple[Article, ...]
    sendable: frozenset[str]
    conflicts: tuple[Conflict, ...]

    @property
    def left_out(self) -> dict[str, Conflict]:
        """The conflicts by key, as far as the ledger has nothing under that key."""
        keyed = [c for c in self.conflicts if c.article.key]
        return {c.article.key: c for c in keyed if c.article.key not in self.book.entries}


def first_use(articles: Sequence[Article], settings: Settings) -> Book:
    """Return the first ledger: every article of the build is old, none will be posted."""
    entries: dict[str, Entry] = {}
    for article in _keyed(articles, settings.default_lang):
        key = article.key or article.name
        old = replace(entry_of(replace(article, key=key)), cell=_old(article))
        entries[key] = with_names(entries[key], article) if key in entries else old
    return Book(entries=entries, default_lang=settings.default_lang)


def select(articles: Sequence[Article], book: Book, settings: Settings) -> Selection:
    """Hold a build's articles against the ledger."""
    book = replace(book, default_lang=book.default_lang or settings.default_lang)
    keyed = _keyed(articles, book.default_lang or "")
    nameless = [Conflict(a, why) for a in keyed if (why := _nameless(a))]
    matches = identity.match([a for a in keyed if not _nameless(a)], book)
    book, articles = _brought_up_to_date(book, matches)
    book, choice = _with_choice(book, articles, settings)
    return Selection(
        book=book,
        articles=tuple(articles),
        sendable=frozenset(
            article.key
            for article in articles
            if article.key not in choice.left_out and is_sendable(book, article, settings.api)
        ),
        conflicts=(*nameless, *matches.conflicts, *choice.refused),
    )


def is_pending(book: Book, article: Article, api: str | None) -> bool:
    """Tell whether an article would be sent now: never seen, or rejected and edited since."""
    entry = book.entries.get(article.key)
    if entry is None or belongs_to_medium(entry.cell, api):
        return entry is None
    cell = counts(entry.cell, api)
    if cell is None or _is_woken(cell):
        return True
    return cell.state == "rejected" and cell.fingerprint != article.fingerprint


def is_sendable(book: Book, article: Article, api: str | None) -> bool:
    """Tell whether an article's body is worth keeping.

    That is: it is pending, its fate is unknown, or Medium has a former text of it, for which the
    desk shows the new one.
    """
    entry = book.entries.get(article.key)
    cell = counts(entry.cell, api) if entry else None
    is_unknown = cell is not None and cell.state == "unknown"
    return is_pending(book, article, api) or is_unknown or is_edited(cell, article)


def is_edited(cell: Cell | None, article: Article) -> bool:
    """Tell whether an article is known to differ from what was posted.

    Fingerprints that were made in different ways say nothing of each other.
    """
    if cell is None or cell.state != "posted" or not cell.fingerprint:
        return False
    same_kind = cell.fingerprint.partition(":")[0] == article.fingerprint.partition(":")[0]
    return same_kind and cell.fingerprint != article.fingerprint


def _may_wake(cell: Cell | None, article: Article) -> bool:
    """Tell whether a skipped article becomes new again, if it is selected now."""
    if cell is None or cell.state != "skipped":
        return False
    if cell.why == BEFORE_FIRST_USE:
        return _marked(article) and not cell.marked
    return cell.why == NOT_SELECTED


def _woken(cell: Cell, api: str | None) -> Cell | None:
    """Return the cell of a skipped article that is new again.

    On a trial it keeps the decision, because for Medium the article stays skipped.
    """
    return replace(cell, api=api, reason=_ON_TRIAL) if api else None


def _is_woken(cell: Cell | None) -> bool:
    return cell is not None and cell.state == "skipped" and cell.reason == _ON_TRIAL


#: Why a skipped article is new all the same, on another API than Medium's.
_ON_TRIAL = "selected since, and tried out here"


def is_selected(article: Article, settings: Settings) -> bool:
    """Tell whether the author wants this article on Medium.

    Raises:
        ArticleError: the article says something that cannot be understood, or the author's
            own MEDIUM_SELECT function failed on it.
    """
    wanted = metadata.wanted(article)
    if wanted is False or not _speaks(article.lang, settings.languages):
        return False
    if settings.select == "marked":
        return wanted is True
    ask = settings.select
    if callable(ask):
        return functions.call("MEDIUM_SELECT", lambda: bool(ask(article)))
    return True


def _speaks(lang: str, languages: tuple[str, ...] | None) -> bool:
    return languages is None or values.language(lang) in languages


def _keyed(articles: Iterable[Article], default_lang: str) -> list[Article]:
    return [
        replace(a, key=identity.key_of(a.slug, a.lang, default_lang) if a.slug else "")
        for a in articles
    ]


def _nameless(article: Article) -> str | None:
    if not article.slug:
        return "its slug is empty, so it could not be told from another one; give it a Slug"
    if not plain(article.title):
        return "it has no title, and Medium takes none without"
    return None


def _brought_up_to_date(book: Book, matches: identity.Matches) -> tuple[Book, list[Article]]:
    articles = list(matches.new)
    known = {entry.key for _, entry in matches.known}
    entries = {key: entry for key, entry in book.entries.items() if key not in known}
    keys = _settled_keys(matches.known, taken=entries)
    for article, entry in matches.known:
        key = keys[entry.key]
        now = article if article.key == key else replace(article, key=key)
        entries[key] = updated(entry, now)
        articles.append(now)
    return replace(book, entries=entries), articles


def _settled_keys(
    known: Sequence[tuple[Article, Entry]], taken: Mapping[str, Entry]
) -> dict[str, str]:
    """Return the key of each known entry: the article's, or its old one where that is taken."""
    keys = {entry.key: article.key for article, entry in known}
    while True:
        wanted = Counter(keys.values())
        barred = {
            old: new
            for old, new in keys.items()
            if old != new and (new in taken or wanted[new] > 1)
        }
        if not barred:
            return keys
        keys.update({old: old for old in barred})


def _old(article: Article) -> Cell:
    return Cell("skipped", why=BEFORE_FIRST_USE, marked=_marked(article) or None)


def _marked(article: Article) -> bool:
    try:
        return metadata.wanted(article) is True
    except ArticleError:
        return False


@dataclass(slots=True)
class _Choice:
    """What the author's settings and metadata leave out of a build.

    Attributes:
        unwanted: the keys of those not selected.
        refused: those whose metadata cannot be understood.
    """

    unwanted: set[str]
    refused: list[Conflict]

    @property
    def left_out(self) -> set[str]:
        return self.unwanted | {conflict.article.key for conflict in self.refused}


def _with_choice(
    book: Book, articles: Sequence[Article], settings: Settings
) -> tuple[Book, _Choice]:
    entries = dict(book.entries)
    choice = _Choice(set(), [])
    for article in articles:
        entry = entries.get(article.key)
        cell = counts(entry.cell, settings.api) if entry else None
        if not is_pending(book, article, settings.api) and not _may_wake(cell, article):
            continue
        try:
            selected = is_selected(article, settings) and not _sleeps_again(cell, article)
        except ArticleError as error:
            choice.refused.append(Conflict(article, str(error)))
            continue
        if not selected:
            choice.unwanted.add(article.key)
        after = _cell_after(cell, article, settings.api, selected=selected)
        if after != cell:
            entries[article.key] = recorded(entry, article, after)
    return replace(book, entries=entries), choice


def _sleeps_again(cell: Cell | None, article: Article) -> bool:
    """Tell whether what once made a skipped article new on trial is gone from it."""
    return _is_woken(cell) and not _may_wake(decision(cell), article)


def _cell_after(
    cell: Cell | None, article: Article, api: str | None, *, selected: bool
) -> Cell | None:
    """Return what becomes of a cell by what the author wants today."""
    if selected:
        return _woken(cell, api) if cell and _may_wake(cell, article) else cell
    if cell is None:
        return Cell("skipped", why=NOT_SELECTED)
    return decision(cell) if _is_woken(cell) else cell

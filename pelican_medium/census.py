"""One build's articles held against the ledger: who is new, who is known, who must wait.

Pure: takes a book, returns another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pelican_medium import identity, wishes
from pelican_medium.errors import ArticleError
from pelican_medium.identity import Conflict
from pelican_medium.ledger import (
    BEFORE_FIRST_USE,
    NOT_SELECTED,
    Book,
    Cell,
    Entry,
    belongs_to_medium,
    counts,
)
from pelican_medium.model import Article
from pelican_medium.settings import Settings
from pelican_medium.text import plain


@dataclass(frozen=True, slots=True)
class Census:
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
        old = replace(_entry(replace(article, key=key)), cell=_old(article))
        entries[key] = _with_names(entries[key], article) if key in entries else old
    return Book(entries=entries, default_lang=settings.default_lang)


def take(articles: Sequence[Article], book: Book, settings: Settings) -> Census:
    """Hold a build's articles against the ledger."""
    keyed = _keyed(articles, book.default_lang or settings.default_lang)
    nameless = [Conflict(a, why) for a in keyed if (why := _nameless(a))]
    matches = identity.match([a for a in keyed if not _nameless(a)], book)
    book, articles = _brought_up_to_date(book, matches)
    book, refused = _with_selection(book, articles, settings)
    refused_keys = {conflict.article.key for conflict in refused}
    clear = tuple(a for a in articles if a.key not in refused_keys)
    return Census(
        book=book,
        articles=tuple(articles),
        sendable=frozenset(a.key for a in clear if is_sendable(book, a, settings.api)),
        conflicts=(*nameless, *matches.conflicts, *refused),
    )


def is_pending(book: Book, article: Article, api: str | None) -> bool:
    """Tell whether an article would be sent now: never seen, or rejected and edited since."""
    entry = book.entries.get(article.key)
    if entry is None or belongs_to_medium(entry.cell, api):
        return entry is None
    cell = counts(entry.cell, api)
    edited = cell is not None and cell.fingerprint != article.fingerprint
    return cell is None or (cell.state == "rejected" and edited)


def is_sendable(book: Book, article: Article, api: str | None) -> bool:
    """Tell whether an article's body is worth keeping: pending, or its fate is unknown."""
    entry = book.entries.get(article.key)
    cell = counts(entry.cell, api) if entry else None
    return is_pending(book, article, api) or (cell is not None and cell.state == "unknown")


def is_selected(article: Article, settings: Settings) -> bool:
    """Tell whether the author wants this article on Medium.

    Raises:
        ArticleError: the article says something that cannot be understood, or the author's
            own MEDIUM_SELECT function failed on it.
    """
    wanted = wishes.wanted(article)
    if wanted is False or not _speaks(article.lang, settings.languages):
        return False
    if settings.select == "marked":
        return wanted is True
    if callable(settings.select):
        return _asked(settings, article)
    return True


def _speaks(lang: str, languages: tuple[str, ...] | None) -> bool:
    return languages is None or lang in languages


def _asked(settings: Settings, article: Article) -> bool:
    assert callable(settings.select)  # noqa: S101 - for the type checker
    try:
        return bool(settings.select(article))
    except Exception as error:  # the author's own function may raise anything
        raise ArticleError(
            f"the function MEDIUM_SELECT failed on it: {type(error).__name__}: {error}"
        ) from error


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
    entries = dict(book.entries)
    articles = list(matches.new)
    for article, entry in matches.known:
        # Where another entry has the article's key already, this one keeps its old key.
        if article.key != entry.key and article.key in entries:
            article = replace(article, key=entry.key)  # noqa: PLW2901 - it is known by that key
        del entries[entry.key]
        entries[article.key] = _updated(entry, article)
        articles.append(article)
    return replace(book, entries=entries), articles


def _entry(article: Article) -> Entry:
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
    return replace(_updated(entry, article) if entry else _entry(article), cell=cell)


def _updated(entry: Entry, article: Article) -> Entry:
    """Return the entry as the article is now; what it was called before goes into ``also``."""
    now = _entry(article)
    current = {now.key, now.canonical_url, now.source_path}
    names = (*entry.also, entry.key, entry.canonical_url, entry.source_path)
    before = dict.fromkeys(name for name in names if name and name not in current)
    path = now.source_path or entry.source_path
    return replace(now, source_path=path, also=tuple(before), cell=entry.cell, extra=entry.extra)


def _with_names(entry: Entry, article: Article) -> Entry:
    """Return the entry with another old article of the same slug recorded in it."""
    names = (n for n in (article.source_path, article.canonical_url) if n)
    return replace(entry, also=(*entry.also, *names))


def _old(article: Article) -> Cell:
    return Cell("skipped", why=BEFORE_FIRST_USE, marked=_marked(article) or None)


def _marked(article: Article) -> bool:
    try:
        return wishes.wanted(article) is True
    except ArticleError:
        return False


def _with_selection(
    book: Book, articles: Sequence[Article], settings: Settings
) -> tuple[Book, list[Conflict]]:
    entries = dict(book.entries)
    refused: list[Conflict] = []
    for article in articles:
        entry = entries.get(article.key)
        cell = counts(entry.cell, settings.api) if entry else None
        if cell is not None and not _may_wake(cell, article):
            continue
        try:
            selected = is_selected(article, settings)
        except ArticleError as error:
            refused.append(Conflict(article, str(error)))
            continue
        if cell is None and not selected:
            entries[article.key] = recorded(entry, article, Cell("skipped", why=NOT_SELECTED))
        elif cell is not None and entry is not None and selected:
            entries[article.key] = replace(entry, cell=None)
    return replace(book, entries=entries), refused


def _may_wake(cell: Cell, article: Article) -> bool:
    """Tell whether an article with this cell becomes new again if it is selected now."""
    if cell.state == "skipped" and cell.why == BEFORE_FIRST_USE:
        return _marked(article) and not cell.marked
    return cell.state == "skipped" and cell.why == NOT_SELECTED

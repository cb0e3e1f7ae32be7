"""One build's articles held against the ledger: who is new, who is known, who must wait.

Pure: takes a book, returns another one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from pelican_medium.model import Article
from pelican_medium.model.text import plain
from pelican_medium.posting.choice import decided, is_too_old, is_woken, marked
from pelican_medium.settings import Settings
from pelican_medium.store import identity, keys
from pelican_medium.store.book import (
    BEFORE_FIRST_USE,
    MEDIUM_NO,
    NOT_SELECTED,
    Book,
    Cell,
    Entry,
    belongs_to_medium,
    counts,
    has_changed,
)
from pelican_medium.store.entries import entry_of, recorded, twin, updated
from pelican_medium.store.identity import Matches
from pelican_medium.store.rows import Settled
from pelican_medium.store.unclear import Conflict

#: Completes an article of which only a part was read.
Whole = Callable[[Article], Article]


@dataclass(frozen=True, slots=True)
class Selection:
    """What a build found.

    Attributes:
        book: the ledger brought up to date; equal to the one given where nothing changed.
        articles: every article that can be told apart, under its key in the ledger.
        sendable: the keys of those that may still be sent, if not now then after a `mark`.
        conflicts: those that are not posted, with the reason.
        settled: the articles about which there is nothing to do, if they were sieved out before;
            `articles` has all the others.
    """

    book: Book
    articles: tuple[Article, ...]
    sendable: frozenset[str]
    conflicts: tuple[Conflict, ...]
    settled: Settled = field(default_factory=Settled)

    @property
    def left_out(self) -> dict[str, Conflict]:
        """The conflicts by key, as far as the ledger does not say more of them.

        One whose key is that of another article can only be told: a mark would mean that other.
        """
        owners = {article.key: article.name for article in self.articles}
        keyed = {c.article.key: c for c in self.conflicts if c.article.key}
        return {
            key: c
            for key, c in keyed.items()
            if owners.get(key, c.article.name) == c.article.name
            if may_be_held(self.book.entries.get(key))
        }


def may_be_held(entry: Entry | None) -> bool:
    """Tell whether a build's reason to hold an article still counts beside what its entry says.

    A person's word, or what became of it since, says more.
    """
    return entry is None or (entry.cell is not None and entry.cell.why == NOT_SELECTED)


def first_use(articles: Sequence[Article], settings: Settings, now: datetime | None = None) -> Book:
    """Return the first ledger: every article of the build is old, none will be posted.

    Args:
        now: the moment of first use; by default what this machine's clock says.
    """
    entries: dict[str, Entry] = {}
    keyed = _keyed(articles, settings.default_lang)
    for article in keyed:
        key = article.key or article.name
        key = keys.own_key(article, key, entries) if key in entries else key
        entries[key] = entry_of(keys.under(article, key), _old(article))
    today = (now or datetime.now(UTC)).astimezone(settings.timezone).date()
    return Book(entries=entries, default_lang=settings.default_lang, since=today.isoformat())


def select(
    articles: Sequence[Article],
    book: Book,
    settings: Settings,
    whole: Whole = lambda article: article,
) -> Selection:
    """Hold a build's articles against the ledger.

    Args:
        whole: returns an article with all there is of it, under the same key; asked only for
            those of which more is needed than who they are and whether they were edited.
    """
    lang = book.default_lang or settings.default_lang
    book = replace(book, default_lang=lang)
    keyed = _keyed(articles, lang)
    nameless = {id(a): Conflict(a, why) for a in keyed if (why := _nameless(a))}
    named = [article for article in keyed if id(article) not in nameless]
    matches = _matched(_with_texts(named, book, whole), book)
    book, articles, unclear = _brought_up_to_date(book, matches, settings.api)
    book, choice = _with_choice(book, articles, settings)
    sendable = frozenset(
        article.key
        for article in articles
        if article.key not in choice.unwanted and is_sendable(book, article, settings.api)
    )
    return Selection(
        book=book,
        articles=tuple(whole(a) if a.key in sendable else a for a in articles),
        sendable=sendable,
        conflicts=(*nameless.values(), *unclear, *choice.refused),
    )


def is_pending(book: Book, article: Article, api: str | None) -> bool:
    """Tell whether an article would be sent now: never seen, or rejected and edited since."""
    entry = book.entries.get(article.key)
    if entry is None:
        return not is_too_old(book, article)
    if belongs_to_medium(entry.cell, api):
        return False
    cell = counts(entry.cell, api)
    if cell is None or is_woken(cell):
        return True
    return cell.state == "rejected" and has_changed(cell.fingerprint, article.fingerprint)


def is_sendable(book: Book, article: Article, api: str | None) -> bool:
    """Tell whether an article's body is worth keeping.

    That is: it was never sent, its fate is unknown, or Medium has a former text of it, for which
    the desk shows the new one.
    """
    entry = book.entries.get(article.key)
    cell = counts(entry.cell, api) if entry else None
    if cell is not None and cell.state == "unknown":
        return True
    return entry is None or is_edited(cell, article) or is_pending(book, article, api)


def is_settled(book: Book, article: Article, entry: Entry, api: str | None) -> bool:
    """Tell whether there is nothing to do about an article that is this entry for sure."""
    cell = counts(entry.cell, api)
    is_same = _with_fingerprint(entry, article, api) is entry
    if not is_same or _is_open(book, article, entry, cell, api):
        return False
    is_old = cell is not None and cell.state == "skipped" and not is_woken(cell)
    return is_old or not is_sendable(book, article, api)


def is_edited(cell: Cell | None, article: Article) -> bool:
    """Tell whether an article is known to differ from what was posted."""
    if cell is None or cell.state != "posted":
        return False
    return has_changed(cell.fingerprint, article.fingerprint)


def _keyed(articles: Iterable[Article], default_lang: str) -> list[Article]:
    named = ((a, keys.key_of(a.slug, a.lang, default_lang) if a.slug else "") for a in articles)
    return [keys.under(article, key) for article, key in named]


def _with_texts(articles: Sequence[Article], book: Book, whole: Whole) -> list[Article]:
    """Return articles with the texts that tell them apart; most need none.

    A text alone proves something only where one article has it: then that of each counts.
    """
    read = {id(a): whole(a) for a in articles if not identity.is_known_for_sure(a, book)}
    unsure = {article.text for article in read.values()}
    if any(entry.text in unsure for entry in book.entries.values() if entry.text):
        return [whole(article) for article in articles]
    return [read.get(id(article), article) for article in articles]


def _nameless(article: Article) -> str | None:
    if not article.slug:
        return "its slug is empty, so it could not be told from another one; give it a Slug"
    if not plain(article.title):
        return "it has no title, and Medium takes none without"
    return None


def _matched(articles: Sequence[Article], book: Book) -> Matches:
    """Return which entry each article is, with those that an old ledger had in one entry."""
    matches = identity.match(articles, book)
    others = [*matches.new, *(conflict.article for conflict in matches.conflicts)]
    twins = {id(a): entry for a in others if (entry := twin(a, book))}
    if not twins:
        return matches
    return Matches(
        [*matches.known, *((a, twins[id(a)]) for a in others if id(a) in twins)],
        [a for a in matches.new if id(a) not in twins],
        [c for c in matches.conflicts if id(c.article) not in twins],
    )


def _brought_up_to_date(
    book: Book, matches: Matches, api: str | None
) -> tuple[Book, list[Article], list[Conflict]]:
    """Return the book as the articles are now, with these under the keys they have in it."""
    known = {entry.key for _, entry in matches.known}
    entries = {key: entry for key, entry in book.entries.items() if key not in known}
    in_use = _keys_in_use(matches.known, taken=entries)
    articles = []
    for article, entry in matches.known:
        key = in_use[entry.key]
        now = keys.under(article, key)
        entries[key] = _with_fingerprint(updated(entry, now), now, api)
        articles.append(now)
    others = [*matches.new, *(conflict.article for conflict in matches.conflicts)]
    own = keys.with_own_keys(others, entries)
    new, unclear = own[: len(matches.new)], own[len(matches.new) :]
    conflicts = zip(matches.conflicts, unclear, strict=True)
    return (
        replace(book, entries=entries),
        [*new, *articles],
        [replace(conflict, article=article) for conflict, article in conflicts],
    )


def _with_fingerprint(entry: Entry, article: Article, api: str | None) -> Entry:
    """Return the entry with a fingerprint made in today's way: that edits no article."""
    cell = entry.cell
    if cell is None or not cell.fingerprint or belongs_to_medium(cell, api):
        return entry
    now = article.fingerprint
    if cell.fingerprint == now or has_changed(cell.fingerprint, now):
        return entry
    return replace(entry, cell=replace(cell, fingerprint=now))


def _keys_in_use(
    known: Sequence[tuple[Article, Entry]], taken: Mapping[str, Entry]
) -> dict[str, str]:
    """Return the key of each known entry: the article's, or its old one where that is taken.

    A key of its own stays, because a person may have been told it.
    """
    found = {
        entry.key: entry.key if keys.is_own_key(entry.key, article) else article.key
        for article, entry in known
    }
    while barred := _barred(found, taken):
        found.update({old: old for old in barred})
    return found


def _barred(found: Mapping[str, str], taken: Mapping[str, Entry]) -> list[str]:
    """Return those that cannot have the key they would change to, because another one has it."""
    wanted = Counter(found.values())
    return [old for old, new in found.items() if old != new and (new in taken or wanted[new] > 1)]


def _old(article: Article) -> Cell:
    return Cell("skipped", why=BEFORE_FIRST_USE, marked=marked(article) or None)


@dataclass(slots=True)
class _Choice:
    """What the author's settings and metadata leave out of a build.

    Attributes:
        unwanted: the keys of those not selected, and of those nobody can say that of.
        refused: those that a person has to say more of.
    """

    unwanted: set[str]
    refused: list[Conflict]


def _with_choice(
    book: Book, articles: Sequence[Article], settings: Settings
) -> tuple[Book, _Choice]:
    entries = dict(book.entries)
    choice = _Choice(set(), [])
    for article in articles:
        entry = entries.get(article.key)
        cell = counts(entry.cell, settings.api) if entry else None
        if not _is_open(book, article, entry, cell, settings.api):
            continue
        decision = decided(book, article, cell, settings)
        if decision.conflict:
            choice.refused.append(decision.conflict)
        if not decision.wanted:
            choice.unwanted.add(article.key)
        if decision.cell != cell:
            entries[article.key] = recorded(entry, article, decision.cell)
    return replace(book, entries=entries), choice


def _is_open(
    book: Book, article: Article, entry: Entry | None, cell: Cell | None, api: str | None
) -> bool:
    """Tell whether what the author wants of an article today matters; not what a person said."""
    if cell is not None and cell.why == BEFORE_FIRST_USE and not cell.reason:
        return bool(article.metadata)  # nothing else wakes it
    if cell is not None and cell.state == "skipped":
        return cell.why in {BEFORE_FIRST_USE, NOT_SELECTED, MEDIUM_NO}
    return entry is None or is_pending(book, article, api)

"""Who is it? Finds the ledger's entry of each article of a build, by path, address, key.

An article that moves, is renamed or gets another permalink stays the same article, because its
entry keeps what it was called before in ``also``. Nothing here guesses: whatever two articles
could both claim is claimed by neither, and both are named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from pelican_medium.model import Article
from pelican_medium.store.book import Book, Entry


@dataclass(frozen=True, slots=True)
class Conflict:
    """An article that cannot be told from another one, and so is not posted."""

    article: Article
    reason: str


@dataclass(slots=True)
class Matches:
    """Which entry each article is.

    Attributes:
        known: the articles that have an entry, with it.
        new: those that have none.
        conflicts: those that are neither for sure.
    """

    known: list[tuple[Article, Entry]] = field(default_factory=list)
    new: list[Article] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def key_of(slug: str, lang: str, default_lang: str) -> str:
    """Return an article's key: its slug, with ``@lang`` outside the default language."""
    return slug if lang.lower() == default_lang.lower() else f"{slug}@{lang.lower()}"


def match(articles: Sequence[Article], book: Book) -> Matches:
    """Find the entry of each article: by source path, then canonical URL, then key.

    Each way first by what the entry says now, then by what it was called before.
    """
    claims: dict[str, Article] = {}
    found: dict[int, Entry] = {}
    contested: set[str] = set()
    for way in _WAYS:
        left = [article for article in articles if id(article) not in found]
        for entry, claimants in _claimants(left, book, way):
            if entry.key in claims or entry.key in contested:
                continue
            if len(claimants) > 1:
                contested.add(entry.key)
                continue
            claims[entry.key] = claimants[0]
            found[id(claimants[0])] = entry
    return _sorted_out(articles, book, found, claims)


def _claimants(
    articles: Sequence[Article], book: Book, way: _Way
) -> list[tuple[Entry, list[Article]]]:
    """Return the entries that articles claim in one way, with those that do."""
    names_of_entry, name_of_article = way
    index = _index(book.entries.values(), names_of_entry)
    claimants: dict[str, tuple[Entry, list[Article]]] = {}
    for article in articles:
        entry = index.get(name_of_article(article) or "")
        if entry is None or (name_of_article is _key and _is_slug_used_again(article, entry)):
            continue
        claimants.setdefault(entry.key, (entry, []))[1].append(article)
    return list(claimants.values())


def _key(article: Article) -> str:
    return article.key


def _also(entry: Entry) -> Iterable[str]:
    return entry.also


_Way = tuple[Callable[[Entry], Iterable[str | None]], Callable[[Article], str | None]]

_WAYS: tuple[_Way, ...] = (
    (lambda entry: [entry.source_path], lambda article: article.source_path),
    (_also, lambda article: article.source_path),
    (lambda entry: [entry.canonical_url], lambda article: article.canonical_url),
    (_also, lambda article: article.canonical_url),
    (lambda entry: [entry.key], _key),
    (_also, _key),
)


def _index(
    entries: Iterable[Entry], names: Callable[[Entry], Iterable[str | None]]
) -> dict[str, Entry]:
    return {name: entry for entry in entries for name in names(entry) if name}


def _is_slug_used_again(article: Article, entry: Entry) -> bool:
    """Tell whether only the key agrees; an entry that does not know its own cannot differ."""
    other_path = entry.source_path not in {None, article.source_path}
    other_url = entry.canonical_url not in {None, article.canonical_url}
    return other_path and other_url


def _sorted_out(
    articles: Sequence[Article], book: Book, found: dict[int, Entry], claims: dict[str, Article]
) -> Matches:
    matches = Matches()
    keys = Counter(article.key for article in articles)
    taken = {name: entry for entry in book.entries.values() for name in _names(entry)}
    for article in articles:
        entry = found.get(id(article))
        if entry:
            matches.known.append((article, entry))
        elif clash := _clash(article, taken):
            owner = claims.get(clash.owner.key)
            matches.conflicts.append(Conflict(article, clash.reason(owner)))
        elif keys[article.key] > 1:
            rivals = [a.name for a in articles if a.key == article.key]
            matches.conflicts.append(_same_key(article, rivals))
        else:
            matches.new.append(article)
    return matches


def _names(entry: Entry) -> Iterable[str]:
    named = (entry.key, entry.source_path, entry.canonical_url, *entry.also)
    return [name for name in named if name]


@dataclass(frozen=True, slots=True)
class _Clash:
    """A name of an article that an entry of another one has, or once had."""

    kind: str
    name: str
    advice: str
    owner: Entry

    def reason(self, owner: Article | None) -> str:
        other = owner.name if owner else self.owner.source_path or self.owner.canonical_url
        return (
            f"its {self.kind} {self.name!r} is in the ledger as that of another article, "
            f"{other or self.owner.key}; {self.advice}"
        )


def _clash(article: Article, taken: dict[str, Entry]) -> _Clash | None:
    names = (
        ("slug", article.key, "give this one another slug"),
        ("address", article.canonical_url, "give this one another slug"),
        ("file name", article.source_path, "rename this one's file"),
    )
    return next(
        (_Clash(kind, name, advice, taken[name]) for kind, name, advice in names if name in taken),
        None,
    )


def _same_key(article: Article, rivals: Sequence[str]) -> Conflict:
    return Conflict(
        article,
        f"{len(rivals)} articles have the slug {article.slug!r} in the same language: "
        f"{', '.join(sorted(rivals))}; give each its own",
    )

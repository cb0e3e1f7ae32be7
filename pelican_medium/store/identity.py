"""Who is it? Finds the ledger's entry of each article of a build, by what the two share.

There are five facts: the file, the address, the title, the date and the text. An article that
moves, gets another title or another permalink keeps enough of them to stay the same article. A
name alone proves nothing, because names are used again; what cannot be told apart is held, and
a person says which it is. Pure functions.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import (
    Callable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, field

from pelican_medium.model import Article
from pelican_medium.model.text import plain, words
from pelican_medium.store import unclear
from pelican_medium.store.book import Book, Entry
from pelican_medium.store.keys import plain_key, with_own_keys
from pelican_medium.store.unclear import Conflict

#: A text of so many letters stands for its article, whatever else has changed.
LONG = 200


@dataclass(slots=True)
class Matches:
    """Which entry each article is.

    Attributes:
        known: the articles that have an entry, with it.
        new: those that have none, each under a key that is nobody else's.
        conflicts: those that are neither for sure, likewise.
    """

    known: list[tuple[Article, Entry]] = field(default_factory=list)
    new: list[Article] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def text_hash(source: str) -> tuple[str, int]:
    """Return a short hash of an article's words, and how many letters they have.

    Markup, blanks and capitals do not count; an article without words has no hash.
    """
    text = words(source)
    digest = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]
    return (digest, len(text)) if text else ("", 0)


def match(articles: Sequence[Article], book: Book) -> Matches:
    """Find the entry of each article.

    They are the same where they share at least two facts, one of them title, date or text. The
    pairs that share most are taken first, each article and each entry once.
    """
    search = _Search(articles, book)
    if search.left:
        search.by_facts()
        search.by_name()
        search.by_long_text()
    return search.result()


def is_known_for_sure(article: Article, book: Book) -> bool:
    """Tell whether `match` takes an article for its key's entry without looking at its text."""
    entry = book.entries.get(article.key)
    return entry is not None and is_for_sure(article, entry)


def is_for_sure(article: Article, entry: Entry) -> bool:
    """Tell whether an article is the entry of its key; of both, the text need not be looked at."""
    return bool(entry.text) and is_plainly(article, entry)


def is_plainly(article: Article, entry: Entry) -> bool:
    """Tell whether an article is where its entry says: nothing else can be nearer to it."""
    return (
        entry.source_path == article.source_path
        and entry.canonical_url == article.canonical_url
        and entry.date == _date(article)
        and (entry.title == article.title or entry.title == plain(article.title))
    )


# --- The search -----------------------------------------------------------------------------

_Names = Callable[[Entry], Iterable[str | None]]
_Pair = tuple[int, str]


@dataclass(frozen=True, slots=True)
class _Facts:
    """Which of the five facts an article and an entry share."""

    file: bool
    address: bool
    title: bool
    date: bool
    text: bool

    @property
    def names(self) -> int:
        return self.file + self.address

    @property
    def written(self) -> int:
        """How much of what its author wrote it is."""
        return self.title + self.text

    @property
    def rank(self) -> _Rank:
        """How strong a pair is; without title or text it is weaker than any with.

        Articles of one day that are renumbered take each other's file, address and date.
        """
        if not self.written and not self.date:
            return _NAMES_ALONE
        return bool(self.written), self.names + self.written + self.date, self.written


_Rank = tuple[bool, int, int]

#: Names are used again, so they make no pair.
_NAMES_ALONE: _Rank = (False, 0, 0)

#: The ranks that make a pair the same article, the strongest first.
_RANKS: tuple[_Rank, ...] = (
    (True, 5, 2), (True, 4, 2), (True, 4, 1), (True, 3, 2), (True, 3, 1),
    (True, 2, 2), (True, 2, 1), (False, 3, 0), (False, 2, 0),
)  # fmt: skip

_Written = tuple[str | None, ...]

#: What a pair without a name in common may share, for each rank where there is such a pair.
_NAMELESS: dict[_Rank, tuple[Callable[[_Written], _Written], ...]] = {
    (True, 3, 2): (lambda written: written,),
    (True, 2, 2): (lambda written: (written[0], written[2]),),
    (True, 2, 1): (lambda written: written[:2], lambda written: written[1:]),
}


class _Search:
    """One build's articles on their way to their entries."""

    def __init__(self, articles: Sequence[Article], book: Book) -> None:
        self.articles = articles
        self.entries = book.entries
        self.found: dict[int, Entry] = {}
        self.claimed: set[str] = set()
        #: Articles that could be one of several entries or share one, with one of those.
        self.torn: dict[int, Entry] = {}
        self.contested: set[str] = set()
        for number, article in enumerate(articles):
            entry = self.entries.get(article.key)
            if entry and entry.key not in self.claimed and is_plainly(article, entry):
                self._take(number, entry.key)
        self.left = [n for n in range(len(articles)) if n not in self.found]
        self.titles = {n: plain(articles[n].title) for n in self.left}
        self.pairs: dict[_Pair, _Facts] = {}

    def by_facts(self) -> None:
        """Take the pairs that share enough, the strongest first."""
        self.pairs = {pair: self._facts(pair) for pair in self._pairs_of_names()}
        by_rank: dict[_Rank, list[_Pair]] = defaultdict(list)
        for pair, facts in self.pairs.items():
            by_rank[facts.rank].append(pair)
        for rank in _RANKS:
            groups = [([number], [key]) for number, key in by_rank[rank]]
            self._settle([*groups, *self._nameless(rank)])

    def by_name(self) -> None:
        """Take entries made by hand, which know neither title nor date, by their names."""
        bare = {pair for pair in self.pairs if _is_bare(self.entries[pair[1]])}
        for is_enough in (self._has_both_names, self._has_its_file, self._has_its_url, self._fits):
            self._settle([([n], [k]) for n, k in bare if is_enough((n, k))])

    def _has_both_names(self, pair: _Pair) -> bool:
        return self.pairs[pair].names > 1

    def _has_its_file(self, pair: _Pair) -> bool:
        return self.pairs[pair].file

    def _has_its_url(self, pair: _Pair) -> bool:
        entry = self.entries[pair[1]]
        return self.articles[pair[0]].canonical_url in {entry.canonical_url, *entry.also}

    def _fits(self, pair: _Pair) -> bool:
        """Tell whether it is not only the key that agrees, with both other names known."""
        entry = self.entries[pair[1]]
        return entry.source_path is None or entry.canonical_url is None

    def by_long_text(self) -> None:
        """Take what shares a text that is long enough to be no other's."""
        entries = Counter(entry.text for entry in self.entries.values())
        articles = Counter(article.text for article in self.articles)
        owners = {text: key for key in self._unclaimed() if (text := self.entries[key].text)}
        for number in self._free():
            article = self.articles[number]
            key = owners.get(article.text) if article.letters >= LONG else None
            if key and entries[article.text] == articles[article.text] == 1:
                self._take(number, key)
            elif key:
                self.torn[number] = self.entries[key]

    def result(self) -> Matches:
        known = [(self.articles[number], entry) for number, entry in sorted(self.found.items())]
        others = [n for n in self.left if n not in self.found]
        own = dict(
            zip(
                others,
                with_own_keys((self.articles[n] for n in others), self.entries),
                strict=True,
            )
        )
        reasons = self._reasons(others) if others else {}
        return Matches(
            known,
            [own[n] for n in others if n not in reasons],
            [Conflict(own[n], reasons[n]) for n in others if n in reasons],
        )

    def _take(self, number: int, key: str) -> None:
        self.found[number] = self.entries[key]
        self.claimed.add(key)

    def _free(self) -> list[int]:
        return [n for n in self.left if n not in self.found and n not in self.torn]

    def _settle(self, groups: Iterable[tuple[list[int], list[str]]]) -> None:
        """Take the pairs of one rank that nobody else of that rank wants; hold the others."""
        gone = self.claimed | self.contested
        free = set(self._free())
        open_ = [
            ([n for n in numbers if n in free], [k for k in keys if k not in gone])
            for numbers, keys in groups
        ]
        open_ = [(numbers, keys) for numbers, keys in open_ if numbers and keys]
        numbers = Counter(n for some, keys in open_ for n in some for _ in keys[:2])
        entries = Counter(k for some, keys in open_ for k in keys for _ in some[:2])
        for some, keys in open_:
            if numbers[some[0]] == entries[keys[0]] == 1:
                self._take(some[0], keys[0])
            else:
                self.torn |= dict.fromkeys(some, self.entries[keys[0]])
                self.contested |= set(keys)

    def _pairs_of_names(self) -> list[_Pair]:
        """Return which articles share a file or an address with which entries."""
        files = _owners(self.entries, lambda entry: (entry.source_path,))
        addresses = _owners(self.entries, lambda entry: (entry.key, entry.canonical_url))
        pairs: dict[_Pair, None] = {}
        for number in self.left:
            article = self.articles[number]
            keys = [
                *files.get(article.source_path or "", ()),
                *addresses.get(article.canonical_url, ()),
                *addresses.get(article.key, ()),
                *addresses.get(plain_key(article), ()),
            ]
            pairs |= {(number, key): None for key in keys if key not in self.claimed}
        return list(pairs)

    def _facts(self, pair: _Pair) -> _Facts:
        number, key = pair
        article, entry = self.articles[number], self.entries[key]
        names = {entry.source_path, *entry.also}
        addresses = {entry.key, entry.canonical_url, *entry.also}
        return _Facts(
            file=article.source_path is not None and article.source_path in names,
            address=bool({article.canonical_url, article.key, plain_key(article)} & addresses),
            title=bool(entry.title) and entry.title == self.titles[number],
            date=_day(entry) == _date(article),
            text=bool(article.text) and article.text == entry.text,
        )

    def _nameless(self, rank: _Rank) -> list[tuple[list[int], list[str]]]:
        """Return the articles and entries that share this much without sharing a name."""
        return [
            group
            for part in _NAMELESS.get(rank, ())
            for group in _grouped(
                ((n, part(self._written(n))) for n in self._free()),
                ((k, part(_written(self.entries[k]))) for k in self._unclaimed()),
            )
        ]

    def _unclaimed(self) -> list[str]:
        return [k for k in self.entries if k not in self.claimed and k not in self.contested]

    def _written(self, number: int) -> _Written:
        article = self.articles[number]
        return self.titles[number] or None, _date(article), article.text or None

    # --- Why an article without an entry is held

    def _reasons(self, others: Sequence[int]) -> dict[int, str]:
        """Return why each of these that is not simply new is held."""
        reasons = self._rivals(others)
        reasons |= {n: unclear.copied(entry) for n, entry in self._copied(others).items()}
        reasons |= {
            n: unclear.title_used_again(entry) for n, entry in self._same_title(others).items()
        }
        names: dict[int, Entry] = {}
        for number, key in self.pairs:
            if number not in self.found and key not in self.claimed:
                names.setdefault(number, self.entries[key])
        reasons |= {
            n: unclear.name_used_again(self.articles[n], entry) for n, entry in names.items()
        }
        return reasons | {n: unclear.torn(entry) for n, entry in self.torn.items()}

    def _same_title(self, others: Sequence[int]) -> dict[int, Entry]:
        """Return what shares a title that only one entry and one article ever had."""
        entries = Counter(entry.title for entry in self.entries.values())
        articles = Counter(self.titles.values())
        owners = {self.entries[key].title: self.entries[key] for key in self._unclaimed()}
        return {
            n: owners[title]
            for n in others
            if (title := self.titles[n]) in owners and entries[title] == articles[title] == 1
        }

    def _copied(self, others: Sequence[int]) -> dict[int, Entry]:
        """Return what has both the title and the text of an article that is known."""
        owners = {(e.title, e.text): e for key in self.claimed if (e := self.entries[key]).text}
        told = ((n, owners.get((self.titles[n], self.articles[n].text))) for n in others)
        return {n: entry for n, entry in told if entry}

    def _rivals(self, others: Sequence[int]) -> dict[int, str]:
        """Return what has the key of another new article, or the address of any other."""
        keys, urls = defaultdict(list), defaultdict(list)
        for number in others:
            keys[plain_key(self.articles[number])].append(number)
        for number, article in enumerate(self.articles):
            urls[article.canonical_url].append(number)
        reasons = {}
        for number in others:
            article = self.articles[number]
            if len(rivals := urls[article.canonical_url]) > 1:
                reasons[number] = unclear.same_address(article, self._all_of(rivals))
            elif len(rivals := keys[plain_key(article)]) > 1:
                reasons[number] = unclear.same_slug(article, self._all_of(rivals))
        return reasons

    def _all_of(self, numbers: Iterable[int]) -> list[Article]:
        return [self.articles[number] for number in numbers]


def _is_bare(entry: Entry) -> bool:
    return not entry.title and not entry.date


def _date(article: Article) -> str:
    return article.date.date().isoformat()


def _day(entry: Entry) -> str | None:
    return entry.date[:10] if entry.date else None


def _written(entry: Entry) -> _Written:
    return entry.title or None, _day(entry), entry.text or None


def _owners(entries: Mapping[str, Entry], names: _Names) -> dict[str, list[str]]:
    """Return whose each name is now or, where it is nobody's now, whose it was."""
    now: dict[str, list[str]] = defaultdict(list)
    for key, entry in entries.items():
        for name in {name for name in names(entry) if name}:
            now[name].append(key)
    before: dict[str, list[str]] = defaultdict(list)
    for key, entry in entries.items():
        for name in entry.also:
            if name not in now:
                before[name].append(key)
    return {**before, **now}


def _grouped(
    numbers: Iterable[tuple[int, _Written]], keys: Iterable[tuple[str, _Written]]
) -> Iterator[tuple[list[int], list[str]]]:
    """Join articles and entries on what both know of themselves."""
    theirs: dict[_Written, list[str]] = defaultdict(list)
    for key, facts in keys:
        if None not in facts:
            theirs[facts].append(key)
    ours: dict[_Written, list[int]] = defaultdict(list)
    for number, facts in numbers:
        if facts in theirs:
            ours[facts].append(number)
    for facts, some in ours.items():
        yield some, theirs[facts]

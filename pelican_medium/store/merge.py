"""Two ledgers that grew apart become one, and nothing that was sent is forgotten.

A three-way merge of values: what only one side changed is taken; where both did, what says most
about Medium wins, because sending twice is worse than asking a person. Pure functions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from pelican_medium.store.book import Book, Cell, Entry
from pelican_medium.store.keys import own_keys

#: What a cell says, the strongest first; an article without one is the weakest.
RANK = ("posted", "unknown", "posting", "rejected", "skipped")

TWO_AT_ONCE = (
    "two machines were about to send it at the same time; look on Medium whether it is there, "
    "and whether it is there twice"
)


def merge(base: Book, ours: Book, theirs: Book) -> Book:
    """Return the book that knows what both sides know.

    Args:
        base: what both started from; an empty book where there was nothing yet.
    """
    theirs, base = _renamed(theirs, ours, base), _renamed(base, ours, base)
    keys = dict.fromkeys([*ours.entries, *theirs.entries])
    merged = {
        key: _entry(base.entries.get(key), ours.entries.get(key), theirs.entries.get(key))
        for key in keys
    }
    return Book(
        entries={key: entry for key, entry in merged.items() if entry},
        default_lang=_pick(base.default_lang, ours.default_lang, theirs.default_lang),
        since=max(filter(None, (ours.since, theirs.since)), default=None),
        pictures=_pictures(base.pictures, ours.pictures, theirs.pictures),
        extra=_mapping(base.extra, ours.extra, theirs.extra),
    )


def _renamed(book: Book, ours: Book, base: Book) -> Book:
    """Return a book whose entries have the keys by which ours knows the same articles."""
    ours_keys = _Keys(book, ours, base)
    entries: dict[str, Entry] = {}
    for entry in book.entries.values():
        key = ours_keys.of(entry)
        moved = replace(entry, key=key)
        entries[key] = _entry(None, entries[key], moved) or moved if key in entries else moved
    return replace(book, entries=entries)


class _Keys:
    """By which keys ours knows the articles of another side.

    What an article says counts before what it is called: files that were renumbered have taken
    each other's keys.
    """

    def __init__(self, book: Book, ours: Book, base: Book) -> None:
        self.ours, self.base = ours.entries, base.entries
        self.said: dict[_Said, set[str]] = defaultdict(set)
        self.names: dict[str, set[str]] = defaultdict(set)
        for key, entry in ours.entries.items():
            for said in _said(entry):
                self.said[said].add(key)
            if key not in book.entries:
                for name in _names(entry):
                    self.names[name].add(key)
        self.claimed = {self._by_what_it_says(entry) for entry in book.entries.values()}

    def of(self, entry: Entry) -> str:
        if said := self._by_what_it_says(entry):
            return said
        if same := self.ours.get(entry.key):
            is_another = entry.key in self.claimed or self._is_another(entry, same)
            return _apart(entry, self.ours) if is_another else entry.key
        named = (key for name in _names(entry) for key in sorted(self.names.get(name, ())))
        return next(named, entry.key)

    def _by_what_it_says(self, entry: Entry) -> str | None:
        same = self.ours.get(entry.key)
        if same and {*_said(same)} & {*_said(entry)}:
            return entry.key
        said = [found for fact in _said(entry) if len(found := self.said.get(fact, set())) == 1]
        return next(iter(said[0])) if said else None

    def _is_another(self, entry: Entry, same: Entry) -> bool:
        """Tell whether both sides have given one key to two articles since they parted."""
        is_known = all((entry.title, same.title, entry.source_path, same.source_path))
        shared = entry.title == same.title or entry.source_path == same.source_path
        return entry.key not in self.base and is_known and not shared


_Said = tuple[str, str | None, str | None]


def _said(entry: Entry) -> list[_Said]:
    """Return what two entries share only if they are one article (see `identity`)."""
    title, date, text = entry.title, entry.date, entry.text
    pairs: list[_Said] = [("title, text", title, text), ("title, date", title, date),
                          ("date, text", date, text)]  # fmt: skip
    return [pair for pair in pairs if pair[1] and pair[2]]


def _apart(entry: Entry, taken: Collection[str]) -> str:
    name = entry.source_path or entry.canonical_url or entry.key
    return next(own for own in own_keys(name, entry.key) if own not in taken)


def _names(entry: Entry) -> set[str]:
    return {n for n in (entry.key, entry.source_path, entry.canonical_url, *entry.also) if n}


def _entry(base: Entry | None, ours: Entry | None, theirs: Entry | None) -> Entry | None:
    if ours is None or theirs is None:
        left = ours or theirs
        return None if base is not None and left == base else left
    texts = {name: _pick(getattr(base, name, None), getattr(ours, name), getattr(theirs, name))
             for name in _TEXTS}  # fmt: skip
    return Entry(
        key=ours.key,
        **texts,
        also=_also(texts, ours, theirs),
        earlier=_earlier(ours, theirs),
        cell=_cell(base.cell if base else None, ours.cell, theirs.cell),
        extra=_mapping(base.extra if base else {}, ours.extra, theirs.extra),
    )


_TEXTS = ("title", "date", "canonical_url", "lang", "source_path", "text")


def _also(texts: Mapping[str, str | None], ours: Entry, theirs: Entry) -> tuple[str, ...]:
    """Return what the article was ever called by either side and is not called now."""
    called: Iterable[str | None] = (
        *ours.also, *theirs.also,
        ours.source_path, theirs.source_path, ours.canonical_url, theirs.canonical_url,
    )  # fmt: skip
    now = {texts["source_path"], texts["canonical_url"]} - {*ours.also, *theirs.also}
    return tuple(dict.fromkeys(name for name in called if name and name not in now))


def _earlier(ours: Entry, theirs: Entry) -> tuple[Cell, ...]:
    """Return what either side ever sent and then marked as something else, oldest first."""
    cells = [*ours.earlier, *(cell for cell in theirs.earlier if cell not in ours.earlier)]
    return tuple(sorted(cells, key=lambda cell: cell.at or ""))


def _cell(base: Cell | None, ours: Cell | None, theirs: Cell | None) -> Cell | None:
    """Return what is known of an article at Medium."""
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    if ours is None or theirs is None:
        return ours or theirs
    if _rank(ours) != _rank(theirs):
        return min(ours, theirs, key=_rank)
    return _same_state(base, ours, theirs)


def _rank(cell: Cell) -> tuple[bool, int]:
    """Return how weak a cell is: what was tried on another API is weaker than all of Medium's."""
    return cell.api is not None, RANK.index(cell.state)


def _same_state(base: Cell | None, ours: Cell, theirs: Cell) -> Cell:
    if ours.state == "posting":
        return replace(ours, state="unknown", reason=TWO_AT_ONCE)
    if ours.state == "posted" and ours.id and theirs.id and ours.id != theirs.id:
        first, second = sorted((ours, theirs), key=lambda cell: cell.at or "")
        return replace(first, reason=f"posted twice, the second time as {second.url or second.id}")
    values = {f.name: _pick(getattr(base, f.name, None), getattr(ours, f.name),
                            getattr(theirs, f.name))
              for f in fields(Cell) if f.name != "extra"}  # fmt: skip
    extra = _mapping(base.extra if base else {}, ours.extra, theirs.extra)
    return Cell(**values, extra=extra)


def _pictures(
    base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> dict[str, Any]:
    """Return every picture either side has uploaded; Medium's own address before a trial's."""
    merged = _mapping(base, ours, theirs)
    kept = {**theirs, **ours, **merged}
    for name in ours.keys() & theirs.keys():
        own = [row for row in (ours[name], theirs[name]) if _is_mediums(row)]
        kept[name] = kept[name] if _is_mediums(kept[name]) or not own else own[0]
    return kept


def _is_mediums(row: Any) -> bool:
    return isinstance(row, dict) and "api" not in row


def _mapping(
    base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> dict[str, Any]:
    """Return fields we know nothing of: what one side changed, or ours where both did."""
    missing = object()
    names = dict.fromkeys([*ours, *theirs])
    picked = {
        name: _pick(*(side.get(name, missing) for side in (base, ours, theirs))) for name in names
    }
    return {name: value for name, value in picked.items() if value is not missing}


def _pick(base: Any, ours: Any, theirs: Any) -> Any:
    """Return what one side changed; where both did, ours, unless it says nothing."""
    if ours == base:
        return theirs
    return theirs if ours is None and theirs != base else ours

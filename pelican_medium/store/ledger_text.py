"""The ledger's text: JSON made to be read in a diff. What cannot be understood is refused."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from datetime import date
from json.encoder import encode_basestring as _quoted
from operator import itemgetter
from typing import Any

from pelican_medium.store.book import BEFORE_FIRST_USE, CELL_FIELDS, STATES, Book, Cell, Entry

VERSION = 1


def parse(text: str, state: str | None = None) -> Book:
    """Return the book a ledger's text holds.

    Args:
        state: leave out entries that are not in this state at Medium. Whether those are damaged,
            or a name stands twice, is not looked at, so such a book is not to be written.

    Raises:
        ValueError: what is wrong with it, to be read after "The ledger …".
    """
    data = _load(text, strictly=state is None)
    version = data.get("version")
    if type(version) is not int or version < 1:
        raise ValueError("is not a ledger of pelican-medium: it has no version number")
    if version > VERSION:
        raise ValueError(
            f"is of version {version}, newer than this pelican-medium understands ({VERSION}); "
            "install a newer pelican-medium"
        )
    articles = _typed(data, "articles", dict, "the ledger")
    if articles is None:
        raise ValueError('is not a ledger of pelican-medium: it has no "articles"')
    # One after the other out of what was read, so that not all is in memory in two forms.
    keys = [key for key, value in articles.items() if state is None or _is_in(state, value)]
    entries = {key: _entry(key, articles.pop(key)) for key in keys}
    return Book(
        entries=entries,
        default_lang=_typed(data, "default_lang", str, "the ledger") or None,
        since=_since(data) or _first_use(entries.values()),
        pictures=_typed(data, "pictures", dict, "the ledger") or {},
        extra={k: v for k, v in data.items() if k not in _BOOK_FIELDS},
    )


def _is_in(state: str, entry: Any) -> bool:
    cell = entry.get("medium") if isinstance(entry, dict) else None
    return isinstance(cell, dict) and cell.get("state") == state


_BOOK_FIELDS = {"version", "articles", "default_lang", "since", "pictures"}


def _since(data: Mapping[str, Any]) -> str | None:
    text: str | None = _typed(data, "since", str, "the ledger") or None
    if text is not None and _day(text) is None:
        raise ValueError(f"is damaged: its 'since' is {text!r}, not a day such as 2026-11-20")
    return text


def _first_use(entries: Iterable[Entry]) -> str | None:
    """Return the day of first use as far as a ledger from before `since` tells it."""
    old = (e for e in entries if e.cell and e.cell.why == BEFORE_FIRST_USE)
    return max((day for entry in old if (day := _day(entry.date))), default=None)


def _day(text: str | None) -> str | None:
    try:
        return date.fromisoformat((text or "")[:10]).isoformat()
    except ValueError:
        return None


#: The text of each entry of the book that was written last, by the entry's identity.
Texts = dict[int, tuple[Entry, str]]


def serialise(book: Book, texts: Texts | None = None) -> str:
    """Return the file's text: indented, keys sorted, made to be read in a diff.

    Args:
        texts: what the same call returned for each entry last time, and again this time: a run
            saves a ledger of thousands of entries twice for each article, and changes one.
    """
    texts = {} if texts is None else texts
    data: dict[str, Any] = {**book.extra, "version": VERSION, "articles": {}}
    if book.default_lang:
        data["default_lang"] = book.default_lang
    if book.since:
        data["since"] = book.since
    if book.pictures:
        data["pictures"] = dict(book.pictures)
    before = dict(texts)
    texts.clear()
    for entry in book.entries.values():
        known = before.get(id(entry))
        own = known[1] if known and known[0] is entry else _indented(_entry_json(entry), 4)
        texts[id(entry)] = entry, own
    rows = (f"    {_quoted(key)}: {texts[id(e)][1]}" for key, e in sorted(book.entries.items()))
    articles = "{\n" + ",\n".join(rows) + "\n  }" if book.entries else "{}"
    fields = {name: _indented(value, 2) for name, value in data.items()} | {"articles": articles}
    lines = ",\n".join(f"  {_quoted(name)}: {fields[name]}" for name in sorted(fields))
    text = f"{{\n{lines}\n}}\n"
    # A file name that is no UTF-8 arrives as lone surrogates (PEP 383), which only JSON's own
    # escapes can carry.
    return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", text)


def _indented(value: Any, blanks: int) -> str:
    """Return a value's text as it stands so far from the margin.

    By hand, because Python's own encoder takes three times as long where it indents.
    """
    if isinstance(value, str):
        return _quoted(value)
    inner = "\n" + " " * (blanks + 2)
    if isinstance(value, dict) and value:
        rows = [f"{_quoted(name)}: {_indented(value[name], blanks + 2)}" for name in sorted(value)]
        return f"{{{inner}{f',{inner}'.join(rows)}{inner[:-2]}}}"
    if isinstance(value, list) and value:
        rows = [_indented(item, blanks + 2) for item in value]
        return f"[{inner}{f',{inner}'.join(rows)}{inner[:-2]}]"
    return json.dumps(value, allow_nan=False)


def _load(text: str, *, strictly: bool) -> dict[str, Any]:
    hook = _unique if strictly else None
    try:
        data = json.loads(text, object_pairs_hook=hook, parse_float=_finite, parse_constant=_finite)
    except RecursionError:
        raise ValueError("is no ledger: it is nested too deeply") from None
    except json.JSONDecodeError as error:
        conflict = "; git left its conflict marks in it" if "<<<<<<<" in text else ""
        raise ValueError(f"is not JSON (line {error.lineno}: {error.msg}){conflict}") from None
    if not isinstance(data, dict):
        raise ValueError("is not a ledger of pelican-medium: it is no JSON object")  # noqa: TRY004 - one kind for all problems
    return data


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that stands twice: JSON would silently keep the last, and lose a post."""
    data = dict(pairs)
    if data == _OLD_JSON:
        return _OLD_JSON
    if len(data) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"holds {twice!r} twice")
    return data


def _finite(number: str) -> float:
    """Refuse what JSON has no way to write back (RFC 8259, section 6): NaN and the infinities."""
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"is not JSON: it holds the number {number}, which JSON does not have")
    return value


def _entry(key: str, data: Any) -> Entry:
    if isinstance(data, dict) and data.keys() == _USUAL:  # most, and in every build: in one go
        title, day, url, lang, path, text = texts = _usual_texts(data)
        if {*map(type, texts)} == {str} and all(texts) and isinstance(data["medium"], dict):
            cell = _cell(data["medium"], f"the article {key!r}")
            return Entry(key, title, day, url, lang, path, (), text, (), cell)
    return _unusual_entry(key, data)


def _unusual_entry(key: str, data: Any) -> Entry:
    where = f"the article {key!r}"
    if not isinstance(data, dict):
        raise ValueError(f"is damaged: {where} is no JSON object")  # noqa: TRY004 - one kind for all problems
    known, extra = _known(data, _ENTRY_FIELDS, where)
    also, earlier, cell = known.pop("also", ()), known.pop("earlier", ()), known.pop("medium", None)
    if also and not all(isinstance(item, str) for item in also):
        raise ValueError(f'is damaged: "also" of {where} holds something that is no text')
    if earlier and not all(isinstance(item, dict) for item in earlier):
        raise ValueError(f'is damaged: "earlier" of {where} holds something that is no JSON object')
    return Entry(
        key=key,
        **(known if "" not in known.values() else {n: text for n, text in known.items() if text}),
        also=tuple(also),
        earlier=tuple(_cell(item, where) for item in earlier) if earlier else (),
        cell=None if cell is None else _cell(cell, where),
        extra=extra,
    )


_ENTRY_TEXTS = ("title", "date", "canonical_url", "lang", "source_path", "text")
_ENTRY_FIELDS = dict.fromkeys(_ENTRY_TEXTS, str) | {"also": list, "earlier": list, "medium": dict}
_USUAL = {*_ENTRY_TEXTS, "medium"}
_usual_texts = itemgetter(*_ENTRY_TEXTS)
_CELL_FIELDS = {name: bool if name == "marked" else str for name in CELL_FIELDS}


#: What most entries of a large ledger say. One value for all is read faster, and takes no room.
_OLD = Cell("skipped", why=BEFORE_FIRST_USE)
_OLD_JSON = _OLD.to_json()


def _cell(data: dict[str, Any], where: str) -> Cell:
    if data == _OLD_JSON:
        return _OLD
    state = data.get("state")
    if state not in STATES:
        raise ValueError(
            f"is damaged: {where} has the state {state!r}; states are {', '.join(STATES)}"
        )
    known, extra = _known(data, _CELL_FIELDS, where)
    return Cell(**known, extra=extra)


def _known(
    data: Mapping[str, Any], fields: Mapping[str, type], where: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the fields we know, as far as they say something, and those we do not."""
    known, extra = {}, {}
    for name, value in data.items():
        if (kind := fields.get(name)) is None:
            extra[name] = value
        elif type(value) is kind or _typed(data, name, kind, where) is not None:
            known[name] = value
    return known, extra


def _typed(data: Mapping[str, Any], name: str, kind: type, where: str) -> Any:
    value = data.get(name)
    if value is not None and not isinstance(value, kind):
        raise ValueError(f"is damaged: {name!r} of {where} is {type(value).__name__}")
    return value


def _entry_json(entry: Entry) -> dict[str, Any]:
    texts = {name: text for name in _ENTRY_TEXTS if (text := getattr(entry, name))}
    data: dict[str, Any] = {**entry.extra, **texts}
    if entry.also:
        data["also"] = list(entry.also)
    if entry.earlier:
        data["earlier"] = [cell.to_json() for cell in entry.earlier]
    if entry.cell:
        data["medium"] = entry.cell.to_json()
    return data

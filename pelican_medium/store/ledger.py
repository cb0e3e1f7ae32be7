"""The ledger: what was sent, kept in git beside the site. The one precious file.

`Book` is its content, a value with pure functions; `Ledger` is the file, with its lock.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pelican_medium.model.errors import LedgerBusy, LedgerError, LedgerMissing
from pelican_medium.model.urls import is_absolute
from pelican_medium.store import disk

VERSION = 1

STATES = ("posting", "posted", "unknown", "rejected", "skipped")

BEFORE_FIRST_USE = "before first use"
NOT_SELECTED = "not selected"
BY_HAND = "by hand"

#: What a `posting` becomes when another run finds it: whoever wrote it is gone.
LEFT_BEHIND = (
    "the run that was sending it ended before Medium's answer could be recorded; "
    "look on Medium whether it is there"
)

#: How often a change is made anew because another program was faster.
_TRIES = 5

_REPAIR = (
    "Nothing was posted and nothing was overwritten. Repair it by hand, or take back the last "
    "good one: 'git checkout -- {name}', or the copy in {name}.bak."
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one article at one destination; fields that do not apply are None.

    Attributes:
        state: one of `STATES`.
        by: ``api`` or ``hand``: who sent it.
        at: when, as ``2026-11-21T08:00:00Z``.
        why: for `skipped`, the reason why.
        marked: for `skipped`, whether the article already said ``Medium: yes`` then.
        api: the address of the API, if it was not Medium's own.
        extra: fields of later releases or of the author's own, kept as they are.
    """

    state: str
    by: str | None = None
    id: str | None = None
    url: str | None = None
    at: str | None = None
    publish_status: str | None = None
    fingerprint: str | None = None
    reason: str | None = None
    why: str | None = None
    marked: bool | None = None
    api: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the fields that apply; an unknown says outright that it has no id."""
        values = {name: getattr(self, name) for name in _CELL_FIELDS}
        filled = {name: value for name, value in values.items() if value is not None}
        nothing = {"id": None} if self.state == "unknown" else {}
        return {**self.extra, **nothing, **filled}


_CELL_FIELDS = tuple(f.name for f in fields(Cell) if f.name != "extra")


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as the ledger knows it; hand-made entries may lack all but the key."""

    key: str
    title: str | None = None
    date: str | None = None
    canonical_url: str | None = None
    lang: str | None = None
    source_path: str | None = None
    also: tuple[str, ...] = ()
    cell: Cell | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Book:
    """The ledger's content. Changing it means making another one.

    Attributes:
        entries: by key.
        default_lang: the language whose articles have no ``@lang`` in their key.
        pictures: by md5, what Medium said of each uploaded picture.
        extra: fields of later releases or of the author's own, kept as they are.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    default_lang: str | None = None
    pictures: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    def with_entry(self, entry: Entry, *, instead_of: str | None = None) -> Book:
        """Return a book with this entry, in the place of the one of another key if given."""
        entries = {k: e for k, e in self.entries.items() if k != instead_of}
        return replace(self, entries={**entries, entry.key: entry})

    def without_entry(self, key: str) -> Book:
        """Return a book that has no entry of this key."""
        return replace(self, entries={k: e for k, e in self.entries.items() if k != key})

    def picture_url(self, md5: str, api: str | None) -> str | None:
        """Return where a picture went before through this API, or None."""
        kept = self.pictures.get(md5)
        url = kept.get("url") if isinstance(kept, dict) and kept.get("api") == api else None
        return url if isinstance(url, str) and is_absolute(url) else None

    def with_picture(self, md5: str, url: str, api: str | None) -> Book:
        """Return a book that knows where a picture went; what is Medium's stays so on a trial."""
        kept = self.pictures.get(md5)
        if api and isinstance(kept, dict) and "api" not in kept:
            return self
        row = {"url": url, "api": api} if api else {"url": url}
        return replace(self, pictures={**self.pictures, md5: row})


class _ChangedMeanwhile(Exception):
    """Another program wrote the file between our reading it and our writing it."""


class Ledger:
    """The ledger file. Reading needs no lock; every change reads the file again first."""

    def __init__(self, path: Path) -> None:
        """Name the file; nothing is opened."""
        self.path = path

    def read(self) -> Book:
        """Return what the file says.

        Raises:
            LedgerMissing: there is none.
            LedgerError: it cannot be read or understood; nothing was touched.
        """
        return self._parsed(self._text())

    def _text(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            raise LedgerMissing(f"There is no ledger at {self.path}.") from None
        except (OSError, UnicodeDecodeError) as error:
            raise self._unreadable(f"cannot be read ({_short(error)})") from None

    def _parsed(self, text: str) -> Book:
        try:
            return parse(text)
        except ValueError as error:
            raise self._unreadable(str(error)) from None

    def read_or_none(self) -> Book | None:
        """Return what the file says, or None where there is none yet.

        Raises:
            LedgerError: it cannot be read or understood.
        """
        try:
            return self.read()
        except LedgerMissing:
            return None

    @contextmanager
    def locked(self, *, wait: float = 0) -> Iterator[None]:
        """Be the only run that changes this ledger on this machine.

        Args:
            wait: seconds to wait for another run to end.

        Raises:
            LedgerBusy: another run holds the lock.
            LedgerError: the lock cannot be made, so nothing could be recorded either.
        """
        import filelock

        lock = filelock.FileLock(f"{self.path}.lock")
        try:
            lock.acquire(timeout=wait)
        except filelock.Timeout:
            raise LedgerBusy(
                f"Another run of pelican-medium holds {lock.lock_file}. Nothing was sent and "
                "nothing was recorded; try again when it has ended."
            ) from None
        except (OSError, NotImplementedError) as error:
            raise self._unwritable(error) from None
        try:
            disk.sweep(self.path)
            yield
        finally:
            lock.release()

    def change(self, change: Callable[[Book], Book]) -> Book:
        """Read the file again, change it, and have it on disk before returning.

        Only for the holder of the lock. What another program (git, an editor) changed
        meanwhile is kept, because the change is made to what the file says now; if it changes
        even while the new one is being written, the change is made anew.

        Raises:
            LedgerError: nothing was changed.
        """
        for _ in range(_TRIES):
            text = self._text()
            before = self._parsed(text)
            after = change(before)
            if after == before or self._write(after, instead_of=text):
                return after
        raise self._unwritable(OSError(0, "another program keeps changing it"))

    def create(self, book: Book) -> None:
        """Write the first ledger, unless one has come into being meanwhile.

        Raises:
            LedgerError: nothing was changed.
        """
        if self.read_or_none() is None:
            self._write(book, instead_of=None)

    def _write(self, book: Book, *, instead_of: str | None) -> bool:
        """Write the file; return False if it does not hold the text any more that it should."""

        def confirm() -> None:
            if self._text_or_none() != instead_of:
                raise _ChangedMeanwhile

        try:
            text = serialise(book)
        except (ValueError, RecursionError) as error:
            raise self._unreadable(f"holds what JSON cannot ({error})") from None
        try:
            disk.back_up(self.path)
            disk.write(self.path, text, confirm=confirm)
        except _ChangedMeanwhile:
            return False
        except OSError as error:
            raise self._unwritable(error) from None
        return True

    def _text_or_none(self) -> str | None:
        try:
            return self._text()
        except LedgerMissing:
            return None

    def _unreadable(self, why: str) -> LedgerError:
        return LedgerError(f"The ledger {self.path} {why}. " + _REPAIR.format(name=self.path.name))

    def _unwritable(self, error: Exception) -> LedgerError:
        return LedgerError(
            f"The ledger {self.path} cannot be written ({_short(error)}). It was left as it was, "
            "and nothing more is sent; make its folder writable."
        )


def _short(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__


# --- The text of the file -------------------------------------------------------------------


def parse(text: str) -> Book:
    """Return the book a ledger's text holds.

    Raises:
        ValueError: what is wrong with it, to be read after "The ledger …".
    """
    data = _load(text)
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
    return Book(
        entries={key: _entry(key, value) for key, value in articles.items()},
        default_lang=_typed(data, "default_lang", str, "the ledger"),
        pictures=_typed(data, "pictures", dict, "the ledger") or {},
        extra={k: v for k, v in data.items() if k not in _BOOK_FIELDS},
    )


_BOOK_FIELDS = {"version", "articles", "default_lang", "pictures"}


def serialise(book: Book) -> str:
    """Return the file's text: indented, keys sorted, made to be read in a diff."""
    data: dict[str, Any] = {**book.extra, "version": VERSION}
    data["articles"] = {key: _entry_json(entry) for key, entry in book.entries.items()}
    if book.default_lang:
        data["default_lang"] = book.default_lang
    if book.pictures:
        data["pictures"] = dict(book.pictures)
    text = json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"
    # A file name that is no UTF-8 arrives as lone surrogates (PEP 383), which only JSON's own
    # escapes can carry.
    return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", text)


def _load(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text, object_pairs_hook=_unique)
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
    if len(data) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"holds {twice!r} twice")
    return data


def _entry(key: str, data: Any) -> Entry:
    where = f"the article {key!r}"
    if not isinstance(data, dict):
        raise ValueError(f"is damaged: {where} is no JSON object")  # noqa: TRY004 - one kind for all problems
    also = _typed(data, "also", list, where) or []
    if not all(isinstance(item, str) for item in also):
        raise ValueError(f'is damaged: "also" of {where} holds something that is no text')
    texts = {name: _typed(data, name, str, where) for name in _ENTRY_TEXTS}
    cell = _typed(data, "medium", dict, where)
    return Entry(
        key=key,
        **texts,
        also=tuple(also),
        cell=None if cell is None else _cell(cell, where),
        extra={k: v for k, v in data.items() if k not in _ENTRY_FIELDS},
    )


_ENTRY_TEXTS = ("title", "date", "canonical_url", "lang", "source_path")
_ENTRY_FIELDS = {*_ENTRY_TEXTS, "also", "medium"}


def _cell(data: dict[str, Any], where: str) -> Cell:
    state = data.get("state")
    if state not in STATES:
        raise ValueError(f"is damaged: {where} has the state {state!r}, which there is not")
    values = {
        name: _typed(data, name, bool if name == "marked" else str, where) for name in _CELL_FIELDS
    }
    extra = {k: v for k, v in data.items() if k not in _CELL_FIELDS}
    return Cell(**values, extra=extra)


def _typed(data: Mapping[str, Any], name: str, kind: type, where: str) -> Any:
    value = data.get(name)
    if value is not None and not isinstance(value, kind):
        raise ValueError(f"is damaged: {name!r} of {where} is {type(value).__name__}")
    return value


def _entry_json(entry: Entry) -> dict[str, Any]:
    texts = {name: getattr(entry, name) for name in _ENTRY_TEXTS if getattr(entry, name)}
    data: dict[str, Any] = {**entry.extra, **texts}
    if entry.also:
        data["also"] = list(entry.also)
    if entry.cell:
        data["medium"] = entry.cell.to_json()
    return data


# --- Questions and changes ------------------------------------------------------------------


def stamp(moment: datetime) -> str:
    """Return a moment as the ledger writes it: UTC, whole seconds, ``Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_stamp(text: str | None) -> datetime | None:
    """Return the moment a stamp names, or None where it names none."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def counts(cell: Cell | None, api: str | None) -> Cell | None:
    """Return a cell as a run with this API sees it.

    A cell made with another API does not count, except one without an ``api``: it is Medium's,
    or a person's decision, and holds everywhere.
    """
    if cell is None or cell.api in {None, api}:
        return cell
    return decision(cell)


def decision(cell: Cell | None) -> Cell | None:
    """Return the decision to skip an article that a cell holds, or None.

    Where a trial on another API took the place of such a decision, its cell still says why: for
    Medium the article stays skipped.
    """
    return Cell("skipped", why=cell.why, marked=cell.marked) if cell and cell.why else None


def belongs_to_medium(cell: Cell | None, api: str | None) -> bool:
    """Tell whether a run with another API than Medium's must leave this cell alone."""
    return api is not None and cell is not None and cell.api is None and cell.state != "skipped"


def recovered(book: Book, api: str | None) -> Book:
    """Return the book with each `posting` of this API turned into `unknown`.

    For whoever has just taken the lock: the run that wrote it cannot be alive.
    """
    for entry in book.entries.values():
        cell = entry.cell
        if cell and cell.state == "posting" and cell.api == api:
            lost = replace(cell, state="unknown", reason=LEFT_BEHIND)
            book = book.with_entry(replace(entry, cell=lost))
    return book

"""The outbox: what the last build found, for `post`, `status`, `preview` and the desk to read.

Disposable: one more build makes it again. It holds unpublished text at times, so only its
owner may read it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from json.encoder import encode_basestring_ascii as _quoted
from pathlib import Path
from typing import Any, BinaryIO

from pelican_medium.model import Article
from pelican_medium.model.errors import OutboxError
from pelican_medium.store import disk, learned, rows, stored
from pelican_medium.store.learned import Change
from pelican_medium.store.rows import Settled

VERSION = 1

#: The key of an article, its body, and where its line is, if the text can stay there.
_Row = tuple[str, dict[str, Any], stored.Place | None]

_BODY = (
    "slug", "base_url", "content", "summary", "tags", "metadata", "cover", "category", "authors",
    "places", "drawn", "text", "letters",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """Why an article waits although it is new. Not a state of the ledger.

    Attributes:
        picture: the address of the picture that it waits for, or None.
        asks: whether it waits for a person's `mark`, which then says more than this does.
    """

    reason: str
    at: str
    picture: str | None = None
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Outbox:
    """One build's articles.

    Attributes:
        index: every article of the build, without its body, but for those in `settled`.
        bodies: by key, the articles that may still be sent.
        held: by key, why an article was held back last time.
        learned: what the build changed in its ledger, which the one in git is to learn too.
        math: what the build chose for displayed formulas: "picture" or "text".
        settled: in a build, those articles about which there is nothing to do.
    """

    built_at: datetime
    site_url: str
    output_path: str
    ledger: str
    index: tuple[Article, ...] = ()
    bodies: Mapping[str, Article] = field(default_factory=dict)
    held: Mapping[str, Held] = field(default_factory=dict)
    learned: tuple[Change, ...] = ()
    math: str = "text"
    settled: Settled = field(default_factory=Settled)

    def with_all_as_values(self) -> Outbox:
        """Return the outbox with every article in its index."""
        if not self.settled.count:
            return self
        return replace(self, index=(*self.settled.articles(), *self.index), settled=Settled())


def write(path: Path, outbox: Outbox) -> None:
    """Replace the outbox file.

    Raises:
        OutboxError: it cannot be written; the old one is still there.
    """
    try:
        disk.sweep(path)
        _write(path, outbox)
    except OSError as error:
        raise OutboxError(
            f"The outbox {path} cannot be written ({error.strerror or error}). Nothing was sent; "
            "make its folder writable and build once more."
        ) from None


def _write(path: Path, outbox: Outbox) -> None:
    """Write the file, once more where another build swept away what it was writing."""
    try:
        disk.write(path, _lines(outbox), mode=disk.PRIVATE)
    except FileNotFoundError:
        disk.write(path, _lines(outbox), mode=disk.PRIVATE)


#: How the lines end that introduce the two long parts. Between them stands an article a line, so
#: that each can be written and read alone; the whole is one JSON object all the same.
_INDEX_FOLLOWS = ', "index": [\n'
_BODIES_FOLLOW = '], "bodies": {\n'
_END = "}}\n"


def _lines(outbox: Outbox) -> Iterator[str]:
    """Yield the file's text in parts, in ASCII only.

    An article may hold a lone surrogate, which is no UTF-8 but is fine as \\udc80.
    """
    yield json.dumps(_head(outbox))[:-1] + _INDEX_FOLLOWS
    yield from outbox.settled.text()
    yield from _separated(map(rows.row, outbox.index), ",\n" if outbox.settled.count else "")
    yield _BODIES_FOLLOW
    yield from _separated(
        f"{_quoted(key)}: {json.dumps(_body(body))}" for key, body in outbox.bodies.items()
    )
    yield _END


def _separated(parts: Iterable[str], before: str = "") -> Iterator[str]:
    for part in parts:
        yield f"{before}{part}"
        before = ",\n"
    yield "\n" if before else ""


def read(path: Path) -> Outbox:
    """Return what the last build found.

    Raises:
        OutboxError: there is none, or it cannot be understood; one more build makes it anew.
    """
    try:
        with path.open("rb") as file:
            return _in_parts(file) or _from_json(json.loads(_from_start(file)))
    except FileNotFoundError:
        raise OutboxError(f"There is no outbox at {path}: build the site once more.") from None
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise _damaged(path, f"cannot be read ({type(error).__name__})") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(path, f"is damaged ({error})") from None


def _in_parts(file: BinaryIO) -> Outbox | None:
    """Return an outbox read an article at a time, or None where it is laid out otherwise.

    The texts of thousands of articles need not be in memory at the same time.
    """
    head = file.readline().decode("utf-8")
    if not head.endswith(_INDEX_FOLLOWS):
        return None
    try:
        data: dict[str, Any] = json.loads(head.removesuffix(_INDEX_FOLLOWS) + "}")
        data["index"] = [json.loads(row) for _, row in _rows(file, _BODIES_FOLLOW)]
        found = _from_json(data, _stored(file))
    except ValueError:  # said of the whole, with the place in it
        return None
    return None if file.read(1) else found


def _stored(file: BinaryIO) -> Iterator[_Row]:
    kept = stored.kept(file)
    for offset, row in _rows(file, _END):
        checksum = zlib.crc32(row)
        for key, body in json.loads(b"{%b}" % row).items():
            place = stored.Place(kept, offset, len(row), checksum, key) if kept else None
            yield key, body, place


def _rows(file: BinaryIO, end: str) -> Iterator[tuple[int, bytes]]:
    """Yield each article's line up to this one, with where it begins."""
    offset = file.tell()
    for line in iter(file.readline, b""):
        if line == end.encode("ascii"):
            return
        yield offset, line.removesuffix(b"\n").removesuffix(b",")
        offset += len(line)
    raise ValueError("it ends too soon")


def _from_start(file: BinaryIO) -> str:
    file.seek(0)
    return file.read().decode("utf-8")


def read_learned(path: Path) -> tuple[Change, ...]:
    """Return only what the last builds learned, without the articles.

    Raises:
        OutboxError: there is no outbox, or it cannot be understood.
    """
    try:
        with path.open(encoding="utf-8") as file:
            head = file.readline()
        if head.endswith(_INDEX_FOLLOWS):
            data = json.loads(head.removesuffix(_INDEX_FOLLOWS) + "}")
            if data["version"] == VERSION:
                return learned.from_json(data["learned"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass  # `read` says what is wrong with it
    return read(path).learned


def _damaged(path: Path, how: str) -> OutboxError:
    return OutboxError(
        f"The outbox {path} {how}. Nothing was sent; build the site once more, that makes it anew."
    )


def with_held(outbox: Outbox, key: str, held: Held | None) -> Outbox:
    """Return the outbox with an article held back, or no longer so."""
    others = {k: h for k, h in outbox.held.items() if k != key}
    return replace(outbox, held=others if held is None else {**others, key: held})


def _head(outbox: Outbox) -> dict[str, Any]:
    return {
        "version": VERSION,
        "built_at": outbox.built_at.astimezone(UTC).isoformat(timespec="seconds"),
        "site_url": outbox.site_url,
        "output_path": outbox.output_path,
        "ledger": outbox.ledger,
        "learned": learned.to_json(outbox.learned),
        "held": {key: _held_json(held) for key, held in outbox.held.items()},
        "math": outbox.math,
    }


def _held_json(held: Held) -> dict[str, Any]:
    data = asdict(held)
    return data if held.asks else {name: data[name] for name in ("reason", "at", "picture")}


def _body(article: Article) -> dict[str, Any]:
    data = {name: getattr(article, name) for name in _BODY}
    for name in ("metadata", "places", "drawn"):
        data[name] = None if data[name] is None else dict(data[name])
    return data


def _from_json(data: Any, rows_of_bodies: Iterable[_Row] | None = None) -> Outbox:
    if not isinstance(data, dict) or type(data.get("version")) is not int:
        raise ValueError("it has no version number")
    if data["version"] != VERSION:
        raise ValueError(f"it is of version {data['version']}, this release reads {VERSION}")
    index = {row["key"]: rows.article_of(row) for row in data["index"]}
    if rows_of_bodies is None:
        rows_of_bodies = ((key, body, None) for key, body in data["bodies"].items())
    bodies = {key: _with_body(index[key], body, place) for key, body, place in rows_of_bodies}
    return Outbox(
        built_at=rows.moment(data["built_at"]),
        site_url=rows.text(data["site_url"]),
        output_path=rows.text(data["output_path"]),
        ledger=rows.text(data["ledger"]),
        index=tuple(_told_apart(article, bodies.get(key)) for key, article in index.items()),
        bodies=bodies,
        held={key: _held(held) for key, held in data["held"].items()},
        learned=learned.from_json(data.get("learned", [])),
        math=rows.text(data.get("math", "text")),
    )


def _with_body(article: Article, body: dict[str, Any], place: stored.Place | None) -> Article:
    whole = replace(
        article,
        slug=rows.text(body["slug"]),
        base_url=rows.text(body["base_url"]),
        content=rows.text(body["content"]),
        summary=rows.text_or_none(body["summary"]),
        tags=tuple(rows.text(tag) for tag in _list(body["tags"])),
        metadata=dict(body["metadata"]),
        cover=rows.text(body.get("cover", "")),
        category=rows.text(body.get("category", "")),
        authors=tuple(rows.text(name) for name in _list(body.get("authors", []))),
        text=rows.text(body.get("text", "")),
        letters=_number(body.get("letters", 0)),
        places=_texts(body.get("places", {})),
        drawn=None if body.get("drawn", {}) is None else _texts(body.get("drawn", {})),
    )
    return stored.Stored.of(whole, place) if place else whole


def _told_apart(article: Article, body: Article | None) -> Article:
    """Return an article of the index with what tells it from others, where that is known."""
    return replace(article, text=body.text, letters=body.letters) if body else article


def _held(data: dict[str, Any]) -> Held:
    return Held(
        rows.text(data["reason"]),
        rows.text(data["at"]),
        rows.text_or_none(data["picture"]),
        asks=data.get("asks") is True,
    )


def _texts(value: Mapping[str, Any]) -> dict[str, str]:
    return {rows.text(name): rows.text(text) for name, text in value.items()}


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r:.40} is no list")
    return value


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(f"{value!r:.40} is no whole number")
    return value

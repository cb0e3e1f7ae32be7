"""The outbox: what the last build found, for `post`, `status`, `preview` and the desk to read.

Disposable: one more build makes it again. It holds unpublished text at times, so only its
owner may read it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pelican_medium.model import Article
from pelican_medium.model.errors import OutboxError
from pelican_medium.store import disk, learned
from pelican_medium.store.learned import Change

VERSION = 1

_INDEX = ("key", "title", "date", "lang", "canonical_url", "source_path", "fingerprint")
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
        index: every article of the build, without its body.
        bodies: by key, the articles that may still be sent.
        held: by key, why an article was held back last time.
        learned: what the build changed in its ledger, which the one in git is to learn too.
        math: what the build chose for displayed formulas: "picture" or "text".
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


def write(path: Path, outbox: Outbox) -> None:
    """Replace the outbox file.

    Raises:
        OutboxError: it cannot be written; the old one is still there.
    """
    # ASCII only: an article may hold a lone surrogate, which is no UTF-8 but is fine as \\udc80.
    text = json.dumps(_to_json(outbox)) + "\n"
    try:
        disk.sweep(path)
        _write(path, text)
    except OSError as error:
        raise OutboxError(
            f"The outbox {path} cannot be written ({error.strerror or error}). Nothing was sent; "
            "make its folder writable and build once more."
        ) from None


def _write(path: Path, text: str) -> None:
    """Write the file, once more where another build swept away what it was writing."""
    try:
        disk.write(path, text, mode=disk.PRIVATE)
    except FileNotFoundError:
        disk.write(path, text, mode=disk.PRIVATE)


def read(path: Path) -> Outbox:
    """Return what the last build found.

    Raises:
        OutboxError: there is none, or it cannot be understood; one more build makes it anew.
    """
    try:
        return _from_json(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise OutboxError(f"There is no outbox at {path}: build the site once more.") from None
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise _damaged(path, f"cannot be read ({type(error).__name__})") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(path, f"is damaged ({error})") from None


def _damaged(path: Path, how: str) -> OutboxError:
    return OutboxError(
        f"The outbox {path} {how}. Nothing was sent; build the site once more, that makes it anew."
    )


def with_held(outbox: Outbox, key: str, held: Held | None) -> Outbox:
    """Return the outbox with an article held back, or no longer so."""
    others = {k: h for k, h in outbox.held.items() if k != key}
    return replace(outbox, held=others if held is None else {**others, key: held})


def _to_json(outbox: Outbox) -> dict[str, Any]:
    return {
        "version": VERSION,
        "built_at": outbox.built_at.astimezone(UTC).isoformat(timespec="seconds"),
        "site_url": outbox.site_url,
        "output_path": outbox.output_path,
        "ledger": outbox.ledger,
        "learned": learned.to_json(outbox.learned),
        "index": [_article_json(article, _INDEX) for article in outbox.index],
        "bodies": {key: _article_json(body, _BODY) for key, body in outbox.bodies.items()},
        "held": {key: _held_json(held) for key, held in outbox.held.items()},
        "math": outbox.math,
    }


def _held_json(held: Held) -> dict[str, Any]:
    data = asdict(held)
    return data if held.asks else {name: data[name] for name in ("reason", "at", "picture")}


def _article_json(article: Article, names: tuple[str, ...]) -> dict[str, Any]:
    data = {name: getattr(article, name) for name in names}
    if "date" in data:
        data["date"] = article.date.isoformat()
    for name in {"metadata", "places", "drawn"} & data.keys():
        data[name] = None if data[name] is None else dict(data[name])
    return data


def _from_json(data: Any) -> Outbox:
    if not isinstance(data, dict) or type(data.get("version")) is not int:
        raise ValueError("it has no version number")
    if data["version"] != VERSION:
        raise ValueError(f"it is of version {data['version']}, this release reads {VERSION}")
    rows = {row["key"]: _indexed(row) for row in data["index"]}
    bodies = {key: _with_body(rows[key], body) for key, body in data["bodies"].items()}
    return Outbox(
        built_at=_moment(data["built_at"]),
        site_url=_text(data["site_url"]),
        output_path=_text(data["output_path"]),
        ledger=_text(data["ledger"]),
        index=tuple(_told_apart(article, bodies.get(key)) for key, article in rows.items()),
        bodies=bodies,
        held={key: _held(held) for key, held in data["held"].items()},
        learned=learned.from_json(data.get("learned", [])),
        math=_text(data.get("math", "text")),
    )


def _indexed(row: dict[str, Any]) -> Article:
    return Article(
        key=_text(row["key"]),
        title=_text(row["title"]),
        date=_moment(row["date"]),
        lang=_text(row["lang"]),
        canonical_url=_text(row["canonical_url"]),
        source_path=_text_or_none(row["source_path"]),
        fingerprint=_text(row["fingerprint"]),
    )


def _with_body(article: Article, body: dict[str, Any]) -> Article:
    return replace(
        article,
        slug=_text(body["slug"]),
        base_url=_text(body["base_url"]),
        content=_text(body["content"]),
        summary=_text_or_none(body["summary"]),
        tags=tuple(_text(tag) for tag in _list(body["tags"])),
        metadata=dict(body["metadata"]),
        cover=_text(body.get("cover", "")),
        category=_text(body.get("category", "")),
        authors=tuple(_text(name) for name in _list(body.get("authors", []))),
        text=_text(body.get("text", "")),
        letters=_number(body.get("letters", 0)),
        places=_texts(body.get("places", {})),
        drawn=None if body.get("drawn", {}) is None else _texts(body.get("drawn", {})),
    )


def _told_apart(article: Article, body: Article | None) -> Article:
    """Return an article of the index with what tells it from others, where that is known."""
    return replace(article, text=body.text, letters=body.letters) if body else article


def _held(data: dict[str, Any]) -> Held:
    return Held(
        _text(data["reason"]),
        _text(data["at"]),
        _text_or_none(data["picture"]),
        asks=data.get("asks") is True,
    )


def _texts(value: Mapping[str, Any]) -> dict[str, str]:
    return {_text(name): _text(text) for name, text in value.items()}


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r:.40} is no list")
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} is no text")
    return value


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(f"{value!r:.40} is no whole number")
    return value


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

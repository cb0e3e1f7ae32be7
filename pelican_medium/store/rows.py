"""The rows of the outbox's index: one for each article of a build, without its text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from json.encoder import encode_basestring_ascii as _quoted
from typing import Any

from pelican_medium.model import Article


def row(article: Article) -> str:
    """Return an article's row; by hand, because every article of a site has one."""
    path = "null" if article.source_path is None else _quoted(article.source_path)
    return (
        f'{{"key": {_quoted(article.key)}, "title": {_quoted(article.title)}, '
        f'"date": "{article.date.isoformat()}", "lang": {_quoted(article.lang)}, '
        f'"canonical_url": {_quoted(article.canonical_url)}, "source_path": {path}, '
        f'"fingerprint": {_quoted(article.fingerprint)}}}'
    )


def article_of(row: dict[str, Any]) -> Article:
    """Return the article of a row.

    Raises:
        KeyError, TypeError, ValueError: the row is damaged.
    """
    return Article(
        key=text(row["key"]),
        title=text(row["title"]),
        date=moment(row["date"]),
        lang=text(row["lang"]),
        canonical_url=text(row["canonical_url"]),
        source_path=text_or_none(row["source_path"]),
        fingerprint=text(row["fingerprint"]),
    )


#: So many bytes are written at a time.
_PART = 1 << 16


@dataclass(frozen=True, slots=True)
class Settled:
    """The articles of a build that need nothing more than their rows, as text.

    As values, thousands of articles would take three times as much memory.

    Attributes:
        rows: as the outbox has them, in ASCII.
        count: how many they are.
    """

    rows: bytes = b""
    count: int = 0

    def text(self) -> Iterator[str]:
        """Yield their rows' text in parts: all of it once more would be as large again."""
        for start in range(0, len(self.rows), _PART):
            yield self.rows[start : start + _PART].decode("ascii")

    def articles(self) -> list[Article]:
        """Return them as values after all."""
        return [article_of(row) for row in json.loads(b"[%b]" % self.rows)]


class Settling:
    """Takes in such articles, one at a time."""

    def __init__(self) -> None:
        """Begin with none."""
        self._rows = BytesIO()
        self._count = 0

    def add(self, article: Article) -> None:
        """Take in one more."""
        before = ",\n" if self._count else ""
        self._rows.write(f"{before}{row(article)}".encode("ascii"))
        self._count += 1

    def all(self) -> Settled:
        """Return those taken in."""
        return Settled(self._rows.getvalue(), self._count)


def text_or_none(value: Any) -> str | None:
    """Return a text or None that was read as JSON."""
    return None if value is None else text(value)


def text(value: Any) -> str:
    """Return a text that was read as JSON.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} is no text")
    return value


def moment(value: Any) -> datetime:
    """Return the moment that a text read as JSON names; UTC where it names no time zone.

    Raises:
        TypeError: it is no text.
        ValueError: it names no moment, or one that cannot be told in UTC.
    """
    found = datetime.fromisoformat(text(value))
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    try:
        found.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{value!r} is no moment that can be told in UTC") from None
    return found

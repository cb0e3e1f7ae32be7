"""Articles whose texts stay in the outbox until they are read: a backfill has thousands."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import BinaryIO

from pelican_medium.model import Article
from pelican_medium.model.errors import OutboxError


class Kept:
    """A file as it is now, although another one may be put in its place."""

    __slots__ = ("_descriptor",)

    def __init__(self, descriptor: int) -> None:
        """Take a descriptor of the file; it is closed when nobody needs the file any more."""
        self._descriptor = descriptor

    def read(self, offset: int, length: int) -> bytes:
        """Return some of its bytes; from any thread.

        Raises:
            OSError: they cannot be read.
        """
        return os.pread(self._descriptor, length, offset)

    def __del__(self, close: Callable[[int], None] = os.close) -> None:
        """Close it, also where Python is about to end and modules are gone."""
        close(self._descriptor)


def kept(file: BinaryIO) -> Kept | None:
    """Return a file to be read later, or None where the system lets nobody replace an open one."""
    return None if os.name == "nt" else Kept(os.dup(file.fileno()))


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article's body stands in an outbox, as a line of JSON under its key."""

    file: Kept
    offset: int
    length: int
    checksum: int
    key: str

    def text(self) -> str:
        """Return the article's text.

        Raises:
            OutboxError: the file is not what it was: something has written over it in place,
                which no build does.
        """
        row = self.file.read(self.offset, self.length)
        if zlib.crc32(row) != self.checksum:
            raise OutboxError(
                "The outbox was written over while it was being read, so this article was not "
                f"sent: {self.key}. Build the site once more."
            )
        text: str = json.loads(b"{%b}" % row)[self.key]["content"]
        return text


class Stored(Article):
    """An article of which the text is read anew each time somebody asks for it."""

    __slots__ = ("_text",)
    _text: str | Place

    @classmethod
    def of(cls, article: Article, place: Place) -> Stored:
        """Return an article without its text, which stands at this place."""
        stored = cls.__new__(cls)
        for name in _NAMES:
            object.__setattr__(stored, name, getattr(article, name))
        object.__setattr__(stored, "_text", place)
        return stored

    @property
    def content(self) -> str:
        """The text; where a copy was made of the article, the copy has it in memory."""
        return self._text if isinstance(self._text, str) else self._text.text()

    @content.setter
    def content(self, text: str) -> None:
        object.__setattr__(self, "_text", text)

    def __eq__(self, other: object) -> bool:
        """Tell whether all of both is the same, wherever their texts are."""
        if not isinstance(other, Article):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in (*_NAMES, "content"))

    __hash__ = Article.__hash__


_NAMES = tuple(field.name for field in fields(Article) if field.name != "content")

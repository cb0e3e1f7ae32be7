"""What the sandbox keeps in memory: posts in order of creation, and pictures."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# The types Medium's API documentation lists for the images call.
PICTURE_TYPES = ("image/jpeg", "image/png", "image/gif", "image/tiff")
# How their bytes begin: JPEG, PNG, GIF, and TIFF in either byte order.
PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"II*\0", b"MM\0*")
MOST_PICTURE_BYTES = 25 * 1024 * 1024  # repeated by several third parties; Medium documents no size


@dataclass(frozen=True)
class Picture:
    """The bytes of a picture and their media type."""

    body: bytes
    type: str

    @property
    def md5(self) -> str:
        """The checksum Medium names in its answer."""
        return hashlib.md5(self.body, usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """What became of one ``img src`` of a post."""

    src: str
    verdict: str
    url: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Post:
    """A created post: the request as it came, the answer, and what became of its pictures."""

    id: str
    request: Mapping[str, Any]
    answer: Mapping[str, Any]
    created: datetime
    pictures: tuple[Verdict, ...] = ()
    publication_id: str | None = None

    @property
    def picture_urls(self) -> dict[str, str]:
        """The address under which the sandbox shows each picture that it has."""
        return {one.src: one.url for one in self.pictures if one.url}


class Account:
    """The sandbox's memory; thread-safe."""

    def __init__(self) -> None:
        """Start empty."""
        self._lock = threading.Lock()
        self._posts: dict[str, Post] = {}
        self._pictures: dict[str, Picture] = {}

    def add(self, post: Post) -> None:
        """Keep a new post."""
        with self._lock:
            self._posts[post.id] = post

    def posts(self) -> list[Post]:
        """Return the posts in order of creation."""
        with self._lock:
            return list(self._posts.values())

    def post(self, post_id: str) -> Post | None:
        """Return the post with this id, or None."""
        with self._lock:
            return self._posts.get(post_id)

    def keep(self, picture: Picture) -> str:
        """Keep a picture and return its checksum; equal bytes are kept once, under one type."""
        with self._lock:
            self._pictures.setdefault(picture.md5, picture)
        return picture.md5

    def picture(self, md5: str) -> Picture | None:
        """Return the picture with this checksum, or None."""
        with self._lock:
            return self._pictures.get(md5)

    def forget(self) -> None:
        """Forget every post and picture."""
        with self._lock:
            self._posts.clear()
            self._pictures.clear()

"""Uploads, a few at a time: pictures of articles go while those before them are being sent."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

#: How many at the same time. Medium documents no limit; a browser opens six connections to a
#: host.
AT_ONCE = 6


class Uploads:
    """The uploads of one run, each file once, by its checksum; from any thread."""

    def __init__(self) -> None:
        """Upload nothing yet."""
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="upload")
        self._begun: dict[str, Future[str]] = {}
        self._told: set[str] = set()
        self._lock = threading.Lock()

    def begin(self, md5: str, upload: Callable[[], str]) -> Future[str]:
        """Begin to upload a file, unless that was begun before."""
        with self._lock:
            if md5 not in self._begun:
                self._begun[md5] = self._pool.submit(upload)
            return self._begun[md5]

    def forget_failures(self) -> None:
        """Have what failed tried once more: ahead of its turn, a failure is nobody's yet."""
        with self._lock:
            self._begun = {md5: one for md5, one in self._begun.items() if not _failed(one)}

    def new(self) -> dict[str, str]:
        """Return the addresses of what was uploaded since this was asked last."""
        with self._lock:
            done = [md5 for md5, one in self._begun.items() if one.done() and not _failed(one)]
            new = [md5 for md5 in done if md5 not in self._told]
            self._told.update(new)
            return {md5: self._begun[md5].result() for md5 in new}

    def close(self) -> None:
        """Begin nothing more, and wait for what is under way."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def _failed(one: Future[str]) -> bool:
    return one.cancelled() or (one.done() and one.exception() is not None)

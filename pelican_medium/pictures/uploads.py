"""Uploads, a few at a time: an article's pictures go while the article before it is being sent."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

#: How many at the same time. Medium documents no limit; a browser opens six connections to a
#: host.
AT_ONCE = 4


class Uploads:
    """The uploads of one run, each file once, by its checksum."""

    def __init__(self) -> None:
        """Upload nothing yet."""
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="upload")
        self._begun: dict[str, Future[str]] = {}

    def begin(self, md5: str, upload: Callable[[], str]) -> None:
        """Begin to upload a file, unless that was begun before."""
        if md5 not in self._begun:
            self._begun[md5] = self._pool.submit(upload)

    def forget_failures(self) -> None:
        """Have what failed ahead of its turn tried once more when its turn has come."""
        self._begun = {md5: one for md5, one in self._begun.items() if not _failed(one)}

    def take(self, md5: str) -> str:
        """Return a file's address, once it has one; the next `begin` uploads it again.

        Raises:
            Exception: whatever the upload raised.
        """
        return self._begun.pop(md5).result()

    def close(self) -> dict[str, str]:
        """Begin nothing more, wait for what is under way, and return what nobody took."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        left, self._begun = self._begun, {}
        return {md5: one.result() for md5, one in left.items() if not _failed(one)}


def _failed(one: Future[str]) -> bool:
    return one.cancelled() or (one.done() and one.exception() is not None)

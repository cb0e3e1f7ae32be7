"""The list of API requests the sandbox has seen. It holds no header, hence no token."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Seen:
    """One request to the API and the status it got; None while, or because, there was no answer."""

    method: str
    path: str
    authorized: bool
    status: int | None = None
    fault: str | None = None


class Journal:
    """Requests in order of arrival; thread-safe."""

    def __init__(self) -> None:
        """Start empty."""
        self._lock = threading.Lock()
        self._seen: dict[int, Seen] = {}
        self._arrived = 0

    def arrived(self, seen: Seen) -> int:
        """Note a request at its arrival and return its number."""
        with self._lock:
            self._arrived += 1
            self._seen[self._arrived] = seen
            return self._arrived

    def met(self, number: int, fault: str) -> None:
        """Note which fault a request met."""
        with self._lock:
            if number in self._seen:
                self._seen[number] = replace(self._seen[number], fault=fault)

    def answered(self, number: int, status: int) -> None:
        """Note the status a request got."""
        with self._lock:
            if number in self._seen:
                self._seen[number] = replace(self._seen[number], status=status)

    def seen(self) -> list[Seen]:
        """Return all requests in order of arrival."""
        with self._lock:
            return list(self._seen.values())

    def forget(self) -> None:
        """Forget all requests; answers still to come are not noted."""
        with self._lock:
            self._seen.clear()

"""The ways in which the sandbox can misbehave on demand, and the queues in which they wait."""

from __future__ import annotations

import math
import re
import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

ENDPOINTS = ("posts", "me", "publications", "contributors", "images", "tokens")
FAULTS = {
    "ok": "behave",
    "302": "redirect to another host name, nothing created",
    "400": "refuse a field",
    "401": "refuse the token",
    "403": "refuse the user",
    "404": "know nothing of it",
    "429": "too many requests; 429:30 adds Retry-After in seconds, 429:date an HTTP date",
    "1007": "429 with Medium's code for the daily limit",
    "500": "internal error, nothing created",
    "502": "bad gateway, nothing created",
    "503": "unavailable, nothing created",
    "challenge": "403 with an HTML page as Cloudflare sends it",
    "html502": "502 whose HTML body is labelled JSON",
    "drop-before": "reset the connection, nothing created",
    "drop-after": "create, then reset the connection",
    "silent-before": "never answer, nothing created",
    "silent": "create, then never answer",
    "slow": "create, answer correctly after slow:SECONDS",
    "not-json": "create, answer 201 with a body that is not JSON",
    "truncated": "create, announce more bytes than are sent",
    "empty": "create, answer 201 with an empty body",
    "no-id": "create, answer 201 without id",
    "no-url": "create, answer 201 with id and without url",
    "huge": "create, answer 201 with a body of tens of megabytes",
}


@dataclass(frozen=True)
class Fault:
    """One way to misbehave, for one request to one endpoint."""

    endpoint: str
    name: str
    argument: str | None = None

    @property
    def text(self) -> str:
        """The fault as somebody would write it, without its endpoint."""
        return self.name if self.argument is None else f"{self.name}:{self.argument}"


def parse_fault(text: str) -> Fault:
    """Read ``[ENDPOINT=]NAME[:ARGUMENT]``.

    Raises:
        ValueError: unknown endpoint or name (the known ones are listed), or a wrong argument.
    """
    before, equals, after = text.strip().partition("=")
    endpoint, rest = (before, after) if equals else ("posts", before)
    name, colon, argument = rest.partition(":")
    if endpoint not in ENDPOINTS:
        raise ValueError(f"Unknown endpoint {endpoint!r}. Known: {', '.join(ENDPOINTS)}.")
    if name not in FAULTS:
        raise ValueError(f"Unknown fault {name!r}. Known: {', '.join(FAULTS)}.")
    if not _fits(name, argument if colon else None):
        raise ValueError(f"Fault {text!r}: write 429, 429:SECONDS, 429:date or slow:SECONDS.")
    return Fault(endpoint, name, argument if colon else None)


def _fits(name: str, argument: str | None) -> bool:
    if name == "429":
        return (
            argument is None or argument == "date" or re.fullmatch("[0-9]+", argument) is not None
        )
    if name == "slow":
        return argument is not None and _is_duration(argument)
    return argument is None


def _is_duration(text: str) -> bool:
    try:
        seconds = float(text)
    except ValueError:
        return False
    return math.isfinite(seconds) and seconds >= 0


class FaultQueues:
    """One queue of faults per endpoint; thread-safe."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        """Fill the queues in the order given."""
        self._lock = threading.Lock()
        self._waiting = deque(faults)

    def replace(self, faults: Iterable[Fault]) -> None:
        """Forget what waits and queue these instead."""
        with self._lock:
            self._waiting = deque(faults)

    def take(self, endpoint: str) -> Fault | None:
        """Return the next fault of this endpoint and remove it; None means: behave."""
        with self._lock:
            fault = next((one for one in self._waiting if one.endpoint == endpoint), None)
            if fault is not None:
                self._waiting.remove(fault)
            return fault

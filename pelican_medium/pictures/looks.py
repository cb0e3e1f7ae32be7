"""Looking at addresses: is it there, and is it what Medium takes? Politely, and side by side."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urljoin

from pelican_medium.model import Request, Response, urls
from pelican_medium.model.errors import NeverConnected, NoAnswer, TransportError
from pelican_medium.pictures import kinds

#: How many addresses are looked at at the same time.
WORKERS = 8

#: How many redirects are followed.
MOST_HOPS = 5

#: How much is read where a HEAD does not tell.
FIRST_BYTES = 4096

#: How often a host may let us wait in vain before its other pictures are not even asked for.
PATIENCE = 2

#: Seconds for one whole look, redirects and all.
SECONDS = 15.0

#: Sends one request, given the most bytes to read of the answer, and the seconds for all of it.
Visit = Callable[[Request, int, float], Response]

#: The same, with the seconds that are left.
Ask = Callable[[Request, int], Response]

_REDIRECTS = {301, 302, 303, 307, 308}

#: What a server says of bytes it knows nothing of.
_UNTOLD = {"", "application/octet-stream", "binary/octet-stream", "application/x-unknown"}

#: Names some servers have for what Medium knows by another one.
_OTHER_NAMES = {"image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg", "image/x-png": "image/png"}


class State(StrEnum):
    """What a look found."""

    LIVE = "live"
    GONE = "gone"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at an address told.

    Attributes:
        reason: what was found, for the author.
        kind: its media type, where it is live.
        size: in bytes, where the server tells.
        told: whether the type is the server's word, and Medium's name for it; else ours, by its
            first bytes.
    """

    state: State
    reason: str
    kind: str | None = None
    size: int | None = None
    told: bool = True


class Looks:
    """The looks of one run: each address once, several at the same time."""

    def __init__(self, visit: Visit) -> None:
        """Take what sends a request; nothing is sent yet."""
        self._visit = visit
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="look")
        self._asked: dict[str, Future[Any]] = {}
        self._vain: Counter[str | None] = Counter()
        self._lock = threading.Lock()

    def start(self, url: str) -> None:
        """Begin to look at an address, unless it was looked at before."""
        self.submit(url, lambda: self._look(url))

    def of(self, url: str) -> Look:
        """Return what a look at an address tells, waiting for it if need be."""
        self.start(url)
        look: Look = self._asked[url].result()
        return look

    def submit(self, name: str, ask: Callable[[], Any]) -> Future[Any]:
        """Have something asked in the background, once for each name."""
        with self._lock:
            if name not in self._asked:
                self._asked[name] = self._pool.submit(ask)
            return self._asked[name]

    def forget(self) -> None:
        """Look again at all that was not there."""
        with self._lock:
            self._vain.clear()
            self._asked = {
                name: asked
                for name, asked in self._asked.items()
                if not asked.done() or getattr(asked.result(), "state", None) == State.LIVE
            }

    def bounded(self) -> Ask:
        """Return what sends the requests of one look, within the time for all of them."""
        end = time.monotonic() + SECONDS

        def ask(request: Request, most_bytes: int) -> Response:
            left = end - time.monotonic()
            if left <= 0:
                raise NoAnswer(f"no answer within {SECONDS:g} s")
            return self._visit(request, most_bytes, left)

        return ask

    def close(self) -> None:
        """Ask nothing more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _look(self, url: str) -> Look:
        host = urls.host_of(url)
        if self._vain[host] >= PATIENCE:
            return Look(State.AWAY, "its host did not answer for others")
        try:
            return look(url, self.bounded())
        except NoAnswer as error:
            self._vain[host] += 1
            return Look(State.AWAY, str(error))
        except TransportError as error:
            return Look(State.AWAY, str(error))


def look(url: str, visit: Ask) -> Look:
    """Look at one address: HEAD, and the first bytes where that does not tell.

    Raises:
        TransportError: nobody answered.
    """
    answer = _headed(url, visit)
    if answer is None or not _tells(answer):
        first = {"Range": f"bytes=0-{FIRST_BYTES - 1}"}
        answer, _ = follow(Request("GET", url, first), visit, FIRST_BYTES)
    return read(answer)


def _headed(url: str, visit: Ask) -> Response | None:
    """Return the answer to a HEAD, or None where the server has none for it, as some have."""
    try:
        return follow(Request("HEAD", url), visit, 0)[0]
    except NoAnswer:
        return None


def _tells(answer: Response) -> bool:
    return answer.status == 200 and _type(answer) not in _UNTOLD and _size(answer) != 0  # noqa: PLR2004


def follow(request: Request, visit: Ask, most_bytes: int) -> tuple[Response, str]:
    """Send a request to where it leads, and return the last answer with its address.

    Raises:
        TransportError: nobody answered, or the redirects lead nowhere.
    """
    url = request.url
    for _ in range(MOST_HOPS + 1):
        answer = visit(Request(request.method, url, request.headers), most_bytes)
        if answer.status not in _REDIRECTS:
            return answer, url
        url = _next(url, answer)
    raise NeverConnected(f"it is redirected more than {MOST_HOPS} times")


def _next(url: str, answer: Response) -> str:
    try:
        target = urls.encode(urljoin(url, answer.headers.get("Location", "")).partition("#")[0])
    except ValueError:
        target = ""
    if not urls.is_absolute(target):
        raise NeverConnected("it is redirected to no address")
    return target


def read(answer: Response) -> Look:
    """Return what an answer says of a picture."""
    if answer.status in {404, 410}:
        return Look(State.GONE, f"HTTP {answer.status}")
    if answer.status not in {200, 206}:
        return Look(State.AWAY, f"HTTP {answer.status}")
    size = _size(answer)
    if size == 0:
        return Look(State.AWAY, "it is empty")
    named = _type(answer)
    if named in _UNTOLD:
        named = kinds.of(answer.body) or named
        return Look(State.LIVE, named or "a file of no type", named, size, told=False)
    kind = _OTHER_NAMES.get(named, named)
    return Look(State.LIVE, kind, kind, size, told=kind == named)


def _type(answer: Response) -> str:
    return answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _size(answer: Response) -> int | None:
    """Return the size of the whole, which a partial answer names after its "/"."""
    ranged = re.search(r"/(\d+)\s*$", answer.headers.get("Content-Range", ""))
    number = ranged[1] if ranged else answer.headers.get("Content-Length", "").strip()
    if answer.status == 206 and not ranged:  # noqa: PLR2004 - partial content
        return None
    return int(number) if number.isascii() and number.isdigit() else None

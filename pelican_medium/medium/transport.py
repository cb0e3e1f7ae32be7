"""Moves bytes, bounds time, keeps the token to its host; requests is known here and in visit."""

from __future__ import annotations

import contextlib
import math
import socket
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase

from pelican_medium.model import Request, Response, Token
from pelican_medium.model.errors import NeverConnected, NoAnswer, TransportError
from pelican_medium.model.urls import is_loopback, origin
from pelican_medium.model.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

#: Plain product and version: browser-like and missing user agents are what Cloudflare in front
#: of Medium refuses (blogster#1, medium-2-md#27).
USER_AGENT = f"pelican-medium/{__version__}"

#: Seconds to wait for a connection; far below any sensible total.
CONNECT_SECONDS = 10.0

#: No answer of Medium's API comes near this; more is cut off, and then cannot be read.
MOST_BYTES = 1 << 20


#: What a slow line still carries: half a megabit a second. A picture of 25 MB takes seven minutes
#: on it, which no limit meant for a short request may cut off.
SLOWEST = 1 << 16

#: Up to this many bytes a request is a short one.
SHORT = 1 << 20


def seconds_for(request: Request, timeout: float) -> float:
    """Return how long a whole request may take: a long body gets more, by its size.

    Args:
        timeout: seconds for one with a short body, or none.
    """
    beyond = max(0, len(request.body or b"") - SHORT)
    return timeout + math.ceil(beyond / SLOWEST)


class _Bearer(AuthBase):
    """Sends the token to the API's own origin and nothing to any other.

    Having an auth object at all keeps requests from replacing our header by what the user's
    ``~/.netrc`` says of the host (requests, "Netrc Authentication").
    """

    def __init__(self, token: Token | None, api_url: str) -> None:
        self._token = token
        self._origin = origin(api_url)

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token and origin(request.url or "") == self._origin:
            request.headers["Authorization"] = f"Bearer {self._token.reveal()}"
        return request

    def masked(self, body: bytes) -> bytes:
        """Return an answer without the token: a server may quote what it refuses."""
        return body.replace(self._token.reveal().encode(), b"****") if self._token else body


class NotingAdapter(HTTPAdapter):
    """Notes that a connection stood: until then not a byte of the request can have left.

    The exception alone does not tell: a TLS error may come from the handshake or from reading
    the answer, and ``requests.ConnectionError`` covers a refused connection as well as a reset
    after the server read everything.
    """

    def __init__(self, seconds: float) -> None:
        """Start with no connection.

        Args:
            seconds: how long sending a request may take. Without this, urllib3 sends under the
                limit for connecting, and Python bounds by it the sending of a whole body.
        """
        super().__init__()
        self.seconds = seconds
        self.connected = False
        self._line: Any = None
        self._given_up = False
        self._lock = threading.Lock()

    def give_up(self) -> bool:
        """Let no connection stand from now on; tell whether one already did.

        It is hung up, or the thread that waits for it would do so as long as the server likes.
        """
        with self._lock:
            self._given_up = True
            if self._line is not None:
                # TLS's own shutdown would trip over the thread that reads from it.
                with contextlib.suppress(OSError, TypeError):
                    socket.socket.shutdown(self._line, socket.SHUT_RDWR)
            return self.connected

    def stands(self, line: Any) -> None:
        """Note that a connection stands, and over which socket.

        Raises:
            TimeoutError: nobody waits for it any more, so nothing may be sent over it.
        """
        with self._lock:
            if self._given_up:
                raise TimeoutError
            self.connected = True
            self._line = line

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """Return a pool of connections that are noted."""
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        pool.ConnectionCls = self._noting(pool.ConnectionCls)
        return pool

    def _noting(self, connection_class: Any) -> Any:
        adapter = self

        class Noting(connection_class):  # type: ignore[misc]
            # http.client prints the token where somebody has switched this on for the class.
            debuglevel = 0

            def connect(self) -> None:
                super().connect()
                try:
                    adapter.stands(self.sock)
                    self.sock.settimeout(adapter.seconds)
                except TimeoutError:
                    self.close()
                    raise

        return Noting


class _Session(requests.Session):
    """Carries no credentials over a redirect, netrc's neither, and may not follow one at all."""

    def __init__(self, *, follows: bool) -> None:
        super().__init__()
        self._follows = follows

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        # Even where it follows none, requests reads the address, and trips over a strange one.
        return super().get_redirect_target(resp) if self._follows else None

    def rebuild_auth(
        self, prepared_request: requests.PreparedRequest, response: requests.Response
    ) -> None:
        del response
        prepared_request.headers.pop("Authorization", None)


class Transport:
    """Sends requests one by one, each on a fresh connection.

    A pooled connection that went stale resets on the next POST, and a reset POST is one whose
    fate nobody knows.
    """

    def __init__(
        self,
        *,
        timeout: float,
        token: Token | None = None,
        api_url: str = "",
        most_bytes: int = MOST_BYTES,
        redirects: bool = False,
    ) -> None:
        """Say how long a whole request may take (seconds) and who may see the token."""
        self._timeout = timeout
        self._auth = _Bearer(token, api_url)
        self._most_bytes = most_bytes
        self._redirects = redirects

    def send(self, request: Request) -> Response:
        """Send a request and return its answer, redirects not followed.

        Raises:
            NeverConnected: nothing has left.
            NoAnswer: something may have left, and no whole answer came in time.
        """
        seconds = seconds_for(request, self._timeout)
        adapter = self._adapter(seconds)
        try:
            answer = _within(seconds, lambda: self._exchange(request, adapter))
        except BaseException:  # a Ctrl-C: what has not left yet must not leave later
            adapter.give_up()
            raise
        if answer is None:
            failure = NoAnswer if adapter.give_up() else NeverConnected
            raise failure(f"no answer within {seconds:g} s")
        if isinstance(answer, TransportError):
            raise answer
        return answer

    def _adapter(self, seconds: float) -> NotingAdapter:
        return NotingAdapter(seconds)

    def _exchange(self, request: Request, adapter: NotingAdapter) -> Response | TransportError:
        """Return the failure instead of raising it, so that no traceback drags headers along."""
        with _Session(follows=self._redirects) as session:
            session.trust_env = not is_loopback(urlsplit(request.url).hostname)
            session.mount("https://", adapter)
            session.mount("http://", adapter)
            try:
                return self._answer(session, request, adapter.seconds)
            except (
                requests.RequestException,
                urllib3.exceptions.HTTPError,
                OSError,
                ValueError,
            ) as error:
                failure = NoAnswer if adapter.connected else NeverConnected
                return failure(_plain(error, adapter.seconds))

    def _answer(self, session: requests.Session, request: Request, seconds: float) -> Response:
        with session.request(
            request.method,
            request.url,
            data=request.body,
            headers={"User-Agent": USER_AGENT, **request.headers},
            auth=self._auth,
            timeout=(min(CONNECT_SECONDS, seconds), seconds),
            allow_redirects=self._redirects,
            stream=True,
        ) as answer:
            body = self._auth.masked(self._body(answer))
            return Response(answer.status_code, answer.headers, body)

    def _body(self, answer: requests.Response) -> bytes:
        body = b""
        for piece in answer.iter_content(1 << 16):
            body += piece
            if len(body) > self._most_bytes:
                break
        return body[: self._most_bytes]


def _within(
    seconds: float, exchange: Callable[[], Response | TransportError]
) -> Response | TransportError | None:
    """Bound the whole: requests' own timeout bounds each read, and a trickle has many.

    The abandoned thread is a daemon with bounded reads of its own; whatever it still does,
    the caller has already been told that the outcome is not known.

    Returns:
        None if the time is up.
    """
    answer: Future[Response | TransportError] = Future()

    def work() -> None:
        try:
            answer.set_result(exchange())
        except BaseException as error:  # noqa: BLE001 - not handled here, handed to the caller
            answer.set_exception(_without_frames(error))

    threading.Thread(target=work, daemon=True).start()
    try:
        return answer.result(timeout=seconds)
    except TimeoutError:
        return None


def _without_frames(error: BaseException) -> BaseException:
    """Return a surprise without the frames it came through: their locals hold our headers."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)


def _plain(error: BaseException, seconds: float) -> str:
    """Say in a few words what happened; requests' own text is long, and names its objects."""
    if isinstance(error, requests.ConnectTimeout):
        return f"no connection within {min(CONNECT_SECONDS, seconds):g} s"
    cause = _innermost(error)
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror
    if isinstance(error, requests.Timeout) or isinstance(cause, TimeoutError):
        return f"no answer within {seconds:g} s"
    return type(cause).__name__


def _innermost(error: BaseException) -> BaseException:
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    return error

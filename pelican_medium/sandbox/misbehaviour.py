"""How each fault of ``faults.FAULTS`` is acted out: a table of small functions."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import Response
from werkzeug.http import http_date

from pelican_medium.sandbox.answers import GENERIC_CODE, WRONG_TOKEN, Answer, errors_json
from pelican_medium.sandbox.faults import Fault
from pelican_medium.sandbox.rules import FIELD_CODE, Problem
from pelican_medium.sandbox.wire import HungUp, wait

JSON = "application/json; charset=utf-8"
RETRY_DATE_SECONDS = 5
HUGE_CHUNKS = 40
_CHUNK = b"x" * (1024 * 1024)
_PAGE = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Wait.</body></html>"
)


class NoAnswer(Response):
    """An answer that hangs up instead of being sent; the journal notes no status for it.

    A Flask response, since Flask turns others into its own class.
    """


@dataclass(frozen=True)
class Call:
    """One authorized request: what it would do if all went well, and the connection it came by.

    ``act`` creates what is asked for and returns the answer, or raises Refused as Medium would
    refuse.
    """

    act: Callable[[], Answer]
    host: str
    closing: threading.Event
    line: socket.socket | None = None
    argument: str | None = None

    def wait(self, seconds: float | None = None) -> None:
        """Wait until the time is up, the sandbox closes or the client goes."""
        wait(self.closing, self.line, seconds)


def misbehave(fault: Fault, call: Call) -> Response:
    """Act out a fault.

    Raises:
        Refused: the fault lets the request through, and Medium would refuse it.
    """
    return MISBEHAVIOURS[fault.name](call)


def answered(answer: Answer) -> Response:
    """Return a successful answer in Medium's envelope."""
    return as_json(answer.status, answer.data if answer.bare else {"data": answer.data})


def as_json(status: int, value: Any, headers: Mapping[str, str] | None = None) -> Response:
    """Return a JSON answer, labelled as Medium labels its own."""
    return Response(json.dumps(value), status, headers, content_type=JSON)


def _behave(call: Call) -> Response:
    return answered(call.act())


def _refuse(_call: Call, *, status: int, code: int = GENERIC_CODE, message: str = "") -> Response:
    text = message or f"The sandbox was told to answer {status}."
    return as_json(status, errors_json([Problem(text, code)]))


def _too_many(call: Call) -> Response:
    response = _refuse(call, status=429)
    if call.argument == "date":
        response.headers["Retry-After"] = http_date(
            datetime.now(UTC) + timedelta(seconds=RETRY_DATE_SECONDS)
        )
    elif call.argument:
        response.headers["Retry-After"] = call.argument
    return response


def _redirect(call: Call) -> Response:
    # Another name of this machine: another host for a client's rules, yet no network.
    own = urlsplit(f"//{call.host}")
    other = "127.0.0.1" if own.hostname == "localhost" else "localhost"
    return as_json(302, {}, {"Location": f"http://{other}:{own.port or 80}/v1/elsewhere"})


def _challenge(_call: Call) -> Response:
    # Cloudflare's page, as reported in PipedreamHQ/pipedream#18249.
    return Response(
        _PAGE, 403, {"cf-mitigated": "challenge"}, content_type="text/html; charset=UTF-8"
    )


def _html502(_call: Call) -> Response:
    return Response(b"<html><body><h1>502 Bad Gateway</h1></body></html>", 502, content_type=JSON)


def _drop_before(_call: Call) -> Response:
    def stream() -> Iterator[bytes]:
        yield from ()
        raise HungUp

    return NoAnswer(stream())


def _silent_before(call: Call) -> Response:
    def stream() -> Iterator[bytes]:
        yield from ()
        call.wait()
        raise HungUp

    return NoAnswer(stream())


def _after(call: Call, *, then: Callable[[Call], Response]) -> Response:
    call.act()
    return then(call)


def _slow(call: Call) -> Response:
    answer = call.act()
    call.wait(float(call.argument or 0))
    return answered(answer)


def _created_as(call: Call, *, body: bytes) -> Response:
    return Response(body, call.act().status, content_type=JSON)


def _truncated(call: Call) -> Response:
    response = answered(call.act())
    body = response.get_data()
    short = Response([body[: len(body) // 2]], response.status, content_type=JSON)
    short.headers["Content-Length"] = str(len(body))
    return short


def _without(call: Call, *, field: str) -> Response:
    answer = call.act()
    data = answer.data
    kept = {key: data[key] for key in data if key != field} if isinstance(data, dict) else data
    return answered(replace(answer, data=kept))


def _huge(call: Call) -> Response:
    answer = call.act()

    def stream() -> Iterator[bytes]:
        yield b'{"data": {"title": "'
        for _ in range(HUGE_CHUNKS):
            if call.closing.is_set():
                return
            yield _CHUNK

    return Response(stream(), answer.status, content_type=JSON)


MISBEHAVIOURS: Mapping[str, Callable[[Call], Response]] = {
    "ok": _behave,
    "302": _redirect,
    "400": partial(_refuse, status=400, code=FIELD_CODE),
    "401": partial(_refuse, status=401, code=WRONG_TOKEN.code, message=WRONG_TOKEN.message),
    "403": partial(_refuse, status=403),
    "404": partial(_refuse, status=404),
    "429": _too_many,
    # Code and words are from public reports; older replies had code -1 (medium-api-docs#105).
    "1007": partial(
        _refuse,
        status=429,
        code=1007,
        message="User has reached the rate limit for publishing today.",
    ),
    "500": partial(_refuse, status=500),
    "502": partial(_refuse, status=502),
    "503": partial(_refuse, status=503),
    "challenge": _challenge,
    "html502": _html502,
    "drop-before": _drop_before,
    "drop-after": partial(_after, then=_drop_before),
    "silent-before": _silent_before,
    # A picture that cannot be reached has made Medium do this (medium-wordpress-plugin#69).
    "silent": partial(_after, then=_silent_before),
    "slow": _slow,
    "not-json": partial(_created_as, body=b"Created. This is not JSON."),
    "truncated": _truncated,
    "empty": partial(_created_as, body=b""),
    "no-id": partial(_without, field="id"),
    "no-url": partial(_without, field="url"),
    "huge": _huge,
}

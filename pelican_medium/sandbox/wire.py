"""The sandbox's end of the connection: silent in the log, and able to hang up rudely."""

from __future__ import annotations

import os
import select
import socket
import struct
import threading
import time
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_STEP = 0.05
_LINGER = "hh" if os.name == "nt" else "ii"


class HungUp(ConnectionAbortedError):
    """Raised by an answer to have its connection reset in place of being answered."""


class Handler(WSGIRequestHandler):
    """Werkzeug's handler without an access log: request lines and headers are nobody's business."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - Werkzeug's name
        """Say nothing."""

    def connection_dropped(
        self, error: BaseException, environ: WSGIEnvironment | None = None
    ) -> None:
        """Reset the connection where the answer asked for it; else it was the client who went."""
        del environ
        self.close_connection = True
        if isinstance(error, HungUp):
            reset(self.connection)


def reset(line: socket.socket) -> None:
    """Close at once with a TCP reset (a lingering time of zero), not with an orderly end."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(_LINGER, 1, 0))
    socket.close(line.detach())


def wait(
    closing: threading.Event, line: socket.socket | None, seconds: float | None = None
) -> None:
    """Wait until the time is up (None: never), the sandbox closes, or the client goes."""
    end = None if seconds is None else time.monotonic() + seconds
    while not closing.is_set() and not (line and has_gone(line)):
        left = _STEP if end is None else end - time.monotonic()
        if left <= 0:
            return
        closing.wait(min(_STEP, left))


def has_gone(line: socket.socket) -> bool:
    """Tell whether the client has closed its end."""
    try:
        readable, _, _ = select.select([line], [], [], 0)
        return bool(readable) and line.recv(1, socket.MSG_PEEK) == b""
    except (OSError, ValueError):
        return True

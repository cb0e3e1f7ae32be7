"""Serving the desk until Ctrl-C, SIGTERM or a closed terminal."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from pelican_medium.desk.actions import Desk
from pelican_medium.desk.application import make_app
from pelican_medium.desk.guard import Secrets, hosts
from pelican_medium.model.ending import ended_like_ctrl_c
from pelican_medium.settings import Settings

HOST = "127.0.0.1"
_POLL_SECONDS = 0.05

Announce = Callable[[str], object]


class _Quiet(WSGIRequestHandler):
    """No access log: it would hold the key."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - Werkzeug's name
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A desk that listens.

    Attributes:
        url: the address to open, which lets a browser in.
    """

    desk: Desk
    secrets: Secrets
    server: BaseWSGIServer

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://{HOST}:{self.server.port}"

    @property
    def url(self) -> str:
        """The address that lets a browser in."""
        return f"{self.origin}{self.secrets.prefix}/?key={self.secrets.key}"


def listen(settings: Settings, port: int = 0) -> Opened:
    """Return a desk on a loopback socket that listens.

    Raises:
        OSError: the port cannot be had.
    """
    desk, secrets = Desk(settings), Secrets()
    # Werkzeug would exit where it cannot have the port.
    with socket.create_server((HOST, port)) as listener:
        app = make_app(desk, secrets, hosts(listener.getsockname()[1]))
        server = make_server(
            HOST, port, app, threaded=True, request_handler=_Quiet, fd=listener.fileno()
        )
    return Opened(desk, secrets, server)


def serve(opened: Opened, announce: Announce) -> None:
    """Serve until somebody ends it; what is being posted then is recorded first."""
    with ended_like_ctrl_c():
        try:
            opened.server.serve_forever(_POLL_SECONDS)  # returns at a Ctrl-C
        finally:
            opened.server.server_close()
            _finish(opened.desk, announce)
        announce("The desk is closed. What you did is in the ledger.")


def _finish(desk: Desk, announce: Announce) -> None:
    if not desk.posting.is_under_way:
        return
    announce("An article is being posted; waiting for Medium's answer. Ctrl-C again gives up.")
    try:
        desk.posting.finish()
    except KeyboardInterrupt:
        announce("Given up. The ledger says “posting”, and the next run will say “unknown”.")


@contextmanager
def running(settings: Settings) -> Iterator[Opened]:
    """Serve a desk in a thread while the context lasts."""
    opened = listen(settings)
    thread = threading.Thread(
        target=opened.server.serve_forever, args=(_POLL_SECONDS,), daemon=True
    )
    thread.start()
    try:
        yield opened
    finally:
        opened.server.shutdown()
        thread.join()
        opened.server.server_close()
        opened.desk.posting.finish()

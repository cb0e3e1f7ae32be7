"""Serving a sandbox: until somebody ends it, or for the length of a test."""

from __future__ import annotations

import socket
import sys
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pelican_medium.model.ending import ended_like_ctrl_c
from pelican_medium.model.urls import is_loopback
from pelican_medium.sandbox.cast import SANDBOX_TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flask import Flask
    from werkzeug.serving import BaseWSGIServer

    from pelican_medium.sandbox.grants import Grants
    from pelican_medium.sandbox.sideload import Fetch

_POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Running:
    """A sandbox that is being served."""

    url: str
    token: str

    @property
    def api_url(self) -> str:
        """What ``MEDIUM_API_URL`` has to be for this sandbox."""
        return f"{self.url}/v1"


def create_app(
    *,
    token: str = SANDBOX_TOKEN,
    faults: Iterable[str] = (),
    sideload: str = "all",
    fetch: Fetch | None = None,
    grants: Grants | None = None,
) -> Flask:
    """Return a sandbox as a Flask application, for a test client or a server of your own.

    Args:
        token: the one token it takes.
        faults: how to misbehave, in order; see ``FAULTS``.
        sideload: ``all``, ``loopback`` or ``none``: the pictures to fetch.
        fetch: fetches a picture in place of the network.
        grants: what OAuth grants and for how long, in place of 60 days by this machine's clock.

    Raises:
        ValueError: an unknown fault or sideload, or an empty token.
    """
    from pelican_medium.sandbox.application import create_app

    return create_app(token=token, faults=faults, sideload=sideload, fetch=fetch, grants=grants)


def serve(  # noqa: PLR0913 - all but two by name
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    token: str = SANDBOX_TOKEN,
    faults: Iterable[str] = (),
    sideload: str = "all",
    grants: Grants | None = None,
    announce: Callable[[str], object] = print,
) -> None:
    """Serve a sandbox until Ctrl-C or SIGTERM.

    Args:
        host: a loopback address or ``localhost``.
        port: 0 for any free one; the announcement names it.
        token: the one token it takes.
        faults: how to misbehave, in order; see ``FAULTS``.
        sideload: ``all``, ``loopback`` or ``none``: the pictures to fetch.
        grants: what OAuth grants and for how long; see ``create_app``.
        announce: called once with a line to show, when the socket listens.

    Raises:
        ValueError: the host is not a loopback one; an unknown fault or sideload; an empty token.
        OSError: the address cannot be had, for instance because the port is in use.
    """
    app = create_app(token=token, faults=faults, sideload=sideload, grants=grants)
    server = _listen(app, host, port)
    with _closing(app, server), suppress(KeyboardInterrupt), ended_like_ctrl_c():
        url = _url(host, server)
        announce(f"The sandbox is ready: {url} (MEDIUM_API_URL={url}/v1)")
        sys.stdout.flush()
        server.serve_forever(_POLL_SECONDS)


@contextmanager
def running(  # noqa: PLR0913 - all but two by name
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    token: str = SANDBOX_TOKEN,
    faults: Iterable[str] = (),
    sideload: str = "loopback",
    fetch: Fetch | None = None,
    grants: Grants | None = None,
) -> Iterator[Running]:
    """Serve a sandbox in a thread while the context lasts; it fetches no picture from the network.

    Raises:
        ValueError: as ``serve``.
        OSError: as ``serve``.
    """
    app = create_app(token=token, faults=faults, sideload=sideload, fetch=fetch, grants=grants)
    server = _listen(app, host, port)
    thread = threading.Thread(target=server.serve_forever, args=(_POLL_SECONDS,), daemon=True)
    with _closing(app, server):
        thread.start()
        try:
            yield Running(_url(host, server), token)
        finally:
            server.shutdown()
            thread.join()


def _listen(app: Flask, host: str, port: int) -> BaseWSGIServer:
    """Return a server on a socket of ours that listens: Werkzeug exits where it cannot have one."""
    if not is_loopback(host):
        raise ValueError(f"The sandbox listens on a loopback address only, not on {host!r}.")
    from werkzeug.serving import make_server

    from pelican_medium.sandbox.wire import Handler

    bare = host.strip("[]")
    family = socket.AF_INET6 if ":" in bare else socket.AF_INET
    with socket.create_server((bare, port), family=family) as listener:
        return make_server(
            bare, port, app, threaded=True, request_handler=Handler, fd=listener.fileno()
        )


def _url(host: str, server: BaseWSGIServer) -> str:
    bare = host.strip("[]")
    return f"http://{f'[{bare}]' if ':' in bare else bare}:{server.port}"


@contextmanager
def _closing(app: Flask, server: BaseWSGIServer) -> Iterator[None]:
    """Release the socket, and every answer that waits, at the end."""
    from pelican_medium.sandbox.state import state_of

    try:
        yield
    finally:
        state_of(app).closing.set()
        server.server_close()

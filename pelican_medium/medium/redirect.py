"""Waiting on this machine for the browser that comes back from Medium's page."""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer
from urllib.parse import urlsplit

from pelican_medium.model.errors import LoginError
from pelican_medium.model.urls import is_loopback

_PAGE = (
    b"<!DOCTYPE html><html lang='en'><meta charset='utf-8'><title>pelican-medium</title>"
    b"<p>Medium's answer has arrived. You can close this page; the rest is in the terminal.</p>"
)

#: How long one browser may take to send its request.
_LINE_SECONDS = 5.0


def is_ours(redirect_uri: str) -> bool:
    """Tell whether a redirect leads to this machine, by plain HTTP, so that we can wait for it."""
    parts = urlsplit(redirect_uri)
    return parts.scheme == "http" and is_loopback(parts.hostname) and parts.hostname != "::1"


def wait(redirect_uri: str, seconds: float) -> str:
    """Return the address that the browser is sent to, once it comes.

    Args:
        redirect_uri: a loopback address, as `is_ours` says.
        seconds: how long to wait.

    Raises:
        LoginError: nobody came in time, or the port is taken.
    """
    with _listening(redirect_uri) as server:
        deadline = time.monotonic() + seconds
        while server.arrived is None and (left := deadline - time.monotonic()) > 0:
            server.timeout = left
            server.handle_request()
    if server.arrived is None:
        raise LoginError(f"No answer came within {seconds:.0f} s. Nothing was kept; start again.")
    return server.arrived


class _Server(TCPServer):
    """Waits for the one request that brings an answer."""

    allow_reuse_address = True
    path = "/"
    arrived: str | None = None


class _Handler(BaseHTTPRequestHandler):
    """Takes the answer and shows a page; the code is in no log."""

    server: _Server
    timeout = _LINE_SECONDS

    def do_GET(self) -> None:
        """Note an answer; a browser asks for other things too, such as an icon."""
        parts = urlsplit(self.path)
        if parts.path != self.server.path or "state=" not in parts.query:
            self.send_error(404)
            return
        self.server.arrived = self.path
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", "default-src 'none'")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Content-Length", str(len(_PAGE)))
        self.end_headers()
        self.wfile.write(_PAGE)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Say nothing: the line holds the code."""


def _listening(redirect_uri: str) -> _Server:
    parts = urlsplit(redirect_uri)
    address = ("127.0.0.1", parts.port or 80)
    try:
        server = _Server(address, _Handler)
    except OSError as error:
        raise LoginError(
            f"Port {address[1]}, where {redirect_uri} leads, cannot be used "
            f"({error.strerror or error}). Nothing was kept; --paste waits for no browser."
        ) from None
    server.path = parts.path or "/"
    return server

"""Looking at public web servers: without credentials, and never in our own network."""

from __future__ import annotations

import contextlib
import socket
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.utils import select_proxy

from pelican_medium.medium.transport import NotingAdapter, Transport
from pelican_medium.model import Request, Response
from pelican_medium.model.errors import OwnNetwork
from pelican_medium.model.urls import is_loopback_address, is_public


class _GuardedAdapter(NotingAdapter):
    """Connects to public addresses only: a page must not make us knock at our own network.

    A name is looked up once, and the address that was judged is the one connected to, so a name
    that answers differently the next time (DNS rebinding) gains nothing. Behind a proxy it is
    the proxy that connects; what our own look-up of the name says still counts.
    """

    def __init__(self, seconds: float, *, loopback: bool) -> None:
        super().__init__(seconds)
        self._loopback = loopback

    def get_connection_with_tls_context(
        self, request: Any, verify: Any, proxies: Any = None, cert: Any = None
    ) -> Any:
        pool: Any = super().get_connection_with_tls_context(request, verify, proxies, cert)
        if not select_proxy(request.url, proxies):
            pool.ConnectionCls = self._guarded(pool.ConnectionCls)
            return pool
        with contextlib.suppress(socket.gaierror):  # only the proxy knows the names out there
            self._addresses(urlsplit(request.url).hostname or "", None)
        return pool

    def _addresses(self, host: str, port: int | None) -> list[str]:
        """Return the addresses of a host that may be connected to.

        Raises:
            OwnNetwork: it has none.
        """
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
        allowed = [address for address in addresses if self._may(address)]
        if not allowed:
            raise OwnNetwork(f"{host} lies in a private network")
        return allowed

    def _may(self, address: str) -> bool:
        return is_public(address) or (self._loopback and is_loopback_address(address))

    def _guarded(self, connection_class: Any) -> Any:
        adapter = self

        class Guarded(connection_class):  # type: ignore[misc]
            _dns_host: str

            def _new_conn(self) -> Any:
                name = self._dns_host
                try:
                    addresses = adapter._addresses(name.strip("[]"), self.port)
                except socket.gaierror as error:
                    raise urllib3.exceptions.NewConnectionError(self, str(error)) from error
                try:
                    return self._first(addresses)
                finally:
                    self._dns_host = name

            def _first(self, addresses: list[str]) -> Any:
                for address in addresses[:-1]:
                    self._dns_host = address
                    with contextlib.suppress(OSError, urllib3.exceptions.HTTPError):
                        return super()._new_conn()
                self._dns_host = addresses[-1]
                return super()._new_conn()

        return Guarded


class _Visit(Transport):
    """A look at somebody's public web server: no credentials, one hop, few bytes, guarded."""

    def __init__(self, *, seconds: float, most_bytes: int, loopback: bool) -> None:
        super().__init__(timeout=seconds, most_bytes=most_bytes)
        self._loopback = loopback

    def _adapter(self, seconds: float) -> NotingAdapter:
        return _GuardedAdapter(seconds, loopback=self._loopback)

    def _body(self, answer: requests.Response) -> bytes:
        # As it comes: what a server calls gzip may unpack to any size.
        body = b""
        while len(body) < self._most_bytes:
            piece = answer.raw.read(min(1 << 16, self._most_bytes - len(body)))
            if not piece:
                break
            body += piece
        return body


def visit(request: Request, *, seconds: float, most_bytes: int, loopback: bool) -> Response:
    """Send a request to a public web server: without our token, cookies or the user's netrc.

    Proxies of the environment are used, as the user's browser would use them.

    Args:
        request: its redirect is not followed, so that each hop is judged anew.
        seconds: for the whole of it.
        most_bytes: where to stop reading; the body is cut there.
        loopback: whether this machine itself may be asked, as on a trial with the sandbox.

    Raises:
        OwnNetwork: it leads to no public address, and nothing was sent.
        NeverConnected: nobody is there.
        NoAnswer: no whole answer came in time.
    """
    headers = {"Accept-Encoding": "identity", **request.headers}
    guarded = _Visit(seconds=seconds, most_bytes=most_bytes, loopback=loopback)
    return guarded.send(Request(request.method, request.url, headers, request.body))


def get(url: str, *, seconds: float, most_bytes: int) -> Response:
    """Fetch a public URL without any credentials, redirects followed.

    Args:
        url: absolute http(s) URL.
        seconds: for the whole of it.
        most_bytes: where to stop reading; the body is cut there.

    Raises:
        NeverConnected: nobody is there.
        NoAnswer: no whole answer came in time.
    """
    transport = Transport(timeout=seconds, most_bytes=most_bytes, redirects=True)
    return transport.send(Request("GET", url))

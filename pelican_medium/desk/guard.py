"""Who may talk to the desk: this machine only, and no other page open in its browser.

Four things, each made anew at every start, and none of them enough by itself:

- the *prefix* stands before every address. A browser sends a cookie to every port of a host, so
  the cookie is bound to this path, which nobody else on this machine serves; two desks do not
  take each other's for the same reason.
- the *key* stands in the address that the terminal names, and in a private file that leads the
  browser there, since everybody on this machine may read a browser's command line (Jupyter does
  the same). It is exchanged for the cookie once, and is worth nothing afterwards.
- the *cookie* lets the pages be read. Scripts do not see it.
- the *token* stands in each form. Without it nothing is changed.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from hmac import compare_digest

COOKIE = "pelican-medium-desk"

#: Nothing runs but our one script, nothing is asked but ourselves, but for an article's pictures.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' http: https:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    # With "no-referrer" a browser says "Origin: null" of our own forms (Fetch, "append a request
    # `Origin` header").
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}

WRONG_HOST = "The desk answers only to the address it was opened under."
OTHER_ORIGIN = "The desk takes no orders from another page."
NO_COOKIE = "Open the address that 'pelican-medium desk' names in its terminal."
KEY_USED = (
    "This address was used before, and it works once. Go on in the browser that has the desk open; "
    "or end the desk with Ctrl-C and start it again, for a new address."
)
NO_TOKEN = "This form is not of this desk. Open the article again."  # noqa: S105 - a message


def _secret() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What one start of the desk gives away to its own browser only."""

    prefix: str = field(default_factory=lambda: f"/{secrets.token_hex(16)}")
    key: str = field(default_factory=_secret)
    cookie: str = field(default_factory=_secret)
    token: str = field(default_factory=_secret)

    def __repr__(self) -> str:
        """Return a mask, for tracebacks."""
        return "Secrets(****)"


class Key:
    """What lets a browser in, once."""

    def __init__(self, secret: str) -> None:
        """Take the secret; nobody has used it yet."""
        self._secret = secret
        self._used = threading.Lock()

    def why_not(self, given: str | None) -> str | None:
        """Return why this does not let anybody in, or None, once."""
        if not same(given, self._secret):
            return NO_COOKIE
        return None if self._used.acquire(blocking=False) else KEY_USED


def hosts(port: int) -> frozenset[str]:
    """Return the names a browser on this machine may know the desk by."""
    return frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})


def stranger(method: str, headers: Mapping[str, str], known: frozenset[str]) -> str | None:
    """Return why a request is refused by where it comes from, or None.

    A page of another site can make a browser call this address: by a name of its own that
    resolves to 127.0.0.1 (seen in Host), or across origins (seen in Origin, which every browser
    sends with a POST, and in Sec-Fetch-Site).
    """
    host = headers.get("Host", "")
    if host not in known:
        return WRONG_HOST
    origin = headers.get("Origin")
    if origin != f"http://{host}" and (origin is not None or method not in {"GET", "HEAD"}):
        return OTHER_ORIGIN
    away = headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}
    if away and (headers.get("Sec-Fetch-Mode"), headers.get("Sec-Fetch-Dest")) != (
        "navigate",
        "document",
    ):
        return OTHER_ORIGIN
    return None


def same(given: str | None, secret: str) -> bool:
    """Compare a secret in constant time."""
    return given is not None and compare_digest(
        given.encode("utf-8", "backslashreplace"), secret.encode()
    )

"""Who may talk to the sandbox: this machine only, and no foreign web page open in its browser."""

from __future__ import annotations

import re

from pelican_medium.model.urls import is_loopback

# The host and nothing else: no user name, no path.
_HOST = re.compile(r"(?P<name>\[[^\]]*\]|[^:/?#@\[\]]*)(?::\d*)?")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def is_local(host: str) -> bool:
    """Tell whether ``host`` or ``host:port`` is this machine: 127.0.0.0/8, localhost, [::1]."""
    match = _HOST.fullmatch(host)
    return match is not None and is_loopback(match["name"])


def refusal(path: str, host: str | None, origin: str | None) -> str | None:
    """Return why a request is refused before anything looks at it, or None.

    A page of another site can make a browser call this address: by a name of its own that resolves
    to 127.0.0.1 (seen in Host), or across origins (seen in Origin).
    """
    if host is None or not is_local(host):
        return "The sandbox answers only to a loopback host name."
    if (
        origin is not None
        and origin != f"http://{host}"
        and path.startswith(("/v1/", "/_sandbox/", "/m/"))
    ):
        return "The sandbox takes no orders from another origin."
    return None

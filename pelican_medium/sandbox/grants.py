"""What the sandbox grants by OAuth: codes, access tokens and refresh tokens, in memory.

The steps and fields are those of Medium's API documentation ("Browser-based authentication").
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pelican_medium.sandbox.cast import CLIENT_ID, CLIENT_SECRET

#: What may be asked for; without uploadImage an integration cannot upload.
SCOPES = ("basicProfile", "listPublications", "publishPost", "uploadImage")

#: Medium documents 60 days for an access token, and says only that a code is short-lived.
LIFETIME = timedelta(days=60)
CODE_LIFETIME = timedelta(minutes=10)

Clock = Callable[[], datetime]


def now() -> datetime:
    """Return the time of this machine."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Code:
    """A code that somebody's yes has made; it works once."""

    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    ends: datetime


@dataclass(frozen=True)
class Access:
    """An access token as it was granted."""

    token: str
    refresh_token: str
    scopes: tuple[str, ...]
    ends: datetime


class Grants:
    """The sandbox's memory of codes and tokens; thread-safe. No repr shows any."""

    def __init__(
        self, *, clock: Clock = now, lifetime: timedelta = LIFETIME, rotates: bool = False
    ) -> None:
        """Start empty.

        Args:
            clock: tells the time by which codes and tokens end.
            lifetime: of an access token.
            rotates: whether each refresh token works once and brings the next one.
        """
        self._clock = clock
        self._lifetime = lifetime
        self._rotates = rotates
        self._lock = threading.Lock()
        self._codes: dict[str, Code] = {}
        self._access: dict[str, Access] = {}
        self._refresh: dict[str, tuple[str, ...]] = {}

    def code(self, client_id: str, redirect_uri: str, scopes: tuple[str, ...]) -> str:
        """Return a new code for a yes."""
        code = secrets.token_hex(8)
        with self._lock:
            ends = self._clock() + CODE_LIFETIME
            self._codes[code] = Code(client_id, redirect_uri, scopes, ends)
        return code

    def redeem(self, code: str, client_id: str, redirect_uri: str) -> Access | None:
        """Return access for a code that is good, which is used up by that."""
        with self._lock:
            made = self._codes.pop(code, None)
            if made is None or made.ends <= self._clock():
                return None
            if (made.client_id, made.redirect_uri) != (client_id, redirect_uri):
                return None
            return self._granted(secrets.token_hex(20), made.scopes)

    def renew(self, refresh_token: str) -> Access | None:
        """Return new access for a refresh token that is good."""
        with self._lock:
            scopes = self._refresh.get(refresh_token)
            if scopes is None:
                return None
            if not self._rotates:
                return self._granted(refresh_token, scopes)
            del self._refresh[refresh_token]
            return self._granted(secrets.token_hex(20), scopes)

    def _granted(self, refresh_token: str, scopes: tuple[str, ...]) -> Access:
        ends = self._clock() + self._lifetime
        made = Access(secrets.token_hex(20), refresh_token, scopes, ends)
        self._access[made.token] = made
        self._refresh[refresh_token] = scopes
        return made

    def scopes_of(self, token: str) -> tuple[str, ...] | None:
        """Return what an access token allows, or None where it is unknown or has ended."""
        with self._lock:
            made = self._access.get(token)
            return made.scopes if made and made.ends > self._clock() else None

    def forget(self) -> None:
        """Forget every code and token."""
        with self._lock:
            self._codes.clear()
            self._access.clear()
            self._refresh.clear()


def is_client(client_id: str | None, client_secret: str | None) -> bool:
    """Tell whether these are the id and secret of the sandbox's one integration."""
    pairs = ((client_id, CLIENT_ID), (client_secret, CLIENT_SECRET))
    return all(
        secrets.compare_digest((said or "").encode("utf-8", "replace"), right.encode())
        for said, right in pairs
    )

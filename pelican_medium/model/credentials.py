"""What an OAuth login at Medium consists of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pelican_medium.model import Token


@dataclass(frozen=True, slots=True)
class Grant:
    """What Medium gives for a code or a refresh token.

    Attributes:
        access_token: sent with each request, for 60 days (Medium's API documentation).
        refresh_token: fetches the next access token, and does not expire.
        expires_at: when the access token ends.
        scopes: what it allows, such as ``publishPost``.
    """

    access_token: Token
    refresh_token: Token
    expires_at: datetime
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Login:
    """A grant, with what renews it and whose it is.

    Attributes:
        account: the address of the account's profile, or "" where Medium did not say.
    """

    client_id: Token
    client_secret: Token
    grant: Grant
    account: str = ""

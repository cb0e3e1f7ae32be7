"""OAuth at Medium: where a person says yes, and what is asked and answered after that. Pure.

The four steps are those of Medium's API documentation ("Browser-based authentication"). Medium
registers no new integrations; the ones that exist still work.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from pelican_medium.medium.answers import said, status_of
from pelican_medium.model import Grant, Request, Response, Token
from pelican_medium.model.errors import LoginError

#: What posting needs.
SCOPES = ("basicProfile", "listPublications", "publishPost")

#: What uploading pictures needs; Medium grants it only to integrations it has agreed that with.
UPLOAD = "uploadImage"

_START_AGAIN = "Nothing was kept; start again with pelican-medium login."


def authorization_url(
    api_url: str, client_id: str, redirect_uri: str, state: str, scopes: Iterable[str]
) -> str:
    """Return the page on which the account's owner says yes or no.

    It lies beside the API: ``https://medium.com/m/oauth/authorize`` for ``api.medium.com``.
    """
    parts = urlsplit(api_url)
    query = {
        "client_id": client_id,
        "scope": ",".join(scopes),
        "state": state,
        "response_type": "code",
        "redirect_uri": redirect_uri,
    }
    host = parts.netloc.removeprefix("api.")
    return urlunsplit((parts.scheme, host, "/m/oauth/authorize", urlencode(query, safe=","), ""))


def code_of(redirected: str, state: str) -> Token:
    """Return the code in the address that the browser was sent to.

    Raises:
        LoginError: it holds none, or one that belongs to another login.
    """
    query = {name: found[-1] for name, found in parse_qs(urlsplit(redirected).query).items()}
    if query.get("state") != state:
        raise LoginError(
            "That answer belongs to another login: its state is not the one that was sent. "
            + _START_AGAIN
        )
    if query.get("error") == "access_denied":
        raise LoginError(f"On Medium's page somebody said no (access_denied). {_START_AGAIN}")
    if "error" in query or not query.get("code"):
        raise LoginError(f"Medium sent no code. {_START_AGAIN}")
    return Token(query["code"])


def code_request(
    api_url: str, client_id: Token, client_secret: Token, code: Token, redirect_uri: str
) -> Request:
    """Return the request that turns a code into a grant; a code works once."""
    return _tokens_request(
        api_url,
        {
            "code": code.reveal(),
            "client_id": client_id.reveal(),
            "client_secret": client_secret.reveal(),
            "grant_type": "authorization_code",
            "redirect_uri": redirect_uri,
        },
    )


def refresh_request(
    api_url: str, client_id: Token, client_secret: Token, refresh_token: Token
) -> Request:
    """Return the request that fetches the next access token."""
    return _tokens_request(
        api_url,
        {
            "refresh_token": refresh_token.reveal(),
            "client_id": client_id.reveal(),
            "client_secret": client_secret.reveal(),
            "grant_type": "refresh_token",
        },
    )


def _tokens_request(api_url: str, fields: Mapping[str, str]) -> Request:
    headers = {
        "Accept": "application/json",
        "Accept-Charset": "utf-8",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return Request("POST", f"{api_url}/tokens", headers, urlencode(fields).encode("ascii"))


def read_grant(answer: Response, refresh_token: Token | None = None) -> Grant | None:
    """Return what Medium granted, or None where it granted nothing.

    Args:
        refresh_token: the one that was sent, kept where the answer names no other.
    """
    fields = _fields(answer)
    access, refresh = fields.get("access_token"), fields.get("refresh_token")
    ends = _moment(fields.get("expires_at"))
    kept = Token(refresh) if isinstance(refresh, str) and refresh else refresh_token
    if not isinstance(access, str) or not access or kept is None or ends is None:
        return None
    scopes = fields.get("scope")
    told = scopes if isinstance(scopes, list) else []
    return Grant(Token(access), kept, ends, tuple(one for one in told if isinstance(one, str)))


def refusal(answer: Response) -> str:
    """Return how Medium said no, without anything that could be a secret."""
    return f"{status_of(answer)}{said(answer)}"


def _fields(answer: Response) -> dict[str, Any]:
    """Return the fields of a grant: bare, as Medium documents it, or in its usual envelope."""
    if not 200 <= answer.status < 300:  # noqa: PLR2004
        return {}
    try:
        whole = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    inner = whole.get("data", whole) if isinstance(whole, dict) else None
    return inner if isinstance(inner, dict) else {}


def _moment(value: Any) -> datetime | None:
    """Read a Unix time; one in milliseconds, as Medium's posts have them, is one as well."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)  # noqa: PLR2004
    except (ValueError, OverflowError, OSError):
        return None

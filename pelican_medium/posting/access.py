"""Which credential a run uses, and an access token fetched or renewed when it is first needed.

The order: an integration token, then an integration's refresh token from the settings or the
environment, then what ``pelican-medium login`` keeps for this API.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pelican_medium.model import Grant, Login, Request, Response, Send, Token
from pelican_medium.model.errors import CredentialsError, NotSent, TransportError
from pelican_medium.settings import Settings, surroundings

if TYPE_CHECKING:
    from pelican_medium.medium.transport import Transport

Clock = Callable[[], datetime]
Warn = Callable[[str], object]

#: How long before its end an access token is renewed; it lasts 60 days.
MARGIN = timedelta(days=1)

_LOG_IN = "Nothing was sent, and what is kept stays. Log in again: pelican-medium login"


@dataclass(frozen=True, slots=True)
class Credential:
    """What a run would use, without any of its secrets.

    Attributes:
        what: a noun phrase for people.
        account: whose it is, where that is known without asking.
        ends: when the access token ends, or None where it does not or is fetched for each run.
        may_upload: whether it allows uploads, or None where only Medium knows.
    """

    what: str
    account: str = ""
    ends: datetime | None = None
    may_upload: bool | None = None


def credential(settings: Settings) -> Credential | None:
    """Return which credential a run would use, or None where there is none; asks nobody.

    Raises:
        CredentialsError: a login is kept that cannot be read.
    """
    if settings.token is not None:
        return Credential("the integration token")
    if settings.refresh_token is not None:
        return Credential("an access token fetched for each run with MEDIUM_REFRESH_TOKEN")
    from pelican_medium.store import credentials

    login = credentials.read(settings.api_url)
    if login is None:
        return None
    ends, scopes = login.grant.expires_at, login.grant.scopes
    return Credential("the login kept for this user", login.account, ends, "uploadImage" in scopes)


def is_there(settings: Settings) -> bool:
    """Tell whether there is anything to send with; a login that cannot be read is none."""
    try:
        return credential(settings) is not None
    except CredentialsError:
        return False


def may_upload(settings: Settings) -> bool:
    """Tell whether pictures can be uploaded; of an OAuth login, only where it is known to."""
    if settings.token is not None:
        return True
    try:
        found = credential(settings)
    except CredentialsError:
        return False
    return bool(found and found.may_upload)


def sender(settings: Settings, *, clock: Clock | None = None, warn: Warn | None = None) -> Send:
    """Return what sends requests with the credential there is; nothing is asked yet."""
    if settings.token is not None or not is_there(settings):
        return _transport(settings, settings.token).send
    return _Renewing(settings, clock or _now, warn or _warn).send


def _now() -> datetime:
    return datetime.now(UTC)


def _warn(message: str) -> None:
    print(f"Warning: {message}", file=sys.stderr)  # noqa: T201 - talk goes to stderr


def _transport(settings: Settings, token: Token | None) -> Transport:
    from pelican_medium.medium.transport import Transport

    return Transport(timeout=settings.timeout, token=token, api_url=settings.api_url)


class _Renewing:
    """Sends with an OAuth access token, renewed before its end or where Medium refuses it."""

    def __init__(self, settings: Settings, clock: Clock, warn: Warn) -> None:
        self._settings = settings
        self._clock = clock
        self._warn = warn
        self._login: Login | None = None
        self._is_fresh = False

    def send(self, request: Request) -> Response:
        """Send a request; a GET that is refused is sent once more, with a new access token.

        Raises:
            NotSent: there is no access token to be had.
            TransportError: as the transport does.
        """
        if self._login is None:
            self._login = self._current()
        answer = self._send(request, self._login)
        if answer.status != 401 or request.method != "GET":  # noqa: PLR2004
            return answer
        if not self._is_fresh:
            self._login = self._renewed(self._login)
            answer = self._send(request, self._login)
        return self._checked(answer)

    def _send(self, request: Request, login: Login) -> Response:
        return _transport(self._settings, login.grant.access_token).send(request)

    def _checked(self, answer: Response) -> Response:
        from pelican_medium.medium import oauth

        if answer.status == 401:  # noqa: PLR2004
            raise NotSent(f"Medium refused the login ({oauth.refusal(answer)}). {_LOG_IN}")
        return answer

    def _current(self) -> Login:
        if self._settings.refresh_token is not None:
            return self._of_settings(self._settings.refresh_token)
        login = self._kept()
        left = login.grant.expires_at - self._clock()
        if left > MARGIN:
            return login
        if left > timedelta():
            with suppress(NotSent):  # it still works, and the next run tries again
                return self._renewed(login)
            return login
        return self._renewed(login)

    def _kept(self) -> Login:
        from pelican_medium.store import credentials

        try:
            login = credentials.read(self._settings.api_url)
        except CredentialsError as error:
            raise NotSent(f"{error} Nothing was sent.") from None
        if login is None:
            raise NotSent(f"The login is gone. {_LOG_IN}")
        return login

    def _renewed(self, login: Login) -> Login:
        """Return a login with a new access token, which is on disk by then.

        Raises:
            NotSent: Medium refused, or could not be reached; what is kept stays.
        """
        from pelican_medium.store import credentials

        if self._settings.refresh_token is not None:
            return self._of_settings(self._settings.refresh_token)
        try:
            with credentials.locked():
                kept = self._kept()
                if _differ(kept, login) and kept.grant.expires_at > self._clock():
                    return kept  # another run was faster
                renewed = replace(kept, grant=self._fetched(kept))
                credentials.keep(self._settings.api_url, renewed)
        except CredentialsError as error:
            raise NotSent(f"{error} Nothing was sent.") from None
        return renewed

    def _fetched(self, login: Login) -> Grant:
        from pelican_medium.medium import oauth

        request = oauth.refresh_request(
            self._settings.api_url, login.client_id, login.client_secret, login.grant.refresh_token
        )
        try:
            answer = _transport(self._settings, None).send(request)
        except TransportError as error:
            raise NotSent(
                f"Medium could not be reached to renew the login ({error}). Nothing was sent; the "
                "next run tries."
            ) from None
        grant = oauth.read_grant(answer, login.grant.refresh_token)
        if grant is None:
            raise NotSent(f"Medium did not renew the login ({oauth.refusal(answer)}). {_LOG_IN}")
        self._is_fresh = True
        return grant

    # --- An integration's tokens from the settings or the environment -------------------------

    def _of_settings(self, refresh_token: Token) -> Login:
        from pelican_medium.store import credentials

        start = self._start(refresh_token)
        try:
            name = credentials.rotated(self._settings.api_url, refresh_token)
            kept = credentials.read(name)
            login = replace(start, grant=self._fetched(kept or start))
            if _is_rotated(login, kept or start):
                self._keep_rotated(name, login)
        except CredentialsError as error:
            raise NotSent(f"{error} Nothing was sent.") from None
        return login

    def _start(self, refresh_token: Token) -> Login:
        settings = self._settings
        if settings.client_id is None or settings.client_secret is None:
            raise NotSent(
                "MEDIUM_REFRESH_TOKEN needs MEDIUM_CLIENT_ID and MEDIUM_CLIENT_SECRET beside it. "
                "Nothing was sent."
            )
        nothing = Grant(Token(""), refresh_token, datetime.min.replace(tzinfo=UTC))
        return Login(settings.client_id, settings.client_secret, nothing)

    def _keep_rotated(self, name: str, login: Login) -> None:
        """Keep the refresh token that took the place of the one in the settings."""
        from pelican_medium.store import credentials

        if surroundings.is_ci(os.environ):
            self._warn(
                "Medium has replaced the refresh token, and a pipeline cannot keep the new one. "
                "If the next run is refused, log in on your own machine (pelican-medium login), "
                "and put the new refresh token into the pipeline's secrets as MEDIUM_REFRESH_TOKEN."
            )
            return
        where = credentials.keep(name, login)
        self._warn(
            f"Medium has replaced the refresh token. The new one is kept in {where} and used from "
            "now on; pipelines that have MEDIUM_REFRESH_TOKEN need it as well."
        )


def _differ(one: Login, other: Login) -> bool:
    return one.grant.access_token.reveal() != other.grant.access_token.reveal()


def _is_rotated(login: Login, before: Login) -> bool:
    return login.grant.refresh_token.reveal() != before.grant.refresh_token.reveal()

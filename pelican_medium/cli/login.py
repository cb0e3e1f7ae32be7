"""``pelican-medium login``: OAuth, for those who hold an integration of Medium's."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pelican_medium.cli import console, site
from pelican_medium.cli.console import say, warn
from pelican_medium.cli.group import Verb
from pelican_medium.model.errors import LoginError, NotSent, TransportError

if TYPE_CHECKING:
    from pelican_medium.model import Grant, Request, Response, Token
    from pelican_medium.settings import Settings

#: A code that comes from a clock further off than this is told of: tokens end by the clock.
MOST_SKEW = timedelta(minutes=5)


@click.command(cls=Verb, name="login")
@click.option(
    "--redirect-uri",
    required=True,
    metavar="URI",
    help="Exactly as your integration has it. At a loopback address the answer is waited for.",
)
@click.option(
    "--upload-images", is_flag=True, help="Ask for uploadImage too, which Medium grants to few."
)
@click.option("--paste", is_flag=True, help="Paste the answer instead of waiting for a browser.")
@click.option("--open", "opens", is_flag=True, help="Open Medium's page in your browser.")
@click.option(
    "--wait",
    "patience",
    type=click.FloatRange(1),
    default=300,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for the browser.",
)
@click.pass_obj
def verb(  # noqa: PLR0913 - click hands over one argument an option
    call: site.Call,
    *,
    redirect_uri: str,
    upload_images: bool,
    paste: bool,
    opens: bool,
    patience: float,
) -> None:
    """Log in with an OAuth integration of Medium's that you already have.

    Medium registers no new integrations. The client id and secret are read from MEDIUM_CLIENT_ID
    and MEDIUM_CLIENT_SECRET, or asked for. What Medium grants is kept in your user's
    configuration folder, not in the site, and renewed before it ends.
    """
    from pelican_medium.medium import oauth, redirect

    settings = read_settings(call)
    client_id = settings.client_id or _asked("Client id")
    client_secret = settings.client_secret or _asked("Client secret")
    state = secrets.token_urlsafe(24)
    scopes = [*oauth.SCOPES, *([oauth.UPLOAD] if upload_images else [])]
    page = oauth.authorization_url(
        settings.api_url, client_id.reveal(), redirect_uri, state, scopes
    )
    console.out(f"Open this page in your browser and say yes there:\n\n  {page}\n", err=True)
    if opens:
        click.launch(page)
    if redirect.is_ours(redirect_uri) and not paste:
        code = oauth.code_of(redirect.wait(redirect_uri, patience), state)
    else:
        code = _pasted(state)
    grant = _exchanged(settings, client_id, client_secret, code, redirect_uri)
    _keep(settings, client_id, client_secret, grant)


def read_settings(call: site.Call) -> Settings:
    """Return the site's settings, or those of the environment alone outside a site."""
    import os

    from pelican_medium import settings

    here = any(Path(name).is_file() for name in ("publishconf.py", "pelicanconf.py"))
    if call.settings_file or here:
        return site.read_settings(call)
    return settings.read(site.extra_settings(call.extra), settings.what_we_read(os.environ))


def _asked(what: str) -> Token:
    from pelican_medium.model import Token

    return Token(click.prompt(f"{what} (not shown)", hide_input=True, err=True).strip())


def _pasted(state: str) -> Token:
    """Ask for the address that the browser was sent to, or for the code in it."""
    from pelican_medium.medium import oauth
    from pelican_medium.model import Token

    said = click.prompt(
        "Paste the address you were sent to, or the code in it (not shown)",
        hide_input=True,
        err=True,
    ).strip()
    return oauth.code_of(said, state) if "?" in said else Token(said)


def _exchanged(
    settings: Settings, client_id: Token, client_secret: Token, code: Token, redirect_uri: str
) -> Grant:
    """Turn the code into a grant; it works once, so this is never repeated."""
    from pelican_medium.medium import oauth

    request = oauth.code_request(settings.api_url, client_id, client_secret, code, redirect_uri)
    answer = _sent(settings, request)
    grant = oauth.read_grant(answer)
    if grant is None:
        raise LoginError(
            f"Medium did not accept the code ({oauth.refusal(answer)}). A code works once and "
            "for a short time, with the client and the redirect URI it was made for. Nothing was "
            "kept; start again with pelican-medium login."
        )
    _check_clock(answer, grant)
    return grant


def _sent(settings: Settings, request: Request) -> Response:
    from pelican_medium.medium.transport import Transport

    try:
        return Transport(timeout=settings.timeout, api_url=settings.api_url).send(request)
    except TransportError as error:
        raise LoginError(
            f"Medium could not be reached ({error}). Nothing was kept; start again."
        ) from None


def _check_clock(answer: Response, grant: Grant) -> None:
    from pelican_medium.medium.answers import date_of

    ours = datetime.now(UTC)
    skew = ours - (date_of(answer) or ours)
    if abs(skew) > MOST_SKEW or grant.expires_at <= ours:
        warn(
            "Warning: this machine's clock does not agree with Medium's "
            f"({ours:%Y-%m-%d %H:%M} here, {ours - skew:%Y-%m-%d %H:%M} there); set it, or the "
            "login is renewed too late."
        )


def _keep(settings: Settings, client_id: Token, client_secret: Token, grant: Grant) -> None:
    from pelican_medium.model import Login
    from pelican_medium.store import credentials

    account = _account(settings, grant)
    with credentials.locked():
        where = credentials.keep(settings.api_url, Login(client_id, client_secret, grant, account))
    console.out(f"Logged in as {account}.")
    say(f"Kept in {where}; the access token ends on {grant.expires_at:%Y-%m-%d}.")
    _tell_scopes(grant)
    if settings.token is not None:
        warn("Note: MEDIUM_INTEGRATION_TOKEN is set and is used before this login.")
    elif settings.refresh_token is not None:
        warn("Note: MEDIUM_REFRESH_TOKEN is set and is used before this login.")


def _account(settings: Settings, grant: Grant) -> str:
    from pelican_medium.medium.client import Medium
    from pelican_medium.medium.transport import Transport

    transport = Transport(
        timeout=settings.timeout, token=grant.access_token, api_url=settings.api_url
    )
    try:
        account = Medium(transport.send, settings.api_url).account()
    except NotSent as error:
        raise LoginError(f"The login was granted, but: {error} Nothing was kept.") from None
    return account.url or account.username or account.id


def _tell_scopes(grant: Grant) -> None:
    if grant.scopes and "publishPost" not in grant.scopes:
        warn("Warning: Medium did not grant publishPost, so no article can be sent.")
    if grant.scopes and "uploadImage" not in grant.scopes:
        warn(
            'Pictures have to be live before an article goes (MEDIUM_POST_ON = "deploy"): this '
            "login may not upload them."
        )

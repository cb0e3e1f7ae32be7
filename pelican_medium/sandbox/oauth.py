"""OAuth in the sandbox: the page that asks, and the call that grants."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit, urlunsplit

from flask import Blueprint, render_template, request
from flask import Response as Page
from werkzeug import Response

from pelican_medium.sandbox.answers import Answer
from pelican_medium.sandbox.api import respond
from pelican_medium.sandbox.cast import CLIENT_ID
from pelican_medium.sandbox.grants import SCOPES, Access, is_client
from pelican_medium.sandbox.guard import HEADERS
from pelican_medium.sandbox.incoming import refused
from pelican_medium.sandbox.rules import is_web_url
from pelican_medium.sandbox.state import current

oauth = Blueprint("oauth", __name__)


@oauth.get("/m/oauth/authorize")
def ask() -> Response:
    """Show the form that says yes or no, or what is wrong with the request."""
    trouble = _trouble()
    fields = {name: request.args.get(name, "") for name in ("redirect_uri", "state", "scope")}
    page = render_template(
        "authorize.html", trouble=trouble, scopes=_scopes(fields["scope"]), fields=fields
    )
    shown = Page(page, 400 if trouble else 200)
    # A browser holds a form's redirect to the policy too (CSP 3, "form-action").
    origin = "" if trouble else _origin(fields["redirect_uri"])
    policy = HEADERS["Content-Security-Policy"]
    allowed = policy.replace("form-action 'none'", f"form-action 'self' {origin}".rstrip())
    shown.headers["Content-Security-Policy"] = allowed
    # With no-referrer a browser would send "Origin: null", as a stranger's page does (Fetch).
    shown.headers["Referrer-Policy"] = "same-origin"
    return shown


@oauth.post("/m/oauth/authorize")
def decide() -> Response:
    """Send the browser back with a code, or with access_denied."""
    if trouble := _trouble():
        return Page(trouble, 400, content_type="text/plain; charset=utf-8")
    to, state = request.args["redirect_uri"], request.args.get("state", "")
    if request.form.get("answer") != "yes":
        return _back(to, {"state": state, "error": "access_denied"})
    code = current().grants.code(CLIENT_ID, to, _scopes(request.args.get("scope", "")))
    return _back(to, {"state": state, "code": code})


@oauth.post("/v1/tokens")
def grant() -> Response:
    """Grant an access token for a code or a refresh token; bare fields, as Medium documents."""
    return respond("tokens", None, lambda: Answer(201, _fields(_granted()), bare=True))


def _trouble() -> str | None:
    """Return what is wrong with the request for a person's yes, or None."""
    asked = request.args
    if asked.get("client_id") != CLIENT_ID:
        return f"There is no integration of that client_id; the sandbox's is {CLIENT_ID}."
    if asked.get("response_type") != "code":
        return "response_type has to be code."
    if not is_web_url(asked.get("redirect_uri")):
        return "redirect_uri is no absolute http(s) address."
    if not _scopes(asked.get("scope", "")):
        return f"scope names nothing that can be granted; known: {', '.join(SCOPES)}."
    return None


def _scopes(asked: str) -> tuple[str, ...]:
    names = {name.strip() for name in asked.split(",")}
    return tuple(one for one in SCOPES if one in names)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _back(to: str, query: dict[str, str]) -> Response:
    parts = urlsplit(to)
    joined = "&".join(filter(None, (parts.query, urlencode(query))))
    where = urlunsplit((parts.scheme, parts.netloc, parts.path, joined, ""))
    return Page(status=302, headers={"Location": where, "Cache-Control": "no-store"})


def _granted() -> Access:
    form = request.form
    if not is_client(form.get("client_id"), form.get("client_secret")):
        raise refused(401, "The client id or secret is invalid.")
    grants, kind = current().grants, form.get("grant_type")
    if kind == "authorization_code":
        made = grants.redeem(form.get("code", ""), form["client_id"], form.get("redirect_uri", ""))
        if made is None:
            raise refused(400, "The code is invalid, used or too old.")
        return made
    if kind == "refresh_token":
        renewed = grants.renew(form.get("refresh_token", ""))
        if renewed is None:
            raise refused(400, "The refresh token is invalid.")
        return renewed
    raise refused(400, f"Unknown grant_type {kind!r}.")


def _fields(made: Access) -> dict[str, object]:
    return {
        "token_type": "Bearer",
        "access_token": made.token,
        "refresh_token": made.refresh_token,
        "scope": list(made.scopes),
        "expires_at": int(made.ends.timestamp()),
    }

"""The Flask application of a sandbox, put together from its parts."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, abort, request
from werkzeug import Response
from werkzeug.exceptions import HTTPException

from pelican_medium.sandbox.account import MOST_PICTURE_BYTES
from pelican_medium.sandbox.answers import Refused
from pelican_medium.sandbox.api import (
    api,
    explain_http_error,
    explain_refusal,
    note_answer,
    note_arrival,
)
from pelican_medium.sandbox.control import control
from pelican_medium.sandbox.faults import FaultQueues, parse_fault
from pelican_medium.sandbox.grants import Grants
from pelican_medium.sandbox.guard import HEADERS, refusal
from pelican_medium.sandbox.oauth import oauth
from pelican_medium.sandbox.pages import pages
from pelican_medium.sandbox.sideload import Fetch, Sideloader, fetch_picture
from pelican_medium.sandbox.state import State, attach

# A multipart frame around the largest picture.
MOST_BYTES = MOST_PICTURE_BYTES + 1024 * 1024


def create_app(
    *,
    token: str,
    faults: Iterable[str],
    sideload: str,
    fetch: Fetch | None = None,
    grants: Grants | None = None,
) -> Flask:
    """Return a sandbox as a WSGI application.

    Raises:
        ValueError: an unknown fault or sideload, or an empty token.
    """
    if not token:
        raise ValueError("The sandbox needs a token to ask for.")
    queues = FaultQueues([parse_fault(fault) for fault in faults])
    app = Flask("pelican_medium.sandbox")
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    sideloader = Sideloader(sideload, fetch or fetch_picture)
    attach(app, State(token, queues, sideloader, grants=grants or Grants()))
    _connect(app)
    return app


def _connect(app: Flask) -> None:
    app.before_request(_guard)
    app.before_request(note_arrival)
    # Flask calls these in reverse order.
    app.after_request(note_answer)
    app.after_request(_protect)
    app.register_error_handler(Refused, explain_refusal)
    app.register_error_handler(HTTPException, explain_http_error)
    for part in (api, oauth, control, pages):
        app.register_blueprint(part)


def _guard() -> None:
    headers = request.headers
    reason = refusal(request.path, headers.get("Host"), headers.get("Origin"))
    if reason:
        abort(403, reason)


def _protect(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response

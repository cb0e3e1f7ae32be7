"""What arrives with a request: the token, the fields of a post, a picture."""

from __future__ import annotations

import hmac
import json
from datetime import UTC, datetime
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage

from pelican_medium.sandbox.account import Picture
from pelican_medium.sandbox.answers import GENERIC_CODE, NO_TOKEN, WRONG_TOKEN, Refused
from pelican_medium.sandbox.rules import FIELD_CODE, Problem, check_post
from pelican_medium.sandbox.sideload import picture_problem
from pelican_medium.sandbox.state import current


def base() -> str:
    """Return the sandbox's own address as the client knows it, without a slash at its end."""
    return request.host_url.rstrip("/")


def is_api() -> bool:
    """Tell whether the present request is one to the API."""
    return request.path.startswith("/v1/")


def token_problem() -> Problem | None:
    """Return what is wrong with the present request's token, or None."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        return NO_TOKEN
    good = hmac.compare_digest(token.strip().encode(), current().token.encode())
    return None if good else WRONG_TOKEN


def refused(status: int, message: str, code: int = GENERIC_CODE) -> Refused:
    """Return a refusal for one reason, to be raised."""
    return Refused(status, [Problem(message, code)])


def read_post() -> dict[str, Any]:
    """Return the body of a post, checked.

    Raises:
        Refused: 400 with everything that is wrong.
    """
    body: dict[str, Any] = _read_json()
    problems = check_post(body, datetime.now(UTC))
    if problems:
        raise Refused(400, problems)
    return body


def _read_json() -> Any:
    if not request.is_json:
        raise refused(400, "The request is not labelled application/json.", FIELD_CODE)
    try:
        return json.loads(request.get_data())
    except ValueError as error:
        raise refused(400, "The request body is not JSON.", FIELD_CODE) from error


def read_picture() -> Picture:
    """Return the one picture of a multipart request.

    Raises:
        Refused: 400 where there is not exactly one, or none that Medium takes.
    """
    parts = [*request.files.items(multi=True), *request.form.items(multi=True)]
    if len(parts) != 1 or parts[0][0] != "image" or not isinstance(parts[0][1], FileStorage):
        raise refused(400, "Send exactly one part, a file named image.", FIELD_CODE)
    picture = Picture(parts[0][1].read(), parts[0][1].mimetype)
    problem = picture_problem(picture)
    if problem:
        raise refused(400, f"image: {problem}.", FIELD_CODE)
    return picture

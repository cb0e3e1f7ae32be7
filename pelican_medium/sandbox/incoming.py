"""What arrives with a request: the token, the fields of a post, a picture."""

from __future__ import annotations

import hmac
import json
from datetime import UTC, datetime
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage

from pelican_medium.sandbox.account import Picture
from pelican_medium.sandbox.answers import GENERIC_CODE, NO_TOKEN, SCOPE_CODE, WRONG_TOKEN, Refused
from pelican_medium.sandbox.rules import FIELD_CODE, Problem, check_post
from pelican_medium.sandbox.sideload import picture_problem
from pelican_medium.sandbox.state import current

#: A post's fields are flat but for its tags.
MOST_DEPTH = 32


def base() -> str:
    """Return the sandbox's own address as the client knows it, without a slash at its end."""
    return request.host_url.rstrip("/")


def is_api() -> bool:
    """Tell whether the present request is one to the API."""
    return request.path.startswith("/v1/")


def token_problem(scope: str | None = None) -> Problem | None:
    """Return what is wrong with the present request's token, or None.

    Args:
        scope: what it has to allow; an integration token allows everything.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        return NO_TOKEN
    if hmac.compare_digest(token.strip().encode(), current().token.encode()):
        return None
    scopes = current().grants.scopes_of(token.strip())
    if scopes is None:
        return WRONG_TOKEN
    allowed = scope is None or scope in scopes
    return None if allowed else Problem(f"The token lacks the scope {scope}.", SCOPE_CODE)


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
        whole = json.loads(request.get_data().decode("utf-8"), parse_constant=_no_number)
        # A lone surrogate can be escaped in JSON, and is no text all the same (RFC 8259, 8.2).
        json.dumps(whole, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise refused(400, "The request body is not JSON in UTF-8.", FIELD_CODE) from error
    if _depth(whole) > MOST_DEPTH:
        raise refused(400, "The request body is nested too deep.", FIELD_CODE)
    return whole


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _depth(whole: Any) -> int:
    """Return how deep lists and objects are nested, without a stack that could overflow."""
    level, depth = [whole], 0
    while level := [one for one in level if isinstance(one, dict | list)]:
        depth += 1
        level = [
            inner for one in level for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return depth


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

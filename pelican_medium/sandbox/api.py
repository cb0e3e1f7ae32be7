"""Medium's API, as a Flask blueprint under ``/v1``."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, g, request
from werkzeug import Response
from werkzeug.exceptions import HTTPException

from pelican_medium.sandbox.account import Post
from pelican_medium.sandbox.answers import (
    GENERIC_CODE,
    Answer,
    Refused,
    errors_json,
    post_json,
)
from pelican_medium.sandbox.cast import (
    PUBLICATIONS,
    USER_ID,
    Publication,
    find_publication,
    user_json,
)
from pelican_medium.sandbox.incoming import (
    base,
    is_api,
    read_picture,
    read_post,
    refused,
    token_problem,
)
from pelican_medium.sandbox.journal import Seen
from pelican_medium.sandbox.misbehaviour import Call, NoAnswer, answered, as_json, misbehave
from pelican_medium.sandbox.rules import Problem
from pelican_medium.sandbox.sideload import PATH
from pelican_medium.sandbox.state import current
from pelican_medium.sandbox.story import picture_sources, used_title

api = Blueprint("api", __name__, url_prefix="/v1")
_REDACTED = "[token]"


@api.get("/me")
def show_user() -> Response:
    """Answer who the token belongs to."""
    return respond("me", "basicProfile", lambda: Answer(200, user_json(base())))


@api.get("/users/<user_id>/publications")
def list_publications(user_id: str) -> Response:
    """Answer the publications the user edits, writes for or follows."""

    def act() -> Answer:
        _demand_own(user_id)
        return Answer(200, [one.to_json(base()) for one in PUBLICATIONS])

    return respond("publications", "listPublications", act)


@api.get("/publications/<publication_id>/contributors")
def list_contributors(publication_id: str) -> Response:
    """Answer who may put stories into a publication."""
    return respond(
        "contributors",
        "listPublications",
        lambda: Answer(200, _publication(publication_id).contributors_json()),
    )


@api.post("/users/<user_id>/posts")
def create_user_post(user_id: str) -> Response:
    """Create a post on the user's profile."""

    def act() -> Answer:
        _demand_own(user_id)
        return _create(read_post())

    return respond("posts", "publishPost", act)


@api.post("/publications/<publication_id>/posts")
def create_publication_post(publication_id: str) -> Response:
    """Create a post in a publication: an editor any, a writer a draft, others none.

    Medium's API documentation (archived README of medium-api-docs).
    """

    def act() -> Answer:
        publication = _publication(publication_id)
        body = read_post()
        role = publication.role()
        if role is None or (role == "writer" and body.get("publishStatus", "public") != "draft"):
            raise refused(403, f"User is not allowed to publish in {publication.name!r} so.")
        return _create(body, publication_id=publication.id)

    return respond("posts", "publishPost", act)


@api.post("/images")
def upload_image() -> Response:
    """Keep a picture: multipart, one part named ``image``, of one of Medium's four types."""

    def act() -> Answer:
        picture = read_picture()
        md5 = current().account.keep(picture)
        return Answer(201, {"url": base() + PATH + md5, "md5": md5})

    return respond("images", "uploadImage", act)


def note_arrival() -> None:
    """Note an API request at its arrival, and read all of it, as behind a proxy."""
    if not is_api():
        return
    state = current()
    path = request.path.replace(state.token, _REDACTED)
    seen = Seen(request.method, path, authorized=token_problem() is None)
    g.number = state.journal.arrived(seen)
    request.get_data(cache=True)


def note_answer(response: Response) -> Response:
    """Note the status of an API request, unless it gets no answer."""
    if is_api() and "number" in g and not isinstance(response, NoAnswer):
        current().journal.answered(g.number, response.status_code)
    return response


def explain_refusal(error: Refused) -> Response:
    """Put a refusal into Medium's envelope."""
    return as_json(error.status, errors_json(error.problems))


def explain_http_error(error: HTTPException) -> HTTPException | Response:
    """Put an unknown path, a wrong method and the like into Medium's envelope, for the API."""
    if not is_api():
        return error
    answer = as_json(error.code or 500, errors_json([Problem(error.name, GENERIC_CODE)]))
    answer.headers.extend(one for one in error.get_headers() if one[0] == "Allow")
    return answer


def respond(endpoint: str, scope: str | None, act: Callable[[], Answer]) -> Response:
    """Demand a token, then behave, or misbehave where a fault waits.

    Args:
        endpoint: whose faults are meant.
        scope: what the token must allow; None where none is needed.
        act: does what is asked for.
    """
    problem = token_problem(scope) if scope else None
    if problem:
        raise Refused(401, [problem])
    state = current()
    fault = state.faults.take(endpoint)
    if fault is None:
        return answered(act())
    state.journal.met(g.number, fault.text)
    line = request.environ.get("werkzeug.socket")
    return misbehave(fault, Call(act, request.host, state.closing, line, fault.argument))


def _demand_own(user_id: str) -> None:
    if user_id != USER_ID:
        raise refused(403, "The token belongs to another user.")


def _publication(publication_id: str) -> Publication:
    publication = find_publication(publication_id)
    if publication is None or publication.id != publication_id:
        # As for any other that one may not publish in, which is what Medium documents.
        raise refused(403, "There is no such publication, or not for you.")
    return publication


def _create(body: dict[str, Any], publication_id: str | None = None) -> Answer:
    state = current()
    now = datetime.now(UTC)
    content = body["content"], body["contentFormat"]
    answer = post_json(
        body,
        post_id=secrets.token_hex(6),
        title=used_title(body["title"], *content),
        base=base(),
        now=now,
        publication_id=publication_id,
    )
    post = Post(answer["id"], body, answer, now, publication_id=publication_id)
    pictures = state.sideloader.load(picture_sources(*content), state.account, base())
    state.account.add(replace(post, pictures=pictures))
    return Answer(201, answer)

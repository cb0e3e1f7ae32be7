"""Looking into the sandbox and steering it over HTTP, for tests and demonstrations."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from flask import Blueprint, request
from werkzeug import Response

from pelican_medium.sandbox.account import Post
from pelican_medium.sandbox.faults import parse_fault
from pelican_medium.sandbox.misbehaviour import as_json
from pelican_medium.sandbox.state import current

control = Blueprint("control", __name__, url_prefix="/_sandbox")


@control.get("/posts")
def list_posts() -> Response:
    """Answer the posts in order of creation."""
    return as_json(200, [_to_json(post) for post in current().account.posts()])


@control.delete("/posts")
def forget() -> Response:
    """Forget everything: posts, pictures, requests and waiting faults."""
    current().forget()
    return Response(status=204)


@control.get("/requests")
def list_requests() -> Response:
    """Answer the API requests in order of arrival."""
    return as_json(200, [asdict(seen) for seen in current().journal.seen()])


@control.put("/faults")
def replace_faults() -> Response:
    """Replace what waits in the queues by a JSON list of faults."""
    try:
        faults = [parse_fault(text) for text in _read_texts()]
    except ValueError as error:
        return as_json(400, {"error": str(error)})
    current().faults.replace(faults)
    return as_json(200, [f"{fault.endpoint}={fault.text}" for fault in faults])


def _read_texts() -> list[str]:
    texts = json.loads(request.get_data())
    if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
        return texts
    raise ValueError("Send a JSON list of strings.")


def _to_json(post: Post) -> dict[str, Any]:
    return {
        "id": post.id,
        "request": post.request,
        "answer": post.answer,
        "pictures": [asdict(verdict) for verdict in post.pictures],
        "publicationId": post.publication_id,
    }

"""Medium's API as JSON schemas, in our own words: what may be sent, and what comes back.

Facts from Medium's API documentation (archived README of medium-api-docs), and from the issues
named beside them. Strict on purpose: a field too many, too few or of another type is a finding.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker

STATUSES = ["public", "draft", "unlisted"]
LICENSES = [
    "all-rights-reserved",
    "cc-40-by",
    "cc-40-by-sa",
    "cc-40-by-nd",
    "cc-40-by-nc",
    "cc-40-by-nc-nd",
    "cc-40-by-nc-sa",
    "cc-40-zero",
    "public-domain",
]

Schema = dict[str, Any]
formats = FormatChecker(formats=())


@formats.checks("web-url", raises=ValueError)
def _is_web_url(value: object) -> bool:
    if not isinstance(value, str):
        return True
    parts = urlsplit(value)
    return (
        parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", value)
    )


@formats.checks("moment", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def _all_of(properties: dict[str, Schema], *, optional: tuple[str, ...] = ()) -> Schema:
    """Return an object of exactly these fields, all needed but the optional ones."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


TEXT: Schema = {"type": "string", "pattern": r"\S"}
URL: Schema = {"type": "string", "format": "web-url"}
ID: Schema = {"type": "string", "pattern": "^[0-9a-f]+$"}
TAGS: Schema = {"type": "array", "maxItems": 3, "items": {**TEXT, "maxLength": 25}}

POST_REQUEST = _all_of(
    {
        "title": {**TEXT, "maxLength": 100},
        "contentFormat": {"enum": ["html", "markdown"]},
        "content": TEXT,
        "tags": TAGS,
        "canonicalUrl": URL,
        "publishStatus": {"enum": STATUSES},
        "license": {"enum": LICENSES},
        "notifyFollowers": {"type": "boolean"},
        # Not in the documentation; Medium's staff confirmed it (medium-api-docs#43, #89).
        "publishedAt": {"type": "string", "format": "moment"},
    },
    optional=(
        "tags",
        "canonicalUrl",
        "publishStatus",
        "license",
        "notifyFollowers",
        "publishedAt",
    ),
)

USER = _all_of({"id": ID, "username": TEXT, "name": TEXT, "url": URL, "imageUrl": URL})
PUBLICATION = _all_of({"id": ID, "name": TEXT, "description": TEXT, "url": URL, "imageUrl": URL})
CONTRIBUTOR = _all_of({"publicationId": ID, "userId": ID, "role": {"enum": ["editor", "writer"]}})
IMAGE = _all_of({"url": URL, "md5": {"type": "string", "pattern": "^[0-9a-f]{32}$"}})


def _post(more: dict[str, Schema]) -> Schema:
    """Return a post: published ones have the moment (milliseconds), drafts have none."""
    post = _all_of(
        {
            "id": {"type": "string", "pattern": "^[0-9a-f]{10,12}$"},
            "title": TEXT,
            "authorId": ID,
            "tags": TAGS,
            "url": URL,
            "canonicalUrl": URL,
            "publishStatus": {"enum": STATUSES},
            "publishedAt": {"type": "integer", "minimum": 0},
            "license": {"enum": LICENSES},
            "licenseUrl": URL,
            **more,
        },
        optional=("canonicalUrl", "publishedAt"),
    )
    draft = {"properties": {"publishStatus": {"const": "draft"}}}
    dated: Schema = {"required": ["publishedAt"]}
    return {**post, "if": draft, "then": {"not": dated}, "else": dated}


ERRORS = _all_of(
    {
        "errors": {
            "type": "array",
            "minItems": 1,
            "items": _all_of({"message": TEXT, "code": {"type": "integer"}}),
        }
    }
)

#: The status of success and the schema inside the envelope, by endpoint.
ANSWERS: dict[str, tuple[int, Schema]] = {
    "me": (200, USER),
    "publications": (200, {"type": "array", "items": PUBLICATION}),
    "contributors": (200, {"type": "array", "items": CONTRIBUTOR}),
    "user-posts": (201, _post({})),
    "publication-posts": (201, _post({"publicationId": ID})),
    "images": (201, IMAGE),
}

#: What /v1/tokens answers, without an envelope ("Browser-based authentication").
TOKENS = _all_of(
    {
        "token_type": {"const": "Bearer"},
        "access_token": TEXT,
        "refresh_token": TEXT,
        "scope": {
            "type": "array",
            "items": {"enum": ["basicProfile", "listPublications", "publishPost", "uploadImage"]},
        },
        "expires_at": {"type": "integer", "minimum": 0},
    }
)


def check_post_request(body: object) -> list[str]:
    """Return what is wrong with the body of a POST; an empty list means nothing is."""
    return _complaints(POST_REQUEST, body)


def check_answer(endpoint: str, status: int, body: object) -> list[str]:
    """Return what is wrong with an answer; an empty list means nothing is.

    Args:
        endpoint: A key of ``ANSWERS``, or ``tokens``.
        status: The answer's HTTP status; from 400 on the envelope of errors is demanded.
        body: The answer's decoded JSON.
    """
    if status >= 400:
        return _complaints(ERRORS, body)
    if endpoint == "tokens":
        return _complaints(TOKENS, body) + ([] if status == 201 else ["status"])
    success, schema = ANSWERS[endpoint]
    wrong = [] if status == success else [f"status: {status} is not {success}"]
    return wrong + _complaints(_all_of({"data": schema}), body)


def _complaints(schema: Schema, value: object) -> list[str]:
    validator = Draft202012Validator(schema, format_checker=formats)
    by_place: Callable[[Any], str] = lambda error: error.json_path  # noqa: E731
    return [
        f"{error.json_path}: {error.message}"
        for error in sorted(validator.iter_errors(value), key=by_place)
    ]

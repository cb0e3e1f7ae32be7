"""What Medium says: the fields of a created post, the two envelopes, and a refusal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pelican_medium.sandbox.cast import USER_ID, USERNAME
from pelican_medium.sandbox.rules import Problem, parse_moment

MOST_TITLE = 100
MOST_TAGS = 3
MOST_TAG = 25
# Medium's generic failure, and its SDKs' word for "no code" (medium-wordpress-plugin#35).
GENERIC_CODE = -1
NO_TOKEN = Problem("An access token is required.", 6000)
WRONG_TOKEN = Problem("Token was invalid.", 6003)
# A token that lacks a scope (medium-wordpress-plugin).
SCOPE_CODE = 6002


class Refused(Exception):
    """A request that Medium answers with a list of errors."""

    def __init__(self, status: int, problems: Sequence[Problem]) -> None:
        """Keep the status and the errors to send."""
        super().__init__("; ".join(problem.message for problem in problems))
        self.status = status
        self.problems = problems


@dataclass(frozen=True)
class Answer:
    """A successful answer before it is put into its envelope.

    Attributes:
        bare: whether it has none, as the answer of ``/v1/tokens``.
    """

    status: int
    data: Any
    bare: bool = False


def errors_json(problems: Sequence[Problem]) -> dict[str, Any]:
    """Return Medium's envelope of a failure."""
    return {"errors": [{"message": one.message, "code": one.code} for one in problems]}


def post_json(  # noqa: PLR0913 - all by name, each one fact
    body: Mapping[str, Any],
    *,
    post_id: str,
    title: str,
    base: str,
    now: datetime,
    publication_id: str | None,
) -> dict[str, Any]:
    """Return the fields of a created post, as Medium's API documentation lists them.

    Args:
        body: the request, already checked.
        post_id: the new post's id.
        title: what Medium makes of the title.
        base: the sandbox's own address, without a slash at its end.
        now: when it was created.
        publication_id: where it was created, if under a publication.
    """
    status = body.get("publishStatus", "public")
    licence = body.get("license", "all-rights-reserved")
    answer = {
        "id": post_id,
        "title": title,
        "authorId": USER_ID,
        "tags": _used_tags(body.get("tags", [])),
        "url": f"{base}/@{USERNAME}/{_address(title, post_id, status)}",
        "canonicalUrl": body.get("canonicalUrl"),
        "publishStatus": status,
        "publishedAt": None if status == "draft" else _milliseconds(body, now),
        "license": licence,
        "licenseUrl": f"https://licenses.example.org/{licence}",
        "publicationId": publication_id,
    }
    return {field: value for field, value in answer.items() if value is not None}


def _used_tags(tags: Sequence[str]) -> list[str]:
    return [tag for tag in tags if len(tag) <= MOST_TAG][:MOST_TAGS]


def _milliseconds(body: Mapping[str, Any], now: datetime) -> int:
    return int((parse_moment(body.get("publishedAt")) or now).timestamp() * 1000)


def _address(title: str, post_id: str, status: str) -> str:
    """Return the last part of a story's URL: a draft has the bare id, others a slug before it.

    Seen in the tests of medium-sdk-python (draft) and in public stories.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return post_id if status == "draft" or not slug else f"{slug}-{post_id}"

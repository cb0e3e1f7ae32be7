"""What Medium demands of the fields of a post: pure functions, a body in, problems out.

Field names, values and limits are those of Medium's API documentation (archived README of
medium-api-docs) unless a rule names another source.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pelican_medium.model import LICENSES, PUBLISH_STATUSES
from pelican_medium.model.urls import is_absolute

CONTENT_FORMATS = ("html", "markdown")
# Medium documents no codes. 2003 was seen for a wrong contentFormat (tests of
# post-to-medium-action) and 2014 for a publishedAt that is not in the past
# (medium-wordpress-plugin#137). 2000 is ours, for every other field.
FIELD_CODE = 2000
CONTENT_FORMAT_CODE = 2003
PUBLISHED_AT_CODE = 2014


@dataclass(frozen=True)
class Problem:
    """One entry of Medium's list of errors."""

    message: str
    code: int


def check_post(body: object, now: datetime) -> list[Problem]:
    """Return what is wrong with the body of a post; an empty list means Medium would take it.

    Not wrong at Medium, hence not here: a title over 100 characters, more than three tags, long
    tags, and fields nobody knows.
    """
    if not isinstance(body, dict):
        return [Problem("The request body is not a JSON object.", FIELD_CODE)]
    missing = [Problem(f"{field} is missing.", FIELD_CODE) for field in NEEDED if field not in body]
    wrong = [rule(body[field]) for field, rule in RULES.items() if field in body]
    late = _check_past(body.get("publishedAt"), now)
    return missing + [problem for problem in (*wrong, late) if problem]


def parse_moment(text: object) -> datetime | None:
    """Read an ISO 8601 date and time, as UTC where it names no zone; None for anything else."""
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)


def is_web_url(value: object) -> bool:
    """Tell whether this is an absolute http(s) URL.

    Medium refuses others as canonicalUrl (jekyll-crosspost-to-medium#10).
    """
    if not isinstance(value, str) or any(sign.isspace() for sign in value):
        return False
    return is_absolute(value)


def _text(field: str) -> Callable[[object], Problem | None]:
    def rule(value: object) -> Problem | None:
        good = isinstance(value, str) and bool(value.strip())
        return None if good else Problem(f"{field} is not a text, or an empty one.", FIELD_CODE)

    return rule


def _one_of(field: str, known: tuple[str, ...]) -> Callable[[object], Problem | None]:
    def rule(value: object) -> Problem | None:
        if value in known:
            return None
        return Problem(
            f"Invalid {field} specified: {value!r}. Known: {', '.join(known)}.", FIELD_CODE
        )

    return rule


def _content_format(value: object) -> Problem | None:
    # Case matters (MediumService.cs of post-to-medium-action).
    if value in CONTENT_FORMATS:
        return None
    return Problem(f"Invalid contentFormat specified: {value!r}", CONTENT_FORMAT_CODE)


def _tags(value: object) -> Problem | None:
    # An object in its place broke Medium's own client (medium-wordpress-plugin, commit 383dc3c).
    if isinstance(value, list) and all(isinstance(tag, str) for tag in value):
        return None
    return Problem("tags is not an array of strings.", FIELD_CODE)


def _canonical_url(value: object) -> Problem | None:
    good = is_web_url(value)
    return None if good else Problem("canonicalUrl is not an absolute http(s) URL.", FIELD_CODE)


def _notify_followers(value: object) -> Problem | None:
    good = isinstance(value, bool)
    return None if good else Problem("notifyFollowers is not a boolean.", FIELD_CODE)


def _published_at(value: object) -> Problem | None:
    moment = parse_moment(value)
    if moment is None:
        return Problem("publishedAt is not an ISO 8601 date and time.", FIELD_CODE)
    # Moments before 1970 break at Medium (medium-api-docs#85).
    early = moment < datetime(1970, 1, 1, tzinfo=UTC)
    return Problem("publishedAt is before 1970.", FIELD_CODE) if early else None


def _check_past(value: object, now: datetime) -> Problem | None:
    moment = parse_moment(value)
    if moment is None or moment < now:
        return None
    return Problem("If specified, publishedAt must be in the past.", PUBLISHED_AT_CODE)


NEEDED = ("title", "contentFormat", "content")
RULES: Mapping[str, Callable[[Any], Problem | None]] = {
    "title": _text("title"),
    "contentFormat": _content_format,
    "content": _text("content"),
    "tags": _tags,
    "canonicalUrl": _canonical_url,
    "publishStatus": _one_of("publishStatus", PUBLISH_STATUSES),
    "license": _one_of("license", LICENSES),
    "notifyFollowers": _notify_followers,
    "publishedAt": _published_at,
}

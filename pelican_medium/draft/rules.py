"""Medium's rules for a post, held against a draft once more before it may leave."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from pelican_medium.model import LICENSES, PUBLISH_STATUSES, Draft
from pelican_medium.model.errors import ArticleError
from pelican_medium.model.text import length
from pelican_medium.model.urls import is_absolute

#: Longer titles are ignored and one is made up from the content (Medium's API documentation).
TITLE_LENGTH = 100

#: Medium's editor takes no longer ones (its listings show them).
SUBTITLE_LENGTH = 140

#: Longer tags are ignored (Medium's API documentation).
TAG_LENGTH = 25


def checked(draft: Draft) -> Draft:
    """Return a draft that keeps Medium's rules: a hook may have written anything into it.

    Raises:
        ArticleError: it breaks one or more of them; the message names each.
    """
    broken = [rule for rule, holds in _rules(draft) if not holds]
    if broken:
        raise ArticleError("its draft breaks Medium's rules: " + "; ".join(broken))
    return draft


def _rules(draft: Draft) -> Iterable[tuple[str, bool]]:
    yield "the title must have 1 to 100 characters", _is_text(draft.title, TITLE_LENGTH)
    yield "the content must hold one h1, the title", _titles_in(draft.content) == 1
    yield "the canonical URL must be absolute", _is_url(draft.canonical_url)
    yield f"no such status: {draft.publish_status!r}", draft.publish_status in PUBLISH_STATUSES
    yield f"no such licence: {draft.license!r}", draft.license in LICENSES
    yield "tags must be texts of 1 to 25 characters", _are_tags(draft.tags)
    yield "notify_followers must be True or False", isinstance(draft.notify_followers, bool)
    yield "published_at must be a time with its zone, or None", _is_moment(draft.published_at)
    yield "publication must be a text that is not empty, or None", _is_name(draft.publication)


def _is_text(value: object, most: int) -> bool:
    return isinstance(value, str) and bool(value.strip()) and length(value) <= most


def _is_name(value: object) -> bool:
    return value is None or (isinstance(value, str) and bool(value.strip()))


def _are_tags(value: object) -> bool:
    return isinstance(value, (tuple, list)) and all(_is_text(tag, TAG_LENGTH) for tag in value)


def _titles_in(content: object) -> int:
    return len(re.findall(r"<h1[\s>]", content, re.IGNORECASE)) if isinstance(content, str) else 0


def _is_url(value: object) -> bool:
    return isinstance(value, str) and is_absolute(value)


def _is_moment(value: object) -> bool:
    return value is None or (isinstance(value, datetime) and value.tzinfo is not None)

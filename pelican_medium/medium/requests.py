"""What is asked of Medium: pure functions that build one request each, without credentials.

Names, fields and limits are those of Medium's API documentation (the archived medium-api-docs).
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import Any
from urllib.parse import quote

from pelican_medium.model import Draft, Picture, Request

_JSON_HEADERS = {
    "Accept": "application/json",
    "Accept-Charset": "utf-8",
    "Content-Type": "application/json",
}


def me_request(api_url: str) -> Request:
    """Return the request for the token's own account."""
    return Request("GET", f"{api_url}/me", _JSON_HEADERS)


def publications_request(api_url: str, user_id: str) -> Request:
    """Return the request for the publications a user edits, writes for or follows."""
    return Request("GET", f"{api_url}/users/{quote(user_id, safe='')}/publications", _JSON_HEADERS)


def contributors_request(api_url: str, publication_id: str) -> Request:
    """Return the request for who may put stories into a publication."""
    publication = quote(publication_id, safe="")
    return Request("GET", f"{api_url}/publications/{publication}/contributors", _JSON_HEADERS)


def post_request(api_url: str, user_id: str, draft: Draft) -> Request:
    """Return the request that creates a post on the user's profile."""
    return _posting(f"{api_url}/users/{quote(user_id, safe='')}/posts", draft)


def publication_post_request(api_url: str, publication_id: str, draft: Draft) -> Request:
    """Return the request that creates a post in a publication."""
    return _posting(f"{api_url}/publications/{quote(publication_id, safe='')}/posts", draft)


def _posting(url: str, draft: Draft) -> Request:
    body = json.dumps(post_body(draft), ensure_ascii=True).encode("ascii")
    return Request("POST", url, _JSON_HEADERS, body)


def post_body(draft: Draft) -> dict[str, Any]:
    """Return the fields of a post, by the names Medium documents."""
    body: dict[str, Any] = {
        "title": draft.title,
        "contentFormat": "html",
        "content": draft.content,
        "canonicalUrl": draft.canonical_url,
        "tags": list(draft.tags),
        "publishStatus": draft.publish_status,
        "license": draft.license,
        "notifyFollowers": draft.notify_followers,
    }
    if draft.published_at:
        # Undocumented but confirmed by staff: ISO 8601 in (medium-api-docs#43, #66).
        body["publishedAt"] = draft.published_at.astimezone(UTC).isoformat(timespec="seconds")
    return body


def image_request(api_url: str, picture: Picture) -> Request:
    """Return the request that uploads a picture: multipart, one part named ``image``."""
    # At most 70 characters, or strict servers refuse it (RFC 2046, 5.1.1).
    boundary = "picture-" + hashlib.sha256(picture.body).hexdigest()[:48]
    head = (
        f"--{boundary}\r\n"
        f'Content-Disposition: form-data; name="image"; filename="{picture.name}"\r\n'
        f"Content-Type: {picture.type}\r\n\r\n"
    )
    body = head.encode("ascii") + picture.body + f"\r\n--{boundary}--\r\n".encode("ascii")
    form = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    return Request("POST", f"{api_url}/images", {**_JSON_HEADERS, **form}, body)

"""The sandbox's API as a client meets it over a socket."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from sandboxes import (
    BOTH,
    EDITED,
    FILE,
    FOLLOWED,
    PNG,
    SMALL,
    WRITTEN,
    ask,
    post,
    posts,
    upload,
)

from pelican_medium.sandbox import running
from pelican_medium.sandbox.cast import PUBLICATIONS, USER_ID


def test_me_is_the_sandboxs_user(sandbox):
    """The token's owner is told, with a Date header to tell the time by."""
    reply = ask(sandbox, "GET", "/v1/me")
    assert reply.json["data"]["id"] == USER_ID
    assert reply.json["data"]["url"] == f"{sandbox.url}/@sandbox"
    assert abs(parsedate_to_datetime(reply.headers["Date"]) - datetime.now(UTC)) < timedelta(0, 5)


def test_the_token_can_be_chosen():
    """A sandbox with a token of its own refuses the usual one."""
    with running(token="other") as one:
        assert ask(one, "GET", "/v1/me").status == 401
        assert ask(one, "GET", "/v1/me", token="other").status == 200


def test_the_publications_are_those_of_the_cast(sandbox):
    """Edited, written and followed publications are listed alike, without a role."""
    reply = ask(sandbox, "GET", f"/v1/users/{USER_ID}/publications")
    assert [one["id"] for one in reply.json["data"]] == [one.id for one in PUBLICATIONS]


@pytest.mark.parametrize(
    ("publication", "roles"),
    [(EDITED, ["editor"]), (WRITTEN, ["writer"]), (FOLLOWED, []), (BOTH, ["writer", "editor"])],
)
def test_the_contributors_tell_the_role(sandbox, publication, roles):
    """The user's role is found by the user's id among the contributors, perhaps twice."""
    reply = ask(sandbox, "GET", f"/v1/publications/{publication.id}/contributors")
    own = [one["role"] for one in reply.json["data"] if one["userId"] == USER_ID]
    assert own == roles


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/users/somebody/publications"), ("POST", "/v1/users/somebody/posts")],
)
def test_another_users_things_are_forbidden(sandbox, method, path):
    """A stranger's id gets 403."""
    value = SMALL if method == "POST" else None
    assert ask(sandbox, method, path, value).status == 403
    assert posts(sandbox) == []


@pytest.mark.parametrize(
    ("publication", "status", "expected"),
    [
        (EDITED, "draft", 201),
        (EDITED, "public", 201),
        (EDITED, "unlisted", 201),
        (WRITTEN, "draft", 201),
        (WRITTEN, "public", 403),
        (WRITTEN, "unlisted", 403),
        (FOLLOWED, "draft", 403),
        (BOTH, "public", 201),
    ],
)
def test_the_role_decides_what_may_be_sent(sandbox, publication, status, expected):
    """An editor may send anything, a writer drafts, others nothing; twice listed is an editor."""
    path = f"/v1/publications/{publication.id}/posts"
    assert post(sandbox, path, publishStatus=status).status == expected
    assert len(posts(sandbox)) == (expected == 201)


def test_a_writer_who_names_no_status_is_refused(sandbox):
    """Without publishStatus a post is public, which a writer may not send."""
    assert post(sandbox, f"/v1/publications/{WRITTEN.id}/posts").status == 403


@pytest.mark.parametrize("name", ["nowhere", EDITED.slug])
def test_an_unknown_publication_is_forbidden(sandbox, name):
    """Only ids are known to the API, not slugs; 403 is what Medium documents for both calls."""
    assert ask(sandbox, "GET", f"/v1/publications/{name}/contributors").status == 403
    assert post(sandbox, f"/v1/publications/{name}/posts").status == 403


def test_two_posts_have_two_ids(sandbox):
    """The same request twice makes two posts: there is no idempotency at Medium."""
    assert post(sandbox).json["data"]["id"] != post(sandbox).json["data"]["id"]
    assert len(posts(sandbox)) == 2


@pytest.mark.parametrize("kind", ["image/jpeg", "image/png", "image/gif", "image/tiff"])
def test_a_picture_is_kept_and_shown(sandbox, kind):
    """An uploaded picture has an address under which its very bytes are served."""
    reply = upload(sandbox, (FILE, kind, PNG))
    assert reply.status == 201
    shown = ask(sandbox, "GET", reply.json["data"]["url"].removeprefix(sandbox.url), token=None)
    assert (shown.status, shown.headers["Content-Type"], shown.body) == (200, kind, PNG)


def test_the_same_bytes_have_the_same_address(sandbox):
    """Equal pictures are one picture, different ones are two."""
    one, again, other = (upload(sandbox, (FILE, "image/png", it)) for it in (PNG, PNG, PNG + b"!"))
    assert one.json == again.json
    assert one.json["data"]["url"] != other.json["data"]["url"]


def test_a_picture_that_is_not_there_is_not_found(sandbox):
    """An unknown checksum gets 404."""
    assert ask(sandbox, "GET", "/images/0", token=None).status == 404

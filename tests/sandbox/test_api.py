"""The sandbox's API as a client meets it over a socket."""

import http.client
import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from sandboxes import (
    BOTH,
    EDITED,
    FILE,
    FOLLOWED,
    PNG,
    POSTS,
    SMALL,
    WRITTEN,
    ask,
    post,
    posts,
    upload,
)

from pelican_medium.sandbox import SANDBOX_TOKEN, running
from pelican_medium.sandbox.cast import PUBLICATIONS, USER_ID


def test_me_is_the_sandboxs_user(sandbox):
    """The token's owner is told, with a Date header to tell the time by."""
    reply = ask(sandbox, "GET", "/v1/me")
    assert reply.json["data"]["id"] == USER_ID
    assert reply.json["data"]["url"] == f"{sandbox.url}/@sandbox"
    assert abs(parsedate_to_datetime(reply.headers["Date"]) - datetime.now(UTC)) < timedelta(0, 5)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, 6000),
        ("", 6000),
        ("Bearer ", 6000),
        ("Basic c2FuZA==", 6000),
        ("Bearer other", 6003),
        (f"Bearer {SANDBOX_TOKEN}x", 6003),
        ("Bearer s\xe4nd", 6003),
    ],
)
def test_without_the_token_nothing_is_told(sandbox, header, code):
    """A missing token and a wrong one are two errors of Medium's, both 401."""
    headers = {} if header is None else {"Authorization": header}
    reply = ask(sandbox, "GET", "/v1/me", token=None, **headers)
    assert (reply.status, reply.code) == (401, code)


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


def test_unknown_paths_and_methods_are_told_in_mediums_envelope(sandbox):
    """Nobody has to parse HTML to learn that an address is wrong."""
    assert ask(sandbox, "GET", "/v1/nothing").code == -1
    wrong = ask(sandbox, "DELETE", "/v1/me")
    assert (wrong.status, wrong.code) == (405, -1)
    assert {"GET", "HEAD"} <= {one.strip() for one in wrong.headers["Allow"].split(",")}
    assert ask(sandbox, "GET", "/v1/images").headers["Allow"].split(", ")[0] in {"OPTIONS", "POST"}


def test_a_draft_has_the_bare_address_and_no_moment(sandbox):
    """A draft's URL is its id, twelve lower-case hexadecimal digits."""
    data = post(sandbox, publishStatus="draft").json["data"]
    assert re.fullmatch(r"[0-9a-f]{12}", data["id"])
    assert data["url"] == f"{sandbox.url}/@sandbox/{data['id']}"
    assert "publishedAt" not in data


def test_a_public_post_has_a_slug_in_its_address(sandbox):
    """What is published gets a readable URL that ends in the id."""
    data = post(sandbox, title="Dünen & Wind!").json["data"]
    assert data["url"] == f"{sandbox.url}/@sandbox/dunen-wind-{data['id']}"


def test_a_title_without_latin_letters_has_no_slug(sandbox):
    """A title of which no slug can be made leaves the id alone."""
    data = post(sandbox, title="沙丘").json["data"]
    assert data["url"] == f"{sandbox.url}/@sandbox/{data['id']}"


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


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [('name="picture"; filename="dune.png"', "image/png", PNG)],
        [('name="image"', None, PNG)],
        [(FILE, "image/webp", PNG)],
        [(FILE, "image/svg+xml", b"<svg/>")],
        [(FILE, None, PNG)],
        [(FILE, "image/png", b"")],
        [(FILE, "image/png", b"Not a picture at all.")],
        [(FILE, "image/jpeg", b"<svg/>")],
        [(FILE, "image/tiff", b"RIFF\x10\0\0\0WEBPVP8 ")],
        [(FILE, "image/png", PNG), (FILE, "image/png", PNG)],
        [(FILE, "image/png", PNG), ('name="more"', None, b"1")],
    ],
)
def test_what_is_not_one_picture_of_a_known_type_is_refused(sandbox, parts):
    """Exactly one part, a file named image, of one of four types, with something in it."""
    assert upload(sandbox, *parts).status == 400


def test_a_picture_that_is_not_there_is_not_found(sandbox):
    """An unknown checksum gets 404."""
    assert ask(sandbox, "GET", "/images/0", token=None).status == 404


def test_a_request_over_the_limit_is_refused(sandbox):
    """More than the largest picture with its frame gets 413 in Medium's envelope."""
    line = http.client.HTTPConnection("127.0.0.1", int(sandbox.url.rpartition(":")[2]), timeout=5)
    line.putrequest("POST", POSTS)
    line.putheader("Authorization", f"Bearer {SANDBOX_TOKEN}")
    line.putheader("Content-Length", str(26 * 1024 * 1024 + 1))
    line.endheaders()  # the size it announces is enough, so nothing more is sent
    answer = line.getresponse()
    assert (answer.status, json.loads(answer.read())["errors"][0]["code"]) == (413, -1)
    line.close()

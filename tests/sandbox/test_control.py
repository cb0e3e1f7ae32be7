"""Looking into the sandbox and steering it."""

import pytest
from sandboxes import (
    EDITED,
    FILE,
    PNG,
    POSTS,
    SMALL,
    ask,
    post,
    posts,
    requests,
    set_faults,
    upload,
)

from pelican_medium.sandbox import SANDBOX_TOKEN


def test_the_posts_are_told_as_they_came(sandbox):
    """Order of creation, the body as received, the answer, and where it went."""
    first = post(sandbox, extra=[1, {"a": None}])
    second = post(sandbox, f"/v1/publications/{EDITED.id}/posts", title="Wind")
    one, two = posts(sandbox)
    assert one == {
        "id": first.json["data"]["id"],
        "request": SMALL | {"extra": [1, {"a": None}]},
        "answer": first.json["data"],
        "pictures": [],
        "publicationId": None,
    }
    assert (two["answer"], two["publicationId"]) == (second.json["data"], EDITED.id)


def test_the_requests_are_told_without_a_token(sandbox):
    """Method, path, status, fault and whether the token was good: never the token."""
    set_faults(sandbox, "429:30", "drop-after")
    ask(sandbox, "GET", "/v1/me", token="secret-of-somebody")
    ask(sandbox, "GET", f"/v1/{SANDBOX_TOKEN}?access_token={SANDBOX_TOKEN}")
    post(sandbox)
    with pytest.raises(ConnectionResetError):
        post(sandbox)
    told = ask(sandbox, "GET", "/_sandbox/requests", token=None)
    assert SANDBOX_TOKEN.encode() not in told.body
    assert b"secret-of-somebody" not in told.body
    assert [tuple(one.values()) for one in told.json] == [
        ("GET", "/v1/me", False, 401, None),
        ("GET", "/v1/[token]", True, 404, None),
        ("POST", POSTS, True, 429, "429:30"),
        ("POST", POSTS, True, None, "drop-after"),
    ]
    assert list(told.json[0]) == ["method", "path", "authorized", "status", "fault"]


def test_faults_can_be_replaced(sandbox):
    """A list replaces what waits; the answer says what waits now."""
    set_faults(sandbox, "500", "500")
    assert set_faults(sandbox, "me=401", "429:30").json == ["me=401", "posts=429:30"]
    assert [post(sandbox).status for _ in range(2)] == [429, 201]
    assert ask(sandbox, "GET", "/v1/me").status == 401


@pytest.mark.parametrize("body", [b"{", b"{}", b'"500"', b"[500]", b'["500", "nonsense"]'])
def test_bad_faults_are_refused_and_change_nothing(sandbox, body):
    """What is no list of known faults gets 400 and a reason."""
    set_faults(sandbox, "503")
    reply = ask(sandbox, "PUT", "/_sandbox/faults", body, token=None)
    assert reply.status == 400
    assert reply.json["error"]
    assert post(sandbox).status == 503


def test_everything_can_be_forgotten(sandbox):
    """Posts, pictures, requests and faults are gone."""
    url = upload(sandbox, (FILE, "image/png", PNG)).json["data"]["url"]
    post(sandbox)
    set_faults(sandbox, "500")
    assert ask(sandbox, "DELETE", "/_sandbox/posts", token=None).status == 204
    assert (posts(sandbox), requests(sandbox)) == ([], [])
    assert ask(sandbox, "GET", url.removeprefix(sandbox.url), token=None).status == 404
    assert post(sandbox).status == 201

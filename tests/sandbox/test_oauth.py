"""OAuth in the sandbox, asked by a client that was written from Medium's documents alone."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from medium_contract import check_answer
from sandboxes import FILE, PNG, POSTS, SMALL, ask, upload

from pelican_medium.sandbox import running
from pelican_medium.sandbox.cast import CLIENT_ID, CLIENT_SECRET, USER_ID
from pelican_medium.sandbox.grants import Grants

BACK = "http://127.0.0.1:9/back?kept=1"
ASKED = {
    "client_id": CLIENT_ID,
    "scope": "basicProfile,listPublications,publishPost",
    "state": "a state",
    "response_type": "code",
    "redirect_uri": BACK,
}
FORM = {"Content_Type": "application/x-www-form-urlencoded"}


def page(sandbox, **changes):
    query = urlencode({name: value for name, value in (ASKED | changes).items() if value})
    return ask(sandbox, "GET", f"/m/oauth/authorize?{query}", token=None)


def decided(sandbox, answer="yes", **changes):
    query = urlencode(ASKED | changes)
    body = urlencode({"answer": answer}).encode()
    reply = ask(sandbox, "POST", f"/m/oauth/authorize?{query}", body, token=None, **FORM)
    assert reply.status == 302
    to = urlsplit(reply.headers["Location"])
    assert f"{to.scheme}://{to.netloc}{to.path}" == "http://127.0.0.1:9/back"
    return {name: values[0] for name, values in parse_qs(to.query).items()}


def tokens(sandbox, **fields):
    client = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    body = urlencode(client | fields).encode()
    return ask(sandbox, "POST", "/v1/tokens", body, token=None, **FORM)


def redeemed(sandbox, code, **changes):
    fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
    return tokens(sandbox, **(fields | changes))


def granted(sandbox, scope=ASKED["scope"]):
    reply = redeemed(sandbox, decided(sandbox, scope=scope)["code"])
    assert check_answer("tokens", reply.status, reply.json) == []
    return reply.json


def test_the_page_says_what_is_asked_for(sandbox):
    """Each scope, where one is sent back to, and two buttons."""
    reply = page(sandbox)
    assert reply.status == 200
    text = reply.body.decode()
    for word in ("basicProfile", "listPublications", "publishPost", 'value="yes"', 'value="no"'):
        assert word in text
    assert "uploadImage" not in text
    assert "form-action 'self' http://127.0.0.1:9;" in reply.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "another"},
        {"client_id": None},
        {"response_type": "token"},
        {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": "/back"},
        {"redirect_uri": None},
        {"scope": "everything"},
        {"scope": None},
    ],
)
def test_a_wrong_request_is_shown_no_form(sandbox, changes):
    """Nobody is asked to say yes to that, nor sent anywhere by it."""
    reply = page(sandbox, **changes)
    assert reply.status == 400
    assert b"<form" not in reply.body
    assert "form-action 'self';" in reply.headers["Content-Security-Policy"]


def test_yes_brings_the_code_and_the_state(sandbox):
    """And what the address had before stays in it."""
    back = decided(sandbox)
    assert set(back) == {"kept", "state", "code"}
    assert back["state"] == "a state"


def test_no_brings_access_denied(sandbox):
    """As Medium documents it."""
    assert decided(sandbox, "no") == {"kept": "1", "state": "a state", "error": "access_denied"}


def test_a_foreign_page_cannot_say_yes(sandbox):
    """A form of another origin gets nowhere."""
    body = urlencode({"answer": "yes"}).encode()
    reply = ask(
        sandbox, "POST", f"/m/oauth/authorize?{urlencode(ASKED)}", body,
        token=None, Origin="https://evil.example", **FORM,
    )  # fmt: skip
    assert reply.status == 403


def test_the_whole_way_from_the_documents(sandbox):
    """Code, access token, account, publications, post; then the refresh token, and again."""
    first = granted(sandbox)
    assert first["scope"] == ["basicProfile", "listPublications", "publishPost"]
    second = tokens(sandbox, grant_type="refresh_token", refresh_token=first["refresh_token"]).json
    assert second["access_token"] != first["access_token"]
    for token in (first["access_token"], second["access_token"]):
        assert ask(sandbox, "GET", "/v1/me", token=token).json["data"]["id"] == USER_ID
        listed = ask(sandbox, "GET", f"/v1/users/{USER_ID}/publications", token=token)
        assert len(listed.json["data"]) == 4
        assert ask(sandbox, "POST", POSTS, SMALL, token=token).status == 201


@pytest.mark.parametrize(
    ("scope", "method", "path"),
    [
        ("publishPost", "GET", "/v1/me"),
        ("basicProfile", "GET", f"/v1/users/{USER_ID}/publications"),
        ("basicProfile", "POST", POSTS),
        ("basicProfile,listPublications,publishPost", "POST", "/v1/images"),
    ],
)
def test_what_a_token_lacks_is_refused(sandbox, scope, method, path):
    """401, as documented, with the code that says that a scope is missing."""
    token = granted(sandbox, scope)["access_token"]
    reply = ask(sandbox, method, path, SMALL if method == "POST" else None, token=token)
    assert (reply.status, reply.code) == (401, 6002)


def test_with_upload_image_one_may_upload(sandbox):
    """The scope that Medium grants by its leave only."""
    token = granted(sandbox, "basicProfile,uploadImage")["access_token"]
    assert upload(sandbox, (FILE, "image/png", PNG), token=token).status == 201


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"grant_type": "password"}, 400),
        ({"grant_type": "authorization_code", "code": "none"}, 400),
        ({"grant_type": "refresh_token", "refresh_token": "none"}, 400),
        ({"grant_type": "refresh_token"}, 400),
        ({"client_secret": "wrong"}, 401),
        ({"client_id": "wrong"}, 401),
    ],
)
def test_what_grants_nothing(sandbox, fields, status):
    """Medium's envelope of errors says so."""
    reply = tokens(sandbox, **fields)
    assert reply.status == status
    assert check_answer("tokens", reply.status, reply.json) == []


def test_a_used_code_grants_nothing(sandbox):
    """Nor one that comes with another redirect_uri."""
    code = decided(sandbox)["code"]
    assert redeemed(sandbox, code).status == 201
    assert redeemed(sandbox, code).status == 400
    other = decided(sandbox)["code"]
    assert redeemed(sandbox, other, redirect_uri="http://127.0.0.1:9/other").status == 400


def test_tokens_can_misbehave_too():
    """The same faults, on this endpoint."""
    with running(faults=["tokens=500", "tokens=challenge"], grants=Grants()) as one:
        code = decided(one)["code"]
        assert redeemed(one, code).status == 500
        assert redeemed(one, code).status == 403
        assert redeemed(one, code).status == 201


def test_no_list_of_the_sandbox_shows_a_secret(sandbox):
    """Neither codes nor tokens are in what it tells of itself."""
    made = granted(sandbox)
    told = ask(sandbox, "GET", "/_sandbox/requests", token=None).body.decode()
    for secret in (made["access_token"], made["refresh_token"], CLIENT_SECRET):
        assert secret not in told

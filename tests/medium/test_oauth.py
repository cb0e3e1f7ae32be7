"""OAuth as Medium documents it: addresses, requests, and what is read of answers."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from conversations import API, PAGE, answer, refusal

from pelican_medium.medium import oauth
from pelican_medium.model import Token
from pelican_medium.model.errors import LoginError

ID, SECRET, CODE, REFRESH = (Token(f"{name}-value") for name in ("id", "secret", "code", "refresh"))
GRANT = {
    "token_type": "Bearer",
    "access_token": "an access token",
    "refresh_token": "a refresh token",
    "scope": ["basicProfile", "publishPost"],
    "expires_at": 1893456000,
}


@pytest.mark.parametrize(
    ("api", "page"),
    [
        (API, "https://medium.com/m/oauth/authorize"),
        ("http://127.0.0.1:8989/v1", "http://127.0.0.1:8989/m/oauth/authorize"),
    ],
)
def test_the_page_lies_beside_the_api(api, page):
    """Medium's own at medium.com, the sandbox's at its own address."""
    url = oauth.authorization_url(api, "the id", "https://x.example/b?a=1", "st", oauth.SCOPES)
    assert url.partition("?")[0] == page
    assert {name: found[0] for name, found in parse_qs(urlsplit(url).query).items()} == {
        "client_id": "the id",
        "scope": "basicProfile,listPublications,publishPost",
        "state": "st",
        "response_type": "code",
        "redirect_uri": "https://x.example/b?a=1",
    }


def test_the_code_is_taken_out_of_the_address():
    """Whatever else stands in it."""
    assert oauth.code_of("https://x.example/b?a=1&state=st&code=c%2Fd#x", "st").reveal() == "c/d"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("code=c", "state is not the one"),
        ("code=c&state=other", "state is not the one"),
        ("state=st&state=other&code=c", "state is not the one"),
        ("error=access_denied&state=st", "said no"),
        ("error=access_denied&state=other", "state is not the one"),
        ("error=server_error&state=st", "sent no code"),
        ("state=st", "sent no code"),
        ("state=st&code=", "sent no code"),
        ("", "state is not the one"),
    ],
)
def test_an_address_without_a_good_code_says_why(query, words):
    """And that nothing was kept; the code itself is not said."""
    with pytest.raises(LoginError, match=words) as caught:
        oauth.code_of(f"https://x.example/b?{query}", "st")
    assert "Nothing was kept" in str(caught.value)
    assert "code=c" not in str(caught.value)


def test_the_request_for_a_code():
    """Form-encoded, with the documented fields, and no secret in its repr."""
    request = oauth.code_request(API, ID, SECRET, CODE, "https://x.example/b")
    assert (request.method, request.url) == ("POST", f"{API}/tokens")
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs(request.body.decode()) == {
        "code": ["code-value"],
        "client_id": ["id-value"],
        "client_secret": ["secret-value"],
        "grant_type": ["authorization_code"],
        "redirect_uri": ["https://x.example/b"],
    }
    assert "-value" not in repr(request)


def test_the_request_for_a_refresh_token():
    """The other grant of the same call."""
    request = oauth.refresh_request(API, ID, SECRET, REFRESH)
    assert parse_qs(request.body.decode()) == {
        "refresh_token": ["refresh-value"],
        "client_id": ["id-value"],
        "client_secret": ["secret-value"],
        "grant_type": ["refresh_token"],
    }
    assert "-value" not in repr(request)


@pytest.mark.parametrize(
    "body",
    [GRANT, {"data": GRANT}, GRANT | {"expires_at": 1893456000000}],
    ids=["bare", "in an envelope", "milliseconds"],
)
def test_a_grant_is_read(body):
    """Bare as documented, or in the envelope of every other call."""
    grant = oauth.read_grant(answer(201, body))
    assert grant.access_token.reveal() == "an access token"
    assert grant.refresh_token.reveal() == "a refresh token"
    assert grant.scopes == ("basicProfile", "publishPost")
    assert grant.expires_at == datetime(2030, 1, 1, tzinfo=UTC)
    assert "token" not in repr(grant).replace("access_token=", "").replace("refresh_token=", "")


def test_a_refresh_token_that_is_not_named_stays():
    """Medium's does not expire, so an answer may well leave it out."""
    fields = {name: value for name, value in GRANT.items() if name != "refresh_token"}
    assert oauth.read_grant(answer(201, fields)) is None
    assert oauth.read_grant(answer(201, fields), REFRESH).refresh_token is REFRESH


@pytest.mark.parametrize(
    "said",
    [
        refusal(400, -1),
        answer(500),
        answer(302),
        answer(201, b""),
        answer(201, PAGE),
        answer(201, []),
        answer(201, {"data": []}),
        answer(201, b"[" * 100_000),
        answer(201, GRANT | {"access_token": ""}),
        answer(201, GRANT | {"access_token": 7}),
        answer(201, GRANT | {"refresh_token": None}),
        answer(201, GRANT | {"expires_at": None}),
        answer(201, GRANT | {"expires_at": True}),
        answer(201, GRANT | {"expires_at": "tomorrow"}),
        answer(201, json.dumps(GRANT).replace("1893456000", "1e999").encode()),
        answer(201, GRANT | {"expires_at": -(10**30)}),
        answer(400, GRANT),
    ],
)
def test_what_is_no_grant_is_none(said):
    """No answer makes reading fail otherwise."""
    assert oauth.read_grant(said) is None


def test_odd_scopes_are_left_out():
    """They are only for saying what a login may do."""
    for scope, read in (([1, "publishPost"], ("publishPost",)), ("publishPost", ()), (None, ())):
        assert oauth.read_grant(answer(201, GRANT | {"scope": scope})).scopes == read

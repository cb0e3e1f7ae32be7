"""Medium's own Python SDK against the sandbox: every call it has works, and fails as it expects."""

from urllib.parse import parse_qs, urlencode, urlsplit

import medium
import pytest
from sandboxes import ask

from pelican_medium.medium import oauth
from pelican_medium.sandbox import SANDBOX_TOKEN
from pelican_medium.sandbox.cast import CLIENT_ID, CLIENT_SECRET, USER_ID

BACK = "https://tool.example/back"
SCOPES = ["basicProfile", "publishPost", "uploadImage"]


@pytest.fixture
def client(sandbox, monkeypatch):
    monkeypatch.setattr(medium, "BASE_PATH", sandbox.url)
    return medium.Client(application_id=CLIENT_ID, application_secret=CLIENT_SECRET)


def code_for(sandbox, client):
    """Press yes on the page that the SDK sends people to, at the sandbox in place of Medium."""
    page = urlsplit(client.get_authorization_url("a state", BACK, SCOPES))
    reply = ask(
        sandbox,
        "POST",
        f"{page.path}?{page.query}",
        urlencode({"answer": "yes"}).encode(),
        token=None,
        Content_Type="application/x-www-form-urlencoded",
    )
    back = parse_qs(urlsplit(reply.headers["Location"]).query)
    assert back["state"] == ["a state"]
    return back["code"][0]


def test_the_sdk_sends_people_where_we_do(client):
    """The same page of Medium's, with the same fields."""
    ours = oauth.authorization_url("https://api.medium.com/v1", CLIENT_ID, BACK, "st", SCOPES)
    theirs = client.get_authorization_url("st", BACK, SCOPES)
    split = [urlsplit(one) for one in (ours, theirs)]
    assert split[0][:3] == split[1][:3]
    assert parse_qs(split[0].query) == parse_qs(split[1].query)


def test_every_call_of_the_sdk(sandbox, client, tmp_path):
    """Code, refresh token, account, picture and post, in the order people write them."""
    first = client.exchange_authorization_code(code_for(sandbox, client), BACK)
    assert first["token_type"] == "Bearer"
    assert first["scope"] == SCOPES
    second = client.exchange_refresh_token(first["refresh_token"])
    assert client.access_token == second["access_token"] != first["access_token"]
    user = client.get_current_user()
    assert user["id"] == USER_ID
    picture = tmp_path / "dune.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\nnot really")
    sent = client.upload_image(str(picture), "image/png")
    assert set(sent) == {"url", "md5"}
    post = client.create_post(
        user_id=user["id"],
        title="Dunes",
        content=f'<h1>Dunes</h1><p>Sand.</p><img src="{sent["url"]}">',
        content_format="html",
        tags=["sand"],
        canonical_url="https://blog.example/dunes.html",
        publish_status="draft",
        license="cc-40-by",
    )
    assert (post["title"], post["publishStatus"], post["license"]) == ("Dunes", "draft", "cc-40-by")
    [kept] = ask(sandbox, "GET", "/_sandbox/posts", token=None).json
    assert kept["id"] == post["id"]
    assert kept["pictures"][0]["verdict"] == "uploaded before"


def test_an_integration_token_does_as_well(client):
    """As the SDK's own example has it."""
    client.access_token = SANDBOX_TOKEN
    assert client.get_current_user()["username"] == "sandbox"


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda one: one.get_current_user(), 6003),
        (lambda one: one.exchange_authorization_code("none", BACK), -1),
        (lambda one: one.exchange_refresh_token("none"), -1),
    ],
)
def test_a_refusal_is_the_sdks_own_error(client, act, code):
    """It reads message and code out of the sandbox's envelope."""
    client.access_token = "wrong"
    with pytest.raises(medium.MediumError) as caught:
        act(client)
    assert caught.value.code == code


def test_a_wrong_field_is_the_sdks_own_error(client):
    """With the code that was seen for it."""
    client.access_token = SANDBOX_TOKEN
    with pytest.raises(medium.MediumError, match="contentFormat") as caught:
        client.create_post(USER_ID, "T", "<p>x</p>", "HTML")
    assert caught.value.code == 2003

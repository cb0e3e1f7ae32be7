"""Who may ask the desk, and who may not."""

import pytest
from desks import ADDRESS, nothing_changes

from pelican_medium.desk.guard import hosts, stranger

PATHS = ["/", "/article?key=one", "/progress", "/picture?src=a", "/asset/desk.js"]

FOREIGN = {
    "host of a rebound name": {"Host": "evil.example"},
    "host of another port": {"Host": "127.0.0.1:1"},
    "host without a port": {"Host": "127.0.0.1"},
    "another origin": {"Origin": "https://evil.example"},
    "another port's origin": {"Origin": "http://127.0.0.1:1"},
    "a sandboxed origin": {"Origin": "null"},
    "https": {"Origin": "https://127.0.0.1"},
    "no cookie": {"Cookie": None},
    "another cookie": {"Cookie": "pelican-medium-desk=x"},
    "a fetch of another site": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    "a frame of another port": {
        "Sec-Fetch-Site": "same-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "iframe",
    },
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_strangers_get_403_and_change_nothing(client, filled, headers):
    """A foreign Host or Origin, or no cookie: no page is read and no form is taken."""
    seen = client.article("one").seen
    form = {"key": "one", "state": "posted", "seen": seen, "url": ADDRESS, "published": "public"}
    with nothing_changes(filled):
        for path in PATHS:
            answer = client.get(path, **headers)
            assert answer.status == 403
            assert "One" not in answer.text
        for path in ("/mark", "/undo", "/post"):
            assert client.post(path, headers, **form).status == 403
    assert client.post("/mark", **form).status == 303


@pytest.mark.parametrize("token", [None, "", "wrong", "ß"])
def test_a_form_without_the_secret_changes_nothing(client, filled, token):
    """Cookie and Origin are not enough: each form carries a secret of this start."""
    seen = client.article("one").seen
    with nothing_changes(filled):
        answer = client.mark("one", seen=seen, token=token)
    assert answer.status == 403


def test_a_change_needs_an_origin(client, filled):
    """A POST that does not say where it comes from is not from a browser's form."""
    seen = client.article("one").seen
    with nothing_changes(filled):
        form = {"key": "one", "state": "skipped", "seen": seen}
        assert client.post("/mark", {"Origin": None}, **form).status == 403


def test_the_key_is_exchanged_for_a_cookie(client):
    """Only the right key opens; the cookie is bound to this desk's path and to our own pages."""
    opened = client.opened
    path = opened.url.removeprefix(opened.origin)
    answer = client.ask("GET", path, headers={"Cookie": None, "Origin": None})
    assert answer.status == 200
    assert f'content="0; url={opened.secrets.prefix}/"' in answer.text
    assert opened.secrets.key not in answer.text
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"pelican-medium-desk={opened.secrets.cookie};")
    assert {"HttpOnly", "SameSite=Strict", f"Path={opened.secrets.prefix}/"} <= {
        *cookie.split("; ")
    }
    for wrong in ("", "x", "ß", opened.secrets.token):
        assert client.get(f"/?key={wrong.encode().hex()}", Cookie=None).status == 403


def test_the_key_works_once(client):
    """Whoever comes second is told so; a wrong key does not use it up; who is in just goes on."""
    opened = client.opened
    path = opened.url.removeprefix(opened.origin)
    stranger = {"Cookie": None, "Origin": None}
    assert client.ask("GET", f"{opened.secrets.prefix}/?key=wrong", headers=stranger).status == 403
    assert client.ask("GET", path, headers=stranger).status == 200
    second = client.ask("GET", path, headers=stranger)
    assert second.status == 403
    assert "works once" in second.text
    assert "Set-Cookie" not in second.headers
    assert client.ask("GET", path, headers={"Origin": None}).status == 303


@pytest.mark.parametrize("path", [*PATHS, "/nothing", "/asset/nothing"])
def test_every_answer_is_for_our_own_pages_only(client, path):
    """No CORS, no frames, no scripts but ours, nothing kept: on errors and refusals too."""
    for headers in ({}, {"Cookie": None}):
        answer = client.get(path, **headers)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert not [name for name in answer.headers if name.startswith("Access-Control")]


def test_no_page_holds_key_cookie_or_medium_token(posting, medium):
    """What is secret stays where it is: only the form's own secret stands in a page."""
    secrets = posting.opened.secrets
    for path in ("/", "/article?key=one"):
        text = posting.get(path).text
        for secret in (secrets.key, secrets.cookie, medium.token):
            assert secret not in text
    assert secrets.key not in repr(posting.opened)


def test_a_navigation_from_elsewhere_meets_only_the_cookie():
    """A link in a web terminal may open the desk; the cookie decides what it shows."""
    known = hosts(5000)
    headers = {
        "Host": "127.0.0.1:5000",
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }
    assert stranger("GET", headers, known) is None
    assert stranger("POST", headers, known)

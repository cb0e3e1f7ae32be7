"""What arrives with a request, and what is refused of it."""

import json

import pytest
from sandboxes import FILE, PNG, POSTS, SMALL, ask, upload

from pelican_medium.sandbox import SANDBOX_TOKEN


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"", "application/json"),
        (b"[]", "application/json"),
        (json.dumps(SMALL).encode(), "text/plain"),
        (json.dumps(SMALL).encode("utf-16"), "application/json"),
        (json.dumps(SMALL).encode("utf-32"), "application/json"),
        (
            json.dumps(SMALL | {"title": "D\xfcne"}, ensure_ascii=False).encode("latin-1"),
            "application/json",
        ),
        (json.dumps(SMALL | {"title": "\ud800"}).encode(), "application/json"),
        (json.dumps(SMALL | {"tags": ["\udcff"]}).encode(), "application/json"),
        (json.dumps(SMALL | {"\udcff": 1}).encode(), "application/json"),
        (json.dumps(SMALL | {"extra": float("nan")}).encode(), "application/json"),
        (json.dumps(SMALL)[:-1].encode() + b', "n": ' + b"9" * 5000 + b"}", "application/json"),
        (
            json.dumps(SMALL)[:-1].encode() + b', "x": ' + b"[" * 40 + b"]" * 40 + b"}",
            "application/json",
        ),
        (b"[" * 100_000, "application/json"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "application/json"),
    ],
)
def test_a_body_that_is_no_json_is_refused(sandbox, body, kind):
    """Broken, foreign, unlabelled and overdone bodies get 400, and never a 500."""
    reply = ask(sandbox, "POST", POSTS, body, Content_Type=kind)
    assert (reply.status, reply.code) == (400, 2000)


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

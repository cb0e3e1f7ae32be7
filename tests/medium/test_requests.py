"""What is asked of Medium: addresses, headers and bodies, as it documents them."""

import email
import json
import re
from datetime import datetime, timedelta, timezone

import multipart
import pytest
from conftest import PNG
from conversations import API, DRAFT
from medium_contract import check_post_request

from pelican_medium.medium import requests
from pelican_medium.medium.requests import image_request
from pelican_medium.model import LICENSES, PUBLISH_STATUSES, Draft, Picture


def test_the_question_for_the_account():
    """GET /me has the documented headers, no credentials and no body."""
    request = requests.me_request(API)
    assert (request.method, request.url, request.body) == ("GET", f"{API}/me", None)
    assert dict(request.headers) == {
        "Accept": "application/json",
        "Accept-Charset": "utf-8",
        "Content-Type": "application/json",
    }


def test_the_request_of_a_post():
    """A POST goes to the user's posts, with the body as JSON in plain ASCII."""
    request = requests.post_request(API, "5303d74c64f6", DRAFT)
    assert (request.method, request.url) == ("POST", f"{API}/users/5303d74c64f6/posts")
    assert request.headers["Content-Type"] == "application/json"
    assert request.body.isascii()
    assert json.loads(request.body) == requests.post_body(DRAFT)


def test_a_strange_user_id_cannot_change_the_address():
    """Whatever Medium calls a user stays one part of the path."""
    request = requests.post_request(API, "../me?x=/ä#", DRAFT)
    assert request.url == f"{API}/users/..%2Fme%3Fx%3D%2F%C3%A4%23/posts"


def test_a_lone_surrogate_can_be_sent():
    """A text that is no UTF-8 becomes JSON all the same."""
    odd = Draft("x", "\udc80", "<p>\ud800</p>", "https://blog.example/x")
    assert json.loads(requests.post_request(API, "u", odd).body)["title"] == "\udc80"


WHOLE = {
    "tags": ("sand", "wind", "sea"),
    "notify_followers": True,
    "published_at": datetime(2020, 2, 2, 2, 2, 2, 5, tzinfo=timezone(timedelta(hours=2))),
}


@pytest.mark.parametrize("status", PUBLISH_STATUSES)
@pytest.mark.parametrize("licence", LICENSES)
@pytest.mark.parametrize("more", [{}, WHOLE], ids=["small", "whole"])
def test_a_body_is_what_medium_documents(status, licence, more):
    """No field too many, none of another type or name."""
    draft = Draft(
        "k", "T", "<p>x</p>", "https://b.example/x", publish_status=status, license=licence, **more
    )
    assert check_post_request(requests.post_body(draft)) == []


def test_a_body_says_what_the_draft_says():
    """Each field of the draft is under Medium's name for it; the key stays at home."""
    draft = Draft(
        "my-key",
        "Dunes",
        "<p>Sand.</p>",
        "https://blog.example/dunes.html",
        publish_status="unlisted",
        license="cc-40-by",
        **WHOLE,
    )
    assert requests.post_body(draft) == {
        "title": "Dunes",
        "contentFormat": "html",
        "content": "<p>Sand.</p>",
        "canonicalUrl": "https://blog.example/dunes.html",
        "tags": ["sand", "wind", "sea"],
        "publishStatus": "unlisted",
        "license": "cc-40-by",
        "notifyFollowers": True,
        "publishedAt": "2020-02-02T00:02:02+00:00",
    }


def test_the_status_is_always_said():
    """Medium's default is public, which nobody asked for."""
    assert requests.post_body(DRAFT)["publishStatus"] == "draft"
    assert requests.post_body(DRAFT)["notifyFollowers"] is False
    assert "publishedAt" not in requests.post_body(DRAFT)


@pytest.mark.parametrize(
    "body",
    [b"", b"x" * 100_000, b"\r\n--", bytes(range(256)) * 40, b"--picture-" + b"0" * 48 + b"--\r\n"],
    ids=["empty", "long", "broken off", "every byte", "like a boundary"],
)
def test_an_upload_can_be_read_by_a_strict_server(body):
    """One file named image; the boundary is as RFC 2046 has it: 70 characters of its alphabet."""
    picture = Picture("0123.png", "image/png", body)
    request = requests.image_request(API, picture)
    kind, options = multipart.parse_options_header(request.headers["Content-Type"])
    boundary = options["boundary"]
    assert kind == "multipart/form-data"
    assert re.fullmatch(r"[0-9a-zA-Z'()+_,\-./:=? ]{0,69}[0-9a-zA-Z'()+_,\-./:=?]", boundary)
    read, heads = b"", []
    size = len(request.body)
    with multipart.PushMultipartParser(boundary, content_length=size, strict=True) as parser:
        for start in range(0, size, 1000):
            for event in parser.parse(request.body[start : start + 1000]):
                if isinstance(event, multipart.MultipartSegment):
                    heads.append((event.name, event.filename, event.content_type))
                elif event:
                    read += event
    assert heads == [("image", "0123.png", "image/png")]
    assert read == body


# --- Pictures ---

PICTURE = Picture("x.png", "image/png", PNG)


def test_the_request_is_one_part_named_image():
    """Multipart with CRLF, the exact media type and a file name."""
    request = image_request(API, PICTURE)
    assert (request.method, request.url) == ("POST", f"{API}/images")
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    message = email.message_from_bytes(head + request.body)
    [part] = message.get_payload()
    assert part.get_content_type() == "image/png"
    assert part.get_param("name", header="content-disposition") == "image"
    assert part.get_filename() == "x.png"
    assert b"\r\n\r\n" + PNG + b"\r\n--" in request.body


def test_the_boundary_is_not_in_the_picture():
    """Whatever bytes a picture has, even those of another request."""
    inner = image_request(API, PICTURE).body
    request = image_request(API, Picture("x.png", "image/png", inner))
    boundary = request.headers["Content-Type"].partition("boundary=")[2].encode()
    assert boundary not in inner
    assert request.body.count(boundary) == 2

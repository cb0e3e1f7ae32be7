"""`POST /images`: the request as Medium documents it, and what its answers mean."""

import email
import json

import pytest
from conftest import PNG

from pelican_medium.medium.answers import read_image
from pelican_medium.medium.client import TRIES, Medium
from pelican_medium.medium.requests import image_request
from pelican_medium.model import Picture, Response
from pelican_medium.model.errors import NeverConnected, NoAnswer, NotSent, UploadError
from pelican_medium.store.book import Book

API = "https://api.medium.com/v1"
PICTURE = Picture("x.png", "image/png", PNG)
URL = "https://cdn-images-1.medium.com/x.png"
TAKEN = Response(201, {}, json.dumps({"data": {"url": URL, "md5": "1"}}).encode())


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


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (201, {"data": {}}, UploadError),
        (201, {"data": {"url": "/relative.png"}}, UploadError),
        (201, {"data": {"url": 3}}, UploadError),
        (302, {}, UploadError),
        (400, {"errors": [{"message": "no", "code": 2000}]}, UploadError),
        (413, {}, UploadError),
        (500, {}, UploadError),
        (401, {"errors": [{"message": "no", "code": 6003}]}, UploadError),
        (403, {}, UploadError),
        (404, {}, UploadError),
        (429, {}, NotSent),
        (400, {"errors": [{"message": "no", "code": 6027}]}, NotSent),
    ],
)
def test_what_an_answer_means(status, body, error):
    """A refusal of everything ends the run; trouble with this picture holds its article."""
    with pytest.raises(error):
        read_image(Response(status, {}, json.dumps(body).encode()))


def medium(*answers):
    """Return a Medium that gives these answers to uploads, and which of those it was sent."""
    sent, left = [], list(answers)
    known = Response(200, {}, b'{"data": {"id": "5303d74c64f6"}}')

    def send(request):
        if request.method == "GET":
            return known
        sent.append(request)
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return Medium(send, API, pause=lambda _: None), sent


@pytest.mark.parametrize(
    "trouble",
    [Response(500, {}, b""), Response(200, {}, b"?"), NoAnswer("reset"), NeverConnected("refused")],
)
def test_an_upload_is_repeated_with_bounds(trouble):
    """The same bytes are one picture, so what may pass is tried again, three times in all."""
    client, sent = medium(trouble, TAKEN)
    assert client.upload(PICTURE) == URL
    assert len(sent) == 2
    client, sent = medium(*[trouble] * TRIES)
    with pytest.raises(NotSent if isinstance(trouble, NeverConnected) else UploadError):
        client.upload(PICTURE)
    assert len(sent) == TRIES


def test_what_medium_refuses_is_not_repeated():
    """It would refuse it again."""
    for status in (400, 401, 403, 429):
        client, sent = medium(Response(status, {}, b"{}"))
        with pytest.raises((NotSent, UploadError)):
            client.upload(PICTURE)
        assert len(sent) == 1


SANDBOX = "http://127.0.0.1:8989/v1"


@pytest.mark.parametrize(
    ("kept", "api", "known"),
    [
        ({"url": URL}, None, URL),
        ({"url": URL}, SANDBOX, None),
        ({"url": URL, "api": SANDBOX}, None, None),
        ({"url": URL, "api": SANDBOX}, SANDBOX, URL),
        ({"url": URL, "api": SANDBOX}, "http://127.0.0.1:1/v1", None),
        ({"url": "nonsense"}, None, None),
        ({"url": None}, None, None),
        ("nonsense", None, None),
        (None, None, None),
    ],
)
def test_a_picture_counts_for_its_own_api(kept, api, known):
    """One that was made by hand and holds nonsense is no picture, and no traceback."""
    assert Book(pictures={"m": kept}).picture_url("m", api) == known


def test_what_is_mediums_stays_mediums():
    """A trial writes its own pictures only; Medium's take the place of a trial's."""
    book = Book().with_picture("m", "https://a.example/1", SANDBOX)
    assert book.pictures == {"m": {"url": "https://a.example/1", "api": SANDBOX}}
    book = book.with_picture("m", URL, None)
    assert book.pictures == {"m": {"url": URL}}
    assert book.with_picture("m", "https://a.example/2", SANDBOX) == book

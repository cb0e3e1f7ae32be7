"""Which pictures of a post the sandbox fetches, and what it says of each."""

import http.client
import http.server
import socket
import threading
from contextlib import contextmanager

import pytest
from sandboxes import FILE, PNG, ask, content_of, post, posts, upload

from pelican_medium.sandbox import create_app, running
from pelican_medium.sandbox.account import Picture
from pelican_medium.sandbox.sideload import MOST_PICTURES, Sideloader


@contextmanager
def site(pages):
    """Serve (status, type, body) by path on a loopback port."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            status, kind, body = pages[self.path]
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_pictures_of_a_post_are_fetched_from_its_site(sandbox):
    """Each picture is fetched once over a socket, and shown from the sandbox afterwards."""
    pages = {
        "/a.png": (200, "image/png; q=1", PNG),
        "/gone.png": (404, "text/html", b"no"),
        "/page": (200, "text/html", b"<p>"),
        "/empty.gif": (200, "image/gif", b""),
    }
    with site(pages) as base:
        sources = [base + path for path in ("/a.png", "/a.png", "/gone.png", "/page", "/empty.gif")]
        post(sandbox, content=content_of(*sources))
    loaded, *failed = posts(sandbox)[0]["pictures"]
    assert (loaded["src"], loaded["verdict"], loaded["reason"]) == (sources[0], "side-loaded", None)
    shown = ask(sandbox, "GET", loaded["url"].removeprefix(sandbox.url), token=None)
    assert (shown.headers["Content-Type"], shown.body) == ("image/png", PNG)
    assert [(one["verdict"], one["url"]) for one in failed] == [("failed", None)] * 3
    assert ["404" in failed[0]["reason"], "text/html" in failed[1]["reason"]] == [True, True]


def test_a_site_that_is_down_does_not_stop_the_post(sandbox):
    """A picture nobody serves is noted as failed; the post is created, as at Medium."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert post(sandbox, content=content_of(f"http://127.0.0.1:{port}/a.png")).status == 201
    assert posts(sandbox)[0]["pictures"][0]["verdict"] == "failed"


def verdicts(sources, mode="all", fetch=lambda _: Picture(PNG, "image/png"), seconds=9.0):
    app = create_app()
    account = app.extensions["pelican-medium-sandbox"].account
    loaded = Sideloader(mode, fetch, seconds).load(sources, account, "http://localhost:1")
    return [one.verdict for one in loaded]


LOOPBACK = ["http://127.0.0.1:9/a.png", "http://localhost:9/b.png", "http://[::1]:9/c.png"]
OUTSIDE = ["https://x.example/d.png", "http://127.0.0.1.x.example/e.png"]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("all", ["side-loaded"] * 5),
        ("loopback", ["side-loaded"] * 3 + ["not fetched"] * 2),
        ("none", ["not fetched"] * 5),
    ],
)
def test_the_mode_decides_whose_pictures_are_fetched(mode, expected):
    """All, those of this machine, or none; the others are noted as not fetched."""
    fetched = []

    def fetch(url):
        fetched.append(url)
        return Picture(PNG, "image/png")

    assert verdicts(LOOPBACK + OUTSIDE, mode, fetch) == expected
    assert fetched == (LOOPBACK + OUTSIDE)[: expected.count("side-loaded")]


@pytest.mark.parametrize(
    "source", ["a.png", "/a.png", "//x.example/a.png", "data:image/png,x", "http://[x"]
)
def test_pictures_without_an_address_of_their_own_fail(source):
    """Relative and data: addresses are nothing Medium can fetch."""
    assert verdicts([source]) == ["failed"]


def test_fetching_is_bounded_in_number_and_time():
    """Too many pictures, or too slow ones, are left out and noted."""
    many = [f"https://x.example/{number}.png" for number in range(MOST_PICTURES + 1)]
    assert verdicts(many) == ["side-loaded"] * MOST_PICTURES + ["not fetched"]
    assert verdicts(many[:2], seconds=-1) == ["not fetched"] * 2


def test_a_picture_that_is_too_large_fails(monkeypatch):
    """What Medium would not take is not kept."""
    monkeypatch.setattr("pelican_medium.sandbox.sideload.MOST_PICTURE_BYTES", 3)
    assert verdicts(["https://x.example/a.png"]) == ["failed"]


def test_an_uploaded_picture_is_not_fetched_again(sandbox):
    """The address of an upload is known to the sandbox, whatever its mode."""
    with running(sideload="none") as one:
        url = upload(one, (FILE, "image/png", PNG)).json["data"]["url"]
        post(one, content=content_of(url))
        assert posts(one)[0]["pictures"][0] == {
            "src": url,
            "verdict": "uploaded before",
            "url": url,
            "reason": None,
        }


def test_markdown_is_not_searched_for_pictures():
    """Only the HTML of a post is looked into."""
    with running(sideload="all", fetch=pytest.fail) as one:
        content = '<img src="https://x.example/a.png">'
        assert post(one, content=content, contentFormat="markdown").status == 201
        assert posts(one)[0]["pictures"] == []

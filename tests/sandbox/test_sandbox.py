"""The sandbox as its users meet it: over a socket, in a browser, and as a process."""

import http.client
import http.server
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup

from pelican_medium.sandbox import FAULTS, SANDBOX_TOKEN, create_app, running, serve
from pelican_medium.sandbox.account import Picture
from pelican_medium.sandbox.cast import PUBLICATIONS, USER_ID
from pelican_medium.sandbox.faults import ENDPOINTS, Fault, FaultQueues, parse_fault
from pelican_medium.sandbox.guard import is_local
from pelican_medium.sandbox.journal import Journal, Seen
from pelican_medium.sandbox.misbehaviour import MISBEHAVIOURS
from pelican_medium.sandbox.rules import check_post
from pelican_medium.sandbox.sideload import MOST_PICTURES, NotFetchedError, Sideloader
from pelican_medium.sandbox.story import read_story, used_title
from pelican_medium.sandbox.wire import has_gone, wait

NOW = datetime(2026, 5, 5, 12, 0, tzinfo=UTC)
EDITED, WRITTEN, FOLLOWED, BOTH = PUBLICATIONS
POSTS = f"/v1/users/{USER_ID}/posts"
SMALL = {"title": "Dunes", "contentFormat": "html", "content": "<h1>Dunes</h1><p>Sand.</p>"}
PNG = b"\x89PNG\r\n\x1a\nnot really"


class Reply(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        return self.json["errors"][0]["code"]


@pytest.fixture
def sandbox():
    with running() as one:
        yield one


def ask(  # noqa: PLR0913 - one request has as many parts
    sandbox, method, path, value=None, *, token=SANDBOX_TOKEN, timeout=5, **headers
):
    """Send one request over a socket of its own; a header's name is written with underscores."""
    host, port = re.fullmatch(r"http://(.*):(\d+)", sandbox.url).groups()
    line = http.client.HTTPConnection(host.strip("[]"), int(port), timeout=timeout)
    body = value if isinstance(value, bytes | None) else json.dumps(value).encode()
    sent = {"Content-Type": "application/json"} if body is not None else {}
    sent |= {"Authorization": f"Bearer {token}"} if token else {}
    sent |= {name.replace("_", "-"): said for name, said in headers.items()}
    try:
        line.request(method, path, body, sent)
        with line.getresponse() as answer:
            return Reply(answer.status, answer.headers, answer.read())
    finally:
        line.close()


def post(sandbox, path=POSTS, timeout=5, **fields):
    return ask(sandbox, "POST", path, SMALL | fields, timeout=timeout)


def posts(sandbox):
    return ask(sandbox, "GET", "/_sandbox/posts", token=None).json


def requests(sandbox):
    return ask(sandbox, "GET", "/_sandbox/requests", token=None).json


def set_faults(sandbox, *faults):
    return ask(sandbox, "PUT", "/_sandbox/faults", list(faults), token=None)


# The API


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
def test_an_unknown_publication_is_not_found(sandbox, name):
    """Only ids of publications are known to the API, not their slugs."""
    assert ask(sandbox, "GET", f"/v1/publications/{name}/contributors").status == 404
    assert post(sandbox, f"/v1/publications/{name}/posts").status == 404


def test_unknown_paths_and_methods_are_told_in_mediums_envelope(sandbox):
    """Nobody has to parse HTML to learn that an address is wrong."""
    assert ask(sandbox, "GET", "/v1/nothing").code == -1
    assert ask(sandbox, "DELETE", "/v1/me").status == 405


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


# The fields of a post


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("title", "", 2000),
        ("title", " \n", 2000),
        ("title", 7, 2000),
        ("title", None, 2000),
        ("contentFormat", "HTML", 2003),
        ("contentFormat", "text", 2003),
        ("contentFormat", ["html"], 2003),
        ("content", "", 2000),
        ("content", ["<p>"], 2000),
        ("tags", "sand", 2000),
        ("tags", {"0": "sand"}, 2000),
        ("tags", ["sand", 1], 2000),
        ("tags", None, 2000),
        ("canonicalUrl", "/dunes.html", 2000),
        ("canonicalUrl", "ftp://x.example/", 2000),
        ("canonicalUrl", "https://", 2000),
        ("canonicalUrl", "https://x.example/a b", 2000),
        ("canonicalUrl", "http://[half", 2000),
        ("canonicalUrl", "", 2000),
        ("canonicalUrl", None, 2000),
        ("publishStatus", "Draft", 2000),
        ("publishStatus", None, 2000),
        ("license", "CC-40-BY", 2000),
        ("license", ["cc-40-by"], 2000),
        ("notifyFollowers", "false", 2000),
        ("notifyFollowers", 0, 2000),
        ("publishedAt", "yesterday", 2000),
        ("publishedAt", 1580608922000, 2000),
        ("publishedAt", "1969-12-31T23:59:59Z", 2000),
        ("publishedAt", "2026-05-05T12:00:00Z", 2014),
        ("publishedAt", "2026-05-05T12:00:01", 2014),
    ],
)
def test_a_bad_field_is_named(field, value, code):
    """What Medium would refuse is refused, by name and with a code."""
    problems = check_post(SMALL | {field: value}, NOW)
    assert [problem.code for problem in problems] == [code]
    assert field in problems[0].message


@pytest.mark.parametrize("field", ["title", "contentFormat", "content"])
def test_a_missing_field_is_named(field):
    """Three fields are needed."""
    body = {key: SMALL[key] for key in SMALL if key != field}
    assert [problem.message for problem in check_post(body, NOW)] == [f"{field} is missing."]


@pytest.mark.parametrize("body", [[], "x", 1, None, [SMALL]])
def test_a_body_that_is_no_object_is_refused(body):
    """JSON of another kind is one problem."""
    assert len(check_post(body, NOW)) == 1


def test_all_problems_are_told_at_once():
    """Several bad fields are several errors."""
    assert len(check_post({"title": "", "tags": 1, "license": "mit"}, NOW)) == 5


@pytest.mark.parametrize(
    "more",
    [
        {"title": "x" * 101},
        {"tags": ["a", "b", "c", "d", "e"]},
        {"tags": ["x" * 26]},
        {"tags": []},
        {"unknown": 1},
        {"notifyFollowers": True},
        {"publishedAt": "2026-05-05T11:59:59Z"},
        {"publishedAt": "2026-05-05T13:59:59+02:00"},
        {"publishedAt": "2020-02-02"},
        {"canonicalUrl": "http://127.0.0.1:8000/dunes.html"},
        {"contentFormat": "markdown"},
    ],
)
def test_what_medium_merely_ignores_is_no_problem(more):
    """Long titles, many tags, long tags and unknown fields are not errors at Medium."""
    assert check_post(SMALL | more, NOW) == []


def test_a_bad_field_makes_no_post(sandbox):
    """The refusal comes over the wire as 400, and nothing is kept."""
    reply = post(sandbox, contentFormat="HTML")
    assert (reply.status, reply.code) == (400, 2003)
    assert posts(sandbox) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"", "application/json"),
        (b"[]", "application/json"),
        (json.dumps(SMALL).encode(), "text/plain"),
    ],
)
def test_a_body_that_is_no_json_is_refused(sandbox, body, kind):
    """Broken, foreign and unlabelled bodies get 400."""
    reply = ask(sandbox, "POST", POSTS, body, Content_Type=kind)
    assert (reply.status, reply.code) == (400, 2000)


def test_three_short_tags_are_used(sandbox):
    """Of many tags the first three that are short enough come back."""
    data = post(sandbox, tags=["a", "x" * 26, "y" * 25, "b", "c"]).json["data"]
    assert data["tags"] == ["a", "y" * 25, "b"]


def test_a_long_title_is_made_of_the_content(sandbox):
    """A title over 100 characters is ignored."""
    data = post(sandbox, title="x" * 101).json["data"]
    assert data["title"] == "Dunes"


@pytest.mark.parametrize(
    ("content", "kind", "title"),
    [
        ("<p></p><h1>Big\n <b>one</b></h1>", "html", "Big one"),
        (f"<p>{'y' * 120}</p>", "html", "y" * 100),
        ("<hr>", "html", "x" * 100),
        ("\n# Sand #\n\nText", "markdown", "Sand"),
    ],
)
def test_a_title_is_made_of_the_first_text(content, kind, title):
    """The first heading or paragraph that says something replaces a long title."""
    assert used_title("x" * 101, content, kind) == title
    assert used_title("x" * 100, content, kind) == "x" * 100


# Pictures


def upload(sandbox, *parts):
    body = b"".join(
        b"--sep\r\nContent-Disposition: form-data; "
        + head.encode()
        + (f"\r\nContent-Type: {kind}".encode() if kind else b"")
        + b"\r\n\r\n"
        + content
        + b"\r\n"
        for head, kind, content in parts
    )
    kind = "multipart/form-data; boundary=sep"
    return ask(sandbox, "POST", "/v1/images", body + b"--sep--\r\n", Content_Type=kind)


FILE = 'name="image"; filename="dune.png"'


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
    reply = ask(sandbox, "POST", POSTS, b" " * (26 * 1024 * 1024 + 1))
    assert (reply.status, reply.code) == (413, -1)


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


def content_of(*sources):
    return "<h1>Dunes</h1>" + "".join(f'<img src="{src}" alt="A dune">' for src in sources)


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


def test_an_unknown_mode_is_refused():
    """A misspelt mode is told, with the known ones."""
    with pytest.raises(ValueError, match="all, loopback, none"):
        create_app(sideload="some")


# Misbehaviour


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("ok", Fault("posts", "ok")),
        ("429", Fault("posts", "429")),
        (" 429:30 ", Fault("posts", "429", "30")),
        ("429:date", Fault("posts", "429", "date")),
        ("slow:0.5", Fault("posts", "slow", "0.5")),
        ("me=401", Fault("me", "401")),
        ("images=429:7", Fault("images", "429", "7")),
        ("posts=drop-after", Fault("posts", "drop-after")),
    ],
)
def test_a_fault_is_read(text, fault):
    """A fault is a name, perhaps with an argument after it and an endpoint before it."""
    assert parse_fault(text) == fault


@pytest.mark.parametrize("text", ["slow", "slow:", "slow:x", "slow:-1", "slow:nan", "slow:inf"])
def test_a_slow_answer_needs_a_duration(text):
    """How slow is a number of seconds that ends."""
    with pytest.raises(ValueError, match="slow:SECONDS"):
        parse_fault(text)


@pytest.mark.parametrize(
    "text",
    ["", "418", "okay", "you=ok", "=ok", "me=", "ok:1", "429:", "429:soon", "429:-1", "500:30"],
)
def test_a_wrong_fault_is_refused(text):
    """Names, arguments and endpoints nobody knows are errors."""
    with pytest.raises(ValueError, match=r"nknown|write"):
        parse_fault(text)


def test_the_refusal_of_a_fault_lists_the_known_ones():
    """Whoever misspells a fault sees all names."""
    with pytest.raises(ValueError, match="drop-befor") as refusal:
        parse_fault("drop-befor")
    assert all(name in str(refusal.value) for name in FAULTS)


def test_each_fault_can_be_acted_out():
    """The names that can be written are those that can be played."""
    assert sorted(FAULTS) == sorted(MISBEHAVIOURS)


def test_each_endpoint_has_a_queue_of_its_own():
    """Faults are consumed in order, one per request, and by their own endpoint."""
    queues = FaultQueues([parse_fault(text) for text in ("500", "me=401", "500", "502")])
    taken = [queues.take(name) for name in ("posts", "posts", "me", "me", "posts", "posts")]
    assert [one and one.text for one in taken] == ["500", "500", "401", None, "502", None]


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("400", 400, 2000),
        ("401", 401, 6003),
        ("403", 403, -1),
        ("404", 404, -1),
        ("429", 429, -1),
        ("1007", 429, 1007),
        ("500", 500, -1),
        ("502", 502, -1),
        ("503", 503, -1),
    ],
)
def test_a_refusal_can_be_ordered(fault, status, code):
    """The next post is refused in Medium's envelope, and nothing is created; then all is well."""
    with running(faults=[fault]) as one:
        reply = post(one)
        assert (reply.status, reply.code, reply.headers["Retry-After"]) == (status, code, None)
        assert posts(one) == []
        assert post(one).status == 201


def test_retry_after_comes_in_seconds_and_as_a_date():
    """Both forms of HTTP's Retry-After can be ordered."""
    with running(faults=["429:30", "429:date"]) as one:
        assert post(one).headers["Retry-After"] == "30"
        wait = parsedate_to_datetime(post(one).headers["Retry-After"]) - datetime.now(UTC)
        assert timedelta(seconds=1) < wait <= timedelta(seconds=5)


@pytest.mark.parametrize(
    ("host", "other"), [("127.0.0.1", "localhost"), ("localhost", "127.0.0.1")]
)
def test_a_redirect_leads_to_another_host_name(host, other):
    """Whoever follows it is seen in the list of requests."""
    with running(host, faults=["302"]) as one:
        reply = post(one)
        assert reply.status == 302
        assert reply.headers["Location"] == one.url.replace(host, other) + "/v1/elsewhere"
        assert posts(one) == []
        ask(one, "GET", "/v1/elsewhere")
        assert [seen["status"] for seen in requests(one)] == [302, 404]


def test_a_challenge_looks_like_cloudflares():
    """A page for people, with status 403 and the header that gives it away."""
    with running(faults=["challenge"]) as one:
        reply = post(one)
        assert (reply.status, reply.headers["cf-mitigated"]) == (403, "challenge")
        assert reply.headers["Content-Type"].startswith("text/html")
        assert posts(one) == []


def test_a_gateway_can_call_html_json():
    """A 502 whose label lies."""
    with running(faults=["html502"]) as one:
        reply = post(one)
        assert (reply.status, reply.body[:6]) == (502, b"<html>")
        assert reply.headers["Content-Type"].startswith("application/json")
        assert posts(one) == []


@pytest.mark.parametrize(("fault", "created"), [("drop-before", 0), ("drop-after", 1)])
def test_the_connection_can_be_reset(fault, created, capfd):
    """The client sees a TCP reset, the terminal nothing; drop-after leaves a post."""
    with running(faults=[fault]) as one:
        with pytest.raises(ConnectionResetError) as dropped:
            post(one)
        assert not isinstance(dropped.value, http.client.RemoteDisconnected)
        assert len(posts(one)) == created
        assert ask(one, "GET", "/v1/me").status == 200
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("fault", "created"), [("silent-before", 0), ("silent", 1)])
def test_the_sandbox_can_fall_silent(fault, created):
    """No answer comes until the client has enough."""
    with running(faults=[fault]) as one:
        with pytest.raises(TimeoutError):
            post(one, timeout=0.3)
        assert len(posts(one)) == created
        assert requests(one)[0]["status"] is None


def test_silence_ends_with_the_sandbox():
    """A client that still waits at shutdown is cut off and not left alone."""
    arrived = threading.Event()

    def fetch(_url):
        arrived.set()
        return Picture(PNG, "image/png")

    with running(sideload="all", fetch=fetch, faults=["silent"]) as one:
        line = http.client.HTTPConnection("127.0.0.1", int(one.url.rpartition(":")[2]), timeout=5)
        headers = {"Authorization": f"Bearer {SANDBOX_TOKEN}", "Content-Type": "application/json"}
        body = SMALL | {"content": content_of("https://x.example/a.png")}
        line.request("POST", POSTS, json.dumps(body), headers)
        assert arrived.wait(5)
    with pytest.raises(ConnectionResetError):
        line.getresponse()
    line.close()


def test_waiting_ends_when_the_client_goes():
    """A connection that its client closed does not keep a thread for ever."""
    ours, theirs = socket.socketpair()
    with ours:
        assert not has_gone(ours)
        theirs.sendall(b"x")
        assert not has_gone(ours)
        ours.recv(1)
        theirs.close()
        waiting = threading.Thread(target=wait, args=(threading.Event(), ours), daemon=True)
        waiting.start()
        waiting.join(5)
        assert not waiting.is_alive()
    assert has_gone(ours)


def test_the_answer_can_be_late():
    """A slow answer is a correct one, after the time that was asked for."""
    with running(faults=["slow:0.3"]) as one:
        with pytest.raises(TimeoutError):
            post(one, timeout=0.1)
        set_faults(one, "slow:0.01")
        assert post(one).status == 201
        assert len(posts(one)) == 2


@pytest.mark.parametrize("fault", ["not-json", "empty"])
def test_the_answer_can_be_unreadable(fault):
    """Created, and yet no JSON comes back."""
    with running(faults=[fault]) as one:
        reply = post(one)
        with pytest.raises(json.JSONDecodeError):
            reply.json  # noqa: B018 - the property raises
        assert (reply.status, reply.body == b"", len(posts(one))) == (201, fault == "empty", 1)


def test_the_answer_can_be_cut_short():
    """More bytes are announced than come."""
    with running(faults=["truncated"]) as one:
        with pytest.raises(http.client.IncompleteRead):
            post(one)
        assert len(posts(one)) == 1


@pytest.mark.parametrize("field", ["id", "url"])
def test_the_answer_can_lack_a_field(field):
    """Only the one field is missing, and the post exists."""
    with running(faults=[f"no-{field}"]) as one:
        data = post(one).json["data"]
        whole = posts(one)[0]["answer"]
        assert whole == data | {field: whole[field]}
        assert field not in data


def test_the_answer_can_be_huge():
    """Tens of megabytes come, and a client may leave in the middle."""
    with running(faults=["huge", "huge"]) as one:
        reply = post(one)
        assert reply.status == 201
        assert len(reply.body) > 30_000_000
        line = http.client.HTTPConnection("127.0.0.1", int(one.url.rpartition(":")[2]), timeout=5)
        headers = {"Authorization": f"Bearer {SANDBOX_TOKEN}", "Content-Type": "application/json"}
        line.request("POST", POSTS, json.dumps(SMALL), headers)
        with line.getresponse() as answer:
            assert len(answer.read(1000)) == 1000
        line.close()
        assert len(posts(one)) == 2


def test_ok_means_behave_this_time():
    """An ok in the queue puts a fault off to a later post."""
    with running(faults=["ok", "500"]) as one:
        assert [post(one).status for _ in range(3)] == [201, 500, 201]


@pytest.mark.parametrize(
    ("endpoint", "method", "path"),
    [
        ("me", "GET", "/v1/me"),
        ("publications", "GET", f"/v1/users/{USER_ID}/publications"),
        ("contributors", "GET", f"/v1/publications/{EDITED.id}/contributors"),
        ("posts", "POST", f"/v1/publications/{EDITED.id}/posts"),
        ("images", "POST", "/v1/images"),
    ],
)
def test_each_endpoint_can_misbehave(endpoint, method, path):
    """A prefixed fault meets its endpoint, and only that."""
    others = [f"{name}=502" for name in ENDPOINTS if name != endpoint]
    with running(faults=[*others, f"{endpoint}=503"]) as one:
        assert ask(one, method, path, SMALL if method == "POST" else None).status == 503


def test_a_list_without_id_stays_a_list():
    """A fault that takes a field away does nothing to an answer without fields."""
    with running(faults=["publications=no-id"]) as one:
        reply = ask(one, "GET", f"/v1/users/{USER_ID}/publications")
        assert len(reply.json["data"]) == len(PUBLICATIONS)


def test_a_request_without_the_token_meets_no_fault():
    """Only an authorized request consumes a fault."""
    with running(faults=["500"]) as one:
        assert ask(one, "POST", POSTS, SMALL, token="wrong").status == 401
        assert post(one).status == 500


def test_a_bad_request_is_refused_even_by_a_fault_that_creates():
    """Faults come after Medium's rules: what is wrong creates nothing."""
    with running(faults=["drop-after"]) as one:
        assert post(one, title="").status == 400
        assert posts(one) == []


# Control


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


def test_a_forgotten_request_is_not_noted_later():
    """An answer that comes after the list was emptied does not bring its request back."""
    journal = Journal()
    number = journal.arrived(Seen("GET", "/v1/me", authorized=True))
    journal.forget()
    journal.met(number, "ok")
    journal.answered(number, 200)
    assert journal.seen() == []


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


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.0.0.1:8000", True),
        ("127.8.9.10:1", True),
        ("localhost:8000", True),
        ("LocalHost", True),
        ("[::1]:8000", True),
        ("[::1]", True),
        ("blog.example.org", False),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org:8000", False),
        ("127.0.0.1@example.org", False),
        ("example.org@127.0.0.1", False),
        ("192.168.1.1", False),
        ("0.0.0.0", False),  # noqa: S104 - a text that nobody binds to
        ("[::2]", False),
        ("", False),
    ],
)
def test_a_host_is_local_or_not(host, local):
    """Only this machine's own addresses and its one name are local."""
    assert is_local(host) is local


@pytest.mark.parametrize("path", ["/", "/v1/me", "/_sandbox/posts", "/@sandbox/0", "/images/0"])
def test_a_foreign_host_name_is_refused(sandbox, path):
    """A name of somebody else's that leads here opens nothing."""
    assert ask(sandbox, "GET", path, Host="rebound.example.org").status == 403


def test_a_request_without_a_host_is_refused(sandbox):
    """HTTP/1.0 without Host could come from anywhere."""
    address = ("127.0.0.1", int(sandbox.url.rpartition(":")[2]))
    with socket.create_connection(address, timeout=5) as line, line.makefile("rb") as answer:
        line.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert answer.readline().split()[1] == b"403"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1"])
def test_a_foreign_origin_gives_no_orders(sandbox, origin):
    """A page open in the same browser can neither steer the sandbox nor use its API."""
    post(sandbox)
    assert ask(sandbox, "DELETE", "/_sandbox/posts", Origin=origin).status == 403
    assert ask(sandbox, "PUT", "/_sandbox/faults", ["500"], Origin=origin).status == 403
    assert ask(sandbox, "POST", POSTS, SMALL, Origin=origin).status == 403
    assert len(posts(sandbox)) == 1


def test_the_sandboxs_own_origin_gives_orders(sandbox):
    """The sandbox is no stranger to itself."""
    assert ask(sandbox, "DELETE", "/_sandbox/posts", Origin=sandbox.url).status == 204


# Pages


def page(sandbox, path="/"):
    reply = ask(sandbox, "GET", path, token=None)
    assert reply.status == 200
    return BeautifulSoup(reply.body, "lxml")


def story_of(sandbox, **fields):
    url = post(sandbox, **fields).json["data"]["url"]
    return page(sandbox, url.removeprefix(sandbox.url))


def test_an_empty_sandbox_says_so(sandbox):
    """The first page somebody opens is not blank."""
    assert "Nothing has been sent here yet." in page(sandbox).get_text()


def test_the_list_shows_the_newest_first(sandbox):
    """Title, status, canonical link, tags, time and pictures of each post."""
    post(sandbox, title="Older")
    post(
        sandbox,
        title="Newer <b>",
        publishStatus="draft",
        tags=["sand"],
        canonicalUrl="https://blog.example.org/newer.html",
        content=content_of("https://x.example/a.png"),
    )
    soup = page(sandbox)
    newer, older = soup.find_all("article")
    assert [newer.h2.get_text(), older.h2.get_text()] == ["Newer <b>", "Older"]
    assert newer.find(href="https://blog.example.org/newer.html")
    assert newer.find(class_="tags").get_text() == "sand"
    assert newer.find("time")["datetime"].endswith("+00:00")
    assert "draft" in newer.get_text()
    assert "0 of 1 pictures side-loaded" in newer.get_text()
    assert "no pictures" in older.get_text()


def test_the_author_and_the_publications_have_pages(sandbox):
    """The addresses the API gives for them lead somewhere."""
    post(sandbox, f"/v1/publications/{EDITED.id}/posts", title="In a publication")
    post(sandbox, title="On the profile")
    assert len(page(sandbox, "/@sandbox").find_all("article")) == 2
    titles = [h2.get_text() for h2 in page(sandbox, f"/{EDITED.slug}").find_all("h2")]
    assert titles == ["In a publication"]
    assert ask(sandbox, "GET", "/no-such-publication", token=None).status == 404


def test_the_portrait_and_the_style_are_served_by_the_sandbox(sandbox):
    """The pages need no network: what they name is here."""
    for path in ("/static/avatar.svg", "/static/sandbox.css"):
        assert ask(sandbox, "GET", path, token=None).status == 200
    assert ask(sandbox, "GET", "/v1/me").json["data"]["imageUrl"].endswith("/static/avatar.svg")


def test_a_story_shows_title_subtitle_author_and_body(sandbox):
    """The title comes from the content's h1, the subtitle from the h2 under it."""
    content = "<div><h1>Big</h1><h2>Small</h2></div><p>Text</p><h2>Section</h2>"
    soup = story_of(sandbox, content=content, title="In listings", license="cc-40-by")
    opening = soup.find(class_="opening")
    assert [tag.name for tag in opening.find_all(["h1", "h2", "p"])] == ["h1", "h2"]
    assert soup.find(class_="body").get_text() == "TextSection"
    assert "Sandbox Author" in soup.find(class_="author").get_text()
    about = soup.find("footer").get_text()
    assert "In listings" in about
    assert "cc-40-by" in about


def test_a_story_is_found_by_the_id_at_its_end(sandbox):
    """A story has one page, whatever stands before its id."""
    data = post(sandbox).json["data"]
    assert page(sandbox, f"/@sandbox/{data['id']}").h1.get_text() == "Dunes"
    assert page(sandbox, f"/@sandbox/other-{data['id']}").h1.get_text() == "Dunes"
    assert ask(sandbox, "GET", "/@sandbox/0123456789ab", token=None).status == 404


def test_a_story_of_a_publication_names_it(sandbox):
    """The author line says where a story is."""
    url = post(sandbox, f"/v1/publications/{EDITED.id}/posts").json["data"]["url"]
    author = page(sandbox, url.removeprefix(sandbox.url)).find(class_="author")
    assert EDITED.name in author.get_text()


def test_a_story_shows_its_pictures_from_the_sandbox():
    """Side-loaded pictures come from here; a missing one leaves its alt text and no caption."""

    def fetch(url):
        if "gone" in url:
            raise NotFetchedError("status 404")
        return Picture(PNG, "image/png")

    there = (
        '<figure><img src="https://x.example/a.png" alt="A"><figcaption>One</figcaption></figure>'
    )
    gone = there.replace("a.png", "gone.png").replace('"A"', '"Lost"').replace("One", "Two")
    with running(sideload="all", fetch=fetch) as one:
        soup = story_of(one, content=f"<h1>Dunes</h1>{there}{gone}")
        body = soup.find(class_="body")
        assert [image["src"] for image in body.find_all("img")] == [
            posts(one)[0]["pictures"][0]["url"]
        ]
        assert body.get_text() == "OneLost"
        assert "1 of 2 pictures side-loaded" in soup.find("footer").get_text()
        assert "status 404" in soup.find("footer").get_text()


def test_markdown_is_shown_as_it_was_sent(sandbox):
    """The sandbox is no judge of Markdown."""
    soup = story_of(sandbox, content="# Sand\n\n<script>x</script>", contentFormat="markdown")
    assert soup.pre.get_text() == "# Sand\n\n<script>x</script>"
    assert soup.find("script") is None


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("<p>a<script>x</script>b</p>", "<p>ab</p>"),
        ("<p onclick='x' style='y' class='z' id='i'>a</p>", "<p>a</p>"),
        ("<style>p{}</style><iframe src='/'>x</iframe><form><input>x</form>", ""),
        ("<svg><p>x</p></svg><!-- x --><object>x</object><textarea>x</textarea>", ""),
        ("<a href='javascript:x'>a</a>", '<a href="about:invalid#zSoyz">a</a>'),
        ("<a href='/rel'>a</a>", '<a href="about:invalid#zSoyz">a</a>'),
        ("<a href='https://x.example/' target='_top'>a</a>", '<a href="https://x.example/">a</a>'),
        ("<a href='#n'>a</a><p name='n'>b</p>", '<a href="#n">a</a><p id="n">b</p>'),
        ("<section><div><span>a</span></div></section>", "a"),
        ("<h5>a</h5><h6>b</h6>", "<p>a</p><p>b</p>"),
        ("<table><tr><td>a</td><th>b</th></tr></table>", "<p>a</p><p>b</p>"),
        (
            "<img src='https://x.example/' onerror='x' alt='&lt;script&gt;'>",
            "<p>&lt;script&gt;</p>",
        ),
        ("<p><img src='x' alt='a'> b</p>", "<p>a b</p>"),
        ("<p>a &lt;script&gt; b</p>", "<p>a &lt;script&gt; b</p>"),
        (
            "<pre><code class='x'>a\n&lt;b&gt;</code></pre>",
            '<pre aria-label="Code" role="group" tabindex="0"><code>a\n&lt;b&gt;</code></pre>',
        ),
        (
            "<blockquote class='graf--pullquote x'>a</blockquote>",
            '<blockquote class="graf--pullquote">a</blockquote>',
        ),
        ("", ""),
    ],
)
def test_only_what_medium_keeps_is_shown(content, shown):
    """Known elements with known attributes come through, the rest is dropped or unwrapped."""
    assert read_story(content, "html", {}).rest == shown


def test_of_a_picture_only_source_and_alt_text_are_shown():
    """A side-loaded picture is shown from its new address, without its handlers."""
    content = "<img src='https://x.example/a.png' onload='x' srcset='y'>"
    story = read_story(content, "html", {"https://x.example/a.png": "/images/1"})
    assert story.rest == '<img alt="" src="/images/1"/>'


def test_what_stands_before_the_title_stays_there():
    """A cover above the title is above it on the page too."""
    story = read_story("<p>Before</p><h1>Title</h1><p>After</p>", "html", {})
    assert (story.opening, story.rest) == ("<p>Before</p><h1>Title</h1>", "<p>After</p>")


def test_a_missing_picture_beside_another_leaves_the_caption():
    """A figure keeps its caption while it has a picture."""
    content = "<figure><img src='a' alt='A'><img src='b'><figcaption>c</figcaption></figure>"
    assert read_story(content, "html", {"b": "/b"}).rest.count("figcaption") == 2
    assert "figcaption" not in read_story(content, "html", {}).rest


@pytest.mark.parametrize(
    "path", ["/", "/v1/me", "/_sandbox/posts", "/nothing", "/static/avatar.svg"]
)
def test_no_page_may_run_anything(sandbox, path):
    """Every answer forbids scripts, foreign sources and guesses of its type."""
    headers = ask(sandbox, "GET", path, token=None).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == policy["img-src"] == "'self'"
    assert not [name for name in policy if "script" in name]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_fields_of_a_post_are_escaped(sandbox):
    """Titles, tags and addresses are text on every page."""
    nasty = '"><script>x</script>'
    url = "https://x.example/" + nasty
    soup = story_of(sandbox, title=nasty, tags=[nasty], canonicalUrl=url)
    assert soup.find("script") is None
    assert page(sandbox).find("script") is None
    assert soup.find("footer").find("a")["href"] == url


# Serving


def test_importing_the_package_imports_no_framework():
    """A command that merely names the sandbox does not pay for it."""
    code = (
        "import sys, pelican_medium.sandbox\n"
        "print([name for name in ('flask', 'werkzeug', 'bs4', 'requests') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_served_sandbox_announces_itself_and_ends_in_peace(number):
    """The announced address answers at once, nothing else is said, and a signal ends it with 0."""
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from pelican_medium.sandbox import serve; serve(faults=['500'], sideload='none')"
    )
    pipe = subprocess.PIPE
    buffered = {name: said for name, said in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=pipe, stderr=pipe, text=True, env=buffered
    ) as one:
        heard, _, _ = select.select([one.stdout], [], [], 10)
        if not heard:
            one.kill()
        assert heard, "nothing was announced"
        url = re.search(r"http://127\.0\.0\.1:\d+", one.stdout.readline()).group()
        served = type("Served", (), {"url": url})
        assert [post(served).status for _ in range(2)] == [500, 201]
        one.send_signal(number)
        rest, said = one.communicate(timeout=5)
        assert (one.returncode, rest, said) == (0, "", "")


def test_a_sandbox_can_be_served_from_another_thread():
    """Outside the main thread there are no signals to listen to, and it serves all the same."""
    told = []

    def stop(line):
        told.append(line)
        raise KeyboardInterrupt

    def work():
        serve(announce=stop)
        told.append("ended in peace")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(5)
    assert "MEDIUM_API_URL=http://127.0.0.1:" in told[0]
    assert told[1] == "ended in peace"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.1", "example.org", "", "::"])  # noqa: S104
def test_a_sandbox_is_not_served_to_others(host):
    """Anything but a loopback address is refused before a socket exists."""
    with pytest.raises(ValueError, match="loopback"):
        serve(host)


@pytest.mark.parametrize("wrong", [{"faults": ["nonsense"]}, {"sideload": "some"}, {"token": ""}])
def test_a_sandbox_with_wrong_arguments_is_not_served(wrong):
    """Mistakes are told before anything listens."""
    with pytest.raises(ValueError, match=r"nonsense|some|token"):
        serve(announce=pytest.fail, **wrong)


def test_a_port_in_use_is_told(sandbox):
    """The system's own error comes through, and Python does not exit."""
    with pytest.raises(OSError, match="in use"):
        serve(port=int(sandbox.url.rpartition(":")[2]), announce=pytest.fail)


def test_a_sandbox_is_served_on_other_loopback_names():
    """Localhost and IPv6 are as good."""
    with running("localhost") as one:
        assert one.api_url == f"{one.url}/v1"
        assert ask(one, "GET", "/v1/me").status == 200
    if socket.has_ipv6:
        with running("::1") as one:
            assert one.url.startswith("http://[::1]:")
            assert ask(one, "GET", "/v1/me").json["data"]["url"] == f"{one.url}/@sandbox"


def test_many_clients_are_served_at_once(sandbox):
    """A client that hears nothing does not keep others from being served."""
    set_faults(sandbox, *["slow:0.2"] * 8)
    threads = [threading.Thread(target=post, args=(sandbox,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    assert ask(sandbox, "GET", "/v1/me", timeout=2).status == 200
    for thread in threads:
        thread.join()
    assert len({one["id"] for one in posts(sandbox)}) == 8

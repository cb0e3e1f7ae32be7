"""What an answer means, for each row and each article, against a stand-in that is not ours.

The sandbox is built by those who built the client, and Werkzeug speaks for it. Here raw bytes
come from a socket: whatever a server may say, and when.
"""

import gzip
import json
import re
import socket
import ssl
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime

import pytest
import trustme
from factories import NOW, Blog, make_article, said
from little_servers import full_queue, read_request, reset, serving

from pelican_medium.medium import transport
from pelican_medium.sandbox import SANDBOX_TOKEN

USER = {"id": "5303d74c64f66366f00cb9b2a94f3251bf5", "username": "me", "name": "Me"}
JSON = "Content-Type: application/json; charset=utf-8\r\n"
DATE = f"Date: {format_datetime(NOW, usegmt=True)}\r\n"
PAGE = b"<!DOCTYPE html><title>Just a moment...</title>"


def answer(status, body, headers=JSON, version="1.1"):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = f"HTTP/{version} {status} X\r\n{headers}Content-Length: {len(data)}\r\n\r\n"
    return head.encode() + data


def errors(status, code=None, message="no", headers=JSON):
    told = {"message": message} | ({} if code is None else {"code": code})
    return answer(status, {"errors": [told]}, headers)


@dataclass
class StandIn:
    """A Medium of raw bytes: what it created, and how it answers the n-th POST or GET."""

    server: object = None
    created: list = field(default_factory=list)
    posts: int = 0
    misdeeds: dict = field(default_factory=dict)
    style: object = None
    tokens: set = field(default_factory=set)

    @property
    def api_url(self):
        return f"{self.server.url}/v1"

    def create(self, request):
        """Create the post of a request and return the answer Medium gives."""
        body = json.loads(request.partition(b"\r\n\r\n")[2])
        self.created.append(body["title"].lower())
        number = f"{len(self.created):012x}"
        url = f"https://medium.com/@me/{number}"
        return {"data": {"id": number, "url": url, "publishStatus": "draft"}}

    def serve(self, line, server):
        self.server = server
        misdeed = self.misdeeds.get(self.posts)
        if self.posts in self.misdeeds and misdeed.unread and server.connections > 1:
            self.posts += 1
            misdeed.act(line, b"", self)
            return
        request = read_request(line)
        if not request:
            return
        if request.startswith(b"GET"):
            line.sendall(self.style.say(200, {"data": USER}))
            return
        self.posts += 1
        if misdeed:
            misdeed.act(line, request, self)
        else:
            line.sendall(self.style.say(201, self.create(request)))


@contextmanager
def standing_in(style=None, **misdeeds):
    one = StandIn(style=style or Style(), **misdeeds)
    with serving(one.serve) as server:
        one.server = server
        yield one


@dataclass
class Style:
    """How a server that does nothing wrong may speak all the same."""

    headers: str = JSON + DATE
    version: str = "1.1"
    created: int = 201
    before: bytes = b""
    encode: object = None

    def say(self, status, body):
        status = self.created if status == 201 else status
        return self.before + (self.encode or answer)(status, body, self.headers, self.version)


def chunked(status, body, headers, version):
    data = json.dumps(body).encode()
    pieces = [data[start : start + 7] for start in range(0, len(data), 7)] + [b""]
    head = f"HTTP/{version} {status} X\r\n{headers}Transfer-Encoding: chunked\r\n\r\n"
    return head.encode() + b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)


def zipped(status, body, headers, version):
    data = gzip.compress(json.dumps(body).encode())
    return answer(status, data, f"{headers}Content-Encoding: gzip\r\n", version)


def shouted(status, body, headers, version):
    head, _, data = answer(status, body, headers, version).partition(b"\r\n\r\n")
    return head.upper() + b"\r\n\r\n" + data


def whispered(status, body, headers, version):
    head, _, data = answer(status, body, headers, version).partition(b"\r\n\r\n")
    first, _, rest = head.partition(b"\r\n")
    return first + b"\r\n" + rest.lower() + b"\r\n\r\n" + data


STYLES = {
    "plain": Style(),
    "200 in place of 201": Style(created=200),
    "202": Style(created=202),
    "HTTP/1.0": Style(version="1.0"),
    "chunked": Style(encode=chunked),
    "gzip": Style(encode=zipped),
    "upper case": Style(encode=shouted),
    "lower case": Style(encode=whispered),
    "no Date": Style(headers=JSON),
    "a Date in words": Style(headers=JSON + "Date: this morning\r\n"),
    "a Date of 1970": Style(headers=JSON + "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n"),
    "a Date of 9999": Style(headers=JSON + "Date: Fri, 31 Dec 9999 23:59:59 GMT\r\n"),
    "no type": Style(headers=DATE),
    "labelled text": Style(headers="Content-Type: text/plain\r\n"),
    "100 before it": Style(before=b"HTTP/1.1 100 Continue\r\n\r\n"),
    "Connection: close": Style(headers=JSON + "Connection: close\r\n"),
    "keep-alive": Style(headers=JSON + "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n"),
    "cookies": Style(headers=JSON + "Set-Cookie: uid=1; Path=/\r\nSet-Cookie: sid=2\r\n"),
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_each_way_to_say_yes_is_understood(tmp_path, style):
    """Three articles, three posts, whatever dialect of HTTP the answers are in."""
    blog = Blog(tmp_path, "", {"MEDIUM_DAILY_LIMIT": 10})
    blog.write()
    with standing_in(style) as medium:
        blog.api_url = medium.api_url
        blog.post(*three())
        assert medium.created == ["one", "two", "three"]
        blog.post(*three())
        assert medium.posts == 3
    assert set(blog.states.values()) == {"posted"}
    years = {cell["at"][:4] for cell in blog.cells.values()}
    assert years <= {str(NOW.year), str(time.gmtime().tm_year)}


def three():
    return [make_article(key, day) for day, key in enumerate(("one", "two", "three"), 1)]


# Faults


@dataclass(frozen=True)
class Misdeed:
    """What is done to one POST, what the ledger says then, and whether the run goes on."""

    act: object
    state: str | None
    goes_on: bool = False
    created: bool = False
    unread: bool = False
    words: str = ""

    @property
    def cell(self):
        """What the ledger says: of an article that is held, nothing."""
        return None if self.state == "held" else self.state


def says(data, state, *, goes_on=False, words=""):
    """Read the request, create nothing, answer."""
    return Misdeed(lambda line, _request, _one: line.sendall(data), state, goes_on, words=words)


def makes(change, state="unknown", *, goes_on=False):
    """Create the post, and answer with what becomes of the right answer."""

    def act(line, request, one):
        said = change(one.create(request))
        if said is None:
            reset(line)
        else:
            line.sendall(said)

    return Misdeed(act, state, goes_on, created=True)


def hangs(*, creates):
    def act(_line, request, one):
        if creates:
            one.create(request)
        one.server.closing.wait()

    return Misdeed(act, "unknown", created=creates)


def cut(right):
    return answer(201, right)[:-9]


def endless(right):
    start = b'HTTP/1.1 201 X\r\nContent-Type: application/json\r\n\r\n{"x": "'
    return start + b"y" * (3 << 20) + json.dumps(right).encode()


def data(**fields):
    return {"data": {"title": "x"} | fields}


NO_NEW = "issued no new integration tokens"

MISDEEDS = {
    # never connected is below: it needs no answer
    **{
        f"429 {name}": says(errors(429, -1, headers=JSON + more), None, words="carried over")
        for name, more in {
            "plain": "",
            "61 seconds": "Retry-After: 61\r\n",
            "a day": "Retry-After: 86400\r\n",
            "a far date": DATE + "Retry-After: Sun, 02 Jun 2030 12:00:00 GMT\r\n",
            "garbage": "Retry-After: soon\r\n",
        }.items()
    },
    "429 without a body": says(answer(429, b"", ""), None),
    "429 as a page": says(answer(429, PAGE, "Content-Type: text/html\r\n"), None),
    **{f"1007 with {status}": says(errors(status, 1007), None) for status in (400, 403, 429)},
    **{f"1007 with {status}": says(errors(status, 1007), "unknown") for status in (408, 500, 503)},
    **{
        f"401 with {code}": says(errors(401, code), None, words=NO_NEW)
        for code in (None, 6000, 6001, 6002, 6003, 6004, 6005, 6006, 6027)
    },
    **{
        f"{status} with {code}": says(errors(status, code), None, words=NO_NEW)
        for status, code in ((400, 6003), (403, 6005), (404, 6004))
    },
    "401 without a body": says(answer(401, b"", ""), None, words=NO_NEW),
    "403": says(errors(403, -1), None),
    **{
        f"{status} as a page": says(
            answer(status, PAGE, headers), "held", goes_on=True, words="guard"
        )
        for status, headers in {
            400: "Content-Type: text/html\r\n",
            401: JSON,
            403: "cf-mitigated: challenge\r\n",
            404: "",
            413: "Content-Type: text/html\r\n",
        }.items()
    },
    "404": says(errors(404), None),
    "404 without a body": says(answer(404, b"", ""), None),
    "not allowed": says(errors(400, 2000, "You are not allowed to publish in it"), None),
    **{
        str(status): says(errors(status, 2000), "rejected", goes_on=True)
        for status in (400, 413, 415, 422)
    },
    "400 without a code": says(errors(400), "rejected", goes_on=True),
    "400 that is no JSON": says(answer(400, b"oops", ""), "unknown"),
    **{str(status): says(errors(status), "unknown") for status in (402, 405, 408, 409, 410, 418)},
    **{str(status): says(errors(status), "unknown") for status in (500, 502, 503, 504, 599)},
    **{f"{status} as a page": says(answer(status, PAGE), "unknown") for status in (302, 408, 502)},
    "500 with 6027": says(errors(500, 6027), "unknown"),
    **{
        str(status): says(answer(status, b"", "Location: http://localhost:1/\r\n"), "unknown")
        for status in (301, 302, 303, 307, 308)
    },
    "304": says(answer(304, b"", ""), "unknown"),
    "102": says(b"HTTP/1.1 102 Processing\r\n\r\n", "unknown"),
    "no status at all": says(b"nonsense\r\n\r\n", "unknown"),
    "201 that is no JSON": makes(lambda _: answer(201, b"Created.")),
    "201 as a page": makes(lambda _: answer(201, PAGE)),
    "201 empty": makes(lambda _: answer(201, b"")),
    "201 without a body": makes(lambda _: b"HTTP/1.1 201 X\r\n\r\n"),
    "204": makes(lambda _: b"HTTP/1.1 204 X\r\n\r\n"),
    "201 cut off": makes(cut),
    "201 cut off in a chunk": makes(lambda right: chunked(201, right, JSON, "1.1")[:-15]),
    "201 huge": makes(endless),
    "201 of broken gzip": makes(lambda _: answer(201, b"xx", "Content-Encoding: gzip\r\n")),
    "201 in another charset": makes(lambda _: answer(201, b'{"data": {"id": "\xff\xfe"}}')),
    "201 with a list": makes(lambda right: answer(201, [right])),
    "201 without data": makes(lambda right: answer(201, right["data"])),
    "201 without an id": makes(lambda _: answer(201, data())),
    "201 with an empty id": makes(lambda _: answer(201, data(id=""))),
    "201 with a null id": makes(lambda _: answer(201, data(id=None))),
    "201 with a number as id": makes(lambda _: answer(201, data(id=7))),
    "201 without a url": makes(lambda _: answer(201, data(id="0a1b2c")), "posted", goes_on=True),
    "201 then reset": makes(lambda _: None),
    "silent, created": hangs(creates=True),
    "silent, not created": hangs(creates=False),
    "reset after it was read": Misdeed(lambda line, *_: reset(line), "unknown"),
    "closed after it was read": Misdeed(lambda line, *_: line.close(), "unknown"),
    "reset within the answer": makes(lambda right: answer(201, right)[:20]),
}


@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "middle", "last"])
@pytest.mark.parametrize("misdeed", MISDEEDS.values(), ids=MISDEEDS)
def test_each_answer_to_each_article_means_what_the_contract_says(tmp_path, misdeed, place):
    """The cell, whether the run goes on, and that the next run repeats nothing unknown."""
    slow = {"MEDIUM_TIMEOUT": 0.4} if misdeed.act.__qualname__.startswith("hangs") else {}
    blog = Blog(tmp_path, "", slow)
    blog.write()
    keys = ["one", "two", "three"]
    with standing_in(misdeeds={place: misdeed}) as medium:
        blog.api_url = medium.api_url
        run = blog.post(*three())
        check_first_run(blog, run, medium, misdeed, place)
        blog.more = {}
        blog.post(*three())
        expected = dict.fromkeys(keys, "posted") | {keys[place]: misdeed.cell or "posted"}
        assert blog.states == expected
        assert sorted(medium.created) == sorted(
            key for key in keys if expected[key] == "posted" or misdeed.created
        )
        posts = medium.posts
        blog.post(*three())
        assert medium.posts == posts
    assert SANDBOX_TOKEN not in blog.path.read_text("utf-8") + repr(run)


def check_first_run(blog, run, medium, misdeed, place):
    keys = ["one", "two", "three"]
    done = dict.fromkeys(keys if misdeed.goes_on else keys[:place], "posted")
    met = {keys[place]: misdeed.state} if misdeed.state else {}
    if misdeed.state == "held":
        done.pop(keys[place])
    assert blog.states == done | ({keys[place]: misdeed.cell} if misdeed.cell else {})
    waiting = dict.fromkeys(keys, "pending")
    assert said(run.outcomes) == waiting | done | met
    assert (run.stopped is None) == misdeed.goes_on
    assert run.needs_the_author == (misdeed.state != "posted")
    assert misdeed.words in (run.stopped or "") + "".join(str(one.reason) for one in run.outcomes)
    assert len(medium.created) == len(done) - (keys[place] in done) + misdeed.created
    assert blog.waited == []


@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "middle", "last"])
@pytest.mark.parametrize(
    "wish", ["Retry-After: 60\r\n", DATE + "Retry-After: Sat, 01 Jun 2030 12:00:05 GMT\r\n"]
)
@pytest.mark.parametrize("code", [-1, 1007])
def test_a_short_wish_to_wait_is_granted_to_each_article(tmp_path, place, wish, code):
    """In seconds or as a date: the run waits, and then all of them are there once."""
    blog = Blog(tmp_path, "")
    blog.write()
    busy = says(errors(429, code, headers=JSON + wish), None)
    with standing_in(misdeeds={place: busy}) as medium:
        blog.api_url = medium.api_url
        run = blog.post(*three())
        assert medium.created == ["one", "two", "three"]
    assert len(blog.waited) == 1
    assert not run.needs_the_author


# Before and while the request leaves


@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "middle", "last"])
@pytest.mark.parametrize("act", [reset, socket.socket.close], ids=["reset", "close"])
def test_a_line_that_breaks_before_it_was_read_is_unknown(tmp_path, place, act):
    """The client cannot tell how much of it was read; nothing is sent a second time."""
    blog = Blog(tmp_path, "")
    blog.write()
    early = Misdeed(lambda line, _request, _one: act(line), "unknown", unread=True)
    with standing_in(misdeeds={place: early}) as medium:
        blog.api_url = medium.api_url
        blog.post(*three())
        broken = ["one", "two", "three"][place]
        # A reset may come so early that connecting itself fails; then nothing has left.
        assert blog.states.get(broken) in {"unknown", None}
        unknown = broken in blog.states
        blog.post(*three())
        assert len(medium.created) == 3 - unknown
        assert len(set(medium.created)) == len(medium.created)


@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "middle", "last"])
def test_an_answer_that_comes_before_the_body_is_read_is_heard(tmp_path, place):
    """A server that refuses by the head alone, and hangs up, is either understood or unknown."""
    blog = Blog(tmp_path, "")
    blog.write()
    early = Misdeed(lambda line, *_: line.sendall(errors(413, 2000)), "rejected", unread=True)
    articles = three()
    long = "<p>" + "word " * 400_000
    articles[place] = make_article(articles[place].key, place + 1, content=long)
    with standing_in(misdeeds={place: early}) as medium:
        blog.api_url = medium.api_url
        blog.post(*articles)
        blog.post(*articles)
        states = list(blog.states.values())
        assert sorted(states) in (["posted"] * 2 + ["rejected"], ["posted"] * 2 + ["unknown"])
        assert sorted(medium.created) == sorted(k for k, s in blog.states.items() if s == "posted")


@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "middle", "last"])
def test_a_timeout_while_sending_is_unknown(tmp_path, place, monkeypatch):
    """Part of it has left; the rest never could."""
    monkeypatch.setattr(transport, "SLOWEST", 1 << 40)  # no line is so slow: nothing to wait for
    blog = Blog(tmp_path, "", {"MEDIUM_TIMEOUT": 1})
    blog.write()
    deaf = Misdeed(lambda _line, _, one: one.server.closing.wait(), "unknown", unread=True)
    articles = three()
    articles[place] = make_article(articles[place].key, place + 1, content="<p>" + "x" * (6 << 20))
    with standing_in(misdeeds={place: deaf}) as medium:
        blog.api_url = medium.api_url
        blog.post(*articles)
        assert blog.states[articles[place].key] == "unknown"
        reason = blog.cells[articles[place].key]["reason"]
        assert re.search("no answer within [12] s", reason)
        blog.more = {}
        blog.post(*articles)
        assert len(medium.created) == 2


@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "middle", "last"])
def test_a_server_that_goes_away_leaves_nothing(tmp_path, place):
    """Refused: no cell, the rest waits, and the next run takes it up."""
    blog = Blog(tmp_path, "")
    blog.write()
    with standing_in() as medium:
        blog.api_url = medium.api_url
        # Shut the door after GET /me and as many posts.
        destination = Closing(blog.destination(), place, medium.server)
        run = blog.post(*three(), destination=destination)
        assert list(said(run.outcomes).values()) == ["posted"] * place + ["pending"] * (3 - place)
        assert len(blog.states) == place
        assert "could not be reached" in run.stopped
        created = medium.created
    with standing_in() as medium:
        medium.created = created
        blog.api_url = medium.api_url
        moved = json.loads(blog.path.read_text("utf-8"))
        for entry in moved["articles"].values():
            entry["medium"]["api"] = blog.api_url  # the new port is another API to the ledger
        blog.path.write_text(json.dumps(moved), "utf-8")
        blog.post(*three())
        assert medium.created == ["one", "two", "three"]


class Closing:
    """A destination whose server closes its door before the n-th delivery."""

    name = "medium"

    def __init__(self, destination, place, server):
        self.destination = destination
        self.left = place
        self.server = server

    def now(self):
        return self.destination.now()

    def admit(self, draft):
        return self.destination.admit(draft)

    def deliver(self, draft):
        if not self.left:
            self.server.shut()
        self.left -= 1
        return self.destination.deliver(draft)


@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "middle", "last"])
def test_a_name_that_cannot_be_found_leaves_nothing(tmp_path, medium, monkeypatch, place):
    """DNS that fails in the middle of a run: no cell, the rest waits."""
    blog = Blog(tmp_path, medium.api_url.replace("127.0.0.1", "localhost"))
    blog.write()
    real, left = socket.getaddrinfo, [place + 1]

    def resolve(*arguments, **more):
        left[0] -= 1
        if left[0] < 0:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real("127.0.0.1", *arguments[1:], **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    run = blog.post(*three())
    assert list(said(run.outcomes).values()) == ["posted"] * place + ["pending"] * (3 - place)
    assert "could not be reached" in run.stopped
    monkeypatch.undo()
    blog.post(*three())
    assert [body["title"] for body in medium.bodies] == ["One", "Two", "Three"]


#: What people set to switch verification off elsewhere; nothing of it may work here.
LAX = {
    "PYTHONHTTPSVERIFY": "0",
    "CURL_CA_BUNDLE": "",
    "REQUESTS_CA_BUNDLE": "",
    "SSL_CERT_FILE": "/dev/null",
    "GIT_SSL_NO_VERIFY": "1",
    "NODE_TLS_REJECT_UNAUTHORIZED": "0",
}


@pytest.mark.parametrize("environ", [{}, LAX], ids=["as it is", "lax"])
def test_a_strange_certificate_ends_it_before_the_token_leaves(tmp_path, monkeypatch, environ):
    """TLS that cannot be verified: nothing is sent, not even a question, whatever is set."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    heard = []

    def serve(line, _server):
        with context.wrap_socket(line, server_side=True) as tls:
            heard.append(tls.recv(65536))

    blog = Blog(tmp_path, "")
    blog.write()
    with serving(serve) as server:
        blog.api_url = f"https://127.0.0.1:{server.port}/v1"
        run = blog.post(*three(), destination=hasty(blog))
    assert "could not be reached" in run.stopped
    assert not any(heard)
    assert blog.states == {}


def hasty(blog):
    from factories import hasty as without_pauses

    return without_pauses(blog)


def test_a_connection_that_cannot_be_made_in_time_leaves_nothing(tmp_path):
    """A server whose queue is full: a timeout while connecting is no unknown."""
    closing = []
    blog = Blog(tmp_path, f"http://127.0.0.1:{full_queue(closing)}/v1", {"MEDIUM_TIMEOUT": 0.3})
    blog.write()
    try:
        run = blog.post(*three(), destination=hasty(blog))
    finally:
        for line in closing:
            line.close()
    assert "could not be reached" in run.stopped
    assert blog.states == {}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_token_goes_to_no_other_host(tmp_path, status, method):
    """A redirect to another port or name is not followed, for the question and for the post."""
    seen = []

    def overhear(line, _server):
        seen.append(read_request(line))

    with serving(overhear) as other, standing_in() as medium:
        away = answer(status, b"", f"Location: http://localhost:{other.port}/v1/me\r\n")
        if method == "GET":
            medium.style = Style(encode=lambda *_: away)
        else:
            medium.misdeeds = {0: says(away, "unknown")}
        blog = Blog(tmp_path, medium.api_url)
        blog.write()
        blog.post(*three(), destination=hasty(blog))
    assert seen == []
    assert blog.states == ({} if method == "GET" else {"one": "unknown"})

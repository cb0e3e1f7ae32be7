"""Bytes on real sockets: what counts as never connected, what ends in time, who sees the token."""

import gzip
import socket
import ssl
import threading
import time
from contextlib import contextmanager

import pytest
import trustme
from little_servers import (
    OK,
    SECRET,
    answering,
    close,
    everything_of,
    full_queue,
    hang_up,
    post,
    read_request,
    reset,
    say,
    say_and_wait,
    sender,
    serving,
    then,
    trickle,
    wait,
)

from pelican_medium.medium import transport, visit
from pelican_medium.medium.transport import Transport
from pelican_medium.model import Request, Token
from pelican_medium.model.errors import NeverConnected, NoAnswer, TransportError
from pelican_medium.model.version import __version__


@pytest.fixture
def dead_port():
    """A port that nobody listens on and nobody else can take."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


# An answer


def test_a_request_arrives_as_it_was_made():
    """Method, path, headers and body are those of the request, and the answer comes back."""
    with serving(answering(OK)) as server:
        answer = sender(server.url).send(post(f"{server.url}/v1/users/x/posts"))
        assert server.head.startswith("POST /v1/users/x/posts HTTP/1.1\r\n")
        assert server.header("Content-Type") == "application/json"
        assert server.seen[0].endswith(b'\r\n\r\n{"title": "x"}')
    assert (answer.status, answer.body) == (200, b"{}")
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("status", [200, 201, 204, 400, 401, 403, 404, 429, 500, 502, 503])
def test_each_status_is_an_answer(status):
    """No status is an error of the transport's."""
    said = f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\nRetry-After: 5\r\n\r\n".encode()
    with serving(answering(said)) as server:
        answer = sender(server.url).send(post(server.url))
        assert server.connections == 1
    assert (answer.status, answer.headers["retry-after"]) == (status, "5")


def test_the_user_agent_is_plain():
    """Product and version, nothing that looks like a browser."""
    with serving(answering(OK)) as server:
        sender(server.url).send(post(server.url))
        assert server.header("User-Agent") == f"pelican-medium/{__version__}"


def test_the_sandbox_knows_us(medium):
    """The token is taken by the server whose address it was given for."""
    answer = sender(medium.api_url).send(Request("GET", f"{medium.api_url}/me"))
    assert answer.status == 401  # it is another token
    right = Transport(timeout=5, token=Token(medium.token), api_url=medium.api_url)
    assert right.send(Request("GET", f"{medium.api_url}/me")).status == 200


def test_each_request_has_a_connection_of_its_own():
    """A pooled connection that went stale would reset on the next POST."""

    def serve(line, server):
        while request := read_request(line):
            server.seen.append(request)
            line.sendall(OK)

    with serving(serve) as server:
        one = sender(server.url)
        for _ in range(3):
            assert one.send(post(server.url)).status == 200
        assert (len(server.seen), server.connections) == (3, 3)


def test_a_request_is_sent_once():
    """No layer below repeats a request by itself."""
    with serving(then(hang_up)) as server:
        with pytest.raises(NoAnswer):
            sender(server.url).send(Request("GET", server.url))
        assert server.connections == 1


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 201 Created\r\n\r\n",  # its end is the connection's
        b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n",
    ],
    ids=["no length", "chunked"],
)
def test_a_huge_body_is_cut(said):
    """An answer without end is read up to a limit, and is an answer."""
    chunked = b"chunked" in said
    body = (b"x" * 64 + b"\r\n40\r\n") * 1024 if chunked else b"x" * 65536

    def act(line, server):
        line.sendall(said)
        while not server.closing.is_set():
            line.sendall(body)

    with serving(then(act)) as server:
        answer = sender(server.url).send(post(server.url))
    assert (answer.status, len(answer.body)) == (201, transport.MOST_BYTES)


def test_the_limit_of_a_body_can_be_chosen():
    """What looks at pictures wants to read little."""
    with serving(answering(OK[:-2].replace(b": 2", b": 9") + b"123456789")) as server:
        one = Transport(timeout=5, most_bytes=4)
        assert one.send(Request("GET", server.url)).body == b"1234"


def test_a_compressed_bomb_is_cut():
    """The limit holds for what comes out, not for what came in."""
    bomb = gzip.compress(b"x" * (8 << 20))
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n"
    with serving(answering(head.encode() + bomb)) as server:
        assert len(sender(server.url).send(post(server.url)).body) == transport.MOST_BYTES


# Redirects


def redirect(status, location):
    head = f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\nLocation: ".encode()
    return head + location + b"\r\n\r\n"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status):
    """A redirect is the answer; where it leads to is not asked, and learns nothing."""
    with serving(answering(OK)) as other:
        said = redirect(status, other.url.encode())
        with serving(answering(said)) as server:
            answer = sender(server.url).send(post(server.url))
            assert server.connections == 1
        assert other.connections == 0
    assert (answer.status, answer.headers["Location"]) == (status, other.url)


LOCATIONS = {
    "no UTF-8": b"/\xff\xfe",
    "half an address": b"http://[half",
    "no scheme": b"//",
    "empty": b"",
    "a bad port": b"http://x:port/",
    "another scheme": b"ftp://x/",
    "no host": b"http://",
    "a host too long": b"http://" + b"x" * 300 + b"/",
}


@pytest.mark.parametrize("location", LOCATIONS.values(), ids=LOCATIONS)
def test_a_redirect_to_nonsense_is_an_answer_or_none(location):
    """Where it leads to cannot make sending fail in a way of its own."""
    with serving(answering(redirect(302, location))) as server:
        try:
            answer = sender(server.url).send(post(server.url))
        except NoAnswer:
            return
        assert answer.status == 302


def test_a_fetched_page_may_redirect():
    """`get` follows redirects to pages and pictures, and carries no credentials anywhere."""
    with serving(answering(OK)) as other:
        with serving(answering(redirect(302, other.url.encode() + b"/there"))) as server:
            answer = visit.get(server.url, seconds=5, most_bytes=10)
            assert server.header("Authorization") is None
        assert other.head.startswith("GET /there ")
        assert other.header("Authorization") is None
        assert other.header("User-Agent") == f"pelican-medium/{__version__}"
    assert answer.body == b"{}"


def test_redirects_in_a_ring_come_to_an_end():
    """A page that leads to itself is no page."""
    with serving(answering(redirect(302, b"/"))) as server, pytest.raises(TransportError):
        visit.get(server.url, seconds=5, most_bytes=10)


# No connection


def test_a_refused_connection_is_never_connected(dead_port):
    """Nobody listens, nothing has left."""
    url = f"http://127.0.0.1:{dead_port}"
    with pytest.raises(NeverConnected, match="Connection refused"):
        sender(url).send(post(url))


def test_an_unknown_host_is_never_connected():
    """A name that leads nowhere is no connection."""
    url = "http://medium.invalid/v1"
    with pytest.raises(NeverConnected):
        sender(url).send(post(url))


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x00" * 64])
def test_a_failed_handshake_is_never_connected(said):
    """TLS with a server that speaks none: not a byte of the request has left."""

    def act(line, _server):
        line.recv(65536)
        line.sendall(said)

    with serving(act) as server:
        url = f"https://127.0.0.1:{server.port}"
        with pytest.raises(NeverConnected):
            sender(url).send(post(url))


def test_a_strange_certificate_is_never_connected(tmp_path):
    """A server nobody vouches for never sees the request."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    def act(line, server):
        with context.wrap_socket(line, server_side=True) as safe:
            server.seen.append(safe.recv(65536))

    with serving(act) as server:
        url = f"https://127.0.0.1:{server.port}"
        with pytest.raises(NeverConnected, match=r"(?i)ssl|certificate"):
            sender(url).send(post(url))
        assert b"".join(server.seen) == b""


def test_a_connection_that_hangs_is_never_connected():
    """Time that runs out before a connection stands leaves nothing unknown."""
    closing = []
    try:
        url = f"http://127.0.0.1:{full_queue(closing)}"
        started = time.monotonic()
        with pytest.raises(NeverConnected):
            sender(url, timeout=0.3).send(post(url))
        assert time.monotonic() - started < 2
    finally:
        for line in closing:
            line.close()


def test_a_name_server_that_hangs_is_never_connected(monkeypatch):
    """Time that runs out while a name is looked up leaves nothing unknown either."""
    stop = threading.Event()

    def hang(*_arguments, **_more):
        stop.wait(10)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    url = "http://medium.invalid/v1"
    started = time.monotonic()
    try:
        with pytest.raises(NeverConnected):
            sender(url, timeout=0.3).send(post(url))
        assert time.monotonic() - started < 2
    finally:
        stop.set()


def test_a_handshake_that_hangs_is_never_connected():
    """A server that takes the connection and then says nothing has not seen the request."""
    with serving(wait) as server:
        url = f"https://127.0.0.1:{server.port}"
        with pytest.raises(NeverConnected):
            sender(url, timeout=0.3).send(post(url))


def test_a_connection_that_comes_too_late_sends_nothing(monkeypatch):
    """Once a request was given up as never connected, it must not leave after all."""
    go, real = threading.Event(), socket.getaddrinfo

    def late(*arguments, **more):
        go.wait(10)
        return real(*arguments, **more)

    with serving(answering(OK)) as server:
        monkeypatch.setattr(socket, "getaddrinfo", late)
        one, before = sender(server.url, timeout=0.2), set(threading.enumerate())
        try:
            one.send(post(server.url))
        except NeverConnected:
            never = True
        except NoAnswer:
            never = False
        left = set(threading.enumerate()) - before
        go.set()
        for thread in left:
            thread.join(5)
        assert not (never and any(server.seen))


# No answer


BROKEN = {
    "reset before it was read": hang_up,
    "closed before it was read": close,
    "reset after it was read": then(hang_up),
    "closed after it was read": then(close),
    "reset within the head": then(lambda line, _: (line.sendall(OK[:20]), reset(line))),
    "closed within the status": then(say(OK[:11])),
    "closed within the body": then(say(OK[:-1])),
    "reset within the body": then(lambda line, _: (line.sendall(OK[:-1]), reset(line))),
    "closed within a chunk": then(
        say(b"HTTP/1.1 201 X\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nx")
    ),
    "a chunk without a length": then(
        say(b"HTTP/1.1 201 X\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n")
    ),
    "no HTTP": then(say(b"220 smtp.example ESMTP\r\n")),
    "a status that is none": then(say(b"HTTP/1.1 abc\r\n\r\n")),
    "a line without end": then(say(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000)),
    "too many headers": then(say(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n")),
    "broken compression": then(
        say(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd")
    ),
    "two lengths": then(say(OK.replace(b"Content-Length: 2", b"Content-Length: 2, 3"))),
}


@pytest.mark.parametrize("serve", BROKEN.values(), ids=BROKEN)
def test_a_connection_that_broke_is_no_answer(serve):
    """Once a connection stood, nobody knows what became of the request.

    A reset may come so early that connecting itself fails; then nothing has left.
    """
    with serving(serve) as server, pytest.raises(TransportError) as caught:
        sender(server.url).send(post(server.url))
    assert caught.type is NoAnswer or not any(server.seen)


SLOW = {
    "silent before it was read": wait,
    "silent": then(wait),
    "silent within the head": then(say_and_wait(OK[:20])),
    "silent within the body": then(say_and_wait(OK[:-1])),
    "a head in drops": then(trickle(b"HTTP/1.1 200 OK\r\nX: ")),
    "a body in drops": then(trickle(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")),
    "a body without end in drops": then(trickle(b"HTTP/1.1 200 OK\r\n\r\n")),
    "one head after the other": then(trickle(b"", b"HTTP/1.1 100 Continue\r\n\r\n")),
    "a redirect without end": then(trickle(b"HTTP/1.1 302 X\r\nLocation: /\r\n\r\n")),
}


@pytest.mark.parametrize("serve", SLOW.values(), ids=SLOW)
def test_the_whole_is_bounded(serve):
    """However the bytes come, the time asked for is the time it takes."""
    with serving(serve) as server:
        started = time.monotonic()
        with pytest.raises(NoAnswer, match=r"no answer within 0\.3 s"):
            sender(server.url, timeout=0.3).send(post(server.url))
        assert time.monotonic() - started < 2


def test_an_answer_without_end_does_not_keep_its_thread():
    """Who has waited long enough hangs up, and what waited for the answer ends as well."""
    with serving(then(trickle(b"HTTP/1.1 200 OK\r\n\r\n"))) as server:
        one, before = sender(server.url, timeout=0.2), set(threading.enumerate())
        with pytest.raises(NoAnswer):
            one.send(post(server.url))
        for thread in set(threading.enumerate()) - before:
            if "work" in thread.name:
                thread.join(10)
                assert not thread.is_alive()


def test_an_interruption_hangs_up(monkeypatch):
    """After a Ctrl-C nothing may leave that has not left yet."""
    go, real, lines = threading.Event(), socket.getaddrinfo, []

    def late(*arguments, **more):
        go.wait(10)
        return real(*arguments, **more)

    def interrupt(_self, timeout):
        lines.extend(thread for thread in threading.enumerate() if "work" in thread.name)
        raise KeyboardInterrupt

    with serving(answering(OK)) as server:
        monkeypatch.setattr(socket, "getaddrinfo", late)
        monkeypatch.setattr(transport.Future, "result", interrupt)
        with pytest.raises(KeyboardInterrupt):
            sender(server.url).send(post(server.url))
        go.set()
        assert lines
        for thread in lines:
            thread.join(10)
        assert server.seen in ([], [b""])


# A long body


@pytest.mark.parametrize(
    ("size", "seconds"),
    [(None, 40), (0, 40), (1 << 20, 40), ((1 << 20) + 1, 41), (25 << 20, 424)],
)
def test_a_long_body_has_more_time(size, seconds):
    """A picture of 25 MB is let through by a line of half a megabit a second."""
    request = Request("POST", "http://x.example", body=None if size is None else bytes(size))
    assert transport.seconds_for(request, 40) == seconds


def test_a_line_that_swallows_slowly_is_waited_for(monkeypatch):
    """What is sent in pieces, over more time than connecting may take, is sent all the same."""
    monkeypatch.setattr(transport, "CONNECT_SECONDS", 0.2)
    body = bytes(24 << 20)

    def sip(line, server):
        read = 0
        while read < len(body):
            server.closing.wait(0.04)
            read += len(line.recv(1 << 20))
        line.sendall(OK)

    with serving(sip) as server:
        said = sender(server.url, timeout=0.5).send(post(server.url, body))
    assert said.status == 200


# The token


def test_the_token_is_sent_to_the_apis_own_origin():
    """Any path below it, no other header, exactly once."""
    with serving(answering(OK)) as server:
        sender(f"{server.url}/v1").send(post(f"{server.url}/v1/users/x/posts"))
        assert server.header("Authorization") == f"Bearer {SECRET}"
        assert server.seen[0].count(SECRET.encode()) == 1


@pytest.mark.parametrize(
    "api_url",
    [
        "https://api.medium.com/v1",
        "http://127.0.0.1/v1",
        "http://127.0.0.1:1/v1",
        "https://127.0.0.1:{port}/v1",
        "http://localhost:{port}/v1",
        "http://127.0.0.1:{port}@localhost/v1",
        "",
    ],
)
def test_the_token_is_sent_to_no_other_origin(api_url):
    """Another scheme, host or port is another place."""
    with serving(answering(OK)) as server:
        sender(api_url.format(port=server.port)).send(post(server.url))
        assert SECRET.encode() not in server.seen[0]
        assert server.header("Authorization") is None


def test_without_a_token_there_is_no_header():
    """No token is no empty token."""
    with serving(answering(OK)) as server:
        Transport(timeout=5, api_url=server.url).send(post(server.url))
        assert server.header("Authorization") is None


@pytest.fixture
def netrc(tmp_path, monkeypatch):
    """A user's file of passwords, found by both ways requests looks for it."""
    file = tmp_path / ".netrc"
    hosts = ("127.0.0.1", "localhost", "medium.invalid", "other.invalid", "default")
    machines = [f"machine {host}" if host != "default" else host for host in hosts]
    file.write_text("".join(f"{one} login me password from-netrc\n" for one in machines))
    file.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(file))


@pytest.fixture
def proxy(monkeypatch):
    """A proxy in front of the whole network, by which other host names can be had."""
    with serving(answering(OK)) as server:
        monkeypatch.setenv("HTTP_PROXY", server.url)
        monkeypatch.setenv("http_proxy", server.url)
        yield server


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_netrc_does_not_replace_the_token(netrc, host):
    """What a user's ~/.netrc says of the host is not our business."""
    with serving(answering(OK)) as server:
        url = f"http://{host}:{server.port}"
        sender(url).send(post(url))
        assert server.header("Authorization") == f"Bearer {SECRET}"


def test_netrc_does_not_replace_the_token_far_away(netrc, proxy):
    """Nor where requests would heed the environment."""
    url = "http://medium.invalid/v1"
    sender(url).send(post(f"{url}/users/x/posts"))
    assert proxy.head.startswith("POST http://medium.invalid/v1/users/x/posts ")
    assert proxy.header("Authorization") == f"Bearer {SECRET}"


def test_netrc_is_sent_to_nobody(netrc, proxy):
    """Fetching a page carries no credentials, neither at first nor after a redirect."""
    sender("http://medium.invalid/v1").send(post("http://other.invalid/"))
    assert proxy.header("Authorization") is None
    visit.get("http://other.invalid/a.png", seconds=5, most_bytes=9)
    assert proxy.header("Authorization") is None


def test_netrc_is_sent_to_nobody_after_a_redirect(netrc, monkeypatch):
    """The next host gets no password of the user's either."""
    said = (redirect(302, b"http://other.invalid/there"), OK)
    with serving(answering(*said)) as server:
        monkeypatch.setenv("http_proxy", server.url)
        visit.get("http://medium.invalid/here", seconds=5, most_bytes=9)
        assert len(server.seen) == 2
        assert b"from-netrc" not in b"".join(server.seen)
        assert not any(b"authorization" in request.lower() for request in server.seen)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_reached_without_a_proxy(monkeypatch, dead_port, host):
    """The sandbox works behind a company's proxy, too."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{dead_port}")
    with serving(answering(OK)) as server:
        url = f"http://{host}:{server.port}"
        assert sender(url).send(post(url)).status == 200


def test_a_proxy_that_is_not_there_is_never_connected(monkeypatch, dead_port):
    """A proxy that refuses the connection has passed nothing on."""
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{dead_port}")
    url = "http://medium.invalid/v1"
    with pytest.raises(NeverConnected):
        sender(url).send(post(url))


def test_a_proxy_that_lets_nobody_through_is_never_connected(monkeypatch):
    """The tunnel did not stand, and the proxy saw no token."""
    with serving(answering(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")) as server:
        monkeypatch.setenv("https_proxy", server.url)
        url = "https://medium.invalid/v1"
        with pytest.raises(NeverConnected):
            sender(url).send(post(url))
        assert server.seen[0].startswith(b"CONNECT medium.invalid:443 ")
        assert SECRET.encode() not in b"".join(server.seen)


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def tunnel(authority, tmp_path, monkeypatch):
    """A proxy at whose end stands a TLS server that the client trusts; does what is asked."""
    bundle = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(bundle)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("medium.invalid").configure_cert(context)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))

    @contextmanager
    def open_tunnel(act):
        def serve(line, server):
            read_request(line)
            line.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with context.wrap_socket(line, server_side=True) as safe:
                server.seen.append(read_request(safe))
                act(safe, server)

        with serving(serve) as server:
            monkeypatch.setenv("https_proxy", server.url)
            yield server

    return open_tunnel


def test_tls_that_stands_is_a_connection(tunnel):
    """Through a real handshake the request arrives, with the token, and is answered."""
    url = "https://medium.invalid/v1"
    with tunnel(say(OK)) as server:
        assert sender(url).send(post(f"{url}/users/x/posts")).body == b"{}"
        assert server.header("Authorization") == f"Bearer {SECRET}"


@pytest.mark.parametrize("act", [hang_up, close, say(b"nonsense")], ids=["reset", "close", "say"])
def test_tls_that_breaks_after_the_handshake_is_no_answer(tunnel, act):
    """The exception alone would not tell this from a failed handshake."""
    url = "https://medium.invalid/v1"
    with tunnel(act) as server:
        with pytest.raises(NoAnswer):
            sender(url).send(post(url))
        assert len(server.seen) == 1


FAILING = {**BROKEN, "silent": SLOW["silent"], "drops": SLOW["a head in drops"]}


@pytest.mark.parametrize("serve", FAILING.values(), ids=FAILING)
def test_no_error_holds_the_token(serve):
    """Neither the error, nor its causes, nor the locals of any frame of its traceback."""
    with serving(serve) as server:
        with pytest.raises(TransportError) as caught:
            sender(server.url, timeout=0.3).send(post(server.url))
        assert SECRET not in everything_of(caught.value)


def test_no_error_without_a_connection_holds_the_token(dead_port):
    """The same where nobody is there at all."""
    for url in (f"http://127.0.0.1:{dead_port}", "http://medium.invalid/", "http://x" * 99):
        with pytest.raises(NeverConnected) as caught:
            sender(url).send(post(url))
        assert SECRET not in everything_of(caught.value)


def test_a_transport_does_not_show_its_token():
    """Neither does what holds it."""
    one = sender("http://127.0.0.1:1")
    assert SECRET not in repr(one) + repr(vars(one))

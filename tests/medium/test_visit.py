"""Looking at addresses over real sockets: whom we ask, what we send, and when it ends."""

import http.server
import socket
import ssl
import threading
import time
from collections import Counter
from contextlib import suppress
from typing import ClassVar

import pytest
import trustme
from conftest import PNG, Quiet, serving

from pelican_medium.medium import visit
from pelican_medium.model import Request
from pelican_medium.model.errors import NeverConnected, NoAnswer, OwnNetwork
from pelican_medium.pictures import canonical
from pelican_medium.pictures import looks as live
from pelican_medium.pictures.looks import Look, Looks, State


class Host(Quiet):
    """A host whose paths say how it behaves; it notes what it was asked."""

    seen: list
    at_once = most_at_once = 0
    lock = threading.Lock()
    closing = threading.Event()

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        self.seen.append((self.command, self.path, dict(self.headers)))
        with self.lock:
            type(self).at_once += 1
            type(self).most_at_once = max(self.at_once, self.most_at_once)
        try:
            getattr(self, "on_" + self.path.split("/")[1].replace("-", "_"))()
        finally:
            with self.lock:
                type(self).at_once -= 1

    def say(self, status=200, body=PNG, **headers):
        self.send_response(status)
        named = {"Content-Type": "image/png", "Content-Length": str(len(body))} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        for name, value in named.items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def on_ok(self):
        self.say()

    def on_no_head(self):
        refused = self.command == "HEAD"
        self.say(int(self.path.split("/")[2]) if refused else 206, PNG[:100],
                 Content_Range=f"bytes 0-99/{len(PNG)}")  # fmt: skip

    def on_silent_head(self):
        if self.command == "HEAD":
            self.close_connection = True
            self.connection.close()
        else:
            self.say()

    def on_untyped(self):
        self.say(Content_Type=None)

    def on_octets(self):
        self.say(Content_Type="application/octet-stream")

    def on_jpg(self):
        self.say(Content_Type="image/jpg; x=1")

    def on_empty(self):
        self.say(body=b"")

    def on_big(self):
        self.say(body=b"", Content_Length=str(40 << 20))

    def on_page(self):
        self.say(body=b"<html>", Content_Type="text/html; charset=utf-8")

    def on_status(self):
        self.say(int(self.path.split("/")[2]))

    def on_hop(self):
        left = int(self.path.split("/")[2])
        self.say(302, b"", Location=f"/hop/{left - 1}" if left else "/ok")

    def on_loop(self):
        self.say(301, b"", Location="/loop")

    def on_to(self):
        self.say(302, b"", Location=self.path.removeprefix("/to/"))

    def on_cookie(self):
        self.say(302, b"", Location="/ok", Set_Cookie="a=b; Path=/")

    def on_trickle(self):
        self.send_response(200)
        self.flush_headers()
        while not self.closing.wait(0.05):
            self.wfile.write(b"X-A: b\r\n")
            self.wfile.flush()

    def on_endless(self):
        self.send_response(200)
        self.end_headers()
        while not self.closing.is_set():
            self.wfile.write(b"x" * 65536)

    def on_slow(self):
        time.sleep(0.05)
        self.say()


@pytest.fixture
def host():
    """A host of its own, and its address."""

    class Noting(Host):
        seen: ClassVar = []
        closing = threading.Event()

        def handle(self):
            try:
                super().handle()
            except OSError:  # the other side hung up, which is what is tested
                self.close_connection = True

        def finish(self):
            try:
                super().finish()
            except OSError:
                self.close_connection = True

    with serving(Noting) as url:
        Noting.url = url
        yield Noting
        Noting.closing.set()


def ask(request, most_bytes, seconds=5.0, *, loopback=True):
    return visit.visit(request, seconds=seconds, most_bytes=most_bytes, loopback=loopback)


@pytest.fixture
def looks():
    made = Looks(ask)
    yield made
    made.close()


SIZE = len(PNG)


@pytest.mark.parametrize(
    ("path", "state", "kind", "size", "told"),
    [
        ("ok", State.LIVE, "image/png", SIZE, True),
        ("no-head/405", State.LIVE, "image/png", SIZE, True),
        ("no-head/403", State.LIVE, "image/png", SIZE, True),
        ("no-head/501", State.LIVE, "image/png", SIZE, True),
        ("no-head/400", State.LIVE, "image/png", SIZE, True),
        ("no-head/404", State.LIVE, "image/png", SIZE, True),
        ("silent-head", State.LIVE, "image/png", SIZE, True),
        ("untyped", State.LIVE, "image/png", SIZE, False),
        ("octets", State.LIVE, "image/png", SIZE, False),
        ("jpg", State.LIVE, "image/jpeg", SIZE, False),
        ("page", State.LIVE, "text/html", 6, True),
        ("big", State.LIVE, "image/png", 40 << 20, True),
        ("hop/4", State.LIVE, "image/png", SIZE, True),
        ("empty", State.AWAY, None, None, True),
        ("status/404", State.GONE, None, None, True),
        ("status/410", State.GONE, None, None, True),
        ("status/403", State.AWAY, None, None, True),
        ("status/429", State.AWAY, None, None, True),
        ("status/500", State.AWAY, None, None, True),
        ("status/204", State.AWAY, None, None, True),
        ("hop/9", State.AWAY, None, None, True),
        ("loop", State.AWAY, None, None, True),
        ("to/ftp://e.example/", State.AWAY, None, None, True),
        ("to/http://[half", State.AWAY, None, None, True),
    ],
)
def test_what_an_address_tells(  # noqa: PLR0913, PLR0917 - a row of the table
    host, looks, path, state, kind, size, told
):
    """HEAD, and where that is refused or does not tell, the first bytes; redirects followed."""
    found = looks.of(f"{host.url}/{path}")
    assert (found.state, found.kind, found.size, found.told) == (state, kind, size, told)


def test_a_ranged_get_asks_for_the_first_bytes_only(host, looks):
    """A server that refuses HEAD need not send the whole picture."""
    looks.of(f"{host.url}/no-head/405")
    assert [(verb, head.get("Range")) for verb, _, head in host.seen] == [
        ("HEAD", None),
        ("GET", "bytes=0-4095"),
    ]


def test_each_address_is_asked_once_in_a_run(host, looks):
    """Whoever asks, and however often; the next run asks anew."""
    for _ in range(3):
        looks.start(f"{host.url}/ok")
        looks.of(f"{host.url}/ok")
    assert len(host.seen) == 1
    Looks(ask).of(f"{host.url}/ok")
    assert len(host.seen) == 2


def test_looks_are_side_by_side_and_bounded(host):
    """Never more than eight at the same time, and more than one; counted where they are made."""
    lock, asking, most = threading.Lock(), set(), []

    def counted(*arguments):
        with lock:
            asking.add(threading.get_ident())
            most.append(len(asking))
        try:
            return ask(*arguments)
        finally:
            with lock:
                asking.discard(threading.get_ident())

    looks = Looks(counted)
    for number in range(40):
        looks.start(f"{host.url}/slow/{number}")
    found = {looks.of(f"{host.url}/slow/{number}").state for number in range(40)}
    looks.close()
    assert found == {State.LIVE}
    assert 2 <= max(most) <= live.WORKERS


def test_nothing_of_ours_is_sent(host, looks, monkeypatch, tmp_path):
    """No token, no cookie of an earlier hop, and nothing of the user's netrc."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("MEDIUM_INTEGRATION_TOKEN", "a-token-nobody-may-see")
    looks.of(f"{host.url}/cookie")
    assert len(host.seen) == 2
    for _, _, head in host.seen:
        assert not {"authorization", "cookie"} & {name.lower() for name in head}
        assert "a-token" not in str(head)


@pytest.mark.parametrize("path", ["trickle", "silent-head-never", "endless"])
def test_a_server_that_never_ends_ends(host, path):
    """The whole is bounded in time and bytes, and no thread stays behind."""
    before = threading.active_count()
    url = f"{host.url}/{path}"
    if path == "endless":
        assert len(ask(Request("GET", url), 5000).body) == 5000
        return
    host.on_silent_head_never = lambda self: self.closing.wait()
    with pytest.raises(NoAnswer, match="within"):
        ask(Request("GET", url), 5000, 0.3)
    host.closing.set()
    for thread in threading.enumerate():
        if thread.daemon and thread.name.startswith("Thread-") and "work" in thread.name:
            thread.join(5)
            assert not thread.is_alive()
    assert threading.active_count() <= before + 2  # the host's own


def test_a_host_that_lets_us_wait_is_not_asked_for_all_its_pictures(host, monkeypatch):
    """Three hundred pictures of a dead host cost the time of a few."""
    monkeypatch.setattr(live, "SECONDS", 0.2)
    looks = Looks(ask)
    for number in range(300):
        looks.start(f"{host.url}/trickle/{number}")
    found = Counter(looks.of(f"{host.url}/trickle/{n}").reason for n in range(300))
    looks.close()
    assert found["its host did not answer for others"] > 280
    assert len(host.seen) < 40


def test_what_was_not_live_is_asked_again_after_forget(host, looks):
    """What was live is not."""
    looks.of(f"{host.url}/ok")
    looks.of(f"{host.url}/status/404")
    looks.forget()
    looks.of(f"{host.url}/ok")
    looks.of(f"{host.url}/status/404")
    asked = Counter(path for verb, path, _ in host.seen if verb == "HEAD")
    assert asked == {"/ok": 1, "/status/404": 2}


@pytest.mark.parametrize(
    ("head", "named"),
    [
        (b"", None),
        (b"<link rel=stylesheet href=/x.css> canonical", None),
        (b"<link rel=canonical href=/a.html>", "https://e.org/a.html"),
        (b'<link rel="x Canonical" href=" https://o.example/ ">', "https://o.example/"),
        (b'<link rel=canonical href="http://[half">', "http://[half"),
        (b"\x80<link rel=canonical href='x'>", "https://e.org/x"),
    ],
)
def test_a_pages_canonical_link(head, named):
    """Whatever the page is made of, an address or none comes out of it."""
    assert canonical.canonical(head, "https://e.org/one.html") == named


def test_a_canonical_link_that_is_no_address_names_no_article(host):
    """It is not the article's, so the article waits; and there is no traceback."""
    host.on_half = lambda self: self.say(body=b'<link rel=canonical href="http://[half">')
    found = canonical.look(f"{host.url}/half", [f"{host.url}/half"], ask)
    assert (found.state, "http://[half" in found.reason) == (State.GONE, True)


# --- Never our own network ------------------------------------------------------------------

#: Stands for the rest of the world.
PUBLIC = "93.184.216.34"


@pytest.fixture
def names(monkeypatch):
    """A name server that says what a test wants, and a network where public addresses lead here.

    Answers of numbers are made by hand: off the network even asking for those is refused.
    """
    answers, connected = {}, []
    real, real_connect = socket.getaddrinfo, socket.socket.connect

    def getaddrinfo(host, port, *arguments, **options):
        if host in answers:
            said = answers[host]
            host = said.pop(0) if len(said) > 1 else said[0]
        if ":" in host:
            return [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", (host, port, 0, 0))]
        with suppress(OSError):
            number = socket.inet_ntoa(socket.inet_aton(host))
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]
        return real(host, port, *arguments, **options)

    def connect(self, address):
        connected.append(address[0])
        return real_connect(self, ("127.0.0.1", address[1]) if address[0] == PUBLIC else address)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket.socket, "connect", connect)
    return answers, connected


@pytest.mark.parametrize(
    "name",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:10.0.0.1]",
        "0.0.0.0",  # noqa: S104 - an address not to ask
        "2130706433",
        "0x7f.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "[fe80::1]",
        "[fd00::1]",
        "[ff02::1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::1]",
    ],
)
def test_our_own_network_is_never_asked(host, names, name):
    """However its address is written; not even a connection is tried."""
    port = host.url.rpartition(":")[2]
    with pytest.raises(OwnNetwork):
        ask(Request("GET", f"http://{name}:{port}/ok"), 10, loopback=False)
    assert names[1] == host.seen == []


@pytest.mark.parametrize("name", ["10.0.0.1", "192.168.1.1", "169.254.169.254", "[fd00::1]"])
def test_a_trial_may_ask_this_machine_and_no_other(names, name):
    """With the sandbox the site may be on loopback; the rest of the network stays closed."""
    with pytest.raises(OwnNetwork):
        ask(Request("GET", f"http://{name}/"), 10, loopback=True)


def test_a_public_name_is_asked(host, names):
    """The guard lets the rest of the world through."""
    answers, connected = names
    answers["pictures.example"] = [PUBLIC]
    url = host.url.replace("127.0.0.1", "pictures.example")
    assert ask(Request("GET", f"{url}/ok"), 10, loopback=False).status == 200
    assert connected == [PUBLIC]


def test_the_address_that_counts_is_the_one_connected_to(host, names):
    """A name that is public when it is judged and private a moment later gains nothing."""
    answers, connected = names
    answers["rebinding.example"] = [PUBLIC, "127.0.0.1"]
    url = host.url.replace("127.0.0.1", "rebinding.example")
    assert ask(Request("GET", f"{url}/ok"), 10, loopback=False).status == 200
    assert connected == [PUBLIC]
    with pytest.raises(OwnNetwork):
        ask(Request("GET", f"{url}/ok"), 10, loopback=False)
    assert connected == [PUBLIC]


def test_each_redirect_is_judged_anew(host, names):
    """A public page must not send us to our own network."""
    answers, connected = names
    answers["pictures.example"] = [PUBLIC]
    url = host.url.replace("127.0.0.1", "pictures.example")
    looks = Looks(lambda request, most, left: ask(request, most, left, loopback=False))
    found = looks.of(f"{url}/to/{host.url}/ok")
    looks.close()
    assert found == Look(State.AWAY, "127.0.0.1 lies in a private network")
    assert connected == [PUBLIC]
    assert [path for _, path, _ in host.seen] == [f"/to/{host.url}/ok"]


def test_behind_a_proxy_the_proxy_is_asked_and_names_still_count(host, names, monkeypatch):
    """The proxy itself may be in our network; what we know to be private is not asked for."""
    answers, _ = names
    monkeypatch.setenv("HTTP_PROXY", host.url)
    answers["pictures.example"] = [PUBLIC]
    answers["intranet.example"] = ["10.0.0.1"]
    host.on_ = Host.on_ok  # a proxy is asked for whole addresses
    seen = ask(Request("GET", "http://pictures.example/x.png"), 10, loopback=False)
    assert seen.status == 200
    assert ask(Request("GET", "http://unknown.example/x.png"), 10, loopback=False).status == 200
    with pytest.raises(OwnNetwork):
        ask(Request("GET", "http://intranet.example/x.png"), 10, loopback=False)
    assert [path for _, path, _ in host.seen] == [
        "http://pictures.example/x.png",
        "http://unknown.example/x.png",
    ]


def test_the_certificate_is_that_of_the_name(names):
    """Connecting to a judged address changes nothing about whom TLS must prove to be."""
    answers, _ = names
    answers["pictures.example"] = answers["other.example"] = [PUBLIC]
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("pictures.example").configure_cert(context)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        with authority.cert_pem.tempfile() as bundle, pytest.MonkeyPatch.context() as patch:
            patch.setenv("REQUESTS_CA_BUNDLE", bundle)
            port = server.server_port
            answer = ask(Request("HEAD", f"https://pictures.example:{port}/"), 10, loopback=False)
            assert answer.status == 200
            with pytest.raises(NeverConnected):
                ask(Request("HEAD", f"https://other.example:{port}/"), 10, loopback=False)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

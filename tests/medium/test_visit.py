"""Looking at addresses over real sockets: whom we ask, what we send, and when it ends."""

import http.server
import socket
import ssl
import threading
from contextlib import suppress

import pytest
import trustme
from conftest import Quiet
from hosts import Host, ask, hosting

from pelican_medium.model import Request
from pelican_medium.model.errors import NeverConnected, NoAnswer, OwnNetwork
from pelican_medium.pictures.looks import Look, Looks, State, follow


@pytest.fixture
def host():
    with hosting() as one:
        yield one


def test_nothing_of_ours_is_sent(host, monkeypatch, tmp_path):
    """No token, no cookie of an earlier hop, and nothing of the user's netrc."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("MEDIUM_INTEGRATION_TOKEN", "a-token-nobody-may-see")
    follow(Request("GET", f"{host.url}/cookie"), ask, 10)
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

"""Who may talk to the sandbox."""

import socket

import pytest
from sandboxes import POSTS, SMALL, ask, post, posts

from pelican_medium.sandbox.guard import is_local


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

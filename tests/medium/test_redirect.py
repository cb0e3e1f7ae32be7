"""Waiting for the browser that comes back: on this machine, for one answer, for so long."""

import http.client
import socket
import threading

import pytest

from pelican_medium.medium import redirect
from pelican_medium.model.errors import LoginError


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.mark.parametrize(
    ("uri", "ours"),
    [
        ("http://127.0.0.1:8765/back", True),
        ("http://localhost/back", True),
        ("https://localhost/back", False),
        ("http://[::1]:8765/back", False),
        ("https://tool.example/back", False),
        ("http://127.0.0.1.tool.example/back", False),
        ("urn:ietf:wg:oauth:2.0:oob", False),
    ],
)
def test_only_a_plain_loopback_address_is_waited_at(uri, ours):
    """All others are pasted."""
    assert redirect.is_ours(uri) is ours


def asked(port, *paths):
    """Ask for each path in turn, as soon as somebody listens; return the statuses."""
    statuses = []

    def work():
        for path in paths:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            while True:
                try:
                    line.request("GET", path)
                    break
                except ConnectionRefusedError:
                    line.close()
            answer = line.getresponse()
            statuses.append((answer.status, dict(answer.headers), answer.read()))
            line.close()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return statuses, thread


def test_the_answer_is_returned_and_the_page_says_so(port, capfd):
    """Whatever else a browser asks for; and no code is printed or handed on by a referrer."""
    wanted = "/back?state=st&code=a-secret-code"
    statuses, thread = asked(port, "/favicon.ico", "/back", "/other?state=st&code=x", wanted)
    assert redirect.wait(f"http://127.0.0.1:{port}/back", 10) == wanted
    thread.join()
    assert [status for status, *_ in statuses] == [404, 404, 404, 200]
    _, headers, body = statuses[-1]
    assert b"You can close this page" in body
    assert b"secret" not in body
    assert headers["Referrer-Policy"] == "no-referrer"
    assert capfd.readouterr() == ("", "")


def test_nobody_comes(port):
    """The wait has an end."""
    with pytest.raises(LoginError, match="No answer came within"):
        redirect.wait(f"http://127.0.0.1:{port}/back", 0.05)


def test_a_port_in_use_is_said(port):
    """And what does not need it."""
    said = pytest.raises(LoginError, match=f"Port {port}.*--paste")
    with socket.create_server(("127.0.0.1", port)), said:
        redirect.wait(f"http://127.0.0.1:{port}/back", 1)

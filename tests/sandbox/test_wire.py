"""The sandbox's end of the connection: waiting, hanging up, and noticing who has gone."""

import socket
import threading

import pytest

from pelican_medium.sandbox.wire import has_gone, reset, wait


def ends(*arguments):
    """Tell whether waiting ends."""
    waiting = threading.Thread(target=wait, args=arguments, daemon=True)
    waiting.start()
    waiting.join(5)
    return not waiting.is_alive()


def test_waiting_ends_when_the_client_goes():
    """A connection that its client closed does not keep a thread for ever."""
    ours, theirs = socket.socketpair()
    with ours:
        assert not has_gone(ours)
        theirs.sendall(b"x")
        assert not has_gone(ours)
        ours.recv(1)
        theirs.close()
        assert ends(threading.Event(), ours)
    assert has_gone(ours)


def test_waiting_ends_when_the_time_is_up_or_the_sandbox_closes():
    """Whichever comes first; without a time it is the end of the sandbox."""
    closing = threading.Event()
    assert ends(closing, None, 0.01)
    closing.set()
    assert ends(closing, None)
    assert ends(closing, None, 3600)


def test_a_reset_is_not_an_orderly_end():
    """The other side meets an error, not the end of what was sent."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = socket.create_connection(server.getsockname(), timeout=5)
        ours, _ = server.accept()
        reset(ours)
        with client, pytest.raises(ConnectionResetError):
            client.recv(1)
    assert ours.fileno() == -1


def test_a_connection_that_is_closed_has_gone():
    """Whoever closed it."""
    ours, theirs = socket.socketpair()
    theirs.close()
    ours.close()
    assert has_gone(ours)

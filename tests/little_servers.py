"""Little servers on real sockets, each with one behaviour, and what to send them."""

import socket
import struct
import threading
import traceback
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from pelican_medium.medium.transport import Transport
from pelican_medium.model import Request, Token

SECRET = "2d1e7f-a-secret-that-must-not-be-seen"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


def read_request(line):
    """Read a whole request, head and body."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = line.recv(65536)
        if not piece:
            return data
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    for header in head.lower().split(b"\r\n"):
        if header.startswith(b"content-length:"):
            while len(body) < int(header.split(b":")[1]):
                body += line.recv(65536)
    return head + b"\r\n\r\n" + body


def reset(line):
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()


@dataclass
class Server:
    """A server of one behaviour: each connection goes to ``serve(line, server)``."""

    port: int
    seen: list = field(default_factory=list, repr=False)  # it holds the token
    connections: int = 0
    closing: threading.Event = field(default_factory=threading.Event)
    listener: socket.socket | None = field(default=None, repr=False)

    def shut(self):
        """Let nobody in any more: from now on connections are refused."""
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def head(self):
        return self.seen[-1].partition(b"\r\n\r\n")[0].decode("latin-1")

    def header(self, name):
        """Return a header of the last request, or None."""
        pairs = (line.partition(":") for line in self.head.split("\r\n")[1:])
        values = {key.lower(): value.strip() for key, _, value in pairs}
        return values.get(name.lower())


@contextmanager
def serving(serve):
    """Serve on a free loopback port, each connection in a thread of its own."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(listener.getsockname()[1], listener=listener)
    lines = []

    def one(line):
        with suppress(OSError, ValueError):
            serve(line, server)
        with suppress(OSError):
            line.close()

    def accept():
        with suppress(OSError):
            while True:
                line, _ = listener.accept()
                lines.append(line)
                server.connections += 1
                threading.Thread(target=one, args=(line,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shut()
        thread.join()
        for line in lines:
            line.close()


def answering(*answers):
    """Return a behaviour: read a request, note it, answer; the last answer again and again."""

    def serve(line, server):
        request = read_request(line)
        server.seen.append(request)
        line.sendall(answers[min(len(server.seen), len(answers)) - 1])

    return serve


def then(act):
    """Return a behaviour: read a request, note it, then do this with the line."""

    def serve(line, server):
        server.seen.append(read_request(line))
        act(line, server)

    return serve


def hang_up(line, _server):
    reset(line)


def close(line, _server):
    line.close()


def wait(_line, server):
    server.closing.wait()


def say(*pieces):
    """Return an act: send these pieces, then hang up in good order."""

    def act(line, _server):
        for piece in pieces:
            line.sendall(piece)

    return act


def say_and_wait(*pieces):
    """Return an act: send these pieces, then send nothing more."""

    def act(line, server):
        say(*pieces)(line, server)
        server.closing.wait()

    return act


def trickle(start, byte=b"x", pause=0.05):
    """Return an act: one byte after the other, each well within any read's own timeout."""

    def act(line, server):
        line.sendall(start)
        while not server.closing.wait(pause):
            line.sendall(byte)

    return act


def endless(start):
    """Return an act: as much as the client takes."""

    def act(line, server):
        line.sendall(start)
        while not server.closing.is_set():
            line.sendall(b"x" * 65536)

    return act


def sender(api_url, timeout=5, **more):
    return Transport(timeout=timeout, token=Token(SECRET), api_url=api_url, **more)


def post(url, body=b'{"title": "x"}'):
    return Request("POST", url, {"Content-Type": "application/json"}, body)


def everything_of(error):
    """Return all that could be shown of an exception, its causes, frames and their locals."""
    shown, waiting, seen = [], [error], set()
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        whole = traceback.TracebackException.from_exception(one, capture_locals=True)
        shown += [*whole.format(), str(one), repr(one), repr(one.args), repr(vars(one))]
        waiting += [one.__cause__, one.__context__]
    return "".join(shown)


def full_queue(closing):
    """Return a listening port whose queue is full, so that a connection hangs, and its sockets."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    closing.append(listener)
    for _ in range(4):
        line = socket.socket()
        line.setblocking(False)  # noqa: FBT003 - the standard library's own
        closing.append(line)
        with suppress(BlockingIOError):
            line.connect(listener.getsockname())
    return listener.getsockname()[1]

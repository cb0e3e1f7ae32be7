"""A host of pictures and pages on a real socket, whose paths say how it behaves."""

import threading
import time
from contextlib import contextmanager
from typing import ClassVar

from conftest import PNG, Quiet, serving

from pelican_medium.medium import visit


class Host(Quiet):
    """A host whose paths say how it behaves; it notes what it was asked."""

    seen: list
    closing = threading.Event()

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        self.seen.append((self.command, self.path, dict(self.headers)))
        getattr(self, "on_" + self.path.split("/")[1].replace("-", "_"))()

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


@contextmanager
def hosting():
    """Serve a host of its own, which knows its address."""

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

"""Desks for the tests: a real site's, served on a real socket, and a client that is let in."""

import html
import http.client
import json
import os
import re
import subprocess
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from pelican.settings import read_settings
from zygote import python

from pelican_medium import settings
from pelican_medium.desk import guard, server

ADDRESS = "https://medium.com/@you/a-story-0123456789ab"
OTHER = "https://medium.com/@you/another-abcdef012345"


def settings_of(site, conf="pelicanconf.py"):
    """Return a site's settings as the verb reads them."""
    found = read_settings(str(site.folder / conf))
    return settings.read(found, settings.what_we_read(os.environ | site.environ))


@contextmanager
def desk_of(site, conf="pelicanconf.py"):
    """Serve a site's desk while the context lasts."""
    with server.running(settings_of(site, conf)) as opened:
        yield opened


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict
    text: str

    @property
    def seen(self):
        return re.search('name="seen" value="([^"]*)"', self.text)[1]

    def value_of(self, name):
        """Return the text of a hidden source, such as what goes on the clipboard."""
        found = re.search(f'<textarea id="{name}"[^>]*>(.*?)</textarea>', self.text, re.DOTALL)
        return html.unescape(found[1])


@dataclass(frozen=True)
class Client:
    """Asks a desk as a browser would; whatever is given replaces what a browser would say."""

    opened: server.Opened

    @property
    def own(self):
        return {
            "Cookie": f"{guard.COOKIE}={self.opened.secrets.cookie}",
            "Origin": self.opened.origin,
        }

    def get(self, path="/", **headers):
        return self.ask("GET", self.opened.secrets.prefix + path, headers=headers)

    def article(self, key):
        return self.get(f"/article?key={quote(key, safe='')}")

    def post(self, path, headers=None, **fields):
        fields = {"token": self.opened.secrets.token} | fields
        told = {name: value for name, value in fields.items() if value is not None}
        body = urlencode(told, doseq=True)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", self.opened.secrets.prefix + path, body, kind | (headers or {}))

    def mark(self, key, state="posted", seen=None, **fields):
        if state == "posted":
            fields = {"url": ADDRESS, "published": "public"} | fields
        fields = {"sure": "yes"} | fields
        seen = seen or self.article(key).seen
        return self.post("/mark", key=key, state=state, seen=seen, **fields)

    def ask(self, method, path, body=None, headers=None):
        said = {k: v for k, v in (self.own | (headers or {})).items() if v is not None}
        connection = http.client.HTTPConnection(urlsplit(self.opened.origin).netloc, timeout=30)
        try:
            connection.request(method, path, body, said)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            return Answer(answer.status, dict(answer.getheaders()), text)
        finally:
            connection.close()


def cell(state, **more):
    return {"medium": {"state": state, "by": "api", "at": "2026-01-03T08:00:00Z"} | more}


@contextmanager
def nothing_changes(site):
    before = site.ledger_path.read_bytes()
    yield
    assert site.ledger_path.read_bytes() == before


def changed(before, after):
    """Return the keys whose entries differ between two ledgers."""
    one, other = before["articles"], after["articles"]
    assert {k: v for k, v in before.items() if k != "articles"} == {
        k: v for k, v in after.items() if k != "articles"
    }
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}


def ended(client):
    """Return what the page shows at the end of a post, when it is recorded."""
    client.opened.desk.posting.finish()
    return json.loads(client.get("/progress").text)


@contextmanager
def process(site, *arguments):
    """Run the verb as its users do, and yield it with the address it names."""
    command = [*python(), "-m", "pelican_medium", "desk", *arguments]
    with subprocess.Popen(
        command,
        cwd=site.folder,
        env=os.environ | site.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            yield running, running.stdout.readline().strip()
        finally:
            running.kill()


class Visitor:
    """A browser, just enough of one to be let in to a real process."""

    def __init__(self, url):
        self._jar = urllib.request.HTTPCookieProcessor()
        self._open = urllib.request.build_opener(urllib.request.ProxyHandler({}), self._jar).open
        self._open(url).close()
        self.home = url.partition("?")[0]

    def get(self, path):
        with self._open(self.home + path) as answer:
            return answer.read().decode()

    def send(self, path, body):
        origin = "/".join(self.home.split("/")[:3])
        request = urllib.request.Request(  # noqa: S310 - our own address
            self.home + path, body.encode(), {"Origin": origin}
        )
        with self._open(request) as answer:
            return answer.read().decode()

"""The desk as a process: opened, served, ended."""

import html
import json
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from desks import desk_of, nothing_changes, settings_of


@contextmanager
def process(site, *arguments):
    """Run the verb as its users do, and yield it with the address it names."""
    command = [sys.executable, "-m", "pelican_medium", "desk", *arguments]
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


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_real_desk_opens_and_ends_in_order(filled, end):
    """It names its address, answers there on loopback only, and a signal ends it with status 0."""
    import http.client

    with process(filled, "--no-open") as (running, url), nothing_changes(filled):
        match = re.fullmatch(r"http://(127\.0\.0\.1:\d+)(/[0-9a-f]{32}/\?key=[\w-]{43})", url)
        connection = http.client.HTTPConnection(match[1], timeout=30)
        connection.request("GET", match[2])
        assert connection.getresponse().status == 200
        connection.close()
        running.send_signal(end)
        assert running.wait(30) == 0
        assert "The desk is closed" in running.stderr.read()


def test_ctrl_c_while_posting_waits_for_the_record(filled, medium):
    """The answer of an article that is on its way is in the ledger when the desk is gone."""
    filled.use(medium)
    medium.misbehave("slow:5")
    settings_of(filled)
    with process(filled, "--no-open") as (running, url):
        told = _Browser(url)
        token = re.search('name="token" value="([^"]*)"', told.get("article?key=one"))[1]
        told.send("post", f"key=one&token={token}")
        while "posting" not in str(filled.states().get("one")):
            assert running.poll() is None
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 0
        assert "waiting for Medium's answer" in running.stderr.read()
    assert filled.states()["one"] == "posted"
    assert len(medium.posts) == 1


class _Browser:
    """Just enough of one to be let in to a real process."""

    def __init__(self, url):
        import urllib.request

        self._request = urllib.request
        self._jar = urllib.request.HTTPCookieProcessor()
        self._open = urllib.request.build_opener(urllib.request.ProxyHandler({}), self._jar).open
        self._open(url).close()
        self.home = url.partition("?")[0]

    def get(self, path):
        with self._open(self.home + path) as answer:
            return answer.read().decode()

    def send(self, path, body):
        origin = "/".join(self.home.split("/")[:3])
        request = self._request.Request(self.home + path, body.encode(), {"Origin": origin})
        with self._open(request) as answer:
            return answer.read().decode()


@pytest.mark.parametrize("arguments", [[], ["--no-open"]])
def test_the_browser_is_opened_unless_told_otherwise(filled, tmp_path, arguments):
    """The browser gets a private file that leads to the desk, and no secret of ours; or nothing."""
    note, browser = tmp_path / "note", tmp_path / "browser"
    browser.write_text(
        f"#!{sys.executable}\nimport json, os, stat, sys, urllib.parse, urllib.request\n"
        "path = urllib.request.url2pathname(urllib.parse.urlsplit(sys.argv[1]).path)\n"
        "told = [sys.argv[1:], open(path).read(), stat.S_IMODE(os.stat(path).st_mode),\n"
        "        stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode), dict(os.environ)]\n"
        f"open({str(note)!r} + 'part', 'w').write(json.dumps(told))\n"
        f"os.rename({str(note)!r} + 'part', {str(note)!r})\n"
    )
    browser.chmod(0o755)
    filled.environ |= {"BROWSER": f"{browser} %s"} | SECRETS
    with process(filled, *arguments) as (running, url):
        assert _Browser(url).get("").startswith("<!DOCTYPE html>")  # it serves by then
        while not arguments and not note.exists():
            assert running.poll() is None
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 0
    assert note.exists() is (not arguments)
    if note.exists():
        line, text, mode, folder_mode, environ = json.loads(note.read_text())
        key = url.partition("key=")[2]
        assert key not in " ".join(line)
        assert html.escape(url) in text
        assert (mode, folder_mode) == (0o600, 0o700)
        assert not SECRETS.keys() & environ.keys()
        assert not Path(line[0].removeprefix("file://")).exists()


SECRETS = {
    "MEDIUM_INTEGRATION_TOKEN": "a-token",
    "MEDIUM_CLIENT_ID": "an-id",
    "MEDIUM_CLIENT_SECRET": "a-secret",
    "MEDIUM_REFRESH_TOKEN": "another-token",
}


def test_a_port_that_is_taken_is_said(filled):
    """--port with one in use ends with status 2 and a word."""
    with desk_of(filled) as opened:
        result = filled.cli("desk", "--no-open", "--port", str(opened.server.port))
    assert result.returncode == 2
    assert "cannot be used" in result.stderr


def test_without_a_ledger_the_verb_says_how_one_comes(site):
    """There is nothing to show before the first build."""
    site.ledger_path.unlink()
    result = site.cli("desk", "--no-open")
    assert result.returncode == 2
    assert "Build the site once" in result.stderr

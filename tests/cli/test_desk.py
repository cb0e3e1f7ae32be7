"""``desk``: what the verb opens, and what it refuses."""

import json
import signal
from pathlib import Path

import pytest
from desks import Visitor, process
from verbs import said


@pytest.mark.parametrize("arguments", [[], ["--no-open"]])
def test_the_browser_is_opened_unless_told_otherwise(site, noting, arguments):
    """The browser gets a private file that leads to the desk, not its key; or nothing."""
    site.environ |= {"BROWSER": noting.line}
    with process(site, *arguments) as (running, url):
        assert Visitor(url).get("").startswith("<!DOCTYPE html>")  # it serves by then
        while not arguments and not noting.note.exists():
            assert running.poll() is None
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 0
    assert noting.note.exists() is (not arguments)
    if noting.note.exists():
        line, _ = json.loads(noting.note.read_text())
        assert url.partition("key=")[2] not in " ".join(line)
        assert Path(line[0].removeprefix("file://")).name == "desk.html"
        assert not Path(line[0].removeprefix("file://")).exists()


def test_a_port_that_is_taken_is_said(site, unused_port):
    """--port with one in use ends with status 2 and a word."""
    result = site.cli("desk", "--no-open", "--port", str(unused_port))
    assert result.returncode == 2
    assert "cannot be used" in said(result)
    assert result.stdout == ""


def test_without_a_ledger_the_verb_says_how_one_comes(site):
    """There is nothing to show before the first build."""
    site.ledger_path.unlink()
    for arguments in (["--export", "pages"], ["--no-open"]):
        result = site.cli("desk", *arguments)
        assert result.returncode == 2
        assert "Build the site once" in said(result)
    assert not (site.folder / "pages").exists()

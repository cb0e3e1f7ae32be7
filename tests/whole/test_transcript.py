"""A day with a site, as a person reads it: kept as text, to be read by a person at each change.

After a change of words, write the texts anew and read what git shows:
UPDATE_TRANSCRIPTS=1 python -m pytest tests/whole/test_transcript.py
"""

import functools
import os
import re
import shutil
import socket
import subprocess
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import Quiet, Received, Site, serving
from terminal import shown_by
from zygote import python

from pelican_medium.sandbox import running

SAMPLE = Path(__file__).parents[2] / "sample_site"
TEXTS = Path(__file__).parents[1] / "transcripts"

#: What Pelican says by itself, and what differs from run to run.
NOT_OURS = re.compile(r"^(Done: |and \d+ draft|WARNING:|\s*│|[╭╰]|.*no-op).*\n", re.MULTILINE)


def plain(text, site):
    """Return what was printed without what differs from one run to the next."""
    text = re.sub(r"[^\n\r]*━[^\n\r]*", "", text)  # the bar, drawn again and again
    text = re.sub(r"\x1b\]8;.*?\x1b\\\\|\x1b\[[?\d;]*[A-Za-z]|\r", "", text)
    text = text.replace(str(site.folder), "/site")
    text = re.sub(r"[\u2801-\u28ff] Generating\.\.\.", "", text)
    text = re.sub(r"^\[\d\d:\d\d:\d\d\]", " " * 10, text, flags=re.MULTILINE)
    text = re.sub(r"\s+\w+\.py:\d+$", "", text, flags=re.MULTILINE)
    text = re.sub(rf"/{datetime.now(UTC).year}/", "/2026/", text)
    text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:8000", text)
    text = re.sub(r"\b[0-9a-f]{12}\b", "0123456789ab", text)
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    return NOT_OURS.sub("", text)


class Day:
    """Runs commands one after the other, and keeps what a person saw of each."""

    def __init__(self, site, columns):
        self.site = site
        self.columns = columns
        self.today = datetime.now(UTC).date().isoformat()
        self.seen = []

    def run(self, *words, **environ):
        module = {"pelican": "pelican", "pelican-medium": "pelican_medium"}[words[0]]
        command = [*python(), "-m", module, *words[1:]]
        given = os.environ | self.site.environ | environ
        if self.columns:
            _, text = shown_by(command, self.site.folder, given, self.columns)
        else:
            text = subprocess.run(
                command,
                cwd=self.site.folder,
                env=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                encoding="utf-8",
                check=False,
            ).stdout
        text = plain(text, self.site).replace(self.today, "2026-11-26")
        self.seen.append((" ".join(words), text))

    def build(self):
        self.run("pelican", "content", "-s", "publishconf.py")

    def note(self, text):
        self.seen.append((f"# {text}", ""))

    def text(self):
        shown = (
            f"{'' if said.startswith('#') else '$ '}{said}\n{text}" for said, text in self.seen
        )
        return "\n".join(shown)


def morning(day):
    """Set it up, publish an article, edit it, and publish two more."""
    site, today = day.site, day.today
    day.note("The sample site, and the plugin just installed.")
    day.run("pelican-medium", "init", "--yes")
    site.configure('MEDIUM_PUBLISH_STATUS = "draft"')
    day.build()
    day.run("pelican-medium", "doctor")
    day.note("A new article; this blog posts as it builds.")
    site.article("harbour", title="The harbour in fog", date=today)
    day.build()
    day.note("It was edited since.")
    site.article("harbour", title="The harbour in fog", date=today, text="Now in the sun.")
    day.build()
    day.run("pelican-medium", "status")
    day.note("From now on it posts after the upload. The pier lost its picture; the lamp is well.")
    site.configure('MEDIUM_POST_ON = "deploy"')
    site.article("pier", title="The pier", date=today, text="![the pier](/images/lost.png)")
    site.article("lamp", title="The lamp", date=today)
    day.build()
    day.note("The token was copied wrong.")
    day.run("pelican-medium", "post", MEDIUM_INTEGRATION_TOKEN="wrong")


def night(day, port):
    day.note("The network is gone.")
    with socket.socket() as nobody:  # has the port, and does not listen
        nobody.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        nobody.bind(("127.0.0.1", port))
        day.run("pelican-medium", "post")


def next_morning(day, medium):
    day.note("It is back, and breaks behind the first article.")
    medium.misbehave("drop-after")
    day.run("pelican-medium", "post")
    day.run("pelican-medium", "status")
    day.note("Once more: now it is the turn of the pier.")
    day.run("pelican-medium", "post")
    day.note("Somebody mistypes a key.")
    day.run("pelican-medium", "post", "haarbour")


#: What a whole day says twice, and why that is right. All else is said once: where the same thing
#: is to be said of another article, it names that one and is another sentence.
RIGHTLY_AGAIN = {
    "Medium's API cannot change a story; pelican-medium status shows where you can.": (
        "each build names what was edited since, until somebody has edited it there as well"
    ),
    "To send: “The lamp”, “The pier”.": "each run says what it is about to send, before it does",
}


def sentences(text):
    """Return what is said, as sentences of at least four words; rows of a table are none."""
    flowing = " ".join(text.split())
    return [one for one in re.split(r"(?<=[.!?])\s", flowing) if len(one.split()) >= 4]


def newcomers_copy(folder):
    """Return a copy of the sample site as it was before it had to do with Medium."""
    made = shutil.ignore_patterns(
        "output", "__pycache__", ".medium_outbox.json*", "*.lock", "*.bak"
    )
    shutil.copytree(SAMPLE, folder, ignore=made)
    (folder / "medium_ledger.json").unlink()
    for name in ("pelicanconf.py", "publishconf.py"):
        lines = (folder / name).read_text("utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith("MEDIUM_")]
        (folder / name).write_text("".join(kept), "utf-8")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return Site(folder)


@pytest.mark.parametrize(("name", "columns"), [("terminal", 80), ("pipe", None)])
def test_a_day_reads_as_it_is_kept(tmp_path, name, columns):
    """What is printed is what was read by a person; no sentence is said twice in a whole day."""
    site = newcomers_copy(tmp_path / "site")
    output = site.folder / "output"
    output.mkdir()
    with serving(functools.partial(Quiet, directory=output)) as url:
        publish = site.folder / "publishconf.py"
        publish.write_text(f'{publish.read_text("utf-8")}\nSITEURL = "{url}"\n', "utf-8")
        day = Day(site, columns)
        with running() as sandbox:
            site.use(sandbox)
            morning(day)
        port = urlsplit(sandbox.url).port
        night(day, port)
        with running(port=port) as sandbox:
            next_morning(day, Received(sandbox.url, sandbox.token))
    kept = TEXTS / f"a-day-{name}.txt"
    if os.environ.get("UPDATE_TRANSCRIPTS"):
        kept.write_text(day.text(), "utf-8")
    assert day.text() == kept.read_text("utf-8")
    assert "\x1b" not in day.text()
    said = Counter(one for _, text in day.seen for one in sentences(text))
    assert {one for one, times in said.items() if times > 1} == {*RIGHTLY_AGAIN}

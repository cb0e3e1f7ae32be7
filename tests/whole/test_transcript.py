"""A day with a site, as a person reads it: kept as text, to be read by a person at each change.

After a change of words, write the texts anew and read what git shows:
UPDATE_TRANSCRIPTS=1 python -m pytest tests/whole/test_transcript.py
"""

import functools
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import Quiet, new_site, serving
from terminal import shown_by

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
        command = [sys.executable, "-m", module, *words[1:]]
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

    def note(self, text):
        self.seen.append((f"# {text}", ""))

    def text(self):
        shown = (
            f"{'' if said.startswith('#') else '$ '}{said}\n{text}" for said, text in self.seen
        )
        return "\n".join(shown)


def lived(site, medium, columns):
    """Go through a day."""
    day = Day(site, columns)
    day.note("A blog with two articles, and the plugin just installed.")
    day.run("pelican-medium", "init", "--yes")
    site.configure('MEDIUM_PUBLISH_STATUS = "draft"\nMEDIUM_POST_ON = "deploy"')
    day.run("pelican", "content")
    day.run("pelican-medium", "doctor")
    day.note("A new article.")
    site.article("harbour", title="The harbour in fog", date=day.today)
    day.run("pelican", "content")
    day.run("pelican-medium", "status")
    day.run("pelican-medium", "post")
    day.note("It was edited since.")
    site.article("harbour", title="The harbour in fog", date=day.today, text="Now in the sun.")
    day.run("pelican", "content")
    day.run("pelican-medium", "status")
    day.note("One whose picture was forgotten, and one that is well.")
    site.article("pier", title="The pier", date=day.today, text="![the pier](/images/pier.png)")
    site.article("lamp", title="The lamp", date=day.today)
    day.run("pelican", "content")
    day.note("The token was copied wrong.")
    day.run("pelican-medium", "post", MEDIUM_INTEGRATION_TOKEN="wrong")
    day.note("Nobody answers, at an address of the API where nothing was posted yet.")
    day.run("pelican-medium", "post", MEDIUM_API_URL="http://127.0.0.1:1/v1")
    day.note("The connection breaks behind the first article.")
    medium.misbehave("drop-after")
    day.run("pelican-medium", "post")
    day.run("pelican-medium", "status")
    day.note("Somebody mistypes a key.")
    day.run("pelican-medium", "post", "haarbour")
    return day


def sentences(text):
    """Return what is said, as sentences of at least four words; rows of a table are none."""
    flowing = " ".join(text.split())
    return [one for one in re.split(r"(?<=[.:;!?])\s", flowing) if len(one.split()) >= 4]


@pytest.mark.parametrize(("name", "columns"), [("terminal", 80), ("pipe", None)])
def test_a_day_reads_as_it_is_kept(tmp_path, medium, name, columns):
    """What is printed is what was read by a person; no command says a sentence twice."""
    site = new_site(tmp_path)
    site.ledger_path.unlink()
    conf = site.folder / "pelicanconf.py"
    conf.write_text(
        "\n".join(line for line in conf.read_text().splitlines()
                  if not line.startswith(("MEDIUM_", "PLUGINS"))) + "\n"
    )  # fmt: skip
    site.article("one", title="The first one", date="2026-01-01")
    site.article("two", title="The second one", date="2026-01-02")
    subprocess.run(["git", "init", "-q"], cwd=site.folder, check=True)
    output = functools.partial(Quiet, directory=site.folder / "output")
    with serving(output) as url:
        site.configure(f'SITEURL = "{url}"')
        site.use(medium)
        day = lived(site, medium, columns)
    kept = TEXTS / f"a-day-{name}.txt"
    if os.environ.get("UPDATE_TRANSCRIPTS"):
        kept.write_text(day.text(), "utf-8")
    assert day.text() == kept.read_text("utf-8")
    assert "\x1b" not in day.text()
    for said, text in day.seen:
        found = sentences(text)
        assert [one for one in found if found.count(one) > 1] == [], said

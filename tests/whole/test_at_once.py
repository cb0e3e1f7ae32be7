"""Two runs on one machine at once: one works, the other says so, and nothing is doubled."""

import json
import os
import subprocess

import pytest
from zygote import python

from pelican_medium import settings
from pelican_medium.model import Outcome
from pelican_medium.posting import run as crosspost
from pelican_medium.store import outbox


@pytest.fixture
def busy(site, medium):
    site.use(medium)
    for number in range(3):
        site.article(f"a{number}", date=f"2026-01-0{number + 1}")
    return site


def start(site, *command, **environ):
    return subprocess.Popen(
        [*python(), *command],
        cwd=site.folder,
        env=os.environ | site.environ | environ | {"COLUMNS": "1000"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_for_a_post(medium, process):
    while not any(seen["method"] == "POST" for seen in medium.requests):
        with pytest.raises(subprocess.TimeoutExpired):  # or it has ended without one
            process.wait(0.05)


def titles(medium):
    return [body["title"] for body in medium.bodies]


BUILD = ("-m", "pelican", "content")
POST = ("-m", "pelican_medium", "post")


@pytest.mark.parametrize("first", [BUILD, POST], ids=["build", "post"])
@pytest.mark.parametrize("second", [BUILD, POST], ids=["build", "post"])
def test_while_one_posts_the_other_says_so(busy, medium, first, second):
    """Whoever comes second sends nothing; a build is whole all the same, and finds it later."""
    busy.build(CI="true")
    medium.misbehave("slow:60")
    one = start(busy, *first)
    wait_for_a_post(medium, one)
    busy.article("late", date="2026-02-01")
    other = start(busy, *second)
    said, _ = other.communicate(timeout=60)
    assert "Another run of pelican-medium holds" in said
    assert other.returncode == (0 if second == BUILD else 1)
    assert len(medium.requests) == 2
    assert busy.states() == {"a0": "posting"}
    one.kill()
    one.communicate()
    assert busy.build().returncode == 0
    assert titles(medium) == ["A0", "A1", "A2", "Late"]
    assert busy.states() == {"a0": "unknown", "a1": "posted", "a2": "posted", "late": "posted"}


@pytest.mark.parametrize("commands", [(BUILD, BUILD), (POST, POST), (BUILD, POST)])
def test_two_that_start_together_post_each_article_once(busy, medium, commands):
    """However they meet, three articles are three posts."""
    busy.build(CI="true")
    running = [start(busy, *command) for command in commands]
    said = [one.communicate(timeout=60)[0] for one in running]
    assert not any("Traceback" in text for text in said), said
    busy.build()
    assert sorted(titles(medium)) == ["A0", "A1", "A2"]
    assert set(busy.states().values()) == {"posted"}


def test_two_first_uses_at_once_make_one_ledger(busy, medium):
    """The first ledger is made once, and nothing old is posted by either."""
    busy.ledger_path.unlink()
    running = [start(busy, *BUILD) for _ in range(2)]
    for one in running:
        one.communicate(timeout=60)
    busy.build()
    assert set(busy.states().values()) == {"skipped"}
    assert medium.posts == []


def test_a_note_of_what_was_held_does_not_replace_a_newer_outbox(busy, monkeypatch):
    """A build that ends while `post` is at work has found more than `post` knew of."""
    busy.build(CI="true")
    one = settings.read({"PATH": str(busy.folder / "content"), "SITEURL": "https://x.example"}, {})
    old = outbox.read(one.outbox)
    run = crosspost.Run([Outcome("a0", "A0", "held", reason="not live")])
    crosspost.note_held(old, run.outcomes, one.outbox)
    assert set(outbox.read(one.outbox).held) == {"a0"}
    busy.article("late")
    busy.build(CI="true")
    crosspost.note_held(old, run.outcomes, one.outbox)
    found = json.loads(busy.outbox_path.read_text("utf-8"))
    assert "late" in found["bodies"]

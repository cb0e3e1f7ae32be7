"""Dying at every moment: whatever kills a run, each article arrives once or is known as unclear."""

import json
import os
import random
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT, SIGKILL, SIGTERM

import pytest
from conftest import Site, clear_environment
from zygote import python

POST = ["pelican-medium", "post"]
BUILD = ["pelican", "content"]


@dataclass
class Mortal:
    """Three articles to post, and a process that runs our commands and kills them."""

    site: Site
    medium: object
    process: subprocess.Popen
    said: Path

    def run(self, argv=POST, **how):
        """Run a command, perhaps with an end; return its exit status and what was counted."""
        self.said.write_text("")
        order = {
            "argv": list(argv),
            "folder": str(self.site.folder),
            "environ": self.site.environ,
            "said": str(self.said),
        }
        self.process.stdin.write(json.dumps(order | how) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def process_of_post(self):
        """Start `post` as its users do, without waiting for its end."""
        return subprocess.Popen(
            [*python(), "-m", "pelican_medium", "post"],
            cwd=self.site.folder,
            env=os.environ | self.site.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def forget(self):
        """Start again with the same outbox, an empty ledger and an empty Medium."""
        self.site.write_ledger()
        self.medium.forget()

    def check_now(self):
        """What Medium has is in the ledger, whole and readable, whatever has just died."""
        states = self.site.states()
        for key in self.created():
            assert states[key] in {"posting", "posted", "unknown"}
        assert "Traceback" not in self.said.read_text("utf-8")

    def created(self):
        return [body["title"].lower() for body in self.medium.bodies]

    def recover(self, argv=None):
        """Run again and again until all is well, as a person or a pipeline would.

        Nobody kills these runs: unless told otherwise, they need no process of their own.
        """
        for _ in range(4):
            status = self.run(argv)["status"] if argv else self.site.cli("post").returncode
            if status == 0:
                break
        self.check_end()

    def check_end(self):
        created, states = self.created(), self.site.states()
        assert len(created) == len(set(created)), "posted twice"
        assert set(states) == {"a0", "a1", "a2"}, "lost"
        assert set(states.values()) <= {"posted", "unknown"}
        assert {key for key, state in states.items() if state == "posted"} <= set(created)
        assert list(states.values()).count("unknown") <= 1, "a death costs one article at most"
        names = {path.name for path in self.site.folder.iterdir()}
        assert not {name for name in names if name.endswith(".tmp") and "ledger" in name}


@pytest.fixture(scope="module")
def mother():
    """The process whose forks die; each is told its folder and environment, so one will do."""
    helper = [sys.executable, Path(__file__).parents[1].joinpath("mortal.py")]
    with pytest.MonkeyPatch.context() as monkeypatch:
        clear_environment(monkeypatch)
        process = subprocess.Popen(helper, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with process:
        yield process
        process.stdin.close()
        process.wait(30)


@pytest.fixture
def mortal(site, medium, mother, tmp_path):
    site.use(medium)
    for number in range(3):
        site.article(f"a{number}", date=f"2026-01-0{number + 1}")
    site.configure('import os\nMEDIUM_POST_ON = os.environ.get("POST_ON", "build")')
    site.build(POST_ON="deploy")
    return Mortal(site, medium, mother, tmp_path / "said.txt")


def every_step(mortal, kind, fatal, stride=1, start=1):
    """Let a run die at each step there is; return how many deaths that were."""
    deaths = 0
    for step in range(start, 5000, stride):
        mortal.forget()
        ended = mortal.run(kind=kind, step=step, signal=fatal)
        if ended.get("steps", step) < step:
            break
        deaths += 1
        mortal.check_now()
        mortal.recover()
    before = mortal.created()
    assert mortal.run()["status"] == 0
    assert mortal.created() == before
    return deaths


def test_killed_at_every_call(mortal):
    """SIGKILL before each call that opens, writes, syncs, renames, connects, sends or receives."""
    assert every_step(mortal, "calls", SIGKILL) > 100


@pytest.mark.parametrize(("fatal", "start"), [(SIGTERM, 1), (SIGINT, 3)])
def test_ended_at_every_fourth_call(mortal, fatal, start):
    """What a pipeline sends first, and Ctrl-C: the same, and an orderly end with exit status 1."""
    assert every_step(mortal, "calls", fatal, stride=4, start=start) > 25


def test_interrupted_at_every_sixth_line(mortal):
    """Ctrl-C at lines of ours between planned and recorded, the first time each is reached."""
    assert every_step(mortal, "lines", SIGINT, stride=6) > 30


@pytest.mark.parametrize("number", [SIGTERM, SIGINT])
def test_an_interruption_is_said_and_leaves_order(mortal, number):
    """While the answer is waited for: exit status 1, unknown in the ledger, no traceback."""
    mortal.medium.misbehave("silent")
    before = mortal.process_of_post()
    while not mortal.medium.posts:
        with suppress(subprocess.TimeoutExpired):  # to ask all the time would only slow it down
            pytest.fail(f"It ended by itself: {before.wait(0.05)}")
    before.send_signal(number)
    said, _ = before.communicate(timeout=30)
    assert before.returncode == 1
    assert "Interrupted. What was sent is in the ledger" in said
    assert "Traceback" not in said
    assert mortal.site.states() == {"a0": "unknown"}
    mortal.recover()


def test_killed_at_200_random_moments(mortal):
    """SIGKILL whenever it comes, with nothing of ours in the process that counts or waits."""
    moments = random.Random(4)
    mortal.run()
    usual = []
    for _ in range(3):
        mortal.forget()
        started = time.monotonic()
        mortal.run()
        usual.append(time.monotonic() - started)
    killed = 0
    for _ in range(200):
        mortal.forget()
        ended = mortal.run(seconds=moments.uniform(0, min(usual)))
        killed += ended["status"] == -SIGKILL
        mortal.check_now()
        mortal.recover()
    assert killed > 20  # enough of them came in time to be worth the name


def test_killed_again_and_again(mortal):
    """One death after the other, on the way to three articles: still none twice and none lost."""
    moments = random.Random(5)
    for _ in range(6):
        mortal.forget()
        for _ in range(6):
            mortal.run(kind="calls", step=moments.randint(1, 120))
            mortal.check_now()
        mortal.run()
        created, states = mortal.created(), mortal.site.states()
        assert len(created) == len(set(created))
        assert set(states) == {"a0", "a1", "a2"}
        assert set(states.values()) <= {"posted", "unknown"}


def test_a_build_that_is_killed(mortal):
    """A real build that posts, killed at calls and at random moments, and built again."""
    moments = random.Random(6)
    mortal.site.environ["POST_ON"] = "build"
    ends = [{"kind": "calls", "step": step} for step in range(1, 90, 18)]
    ends += [{"seconds": moments.uniform(0.05, 0.6)} for _ in range(6)]
    for end in ends:
        mortal.forget()
        mortal.run(BUILD, **end)
        mortal.check_now()
        mortal.recover(BUILD)


def test_a_first_use_that_is_killed(mortal):
    """Killed before, while or after the first ledger is made: nothing old is ever posted."""
    moments = random.Random(7)
    mortal.site.environ["POST_ON"] = "build"
    for _ in range(5):
        mortal.site.ledger_path.unlink()
        mortal.run(BUILD, seconds=moments.uniform(0.05, 0.5))
        for _ in range(2):
            assert mortal.run(BUILD)["status"] == 0
        assert set(mortal.site.states().values()) == {"skipped"}
    assert mortal.medium.posts == []

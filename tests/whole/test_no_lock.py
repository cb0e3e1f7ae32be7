"""Two runs at once where the lock keeps nobody out: each article goes once all the same.

`ROUNDS=10` in the environment tries each situation ten times; once is enough for every day.
"""

import os
import subprocess
from collections import Counter

import pytest
from zygote import python

ROUNDS = int(os.environ.get("ROUNDS", "1"))

ARTICLES = 25

#: Posts again and again, as an impatient pipeline would, until there is nothing to do.
POST = """
from pelican_medium.cli import cli
for _ in range(60):
    try:
        cli(["post"], prog_name="pelican-medium")
    except SystemExit as end:
        if end.code == 0:
            break
"""

#: A file system whose locks lock nothing, as some of a network are.
WITHOUT_LOCKS = """
import filelock
class Useless:
    def __init__(self, path):
        self.lock_file = path
    def acquire(self, timeout):
        open(self.lock_file, "a").close()
    def release(self):
        pass
filelock.FileLock = Useless
"""


@pytest.fixture
def two(built, tmp_path):
    """A site of 25 articles, and another folder from which the same ledger is reached by a link."""
    for number in range(3, ARTICLES):
        built.article(f"a{number}", date=f"2026-02-{number + 1:02}")
    assert built.build().returncode == 0
    link = tmp_path / "link"
    link.mkdir()
    for path in built.folder.iterdir():
        if path.name not in {"medium_ledger.json", "medium_ledger.json.lock"}:
            link.joinpath(path.name).symlink_to(path)
    link.joinpath("medium_ledger.json").symlink_to(built.ledger_path)
    return built, link


def start(site, folder, code):
    with (site.folder / "said.txt").open("a") as said:
        return subprocess.Popen(
            [*python(), "-c", code],
            cwd=folder,
            env=os.environ | site.environ,
            stdout=said,
            stderr=said,
        )


def linked(site, folder):
    return [start(site, site.folder, POST), start(site, folder, POST)]


def cleaned(site, _folder):
    """Two runs in one folder, where `git clean` takes the lock away again and again."""
    running = [start(site, site.folder, POST) for _ in range(2)]
    while any(one.poll() is None for one in running):
        site.ledger_path.with_name("medium_ledger.json.lock").unlink(missing_ok=True)
        for one in running:
            try:
                one.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                continue
    return running


def unlocked(site, _folder):
    return [start(site, site.folder, WITHOUT_LOCKS + POST) for _ in range(2)]


@pytest.mark.parametrize("meet", [linked, cleaned, unlocked])
def test_nothing_goes_twice_and_nothing_is_lost(two, medium, meet):
    """25 articles, two runs that start together and again whenever they end: no duplicate."""
    site, folder = two
    for _ in range(ROUNDS):
        site.write_ledger()
        medium.forget()
        for one in meet(site, folder):
            one.wait(timeout=300)
        said = (site.folder / "said.txt").read_text("utf-8")
        assert "Traceback" not in said, said
        assert site.shell("post", timeout=300).returncode == 0
        created = Counter(body["title"].lower() for body in medium.bodies)
        assert set(created.values()) == {1}
        states = site.states()
        assert len(states) == ARTICLES
        assert set(states.values()) <= {"posted", "unknown"}
        assert {key for key, state in states.items() if state == "posted"} <= set(created)
        assert not set(created) - set(states)
        print(meet.__name__, Counter(states.values()))  # noqa: T201 - for who tries ten rounds

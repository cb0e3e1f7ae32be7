"""A build in one job, `post` in another, the ledger from git in both: nothing learned is lost."""

import json
import sys

import pytest


class TwoJobs:
    """A site whose build job hands over the outbox and forgets its copy of the ledger."""

    def __init__(self, site):
        self.site = site

    def build(self):
        committed = self.site.ledger_path.read_bytes()
        built = self.site.build(CI="true")
        assert built.returncode == 0, built.stderr
        self.site.ledger_path.write_bytes(committed)
        return built

    def deploy(self, *arguments):
        """Build in one job and post in another; the ledger of the second is committed."""
        self.build()
        return self.site.shell("post", *arguments)

    def move(self, name, folder, **metadata):
        (self.site.folder / "content" / f"{name}.md").unlink()
        self.site.article(name, folder=folder, **metadata)


@pytest.fixture
def jobs(built):
    """Two jobs of a live site whose ledger says that all three of its articles are posted."""
    two = TwoJobs(built)
    assert two.deploy().returncode == 0
    assert set(built.states().values()) == {"posted"}
    return two


def test_a_new_slug_and_then_a_moved_file_are_one_post(jobs, medium):
    """What the first pipeline learned by the file, the second one needs to know by the slug."""
    date = "2026-01-01"
    jobs.site.article("a0", date=date, slug="renamed")
    assert jobs.deploy().returncode == 0
    assert "renamed" in json.dumps(jobs.site.ledger)
    jobs.move("a0", "deeper", date=date, slug="renamed")
    assert jobs.deploy().returncode == 0
    assert len(medium.posts) == 3
    entry = next(e for e in jobs.site.ledger["articles"].values() if e["title"] == "A0")
    assert entry["source_path"] == "deeper/a0.md"
    assert entry["medium"]["state"] == "posted"


def test_what_a_build_has_woken_is_sent(built, medium):
    """`Medium: yes` on an old article reaches the job that posts, and goes once."""
    old = {"state": "skipped", "why": "before first use"}
    built.write_ledger({f"a{n}": {"source_path": f"a{n}.md", "medium": old} for n in range(3)})
    jobs = TwoJobs(built)
    jobs.deploy()
    assert medium.posts == []
    built.article("a1", date="2026-01-02", medium="yes")
    assert jobs.deploy().returncode == 0
    assert [body["title"] for body in medium.bodies] == ["A1"]
    jobs.deploy()
    assert len(medium.posts) == 1


def test_it_is_saved_and_announced_where_nothing_is_sent(jobs, medium, tmp_path):
    """The command of --after-save runs once, and the run says what to commit."""
    jobs.site.article("a0", date="2026-01-01", slug="renamed")
    note = tmp_path / "note"
    code = f"open({str(note)!r}, 'a').write('x')"
    result = jobs.deploy("--after-save", f'{sys.executable} -c "{code}"')
    assert result.returncode == 0
    assert note.read_text("utf-8") == "x"
    assert "Commit " in result.stderr
    again = jobs.deploy("--after-save", f'{sys.executable} -c "{code}"')
    assert note.read_text("utf-8") == "x", again.stderr


def test_a_command_that_fails_where_nothing_is_sent_is_said(jobs, medium):
    """The ledger is saved here, and the exit status tells that it went no further."""
    jobs.site.article("a0", date="2026-01-01", slug="renamed")
    result = jobs.deploy("--after-save", "exit 3")
    assert result.returncode == 1
    assert "--after-save failed" in result.stderr
    assert "renamed" in json.dumps(jobs.site.ledger)


def test_a_dry_run_knows_it_and_saves_nothing(built, medium):
    """It names the woken article, and leaves the ledger as it was."""
    old = {"state": "skipped", "why": "before first use"}
    built.write_ledger({f"a{n}": {"source_path": f"a{n}.md", "medium": old} for n in range(3)})
    TwoJobs(built).build()
    built.article("a1", date="2026-01-02", medium="yes")
    TwoJobs(built).build()
    before = built.ledger_path.read_bytes()
    result = built.cli("post", "--dry-run", "--json")
    assert [one["key"] for one in json.loads(result.stdout)["outcomes"]] == ["a1"]
    assert built.ledger_path.read_bytes() == before


def test_two_builds_in_one_job_hand_over_what_both_learned(jobs, medium):
    """A test build before the real one must not swallow what it learned."""
    committed = jobs.site.ledger_path.read_bytes()
    jobs.site.article("a0", date="2026-01-01", slug="renamed")
    jobs.site.build(CI="true")
    jobs.site.build(CI="true")
    jobs.site.ledger_path.write_bytes(committed)
    assert jobs.site.cli("post").returncode == 0
    assert "renamed" in json.dumps(jobs.site.ledger)
    assert len(medium.posts) == 3


def test_a_persons_mark_since_the_build_wins(built, medium):
    """Who skips a woken article by hand before it is posted is obeyed."""
    old = {"state": "skipped", "why": "before first use"}
    built.write_ledger({f"a{n}": {"source_path": f"a{n}.md", "medium": old} for n in range(3)})
    jobs = TwoJobs(built)
    jobs.deploy()
    built.article("a1", date="2026-01-02", medium="yes")
    jobs.build()
    data = built.ledger
    data["articles"]["a1"]["medium"] = {"state": "skipped", "why": "by hand"}
    built.write_ledger(data["articles"])
    assert built.cli("post").returncode == 0
    assert medium.posts == []
    assert built.ledger["articles"]["a1"]["medium"]["why"] == "by hand"

"""What changed in an article's source since it was posted: a real repository."""

import subprocess

import pytest

from pelican_medium.desk import changes
from pelican_medium.desk.changes import Piece

POSTED = "2026-03-01T00:00:00Z"


@pytest.fixture
def git(tmp_path, monkeypatch):
    """A repository, and a function that runs git in it at a moment."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")

    def run(*arguments, at="2026-02-01T00:00:00Z"):
        monkeypatch.setenv("GIT_COMMITTER_DATE", at)
        who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    run("init", "-q")
    return run


def write(folder, text):
    path = folder / "an article.md"
    path.write_text(text, "utf-8")
    return path


def as_text(lines):
    return "\n".join("".join(f"{one.kind}:{one.text}|" for one in line or ()) for line in lines)


def test_words_that_changed_since_that_day_are_shown(tmp_path, git):
    """Against the last commit before it, whatever was committed later or is not committed yet."""
    write(tmp_path, "Title: a\n\nThe old word – of this.\n")
    git("add", "-A")
    git("commit", "-qm", "one")
    path = write(tmp_path, "Title: a\n\nThe new word – of this.\n")
    git("commit", "-qam", "two", at="2026-04-01T00:00:00Z")
    write(tmp_path, "Title: a\n\nThe new word – of this.\n\nAnd more.\n")
    lines = changes.since(path, POSTED)
    assert lines[0] == (
        Piece("same", "The "),
        Piece("old", "old"),
        Piece("new", "new"),
        Piece("same", " word – of this."),
    )
    assert lines[-1] == (Piece("new", "And more."),)


def test_far_places_are_parted(tmp_path, git):
    """A line of nothing stands between two places of the file."""
    write(tmp_path, "".join(f"line {n}\n" for n in range(30)))
    git("add", "-A")
    git("commit", "-qm", "one")
    text = "".join(f"{'other' if n in {2, 25} else 'line'} {n}\n" for n in range(30))
    lines = changes.since(write(tmp_path, text), POSTED)
    assert lines.count(None) == 1
    assert "new:other" in as_text(lines[: lines.index(None)])
    assert "new:other" in as_text(lines[lines.index(None) :])


@pytest.mark.parametrize("at", [None, "2026-01-01T00:00:00Z", "$(touch x)", "--output=x"])
def test_without_a_commit_of_that_time_nothing_is_said(tmp_path, git, at):
    """A repository that is younger, or a stamp that cannot be read, makes no page fail."""
    path = write(tmp_path, "a\n")
    git("add", "-A")
    git("commit", "-qm", "one")
    assert changes.since(write(tmp_path, "b\n"), at) == ()
    assert sorted(one.name for one in tmp_path.iterdir()) == [".git", path.name]


def test_without_git_or_file_nothing_is_said(tmp_path, monkeypatch):
    """A site need not be in git, and git need not be there."""
    assert changes.since(tmp_path / "gone.md", POSTED) == ()
    path = write(tmp_path, "a\n")
    assert changes.since(path, POSTED) == ()
    monkeypatch.setenv("PATH", "")
    assert changes.since(path, POSTED) == ()


def test_no_program_of_the_repository_is_run(tmp_path, git):
    """Its settings may name one to show differences with, or to watch files; neither starts."""
    write(tmp_path, "old\n")
    (tmp_path / ".gitattributes").write_text("*.md diff=mine\n")
    git("add", "-A")
    git("commit", "-qm", "one")
    for name in ("diff.external", "diff.mine.command", "diff.mine.textconv", "core.fsmonitor"):
        git("config", name, f"touch {tmp_path}/taken; true")
    lines = changes.since(write(tmp_path, "new\n"), POSTED)
    assert as_text(lines) == "old:old|new:new|"
    assert not (tmp_path / "taken").exists()

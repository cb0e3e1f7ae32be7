"""What git says of a site's files: in a real repository, and where there is none."""

import pytest
from gits import git as run

from pelican_medium.cli import git
from pelican_medium.model.errors import MediumError


@pytest.fixture
def repository(tmp_path):
    """A repository with a committed ledger."""
    run(tmp_path, "init", "-q")
    (tmp_path / "ledger.json").write_text("{}")
    run(tmp_path, "add", ".")
    run(tmp_path, "commit", "-qm", "The ledger")
    return tmp_path


@pytest.fixture
def no_repository(tmp_path, monkeypatch):
    """A folder that belongs to none, wherever the tests run."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return tmp_path


def test_each_state_of_a_file(repository):
    """Committed, changed, ignored, or never told to git."""
    ledger, other = repository / "ledger.json", repository / "other.json"
    assert git.state(ledger) == "clean"
    ledger.write_text("{ }")
    assert git.state(ledger) == "modified"
    assert git.state(other) == "untracked"  # also before it is there
    other.write_text("{}")
    assert git.state(other) == "untracked"
    (repository / ".gitignore").write_text("*.json\n")
    assert git.state(other) == "ignored"
    assert git.state(ledger) == "modified"  # what is committed is never ignored


def test_outside_of_git_nothing_is_said(no_repository):
    """No state, no setting, no driver."""
    (no_repository / "ledger.json").write_text("{}")
    assert git.state(no_repository / "ledger.json") is None
    assert git.config(no_repository, git.DRIVER) is None
    assert not git.merges(no_repository / "ledger.json")
    assert git.ask(no_repository, "status") is None


def test_without_git_nothing_is_said(repository, monkeypatch):
    """It may not be installed at all."""
    monkeypatch.setenv("PATH", "")
    assert git.state(repository / "ledger.json") is None
    assert git.ask(repository, "--version") is None


def test_the_driver_is_set_in_this_clone_and_named_for_the_file(repository):
    """The setting is git's own, the attribute stands in .gitattributes: both are needed."""
    assert git.config(repository, git.DRIVER) is None
    git.set_driver(repository)
    assert git.config(repository, git.DRIVER).strip() == git.MERGE
    assert not git.merges(repository / "ledger.json")
    (repository / ".gitattributes").write_text("ledger.json merge=medium-ledger\n")
    assert git.merges(repository / "ledger.json")
    assert not git.merges(repository / "other.json")


def test_a_git_that_does_not_take_it_is_said(no_repository):
    """With the line to run by hand, which a shell takes as it is."""
    with pytest.raises(MediumError) as caught:
        git.set_driver(no_repository)
    assert str(caught.value).endswith(
        "git config merge.medium-ledger.driver 'pelican-medium merge-ledger %O %A %B'"
    )

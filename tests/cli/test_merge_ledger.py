"""``merge-ledger``: by hand, and by a real git with two clones and a bare repository."""

import json
import shlex
import sys

import pytest
from gits import git
from verbs import said

from pelican_medium.store.ledger_text import parse, serialise

ATTRIBUTES = "medium_ledger.json merge=medium-ledger\n"


@pytest.fixture
def clones(tmp_path):
    """Two clones of one bare repository, each with the merge driver of the README."""
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "shared.git")
    made = []
    for name in ("left", "right"):
        git(tmp_path, "clone", "-q", "shared.git", name)
        driver = f"{shlex.quote(sys.executable)} -m pelican_medium merge-ledger %O %A %B"
        git(tmp_path / name, "config", "merge.medium-ledger.driver", driver)
        made.append(tmp_path / name)
        if name == "left":
            git(made[0], "checkout", "-q", "-b", "main")
            (made[0] / ".gitattributes").write_text(ATTRIBUTES)
            write(made[0], {"a": {}, "b": {}})
            git(made[0], "push", "-q", "origin", "main")
    return made


def write(folder, articles, message="A change"):
    data = {"version": 1, "articles": articles}
    (folder / "medium_ledger.json").write_text(serialise(parse(json.dumps(data))))
    git(folder, "add", ".")
    git(folder, "commit", "-qm", message)


def test_git_merges_what_two_machines_did(clones):
    """A refused push is fetched and merged, line by line impossible, and pushed without a word."""
    left, right = clones
    write(left, {"a": {"medium": {"state": "posted", "id": "aa"}}, "b": {}})
    git(left, "push", "-q", "origin", "main")
    posting = {"state": "posting", "reason": "being sent, try 2"}
    write(right, {"a": {"medium": posting}, "b": {"medium": {"state": "posted", "id": "bb"}}})
    assert git(right, "push", "-q", "origin", "main", check=False).returncode != 0
    git(right, "fetch", "-q")
    git(right, "merge", "-q", "--no-edit", "origin/main")
    git(right, "push", "-q", "origin", "main")
    git(left, "pull", "-q", "origin", "main")
    for folder in clones:
        book = parse((folder / "medium_ledger.json").read_text())
        assert {e.key: e.cell.id for e in book.entries.values()} == {"a": "aa", "b": "bb"}


def test_git_calls_a_broken_ledger_a_conflict(clones):
    """Ours stays as it is, the message names the cause, and nothing can be committed unseen."""
    left, right = clones
    (left / "medium_ledger.json").write_text("{")
    git(left, "commit", "-qam", "Broken")
    git(left, "push", "-q", "origin", "main")
    write(right, {"a": {"medium": {"state": "posted", "id": "aa"}}})
    before = (right / "medium_ledger.json").read_bytes()
    git(right, "fetch", "-q")
    result = git(right, "merge", "--no-edit", "origin/main", check=False)
    assert result.returncode == 1
    assert "is not JSON" in result.stderr
    assert (right / "medium_ledger.json").read_bytes() == before
    assert git(right, "ls-files", "--unmerged").stdout


def test_two_first_ledgers_are_merged(tmp_path, site):
    """Git gives an empty file as the common one where both sides have made a first ledger."""
    for name, text in (
        ("base", ""),
        ("ours", '{"version": 1, "articles": {"a": {}}}'),
        ("theirs", '{"version": 1, "articles": {"b": {}}}'),
    ):
        (tmp_path / name).write_text(text)
    paths = [str(tmp_path / name) for name in ("base", "ours", "theirs")]
    result = site.cli("merge-ledger", *paths)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert set(parse((tmp_path / "ours").read_text()).entries) == {"a", "b"}


@pytest.mark.parametrize("name", ["base", "ours", "theirs"])
def test_a_file_that_cannot_be_read_changes_nothing(tmp_path, site, name):
    """Each of the three is named, the exit status is 2, and ours is as it was."""
    for one in ("base", "ours", "theirs"):
        (tmp_path / one).write_text('{"version": 1, "articles": {}}')
    (tmp_path / name).write_text('{"version": 9}')
    before = (tmp_path / "ours").read_text()
    result = site.cli("merge-ledger", *(str(tmp_path / n) for n in ("base", "ours", "theirs")))
    assert result.returncode == 2
    assert f"{name} is of version 9" in said(result)
    assert (tmp_path / "ours").read_text() == before

"""Merging ledgers: by value, and by a real git with two clones and a bare repository."""

import json
import shlex
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pelican_medium.store import merge
from pelican_medium.store.book import Book, Cell, Entry
from pelican_medium.store.ledger_text import parse, serialise

POSTED = Cell("posted", by="api", id="aa", url="https://medium.com/p/aa", at="2026-01-02T00:00:00Z")
UNKNOWN = Cell("unknown", by="api", reason="no answer")
POSTING = Cell("posting", by="api", reason="being sent, try 1")
REJECTED = Cell("rejected", by="api", reason="bad")
SKIPPED = Cell("skipped", why="by hand")
OLD = Cell("skipped", why="before first use")
RANKED = [POSTED, UNKNOWN, POSTING, REJECTED, SKIPPED, None]


def book(cell, **more):
    return Book({"a": Entry("a", cell=cell, **more)})


def merged(base, ours, theirs):
    """Return the one cell after a merge, which must not depend on who merges."""
    one = merge.merge(book(base), book(ours), book(theirs)).entries["a"].cell
    other = merge.merge(book(base), book(theirs), book(ours)).entries["a"].cell
    assert one == other
    return one


@pytest.mark.parametrize("weaker", range(1, 6))
@pytest.mark.parametrize("stronger", range(5))
def test_the_stronger_word_wins_where_both_changed(stronger, weaker):
    """Posted beats unknown, posting, rejected, skipped and nothing, in this order."""
    if stronger < weaker:
        assert merged(OLD, RANKED[stronger], RANKED[weaker]) == RANKED[stronger]


@pytest.mark.parametrize("base", RANKED)
@pytest.mark.parametrize("after", RANKED)
def test_what_only_one_side_changed_is_taken(base, after):
    """A person's `mark pending` of an unknown is not undone by the side that slept."""
    assert merged(base, base, after) == after


def test_two_intents_of_two_machines_become_unknown():
    """Each `posting` names its own try; two of them may both have been sent."""
    other = Cell("posting", by="api", reason="being sent, try 2")
    one = merge.merge(book(None), book(POSTING), book(other)).entries["a"].cell
    assert (one.state, one.reason) == ("unknown", merge.TWO_AT_ONCE)
    assert merged(None, POSTING, POSTING) == POSTING


def test_two_posts_of_one_article_are_both_named():
    """The earlier one is kept, and the reason says where the other is."""
    later = Cell(
        "posted", by="api", id="bb", url="https://medium.com/p/bb", at="2026-01-03T00:00:00Z"
    )
    cell = merged(None, later, POSTED)
    assert cell.id == "aa"
    assert "https://medium.com/p/bb" in cell.reason


def test_fields_of_one_post_come_from_both_sides():
    """One side learns that it is public, the other keeps a field of a later release."""
    base = Cell("posted", id="aa", publish_status="draft")
    public = Cell("posted", id="aa", publish_status="public")
    noted = Cell("posted", id="aa", publish_status="draft", extra={"stars": 3})
    assert merged(base, public, noted) == Cell(
        "posted", id="aa", publish_status="public", extra={"stars": 3}
    )


def test_a_trial_is_weaker_than_anything_of_mediums():
    """What went to a sandbox on one machine does not hide what Medium has."""
    trial = Cell("posted", id="cc", api="http://127.0.0.1:8989/v1")
    assert merged(None, trial, REJECTED) == REJECTED


def test_other_names_and_pictures_and_unknown_fields_are_united():
    """Nothing either side has learned is lost, and who moves an article takes its post along."""
    base = Book({"old": Entry("old", source_path="a.md", cell=POSTING)})
    ours = Book(
        {"new": Entry("new", source_path="b.md", also=("old", "a.md"), cell=POSTING)},
        pictures={"1": {"url": "https://cdn.example/1"}, "2": {"url": "x", "api": "sandbox"}},
        extra={"mine": 1},
    )
    theirs = Book(
        {"old": Entry("old", source_path="a.md", cell=POSTED, extra={"note": "n"})},
        pictures={"2": {"url": "https://cdn.example/2"}, "3": {"url": "https://cdn.example/3"}},
        extra={"yours": 2},
    )
    for one, other in ((ours, theirs), (theirs, ours)):
        result = merge.merge(base, one, other)
        [entry] = result.entries.values()
        assert entry.cell == POSTED
        assert {"a.md", "b.md"} <= {*entry.also, entry.source_path}
        assert entry.extra == {"note": "n"}
        assert {row["url"][-1] for row in result.pictures.values()} == {"1", "2", "3"}
        assert "api" not in result.pictures["2"]
        assert result.extra == {"mine": 1, "yours": 2}


def test_a_removed_entry_goes_only_if_the_other_side_left_it_alone():
    """An entry deleted by hand stays away; one the other side has changed comes back."""
    base = book(SKIPPED)
    assert merge.merge(base, Book(), base).entries == {}
    assert merge.merge(base, Book(), book(POSTED)).entries["a"].cell == POSTED


cells = st.sampled_from([*RANKED, OLD])
entries = st.dictionaries(st.sampled_from("abc"), cells, max_size=3).map(
    lambda found: Book({key: Entry(key, cell=cell) for key, cell in found.items()})
)


@given(entries, entries, entries)
def test_no_post_is_ever_lost(base, ours, theirs):
    """What either side has newly sent is at least unknown in the merged one, which is a ledger."""
    result = merge.merge(base, ours, theirs)
    assert parse(serialise(result)) == result
    for side in (ours, theirs):
        for key, entry in side.entries.items():
            if entry.cell in [POSTED, UNKNOWN] and entry != base.entries.get(key):
                assert result.entries[key].cell.state in {"posted", "unknown"}
    assert merge.merge(base, ours, ours) == ours


# With git


ATTRIBUTES = "medium_ledger.json merge=medium-ledger\n"


def git(folder, *arguments, check=True):
    name = ["-c", "user.name=Tester", "-c", "user.email=tester@blog.example"]
    return subprocess.run(
        ["git", *name, *arguments], cwd=folder, capture_output=True, text=True, check=check
    )


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
    assert f"{name} is of version 9" in " ".join(result.stderr.split())
    assert (tmp_path / "ours").read_text() == before


# --- What the two sides call differently ------------------------------------------------------


def chapter(number, place=None, **more):
    """The chapter of this number, in the file and at the address of that one."""
    place = f"0{place or number}"
    return Entry(
        place, title=f"Chapter {number}", date="2026-01-02", source_path=f"{place}.md",
        canonical_url=f"https://e.org/{place}", text=f"t{number}",
        cell=Cell("posted", by="api", id=f"id{number}"), **more,
    )  # fmt: skip


def of(*found):
    return Book({entry.key: entry for entry in found}, "en")


OLD = of(chapter(2), chapter(3))
RENUMBERED = of(chapter(2, 3, also=("02",)), chapter(3, 4, also=("03",)), chapter(9, 2))


@pytest.mark.parametrize("turned", [False, True])
def test_renumbered_by_one_side_while_the_other_posts(turned):
    """Each chapter keeps what Medium has of it, whatever it is called on either side."""
    theirs = of(*OLD.entries.values(), chapter(4))
    sides = (theirs, RENUMBERED) if turned else (RENUMBERED, theirs)
    merged = merge.merge(OLD, *sides)
    assert {entry.title: entry.cell.id for entry in merged.entries.values()} == {
        f"Chapter {number}": f"id{number}" for number in (2, 3, 4, 9)
    }
    assert parse(serialise(merged)) == merged


def test_one_key_for_two_new_articles():
    """Two machines that each posted another article of one slug have posted two articles."""
    mine, yours = chapter(1), replace(chapter(8, 1), source_path="x/01.md", date="2026-03-04")
    merged = merge.merge(of(), of(mine), of(yours))
    assert sorted(entry.cell.id for entry in merged.entries.values()) == ["id1", "id8"]


def test_what_was_sent_earlier_is_united():
    """Both machines' earlier posts count, each once, the oldest first."""
    one, two, three = (Cell("posted", by="api", id=str(n), at=f"2026-01-0{n}") for n in (1, 2, 3))
    sides = (replace(chapter(2), earlier=cells) for cells in [(three,), (one, two), (two, three)])
    base, ours, theirs = (of(entry) for entry in sides)
    (entry,) = merge.merge(base, ours, theirs).entries.values()
    assert entry.earlier == (one, two, three)


def test_marked_pending_on_one_side_only():
    """A person's mark is kept, and what was posted stays written down."""
    sent = chapter(2)
    forgotten = replace(sent, cell=None, earlier=(sent.cell,))
    for sides in ((of(forgotten), of(sent)), (of(sent), of(forgotten))):
        assert merge.merge(of(sent), *sides).entries == {"02": forgotten}


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        ("2026-01-01", "2026-02-02", "2026-02-02"),
        ("2026-02-02", None, "2026-02-02"),
        (None, None, None),
    ],
)
def test_the_later_first_use_counts(ours, theirs, merged):
    """What either side had before its first use is old."""
    sides = (Book(since=since) for since in (ours, theirs))
    assert merge.merge(Book(), *sides).since == merged

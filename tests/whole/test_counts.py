"""What each way through everything costs, in counts: machines are shared, so no test times.

A count that grows is a cost that somebody pays in each build. Where one has to, say here why.
"""

import json
from pathlib import Path

import pytest

COUNTING = Path(__file__).parents[1] / "counting.py"

#: What keeps one save: the file and its folder are synced.
ONE_SAVE = 2


NOTHING_NEW = {
    "medium_ledger.json read": 2,
    "parses of the ledger": 1,
    ".medium_outbox.json read": 1,
    ".medium_outbox.json written": 1,
    "fsyncs": ONE_SAVE,
}


@pytest.fixture
def counted(site):
    """Run a command in the site's folder and return what was counted."""

    def run(*command):
        path = site.folder.parent / "counts.json"
        result = site.run(COUNTING, path, *command)
        assert result.returncode == 0, result.stderr
        found = json.loads(path.read_text("utf-8"))
        return {name: count for name, count in found.items() if count}

    return run


@pytest.fixture
def old(site):
    """A site of five articles that was there before its first use."""
    site.ledger_path.unlink()
    some(site, 5)
    site.build()
    return site


@pytest.fixture
def eager(old, medium):
    """The same site with a new article, and a token to send it."""
    old.use(medium)
    old.article("new", medium="yes")
    return old


def some(site, count, first=0):
    for number in range(first, first + count):
        site.article(f"a{number}", date=f"2026-01-{number + 1:02}")


@pytest.mark.usefixtures("old")
def test_a_build_with_nothing_new(counted):
    """The ledger is read twice, in case it changes meanwhile, and parsed once; nothing is asked."""
    assert counted("pelican", "content") == NOTHING_NEW


def test_a_build_with_one_article_edited(old, counted):
    """Of what was edited nothing more is read, and no ledger is written: it need not know."""
    old.article("a3", text="Other text.", date="2026-01-04")
    assert counted("pelican", "content") == NOTHING_NEW


def test_a_build_with_nothing_new_of_which_medium_has_one(eager, counted):
    """For themes the ledger is parsed once more: to keep it would cost memory in each build."""
    eager.build()
    assert counted("pelican", "content") == NOTHING_NEW | {"parses of the ledger": 2}


def test_first_use(site, counted):
    """Both files are written once, however many articles there are."""
    site.ledger_path.unlink()
    some(site, 5)
    assert counted("pelican", "content") == {
        "heavy": ["filelock"],
        "medium_ledger.json read": 5,
        "medium_ledger.json written": 1,
        ".medium_outbox.json written": 1,
        "fsyncs": 2 * ONE_SAVE,
    }


@pytest.mark.usefixtures("eager")
def test_one_article_posted_in_a_build(medium, counted):
    """Who we are is asked once, the article is sent once, and each step is on disk."""
    found = counted("pelican", "content")
    assert [request["method"] for request in medium.requests] == ["GET", "POST"]
    assert found == {
        "heavy": ["bs4", "filelock", "lxml", "requests"],
        "medium_ledger.json read": 10,
        "medium_ledger.json written": 2,
        "parses of the ledger": 1,
        ".medium_outbox.json read": 2,
        ".medium_outbox.json written": 1,
        "connections": 2,
        "fsyncs": 3 * ONE_SAVE,
    }


def test_a_post_of_three_once_the_site_is_live(built, medium, counted):
    """Who we are is asked once; each article's page is looked at, and it is sent once."""
    found = counted("pelican_medium", "post")
    assert [request["method"] for request in medium.requests] == ["GET", *["POST"] * 3]
    assert found == {
        "heavy": ["bs4", "click", "filelock", "lxml", "requests"],
        "medium_ledger.json read": 23,
        "medium_ledger.json written": 6,
        "parses of the ledger": 2,
        ".medium_outbox.json read": 1,
        "connections": 7,
        "fsyncs": 6 * ONE_SAVE,
    }


def test_status(built, counted):
    """Status reads each file once, writes nothing and asks nobody."""
    assert counted("pelican_medium", "status") == {
        "heavy": ["bs4", "click", "lxml"],
        "medium_ledger.json read": 1,
        "parses of the ledger": 1,
        ".medium_outbox.json read": 1,
    }


def test_help_and_version(site, counted):
    """They touch no file of the site, and load nothing but click."""
    for option in ("--help", "--version"):
        assert counted("pelican_medium", option) == {"heavy": ["click"]}

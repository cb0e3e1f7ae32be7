"""The words about articles: once each, with the list of those they are about."""

import pytest
from factories import make_article

from pelican_medium.model import Outcome
from pelican_medium.posting import words
from pelican_medium.store.unclear import Conflict

OLD = "it is old. To post it: pelican-medium mark {key} pending"
MANY = "{articles} are old: {names}. To post one: pelican-medium mark KEY pending."


def old(count):
    return [Conflict(make_article(f"a{n}"), OLD, MANY) for n in range(count)]


def test_one_held_article_is_told_its_own_way():
    """One alone is named, with the command that is for it."""
    assert words.conflicts(old(1)) == [
        "a0.md is not posted: it is old. To post it: pelican-medium mark a0 pending."
    ]


@pytest.mark.parametrize(
    ("count", "line"),
    [
        (2, "2 articles are old: a0, a1. To post one: pelican-medium mark KEY pending."),
        (62, "62 articles are old: a0, a1, a2, a3, a4, 57 more. To post one: "),
    ],
)
def test_several_for_the_same_reason_are_told_once(count, line):
    """The advice once, with the first keys and how many more there are."""
    other = Conflict(make_article("b"), "its slug is taken")
    own, together = words.conflicts([*old(count), other])
    assert own == "b.md is not posted: its slug is taken."
    assert together.startswith(line)


def test_what_is_said_of_several_is_said_once_of_any():
    """The sentences that several share are taken out, whichever key stands in their command."""
    own, shared = words.said_once({
        "a": "It is of May. To send it: pelican-medium mark a pending. Not: pelican-medium mark a "
        "skipped",
        "b~1f": "It is of June. To send it: pelican-medium mark b~1f pending. Not: pelican-medium "
        "mark b~1f skipped.",
        "c": "Its picture is not live",
    })  # fmt: skip
    assert own == {"a": "It is of May.", "b~1f": "It is of June.", "c": "Its picture is not live."}
    assert shared == [
        "To send it: pelican-medium mark KEY pending.",
        "Not: pelican-medium mark KEY skipped.",
    ]


def test_what_is_said_of_one_keeps_its_key():
    """Advice for one article alone names that article."""
    own, shared = words.said_once({"a": "Old. Look: pelican-medium mark a pending", "b": "Gone"})
    assert own == {"a": "Old. Look: pelican-medium mark a pending.", "b": "Gone."}
    assert shared == []


def test_a_reminder_of_what_is_unknown_is_one_line():
    """Titles, the first of them, and where the advice is."""
    left = [Outcome(f"a{n}", f"Tides {n}", "unknown") for n in range(7)]
    assert words.still_unknown(left) == (
        "Unknown since an earlier run: “Tides 0”, “Tides 1”, “Tides 2”, “Tides 3”, “Tides 4”, "
        "2 more. What to do: pelican-medium status"
    )


def test_articles_and_pictures_are_counted():
    """One is one, and not "1 articles"."""
    assert [words.articles(n) for n in (0, 1, 2)] == ["0 articles", "1 article", "2 articles"]
    assert [words.pictures(n) for n in (1, 2)] == ["1 picture", "2 pictures"]


@pytest.mark.parametrize(
    ("count", "start"), [(1, "1 changed since it was"), (2, "2 changed since they were")]
)
def test_what_changed_since_it_was_posted(count, start):
    """A build after an edit says what was edited, and that no API can follow."""
    told = words.changed(["Tides"] * count)
    assert told.startswith(f"{start} posted: “Tides”")
    assert "Medium's API cannot change a story" in told

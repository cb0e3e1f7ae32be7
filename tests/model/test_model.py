"""The nouns: what they show of themselves, and what they must not show."""

import copy
import pickle
from datetime import UTC, datetime

import pytest
from factories import make_article

from pelican_medium.model import Grant, Login, Note, Request, Response, Token

SECRET = "1a2b3c4d5e6f7788"
TOKEN = Token(SECRET)


@pytest.mark.parametrize(
    "holder",
    [
        TOKEN,
        Login(TOKEN, TOKEN, Grant(TOKEN, TOKEN, datetime(2026, 1, 1, tzinfo=UTC))),
        Request("POST", "https://api.medium.com/v1/tokens", body=SECRET.encode()),
        Response(200, {}, SECRET.encode()),
    ],
    ids=lambda holder: type(holder).__name__,
)
def test_nothing_shows_its_secret(holder):
    """Neither a token by itself nor what holds one, in whatever way it is printed."""
    for shown in (repr(holder), str(holder), f"{holder}", f"{[holder]!r}"):
        assert SECRET not in shown


def test_a_token_is_copied_and_never_pickled():
    """Pelican copies the settings for each subsite, and pickles them into its cache."""
    assert copy.deepcopy({"token": TOKEN})["token"].reveal() == SECRET
    kept = pickle.dumps(TOKEN)
    assert SECRET.encode() not in kept
    assert pickle.loads(kept).reveal() == ""  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    ("note", "line"),
    [
        (Note("subtitle left out"), "subtitle left out"),
        (Note("tags left out", 2), "tags left out (2)"),
        (Note("tags left out", 2, "sea, sand"), "tags left out (2): sea, sand"),
        (Note("tag left out", where="sea"), "tag left out: sea"),
    ],
)
def test_a_note_is_one_line(note, line):
    """What, how often if more than once, and where."""
    assert str(note) == line


def test_an_article_is_called_by_its_file():
    """One that no file holds is called by its address."""
    assert make_article("one").name == "one.md"
    assert make_article("one", source_path=None).name == "https://blog.example/one.html"

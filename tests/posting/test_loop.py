"""The schedule of a run: what one article's misfortune means for those behind it."""

import pytest
from factories import Blog, Pretended, make_article, said

from pelican_medium.model.errors import HeldBack, PictureHeld, Rejected
from pelican_medium.pictures.preparing import Pictures

GUARD = HeldBack("a page answered", by_guard=True)
CLOSED = HeldBack("not allowed to publish in this publication")


@pytest.fixture
def blog(tmp_path):
    """A blog whose destination only pretends, so that nobody listens where its API would be."""
    made = Blog(tmp_path, "http://127.0.0.1:1/v1")
    made.write()
    return made


def five():
    return [make_article(f"a{number}", number) for number in range(5)]


def test_an_article_that_a_guard_refuses_is_held_and_the_others_go(blog):
    """Code in one article must not keep back all that come after it, in every run."""
    medium = Pretended(None, GUARD)
    run = blog.post(*five(), destination=medium)
    states = {"a0": "posted", "a1": "held", "a2": "posted", "a3": "posted", "a4": "posted"}
    assert said(run.outcomes) == states
    assert run.stopped is None
    assert run.needs_the_author
    assert "a1" not in blog.cells


def test_a_third_refusal_in_a_row_stops_the_run(blog):
    """A guard that lets nothing through is asked no more, and all that wait are named."""
    medium = Pretended(*[GUARD] * 5)
    run = blog.post(*five(), destination=medium)
    assert list(said(run.outcomes).values()) == ["held", "held", "held", "pending", "pending"]
    assert len(medium.drafts) == 3
    assert run.stopped == "3 articles in a row were refused like this one: a page answered"
    assert blog.cells == {}


@pytest.mark.parametrize("between", [None, CLOSED, Rejected("tags")])
def test_an_answer_of_mediums_own_in_between_begins_a_new_row(blog, between):
    """Then the guard lets something through, and it is the articles that it dislikes."""
    medium = Pretended(GUARD, GUARD, between, GUARD, GUARD)
    run = blog.post(*five(), destination=medium)
    assert len(medium.drafts) == 5
    assert run.stopped is None


def test_pictures_that_a_guard_refuses_count_as_well(blog, monkeypatch):
    """A proxy's 413 for one picture holds its article; three in a row stop the run."""

    def refuse(_self, _article, _draft):
        raise PictureHeld("its picture was refused", picture="https://x/y.png", by_guard=True)

    monkeypatch.setattr(Pictures, "prepare", refuse)
    medium = Pretended()
    run = blog.post(*five(), destination=medium)
    assert list(said(run.outcomes).values()).count("held") == 3
    assert medium.drafts == []
    assert run.stopped


def test_a_publication_that_is_closed_holds_and_the_others_go(blog):
    """The answer is about where it was to go, not about this account."""
    run = blog.post(*five(), destination=Pretended(CLOSED, CLOSED, CLOSED, CLOSED))
    assert list(said(run.outcomes).values()) == ["held"] * 4 + ["posted"]
    assert blog.states == {"a4": "posted"}

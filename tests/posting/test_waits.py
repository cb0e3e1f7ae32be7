"""What a run waits for when Medium asks it to, and for how long."""

import pytest
from factories import make_article, posted_titles, said, tries

from pelican_medium.posting.loop import STOPPED


@pytest.mark.parametrize(
    ("fault", "least", "most"), [("429:0", 0, 0), ("429:60", 60, 60), ("429:date", 2, 6)]
)
def test_a_short_wish_to_wait_is_granted(blog, medium, fault, least, most):
    """The article is withdrawn while waiting, and then goes, once."""
    medium.misbehave(fault)
    waits, while_waiting = [], []

    def wait(seconds):
        waits.append(seconds)
        while_waiting.append(blog.states)

    run = blog.post(make_article("one", 1), make_article("two", 2), wait=wait)
    assert while_waiting == [{}]
    assert least <= waits[0] <= most
    assert posted_titles(medium) == ["one", "two"]
    assert len(tries(medium)) == 3
    assert blog.states == {"one": "posted", "two": "posted"}
    assert not run.needs_the_author


@pytest.mark.parametrize("limit", [0, 10])
def test_a_short_wish_to_wait_with_the_first_question_is_granted(blog, medium, limit):
    """GET /me may be one too many as well; after the wait all goes on."""
    blog.more = {"MEDIUM_DAILY_LIMIT": limit}
    medium.misbehave("me=429:7", "me=429:8")
    run = blog.post(make_article("one", 1), make_article("two", 2))
    assert blog.waited == [7, 8]
    assert posted_titles(medium) == ["one", "two"]
    assert not run.needs_the_author


@pytest.mark.parametrize("faults", [["me=429:61"], ["me=429"], ["me=429:1"] * 4])
def test_no_run_waits_for_ever_for_the_first_question(blog, medium, faults):
    """A long wish, none, or one too many ends the run, and nothing was sent."""
    medium.misbehave(*faults)
    run = blog.post(make_article("one", 1), make_article("two", 2))
    assert len(blog.waited) == len(faults) - 1
    assert run.stopped
    assert blog.states == {}
    assert tries(medium) == []


@pytest.mark.parametrize("fault", ["429:61", "429:3600", "429"])
def test_a_long_wish_or_none_ends_the_run(blog, medium, fault):
    """The rest is carried over, named, and nobody waits."""
    medium.misbehave(fault)
    run = blog.post(make_article("one", 1), make_article("two", 2))
    assert blog.waited == []
    assert blog.states == {}
    assert [outcome.reason for outcome in run.outcomes] == [run.stopped, STOPPED]
    assert "carried over" in run.stopped


def test_a_run_waits_three_times_at_most(blog, medium):
    """The fourth wish ends it, with nothing left in the ledger."""
    medium.misbehave(*["429:1"] * 4)
    run = blog.post(make_article("one", 1), make_article("two", 2))
    assert blog.waited == [1, 1, 1]
    assert blog.states == {}
    assert run.stopped
    assert len(tries(medium)) == 4


def test_the_waits_of_all_articles_of_a_run_count(blog, medium):
    """It is the run that is bounded, not each article."""
    medium.misbehave("429:1", "429:1", "ok", "429:1", "ok", "429:1")
    run = blog.post(*[make_article(f"a{day}", day) for day in range(4)])
    assert blog.waited == [1, 1, 1]
    assert list(said(run.outcomes).values()) == ["posted", "posted", "pending", "pending"]


def test_an_interruption_while_waiting_leaves_nothing(blog, medium):
    """Nothing was created, and the ledger says so."""
    medium.misbehave("429:30")

    def interrupt(_seconds):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        blog.post(make_article("one"), wait=interrupt)
    assert blog.states == {}

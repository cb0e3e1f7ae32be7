"""The loop against a Medium on a real socket: nothing twice, nothing lost, each step on disk."""

import json
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from factories import (
    NOW,
    Watched,
    at,
    make_article,
    make_outbox,
    posted_titles,
    said,
    tries,
)

from pelican_medium.model import Outcome
from pelican_medium.model.errors import LedgerBusy, LedgerMissing
from pelican_medium.posting import run as crosspost
from pelican_medium.store.ledger import Ledger
from pelican_medium.store.outbox import Held


def test_twelve_go_once_each_oldest_first(blog, medium):
    """Everything pending is posted in the order of its dates, and a second run posts nothing."""
    days = [7, 2, 11, 5, 1, 12, 9, 3, 8, 4, 10, 6]
    articles = [make_article(f"a{day:02}", day) for day in days]
    run = blog.post(*articles)
    expected = [f"a{day:02}" for day in range(1, 13)]
    assert posted_titles(medium) == expected
    assert [outcome.key for outcome in run.outcomes] == expected
    assert blog.reported == run.outcomes
    assert set(said(run.outcomes).values()) == {"posted"}
    assert not run.needs_the_author
    again = blog.post(*articles)
    assert again.outcomes == []
    assert not again.needs_the_author
    assert len(tries(medium)) == 12
    assert blog.waited == []


def test_nothing_pending_asks_nobody(blog, medium):
    """A run with nothing to do does not even ask whose token it is."""
    blog.write(one=at(NOW, api=medium.api_url))
    before = blog.path.read_bytes()
    assert blog.post(make_article("one")).outcomes == []
    assert medium.requests == []
    assert blog.path.read_bytes() == before


def test_the_account_is_asked_once_in_a_run(blog, medium):
    """Five posts need one GET /me."""
    blog.more = {"MEDIUM_DAILY_LIMIT": 50}
    blog.post(*[make_article(f"a{day}", day) for day in range(5)])
    assert [seen["path"] for seen in medium.requests].count("/v1/me") == 1


def test_while_another_run_is_at_work_nothing_is_done(blog, medium):
    """Two runs on one machine never send the same article."""
    with Ledger(blog.path).locked(), pytest.raises(LedgerBusy):
        blog.post(make_article("one"))
    assert medium.requests == []
    assert blog.states == {}


def test_without_a_ledger_nothing_is_sent(blog, medium):
    """Posting never makes the first ledger."""
    blog.path.unlink()
    with pytest.raises(LedgerMissing):
        blog.post(make_article("one"))
    assert medium.requests == []
    assert not blog.path.exists()


def test_what_another_machine_posted_meanwhile_is_not_sent(blog, medium):
    """A ledger that was pulled or edited during the run is asked again before each article."""

    def pull(draft):
        if draft.key == "one":
            data = json.loads(blog.path.read_text("utf-8"))
            data["articles"]["two"] = {"medium": at(datetime.now(UTC), api=medium.api_url, id="aa")}
            blog.path.write_text(json.dumps(data), "utf-8")

    blog.post(
        make_article("one", 1),
        make_article("two", 2),
        destination=Watched(blog.destination(), after=pull),
    )
    assert posted_titles(medium) == ["one"]
    assert blog.cells["two"]["id"] == "aa"


def test_what_was_settled_while_waiting_is_not_sent(blog, medium):
    """A minute is time enough for a person or another machine."""
    medium.misbehave("429:1")

    def settle(_seconds):
        blog.write(one={"state": "skipped", "why": "by hand"})

    blog.post(make_article("one"), wait=settle)
    assert medium.posts == []
    assert blog.states == {"one": "skipped"}


def ask_for_nothing_more(_draft):
    raise KeyboardInterrupt


@pytest.mark.parametrize("ends", [lambda _draft: None, ask_for_nothing_more])
def test_a_run_leaves_no_thread_behind_however_it_ends(blog, medium, ends):
    """Drafts of the next articles are made meanwhile; nobody asks for them once it is over."""
    articles = [make_article(f"a{number}", number + 1) for number in range(9)]
    with suppress(KeyboardInterrupt):
        blog.post(*articles, destination=Watched(blog.destination(), before=ends))
    assert [one.name for one in threading.enumerate() if one.name.startswith("ahead")] == []
    assert bool(medium.posts) is (ends is not ask_for_nothing_more)


def test_a_held_article_leaves_no_trace_in_the_ledger(blog, medium):
    """Held is not a state of the ledger; the article is named with the reason."""
    odd = make_article("odd", metadata={"medium_status": "secret"})
    run = blog.post(odd)
    [outcome] = run.outcomes
    assert outcome.state == "held"
    assert "Medium_Status" in outcome.reason
    assert blog.states == {}
    assert tries(medium) == []
    assert run.needs_the_author
    assert run.stopped is None


def test_a_held_article_is_noted_in_the_outbox_and_let_go():
    """The note comes with the run that held it, and goes with the one that did not."""
    box = make_outbox(make_article("one"), held={"two": Held("old", "2026-01-01T00:00:00Z")})
    held = Outcome("one", "One", "held", reason="its status is wrong")
    posted = Outcome("two", "Two", "posted")
    noted = crosspost.held_by(box, [held, posted])
    assert list(noted.held) == ["one"]
    assert noted.held["one"].reason == "its status is wrong"
    assert replace(noted, held={}) == replace(box, held={})

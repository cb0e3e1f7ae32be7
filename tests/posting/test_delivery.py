"""What each answer of Medium leaves behind."""

import json
import os
import shlex
from datetime import UTC, datetime, timedelta

import pytest
from factories import (
    NOW,
    Blog,
    Pretended,
    Watched,
    at,
    hasty,
    make_article,
    posted_titles,
    said,
    tries,
)

from pelican_medium.model.errors import FateUnknown, LedgerError, NotSent
from pelican_medium.sandbox import FAULTS, SANDBOX_TOKEN
from pelican_medium.store.book import LEFT_BEHIND, stamp
from pelican_medium.store.ledger import Ledger

#: For each fault of the sandbox: the cell, whether the run goes on, and the posts it made.
MEANINGS = {
    "ok": ("posted", True, 1),
    "302": ("unknown", False, 0),
    "400": ("rejected", True, 0),
    "401": (None, False, 0),
    "403": (None, False, 0),
    "404": (None, False, 0),
    "429": (None, False, 0),
    "429:61": (None, False, 0),
    "429:99999999999999999999": (None, False, 0),
    "1007": (None, False, 0),
    "500": ("unknown", False, 0),
    "502": ("unknown", False, 0),
    "503": ("unknown", False, 0),
    "challenge": ("held", True, 0),
    "html502": ("unknown", False, 0),
    "drop-before": ("unknown", False, 0),
    "drop-after": ("unknown", False, 1),
    "silent-before": ("unknown", False, 0),
    "silent": ("unknown", False, 1),
    "slow:0.1": ("posted", True, 1),
    "not-json": ("unknown", False, 1),
    "truncated": ("unknown", False, 1),
    "empty": ("unknown", False, 1),
    "no-id": ("unknown", False, 1),
    "no-url": ("posted", True, 1),
    "huge": ("unknown", False, 1),
}


def test_each_fault_has_its_meaning():
    """No way to misbehave is left out."""
    assert {fault.partition(":")[0] for fault in MEANINGS} == set(FAULTS)


@pytest.mark.parametrize(("fault", "meaning"), MEANINGS.items(), ids=MEANINGS)
def test_an_answer_means_what_the_contract_says(blog, medium, fault, meaning):
    """The cell, stop or go on, who needs to be told; and the next run repeats nothing unknown."""
    state, goes_on, created = meaning
    cell = None if state == "held" else state
    articles = [make_article("one", 1), make_article("two", 2)]
    blog.more = {"MEDIUM_TIMEOUT": 0.5} if "silent" in fault else {}
    medium.misbehave(fault)
    run = blog.post(*articles)
    first = {"one": cell} if cell else {}
    assert blog.states == first | ({"two": "posted"} if goes_on else {})
    assert said(run.outcomes) == {
        "one": state or "pending",
        "two": "posted" if goes_on else "pending",
    }
    assert (run.stopped is None) == goes_on
    assert run.needs_the_author == (not goes_on or state in {"rejected", "held"})
    assert len(medium.posts) == created + goes_on
    assert blog.waited == []
    assert SANDBOX_TOKEN not in repr(run) + blog.path.read_text("utf-8")

    blog.more = {}
    blog.post(*articles)
    assert len(tries(medium)) == 2 + (cell is None)
    expected = {"one": cell or "posted", "two": "posted"}
    assert blog.states == expected


@pytest.mark.parametrize("fault", ["500", "drop-after", "no-id"])
def test_an_unknown_says_why(blog, medium, fault):
    """Whoever has to look on Medium finds the reason, the moment and what was sent."""
    medium.misbehave(fault)
    [outcome] = blog.post(make_article("one")).outcomes
    cell = blog.cells["one"]
    assert cell["id"] is None
    assert cell["reason"] == outcome.reason
    assert cell["fingerprint"] == "sha256:one"
    assert cell["by"] == "api"
    assert datetime.fromisoformat(cell["at"])


def test_a_post_without_an_address_has_the_short_one(blog, medium):
    """medium.com/p/<id> leads to the post wherever it is."""
    medium.misbehave("no-url")
    [outcome] = blog.post(make_article("one")).outcomes
    short = f"https://medium.com/p/{medium.posts[0]['id']}"
    assert outcome.medium_url == blog.cells["one"]["url"] == short


def test_nobody_there_leaves_nothing(blog, medium, unused_port):
    """Without a connection nothing is recorded, and the next run tries."""
    blog.api_url = f"http://127.0.0.1:{unused_port}/v1"
    run = blog.post(make_article("one"), make_article("two", 2), destination=hasty(blog))
    assert set(said(run.outcomes).values()) == {"pending"}
    assert "could not be reached" in run.stopped
    assert run.needs_the_author
    assert blog.states == {}


@pytest.mark.parametrize("limit", [0, 10])
@pytest.mark.parametrize(
    "fault",
    [
        "302",
        "400",
        "401",
        "403",
        "404",
        "429",
        "1007",
        "500",
        "challenge",
        "html502",
        "not-json",
        "truncated",
        "no-id",
        "empty",
    ],
)
def test_without_an_account_nothing_is_sent(blog, medium, fault, limit):
    """Whatever becomes of GET /me, no POST leaves and no cell is written."""
    blog.more = {"MEDIUM_DAILY_LIMIT": limit}
    medium.misbehave(*[f"me={fault}"] * 3)
    run = blog.post(make_article("one", 1), make_article("two", 2), destination=hasty(blog))
    assert tries(medium) == []
    assert blog.states == {}
    assert set(said(run.outcomes).values()) == {"pending"}
    assert [outcome.key for outcome in run.outcomes] == ["one", "two"]
    assert run.needs_the_author
    assert run.stopped


def test_a_hiccup_of_the_first_question_stops_nothing(blog, medium):
    """What only asks is asked again."""
    medium.misbehave("me=500", "me=drop-before")
    blog.post(make_article("one"), destination=hasty(blog))
    assert posted_titles(medium) == ["one"]


# --- Each step is on disk before the next one is taken ---


def test_what_was_posted_is_recorded(blog, medium):
    """The cell says what Medium answered, when, by which way, and what was sent."""
    before = datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=2)
    run = blog.post(make_article("one"))
    [post] = medium.posts
    entry = json.loads(blog.path.read_text("utf-8"))["articles"]["one"]
    cell = entry.pop("medium")
    assert before <= datetime.fromisoformat(cell.pop("at")) <= datetime.now(UTC)
    assert cell == {
        "state": "posted",
        "by": "api",
        "id": post["id"],
        "url": post["answer"]["url"],
        "publish_status": "draft",
        "fingerprint": "sha256:one",
        "api": medium.api_url,
    }
    assert entry == {
        "title": "One",
        "date": "2026-01-02",
        "canonical_url": "https://blog.example/one.html",
        "lang": "en",
        "source_path": "one.md",
    }
    [outcome] = run.outcomes
    assert (outcome.title, outcome.medium_url) == ("One", post["answer"]["url"])
    assert outcome.reason is None


def test_posting_is_on_disk_before_the_post_and_posted_before_it_is_reported(blog, medium):
    """Whatever dies at whatever moment, the ledger tells what may have been sent."""
    seen = []

    def look(what):
        seen.append((what, blog.states, len(medium.posts)))

    watched = Watched(
        blog.destination(), before=lambda _: look("before"), after=lambda _: look("after")
    )
    blog.post(make_article("one"), destination=watched, report=lambda _: look("report"))
    assert seen == [
        ("before", {"one": "posting"}, 0),
        ("after", {"one": "posting"}, 1),
        ("report", {"one": "posted"}, 1),
    ]


def test_what_is_reported_is_on_disk_for_each_state(blog, medium):
    """A report that raises, as a log line under --fatal does, costs no record."""
    medium.misbehave("400")

    class FatalError(Exception):
        pass

    def raise_it(_outcome):
        raise FatalError

    with pytest.raises(FatalError):
        blog.post(make_article("one"), report=raise_it)
    assert blog.states == {"one": "rejected"}
    with pytest.raises(FatalError):
        blog.post(make_article("two"), report=raise_it)
    assert blog.states == {"one": "rejected", "two": "posted"}
    with Ledger(blog.path).locked():
        pass


def test_a_cell_is_stamped_with_the_servers_time(real_blog):
    """What counts against Medium's limit is written in Medium's time."""
    real_blog.post(make_article("one"), destination=Pretended())
    assert real_blog.cells["one"]["at"] == stamp(NOW)


@pytest.mark.parametrize("fault", ["401", "429"])
def test_what_was_there_before_a_try_is_there_after_it(blog, medium, fault):
    """Withdrawing leaves the entry with its old names and a stranger's fields."""
    entry = {"title": "Old title", "also": ["older"], "comment": "mine", "canonical_url": "x"}
    data = {"version": 1, "articles": {"one": entry}, "comment": "also mine"}
    blog.path.write_text(json.dumps(data), "utf-8")
    medium.misbehave(fault)
    blog.post(make_article("one"))
    assert json.loads(blog.path.read_text("utf-8")) == data


def test_a_failed_try_does_not_lose_what_another_api_was_told(tmp_path, medium):
    """A cell of another sandbox comes back when nothing was created."""
    blog = Blog(tmp_path, medium.api_url)
    foreign = at(NOW, id="aa", api="http://127.0.0.1:1/v1")
    blog.write(one=foreign)
    medium.misbehave("401")
    blog.post(make_article("one"))
    assert blog.cells == {"one": foreign}


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, ZeroDivisionError])
def test_an_interruption_leaves_unknown(blog, medium, when, error):
    """Ctrl-C or a defect of ours around a POST: nobody knows, and it is not hidden."""

    def fail(_draft):
        raise error

    with pytest.raises(error):
        blog.post(
            make_article("one", 1),
            make_article("two", 2),
            destination=Watched(blog.destination(), **{when: fail}),
        )
    assert blog.states == {"one": "unknown"}
    assert error.__name__ in blog.cells["one"]["reason"]
    blog.post(make_article("one", 1), make_article("two", 2))
    assert posted_titles(medium) == ["one"] * (when == "after") + ["two"]
    assert blog.states == {"one": "unknown", "two": "posted"}


def no_save(*_arguments, **_more):
    raise OSError(28, "No space left on device")


def test_what_cannot_be_recorded_is_not_sent(blog, medium, monkeypatch):
    """A disk that is full before the POST means that there is none."""
    monkeypatch.setattr(os, "replace", no_save)
    with pytest.raises(LedgerError, match="left as it was, and nothing more is sent"):
        blog.post(make_article("one"))
    assert tries(medium) == []
    assert blog.states == {}


def test_a_post_that_cannot_be_recorded_is_told_in_full(blog, medium, monkeypatch):
    """The message has the id, the address, and the very command that records it."""
    url = "https://blog.example/its-one.html"
    article = make_article("it's one", title="It&#8217;s one", canonical_url=url)

    def fill_up(_draft):
        monkeypatch.setattr(os, "replace", no_save)

    with pytest.raises(LedgerError) as caught:
        blog.post(article, destination=Watched(blog.destination(), after=fill_up))
    monkeypatch.undo()
    [post] = medium.posts
    message = str(caught.value)
    assert "“It’s one” WAS POSTED" in message
    assert post["id"] in message
    assert "No space left on device" in message
    url = post["answer"]["url"]
    _, _, command = message.partition("pelican-medium mark ")
    assert shlex.split(command) == ["it's one", "posted", "--url", url]
    assert blog.states == {"it's one": "posting"}
    assert blog.reported == []
    blog.post(article)
    assert len(tries(medium)) == 1
    assert blog.states == {"it's one": "unknown"}


@pytest.mark.parametrize("fault", ["drop-after", "500"])
def test_an_unknown_that_cannot_be_recorded_names_the_article(blog, medium, monkeypatch, fault):
    """The message must not say that nothing was sent: it may have been."""
    medium.misbehave(fault)

    class Filling(Watched):
        def deliver(self, draft):
            try:
                return self.destination.deliver(draft)
            finally:
                monkeypatch.setattr(os, "replace", no_save)

    with pytest.raises(LedgerError) as caught:
        blog.post(make_article("one"), destination=Filling(blog.destination()))
    monkeypatch.undo()
    assert blog.states == {"one": "posting"}
    assert "“One”" in str(caught.value)


def test_a_ctrl_c_stays_one_where_it_cannot_be_recorded(blog, medium, monkeypatch):
    """A full disk does not swallow an interruption; the posting on disk tells enough."""

    def fail(_draft):
        monkeypatch.setattr(os, "replace", no_save)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        blog.post(make_article("one"), destination=Watched(blog.destination(), before=fail))
    monkeypatch.undo()
    assert blog.states == {"one": "posting"}


def test_a_posting_that_was_left_behind_is_unknown(blog, medium):
    """Whoever takes the lock says what nobody can know, and sends it not again."""
    blog.write(one=at(NOW, state="posting", fingerprint="sha256:one", api=medium.api_url))
    run = blog.post(make_article("one", 1), make_article("two", 2))
    assert blog.states == {"one": "unknown", "two": "posted"}
    assert blog.cells["one"]["reason"] == LEFT_BEHIND
    assert posted_titles(medium) == ["two"]
    assert said(run.outcomes) == {"two": "posted"}
    assert not run.needs_the_author


def test_a_posting_is_settled_even_where_nothing_is_pending(blog, medium):
    """Any run that takes the lock does it."""
    blog.write(one=at(NOW, state="posting", api=medium.api_url))
    blog.post(make_article("one"))
    assert blog.states == {"one": "unknown"}
    assert medium.requests == []


@pytest.mark.parametrize(
    "error", [NotSent("no"), FateUnknown("perhaps")], ids=["not sent", "unknown"]
)
def test_mediums_cells_are_written_without_an_api(real_blog, error):
    """A failure for Medium is Medium's, too; what a sandbox said comes back if nothing was sent."""
    sandboxes = at(NOW, api="http://127.0.0.1:8989/v1")
    real_blog.write(one=sandboxes)
    real_blog.post(make_article("one"), destination=Pretended(error))
    if isinstance(error, NotSent):
        assert real_blog.cells == {"one": sandboxes}
    else:
        assert real_blog.states == {"one": "unknown"}
        assert "api" not in real_blog.cells["one"]

"""The schedule of a run: what one article's misfortune means for those behind it."""

from collections import Counter
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from types import SimpleNamespace

import pytest
from factories import NOW, Blog, Pretended, make_article, said

from pelican_medium.model import Note, Outcome, Receipt
from pelican_medium.model.errors import (
    ArticleError,
    FateUnknown,
    HeldBack,
    MediumError,
    NotSent,
    PictureHeld,
    Rejected,
)
from pelican_medium.pictures.preparing import Pictures
from pelican_medium.posting import loop
from pelican_medium.posting.waits import Waits
from pelican_medium.settings import read
from pelican_medium.store.book import Book, Cell, Entry, stamp

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
    assert run.stopped.endswith("refused like this one: its picture was refused")


def test_a_publication_that_is_closed_holds_and_the_others_go(blog):
    """The answer is about where it was to go, not about this account."""
    run = blog.post(*five(), destination=Pretended(CLOSED, CLOSED, CLOSED, CLOSED))
    assert list(said(run.outcomes).values()) == ["held"] * 4 + ["posted"]
    assert blog.states == {"a4": "posted"}


class Stage:
    """All that a loop works with, in memory: what is planned for a step happens, and all is noted.

    Attributes:
        steps: what was done with which article, oldest first.
        planned: the errors that a step with an article ends with, one for each time.
        slow: how many seconds the look at one article's pictures takes.
    """

    def __init__(self, planned=None, slow=0):
        self.planned = {step: list(errors) for step, errors in (planned or {}).items()}
        self.slow, self.time = slow, 1000.0
        self.steps, self.heard, self.reported = [], [], []
        self.recorder = SimpleNamespace(book=Book())

    def happens(self, step, key):
        self.steps.append((step, key))
        if self.planned.get((step, key)):
            raise self.planned[step, key].pop(0)

    def did(self, step):
        return [key for done, key in self.steps if done == step]

    def now(self):
        self.happens("now", "")
        return NOW

    def admit(self, draft):
        self.happens("admit", draft.key)
        return replace(draft, notes=(Note("admitted"),))

    def look_ahead(self, article, draft):
        assert article.key == draft.key
        self.happens("ahead", article.key)

    def start(self, article, draft):
        assert article.key == draft.key
        self.happens("start", article.key)

    def prepare(self, article, draft):
        self.time += self.slow
        self.happens("prepare", article.key)
        return draft

    def forget(self):
        self.happens("forget", "")

    def attempt(self, article, draft, meanwhile):
        meanwhile()
        self.happens("attempt", article.key)
        return Receipt("e6f36a", f"https://medium.com/p/{article.key}", draft.publish_status)

    def submit(self, work, *given):
        """What another thread would do meanwhile is done at once."""
        made = Future()
        try:
            made.set_result(work(*given))
        except MediumError as error:
            made.set_exception(error)
        return made

    def wait(self, seconds):
        self.time += seconds
        self.steps.append(("wait", seconds))

    def run(self, *articles, patience=0, capped=True, **given):
        site = {"PATH": "content", "OUTPUT_PATH": "output", "SITEURL": "https://blog.example"}
        one = read(site | {"MEDIUM_MAX_POSTS_PER_RUN": 0} | given, {})
        run = loop.Loop(one, self, self, self, Waits(self.wait), self, self.reported.append, capped)
        run.send_all(articles, patience, self.heard.append)
        assert self.reported == run.outcomes
        return run


@pytest.fixture
def stage(monkeypatch):
    """Returns a stage by whose clock the loop goes."""

    def make(planned=None, slow=0):
        made = Stage(planned, slow)
        monkeypatch.setattr(loop, "time", SimpleNamespace(monotonic=lambda: made.time))
        return made

    return make


ONE, TWO = make_article("one", title="One <em>&amp;</em> only"), make_article("two")
WHY = "this is why"
NOTED = (Note("admitted"),)
PICTURE = "https://blog.example/one.png"


@pytest.mark.parametrize(
    ("step", "error", "outcome", "stopped"),
    [
        ("now", NotSent(WHY), {"state": "pending"}, True),
        ("admit", ArticleError(WHY), {"state": "held"}, False),
        ("admit", NotSent(WHY), {"state": "pending"}, True),
        ("prepare", PictureHeld(WHY, picture=PICTURE), {"state": "held", "picture": PICTURE}, 0),
        ("prepare", NotSent(WHY), {"state": "pending"}, True),
        ("attempt", NotSent(WHY), {"state": "pending"}, True),
        ("attempt", HeldBack(WHY), {"state": "held", "notes": NOTED}, False),
        ("attempt", Rejected(WHY), {"state": "rejected", "notes": NOTED}, False),
        ("attempt", FateUnknown(WHY), {"state": "unknown", "notes": NOTED}, True),
    ],
)
def test_what_became_of_an_article_is_told_in_full(stage, step, error, outcome, stopped):
    """Why it was not sent, and what stopped the run: then nobody else is tried, but all are named.

    What was changed in a draft is told where the draft went to Medium.
    """
    run = stage({(step, "one" if step != "now" else ""): [error]}).run(ONE, TWO)
    one, two = sorted(run.outcomes, key=lambda told: told.key)
    assert one == Outcome("one", "One & only", reason=WHY, **outcome)
    assert run.stopped == (WHY if stopped else None)
    assert two.state == ("pending" if stopped else "posted")
    assert two.reason == (loop.STOPPED if stopped else None)


def test_what_was_posted_is_told_with_its_address(stage):
    """What it is on Medium, where, and what was changed in it."""
    [told] = stage().run(ONE, MEDIUM_PUBLISH_STATUS="unlisted").outcomes
    url = "https://medium.com/p/one"
    expected = Outcome("one", "One & only", "posted", url, notes=NOTED, publish_status="unlisted")
    assert told == expected


def test_an_article_that_does_not_wait_any_more_is_not_told_of(stage, monkeypatch):
    """Another run has sent it meanwhile: that is no outcome of this one, nor counted by its cap."""
    attempt = Stage.attempt
    monkeypatch.setattr(Stage, "attempt", lambda *a: None if a[1] is ONE else attempt(*a))
    assert said(stage().run(ONE, TWO, MEDIUM_MAX_POSTS_PER_RUN=1).outcomes) == {"two": "posted"}


@pytest.mark.parametrize(
    ("caps", "capped", "sent", "why"),
    [
        ({"MEDIUM_MAX_POSTS_PER_RUN": 3}, True, 3, "MEDIUM_MAX_POSTS_PER_RUN is 3"),
        ({"MEDIUM_MAX_POSTS_PER_RUN": 3}, False, 5, None),
        ({}, True, 5, None),
    ],
)
def test_the_cap_of_a_run_counts_what_it_has_sent(stage, caps, capped, sent, why):
    """Those beyond it are named with the cap; to those that a person named it does not apply."""
    run = stage().run(*five(), capped=capped, **caps)
    assert [told.reason for told in run.outcomes if told.state == "posted"] == [None] * sent
    beyond = [told.reason for told in run.outcomes if told.state == "pending"]
    assert beyond == [f"carried over: {why}"] * (5 - sent)
    assert run.stopped is None


@pytest.mark.parametrize(
    ("cap", "expected"),
    [
        (0, "0 (0) 1231 (1) 2342 (2) 343 (3) 44 (4)"),
        (3, "0 (0) 121 (1) 22 (2)"),
        (1, "0 (0)"),
    ],
)
def test_pictures_are_seen_to_three_articles_ahead_and_not_beyond_the_cap(stage, cap, expected):
    """What is uploaded for an article that does not go in this run is uploaded too early."""
    on = stage()
    on.run(*five(), MEDIUM_MAX_POSTS_PER_RUN=cap)
    shown = {"ahead": "{}", "prepare": " ({}) "}
    steps = [shown[step].format(key[1:]) for step, key in on.steps if step in shown]
    assert "".join(steps).strip() == expected


def test_a_post_leaves_before_the_next_ones_are_seen_to(stage, monkeypatch):
    """Both take the processor, and Python lets one thread at a time have it."""
    on = stage()
    monkeypatch.setattr(loop.waits, "give_way", lambda: on.happens("leave", ""))
    on.run(ONE, TWO)
    one = on.steps[on.steps.index(("prepare", "one")) :]
    assert one[1:4] == [("leave", ""), ("ahead", "two"), ("attempt", "one")]


def test_what_is_found_while_looking_ahead_is_said_at_its_turn(stage):
    """Neither an article that cannot go nor an upload refused keeps those before it from going."""
    on = stage({("ahead", "two"): [NotSent("too many")]})
    odd = make_article("odd", metadata={"medium_status": "secret"})
    run = on.run(ONE, TWO, odd)
    assert said(run.outcomes) == {"one": "posted", "two": "posted", "odd": "held"}
    assert run.stopped is None


def test_an_articles_draft_is_made_once(stage):
    """MEDIUM_ARTICLE may be slow, or count: it is asked once, however often one looks."""
    asked = Counter()

    def hook(article, draft):
        asked[article.key] += 1
        return draft

    away = PictureHeld("is away", passing=True)
    stage({("prepare", "two"): [away, away]}).run(ONE, TWO, patience=60, MEDIUM_ARTICLE=hook)
    assert asked == {"one": 1, "two": 1}


def test_the_first_ones_are_looked_at_while_medium_says_whose_token_it_is(stage):
    """Both take as long as a network does; of an article that no cap lets go nothing is asked."""
    on = stage()
    on.run(ONE, TWO)
    assert on.steps[:3] == [("start", "one"), ("start", "two"), ("now", "")]
    assert on.did("start") == ["one", "two"]
    full = stage()
    full.recorder.book = Book(entries_of_today(3))
    full.run(ONE, TWO, MEDIUM_DAILY_LIMIT=3)
    assert full.did("start") == []


def entries_of_today(count):
    cell = Cell("posted", by="api", at=stamp(datetime.now(UTC)))
    return {f"old{n}": Entry(f"old{n}", cell=cell) for n in range(count)}


def away(*articles, times=9):
    """What is planned for articles that are not live so many times."""
    return {
        ("prepare", article.key): [PictureHeld(f"{article.key} is away", passing=True)] * times
        for article in articles
    }


def test_what_is_not_live_is_looked_at_again_as_long_as_patience_lasts(stage):
    """Only that, after growing pauses; what does not pass by waiting is held with the rest."""
    lost = make_article("lost")
    planned = away(TWO, times=2) | away(ONE)
    on = stage(planned | {("prepare", "lost"): [PictureHeld("lost is gone", picture=PICTURE)] * 9})
    run = on.run(lost, ONE, TWO, make_article("three"), patience=20)
    assert on.did("wait") == [5, 7.5, 7.5]
    assert on.heard == [
        "2 not live yet; looking again in 5 s.",
        "2 not live yet; looking again in 8 s.",
        "1 not live yet; looking again in 8 s.",
    ]
    assert on.did("prepare") == ["lost", "one", "two", "three", *["one", "two"] * 2, "one"]
    steps = [step for step, _ in on.steps]
    assert [after for step, after in pairwise(steps) if step == "wait"] == ["forget"] * 3
    assert [(told.key, told.state, told.reason, told.picture) for told in run.outcomes] == [
        ("three", "posted", None, None),
        ("two", "posted", None, None),
        ("lost", "held", "lost is gone", PICTURE),
        ("one", "held", "one is away", None),
    ]


@pytest.mark.parametrize(("slow", "waits"), [(0, [5, 7.5, 7.5]), (6, [5, 7.5]), (21, [])])
def test_the_time_that_looking_takes_counts_as_patience(stage, slow, waits):
    """A server that takes its time to say no does not make a run last for ever."""
    on = stage(away(ONE), slow)
    assert said(on.run(ONE, patience=20).outcomes) == {"one": "held"}
    assert on.did("wait") == waits


def test_nobody_waits_for_pictures_where_the_run_has_been_stopped(stage):
    """Nothing would be sent after the wait; what was not live is told all the same."""
    on = stage(away(ONE) | {("attempt", "two"): [FateUnknown(WHY)]})
    run = on.run(ONE, TWO, patience=60)
    assert on.did("wait") == on.heard == []
    assert said(run.outcomes) == {"two": "unknown", "one": "held"}

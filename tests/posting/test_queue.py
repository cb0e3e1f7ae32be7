"""Which articles wait, and in which order."""

import json
from dataclasses import replace

import pytest
from factories import (
    NOW,
    Pretended,
    at,
    make_article,
    make_outbox,
    posted_titles,
    said,
    tries,
)

from pelican_medium.posting import queue
from pelican_medium.store.ledger import Ledger


def test_articles_of_the_same_moment_go_in_the_order_of_their_keys(blog, medium):
    """The order does not depend on that of the outbox."""
    blog.post(*[make_article(key) for key in ("c", "a", "b")])
    assert posted_titles(medium) == ["a", "b", "c"]


@pytest.mark.parametrize("state", ["posted", "unknown", "skipped"])
@pytest.mark.parametrize("only", [(), ("one",)])
def test_what_the_ledger_knows_is_not_sent_again(blog, medium, state, only):
    """Also not where it was edited, and not where somebody names it."""
    cell = at(NOW, state=state, fingerprint="sha256:before", api=medium.api_url)
    blog.write(one={"state": "skipped", "why": "by hand"} if state == "skipped" else cell)
    assert blog.post(make_article("one"), only=only).outcomes == []
    assert tries(medium) == []


def test_what_was_rejected_is_tried_again_when_it_was_edited(blog, medium):
    """The same text would be refused again; another one may be taken."""
    medium.misbehave("400")
    article = make_article("one")
    [outcome] = blog.post(article).outcomes
    assert blog.cells["one"]["reason"] == outcome.reason
    assert "400" in outcome.reason
    assert blog.post(article).outcomes == []
    assert len(tries(medium)) == 1
    edited = replace(article, fingerprint="sha256:edited")
    assert said(blog.post(edited).outcomes) == {"one": "posted"}
    assert len(tries(medium)) == 2
    assert "reason" not in blog.cells["one"]
    assert blog.cells["one"]["fingerprint"] == "sha256:edited"


@pytest.mark.parametrize("state", ["posting", "posted", "unknown", "rejected"])
def test_a_sandbox_run_leaves_mediums_cells_alone(blog, medium, state):
    """Trying out the sandbox with the real ledger changes nothing that Medium knows."""
    cell = at(NOW, state=state, fingerprint="sha256:before")
    blog.write(one=cell)
    before = blog.path.read_bytes()
    assert blog.post(make_article("one")).outcomes == []
    assert blog.path.read_bytes() == before
    assert tries(medium) == []


def test_for_medium_a_sandboxs_cells_are_absent(real_blog):
    """What was tried out goes to Medium all the same; the real cell replaces the other."""
    sandboxes = {"api": "http://127.0.0.1:8989/v1"}
    states = ("posting", "posted", "unknown", "rejected")
    real_blog.write(**{state: at(NOW, state=state) | sandboxes for state in states})
    pretended = Pretended()
    real_blog.post(*[make_article(state) for state in states], destination=pretended)
    assert sorted(pretended.keys) == sorted(states)
    assert set(real_blog.states.values()) == {"posted"}
    assert all("api" not in cell for cell in real_blog.cells.values())


def test_an_article_goes_under_the_key_of_its_entry(blog, medium):
    """A slug that changed since is the same article: its entry is kept, not doubled."""
    data = {"version": 1, "articles": {"old": {"source_path": "new.md"}}}
    blog.path.write_text(json.dumps(data), "utf-8")
    blog.post(make_article("new"))
    assert posted_titles(medium) == ["new"]
    assert blog.states == {"old": "posted"}
    assert blog.post(make_article("new")).outcomes == []


def test_only_what_has_a_body_is_pending(blog):
    """An article of the index without its text cannot be sent."""
    box = make_outbox(make_article("one"), make_article("two"))
    box = replace(box, bodies={"two": box.bodies["two"]})
    waiting = queue.of(box, Ledger(blog.path).read(), blog.settings).waiting
    assert [article.key for article in waiting] == ["two"]

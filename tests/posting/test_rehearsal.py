"""A rehearsal says what a run would do, and sends nothing."""

from datetime import UTC, datetime

import pytest
from factories import at, make_article, make_outbox

from pelican_medium.medium.requests import post_body
from pelican_medium.posting import queue, rehearsal
from pelican_medium.store.ledger import Ledger


def rehearsed(blog, box, only=()):
    found = queue.of(box, Ledger(blog.path).read(), blog.settings)
    return [(outcome, draft) for _, outcome, draft in rehearsal.of_run(found, blog.settings, only)]


def test_a_rehearsal_sends_nothing_and_tells_no_lie(blog, medium):
    """What a dry run shows is, byte for byte, what is then sent."""
    blog.more = {
        "MEDIUM_PUBLISH_STATUS": "unlisted",
        "MEDIUM_BACKDATE": True,
        "MEDIUM_LICENSE": "cc-40-by",
        "MEDIUM_TAG_MAP": {"sand": "Dunes"},
    }
    articles = [
        make_article(
            "one", 1, title="Zoë &amp; <em>me</em>", content='<h2>x</h2><a href="/y">y</a>'
        ),
        make_article("odd", 2, metadata={"medium_status": "secret"}),
        make_article("two", 3, tags=("a" * 30, "b", "c", "d", "e")),
    ]
    box, before = make_outbox(*articles), blog.path.read_bytes()
    rows = rehearsed(blog, box)
    assert medium.requests == []
    assert blog.path.read_bytes() == before
    assert [(outcome.key, outcome.state) for outcome, _ in rows] == [
        ("one", "pending"),
        ("odd", "held"),
        ("two", "pending"),
    ]
    run = blog.post(box)
    assert medium.bodies == [post_body(draft) for _, draft in rows if draft]
    notes = {outcome.key: outcome.notes for outcome in run.outcomes}
    assert notes == {outcome.key: outcome.notes for outcome, _ in rows}
    assert len(notes["two"]) == 2


@pytest.mark.parametrize(
    ("caps", "only", "carried"),
    [
        ({}, (), []),
        ({"MEDIUM_MAX_POSTS_PER_RUN": 2}, (), ["a3"]),
        ({"MEDIUM_MAX_POSTS_PER_RUN": 1}, ("a2", "a3"), []),
        ({"MEDIUM_DAILY_LIMIT": 2}, (), ["a2", "a3"]),
        ({"MEDIUM_DAILY_LIMIT": 2}, ("a2", "a3"), ["a3"]),
        ({"MEDIUM_DAILY_LIMIT": 1}, (), ["a1", "a2", "a3"]),
    ],
)
def test_a_rehearsal_knows_the_caps(blog, medium, caps, only, carried):
    """It names what would be carried over, as the run then does; held articles do not count."""
    blog.more = caps
    blog.write(old=at(datetime.now(UTC), api=medium.api_url))
    articles = [make_article(f"a{day}", day) for day in (1, 2, 3)]
    box = make_outbox(make_article("odd", 0, metadata={"medium_status": "x"}), *articles)
    rows = rehearsed(blog, box, only)
    assert [o.key for o, _ in rows if o.reason and "carried over" in o.reason] == carried
    run = blog.post(box, only=only)
    assert [o.key for o in run.outcomes if o.state == "pending" and o.key != "odd"] == carried

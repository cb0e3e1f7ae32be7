"""How many articles a run and a day may send."""

from datetime import UTC, datetime, timedelta

import pytest
from factories import NOW, Pretended, at, make_article, posted_titles, said, tries

from pelican_medium.posting import caps
from pelican_medium.store.book import Book, Cell, Entry, stamp


def test_the_cap_of_a_run_carries_the_rest_over(blog, medium):
    """The oldest go first, the others are named, and the next run takes them; all is well."""
    blog.more = {"MEDIUM_MAX_POSTS_PER_RUN": 2}
    articles = [make_article(f"a{day}", day) for day in range(5)]
    run = blog.post(*articles)
    assert posted_titles(medium) == ["a0", "a1"]
    assert list(said(run.outcomes).values()) == ["posted"] * 2 + ["pending"] * 3
    carried = [outcome for outcome in run.outcomes if outcome.state == "pending"]
    assert all("MEDIUM_MAX_POSTS_PER_RUN is 2" in outcome.reason for outcome in carried)
    assert not run.needs_the_author
    assert run.stopped is None
    assert set(blog.states) == {"a0", "a1"}
    blog.post(*articles)
    blog.post(*articles)
    assert posted_titles(medium) == [f"a{day}" for day in range(5)]


def test_named_articles_go_beyond_the_cap(blog, medium):
    """Who names them wants them now; nobody else goes, and what was posted is not sent again."""
    blog.more = {"MEDIUM_MAX_POSTS_PER_RUN": 1}
    articles = [make_article(f"a{day}", day) for day in range(5)]
    run = blog.post(*articles, only=["a3", "a1", "a2"])
    assert posted_titles(medium) == ["a1", "a2", "a3"]
    assert said(run.outcomes) == dict.fromkeys(["a1", "a2", "a3"], "posted")
    assert blog.post(*articles, only=["a1", "nobody"]).outcomes == []
    assert len(tries(medium)) == 3


def test_named_articles_do_not_go_beyond_the_daily_limit(blog, medium):
    """Medium counts those as well."""
    blog.more = {"MEDIUM_DAILY_LIMIT": 2}
    articles = [make_article(f"a{day}", day) for day in range(4)]
    run = blog.post(*articles, only=[article.key for article in articles])
    assert len(medium.posts) == 2
    assert not run.needs_the_author


@pytest.mark.parametrize("state", ["posted", "unknown", "posting"])
def test_the_daily_limit_counts_what_may_be_on_medium(blog, medium, state):
    """Also what only may have been created counts, for this API."""
    blog.more = {"MEDIUM_DAILY_LIMIT": 2}
    blog.write(old=at(datetime.now(UTC), state=state, api=medium.api_url))
    run = blog.post(make_article("one", 1), make_article("two", 2))
    assert posted_titles(medium) == ["one"]
    assert said(run.outcomes) == {"one": "posted", "two": "pending"}
    assert "MEDIUM_DAILY_LIMIT is 2" in run.outcomes[1].reason


DAY = timedelta(hours=24)


SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("cell", "is_counted"),
    [
        (at(NOW), True),
        (at(NOW - DAY + SECOND), True),
        (at(NOW - DAY - SECOND), False),
        (at(NOW + SECOND), True),
        (at(NOW + timedelta(days=4000)), True),
        (at(NOW, state="unknown"), True),
        (at(NOW, state="rejected"), False),
        ({"state": "skipped", "why": "by hand", "at": stamp(NOW), "by": "api"}, False),
        (at(NOW, by="hand"), False),
        (at(NOW, by=None), False),
        (at(NOW, at=None), False),
        (at(NOW, at="once upon a time"), False),
        (at(NOW, api="http://127.0.0.1:8989/v1"), False),
    ],
)
def test_the_daily_limit_is_counted_by_the_servers_clock(real_blog, cell, is_counted):
    """24 hours back from the server's own time, and everything after it."""
    real_blog.more = {"MEDIUM_DAILY_LIMIT": 1}
    real_blog.write(old=cell)
    pretended = Pretended()
    run = real_blog.post(make_article("one"), destination=pretended)
    assert pretended.keys == ([] if is_counted else ["one"])
    assert said(run.outcomes)["one"] == ("pending" if is_counted else "posted")
    assert not run.needs_the_author


def test_what_is_over_the_daily_limit_is_told_when_it_is_free(real_blog):
    """The moment named is that at which enough of them are 24 hours old."""
    real_blog.more = {"MEDIUM_DAILY_LIMIT": 2}
    hours = {"a": 5, "b": 3, "c": 1}
    cells = {key: at(NOW - timedelta(hours=ago)) for key, ago in hours.items()}
    real_blog.write(**cells)
    [outcome] = real_blog.post(make_article("one"), destination=Pretended()).outcomes
    assert stamp(NOW - timedelta(hours=3) + DAY) in outcome.reason


def test_a_moment_at_the_end_of_time_stops_nothing(real_blog):
    """A stamp made by hand counts as one of the future, and is no crash."""
    real_blog.more = {"MEDIUM_DAILY_LIMIT": 1}
    real_blog.write(old={"state": "posted", "by": "api", "at": "9999-12-31T23:59:59Z"})
    [outcome] = real_blog.post(make_article("one"), destination=Pretended()).outcomes
    assert outcome.state == "pending"


def test_no_limits_means_none(blog, medium):
    """0 switches both caps off."""
    blog.post(*[make_article(f"a{day:02}", day) for day in range(11)])
    assert len(medium.posts) == 11


@pytest.mark.parametrize("misfortune", ["held", "rejected"])
def test_what_was_not_sent_does_not_use_up_the_cap(blog, medium, misfortune):
    """An article that waits or was refused does not take the place of another one."""
    blog.more = {"MEDIUM_MAX_POSTS_PER_RUN": 1, "MEDIUM_DAILY_LIMIT": 1}
    wrong = {"medium_status": "secret"} if misfortune == "held" else {}
    medium.misbehave(*["400"] * (misfortune == "rejected"))
    run = blog.post(make_article("one", 1, metadata=wrong), make_article("two", 2))
    assert said(run.outcomes) == {"one": misfortune, "two": "posted"}
    assert run.needs_the_author


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        (Cell("posted", by="api", at=stamp(NOW - timedelta(hours=23))), 1),
        (Cell("unknown", by="api", at=stamp(NOW)), 1),
        (Cell("posted", by="api", at=stamp(NOW - timedelta(hours=24))), 0),
        (Cell("posted", by="hand", at=stamp(NOW)), 0),
        (Cell("posted", by="api", at=stamp(NOW), api="http://127.0.0.1:1/v1"), 0),
        (Cell("posted", by="api"), 0),
    ],
)
def test_what_a_person_has_marked_since_still_counts(cell, count):
    """Medium knows nothing of a mark; only posts by the API, to this one, are counted."""
    book = Book({"one": Entry("one", earlier=(cell, cell))})
    assert len(caps.used(book, None, NOW)) == 2 * count

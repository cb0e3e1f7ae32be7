"""What has no draft to show, and what the last run held back."""

from dataclasses import replace

import pytest
from factories import NOW, Blog, make_article, make_outbox
from pages import rehearsal

from pelican_medium.posting import queue
from pelican_medium.preview import absent
from pelican_medium.store.book import Book, Cell, Entry, stamp
from pelican_medium.store.outbox import Held

POSTED = Cell("posted", url="https://medium.com/p/e6f36a", at=stamp(NOW), by="api")
WHY = Held("its name is used twice", stamp(NOW), asks=True)


@pytest.fixture
def found(tmp_path):
    """A build of three articles: one waits, one was left out of it, one is posted."""
    waiting, left, posted = (make_article(key) for key in ("waiting", "left", "posted"))
    box = make_outbox(waiting, left, posted, held={"left": WHY, "waiting": WHY})
    box = replace(box, bodies={key: box.bodies[key] for key in ("waiting", "posted")})
    book = Book({"posted": Entry("posted", source_path="posted.md", title="Posted", cell=POSTED)})
    return queue.of(box, book, Blog(tmp_path, "https://api.medium.com/v1").settings)


def told(listings):
    return [(one.key, one.state, one.reason) for one in listings]


def test_the_index_names_what_the_build_left_out(found):
    """With the reason; what is posted is nothing to look at before it goes."""
    assert told(absent.listings(found, None, ())) == [("left", "held", WHY.reason)]


def test_whoever_asks_for_an_article_learns_why_it_is_not_there(found):
    """One that waits has a page; the others are told in the order they were asked for, once."""
    asked = ("posted", "waiting", "left", "posted")
    (posted, left) = absent.listings(found, None, asked)
    assert (posted.key, posted.title, posted.state) == ("posted", "Posted", "posted")
    assert posted.reason.startswith("nothing to preview: ")
    assert told([left]) == [("left", "held", WHY.reason)]
    assert posted.page is left.page is None


def test_what_the_last_run_held_is_shown_as_held(found):
    """With its draft; one that is held anew keeps the newer reason, and others wait as they did."""
    article, outcome, draft = rehearsal("waiting")
    anew = replace(outcome, state="held", reason="a.png is gone")
    other = rehearsal("other")
    given = [(article, outcome, draft), (article, anew, draft), other]
    (held, again, waits) = absent.with_holds(given, found)
    assert held == (
        article,
        replace(outcome, state="held", reason=f"held in the last run: {WHY.reason}"),
        draft,
    )
    assert (again, waits) == ((article, anew, draft), other)

"""What is known of each article: rows, counts and the quota, in the shapes of the contract."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from factories import make_article, make_outbox

from pelican_medium import settings
from pelican_medium.posting import caps, queue, status
from pelican_medium.store.book import Book, Cell, Entry, stamp
from pelican_medium.store.outbox import Held

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
OTHER_API = "http://127.0.0.1:8989/v1"

FIELDS = [
    "key",
    "title",
    "date",
    "lang",
    "canonical_url",
    "source_path",
    "state",
    "medium_url",
    "edit_url",
    "changed",
    "reason",
    "notes",
    "pictures",
]
STATES = ["pending", "held", "posting", "posted", "unknown", "rejected", "skipped"]


def make_settings(api_url=None, **more):
    environ = {"MEDIUM_API_URL": api_url} if api_url else {}
    site = {
        "PATH": "/site/content",
        "OUTPUT_PATH": "/site/output",
        "SITEURL": "https://blog.example",
    }
    return settings.read(site | more, environ)


def make_book(**cells):
    return Book({key: Entry(key, title=key.capitalize(), cell=cell) for key, cell in cells.items()})


def rows(book, *articles, api_url=None, **held):
    outbox = make_outbox(*articles, held=held) if articles else None
    given = make_settings(api_url)
    return {row.key: row for row in status.rows(queue.of(outbox, book, given), given)}


def drafted(article):
    given = make_settings()
    return status.drafted(article, queue.of(make_outbox(article), Book(), given), given)


POSTED = Cell(
    "posted",
    by="api",
    id="0123456789ab",
    url="https://medium.com/@you/0123456789ab",
    fingerprint="sha256:one",
)


# Rows


def test_a_pending_article_is_shown():
    """One that is only in the outbox has everything the build knows of it."""
    row = rows(Book(), make_article(title="<em>one</em> &amp; more"))["one"]
    assert json.loads(json.dumps(status.to_json(row))) == {
        "key": "one",
        "title": "one & more",
        "date": "2026-01-02",
        "lang": "en",
        "canonical_url": "https://blog.example/one.html",
        "source_path": "one.md",
        "state": "pending",
        "medium_url": None,
        "edit_url": None,
        "changed": False,
        "reason": None,
        "notes": None,
        "pictures": None,
    }


@pytest.mark.parametrize("cell", [None, POSTED, Cell("skipped", why="by hand"), Cell("unknown")])
def test_a_row_has_the_fields_of_the_contract(cell):
    """Scripts read these names, in each state, as JSON."""
    row = rows(make_book(one=cell), make_article())["one"]
    told = json.loads(json.dumps(status.to_json(row)))
    assert list(told) == FIELDS
    assert isinstance(told["changed"], bool)
    assert told["notes"] is None
    assert told["pictures"] is None


def test_the_notes_of_what_would_be_sent_are_shown():
    """The author is told what changes before anything is sent."""
    row = drafted(make_article(tags=("x" * 30,)))
    [note] = json.loads(json.dumps(status.to_json(row)))["notes"]
    assert note == {
        "what": "tag left out: longer than 25 characters",
        "count": 1,
        "where": "x" * 30,
    }


def test_the_states_are_those_of_the_contract():
    """No more, no fewer, in this order."""
    assert list(status.STATES) == STATES


@pytest.mark.parametrize(
    ("cell", "state", "reason"),
    [
        (None, "pending", None),
        (Cell("posting"), "posting", None),
        (POSTED, "posted", None),
        (Cell("unknown", reason="reset"), "unknown", "reset"),
        (Cell("rejected", reason="tags", fingerprint="sha256:one"), "rejected", "tags"),
        (Cell("rejected", reason="tags", fingerprint="sha256:before"), "pending", None),
        (Cell("skipped", why="not selected"), "skipped", "not selected"),
        (Cell("posted", api=OTHER_API), "pending", None),
    ],
)
def test_each_cell_is_shown_as_its_state(cell, state, reason):
    """A posting is shown as one, a rejected article that was edited is pending again."""
    row = rows(make_book(one=cell), make_article())["one"]
    assert (row.state, row.reason) == (state, reason)


def test_a_sandboxs_cell_is_shown_to_its_own_api():
    """What the sandbox has is posted, as long as the sandbox is asked."""
    cell = Cell("posted", id="aa", url="http://127.0.0.1:8989/@sandbox/aa", api=OTHER_API)
    row = rows(make_book(one=cell), make_article(), api_url=OTHER_API)["one"]
    assert (row.state, row.edit_url) == ("posted", "http://127.0.0.1:8989/@sandbox/aa")


def test_a_held_article_is_shown_with_its_reason():
    """As the last run noted it in the outbox."""
    held = Held("its picture is not live", "2026-11-21T08:00:00Z")
    found = rows(Book(), make_article("one"), make_article("two", 2), one=held)
    assert (found["one"].state, found["one"].reason) == ("held", "its picture is not live")
    assert found["two"].state == "pending"


def test_an_article_that_would_be_held_is_shown_as_held():
    """Before any run has tried it."""
    row = drafted(make_article(metadata={"medium_status": "secret"}))
    assert row.state == "held"
    assert "Medium_Status" in row.reason


def test_a_note_of_what_was_held_does_not_outlive_the_ledger():
    """An article that was posted since is posted."""
    held = Held("its picture is not live", "2026-11-21T08:00:00Z")
    assert rows(make_book(one=POSTED), make_article(), one=held)["one"].state == "posted"


@pytest.mark.parametrize(
    ("cell", "url"),
    [
        (POSTED, "https://medium.com/p/0123456789ab/edit"),
        (Cell("posted", url="https://medium.com/x"), "https://medium.com/x"),
        (Cell("posted"), None),
        (Cell("posted", id="aa", url="http://127.0.0.1/x", api=OTHER_API), "http://127.0.0.1/x"),
    ],
)
def test_a_post_is_edited_at_its_own_page(cell, url):
    """Medium's editor where an id is known, else the story itself."""
    assert status.edit_url(cell) == url


def test_only_a_posted_article_has_an_edit_link():
    """There is nothing to edit in what may not exist."""
    found = rows(make_book(one=Cell("unknown", url="https://medium.com/p/aa"), two=POSTED))
    assert found["one"].edit_url is None
    assert found["two"].edit_url == "https://medium.com/p/0123456789ab/edit"


@pytest.mark.parametrize(
    ("cell", "changed"),
    [
        (POSTED, False),
        (Cell("posted", fingerprint="sha256:before"), True),
        (Cell("posted"), False),
        (Cell("unknown", fingerprint="sha256:before"), False),
        (Cell("skipped", fingerprint="sha256:before"), False),
    ],
)
def test_a_posted_article_that_was_edited_is_shown_as_changed(cell, changed):
    """Only where it is known what was posted."""
    assert rows(make_book(one=cell), make_article())["one"].changed is changed


def test_an_article_that_was_renamed_is_compared_all_the_same():
    """The entry it had before is its own."""
    cell = Cell("posted", fingerprint="sha256:before")
    book = Book({"old": Entry("old", source_path="one.md", cell=cell)})
    found = rows(book, make_article())
    assert list(found) == ["old"]
    assert found["old"].changed


def test_without_a_build_nothing_is_changed():
    """The ledger alone is enough for a status."""
    found = rows(make_book(one=Cell("posted", fingerprint="x"), two=None, three=Cell("posting")))
    assert {key: row.state for key, row in found.items()} == {
        "one": "posted",
        "two": "pending",
        "three": "posting",
    }
    assert not any(row.changed for row in found.values())


def test_without_a_build_a_sandboxs_cell_is_absent():
    """What was only tried out is not shown as posted, nor with a link."""
    cell = Cell("posted", id="aa", url="http://127.0.0.1:8989/@sandbox/aa", api=OTHER_API)
    row = rows(make_book(one=cell))["one"]
    assert (row.state, row.medium_url, row.edit_url) == ("pending", None, None)


def test_an_entry_made_by_hand_is_shown():
    """It may lack all but its key."""
    row = rows(Book({"bare": Entry("bare")}))["bare"]
    assert (row.title, row.date, row.lang, row.source_path) == ("bare", None, None, None)


def test_the_rows_are_in_the_order_of_their_dates():
    """Oldest first, those without a date before them, equal ones by key."""
    dates = {"c": "2026-02-02", "b": "2026-02-02", "a": "2026-03-03", "bare": None}
    book = Book({key: Entry(key, date=date) for key, date in dates.items()})
    found = rows(book, make_article("new", 1))
    assert list(found) == ["bare", "new", "b", "c", "a"]


# Counts and the quota


def test_each_state_is_counted():
    """Those of no article, too, so that a script need not ask."""
    cells = [POSTED, POSTED, Cell("unknown"), None]
    book = make_book(**{f"a{number}": cell for number, cell in enumerate(cells)})
    counts = status.counted(list(rows(book).values()))
    assert list(counts) == STATES
    assert counts == dict.fromkeys(STATES, 0) | {"posted": 2, "unknown": 1, "pending": 1}
    assert status.counted([]) == dict.fromkeys(STATES, 0)


def ago(hours, **more):
    at = stamp(NOW - timedelta(hours=hours))
    return Cell(**({"state": "posted", "by": "api", "at": at} | more))


def quota(limit, *cells):
    book = make_book(**{f"a{number}": cell for number, cell in enumerate(cells)})
    return status.quota(caps.room(book, make_settings(MEDIUM_DAILY_LIMIT=limit), NOW))


def test_an_unused_quota():
    """Nothing was posted, nothing resets."""
    assert quota(10) == {"used": 0, "limit": 10, "resets_at": None}


def test_a_used_quota():
    """What counts is counted, and it is told when the first of them no longer does."""
    cells = [
        ago(5),
        ago(3, state="unknown"),
        ago(1, state="posting"),
        ago(25),
        ago(1, by="hand"),
        ago(1, state="rejected"),
        ago(1, api=OTHER_API),
        Cell("skipped", why="by hand"),
        None,
    ]
    assert quota(3, *cells) == {"used": 3, "limit": 3, "resets_at": "2026-11-22T03:00:00Z"}


def test_a_quota_that_is_more_than_used_up():
    """After the limit was lowered, the next post is free when enough of them are a day old."""
    assert quota(2, ago(5), ago(3), ago(1))["resets_at"] == "2026-11-22T05:00:00Z"


def test_no_limit_is_shown_as_0():
    """The number of posts is still of interest."""
    assert quota(0, ago(5)) == {"used": 1, "limit": 0, "resets_at": "2026-11-22T03:00:00Z"}


def test_a_moment_at_the_end_of_time_is_no_crash():
    """A stamp made by hand counts as one of the future."""
    told = quota(1, Cell("posted", by="api", at="9999-12-31T23:59:59Z"))
    assert told["used"] == 1


# What goes next


def upcoming(*articles, only=(), trouble=None, held=None, **settings):
    given = make_settings(**settings)
    found = queue.of(make_outbox(*articles, held=held or {}), Book(), given)
    return status.upcoming(found, given, only, trouble=trouble)


def shown(plan):
    return [row.key for row in plan.next], plan.more, plan.left, plan.why


SEVERAL = [make_article(f"a{number:02}", number + 1) for number in range(12)]
CAP = "MEDIUM_MAX_POSTS_PER_RUN is 2"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, (["a00", "a01"], 0, 10, CAP)),
        ({"only": ["a05", "a07", "a09"]}, (["a05", "a07", "a09"], 0, 0, None)),
        ({"trouble": "no token"}, ([], 0, 12, "no token")),
        ({"MEDIUM_DAILY_LIMIT": 1}, (["a00"], 0, 11, "MEDIUM_DAILY_LIMIT is 1")),
        (
            {"MEDIUM_MAX_POSTS_PER_RUN": 0},
            ([f"a{number:02}" for number in range(10)], 2, 0, None),
        ),
        (
            {"MEDIUM_MAX_POSTS_PER_RUN": 11},
            ([f"a{number:02}" for number in range(10)], 1, 1, "MEDIUM_MAX_POSTS_PER_RUN is 11"),
        ),
    ],
)
def test_what_the_next_run_would_send(given, expected):
    """The oldest within the narrower cap, all that was asked for beyond the cap per run."""
    settings = {"MEDIUM_MAX_POSTS_PER_RUN": 2, "MEDIUM_DAILY_LIMIT": 0} | given
    assert shown(upcoming(*SEVERAL, **settings)) == expected


def test_what_would_be_held_takes_nobodys_place():
    """One that cannot be drafted is named as held, and the next two go."""
    bad = make_article("a00", 1, metadata={"medium_status": "secret"})
    plan = upcoming(bad, *SEVERAL[1:4], MEDIUM_MAX_POSTS_PER_RUN=2)
    assert [row.key for row in plan.held] == ["a00"]
    assert shown(plan) == (["a01", "a02"], 0, 1, CAP)


def test_what_was_held_last_time_is_not_promised():
    """The run looks at it again, and nobody can say what it will find."""
    held = {"a00": Held("its picture is not live", "2026-11-21T08:00:00Z")}
    plan = upcoming(*SEVERAL[:2], held=held, MEDIUM_MAX_POSTS_PER_RUN=2)
    assert shown(plan) == (["a01"], 0, 0, None)


def test_only_what_is_shown_is_drafted(monkeypatch):
    """A backfill of thousands is not drafted to be counted."""
    made = []
    monkeypatch.setattr(
        status.rehearsal, "of_these", lambda found, *_: made.extend(found) or iter(())
    )
    given = make_settings()
    rows = status.rows(queue.of(make_outbox(*SEVERAL), Book(), given), given)
    assert len(rows) == 12
    assert made == []

"""Article + settings → draft: each field that is sent, and each reason not to send."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from drafts import NOW, URL, article, make, site, what

from pelican_medium import draft
from pelican_medium.model import LICENSES, PUBLICATION_UNASKED, PUBLISH_STATUSES, Article, Draft
from pelican_medium.model.errors import ArticleError


def test_a_plain_article():
    """The whole draft of an article about which nothing is special."""
    assert make() == Draft(
        key="tides",
        title="Tides",
        content="<h1>Tides</h1>\n<p>Text.</p>\n",
        canonical_url=URL,
        tags=("sea",),
        publish_status="draft",
        license="all-rights-reserved",
        notify_followers=False,
        published_at=None,
        notes=(),
    )


# --- The other fields -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "expected"), [(None, URL), ("", URL), ("https://o.example/x", "https://o.example/x")]
)
def test_the_canonical_url(wish, expected):
    """It is the site's own address, unless the article names another original."""
    metadata = {} if wish is None else {"medium_canonical_url": wish}
    assert make(metadata=metadata).canonical_url == expected


@pytest.mark.parametrize("setting", PUBLISH_STATUSES)
@pytest.mark.parametrize("wish", [None, *PUBLISH_STATUSES])
def test_the_status(setting, wish):
    """The article's status comes before the settings'."""
    metadata = {"medium_status": wish} if wish else {}
    made = make({"MEDIUM_PUBLISH_STATUS": setting}, metadata=metadata)
    assert made.publish_status == (wish or setting)


@pytest.mark.parametrize("wish", [None, *LICENSES])
def test_the_license(wish):
    """The article's licence comes before the settings'."""
    metadata = {"medium_license": wish} if wish else {}
    made = make({"MEDIUM_LICENSE": "cc-40-zero"}, metadata=metadata)
    assert made.license == (wish or "cc-40-zero")


@pytest.mark.parametrize(
    ("setting", "wish", "expected"),
    [
        (False, None, False),
        (True, None, True),
        (True, "no", False),
        (False, "yes", True),
        (True, False, False),
        (False, True, True),
    ],
)
def test_notify(setting, wish, expected):
    """The article's word comes before the settings', also where it is a no."""
    metadata = {} if wish is None else {"medium_notify": wish}
    made = make({"MEDIUM_NOTIFY_FOLLOWERS": setting}, metadata=metadata)
    assert made.notify_followers is expected


CET = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("date", "goes"),
    [
        (NOW - timedelta(days=365), True),
        (NOW - timedelta(minutes=16), True),
        (datetime(2026, 11, 21, 12, 40, tzinfo=CET), True),
        (NOW - timedelta(minutes=15), False),
        (NOW - timedelta(minutes=14), False),
        (NOW, False),
        (NOW + timedelta(seconds=1), False),
        (NOW + timedelta(days=365), False),
        (datetime(1970, 1, 1, tzinfo=UTC), True),
        (datetime(1969, 12, 31, 23, 59, tzinfo=UTC), False),
        (datetime(1066, 10, 14, tzinfo=UTC), False),
    ],
)
def test_the_date(date, goes):
    """With MEDIUM_BACKDATE the date goes, unless Medium would refuse or break on it."""
    made = make({"MEDIUM_BACKDATE": True}, date=date)
    assert made.published_at == (date if goes else None)


def test_the_date_stays_here_by_default():
    """Nothing is backdated unless the author says so."""
    assert make(date=NOW - timedelta(days=365)).published_at is None


@pytest.mark.parametrize(
    ("metadata", "named"),
    [
        ({"medium_status": "published"}, "Medium_Status"),
        ({"medium_license": "MIT"}, "Medium_License"),
        ({"medium_notify": "all"}, "Medium_Notify"),
        ({"medium_canonical_url": "/x"}, "Medium_Canonical_Url"),
    ],
)
def test_a_wrong_wish_stops_the_article(metadata, named):
    """An article that asks for what there is not, is not sent with a default instead."""
    with pytest.raises(ArticleError, match=rf"{named}.*\(tides\.md\)$"):
        make(metadata=metadata)


@pytest.mark.parametrize(
    ("given", "metadata"),
    [
        ({"MEDIUM_PUBLICATION": "The Startup"}, {}),
        ({}, {"medium_publication": "The Startup"}),
        ({"MEDIUM_PUBLICATION": "Other"}, {"medium_publication": "The Startup"}),
    ],
)
def test_the_publication(given, metadata):
    """The article's wish comes before the settings', and what nobody can know yet is noted."""
    made = make(given, metadata=metadata)
    assert made.publication == "The Startup"
    assert what(made.notes) == [(PUBLICATION_UNASKED, 1, "The Startup")]


def test_a_hook_may_send_elsewhere():
    """MEDIUM_ARTICLE may name another publication, or the author's own profile with None."""
    for wish in ("Other", None):
        given = {
            "MEDIUM_PUBLICATION": "The Startup",
            "MEDIUM_ARTICLE": lambda _, made, wish=wish: replace(made, publication=wish),
        }
        made = make(given)
        assert made.publication == wish
        assert [note.where for note in made.notes] == ([wish] if wish else [])


# --- The author's own function ----------------------------------------------------------------


def by_hook(hook):
    return make({"MEDIUM_ARTICLE": hook})


def test_a_hook_gets_article_and_draft():
    """MEDIUM_ARTICLE sees our article and the finished draft, and its answer is what goes."""

    def hook(given, made):
        assert isinstance(given, Article)
        assert isinstance(made, Draft)
        return replace(made, title=given.title + "!", tags=("x",), publish_status="public")

    made = by_hook(hook)
    assert (made.title, made.tags, made.publish_status) == ("Tides!", ("x",), "public")


def test_a_hook_may_leave_the_draft_as_it_is():
    """Giving the draft back unchanged changes nothing."""
    assert by_hook(lambda _, made: made) == make()


def test_a_hook_cannot_change_who_the_article_is():
    """The key belongs to the ledger."""
    assert by_hook(lambda _, made: replace(made, key="other")).key == "tides"


def test_a_hook_that_fails_stops_the_article():
    """The message names the function and its error."""
    with pytest.raises(ArticleError, match=r"MEDIUM_ARTICLE failed.*ZeroDivisionError: division"):
        by_hook(lambda *_: 1 / 0)


@pytest.mark.parametrize("answer", [None, "x", {"title": "x"}, Draft, ()])
def test_a_hook_that_returns_something_else_stops_the_article(answer):
    """Only a draft can be sent; the message names the type that came."""
    with pytest.raises(ArticleError, match=f"returned {type(answer).__name__}"):
        by_hook(lambda *_: answer)


def test_a_draft_is_made_anew_each_time():
    """The same article and settings give the same draft: the preview cannot lie."""
    given = article(content="<h1>Tides</h1><p><img src=x.png></p>", tags=("a", "b", "c", "d"))
    assert draft.make(given, site(), NOW) == draft.make(given, site(), NOW)

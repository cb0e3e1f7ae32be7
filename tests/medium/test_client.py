"""The client: what it asks only once, what it repeats, and what it never does."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from conftest import PNG
from conversations import API, DATE, DRAFT, JSON, PAGE, USER, Line, answer, created, me, refusal

from pelican_medium.medium import client as client_module
from pelican_medium.medium.client import TRIES, Medium
from pelican_medium.medium.requests import post_body
from pelican_medium.model import NEAR, Picture, Response
from pelican_medium.model.errors import (
    DeliveryError,
    FateUnknown,
    NeverConnected,
    NoAnswer,
    NotSent,
    UploadError,
)

POST = "POST /users/5303d74c64f6/posts"


def client(*answers):
    line, pauses = Line(*answers), []
    return Medium(line, API, pause=pauses.append), line, pauses


def test_nothing_is_asked_before_it_is_needed():
    """Making a client costs nothing."""
    _, line, _ = client()
    assert line.calls == []


def test_the_account_is_asked_once():
    """Three posts and the time need one GET /me."""
    one, line, pauses = client(me(), created(), created(), created())
    one.now()
    for _ in range(3):
        assert one.deliver(DRAFT).id == "e6f36a"
    one.now()
    assert line.calls == ["GET /me", POST, POST, POST]
    assert pauses == []
    assert json.loads(line.requests[1].body) == post_body(DRAFT)


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        (timedelta(days=-1), False),
        (timedelta(0), False),
        (NEAR - timedelta(minutes=1), False),
        (NEAR + timedelta(minutes=1), True),
        (timedelta(days=900), True),
    ],
)
def test_an_articles_date_is_held_against_mediums_clock(before, kept):
    """This machine's may be off, and Medium takes no date that has not come yet."""
    one, line, _ = client(me())
    written = one.now() - before
    admitted = one.admit(replace(DRAFT, published_at=written))
    assert admitted == replace(DRAFT, published_at=written if kept else None)
    assert line.calls == ["GET /me"]


HICCUPS = [refusal(500), answer(502, PAGE), NeverConnected("refused"), NoAnswer("reset")]


@pytest.mark.parametrize("hiccup", HICCUPS)
def test_a_get_is_repeated(hiccup):
    """What changes nothing may be asked again, after a pause."""
    one, line, pauses = client(hiccup, hiccup, me(), created())
    assert one.deliver(DRAFT).id == "e6f36a"
    assert line.calls == ["GET /me"] * 3 + [POST]
    assert len(pauses) == 2
    assert 0 < pauses[0] <= 1
    assert 0.5 <= pauses[1] <= 2


@pytest.mark.parametrize("hiccup", HICCUPS)
def test_a_get_is_not_repeated_for_ever(hiccup):
    """After three tries it is given up, and nothing was sent."""
    one, line, pauses = client(*[hiccup] * 9)
    with pytest.raises(NotSent):
        one.deliver(DRAFT)
    assert line.calls == ["GET /me"] * 3
    assert len(pauses) == 2


def test_the_pauses_are_not_all_alike():
    """Many sites that build at the same minute do not come back at the same moment."""
    first = set()
    for _ in range(20):
        one, _, pauses = client(refusal(500), me())
        one.now()
        first.update(pauses)
    assert len(first) > 1


@pytest.mark.parametrize("said", [refusal(401, 6003), refusal(403), refusal(429), answer(302)])
def test_a_refused_get_is_not_repeated(said):
    """A clear no is taken for one."""
    one, line, pauses = client(said)
    with pytest.raises(NotSent):
        one.now()
    assert line.calls == ["GET /me"]
    assert pauses == []


@pytest.mark.parametrize(
    "said",
    [
        *[refusal(status) for status in (400, 401, 403, 404, 409, 429, 500, 502, 503)],
        refusal(429, 1007, Retry_After="1"),
        answer(201),
        answer(302),
        NeverConnected("refused"),
        NoAnswer("reset"),
    ],
)
def test_a_post_is_never_repeated(said):
    """Whatever the answer, or none, the client posts once."""
    one, line, pauses = client(me(), said, created())
    with pytest.raises(DeliveryError):
        one.deliver(DRAFT)
    assert line.calls == ["GET /me", POST]
    assert pauses == []


def test_no_connection_means_not_sent():
    """Where no connection stood nothing can have been created."""
    one, _, _ = client(me(), NeverConnected("Connection refused"))
    with pytest.raises(NotSent, match=r"could not be reached \(Connection refused\)") as caught:
        one.deliver(DRAFT)
    assert caught.value.retry_after is None


def test_no_answer_means_that_nobody_knows():
    """After a connection stood the post may exist."""
    one, _, _ = client(me(), NoAnswer("no answer within 40 s"))
    with pytest.raises(FateUnknown, match="then the connection failed: no answer within 40 s"):
        one.deliver(DRAFT)


def test_an_unreachable_account_means_not_sent():
    """Without GET /me there is no POST, whatever became of the GET."""
    for trouble in (NeverConnected("x"), NoAnswer("x")):
        one, _, _ = client(*[trouble] * 3)
        with pytest.raises(NotSent, match="could not be reached"):
            one.deliver(DRAFT)


@pytest.mark.parametrize("hours", [-30, -1, 0, 1, 30])
def test_the_time_is_the_servers(hours):
    """A wrong clock here changes nothing."""
    theirs = datetime.now(UTC) + timedelta(hours=hours)
    headers = JSON | {"Date": format_datetime(theirs, usegmt=True)}
    one, _, _ = client(answer(200, {"data": USER}, headers))
    assert abs(one.now() - theirs) < timedelta(seconds=3)
    assert one.now().tzinfo is not None


@pytest.mark.parametrize("headers", [JSON, JSON | {"Date": "late"}])
def test_without_the_servers_time_it_is_ours(headers):
    """A server that does not tell the time does not stop a run."""
    one, _, _ = client(answer(200, {"data": USER}, headers))
    assert abs(one.now() - datetime.now(UTC)) < timedelta(seconds=3)


@pytest.mark.parametrize(
    "absurd",
    [
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Fri, 31 Dec 1999 23:59:59 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Mon, 01 Jan 0001 00:00:00 +1400",
        "Sat, 21 Nov 99999999999 08:00:00 GMT",
    ],
)
def test_an_absurd_time_is_none(absurd):
    """By such a clock the posts of today would be old ones, and ten more could go."""
    one, _, _ = client(answer(200, {"data": USER}, JSON | {"Date": absurd}))
    assert abs(one.now() - datetime.now(UTC)) < timedelta(seconds=3)


def test_a_clock_that_is_set_during_a_run_changes_nothing(monkeypatch):
    """The time goes on from the server's by a clock that nobody can set."""

    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(hours=30)

    for headers in (JSON | DATE, JSON):
        one, _, _ = client(answer(200, {"data": USER}, headers))
        before = one.now()
        monkeypatch.setattr(client_module, "datetime", Tomorrow)
        assert timedelta() <= one.now() - before < timedelta(seconds=3)
        monkeypatch.undo()


# --- Uploads ---

PICTURE = Picture("x.png", "image/png", PNG)
URL = "https://cdn-images-1.medium.com/x.png"
TAKEN = Response(201, {}, json.dumps({"data": {"url": URL, "md5": "1"}}).encode())


def uploading(*answers):
    """Return a Medium that gives these answers to uploads, and which of those it was sent."""
    sent, left = [], list(answers)
    known = Response(200, {}, b'{"data": {"id": "5303d74c64f6"}}')

    def send(request):
        if request.method == "GET":
            return known
        sent.append(request)
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return Medium(send, API, pause=lambda _: None), sent


@pytest.mark.parametrize(
    "trouble",
    [Response(500, {}, b""), Response(200, {}, b"?"), NoAnswer("reset"), NeverConnected("refused")],
)
def test_an_upload_is_repeated_with_bounds(trouble):
    """The same bytes are one picture, so what may pass is tried again, three times in all."""
    client, sent = uploading(trouble, TAKEN)
    assert client.upload(PICTURE) == URL
    assert len(sent) == 2
    client, sent = uploading(*[trouble] * TRIES)
    with pytest.raises(NotSent if isinstance(trouble, NeverConnected) else UploadError):
        client.upload(PICTURE)
    assert len(sent) == TRIES


def test_what_medium_refuses_is_not_repeated():
    """It would refuse it again."""
    for status in (400, 401, 403, 429):
        client, sent = uploading(Response(status, {}, b"{}"))
        with pytest.raises((NotSent, UploadError)):
            client.upload(PICTURE)
        assert len(sent) == 1

"""What each answer of Medium's means: a receipt, or an error of its kind."""

import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from conversations import (
    DATE,
    DRAFT,
    HTML,
    INTO,
    JSON,
    NOW,
    PAGE,
    answer,
    created,
    me,
    refusal,
    without,
)
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pelican_medium.medium import answers
from pelican_medium.medium.answers import Account, read_image
from pelican_medium.model import Draft, Receipt, Response
from pelican_medium.model.errors import (
    DeliveryError,
    FateUnknown,
    HeldBack,
    NotSent,
    Refused,
    Rejected,
    UploadError,
)

GOOD = {
    "201": (created(), "https://medium.com/@you/e6f36a", "draft"),
    "200": (created(200), "https://medium.com/@you/e6f36a", "draft"),
    "202": (created(202), "https://medium.com/@you/e6f36a", "draft"),
    "its status, not ours": (
        created(publishStatus="public"),
        "https://medium.com/@you/e6f36a",
        "public",
    ),
    "no url": (without("url"), "https://medium.com/p/e6f36a", "draft"),
    "null url": (created(url=None), "https://medium.com/p/e6f36a", "draft"),
    "empty url": (created(url=""), "https://medium.com/p/e6f36a", "draft"),
    "a url that is none": (created(url=["x"]), "https://medium.com/p/e6f36a", "draft"),
    **{
        f"a url that is {name}": (created(url=url), "https://medium.com/p/e6f36a", "draft")
        for name, url in {
            "script": "javascript:alert(1)",
            "data": "data:text/html,x",
            "relative": "/@you/e6f36a",
            "no host": "https://",
            "a command": "https://medium.com/\x1b[2J",
            "two": "https://medium.com/ https://x.example",
            "a lone surrogate": "https://medium.com/\ud800",
        }.items()
    },
    "no status": (without("publishStatus"), "https://medium.com/@you/e6f36a", "draft"),
    "a strange status": (
        created(publishStatus="pending"),
        "https://medium.com/@you/e6f36a",
        "draft",
    ),
    "a status that is none": (
        created(publishStatus=["draft"]),
        "https://medium.com/@you/e6f36a",
        "draft",
    ),
    "labelled as a page": (
        answer(201, created().body, HTML),
        "https://medium.com/@you/e6f36a",
        "draft",
    ),
    "with a BOM": (
        answer(201, b"\xef\xbb\xbf" + created().body),
        "https://medium.com/@you/e6f36a",
        "draft",
    ),
}


@pytest.mark.parametrize(("said", "url", "status"), GOOD.values(), ids=GOOD)
def test_a_2xx_with_an_id_is_a_receipt(said, url, status):
    """An id is all it takes; the address and the status have something to fall back on."""
    assert answers.read_receipt(said, DRAFT) == Receipt("e6f36a", url, status)


def test_a_status_that_is_missing_is_the_drafts():
    """Where Medium does not say the status, it is the one that was asked for."""
    draft = Draft("k", "T", "x", "https://b.example/x", publish_status="unlisted")
    assert answers.read_receipt(without("publishStatus"), draft).publish_status == "unlisted"


TOKEN, DAILY, NOT_ALLOWED = "refused the token", "no more posts for now", "does not allow this"
GUARD, REJECTED, MYSTERY = "A page instead of", "rejected it", "does not tell"
IN_IT = "User is not allowed to publish in it."
LIMIT = "User has reached the rate limit for publishing today."

BAD = {
    # Medium's code comes first, whatever the status.
    **{
        f"{code} with {status}": (refusal(status, code), Refused, f"{TOKEN}.*code {code}")
        for code in (6000, 6001, 6002, 6003, 6004, 6005, 6006, 6027)
        for status in (200, 400, 401, 403, 404)
    },
    **{
        f"{code} with 429": (refusal(429, code), NotSent, f"{DAILY}.*code {code}")
        for code in (6000, 6003, 6027)
    },
    # What a server that failed, gave up or sent us elsewhere says of the request it had is moot.
    **{
        f"{code} with {status}": (refusal(status, code), FateUnknown, f"{MYSTERY}.*code {code}")
        for code in (1007, 6000, 6003, 6027)
        for status in (302, 408, 500, 502, 503)
    },
    **{
        f"{status} as a page, labelled {name}": (
            answer(status, PAGE, headers),
            FateUnknown,
            f"{MYSTERY}.*{status}",
        )
        for status in (302, 408, 500, 503, 520)
        for name, headers in {"so": HTML, "JSON": JSON, "nothing": {}}.items()
    },
    **{
        f"1007 with {status}": (refusal(status, 1007, LIMIT), NotSent, f"{DAILY}.*{LIMIT}")
        for status in (200, 400, 403, 429)
    },
    "429": (refusal(429, -1), NotSent, f"{DAILY}.*HTTP 429, code -1"),
    "429 of the old kind": (refusal(429, -1, LIMIT), NotSent, DAILY),
    "429 without a code": (refusal(429), NotSent, DAILY),
    "429 without a body": (answer(429), NotSent, DAILY),
    "429 as a page": (answer(429, PAGE, HTML), NotSent, DAILY),
    "401": (refusal(401, -1), Refused, TOKEN),
    "401 without a code": (refusal(401), Refused, TOKEN),
    "401 without a body": (answer(401), Refused, TOKEN),
    "403": (refusal(403, -1), NotSent, f"{NOT_ALLOWED}.*HTTP 403"),
    "403 without a code": (refusal(403), NotSent, NOT_ALLOWED),
    "403 without a body": (answer(403), NotSent, NOT_ALLOWED),
    "403 with an unknown code": (refusal(403, 2000), NotSent, NOT_ALLOWED),
    "404": (refusal(404, -1), NotSent, NOT_ALLOWED),
    "404 without a body": (answer(404), NotSent, NOT_ALLOWED),
    **{
        f"may not publish there, {status}": (refusal(status, 2000, IN_IT), NotSent, IN_IT)
        for status in (200, 400, 403, 409, 422)
    },
    "may not publish there, 500": (refusal(500, 2000, IN_IT), FateUnknown, IN_IT),
    **{
        f"{status} as a page": (answer(status, PAGE, HTML), HeldBack, f"{GUARD}.*HTTP {status}")
        for status in (400, 401, 403, 404, 405, 409, 413, 415, 418, 422, 451)
    },
    **{
        f"{status} as a page labelled JSON": (answer(status, PAGE), HeldBack, GUARD)
        for status in (400, 403, 405, 413)
    },
    "a challenge": (answer(403, b"\n " + PAGE, HTML), HeldBack, GUARD),
    "a page without a label": (answer(400, PAGE, {}), HeldBack, GUARD),
    "a refusal labelled as a page": (
        answer(401, refusal(401, 6003).body, HTML),
        Refused,
        f"{TOKEN}.*6003",
    ),
    "a rejection labelled as a page": (
        answer(400, refusal(400, 2000, "tags").body, HTML),
        Rejected,
        "tags",
    ),
    **{
        f"{status}": (refusal(status, 2000, "tags"), Rejected, f"{REJECTED}.*{status}.*tags")
        for status in (400, 413, 415, 422)
    },
    **{
        f"{status} without a code": (refusal(status), Rejected, REJECTED)
        for status in (400, 413, 415, 422)
    },
    "400 with code -1": (refusal(400, -1), Rejected, "code -1"),
    "400 with other JSON": (answer(400, {"message": "no"}), Rejected, REJECTED),
    "400 with a list": (answer(400, []), Rejected, REJECTED),
    "400 with an empty list of errors": (answer(400, {"errors": []}), Rejected, REJECTED),
    "400 with errors of another kind": (answer(400, {"errors": ["x"]}), Rejected, REJECTED),
    "400 with a code that is a text": (refusal(400, "6003"), Rejected, REJECTED),
    **{
        f"{status} without JSON": (answer(status, body), FateUnknown, f"{MYSTERY}.*{status}")
        for status in (400, 413, 415, 422)
        for body in (b"", b"Bad Request", b'{"errors": [')
    },
    **{
        f"{status} is not listed": (refusal(status, -1), FateUnknown, f"{MYSTERY}.*{status}")
        for status in (402, 405, 406, 408, 409, 410, 418, 425, 431, 451)
    },
    **{
        f"{status}": (refusal(status, -1, "Oops."), FateUnknown, f"{MYSTERY}.*{status}.*Oops")
        for status in (500, 501, 502, 503, 504, 520, 599)
    },
    "502 as a page": (answer(502, PAGE, HTML), FateUnknown, MYSTERY),
    "502 as a page labelled JSON": (answer(502, PAGE), FateUnknown, MYSTERY),
    "500 without a body": (answer(500), FateUnknown, MYSTERY),
    "500 with data": (created(500), FateUnknown, MYSTERY),
    **{
        f"{status} elsewhere": (
            answer(status, b"", {"Location": "https://medium.com/x"}),
            FateUnknown,
            f"{MYSTERY}.*{status}",
        )
        for status in (300, 301, 302, 303, 304, 307, 308)
    },
    "302 with data": (created(302), FateUnknown, MYSTERY),
    "100": (answer(100), FateUnknown, MYSTERY),
    "201 without a body": (answer(201), FateUnknown, MYSTERY),
    "204": (answer(204), FateUnknown, MYSTERY),
    "201 as a page": (answer(201, PAGE, HTML), FateUnknown, MYSTERY),
    "201 that is no JSON": (answer(201, b"Created."), FateUnknown, MYSTERY),
    "201 cut off": (answer(201, created().body[:-3]), FateUnknown, MYSTERY),
    "201 that is no UTF-8": (answer(201, b'{"data": {"id": "\xff"}}'), FateUnknown, MYSTERY),
    "201 nested deep": (answer(201, b'{"data": ' + b"[" * 100_000), FateUnknown, MYSTERY),
    "201 with a list": (answer(201, [{"id": "e6f36a"}]), FateUnknown, MYSTERY),
    "201 with a text": (answer(201, "e6f36a"), FateUnknown, MYSTERY),
    "201 with null": (answer(201, b"null"), FateUnknown, MYSTERY),
    "201 with a list of data": (
        answer(201, {"data": [{"id": "e6f36a"}]}),
        FateUnknown,
        MYSTERY,
    ),
    "201 without data": (answer(201, {"id": "e6f36a"}), FateUnknown, MYSTERY),
    "201 without id": (without("id"), FateUnknown, MYSTERY),
    "201 with an empty id": (created(id=""), FateUnknown, MYSTERY),
    "201 with an id of nothing to see": (created(id="\x1b\ud800"), FateUnknown, MYSTERY),
    "201 with a null id": (created(id=None), FateUnknown, MYSTERY),
    "201 with a number as id": (created(id=123), FateUnknown, MYSTERY),
    "201 with errors": (refusal(201, 2000), FateUnknown, MYSTERY),
}


@pytest.mark.parametrize(("said", "kind", "words"), BAD.values(), ids=BAD)
def test_each_other_answer_is_an_error_of_its_kind(said, kind, words):
    """Medium's code comes first, then the status; what is not listed is not known."""
    with pytest.raises(DeliveryError, match=words) as caught:
        answers.read_receipt(said, DRAFT)
    assert type(caught.value) is kind


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 413, 415, 422, 451])
def test_a_page_is_said_to_come_from_a_guard(status):
    """The loop counts them: several in a row mean that it lets nothing through."""
    with pytest.raises(HeldBack) as caught:
        answers.read_receipt(answer(status, PAGE, HTML), DRAFT)
    assert caught.value.by_guard
    with pytest.raises(UploadError, match=GUARD) as refused:
        answers.read_image(answer(status, PAGE, HTML))
    assert refused.value.by_guard


@pytest.mark.parametrize("status", [200, 400, 403, 409, 422])
def test_a_publication_that_is_closed_holds_its_own_articles(status):
    """Medium answers 403 where its documents say so, and 400 was seen; others may go."""
    with pytest.raises(HeldBack, match=r"does not let you publish there.*MEDIUM_PUBL") as caught:
        answers.read_receipt(refusal(status, 2000, IN_IT), INTO)
    assert not caught.value.by_guard


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (refusal(403, -1), HeldBack),
        (answer(403), HeldBack),
        (refusal(403, 6003), Refused),
        (refusal(401, -1), Refused),
        (refusal(404, -1), NotSent),
        (refusal(429, 1007, LIMIT), NotSent),
        (refusal(429, 2000, IN_IT), NotSent),
        (refusal(500, 2000, IN_IT), FateUnknown),
        (refusal(400, 2000, "tags"), Rejected),
    ],
)
def test_under_a_publication_only_its_own_refusal_is_its_own(said, kind):
    """403 is what Medium documents for a publication one may not publish in."""
    with pytest.raises(DeliveryError) as caught:
        answers.read_receipt(said, INTO)
    assert type(caught.value) is kind


@pytest.mark.parametrize("status", [401, 403, 404])
@pytest.mark.parametrize("code", [-1, 6000, 6002, 6003, None])
def test_a_refused_upload_is_no_refused_token(status, code):
    """It may only lack uploadImage, which Medium grants to few; both ways out are named."""
    with pytest.raises(UploadError, match=f"HTTP {status}.*uploadImage.*deploy.*PICTURES_PATH"):
        answers.read_image(refusal(status, code))


@pytest.mark.parametrize(
    "said", [refusal(429, 1007), refusal(400, 6005), answer(401), answer(403), answer(404, b"no")]
)
def test_an_upload_that_everything_is_refused_to_stops_the_run(said):
    """The next picture would fare no better."""
    with pytest.raises(NotSent):
        answers.read_image(said)


def test_a_refused_token_tells_that_there_are_no_new_ones():
    """Nobody is sent away to fetch a token that Medium issues no more."""
    with pytest.raises(NotSent, match="issued no new integration tokens") as caught:
        answers.read_receipt(refusal(401, 6003, "Token was invalid."), DRAFT)
    assert "“Token was invalid.”" in str(caught.value)
    assert "by hand: pelican-medium desk" in str(caught.value)


def test_a_long_message_is_cut_and_kept_on_one_line():
    """What Medium says becomes part of a line of ours."""
    with pytest.raises(Rejected) as caught:
        answers.read_receipt(refusal(400, 2000, "a\r\n\tb " + "x" * 5000), DRAFT)
    assert "“a b xxx" in str(caught.value)
    assert len(str(caught.value)) < 400


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["data", "errors", "id", "url", "code", "message", "publishStatus"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@settings(max_examples=300, deadline=None)
@given(st.integers(100, 599), anything.map(json.dumps).map(str.encode) | st.binary(max_size=30))
@example(400, b'{"errors": [{"code": 1e999}]}')
@example(201, b'{"data": {"id": "x", "url": "' + b"9" * 5000 + b'"}}')
@example(429, b'{"errors": [{"code": ' + b"9" * 5000 + b"}]}")
def test_no_answer_makes_reading_fail_otherwise(status, body):
    """Whatever comes, it is a receipt or one of the three errors; only a 2xx is a receipt."""
    try:
        receipt = answers.read_receipt(answer(status, body), DRAFT)
    except DeliveryError:
        return
    assert receipt.id
    assert 200 <= status < 300


def test_the_code_that_says_most_counts():
    """Of several errors one about the token or the day outweighs one about a field."""
    body = {"errors": [{"code": 2000, "message": "tags"}, {"code": 6003, "message": "token"}]}
    with pytest.raises(NotSent, match="tags; token"):
        answers.read_receipt(Response(400, {}, json.dumps(body).encode()), DRAFT)


def test_what_medium_says_cannot_play_with_the_terminal():
    """Control characters of an answer are not handed on."""
    body = {"errors": [{"code": 1, "message": "a\x1b[2Jb\r\nc"}]}
    with pytest.raises(Rejected) as caught:
        answers.read_receipt(Response(400, {}, json.dumps(body).encode()), DRAFT)
    assert str(caught.value).isprintable()


# Waiting, and the time


def http_date(seconds):
    return format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)


RETRIES = [
    ({"Retry-After": "30"}, 30),
    ({"retry-after": "30"}, 30),
    ({"RETRY-AFTER": " 30 "}, 30),
    ({"Retry-After": "0"}, 0),
    ({"Retry-After": "86400"}, 86400),
    ({"Retry-After": http_date(20)} | DATE, 20),
    ({"Retry-After": http_date(0)} | DATE, 0),
    ({"Retry-After": http_date(-20)} | DATE, 0),
    ({"Retry-After": "Sat, 21 Nov 2026 10:00:20 +0200"} | DATE, 20),
    ({"Retry-After": http_date(20)}, None),
    ({"Retry-After": http_date(20), "Date": "now"}, None),
    ({}, None),
    *[
        ({"Retry-After": garbage} | DATE, None)
        for garbage in ("", " ", "-5", "soon", "3.5", "1e3", "\u0663", "\xb2", "0x10", "30s")
    ],
    ({"Retry-After": "Sat, 21 Nov 99999999999999999999 08:00:00 GMT"} | DATE, None),
    ({"Retry-After": "Sat, 21 Nov 2026 08:00:00 +99999999999999999999"} | DATE, None),
    ({"Retry-After": "Sat, 32 Foo 2026 25:00:00 GMT"} | DATE, None),
]


@pytest.mark.parametrize(("headers", "seconds"), RETRIES)
def test_the_wish_to_wait_is_understood(headers, seconds):
    """A number of seconds, or a date against the server's own; everything else is no wish."""
    assert answers.retry_after(answer(429, b"", headers)) == seconds


def test_an_endless_wish_to_wait_is_a_long_one():
    """More digits than fit are more seconds than anybody waits."""
    assert answers.retry_after(answer(429, b"", {"Retry-After": "9" * 400})) > 10**6


@pytest.mark.parametrize("code", [None, -1, 1007])
def test_the_wish_to_wait_comes_with_the_error(code):
    """The loop is told how long Medium asks to wait, where it does."""
    for headers, seconds in (({"Retry_After": "30"}, 30), ({}, None)):
        with pytest.raises(NotSent) as caught:
            answers.read_receipt(refusal(429, code, **headers), DRAFT)
        assert caught.value.retry_after == seconds


@pytest.mark.parametrize("said", [refusal(401, 6003, Retry_After="5"), refusal(403)])
def test_no_other_refusal_is_worth_waiting_for(said):
    """A refused token stays refused."""
    with pytest.raises(NotSent) as caught:
        answers.read_receipt(said, DRAFT)
    assert caught.value.retry_after is None


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("Sat, 21 Nov 2026 08:00:00 GMT", NOW),
        ("Sat, 21 Nov 2026 08:00:00 -0000", NOW),
        ("Sat, 21 Nov 2026 10:00:00 +0200", NOW),
        ("", None),
        ("2026-11-21", None),
        ("Sat, 21 Nov 99999999999999999999 08:00:00 GMT", None),
    ],
)
def test_the_servers_time_is_read(value, moment):
    """The Date header is a moment, or nothing."""
    assert answers.date_of(answer(200, b"", {"date": value})) == moment


def test_an_answer_without_a_date_has_none():
    """Not every server tells the time."""
    assert answers.date_of(answer(200, b"", {})) is None


def test_of_two_absurd_clocks_the_servers_counts_if_it_can_be_right():
    """A machine that wakes up in 1970 learns the time from Medium."""
    ours = datetime(1970, 1, 1, tzinfo=UTC)
    assert answers.likely_time(NOW, ours) == NOW
    assert answers.likely_time(None, ours) == ours


# The account


@pytest.mark.parametrize(
    ("said", "account"),
    [
        (me(), Account("5303d74c64f6", "you")),
        (me(username=None), Account("5303d74c64f6", "")),
        (
            me(url="https://medium.com/@you"),
            Account("5303d74c64f6", "you", "https://medium.com/@you"),
        ),
        (answer(200, {"data": {"id": "x"}}), Account("x", "")),
    ],
)
def test_the_account_is_read(said, account):
    """The id is what matters."""
    assert answers.read_account(said) == account


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (refusal(401, 6003, "Token was invalid."), "issued no new integration tokens"),
        (refusal(401, 6000), TOKEN),
        (refusal(400, 6027), TOKEN),
        (refusal(403), NOT_ALLOWED),
        (refusal(429), DAILY),
        (answer(403, PAGE, HTML), GUARD),
        (refusal(500), "did not say whose token this is .HTTP 500"),
        (refusal(400, 2000), "whose token"),
        (answer(302, b""), "whose token"),
        (answer(200, b""), "whose token"),
        (answer(200, b"[]"), "whose token"),
        (answer(200, {"data": []}), "whose token"),
        (me(id=""), "whose token"),
        (me(id=5), "whose token"),
    ],
)
def test_no_account_means_that_nothing_was_sent(said, words):
    """Whatever goes wrong with GET /me, no post was made."""
    with pytest.raises(NotSent, match=words):
        answers.read_account(said)


def test_a_strange_id_stays_one_part_of_the_address():
    """Whatever Medium calls a post, its short address leads to Medium and to nothing else."""
    said = answer(201, {"data": {"id": "../x?\x1b\ud800 y"}})
    assert answers.read_receipt(said, DRAFT).url == "https://medium.com/p/..%2Fx%3F%20y"


def test_names_cannot_play_with_the_terminal():
    """A publication's or an account's name comes from whoever made it."""
    odd = {"id": "i\u202e\x1b[2Jd", "name": "a\x07\nb", "username": "\x9b2J", "url": "x\ud800"}
    [one] = answers.read_publications(answer(200, {"data": [odd]}))
    account = answers.read_account(answer(200, {"data": odd}))
    for text in (one.id, one.name, one.url, account.id, account.username, account.url):
        assert text.isprintable()


@pytest.mark.parametrize(
    ("said", "shape"),
    [
        (answer(201, {"data": {"ident": "e6", "ok": True}}), "{data: {ident: text, ok: boolean}}"),
        (answer(200, b"<html>", HTML), "a web page"),
        (answer(201, b""), "nothing"),
        (answer(200, b"{"), "no JSON"),
    ],
)
def test_an_answer_nobody_expected_keeps_its_shape(said, shape):
    """A 2xx that cannot be read is kept as fields and types, so that an issue can name them."""
    with pytest.raises(FateUnknown, match=re.escape(f"(HTTP {said.status}, {shape})")):
        answers.read_receipt(said, DRAFT)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (201, {"data": {}}, UploadError),
        (201, {"data": {"url": "/relative.png"}}, UploadError),
        (201, {"data": {"url": 3}}, UploadError),
        (302, {}, UploadError),
        (400, {"errors": [{"message": "no", "code": 2000}]}, UploadError),
        (413, {}, UploadError),
        (500, {}, UploadError),
        (401, {"errors": [{"message": "no", "code": 6003}]}, UploadError),
        (403, {}, UploadError),
        (404, {}, UploadError),
        (429, {}, NotSent),
        (400, {"errors": [{"message": "no", "code": 6027}]}, NotSent),
    ],
)
def test_what_an_answer_to_an_upload_means(status, body, error):
    """A refusal of everything ends the run; trouble with this picture holds its article."""
    with pytest.raises(error):
        read_image(Response(status, {}, json.dumps(body).encode()))

"""Recorded conversations with each endpoint of Medium's API, replayed without anybody there.

Recorded against the sandbox, not against Medium, by record_cassettes.py.
"""

import json
import re
import socket

import pytest
import yaml
from medium_contract import ANSWERS, check_answer, check_post_request
from record_cassettes import (
    CASES,
    CASSETTES,
    NOTE,
    PORT,
    SECRETS,
    record,
    recorder,
)
from vcr.errors import CannotOverwriteExistingCassetteException

from pelican_medium.medium import answers, oauth
from pelican_medium.medium.answers import Account
from pelican_medium.model import Receipt, Request
from pelican_medium.model.errors import (
    FateUnknown,
    HeldBack,
    NeverConnected,
    NotSent,
    Refused,
    Rejected,
    UploadError,
)
from pelican_medium.sandbox.cast import PUBLICATIONS, USER_ID

FILES = sorted(CASSETTES.glob("*.yaml"))


@pytest.fixture
def api_url():
    """An address where nobody listens, and nobody can while the test lasts."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/v1"


def replay(name, api_url, request=None):
    """Return the recorded answer to a case's request, and how often it was played."""
    case = CASES[name]
    with recorder("none").use_cassette(CASSETTES / f"{name}.yaml") as cassette:
        answer = case.transport(api_url).send(request or case.request(api_url))
        assert cassette.play_count == 1
        assert cassette.all_played
    return answer


def load(path):
    return yaml.safe_load(path.read_text("utf-8"))


# The files


def test_there_is_one_for_each_case():
    """No case without a recording, no recording of what is no case any more."""
    assert {path.stem for path in FILES} == set(CASES)


def test_each_endpoint_is_there():
    """Those we call now, and those we shall; each with a success."""
    successes = {CASES[path.stem].endpoint for path in FILES if is_success(load(path))}
    assert successes == {*ANSWERS, "tokens"}


def is_success(data):
    return all(one["response"]["status"]["code"] < 400 for one in data["interactions"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_says_where_it_is_from(path):
    """Nobody shall take it for Medium's own word."""
    assert path.read_text("utf-8").startswith(NOTE)
    assert "not against Medium" in NOTE
    [interaction] = load(path)["interactions"]
    assert interaction["request"]["uri"].startswith(f"http://127.0.0.1:{PORT}/v1/")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_none_holds_a_token(path):
    """Neither the token, nor the word before it, nor the header it travels in."""
    text = path.read_text("utf-8").lower()
    for secret in (*SECRETS, "Bearer ", "Authorization:"):
        assert secret.lower() not in text
    [interaction] = load(path)["interactions"]
    for secret in SECRETS:
        assert secret not in repr(interaction)


# Replayed


def test_nobody_is_there(api_url):
    """Without a cassette the same request finds no server: what follows is no live talk."""
    case = CASES["me"]
    with pytest.raises(NeverConnected):
        case.transport(api_url).send(case.request(api_url))


@pytest.mark.parametrize(
    "name", [name for name in CASES if "challenge" not in name and "labelled" not in name]
)
def test_an_answer_is_as_medium_documents(name, api_url):
    """Status, envelope, fields and types, of each success and each refusal."""
    answer = replay(name, api_url)
    assert check_answer(CASES[name].endpoint, answer.status, json.loads(answer.body)) == []
    assert answer.headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize(
    "name", [name for name, case in CASES.items() if case.draft and name != "400-field"]
)
def test_a_post_was_sent_as_medium_documents(name):
    """The recorded request has the documented fields."""
    [interaction] = load(CASSETTES / f"{name}.yaml")["interactions"]
    assert check_post_request(json.loads(interaction["request"]["body"])) == []


def test_the_account_is_read(api_url):
    """GET /me tells whose token it is, and the time."""
    answer = replay("me", api_url)
    account = answers.read_account(answer)
    assert account == Account(USER_ID, "sandbox", account.url)
    assert answers.date_of(answer).year >= 2026


def test_the_receipt_is_read(api_url):
    """A post's id, address and status come from the answer."""
    answer = replay("user-post", api_url)
    said = json.loads(answer.body)["data"]
    receipt = answers.read_receipt(answer, CASES["user-post"].draft)
    assert receipt == Receipt(said["id"], said["url"], "draft")


def test_the_receipt_of_a_publications_post_is_read(api_url):
    """It is read the same way; the answer names the publication."""
    answer = replay("publication-post", api_url)
    said = json.loads(answer.body)["data"]
    assert said["publicationId"] == PUBLICATIONS[0].id
    receipt = answers.read_receipt(answer, CASES["publication-post"].draft)
    assert receipt.id == said["id"]


def test_publications_and_roles_are_read(api_url):
    """The list has all of them; who is listed twice is an editor; an unknown one has no role."""
    listed = answers.read_publications(replay("publications", api_url))
    assert [(one.id, one.name, one.slug) for one in listed] == [
        (one.id, one.name, one.slug) for one in PUBLICATIONS
    ]
    for name, role in {"contributors": "editor", "contributors-twice": "editor"}.items():
        assert answers.read_role(replay(name, api_url), USER_ID) == role
    assert answers.read_role(replay("contributors", api_url), "somebody") is None
    assert answers.read_role(replay("403-unknown-publication", api_url), USER_ID) is None


REFUSALS = {
    "401-no-token": (Refused, 401, 6000, None),
    "401-wrong-token": (Refused, 401, 6003, None),
    "401-wrong-token-post": (Refused, 401, 6003, None),
    "403-stranger": (NotSent, 403, -1, None),
    "403-follower": (HeldBack, 403, -1, None),
    "403-challenge": (HeldBack, 403, None, None),
    "400-field": (Rejected, 400, 2000, None),
    "429-retry-after": (NotSent, 429, -1, 30),
    "429-daily-limit": (NotSent, 429, 1007, None),
    "500": (FateUnknown, 500, -1, None),
    "502-labelled-json": (FateUnknown, 502, None, None),
}


NOT_GRANTED = {
    "400-used-code": "HTTP 400.*The code is invalid",
    "400-refresh": "HTTP 400.*refresh token is invalid",
    "401-wrong-client": "HTTP 401.*client id or secret",
}


@pytest.mark.parametrize("name", ["tokens-code", "tokens-refresh"])
def test_a_grant_is_read(name, api_url):
    """For a code and for a refresh token alike: 60 days, the scopes, and both tokens."""
    grant = oauth.read_grant(replay(name, api_url))
    assert grant.access_token.reveal() == grant.refresh_token.reveal() == "SECRET"
    assert grant.scopes == oauth.SCOPES
    assert grant.expires_at.year == 2030


@pytest.mark.parametrize(("name", "words"), NOT_GRANTED.items(), ids=NOT_GRANTED)
def test_a_refused_grant_is_none_and_says_why(name, words, api_url):
    """A used code, a refresh token nobody knows, another client's secret."""
    answer = replay(name, api_url)
    assert oauth.read_grant(answer) is None
    assert re.search(words, oauth.refusal(answer))


def test_an_upload_without_its_scope_is_this_pictures_trouble(api_url):
    """The token is good for everything else."""
    with pytest.raises(UploadError, match=r"HTTP 401, code 6002.*uploadImage"):
        answers.read_image(replay("401-no-scope", api_url))


def read(case, answer):
    """Read an answer as the client does."""
    if case.draft is None:
        return answers.read_account(answer)
    return answers.read_receipt(answer, case.draft)


def test_each_refusal_is_read():
    """None of those recorded is left out."""
    others = {*NOT_GRANTED, "401-no-scope", "403-unknown-publication"}
    assert {*REFUSALS, *others} == {path.stem for path in FILES if not is_success(load(path))}


@pytest.mark.parametrize(("name", "meaning"), REFUSALS.items(), ids=REFUSALS)
def test_a_refusal_means_what_the_contract_says(name, meaning, api_url):
    """Through our own transport and reader, to the kind of error and its words."""
    kind, status, code, retry_after = meaning
    answer = replay(name, api_url)
    case = CASES[name]
    with pytest.raises(kind) as caught:
        read(case, answer)
    assert type(caught.value) is kind
    assert answer.status == status
    if name == "403-follower":  # one message, whatever the status
        assert "does not let you publish there" in str(caught.value)
    else:
        code_shown = f", code {code}" if code is not None else ")"
        assert f"HTTP {status}{code_shown}" in str(caught.value)
    assert getattr(caught.value, "retry_after", None) == retry_after


# Strict


@pytest.mark.parametrize(
    "change",
    [
        {"method": "PUT"},
        {"url": "{api_url}/users/5a0db0c5a0db0c5a0db0c5a0db0c5a0d/posts"},
        {"url": "{api_url}/users/" + USER_ID + "/posts?again=1"},
        {"body": b"{}"},
        {"body": None},
    ],
)
def test_another_request_finds_no_answer(change, api_url):
    """Method, path, query and each byte of the body must be those that were recorded."""
    right = CASES["user-post"].request(api_url)
    fields = {"method": right.method, "url": right.url, "body": right.body} | change
    other = Request(
        fields["method"], fields["url"].format(api_url=api_url), right.headers, fields["body"]
    )
    with pytest.raises(CannotOverwriteExistingCassetteException):
        replay("user-post", api_url, other)


def test_no_answer_is_played_twice(api_url):
    """A second request would have to be recorded as one."""
    case = CASES["me"]
    with recorder("none").use_cassette(CASSETTES / "me.yaml"):
        case.transport(api_url).send(case.request(api_url))
        with pytest.raises(CannotOverwriteExistingCassetteException):
            case.transport(api_url).send(case.request(api_url))


# Fresh


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """The same conversations, recorded now."""
    folder = tmp_path_factory.mktemp("cassettes")
    record(folder)
    return folder


#: What differs from one recording to the next, and may.
VARYING = (
    (r"127\.0\.0\.1:\d+", "HOST"),
    (r"pelican-medium/\d[\w.+]*", "pelican-medium/VERSION"),
    (r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", "DATE"),
    (r"\b[0-9a-f]{12}\b", "ID"),
    (r'("publishedAt": )\d+', r"\1MOMENT"),
)


def steady(value):
    """Return a recording without what may differ."""
    if isinstance(value, dict):
        return {key: steady(inner) for key, inner in value.items() if key != "Content-Length"}
    if isinstance(value, list):
        return [steady(inner) for inner in value]
    if isinstance(value, str):
        for pattern, word in VARYING:
            value = re.sub(pattern, word, value)
    return value


@pytest.mark.parametrize("name", CASES)
def test_none_is_stale(name, fresh):
    """What is committed is what a recording of today says, but for ids, dates and the port."""
    committed, today = load(CASSETTES / f"{name}.yaml"), load(fresh / f"{name}.yaml")
    assert steady(committed) == steady(today)


def test_what_may_differ_is_little():
    """The comparison still sees a field, a status or a text that changed."""
    data = load(CASSETTES / "user-post.yaml")
    text = json.dumps(steady(data))
    for word in ("HOST", "ID", "DATE", "VERSION", "publishStatus", "Sand", "201", "cc-40-by"):
        assert word in text

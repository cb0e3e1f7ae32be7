"""How each fault looks from outside."""

import http.client
import http.server
import json
import threading
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from sandboxes import EDITED, PNG, POSTS, SMALL, ask, content_of, post, posts, requests, set_faults

from pelican_medium.sandbox import FAULTS, SANDBOX_TOKEN, running
from pelican_medium.sandbox.account import Picture
from pelican_medium.sandbox.cast import PUBLICATIONS, USER_ID
from pelican_medium.sandbox.faults import ENDPOINTS
from pelican_medium.sandbox.misbehaviour import MISBEHAVIOURS


def test_each_fault_can_be_acted_out():
    """The names that can be written are those that can be played."""
    assert sorted(FAULTS) == sorted(MISBEHAVIOURS)


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("400", 400, 2000),
        ("401", 401, 6003),
        ("403", 403, -1),
        ("404", 404, -1),
        ("429", 429, -1),
        ("1007", 429, 1007),
        ("500", 500, -1),
        ("502", 502, -1),
        ("503", 503, -1),
    ],
)
def test_a_refusal_can_be_ordered(fault, status, code):
    """The next post is refused in Medium's envelope, and nothing is created; then all is well."""
    with running(faults=[fault]) as one:
        reply = post(one)
        assert (reply.status, reply.code, reply.headers["Retry-After"]) == (status, code, None)
        assert posts(one) == []
        assert post(one).status == 201


def test_retry_after_comes_in_seconds_and_as_a_date():
    """Both forms of HTTP's Retry-After can be ordered."""
    with running(faults=["429:30", "429:date"]) as one:
        assert post(one).headers["Retry-After"] == "30"
        wait = parsedate_to_datetime(post(one).headers["Retry-After"]) - datetime.now(UTC)
        assert timedelta(seconds=1) < wait <= timedelta(seconds=5)


@pytest.mark.parametrize(
    ("host", "other"), [("127.0.0.1", "localhost"), ("localhost", "127.0.0.1")]
)
def test_a_redirect_leads_to_another_host_name(host, other):
    """Whoever follows it is seen in the list of requests."""
    with running(host, faults=["302"]) as one:
        reply = post(one)
        assert reply.status == 302
        assert reply.headers["Location"] == one.url.replace(host, other) + "/v1/elsewhere"
        assert posts(one) == []
        ask(one, "GET", "/v1/elsewhere")
        assert [seen["status"] for seen in requests(one)] == [302, 404]


def test_a_challenge_looks_like_cloudflares():
    """A page for people, with status 403 and the header that gives it away."""
    with running(faults=["challenge"]) as one:
        reply = post(one)
        assert (reply.status, reply.headers["cf-mitigated"]) == (403, "challenge")
        assert reply.headers["Content-Type"].startswith("text/html")
        assert posts(one) == []


def test_a_gateway_can_call_html_json():
    """A 502 whose label lies."""
    with running(faults=["html502"]) as one:
        reply = post(one)
        assert (reply.status, reply.body[:6]) == (502, b"<html>")
        assert reply.headers["Content-Type"].startswith("application/json")
        assert posts(one) == []


@pytest.mark.parametrize(("fault", "created"), [("drop-before", 0), ("drop-after", 1)])
def test_the_connection_can_be_reset(fault, created, capfd):
    """The client sees a TCP reset, the terminal nothing; drop-after leaves a post."""
    with running(faults=[fault]) as one:
        with pytest.raises(ConnectionResetError) as dropped:
            post(one)
        assert not isinstance(dropped.value, http.client.RemoteDisconnected)
        assert len(posts(one)) == created
        assert ask(one, "GET", "/v1/me").status == 200
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("fault", "created"), [("silent-before", 0), ("silent", 1)])
def test_the_sandbox_can_fall_silent(fault, created):
    """No answer comes until the client has enough."""
    with running(faults=[fault]) as one:
        with pytest.raises(TimeoutError):
            post(one, timeout=0.3)
        assert len(posts(one)) == created
        assert requests(one)[0]["status"] is None


def test_silence_ends_with_the_sandbox():
    """A client that still waits at shutdown is cut off and not left alone."""
    arrived = threading.Event()

    def fetch(_url):
        arrived.set()
        return Picture(PNG, "image/png")

    with running(sideload="all", fetch=fetch, faults=["silent"]) as one:
        line = http.client.HTTPConnection("127.0.0.1", int(one.url.rpartition(":")[2]), timeout=5)
        headers = {"Authorization": f"Bearer {SANDBOX_TOKEN}", "Content-Type": "application/json"}
        body = SMALL | {"content": content_of("https://x.example/a.png")}
        line.request("POST", POSTS, json.dumps(body), headers)
        assert arrived.wait(5)
    with pytest.raises(ConnectionResetError):
        line.getresponse()
    line.close()


def test_the_answer_can_be_late():
    """A slow answer is a correct one, after the time that was asked for."""
    with running(faults=["slow:0.3"]) as one:
        with pytest.raises(TimeoutError):
            post(one, timeout=0.1)
        set_faults(one, "slow:0.01")
        assert post(one).status == 201
        assert len(posts(one)) == 2


@pytest.mark.parametrize("fault", ["not-json", "empty"])
def test_the_answer_can_be_unreadable(fault):
    """Created, and yet no JSON comes back."""
    with running(faults=[fault]) as one:
        reply = post(one)
        with pytest.raises(json.JSONDecodeError):
            reply.json  # noqa: B018 - the property raises
        assert (reply.status, reply.body == b"", len(posts(one))) == (201, fault == "empty", 1)


def test_the_answer_can_be_cut_short():
    """More bytes are announced than come."""
    with running(faults=["truncated"]) as one:
        with pytest.raises(http.client.IncompleteRead):
            post(one)
        assert len(posts(one)) == 1


@pytest.mark.parametrize("field", ["id", "url"])
def test_the_answer_can_lack_a_field(field):
    """Only the one field is missing, and the post exists."""
    with running(faults=[f"no-{field}"]) as one:
        data = post(one).json["data"]
        whole = posts(one)[0]["answer"]
        assert whole == data | {field: whole[field]}
        assert field not in data


def test_the_answer_can_be_huge():
    """Tens of megabytes come, and a client may leave in the middle."""
    with running(faults=["huge", "huge"]) as one:
        reply = post(one)
        assert reply.status == 201
        assert len(reply.body) > 30_000_000
        line = http.client.HTTPConnection("127.0.0.1", int(one.url.rpartition(":")[2]), timeout=5)
        headers = {"Authorization": f"Bearer {SANDBOX_TOKEN}", "Content-Type": "application/json"}
        line.request("POST", POSTS, json.dumps(SMALL), headers)
        with line.getresponse() as answer:
            assert len(answer.read(1000)) == 1000
        line.close()
        assert len(posts(one)) == 2


def test_ok_means_behave_this_time():
    """An ok in the queue puts a fault off to a later post."""
    with running(faults=["ok", "500"]) as one:
        assert [post(one).status for _ in range(3)] == [201, 500, 201]


@pytest.mark.parametrize(
    ("endpoint", "method", "path"),
    [
        ("me", "GET", "/v1/me"),
        ("publications", "GET", f"/v1/users/{USER_ID}/publications"),
        ("contributors", "GET", f"/v1/publications/{EDITED.id}/contributors"),
        ("posts", "POST", f"/v1/publications/{EDITED.id}/posts"),
        ("images", "POST", "/v1/images"),
    ],
)
def test_each_endpoint_can_misbehave(endpoint, method, path):
    """A prefixed fault meets its endpoint, and only that."""
    others = [f"{name}=502" for name in ENDPOINTS if name != endpoint]
    with running(faults=[*others, f"{endpoint}=503"]) as one:
        assert ask(one, method, path, SMALL if method == "POST" else None).status == 503


def test_a_list_without_id_stays_a_list():
    """A fault that takes a field away does nothing to an answer without fields."""
    with running(faults=["publications=no-id"]) as one:
        reply = ask(one, "GET", f"/v1/users/{USER_ID}/publications")
        assert len(reply.json["data"]) == len(PUBLICATIONS)


def test_a_request_without_the_token_meets_no_fault():
    """Only an authorized request consumes a fault."""
    with running(faults=["500"]) as one:
        assert ask(one, "POST", POSTS, SMALL, token="wrong").status == 401
        assert post(one).status == 500


def test_a_bad_request_is_refused_even_by_a_fault_that_creates():
    """Faults come after Medium's rules: what is wrong creates nothing."""
    with running(faults=["drop-after"]) as one:
        assert post(one, title="").status == 400
        assert posts(one) == []

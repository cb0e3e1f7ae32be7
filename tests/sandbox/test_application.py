"""The application as a whole: what holds for each of its answers."""

import http.client
import json

import pytest
from sandboxes import POSTS, ask

from pelican_medium.sandbox import SANDBOX_TOKEN, create_app


def test_unknown_paths_and_methods_are_told_in_mediums_envelope(sandbox):
    """Nobody has to parse HTML to learn that an address is wrong."""
    assert ask(sandbox, "GET", "/v1/nothing").code == -1
    wrong = ask(sandbox, "DELETE", "/v1/me")
    assert (wrong.status, wrong.code) == (405, -1)
    assert {"GET", "HEAD"} <= {one.strip() for one in wrong.headers["Allow"].split(",")}
    assert ask(sandbox, "GET", "/v1/images").headers["Allow"].split(", ")[0] in {"OPTIONS", "POST"}


def test_a_request_over_the_limit_is_refused(sandbox):
    """More than the largest picture with its frame gets 413 in Medium's envelope."""
    line = http.client.HTTPConnection("127.0.0.1", int(sandbox.url.rpartition(":")[2]), timeout=5)
    line.putrequest("POST", POSTS)
    line.putheader("Authorization", f"Bearer {SANDBOX_TOKEN}")
    line.putheader("Content-Length", str(26 * 1024 * 1024 + 1))
    line.endheaders()  # the size it announces is enough, so nothing more is sent
    answer = line.getresponse()
    assert (answer.status, json.loads(answer.read())["errors"][0]["code"]) == (413, -1)
    line.close()


@pytest.mark.parametrize(
    "path", ["/", "/v1/me", "/_sandbox/posts", "/nothing", "/static/avatar.svg"]
)
def test_no_page_may_run_anything(sandbox, path):
    """Every answer forbids scripts, foreign sources and guesses of its type."""
    headers = ask(sandbox, "GET", path, token=None).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == policy["img-src"] == "'self'"
    assert not [name for name in policy if "script" in name]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_an_unknown_mode_is_refused():
    """A misspelt mode is told, with the known ones."""
    with pytest.raises(ValueError, match="all, loopback, none"):
        create_app(sideload="some")


@pytest.mark.parametrize(("wrong", "why"), [({"token": ""}, "token"), ({"faults": ["x"]}, "x")])
def test_what_cannot_be_served_is_refused(wrong, why):
    """A sandbox without a token would ask for none; a misspelt fault would never come."""
    with pytest.raises(ValueError, match=why):
        create_app(**wrong)


def test_each_application_has_a_state_of_its_own():
    """What one was told the other does not know."""
    one, other = create_app(faults=["me=500"]).test_client(), create_app().test_client()
    there = {
        "base_url": "http://localhost",
        "headers": {"Authorization": f"Bearer {SANDBOX_TOKEN}"},
    }
    assert [app.get("/v1/me", **there).status_code for app in (other, one, one)] == [200, 500, 200]

"""Where articles go, and why they do not: one question for build, `post` and desk."""

import pytest

from pelican_medium import settings
from pelican_medium.posting.destination import (
    why_not_send,
    why_not_this_api,
    why_not_this_outbox,
)

SITE = "https://blog.example.org"
MEDIUM = "https://api.medium.com/v1"
SANDBOX = "http://127.0.0.1:8765/v1"


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST",
        "localhost.",
        "blog.localhost",
        "blog.local",
        "a.b.local.",
        "127.0.0.1",
        "127.255.0.9",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0.0.0.0",  # noqa: S104 - nothing is bound to it
        "0",
        "10.0.0.7",
        "172.16.0.1",
        "192.168.1.2",
        "169.254.1.1",
        "100.64.0.1",
        "255.255.255.255",
        "999.1.1.1",
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fd00::1]",
        "[::ffff:192.168.1.2]",
    ],
)
def test_a_site_the_world_cannot_reach_goes_to_a_loopback_api_only(host):
    """This machine, a private network and names of one's own network: for the sandbox alone."""
    for site_url in (f"http://{host}", f"https://{host}:8000/blog"):
        assert site_url in why_not_this_api(site_url, MEDIUM)
        assert why_not_this_api(site_url, "https://api.example/v1") is not None
        for api in (SANDBOX, "http://localhost:8765/v1", "http://[::1]:8765/v1"):
            assert why_not_this_api(site_url, api) is None


@pytest.mark.parametrize(
    "host",
    [
        "blog.example.org",
        "localhost.example.org",
        "local.example.org",
        "notlocal",
        "blog.mylocal",
        "127.0.0.1.example",
        "93.184.215.14",
        "[2606:2800:21f:cb07::1]",
        "b\u00fccher.example",
    ],
)
def test_a_site_the_world_may_reach_goes_anywhere(host):
    """Nothing is looked up: a name or address of the public internet will do."""
    for api in (MEDIUM, SANDBOX):
        assert why_not_this_api(f"https://{host}/blog", api) is None


@pytest.mark.parametrize(
    ("built_for", "site_url"),
    [(SITE, SITE), (SITE, ""), (SITE, SITE + "/"), (SITE, "HTTPS://Blog.Example.org:443")],
)
def test_the_outbox_of_this_site(built_for, site_url):
    """The same address however it is written; an empty SITEURL means the outbox's."""
    assert why_not_this_outbox(built_for, site_url) is None


@pytest.mark.parametrize("site_url", ["https://other.example", SITE + "/b", "http://localhost"])
def test_the_outbox_of_another_site_is_named(site_url):
    """Both addresses are named, and how to say which one it is."""
    reason = why_not_this_outbox(SITE, site_url)
    assert f"built for {SITE}, and SITEURL is {site_url}" in reason
    assert f"-e SITEURL={SITE}" in reason


@pytest.mark.parametrize(
    ("site_url", "environ", "why"),
    [
        (SITE, {}, None),
        (SITE, {"CI": "true"}, None),
        ("", {}, "SITEURL is empty"),
        ("http://localhost:8000", {}, "cannot reach"),
        (SITE, {"GITHUB_EVENT_NAME": "pull_request"}, "pull request"),
        (SITE, {"GITLAB_CI": "1", "CI_COMMIT_BRANCH": "typo"}, "MEDIUM_BRANCH is live"),
        (SITE, {"GITLAB_CI": "1", "CI_COMMIT_BRANCH": "live"}, None),
    ],
)
def test_one_question_for_build_post_and_desk(site_url, environ, why):
    """Surroundings, branch and addresses are asked together."""
    read = settings.read({"PATH": "c", "OUTPUT_PATH": "o"}, {})
    if "GITLAB_CI" in environ:
        read = settings.read({"PATH": "c", "OUTPUT_PATH": "o", "MEDIUM_BRANCH": "live"}, {})
    reason = why_not_send(read, environ, site_url)
    assert (reason is None) if why is None else (why in reason)

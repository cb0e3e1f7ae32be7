"""``refresh``: what the feed shows is recorded or proposed, over a real socket."""

import json
import shlex

import pytest
from little_servers import read_request, serving, then, trickle
from test_feed import MEDIUMS, SAND, SAND_URL
from verbs import said

from pelican_medium.cli.elsewhere import published
from pelican_medium.medium import feed, visit
from pelican_medium.medium.feed import MOST_BYTES


@pytest.fixture
def unclear(site, medium):
    """A site with an article in the feed whose fate is unknown, and one that is a draft."""
    site.use(medium)
    site.configure('MEDIUM_PUBLISH_STATUS = "public"')
    site.article("one", date="2026-01-01", text="See [two]({filename}two.md).")
    site.article("two", date="2026-01-02")
    site.article("hidden", date="2026-01-03", medium_status="draft")
    medium.misbehave("drop-after", "ok", "drop-after")
    site.build()
    site.build()
    assert site.states() == {"one": "unknown", "two": "posted", "hidden": "unknown"}
    return site


def test_the_whole_way_from_unknown_to_posted(unclear, medium):
    """The feed is found by GET /me; the command it proposes settles the article."""
    before = unclear.ledger_path.read_bytes()
    result = unclear.cli("refresh", "--json")
    assert result.returncode == 0
    told = json.loads(result.stdout)
    [proposal] = told["proposals"]
    assert told["not_found"] == ["hidden"]
    assert (proposal["key"], proposal["evidence"]) == ("one", published.FOOTER)
    assert proposal["medium_url"] == medium.posts[0]["answer"]["url"]
    assert unclear.ledger_path.read_bytes() == before
    shown = unclear.cli("refresh")
    assert proposal["command"] in shown.stdout
    assert "hidden: not in the feed" in shown.stderr

    assert unclear.cli(*shlex.split(proposal["command"])[1:]).returncode == 0
    assert unclear.states()["one"] == "posted"
    assert unclear.ledger["articles"]["one"]["medium"]["id"] == medium.posts[0]["id"]
    assert json.loads(unclear.cli("refresh", "--json").stdout)["proposals"] == []
    assert len(medium.posts) == 3


def test_without_a_token_the_posts_tell_where_the_feed_is(unclear, medium):
    """An account whose token is gone has posted before."""
    del unclear.environ["MEDIUM_INTEGRATION_TOKEN"]
    asked = len(medium.requests)
    assert json.loads(unclear.cli("refresh", "--json").stdout)["proposals"]
    assert len(medium.requests) == asked


def test_a_refused_token_does_not_hide_the_feed(unclear):
    """The API may be switched off while the feed is still there."""
    result = unclear.cli("refresh", "--json", MEDIUM_INTEGRATION_TOKEN="x" * 20)
    assert json.loads(result.stdout)["proposals"]


def test_a_feed_that_is_nowhere_is_told(site, medium):
    """Without a token and without posts there is no way to know; the setting is named."""
    site.write_ledger({"one": {"medium": {"state": "unknown", "by": "api"}}})
    result = site.cli("refresh")
    assert result.returncode == 1
    assert "set MEDIUM_FEED_URL" in result.stderr


def test_nothing_unknown_asks_nobody(site, medium):
    """Where there is no question there is no request."""
    site.use(medium)
    result = site.cli("refresh")
    assert (result.returncode, result.stdout) == (0, "")
    assert "Nothing is unknown" in result.stderr
    assert medium.requests == []


def with_feed(site, url):
    site.configure(f"MEDIUM_FEED_URL = {url!r}")
    site.write_ledger(
        {
            "sand": {
                "canonical_url": "https://blog.example/sand.html",
                "medium": {"state": "unknown", "by": "api"},
            }
        }
    )
    return site.ledger_path.read_bytes()


def http(status, body, *headers):
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def telling(*answers):
    def serve(line, server):
        server.seen.append(read_request(line))
        line.sendall(answers[min(len(server.seen), len(answers)) - 1])

    return serve


def test_a_feed_of_mediums_form_is_fetched_without_the_token(site):
    """MEDIUM_FEED_URL is used as it is, over a redirect as well, and learns no secret."""
    token = "2f7c0e51b64d4bd0a6f1c0ffee15dead"
    with serving(telling(http(302, b"", "Location: /feed"), http(200, MEDIUMS.encode()))) as server:
        with_feed(site, server.url)
        result = site.cli("refresh", "--json", MEDIUM_INTEGRATION_TOKEN=token)
        assert len(server.seen) == 2
        assert not any(token.encode() in one for one in server.seen)
    [proposal] = json.loads(result.stdout)["proposals"]
    assert proposal["medium_url"] == "https://medium.com/@me/sand-wind-0a1b2c3d4e5f"


PAGE = b"<!DOCTYPE html><title>Just a moment...</title>"


BAD = {
    "403": (telling(http(403, PAGE)), "HTTP 403"),
    "429": (telling(http(429, b"")), "HTTP 429"),
    "500": (telling(http(500, b"")), "HTTP 500"),
    "a page": (telling(http(200, PAGE)), "a web page may have come instead"),
    "empty": (telling(http(200, b"")), "a web page may have come instead"),
    "cut off": (telling(http(200, MEDIUMS.encode())[:-30]), "cannot be reached"),
    "broken": (telling(http(200, MEDIUMS.encode()[:-30])), "is no RSS"),
    "huge": (telling(http(200, b" " * (MOST_BYTES + 1))), "is larger than 8 MB"),
    "a ring": (telling(http(302, b"", "Location: /feed")), "cannot be reached"),
    "nonsense": (telling(b"hello\r\n\r\n"), "cannot be reached"),
    "drops": (then(trickle(b"HTTP/1.1 200 X\r\n\r\n")), "no answer within 1 s"),
}


@pytest.mark.parametrize(("serve", "words"), BAD.values(), ids=BAD)
def test_a_feed_that_cannot_be_had_changes_nothing_and_says_so(site, serve, words):
    """Exit status 1, one message, and not a byte of the ledger is another."""
    with serving(serve) as server:
        before = with_feed(site, server.url)
        site.configure(f"MEDIUM_TIMEOUT = {1 if words.endswith('1 s') else 20}")
        result = site.cli("refresh")
    assert result.returncode == 1
    assert words in said(result)
    assert "Nothing was changed" in said(result)
    assert "Traceback" not in result.stderr
    assert site.ledger_path.read_bytes() == before


def test_nobody_there_changes_nothing_and_says_so(site):
    """A host that does not exist is told like the others."""
    before = with_feed(site, "https://nobody.invalid/feed")
    result = site.cli("refresh")
    assert result.returncode == 1
    assert "cannot be reached" in result.stderr
    assert site.ledger_path.read_bytes() == before


def test_the_sandbox_shows_what_medium_shows(site, medium):
    """Ten public stories, newest first, in Medium's form, however strange their text."""
    site.use(medium)
    site.configure('MEDIUM_PUBLISH_STATUS = "public"')
    site.article("draft", medium_status="draft", date="2026-03-01")
    for number in range(12):
        site.article(
            f"n{number:02}", date=f"2026-02-{number + 1:02}", text="Odd ]]> & <b>x</b> \x0b"
        )
    site.build()
    body = visit.get(f"{medium.url}/feed/@sandbox", seconds=10, most_bytes=1 << 20).body
    stories = feed.parse(body)
    assert [one.title for one in stories] == [f"N{number:02}" for number in range(11, 1, -1)]
    newest = next(post for post in medium.posts if post["request"]["title"] == "N11")
    assert stories[0].url == newest["answer"]["url"]
    assert stories[0].guid.endswith(f"/p/{newest['id']}")
    assert stories[0].links[-1] == "https://small.example/n11.html"
    assert b"?source=rss-" in body
    assert b"canonical" not in body


DRAFT_CELL = {
    "state": "posted",
    "by": "api",
    "id": SAND,
    "url": f"https://medium.com/@me/{SAND}",
    "publish_status": "draft",
    "at": "2026-11-19T08:00:00Z",
}


THEMED = '{% include "!medium/link.html" %}'


def test_from_draft_to_a_link_on_the_site(site):
    """The draft's author publishes it, refresh finds it without asking, the next build links."""
    site.article("sand")
    site.write_ledger({"sand": {"title": "Sand", "medium": DRAFT_CELL}})
    (site.folder / "templates").mkdir()
    (site.folder / "templates/article.html").write_text(THEMED)
    site.configure('THEME_TEMPLATES_OVERRIDES = ["templates"]')
    site.build()
    page = site.folder / "output/sand.html"
    assert SAND not in page.read_text("utf-8")

    with serving(telling(http(200, MEDIUMS.encode()))) as server:
        site.configure(f"MEDIUM_FEED_URL = {server.url!r}")
        result = site.cli("refresh")
        assert result.returncode == 0
        assert SAND_URL in result.stdout
        assert "Commit" in result.stderr
        cell = site.ledger["articles"]["sand"]["medium"]
        fingerprint = cell.pop("fingerprint", None)
        assert cell == DRAFT_CELL | {"url": SAND_URL, "publish_status": "public"}
        assert fingerprint is None
        settled = site.ledger_path.read_bytes()
        assert site.cli("refresh").stdout == ""
        assert site.ledger_path.read_bytes() == settled
        assert len(server.seen) == 1

    site.build()
    assert f'href="{SAND_URL}"' in page.read_text("utf-8")


def test_published_is_in_the_json_and_unknowns_are_only_proposed(site):
    """One run does both: it records the draft, and leaves the unknown to a person."""
    unknown = {
        "canonical_url": "https://blog.example/sand.html",
        "medium": {"state": "unknown", "by": "api"},
    }
    draft = DRAFT_CELL | {"id": "1a1b2c3d4e5f", "url": "https://medium.com/@me/1a1b2c3d4e5f"}
    site.write_ledger({"sand": unknown, "members": {"medium": draft}})
    with serving(telling(http(200, MEDIUMS.encode()))) as server:
        site.configure(f"MEDIUM_FEED_URL = {server.url!r}")
        told = json.loads(site.cli("refresh", "--json").stdout)
    url = "https://me.medium.com/for-members-1a1b2c3d4e5f"
    assert told["published"] == [{"key": "members", "title": "members", "medium_url": url}]
    assert [one["key"] for one in told["proposals"]] == ["sand"]
    assert site.states() == {"sand": "unknown", "members": "posted"}


def test_a_run_that_holds_the_lock_is_waited_for_and_then_named(site):
    """The ledger is changed under the lock or not at all."""
    from filelock import FileLock

    site.write_ledger({"sand": {"medium": DRAFT_CELL}})
    before = site.ledger_path.read_bytes()
    with serving(telling(http(200, MEDIUMS.encode()))) as server:
        site.configure(f"MEDIUM_FEED_URL = {server.url!r}")
        with FileLock(f"{site.ledger_path}.lock"):
            result = site.cli("refresh")
    assert result.returncode == 1
    assert "Another run" in result.stderr
    assert site.ledger_path.read_bytes() == before

"""`refresh`: the public feed proposes what became of an unknown, and decides nothing."""

import json
import shlex

import pytest
from factories import make_article, make_outbox
from little_servers import read_request, serving, then, trickle
from test_feed import MEDIUMS

from pelican_medium.cli.elsewhere import published
from pelican_medium.medium import feed, visit
from pelican_medium.medium.feed import MOST_BYTES, Story
from pelican_medium.store.book import Book, Cell, Entry

SITE = "https://blog.example"


def entry(key, state="unknown", **more):
    cell = Cell(state, by="api", **{n: more.pop(n) for n in ("id", "url", "api") if n in more})
    return Entry(
        key, **{"title": key.capitalize(), "canonical_url": f"{SITE}/{key}.html"} | more, cell=cell
    )


def book(*entries):
    return Book(entries={one.key: one for one in entries})


def story(number, *links, title="A story"):
    guid = f"https://medium.com/p/{number:012x}"
    return Story(guid, f"https://medium.com/@me/x-{number:012x}", title, links)


def found(book_, *stories, **more):
    proposals = published.propose(book_, stories, None, **more)
    return [(one.key, one.medium_url[-1], one.evidence) for one in proposals]


def test_a_story_whose_footer_leads_to_the_article_is_proposed():
    """The link is compared without what servers and Medium change about it."""
    for link in (
        f"{SITE}/one.html",
        "http://blog.example/one.html",
        "https://www.blog.example/one.html#top",
        f"{SITE}/one.html/",
        f"{SITE}/%6Fne.html",
    ):
        assert found(book(entry("one")), story(1, link)) == [("one", "1", published.FOOTER)]


def test_a_story_that_mentions_an_article_is_not_its_post():
    """The last link to this site counts: texts link to other articles, footers come last."""
    two = entry("two", state="skipped")
    stories = [
        story(1, f"{SITE}/one.html", f"{SITE}/two.html"),
        story(2, f"{SITE}/two.html", f"{SITE}/one.html", "https://elsewhere.example/"),
    ]
    assert found(book(entry("one"), two), *stories) == [("one", "2", published.FOOTER)]


def test_a_title_alone_is_a_weak_hint_and_named_as_such():
    """It comes after the better evidence; capitals and markup do not matter."""
    known = book(entry("one", title="Sand &amp; <em>Wind</em>"), entry("two"))
    stories = [story(1, title="sand & wind"), story(2, f"{SITE}/two.html", title="Sand & Wind")]
    assert found(known, *stories) == [
        ("two", "2", published.FOOTER),
        ("one", "1", published.TITLE_ONLY),
    ]
    assert "weak hint" in published.TITLE_ONLY
    assert found(book(entry("one", title=None)), story(1, title="")) == []


def test_a_former_address_and_an_override_are_known():
    """An article that moved since, or names another original, is found as well."""
    moved = entry("one", also=("old-key", f"{SITE}/old.html"))
    assert found(book(moved), story(1, f"{SITE}/old.html"))
    other = make_article("one", metadata={"medium_canonical_url": "https://first.example/x"})
    assert found(book(entry("one")), story(1, "https://first.example/x"), outbox=make_outbox(other))


@pytest.mark.parametrize("state", ["posted", "rejected", "skipped"])
def test_only_what_is_unclear_gets_a_proposal(state):
    """Everything else is settled."""
    assert found(book(entry("one", state=state)), story(1, f"{SITE}/one.html")) == []
    assert found(book(entry("one", state="posting")), story(1, f"{SITE}/one.html"))


def test_another_articles_post_is_no_answer():
    """A story the ledger knows, by its id or its address, is not offered a second time."""
    for known in ({"id": f"{1:012x}"}, {"url": f"https://medium.com/@me/y-{1:012x}"}):
        settled = entry("two", state="posted", **known)
        assert found(book(entry("one"), settled), story(1, f"{SITE}/one.html")) == []


def test_two_stories_are_both_proposed():
    """Where an article is there twice, a person should know."""
    twice = [story(1, f"{SITE}/one.html"), story(2, f"{SITE}/one.html")]
    assert [row[1] for row in found(book(entry("one")), *twice)] == ["1", "2"]


def test_a_cell_of_another_api_is_not_looked_for():
    """What is unknown in the sandbox is nothing to Medium."""
    assert (
        found(book(entry("one", api="http://127.0.0.1:1/v1")), story(1, f"{SITE}/one.html")) == []
    )


def test_the_command_survives_a_shell():
    """A hostile feed or slug cannot smuggle a command into what is copied and pasted."""
    evil = published.Proposal("a b;$(rm)", "T", "https://x.example/`x`'-0a1b2c", published.FOOTER)
    words = ["pelican-medium", "mark", "a b;$(rm)", "posted", "--url", evil.medium_url]
    assert shlex.split(evil.command) == [*words, "--status", "public"]


# Over a socket


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
                "canonical_url": f"{SITE}/sand.html",
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
    said = " ".join(result.stderr.split())
    assert result.returncode == 1
    assert words in said
    assert "Nothing was changed" in said
    assert "Traceback" not in said
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


# Drafts that were published by hand

SAND = "0a1b2c3d4e5f"  # the first story of MEDIUMS
SAND_URL = f"https://medium.com/@me/sand-wind-{SAND}"
OTHER = "http://127.0.0.1:1/v1"


def posted(status="draft", post_id=SAND, **more):
    private = f"https://medium.com/@me/{post_id}"
    known = {"id": post_id, "url": private, "publish_status": status, "by": "api"}
    return Cell("posted", **known | more)


def one_book(cell):
    return Book(entries={"sand": Entry("sand", title="Sand", cell=cell)})


def now_public(cell, *stories, api=None):
    known = one_book(cell)
    found = published.published(known, stories or feed.parse(MEDIUMS.encode()), api)
    return published.with_published(known, found, api).entries["sand"].cell


@pytest.mark.parametrize("status", ["draft", "unlisted", None])
@pytest.mark.parametrize("known", [{}, {"id": None}, {"by": "hand", "at": "2026-11-20T08:00:00Z"}])
def test_a_draft_in_the_feed_gets_its_public_address(status, known):
    """Posted stays posted, and all else of its cell stays what it was."""
    cell = posted(status, **known)
    after = now_public(cell)
    assert (after.state, after.publish_status, after.url) == ("posted", "public", SAND_URL)
    assert (after.id, after.by, after.at) == (cell.id, cell.by, cell.at)


@pytest.mark.parametrize(
    "cell",
    [
        posted("public"),
        posted(post_id="ffffffffffff"),
        posted(id=None, url=None),
        posted(api=OTHER),
        Cell("unknown", by="api", id=SAND),
        Cell("skipped", why="by hand"),
        None,
    ],
    ids=["public", "another", "no id", "another api", "unknown", "skipped", "nothing"],
)
def test_nothing_else_is_changed_by_the_feed(cell):
    """What is public already, other posts, other APIs, and what only a person can settle."""
    assert now_public(cell) == cell


def test_a_trial_leaves_mediums_drafts_alone():
    """With the sandbox's settings a feed tells of the sandbox's posts alone."""
    assert now_public(posted(), api=OTHER) == posted()
    assert now_public(posted(api=OTHER), api=OTHER).publish_status == "public"


def test_id_and_address_must_agree():
    """A story whose address is another one's is no evidence."""
    odd = Story(f"https://medium.com/p/{SAND}", f"https://medium.com/@me/x-{1:012x}", "", ())
    without = Story("", SAND_URL, "", ())
    assert published.published(one_book(posted()), [odd], None) == []
    assert now_public(posted(), odd) == posted()
    assert now_public(posted(), without).url == SAND_URL


def test_what_changed_meanwhile_stays():
    """A hand that came first is not overruled."""
    found = published.published(one_book(posted()), feed.parse(MEDIUMS.encode()), None)
    assert found == [published.Published("sand", "Sand", SAND_URL)]
    for now in (None, posted("public", url="https://medium.com/p/x"), posted(post_id="ff00ff")):
        assert published.with_published(one_book(now), found, None) == one_book(now)
    assert published.with_published(Book(), found, None) == Book()


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
    unknown = {"canonical_url": f"{SITE}/sand.html", "medium": {"state": "unknown", "by": "api"}}
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


def test_mark_does_the_same_by_hand(site):
    """`mark KEY posted --url … --status public` records the address of the very same post."""
    site.write_ledger({"sand": {"medium": DRAFT_CELL}})
    assert (
        site.cli("mark", "sand", "posted", "--url", SAND_URL, "--status", "public").returncode == 0
    )
    cell = site.ledger["articles"]["sand"]["medium"]
    assert cell == DRAFT_CELL | {"url": SAND_URL, "publish_status": "public"}

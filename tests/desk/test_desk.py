"""The desk without a browser: what its pages say, what they change, and who may ask them."""

import html
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import Site
from desks import ADDRESS, Client, desk_of, settings_of
from referee import faults

from pelican_medium.desk.guard import hosts, stranger
from pelican_medium.store.ledger import Ledger

SAMPLE = Path(__file__).parents[2] / "sample_site"
OTHER = "https://medium.com/@you/another-abcdef012345"


def cell(state, **more):
    return {"medium": {"state": state, "by": "api", "at": "2026-01-03T08:00:00Z"} | more}


@pytest.fixture(scope="module")
def original(shared_site):
    """A site with an article for each list, built once."""
    site = shared_site
    for name in ("one", "two", "unclear", "refused", "edited", "done", "put-aside"):
        site.article(name, text=f"Text of {name}.", tags="wind, tides")
    site.write_ledger(
        {
            "unclear": cell("unknown", reason="no answer within 40 s"),
            "refused": cell("rejected", reason="a field", fingerprint="same"),
            "edited": cell("posted", id="aaaaaa000001", fingerprint="sha256:former"),
            "done": cell("posted", id="aaaaaa000002", url="https://medium.com/p/aaaaaa000002"),
            "put-aside": {"medium": {"state": "skipped", "why": "by hand"}},
            "old": {"medium": {"state": "skipped", "why": "before first use"}},
        }
    )
    assert site.build().returncode == 0
    box = site.outbox
    fingerprint = next(a["fingerprint"] for a in box["index"] if a["key"] == "refused")
    articles = site.ledger["articles"]
    articles["refused"]["medium"]["fingerprint"] = fingerprint
    site.write_ledger(articles)
    assert site.build().returncode == 0
    return site


@pytest.fixture
def filled(original, tmp_path):
    """A copy of that site, to change."""
    return Site(Path(shutil.copytree(original.folder, tmp_path / "filled")))


@pytest.fixture
def client(filled):
    """A client that is let in to the desk of that site."""
    with desk_of(filled) as opened:
        yield Client(opened)


@contextmanager
def nothing_changes(site):
    before = site.ledger_path.read_bytes()
    yield
    assert site.ledger_path.read_bytes() == before


def changed(before, after):
    """Return the keys whose entries differ between two ledgers."""
    one, other = before["articles"], after["articles"]
    assert {k: v for k, v in before.items() if k != "articles"} == {
        k: v for k, v in after.items() if k != "articles"
    }
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}


# --- What the pages say ---------------------------------------------------------------------


def test_the_lists_name_each_article_where_it_belongs(client):
    """What needs a person first, then what waits, then what is done; old ones are not named."""
    text = client.get().text
    shown = {
        name: re.findall(r'class="key">([^<]*)<', part)
        for name, part in re.findall(r'<h2 id="(\w+)">(.*?)</section>', text, re.DOTALL)
    }
    del shown["rules"]
    assert list(shown.items()) == [
        ("unclear", ["unclear"]),
        ("rejected", ["refused"]),
        ("changed", ["edited"]),
        ("waiting", ["one", "two"]),
        ("posted", ["done"]),
        ("skipped", ["put-aside"]),
    ]
    assert "No answer within 40 s" in text
    assert "https://medium.com/p/aaaaaa000001/edit" in text


def test_an_article_has_all_that_a_person_needs(client):
    """Story, fields and the two ways to Medium; import's losses; no button that posts."""
    text = client.article("one").text
    assert "Text of one." in client.article("one").value_of("clip-html")
    assert '<span id="canonical" dir="auto">https://small.example/one.html</span>' in text
    assert '<span id="tag-2" dir="auto">tides</span>' in text
    assert 'href="https://medium.com/new-story" target="_blank" rel="noopener noreferrer"' in text
    assert '<span id="import" dir="auto">https://small.example/one.html</span>' in text
    assert "nothing that import is known to lose" in text
    assert "with the token" not in text
    assert "Post it" not in text


def test_pictures_have_their_verdicts_and_come_from_the_build(site):
    """A picture of the site is shown from its file; only pictures of the output are served."""
    (site.folder / "content/images").mkdir()
    shutil.copy(SAMPLE / "content/images/tide-curve.png", site.folder / "content/images/a.png")
    site.configure('STATIC_PATHS = ["images"]')
    site.article("one", text="Words. ![A](https://small.example/images/a.png)")
    site.build()
    with desk_of(site) as opened:
        client = Client(opened)
        text = client.article("one").text
        assert ">https://small.example/images/a.png</a></li>" in text
        [address] = re.findall(r'<img[^>]* src="(/[^"]*)"', text)
        path = address.removeprefix(opened.secrets.prefix)
        assert client.get(path).status == 200
        assert client.get(path).headers["Content-Type"] == "image/png"
        for src in (
            "https://small.example/one.html",
            "https://small.example/../pelicanconf.py",
            "https://small.example/images/..%2f..%2f..%2fmedium_ledger.json",
            "https://small.example/nothing.png",
            "file:///etc/passwd",
        ):
            assert client.get(f"/picture?src={src}").status == 404


def test_an_unknown_article_is_not_found(client):
    """A key that nobody knows is a 404 in words, whatever it holds, with a way back."""
    answer = client.article("<script>no")
    assert answer.status == 404
    assert "&lt;script&gt;no" in answer.text
    assert "<script>no" not in answer.text
    assert f'<a href="{client.opened.secrets.prefix}/">← All articles</a>' in answer.text


def test_a_held_article_says_why_and_a_missing_outbox_too(filled):
    """What has no draft is still there to be marked; without an outbox the ledger is shown."""
    filled.article("held", text='<IMG SRC="{static}/x.png">')
    filled.build()
    with desk_of(filled) as opened:
        client = Client(opened)
        assert "{static}/x.png" in client.article("held").text
        filled.outbox_path.unlink()
        text = client.get().text
        assert "build the site once more" in text
        assert "unclear" in text


def test_a_damaged_ledger_is_said_and_not_touched(filled):
    """Pages say what is wrong, and no form changes a file that cannot be read."""
    with desk_of(filled) as opened:
        client = Client(opened)
        seen = client.article("one").seen
        filled.ledger_path.write_text("{", "utf-8")
        with nothing_changes(filled):
            assert client.get().status == 500
            assert "is not JSON" in client.get().text
            assert client.mark("one", seen=seen).status == 500


# --- What they change -----------------------------------------------------------------------


def test_a_posted_article_changes_exactly_one_entry(client, filled):
    """The ledger says posted, by hand, with address, id and status; nothing else is touched."""
    before = filled.ledger
    answer = client.mark("one", published="unlisted")
    assert answer.status == 303
    assert answer.headers["Location"].endswith("/article?key=two&next")
    assert changed(before, filled.ledger) == {"one"}
    posted = filled.ledger["articles"]["one"]["medium"]
    assert (posted["state"], posted["by"], posted["url"]) == ("posted", "hand", ADDRESS)
    assert (posted["id"], posted["publish_status"]) == ("0123456789ab", "unlisted")
    text = client.get("/article?key=two&next").text
    assert "“One” is recorded as posted." in text
    assert re.search('<h1 id="headline"[^>]* autofocus>Two</h1>', text)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" https://medium.com/p/0123456789ab/edit ", "https://medium.com/p/0123456789ab"),
        (f"{ADDRESS}?source=friends_link&sk=0badcafe", ADDRESS),
        (f"{ADDRESS}/#0badcafe", ADDRESS),
    ],
)
def test_an_address_is_kept_without_editor_and_keys(client, filled, given, kept):
    """What a person copies from the address bar becomes what readers may have."""
    assert client.mark("one", url=given).status == 303
    assert filled.ledger["articles"]["one"]["medium"]["url"] == kept


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"url": "https://medium.com/new-story"}, "holds no id"),
        ({"url": "0123456789ab"}, "no absolute http(s) URL"),
        ({"url": "javascript:alert(1)//0123456789ab"}, "no absolute http(s) URL"),
        ({"url": "https://small.example/facade"}, "on your own site"),
        ({"url": "https://you.medium.com/x-aaaaaa000002"}, "already recorded for"),
        ({"published": "maybe"}, "public, unlisted or still a draft"),
        ({"state": "gone"}, "no such state"),
    ],
)
def test_what_cannot_be_meant_changes_nothing(client, filled, fields, said):
    """A wrong address is named, stays in the form, and the ledger stays as it is."""
    with nothing_changes(filled):
        answer = (
            client.mark("one", **fields)
            if "state" not in fields
            else client.mark("one", fields["state"])
        )
    assert answer.status == 409
    assert said in re.search('role="alert">([^<]*)<', answer.text)[1]
    if url := fields.get("url"):
        assert f'value="{url}"' in answer.text


@pytest.mark.parametrize(
    ("key", "state", "after"),
    [
        ("one", "skipped", "skipped"),
        ("unclear", "pending", None),
        ("unclear", "skipped", "skipped"),
        ("refused", "pending", None),
        ("done", "pending", None),
        ("put-aside", "pending", None),
        ("unclear", "posted", "posted"),
    ],
)
def test_each_change_can_be_undone(client, filled, key, state, after):
    """Skip, back to waiting and posted change one entry, and undo puts it back byte for byte."""
    before, text = filled.ledger, filled.ledger_path.read_text("utf-8")
    assert client.mark(key, state).status == 303
    assert changed(before, filled.ledger) == {key}
    assert filled.states()[key] == after
    assert client.post("/undo").status == 303
    assert json.loads(filled.ledger_path.read_text("utf-8")) == json.loads(text)
    with nothing_changes(filled):
        assert client.post("/undo").status == 409


def test_undo_goes_back_one_by_one(client, filled):
    """The last change first, then the one before it."""
    client.mark("one")
    client.mark("two", "skipped")
    client.post("/undo")
    assert filled.states().get("two") is None
    assert filled.states()["one"] == "posted"
    client.post("/undo")
    assert filled.states().get("one") is None


def test_undo_leaves_what_another_hand_has_made_of_it(client, filled):
    """An entry that changed since is left as it is, and that is said."""
    client.mark("one")
    assert filled.cli("mark", "one", "skipped").returncode == 0
    with nothing_changes(filled):
        answer = client.post("/undo")
    assert answer.status == 409
    assert "nothing was undone" in answer.text


def test_of_two_desks_the_slower_one_is_told(filled):
    """A form that was made before another desk settled the article changes nothing."""
    with desk_of(filled) as first, desk_of(filled) as second:
        one, other = Client(first), Client(second)
        seen = other.article("one").seen
        assert one.mark("one").status == 303
        with nothing_changes(filled):
            answer = other.mark("one", url=OTHER, seen=seen)
        assert answer.status == 409
        assert "something else about “One”" in answer.text
        assert other.get("/article?key=one").status == 200


def test_the_desk_waits_its_turn_for_the_lock(client, filled):
    """While another run holds the ledger nothing is changed, and the page says so."""
    seen = client.article("one").seen
    with Ledger(filled.ledger_path).locked(), nothing_changes(filled):
        answer = client.mark("one", seen=seen)
    assert answer.status == 409
    assert "Another run" in answer.text
    assert client.mark("one").status == 303


def test_a_build_meanwhile_is_seen(client, filled):
    """The desk keeps nothing in mind: an article built while it is open is there at once."""
    filled.article("new")
    filled.build()
    assert 'class="key">new<' in client.get().text
    assert client.mark("new").status == 303
    filled.build()
    assert filled.states()["new"] == "posted"


# --- With a token ---------------------------------------------------------------------------


@pytest.fixture
def posting(filled, medium):
    """The same site with a token for the sandbox; what the desk posts goes there."""
    filled.use(medium)
    with desk_of(filled) as opened:
        yield Client(opened)


def ended(client):
    """Return what the page shows at the end of a post, when it is recorded."""
    client.opened.desk.posting.finish()
    return json.loads(client.get("/progress").text)


def test_the_button_posts_one_article_as_post_does(posting, filled, medium):
    """One request, the same body as a dry run shows, the answer in the ledger, each step told."""
    dry = json.loads(filled.cli("post", "one", "--dry-run", "--json").stdout)
    assert ">Post it</button>" in posting.article("one").text
    assert posting.post("/post", key="one").status == 303
    told = ended(posting)
    assert medium.bodies == [dry["outcomes"][0]["request"]]
    assert filled.states()["one"] == "posted"
    assert filled.ledger["articles"]["one"]["medium"]["by"] == "api"
    assert told["state"] == "posted"
    assert told["done"] is True
    assert [line.split()[0] for line in told["lines"]] == ["The", "posted"]
    assert filled.states().get("two") is None
    with nothing_changes(filled):
        assert posting.post("/post", key="one").status == 409
    assert len(medium.posts) == 1


def test_one_post_at_a_time(posting, filled, medium):
    """While one is on its way, another, and a mark, have to wait; nothing is sent twice."""
    medium.misbehave("slow:5")
    posting.post("/post", key="one")
    seen = posting.article("two").seen
    assert posting.post("/post", key="two").status == 409
    assert posting.mark("two", seen=seen).status == 409
    assert ended(posting)["state"] == "posted"
    assert len(medium.posts) == 1
    assert filled.states().get("two") is None


@pytest.mark.parametrize(
    ("fault", "state", "said"),
    [
        ("500", "unknown", "It may be on Medium"),
        ("400", "rejected", "It is tried again when the article changes"),
        ("401", None, "refused"),
    ],
)
def test_what_goes_wrong_is_recorded_and_said(posting, request, fault, state, said):
    """The ledger says what `post` would have it say, and the page says it in words."""
    filled, medium = map(request.getfixturevalue, ("filled", "medium"))
    medium.misbehave(fault)
    posting.post("/post", key="one")
    told = ended(posting)
    assert said in " ".join([*told["lines"], told["trouble"] or ""])
    assert filled.states().get("one") == state


def test_a_held_ledger_stops_the_button(posting, filled, medium):
    """Where another run is at work nothing is sent, and the page says so."""
    with Ledger(filled.ledger_path).locked(), nothing_changes(filled):
        posting.post("/post", key="one")
        assert "Another run" in ended(posting)["trouble"]
    assert medium.posts == []


def test_without_a_token_nothing_is_posted(client, filled):
    """There is no button, and asking without it is refused."""
    with nothing_changes(filled):
        answer = client.post("/post", key="one")
    assert answer.status == 409
    assert "MEDIUM_INTEGRATION_TOKEN" in answer.text


# --- Who may ask ----------------------------------------------------------------------------

PATHS = ["/", "/article?key=one", "/progress", "/picture?src=a", "/asset/desk.js"]

FOREIGN = {
    "host of a rebound name": {"Host": "evil.example"},
    "host of another port": {"Host": "127.0.0.1:1"},
    "host without a port": {"Host": "127.0.0.1"},
    "another origin": {"Origin": "https://evil.example"},
    "another port's origin": {"Origin": "http://127.0.0.1:1"},
    "a sandboxed origin": {"Origin": "null"},
    "https": {"Origin": "https://127.0.0.1"},
    "no cookie": {"Cookie": None},
    "another cookie": {"Cookie": "pelican-medium-desk=x"},
    "a fetch of another site": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    "a frame of another port": {
        "Sec-Fetch-Site": "same-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "iframe",
    },
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_strangers_get_403_and_change_nothing(client, filled, headers):
    """A foreign Host or Origin, or no cookie: no page is read and no form is taken."""
    seen = client.article("one").seen
    form = {"key": "one", "state": "posted", "seen": seen, "url": ADDRESS, "published": "public"}
    with nothing_changes(filled):
        for path in PATHS:
            answer = client.get(path, **headers)
            assert answer.status == 403
            assert "One" not in answer.text
        for path in ("/mark", "/undo", "/post"):
            assert client.post(path, headers, **form).status == 403
    assert client.post("/mark", **form).status == 303


@pytest.mark.parametrize("token", [None, "", "wrong", "ß"])
def test_a_form_without_the_secret_changes_nothing(client, filled, token):
    """Cookie and Origin are not enough: each form carries a secret of this start."""
    seen = client.article("one").seen
    with nothing_changes(filled):
        answer = client.mark("one", seen=seen, token=token)
    assert answer.status == 403


def test_a_change_needs_an_origin(client, filled):
    """A POST that does not say where it comes from is not from a browser's form."""
    seen = client.article("one").seen
    with nothing_changes(filled):
        form = {"key": "one", "state": "skipped", "seen": seen}
        assert client.post("/mark", {"Origin": None}, **form).status == 403


def test_nothing_is_changed_by_a_get(client, filled):
    """Addresses that change something take no GET, HEAD, PUT or OPTIONS."""
    prefix = client.opened.secrets.prefix
    with nothing_changes(filled):
        for method in ("GET", "HEAD", "PUT", "OPTIONS", "DELETE"):
            for path in ("/mark", "/undo", "/post"):
                answer = client.ask(method, prefix + path)
                assert answer.status in {200, 403, 405}
                assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_key_is_exchanged_for_a_cookie(client):
    """Only the right key opens; the cookie is bound to this desk's path and to our own pages."""
    opened = client.opened
    path = opened.url.removeprefix(opened.origin)
    answer = client.ask("GET", path, headers={"Cookie": None, "Origin": None})
    assert answer.status == 200
    assert f'content="0; url={opened.secrets.prefix}/"' in answer.text
    assert opened.secrets.key not in answer.text
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"pelican-medium-desk={opened.secrets.cookie};")
    assert {"HttpOnly", "SameSite=Strict", f"Path={opened.secrets.prefix}/"} <= {
        *cookie.split("; ")
    }
    for wrong in ("", "x", "ß", opened.secrets.token):
        assert client.get(f"/?key={wrong.encode().hex()}", Cookie=None).status == 403


def test_the_key_works_once(client):
    """Whoever comes second is told so; a wrong key does not use it up; who is in just goes on."""
    opened = client.opened
    path = opened.url.removeprefix(opened.origin)
    stranger = {"Cookie": None, "Origin": None}
    assert client.ask("GET", f"{opened.secrets.prefix}/?key=wrong", headers=stranger).status == 403
    assert client.ask("GET", path, headers=stranger).status == 200
    second = client.ask("GET", path, headers=stranger)
    assert second.status == 403
    assert "works once" in second.text
    assert "Set-Cookie" not in second.headers
    assert client.ask("GET", path, headers={"Origin": None}).status == 303


@pytest.mark.parametrize("path", [*PATHS, "/nothing", "/asset/nothing"])
def test_every_answer_is_for_our_own_pages_only(client, path):
    """No CORS, no frames, no scripts but ours, nothing kept: on errors and refusals too."""
    for headers in ({}, {"Cookie": None}):
        answer = client.get(path, **headers)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert not [name for name in answer.headers if name.startswith("Access-Control")]


def test_no_page_holds_key_cookie_or_medium_token(posting, medium):
    """What is secret stays where it is: only the form's own secret stands in a page."""
    secrets = posting.opened.secrets
    for path in ("/", "/article?key=one"):
        text = posting.get(path).text
        for secret in (secrets.key, secrets.cookie, medium.token):
            assert secret not in text
    assert secrets.key not in repr(posting.opened)


def test_a_navigation_from_elsewhere_meets_only_the_cookie():
    """A link in a web terminal may open the desk; the cookie decides what it shows."""
    known = hosts(5000)
    headers = {
        "Host": "127.0.0.1:5000",
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }
    assert stranger("GET", headers, known) is None
    assert stranger("POST", headers, known)


def test_a_hostile_article_is_only_text(site):
    """Script, handlers, frames and javascript: links are gone from page and clipboard."""
    site.article(
        "hostile",
        title="</textarea><script>taken()</script>",
        text="<script>taken()</script>\n<p onclick='taken()'>a</p>\n<iframe src='https://evil.example'>"
        "</iframe>\n<a href='javascript:taken()'>b</a>\n<img src='x' onerror='taken()'>"
        "\n<pre></textarea><script>taken()</script></pre>",
    )
    site.build()
    with desk_of(site) as opened:
        client = Client(opened)
        for text in (client.get().text, client.article("hostile").text):
            assert text.count("<script") == 1
            assert "javascript:" not in text
            assert " onclick" not in text.replace("&", " ")
            assert "<iframe" not in text


# --- The sample site, without any token -----------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The sample site, built as its author would, with nothing of Medium in the environment."""
    folder = tmp_path_factory.mktemp("sample") / "site"
    made = shutil.ignore_patterns("output", "cache", "__pycache__", ".medium_outbox.json")
    shutil.copytree(SAMPLE, folder, ignore=made)
    site = Site(folder, {"PYTHONUTF8": "1"})
    result = site.build("-s", "publishconf.py", timeout=120)
    assert result.returncode == 0
    assert "10 articles are waiting: pelican-medium desk" in " ".join(result.stdout.split())
    return site


def test_every_waiting_article_of_the_sample_can_be_pasted(sample):
    """Each clipboard passes the referee of what the API is sent; each mark changes one entry."""
    with desk_of(sample, "publishconf.py") as opened:
        client = Client(opened)
        keys = re.findall(r'key=([^"]+)"', client.get().text.split('<h2 id="posted"')[0])
        assert len(keys) == 10
        for number, key in enumerate(key.replace("%40", "@") for key in keys):
            page = client.article(key)
            pasted = page.value_of("clip-html")
            assert "<h1>" not in pasted
            assert pasted.isascii()
            assert "data:" not in pasted
            assert faults(f"<h1>Title</h1>{pasted}") == []
            before = sample.ledger
            url = f"https://medium.com/p/bbbbbb{number:06}"
            assert client.mark(key, seen=page.seen, url=url).status == 303
            assert changed(before, sample.ledger) == {key}
        assert "Nothing waits." in client.get().text


# --- The verb -------------------------------------------------------------------------------


@contextmanager
def process(site, *arguments):
    """Run the verb as its users do, and yield it with the address it names."""
    command = [sys.executable, "-m", "pelican_medium", "desk", *arguments]
    with subprocess.Popen(
        command,
        cwd=site.folder,
        env=os.environ | site.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            yield running, running.stdout.readline().strip()
        finally:
            running.kill()


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_real_desk_opens_and_ends_in_order(filled, end):
    """It names its address, answers there on loopback only, and a signal ends it with status 0."""
    import http.client

    with process(filled, "--no-open") as (running, url), nothing_changes(filled):
        match = re.fullmatch(r"http://(127\.0\.0\.1:\d+)(/[0-9a-f]{32}/\?key=[\w-]{43})", url)
        connection = http.client.HTTPConnection(match[1], timeout=30)
        connection.request("GET", match[2])
        assert connection.getresponse().status == 200
        connection.close()
        running.send_signal(end)
        assert running.wait(30) == 0
        assert "The desk is closed" in running.stderr.read()


def test_ctrl_c_while_posting_waits_for_the_record(filled, medium):
    """The answer of an article that is on its way is in the ledger when the desk is gone."""
    filled.use(medium)
    medium.misbehave("slow:5")
    settings_of(filled)
    with process(filled, "--no-open") as (running, url):
        told = _Browser(url)
        token = re.search('name="token" value="([^"]*)"', told.get("article?key=one"))[1]
        told.send("post", f"key=one&token={token}")
        while "posting" not in str(filled.states().get("one")):
            assert running.poll() is None
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 0
        assert "waiting for Medium's answer" in running.stderr.read()
    assert filled.states()["one"] == "posted"
    assert len(medium.posts) == 1


class _Browser:
    """Just enough of one to be let in to a real process."""

    def __init__(self, url):
        import urllib.request

        self._request = urllib.request
        self._jar = urllib.request.HTTPCookieProcessor()
        self._open = urllib.request.build_opener(urllib.request.ProxyHandler({}), self._jar).open
        self._open(url).close()
        self.home = url.partition("?")[0]

    def get(self, path):
        with self._open(self.home + path) as answer:
            return answer.read().decode()

    def send(self, path, body):
        origin = "/".join(self.home.split("/")[:3])
        request = self._request.Request(self.home + path, body.encode(), {"Origin": origin})
        with self._open(request) as answer:
            return answer.read().decode()


@pytest.mark.parametrize("arguments", [[], ["--no-open"]])
def test_the_browser_is_opened_unless_told_otherwise(filled, tmp_path, arguments):
    """The browser gets a private file that leads to the desk, and no secret of ours; or nothing."""
    note, browser = tmp_path / "note", tmp_path / "browser"
    browser.write_text(
        f"#!{sys.executable}\nimport json, os, stat, sys, urllib.parse, urllib.request\n"
        "path = urllib.request.url2pathname(urllib.parse.urlsplit(sys.argv[1]).path)\n"
        "told = [sys.argv[1:], open(path).read(), stat.S_IMODE(os.stat(path).st_mode),\n"
        "        stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode), dict(os.environ)]\n"
        f"open({str(note)!r} + 'part', 'w').write(json.dumps(told))\n"
        f"os.rename({str(note)!r} + 'part', {str(note)!r})\n"
    )
    browser.chmod(0o755)
    filled.environ |= {"BROWSER": f"{browser} %s"} | SECRETS
    with process(filled, *arguments) as (running, url):
        assert _Browser(url).get("").startswith("<!DOCTYPE html>")  # it serves by then
        while not arguments and not note.exists():
            assert running.poll() is None
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 0
    assert note.exists() is (not arguments)
    if note.exists():
        line, text, mode, folder_mode, environ = json.loads(note.read_text())
        key = url.partition("key=")[2]
        assert key not in " ".join(line)
        assert html.escape(url) in text
        assert (mode, folder_mode) == (0o600, 0o700)
        assert not SECRETS.keys() & environ.keys()
        assert not Path(line[0].removeprefix("file://")).exists()


SECRETS = {
    "MEDIUM_INTEGRATION_TOKEN": "a-token",
    "MEDIUM_CLIENT_ID": "an-id",
    "MEDIUM_CLIENT_SECRET": "a-secret",
    "MEDIUM_REFRESH_TOKEN": "another-token",
}


def test_a_port_that_is_taken_is_said(filled):
    """--port with one in use ends with status 2 and a word."""
    with desk_of(filled) as opened:
        result = filled.cli("desk", "--no-open", "--port", str(opened.server.port))
    assert result.returncode == 2
    assert "cannot be used" in result.stderr


def test_without_a_ledger_the_verb_says_how_one_comes(site):
    """There is nothing to show before the first build."""
    site.ledger_path.unlink()
    result = site.cli("desk", "--no-open")
    assert result.returncode == 2
    assert "Build the site once" in result.stderr


# --- As files -------------------------------------------------------------------------------


def test_export_writes_the_same_pages_without_what_changes_anything(filled, tmp_path):
    """Lists and articles as files, with what is copied; no form, no button that needs a server."""
    folder = tmp_path / "out"
    result = filled.cli("desk", "--export", str(folder))
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == str(folder / "index.html")
    index, one = ((folder / name).read_text("utf-8") for name in ("index.html", "one.html"))
    assert 'href="one.html"' in index
    assert "Text of one." in one
    assert "data-copy-story" in one
    for text in (index, one):
        assert "<form" not in text
        assert "token" not in text
        assert "form-action 'none'" in html.unescape(text)
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir() if path.is_file()} == {0o600}


def test_export_keeps_to_a_folder_of_its_own(filled, tmp_path):
    """Neither what is uploaded nor what holds something else is written to; its own is replaced."""
    strange = tmp_path / "strange"
    strange.mkdir()
    (strange / "mine.txt").write_text("mine")
    for folder in (filled.folder / "output", strange):
        before = sorted(folder.rglob("*"))
        result = filled.cli("desk", "--export", str(folder))
        assert result.returncode == 2
        assert "Nothing was written" in result.stderr
        assert sorted(folder.rglob("*")) == before
    folder = tmp_path / "out"
    filled.cli("desk", "--export", str(folder))
    filled.cli("mark", "one", "posted", "--url", ADDRESS)
    filled.build()
    assert filled.cli("desk", "--export", str(folder)).returncode == 0
    assert not (folder / "one.html").exists()
    assert (folder / "two.html").exists()


def test_two_changes_at_once_are_both_kept(filled):
    """Requests that meet at the lock wait for each other, and no entry is lost."""
    with desk_of(filled) as opened:
        client = Client(opened)
        seen = {key: client.article(key).seen for key in ("one", "two")}
        urls = {"one": ADDRESS, "two": OTHER}
        answers = []

        def mark(key):
            answers.append(client.mark(key, seen=seen[key], url=urls[key]).status)

        threads = [threading.Thread(target=mark, args=(key,)) for key in seen]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == [303, 303]
    assert {filled.states()[key] for key in seen} == {"posted"}

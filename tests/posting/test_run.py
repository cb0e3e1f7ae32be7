"""The loop against a Medium on a real socket: nothing twice, nothing lost, each step on disk."""

import json
import os
import shlex
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pelican_medium import settings
from pelican_medium.medium.requests import post_body
from pelican_medium.model import MEDIUM_API_URL, Article, Outcome, Receipt
from pelican_medium.model.errors import FateUnknown, LedgerBusy, LedgerError, LedgerMissing, NotSent
from pelican_medium.posting import queue, rehearsal
from pelican_medium.posting import run as crosspost
from pelican_medium.posting.destination import to_medium
from pelican_medium.posting.loop import STOPPED
from pelican_medium.sandbox import FAULTS, SANDBOX_TOKEN
from pelican_medium.store.book import LEFT_BEHIND, stamp
from pelican_medium.store.ledger import Ledger
from pelican_medium.store.outbox import Held, Outbox

NOW = datetime(2030, 6, 1, 12, 0, tzinfo=UTC)


def make_article(key, day=1, **more):
    return Article(
        **{
            "key": key,
            "title": key.capitalize(),
            "date": datetime(2026, 1, 1, 10, tzinfo=UTC) + timedelta(days=day),
            "lang": "en",
            "canonical_url": f"https://blog.example/{key}.html",
            "source_path": f"{key}.md",
            "fingerprint": f"sha256:{key}",
            "slug": key,
            "base_url": f"https://blog.example/{key}.html",
            "content": f"<p>The text of {key}.</p>",
            "tags": ("sand",),
        }
        | more
    )


def make_outbox(*articles, **more):
    bodies = {article.key: article for article in articles}
    return Outbox(
        NOW, "https://blog.example", "output", "medium_ledger.json", articles, bodies, **more
    )


@dataclass
class Blog:
    """A site's ledger in a folder, its settings, and an outbox to post from."""

    folder: Path
    api_url: str
    more: dict = field(default_factory=dict)
    reported: list = field(default_factory=list)
    waited: list = field(default_factory=list)

    @property
    def path(self):
        return self.folder / "medium_ledger.json"

    @property
    def settings(self):
        caps = {"MEDIUM_MAX_POSTS_PER_RUN": 0, "MEDIUM_DAILY_LIMIT": 0, "MEDIUM_TIMEOUT": 10}
        site = {
            "PATH": str(self.folder / "content"),
            "OUTPUT_PATH": str(self.folder / "output"),
            "SITEURL": "https://blog.example",
            "SITENAME": "Blog",
        }
        environ = {"MEDIUM_API_URL": self.api_url, "MEDIUM_INTEGRATION_TOKEN": SANDBOX_TOKEN}
        return settings.read(site | caps | self.more, environ)

    def write(self, **cells):
        entries = {key.replace("_", "-"): {"medium": cell} for key, cell in cells.items()}
        self.path.write_text(json.dumps({"version": 1, "articles": entries}), "utf-8")

    @property
    def cells(self):
        entries = json.loads(self.path.read_text("utf-8"))["articles"]
        return {key: entry.get("medium") for key, entry in entries.items()}

    @property
    def states(self):
        return {key: cell and cell["state"] for key, cell in self.cells.items()}

    def destination(self):
        return to_medium(self.settings)

    def post(self, *articles, destination=None, **more):
        box = articles[0] if isinstance(articles[0], Outbox) else make_outbox(*articles)
        options = {"report": self.reported.append, "wait": self.waited.append} | more
        return crosspost.post(
            queue.of(box, Ledger(self.path).read(), self.settings),
            Ledger(self.path),
            self.settings,
            destination or self.destination(),
            **options,
        )


@pytest.fixture
def blog(tmp_path, medium):
    """A blog whose ledger says: everything is new; it posts to the sandbox."""
    made = Blog(tmp_path, medium.api_url)
    made.write()
    return made


@pytest.fixture
def real_blog(tmp_path):
    """A blog whose settings name Medium's own API; nothing of it is ever sent there."""
    made = Blog(tmp_path, MEDIUM_API_URL)
    made.write()
    return made


class Watched:
    """A destination that lets somebody look before and after each delivery."""

    name = "medium"

    def __init__(self, destination, *, before=None, after=None):
        self.destination = destination
        self.before = before or (lambda _draft: None)
        self.after = after or (lambda _draft: None)

    def now(self):
        return self.destination.now()

    def admit(self, draft):
        return self.destination.admit(draft)

    def deliver(self, draft):
        self.before(draft)
        receipt = self.destination.deliver(draft)
        self.after(draft)
        return receipt


class Pretended:
    """A destination with a clock of its own, that answers as it is told."""

    name = "medium"

    def __init__(self, *answers, now=NOW):
        self.answers = list(answers)
        self.time = now
        self.drafts = []

    def now(self):
        return self.time

    def admit(self, draft):
        return draft

    def deliver(self, draft):
        self.drafts.append(draft)
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, BaseException):
            raise answer
        number = f"{len(self.drafts):012x}"
        return answer or Receipt(number, f"https://medium.com/p/{number}", draft.publish_status)

    @property
    def keys(self):
        return [draft.key for draft in self.drafts]


def rehearsed(blog, box, only=()):
    found = queue.of(box, Ledger(blog.path).read(), blog.settings)
    return [(outcome, draft) for _, outcome, draft in rehearsal.of_run(found, blog.settings, only)]


def said(outcomes):
    return {outcome.key: outcome.state for outcome in outcomes}


def posted_titles(medium):
    return [body["title"].lower() for body in medium.bodies]


def tries(medium):
    return [seen["path"] for seen in medium.requests if seen["method"] == "POST"]


def at(moment, **more):
    return {"state": "posted", "by": "api", "at": stamp(moment)} | more


# The way an article goes


def test_twelve_go_once_each_oldest_first(blog, medium):
    """Everything pending is posted in the order of its dates, and a second run posts nothing."""
    days = [7, 2, 11, 5, 1, 12, 9, 3, 8, 4, 10, 6]
    articles = [make_article(f"a{day:02}", day) for day in days]
    run = blog.post(*articles)
    expected = [f"a{day:02}" for day in range(1, 13)]
    assert posted_titles(medium) == expected
    assert [outcome.key for outcome in run.outcomes] == expected
    assert blog.reported == run.outcomes
    assert set(said(run.outcomes).values()) == {"posted"}
    assert not run.needs_the_author
    again = blog.post(*articles)
    assert again.outcomes == []
    assert not again.needs_the_author
    assert len(tries(medium)) == 12
    assert blog.waited == []


def test_articles_of_the_same_moment_go_in_the_order_of_their_keys(blog, medium):
    """The order does not depend on that of the outbox."""
    blog.post(*[make_article(key) for key in ("c", "a", "b")])
    assert posted_titles(medium) == ["a", "b", "c"]


def test_what_was_posted_is_recorded(blog, medium):
    """The cell says what Medium answered, when, by which way, and what was sent."""
    before = datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=2)
    run = blog.post(make_article("one"))
    [post] = medium.posts
    entry = json.loads(blog.path.read_text("utf-8"))["articles"]["one"]
    cell = entry.pop("medium")
    assert before <= datetime.fromisoformat(cell.pop("at")) <= datetime.now(UTC)
    assert cell == {
        "state": "posted",
        "by": "api",
        "id": post["id"],
        "url": post["answer"]["url"],
        "publish_status": "draft",
        "fingerprint": "sha256:one",
        "api": medium.api_url,
    }
    assert entry == {
        "title": "One",
        "date": "2026-01-02",
        "canonical_url": "https://blog.example/one.html",
        "lang": "en",
        "source_path": "one.md",
    }
    [outcome] = run.outcomes
    assert (outcome.title, outcome.medium_url) == ("One", post["answer"]["url"])
    assert outcome.reason is None


def test_posting_is_on_disk_before_the_post_and_posted_before_it_is_reported(blog, medium):
    """Whatever dies at whatever moment, the ledger tells what may have been sent."""
    seen = []

    def look(what):
        seen.append((what, blog.states, len(medium.posts)))

    watched = Watched(
        blog.destination(), before=lambda _: look("before"), after=lambda _: look("after")
    )
    blog.post(make_article("one"), destination=watched, report=lambda _: look("report"))
    assert seen == [
        ("before", {"one": "posting"}, 0),
        ("after", {"one": "posting"}, 1),
        ("report", {"one": "posted"}, 1),
    ]


def test_what_is_reported_is_on_disk_for_each_state(blog, medium):
    """A report that raises, as a log line under --fatal does, costs no record."""
    medium.misbehave("400")

    class FatalError(Exception):
        pass

    def raise_it(_outcome):
        raise FatalError

    with pytest.raises(FatalError):
        blog.post(make_article("one"), report=raise_it)
    assert blog.states == {"one": "rejected"}
    with pytest.raises(FatalError):
        blog.post(make_article("two"), report=raise_it)
    assert blog.states == {"one": "rejected", "two": "posted"}
    with Ledger(blog.path).locked():
        pass


def test_nothing_pending_asks_nobody(blog, medium):
    """A run with nothing to do does not even ask whose token it is."""
    blog.write(one=at(NOW, api=medium.api_url))
    before = blog.path.read_bytes()
    assert blog.post(make_article("one")).outcomes == []
    assert medium.requests == []
    assert blog.path.read_bytes() == before


def test_the_account_is_asked_once_in_a_run(blog, medium):
    """Five posts need one GET /me."""
    blog.more = {"MEDIUM_DAILY_LIMIT": 50}
    blog.post(*[make_article(f"a{day}", day) for day in range(5)])
    assert [seen["path"] for seen in medium.requests].count("/v1/me") == 1


def test_while_another_run_is_at_work_nothing_is_done(blog, medium):
    """Two runs on one machine never send the same article."""
    with Ledger(blog.path).locked(), pytest.raises(LedgerBusy):
        blog.post(make_article("one"))
    assert medium.requests == []
    assert blog.states == {}


def test_without_a_ledger_nothing_is_sent(blog, medium):
    """Posting never makes the first ledger."""
    blog.path.unlink()
    with pytest.raises(LedgerMissing):
        blog.post(make_article("one"))
    assert medium.requests == []
    assert not blog.path.exists()


def test_what_another_machine_posted_meanwhile_is_not_sent(blog, medium):
    """A ledger that was pulled or edited during the run is asked again before each article."""

    def pull(draft):
        if draft.key == "one":
            data = json.loads(blog.path.read_text("utf-8"))
            data["articles"]["two"] = {"medium": at(datetime.now(UTC), api=medium.api_url, id="aa")}
            blog.path.write_text(json.dumps(data), "utf-8")

    blog.post(
        make_article("one", 1),
        make_article("two", 2),
        destination=Watched(blog.destination(), after=pull),
    )
    assert posted_titles(medium) == ["one"]
    assert blog.cells["two"]["id"] == "aa"


def test_what_was_settled_while_waiting_is_not_sent(blog, medium):
    """A minute is time enough for a person or another machine."""
    medium.misbehave("429:1")

    def settle(_seconds):
        blog.write(one={"state": "skipped", "why": "by hand"})

    blog.post(make_article("one"), wait=settle)
    assert medium.posts == []
    assert blog.states == {"one": "skipped"}


# Caps


def test_the_cap_of_a_run_carries_the_rest_over(blog, medium):
    """The oldest go first, the others are named, and the next run takes them; all is well."""
    blog.more = {"MEDIUM_MAX_POSTS_PER_RUN": 2}
    articles = [make_article(f"a{day}", day) for day in range(5)]
    run = blog.post(*articles)
    assert posted_titles(medium) == ["a0", "a1"]
    assert list(said(run.outcomes).values()) == ["posted"] * 2 + ["pending"] * 3
    carried = [outcome for outcome in run.outcomes if outcome.state == "pending"]
    assert all("MEDIUM_MAX_POSTS_PER_RUN is 2" in outcome.reason for outcome in carried)
    assert not run.needs_the_author
    assert run.stopped is None
    assert set(blog.states) == {"a0", "a1"}
    blog.post(*articles)
    blog.post(*articles)
    assert posted_titles(medium) == [f"a{day}" for day in range(5)]


def test_named_articles_go_beyond_the_cap(blog, medium):
    """Who names them wants them now; nobody else goes, and what was posted is not sent again."""
    blog.more = {"MEDIUM_MAX_POSTS_PER_RUN": 1}
    articles = [make_article(f"a{day}", day) for day in range(5)]
    run = blog.post(*articles, only=["a3", "a1", "a2"])
    assert posted_titles(medium) == ["a1", "a2", "a3"]
    assert said(run.outcomes) == dict.fromkeys(["a1", "a2", "a3"], "posted")
    assert blog.post(*articles, only=["a1", "nobody"]).outcomes == []
    assert len(tries(medium)) == 3


def test_named_articles_do_not_go_beyond_the_daily_limit(blog, medium):
    """Medium counts those as well."""
    blog.more = {"MEDIUM_DAILY_LIMIT": 2}
    articles = [make_article(f"a{day}", day) for day in range(4)]
    run = blog.post(*articles, only=[article.key for article in articles])
    assert len(medium.posts) == 2
    assert not run.needs_the_author


@pytest.mark.parametrize("state", ["posted", "unknown", "posting"])
def test_the_daily_limit_counts_what_may_be_on_medium(blog, medium, state):
    """Also what only may have been created counts, for this API."""
    blog.more = {"MEDIUM_DAILY_LIMIT": 2}
    blog.write(old=at(datetime.now(UTC), state=state, api=medium.api_url))
    run = blog.post(make_article("one", 1), make_article("two", 2))
    assert posted_titles(medium) == ["one"]
    assert said(run.outcomes) == {"one": "posted", "two": "pending"}
    assert "MEDIUM_DAILY_LIMIT is 2" in run.outcomes[1].reason


DAY = timedelta(hours=24)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("cell", "is_counted"),
    [
        (at(NOW), True),
        (at(NOW - DAY + SECOND), True),
        (at(NOW - DAY - SECOND), False),
        (at(NOW + SECOND), True),
        (at(NOW + timedelta(days=4000)), True),
        (at(NOW, state="unknown"), True),
        (at(NOW, state="rejected"), False),
        ({"state": "skipped", "why": "by hand", "at": stamp(NOW), "by": "api"}, False),
        (at(NOW, by="hand"), False),
        (at(NOW, by=None), False),
        (at(NOW, at=None), False),
        (at(NOW, at="once upon a time"), False),
        (at(NOW, api="http://127.0.0.1:8989/v1"), False),
    ],
)
def test_the_daily_limit_is_counted_by_the_servers_clock(real_blog, cell, is_counted):
    """24 hours back from the server's own time, and everything after it."""
    real_blog.more = {"MEDIUM_DAILY_LIMIT": 1}
    real_blog.write(old=cell)
    pretended = Pretended()
    run = real_blog.post(make_article("one"), destination=pretended)
    assert pretended.keys == ([] if is_counted else ["one"])
    assert said(run.outcomes)["one"] == ("pending" if is_counted else "posted")
    assert not run.needs_the_author


def test_what_is_over_the_daily_limit_is_told_when_it_is_free(real_blog):
    """The moment named is that at which enough of them are 24 hours old."""
    real_blog.more = {"MEDIUM_DAILY_LIMIT": 2}
    hours = {"a": 5, "b": 3, "c": 1}
    cells = {key: at(NOW - timedelta(hours=ago)) for key, ago in hours.items()}
    real_blog.write(**cells)
    [outcome] = real_blog.post(make_article("one"), destination=Pretended()).outcomes
    assert stamp(NOW - timedelta(hours=3) + DAY) in outcome.reason


def test_a_moment_at_the_end_of_time_stops_nothing(real_blog):
    """A stamp made by hand counts as one of the future, and is no crash."""
    real_blog.more = {"MEDIUM_DAILY_LIMIT": 1}
    real_blog.write(old={"state": "posted", "by": "api", "at": "9999-12-31T23:59:59Z"})
    [outcome] = real_blog.post(make_article("one"), destination=Pretended()).outcomes
    assert outcome.state == "pending"


def test_a_cell_is_stamped_with_the_servers_time(real_blog):
    """What counts against Medium's limit is written in Medium's time."""
    real_blog.post(make_article("one"), destination=Pretended())
    assert real_blog.cells["one"]["at"] == stamp(NOW)


def test_no_limits_means_none(blog, medium):
    """0 switches both caps off."""
    blog.post(*[make_article(f"a{day:02}", day) for day in range(11)])
    assert len(medium.posts) == 11


@pytest.mark.parametrize("misfortune", ["held", "rejected"])
def test_what_was_not_sent_does_not_use_up_the_cap(blog, medium, misfortune):
    """An article that waits or was refused does not take the place of another one."""
    blog.more = {"MEDIUM_MAX_POSTS_PER_RUN": 1, "MEDIUM_DAILY_LIMIT": 1}
    wrong = {"medium_status": "secret"} if misfortune == "held" else {}
    medium.misbehave(*["400"] * (misfortune == "rejected"))
    run = blog.post(make_article("one", 1, metadata=wrong), make_article("two", 2))
    assert said(run.outcomes) == {"one": misfortune, "two": "posted"}
    assert run.needs_the_author


# Held


def test_a_held_article_leaves_no_trace_in_the_ledger(blog, medium):
    """Held is not a state of the ledger; the article is named with the reason."""
    odd = make_article("odd", metadata={"medium_status": "secret"})
    run = blog.post(odd)
    [outcome] = run.outcomes
    assert outcome.state == "held"
    assert "Medium_Status" in outcome.reason
    assert blog.states == {}
    assert tries(medium) == []
    assert run.needs_the_author
    assert run.stopped is None


def test_a_held_article_is_noted_in_the_outbox_and_let_go():
    """The note comes with the run that held it, and goes with the one that did not."""
    box = make_outbox(make_article("one"), held={"two": Held("old", "2026-01-01T00:00:00Z")})
    held = Outcome("one", "One", "held", reason="its status is wrong")
    posted = Outcome("two", "Two", "posted")
    noted = crosspost.held_by(box, [held, posted])
    assert list(noted.held) == ["one"]
    assert noted.held["one"].reason == "its status is wrong"
    assert replace(noted, held={}) == replace(box, held={})


# What an answer means

#: For each fault of the sandbox: the cell, whether the run goes on, and the posts it made.
MEANINGS = {
    "ok": ("posted", True, 1),
    "302": ("unknown", False, 0),
    "400": ("rejected", True, 0),
    "401": (None, False, 0),
    "403": (None, False, 0),
    "404": (None, False, 0),
    "429": (None, False, 0),
    "429:61": (None, False, 0),
    "429:99999999999999999999": (None, False, 0),
    "1007": (None, False, 0),
    "500": ("unknown", False, 0),
    "502": ("unknown", False, 0),
    "503": ("unknown", False, 0),
    "challenge": ("held", True, 0),
    "html502": ("unknown", False, 0),
    "drop-before": ("unknown", False, 0),
    "drop-after": ("unknown", False, 1),
    "silent-before": ("unknown", False, 0),
    "silent": ("unknown", False, 1),
    "slow:0.1": ("posted", True, 1),
    "not-json": ("unknown", False, 1),
    "truncated": ("unknown", False, 1),
    "empty": ("unknown", False, 1),
    "no-id": ("unknown", False, 1),
    "no-url": ("posted", True, 1),
    "huge": ("unknown", False, 1),
}


def test_each_fault_has_its_meaning():
    """No way to misbehave is left out."""
    assert {fault.partition(":")[0] for fault in MEANINGS} == set(FAULTS)


@pytest.mark.parametrize(("fault", "meaning"), MEANINGS.items(), ids=MEANINGS)
def test_an_answer_means_what_the_contract_says(blog, medium, fault, meaning):
    """The cell, stop or go on, who needs to be told; and the next run repeats nothing unknown."""
    state, goes_on, created = meaning
    cell = None if state == "held" else state
    articles = [make_article("one", 1), make_article("two", 2)]
    blog.more = {"MEDIUM_TIMEOUT": 0.5} if "silent" in fault else {}
    medium.misbehave(fault)
    run = blog.post(*articles)
    first = {"one": cell} if cell else {}
    assert blog.states == first | ({"two": "posted"} if goes_on else {})
    assert said(run.outcomes) == {
        "one": state or "pending",
        "two": "posted" if goes_on else "pending",
    }
    assert (run.stopped is None) == goes_on
    assert run.needs_the_author == (not goes_on or state in {"rejected", "held"})
    assert len(medium.posts) == created + goes_on
    assert blog.waited == []
    assert SANDBOX_TOKEN not in repr(run) + blog.path.read_text("utf-8")

    blog.more = {}
    blog.post(*articles)
    assert len(tries(medium)) == 2 + (cell is None)
    expected = {"one": cell or "posted", "two": "posted"}
    assert blog.states == expected


@pytest.mark.parametrize("fault", ["500", "drop-after", "no-id"])
def test_an_unknown_says_why(blog, medium, fault):
    """Whoever has to look on Medium finds the reason, the moment and what was sent."""
    medium.misbehave(fault)
    [outcome] = blog.post(make_article("one")).outcomes
    cell = blog.cells["one"]
    assert cell["id"] is None
    assert cell["reason"] == outcome.reason
    assert cell["fingerprint"] == "sha256:one"
    assert cell["by"] == "api"
    assert datetime.fromisoformat(cell["at"])


def test_a_post_without_an_address_has_the_short_one(blog, medium):
    """medium.com/p/<id> leads to the post wherever it is."""
    medium.misbehave("no-url")
    [outcome] = blog.post(make_article("one")).outcomes
    short = f"https://medium.com/p/{medium.posts[0]['id']}"
    assert outcome.medium_url == blog.cells["one"]["url"] == short


def test_nobody_there_leaves_nothing(blog, medium, unused_port):
    """Without a connection nothing is recorded, and the next run tries."""
    blog.api_url = f"http://127.0.0.1:{unused_port}/v1"
    run = blog.post(make_article("one"), make_article("two", 2), destination=hasty(blog))
    assert set(said(run.outcomes).values()) == {"pending"}
    assert "could not be reached" in run.stopped
    assert run.needs_the_author
    assert blog.states == {}


@pytest.fixture
def unused_port():
    """A port that nobody listens on and nobody else can take."""
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def hasty(blog):
    """Return Medium as a destination that makes no pauses between its GETs."""
    from pelican_medium.medium.client import Medium
    from pelican_medium.medium.transport import Transport

    one = blog.settings
    line = Transport(timeout=one.timeout, token=one.token, api_url=one.api_url)
    return Medium(line.send, one.api_url, pause=lambda _seconds: None)


@pytest.mark.parametrize("limit", [0, 10])
@pytest.mark.parametrize(
    "fault",
    [
        "302",
        "400",
        "401",
        "403",
        "404",
        "429",
        "1007",
        "500",
        "challenge",
        "html502",
        "not-json",
        "truncated",
        "no-id",
        "empty",
    ],
)
def test_without_an_account_nothing_is_sent(blog, medium, fault, limit):
    """Whatever becomes of GET /me, no POST leaves and no cell is written."""
    blog.more = {"MEDIUM_DAILY_LIMIT": limit}
    medium.misbehave(*[f"me={fault}"] * 3)
    run = blog.post(make_article("one", 1), make_article("two", 2), destination=hasty(blog))
    assert tries(medium) == []
    assert blog.states == {}
    assert set(said(run.outcomes).values()) == {"pending"}
    assert [outcome.key for outcome in run.outcomes] == ["one", "two"]
    assert run.needs_the_author
    assert run.stopped


def test_a_hiccup_of_the_first_question_stops_nothing(blog, medium):
    """What only asks is asked again."""
    medium.misbehave("me=500", "me=drop-before")
    blog.post(make_article("one"), destination=hasty(blog))
    assert posted_titles(medium) == ["one"]


# Waiting


@pytest.mark.parametrize(
    ("fault", "least", "most"), [("429:0", 0, 0), ("429:60", 60, 60), ("429:date", 2, 6)]
)
def test_a_short_wish_to_wait_is_granted(blog, medium, fault, least, most):
    """The article is withdrawn while waiting, and then goes, once."""
    medium.misbehave(fault)
    waits, while_waiting = [], []

    def wait(seconds):
        waits.append(seconds)
        while_waiting.append(blog.states)

    run = blog.post(make_article("one", 1), make_article("two", 2), wait=wait)
    assert while_waiting == [{}]
    assert least <= waits[0] <= most
    assert posted_titles(medium) == ["one", "two"]
    assert len(tries(medium)) == 3
    assert blog.states == {"one": "posted", "two": "posted"}
    assert not run.needs_the_author


@pytest.mark.parametrize("limit", [0, 10])
def test_a_short_wish_to_wait_with_the_first_question_is_granted(blog, medium, limit):
    """GET /me may be one too many as well; after the wait all goes on."""
    blog.more = {"MEDIUM_DAILY_LIMIT": limit}
    medium.misbehave("me=429:7", "me=429:8")
    run = blog.post(make_article("one", 1), make_article("two", 2))
    assert blog.waited == [7, 8]
    assert posted_titles(medium) == ["one", "two"]
    assert not run.needs_the_author


@pytest.mark.parametrize("faults", [["me=429:61"], ["me=429"], ["me=429:1"] * 4])
def test_no_run_waits_for_ever_for_the_first_question(blog, medium, faults):
    """A long wish, none, or one too many ends the run, and nothing was sent."""
    medium.misbehave(*faults)
    run = blog.post(make_article("one", 1), make_article("two", 2))
    assert len(blog.waited) == len(faults) - 1
    assert run.stopped
    assert blog.states == {}
    assert tries(medium) == []


@pytest.mark.parametrize("fault", ["429:61", "429:3600", "429"])
def test_a_long_wish_or_none_ends_the_run(blog, medium, fault):
    """The rest is carried over, named, and nobody waits."""
    medium.misbehave(fault)
    run = blog.post(make_article("one", 1), make_article("two", 2))
    assert blog.waited == []
    assert blog.states == {}
    assert [outcome.reason for outcome in run.outcomes] == [run.stopped, STOPPED]
    assert "carried over" in run.stopped


def test_a_run_waits_three_times_at_most(blog, medium):
    """The fourth wish ends it, with nothing left in the ledger."""
    medium.misbehave(*["429:1"] * 4)
    run = blog.post(make_article("one", 1), make_article("two", 2))
    assert blog.waited == [1, 1, 1]
    assert blog.states == {}
    assert run.stopped
    assert len(tries(medium)) == 4


def test_the_waits_of_all_articles_of_a_run_count(blog, medium):
    """It is the run that is bounded, not each article."""
    medium.misbehave("429:1", "429:1", "ok", "429:1", "ok", "429:1")
    run = blog.post(*[make_article(f"a{day}", day) for day in range(4)])
    assert blog.waited == [1, 1, 1]
    assert list(said(run.outcomes).values()) == ["posted", "posted", "pending", "pending"]


def test_an_interruption_while_waiting_leaves_nothing(blog, medium):
    """Nothing was created, and the ledger says so."""
    medium.misbehave("429:30")

    def interrupt(_seconds):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        blog.post(make_article("one"), wait=interrupt)
    assert blog.states == {}


@pytest.mark.parametrize("fault", ["401", "429"])
def test_what_was_there_before_a_try_is_there_after_it(blog, medium, fault):
    """Withdrawing leaves the entry with its old names and a stranger's fields."""
    entry = {"title": "Old title", "also": ["older"], "comment": "mine", "canonical_url": "x"}
    data = {"version": 1, "articles": {"one": entry}, "comment": "also mine"}
    blog.path.write_text(json.dumps(data), "utf-8")
    medium.misbehave(fault)
    blog.post(make_article("one"))
    assert json.loads(blog.path.read_text("utf-8")) == data


def test_a_failed_try_does_not_lose_what_another_api_was_told(tmp_path, medium):
    """A cell of another sandbox comes back when nothing was created."""
    blog = Blog(tmp_path, medium.api_url)
    foreign = at(NOW, id="aa", api="http://127.0.0.1:1/v1")
    blog.write(one=foreign)
    medium.misbehave("401")
    blog.post(make_article("one"))
    assert blog.cells == {"one": foreign}


# Interruptions, and a disk that fails


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, ZeroDivisionError])
def test_an_interruption_leaves_unknown(blog, medium, when, error):
    """Ctrl-C or a defect of ours around a POST: nobody knows, and it is not hidden."""

    def fail(_draft):
        raise error

    with pytest.raises(error):
        blog.post(
            make_article("one", 1),
            make_article("two", 2),
            destination=Watched(blog.destination(), **{when: fail}),
        )
    assert blog.states == {"one": "unknown"}
    assert error.__name__ in blog.cells["one"]["reason"]
    blog.post(make_article("one", 1), make_article("two", 2))
    assert posted_titles(medium) == ["one"] * (when == "after") + ["two"]
    assert blog.states == {"one": "unknown", "two": "posted"}


def no_save(*_arguments, **_more):
    raise OSError(28, "No space left on device")


def test_what_cannot_be_recorded_is_not_sent(blog, medium, monkeypatch):
    """A disk that is full before the POST means that there is none."""
    monkeypatch.setattr(os, "replace", no_save)
    with pytest.raises(LedgerError, match="left as it was, and nothing more is sent"):
        blog.post(make_article("one"))
    assert tries(medium) == []
    assert blog.states == {}


def test_a_post_that_cannot_be_recorded_is_told_in_full(blog, medium, monkeypatch):
    """The message has the id, the address, and the very command that records it."""
    url = "https://blog.example/its-one.html"
    article = make_article("it's one", title="It&#8217;s one", canonical_url=url)

    def fill_up(_draft):
        monkeypatch.setattr(os, "replace", no_save)

    with pytest.raises(LedgerError) as caught:
        blog.post(article, destination=Watched(blog.destination(), after=fill_up))
    monkeypatch.undo()
    [post] = medium.posts
    message = str(caught.value)
    assert "“It’s one” WAS POSTED" in message
    assert post["id"] in message
    assert "No space left on device" in message
    url = post["answer"]["url"]
    _, _, command = message.partition("pelican-medium mark ")
    assert shlex.split(command) == ["it's one", "posted", "--url", url]
    assert blog.states == {"it's one": "posting"}
    assert blog.reported == []
    blog.post(article)
    assert len(tries(medium)) == 1
    assert blog.states == {"it's one": "unknown"}


@pytest.mark.parametrize("fault", ["drop-after", "500"])
def test_an_unknown_that_cannot_be_recorded_names_the_article(blog, medium, monkeypatch, fault):
    """The message must not say that nothing was sent: it may have been."""
    medium.misbehave(fault)

    class Filling(Watched):
        def deliver(self, draft):
            try:
                return self.destination.deliver(draft)
            finally:
                monkeypatch.setattr(os, "replace", no_save)

    with pytest.raises(LedgerError) as caught:
        blog.post(make_article("one"), destination=Filling(blog.destination()))
    monkeypatch.undo()
    assert blog.states == {"one": "posting"}
    assert "“One”" in str(caught.value)


def test_a_ctrl_c_stays_one_where_it_cannot_be_recorded(blog, medium, monkeypatch):
    """A full disk does not swallow an interruption; the posting on disk tells enough."""

    def fail(_draft):
        monkeypatch.setattr(os, "replace", no_save)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        blog.post(make_article("one"), destination=Watched(blog.destination(), before=fail))
    monkeypatch.undo()
    assert blog.states == {"one": "posting"}


def test_a_posting_that_was_left_behind_is_unknown(blog, medium):
    """Whoever takes the lock says what nobody can know, and sends it not again."""
    blog.write(one=at(NOW, state="posting", fingerprint="sha256:one", api=medium.api_url))
    run = blog.post(make_article("one", 1), make_article("two", 2))
    assert blog.states == {"one": "unknown", "two": "posted"}
    assert blog.cells["one"]["reason"] == LEFT_BEHIND
    assert posted_titles(medium) == ["two"]
    assert said(run.outcomes) == {"two": "posted"}
    assert not run.needs_the_author


def test_a_posting_is_settled_even_where_nothing_is_pending(blog, medium):
    """Any run that takes the lock does it."""
    blog.write(one=at(NOW, state="posting", api=medium.api_url))
    blog.post(make_article("one"))
    assert blog.states == {"one": "unknown"}
    assert medium.requests == []


@pytest.mark.parametrize("state", ["posted", "unknown", "skipped"])
@pytest.mark.parametrize("only", [(), ("one",)])
def test_what_the_ledger_knows_is_not_sent_again(blog, medium, state, only):
    """Also not where it was edited, and not where somebody names it."""
    cell = at(NOW, state=state, fingerprint="sha256:before", api=medium.api_url)
    blog.write(one={"state": "skipped", "why": "by hand"} if state == "skipped" else cell)
    assert blog.post(make_article("one"), only=only).outcomes == []
    assert tries(medium) == []


def test_what_was_rejected_is_tried_again_when_it_was_edited(blog, medium):
    """The same text would be refused again; another one may be taken."""
    medium.misbehave("400")
    article = make_article("one")
    [outcome] = blog.post(article).outcomes
    assert blog.cells["one"]["reason"] == outcome.reason
    assert "400" in outcome.reason
    assert blog.post(article).outcomes == []
    assert len(tries(medium)) == 1
    edited = replace(article, fingerprint="sha256:edited")
    assert said(blog.post(edited).outcomes) == {"one": "posted"}
    assert len(tries(medium)) == 2
    assert "reason" not in blog.cells["one"]
    assert blog.cells["one"]["fingerprint"] == "sha256:edited"


# The sandbox and Medium


@pytest.mark.parametrize("state", ["posting", "posted", "unknown", "rejected"])
def test_a_sandbox_run_leaves_mediums_cells_alone(blog, medium, state):
    """Trying out the sandbox with the real ledger changes nothing that Medium knows."""
    cell = at(NOW, state=state, fingerprint="sha256:before")
    blog.write(one=cell)
    before = blog.path.read_bytes()
    assert blog.post(make_article("one")).outcomes == []
    assert blog.path.read_bytes() == before
    assert tries(medium) == []


def test_for_medium_a_sandboxs_cells_are_absent(real_blog):
    """What was tried out goes to Medium all the same; the real cell replaces the other."""
    sandboxes = {"api": "http://127.0.0.1:8989/v1"}
    states = ("posting", "posted", "unknown", "rejected")
    real_blog.write(**{state: at(NOW, state=state) | sandboxes for state in states})
    pretended = Pretended()
    real_blog.post(*[make_article(state) for state in states], destination=pretended)
    assert sorted(pretended.keys) == sorted(states)
    assert set(real_blog.states.values()) == {"posted"}
    assert all("api" not in cell for cell in real_blog.cells.values())


@pytest.mark.parametrize(
    "error", [NotSent("no"), FateUnknown("perhaps")], ids=["not sent", "unknown"]
)
def test_mediums_cells_are_written_without_an_api(real_blog, error):
    """A failure for Medium is Medium's, too; what a sandbox said comes back if nothing was sent."""
    sandboxes = at(NOW, api="http://127.0.0.1:8989/v1")
    real_blog.write(one=sandboxes)
    real_blog.post(make_article("one"), destination=Pretended(error))
    if isinstance(error, NotSent):
        assert real_blog.cells == {"one": sandboxes}
    else:
        assert real_blog.states == {"one": "unknown"}
        assert "api" not in real_blog.cells["one"]


# Whose entry it is


def test_an_article_goes_under_the_key_of_its_entry(blog, medium):
    """A slug that changed since is the same article: its entry is kept, not doubled."""
    data = {"version": 1, "articles": {"old": {"source_path": "new.md"}}}
    blog.path.write_text(json.dumps(data), "utf-8")
    blog.post(make_article("new"))
    assert posted_titles(medium) == ["new"]
    assert blog.states == {"old": "posted"}
    assert blog.post(make_article("new")).outcomes == []


def test_only_what_has_a_body_is_pending(blog):
    """An article of the index without its text cannot be sent."""
    box = make_outbox(make_article("one"), make_article("two"))
    box = replace(box, bodies={"two": box.bodies["two"]})
    waiting = queue.of(box, Ledger(blog.path).read(), blog.settings).waiting
    assert [article.key for article in waiting] == ["two"]


# The rehearsal


def test_a_rehearsal_sends_nothing_and_tells_no_lie(blog, medium):
    """What a dry run shows is, byte for byte, what is then sent."""
    blog.more = {
        "MEDIUM_PUBLISH_STATUS": "unlisted",
        "MEDIUM_BACKDATE": True,
        "MEDIUM_LICENSE": "cc-40-by",
        "MEDIUM_TAG_MAP": {"sand": "Dunes"},
    }
    articles = [
        make_article(
            "one", 1, title="Zoë &amp; <em>me</em>", content='<h2>x</h2><a href="/y">y</a>'
        ),
        make_article("odd", 2, metadata={"medium_status": "secret"}),
        make_article("two", 3, tags=("a" * 30, "b", "c", "d", "e")),
    ]
    box, before = make_outbox(*articles), blog.path.read_bytes()
    rows = rehearsed(blog, box)
    assert medium.requests == []
    assert blog.path.read_bytes() == before
    assert [(outcome.key, outcome.state) for outcome, _ in rows] == [
        ("one", "pending"),
        ("odd", "held"),
        ("two", "pending"),
    ]
    run = blog.post(box)
    assert medium.bodies == [post_body(draft) for _, draft in rows if draft]
    notes = {outcome.key: outcome.notes for outcome in run.outcomes}
    assert notes == {outcome.key: outcome.notes for outcome, _ in rows}
    assert len(notes["two"]) == 2


@pytest.mark.parametrize(
    ("caps", "only", "carried"),
    [
        ({}, (), []),
        ({"MEDIUM_MAX_POSTS_PER_RUN": 2}, (), ["a3"]),
        ({"MEDIUM_MAX_POSTS_PER_RUN": 1}, ("a2", "a3"), []),
        ({"MEDIUM_DAILY_LIMIT": 2}, (), ["a2", "a3"]),
        ({"MEDIUM_DAILY_LIMIT": 2}, ("a2", "a3"), ["a3"]),
        ({"MEDIUM_DAILY_LIMIT": 1}, (), ["a1", "a2", "a3"]),
    ],
)
def test_a_rehearsal_knows_the_caps(blog, medium, caps, only, carried):
    """It names what would be carried over, as the run then does; held articles do not count."""
    blog.more = caps
    blog.write(old=at(datetime.now(UTC), api=medium.api_url))
    articles = [make_article(f"a{day}", day) for day in (1, 2, 3)]
    box = make_outbox(make_article("odd", 0, metadata={"medium_status": "x"}), *articles)
    rows = rehearsed(blog, box, only)
    assert [o.key for o, _ in rows if o.reason and "carried over" in o.reason] == carried
    run = blog.post(box, only=only)
    assert [o.key for o in run.outcomes if o.state == "pending" and o.key != "odd"] == carried

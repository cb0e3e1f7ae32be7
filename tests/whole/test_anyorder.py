"""Authors, builds, posts, marks, deaths and answers in any order: the first two promises hold.

Real files, the real loop and Medium's real client; what the client talks to is a function that
counts, and dying is an exception after which nothing can be written any more.
"""

import json
import os
import shutil
import tempfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import count
from pathlib import Path
from unittest import mock

from factories import kept
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from pelican_medium import settings
from pelican_medium.medium.client import Medium
from pelican_medium.model import Article, Response
from pelican_medium.model.errors import MediumError, NeverConnected, NoAnswer
from pelican_medium.plugin import build
from pelican_medium.posting import queue
from pelican_medium.posting import run as crosspost
from pelican_medium.store import marks, outbox
from pelican_medium.store.identity import LONG
from pelican_medium.store.ledger import Ledger

HOST = "https://blog.example/"
API = "http://127.0.0.1:9/v1"
JSON = {"Content-Type": "application/json", "Date": "Sat, 21 Nov 2026 08:00:00 GMT"}

#: What Medium may do with a POST: whether a post comes of it, and what the client hears.
OK, BROKEN = "ok", "broken"
KINDS = {
    "ok": (True, OK),
    "no url": (True, OK),
    "no id": (True, BROKEN),
    "drop after": (True, NoAnswer("reset")),
    "silent": (True, NoAnswer("no answer within 40 s")),
    "ctrl-c after": (True, KeyboardInterrupt()),
    "defect after": (True, ZeroDivisionError()),
    "drop before": (False, NoAnswer("reset")),
    "ctrl-c before": (False, KeyboardInterrupt()),
    "500": (False, 500),
    "302": (False, 302),
    "refused": (None, NeverConnected("refused")),
    "429": (None, 429),
    "429 short": (None, 429),
    "401": (None, 401),
    "403": (None, 403),
    "400": (None, 400),
    "422": (None, 422),
}


class Death(BaseException):
    """The process is gone: whatever wants to write afterwards is gone with it."""


@dataclass
class Mortality:
    """Counts what leaves a trace, and dies before the n-th of it; for good."""

    left: int | None = None
    dead: bool = False

    def step(self):
        if self.left is not None:
            self.left -= 1
            self.dead = self.dead or self.left < 0
        if self.dead:
            raise Death

    def before(self, real):
        def act(*arguments, **more):
            self.step()
            return real(*arguments, **more)

        return act


@contextmanager
def living(steps):
    """Let the code inside live for a number of steps, or for ever."""
    one = Mortality(steps)
    with (
        mock.patch.object(os, "fsync", one.before(lambda _descriptor: None)),
        mock.patch.object(os, "replace", one.before(os.replace)),
        mock.patch.object(os, "unlink", one.before(os.unlink)),
        mock.patch.object(shutil, "copy2", one.before(shutil.copy2)),
        mock.patch.object(tempfile, "mkstemp", one.before(tempfile.mkstemp)),
    ):
        yield one


@dataclass
class Living:
    """An article as its author sees it: whatever it is called today, it stays this one."""

    name: str
    slug: str
    category: str
    version: int = 1
    changed: bool = True

    @property
    def url(self):
        return f"{HOST}{self.category}/{self.slug}.html"


class Server:
    """A Medium that counts: what it created, and how often a post may have come of it."""

    def __init__(self):
        self.created = []
        self.risked = Counter()
        self.answers = []
        self.mortality = Mortality()

    def send(self, request):
        self.mortality.step()
        if request.method == "GET":
            return Response(200, JSON, b'{"data": {"id": "me", "username": "me"}}')
        name = json.loads(request.body)["title"]
        kind = self.answers.pop(0) if self.answers else "ok"
        makes, said = KINDS[kind]
        self.risked[name] += makes is not None
        if makes:
            self.created.append(name)
        self.mortality.step()
        if isinstance(said, BaseException):
            raise said
        return self.answer(kind, said)

    def answer(self, kind, said):
        if said in {OK, BROKEN}:
            number = f"{len(self.created):012x}"
            fields = {"id": number, "url": f"https://medium.com/@me/{number}"}
            fields = {k: v for k, v in fields.items() if kind != f"no {k}"}
            return Response(201, JSON, json.dumps({"data": fields}).encode())
        headers = JSON | ({"Retry-After": "1"} if kind == "429 short" else {})
        return Response(said, headers, b'{"errors": [{"message": "no", "code": -1}]}')


class AnyOrder(RuleBasedStateMachine):
    """One site, its files and its Medium."""

    @initialize(has_text=st.booleans())
    def start(self, has_text):
        self.has_text = has_text
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "medium_ledger.json"
        self.path.write_text('{"version": 1, "articles": {}}', "utf-8")
        self.server, self.numbers = Server(), count()
        self.articles: dict[str, Living] = {}
        self.allowed = Counter()
        self.forgotten = set()
        for slug in "ab":
            self.write(slug, "x")

    def teardown(self):
        if hasattr(self, "folder"):
            self.heal()
            shutil.rmtree(self.folder)

    @cached_property
    def settings(self):
        pelican = {
            "PATH": str(self.folder / "content"),
            "OUTPUT_PATH": str(self.folder / "output"),
            "SITEURL": HOST,
            "MEDIUM_DAILY_LIMIT": 0,
            "MEDIUM_MAX_POSTS_PER_RUN": 2,
        }
        environ = {"MEDIUM_API_URL": API, "MEDIUM_INTEGRATION_TOKEN": "x" * 20}
        return settings.read(pelican, environ)

    # The author

    @precondition(lambda self: len(self.articles) < 4)
    @rule(slug=st.sampled_from("abc"), category=st.sampled_from("xy"))
    def write(self, slug, category):
        number = next(self.numbers)
        self.articles[f"{number}.md"] = Living(f"Article {number}", slug, category)
        self.allowed[f"Article {number}"] = 1

    @precondition(lambda self: self.articles)
    @rule(pick=st.integers(0, 3))
    def edit(self, pick):
        paths = sorted(self.articles)
        self.articles[paths[pick % len(paths)]].version += 1

    @precondition(lambda self: self.unchanged())
    @rule(slug=st.sampled_from("abc"), pick=st.integers(0, 3))
    def rename(self, slug, pick):
        one = self.articles[self.pick(pick)]
        one.slug, one.changed = slug, True

    @precondition(lambda self: self.unchanged())
    @rule(pick=st.integers(0, 3))
    def change_permalink(self, pick):
        one = self.articles[self.pick(pick)]
        one.category, one.changed = "y" if one.category == "x" else "x", True

    @precondition(lambda self: self.unchanged())
    @rule(pick=st.integers(0, 3))
    def move(self, pick):
        one = self.articles.pop(self.pick(pick))
        one.changed = True
        self.articles[f"{next(self.numbers)}.md"] = one

    def unchanged(self):
        """Return the articles whose present name a whole build has seen."""
        return sorted(path for path, one in self.articles.items() if not one.changed)

    def pick(self, number):
        return self.unchanged()[number % len(self.unchanged())]

    # The machine

    def can_be_built(self):
        """Pelican refuses to write two articles to one address."""
        return len({one.url for one in self.articles.values()}) == len(self.articles)

    def collected(self):
        return [
            Article(
                key="",
                title=one.name,
                date=datetime(2026, 1, 1, tzinfo=UTC),
                lang="en",
                canonical_url=one.url,
                source_path=path,
                fingerprint=f"{one.name} v{one.version}",
                text=one.name if self.has_text else "",
                letters=LONG if self.has_text else 0,
                slug=one.slug,
                base_url=one.url,
                content="<p>Text.</p>",
            )
            for path, one in sorted(self.articles.items())
        ]

    @precondition(can_be_built)
    @rule(steps=st.none() | st.integers(0, 12))
    def build_site(self, steps):
        one = self.settings
        try:
            with living(steps):
                found, _ = kept(Ledger(one.ledger), self.collected(), one)
                outbox.write(one.outbox, build.fill_outbox(found, one))
        except Death:
            return
        for article in self.articles.values():
            article.changed = False
        told = {a.source_path for a in (*found.articles, *found.settled.articles())}
        told |= {conflict.article.source_path for conflict in found.conflicts}
        assert told == set(self.articles), "an article was lost"

    @precondition(lambda self: self.settings.outbox.exists())
    @rule(
        answers=st.lists(st.sampled_from(sorted(KINDS)), max_size=4),
        steps=st.none() | st.integers(0, 40),
        announces=st.sampled_from([None, True, False]),
    )
    def post(self, answers, steps, announces):
        self.server.answers = list(answers)
        self.run(steps, announces)

    def run(self, steps=None, announces=None):
        one = self.settings

        def announce():
            if not announces:
                raise MediumError("a defect of a caller")

        medium = Medium(self.server.send, API, pause=lambda _seconds: None)
        try:
            with living(steps) as mortality:
                self.server.mortality = mortality
                ledger = Ledger(one.ledger)
                return crosspost.post(
                    queue.of(outbox.read(one.outbox), ledger.read(), one),
                    ledger,
                    one,
                    medium,
                    report=lambda _outcome: mortality.step(),
                    wait=lambda _seconds: None,
                    after_save=None if announces is None else announce,
                )
        except (Death, KeyboardInterrupt, ZeroDivisionError, MediumError):
            return None

    # A person

    @precondition(lambda self: self.entries())
    @rule(pick=st.integers(0, 5), state=st.sampled_from(marks.STATES))
    def mark(self, pick, state):
        """Say that it is so; who says pending allows one more post of that article."""
        keys = sorted(self.entries())
        key = keys[pick % len(keys)]
        name = self.name_of(key)
        said = marks.Mark(state, datetime.now(UTC), api=API)
        with living(None), Ledger(self.path).locked():
            Ledger(self.path).change(lambda book: marks.apply(book, [key], said, None))
        if name and state == "pending":
            self.allowed[name] += 1
        self.forgotten.add(name)

    def entries(self):
        return json.loads(self.path.read_text("utf-8"))["articles"]

    def name_of(self, key):
        return self.entries()[key].get("title")

    # What holds after every step

    @invariant()
    def nothing_twice(self):
        for name, risked in self.server.risked.items():
            assert risked <= self.allowed[name], f"{name} was sent twice"

    @invariant()
    def what_was_sent_is_in_the_ledger(self):
        states = {
            entry["title"]: entry.get("medium", {}).get("state")
            for entry in self.entries().values()
        }
        for name in set(self.server.risked) - self.forgotten:
            if self.server.risked[name]:
                assert states.get(name) in {"posting", "posted", "unknown"}, name

    @invariant()
    def each_article_has_one_entry(self):
        titles = [entry["title"] for entry in self.entries().values()]
        assert len(titles) == len(set(titles))

    def heal(self):
        """End well: once nothing fails any more, each article is posted, or named as unclear."""
        if not self.can_be_built() or not self.articles:
            return
        self.server.answers = []
        self.build_site(None)
        for _ in range(3):
            self.run()
        self.nothing_twice()
        one = self.settings
        box, book = outbox.read(one.outbox), Ledger(one.ledger).read()
        assert queue.of(box, book, one).waiting == ()
        named = {entry["title"] for entry in self.entries().values() if entry.get("medium")}
        refused = {a.title for a in box.index if a.key in box.held}
        assert {a.name for a in self.articles.values()} <= named | refused | self.in_conflict()

    def in_conflict(self):
        found, _ = kept(Ledger(self.path), self.collected(), self.settings)
        return {conflict.article.title for conflict in found.conflicts}


AnyOrder.TestCase.__doc__ = """Nothing goes twice and nothing is lost, in any order."""
AnyOrder.TestCase.settings = hypothesis_settings(
    max_examples=120, stateful_step_count=30, deadline=None, report_multiple_bugs=False
)
TestAnyOrder = AnyOrder.TestCase

"""Makes what many tests start from: articles, outboxes, and a blog with its ledger."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pelican_medium import settings
from pelican_medium.model import Article, Receipt
from pelican_medium.plugin import build
from pelican_medium.plugin.collect import Collected
from pelican_medium.posting import queue
from pelican_medium.posting import run as crosspost
from pelican_medium.posting.destination import to_medium
from pelican_medium.sandbox import SANDBOX_TOKEN
from pelican_medium.store.book import stamp
from pelican_medium.store.ledger import Ledger
from pelican_medium.store.outbox import Outbox

NOW = datetime(2030, 6, 1, 12, 0, tzinfo=UTC)


def make_article(key="one", day=1, **more):
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


class Built(Collected):
    """A build's articles, of which everything is known already."""

    def __init__(self, *articles):
        super().__init__()
        self.add(articles, "https://blog.example", "en")
        self.keep(articles)

    def whole(self, article):
        return article

    with_text = whole


def kept(ledger, articles, settings):
    """Bring a ledger up to date with a build of these articles; what `keep_books` says."""
    return build.keep_books(ledger, build.looking_at(Built(*articles), settings), settings.api)


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
        given = self.settings
        return crosspost.post(
            queue.of(box, Ledger(self.path).read(), given),
            Ledger(self.path),
            given,
            destination or to_medium(given),
            **options,
        )


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


def said(outcomes):
    return {outcome.key: outcome.state for outcome in outcomes}


def posted_titles(medium):
    return [body["title"].lower() for body in medium.bodies]


def tries(medium):
    return [seen["path"] for seen in medium.requests if seen["method"] == "POST"]


def at(moment, **more):
    return {"state": "posted", "by": "api", "at": stamp(moment)} | more


def hasty(blog):
    """Return Medium as a destination that makes no pauses between its GETs."""
    from pelican_medium.medium.client import Medium
    from pelican_medium.medium.transport import Transport

    one = blog.settings
    line = Transport(timeout=one.timeout, token=one.token, api_url=one.api_url)
    return Medium(line.send, one.api_url, pause=lambda _seconds: None)

"""What looking at live pictures costs beside the posts it must come before.

Twenty articles with five live pictures each are posted to a stand-in Medium, and then the same
articles without their pictures; every host answers after 100 ms. The limit: with pictures it
takes at most 1.5 times as long. The exit status is 1 where it is missed.
"""

from __future__ import annotations

import argparse
import http.server
import json
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pelican_medium import settings
from pelican_medium.model import Article
from pelican_medium.posting import queue
from pelican_medium.posting import run as crosspost
from pelican_medium.posting.destination import to_medium
from pelican_medium.sandbox.cast import USER_ID
from pelican_medium.store.ledger import Ledger
from pelican_medium.store.outbox import Outbox

MOST = 1.5
ARTICLES = 20
PICTURES = 5
LATENCY = 0.1

_PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


class _Slow(http.server.BaseHTTPRequestHandler):
    """Answers everything after the latency: as Medium, or as a host of pictures."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        """Have any picture."""
        self._answer(200, "image/png", _PNG, whole=False)

    def do_GET(self) -> None:
        """Say whose token it is."""
        self._answer(200, "application/json", _json({"id": USER_ID, "username": "me"}))

    def do_POST(self) -> None:
        """Create a post, without fetching its pictures: that is the same in both runs."""
        self.rfile.read(int(self.headers["Content-Length"]))
        data = {"id": "e6f36a", "url": "https://medium.com/p/e6f36a", "publishStatus": "draft"}
        self._answer(201, "application/json", _json(data))

    def _answer(self, status: int, kind: str, body: bytes, *, whole: bool = True) -> None:
        time.sleep(LATENCY)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if whole:
            self.wfile.write(body)


def _json(data: dict[str, str]) -> bytes:
    return json.dumps({"data": data}).encode()


@contextmanager
def _serving() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _article(number: int, host: str, pictures: int) -> Article:
    shown = "".join(f'<p><img src="{host}/{number}/{n}.png"></p>' for n in range(pictures))
    return Article(
        key=f"a{number}",
        title=f"Article {number}",
        date=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number),
        lang="en",
        canonical_url=f"{host}/a{number}.html",
        source_path=f"a{number}.md",
        fingerprint=f"sha256:{number}",
        base_url=f"{host}/a{number}.html",
        content=f"<p>Words.</p>{shown}",
    )


def measure(pictures: int) -> float:
    """Return the seconds it takes to post the articles with so many pictures each."""
    with tempfile.TemporaryDirectory() as name, _serving() as api, _serving() as host:
        folder = Path(name)
        (folder / "medium_ledger.json").write_text('{"version": 1, "articles": {}}')
        site = {"PATH": f"{name}/content", "OUTPUT_PATH": f"{name}/output", "SITEURL": host}
        caps = {"MEDIUM_MAX_POSTS_PER_RUN": 0, "MEDIUM_DAILY_LIMIT": 0}
        environ = {"MEDIUM_API_URL": f"{api}/v1", "MEDIUM_INTEGRATION_TOKEN": "x"}
        checked = settings.read(site | caps, environ)
        articles = tuple(_article(number, host, pictures) for number in range(ARTICLES))
        bodies = {article.key: article for article in articles}
        box = Outbox(datetime.now(UTC), host, "output", "medium_ledger.json", articles, bodies)
        began = time.perf_counter()
        run = crosspost.post(
            queue.of(box, Ledger(checked.ledger).read(), checked),
            Ledger(checked.ledger),
            checked,
            to_medium(checked),
            report=lambda _: None,
        )
        took = time.perf_counter() - began
    if len(run.in_state("posted")) != ARTICLES:
        raise SystemExit(f"not all were posted: {run.stopped or run.outcomes}")
    return took


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="of which the best counts")
    rounds = parser.parse_args(arguments).rounds
    measure(0)  # everything is imported after this
    pairs = [(measure(0), measure(PICTURES)) for _ in range(rounds)]
    plain, with_pictures = min(p for p, _ in pairs), min(w for _, w in pairs)
    ratio = with_pictures / plain
    verdict = "holds" if ratio <= MOST else "MISSED"
    spread = ", ".join(f"{w / p:.2f}" for p, w in pairs)
    print(
        f"{ARTICLES} articles × {PICTURES} live pictures, {LATENCY * 1000:.0f} ms: "
        f"{with_pictures:.2f} s, without pictures {plain:.2f} s: {ratio:.2f} "
        f"(limit {MOST}, {verdict}; single rounds {spread})"
    )
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())

"""What posting costs beside the POSTs themselves, with live pictures and with uploaded ones.

Fifty articles with five pictures each are posted to a stand-in Medium; every host answers after
100 ms. What the POSTs took by themselves is what the stand-in measured of them, in the same run.
On a ledger of 5,000 entries, a hundred posts are held against fifty.
"""

from __future__ import annotations

import argparse
import hashlib
import http.server
import json
import resource
import struct
import sys
import tempfile
import threading
import time
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from results import Result, spread, table

from pelican_medium import settings
from pelican_medium.model import Article
from pelican_medium.posting import queue
from pelican_medium.posting import run as crosspost
from pelican_medium.posting.destination import to_medium
from pelican_medium.sandbox.cast import USER_ID
from pelican_medium.store.ledger import Ledger
from pelican_medium.store.outbox import Outbox

#: Times the POSTs' own time; and what a hundred posts may take, times what fifty take.
MOST_LIVE, MOST_UPLOADED, MOST_GROWTH = 1.15, 1.3, 2.2
#: Megabytes that a hundred posts may take more than fifty.
MOST_MEMORY = 2.0

ARTICLES, PICTURES, LATENCY, ENTRIES = 50, 5, 0.1, 5_000


def _png(number: int) -> bytes:
    """Return a whole picture of one pixel, of another colour for each number."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\0" + number.to_bytes(3, "big"))
    chunks = (_chunk(b"IHDR", head), _chunk(b"IDAT", pixel), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


_PNG = _png(0)


#: What each kind of POST took in the stand-in, in seconds.
_posting: dict[str, float] = defaultdict(float)
_delay = [LATENCY]


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
        start = time.perf_counter()
        md5 = hashlib.md5(self.rfile.read(int(self.headers["Content-Length"]))).hexdigest()  # noqa: S324 - an identity
        image = self.path.endswith("/images")
        address = f"https://cdn-images-1.medium.com/{md5}" if image else "https://medium.com/p/e6f3"
        data = {"id": "e6f3", "url": address, "publishStatus": "draft", "md5": md5}
        self._answer(201, "application/json", _json(data))
        _posting["images" if image else "posts"] += time.perf_counter() - start

    def _answer(self, status: int, kind: str, body: bytes, *, whole: bool = True) -> None:
        time.sleep(_delay[0])
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
        date=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=number),
        lang="en",
        canonical_url=f"{host}/a{number}.html",
        source_path=f"a{number}.md",
        fingerprint=f"sha256-2:{number}",
        base_url=f"{host}/a{number}.html",
        content=f"<p>Words.</p>{shown}",
    )


def _ledger(folder: Path, entries: int) -> None:
    old = {
        f"old{n}": {"title": f"Old {n}", "medium": {"state": "skipped", "why": "before first use"}}
        for n in range(entries)
    }
    data = {"version": 1, "default_lang": "en", "since": "2025-01-01", "articles": old}
    (folder / "medium_ledger.json").write_text(json.dumps(data))


def _files(folder: Path, count: int, pictures: int) -> None:
    """Write a picture of its own for each place, so that each is uploaded."""
    for number in range(count):
        (folder / "output" / str(number)).mkdir(parents=True)
        for n in range(pictures):
            (folder / f"output/{number}/{n}.png").write_bytes(_png(number * pictures + n))


def measure(count: int, pictures: int, images: str, entries: int = 0) -> tuple[float, float]:
    """Post so many articles with so many pictures each.

    Returns:
        The seconds it took, and those the POSTs of articles took by themselves.
    """
    _posting.clear()
    with tempfile.TemporaryDirectory() as name, _serving() as api, _serving() as host:
        folder = Path(name)
        _ledger(folder, entries)
        _files(folder, count if images == "upload" else 0, pictures)
        site = {"PATH": f"{name}/content", "OUTPUT_PATH": f"{name}/output", "SITEURL": host}
        caps = {"MEDIUM_MAX_POSTS_PER_RUN": 0, "MEDIUM_DAILY_LIMIT": 0, "MEDIUM_IMAGES": images}
        environ = {"MEDIUM_API_URL": f"{api}/v1", "MEDIUM_INTEGRATION_TOKEN": "x"}
        checked = settings.read(site | caps, environ)
        articles = tuple(_article(number, host, pictures) for number in range(count))
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
    if len(run.in_state("posted")) != count:
        held = run.in_state("held")
        raise SystemExit(f"not all were posted: {run.stopped or (held and held[0].reason)}")
    return took, _posting["posts"]


def _beside_the_posts(images: str, limit: float, rounds: int) -> Result:
    pairs = [measure(ARTICLES, PICTURES, images) for _ in range(rounds)]
    took, own = min(pairs, key=lambda pair: pair[0] / pair[1])
    how = "live" if images == "auto" else "uploaded"
    ratios = [whole / alone for whole, alone in pairs]
    return Result(
        f"posting {ARTICLES} articles × {PICTURES} {how} pictures, against their POSTs",
        took / own,
        limit,
        f"{took:.1f} s, the POSTs {own:.1f} s; rounds {spread(ratios)}",
    )


def _growth(rounds: int) -> Iterator[Result]:
    _delay[0] = 0.0
    try:
        measure(5, 0, "auto", ENTRIES)
        pairs: list[tuple[float, float]] = []
        peaks: list[float] = []
        for _ in range(rounds):
            fifty = measure(50, 0, "auto", ENTRIES)[0]
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            hundred = measure(100, 0, "auto", ENTRIES)[0]
            pairs.append((fifty, hundred))
            peaks.append((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
    finally:
        _delay[0] = LATENCY
    fifty, hundred = min(f for f, _ in pairs), min(h for _, h in pairs)
    what = f"100 posts on a ledger of {ENTRIES:,}, against 50"
    ratios = [h / f for f, h in pairs]
    yield Result(
        what,
        hundred / fifty,
        MOST_GROWTH,
        f"{hundred:.2f} s, {fifty:.2f} s; rounds {spread(ratios)}",
    )
    yield Result("  memory they take more", min(peaks), MOST_MEMORY, "peak", "MB")


def results(rounds: int = 3) -> list[Result]:
    """Measure all of it."""
    measure(1, 0, "auto")  # everything is imported after this
    return [
        _beside_the_posts("auto", MOST_LIVE, rounds),
        _beside_the_posts("upload", MOST_UPLOADED, rounds),
        *_growth(rounds),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="of which the best counts")
    found = results(parser.parse_args(arguments).rounds)
    print(table(found))
    return int(any(one.verdict == "MISSED" for one in found))


if __name__ == "__main__":
    sys.exit(main())

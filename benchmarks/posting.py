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
import multiprocessing
import os
import struct
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from results import Result, peak_mb, spread, table

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


#: What the POSTs of articles took in the stand-in, in seconds. It is a process of its own, so that
#: it does not share a thread with what is measured.
_forked = multiprocessing.get_context("fork")
_posting = _forked.Value("d", 0.0)
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
        if not image:
            with _posting.get_lock():
                _posting.value += time.perf_counter() - start

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
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Slow) as server:
        process = _forked.Process(target=server.serve_forever, daemon=True)
        process.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            process.kill()
            process.join()


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


@dataclass(frozen=True, slots=True)
class Posting:
    """What one run took, in seconds.

    Attributes:
        took: from start to end.
        own: what the POSTs of articles took by themselves, in the stand-in.
        disk: how long the run waited for the disk, which has each step before the next one.
        cpu: what it took of the processor.
    """

    took: float
    own: float
    disk: float
    cpu: float


def _synced(descriptor: Any) -> None:
    start = time.perf_counter()
    _fsync(descriptor)
    _disk[0] += time.perf_counter() - start


_fsync, _disk = os.fsync, [0.0]


def measure(count: int, pictures: int, images: str, entries: int = 0) -> Posting:
    """Post so many articles with so many pictures each."""
    _posting.value = _disk[0] = 0.0
    os.fsync = _synced  # type: ignore[assignment]
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
        began, cpu = time.perf_counter(), time.process_time()
        run = crosspost.post(
            queue.of(box, Ledger(checked.ledger).read(), checked),
            Ledger(checked.ledger),
            checked,
            to_medium(checked),
            report=lambda _: None,
        )
        took, cpu = time.perf_counter() - began, time.process_time() - cpu
    if len(run.in_state("posted")) != count:
        held = run.in_state("held")
        raise SystemExit(f"not all were posted: {run.stopped or (held and held[0].reason)}")
    return Posting(took, _posting.value, _disk[0], cpu)


def _beside_the_posts(images: str, limit: float, rounds: int) -> Iterator[Result]:
    runs = [measure(ARTICLES, PICTURES, images) for _ in range(rounds)]
    best = min(runs, key=lambda run: run.took / run.own)
    how = "live" if images == "auto" else "uploaded"
    ratios = [run.took / run.own for run in runs]
    yield Result(
        f"posting {ARTICLES} articles × {PICTURES} {how} pictures, against their POSTs",
        best.took / best.own,
        limit,
        f"{best.took:.1f} s, the POSTs {best.own:.1f} s; rounds {spread(ratios)}",
    )
    rest = (best.took - best.disk) / best.own
    remark = f"the disk {best.disk:.1f} s; CPU {best.cpu:.1f} s, mostly meanwhile"
    yield Result("  but for the waits for the disk", rest, None, remark)


def _growth(rounds: int) -> Iterator[Result]:
    _delay[0] = 0.0
    try:
        measure(5, 0, "auto", ENTRIES)
        pairs: list[tuple[float, float]] = []
        peaks: list[float] = []
        for _ in range(rounds):
            fifty = measure(50, 0, "auto", ENTRIES).cpu
            before = peak_mb()
            hundred = measure(100, 0, "auto", ENTRIES).cpu
            pairs.append((fifty, hundred))
            peaks.append(peak_mb() - before)
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
        *_beside_the_posts("auto", MOST_LIVE, rounds),
        *_beside_the_posts("upload", MOST_UPLOADED, rounds),
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

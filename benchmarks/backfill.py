"""How much memory the outbox of a backfill takes: 5,000 articles that are all to be sent.

Each measurement is a process of its own, beside one that only imports the same modules.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from results import Result, table

ARTICLES = 5_000

#: The largest article here, in megabytes, and the room the design gives beside four of it.
LARGEST, ROOM = 1.0, 40.0

_HEAD = f"""
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from results import peak_mb
from pelican_medium.model import Article
from pelican_medium import settings
from pelican_medium.posting import queue
from pelican_medium.store import outbox
from pelican_medium.store.book import Book
path, count = Path(sys.argv[1]), int(sys.argv[2])
def article(number):
    size = {int(LARGEST * 1_000_000)} if number == 7 else 10_000
    return Article(key=f"a{{number}}", title=f"Article {{number}}", lang="en",
        date=datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=number),
        canonical_url=f"https://e.example/a{{number}}.html", source_path=f"a{{number}}.md",
        fingerprint=f"sha256-2:{{number}}", content="x" * size)
"""
_TAIL = "\nprint(peak_mb())\n"


def peak(body: str, path: Path, count: int) -> float:
    """Return the most memory a process took that does this, in megabytes."""
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", _HEAD + body + _TAIL, str(path), str(count)],
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout.splitlines()[-1])


_WRITE = """
articles = [article(number) for number in range(count)]
box = outbox.Outbox(datetime.now(UTC), "https://e.example", "output", "medium_ledger.json",
    tuple(articles), {one.key: one for one in articles})
outbox.write(path, box)
"""
_READ = """
site = {"PATH": "content", "OUTPUT_PATH": "output", "SITEURL": "https://e.example"}
found = queue.of(outbox.read(path), Book(), settings.read(site, {}))
assert sum(len(article.content) for article in found.waiting) > 10_000 * (count - 1)
"""


def results(count: int = ARTICLES) -> list[Result]:
    """Measure writing (over the articles themselves) and reading (over the imports)."""
    most = 4 * LARGEST + ROOM
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "outbox.json"
        nothing = peak("", path, count)
        held = peak("\narticles = [article(n) for n in range(count)]\n", path, count)
        written = peak(_WRITE, path, count)
        read = peak(_READ, path, count)
        size = path.stat().st_size / 1e6
    what = f"outbox of {count:,} articles ({size:.0f} MB)"
    return [
        Result(f"{what}, written", written - held, most, "peak over the articles", "MB"),
        Result(
            f"{what}, read, and what waits seen",
            read - nothing,
            most,
            "peak over the imports",
            "MB",
        ),
    ]


def main() -> int:
    """Measure, print and return the exit status."""
    found = results()
    print(table(found))
    return int(any(one.verdict == "MISSED" for one in found))


if __name__ == "__main__":
    sys.exit(main())

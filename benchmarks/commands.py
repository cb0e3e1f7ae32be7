"""What commands take of the processor: to start, and to show the status of a large site.

Each is run in turn, many times, and the fastest of each counts: a busy machine only ever adds.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from builds import SETTINGS
from results import Result, table

from pelican_medium.model import Article
from pelican_medium.store import ledger_text, outbox
from pelican_medium.store.book import BEFORE_FIRST_USE, Book, Cell
from pelican_medium.store.entries import entry_of

MOST_START, MOST_STATUS = 1.5, 1.5
KNOWN, WAITING = 5_000, 2_000
SITE = "https://bench.example"

COMMAND = str(Path(sys.executable).parent / "pelican-medium")


def seconds(*command: str, folder: Path | None = None) -> float:
    """Return the CPU seconds that a process takes: of waiting for others they tell nothing."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, cwd=folder)  # noqa: S603 - ours
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def start(rounds: int = 25) -> list[Result]:
    """Measure ``--version`` and ``--help`` beside ``python -c "import click"``."""
    commands = {
        "import click": (sys.executable, "-c", "import click"),
        "--version": (COMMAND, "--version"),
        "--help": (COMMAND, "--help"),
    }
    taken = [{name: seconds(*c) for name, c in commands.items()} for _ in range(rounds)]
    best = {name: min(one[name] for one in taken) for name in commands}
    base = best.pop("import click")
    return [
        Result(f"{name}, against import click", took / base, MOST_START, f"{took * 1000:.0f} ms")
        for name, took in best.items()
    ]


def _site(folder: Path, waiting: int) -> Path:
    """Write what a build leaves: a ledger of so many articles, and others that wait."""
    articles = [_article(number) for number in range(KNOWN + waiting)]
    old = Cell("skipped", why=BEFORE_FIRST_USE)
    entries = {one.key: replace(entry_of(one), cell=old) for one in articles[:KNOWN]}
    book = Book(entries, default_lang="en", since="2000-01-01")
    (folder / "medium_ledger.json").write_text(ledger_text.serialise(book), "utf-8")
    (folder / "pelicanconf.py").write_text(f'{SETTINGS}PLUGINS = ["medium"]\n', "utf-8")
    (folder / "content").mkdir()
    box = outbox.Outbox(datetime.now(UTC), SITE, "output", "medium_ledger.json", tuple(articles))
    bodies = {one.key: one for one in articles[KNOWN:]}
    outbox.write(folder / ".medium_outbox.json", replace(box, bodies=bodies))
    return folder


def _article(number: int) -> Article:
    url = f"{SITE}/a{number}.html"
    return Article(
        key=f"a{number}",
        title=f"Article {number}",
        date=datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=number),
        lang="en",
        canonical_url=url,
        source_path=f"a{number}.md",
        fingerprint=f"sha256-2:{number:064}",
        slug=f"a{number}",
        base_url=url,
        content=f"<p>{'some words of text ' * 100}</p>",
        text=f"{number:016}",
        letters=1_500,
    )


def status(rounds: int = 5) -> list[Result]:
    """Measure ``status`` with thousands waiting beside ``status`` with nothing waiting."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        folders = _site(Path(one), 0), _site(Path(two), WAITING)
        taken = [
            [seconds(COMMAND, "status", folder=folder) for folder in folders] for _ in range(rounds)
        ]
    none, many = (min(times) for times in zip(*taken, strict=True))
    what = f"status, {KNOWN:,} known and {WAITING:,} waiting, against nothing waiting"
    return [Result(what, many / none, MOST_STATUS, f"{many:.2f} s, {none:.2f} s")]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and return the exit status."""
    only = list(arguments if arguments is not None else sys.argv[1:])
    found = start() + ([] if only == ["start"] else status())
    print(table(found))
    return int(any(one.verdict == "MISSED" for one in found))


if __name__ == "__main__":
    sys.exit(main())

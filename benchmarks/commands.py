"""How long commands take: to start, and to show the status of a large site.

Each is run in turn, many times, and the fastest of each counts: a busy machine only ever adds.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from builds import SETTINGS, make
from results import Result, table

MOST_START, MOST_STATUS = 1.5, 1.5
KNOWN, WAITING = 5_000, 2_000

COMMAND = str(Path(sys.executable).parent / "pelican-medium")


def seconds(*command: str, folder: Path | None = None) -> float:
    """Return how long a process took, from start to end."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, cwd=folder)  # noqa: S603 - ours
    return time.perf_counter() - start


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
    """Make a site whose ledger knows so many articles, of which some wait, and build it."""
    make(folder, KNOWN + waiting)
    (folder / "pelicanconf.py").write_text(f'{SETTINGS}PLUGINS = ["medium"]\n', "utf-8")
    _build(folder)
    ledger = folder / "medium_ledger.json"
    data = json.loads(ledger.read_text("utf-8"))
    keys = sorted(data["articles"])
    data["articles"] = {key: data["articles"][key] for key in keys[waiting:]}
    data.pop("since", None)  # or what is older than the first use would be held
    data["since"] = "2000-01-01"
    ledger.write_text(json.dumps(data), "utf-8")
    _build(folder)
    return folder


def _build(folder: Path) -> None:
    command = [sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py", "-q"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ours


def status(rounds: int = 5) -> list[Result]:
    """Measure ``status`` with thousands waiting beside ``status`` with nothing waiting."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        folders = _site(Path(one), 0), _site(Path(two), WAITING)
        taken = [[seconds(COMMAND, "status", folder=f) for f in folders] for _ in range(rounds)]
    none, many = (min(column) for column in zip(*taken, strict=True))
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

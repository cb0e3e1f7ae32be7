"""How long the command line takes to start, as a share of ``python -c "import click"``.

    python benchmarks/start.py

Each is run in turn, many times, and the fastest of each counts: a busy machine only ever adds.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 25

COMMAND = Path(sys.executable).parent / "pelican-medium"


def seconds(*command: str) -> float:
    """Return how long a process took, from start to end."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - our own
    return time.perf_counter() - start


def main() -> None:
    """Print the ratios; more than 1.5 is too much."""
    commands = {
        "import click": (sys.executable, "-c", "import click"),
        "--version": (str(COMMAND), "--version"),
        "--help": (str(COMMAND), "--help"),
    }
    rounds = [{name: seconds(*c) for name, c in commands.items()} for _ in range(ROUNDS)]
    best = {name: min(one[name] for one in rounds) for name in commands}
    for name, took in best.items():
        print(f"{name:12}  {took * 1000:6.1f} ms  {took / best['import click']:.2f} x")


if __name__ == "__main__":
    main()

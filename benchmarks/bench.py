"""Everything that is measured, in one table and as JSON: ``make bench``.

Each part runs what it measures and what it is compared with in turn, in the same run; what is
printed are ratios, because machines are shared. The exit status is 1 where a limit is missed.
"""

from __future__ import annotations

import argparse
import compileall
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import backfill
import builds
import cleaning
import commands
import peers
import posting
from articles import articles
from results import Result, as_json, table

import pelican_medium

PARTS: dict[str, Callable[[], list[Result]]] = {
    "cleaning": lambda: cleaning.cost(articles(500), 2),
    "peers": lambda: peers.results(articles(100), cleaning.parse_and_serialise),
    "start": commands.start,
    "posting": lambda: posting.results(2),
    "backfill": backfill.results,
    "builds": builds.results,
    "status": lambda: commands.status(3),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the parts, print the table, write the JSON, return the exit status."""
    parser = argparse.ArgumentParser(prog="make bench", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="only these")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    options = parser.parse_args(arguments)
    # As pip leaves an installed package; ours is linked, and each process would compile it anew.
    compileall.compile_dir(Path(pelican_medium.__file__).parent, quiet=1)
    found: list[Result] = []
    start = time.perf_counter()
    for name in options.parts or PARTS:
        print(f"{name} …", file=sys.stderr, flush=True)
        found += PARTS[name]()
    print(table(found))
    print(f"\nin {time.perf_counter() - start:.0f} s")
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(as_json(found) + "\n", "utf-8")
    return int(any(one.verdict == "MISSED" for one in found))


if __name__ == "__main__":
    sys.exit(main())

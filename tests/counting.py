"""Runs a command as it is and counts what it does, for tests that hold counts instead of times.

    python counting.py COUNTS MODULE ARGUMENT…

Reads, writes and connections are counted where Python itself tells of them (PEP 578), so that no
way round a function of ours is missed.
"""

import atexit
import json
import os
import runpy
import sys
from collections import Counter
from pathlib import Path

LEDGER, OUTBOX = "medium_ledger.json", ".medium_outbox.json"

#: What a build with nothing new has no use for.
HEAVY = ("bs4", "requests", "flask", "click", "filelock", "lxml")

counts: Counter = Counter()


def notice(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        name = Path(path).name if isinstance(path, str) else ""
        written = (flags or 0) & (os.O_WRONLY | os.O_RDWR) or (mode and set(mode) & set("wax+"))
        if name in {LEDGER, OUTBOX} and not written:
            counts[f"{name} read"] += 1
    elif event == "os.rename":
        name = Path(arguments[1]).name
        if name in {LEDGER, OUTBOX}:
            counts[f"{name} written"] += 1
    elif event == "socket.connect":
        counts["connections"] += 1


def count_calls(module, name, label):
    real = getattr(module, name)

    def counted(*arguments, **named):
        counts[label] += 1
        return real(*arguments, **named)

    setattr(module, name, counted)


def tell(path):
    counts["heavy"] = sorted(set(HEAVY) & set(sys.modules))
    Path(path).write_text(json.dumps(counts), "utf-8")


def main():
    path, module = sys.argv[1:3]
    sys.argv = sys.argv[2:]
    from pelican_medium.store import ledger

    count_calls(ledger, "parse", "parses of the ledger")
    count_calls(os, "fsync", "fsyncs")
    sys.addaudithook(notice)
    atexit.register(tell, path)
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()

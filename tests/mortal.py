"""Runs our commands in processes that die where they are told to; a helper for test_crash.py.

A process that has imported everything once forks for each run, so that a run costs a few
hundredths of a second. It reads one order (JSON) a line and writes one report (JSON) a line.
"""

import functools
import gc
import importlib
import itertools
import json
import os
import signal
import sys
import tempfile
import threading
import traceback
from pathlib import Path

from kept_templates import keep

#: Calls into C before which a process may die: those that leave a trace outside, or wait for one.
CALLS = {
    "chmod", "connect", "flock", "flush", "fsync", "link", "open", "recv_into", "rename", "replace",
    "send", "sendall", "shutdown", "unlink",
}  # fmt: skip

#: Modules each line of which is a moment to be interrupted at.
ROOM = ("delivery", "loop", "recorder", "run", "waits")
LINES = (
    *(f"posting/{name}.py" for name in ROOM),
    *("store/disk.py", "store/ledger.py", "medium/client.py"),
)

#: What a run imports only when it needs it.
OURS = "cli.outcomes cli.post cli.progress draft medium.client medium.transport medium.visit"
OURS += " pictures.forecasting pictures.preparing plugin.build posting.aftersave posting.run"
OURS += " store.marks"
LAZY = [
    *(
        "bs4.builder._lxml",
        "concurrent.futures.thread",
        "filelock",
        "markdown",
        "pelican.settings",
        "requests",
    ),
    *(f"pelican_medium.{name}" for name in OURS.split()),
]


class Steps:
    """Counts steps from the moment the posting begins, and dies at one of them."""

    def __init__(self, last, fatal, kind):
        self.counter = itertools.count(1)
        self.last = last
        self.fatal = fatal
        self.kind = kind
        self.count = 0
        self.seen = set()

    def step(self):
        self.count = next(self.counter)
        if self.count == self.last:
            os.kill(os.getpid(), self.fatal)

    def on_profile(self, _frame, event, what):
        if event == "c_call" and leaves_a_trace(what):
            self.step()

    def on_trace(self, frame, _event, _what):
        return self.on_line if is_ours(frame.f_code.co_filename) else None

    def on_line(self, frame, event, _what):
        place = (frame.f_code.co_filename, frame.f_lineno)
        if event == "line" and place not in self.seen:
            self.seen.add(place)
            self.step()
        return self.on_line

    def wait(self):
        """Look at nothing until the posting begins: what comes before it is most of a run."""
        from pelican_medium.posting import run

        post = run.post

        def watched(*args, **named):
            self.watch()
            return post(*args, **named)

        run.post = watched

    def watch(self):
        if self.kind == "calls":
            threading.setprofile(self.on_profile)
            sys.setprofile(self.on_profile)
        else:
            threading.settrace(self.on_trace)
            sys.settrace(self.on_trace)


def leaves_a_trace(function):
    return function.__name__ in CALLS and not isinstance(function.__self__, str)  # str.replace


@functools.cache
def is_ours(path):
    folder, name = os.path.split(path)
    return f"{Path(folder).name}/{name}" in LINES


def main_of(order):
    if order["argv"][0] == "pelican":
        import pelican

        return pelican.main
    from pelican_medium import cli

    return cli.main


def live(order, report):
    """Be one run: from the command line to the exit status."""
    os.chdir(order["folder"])
    os.environ.update(order["environ"])
    out = os.open(order["said"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(out, 1)
    os.dup2(out, 2)
    sys.argv = order["argv"]
    steps = Steps(order.get("step"), order.get("signal", signal.SIGKILL), order.get("kind"))
    status = 70
    try:
        main = main_of(order)
        if steps.kind:
            steps.wait()
        status = main(*([sys.argv[1:]] if order["argv"][0] == "pelican" else []))
    except SystemExit as error:
        status = error.code
    except BaseException:  # noqa: BLE001 - this is the end of a process
        traceback.print_exc()
    finally:
        sys.setprofile(None)
        sys.settrace(None)
        sys.stdout.flush()
        sys.stderr.flush()
        os.write(report, json.dumps({"steps": steps.count}).encode())
        os._exit(status or 0)


def run(order):
    """Fork, wait or kill after the seconds given, and return the report."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        live(order, writing)
    os.close(writing)
    if order.get("seconds") is not None:
        signal.sigtimedwait({signal.SIGCHLD}, order["seconds"])
        os.kill(pid, order.get("signal", signal.SIGKILL))
    _, status = os.waitpid(pid, 0)
    signal.sigtimedwait({signal.SIGCHLD}, 0)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    return {"status": os.waitstatus_to_exitcode(status), **(json.loads(said) if said else {})}


def serve():
    """Take orders until there are no more."""
    for name in LAZY:
        importlib.import_module(name)
    from markdown import Markdown

    Markdown(extensions=["codehilite", "extra", "meta"])  # finds and compiles much just once
    gc.freeze()
    gc.unfreeze()  # old, but not frozen: see zygote.py
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as templates:
        keep(templates)
        serve()

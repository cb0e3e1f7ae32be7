"""A process that has imported what commands need, and becomes one command after the other.

Starting Python and importing Pelican costs more than what most tests want to see. So one such
process a worker forks for each command: real processes all the same, with their own folder,
environment and exit status, and nothing of an earlier one in them.
"""

import atexit
import contextlib
import gc
import importlib
import json
import os
import runpy
import subprocess
import sys
import threading
from pathlib import Path

#: Imported before the fork; what belongs to a run itself is not.
PRELOADED = """
    pelican pelican.generators pelican.readers pelican.settings pelican.log pelican.plugins._utils
    docutils.core docutils.parsers.rst docutils.readers.standalone docutils.writers.html4css1
    docutils.parsers.rst.directives.body docutils.parsers.rst.directives.images
    docutils.parsers.rst.directives.admonitions docutils.languages.en markdown
    markdown.extensions.codehilite markdown.extensions.extra markdown.extensions.meta
    markdown.extensions.toc markdown.extensions.abbr markdown.extensions.attr_list
    markdown.extensions.def_list markdown.extensions.fenced_code markdown.extensions.footnotes
    markdown.extensions.md_in_html markdown.extensions.tables pygments.lexers pygments.formatters
    feedgenerator smartypants rich._emoji_codes rich.console rich.status rich.table rich.progress
    rich.logging click filelock requests bs4 bs4.builder._lxml lxml.html lxml.etree flask
    werkzeug.serving jinja2 unidecode pelican.plugins.medium pelican_medium.plugin
    pelican_medium.cli pelican_medium.posting.run pelican_medium.draft pelican_medium.markup
    pelican_medium.medium.client pelican_medium.medium.transport pelican_medium.medium.visit
    pelican_medium.store.ledger pelican_medium.store.outbox pelican_medium.store.credentials
    pelican_medium.cli.post pelican_medium.cli.progress pelican_medium.pictures.drawings
    pelican_medium.pictures.files pelican_medium.pictures.forecasting
    pelican_medium.pictures.formulas pelican_medium.pictures.preparing concurrent.futures.thread
    encodings.utf_8_sig encodings.unicode_escape encodings.utf_16_le
"""


def preload():
    for name in PRELOADED.split():
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.collect()
    gc.freeze()


def become(order):
    """Be the command: in its folder and environment, with its output in files."""
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["environ"])
    for number, path in ((1, order["out"]), (2, order["err"])):
        handle = os.open(path, os.O_WRONLY)
        os.dup2(handle, number)
        os.close(handle)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    from pelican.log import console

    console.__init__()  # it looked at another environment when it was imported
    module, *arguments = order["command"]
    sys.argv = [module, *arguments]
    sys.path[0] = order["cwd"]
    return status_of(module)


def status_of(module):
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - what Python itself does with it
        sys.excepthook(*sys.exc_info())
        return 1
    return 0


def end(status):
    """End as Python ends: threads first, then what was registered, then what is written."""
    threading._shutdown()
    atexit._run_exitfuncs()
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


def serve():
    preload()
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            end(become(order))
        tell({"pid": pid})
        _, status = os.waitpid(pid, 0)
        tell({"returncode": os.waitstatus_to_exitcode(status)})


def tell(answer):
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


class Zygote:
    """The tests' side of it."""

    def __init__(self, environ):
        self.process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environ,
            text=True,
        )
        self.free = threading.Lock()

    def run(self, command, folder, environ, timeout, scratch):
        """Run ``python -m`` of a command; raise subprocess.TimeoutExpired as subprocess does."""
        out, err = scratch / "out", scratch / "err"
        out.write_bytes(b"")
        err.write_bytes(b"")
        names = {"out": str(out), "err": str(err)}
        order = {"command": list(command), "cwd": str(folder), "environ": environ} | names
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        pid = json.loads(self.process.stdout.readline())["pid"]
        # Not select: the second line may have come with the first, and then it is read already.
        late = threading.Timer(timeout, os.kill, (pid, 9))
        late.start()
        code = json.loads(self.process.stdout.readline())["returncode"]
        if late.finished.is_set():
            raise subprocess.TimeoutExpired(command, timeout)
        late.cancel()
        texts = [Path(path).read_text("utf-8") for path in (out, err)]
        return subprocess.CompletedProcess(command, code, *texts)

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


if __name__ == "__main__":
    serve()

"""A process that has imported what commands need, and becomes one command after the other.

Starting Python and importing Pelican costs more than what most tests want to see. So one such
process a worker forks for each command: real processes all the same, with their own folder,
environment, files and exit status, and nothing of an earlier one in them.

Whoever wants a command calls, and stays on the line: the number of the process comes back, and at
its end its status. Who hangs up before, as one does that is killed, takes the process with it.
"""

import atexit
import contextlib
import functools
import gc
import importlib
import marshal
import os
import runpy
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import types
from pathlib import Path

#: What decides, when Python starts, how a process behaves: where one of them is another than the
#: process that forks was started with, a Python is started anew.
AT_START = (
    "NOT_INSTALLED",
    "PYTHONPATH",
    "PYTHONUTF8",
    "PYTHONWARNINGS",
    "TZ",
    "LC_ALL",
)

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
    pelican_medium.cli.checks pelican_medium.cli.doctor pelican_medium.cli.dry_run
    pelican_medium.cli.git pelican_medium.cli.merge_ledger pelican_medium.cli.outcomes
    pelican_medium.cli.report pelican_medium.cli.status pelican_medium.model.ending
    pelican_medium.posting.aftersave pelican_medium.store.marks pelican_medium.store.merge
    pelican.plugins.i18n_subsites keyring encodings.utf_8_sig encodings.unicode_escape
    encodings.utf_16_le
"""


def preload(templates):
    for name in PRELOADED.split():
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    from kept_templates import keep
    from markdown import Markdown

    keep(templates)
    Markdown(extensions=["codehilite", "extra", "meta", "toc"])  # finds and compiles much just once
    gc.collect()
    gc.freeze()
    gc.unfreeze()  # old, but not frozen: our build counts what is, which takes longer than it does


def become(command, folder, environ, files):
    """Be the command: in its folder and environment, with its files."""
    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environb.update(environ)
    for number, handle in enumerate(files):
        os.dup2(handle, number)
        os.close(handle)
    open_files()
    from pelican.log import console

    console.__init__()  # it looked at another environment when it was imported
    return status_of(command)


def open_files():
    """Open the standard files as Python does when it starts in this environment."""
    encoding, _, errors = os.environ.get("PYTHONIOENCODING", "").partition(":")
    way = {"encoding": encoding or "utf-8", "errors": errors or "strict", "closefd": False}
    buffering = 1 if os.environ.get("PYTHONUNBUFFERED") else -1
    sys.stdin = os.fdopen(0, **way)
    sys.stdout = os.fdopen(1, "w", buffering, **way)
    sys.stderr = os.fdopen(2, "w", 1, **way | {"errors": "backslashreplace"})


def status_of(command):
    try:
        obey(*command)
    except SystemExit as end:
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - what Python itself does with it
        sys.excepthook(*sys.exc_info())
        return 1
    return 0


def obey(first, *rest):
    """Do what Python does with these words: run a module, some code or a script."""
    if first == "-m":
        sys.argv, sys.path[0] = [*rest], str(Path.cwd())
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    elif first == "-c":
        sys.argv, sys.path[0] = ["-c", *rest[1:]], ""
        sys.modules["__main__"] = types.ModuleType("__main__")
        exec(compile(rest[0], "<string>", "exec"), vars(sys.modules["__main__"]))  # noqa: S102
    else:
        sys.argv, sys.path[0] = [first, *rest], str(Path(first).parent)
        runpy.run_path(first, run_name="__main__")


def end(status):
    """End as Python ends: threads first, then what was registered, then what is written."""
    threading._shutdown()
    atexit._run_exitfuncs()
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


class Forks:
    """Forks for whoever calls, and tells each how its process ended."""

    def __init__(self, listener):
        self.lines = {}
        self.heard = selectors.DefaultSelector()
        self.hear(sys.stdin, self.stop)
        self.hear(listener, self.answer)
        bell, self.button = socket.socketpair()
        self.hear(bell, self.bury)
        self.button.settimeout(0)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.button.fileno())

    def hear(self, whom, then):
        self.heard.register(whom, selectors.EVENT_READ, then)

    def serve(self):
        while True:
            for key, _ in self.heard.select():
                key.data(key.fileobj)

    def answer(self, listener):
        line, _ = listener.accept()
        order, files = order_from(line)
        pid = order and os.fork()
        if pid == 0:
            self.leave(line)
            end(become(*order, files))
        for handle in files:
            os.close(handle)
        if order is None:
            line.close()
            return
        self.lines[pid] = line
        self.hear(line, functools.partial(self.kill, pid))
        tell(line, pid)

    def leave(self, line):
        """Have nothing to do with all this any more, in a fork."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for key in [*self.heard.get_map().values()]:
            if key.fileobj is not sys.stdin:
                key.fileobj.close()
        self.heard.close()
        self.button.close()
        line.close()

    def kill(self, pid, _line=None):
        """Take a process with the one that wanted it, and all that it has started."""
        if pid in self.lines:
            self.forget(pid)
            with contextlib.suppress(ProcessLookupError):  # it has no group of its own yet
                os.killpg(pid, signal.SIGKILL)
            os.kill(pid, signal.SIGKILL)

    def bury(self, bell):
        bell.recv(4096)
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                pid, status = ended
                if pid in self.lines:
                    tell(self.lines[pid], status)
                    self.forget(pid)

    def forget(self, pid):
        line = self.lines.pop(pid)
        self.heard.unregister(line)
        line.close()

    def stop(self, _stdin):
        for pid in [*self.lines]:
            self.kill(pid)
        sys.exit()


def order_from(line):
    """Return what is to be run and the files for it, or None where who called has died."""
    data, files, *_ = socket.recv_fds(line, 65536, 3)
    while piece := len(data) < 4 + int.from_bytes(data[:4], "little") and line.recv(65536):
        data += piece
    try:
        return marshal.loads(data[4:]), files  # noqa: S302 - from tests of ours
    except (EOFError, ValueError):
        return None, files


def tell(line, number):
    with contextlib.suppress(OSError):
        line.sendall(number.to_bytes(4, "little"))


class Zygote:
    """The tests' side of it."""

    def __init__(self, environ):
        self.folder = Path(tempfile.mkdtemp(prefix="zygote"))
        self.address = str(self.folder / "line")
        self.templates = self.folder / "templates"
        self.templates.mkdir()
        self.at_start = {os.fsencode(name): value_of(name, environ) for name in AT_START}
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.address)
            listener.listen(100)
            self.process = subprocess.Popen(
                [sys.executable, __file__, str(listener.fileno()), str(self.templates)],
                stdin=subprocess.PIPE,
                pass_fds=[listener.fileno()],
                env=environ,
            )
        #: What starts Python, for a command of one's own.
        self.python = [sys.executable, "-IS", str(self.write_shim("python"))]
        #: Where the console scripts are, for a shell.
        self.scripts = self.folder / "bin"
        self.scripts.mkdir()
        for name in ("pelican", "pelican-medium"):
            if script := shutil.which(name, path=path_of_scripts()):
                self.write_shim(f"bin/{name}", script)

    def write_shim(self, name, *words):
        """Write a program that does in a fork what Python does with these words and its own."""
        shim = self.folder / name
        code = Path(__file__).with_name("shim.py").read_text("utf-8")
        given = f"{self.address!r}, {self.at_start!r}, [*{words!r}, *sys.argv[1:]]"
        shim.write_text(f"#!{sys.executable} -IS\n{code}\n\nmain({given})\n", "utf-8")
        shim.chmod(0o755)
        return shim

    def can_run(self, environ):
        given = {name: value_of(os.fsdecode(name), environ) for name in self.at_start}
        return given == self.at_start

    def run(self, command, folder, environ, timeout):
        """Run what Python does with these words; raise TimeoutExpired as subprocess does."""
        environ = {os.fsencode(name): os.fsencode(value) for name, value in environ.items()}
        order = marshal.dumps([[*command], str(folder), environ])
        with (
            socket.socket(socket.AF_UNIX) as line,
            Path(os.devnull).open("rb") as nothing,
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as err,
        ):
            line.settimeout(timeout)
            line.connect(self.address)
            send(line, order, [one.fileno() for one in (nothing, out, err)])
            code = os.waitstatus_to_exitcode(status_from(line, command, timeout))
            return subprocess.CompletedProcess(command, code, text_of(out), text_of(err))

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        shutil.rmtree(self.folder)


@functools.cache
def zygote():
    """Return this worker's process that forks, or None where that cannot be."""
    if not hasattr(os, "fork"):
        return None
    made = Zygote(os.environ.copy())
    atexit.register(made.close)
    return made


def python():
    """Return the words that start Python for a command: as a fork, where that can be."""
    return zygote().python if zygote() else [sys.executable]


def search_path():
    """Return the PATH of a shell whose `pelican` and `pelican-medium` are forks, too."""
    return os.pathsep.join([*([str(zygote().scripts)] if zygote() else []), path_of_scripts()])


def value_of(name, environ):
    return os.fsencode(environ[name]) if name in environ else None


def path_of_scripts():
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def send(line, order, files):
    data = len(order).to_bytes(4, "little") + order
    sent = socket.send_fds(line, [data], files)
    if sent < len(data):  # or it may be done with it, and gone
        line.sendall(data[sent:])


def status_from(line, command, timeout):
    """Return how it ended; where it does not end in time, who hangs up then ends it."""
    try:
        _pid, status = line.recv(4), line.recv(4)
    except TimeoutError:
        raise subprocess.TimeoutExpired(command, timeout) from None
    assert status, "the process that forks is gone"
    return int.from_bytes(status, "little")


def text_of(file):
    file.seek(0)
    return file.read().decode("utf-8")


if __name__ == "__main__":
    preload(sys.argv[2])
    Forks(socket.socket(fileno=int(sys.argv[1]))).serve()

"""What the tests share: a machine without a network, an empty environment, a small real site."""

import functools
import http.server
import io
import json
import os
import shutil
import signal
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock

#: A folder that is memory, on Linux, and how much of it has to be free (bytes).
MEMORY, PLENTY = Path("/dev/shm"), 4 << 30  # noqa: S108 - it is asked whether it is there


def write_to_memory():
    """Have tests write to memory where there is plenty: they wait for a disk thousands of times.

    What is killed are processes, not machines, so nothing of what they show is lost by it.
    """
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
        runs_programs = not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
        if runs_programs and shutil.disk_usage(MEMORY).free > PLENTY:
            os.environ.setdefault("TMPDIR", str(MEMORY))
            tempfile.tempdir = None  # it may have been asked for before


write_to_memory()

OFFLINE = Path(__file__).parent / "offline"
sys.path.insert(0, str(OFFLINE))
import sitecustomize  # noqa: E402, F401 - takes this very process off the network
import verbs  # noqa: E402
from zygote import zygote  # noqa: E402

from pelican_medium.model import MEDIUM_API_URL  # noqa: E402
from pelican_medium.sandbox import SANDBOX_TOKEN, running  # noqa: E402
from pelican_medium.settings import surroundings  # noqa: E402

# No test asserts how long anything takes: a machine with other work to do is no failure.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

#: What the machine that runs the tests may say of itself, and must not say to them.
AMBIENT = (
    *surroundings.variables(),
    "MEDIUM_API_URL",
    "MEDIUM_INTEGRATION_TOKEN",
    "MEDIUM_CLIENT_ID",
    "MEDIUM_CLIENT_SECRET",
    "MEDIUM_REFRESH_TOKEN",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "COLUMNS",
)


def heed_signals():
    """Undo what a background job inherits: signals that it ignores, and all its children too."""
    for one in (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGINT)):
        if signal.getsignal(one) is signal.SIG_IGN:
            signal.signal(one, signal.SIG_DFL)


heed_signals()


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    clear_environment(monkeypatch)


@pytest.fixture(autouse=True, scope="session")
def _no_login_of_the_user(tmp_path_factory):
    """Keep logins of whoever runs the tests out of them, and theirs out of the user's folder."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        yield


def clear_environment(monkeypatch):
    for name in AMBIENT:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)  # or each process compiles us
    monkeypatch.setenv("PYTHONPATH", str(OFFLINE))


#: Fixtures that build a site or start a browser, and rooms that do little else.
SLOW_FIXTURES = {"browser", "built", "live", "shared_site", "site", "wheel", "window"}
SLOW_ROOMS = {"browser", "project", "whole"}


def pytest_collection_modifyitems(items):
    """Mark what `make test-fast` leaves out."""
    for item in items:
        room = item.path.relative_to(Path(__file__).parent).parts[0]
        if room in SLOW_ROOMS or SLOW_FIXTURES & {*item.fixturenames}:
            item.add_marker("slow")


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Keep the tests as pytest compiles them: that is half of what collecting them takes.

    Each worker collects all of them. pytest looks at the time and the size of each file, so that
    nothing old is ever run; and only while collecting, as tests write modules, too.
    """
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, False
    try:
        return (yield)
    finally:
        sys.dont_write_bytecode = before


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """Let one worker compile a file, while the others are at another one or wait for it."""
    cache = getattr(collector.config, "cache", None)
    is_worker = hasattr(collector.config, "workerinput")
    if not (cache and is_worker and isinstance(collector, pytest.Module)):
        return (yield)
    lock = cache.mkdir("compiling") / f"{collector.nodeid.replace('/', '.')}.lock"
    with FileLock(lock).acquire(poll_interval=0.005):
        return (yield)


PELICANCONF = """\
SITENAME = "Small site"
SITEURL = "https://small.example"
PATH = "content"
OUTPUT_PATH = "output"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "simple"
PLUGINS = ["pelican_medium"]
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
MEDIUM_MAX_POSTS_PER_RUN = 0
MEDIUM_DAILY_LIMIT = 0
"""


@dataclass
class Site:
    """A real site in a folder of its own, built and posted by real commands."""

    folder: Path
    environ: dict = field(default_factory=dict)

    @property
    def ledger_path(self):
        return self.folder / "medium_ledger.json"

    @property
    def outbox_path(self):
        return self.folder / ".medium_outbox.json"

    @property
    def ledger(self):
        return json.loads(self.ledger_path.read_text("utf-8"))

    @property
    def outbox(self):
        return json.loads(self.outbox_path.read_text("utf-8"))

    def states(self):
        cells = {key: entry.get("medium") for key, entry in self.ledger["articles"].items()}
        return {key: cell and cell["state"] for key, cell in cells.items()}

    def write_ledger(self, articles=None, **more):
        data = {"version": 1, "articles": articles or {}, **more}
        self.ledger_path.write_text(json.dumps(data), "utf-8")

    def configure(self, text):
        conf = self.folder / "pelicanconf.py"
        conf.write_text(conf.read_text("utf-8") + text + "\n", "utf-8")

    def article(self, name="one", text="Some text.", suffix="md", folder="", **metadata):
        metadata = {"title": name.capitalize(), "date": "2026-01-02 10:00", "slug": name} | metadata
        head = "".join(f"{key}: {value}\n" for key, value in metadata.items())
        path = self.folder / "content" / folder / f"{name}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{head}\n{text}\n", "utf-8")
        return path

    def copied(self, folder):
        """Return a copy of the site in another folder, for a test to change."""
        return Site(Path(shutil.copytree(self.folder, folder)), dict(self.environ))

    def use(self, sandbox):
        self.environ |= {
            "MEDIUM_API_URL": sandbox.api_url,
            "MEDIUM_INTEGRATION_TOKEN": SANDBOX_TOKEN,
        }

    def run(self, *command, timeout=60, fresh=False, **environ):
        """Run Python with a command; `fresh` for what must not have imported anything yet."""
        whole = os.environ | self.environ | environ
        if not fresh and command[0] == "-m" and zygote() and zygote().can_run(whole):
            return zygote().run(command, self.folder, whole, timeout)
        return subprocess.run(
            [sys.executable, *command],
            cwd=self.folder,
            env=whole,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )

    def build(self, *arguments, **environ):
        return self.run("-m", "pelican", "content", *arguments, **environ)

    def cli(self, *arguments, answer=None, **environ):
        """Run a verb in this process: what it prints, and its exit status."""
        return verbs.run(self.folder, arguments, self.environ | environ, answer)

    def shell(self, *arguments, **environ):
        """Run a verb as a process of its own."""
        return self.run("-m", "pelican_medium", *arguments, **environ)


@pytest.fixture
def site(tmp_path):
    """A site with settings and no articles yet, whose ledger says: everything is new."""
    return new_site(tmp_path)


@pytest.fixture(scope="module")
def shared_site(tmp_path_factory):
    """The same for a whole module, built and shown once; its tests only look at it."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        clear_environment(monkeypatch)
        yield new_site(tmp_path_factory.mktemp("shared"))


def new_site(folder):
    made = Site(folder / "site")
    (made.folder / "content").mkdir(parents=True)
    (made.folder / "pelicanconf.py").write_text(PELICANCONF, "utf-8")
    made.write_ledger()
    return made


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A host of static sites that keeps no log."""

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def serving(handler):
    """Serve on a free loopback port, and yield the address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def picture(kind="PNG", colour="teal", size=(40, 30)):
    """Return the bytes of a real picture of one colour."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


PNG = picture()

#: A red square of 10,000 pixels a side, which takes a second to make: as libwebp writes it.
WEBP_BOMB = bytes.fromhex(
    "524946461c000000574542505650384c0f0000002f0fe7c3090710fd8ffe0722a2ff0100"
)


class Clock:
    """Tells the time it was set to, to us and to the sandbox."""

    def __init__(self):
        self.now = datetime(2026, 5, 5, 12, 0, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


class Always(Quiet):
    """A host of pictures that has whatever anybody asks for."""

    def do_HEAD(self):
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(PNG)))
        self.end_headers()

    def do_GET(self):
        self.do_HEAD()
        self.wfile.write(PNG)


@pytest.fixture
def elsewhere():
    """The address of another host, whose every picture is live."""
    with serving(Always) as url:
        yield url


@pytest.fixture
def live(site):
    """The site's address, where whatever is in its output folder is live."""
    with serving(functools.partial(Quiet, directory=site.folder / "output")) as url:
        site.configure(f'SITEURL = "{url}"')
        yield url


@pytest.fixture
def medium():
    """A sandbox on a real socket, with what it received to look at."""
    with running() as sandbox:
        yield Received(sandbox.url, sandbox.token)


@pytest.fixture
def built(site, medium, live):
    """A live site whose build has filled the outbox with three articles, and posted none."""
    site.use(medium)
    site.configure('MEDIUM_POST_ON = "deploy"')
    for number in range(3):
        site.article(f"a{number}", date=f"2026-01-0{number + 1}")
    site.build()
    assert medium.requests == []
    return site


@pytest.fixture
def blog(tmp_path, medium):
    """A blog whose ledger says: everything is new; it posts to the sandbox."""
    from factories import Blog

    made = Blog(tmp_path, medium.api_url)
    made.write()
    return made


@pytest.fixture
def real_blog(tmp_path):
    """A blog whose settings name Medium's own API; nothing of it is ever sent there."""
    from factories import Blog

    made = Blog(tmp_path, MEDIUM_API_URL)
    made.write()
    return made


@pytest.fixture
def unused_port():
    """A port that nobody listens on and nobody else can take."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@dataclass(frozen=True)
class Received:
    """A running sandbox as the tests look at it."""

    url: str
    token: str

    @property
    def api_url(self):
        return f"{self.url}/v1"

    @property
    def posts(self):
        return self._ask("GET", "/_sandbox/posts")

    @property
    def bodies(self):
        return [post["request"] for post in self.posts]

    @property
    def requests(self):
        return self._ask("GET", "/_sandbox/requests")

    def misbehave(self, *faults):
        self._ask("PUT", "/_sandbox/faults", list(faults))

    def forget(self):
        self._ask("DELETE", "/_sandbox/posts")

    def _ask(self, method, path, data=None):
        import http.client
        from urllib.parse import urlsplit

        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=10)
        try:
            body = None if data is None else json.dumps(data)
            connection.request(method, path, body, {"Content-Type": "application/json"})
            return json.loads(connection.getresponse().read() or "null")
        finally:
            connection.close()


# --- A real browser -------------------------------------------------------------------------

NO_BROWSER = "no Chromium was found"

#: What Chromium is told to leave out: a frame of its own for each page that a tab goes to, which
#: costs a third of a page; and all that Playwright switches off, as only the last list counts.
UNWANTED = (
    "RenderDocument",
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)

#: What Chromium must not do by itself, and by which way alone it may leave this machine: a proxy
#: that lets nothing through. Addresses of this machine need none.
CHROMIUM_FLAGS = (
    "--disable-gpu",
    "--renderer-process-limit=1",  # or it starts, for each tab, a process that nobody needs
    "--js-flags=--min-semi-space-size=64",  # in MB: or a page is one long clearing up
    f"--disable-features={','.join(UNWANTED)}",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-pings",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def chromium_path():
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def way_out():
    """A proxy on this machine that refuses everything; the list of what was asked of it."""
    asked = []

    class Refuse(socketserver.StreamRequestHandler):
        def handle(self):
            asked.append(self.rfile.readline().decode("latin-1").strip())
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Refuse) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield asked, server.server_address[1]
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser(way_out):
    """One real Chromium for all tests; it can reach nothing but this machine."""
    path = chromium_path()
    if path is None and os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(f"REQUIRE_BROWSER is 1, and {NO_BROWSER}.")
    if path is None:
        pytest.skip(NO_BROWSER)
    from playwright.sync_api import sync_playwright

    flags = [*CHROMIUM_FLAGS, f"--proxy-server=http://127.0.0.1:{way_out[1]}"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def window(browser):
    """The window of that Chromium whose tabs the tests share: a new one costs twice a tab."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.new_page()  # closed with its last tab, it would be made again for the next
    yield context
    context.close()


def pytest_xdist_auto_num_workers(config):
    """One more than there are processors: a third of a test is waiting for another process."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter):
    """Say in one line, after all others, what a green run did not prove."""
    yield
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_BROWSER in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(
            f"THE BROWSER TESTS DID NOT RUN: {NO_BROWSER}. Install it (on Debian: apt-get "
            "install chromium) and run them again.",
            red=True,
            bold=True,
        )

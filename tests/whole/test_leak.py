"""The token is nowhere: in no line, file, exception or list of processes, whatever fails."""

import copy
import json
import logging
import os
import pickle
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import Received
from factories import Blog, make_article
from little_servers import everything_of
from test_faults import MISDEEDS, Style, answer, hasty, standing_in, three

from pelican_medium import settings
from pelican_medium.model import Grant, Login, Token
from pelican_medium.model.errors import MediumError
from pelican_medium.posting import destination
from pelican_medium.sandbox import running
from pelican_medium.sandbox.cast import CLIENT_ID, CLIENT_SECRET
from pelican_medium.sandbox.grants import Grants
from pelican_medium.store import credentials

TOKEN = "2f7c0e51b64d4bd0a6f1c0ffee15dead"

#: The classic recipe with which people look at what requests sends, and then some.
CURIOUS = """
import http.client, logging, os
http.client.HTTPConnection.debuglevel = 1
http.client.HTTPSConnection.debuglevel = 1
logging.getLogger("urllib3").setLevel(logging.DEBUG)
logging.getLogger("urllib3").propagate = True
import urllib3
urllib3.add_stderr_logger(logging.DEBUG)
"""

#: Each uncaught exception and each thread's, with the locals of every frame.
TELLTALE = """
import sys, threading, traceback
def tell(kind, error, trace, *_):
    lines = traceback.TracebackException(kind, error, trace, capture_locals=True).format()
    sys.stderr.write("".join(lines))
sys.excepthook = tell
threading.excepthook = lambda args: tell(args.exc_type, args.exc_value, args.exc_traceback)
"""


@pytest.fixture
def medium():
    with running(token=TOKEN) as sandbox:
        yield Received(sandbox.url, sandbox.token)


@pytest.fixture(params=["environment", "settings file"])
def curious(request, site, medium):
    """A site whose owner logs everything, with the token in one place or the other."""
    site.environ["MEDIUM_API_URL"] = medium.api_url
    site.configure(CURIOUS + TELLTALE)
    if request.param == "environment":
        site.environ["MEDIUM_INTEGRATION_TOKEN"] = TOKEN
    else:
        site.environ["SECRET_OF_MINE"] = TOKEN
        site.configure('MEDIUM_INTEGRATION_TOKEN = os.environ.pop("SECRET_OF_MINE")')
    site.configure('MEDIUM_POST_ON = os.environ.get("POST_ON", "build")')
    for number in range(4):
        site.article(f"a{number}", date=f"2026-01-0{number + 1}")
    return site


def check(site, *results):
    for result in results:
        assert TOKEN not in result.stdout
        assert TOKEN not in result.stderr
    for path in site.folder.rglob("*"):
        assert not path.is_file() or TOKEN.encode() not in path.read_bytes(), path


FAULTS = ["400", "401", "drop-after", "huge", "me=401"]


@pytest.mark.parametrize("fault", FAULTS)
def test_no_build_and_no_command_shows_it(curious, medium, fault):
    """At debug level, with urllib3 and http.client made to talk, whatever Medium answers."""
    medium.misbehave("ok" if "=" in fault else fault, *[fault] * ("=" in fault))
    built = curious.build("-D", COLUMNS="2000")
    assert "urllib3" in built.stdout + built.stderr, "the debug log must be there to be searched"
    posted = curious.shell("--debug", "post", "--json", POST_ON="deploy")
    check(curious, built, posted)


def test_no_other_verb_shows_it(curious, medium):
    """Each verb, also where settings, ledger, outbox, feed or the disk are broken."""
    medium.misbehave("ok", "drop-after", "400")
    results = [curious.build("-D")]
    verbs = [
        ("status",),
        ("status", "--json"),
        ("post", "--dry-run", "--json"),
        ("post", "--after-save", "env; exit 1"),
        ("refresh", "--json"),
        ("mark", "a0", "pending"),
        ("post", "nobody"),
        ("mark", "a1", "posted", "--url", "nonsense"),
    ]
    results += [curious.shell("--debug", *verb) for verb in verbs]
    curious.ledger_path.write_text("{", "utf-8")
    results += [curious.shell("--debug", "post"), curious.build("-D", "--fatal", "errors")]
    curious.configure("MEDIUM_TIMEOUT = 'soon'\nMEDIUM_INTEGRATON_TOKEN = 7")
    results += [curious.shell("--debug", "status"), curious.build("-D")]
    check(curious, *results)


@pytest.mark.parametrize("fault", ["ok", "400", "drop-after", "not-json", "huge"])
@pytest.mark.parametrize("kept", [True, False], ids=["kept login", "environment"])
def test_no_secret_of_a_login_is_shown_or_sent(site, monkeypatch, tmp_path, fault, kept):
    """All that a run prints, leaves in the site and sends elsewhere, searched for each secret."""
    grants = Grants(lifetime=timedelta(hours=1))  # so short that each run renews it
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    scopes = ("basicProfile", "listPublications", "publishPost")
    made = grants.redeem(grants.code(CLIENT_ID, "x", scopes), CLIENT_ID, "x")
    site.configure(CURIOUS + TELLTALE + 'MEDIUM_POST_ON = os.environ.get("POST_ON", "build")')
    site.article()
    site.article("two")
    with running(grants=grants) as sandbox:
        site.environ["MEDIUM_API_URL"] = sandbox.api_url
        if kept:
            grant = Grant(Token(made.token), Token(made.refresh_token), made.ends, made.scopes)
            login = Login(Token(CLIENT_ID), Token(CLIENT_SECRET), grant)
            credentials.keep(sandbox.api_url, login)
        else:
            site.environ["MEDIUM_CLIENT_ID"] = CLIENT_ID
            site.environ["MEDIUM_CLIENT_SECRET"] = CLIENT_SECRET
            site.environ["MEDIUM_REFRESH_TOKEN"] = made.refresh_token
        received = Received(sandbox.url, sandbox.token)
        received.misbehave(f"tokens={fault}")
        results = [
            site.build("-D", COLUMNS="2000"),
            site.shell("--debug", "post", "--json"),
            site.shell("--debug", "doctor", "--json"),
            site.run("-m", "pelican", "content", "--print-settings"),
        ]
        assert received.posts
        sent = repr([received.posts, received.requests])
    told = sent + "".join(one.stdout + one.stderr for one in results)
    left = b"".join(path.read_bytes() for path in site.folder.rglob("*") if path.is_file())
    secrets = {CLIENT_SECRET, made.refresh_token, *grants._access, *grants._refresh}
    assert len(secrets) > 3
    for secret in secrets:
        assert secret not in told
        assert secret.encode() not in left


def test_print_settings_does_not_show_it(curious):
    """What Pelican prints of its settings has a mask where the token stood, or nothing."""
    result = curious.run("-m", "pelican", "content", "--print-settings")
    assert "MEDIUM_POST_ON" in result.stdout
    check(curious, result)


@pytest.mark.parametrize("layer", ["reader", "generator"])
def test_pelicans_cache_does_not_hold_it(curious, medium, layer):
    """Pelican pickles its settings with each article; the token is not in them, and still works."""
    curious.configure(
        f"CACHE_CONTENT = True\nCONTENT_CACHING_LAYER = {layer!r}\nLOAD_CONTENT_CACHE = True"
    )
    results = [curious.build("-D"), curious.build("-D")]
    assert list((curious.folder / "cache").iterdir())
    assert len(medium.posts) == 4
    check(curious, *results)


def test_themes_do_not_get_it(curious):
    """A theme that prints all it is given prints no token."""
    theme = curious.folder / "theme" / "templates"
    theme.mkdir(parents=True)
    (theme / "article.html").write_text("{{ MEDIUM_INTEGRATION_TOKEN }} {{ article.settings }}")
    for name in ("index", "archives", "category", "tag", "author", "page"):
        (theme / f"{name}.html").write_text(name)
    curious.configure('THEME = "theme"\nDIRECT_TEMPLATES = ["index"]')
    result = curious.build()
    assert result.returncode == 0
    assert "PATH" in (curious.folder / "output/a0.html").read_text("utf-8")
    check(curious, result)


def test_the_list_of_processes_does_not_show_it(site, medium):
    """While a post waits for its answer: neither in its arguments nor in those of its children."""
    site.environ |= {"MEDIUM_API_URL": medium.api_url, "MEDIUM_INTEGRATION_TOKEN": TOKEN}
    site.article()
    site.build(POST_ON="deploy", CI="true")
    medium.misbehave("silent")
    seen = site.folder / "seen"
    command = [sys.executable, "-m", "pelican_medium", "post", "--after-save"]
    command.append(f"cat /proc/$PPID/cmdline /proc/$$/cmdline /proc/$$/environ > {seen}")
    with subprocess.Popen(
        command, cwd=site.folder, env=os.environ | site.environ, stderr=subprocess.PIPE
    ) as process:
        while not medium.posts:
            assert process.poll() is None, process.stderr.read()
        arguments = Path(f"/proc/{process.pid}/cmdline").read_bytes()
        process.terminate()
    assert b"pelican_medium" in arguments
    assert b"pelican_medium" in seen.read_bytes()
    assert TOKEN.encode() not in arguments + seen.read_bytes()


# In the process


@pytest.mark.parametrize("misdeed", MISDEEDS.values(), ids=MISDEEDS)
def test_no_exception_and_no_log_holds_it(tmp_path, misdeed, caplog, capfd, monkeypatch):
    """Whatever Medium answers: nothing that is raised, chained, logged or kept shows the token."""
    monkeypatch.setattr("http.client.HTTPConnection.debuglevel", 1)
    caplog.set_level(logging.DEBUG)
    blog = Leaky(tmp_path, "", {"MEDIUM_TIMEOUT": 0.4})
    blog.write()
    caught = []
    with standing_in(misdeeds={0: misdeed}) as one:
        blog.api_url = one.api_url
        destination = blog.destination()
        real = destination.deliver

        def deliver(draft):
            try:
                return real(draft)
            except MediumError as error:
                caught.append(everything_of(error))
                raise

        monkeypatch.setattr(destination, "deliver", deliver)
        run = blog.post(make_article("one"), destination=destination)
    shown = [repr(run), *caught, caplog.text, *capfd.readouterr(), blog.path.read_text("utf-8")]
    shown += [repr(vars(record)) for record in caplog.records]
    assert caplog.records
    assert TOKEN not in "".join(shown)


class Leaky(Blog):
    """A blog with the token that is looked for."""

    @property
    def settings(self):
        site = {"PATH": str(self.folder / "content"), "SITEURL": "https://blog.example"}
        site |= {"OUTPUT_PATH": str(self.folder / "output"), "MEDIUM_DAILY_LIMIT": 0}
        environ = {"MEDIUM_API_URL": self.api_url, "MEDIUM_INTEGRATION_TOKEN": TOKEN}
        return settings.read(site | self.more, environ)


class SurpriseError(Exception):
    """Something nobody has thought of."""


@pytest.mark.parametrize("place", ["urllib3.connection.HTTPConnection.getresponse",
                                   "urllib3.connection.HTTPConnection.request",
                                   "requests.adapters.HTTPAdapter.build_response"])  # fmt: skip
def test_a_surprise_deep_in_a_library_drags_no_header_along(tmp_path, monkeypatch, place):
    """An exception that no rule foresees comes without the frames that hold our headers."""
    blog = Leaky(tmp_path, "")
    blog.write()

    def surprise(self, *arguments, **headers):
        raise SurpriseError from ValueError("and why")

    with standing_in() as one:
        blog.api_url = one.api_url
        destination = blog.destination()
        destination.now()
        monkeypatch.setattr(place, surprise)
        with pytest.raises(SurpriseError) as caught:
            blog.post(*three(), destination=destination)
    assert TOKEN not in everything_of(caught.value)
    assert blog.states == {"one": "unknown"}


def test_nothing_that_holds_it_shows_it(tmp_path):
    """Settings, transport, client and token: no repr, text, copy, pickle or dict has it."""
    blog = Leaky(tmp_path, "http://127.0.0.1:9/v1")
    held = [
        blog.settings,
        blog.destination(),
        blog.settings.token,
        destination.to_medium(blog.settings),
    ]
    for one in held:
        shown = f"{one!r} {one!s} {one} {[one]} {getattr(one, '__dict__', '')}"
        assert TOKEN not in shown
    token = Token(TOKEN)
    assert TOKEN.encode() not in pickle.dumps({"a": token})
    assert copy.deepcopy({"a": token})["a"].reveal() == TOKEN
    with pytest.raises(TypeError):
        json.dumps(token)


def test_a_server_that_repeats_it_does_not_make_us_print_it(tmp_path):
    """An answer that quotes our own header back is not handed on word for word."""
    blog = Leaky(tmp_path, "")
    blog.write()
    told = {"errors": [{"message": f"Bearer {TOKEN} is not good", "code": 6003}]}
    with standing_in(Style(encode=lambda *_: answer(401, told))) as one:
        blog.api_url = one.api_url
        run = blog.post(*three(), destination=hasty(blog))
    assert run.stopped
    assert TOKEN not in repr(run)

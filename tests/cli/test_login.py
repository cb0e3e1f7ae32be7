"""login against a sandbox that grants, with a browser made of sockets."""

import json
import re
import threading
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode, urlsplit

import pytest
from click.testing import CliRunner
from sandboxes import ask

from pelican_medium.cli import cli
from pelican_medium.medium import redirect
from pelican_medium.sandbox import running
from pelican_medium.sandbox.cast import CLIENT_ID, CLIENT_SECRET
from pelican_medium.sandbox.grants import Grants
from pelican_medium.store import credentials

BACK = "https://tool.example/back"
HERE = "http://127.0.0.1:9/back"
FORM = {"Content_Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def grants():
    return Grants()


@pytest.fixture
def sandbox(grants, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MEDIUM_CLIENT_ID", CLIENT_ID)
    monkeypatch.setenv("MEDIUM_CLIENT_SECRET", CLIENT_SECRET)
    with running(grants=grants) as one:
        monkeypatch.setenv("MEDIUM_API_URL", one.api_url)
        yield one


def pressed(sandbox, page, answer="yes"):
    """Press a button of the sandbox's page, and return where the browser is sent."""
    body = urlencode({"answer": answer}).encode()
    path = page.removeprefix(sandbox.url)
    return ask(sandbox, "POST", path, body, token=None, **FORM).headers["Location"]


class Person:
    """Reads the page's address, presses a button, and has the answer to paste."""

    def __init__(self, sandbox, monkeypatch, answer="yes", change=lambda said: said):
        self.sandbox, self.answer, self.change = sandbox, answer, change
        self.pages, self.pasted = [], []
        monkeypatch.setattr("click.prompt", self.prompt)
        monkeypatch.setattr("click.echo", self.echo)

    def echo(self, message=None, **_):
        self.pages += re.findall(r"http://\S+/m/oauth/authorize\S+", str(message))

    def prompt(self, text, *, hide_input, err):
        assert hide_input
        assert err
        if text.startswith("Client"):
            return CLIENT_ID if "id" in text else CLIENT_SECRET
        back = self.change(pressed(self.sandbox, self.pages[-1], self.answer))
        self.pasted.append(back)
        return back


def log_in(*more, back=BACK):
    return CliRunner().invoke(cli, ["login", "--redirect-uri", back, *more])


def secrets_of(grants):
    return [*grants._access, *grants._refresh, CLIENT_SECRET]


def kept(sandbox):
    return credentials.read(sandbox.api_url)


def test_a_pasted_address_logs_in(sandbox, grants, monkeypatch):
    """What Medium grants is kept for this user; the whole talk shows no secret of it."""
    Person(sandbox, monkeypatch)
    result = log_in()
    assert result.exit_code == 0
    login = kept(sandbox)
    assert login.account == f"{sandbox.url}/@sandbox"
    assert login.grant.scopes == ("basicProfile", "listPublications", "publishPost")
    assert not [one for one in secrets_of(grants) if one in result.output]


def test_a_pasted_code_logs_in(sandbox, monkeypatch):
    """Some tools show the code alone."""
    Person(sandbox, monkeypatch, change=lambda said: re.search("code=([^&]+)", said)[1])
    assert log_in().exit_code == 0
    assert kept(sandbox) is not None


def test_the_browser_that_comes_back_logs_in(sandbox, grants, monkeypatch):
    """At a loopback address nothing has to be pasted."""
    waited = []

    def come(uri, seconds):
        waited.append((uri, seconds))
        return pressed(sandbox, person.pages[-1])

    person = Person(sandbox, monkeypatch)
    monkeypatch.setattr(redirect, "wait", come)
    assert log_in("--wait", "7", back=HERE).exit_code == 0
    assert waited == [(HERE, 7)]
    assert kept(sandbox) is not None


def test_a_real_browser_line_is_waited_for(sandbox, monkeypatch):
    """Over a socket: the page is opened, the button pressed, the redirect followed."""
    import http.client
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    back = f"http://127.0.0.1:{port}/back"
    pages = []

    def browse(page):
        to = urlsplit(pressed(sandbox, page))
        while True:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            try:
                line.request("GET", f"{to.path}?{to.query}")
            except ConnectionRefusedError:
                continue
            pages.append(line.getresponse().status)
            line.close()
            return

    def launch(page):
        threading.Thread(target=browse, args=(page,), daemon=True).start()

    monkeypatch.setattr("click.launch", launch)
    result = log_in("--open", back=back)
    assert result.exit_code == 0, result.output
    assert "Logged in as" in result.output
    assert "code=" not in result.output
    assert pages == [200]


def test_uploads_are_asked_for_only_where_wanted(sandbox, monkeypatch):
    """The scope is Medium's to grant."""
    Person(sandbox, monkeypatch)
    log_in("--upload-images")
    assert "uploadImage" in kept(sandbox).grant.scopes


def test_the_client_is_asked_for_where_it_is_not_set(sandbox, monkeypatch):
    """Neither is echoed."""
    monkeypatch.delenv("MEDIUM_CLIENT_ID")
    monkeypatch.delenv("MEDIUM_CLIENT_SECRET")
    Person(sandbox, monkeypatch)
    assert log_in().exit_code == 0


def swapped(said):
    return re.sub("state=[^&]+", "state=another", said)


REFUSALS = {
    "no": ("no", lambda said: said, "said no"),
    "another state": ("yes", swapped, "its state is not the one"),
    "no code": ("yes", lambda said: said.replace("code=", "x="), "sent no code"),
    "a used code": ("yes", lambda _: "0123456789abcdef", "did not accept the code"),
}


@pytest.mark.parametrize(("answer", "change", "words"), REFUSALS.values(), ids=REFUSALS)
def test_what_goes_wrong_is_one_sentence(sandbox, monkeypatch, answer, change, words):
    """Nothing is kept, the exit status says so, and no traceback comes."""
    Person(sandbox, monkeypatch, answer, change)
    heard = []
    monkeypatch.setattr("click.ClickException.show", lambda self, **_: heard.append(self.message))
    result = log_in()
    assert result.exit_code == 2
    assert words in heard[0]
    assert "Nothing was kept" in heard[0]
    assert kept(sandbox) is None


@pytest.mark.parametrize("fault", ["500", "401", "challenge", "not-json", "empty", "drop-before"])
def test_a_medium_that_grants_nothing_is_said(sandbox, monkeypatch, fault):
    """Whatever it answers in place of a grant."""
    ask(sandbox, "PUT", "/_sandbox/faults", [f"tokens={fault}"], token=None)
    Person(sandbox, monkeypatch)
    result = log_in()
    assert result.exit_code == 2
    assert kept(sandbox) is None


def test_a_clock_that_is_off_is_said(tmp_path, monkeypatch):
    """Tokens end by the clock."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MEDIUM_CLIENT_ID", CLIENT_ID)
    monkeypatch.setenv("MEDIUM_CLIENT_SECRET", CLIENT_SECRET)
    heard = []
    monkeypatch.setattr("pelican_medium.cli.login.warn", heard.append)
    long_ago = Grants(clock=lambda: datetime.now(UTC) - timedelta(days=90))
    with running(grants=long_ago) as one:
        monkeypatch.setenv("MEDIUM_API_URL", one.api_url)
        ask(one, "GET", "/v1/me")
        Person(one, monkeypatch)
        log_in()
    assert "clock does not agree with Medium's" in heard[0]


def test_another_credential_that_comes_first_is_said(sandbox, monkeypatch):
    """Or somebody wonders why the login is never used."""
    heard = []
    monkeypatch.setattr("pelican_medium.cli.login.warn", heard.append)
    monkeypatch.setenv("MEDIUM_INTEGRATION_TOKEN", "x")
    Person(sandbox, monkeypatch)
    log_in()
    assert "MEDIUM_INTEGRATION_TOKEN is set" in heard[-1]


def test_a_login_posts(site, sandbox, monkeypatch, grants):
    """Build, log in, post: with no token anywhere else, and none of it on disk in the site."""
    with monkeypatch.context() as patched:
        Person(sandbox, patched)
        log_in()
    site.article()
    site.environ["MEDIUM_API_URL"] = sandbox.api_url
    done = site.build()
    assert done.returncode == 0
    [post] = ask(sandbox, "GET", "/_sandbox/posts", token=None).json
    assert post["request"]["title"] == "One"
    doctor = site.cli("doctor", "--json")
    checks = {one["name"]: one for one in json.loads(doctor.stdout)["checks"]}
    token = checks["token"]
    assert token["verdict"] == "ok"
    assert (
        f"the login kept for this user, of {sandbox.url}/@sandbox; its access token ends on"
        in (token["message"])
    )
    assert checks["account"]["verdict"] == "ok"
    told = done.stdout + done.stderr + doctor.stdout + doctor.stderr
    files = [file for file in site.folder.rglob("*") if file.is_file()]
    whole = told.encode() + b"".join(file.read_bytes() for file in files)
    assert not [one for one in secrets_of(grants) if one.encode() in whole]


def test_an_upload_it_may_not_make_holds_that_article_alone(site, sandbox, monkeypatch, live):
    """With the picture's name and both ways out; the other article goes."""
    with monkeypatch.context() as patched:
        Person(sandbox, patched)
        log_in()
    site.environ["MEDIUM_API_URL"] = sandbox.api_url
    site.configure('STATIC_PATHS = ["x.png"]\nMEDIUM_IMAGES = "upload"')
    from conftest import PNG

    (site.folder / "content/x.png").write_bytes(PNG)
    site.article("one", text="![x]({static}/x.png)")
    site.article("two", date="2026-02-01")
    said = site.build(COLUMNS="1000").stdout
    assert site.states() == {"two": "posted"}
    assert "x.png" in said
    assert "uploadImage" in said
    assert 'MEDIUM_POST_ON = "deploy"' in said
    assert "MEDIUM_PICTURES_PATH" in said

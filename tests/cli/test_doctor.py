"""The doctor: each condition, brought about for real, with its verdict and remedy."""

import json
import os

import pytest
from gits import git
from test_schemas import check


@pytest.fixture
def healthy(built):
    """A site with all in order: in git, live, with a token, and pages that name themselves."""
    (built.folder / ".gitignore").write_text(".medium_outbox.json\n*.lock\n*.bak\noutput\n*.pyc\n")
    (built.folder / ".gitattributes").write_text("medium_ledger.json merge=medium-ledger\n")
    git(built.folder, "init", "-q")
    git(built.folder, "config", "merge.medium-ledger.driver", "true")
    commit(built)
    for page in (built.folder / "output").glob("a?.html"):
        name_original(built, page, page.name)
    return built


def commit(site):
    git(site.folder, "add", ".")
    git(site.folder, "commit", "-qm", "The site")


def name_original(site, page, url):
    link = f'<link rel="canonical" href="{url}">'
    page.write_text(page.read_text("utf-8").replace("</head>", f"{link}</head>"), "utf-8")


def verdicts(site, *arguments, **environ):
    return judged(site.cli("doctor", "--json", *arguments, **environ))


def judged(result):
    checks = check(result, "doctor")["checks"]
    assert result.returncode == any(one["verdict"] == "fail" for one in checks)
    assert all(one["remedy"] for one in checks if one["verdict"] != "ok")
    return {one["name"]: one for one in checks}


def test_a_healthy_site(healthy, medium):
    """Every check is there and ok, exit status 0; Medium and the site were asked once."""
    found = verdicts(healthy)
    assert {one["verdict"] for one in found.values()} == {"ok"}, found
    assert list(found) == [
        "settings", "plugin", "site-url", "token", "ledger", "ledger-in-git", "merge-driver",
        "outbox", "outbox-in-git", "ledger-age", "unknown", "account", "clock", "canonical",
    ]  # fmt: skip
    assert {one["path"] for one in medium.requests} == {"/v1/me"}


def test_offline_asks_nobody(healthy, medium, unused_port):
    """--offline leaves out what only the network could say."""
    found = verdicts(healthy, "--offline", MEDIUM_API_URL=f"http://127.0.0.1:{unused_port}/v1")
    assert not {"account", "clock", "canonical"} & set(found)
    assert medium.requests == []


def drop_plugin(site):
    site.configure("PLUGINS = []")


def forget_driver(site):
    git(site.folder, "config", "--unset", "merge.medium-ledger.driver")


def forget_attributes(site):
    (site.folder / ".gitattributes").write_text("")


def switch_off(site):
    conf = site.folder / "pelicanconf.py"
    kept = [
        line for line in conf.read_text().splitlines() if not line.startswith(("MEDIUM", "PLU"))
    ]
    conf.write_text("\n".join(kept))
    site.ledger_path.unlink()
    site.outbox_path.unlink()


def develop(site):
    site.configure('SITEURL = ""')


def write_token(site):
    site.configure(f'MEDIUM_INTEGRATION_TOKEN = "{site.environ["MEDIUM_INTEGRATION_TOKEN"]}"')


def write_token_aside(site):
    (site.folder / "secrets.py").write_text(f'A = "{site.environ["MEDIUM_INTEGRATION_TOKEN"]}"')


def lose_token(site):
    del site.environ["MEDIUM_INTEGRATION_TOKEN"]


def lose_ledger(site):
    site.ledger_path.unlink()


def break_ledger(site):
    text = site.ledger_path.read_text("utf-8")
    site.ledger_path.write_text(f"<<<<<<< ours\n{text}=======\n{text}>>>>>>> theirs\n", "utf-8")


def ignore_ledger(site):
    git(site.folder, "rm", "-q", "--cached", "medium_ledger.json")
    (site.folder / ".gitignore").write_text("*.json\n")


def forget_ledger(site):
    git(site.folder, "rm", "-q", "--cached", "medium_ledger.json")


def change_ledger(site):
    site.write_ledger({"x": {}})


def add_outbox(site):
    git(site.folder, "add", "-f", ".medium_outbox.json")


def unignore_outbox(site):
    (site.folder / ".gitignore").write_text("")


def lose_outbox(site):
    site.outbox_path.unlink()


def move_site(site):
    site.configure('SITEURL = "https://elsewhere.example"')


def restore_old_ledger(site):
    old = site.ledger_path.read_bytes()
    site.cli("post")
    site.build()
    site.ledger_path.write_bytes(old)


def interrupt(site):
    site.write_ledger({"a0": {"medium": {"state": "unknown", "by": "api",
                                         "api": site.environ["MEDIUM_API_URL"]}}})  # fmt: skip


def wrong_token(site):
    site.environ["MEDIUM_INTEGRATION_TOKEN"] = "another"


def wrong_original(site):
    page = site.folder / "output/a2.html"
    page.write_text(
        page.read_text("utf-8").replace('href="a2.html"', 'href="/other.html"'), "utf-8"
    )


def no_original(site):
    page = site.folder / "output/a2.html"
    page.write_text(page.read_text("utf-8").replace('rel="canonical"', 'rel="next"'), "utf-8")


def not_live(site):
    (site.folder / "output/a2.html").unlink()


def wrong_setting(site):
    site.configure('MEDIUM_LICENSE = "mit"')


@pytest.mark.parametrize(
    ("harm", "name", "verdict", "word"),
    [
        (wrong_setting, "settings", "fail", "MEDIUM_LICENSE"),
        (drop_plugin, "plugin", "fail", "PLUGINS"),
        (switch_off, "plugin", "fail", "installed, and not switched on"),
        (forget_driver, "merge-driver", "warn", "This clone does not know"),
        (forget_attributes, "merge-driver", "warn", ".gitattributes does not name"),
        (develop, "site-url", "fail", "SITEURL is empty"),
        (develop, "site-url", "fail", "development settings"),
        (lose_token, "token", "warn", "no MEDIUM_INTEGRATION_TOKEN"),
        (write_token, "token", "fail", "pelicanconf.py, which is in git"),
        (write_token_aside, "token", "warn", "secrets.py."),
        (lose_ledger, "ledger", "fail", "There is no ledger"),
        (break_ledger, "ledger", "fail", "git checkout --merge"),
        (ignore_ledger, "ledger-in-git", "fail", "ignores"),
        (forget_ledger, "ledger-in-git", "fail", "never committed"),
        (change_ledger, "ledger-in-git", "warn", "not committed"),
        (add_outbox, "outbox-in-git", "fail", "in git"),
        (unignore_outbox, "outbox-in-git", "warn", "not ignored"),
        (lose_outbox, "outbox", "warn", "no outbox"),
        (move_site, "outbox", "warn", "another site"),
        (restore_old_ledger, "ledger-age", "fail", "forgotten a0, a1, a2"),
        (interrupt, "unknown", "warn", "a0"),
        (wrong_token, "account", "fail", "token"),
        (wrong_original, "canonical", "fail", "other.html"),
        (no_original, "canonical", "warn", "no canonical link"),
        (not_live, "canonical", "warn", "404"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_each_condition(healthy, harm, name, verdict, word):
    """What was brought about is found, with its verdict, its name and a remedy."""
    harm(healthy)
    found = verdicts(healthy)[name]
    assert found["verdict"] == verdict
    assert word in found["message"]


def test_a_damaged_ledger_is_not_to_be_replaced_by_an_older_one(healthy):
    """Taking back what git has would forget what was sent since; the message knows better."""
    break_ledger(healthy)
    assert "take the ledger back" not in verdicts(healthy)["ledger"]["remedy"]


def test_a_clock_that_is_off(healthy, tmp_path):
    """A machine an hour behind is told; a program between sets its clock for this one run."""
    (tmp_path / "sitecustomize.py").write_text(
        "import datetime as d\nreal = d.datetime\n"
        "class Late(real):\n"
        "    @classmethod\n"
        "    def now(cls, tz=None):\n        return real.now(tz) - d.timedelta(hours=1)\n"
        "d.datetime = Late\n"
    )
    path = os.pathsep.join([str(tmp_path), os.environ["PYTHONPATH"]])
    found = judged(healthy.shell("doctor", "--json", PYTHONPATH=path))["clock"]
    assert found["verdict"] == "warn"
    assert "s behind Medium's" in found["message"]


def test_the_words_for_a_person(healthy):
    """A line for each check, the remedy under what is not ok; --quiet leaves out what is well."""
    forget_ledger(healthy)
    text = healthy.cli("doctor").stdout
    assert "ok    plugin: " in text
    assert "fail  ledger-in-git: The ledger was never committed.\n      → git add it" in text
    assert "ok " not in healthy.cli("doctor", "--quiet").stdout


def test_the_doctor_prints_no_token(healthy):
    """Neither where it finds it nor where Medium refuses it."""
    write_token(healthy)
    result = healthy.cli("doctor", "--json")
    assert healthy.environ["MEDIUM_INTEGRATION_TOKEN"] not in result.stdout + result.stderr
    assert json.loads(result.stdout)


def test_a_site_outside_git(built):
    """No repository is a warning, not an error."""
    found = verdicts(built, GIT_CEILING_DIRECTORIES=str(built.folder.parent))
    assert found["ledger-in-git"]["verdict"] == "warn"
    assert "no git repository" in found["ledger-in-git"]["message"]


def test_a_settings_file_that_raises(built):
    """What cannot be read at all is exit status 2 and one message, for the doctor too."""
    (built.folder / "broken.py").write_text("raise RuntimeError('boom')")
    for name, word in (("broken.py", "boom"), ("nowhere.py", "no settings file")):
        result = built.cli("-s", name, "doctor")
        assert result.returncode == 2
        assert word in result.stderr
        assert "Traceback" not in result.stderr


def test_a_plugin_that_is_not_switched_on_is_the_only_cause(healthy):
    """No "build once" for what a build would not do."""
    switch_off(healthy)
    found = verdicts(healthy)
    assert "MEDIUM_PUBLISH_STATUS" in found["plugin"]["remedy"]
    assert not {"ledger", "outbox"} & set(found)


def test_a_remedy_fits_its_cause(healthy, unused_port):
    """Waiting does not help against a refused token, and the doctor sends nothing to speak of."""
    closed = healthy.cli("doctor", "--json", MEDIUM_API_URL=f"http://127.0.0.1:{unused_port}/v1")
    away = judged(closed)["account"]
    assert "Try again later" in away["remedy"]
    assert away["message"].startswith("Medium could not be reached (")
    assert "sent" not in away["message"]
    wrong_token(healthy)
    assert "Try again" not in verdicts(healthy)["account"]["remedy"]

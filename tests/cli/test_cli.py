"""The command line: what it prints where, and which exit status it leaves."""

import json
import re

import pytest
from medium_contract import check_post_request


def said(result):
    return " ".join(result.stderr.split())


def outcomes(result):
    data = json.loads(result.stdout)
    assert set(data) == {"outcomes", "counts"}
    return {outcome["key"]: outcome for outcome in data["outcomes"]}


def test_post_sends_what_the_build_found(built, medium):
    """`post` runs the same loop as a build: all of it once, oldest first, and exit status 0."""
    result = built.cli("post")
    assert result.returncode == 0
    assert [body["title"] for body in medium.bodies] == ["A0", "A1", "A2"]
    assert set(built.states().values()) == {"posted"}
    assert "Commit" in result.stderr
    again = built.cli("post")
    assert again.returncode == 0
    assert len(medium.posts) == 3


def test_post_json(built, medium):
    """`post --json` prints the outcomes of the contract on stdout, and talks on stderr."""
    result = built.cli("post", "--json")
    data = json.loads(result.stdout)
    assert data["counts"] == {"posted": 3}
    assert data["outcomes"][0] == {
        "key": "a0",
        "state": "posted",
        "medium_url": medium.posts[0]["answer"]["url"],
        "reason": None,
    }
    assert json.loads(built.cli("post", "--json").stdout) == {"outcomes": [], "counts": {}}


def test_post_says_its_plan_before_it_sends(built, medium):
    """What goes, what does not and why comes first; the refused run has said it as well."""
    built.configure("MEDIUM_MAX_POSTS_PER_RUN = 2")
    medium.misbehave("401")
    plan = (
        "To send: “A0”, “A1”.\nNot this time: “A2” (carried over: MEDIUM_MAX_POSTS_PER_RUN is 2).\n"
    )
    assert built.cli("post").stderr.startswith(plan)
    assert built.cli("post", "--json").stderr.startswith(plan)
    built.configure("MEDIUM_DAILY_LIMIT = 2")
    text = built.cli("post", "a2").stderr
    assert text.startswith("Not this time: “A2” (carried over: MEDIUM_DAILY_LIMIT is 2, and 2")
    assert len(medium.posts) == 2


def test_post_shows_a_bar_with_the_title_on_a_terminal(built, medium):
    """Each title stands beside the bar while it is sent, and the lines of what was done stay."""
    medium.misbehave("ok", "400")
    code, shown = on_a_terminal(built, "post", columns=120)
    assert code == 1
    for number, title in enumerate(("A0", "A1", "A2")):
        assert re.search(rf"\[[#-]+\]  {number}/3  .*“{title}”", shown)
    lines = [line.rsplit("\x1b[K", 1)[-1] for line in shown.rstrip("\n").split("\n")]
    assert [line.split("“")[0] for line in lines if "“A" in line] == [
        "To send: ", "posted ", "rejected: ", "posted "
    ]  # fmt: skip
    assert "\x1b[?25h" in shown.rpartition("\x1b[?25l")[2]


def test_post_shows_no_bar_elsewhere(built):
    """In a log of a pipeline there is a line for each article and no control letter."""
    result = built.cli("post")
    assert result.stdout.count("posted “") == 3
    assert "\x1b" not in result.stdout + result.stderr
    assert "\r" not in result.stdout + result.stderr


def test_post_tells_github_what_it_did(built, medium, tmp_path):
    """The summary has a row and a link for each article, the outputs are for later steps."""
    built.configure("MEDIUM_MAX_POSTS_PER_RUN = 1")
    built.article("a1", title="A | [b] <i>", date="2026-01-02")
    built.build()
    names = {name: str(tmp_path / name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    medium.misbehave("400")
    built.cli("post", **names)
    assert (tmp_path / "GITHUB_OUTPUT").read_text() == "posted=1\npending=1\nledger_changed=true\n"
    summary = (tmp_path / "GITHUB_STEP_SUMMARY").read_text("utf-8")
    url = medium.posts[0]["answer"]["url"]
    assert f"| [A \\| \\[b\\] \\<i\\>]({url}) | posted |  |\n" in summary
    assert "| A0 | rejected | " in summary
    assert "1 waiting" in summary
    built.cli("post", **names)
    built.cli("post", **names)
    assert (
        (tmp_path / "GITHUB_OUTPUT")
        .read_text()
        .endswith("posted=0\npending=0\nledger_changed=false\n")
    )
    assert "Nothing was sent." in (tmp_path / "GITHUB_STEP_SUMMARY").read_text("utf-8")


def test_a_summary_that_cannot_be_written_is_no_failure(built, medium, tmp_path):
    """A file GitHub named and cannot be had is told, and the exit status stays."""
    result = built.cli("post", GITHUB_STEP_SUMMARY=str(tmp_path))
    assert result.returncode == 0
    assert "could not be told to GitHub" in said(result)


def test_a_build_tells_github_too(built, medium, tmp_path):
    """A build that posts leaves the same, and so does one that only fills the outbox."""
    output = tmp_path / "output.txt"
    built.build(GITHUB_OUTPUT=str(output))
    built.configure('MEDIUM_POST_ON = "build"')
    built.build(GITHUB_OUTPUT=str(output))
    assert output.read_text().split() == [
        "posted=0", "pending=3", "ledger_changed=false",
        "posted=3", "pending=0", "ledger_changed=true",
    ]  # fmt: skip


def test_dry_run_prints_exactly_what_is_sent_then(built, medium):
    """`post --dry-run --json` sends nothing, needs no token, and does not lie."""
    result = built.cli("post", "--dry-run", "--json", MEDIUM_INTEGRATION_TOKEN="x" * 20)
    assert result.returncode == 0
    assert medium.requests == []
    rehearsed = [outcome["request"] for outcome in outcomes(result).values()]
    assert [problem for body in rehearsed for problem in check_post_request(body)] == []
    built.cli("post")
    assert rehearsed == medium.bodies


def test_dry_run_shows_articles_that_would_be_held(built, medium):
    """A held article is in the dry run too, with its reason."""
    built.article("broken", text='<IMG SRC="{static}/x.png">')
    built.build()
    found = outcomes(built.cli("post", "--dry-run", "--json"))["broken"]
    assert found["state"] == "held"
    assert "{static}/x.png" in found["reason"]
    assert found["request"] is None
    assert found["notes"] == found["pictures"] == []


def test_post_one_key_beyond_the_cap_per_run(built, medium):
    """A named key goes even when the cap per run is used up, and only that one."""
    built.configure("MEDIUM_MAX_POSTS_PER_RUN = 1")
    first = built.cli("post", "--json")
    assert first.returncode == 0
    assert [o["state"] for o in outcomes(first).values()] == ["posted", "pending", "pending"]
    assert "MEDIUM_MAX_POSTS_PER_RUN" in outcomes(first)["a1"]["reason"]
    built.cli("post", "a2")
    assert [body["title"] for body in medium.bodies] == ["A0", "A2"]


def test_post_never_goes_beyond_the_ledger(built, medium):
    """Naming an article that was posted does not post it again."""
    built.cli("post")
    result = built.cli("post", "a0")
    assert result.returncode == 0
    assert "a0: nothing to send" in said(result)
    assert len(medium.posts) == 3


@pytest.mark.parametrize(
    ("fault", "states", "stopped"),
    [
        ("400", ["posted", "rejected", "posted"], False),
        ("401", ["posted", None, None], True),
        ("403", ["posted", None, None], True),
        ("429", ["posted", None, None], True),
        ("500", ["posted", "unknown", None], True),
        ("drop-after", ["posted", "unknown", None], True),
    ],
)
def test_exit_status_one_when_medium_refuses_or_nobody_knows(built, medium, fault, states, stopped):
    """Whatever went wrong in this run is exit status 1, and the ledger says which it was."""
    medium.misbehave("ok", fault)
    result = built.cli("post")
    assert result.returncode == 1
    assert [built.states().get(f"a{number}") for number in range(3)] == states
    assert ("Stopped early" in said(result)) == stopped


def test_an_old_unknown_is_no_failure_of_this_run(built, medium):
    """An unknown that waits for its person is exit status 0, and is not sent again."""
    medium.misbehave("drop-after")
    assert built.cli("post").returncode == 1
    assert built.cli("post").returncode == 0
    assert built.states() == {"a0": "unknown", "a1": "posted", "a2": "posted"}
    assert len(medium.posts) == 3


def test_medium_out_of_reach_is_exit_status_one(built):
    """A connection that never stood leaves every article pending."""
    result = built.cli("post", MEDIUM_API_URL="http://127.0.0.1:9/v1")
    assert result.returncode == 1
    assert "could not be reached" in said(result)
    assert built.states() == {}


def test_post_without_a_token(built, medium):
    """Without a token `post` is exit status 2 and says what can be done."""
    del built.environ["MEDIUM_INTEGRATION_TOKEN"]
    result = built.cli("post")
    assert result.returncode == 2
    assert "MEDIUM_INTEGRATION_TOKEN" in said(result)
    assert medium.requests == []


def test_a_key_that_does_not_exist(built, medium):
    """An unknown key is exit status 2 with the nearest right ones, and nothing is sent."""
    result = built.cli("post", "a00")
    assert result.returncode == 2
    assert "no article 'a00'" in said(result)
    assert "a0" in said(result).split("Did you mean")[1]
    assert medium.requests == []


@pytest.mark.parametrize("verb", [["post"], ["status"], ["mark", "a0", "pending"]])
def test_no_ledger(built, verb):
    """No verb makes a ledger; all say how one comes into being."""
    built.ledger_path.unlink()
    result = built.cli(*verb)
    assert result.returncode == 2
    assert "There is no ledger" in said(result)
    assert not built.ledger_path.exists()


@pytest.mark.parametrize("verb", [["post"], ["status"], ["mark", "a0", "pending"]])
@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{", "not JSON"),
        ("[]", "no JSON object"),
        ('{"articles": {}}', "version"),
        ('{"version": 2, "articles": {}}', "newer"),
        ('{"version": 1, "articles": {"a": {"medium": {"state": "lost"}}}}', "lost"),
    ],
)
def test_a_ledger_that_cannot_be_used(built, medium, verb, text, word):
    """A damaged, foreign or newer ledger is exit status 2, and stays as it is."""
    built.ledger_path.write_text(text)
    result = built.cli(*verb)
    assert result.returncode == 2
    assert word in said(result)
    assert "Traceback" not in result.stderr
    assert built.ledger_path.read_text() == text
    assert medium.requests == []


@pytest.mark.parametrize("text", [None, "{", "[]", '{"version": 2}', '{"version": 1}'])
def test_an_outbox_that_cannot_be_used(built, medium, text):
    """A missing, damaged or foreign outbox is exit status 2 and one more build away."""
    if text is None:
        built.outbox_path.unlink()
    else:
        built.outbox_path.write_text(text)
    for verb in ("post", "status"):
        result = built.cli(verb)
        assert result.returncode == 2
        assert "build the site once more" in said(result)
    assert medium.requests == []


def test_a_lock_held_by_another_run(built, medium):
    """Another run at work is exit status 1, and nothing is done."""
    import filelock

    with filelock.FileLock(f"{built.ledger_path}.lock"):
        for verb in (["post"], ["mark", "a0", "skipped"]):
            result = built.cli(*verb)
            assert result.returncode == 1
            assert "Another run" in said(result)
    assert medium.posts == []


def test_settings_problems_all_at_once(built, medium):
    """Wrong settings are exit status 2, each named, before anything happens."""
    built.configure('MEDIUM_LICENSE = "mit"\nMEDIUM_TABLES = 1')
    result = built.cli("post")
    assert result.returncode == 2
    assert "MEDIUM_LICENSE = 'mit'" in said(result)
    assert "MEDIUM_TABLES = 1" in said(result)
    assert medium.requests == []


@pytest.mark.parametrize(
    ("conf", "word"),
    [("raise RuntimeError('boom')", "boom"), ("this is no python", "SyntaxError"), ("", "PATH")],
)
def test_a_settings_file_that_cannot_be_used(built, conf, word):
    """A settings file that raises is exit status 2 and one line."""
    (built.folder / "broken.py").write_text(conf or 'PATH = "nowhere"')
    result = built.cli("-s", "broken.py", "status")
    assert result.returncode == 2
    assert "broken.py" in said(result)
    assert "Traceback" not in result.stderr


def test_no_settings_file(tmp_path, site):
    """Without any settings file it says where to run it."""
    (tmp_path / "empty").mkdir()
    site.folder = tmp_path / "empty"
    result = site.cli("status")
    assert result.returncode == 2
    assert "publishconf.py" in said(result)


def test_publishconf_comes_first(built):
    """As Pelican's `make publish` does, publishconf.py is used where there is one."""
    (built.folder / "publishconf.py").write_text(
        'from pelicanconf import *\nMEDIUM_LEDGER = "other.json"\n'
    )
    assert "other.json" in said(built.cli("status"))


def test_status_shows_every_article(built, medium, live):
    """`status --json` has the shape of the contract, for ledger and outbox together."""
    medium.misbehave("ok", "400")
    built.cli("post", "a0")
    built.cli("post", "a1")
    built.cli("mark", "a2", "skipped")
    built.article("a3")
    built.build()
    data = json.loads(built.cli("status", "--json").stdout)
    assert set(data) == {"articles", "counts", "quota"}
    rows = {row["key"]: row for row in data["articles"]}
    assert {key: row["state"] for key, row in rows.items()} == {
        "a0": "posted",
        "a1": "rejected",
        "a2": "skipped",
        "a3": "pending",
    }
    assert rows["a0"] == {
        "key": "a0",
        "title": "A0",
        "date": "2026-01-01",
        "lang": "en",
        "canonical_url": f"{live}/a0.html",
        "source_path": "a0.md",
        "state": "posted",
        "medium_url": medium.posts[0]["answer"]["url"],
        "edit_url": medium.posts[0]["answer"]["url"],
        "changed": False,
        "reason": None,
        "notes": [],
        "pictures": [],
    }
    assert data["counts"]["posted"] == 1
    assert data["quota"]["used"] == 1
    assert data["quota"]["limit"] == 0
    assert data["quota"]["resets_at"] is not None


def test_status_tells_what_changed_since(built):
    """An article edited after it was posted is shown as changed, with where to edit it."""
    built.cli("post")
    built.article("a0", text="Another text.", date="2026-01-01")
    built.build()
    rows = {r["key"]: r for r in json.loads(built.cli("status", "--json").stdout)["articles"]}
    assert [rows[f"a{number}"]["changed"] for number in range(3)] == [True, False, False]
    assert "changed since it was posted" in built.cli("status").stdout


def test_status_is_plain_in_a_pipe_and_cuts_nothing(built):
    """In a pipe there are no colours and every title is whole."""
    title = "A title " + "that goes on and on " * 12
    built.article("long", title=title)
    built.build(COLUMNS="40")
    text = built.cli("status", COLUMNS="40").stdout
    assert title.strip() in text
    assert "\x1b" not in text


def test_status_tells_what_goes_next_and_why_not_the_rest(built, medium):
    """The caps, the daily limit, a held article and a missing token each say why."""
    built.article("held", text='<IMG SRC="{static}/x.png">')
    built.configure("MEDIUM_MAX_POSTS_PER_RUN = 1")
    built.build()
    text = built.cli("status").stdout
    assert "Next: a0.\n" in text
    assert "Not next: a1, a2 (carried over: MEDIUM_MAX_POSTS_PER_RUN is 1).\n" in text
    assert "Not next: held (held: " in text
    built.cli("post")
    assert list(built.states()) == ["a0"]
    built.configure("MEDIUM_DAILY_LIMIT = 1")
    text = built.cli("status").stdout
    assert "Next:" not in text
    assert "Not next: a1, a2 (carried over: MEDIUM_DAILY_LIMIT is 1, free at " in text
    del built.environ["MEDIUM_INTEGRATION_TOKEN"]
    assert "a1, a2 (there is no MEDIUM_INTEGRATION_TOKEN" in built.cli("status").stdout


def on_a_terminal(site, *arguments, columns, answer=""):
    """Run a verb on a real terminal, a pseudo one, and return all that it shows there."""
    import fcntl
    import os
    import pty
    import struct
    import subprocess
    import sys
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "pelican_medium", *arguments],
        cwd=site.folder,
        env=os.environ | site.environ | {"TERM": "xterm"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    os.write(ours, answer.encode())
    shown = bytearray()
    try:
        while data := os.read(ours, 65536):
            shown += data
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(ours)
    return process.wait(), shown.decode().replace("\r\n", "\n")


def test_status_on_a_terminal_has_colours_and_fits(built):
    """States are coloured there, and a title as wide as Chinese ones is cut to the terminal."""
    from pelican_medium.cli.table import width

    built.article("wide", title="文章" * 60)
    built.build()
    _, shown = on_a_terminal(built, "status", columns=100)
    assert "\x1b[36mpending" in shown
    plain = re.sub(r"\x1b\[\d*m", "", shown)
    rows = [line for line in plain.splitlines() if re.match(r"state|pending", line)]
    assert len(rows) == 5
    assert max(width(row) for row in rows) <= 100
    assert "…" in plain
    assert "文章" * 60 in built.cli("status").stdout


def test_mark_settles_an_unknown(built, medium):
    """A person's word resolves an unknown: found on Medium, or to be sent again."""
    medium.misbehave("drop-after", "drop-before")
    built.cli("post")
    built.cli("post")
    assert [built.states()[key] for key in ("a0", "a1")] == ["unknown", "unknown"]
    url = medium.posts[0]["answer"]["url"]
    assert built.cli("mark", "a0", "posted", "--url", url).returncode == 0
    assert built.cli("mark", "a1", "pending").returncode == 0
    assert built.cli("post").returncode == 0
    assert [body["title"] for body in medium.bodies] == ["A0", "A1", "A2"]
    cell = built.ledger["articles"]["a0"]["medium"]
    assert (cell["by"], cell["id"], cell["url"]) == ("hand", medium.posts[0]["id"], url)


def test_mark_pending_sends_an_old_article(site, medium):
    """`mark KEY pending` makes an old article new; its text comes with the next build."""
    site.use(medium)
    site.ledger_path.unlink()
    site.article("old")
    site.build()
    result = site.cli("mark", "old", "pending")
    assert result.returncode == 0
    assert "build once more" in said(result)
    site.build()
    assert [body["title"] for body in medium.bodies] == ["Old"]


def test_mark_skipped_is_for_good(built, medium):
    """`mark KEY skipped` keeps an article at home, also through the next builds."""
    built.cli("mark", "a1", "skipped")
    built.build()
    built.cli("post")
    assert [body["title"] for body in medium.bodies] == ["A0", "A2"]
    assert built.ledger["articles"]["a1"]["medium"] == {"state": "skipped", "why": "by hand"}


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ([], "last word"),
        (["a0"], "last word"),
        (["posted"], "Name KEYs"),
        (["a0", "lost"], "last word"),
        (["nowhere", "pending"], "no article 'nowhere'"),
        (["a0", "posted", "--url", "not a url"], "absolute"),
        (["a0", "posted", "--url", "https://medium.com/@me"], "no id"),
        (["a0", "pending", "--url", "https://medium.com/p/0123456789ab"], "go with posted"),
        (["a0", "posted", "--status", "lost"], "lost"),
        (["--all", "a0", "skipped"], "Name KEYs"),
        (["--before", "yesterday", "skipped"], "no date"),
        (["--all", "skipped"], "--yes"),
        (["a0", "a1", "posted", "--url", "https://medium.com/p/0123456789ab"], "one KEY"),
    ],
)
def test_mark_refuses_a_bad_call(built, arguments, word):
    """A call that cannot be meant changes nothing and is exit status 2."""
    before = built.ledger_path.read_bytes()
    result = built.cli("mark", *arguments)
    assert result.returncode == 2
    assert word in said(result)
    assert built.ledger_path.read_bytes() == before


def test_mark_many(built):
    """--before and --all with --yes change several at once."""
    assert built.cli("mark", "--before", "2026-01-03", "skipped", "--yes").returncode == 0
    assert built.states() == {"a0": "skipped", "a1": "skipped"}
    assert built.cli("mark", "--all", "pending", "--yes").returncode == 0
    assert set(built.states().values()) == {None}


def test_mark_takes_globs_and_several_keys(built):
    """A glob is every key it fits; one that fits nothing changes nothing."""
    assert built.cli("mark", "a[01]", "skipped", "--yes").returncode == 0
    assert built.states() == {"a0": "skipped", "a1": "skipped"}
    assert built.cli("mark", "a0", "a2", "pending", "--yes").returncode == 0
    assert built.states() == {"a0": None, "a1": "skipped", "a2": None}
    result = built.cli("mark", "b*", "a0", "skipped", "--yes")
    assert result.returncode == 2
    assert "no article 'b*'" in said(result)
    assert "--yes" in said(built.cli("mark", "a*", "skipped"))
    assert built.states() == {"a0": None, "a1": "skipped", "a2": None}


@pytest.mark.parametrize(("answer", "states"), [("y\n", {"a0": "skipped"}), ("n\n", {})])
def test_mark_asks_on_a_terminal_before_it_changes_several(built, answer, states):
    """A yes changes them, a no none; a single one is not asked about."""
    code, shown = on_a_terminal(built, "mark", "a[01]", "skipped", columns=100, answer=answer)
    assert "Mark 2 articles as skipped?" in shown
    assert code == (0 if states else 1)
    assert built.states() == dict.fromkeys(["a0", "a1"] if states else [], "skipped")
    code, shown = on_a_terminal(built, "mark", "a2", "skipped", columns=100)
    assert (code, "?" in shown) == (0, False)


def test_mark_refuses_a_page_of_the_own_site(built, live):
    """The address of the article itself is an easy slip, also where it ends like an id."""
    before = built.ledger_path.read_bytes()
    result = built.cli("mark", "a0", "posted", "--url", f"{live}/dunes-0123456789ab")
    assert result.returncode == 2
    assert "your own site" in said(result)
    assert built.ledger_path.read_bytes() == before


def test_a_site_on_this_machine_is_not_sent_to_medium(built):
    """The outbox of a loopback SITEURL goes only to a loopback API, also from `post`."""
    built.configure('SITEURL = "http://127.0.0.1:8000"')
    built.build()
    result = built.cli("post", MEDIUM_API_URL="https://api.medium.com/v1")
    assert result.returncode == 2
    assert "cannot reach" in said(result)


@pytest.mark.parametrize(
    "environ",
    [
        {"GITHUB_EVENT_NAME": "pull_request"},
        {"GITHUB_EVENT_NAME": "merge_group"},
        {"GITLAB_CI": "1", "CI_COMMIT_BRANCH": "typo", "CI_DEFAULT_BRANCH": "main"},
        {"CI": "true", "MEDIUM_BRANCH": "live"},
    ],
)
def test_post_sends_nothing_from_a_preview(built, medium, environ):
    """An outbox left over does not go from a pull request, and the job stays green."""
    before = built.ledger_path.read_bytes()
    result = built.cli("post", "--json", MEDIUM_INTEGRATION_TOKEN="", **environ)
    assert result.returncode == 2  # an empty secret is a wrong setting, wherever it is
    del built.environ["MEDIUM_INTEGRATION_TOKEN"]
    result = built.cli("post", "--json", **environ)
    assert (result.returncode, json.loads(result.stdout)["outcomes"]) == (0, [])
    assert "Nothing was sent, because this" in said(result)
    assert built.ledger_path.read_bytes() == before
    assert medium.requests == []


def test_an_outbox_of_another_site(built, medium):
    """Built for another SITEURL, from files that are not here: exit status 2, nothing changed."""
    built.configure('SITEURL = "https://elsewhere.example"')
    for number in (1, 2):
        (built.folder / f"content/a{number}.md").rename(built.folder / f"content/b{number}.md")
    before = built.ledger_path.read_bytes()
    result = built.cli("post")
    assert result.returncode == 2
    assert "the outbox was built for http://127.0.0.1" in said(result)
    assert "and SITEURL is https://elsewhere.example" in said(result)
    assert built.ledger_path.read_bytes() == before
    assert medium.requests == []


def test_a_site_url_given_to_the_build_alone(built, medium):
    """A pipeline gives SITEURL to the build by --extra-settings; its outbox is this site's."""
    built.configure('SITEURL = "https://elsewhere.example"')
    assert built.cli("post").returncode == 0
    assert len(medium.posts) == 3


def test_help_names_each_verb_and_the_version_is_right(site):
    """--help teaches the verbs, and --version is the package's."""
    from pelican_medium.model.version import __version__

    text = site.cli("--help").stdout
    for verb in ("status", "post", "preview", "mark", "sandbox"):
        assert verb in text
        assert site.cli(verb, "--help").returncode == 0
    assert __version__ in site.cli("--version").stdout


def test_sandbox_refuses_a_bad_call(site):
    """A port in use and an unknown fault are exit status 2 with a reason."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = site.cli("sandbox", "--port", str(taken.getsockname()[1]))
    assert result.returncode == 2
    assert "cannot be used" in said(result)
    result = site.cli("sandbox", "--port", "0", "--fault", "explode")
    assert result.returncode == 2
    assert "drop-after" in said(result)


def test_debug_shows_a_traceback_and_nothing_else_does(built):
    """The traceback is there for who asks for it."""
    built.ledger_path.write_text("{")
    assert "Traceback" not in built.cli("status").stderr
    assert "Traceback" in built.cli("--debug", "status").stderr


@pytest.mark.parametrize("arguments", [["-q", "status", "--debug"], ["--debug", "status"]])
def test_debug_stands_before_or_after_the_verb(built, arguments):
    """What is meant for the whole call may stand on either side of the verb."""
    built.ledger_path.write_text("{")
    assert "Traceback" in built.cli(*arguments).stderr


@pytest.mark.parametrize("arguments", [["--quiet", "post"], ["post", "-q"]])
def test_quiet_prints_only_what_needs_the_author(built, medium, arguments):
    """A run where all went well is silent; one where something needs a person is not."""
    medium.misbehave("400")
    result = built.cli(*arguments)
    assert result.returncode == 1
    [line] = result.stdout.splitlines()
    assert line.startswith("rejected: “A0”")
    assert result.stderr == ""
    assert len(medium.posts) == 2
    built.article("a3")
    built.build()
    silent = built.cli(*arguments)
    assert (silent.returncode, silent.stdout, silent.stderr) == (0, "", "")
    assert len(medium.posts) == 3


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_of_a_shell(site, shell):
    """The line of the README gives a script, and the script's question gives the verbs."""
    code = "from pelican_medium.cli import main; main()"
    script = site.run("-c", code, _PELICAN_MEDIUM_COMPLETE=f"{shell}_source")
    assert "pelican-medium" in script.stdout
    words = {"COMP_WORDS": "pelican-medium sta", "COMP_CWORD": "sta" if shell == "fish" else "1"}
    asked = site.run("-c", code, _PELICAN_MEDIUM_COMPLETE=f"{shell}_complete", **words)
    assert "status" in asked.stdout

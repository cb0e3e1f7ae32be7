"""`--after-save`: the intent leaves this machine before the article does, or nothing leaves."""

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime

import pytest
from conftest import Site
from factories import Blog, Pretended, Watched, at, make_article, said, tries
from gits import git
from zygote import python

from pelican_medium.model.errors import LedgerError, NotSent
from pelican_medium.posting import aftersave


@pytest.fixture
def blog(tmp_path, medium):
    made = Blog(tmp_path, medium.api_url)
    made.write()
    return made


def refused():
    raise NotSent("the push was refused")


def two():
    return make_article("one", 1), make_article("two", 2)


# In the loop


def test_it_comes_between_the_intent_and_the_post(blog, medium):
    """Once for each article: its posting is on disk, and it is not at Medium yet."""
    seen = []
    run = blog.post(*two(), after_save=lambda: seen.append((blog.states, len(medium.posts))))
    assert seen == [({"one": "posting"}, 0), ({"one": "posted", "two": "posting"}, 1)]
    assert said(run.outcomes) == {"one": "posted", "two": "posted"}
    assert "reason" not in blog.cells["one"]


def test_if_it_fails_the_cell_is_withdrawn_and_nothing_is_sent(blog, medium):
    """The run stops, the rest waits, and the ledger is as it was, with a stranger's fields."""
    entry = {"also": ["older"], "comment": "mine", "canonical_url": "x"}
    data = {"version": 1, "articles": {"one": entry}}
    blog.path.write_text(json.dumps(data), "utf-8")
    run = blog.post(*two(), after_save=refused)
    assert tries(medium) == []
    assert json.loads(blog.path.read_text("utf-8")) == data
    assert said(run.outcomes) == {"one": "pending", "two": "pending"}
    assert run.stopped == "the push was refused"
    assert run.needs_the_author
    assert run.changed_the_ledger  # what was pushed of it has to be put right
    assert said(blog.post(*two()).outcomes) == {"one": "posted", "two": "posted"}


def test_if_it_fails_a_rejected_article_may_be_tried_again(blog, medium):
    """The record of an earlier try does not come back to hold up an edited article."""
    old = at(datetime.now(UTC), state="rejected", fingerprint="sha256:old", api=medium.api_url)
    blog.write(one=old)
    blog.post(make_article("one"), after_save=refused)
    assert blog.states == {"one": None}
    assert said(blog.post(make_article("one")).outcomes) == {"one": "posted"}


def test_it_is_asked_again_for_each_try(blog, medium):
    """A 429 withdraws the intent; the second try needs its own."""
    medium.misbehave("429:0")
    seen = []
    blog.post(make_article("one"), after_save=lambda: seen.append(blog.cells["one"]))
    assert [cell["state"] for cell in seen] == ["posting", "posting"]
    assert seen[0] != seen[1]
    assert len(medium.posts) == 1


def test_no_two_intents_are_alike(real_blog):
    """Two machines in the same second: git must not find both the same, and let both go on."""
    seen = []
    for _ in range(2):
        real_blog.write()
        real_blog.post(
            make_article("one"),
            destination=Pretended(),
            after_save=lambda: seen.append(real_blog.cells["one"]),
        )
    assert seen[0]["at"] == seen[1]["at"]
    assert seen[0] != seen[1]


def test_what_a_pull_brings_is_kept_and_heeded(blog, medium):
    """Another machine's articles come in by the command; none of them is sent or lost."""

    def pull():
        data = json.loads(blog.path.read_text("utf-8"))
        data["articles"]["two"] = {"medium": at(datetime.now(UTC), api=medium.api_url, id="aa")}
        data["comment"] = "from the other machine"
        blog.path.write_text(json.dumps(data), "utf-8")

    run = blog.post(*two(), after_save=pull)
    assert said(run.outcomes) == {"one": "posted"}
    assert blog.cells["two"]["id"] == "aa"
    assert json.loads(blog.path.read_text("utf-8"))["comment"] == "from the other machine"
    assert len(tries(medium)) == 1


THEIRS = {
    "gone": {},
    "unknown": {"one": {"medium": {"state": "unknown", "by": "api"}}},
    "posted": {"one": {"medium": {"state": "posted", "by": "api", "id": "aa"}}},
    "their posting": {"one": {"medium": {"state": "posting", "by": "api"}}},
    "no cell": {"one": {"title": "One"}},
}


@pytest.mark.parametrize("articles", THEIRS.values(), ids=THEIRS)
def test_what_it_took_away_is_not_sent(blog, medium, articles):
    """A command that succeeds and yet replaced the intent has let somebody else go first."""
    for entry in articles.values():
        entry.get("medium", {})["api"] = medium.api_url

    def take_over():
        blog.path.write_text(json.dumps({"version": 1, "articles": articles}), "utf-8")

    run = blog.post(*two(), after_save=take_over)
    assert tries(medium) == []
    assert json.loads(blog.path.read_text("utf-8"))["articles"] == articles
    assert "another machine" in run.stopped
    assert said(run.outcomes) == {"one": "pending", "two": "pending"}


@pytest.mark.parametrize("fails", [True, False])
@pytest.mark.parametrize("left", ["<<<<<<< ours\n{}", None])
def test_a_ledger_it_broke_is_told_and_nothing_is_sent(blog, medium, fails, left):
    """Conflict marks, or no file at all: the message says that the article was not sent."""

    def break_it():
        blog.path.write_text(left) if left else blog.path.unlink()
        if fails:
            refused()

    with pytest.raises(LedgerError, match="“One” was not sent") as caught:
        blog.post(*two(), after_save=break_it)
    assert ("refused" in str(caught.value)) == fails
    assert tries(medium) == []
    assert blog.path.exists() == bool(left)
    assert not left or blog.path.read_text() == left


@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
def test_an_interruption_of_it_leaves_nothing(blog, medium, error):
    """Nothing was sent yet, and the ledger says so."""

    def interrupt():
        raise error

    with pytest.raises(error):
        blog.post(*two(), after_save=interrupt)
    assert tries(medium) == []
    assert blog.states == {}


def test_a_refusal_after_it_leaves_what_another_hand_wrote(blog, medium):
    """Withdrawing takes away this run's own record, and never somebody else's."""
    theirs = {"one": {"medium": {"state": "skipped", "why": "by hand"}}}

    def settle(_draft):
        blog.path.write_text(json.dumps({"version": 1, "articles": theirs}), "utf-8")

    medium.misbehave("401")
    blog.post(make_article("one"), destination=Watched(blog.destination(), before=settle))
    assert json.loads(blog.path.read_text("utf-8"))["articles"] == theirs


# The command


@pytest.fixture
def built(site, medium, live):
    """A live site whose outbox holds three articles."""
    site.use(medium)
    site.configure('MEDIUM_POST_ON = "deploy"')
    for number in range(3):
        site.article(f"a{number}", date=f"2026-01-0{number + 1}")
    site.build()
    return site


def test_the_command_runs_in_the_site_folder_without_the_token(built, medium):
    """All it prints goes to stderr, so that --json stays JSON; it has no need of the token."""
    built.environ["MEDIUM_INTEGRATION_TOKEN"] = medium.token
    (built.folder / "sub").mkdir()
    command = "echo here: $(pwd); echo to stderr >&2; env; cat; grep -c posting *.json"
    result = built.shell("post", "--json", "--after-save", command, PLAIN="kept")
    assert result.returncode == 0
    assert json.loads(result.stdout)["counts"] == {"posted": 3}
    assert result.stderr.count(f"here: {built.folder.resolve()}\n") == 3
    assert "PLAIN=kept" in result.stderr
    assert medium.token not in result.stderr
    assert "MEDIUM_INTEGRATION_TOKEN" not in result.stderr


@pytest.mark.parametrize(
    ("command", "word"),
    [("exit 3", "exit status 3"), ("no-such-command", "exit status 127"), ("kill -9 $$", "-9")],
)
def test_a_command_that_fails_stops_the_run(built, medium, command, word):
    """Exit status 1; nothing was sent, nothing is in the ledger, and the message says it all."""
    result = built.shell("post", "--after-save", command)
    assert result.returncode == 1
    text = " ".join(result.stderr.split())
    assert word in text
    assert "was not sent and waits as before" in text
    assert medium.posts == []
    assert built.ledger["articles"] == {}
    assert built.cli("post").returncode == 0
    assert len(medium.posts) == 3


@pytest.mark.parametrize("command", ["", "  "])
def test_an_empty_command_is_a_wrong_call(built, medium, command):
    """A variable that a pipeline forgot to set must not mean: announce nothing."""
    result = built.shell("post", "--after-save", command)
    assert result.returncode == 2
    assert "--after-save is empty" in result.stderr
    assert medium.requests == []


def test_a_command_that_cannot_be_run_is_told(tmp_path):
    """A folder that is gone is a failure of the command like any other."""
    with pytest.raises(NotSent, match="could not be run"):
        aftersave.run("true", tmp_path / "gone", {})


@pytest.mark.parametrize("name", ["INT", "TERM", "HUP"])
def test_a_run_that_is_ended_in_the_command_has_sent_nothing(built, medium, name):
    """The record is taken back, and the outcome says that it was interrupted."""
    result = built.shell(
        "post", "--after-save", f"exec >/dev/null 2>&1; kill -{name} $PPID; exec sleep 20"
    )
    assert result.returncode == 1
    assert "Interrupted" in result.stderr
    assert medium.posts == []
    assert built.ledger["articles"] == {}


# Two machines and git


IDENTITY = {f"GIT_{who}_{what}": "tester@blog.example"
            for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}  # fmt: skip


@pytest.fixture
def machines(built, tmp_path):
    """Two clones of one site with its ledger in git, each with the same outbox."""
    shutil.rmtree(built.folder / "__pycache__", ignore_errors=True)  # the output stays live
    (built.folder / ".gitignore").write_text(".medium_outbox.json\n*.lock\n*.bak\noutput\n*.pyc\n")
    git(built.folder, "init", "-q", "-b", "main")
    git(built.folder, "add", ".")
    assert git(built.folder, "commit", "-qm", "The site").returncode == 0
    shared = tmp_path / "shared.git"
    git(tmp_path, "clone", "-q", "--bare", str(built.folder), str(shared))
    found = []
    for name in ("left", "right"):
        git(tmp_path, "clone", "-q", str(shared), name)
        shutil.copy2(built.outbox_path, tmp_path / name)
        found.append(Site(tmp_path / name, built.environ | IDENTITY))
    return found


PUSH = 'git commit -qam "To Medium" && git push -q'
PULL = 'git commit -qam "To Medium" && git pull -q --rebase && git push -q'

#: Lets no machine go on before both have said what they are about to do.
MEET = 'touch ../$(basename "$PWD").here; until [ -e ../left.here -a -e ../right.here ]; do :; done'


@pytest.mark.parametrize("push", [PUSH, PULL], ids=["push", "pull and push"])
def test_two_machines_at_once_post_each_article_once(machines, medium, push):
    """Both say in the same moment that they will send; git lets one of them, the other stops."""
    command = [*python(), "-m", "pelican_medium", "post", "--after-save", f"{MEET}; {push}"]
    running = [
        subprocess.Popen(
            command,
            cwd=one.folder,
            env=os.environ | one.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for one in machines
    ]
    said_by = [one.communicate(timeout=60)[0] for one in running]
    codes = [one.returncode for one in running]
    assert (min(codes), max(codes)) in {(0, 1), (0, 2)}, said_by
    winner, loser = sorted(zip(codes, machines, said_by, strict=True), key=lambda row: row[0])
    assert "not sent" in loser[2]
    assert [body["title"] for body in medium.bodies] == ["A0", "A1", "A2"]
    assert set(winner[1].states().values()) == {"posted"}

    assert git(winner[1].folder, "commit", "-qam", "Went to Medium").returncode == 0
    assert git(winner[1].folder, "push", "-q").returncode == 0
    folder = loser[1].folder
    for step in (("rebase", "--abort"), ("fetch", "-q"), ("reset", "-q", "--hard", "origin/main")):
        git(folder, *step, check=False)
    again = loser[1].shell("post", "--after-save", push)
    assert again.returncode == 0
    assert loser[1].states() == winner[1].states()
    assert len(medium.posts) == 3


def test_an_intent_that_was_pushed_outlives_its_machine(machines, medium):
    """A runner that dies after the push: the next one finds the intent, and sends it not again."""
    left, right = machines
    died = left.shell("post", "--after-save", f"{PUSH} && kill -9 $PPID")
    assert died.returncode == -9
    git(right.folder, "pull", "-q")
    result = right.shell("post", "--after-save", PUSH)
    assert result.returncode == 0
    assert right.states() == {"a0": "unknown", "a1": "posted", "a2": "posted"}
    assert [body["title"] for body in medium.bodies] == ["A1", "A2"]


def test_the_lock_is_not_handed_to_what_the_command_leaves_behind(built, medium):
    """Something it started in the background must not keep the next run waiting for ever."""
    pid = built.folder / "pid"
    command = f"sleep 60 >/dev/null 2>&1 & echo $! > {pid}"
    assert built.shell("post", "a0", "--after-save", command).returncode == 0
    try:
        assert built.cli("post", "a1").returncode == 0
    finally:
        subprocess.run(["kill", pid.read_text().strip()], check=False)

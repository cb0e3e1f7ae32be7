"""``post`` and its dry run: what is sent, what is said, which exit status is left."""

import json
import socket

import pytest
from verbs import outcomes, said


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
    plan = "To send: “A0”, “A1”.\n1 more; MEDIUM_MAX_POSTS_PER_RUN is 2.\n"
    assert built.cli("post").stderr.startswith(plan)
    assert built.cli("post", "--json").stderr.startswith(plan)
    built.configure("MEDIUM_DAILY_LIMIT = 2")
    text = built.cli("post", "a2").stderr
    assert text.startswith("1 waiting; MEDIUM_DAILY_LIMIT is 2, free at ")
    assert len(medium.posts) == 2


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
    assert "a0: nothing to send; it was posted, see http" in said(result)
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
    with socket.socket() as closed:  # bound, and listening to nobody
        closed.bind(("127.0.0.1", 0))
        api = f"http://127.0.0.1:{closed.getsockname()[1]}/v1"
        result = built.cli("post", MEDIUM_API_URL=api)
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


def test_post_does_not_ask_a_preview_for_an_outbox(site, medium):
    """Its build has made none: "build once more" would be no help, and the job stays green."""
    site.use(medium)
    site.article()
    pull_request = {"CI": "true", "TRAVIS": "true", "TRAVIS_PULL_REQUEST": "5"}
    assert site.build(**pull_request).returncode == 0
    assert not site.outbox_path.exists()
    result = site.cli("post", **pull_request)
    assert result.returncode == 0
    assert "Nothing was sent, because this is the build of a pull request" in said(result)
    assert site.cli("post", "--dry-run", **pull_request).returncode == 2
    assert medium.requests == []


def test_an_outbox_of_another_site(built, medium):
    """Built for another SITEURL: exit status 2, both are named, nothing changed."""
    built.configure('SITEURL = "https://elsewhere.example"')
    before = built.ledger_path.read_bytes()
    for arguments in ([], ["--dry-run"]):
        result = built.cli("post", *arguments)
        assert result.returncode == 2
        assert built.outbox["site_url"] in said(result)
        assert "https://elsewhere.example" in said(result)
    assert built.ledger_path.read_bytes() == before
    assert medium.requests == []


@pytest.mark.parametrize("form", ["SITEURL={}", 'SITEURL="{}"'])
def test_a_site_url_given_to_the_build_alone(built, live, medium, form):
    """A pipeline gives SITEURL to the build by --extra-settings; -e says the same to `post`."""
    built.configure('SITEURL = "https://elsewhere.example"')
    assert built.cli("-e", form.format(live), "post").returncode == 0
    assert len(medium.posts) == 3


def test_an_empty_site_url_means_the_outboxs(built, medium):
    """Development settings name no address, and the outbox knows the right one."""
    built.configure('SITEURL = ""')
    assert built.cli("post").returncode == 0
    assert len(medium.posts) == 3


def test_a_draft_is_called_one_and_the_next_step_is_said_once(built):
    """And so is what to do with it; a public post leaves nothing to do."""
    built.configure("MEDIUM_MAX_POSTS_PER_RUN = 2")
    run = built.cli("post")
    assert run.stdout.count(" as a draft: http://127.0.0.1") == 2
    assert run.stderr.count("Publish the drafts on Medium, then: pelican-medium refresh") == 1
    built.configure('MEDIUM_PUBLISH_STATUS = "public"')
    run = built.cli("post")
    assert "“A2” in public: http" in run.stdout
    assert "refresh" not in run.stderr

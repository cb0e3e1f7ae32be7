"""``mark``: a person's decision, and what it leaves in the ledger."""

import json

import pytest
from terminal import on_a_terminal
from verbs import said

from pelican_medium.cli import mark


def test_mark_settles_an_unknown(built, medium):
    """A person's word resolves an unknown: found on Medium, or to be sent again."""
    medium.misbehave("drop-after", "drop-before")
    built.cli("post")
    built.cli("post")
    assert [built.states()[key] for key in ("a0", "a1")] == ["unknown", "unknown"]
    url = medium.posts[0]["answer"]["url"]
    assert built.cli("mark", "a0", "posted", "--url", url).returncode == 0
    assert built.cli("mark", "a1", "pending", "--again").returncode == 0
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


SENT = {"state": "posted", "by": "api", "id": "abc123", "url": "https://medium.com/p/abc123"}

QUESTIONS = {
    "one that is there": (
        ["mark", "a0", "pending"],
        "a0 is on Medium (https://medium.com/p/abc123) and would be sent again. Say --again",
    ),
    "one that may be there": (
        ["mark", "a1", "pending"],
        "a1 may be on Medium and would be sent again. Say --again",
    ),
    "yes is not enough": (
        ["mark", "a0", "pending", "--yes"],
        "and would be sent again. Say --again",
    ),
    "several": (
        ["mark", "--all", "pending"],
        "2 of them are, or may be, on Medium and would be sent again. Say --yes --again",
    ),
    "several with yes": (["mark", "--all", "skipped", "--yes"], "called skipped. Say --again"),
}


@pytest.mark.parametrize(("words", "told"), QUESTIONS.values(), ids=QUESTIONS)
def test_mark_asks_before_it_forgets_what_is_on_medium(site, words, told):
    """What is, or may be, on Medium is never sent again, or forgotten, without being asked for."""
    site.write_ledger(
        {
            "a0": {"medium": SENT},
            "a1": {"medium": {"state": "unknown", "by": "api", "id": None}},
            "a2": {"medium": {"state": "skipped", "why": "by hand"}},
        }
    )
    before = site.ledger
    result = site.cli(*words)
    assert result.returncode == 2
    assert told in said(result)
    assert site.ledger == before


def test_mark_again_keeps_what_was_sent(site):
    """Said outright, it is forgotten, but not without a trace: Medium counts it today."""
    site.write_ledger({"a0": {"title": "A", "medium": SENT | {"at": "2026-11-20T08:00:00Z"}}})
    assert site.cli("mark", "a0", "pending", "--again").returncode == 0
    entry = site.ledger["articles"]["a0"]
    assert "medium" not in entry
    assert entry["earlier"] == [SENT | {"at": "2026-11-20T08:00:00Z"}]


def test_the_daily_limit_counts_what_was_sent_before_a_mark(built, medium):
    """Medium still counts a post that its author wants to send again."""
    built.configure("MEDIUM_DAILY_LIMIT = 1")
    built.cli("post")
    assert built.cli("mark", "a0", "pending", "--again").returncode == 0
    built.build()
    result = built.cli("post")
    assert result.returncode == 0
    assert "MEDIUM_DAILY_LIMIT is 1, free at" in said(result)
    assert json.loads(built.cli("status", "--json").stdout)["quota"]["used"] == 1
    assert [body["title"] for body in medium.bodies] == ["A0"]
    assert built.ledger["articles"]["a0"].get("medium") is None


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


def test_what_a_run_has_sent_meanwhile_is_not_made_new(built, medium, monkeypatch):
    """While a person was asked, another run ended: its post is not forgotten by the answer."""
    ask = mark._confirm

    def ask_slowly(*arguments, **more):
        assert built.shell("post", "a1").returncode == 0
        return ask(*arguments, **more)

    monkeypatch.setattr(mark, "_confirm", ask_slowly)
    result = built.cli("mark", "a1", "pending")
    assert result.returncode == 2
    assert "another run has sent a1" in said(result)
    assert built.states()["a1"] == "posted"
    assert len(medium.posts) == 1


def test_the_public_address_of_a_draft_is_recorded(site):
    """`mark KEY posted --url … --status public` does what refresh does for the very same post."""
    draft = {
        "state": "posted",
        "by": "api",
        "id": "0a1b2c3d4e5f",
        "url": "https://medium.com/@me/0a1b2c3d4e5f",
        "publish_status": "draft",
        "at": "2026-11-19T08:00:00Z",
    }
    site.write_ledger({"sand": {"medium": draft}})
    url = "https://medium.com/@me/sand-wind-0a1b2c3d4e5f"
    assert site.cli("mark", "sand", "posted", "--url", url, "--status", "public").returncode == 0
    cell = site.ledger["articles"]["sand"]["medium"]
    assert cell == draft | {"url": url, "publish_status": "public"}

"""``status``: what needs its author first, at any width, and as JSON."""

import json
import re

import pytest
from terminal import on_a_terminal, without_colours


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
        "notes": None,
        "pictures": None,
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
    assert "Changed since it was posted:\n  posted " in built.cli("status").stdout


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
    built.article("held", text='<IMG SRC="{static}/x.png">', date="2025-12-31")
    built.configure("MEDIUM_MAX_POSTS_PER_RUN = 1")
    built.build()
    text = built.cli("status").stdout
    assert re.search(r"^Needs you:\n  held .*\{static\}", text, re.DOTALL)
    assert re.search(r"Next:\n  pending .* a0 +A0\n  2 left for later: \w+_PER_RUN is 1\.\n", text)
    built.cli("post")
    assert list(built.states()) == ["a0"]
    built.configure("MEDIUM_DAILY_LIMIT = 1")
    text = built.cli("status").stdout
    assert "Next:" not in text
    assert "Nothing would be sent now: MEDIUM_DAILY_LIMIT is 1, free at " in text
    assert "1 of 1 posted in the last 24 hours." in text
    del built.environ["MEDIUM_INTEGRATION_TOKEN"]
    text = built.cli("status").stdout
    assert "Nothing would be sent now: there is no MEDIUM_INTEGRATION_TOKEN" in text


@pytest.mark.parametrize("cap", [1, 2, 0])
def test_post_and_status_name_the_same_articles(built, cap):
    """Also where one of the oldest would be held."""
    built.article("held", text='<IMG SRC="{static}/x.png">', date="2025-12-31")
    built.configure(f"MEDIUM_MAX_POSTS_PER_RUN = {cap}")
    built.build()
    text = built.cli("status").stdout.partition("Next:\n")[2]
    promised = re.findall(r"^  pending .* (A\d)$", text, re.MULTILINE)
    run = built.cli("post")
    assert run.stderr.startswith(f"To send: {', '.join(f'“{title}”' for title in promised)}")
    assert re.findall(r"^posted “(.*?)”", run.stdout, re.MULTILINE) == promised


def test_what_needs_a_person_comes_first(built, medium):
    """Unknown, held, rejected, with what to do, then what goes next, then what was posted."""
    built.article("a3")
    built.article("held", text='<IMG SRC="{static}/x.png">')
    built.build()
    medium.misbehave("ok", "400", "drop-after")
    for key in ("a0", "a1", "a2"):
        built.cli("post", key)
    built.article("a0", text="Another text.", date="2026-01-01")
    built.build()
    text = built.cli("status").stdout
    places = [
        *("Needs you:", "  unknown ", "  held ", "  rejected ", "An unknown one may be on Medium"),
        *("A rejected one", "Next:", "  pending ", "Changed since it was posted:"),
        *(
            "  posted ",
            "edit it at",
            "1 pending, 1 held, 1 posted, 1 unknown, 1 rejected; 2 posted",
        ),
    ]
    assert [text.find(place) for place in places] == sorted(text.find(place) for place in places)
    assert -1 not in [text.find(place) for place in places]


@pytest.fixture(scope="module")
def varied(shared_site):
    """A site with an article in each state, long and wide titles, that nothing changes."""
    site = shared_site
    url = "https://medium.com/@somebody/a-title-that-is-long-enough-to-be-wrapped-0123456789ab"
    why = "no answer within 40 s, and nobody can say whether the story was made or was not made"
    posted = {"state": "posted", "by": "api", "id": "0123456789ab", "url": url, "at": "2026-01-01"}
    cells = {
        "unknown-" + "x" * 70: {"state": "unknown", "by": "api", "reason": why},
        "rejected": {"state": "rejected", "by": "api", "reason": "tags are wrong " * 20},
        "posted": posted,
        **{f"skipped{n}": {"state": "skipped", "why": "by hand"} for n in range(30)},
    }
    site.write_ledger(
        {key: {"title": f"{key} 文章 " * 9, "medium": cell} for key, cell in cells.items()}
    )
    for number in range(16):
        site.article(f"new{number:02}", title=f"New {number} " + "文章" * 30)
    site.configure('MEDIUM_MAX_POSTS_PER_RUN = 5\nMEDIUM_POST_ON = "deploy"')
    site.environ["MEDIUM_INTEGRATION_TOKEN"] = "none"
    assert site.build().returncode == 0
    return site


@pytest.mark.parametrize("arguments", [[], ["--all"], ["--state", "skipped"], ["new00"]])
@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_status_fits_any_terminal(varied, columns, arguments):
    """No line is wider, no word of a title is lost, and a state has its colour."""
    from wcwidth import wcswidth

    code, shown = on_a_terminal(varied, "status", *arguments, columns=columns)
    lines = without_colours(shown).splitlines()
    assert code == 0
    assert max(wcswidth(line) for line in lines) <= columns, shown
    assert "…" not in shown
    if not arguments:
        assert "\x1b[36m  pending" in shown
        assert "11 left for later: MEDIUM_MAX_POSTS_PER_RUN is 5" in " ".join(shown.split())
        assert "skipped0" not in shown
        assert "30 skipped" in " ".join(shown.split())


def test_status_in_a_pipe_wraps_nothing(varied):
    """Each title stands on one line, whatever COLUMNS says, with no colour and no blank behind."""
    text = varied.cli("status", "--all", COLUMNS="40").stdout
    assert "\x1b" not in text
    assert all(line == line.rstrip() for line in text.splitlines())
    assert len(re.findall("^  pending .*文章$", text, re.MULTILINE)) == 16
    assert len(re.findall("^  skipped", text, re.MULTILINE)) == 30


def test_status_of_a_state_and_of_keys(varied):
    """--state and KEYs choose, and an article that waits is shown as it would be sent."""
    text = varied.cli("status", "--state", "skipped").stdout
    assert set(re.findall(r"^  (\w+)", text, re.MULTILINE)) == {"skipped"}
    text = varied.cli("status", "rejected", "posted").stdout
    assert re.findall(r"^  (\w+) ", text, re.MULTILINE) == ["posted", "rejected"]
    assert varied.cli("status", "--state", "held").stderr == "None.\n"
    wrong = varied.cli("status", "nowhere")
    assert (wrong.returncode, wrong.stdout) == (2, "")


def test_json_has_notes_of_what_is_named_or_next_alone(varied):
    """Whoever asks for more names it; nothing else is drafted."""
    rows = json.loads(varied.cli("status", "new07", "--json").stdout)["articles"]
    drafted = [row["key"] for row in rows if row["notes"] is not None]
    assert drafted == ["new00", "new01", "new02", "new03", "new04", "new07"]
    assert len(rows) == 16 + 33


def test_no_color_is_obeyed(varied):
    """As no-color.org asks, and on a terminal that can show none."""
    for environ in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        _, shown = on_a_terminal(varied, "status", columns=100, **environ)
        assert "\x1b" not in shown


def test_states_are_those_of_posting():
    """The choice of --state is written down twice, for --help to stay light."""
    from pelican_medium.cli.status import STATES
    from pelican_medium.posting import status

    assert STATES == status.STATES


@pytest.mark.parametrize("arguments", [["status"], ["status", "--json"], ["status", "one"]])
def test_a_title_commands_no_terminal(site, arguments):
    """Control characters of titles and answers are not printed, in JSON they are escaped."""
    title = "\x1b]0;owned\x07 \x9b31mred \u202eback"
    reason = {"state": "unknown", "by": "api", "reason": "\x1b[2Jgone\r##[add-mask]x"}
    site.write_ledger({"one": {"title": title, "medium": reason}})
    site.build()
    result = site.cli(*arguments, GITHUB_ACTIONS="true")
    assert "owned" in result.stdout
    assert not set(result.stdout) & set("\x1b\x07\x9b\r\u202e")
    assert "##[" not in result.stdout
    if "--json" in arguments:
        [row] = json.loads(result.stdout)["articles"]
        assert row["title"] == title

"""What GitHub's runners are told: what needs a person is named, and commands nothing."""

import json

import pytest
from factories import Blog, make_article, make_outbox

from pelican_medium.model import Outcome
from pelican_medium.posting import github
from pelican_medium.store import outbox
from pelican_medium.store.outbox import Held

NEEDY = [Outcome(f"a{n}", f"A{n}", "unknown", reason="no answer") for n in range(12)]


@pytest.fixture
def blog(tmp_path, medium):
    made = Blog(tmp_path, medium.api_url)
    made.write(lost={"state": "unknown", "by": "api", "reason": "no answer", "api": medium.api_url})
    box = make_outbox(
        make_article("late"), make_article("next"), held={"late": Held("no picture", "")}
    )
    outbox.write(made.settings.outbox, box)
    return made


def test_what_earlier_runs_left_to_a_person_is_in_the_summary_and_marks_the_job(
    blog, tmp_path, capsys
):
    """A run that does nothing is a success, and still not one without a word."""
    environ = {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary"), "GITHUB_ACTIONS": "true"}
    with github.telling(environ, blog.settings, [], pytest.fail):
        pass
    summary = (tmp_path / "summary").read_text("utf-8")
    assert "| lost | unknown | no answer |" in summary
    assert "| Late | held | no picture |" in summary
    lines = capsys.readouterr().err.splitlines()
    assert [line.split("“")[0] for line in lines] == [
        "::warning title=Medium::unknown: ",
        "::warning title=Medium::held: ",
    ]


def test_what_the_run_itself_told_is_told_once(blog, tmp_path, capsys):
    """The outcome of the run counts, not what the files say of the same article."""
    environ = {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary")}
    told = [Outcome("late", "Late", "posted", "https://m/p/1"), NEEDY[0]]
    with github.telling(environ, blog.settings, told, pytest.fail):
        pass
    summary = (tmp_path / "summary").read_text("utf-8")
    assert summary.count("Late") == 1
    assert summary.index("| A0 |") < summary.index("[Late]")
    assert capsys.readouterr().err == ""


def test_no_more_warnings_than_github_shows():
    """The last of ten says how many more there are."""
    lines = list(github.warnings(NEEDY))
    assert len(lines) == 10
    assert lines[-1] == "::warning title=Medium::3 more: pelican-medium status\n"
    assert len(list(github.warnings(NEEDY[:10]))) == 10


def test_no_title_commands_the_runner():
    """A line of its own that begins with two colons would be a command."""
    [line] = github.warnings([Outcome("a", "x\n::error::y\r50%", "held", reason="r")])
    assert line.count("\n") == 1
    assert "x%0A::error::y%0D50%25" in line


def test_a_run_without_github_reads_nothing_and_writes_nothing(blog, monkeypatch):
    """Neither file nor ledger is touched for nobody's sake."""
    blog.path.write_text("not even JSON", "utf-8")
    with github.telling({}, blog.settings, [], pytest.fail):
        pass
    assert json.dumps(blog.reported) == "[]"

"""Talking to consoles that lack letters, and to terminals that would obey."""

import os
import subprocess
from pathlib import Path

import pytest
from conftest import clear_environment, new_site
from zygote import python

from pelican_medium.cli import console
from pelican_medium.medium import client


@pytest.mark.parametrize("encoding", ["cp437", "cp1252"])
@pytest.mark.parametrize(
    "arguments", [["init", "--yes"], ["doctor"], ["doctor", "--report"], ["status"], ["post"]]
)
def test_a_console_that_lacks_letters_raises_nothing(built, encoding, arguments):
    """As on Windows: titles, arrows and quotes are replaced, and the verb does what it should."""
    built.article("fog", title="Θάλασσα “✓” → 海", date="2026-01-09")
    built.build()
    result = subprocess.run(
        [*python(), "-m", "pelican_medium", *arguments],
        cwd=built.folder,
        env=os.environ | built.environ | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        encoding=encoding,
        check=False,
    )
    assert "Traceback" not in result.stdout + result.stderr
    assert result.returncode in {0, 1}
    assert result.stdout


@pytest.mark.parametrize("text", ["a\x1b[2Jb", "a\x07b", "a\u202eb"])
def test_a_text_commands_no_terminal(text):
    """What a terminal would obey is taken out of whatever is printed."""
    assert console.safe(text) in {"ab", "a[2Jb"}


def test_no_verb_prints_past_what_makes_a_text_safe():
    """A title, an account or an address may hold what commands a terminal, wherever it is said."""
    echoing = {
        file.name
        for file in Path(console.__file__).parent.rglob("*.py")
        if "click.echo(" in file.read_text("utf-8")
    }
    assert echoing == {"console.py", "recipe.py"}  # a recipe is ours, and goes out byte for byte


@pytest.fixture(scope="module")
def troubled(tmp_path_factory):
    """A site with something to say to its author; nothing below changes it."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        clear_environment(monkeypatch)
        site = new_site(tmp_path_factory.mktemp("troubled"))
        for name in ("the-long-way-around-the-bay", "fog"):
            site.article(name, text="![the pier](/images/lost.png)", tags="wind, tides")
        unknown = {"state": "unknown", "by": "api", "reason": "a reset"}
        site.write_ledger({"fog": {"medium": unknown}})
        assert site.build().returncode == 0
    return site


#: Verbs in trouble: each says more than fits a narrow line.
TALKS = {
    "init": {},
    "doctor --offline": {},
    "post": {"MEDIUM_API_URL": "http://127.0.0.1:1/v1", "MEDIUM_INTEGRATION_TOKEN": "x"},
    "post foog": {},
    "mark --all pending": {},
    "refresh": {"MEDIUM_FEED_URL": "http://127.0.0.1:1/feed"},
}


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("talk", TALKS)
def test_what_is_said_fits_the_terminal(troubled, monkeypatch, talk, width):
    """Words are wrapped, and not one is cut, broken or lost; only what is to be pasted is long."""
    monkeypatch.setattr(client, "PAUSE", 0)  # before it asks again where nobody answers
    before = troubled.cli(*talk.split(), **TALKS[talk])
    monkeypatch.setattr(console, "columns", lambda **_err: width)
    after = troubled.cli(*talk.split(), **TALKS[talk])
    assert after.returncode == before.returncode
    for stream in ("stdout", "stderr"):
        whole, lines = getattr(before, stream), getattr(after, stream).splitlines()
        longer = [line for line in lines if len(line) > width and " " in line.strip()]
        assert not [line for line in longer if not line.startswith("    ")]
        assert "".join("".join(lines).split()) == "".join(whole.split())

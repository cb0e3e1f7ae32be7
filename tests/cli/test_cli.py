"""The command line: what it prints where, and which exit status it leaves."""

import re

import pytest
from verbs import said

from pelican_medium.cli import cli


def test_a_lock_held_by_another_run(built, medium):
    """Another run at work is exit status 1, and nothing is done."""
    import filelock

    with filelock.FileLock(f"{built.ledger_path}.lock"):
        for verb in (["post"], ["mark", "a0", "skipped"]):
            result = built.cli(*verb)
            assert result.returncode == 1
            assert "Another run" in said(result)
    assert medium.posts == []


def test_help_names_each_verb_and_the_version_is_right(site):
    """--help teaches the verbs, and --version is the package's."""
    from pelican_medium.model.version import __version__

    text = site.cli("--help").stdout
    for verb in ("status", "post", "preview", "mark", "sandbox"):
        assert verb in text
        assert site.cli(verb, "--help").returncode == 0
    assert __version__ in site.cli("--version").stdout


@pytest.mark.parametrize("width", [60, 80, 120])
def test_help_fits_and_teaches_the_way_people_go(site, width):
    """What each verb does is there whole; the verbs of a day stand in the order of a day."""
    text = site.shell("--help", COLUMNS=str(width)).stdout
    assert max(map(len, text.splitlines())) <= width
    flowing = " ".join(text.split())
    for name, verb in cli.commands.items():
        assert f"{name} {verb.short_help}" in flowing
    day = flowing[flowing.index("Day by day:") : flowing.index("Try it")]
    assert re.findall(r"pelican-medium (\w+)", day) == ["init", "doctor", "status", "post", "desk"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_of_a_shell(site, shell):
    """The line of the README gives a script, and the script's question gives the verbs."""
    code = "from pelican_medium.cli import main; main()"
    script = site.run("-c", code, _PELICAN_MEDIUM_COMPLETE=f"{shell}_source")
    assert "pelican-medium" in script.stdout
    words = {"COMP_WORDS": "pelican-medium sta", "COMP_CWORD": "sta" if shell == "fish" else "1"}
    asked = site.run("-c", code, _PELICAN_MEDIUM_COMPLETE=f"{shell}_complete", **words)
    assert "status" in asked.stdout


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        (["status"], 0), (["post", "--dry-run"], 0), (["preview"], 0), (["mark", "a0", "lost"], 2),
        (["refresh"], 0), (["sandbox", "--fault", "lost"], 2), (["init"], 0), (["doctor"], 0),
        (["import-ledger", "nowhere"], 2), (["merge-ledger", "a", "b", "c"], 2),
        (["desk", "--export", "folder"], 0), (["recipe"], 0),
        (["login", "--help"], 0), (["logout", "--help"], 0),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)  # fmt: skip
def test_each_verb_as_a_process(built, verb, status):
    """What the other tests run in their own process runs in one of its own as well."""
    result = built.shell(*verb)
    assert result.returncode == status, result.stderr
    assert "Traceback" not in result.stderr


def test_every_verb_is_run_as_a_process():
    """The list above is whole."""
    from pelican_medium.cli import cli

    [marks] = [m for m in test_each_verb_as_a_process.pytestmark if m.name == "parametrize"]
    assert {verb[0] for verb, _ in marks.args[1]} == set(cli.commands)

"""Options before and after the verb, and errors as messages."""

import pytest


def test_debug_shows_a_traceback_and_nothing_else_does(built):
    """The traceback is there for who asks for it."""
    built.ledger_path.write_text("{")
    assert "Traceback" not in built.shell("status").stderr
    assert "Traceback" in built.shell("--debug", "status").stderr


@pytest.mark.parametrize("arguments", [["-q", "status", "--debug"], ["--debug", "status"]])
def test_debug_stands_before_or_after_the_verb(built, arguments):
    """What is meant for the whole call may stand on either side of the verb."""
    built.ledger_path.write_text("{")
    assert "Traceback" in built.shell(*arguments).stderr


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

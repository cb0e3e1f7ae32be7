"""Talking to consoles that lack letters, and to terminals that would obey."""

import os
import subprocess
import sys

import pytest

from pelican_medium.cli import console


@pytest.mark.parametrize("encoding", ["cp437", "cp1252"])
@pytest.mark.parametrize(
    "arguments", [["init", "--yes"], ["doctor"], ["doctor", "--report"], ["status"], ["post"]]
)
def test_a_console_that_lacks_letters_raises_nothing(built, encoding, arguments):
    """As on Windows: titles, arrows and quotes are replaced, and the verb does what it should."""
    built.article("fog", title="Θάλασσα “✓” → 海", date="2026-01-09")
    built.build()
    result = subprocess.run(
        [sys.executable, "-m", "pelican_medium", *arguments],
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

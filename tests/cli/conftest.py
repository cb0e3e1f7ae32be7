"""What the tests of several verbs share."""

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Opened:
    """A browser that only notes what it was asked to open."""

    line: str
    note: Path


@pytest.fixture
def noting(tmp_path):
    """A browser for BROWSER, which notes the address, and what it knew then."""
    note, script = tmp_path / "note", tmp_path / "browser"
    script.write_text(
        f"#!{sys.executable}\nimport json, os, sys\n"
        f"open({str(note)!r} + '.part', 'w').write(json.dumps([sys.argv[1:], dict(os.environ)]))\n"
        f"os.rename({str(note)!r} + '.part', {str(note)!r})\n"
    )
    script.chmod(0o755)
    return Opened(f"{script} %s", note)

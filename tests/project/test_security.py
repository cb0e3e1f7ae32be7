"""What SECURITY.md and docs/security.md promise is held by tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs" / "security.md").read_text("utf-8")


def test_each_row_names_tests_that_are_there():
    """A threat that no test holds is a wish."""
    rows = [line for line in TABLE.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 10
    for row in rows:
        named = re.findall(r"`(tests/[^`]+)`", row)
        assert named, row
        assert [name for name in named if not (ROOT / name).is_file()] == []


def test_nobody_is_sent_to_an_invented_address():
    """Reports go to wherever the code lives."""
    text = (ROOT / "SECURITY.md").read_text("utf-8") + TABLE
    assert not re.search(r"[\w.]+@[\w-]+\.\w+|https?://", text)

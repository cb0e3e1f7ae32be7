"""A bar on a terminal, and lines everywhere else."""

import re

from terminal import on_a_terminal


def test_post_shows_a_bar_with_the_title_on_a_terminal(built, medium):
    """Each title stands beside the bar while it is sent, and the lines of what was done stay."""
    medium.misbehave("ok", "400")
    code, shown = on_a_terminal(built, "post", columns=120)
    assert code == 1
    for number, title in enumerate(("A0", "A1", "A2")):
        assert re.search(rf"{number}/3.*“{title}”", shown)
    lines = [re.sub(r".*\x1b\[\d*[A-Z]", "", line) for line in shown.rstrip("\n").split("\n")]
    assert [line.split("“")[0] for line in lines if "“A" in line] == [
        "To send: ", "posted ", "rejected: ", "posted "
    ]  # fmt: skip
    assert "\x1b[?25h" in shown.rpartition("\x1b[?25l")[2]
    assert "4/3" not in shown


def test_post_shows_no_bar_elsewhere(built):
    """In a log of a pipeline there is a line for each article and no control letter."""
    result = built.cli("post")
    assert result.stdout.count("posted “") == 3
    assert "\x1b" not in result.stdout + result.stderr
    assert "\r" not in result.stdout + result.stderr

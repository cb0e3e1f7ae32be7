"""The author's own functions may raise, print, exit or say a novel: one article has to wait."""

import pytest

from pelican_medium.model.errors import ArticleError
from pelican_medium.settings import functions


class Mute(Exception):
    """An error whose own text fails."""

    def __str__(self):
        raise ValueError("no text")


def failing(error):
    def ask():
        raise error

    return ask


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KeyError("x"), "KeyError: 'x'"),
        (SystemExit(0), "SystemExit: 0"),
        (SystemExit(), "SystemExit"),
        (RecursionError("deep"), "RecursionError: deep"),
        (Mute(), "Mute"),
        (ValueError("a\x1b[31m\nb"), "ValueError: a [31m b"),
    ],
    ids=["error", "exit 0", "exit", "recursion", "mute", "escape"],
)
def test_whatever_it_raises_is_one_short_line_about_one_article(error, said):
    """Also sys.exit, which would end a build or a run with a status of its own."""
    with pytest.raises(ArticleError) as caught:
        functions.call("MEDIUM_SELECT", failing(error))
    assert str(caught.value) == f"the function MEDIUM_SELECT failed on it: {said}"


def test_a_huge_text_is_cut():
    """An error may quote the whole article."""
    with pytest.raises(ArticleError) as caught:
        functions.call("MEDIUM_ARTICLE", failing(ValueError("x" * 10_000_000)))
    assert len(str(caught.value)) < 300


def test_a_ctrl_c_stays_one():
    """It is the person at the keyboard who ends the run, and not the function."""
    with pytest.raises(KeyboardInterrupt):
        functions.call("MEDIUM_SELECT", failing(KeyboardInterrupt()))


def test_what_it_prints_does_not_reach_stdout(capsys):
    """Which may be JSON that a script reads."""
    assert functions.call("MEDIUM_SELECT", lambda: print("looking") or 7) == 7  # noqa: T201
    assert capsys.readouterr() == ("", "looking\n")

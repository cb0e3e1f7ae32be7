"""Calling the author's own functions, MEDIUM_SELECT and MEDIUM_ARTICLE, which may do anything."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable
from typing import TypeVar

from pelican_medium.model.errors import ArticleError

_Answer = TypeVar("_Answer")

#: How much of what an error says is worth reading; one may quote the whole article.
_MOST_TOLD = 200


def call(name: str, ask: Callable[[], _Answer]) -> _Answer:
    """Ask a function of the author's about an article.

    What it prints goes to stderr: stdout belongs to what a command was asked for, such as JSON.

    Args:
        name: the setting that it stands in.

    Raises:
        ArticleError: it failed, or wanted to end the program. A Ctrl-C stays one.
    """
    try:
        with contextlib.redirect_stdout(sys.stderr):
            return ask()
    except (Exception, SystemExit) as error:  # the author's own function may raise anything
        raise ArticleError(
            f"the function {name} failed on it: {type(error).__name__}{_told(error)}"
        ) from error


def _told(error: BaseException) -> str:
    """Return what an error says, as one short line that commands no terminal."""
    try:
        text = str(error)
    except Exception:  # noqa: BLE001 - an error of the author's own, whose text fails as well
        return ""
    line = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", text[: 10 * _MOST_TOLD]).split())
    cut = f"{line[:_MOST_TOLD]}…" if len(line) > _MOST_TOLD else line
    return f": {cut}" if cut else ""

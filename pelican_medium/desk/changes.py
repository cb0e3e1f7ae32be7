"""What changed in an article's source since it was posted, where the site is in git."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from pelican_medium.store.book import read_stamp

#: A page does not wait longer for git than this (seconds).
_PATIENCE = 10

#: More of a difference than this is no help to anybody (letters).
_MOST = 20_000

#: Neither a pager nor any program that a repository's or a person's settings name is run.
_GIT = ("git", "--no-pager", "-c", "core.fsmonitor=false", "-c", "diff.external=")

_DIFF = ("diff", "--no-ext-diff", "--no-textconv", "--no-color", "--word-diff=porcelain", "-U1")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line.

    Attributes:
        kind: "new", "old" or "same".
    """

    kind: str
    text: str


#: A line that is None parts two places of the file.
Lines = tuple[tuple[Piece, ...] | None, ...]

_KINDS = {"+": "new", "-": "old", " ": "same"}


def since(file: Path, at: str | None) -> Lines:
    """Return the lines of a file that differ from what they were, word by word.

    Args:
        file: the article's source.
        at: the stamp of when it was posted.

    Returns:
        Nothing where that cannot be said: no git, no repository, no commit from before that.
    """
    moment = read_stamp(at)  # git takes what is no date for now
    if moment is None or not file.is_file():
        return ()
    commit = _git(file.parent, "rev-list", "-1", f"--before={moment.isoformat()}", "HEAD").strip()
    if not commit:
        return ()
    return read(_git(file.parent, *_DIFF, commit, "--", file.name)[:_MOST])


def _git(folder: Path, *arguments: str) -> str:
    """Return what git says, or nothing where it fails."""
    calm = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603 - fixed words, and a file name after "--"
            [*_GIT, *arguments],
            cwd=folder,
            env={**os.environ, **calm},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def read(diff: str) -> Lines:
    """Read what ``git diff --word-diff=porcelain`` says (git-diff's manual)."""
    _, hunk, body = diff.partition("\n@@")
    lines: list[tuple[Piece, ...] | None] = []
    pieces: list[Piece] = []
    for line in (hunk[1:] + body).splitlines():
        if line.startswith("@@"):
            lines += [None] if lines else []
        elif line == "~":
            lines.append(tuple(pieces))
            pieces = []
        elif (kind := _KINDS.get(line[:1])) and line[1:]:
            pieces.append(Piece(kind, line[1:]))
    return _trimmed([*lines, tuple(pieces)] if pieces else lines)


def _trimmed(lines: list[tuple[Piece, ...] | None]) -> Lines:
    """Leave out what is empty at both ends."""
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    return tuple(lines)

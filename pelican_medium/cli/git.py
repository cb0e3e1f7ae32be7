"""What git says of a site's files, and its merge driver for ledgers."""

from __future__ import annotations

import subprocess
from pathlib import Path

from pelican_medium.model.errors import MediumError

#: Where git looks up how to merge files with ``merge=medium-ledger`` (gitattributes(5)).
DRIVER = "merge.medium-ledger.driver"
MERGE = "pelican-medium merge-ledger %O %A %B"
SET_DRIVER = f"git config {DRIVER} '{MERGE}'"


def ask(folder: Path, *arguments: str) -> str | None:
    """Return what git prints in a folder, or None where it fails or is not there."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed words and a file name
            ["git", *arguments],  # noqa: S607 - the author's own git
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return None
    return None if done.returncode else done.stdout


def state(path: Path) -> str | None:
    """Return ``ignored``, ``untracked``, ``modified`` or ``clean``, or None where no git is."""
    if ask(path.parent, "rev-parse", "--is-inside-work-tree") is None:
        return None
    if ask(path.parent, "ls-files", "--error-unmatch", path.name) is not None:
        changed = ask(path.parent, "status", "--porcelain", "--", path.name)
        return "modified" if changed else "clean"
    ignored = ask(path.parent, "check-ignore", "-q", path.name) is not None
    return "ignored" if ignored else "untracked"


def config(folder: Path, name: str) -> str | None:
    """Return a setting of git, or None."""
    return ask(folder, "config", name)


def set_driver(folder: Path) -> None:
    """Have git merge two ledgers of this clone by what they mean.

    Raises:
        MediumError: git does not take it.
    """
    if ask(folder, "config", DRIVER, MERGE) is None:
        raise MediumError(f"Git did not take its setting; run it yourself: {SET_DRIVER}")


def merges(path: Path) -> bool:
    """Tell whether .gitattributes gives a file to our driver."""
    told = ask(path.parent, "check-attr", "merge", "--", path.name) or ""
    return told.strip().endswith(": medium-ledger")

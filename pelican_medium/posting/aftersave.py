"""The author's own command between the intent and the POST, such as one that pushes the ledger."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from pelican_medium.model.errors import NotSent
from pelican_medium.settings import SECRETS


def environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without the secrets that the command does not need."""
    return {name: value for name, value in environ.items() if name not in SECRETS}


def run(command: str, folder: Path, environ: Mapping[str, str]) -> None:
    """Run a command through the shell, in a folder, with all its output on stderr.

    Nothing bounds its time but a Ctrl-C, which ends it as well.

    Raises:
        NotSent: it failed, so what it was to announce must not happen.
    """
    try:
        done = subprocess.run(  # noqa: S602 - the author's own command, as they typed it
            command,
            shell=True,
            cwd=folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr.fileno(),
            check=False,
        )
    except OSError as error:
        raise _failed(f"could not be run ({error.strerror or error})") from None
    if done.returncode:
        raise _failed(f"failed (exit status {done.returncode})")


def _failed(how: str) -> NotSent:
    return NotSent(
        f"The command of --after-save {how}, so what was to go next was not sent "
        "and waits as before. If another machine was faster: take over its ledger first. What the "
        "command itself has committed or pushed still says posting, and whoever reads that will "
        "not send it."
    )

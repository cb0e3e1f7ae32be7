"""Files that are whole or not there: written beside, synced, renamed, and the folder synced."""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

#: For files that may hold unpublished text: nobody else on this machine may read them.
PRIVATE = 0o600


def write(
    path: Path,
    text: str | Iterable[str],
    *,
    mode: int | None = None,
    confirm: Callable[[], object] | None = None,
) -> None:
    """Replace a file's text in one step that survives a crash at any moment.

    Args:
        path: the file; a symbolic link is followed, so that it stays a link.
        text: its new text, whole or in parts, written as UTF-8, with line feeds on every system.
        mode: its permissions; by default those it has, or 0644 for a new one.
        confirm: called when all but the rename is done; what it raises leaves the old file.

    Raises:
        OSError: nothing was changed.
    """
    target = Path(os.path.realpath(path))  # resolve() raises RuntimeError for a loop of links
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.writelines([text] if isinstance(text, str) else text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(target) if mode is None else mode)
        if confirm:
            confirm()
        temporary.replace(target)
    except BaseException:  # a Ctrl-C between two lines must not leave the file behind either
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def identity(path: str) -> tuple[int, int] | None:
    """Return what tells a file from another one of the same name, or None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - the plain call, for a name that filelock gives
    except OSError:
        return None
    return found.st_dev, found.st_ino


def sweep(path: Path) -> None:
    """Remove what writers of this file left beside it when they were killed.

    Only for somebody who keeps other writers away meanwhile, or where they write once more.
    """
    target = Path(os.path.realpath(path))
    with contextlib.suppress(OSError):
        for left in target.parent.glob(f".{glob.escape(target.name)}.*.tmp"):
            left.unlink(missing_ok=True)


def back_up(path: Path) -> None:
    """Copy a file to ``<name>.bak`` beside it, if it is there.

    Raises:
        OSError: the copy could not be made.
    """
    if path.exists():
        shutil.copy2(path, path.with_name(path.name + ".bak"))


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        return 0o644


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable; Windows has no such call and needs none (fsync(2))."""
    if os.name == "nt":
        return
    # Some network file systems refuse to sync a folder, and some folders may not be opened. The
    # file is whole and has its name by then, so saying "nothing was changed" would be a lie.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

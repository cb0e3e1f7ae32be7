"""Files that are whole or not there: written beside, synced, renamed, and the folder synced."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

#: For files that may hold unpublished text: nobody else on this machine may read them.
PRIVATE = 0o600


#: What link(2) says on a file system that has no second names: FAT, Android, some of a network.
_NO_LINKS = {errno.EPERM, errno.EACCES, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EMLINK}


def write(path: Path, text: str | Iterable[str], *, mode: int | None = None) -> None:
    """Replace a file's text in one step that survives a crash at any moment.

    Args:
        path: the file; a symbolic link is followed, so that it stays a link.
        text: its new text, whole or in parts, written as UTF-8, with line feeds on every system.
        mode: its permissions; by default those it has, or 0644 for a new one.

    Raises:
        OSError: nothing was changed.
    """
    target = Path(os.path.realpath(path))  # resolve() raises RuntimeError for a loop of links
    with _beside(target, text, mode) as temporary:
        temporary.replace(target)
    _sync_folder(target.parent)


def exchange(path: Path, text: str, *, former: str | None, read: Callable[[], str | None]) -> bool:
    """Replace a file's text as `write` does, but only where it still has the former one.

    Of two writers who both follow the same text, only one can give its file the name that
    belongs to that text (link(2) never replaces), so only one follows, even where no lock keeps
    them apart. The other finishes what it finds under that name, and has to read again.

    Args:
        former: the text that is replaced, or None where there is no file yet.
        read: returns the text that the file has now, or None where there is no file.

    Returns:
        True where this text followed the former one. False where the file has to be read again:
        another writer was faster, or has finished this very change.

    Raises:
        OSError: nothing was changed. What `read` raises leaves the old file, too.
    """
    target = Path(os.path.realpath(path))
    claim = target.with_name(f".{target.name}.{_digest(former)}.tmp")
    with _beside(target, text, None) as temporary:
        ours = _claim(temporary, claim)
        try:
            if read() != former:
                return False
            (temporary if ours is None else claim).replace(target)
        except FileNotFoundError:  # another writer has finished it
            return False
        finally:
            if ours:
                claim.unlink(missing_ok=True)
    _sync_folder(target.parent)
    return ours is not False


def _claim(temporary: Path, claim: Path) -> bool | None:
    """Give a file a second name; return False if another has it, None if there are none here."""
    try:
        os.link(temporary, claim)
    except (FileExistsError, FileNotFoundError):  # or another run has swept ours away
        return False
    except OSError as error:
        if error.errno in _NO_LINKS:
            return None
        raise
    return True


def _digest(former: str | None) -> str:
    return "new" if former is None else hashlib.sha256(former.encode()).hexdigest()[:16]


@contextlib.contextmanager
def _beside(target: Path, text: str | Iterable[str], mode: int | None) -> Iterator[Path]:
    """Lend a file with this text, synced, in the target's folder; gone afterwards."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(part.encode() for part in ([text] if isinstance(text, str) else text))
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(target) if mode is None else mode)
        yield temporary
    finally:  # a Ctrl-C between two lines must not leave the file behind either
        temporary.unlink(missing_ok=True)


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
        for left in target.parent.iterdir():
            before, _, own = left.name.partition(f".{target.name}.")
            if not before and own.endswith(".tmp"):
                left.unlink()


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
    """Make the rename itself durable, where that can be asked for (fsync(2))."""
    # Windows and some network file systems refuse to sync a folder, and some folders may not be
    # opened. The file is whole and has its name by then: "nothing was changed" would be a lie.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

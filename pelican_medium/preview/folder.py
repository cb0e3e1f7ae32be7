"""The folder a preview lies in: private, and never one with anything of somebody else's in it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from pelican_medium.model.errors import PreviewError

#: Which files are a preview's: each is named here before it is made.
JOURNAL = ".medium_preview"

_HEAD = "Made by 'pelican-medium preview', which may replace or delete the files named below.\n"

PICTURES = "pictures"

#: A file is made under this name and then takes its own, so that no page is ever half there.
_MAKING = ".making"

_OWN = frozenset({JOURNAL, _MAKING, ".gitignore"})

#: What file managers leave behind where somebody looked at a folder.
_DROPPINGS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})

#: The names we give; nothing else in a journal is believed.
_NAME = re.compile(rf"(?:{PICTURES}/)?[a-z0-9][a-z0-9_@~.-]*")

_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600

_FEW = 3


class Folder:
    """A folder that holds a preview and nothing else. Made by `take` only."""

    def __init__(self, path: Path, journal: BinaryIO, known: set[str]) -> None:
        """Take over a folder whose files are all known."""
        self.path = path
        self._journal = journal
        self._known = known
        self._kept: set[str] = set()

    @classmethod
    @contextmanager
    def take(cls, path: Path, output: Path) -> Iterator[Folder]:
        """Make a folder ours, if nothing speaks against it.

        Args:
            path: where the preview goes.
            output: what Pelican builds and people upload; unpublished text has no place there.

        Raises:
            PreviewError: it must not be used; nothing was changed.
            OSError: it cannot be made or written to.
        """
        _check_place(path, output)
        known = _check_ours(path)
        path.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        path.chmod(_PRIVATE_FOLDER)
        with _append(path / JOURNAL) as journal:
            folder = cls(path, journal, known)
            if not journal.tell():
                folder.note(_HEAD)
            folder.write(".gitignore", "*\n")
            yield folder

    def write(self, name: str, text: str) -> None:
        """Write a page; a lone surrogate, which is no UTF-8, is written as JSON escapes it."""
        with self._making(name) as file:
            file.write(text.encode("utf-8", "backslashreplace"))

    def copy(self, source: BinaryIO, name: str) -> None:
        """Copy a picture under a name that tells its content, unless it is there already."""
        if name not in self._known or not (self.path / name).is_file():
            (self.path / PICTURES).mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
            with self._making(name) as file:
                shutil.copyfileobj(source, file)
        self._kept.add(name)

    def sweep(self) -> None:
        """Remove what a former preview wrote and this one did not."""
        for name in sorted(self._known - self._kept):
            (self.path / name).unlink(missing_ok=True)
        # Only now, for what is not named could never be removed again.
        self._journal.close()
        with self._making(JOURNAL) as file:
            file.write((_HEAD + _lines(self._kept)).encode("ascii"))
        with suppress(OSError):  # it is not there, or not empty
            (self.path / PICTURES).rmdir()

    def note(self, text: str) -> None:
        """Append to the journal, out of our hands before the file is made."""
        self._journal.write(text.encode("ascii"))
        self._journal.flush()

    @contextmanager
    def _making(self, name: str) -> Iterator[BinaryIO]:
        """Open a file that is there under its name only when it is whole.

        A new file takes the place of a link, so nothing outside is ever written to.
        """
        if name not in self._known | _OWN:
            self.note(_lines([name]))
        self._known |= {name} - _OWN
        self._kept |= {name} - _OWN
        making = self.path / _MAKING
        making.unlink(missing_ok=True)
        try:
            descriptor = os.open(
                making, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, _PRIVATE_FILE
            )
            with os.fdopen(descriptor, "wb") as file:
                yield file
            making.replace(self.path / name)
        finally:
            making.unlink(missing_ok=True)


#: Windows turns line feeds into two characters unless told not to.
_BINARY = getattr(os, "O_BINARY", 0)


def _append(path: Path) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | _BINARY
    file = os.fdopen(os.open(path, flags, _PRIVATE_FILE), "ab")
    file.seek(0, os.SEEK_END)
    return file


def _lines(names: Iterable[str]) -> str:
    return "".join(f"{name}\n" for name in sorted(names))


def _check_place(path: Path, output: Path) -> None:
    real = Path(os.path.realpath(path))
    if any(_same(place, output) for place in (real, *real.parents)):
        raise PreviewError(
            f"The folder {path} lies inside {output}, which is uploaded, and a preview may hold "
            "unpublished text. Nothing was written; name a folder elsewhere with --output."
        )
    if path.exists() and not path.is_dir():
        raise PreviewError(
            f"{path} is not a folder. Nothing was written; name a folder with --output."
        )


def _same(one: Path, other: Path) -> bool:
    """Tell whether two paths are one folder, however they are written, even before it is there."""
    try:
        return one.samefile(other)
    except OSError:
        return os.path.realpath(one) == os.path.realpath(other)


def _check_ours(path: Path) -> set[str]:
    """Return the names of a former preview's files.

    Raises:
        PreviewError: something else is there too.
    """
    listed = _listed(path / JOURNAL)
    ours = set() if listed is None else listed | _OWN
    strangers = sorted(set(_found(path)) - ours - _DROPPINGS)
    if strangers:
        named = ", ".join(strangers[:_FEW]) + (", …" if strangers[_FEW:] else "")
        raise PreviewError(
            f"The folder {path} holds what no preview has written ({named}). Nothing was "
            "written or deleted; move that elsewhere, or name another folder with --output."
        )
    return listed or set()


def _listed(journal: Path) -> set[str] | None:
    """Return the names in a journal, or None where no preview has written one."""
    try:
        text = "" if journal.is_symlink() else journal.read_text("ascii")
    except (FileNotFoundError, IsADirectoryError, UnicodeDecodeError):
        return None
    if not text.startswith(_HEAD):
        return None
    names = text.removeprefix(_HEAD).splitlines()
    return {name for name in names if _NAME.fullmatch(name)}


def _found(path: Path) -> Iterator[str]:
    """Yield what is in a folder; of its folders only that of our pictures is looked into."""
    for entry in os.scandir(path) if path.is_dir() else ():
        is_folder = entry.is_dir(follow_symlinks=False)
        if is_folder and entry.name == PICTURES:
            yield from (f"{PICTURES}/{picture.name}" for picture in os.scandir(entry))
        else:
            yield entry.name + ("/" if is_folder else "")

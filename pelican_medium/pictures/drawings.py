"""The PNGs that a build puts into the output, of what Medium cannot fetch as it is.

Named so that the name is known without drawing; written whole or not at all; nothing but files
of such a name is ever removed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

from pelican_medium.model import drawn
from pelican_medium.pictures import conversion, kinds
from pelican_medium.pictures.files import Built

_CHILD = Path(__file__).with_name("child.py")
_LIBRARIES = {"image/svg+xml": ("resvg_py",)}


@cache
def how(program: Path, libraries: tuple[str, ...]) -> str:
    """Return how something is drawn here: by which program of ours, with which libraries."""
    digest = hashlib.sha256(program.read_bytes()).hexdigest()
    return " ".join([digest, *(f"{name} {_version(name)}" for name in libraries)])


def _version(library: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(library)
    except PackageNotFoundError:  # a copy that nobody installed still draws
        return ""


def is_drawn(built: Built) -> bool:
    """Tell whether Medium cannot fetch a picture as it is, so that a PNG is made of it."""
    return built.kind in kinds.CONVERTIBLE or (built.path is None and built.kind in kinds.TAKEN)


def is_available(built: Built) -> bool:
    """Tell whether what makes the PNG is installed; nothing is imported."""
    return built.kind in kinds.TAKEN or conversion.is_available(built.kind)


def name_of(built: Built) -> str:
    """Return the name of a picture's PNG, without making it.

    Raises:
        PictureError: its file cannot be read.
    """
    if built.kind in kinds.TAKEN:  # out of a data: address, and written as it is
        return drawn.name(built.read(), "as it is", kinds.EXTENSIONS[built.kind or ""])
    libraries = _LIBRARIES.get(built.kind or "", ("pillow",))
    return drawn.name(built.read(), how(_CHILD, libraries))


def draw(built: Built) -> bytes:
    """Return a picture as Medium takes it.

    Raises:
        PictureError: it cannot be read or converted.
    """
    if built.kind in kinds.TAKEN:
        return built.read()
    return conversion.convert(built.read(), built.kind or "")[0]


def write(folder: Path, name: str, data: bytes) -> None:
    """Put a picture into the folder, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=".drawn-", suffix=".tmp", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(beside).chmod(0o644)  # mkstemp gives none to the web server
        Path(beside).replace(folder / name)
    except BaseException:  # a Ctrl-C must not leave the file behind either
        Path(beside).unlink(missing_ok=True)
        raise


def missing(folder: Path, names: Iterable[str]) -> list[str]:
    """Return those of these names that are not in the folder."""
    return [name for name in dict.fromkeys(names) if not (folder / name).is_file()]


def remove_others(folder: Path, names: Collection[str]) -> None:
    """Remove the pictures of earlier builds that nobody needs any more."""
    with contextlib.suppress(OSError):  # what stays does no harm
        for file in folder.glob("drawn-*"):
            if drawn.PATTERN.fullmatch(file.name) and file.name not in names:
                file.unlink(missing_ok=True)

"""What Medium cannot take → what it can, in a process of its own.

Decoders of pictures are native code, and a picture may be made to fill the memory or to take
for ever: the child has limits of both, and if it dies the build lives.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from pelican_medium.model.errors import PictureError
from pelican_medium.pictures import child, kinds

#: Seconds for one picture.
SECONDS = 10.0

_CHILD = Path(__file__).with_name("child.py")


class Undrawable(PictureError):
    """A drawing that would not show all it says, or takes too much to draw; it is not broken."""


def is_available(kind: str | None) -> bool:
    """Tell whether what converts this kind is installed; nothing is imported."""
    return is_installed("resvg_py" if kind == "image/svg+xml" else "PIL")


@cache
def is_installed(module: str) -> bool:
    """Tell whether a module can be imported; nothing is imported."""
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def convert(body: bytes, kind: str, *, seconds: float = SECONDS) -> tuple[bytes, str]:
    """Return a picture as Medium takes it, at most 25 MB, and its media type.

    A JPEG stays one; all else becomes a PNG.

    Raises:
        Undrawable: it is a drawing that cannot be drawn as it is meant.
        PictureError: it cannot be decoded, or is too big to be.
    """
    failure = Undrawable if kind == "image/svg+xml" else PictureError
    target = "image/jpeg" if kind == "image/jpeg" else "image/png"
    # -P: the child's own folder has modules that must not stand before Python's.
    limits = (kind, target, str(kinds.MOST_BYTES), str(kinds.MOST_PIXELS))
    try:
        done = subprocess.run(  # noqa: S603 - our own file
            [sys.executable, "-P", str(_CHILD), *limits],
            input=body,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=environ(),
        )
    except subprocess.TimeoutExpired:
        raise failure(f"could not be converted within {seconds:g} s") from None
    except OSError as error:
        raise failure(f"could not be converted ({error.strerror or error})") from None
    if done.returncode == 0 and kinds.of(done.stdout[: kinds.HEAD_BYTES]) == target:
        return done.stdout, target
    if done.returncode == child.BROKEN:
        failure = PictureError
    raise failure(_why(done))


def environ() -> dict[str, str]:
    """Return the environment without what is ours: what decodes and draws needs no token."""
    return {name: value for name, value in os.environ.items() if not name.startswith("MEDIUM_")}


def _why(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    if done.returncode in {child.BROKEN, child.WORDLESS} and lines:
        return lines[-1]
    return "could not be converted: it took too much memory, or broke what decodes it"

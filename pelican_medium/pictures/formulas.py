"""Displayed formulas as pictures, drawn by ziamath and resvg in a process of their own.

Both are libraries that read what anybody may have written: the process has limits of memory and
time, and a formula that kills it costs its own picture only.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from pelican_medium.model import drawn
from pelican_medium.model.drawn import Formula
from pelican_medium.pictures import conversion

#: Seconds for starting, and for one formula.
SECONDS = 10.0
EACH = 1.0

_CHILD = Path(__file__).with_name("typeset.py")
_LIBRARIES = ("ziamath", "latex2mathml", "resvg_py")


class Refused(str):
    """Why a formula has no picture."""

    __slots__ = ()


def is_available() -> bool:
    """Tell whether what draws formulas is installed; nothing is imported."""
    return all(conversion.is_installed(name) for name in _LIBRARIES)


@cache
def how() -> str:
    """Return how formulas are drawn here, for their pictures' names."""
    from pelican_medium.pictures import drawings

    return drawings.how(_CHILD, _LIBRARIES)


def name_of(formula: Formula) -> str:
    """Return the name of a formula's picture, without drawing it."""
    return drawn.name(formula.source, how())


def draw(formulas: Sequence[Formula]) -> dict[Formula, bytes | Refused]:
    """Return each formula's picture as a PNG, or why it has none; each is drawn once."""
    waiting = list(dict.fromkeys(formulas))
    made: dict[Formula, bytes | Refused] = {}
    while waiting:
        made |= dict(zip(waiting, _answers(waiting), strict=False))
        waiting = [formula for formula in waiting if formula not in made]
    return made


def as_data(formulas: Sequence[Formula]) -> dict[str, str]:
    """Return, by each formula's key, its picture as a ``data:`` address, or "" for none."""
    for formula, made in draw([f for f in formulas if f not in _AT_HAND]).items():
        picture = "" if isinstance(made, Refused) else base64.b64encode(made).decode("ascii")
        _AT_HAND[formula] = f"data:image/png;base64,{picture}" if picture else ""
    return {drawn.key(formula): _AT_HAND[formula] for formula in formulas}


#: What this process has drawn: a run may make the same draft more than once.
_AT_HAND: dict[Formula, str] = {}


def _answers(formulas: Sequence[Formula]) -> Iterator[bytes | Refused]:
    """Yield what the child says of these, and why it says nothing of the one it died at."""
    lines, why = _child(formulas)
    for line in lines[: len(formulas)]:
        yield _answer(json.loads(line))
    if len(lines) < len(formulas):
        yield Refused(why)


def _answer(said: Mapping[str, str]) -> bytes | Refused:
    return base64.b64decode(said["png"]) if "png" in said else Refused(said["why"])


def _child(formulas: Sequence[Formula]) -> tuple[list[bytes], str]:
    """Return the whole lines that the child wrote, and what ended it."""
    asked = json.dumps([{"tex": f.tex, "number": f.number} for f in formulas]).encode("ascii")
    seconds = SECONDS + EACH * len(formulas)
    try:
        done = subprocess.run(  # noqa: S603 - our own file
            # -P: the child's own folder has modules that must not stand before Python's.
            [sys.executable, "-P", str(_CHILD)],
            input=asked,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=conversion.environ(),
        )
    except subprocess.TimeoutExpired as late:
        return _whole(late.stdout or b""), f"it could not be drawn within {seconds:g} s"
    except OSError as error:
        return [], f"it could not be drawn ({error.strerror or error})"
    return _whole(done.stdout), "it took too much memory, or broke what draws it"


def _whole(output: bytes) -> list[bytes]:
    return output.split(b"\n")[:-1]

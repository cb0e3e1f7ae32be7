"""What Pelican tells by nothing but its call stack: who runs, inside what, and by which command.

No setting, signal or argument says any of this. Each fact rests on a function of Pelican's, which
a new release may rename; `FACTS` is the whole list, and the tests hold it against the release that
is installed. Seen unchanged from Pelican 4.8.0 to 4.12.0.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Any

import pelican
from pelican import Pelican


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that only a frame of Pelican's tells.

    Attributes:
        what: what it tells.
        code: the function whose frame it is.
        name: the local variable that is read, or None where the frame itself is the fact.
        seen: the releases of Pelican that it was seen in, the oldest and the newest.
    """

    what: str
    code: CodeType
    name: str | None
    seen: tuple[str, str] = ("4.8.0", "4.12.0")


LOADING = Fact("which site loads its plugins", Pelican.init_plugins.__code__, "self")
RUNNING = Fact("which sites are being built", Pelican.run.__code__, "self")
RELOADING = Fact("that pelican -r builds", pelican.autoreload.__code__, None)
ARGUMENTS = Fact("what the command line said", pelican.main.__code__, "args")

FACTS = (LOADING, RUNNING, RELOADING, ARGUMENTS)


def registering() -> Pelican | None:
    """Return the Pelican object that is loading plugins: ``register`` gets no argument."""
    return next(_values(LOADING), None)


def running() -> list[Pelican]:
    """Return the Pelican objects whose ``run`` is on the call stack, innermost first.

    i18n_subsites runs one Pelican inside another; a build that failed leaves no trace here.
    """
    return list(dict.fromkeys(_values(RUNNING)))


def is_autoreload() -> bool:
    """Tell whether ``pelican -r`` or ``-lr`` called us; no setting reveals it."""
    return any(frame.f_code is RELOADING.code for frame in _frames())


def arguments() -> Any:
    """Return the arguments of the ``pelican`` command that runs us, or None."""
    return next(_values(ARGUMENTS), None)


def _values(fact: Fact) -> Iterator[Any]:
    found = (frame for frame in _frames() if frame.f_code is fact.code)
    return (frame.f_locals.get(fact.name or "") for frame in found)


def _frames() -> Iterator[FrameType]:
    frame: FrameType | None = sys._getframe()  # noqa: SLF001 - what inspect.stack uses too
    while frame is not None:
        yield frame
        frame = frame.f_back

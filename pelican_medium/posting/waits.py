"""Waiting: as long as Medium asks to, for what is not live yet, and for a POST to leave."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from pelican_medium.model.errors import NotSent

#: A longer wait that Medium asks for ends the run instead.
LONGEST_WAIT = 60.0

#: How often one run waits at all because Medium asks it to.
MOST_WAITS = 3

#: Seconds before the first and between the later looks at what is not live yet: a network of
#: servers takes some minutes to have a new site everywhere, and asking more often does not help.
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 30.0

#: Seconds that a POST has the processor to itself in order to leave: two threads of Python that
#: both want it make each other wait for 5 ms at a time (Python's documentation of
#: `sys.setswitchinterval`).
LEAVING = 0.01

_Answer = TypeVar("_Answer")


@dataclass(slots=True)
class Waits:
    """The waits of one run that Medium asks for.

    Attributes:
        wait: how to let seconds pass.
    """

    wait: Callable[[float], None] = time.sleep
    made: int = 0

    def for_answer(self, ask: Callable[[], _Answer]) -> _Answer:
        """Ask, and ask again after each wait that is asked for, if it is short.

        Raises:
            NotSent: it was asked to wait for longer, or not at all, or too often.
        """
        while True:
            try:
                return ask()
            except NotSent as error:
                if error.retry_after is None or error.retry_after > LONGEST_WAIT:
                    raise
                if self.made >= MOST_WAITS:
                    raise
                self.made += 1
                self.wait(error.retry_after)


def give_way() -> None:
    """Let what another thread has just begun to send leave first."""
    time.sleep(LEAVING)


def pauses(patience: float) -> Iterator[float]:
    """Yield growing pauses that fill the time together."""
    pause = FIRST_PAUSE
    while patience > 0:
        yield min(pause, patience)
        patience -= pause
        pause = min(pause * 1.5, LONGEST_PAUSE)

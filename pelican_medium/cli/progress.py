"""What is seen while articles go: a bar with the title on a terminal, a line each elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

import click

from pelican_medium.cli.console import quiet, say
from pelican_medium.model import Outcome
from pelican_medium.posting import words

#: Back to the start of the line, and away with what stood on it.
_CLEAR = "\r\x1b[K"

#: click hides it while a bar is there.
_SHOW_CURSOR = "\x1b[?25h"


class Progress:
    """A bar below the lines that are said meanwhile; without a terminal only the lines."""

    def __init__(self, titles: Sequence[str], *, err: bool) -> None:
        """Start with nothing done.

        Args:
            titles: of the articles to be sent, in their order.
            err: whether lines about articles go to stderr, because stdout is for JSON.
        """
        self.titles = list(titles)
        self.err = err
        self.done = 0
        self.bar: Any = None
        if self.titles and sys.stderr.isatty() and not quiet():
            self.bar = click.progressbar(
                length=len(self.titles),
                file=sys.stderr,
                show_eta=False,
                show_pos=True,
                width=20,
                item_show_func=lambda title: title,
            )

    def __enter__(self) -> Self:
        """Show the bar with the first title."""
        if self.bar:
            self.bar.__enter__()
            self._draw()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the lines, and take the bar away."""
        if self.bar:
            click.echo(_CLEAR + _SHOW_CURSOR, nl=False, err=True)

    def tell(self, outcome: Outcome) -> None:
        """Print what became of an article, above the bar."""
        if outcome.state not in {"posted", "pending"} or not quiet():
            self._line(words.in_words(outcome), err=self.err)
        self.done += outcome.state != "pending"
        self._draw()

    def say(self, text: str) -> None:
        """Say something above the bar."""
        if self.bar:
            self._line(text, err=True)
            self._draw()
        else:
            say(text)

    def _line(self, text: str, *, err: bool) -> None:
        if self.bar:
            click.echo(_CLEAR, nl=False, err=True)
        click.echo(text, err=err)

    def _draw(self) -> None:
        """Show how many are done, and the title of the one that is being sent."""
        if not self.bar:
            return
        self.bar.pos = min(self.done, len(self.titles))
        self.bar.current_item = next(iter(self.titles[self.done :]), None)
        self.bar._last_line = None  # noqa: SLF001 - the line was cleared, so draw it though it be the same
        self.bar.render_progress()

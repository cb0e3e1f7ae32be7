"""What is seen while articles go: a bar with the title on a terminal, a line each elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pelican_medium.cli import console
from pelican_medium.model import Outcome
from pelican_medium.posting import words

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID


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
        self.bar: Bar | None = None
        self.task: TaskID | None = None
        if self.titles and sys.stderr.isatty() and not console.quiet():
            self.bar = _bar()
            self.task = self.bar.add_task("", total=len(self.titles), title=self.titles[0])

    def __enter__(self) -> Self:
        """Show the bar with the first title."""
        if self.bar:
            self.bar.start()
            self.bar.refresh()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the lines, and take the bar away."""
        if self.bar:
            self.bar.stop()

    def tell(self, outcome: Outcome) -> None:
        """Print what became of an article, above the bar; the run says why others still wait."""
        if outcome.state != "pending" and not (outcome.state == "posted" and console.quiet()):
            self._line(words.in_words(outcome), err=self.err)
        self.done += outcome.state != "pending"
        self._draw()

    def say(self, text: str) -> None:
        """Say something above the bar that nobody needs to know."""
        if not console.quiet():
            self._line(text, err=True)

    def _line(self, text: str, *, err: bool) -> None:
        if self.bar and (err or sys.stdout.isatty()):
            from rich.text import Text

            shown = console.wrapped(console.safe(text), err=True)
            self.bar.console.print(Text(shown), soft_wrap=True)
        else:
            console.out(console.wrapped(text, err=err), err=err)

    def _draw(self) -> None:
        """Show how many are done, and the title of the one that is being sent."""
        if self.bar and self.task is not None:
            title = next(iter(self.titles[self.done :]), "")
            self.bar.update(self.task, completed=self.done, title=title)
            self.bar.refresh()


def _bar() -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    return Progress(
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TextColumn("{task.fields[title]}", markup=False),
        console=Console(file=sys.stderr),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )

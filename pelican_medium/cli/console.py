"""Talking to a person: data goes to stdout, talk to stderr. Loads next to nothing."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.table import Table

QUIET = "pelican_medium.quiet"

COLOURS = {
    "posted": "green",
    "pending": "cyan",
    "held": "yellow",
    "posting": "yellow",
    "unknown": "red",
    "rejected": "red",
    "ok": "green",
    "warn": "yellow",
    "fail": "red",
}

#: What may command a terminal (ECMA-48's C0 and C1, but for tab and newline), or reorder a line
#: (Unicode's explicit directions, UAX #9).
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

#: Wide enough for any line in a pipe, where nothing is wrapped.
_NO_END = 1 << 20


class Failure(click.ClickException):
    """One clear message on stderr: the call, the settings, the ledger or the outbox are wrong."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        """Keep the message, without what could command a terminal."""
        super().__init__(safe(message))

    def format_message(self) -> str:
        """Return the message as it stands behind click's "Error: "."""
        return wrapped(self.message, first=" " * 7, err=True)[7:]


class Unreached(Failure):
    """Another run is at work, or somebody could not be reached."""

    exit_code = 1


def quiet() -> bool:
    """Tell whether only data and what needs the author is wanted."""
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.meta.get(QUIET))


def say(text: str) -> None:
    """Say something on stderr that nobody needs to know."""
    if not quiet():
        warn(text)


def warn(text: str) -> None:
    """Say something on stderr that the author must know."""
    click.echo(wrapped(safe(text), err=True), err=True)


def out(text: str, *, state: str | None = None, width: int = 8, err: bool = False) -> None:
    """Print a line of data, after a state in its colour where there is one."""
    click.echo((f"{coloured(state, width)}  " if state else "") + safe(text), err=err)


def safe(text: str) -> str:
    """Return a text that commands neither a terminal nor the runner of a pipeline.

    GitHub's runner finds "##[command]" anywhere in a line (actions/runner, ActionCommand.cs).
    """
    text = _COMMANDS.sub("", text)
    return text.replace("##[", "# #[") if os.environ.get("GITHUB_ACTIONS") else text


def quoted(text: str) -> str:
    """Return an author's own lines, each behind a bar.

    Blanks alone would not do: the runner reads "::command::" behind blanks as well.
    """
    return "\n".join(f"  | {line}" for line in text.splitlines())


def coloured(state: str, width: int = 8) -> str:
    """Return a state in its colour; click takes the colour away where no terminal is."""
    return click.style(f"{state:<{width}}", fg=COLOURS.get(state))


def print_json(data: Any) -> None:
    """Print data for scripts, whatever letters the console has."""
    import json

    utf8 = (sys.stdout.encoding or "").lower().startswith("utf")
    text = json.dumps(data, indent=2, ensure_ascii=not utf8).replace("##[", "\\u0023#[")
    click.echo(_COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


# --- Tables ---------------------------------------------------------------------------------


def columns(*, err: bool = False) -> int | None:
    """Return how wide the terminal is that shows stdout, or stderr, or None where there is none."""
    import shutil

    stream = sys.stderr if err else sys.stdout
    if not stream.isatty():
        return None
    if err and not sys.stdout.isatty():  # the only one that shutil asks
        return os.get_terminal_size(stream.fileno()).columns
    return shutil.get_terminal_size().columns


def wrapped(text: str, indent: str = "", *, first: str | None = None, err: bool = False) -> str:
    """Return a text with the words of each line wrapped to the terminal; no word is broken.

    Args:
        indent: what stands before each line.
        first: what stands before the first one instead.
        err: whether it goes to stderr.
    """
    from textwrap import TextWrapper

    wrapper = TextWrapper(
        columns(err=err) or _NO_END,
        expand_tabs=False,
        replace_whitespace=False,
        break_long_words=False,
        break_on_hyphens=False,
    )
    lines = []
    for number, line in enumerate(text.split("\n")):
        start = first if first is not None and number == 0 else indent
        blanks = line[: len(line) - len(line.lstrip())]
        wrapper.initial_indent, wrapper.subsequent_indent = start + blanks, indent + blanks
        lines.append(wrapper.fill(line.lstrip()) or start.rstrip())
    return "\n".join(lines)


def print_rows(rows: Iterable[Sequence[str]], *, narrow: bool = False) -> None:
    """Print rows that begin with a state: words are wrapped to the terminal, nothing is cut."""
    from rich.text import Text

    table = _table(narrow=narrow)
    for state, *cells in rows:
        shown = Text(state, style=COLOURS.get(state.strip(), ""))
        table.add_row(shown, *(Text(safe(cell)) for cell in cells))
    for line in _lines(table):
        click.echo(line)


def _table(*, narrow: bool) -> Table:
    from rich.table import Table

    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(no_wrap=True)
    if not narrow:
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold", max_width=30)
    table.add_column(overflow="fold")
    return table


def _lines(table: Table) -> list[str]:
    """Return a table's lines as the terminal takes them, without the blanks that fill them up."""
    from io import StringIO

    from rich.console import Console

    ctx = click.get_current_context(silent=True)
    plain = columns() is None or (ctx is not None and ctx.color is False)
    console = Console(
        file=StringIO(),
        width=columns() or _NO_END,
        color_system=None if plain else "standard",
        force_terminal=not plain,
        legacy_windows=False,
    )
    with console.capture() as capture:
        console.print(table)
    return [line.rstrip() for line in capture.get().splitlines()]

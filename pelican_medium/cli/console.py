"""Talking to a person: data goes to stdout, talk to stderr. Loads next to nothing."""

from __future__ import annotations

import sys
from typing import Any

import click

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


def quiet() -> bool:
    """Tell whether only data and what needs the author is wanted."""
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.meta.get(QUIET))


def say(text: str) -> None:
    """Say something on stderr that nobody needs to know."""
    if not quiet():
        click.echo(text, err=True)


def warn(text: str) -> None:
    """Say something on stderr that the author must know."""
    click.echo(text, err=True)


def print_json(data: Any) -> None:
    """Print data for scripts, whatever letters the console has."""
    import json

    utf8 = (sys.stdout.encoding or "").lower().startswith("utf")
    click.echo(json.dumps(data, indent=2, ensure_ascii=not utf8))


def coloured(state: str, width: int = 8) -> str:
    """Return a state in its colour; click takes the colour away where no terminal is."""
    return click.style(f"{state:<{width}}", fg=COLOURS.get(state))

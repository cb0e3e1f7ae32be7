"""How the command line is put together: verbs loaded when asked for, errors as messages."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import click

from pelican_medium.cli.console import QUIET, Failure, Unreached

DEBUG = "pelican_medium.debug"


def _noted(name: str) -> Any:
    """Return a callback that notes a flag for the whole call, wherever in it the flag stands."""

    def note(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's
        if value:
            ctx.meta[name] = True

    return note


def common_options() -> list[click.Option]:
    """Return the options that may stand before the verb and after it."""
    return [
        click.Option(
            ["--debug"],
            is_flag=True,
            expose_value=False,
            callback=_noted(DEBUG),
            help="Show a traceback with an error.",
        ),
        click.Option(
            ["--quiet", "-q"],
            is_flag=True,
            expose_value=False,
            callback=_noted(QUIET),
            help="Print only data and what needs you.",
        ),
    ]


class Verb(click.Command):
    """A verb, which takes --debug and --quiet as well as the group does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the options all verbs share."""
        super().__init__(*args, **kwargs)
        self.params += common_options()


class Later(click.Command):
    """A verb whose module is loaded when somebody asks for it, and not for --help."""

    @property
    def real(self) -> click.Command:
        """The verb itself: ``verb`` in the file that bears its name."""
        from importlib import import_module

        file = (self.name or "").replace("-", "_")
        command: click.Command = import_module(f"pelican_medium.cli.{file}").verb
        return command

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Return the context of the verb itself, which click then works with."""
        return self.real.make_context(info_name, args, parent, **extra)


class Group(click.Group):
    """Turns our errors into messages; a traceback only where --debug asks for one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the options all verbs share."""
        super().__init__(*args, **kwargs)
        self.params += common_options()

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb."""
        from pelican_medium.model.errors import FeedError, LedgerBusy, MediumError

        if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":  # no-color.org
            ctx.color = False
        try:
            return super().invoke(ctx)
        except MediumError as error:
            if ctx.meta.get(DEBUG):
                raise
            failure = Unreached if isinstance(error, (LedgerBusy, FeedError)) else Failure
            raise failure(str(error)) from None

    def add_verbs(self, verbs: Mapping[str, str]) -> None:
        """Register verbs by their names and what they do."""
        for name, short_help in verbs.items():
            self.add_command(Later(name, short_help=short_help))

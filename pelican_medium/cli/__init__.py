"""The shell's door: the group of verbs, each in its own file, loaded when it is asked for.

Data goes to stdout, talk to stderr. Exit statuses: 0 all is well; 1 an article was held, rejected
or left unknown, Medium refused us or could not be reached, or another run is at work; 2 the call,
the settings, the ledger or the outbox are wrong or missing.
"""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from pelican_medium.cli.console import out
from pelican_medium.cli.group import Group


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's
    if value and not ctx.resilient_parsing:
        from pelican_medium.model.version import __version__

        out(f"pelican-medium, version {__version__}")
        ctx.exit()


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-s",
    "--settings",
    "settings_file",
    type=click.Path(dir_okay=False),
    help="Pelican's settings file.  [default: publishconf.py if there is one, else pelicanconf.py]",
)
@click.option(
    "-e",
    "--extra-settings",
    "extra",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set one more setting, as Pelican's -e does; may be given several times.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
@click.pass_context
def cli(ctx: click.Context, settings_file: str | None, extra: tuple[str, ...]) -> None:
    """Post the new articles of a Pelican site to Medium, once each.

    'pelican content' fills the outbox; these commands look at it, send it, and keep the ledger
    of what was sent. Run them in the folder of your pelicanconf.py.

    \b
    Day by day:
      pelican-medium init     what your site needs
      pelican-medium doctor   what is wrong, and the remedy
      pelican-medium status   what needs you, what goes next
      pelican-medium post     send what is new
      pelican-medium desk     without a token: bring it there
    Try it without Medium:
      pelican-medium sandbox  a stand-in Medium, here

    The token is read from the environment variable MEDIUM_INTEGRATION_TOKEN.
    """
    from pelican_medium.cli.site import Call

    ctx.obj = Call(settings_file, extra)


def main() -> NoReturn:
    """Run the command line; a Ctrl-C leaves a ledger that tells what was sent."""
    for stream in (sys.stdout, sys.stderr):
        # A console that lacks a letter of a title must not turn a report into a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    cli(prog_name="pelican-medium")
    sys.exit(0)  # not reached: click exits by itself


#: Each verb's own file is named after it.
cli.add_verbs(
    {
        "desk": "Bring articles to Medium by hand, without a token.",
        "doctor": "Say what your site still lacks, and the remedy.",
        "import-ledger": "Take over what another tool or Medium's export knows.",
        "init": "Look at your site, and say what it needs.",
        "login": "Log in with an OAuth integration you already have.",
        "logout": "Forget what login keeps.",
        "mark": "Say what only you can know of an article.",
        "merge-ledger": "Merge two ledgers, as git's merge driver.",
        "post": "Post what the last build found new.",
        "preview": "Write pages of the stories as Medium would show them.",
        "recipe": "Print a pipeline that ships with the package.",
        "refresh": "Look in your public feed for what became of articles.",
        "sandbox": "Serve a stand-in Medium on this machine.",
        "status": "Show what waits, what was posted, what needs you.",
    }
)

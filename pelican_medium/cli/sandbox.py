"""``pelican-medium sandbox``: serves the stand-in Medium on this machine."""

from __future__ import annotations

import click

from pelican_medium.cli import console
from pelican_medium.cli.group import Verb


@click.command(cls=Verb, name="sandbox")
@click.option("--port", type=click.IntRange(0, 65535), default=8989, show_default=True)
@click.option("--token", help="The only token it takes.  [default: sandbox-token]")
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="FAULT",
    help="Misbehave on the next POST, such as 500, 429:30 or drop-after; give it several times. "
    "A wrong one lists them all.",
)
@click.option(
    "--sideload",
    type=click.Choice(["all", "loopback", "none"]),
    default="all",
    show_default=True,
    help="Which pictures it fetches.",
)
@click.option(
    "--token-lifetime",
    type=click.FloatRange(1),
    metavar="SECONDS",
    help="How long an OAuth access token lasts.  [default: 60 days]",
)
@click.option("--rotate-tokens", is_flag=True, help="Let each OAuth refresh token work once.")
def verb(  # noqa: PLR0913 - click hands over one argument an option
    *,
    port: int,
    token: str | None,
    faults: tuple[str, ...],
    sideload: str,
    token_lifetime: float | None,
    rotate_tokens: bool,
) -> None:
    """Serve a stand-in Medium on this machine, with pages to look at.

    \b
    In another shell, on a copy of your site:
      export MEDIUM_API_URL=http://127.0.0.1:8989/v1
      export MEDIUM_INTEGRATION_TOKEN=sandbox-token
      pelican content -s publishconf.py
    """
    from datetime import timedelta

    from pelican_medium.sandbox import SANDBOX_TOKEN, serve
    from pelican_medium.sandbox.grants import LIFETIME, Grants

    lasts = timedelta(seconds=token_lifetime) if token_lifetime else LIFETIME

    try:
        serve(
            port=port,
            token=token or SANDBOX_TOKEN,
            faults=faults,
            sideload=sideload,
            grants=Grants(lifetime=lasts, rotates=rotate_tokens),
            announce=console.out,
        )
    except ValueError as error:
        raise console.Failure(str(error)) from None
    except OSError as error:
        reason = error.strerror or error
        raise console.Failure(f"Port {port} cannot be used ({reason}); try --port 0.") from None

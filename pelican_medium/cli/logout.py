"""``pelican-medium logout``: forgets what ``login`` keeps."""

from __future__ import annotations

import click

from pelican_medium.cli import console
from pelican_medium.cli.group import Verb
from pelican_medium.cli.site import Call


@click.command(cls=Verb, name="logout")
@click.pass_obj
def verb(call: Call) -> None:
    """Forget what login keeps for this API. Medium is told nothing.

    To take the access back at Medium itself: its settings, "Security and apps".
    """
    from pelican_medium.cli.login import read_settings
    from pelican_medium.store import credentials

    settings = read_settings(call)
    with credentials.locked():
        had = credentials.forget(settings.api_url)
    console.out("Logged out." if had else "There was no login.")
    if had:
        console.warn(
            "At Medium the integration still has its access: take it back in Medium's settings, "
            "under Security and apps."
        )

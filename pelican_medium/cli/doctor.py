"""``pelican-medium doctor``: gathers the facts of a site and prints what they mean."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from pelican_medium.cli import checks as doctor
from pelican_medium.cli import console, git, site
from pelican_medium.cli.checks import Facts, Page
from pelican_medium.cli.group import Verb
from pelican_medium.model.errors import (
    CredentialsError,
    LedgerError,
    LedgerMissing,
    NeverConnected,
    NotSent,
    Refused,
    SettingsError,
    TransportError,
)
from pelican_medium.model.urls import is_absolute
from pelican_medium.settings import Settings


@click.command(cls=Verb, name="doctor")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
@click.option("--offline", is_flag=True, help="Ask neither Medium nor your site.")
@click.option("--report", is_flag=True, help="Print what an issue needs, and nothing private.")
@click.pass_obj
def verb(call: site.Call, *, as_json: bool, offline: bool, report: bool) -> None:
    """Look at everything a site needs to post, and say what to do about the rest.

    Exit status 1 if anything fails. With a token it asks Medium whose it is, and it looks at the
    page of your newest article; --offline does neither. Nothing is changed.
    """
    facts, checks = _examined(call, offline=offline)
    if report:
        from pelican_medium.cli import diagnostics

        console.out(diagnostics.text(facts, checks))
    elif as_json:
        console.print_json({"checks": [asdict(check) for check in checks]})
    else:
        for check in checks:
            _print(check)
    sys.exit(1 if any(check.verdict == doctor.FAIL for check in checks) else 0)


def _print(check: doctor.Check) -> None:
    if console.quiet() and check.verdict == doctor.OK:
        return
    text = console.wrapped(f"{check.name}: {check.message}", " " * 6)
    console.out(text.lstrip(), state=check.verdict, width=4)
    if check.remedy and check.verdict != doctor.OK:
        console.out(console.wrapped(check.remedy, " " * 8, first="      → "))


def _examined(call: site.Call, *, offline: bool) -> tuple[Facts | None, list[doctor.Check]]:
    """Return what was found out, unless the settings are wrong, and the verdicts on it."""
    path = site.settings_path(call.settings_file)
    try:
        settings, found = site.read_both(call)
    except SettingsError as error:
        remedy = f"Correct {path}; the README has the table of settings."
        return None, [doctor.Check("settings", doctor.FAIL, str(error), remedy)]
    facts = _local(settings, found, path)
    seen = facts if offline else _page(_medium(facts))
    right = doctor.Check("settings", doctor.OK, f"{path} is right.")
    return seen, [right, *doctor.examine(seen)]


def _local(settings: Settings, found: Mapping[str, Any], path: Path) -> Facts:
    """Return what can be known without asking anybody."""
    outbox, trouble = site.outbox_or_trouble(settings)
    facts = Facts(
        settings,
        plugins=found.get("PLUGINS"),
        has_settings=any(name.startswith("MEDIUM_") for name in found),
        outbox=outbox,
        outbox_trouble=str(trouble) if trouble else None,
        token_files=_token_files(settings, path),
        git={"ledger": git.state(settings.ledger), "outbox": git.state(settings.outbox)},
        merge=(git.merges(settings.ledger), bool(git.config(settings.site_folder, git.DRIVER))),
        **_credential(settings),
    )
    try:
        return replace(facts, book=site.read_ledger(settings))
    except LedgerMissing:
        return facts
    except LedgerError as error:
        return replace(facts, ledger_trouble=str(error))


def _credential(settings: Settings) -> dict[str, Any]:
    """Return which credential a run would use, or why it cannot be known."""
    from pelican_medium.posting import access

    try:
        return {"credential": access.credential(settings)}
    except CredentialsError as error:
        return {"credential_trouble": str(error)}


def _token_files(settings: Settings, path: Path) -> dict[str, bool]:
    """Return the settings files that hold the token; publishconf.py imports pelicanconf.py."""
    if settings.token is None:
        return {}
    token = settings.token.reveal().encode()
    files = sorted({path.absolute(), *path.absolute().parent.glob("*.py")})
    holding = [file for file in files if file.is_file() and token in file.read_bytes()]
    return {file.name: git.state(file) in {"clean", "modified"} for file in holding}


def _medium(facts: Facts) -> Facts:
    """Ask Medium whose token it is, and what time it is there."""
    from pelican_medium.medium.answers import described
    from pelican_medium.posting import access, destination

    if not access.is_there(facts.settings):
        return facts
    said: list[str] = []
    medium = destination.to_medium(facts.settings, lambda answer: said.append(described(answer)))
    try:
        account = medium.account()
        skew = datetime.now(UTC) - medium.now()
    except NotSent as error:
        return replace(
            facts,
            account_trouble=_trouble(error),
            is_refused=isinstance(error, Refused),
            answers=tuple(said) or (_silence(error),),
        )
    return replace(facts, account=account.url, skew=skew, answers=tuple(said))


def _silence(error: NotSent) -> str:
    """Return how far a request came that nobody answered, without the address it went to."""
    cause = error.__cause__ or error.__context__
    return "no connection" if isinstance(cause, NeverConnected) else "no answer"


def _trouble(error: NotSent) -> str:
    """Return what kept Medium from answering; the doctor sends nothing, and need not say so."""
    cause = error.__cause__ or error.__context__
    is_of_network = isinstance(cause, TransportError)
    return f"Medium could not be reached ({cause})." if is_of_network else str(error)


def _page(facts: Facts) -> Facts:
    """Look at the page of the newest article."""
    index = facts.outbox.index if facts.outbox else ()
    if not index or not is_absolute(facts.settings.site_url):
        return facts
    newest = max(index, key=lambda article: article.date)
    return replace(facts, page=_looked_at(newest.canonical_url, facts.settings))


def _looked_at(url: str, settings: Settings) -> Page:
    """Look at a page by the rules that hold an article back."""
    from pelican_medium.model import Request
    from pelican_medium.pictures import canonical
    from pelican_medium.pictures.looks import follow
    from pelican_medium.pictures.preparing import visitor

    visit, seconds = visitor(settings), settings.timeout
    try:
        answer, where = follow(
            Request("GET", url),
            lambda request, most_bytes: visit(request, most_bytes, seconds),
            canonical.MOST_BYTES,
        )
    except TransportError as error:
        return Page(url, trouble=f"is not live ({error})")
    if answer.status != 200:  # noqa: PLR2004 - the plain word for success
        return Page(url, trouble=f"is not live (HTTP {answer.status})")
    named = canonical.canonical(answer.body, where)
    is_own = not canonical.names_another(named, [url], where)
    return Page(url, canonical=named, is_own=is_own)

"""``pelican-medium init``: looks at a site, says what it needs, and writes what it has shown."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from pelican_medium.cli import checks, console, git, newcomer, site
from pelican_medium.cli.group import Verb
from pelican_medium.cli.newcomer import Look
from pelican_medium.model.errors import MediumError
from pelican_medium.posting import access
from pelican_medium.settings import Settings
from pelican_medium.settings.cover import NAMES as COVERS


@click.command(cls=Verb, name="init")
@click.option("--yes", is_flag=True, help="Write what is shown without asking.")
@click.pass_obj
def verb(call: site.Call, *, yes: bool) -> None:
    """Look at your site, and say what it needs to post to Medium.

    Prints the lines for pelicanconf.py and for your pipeline. Of files it only touches .gitignore
    and .gitattributes, and only after it has shown the lines and you said yes.
    """
    path = site.settings_path(call.settings_file)
    settings, found = site.read_both(call)
    look = _look(path, settings, found)
    for sentence in newcomer.seen(look):
        console.out(console.wrapped(sentence, "  ", first="- "))
    if lines := list(newcomer.for_settings(look)):
        _print("For pelicanconf.py", lines)
    _print("For the pipeline", newcomer.for_pipeline(look))
    _offer(settings.site_folder, look, yes=yes)
    end = "\nThen build once, commit the ledger, and see: pelican-medium doctor"
    console.out(console.wrapped(end))


def _print(title: str, lines: Iterable[str]) -> None:
    console.out(f"\n{title}:\n")
    for line in lines:
        console.out(f"    {line}")


# --- Looking --------------------------------------------------------------------------------


def _look(path: Path, settings: Settings, found: Mapping[str, Any]) -> Look:
    folder = settings.site_folder
    plugins = found.get("PLUGINS")
    return Look(
        settings_file=path.name,
        site_url=str(found.get("SITEURL") or ""),
        articles=sum(1 for _ in _sources(found)),
        plugins=None if plugins is None else [str(plugin) for plugin in plugins],
        is_named=checks.names_us(plugins),
        has_settings=any(name.startswith("MEDIUM_") for name in found),
        covers=_covers(Path(str(found.get("THEME") or ""))),
        has_ledger=settings.ledger.exists(),
        has_token=access.is_there(settings),
        pipelines=[place for place in newcomer.PIPELINES if (folder / place).exists()],
        ledger=settings.ledger.name,
        to_ignore=_missing(folder / ".gitignore", _private(settings)) if _has_git(folder) else None,
        to_merge=_missing(
            folder / ".gitattributes", [f"{settings.ledger.name} merge=medium-ledger"]
        ),
        has_driver=git.config(folder, git.DRIVER) is not None,
    )


def _sources(found: Mapping[str, Any]) -> Iterator[Path]:
    """Yield the sources of articles, by the endings that Pelican's readers know."""
    endings = site.source_endings(found)
    content = Path(str(found["PATH"]))
    pages = {content / str(name) for name in found.get("PAGE_PATHS", ())}
    for place in found.get("ARTICLE_PATHS", [""]):
        for file in sorted((content / str(place)).rglob("*")):
            if file.suffix in endings and file.is_file() and not pages & set(file.parents):
                yield file


def _covers(theme: Path) -> list[str]:
    """Return the names of a cover that the theme's templates ask an article for."""
    named = re.compile(rf"\barticle\.({'|'.join(COVERS)})\b")
    texts = (file.read_text("utf-8", "replace") for file in theme.glob("templates/**/*.html"))
    return sorted({name for text in texts for name in named.findall(text)})


def _has_git(folder: Path) -> bool:
    return any((place / ".git").exists() for place in (folder, *folder.parents))


def _private(settings: Settings) -> list[str]:
    ledger = settings.ledger.name
    return [
        settings.outbox.name,
        f"{ledger}.lock",
        f"{ledger}.bak",
        *(f".{name}.*.tmp" for name in (ledger, settings.outbox.name)),
        newcomer.PREVIEW,
    ]


def _missing(file: Path, lines: Sequence[str]) -> list[str]:
    try:
        there = file.read_text("utf-8").splitlines() if file.exists() else []
    except (OSError, UnicodeDecodeError) as error:
        raise MediumError(f"{file} cannot be read ({error}). Nothing was written.") from None
    return [line for line in lines if line not in {known.strip() for known in there}]


# --- Writing --------------------------------------------------------------------------------


def _offer(folder: Path, look: Look, *, yes: bool) -> None:
    """Show what would be added to git's files, and add it on a yes."""
    if look.to_ignore is None:
        console.say("\nThere is no git repository here, so there is nothing to tell it.")
        return
    wanted = {".gitignore": look.to_ignore, ".gitattributes": look.to_merge}
    added = {name: lines for name, lines in wanted.items() if lines}
    for name, lines in added.items():
        _print(f"To be added to {name}", lines)
    if not look.has_driver:
        _print("To be run in each clone, so that git merges two ledgers", [git.SET_DRIVER])
    if (added or not look.has_driver) and _is_meant(yes=yes):
        _write(folder, added, has_driver=look.has_driver)


def _write(folder: Path, added: Mapping[str, Sequence[str]], *, has_driver: bool) -> None:
    for name, lines in added.items():
        _append(folder / name, lines)
        console.out(f"Added to {folder / name}.")
    if not has_driver:
        git.set_driver(folder)
        console.out("Git merges ledgers in this clone now.")


def _is_meant(*, yes: bool) -> bool:
    if yes:
        return True
    if not sys.stdin.isatty():
        console.warn("\nNothing was written; say --yes to do this.")
        return False
    return click.confirm("\nDo this?", err=True)


def _append(file: Path, lines: Sequence[str]) -> None:
    try:
        text = file.read_text("utf-8") if file.exists() else ""
        gap = "" if not text or text.endswith("\n") else "\n"
        with file.open("a", encoding="utf-8") as opened:
            opened.write(gap + "".join(f"{line}\n" for line in lines))
    except OSError as error:
        raise MediumError(f"{file} cannot be written ({error.strerror or error}).") from None

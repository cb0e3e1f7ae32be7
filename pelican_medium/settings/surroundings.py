"""What the environment says of where we run: a laptop, a pipeline, a preview of one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from pelican_medium.model.urls import is_absolute
from pelican_medium.settings.providers import PROVIDERS, Provider

Environ = Mapping[str, str]

_NO = {"", "0", "false", "no", "off"}

#: What GitHub calls the branches of its merge queue, whoever builds them
#: (GitHub Docs: Managing a merge queue).
_MERGE_QUEUE = "gh-readonly-queue/"


@cache
def variables() -> frozenset[str]:
    """Return every variable by which a pipeline tells us something."""
    names = {"CI", "MEDIUM_BRANCH", "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"}
    for row in PROVIDERS:
        signs = f"{row.marks} {row.previews} {row.elsewhere}".split()
        names.update(_parts(sign)[0] for sign in signs)
        names.update(f"{row.branch} {row.default} {row.event}".split())
    return frozenset(names)


def why_not_act(
    site_url: str, environ: Environ, *, branch: str | None = None, autoreload: bool = False
) -> str | None:
    """Return why nothing may be posted or recorded from here, or None if it may.

    Args:
        site_url: SITEURL as Pelican has it.
        branch: MEDIUM_BRANCH of the settings; the environment's comes first.
        autoreload: whether Pelican rebuilds on every save.
    """
    if autoreload:
        return "pelican --autoreload and --listen never post"
    if not site_url:
        return "SITEURL is empty, as development settings have it (build with publishconf.py)"
    if not is_absolute(site_url):
        return f"SITEURL is {site_url!r}, and Medium needs an absolute http(s) address"
    return preview(environ, branch)


def is_ci(environ: Environ) -> bool:
    """Tell whether a pipeline runs us: by ``CI``, or by a variable that only one provider sets."""
    return environ.get("CI", "").strip().lower() not in _NO or bool(_here(environ))


def preview(environ: Environ, branch: str | None = None) -> str | None:
    """Return why this is not the build that is deployed, or None where nothing says so.

    Args:
        branch: MEDIUM_BRANCH of the settings; the environment's comes first.
    """
    here = _here(environ)
    for row in here:
        if found := _first(row.previews, environ) or _in_merge_queue(row, environ):
            return f"this is the build of a pull request or a preview ({found})"
    wanted = environ.get("MEDIUM_BRANCH", "").strip() or branch
    if wanted:
        return _other_than(wanted, here, environ) if is_ci(environ) else None
    reasons = (_not_deployed(row, environ) for row in here)
    return next((reason for reason in reasons if reason), None)


def _here(environ: Environ) -> list[Provider]:
    return [row for row in PROVIDERS if _first(row.marks, environ)]


def _first(signs: str, environ: Environ) -> str | None:
    """Return the first of these signs that is there, in words."""
    words = (_in_words(sign, environ) for sign in signs.split())
    return next((word for word in words if word), None)


def _in_words(sign: str, environ: Environ) -> str | None:
    name, differs, patterns = _parts(sign)
    value = environ.get(name, "").strip()
    if not patterns:
        return f"{name} is set" if value.lower() not in _NO else None
    found = any(fnmatchcase(value, pattern) for pattern in patterns)
    return f"{name} is {value}" if value and found is not differs else None


def _parts(sign: str) -> tuple[str, bool, list[str]]:
    name, equals, values = sign.partition("=")
    return name.removesuffix("!"), name.endswith("!"), values.split("|") if equals else []


def _in_merge_queue(row: Provider, environ: Environ) -> str | None:
    """Return what makes this a queue's or another pipeline's pull request, by the branch or event.

    ``workflow_run`` runs on the default branch, also after a workflow of a pull request
    (GitHub Docs: Events that trigger workflows).
    """
    branch = branch_of(row, environ)
    if branch and branch.startswith(_MERGE_QUEUE):
        return f"the branch is {branch}"
    earlier = _event(row, environ).get("workflow_run")
    event = earlier.get("event") if isinstance(earlier, dict) else None
    return "after a pull request's workflow" if str(event).startswith("pull_request") else None


def branch_of(row: Provider, environ: Environ) -> str | None:
    """Return the branch that is built, or None for a tag, or where it is not said."""
    values = (environ.get(name, "").strip() for name in row.branch.split())
    value = next((value for value in values if value), "")
    value = value.removeprefix("refs/heads/").removeprefix("origin/")
    return None if not value or value.startswith("refs/") else value


def _other_than(wanted: str, here: list[Provider], environ: Environ) -> str | None:
    branches = [branch for row in here if (branch := branch_of(row, environ))]
    if wanted in branches:
        return None
    built = f"this is branch {branches[0]}" if branches else "this pipeline names no branch"
    return f"{built}, and MEDIUM_BRANCH is {wanted}"


def _not_deployed(row: Provider, environ: Environ) -> str | None:
    """Return why a branch is not the one that is deployed, as far as the provider tells."""
    advice = "MEDIUM_BRANCH says so where it is"
    if found := _first(row.elsewhere, environ):
        return f"{row.name} does not build the deployed branch here ({found}; {advice})"
    branch, default = branch_of(row, environ), _default(row, environ)
    if branch and default and branch not in default.split():
        return f"this is branch {branch}, not the one that is deployed ({advice})"
    return None


def _default(row: Provider, environ: Environ) -> str | None:
    """Return the name of the default branch, or several names by habit."""
    if row.event:
        repository = _event(row, environ).get("repository")
        name = repository.get("default_branch") if isinstance(repository, dict) else None
        return name if isinstance(name, str) else None
    return environ.get(row.default, "").strip() or row.production or None


def _event(row: Provider, environ: Environ) -> dict[str, Any]:
    """Return what a provider's file says of what happened; nothing where there is none."""
    try:
        found = json.loads(Path(environ[row.event]).read_bytes())
    except (KeyError, OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}

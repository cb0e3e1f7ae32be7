"""What the environment says of where we run: a laptop, a pipeline, a preview of one."""

from __future__ import annotations

from collections.abc import Mapping

from pelican_medium.model.urls import is_absolute

Environ = Mapping[str, str]

#: Every variable this module looks at.
VARIABLES = (
    "CI",
    "GITHUB_EVENT_NAME",
    "CI_MERGE_REQUEST_IID",
    "NETLIFY",
    "CONTEXT",
    "CF_PAGES_BRANCH",
    "VERCEL_ENV",
    "GITHUB_STEP_SUMMARY",
    "GITHUB_OUTPUT",
)

#: Netlify's own names for builds that are no production deploy (Netlify, "Deploy contexts").
_NETLIFY_PREVIEWS = {"deploy-preview", "branch-deploy", "dev", "preview-server"}

#: Cloudflare Pages tells the branch, but not which one is production: these are by habit.
_PRODUCTION_BRANCHES = {"main", "master", "production"}


def is_ci(environ: Environ) -> bool:
    """Tell whether a pipeline runs us: every known one sets ``CI``."""
    return environ.get("CI", "").strip().lower() not in {"", "0", "false", "no"}


def preview(environ: Environ) -> str | None:
    """Return what makes this a pull request's or a preview's build, or None if nothing does."""
    event = environ.get("GITHUB_EVENT_NAME", "")
    if event.startswith("pull_request"):
        return f"GITHUB_EVENT_NAME is {event}"
    if environ.get("CI_MERGE_REQUEST_IID"):
        return "CI_MERGE_REQUEST_IID is set"
    return _hosting_preview(environ)


def why_not_act(site_url: str, environ: Environ, *, autoreload: bool) -> str | None:
    """Return why this build may neither post nor record anything, or None if it may.

    Args:
        site_url: SITEURL as Pelican has it.
        autoreload: whether Pelican rebuilds on every save.
    """
    if autoreload:
        return "pelican --autoreload and --listen never post"
    if not site_url:
        return "SITEURL is empty, as development settings have it (build with publishconf.py)"
    if not is_absolute(site_url):
        return f"SITEURL is {site_url!r}, and Medium needs an absolute http(s) address"
    found = preview(environ)
    return f"this is the build of a pull request or a preview ({found})" if found else None


def _hosting_preview(environ: Environ) -> str | None:
    context = environ.get("CONTEXT", "")
    on_netlify = bool(environ.get("NETLIFY"))
    if context in _NETLIFY_PREVIEWS or (on_netlify and context not in {"", "production"}):
        return f"CONTEXT is {context}"
    branch = environ.get("CF_PAGES_BRANCH", "")
    if branch and branch not in _PRODUCTION_BRANCHES:
        return f"CF_PAGES_BRANCH is {branch}"
    vercel = environ.get("VERCEL_ENV", "")
    if vercel not in {"", "production"}:
        return f"VERCEL_ENV is {vercel}"
    return None

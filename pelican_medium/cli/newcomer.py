"""What a newcomer's site needs, said line by line. Pure: it is handed what was looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pelican_medium.model.urls import host_of, is_absolute, is_loopback

#: What must not be committed, beside the names that the settings give.
PREVIEW = "medium_preview/"

#: Where each host keeps its pipelines, and the recipe for it.
PIPELINES: Mapping[str, tuple[str, str]] = {
    ".github/workflows": ("GitHub Actions", "github-actions"),
    ".gitlab-ci.yml": ("GitLab CI", "gitlab-ci"),
    "netlify.toml": ("Netlify", "build-hook"),
    "wrangler.toml": ("Cloudflare Pages", "build-hook"),
    "Makefile": ("a Makefile", "makefile"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a site.

    Attributes:
        settings_file: its name.
        site_url: SITEURL as that file has it.
        articles: how many sources of articles there are.
        plugins: PLUGINS as a list, or None where Pelican looks for plugins by itself.
        is_named: whether PLUGINS names this one.
        has_settings: whether any MEDIUM_* setting is there.
        covers: which names of a cover the theme's templates use.
        has_ledger: whether there is one.
        has_token: whether there is a token.
        pipelines: which of `PIPELINES` are there.
        ledger: the ledger's file name.
        to_ignore: the lines that .gitignore lacks; None where there is no git.
        to_merge: the lines that .gitattributes lacks.
        has_driver: whether git knows in this clone how to merge two ledgers.
    """

    settings_file: str
    site_url: str
    articles: int
    plugins: Sequence[str] | None = None
    is_named: bool = False
    has_settings: bool = False
    covers: Collection[str] = ()
    has_ledger: bool = False
    has_token: bool = False
    pipelines: Collection[str] = ()
    ledger: str = "medium_ledger.json"
    to_ignore: Sequence[str] | None = None
    to_merge: Sequence[str] = field(default=())
    has_driver: bool = False


def seen(look: Look) -> Iterator[str]:
    """Yield what was found, a sentence each."""
    yield f"{look.settings_file}: {_articles(look.articles)} in the content folder."
    if not is_absolute(look.site_url):
        what = repr(look.site_url) if look.site_url else "empty"
        yield (
            f"SITEURL is {what}: nothing is posted from these settings. Build with "
            "those that name your site's address, as publishconf.py does (-s publishconf.py)."
        )
    elif is_loopback(host_of(look.site_url)):
        yield f"SITEURL is {look.site_url}: this machine, so articles go to the sandbox only."
    else:
        yield f"SITEURL is {look.site_url}: the originals, and what stories link to."
    if look.covers:
        yield f"The theme shows {', '.join(sorted(look.covers))}: that picture becomes the cover."
    else:
        yield "The theme names no cover picture; Medium_Image in an article gives it one."
    yield _ledger(look)
    yield _token(look)


def _articles(count: int) -> str:
    return f"{count} article{'' if count == 1 else 's'}"


def _ledger(look: Look) -> str:
    if look.has_ledger:
        return f"There is a ledger, {look.ledger}: what it does not know yet is new."
    return (
        f"There is no ledger yet. The first build makes {look.ledger} with what you "
        "have published so far as skipped, and posts nothing old."
    )


def _token(look: Look) -> str:
    if look.has_token:
        return "There is a token."
    return (
        "There is no token (MEDIUM_INTEGRATION_TOKEN), and Medium has issued no new ones since "
        "January 2025: without one, 'pelican-medium desk' helps you bring articles there."
    )


def for_settings(look: Look) -> Iterator[str]:
    """Yield the lines that pelicanconf.py lacks, to be pasted at its end; none where none does.

    Where PLUGINS is not set, Pelican finds every installed plugin by itself, and a PLUGINS of one
    entry would switch off the others (Pelican's documentation, "Plugins").
    """
    if look.plugins is not None and not look.is_named:
        yield 'PLUGINS = [*PLUGINS, "medium"]'
    if not look.has_settings:
        yield 'MEDIUM_PUBLISH_STATUS = "draft"  # look at each story before the world does'


def for_pipeline(look: Look) -> Iterator[str]:
    """Yield what to do about each pipeline that was found, or about none."""
    for place in look.pipelines:
        host, recipe = PIPELINES[place]
        yield f"{host} ({place}): pelican-medium recipe {recipe}"
    if not look.pipelines:
        yield "after the upload:  pelican-medium post --wait 600"
        yield f"then commit:       {look.ledger}"
        yield "whole pipelines:   pelican-medium recipe"

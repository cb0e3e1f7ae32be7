"""``pelican-medium recipe``: prints a pipeline that ships with the package."""

from __future__ import annotations

from typing import NamedTuple

import click

from pelican_medium.cli import console
from pelican_medium.cli.group import Verb


class Recipe(NamedTuple):
    """A recipe: its file in the package, where it goes in a repository, and what it is for."""

    file: str
    place: str
    what: str


RECIPES = {
    "github-actions": Recipe(
        "github-actions.yml", ".github/workflows/site.yml", "GitHub Actions: build, deploy, post"
    ),
    "github-pages": Recipe(
        "github-pages.yml",
        ".github/workflows/site.yml",
        "GitHub Actions, behind Pelican's own Pages workflow",
    ),
    "github-action": Recipe(
        "action.yml",
        ".github/actions/medium/action.yml",
        "one step for your own GitHub workflow",
    ),
    "gitlab-ci": Recipe("gitlab-ci.yml", ".gitlab-ci.yml", "GitLab CI: build, deploy, post"),
    "build-hook": Recipe(
        "build-hook.yml",
        ".github/workflows/medium.yml",
        "Netlify, Cloudflare Pages and others with a build hook",
    ),
    "makefile": Recipe("medium.mk", "Makefile", "a target for quickstart's Makefile"),
}


@click.command(cls=Verb, name="recipe")
@click.argument("name", required=False)
def verb(name: str | None) -> None:
    """Print a pipeline that builds, deploys and posts; without a NAME, the list of them.

    \b
    pelican-medium recipe github-actions > .github/workflows/site.yml
    """
    if name is None:
        width = max(map(len, RECIPES))
        for each, recipe in RECIPES.items():
            console.out(f"{each:<{width}}  {recipe.what} ({recipe.place})")
    elif name in RECIPES:
        click.echo(text_of(name), nl=False)
    else:
        raise console.Failure(f"There is no recipe {name!r}. There are: {', '.join(RECIPES)}.")


def text_of(name: str) -> str:
    """Return a recipe as it ships."""
    from importlib.resources import files

    return (files("pelican_medium") / "recipes" / RECIPES[name].file).read_text("utf-8")

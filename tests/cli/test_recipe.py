"""``recipe``: what it lists, and that it prints what ships."""

from pathlib import Path

import pytest

from pelican_medium.cli.recipe import RECIPES

FOLDER = Path(__file__).parents[2] / "pelican_medium/recipes"


def test_the_list_of_recipes(site):
    """Each with what it is for and where it goes; every file that ships is one of them."""
    lines = site.cli("recipe").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(RECIPES)
    assert ".gitlab-ci.yml" in next(line for line in lines if line.startswith("gitlab-ci"))
    shipped = {path.name for path in FOLDER.iterdir()} - {"README.md"}
    assert {recipe.file for recipe in RECIPES.values()} == shipped


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_is_printed_as_it_ships(site, name):
    """Nothing before it and nothing behind it, so that it can go into a file."""
    result = site.cli("recipe", name)
    assert result.stdout == (FOLDER / RECIPES[name].file).read_text("utf-8")
    assert result.stderr == ""


def test_a_recipe_that_does_not_exist(site):
    """One sentence with those that do."""
    result = site.cli("recipe", "jenkins")
    assert result.returncode == 2
    assert result.stderr.startswith("Error: There is no recipe 'jenkins'. There are: github-")

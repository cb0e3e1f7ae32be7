"""What a newcomer is told of a site: sentences, and lines to paste."""

import pytest

from pelican_medium.cli import newcomer
from pelican_medium.cli.newcomer import Look

PASTED = 'PLUGINS = [*PLUGINS, "medium"]'


def look(**given):
    return Look(
        **{"settings_file": "pelicanconf.py", "site_url": "https://e.org", "articles": 3} | given
    )


def said(**given):
    return " ".join(newcomer.seen(look(**given)))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "3 articles in the content folder"),
        ({"articles": 1}, "1 article in"),
        ({"site_url": ""}, "SITEURL is empty: nothing is posted from these settings"),
        ({"site_url": "/x"}, "SITEURL is '/x': nothing"),
        ({"site_url": "http://localhost:8000"}, "to the sandbox only"),
        ({}, "the originals"),
        ({"covers": ["og_image", "cover"]}, "The theme shows cover, og_image"),
        ({}, "names no cover picture"),
        ({}, "makes medium_ledger.json with what you have published so far as skipped"),
        ({"has_ledger": True}, "There is a ledger, medium_ledger.json"),
        ({}, "Medium has issued no new ones"),
        ({"has_token": True}, "There is a token."),
    ],
)
def test_what_was_seen_is_said(given, expected):
    """Each thing looked at is a sentence that says what it means."""
    assert expected in said(**given)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["MEDIUM_PUBLISH_STATUS"]),
        ({"plugins": ["sitemap"]}, [PASTED, "MEDIUM_PUBLISH_STATUS"]),
        ({"plugins": ["sitemap"], "has_settings": True}, [PASTED]),
        ({"plugins": ["medium"], "is_named": True}, ["MEDIUM_PUBLISH_STATUS"]),
        ({"has_settings": True}, []),
        ({"plugins": ["medium"], "is_named": True, "has_settings": True}, []),
    ],
)
def test_only_the_lines_that_are_missing_are_printed(given, expected):
    """A PLUGINS of one entry would switch off every plugin that Pelican finds by itself."""
    lines = list(newcomer.for_settings(look(**given)))
    assert [line.partition(" = ")[0] if "MEDIUM" in line else line for line in lines] == expected


@pytest.mark.parametrize("plugins", ["['render_math']", "('render_math',)"])
def test_the_lines_can_be_pasted(plugins):
    """Behind what is there, whether that is a list or a tuple."""
    lines = newcomer.for_settings(look(plugins=["render_math"]))
    found = {}
    exec("\n".join([f"PLUGINS = {plugins}", *lines]), found)  # noqa: S102 - as a settings file is
    assert found["PLUGINS"] == ["render_math", "medium"]
    assert found["MEDIUM_PUBLISH_STATUS"] == "draft"


def test_the_recipe_of_each_pipeline_is_named():
    """By the files that say which host builds the site; each is one that `recipe` prints."""
    from pelican_medium.cli.recipe import RECIPES

    text = "\n".join(newcomer.for_pipeline(look(pipelines=list(newcomer.PIPELINES))))
    for _, recipe in newcomer.PIPELINES.values():
        assert f"pelican-medium recipe {recipe}" in text
        assert recipe in RECIPES
    assert "pelican-medium post --wait 600" in "\n".join(newcomer.for_pipeline(look()))

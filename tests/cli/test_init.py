"""``pelican-medium init``: what a newcomer is told, and what is written on a yes."""

import subprocess

import pytest
from terminal import on_a_terminal

from pelican_medium.cli import newcomer
from pelican_medium.cli.newcomer import Look


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


PASTED = 'PLUGINS = [*PLUGINS, "medium"]'


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


def git(site, *arguments):
    subprocess.run(["git", *arguments], cwd=site.folder, check=True, capture_output=True)


@pytest.fixture
def new(site):
    """A site with two articles and git, that knows nothing of Medium yet."""
    git(site, "init", "-q")
    (site.folder / "medium_ledger.json").unlink()
    site.article("one")
    site.article("two")
    return site


def test_init_shows_and_writes_nothing_without_a_yes(new):
    """In a pipe it says how to say yes."""
    result = new.cli("init")
    assert result.returncode == 0
    assert "2 articles in the content folder" in result.stdout
    assert "To be added to .gitignore" in result.stdout
    assert "say --yes" in result.stderr
    assert not (new.folder / ".gitignore").exists()
    assert not (new.folder / ".gitattributes").exists()


def test_init_writes_what_it_has_shown(new):
    """Behind what is there, once; the ledger itself stays git's."""
    (new.folder / ".gitignore").write_text("output", "utf-8")
    assert new.cli("init", "--yes").returncode == 0
    ignored = (new.folder / ".gitignore").read_text("utf-8").splitlines()
    assert ignored == [
        *("output", ".medium_outbox.json", "medium_ledger.json.lock", "medium_ledger.json.bak"),
        *(".medium_ledger.json.*.tmp", "..medium_outbox.json.*.tmp", "medium_preview/"),
    ]
    merged = (new.folder / ".gitattributes").read_text("utf-8")
    assert merged == "medium_ledger.json merge=medium-ledger\n"
    driver = ["git", "config", "merge.medium-ledger.driver"]
    set_ = subprocess.run(driver, cwd=new.folder, capture_output=True, text=True, check=True)
    assert set_.stdout == "pelican-medium merge-ledger %O %A %B\n"
    again = new.cli("init", "--yes")
    assert "merge.medium-ledger" not in again.stdout
    assert "To be added" not in again.stdout
    assert (new.folder / ".gitignore").read_text("utf-8").splitlines() == ignored


def test_init_without_git(site):
    """There is nothing to tell it, and the rest is said all the same."""
    site.article("one")
    result = site.cli("init", "--yes")
    assert result.returncode == 0
    assert "no git repository" in result.stderr
    assert not (site.folder / ".gitignore").exists()


def test_init_looks_at_the_theme_and_the_pipeline(new):
    """What the theme asks an article for, and where the site is built."""
    templates = new.folder / "theme" / "templates"
    templates.mkdir(parents=True)
    (templates / "article.html").write_text("{{ article.featured_image }}", "utf-8")
    new.configure('THEME = "theme"')
    (new.folder / ".gitlab-ci.yml").write_text("", "utf-8")
    result = new.cli("init")
    assert "The theme shows featured_image" in result.stdout
    assert "pelican-medium recipe gitlab-ci" in result.stdout


def test_init_without_settings(site):
    """One clear message, and the status of a wrong call."""
    result = site.cli("-s", "none.py", "init")
    assert result.returncode == 2
    assert "none.py" in result.stderr


@pytest.mark.parametrize(("answer", "written"), [("y\n", True), ("n\n", False)])
def test_init_asks_on_a_terminal(new, answer, written):
    """And does as it is told."""
    code, shown = on_a_terminal(new, "init", columns=120, answer=answer)
    assert code == 0
    assert "Do this?" in shown
    assert (new.folder / ".gitignore").exists() is written

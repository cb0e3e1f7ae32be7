"""``pelican-medium init``: what a newcomer is told, and what is written on a yes."""

import pytest
from gits import git
from terminal import on_a_terminal


@pytest.fixture
def new(site):
    """A site with two articles and git, that knows nothing of Medium yet."""
    git(site.folder, "init", "-q")
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
    driver = git(new.folder, "config", "merge.medium-ledger.driver").stdout
    assert driver == "pelican-medium merge-ledger %O %A %B\n"
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

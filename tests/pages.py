"""Writes pages of a preview, and reads those that one or an export leaves in a folder."""

from datetime import UTC, datetime
from pathlib import Path

from bs4 import BeautifulSoup

from pelican_medium import preview
from pelican_medium.model import Article, Draft, Outcome

SITE = "https://small.example"
PICTURE = Path(__file__).parents[1] / "sample_site/content/images/wind-rose-small.png"

#: What marks a preview's folder as one, beside the pages.
KEEPING = [".gitignore", ".medium_preview"]


def files(folder):
    """Return the names of all files of a folder, from there."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(found)


def soup_of(path):
    """Return a page as a tree."""
    return BeautifulSoup(path.read_text("utf-8"), "lxml")


def drafted(key="one", content="<h1>One</h1><p>Text.</p>", **fields):
    fields = {"title": "One", "canonical_url": f"{SITE}/one.html"} | fields
    return Draft(key=key, content=content, **fields)


def rehearsal(key="one", lang="en", **fields):
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    article = Article(key, "One", moment, lang, f"{SITE}/one.html", "one.md", "sha256:0")
    return article, Outcome(key, "One", "pending"), drafted(key, **fields)


def write(folder, *rehearsals, others=(), output=None, report=print):
    site = preview.Site(SITE, output or folder.parent / "output")
    return preview.write(folder, rehearsals, others, site, report=report)

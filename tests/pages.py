"""Reads the pages that a preview or an export leaves in a folder."""

from bs4 import BeautifulSoup

#: What marks a preview's folder as one, beside the pages.
KEEPING = [".gitignore", ".medium_preview"]


def files(folder):
    """Return the names of all files of a folder, from there."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(found)


def soup_of(path):
    """Return a page as a tree."""
    return BeautifulSoup(path.read_text("utf-8"), "lxml")

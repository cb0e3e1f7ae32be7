"""Headings: the title is the only ``h1``, so the body's own become ``h2``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from pelican_medium.markup import Context


def demote(soup: BeautifulSoup, context: Context) -> None:
    """Remove the body's own copy of the title if it opens with one; turn other ``h1`` to ``h2``."""
    headings = soup.find_all("h1")
    if headings and _folded(headings[0].get_text()) == _folded(context.title):
        headings.pop(0).decompose()
    for heading in headings:
        heading.name = "h2"


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()

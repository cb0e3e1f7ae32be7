"""What the sandbox reads out of a post's content: its pictures, its title, and what to show."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from pelican_medium.preview import story
from pelican_medium.preview.story import Story
from pelican_medium.sandbox.answers import MOST_TITLE

if TYPE_CHECKING:
    from collections.abc import Mapping


def picture_sources(content: str, content_format: str) -> list[str]:
    """Return the distinct ``img src`` of HTML content in order; Markdown is not looked into."""
    if content_format != "html":
        return []
    images = BeautifulSoup(content, "lxml").find_all("img")
    return list(dict.fromkeys(str(image["src"]) for image in images if image.get("src")))


def used_title(title: str, content: str, content_format: str) -> str:
    """Return the title Medium uses: one over 100 characters gives way to one made of the content.

    Medium's API documentation (archived README of medium-api-docs).
    """
    if len(title) <= MOST_TITLE:
        return title
    return (_first_text(content, content_format) or title)[:MOST_TITLE]


def _first_text(content: str, content_format: str) -> str:
    if content_format == "html":
        soup = BeautifulSoup(content, "lxml")
        texts = (" ".join(tag.get_text().split()) for tag in soup.find_all(["h1", "h2", "h3", "p"]))
    else:
        texts = (line.strip("# \t\r") for line in content.split("\n"))
    return next((text for text in texts if text), "")


def read_story(content: str, content_format: str, pictures: Mapping[str, str]) -> Story:
    """Return what a reader would see.

    Args:
        content: the post's content.
        content_format: ``html`` or ``markdown``; the latter is shown as it is written.
        pictures: the address of each picture that was side-loaded, by its ``src``.
    """
    if content_format != "html":
        return Story("", f"<pre>{escape(content)}</pre>")
    return story.read(content, pictures.get)

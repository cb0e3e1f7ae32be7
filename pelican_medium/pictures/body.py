"""The pictures of a draft: read out of its HTML, and what became of them written back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from pelican_medium.model import urls
from pelican_medium.model.text import parsable
from pelican_medium.model.urls import is_data

_DATA_SOURCE = re.compile(r"""<img\b[^<>]*?\ssrc\s*=\s*["']?\s*data:""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture of a draft.

    Attributes:
        src: as the draft has it.
        url: absolute, or a ``data:`` address; "" where it is not an address at all.
        alt: its alternative text.
    """

    src: str
    url: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """What stands in a picture's place: a link with its alternative text."""

    url: str


@lru_cache(maxsize=8)  # as many articles as are seen to at the same time, and no more
def shown(content: str, base_url: str) -> tuple[Shown, ...]:
    """Return the pictures of a draft, each address once, in their order."""
    found: dict[str, Shown] = {}
    for image in _parsed(content).find_all("img"):
        src = str(image.get("src") or "")
        found.setdefault(src, Shown(src, _absolute(base_url, src), str(image.get("alt") or "")))
    return tuple(found.values())


def _absolute(base_url: str, src: str) -> str:
    if is_data(src):
        return src.strip()
    try:
        url = urls.resolve(base_url, src) if src.strip() else ""
    except ValueError:
        return ""
    return url if urls.is_absolute(url) else ""


def holds_data(content: str) -> bool:
    """Tell whether a picture is still in the text itself; for the last look before it leaves.

    libxml2 leaves out attributes of over ten million letters, so the parser may not see it.
    """
    return bool(_DATA_SOURCE.search(content))


def short(url: str) -> str:
    """Return an address as a message shows it: a ``data:`` one is its own picture."""
    return f"{url[:40]}… ({len(url)} letters)" if is_data(url) else url


def replaced(content: str, changes: Mapping[str, str | Link]) -> str:
    """Return the content with each of these pictures at another address, or as a link."""
    soup = _parsed(content)
    for image in soup.find_all("img"):
        change = changes.get(str(image.get("src") or ""))
        if isinstance(change, Link):
            _link(soup, image, change.url)
        elif change is not None:
            image["src"] = change
            del image["srcset"]
    body = soup.body
    return body.decode_contents(formatter="minimal") if isinstance(body, Tag) else ""


def _parsed(content: str) -> BeautifulSoup:
    return BeautifulSoup(f"<body>{parsable(content)}</body>", "lxml")


def _link(soup: BeautifulSoup, image: Tag, url: str) -> None:
    """Put a link in the place of a picture, and its caption below it.

    A link that stood around the picture stays, as the page's own choice of where to lead.
    """
    text = str(image.get("alt") or "").strip() or _name(url)
    figure = image.find_parent("figure")
    if image.find_parent("a"):
        image.replace_with(text)
    else:
        link = soup.new_tag("a", attrs={"href": url})
        link.string = text
        image.replace_with(link)
    if figure is not None and not figure.find("img"):
        _unfigure(soup, figure)


def _unfigure(soup: BeautifulSoup, figure: Tag) -> None:
    """Make paragraphs of a figure that has no picture any more."""
    for caption in figure.find_all("figcaption"):
        caption.name = "p"
        figure.insert_after(caption.extract())
    paragraph = soup.new_tag("p")
    paragraph.extend([node.extract() for node in list(figure.contents)])
    figure.replace_with(paragraph)


def _name(url: str) -> str:
    """Return what to call a picture that has no alternative text: its file's name."""
    return unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2] or "Picture"

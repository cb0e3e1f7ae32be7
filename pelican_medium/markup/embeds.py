"""Embeds: Medium makes them from a bare address alone in a paragraph, not from an iframe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from pelican_medium.markup import find
from pelican_medium.markup.links import absolute
from pelican_medium.model import Note

if TYPE_CHECKING:
    from pelican_medium.markup import Context

#: A player's address → the page's own, which Medium knows how to embed (through Embedly).
_PLAYERS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(r"(?:https?:)?//(?:www\.)?" + pattern), page)
    for pattern, page in (
        (r"youtube(?:-nocookie)?\.com/embed/([\w-]{6,})", "https://www.youtube.com/watch?v={}"),
        (r"youtu\.be/([\w-]{6,})", "https://www.youtube.com/watch?v={}"),
        (r"player\.vimeo\.com/video/(\d+)", "https://vimeo.com/{}"),
        (r"codepen\.io/([\w-]+)/embed/(?:preview/)?(\w+)", "https://codepen.io/{}/pen/{}"),
        (r"open\.spotify\.com/embed/(\w+)/(\w+)", "https://open.spotify.com/{}/{}"),
        (r"gist\.github\.com/([\w-]+/\w+)(?:\.js)?", "https://gist.github.com/{}"),
        (r"instagram\.com/(p/[\w-]+)", "https://www.instagram.com/{}/"),
        (r"(?:twitter|x)\.com/(\w+)/status/(\d+)", "https://twitter.com/{}/status/{}"),
    )
)

#: Services that write a quote with a link in it, for their script to find.
_QUOTES = {"twitter-tweet", "instagram-media"}

_PLAYED = ["audio", "canvas", "embed", "form", "iframe", "object", "video"]


def settle(soup: BeautifulSoup, context: Context) -> None:
    """Turn players into the addresses they show, and what Medium cannot show into a link.

    Before scripts are dropped: a gist is nothing but one.
    """
    for quote in find.classed(soup, _QUOTES, "blockquote"):
        links = [page_of(str(link.get("href") or "")) for link in quote.find_all("a")]
        address = next((page for page in reversed(links) if page), None)
        if address:
            _put_address(soup, quote, address)
    for script in soup.find_all("script", src=True):
        address = page_of(str(script["src"]))
        if address:
            _put_address(soup, script, address)
    for player in find.every(soup, *_PLAYED):
        if player.parent is not None and not _is_picture(player):
            _settle_player(soup, player, context)


def page_of(player: str) -> str | None:
    """Return the page that a player's address shows, or None where it is unknown."""
    for pattern, page in _PLAYERS:
        found = pattern.match(player.strip())
        if found:
            return page.format(*found.groups())
    return None


def _is_picture(player: Tag) -> bool:
    return player.name == "object" and str(player.get("type", "")).startswith("image/")


def _settle_player(soup: BeautifulSoup, player: Tag, context: Context) -> None:
    address = page_of(str(player.get("src") or player.get("data") or ""))
    if address:
        _put_address(soup, player, address)
    elif player.name != "object":  # that one shows what stands in it
        _put_link(soup, player, context)


def _put_address(soup: BeautifulSoup, player: Tag, address: str) -> None:
    _put(soup, player, NavigableString(address))


def _put_link(soup: BeautifulSoup, player: Tag, context: Context) -> None:
    """Send the reader to the original for what Medium does not take at all."""
    context.notes.append(Note(f"{player.name} replaced by a link to the original"))
    link = soup.new_tag("a", attrs={"href": _address_of(player, context)})
    link.append(_CALLED.get(player.name, "See the original"))
    _put(soup, player, link)


def _put(soup: BeautifulSoup, player: Tag, content: PageElement) -> None:
    """Put a paragraph in the player's place, and part the one it stands in."""
    paragraph = soup.new_tag("p")
    paragraph.append(content)
    around = player.find_parent("p")
    player.replace_with(paragraph)
    if around is not None:
        around.name = "div"


_CALLED = {"audio": "Listen to the original", "video": "Watch the original"}


def _address_of(player: Tag, context: Context) -> str:
    """Return where the file itself is, or the article where that is not known."""
    source = player.find("source") if player.name in {"audio", "video"} else None
    given = player.get("src") or (source.get("src") if isinstance(source, Tag) else None)
    return absolute(str(given or ""), context) or context.base_url

"""Embeds: Medium makes them from a bare address alone in a paragraph, not from an iframe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from pelican_medium.markup import find
from pelican_medium.markup.flow import BOXES
from pelican_medium.markup.links import absolute
from pelican_medium.markup.pictures import SMALL
from pelican_medium.model import Note
from pelican_medium.model.text import cut

if TYPE_CHECKING:
    from pelican_medium.markup.context import Context

#: A player's address → the page's own, which Medium knows how to embed (through Embedly).
_PLAYERS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(r"(?:https?:)?//(?:www\.)?" + pattern), page)
    for pattern, page in (
        (
            r"youtube(?:-nocookie)?\.com/embed/(?:videoseries)?\?(?:.*&)?list=([\w-]+)",
            "https://www.youtube.com/playlist?list={}",
        ),
        (
            r"youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]{6,})",
            "https://www.youtube.com/watch?v={}",
        ),
        (r"youtube\.com/watch\?(?:.*&)?v=([\w-]{6,})", "https://www.youtube.com/watch?v={}"),
        (r"youtu\.be/([\w-]{6,})", "https://www.youtube.com/watch?v={}"),
        (r"player\.vimeo\.com/video/(\d+)\?(?:.*&)?h=(\w+)", "https://vimeo.com/{}/{}"),
        (r"player\.vimeo\.com/video/(\d+)", "https://vimeo.com/{}"),
        (
            r"w\.soundcloud\.com/player/?\?(?:.*&)?url=https?://(soundcloud\.com/[^&?]+)",
            "https://{}",
        ),
        (r"(soundcloud\.com/[\w-]+/[\w/-]+)", "https://{}"),
        (r"codepen\.io/([\w-]+)/embed/(?:preview/)?(\w+)", "https://codepen.io/{}/pen/{}"),
        (r"open\.spotify\.com/embed(?:-podcast)?/(\w+)/(\w+)", "https://open.spotify.com/{}/{}"),
        (r"gist\.github\.com/((?:[\w-]+/)?\w+)(?:\.js)?", "https://gist.github.com/{}"),
        (r"instagram\.com/((?:p|reel|tv)/[\w-]+)", "https://www.instagram.com/{}/"),
        (r"(?:mobile\.)?(?:twitter|x)\.com/(\w+)/status/(\d+)", "https://twitter.com/{}/status/{}"),
        (
            r"platform\.twitter\.com/embed/.*[?&]id=(\d+)",
            "https://twitter.com/i/status/{}",
        ),
        (r"asciinema\.org/a/(\w+)(?:\.js)?", "https://asciinema.org/a/{}"),
    )
)

#: Services that write a quote with a link in it, for their script to find.
POSTS = ("codepen", "instagram-media", "twitter-tweet", "twitter-video")

PLAYED = ("audio", "canvas", "embed", "iframe", "object", "select", "svg", "video")

#: The words of a form that its reader does not read as the article's.
_CONTROLS = ("button", "datalist", "optgroup", "option", "select", "textarea")

#: What can be seen of a drawing.
_SHAPES = {
    *("circle", "ellipse", "foreignobject", "image", "line", "path", "polygon", "polyline", "rect"),
    *("text", "use"),
}


def to_addresses(soup: BeautifulSoup, context: Context) -> None:
    """Turn players into the addresses they show, and what Medium cannot show into a link.

    Before scripts are dropped: a gist is nothing but one.
    """
    for quote in find.classed(soup, POSTS, "blockquote"):
        _replace_quote(soup, quote, context)
    for pen in find.classed(soup, {"codepen"}, "p", "div"):
        if pen.get("data-slug-hash") and pen.get("data-user"):
            _put_address(
                soup, pen, f"https://codepen.io/{pen['data-user']}/pen/{pen['data-slug-hash']}"
            )
    for script in soup.find_all("script", src=True):
        address = page_of(str(script["src"]))
        if address:
            _put_address(soup, script, address)
    for player in find.every(soup, *PLAYED):
        if not player.decomposed and player.parent is not None and not _is_picture(player):
            _replace_player(soup, player, context)
    for form in soup.find_all("form"):
        if not form.decomposed:
            _open_form(soup, form, context)


def _replace_quote(soup: BeautifulSoup, quote: Tag, context: Context) -> None:
    """Put a quoted post's address, from which Medium gets its words."""
    links = [str(link.get("href") or "") for link in quote.find_all("a")]
    links.append(str(quote.get("data-instgrm-permalink") or ""))
    address = next((page for link in reversed(links) if (page := page_of(link))), None)
    if address:
        context.notes.append(Note("words of an embedded post left to its address", where=address))
        _put_address(soup, quote, address)


def _open_form(soup: BeautifulSoup, form: Tag, context: Context) -> None:
    """Send the reader to the original for the controls; the other words stay.

    An unclosed form takes in all that follows.
    """
    if str(form.get("method") or "").lower() == "dialog":
        context.notes.append(Note("button of a dialog left out"))
        form.decompose()
        return
    for control in find.every(form, *_CONTROLS):
        if not control.decomposed:
            control.decompose()
    link = _link(soup, form, context)
    form.insert(0, link)
    form.name = "div"


def drop_buttons(soup: BeautifulSoup, context: Context) -> None:
    """Remove buttons that stand in no form."""
    for button in soup.find_all("button"):
        _drop_button(button, context)


def _drop_button(button: Tag, context: Context) -> None:
    """Nothing happens where a button is pressed on Medium; what names a part of the text stays."""
    words = " ".join(button.get_text().split())
    says_more = button.find(["a", "img"]) or button.find_parent(_NAMED_BY_BUTTONS)
    if (says_more or find.is_in_a_sentence(button)) and any(letter.isalnum() for letter in words):
        button.name = "span"
        return
    if any(letter.isalnum() for letter in words):
        context.notes.append(Note("button left out", where=cut(words, _LONG)))
    button.decompose()


#: Where a button is a name: of what it opens, or of a link.
_NAMED_BY_BUTTONS = ["a", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "summary"]

#: How much of what was left out a note shows.
_LONG = 80


def page_of(player: str) -> str | None:
    """Return the page that a player's address shows, or None where it is unknown."""
    for pattern, page in _PLAYERS:
        found = pattern.match(unquote(player.strip()))
        if found:
            return page.format(*found.groups())
    return None


def _is_picture(player: Tag) -> bool:
    return player.name == "object" and str(player.get("type", "")).startswith("image/")


def _replace_player(soup: BeautifulSoup, player: Tag, context: Context) -> None:
    given = _address_given(player)
    address = page_of(given)
    if address:
        _put_address(soup, player, address)
    elif not _is_box(player) and _shows_nothing(player, given):
        player.replace_with(_name_of(player))
        player.decompose()
    elif not _is_box(player):
        _put_link(soup, player, context)


def _is_box(player: Tag) -> bool:
    """Tell whether what stands in it is shown: an object's other form, or all after an open svg."""
    if player.name == "svg":
        return find.holds(player, BOXES) or not find.holds(player, _SHAPES)
    return player.name == "object"


def _address_given(player: Tag) -> str:
    """Return the address of what is played: a lazy one's, and an old Flash player's too."""
    names = ("data-src", "src", "data")
    given = next((str(player[name]) for name in names if player.get(name)), "")
    movies = [p for p in player.find_all("param") if str(p.get("name")).lower() == "movie"]
    return given or next((str(movie.get("value") or "") for movie in movies), "")


def _shows_nothing(player: Tag, given: str) -> bool:
    """Tell whether there is nothing to see: an empty frame, or an icon that only adorns a text."""
    if player.name == "iframe":
        return given.strip() in {"", "about:blank"} and not player.get("srcdoc")
    if player.name != "svg":
        return False
    sizes = [str(player.get(name) or "") for name in ("width", "height")]
    silent = player.get("aria-hidden") == "true" or player.get("role") == "presentation"
    unsized = not any(sizes) and find.is_in_a_sentence(player)
    return silent or unsized or any(SMALL.fullmatch(size) for size in sizes)


def _name_of(player: Tag) -> str:
    """Return what an icon says to those who do not see it."""
    if player.name != "svg" or player.get("aria-hidden") == "true":
        return ""
    title = player.find("title")
    said = str(player.get("aria-label") or "") or (_text_in(title) if title is not None else "")
    return " ".join(said.split())


def _text_in(element: Tag) -> str:
    # bs4 may take the text of some elements for no text of the page.
    return "".join(node for node in element.descendants if isinstance(node, NavigableString))


def _put_address(soup: BeautifulSoup, player: Tag, address: str) -> None:
    player.replace_with(_paragraph(soup, NavigableString(address)))


def _put_link(soup: BeautifulSoup, player: Tag, context: Context) -> None:
    player.replace_with(_link(soup, player, context))


def _link(soup: BeautifulSoup, player: Tag, context: Context) -> Tag:
    """Return what sends the reader to the original for what Medium does not take at all."""
    name = _NAMED.get(player.name, player.name)
    context.notes.append(Note(f"{name} replaced by a link to the original"))
    link = soup.new_tag("a", attrs={"href": _address_of(player, context)})
    link.append(_CALLED.get(player.name, "See the original"))
    return _paragraph(soup, link)


def _paragraph(soup: BeautifulSoup, content: PageElement) -> Tag:
    """Return a paragraph of its own; one it is put into is parted in the end."""
    paragraph = soup.new_tag("p")
    paragraph.append(content)
    return paragraph


_NAMED = {"select": "list to choose from", "svg": "drawing (svg)"}
_CALLED = {"audio": "Listen to the original", "video": "Watch the original"}


def _address_of(player: Tag, context: Context) -> str:
    """Return where the file itself is, or the article where that is not known."""
    source = player.find("source") if player.name in {"audio", "video"} else None
    given = _address_given(player) or (source.get("src") if isinstance(source, Tag) else None)
    return absolute(str(given or ""), context) or context.base_url

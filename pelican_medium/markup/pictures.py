"""Pictures: whatever the page offers a browser, Medium gets one absolute ``img src``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from pelican_medium.markup import find
from pelican_medium.markup.links import absolute
from pelican_medium.model import Note, urls

if TYPE_CHECKING:
    from pelican_medium.markup.context import Context

#: Where lazy-loading scripts keep the real address, most used first.
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy")
_LAZY_SETS = ("data-srcset", "data-lazy-srcset")

#: Letters that are pictures: Pymdownx's, WordPress's and others'.
_SMILEYS = {"emoji", "emojione", "emoticon", "gemoji", "smiley", "twemoji", "wp-smiley"}

#: Where pictures only count readers, whatever size they say.
_COUNTERS = (
    *("feeds.feedburner.com/~r/", "google-analytics.com/", "pixel.wp.com/", "medium.com/_/stat"),
    *("stats.wordpress.com/", "doubleclick.net/", "scorecardresearch.com/"),
)
_SIZES = re.compile(r"(?:^|[;\s])(?:width|height)\s*:\s*([^;]*)", re.IGNORECASE)

#: Sizes of pictures that belong to a line of text.
SMALL = re.compile(r"\s*(?:[0-2]?\d|3[0-2])(?:\.\d+)?(?:px)?\s*|\s*[01](?:\.\d+)?r?em\s*")

#: How much of an address a note shows: a data: picture is its own address.
_LONG = 80

#: A picture in the page itself: Medium takes none, so it is uploaded before the post leaves.
_DATA = re.compile(r"data:image/[\w.+-]+[;,]", re.IGNORECASE)

#: A GIF of one pixel: pages have it where a script will put the picture, or as a blank.
_DOT = re.compile(r"data:image/gif;base64,R0lGOD[ld]hAQAB", re.IGNORECASE)

#: What programs write where nobody described a picture (nbconvert); it would only be noise.
_STOCK = {"No description has been provided for this image"}

#: The parts of a srcset's candidate: an address without blanks, then what is said of its size.
_ADDRESS = re.compile(r"[\s,]*(?P<url>\S+)")
_SIZE = re.compile(r"(?P<size>[^,]*),?")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)[wx]\s*$")


def collapse(soup: BeautifulSoup, context: Context) -> None:
    """Leave each picture one absolute ``src``, and turn ``picture`` and ``object`` into ``img``."""
    for picture in soup.find_all("picture"):
        _collapse_picture(soup, picture)
    for thing in soup.find_all("object", attrs={"data": True}):
        _object_to_img(soup, thing)
    for image in soup.find_all("img"):
        if _is_pixel(image):
            image.decompose()
        elif _is_icon(image) and (find.is_in_a_sentence(image) or image.find_parent(["td", "th"])):
            _say(image, context)
        elif find.has_class(image, _SMILEYS):
            image.replace_with(str(image.get("alt") or image.get("title") or ""))
        else:
            _give_one_source(image, context)


def _is_pixel(image: Tag) -> bool:
    """Tell whether a picture only counts readers: nobody sees it, and Medium would show it."""
    sizes = [str(image.get(name) or "") for name in ("width", "height")]
    sizes += _SIZES.findall(str(image.get("style") or ""))
    tiny = any(re.fullmatch(r"\s*[01]\s*(?:px)?\s*", size) for size in sizes)
    return tiny or any(host in str(image.get("src") or "") for host in _COUNTERS)


def _is_icon(image: Tag) -> bool:
    """Tell whether a picture is no larger than the letters around it."""
    sizes = [str(image.get(name) or "") for name in ("width", "height")]
    sizes += _SIZES.findall(str(image.get("style") or ""))
    return any(SMALL.fullmatch(size) for size in sizes)


def _say(image: Tag, context: Context) -> None:
    """Put an icon's text in its place: as a picture of its own it would tear the line apart."""
    text = " ".join(str(image.get("alt") or image.get("title") or "").split())
    what = (
        "small picture in a line left out" if not text else "small picture in a line put in words"
    )
    context.notes.append(Note(what, where=text or str(image.get("src") or "")[:_LONG]))
    image.replace_with(text)


def _collapse_picture(soup: BeautifulSoup, picture: Tag) -> None:
    """Keep the ``img``: its ``src`` is the form every browser could always show."""
    image = picture.find("img")
    if image is None:
        image = soup.new_tag("img")
        picture.append(image)
    if not _source(image):
        sets = [_best(str(s.get("srcset", ""))) for s in picture.find_all("source")]
        image["src"] = next((url for url in sets if url), "")
    picture.name = "span"


def _object_to_img(soup: BeautifulSoup, thing: Tag) -> None:
    """Docutils writes an SVG picture as ``<object data=… type="image/svg+xml">``."""
    if not str(thing.get("type", "")).startswith("image/"):
        return
    image = soup.new_tag("img", attrs={"src": str(thing["data"]), "alt": thing.get_text().strip()})
    thing.replace_with(image)


def _give_one_source(image: Tag, context: Context) -> None:
    source = _source(image)
    if str(image.get("alt") or "").strip() in _STOCK:
        image["alt"] = ""
    inline = urls.tidy(source)  # notebooks break theirs into lines
    if _DATA.match(inline) and not _DOT.match(inline):
        image["src"] = inline
        return
    url = absolute(source, context)
    if url and urls.is_absolute(url):
        image["src"] = url
    else:
        _leave_alt_text(image, source, context)


def _leave_alt_text(image: Tag, source: str, context: Context) -> None:
    """Medium fetches pictures by http(s) only, and leaves the alt text of one it cannot have.

    Seen in post-to-medium-action#33.
    """
    if source:
        where = source if len(source) <= _LONG else source[:_LONG] + "…"
        context.notes.append(Note("picture left out: Medium cannot fetch it", where=where))
    image.replace_with(str(image.get("alt") or ""))


def _source(image: Tag) -> str:
    """Return what a browser would show in the end."""
    lazy = next((str(image[name]) for name in _LAZY if image.get(name)), "")
    if lazy:
        return lazy
    source = str(image.get("src") or "")
    sets = [_best(str(image[name])) for name in (*_LAZY_SETS, "srcset") if image.get(name)]
    stand_in = not source or (source.startswith("data:") and any(sets))
    return next((url for url in sets if url), source) if stand_in else source


def _best(srcset: str) -> str:
    """Return the address of the largest candidate of a srcset, or ""."""
    return max(_candidates(srcset), key=lambda candidate: candidate[1], default=("", 0.0))[0]


def _candidates(srcset: str) -> Iterator[tuple[str, float]]:
    """Yield each address with its size, as HTML reads the attribute ("parse a srcset")."""
    place = 0
    while address := _ADDRESS.match(srcset, place):
        place, url, size = address.end(), address["url"].rstrip(","), ""
        if not address["url"].endswith(",") and (rest := _SIZE.match(srcset, place)):
            place, size = rest.end(), rest["size"]
        number = _NUMBER.search(size)
        if url:
            yield url, float(number[1]) if number else 1.0

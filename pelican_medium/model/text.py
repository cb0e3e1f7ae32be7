"""Plain text out of what sites write as titles, and its length as Medium counts it."""

from __future__ import annotations

import difflib
import html
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

#: A tag, which may have a ">" in an attribute. No part of it runs past the next "<", so that
#: looking for all of them takes linear time.
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)"
    r"""(?:\s(?:[^<>"']|"[^"<]*"|'[^'<]*')*|\s[^<>]*)?/?>""",
    re.IGNORECASE,
)

#: Elements that titles really hold; anything else in angle brackets ("List<T>") is text.
_INLINE = {
    *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em"),
    *("font", "i", "ins", "kbd", "label", "mark", "nobr", "output", "q", "rb", "rp", "rt", "ruby"),
    *("s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var"),
}
_VOID = {"br", "hr", "img", "wbr"}

#: What stands around a title that its site formats (Pelican's FORMATTED_FIELDS).
_BLOCKS = {
    *("article", "blockquote", "dd", "div", "dl", "dt", "figure", "h1", "h2", "h3", "h4", "h5"),
    *("h6", "header", "hgroup", "li", "ol", "p", "pre", "section", "ul"),
}

#: Soft hyphen, zero-width space, byte-order mark and control characters show nothing and break
#: searching; lone surrogates are no text at all.
_INVISIBLE = re.compile("[\u00ad\u200b\ufeff\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")

#: NULs and lone surrogates, which libxml2 refuses; no reader sees them.
_UNPARSABLE = re.compile("[\x00\ud800-\udfff]")


def parsable(html: str) -> str:
    """Return HTML without what lxml cannot parse."""
    return _UNPARSABLE.sub("", html)


#: What has such a form in Unicode ("Superscripts and Subscripts", "Phonetic Extensions").
SUPERSCRIPTS = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ",
        strict=True,
    )
)
SUBSCRIPTS = dict(
    zip(
        "0123456789+-−=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)

#: "Combining long stroke overlay", which goes behind each letter that is struck out.
STROKE = "\u0336"


def plain(title: str) -> str:
    """Return a title as plain text: no markup, no entities, single blanks.

    reStructuredText and HTML titles arrive escaped and marked up, and so do Markdown ones that
    the site formats; the other Markdown ones arrive raw (Pelican's readers). One rule serves all:
    known elements lose their tags, then entities are decoded once.
    """
    if title.isascii() and title.isprintable() and "<" not in title and "&" not in title:
        return " ".join(title.split())  # most titles, in every build
    unmarked = _without_tags(_without_comments(title))
    return " ".join(_INVISIBLE.sub("", html.unescape(unmarked)).split())


def visible(text: str) -> str:
    """Return a text without the signs that show nothing and break searching."""
    return _INVISIBLE.sub("", text)


def struck(text: str) -> str:
    """Return a text with a stroke through each letter, as Medium has no markup for it."""
    text = text.replace(STROKE, "")
    pairs = zip(text, [*text[1:], ""], strict=False)  # nothing has nothing behind it
    return "".join(char + STROKE * _ends_letter(char, after) for char, after in pairs)


def _ends_letter(char: str, after: str) -> bool:
    """Tell whether a letter ends here: marks and joiners belong to the one before them."""
    joins = unicodedata.category(after)[0] == "M" or after == "\u200d" if after else False
    return not char.isspace() and char != "\u200d" and not joins


def _without_comments(title: str) -> str:
    kept, rest = "", title
    while "<!--" in rest and "-->" in rest.partition("<!--")[2]:
        before, _, comment = rest.partition("<!--")
        kept, rest = kept + before, comment.partition("-->")[2]
    return kept + rest


def _without_tags(title: str) -> str:
    """Return a title without the tags of known elements that are both opened and closed."""
    formatted = _TAG.match(title.strip())
    is_formatted = formatted is not None and formatted["name"].lower() in _BLOCKS
    pieces: list[str] = []
    opened: dict[str, _Opened] = {}
    place = 0
    for tag in _TAG.finditer(title):
        name = tag["name"].lower()
        pieces += [title[place : tag.start()], tag[0]]
        place = tag.end()
        if name in _VOID:
            pieces[-1] = " "
        elif name in _INLINE or (is_formatted and name in _BLOCKS):
            _pair(pieces, opened.setdefault(name, []), name, is_end=bool(tag["end"]))
    return "".join(pieces) + title[place:]


#: Where in the pieces a start tag stands, and the tag itself.
_Opened = list[tuple[int, str]]


def _pair(pieces: list[str], opened: _Opened, name: str, *, is_end: bool) -> None:
    """Note where an element opens; where it ends, take both tags away and say what they said."""
    if not is_end:
        opened.append((len(pieces) - 1, pieces[-1]))
        return
    start = _start_of(pieces, opened)
    if start is None:
        return
    pieces[start] = pieces[-1] = " " if name in _BLOCKS else ""
    if name in _SAID:
        inside = "".join(pieces[start:])
        del pieces[start:]
        pieces.append(_SAID[name](inside))


def _start_of(pieces: list[str], opened: _Opened) -> int | None:
    """Return where the last start tag stands that is still there, or None."""
    while opened:
        place, tag = opened.pop()
        if place < len(pieces) and pieces[place] is tag:
            return place
    return None


def _in_signs(text: str, signs: Mapping[str, str]) -> str:
    """Return a text in raised or lowered signs where each letter has one, else as it is."""
    return "".join(signs[char] for char in text) if all(c in signs for c in text) else text


#: What an element says that its words alone do not.
_SAID: Mapping[str, Callable[[str], str]] = {
    "del": struck,
    "q": "“{}”".format,
    "s": struck,
    "strike": struck,
    "sub": lambda text: _in_signs(text, SUBSCRIPTS),
    "sup": lambda text: _in_signs(text, SUPERSCRIPTS),
}


_TAGS = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)


def words(source: str) -> str:
    """Return what HTML says, for comparing: no tags, no entities, no blanks, no capitals."""
    text = html.unescape(_TAGS.sub("", source))
    return "".join(text.replace(" ", "").split()).casefold()  # most blanks go faster that way


def length(text: str) -> int:
    """Return the length in UTF-16 units, as JavaScript counts it: never less than in letters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """Shorten a text to a number of UTF-16 units, at a blank where there is one, with "…"."""
    if length(text) <= most:
        return text
    kept = text[:most]
    while kept and length(kept) > most - 1:
        kept = kept[:-1]
    words, blank, _ = kept.rpartition(" ")
    return (words if blank and length(words) > most // 2 else kept).rstrip(" ,;:-–—") + "…"


def nearest(name: str, known: Sequence[str]) -> str:
    """Return " Did you mean …?" for a name that is nearly a known one, else ""."""
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    return f" Did you mean {', '.join(near)}?" if near else ""

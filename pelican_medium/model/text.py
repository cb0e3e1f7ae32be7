"""Plain text out of what sites write as titles, and its length as Medium counts it."""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Sequence

#: Inline elements that titles really hold; anything else in angle brackets ("List<T>") is text.
_PAIRS = re.compile(
    r"<(?P<tag>a|abbr|b|bdi|cite|code|del|em|font|i|ins|kbd|mark|q|s|samp|small|span|strike"
    r"|strong|sub|sup|tt|u|var)(?:\s[^<>]*)?>(?P<inside>.*?)</(?P=tag)\s*>",
    re.IGNORECASE | re.DOTALL,
)
_VOIDS = re.compile(r"<(?:br|wbr|img|hr)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_COMMENTS = re.compile(r"<!--.*?-->", re.DOTALL)

#: Soft hyphen, zero-width space, byte-order mark and control characters show nothing and break
#: searching; lone surrogates are no text at all.
_INVISIBLE = re.compile("[\u00ad\u200b\ufeff\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")

#: NULs and lone surrogates, which libxml2 refuses; no reader sees them.
_UNPARSABLE = re.compile("[\x00\ud800-\udfff]")


def parsable(html: str) -> str:
    """Return HTML without what lxml cannot parse."""
    return _UNPARSABLE.sub("", html)


def plain(title: str) -> str:
    """Return a title as plain text: no markup, no entities, single blanks.

    reStructuredText and HTML titles arrive escaped and marked up, Markdown ones raw
    (Pelican's readers), so one rule serves both: known inline elements lose their tags, then
    entities are decoded once.
    """
    title = _VOIDS.sub(" ", _COMMENTS.sub("", title))
    while (fewer := _PAIRS.sub(r"\g<inside>", title)) != title:
        title = fewer
    return " ".join(_INVISIBLE.sub("", html.unescape(title)).split())


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

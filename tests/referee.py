"""A strict referee of what is sent: it knows Medium's rules, and nothing of how we keep them.

It reads with Python's own HTML parser, which moves nothing about; we read with libxml2.
"""

import re
import unicodedata
from collections import Counter
from html.parser import HTMLParser
from itertools import islice
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

TEXTS = {"p", "h1", "h2", "h3", "h4", "li", "blockquote", "figcaption"}
MARKS = {"a", "b", "strong", "em", "i", "code"}
BLOCKS = {"p", "h1", "h2", "h3", "h4", "blockquote", "ul", "ol", "pre", "figure", "hr"}

#: Each element Medium takes, and where it may stand: a story is a flat list of blocks.
PLACES = {
    **{block: {"body"} for block in BLOCKS},
    **dict.fromkeys(MARKS | {"br"}, TEXTS | MARKS),
    "a": TEXTS | MARKS | {"figure"},
    "li": {"ul", "ol"},
    "figcaption": {"figure"},
    "img": {"figure", "a"},
}

ATTRIBUTES = {
    "a": [{"href"}],
    "img": [{"src"}, {"src", "alt"}],
    "pre": [set(), {"data-code-block-mode"}, {"data-code-block-mode", "data-code-block-lang"}],
}

KINDS = {"b": "strong", "i": "em"}
VOID = {"br", "hr", "img"}
SCHEMES = {"http", "https", "mailto", "tel", "sms", "xmpp", "geo", "magnet", "ftp", "news"}

#: No letter at all; in code they may be meant.
INVISIBLE = re.compile("[\u00ad\u200b\ufeff]")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def read(html):
    """Return HTML as a tree in which everything stands where it was written."""
    return BeautifulSoup(f"<body>{html}</body>", "html.parser").body


# --- What Medium takes ------------------------------------------------------------------------


class _Balance(HTMLParser):
    """Tell whether each element that opens is closed, in order, and nothing else is."""

    def __init__(self):
        super().__init__()
        self.open = []
        self.faults = []

    def handle_starttag(self, tag, _attributes):
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, _attributes):
        if tag not in VOID:
            self.faults.append(f"<{tag}/> is not void")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")


def faults(content, most=10):
    """Return what is wrong with a body, for Medium: nothing where all is well."""
    return list(islice(_all_faults(content), most))


def _all_faults(content):
    balance = _Balance()
    balance.feed(content)
    balance.close()
    yield from balance.faults
    yield from (f"<{tag}> stays open" for tag in balance.open)
    body = read(content)
    for node in body.contents:
        if isinstance(node, NavigableString) and node.strip():
            yield f"loose text: {node[:80]!r}"
    for tag in body.find_all():
        yield from (f"{fault}: {str(tag)[:150]}" for fault in _faults_of(tag))
    for text in body.find_all(string=True):
        yield from _faults_of_text(text)


def _faults_of(tag):
    if tag.name not in PLACES:
        return [f"no such element at Medium as {tag.name}"]
    found = [f"{tag.name} in {tag.parent.name}"] * (tag.parent.name not in PLACES[tag.name])
    if set(tag.attrs) not in ATTRIBUTES.get(tag.name, [set()]):
        found.append(f"attributes of {tag.name}")
    if tag.name in MARKS and _kind(tag) in map(_kind, tag.parents):
        found.append(f"{tag.name} in its like")
    if tag.name in {"pre", "code"} and tag.find_all():
        found.append(f"markup in {tag.name}")
    if tag.name in {"a", "img"} and not _is_address(tag):
        found.append("address")
    if tag.name not in VOID and not tag.get_text().strip() and not tag.find("img"):
        found.append(f"nothing in {tag.name}")
    return found + _faults_of_place(tag)


def _faults_of_place(tag):
    found = []
    if tag.name in TEXTS and any(_is_break(end) for end in _ends(tag)):
        found.append("stray br")
    if tag.name == "img" and "figure" not in {tag.parent.name, tag.parent.parent.name}:
        found.append("picture in a text")
    if tag.name == "figure" and not re.fullmatch("(img|a img)( figcaption)?", _shape(tag)):
        found.append("figure is not one picture and its caption")
    before = next((node for node in tag.previous_siblings if isinstance(node, Tag)), None)
    if tag.name == "h1" and before is not None:
        found.append("title is not first")
    if tag.name == "h2" and (before is None or before.name != "h1"):
        found.append("subtitle is not under the title")
    return found


def _shape(figure):
    inside = [tag for tag in figure.find_all() if not tag.find_parent("figcaption")]
    return " ".join(tag.name for tag in inside)


def _kind(tag):
    return KINDS.get(tag.name, tag.name)


def _is_address(tag):
    address = tag.get("src" if tag.name == "img" else "href", "")
    if tag.name == "img" and address.startswith("data:image/"):
        return True  # uploaded before the post leaves (tests/test_pictures.py)
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    web = parts.scheme in {"http", "https"}
    usable = bool(parts.hostname) if web else tag.name == "a" and bool(parts.path)
    return parts.scheme in SCHEMES and usable and not re.search(r"[\s<>\"\\]|[^\x21-\x7e]", address)


def _ends(tag):
    shown = [c for c in tag.contents if isinstance(c, Tag) or c.strip()]
    return shown[:1] + shown[-1:]


def _is_break(node):
    return isinstance(node, Tag) and node.name == "br"


def _faults_of_text(text):
    if isinstance(text, PreformattedString):
        return [f"{type(text).__name__}: {text[:80]!r}"]
    found = [f"control character: {text[:80]!r}"] * bool(CONTROLS.search(text))
    if INVISIBLE.search(text) and not text.find_parent(["pre", "code"]):
        found.append(f"invisible character: {text[:80]!r}")
    return found


# --- What a reader sees -----------------------------------------------------------------------

#: What a browser shows nothing of.
UNSEEN = {
    *("audio", "canvas", "datalist", "head", "iframe", "noscript", "object", "rp", "script"),
    *("style", "template", "title", "video"),
}

#: Line numbers, marks that point at a heading, and ways back from a note.
AIDS = {
    *("linenos", "linenodiv", "lineno", "lnt", "linenr", "line-numbers", "gutter", "ln"),
    *("headerlink", "anchor-link", "backrefs", "footnote-backref", "footnote-back"),
    *("reversefootnote", "simple-footnote-back"),
}

INLINE = MARKS | {
    *("abbr", "big", "bdi", "bdo", "cite", "del", "dfn", "font", "input", "ins", "kbd", "label"),
    *("mark", "nobr", "q", "rb", "rt", "ruby", "s", "samp", "small", "span", "strike", "time"),
    *("tt", "u", "var", "wbr"),
}

#: What goes through each letter that is struck out.
STROKE = "\u0336"

#: Small letters above and below the line, which are words of their own as in "x^(y)".
SMALL = re.compile(
    "[\u00b2\u00b3\u00b9\u02b0-\u02b8\u02e0-\u02e4\u1d2c-\u1d6a\u1d9b-\u1dbf\u2070-\u209c]+"
)


def never(_tag):
    """Skip nothing."""
    return False


def is_seen(tag):
    """Tell whether a browser shows an element, line numbers and the like aside."""
    style = str(tag.get("style") or "").replace(" ", "")
    if tag.name in UNSEEN or tag.has_attr("hidden") or "display:none" in style:
        return False
    ways_back = tag.name == "em" and tag.find("a", class_="fn-backref")  # Docutils' "(1, 2)"
    return not ways_back and not AIDS & set(tag.get_attribute_list("class"))


def seen(root, skip=never):
    """Return the text of a tree as a browser shows it: a line for each block."""
    parts = []
    waiting = list(reversed(root.contents))
    while waiting:
        node = waiting.pop()
        if isinstance(node, Tag):
            gap = [] if node.name in INLINE else [NavigableString("\n")]
            inside = reversed(node.contents) if is_seen(node) and not skip(node) else []
            waiting += [*gap, *inside, *gap]
        elif not isinstance(node, PreformattedString):
            parts.append(INVISIBLE.sub("", node))
    return "".join(parts)


def words(text):
    """Return the words of a text, in the plain form of their letters."""
    apart = SMALL.sub(r" \g<0> ", text.replace(STROKE, ""))
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", apart))


def in_order(some, all_):
    """Return the first of some words that is missing in others, or out of order, or None."""
    rest = iter(all_)
    return next((word for word in some if word not in rest), None)


def lost(original, content, skip=never):
    """Return the words of the original, a Counter, that are not in a body as often."""
    return Counter(words(seen(read(original), skip))) - Counter(words(seen(read(content))))


def code_of(html):
    """Return the text of each outermost ``pre`` as a browser shows it, line numbers aside.

    A browser shows no newline at its end, and Medium would: an empty line more.
    """
    blocks = [pre for pre in read(html).find_all("pre") if not pre.find_parent("pre")]
    shown = [pre for pre in blocks if is_seen(pre) and all(map(is_seen, pre.parents))]
    return [re.sub(r"\n\s*\Z", "", _code(pre).removeprefix("\n")) for pre in shown]


def _code(pre):
    for line_break in pre.find_all("br"):
        line_break.replace_with("\n")
    unseen = [tag for tag in pre.find_all() if not is_seen(tag)]
    for tag in unseen:
        tag.extract()
    return pre.get_text()

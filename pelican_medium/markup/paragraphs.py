"""The tree as Medium's own model: a flat list of paragraphs with bold, italic, code and links.

Whatever the steps before left in the tree, what is written here holds only what Medium takes: a
box only ends a paragraph, an unknown element only shows its text, nothing is nested, nothing is
empty. The form is the same whatever way the page chose, so what is clean stays as it is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from pelican_medium.markup.flow import BOXES

#: An inline element and its address, "" where it has none.
Mark = tuple[str, str]
Marks = tuple[Mark, ...]

#: Medium's inline elements, by what pages call them.
_MARKS = {"a": "a", "b": "strong", "code": "code", "em": "em", "i": "em", "strong": "strong"}

#: Its kinds of paragraphs that hold text.
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TEXTS = {"blockquote", "figcaption", "li", "p", *_HEADINGS}

#: Its own names of its two sizes of headings, the larger first; they are what its feed shows. Never
#: ``h2``: right under the title it would be taken for the subtitle (medium-api-docs#124).
_SIZES = ("h3", "h4")

#: How many line breaks may follow one another in each kind; in a paragraph, two begin another.
_MOST_BREAKS = {"p": 1, "blockquote": 2}

#: Its notation for the language of code, and the only attributes a code block keeps.
_CODE_ATTRIBUTES = ("data-code-block-lang", "data-code-block-mode")

#: What HTML calls white space. A no-break space is text, except where a paragraph ends.
_BLANKS = re.compile("[ \t\n\r\f\v]+")
_BLANK = " \t\n\r\f\v"
_EDGE = _BLANK + "\xa0"

#: What shows nothing and breaks searching: soft hyphen, zero-width space, word joiner, byte-order
#: mark, control characters. Joiners and marks of direction stay: scripts and emoji need them.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_NOTHING = re.compile(r"[\s\u200c-\u200f\u202a-\u202e\u2066-\u2069]+")

#: What a code block cannot hold either: the parser drops most of these.
_NOT_IN_CODE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def shows_nothing(text: str) -> bool:
    """Tell whether a reader would see nothing of a text."""
    return not _NOTHING.sub("", _INVISIBLE.sub("", text))


def write(body: Tag) -> str:
    """Return the HTML of a body's paragraphs, one after the other."""
    story = _Story()
    story.read(body)
    story.end()
    return "\n".join(_grouped(_sized(story.blocks)))


Runs = Sequence[tuple[str, Marks]]


@dataclass(frozen=True, slots=True)
class _Block:
    """One paragraph.

    Attributes:
        kind: the element it will be; for an item, its list's.
        runs: its text, each run with its marks.
        html: what stands before that, such as a picture.
        list_: which list an item belongs to.
    """

    kind: str
    runs: Runs = ()
    html: str = ""
    list_: int = 0

    def __str__(self) -> str:
        return self.html + "".join(_rendered(self.runs, _MOST_BREAKS.get(self.kind, 1)))


class _Story:
    """Reads a tree and collects its paragraphs."""

    def __init__(self) -> None:
        self.blocks: list[_Block] = []
        self._kind = "p"
        self._list = ("ul", 0)
        self._marks: Marks = ()
        self._text = _Text()
        self._alone: dict[str, Callable[[Tag], None]] = {
            "hr": self._read_rule,
            "img": self._read_picture,
            "ol": self._read_list,
            "pre": self._read_code,
            "ul": self._read_list,
        }

    def read(self, element: Tag) -> None:
        """Read what stands in an element."""
        for node in element.contents:
            if isinstance(node, Tag):
                self._read_element(node)
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                self._read_text(node)

    def _read_element(self, element: Tag) -> None:
        name = element.name
        if name in _MARKS:
            self._read_marked(element)
        elif name == "br":
            self._text.add_break()
        elif name in _TEXTS:
            self._read_paragraph(element)
        elif name in self._alone:
            self._alone[name](element)
        elif name in BOXES:
            self.end()
            self.read(element)
            self.end()
        else:
            self.read(element)

    def _read_text(self, text: str) -> None:
        self._text.add(_INVISIBLE.sub("", text), self._marks)

    def _read_marked(self, element: Tag) -> None:
        """Read what is bold, italic, code or a link; each counts once, the outer one."""
        name = _MARKS[element.name]
        # Whatever HTML a page has, only a link has an address: "<b href>" is bold like any other.
        href = str(element.get("href") or "") if name == "a" else ""
        before = self._marks
        if (href or name != "a") and _adds(name, before):
            self._marks = _with_mark(before, (name, href))
        self.read(element)
        self._marks = before

    def _read_paragraph(self, element: Tag) -> None:
        self.end()
        before, self._kind = self._kind, element.name
        self.read(element)
        self.end()
        self._kind = before

    def _read_list(self, element: Tag) -> None:
        self.end()
        before, self._list = self._list, (element.name, id(element))
        self.read(element)
        self.end()
        self._list = before

    def _read_code(self, element: Tag) -> None:
        self.end()
        text = _NOT_IN_CODE.sub("", element.get_text().replace("\r", "\n"))
        if text.strip():
            attributes = ((name, str(element.get(name) or "")) for name in _CODE_ATTRIBUTES)
            opening = _tag("pre", ((name, value) for name, value in attributes if value))
            self.blocks.append(_Block("pre", html=f"{opening}{escape(text, quote=False)}</pre>"))

    def _read_picture(self, element: Tag) -> None:
        self.end()
        alt = " ".join(_INVISIBLE.sub("", str(element.get("alt") or "")).split())
        source = str(element.get("src") or "")
        picture = _tag("img", [*([("alt", alt)] if alt else []), ("src", source)], end="/>")
        link = next((mark for mark in self._marks if mark[0] == "a"), None)
        if source:
            html = f"{_opening(link)}{picture}</a>" if link else picture
            self.blocks.append(_Block("figure", html=html))

    def _read_rule(self, element: Tag) -> None:
        del element
        self.end()
        # One that opens the story, as below contents that are left out, parts nothing.
        if self.blocks and self.blocks[-1].kind != "hr":
            self.blocks.append(_Block("hr", html="<hr/>"))

    def end(self) -> None:
        """End the paragraph here."""
        text, self._text = self._text, _Text()
        for runs in text.paragraphs(self._kind):
            self._put(runs)

    def _put(self, runs: Runs) -> None:
        last = self.blocks[-1] if self.blocks else None
        if self._kind == "li":
            self.blocks.append(_Block(self._list[0], runs, list_=self._list[1]))
        elif self._kind != "figcaption":
            self.blocks.append(_Block(self._kind, runs))
        elif last and last.kind == "figure":
            self.blocks[-1] = _Block("captioned", runs, last.html)
        else:
            self.blocks.append(_Block("p", runs))


def _adds(name: str, marks: Marks) -> bool:
    """Tell whether a mark says anything new: Medium has no bold in code, and no bold in bold."""
    known = {mark for mark, _ in marks}
    return name not in known and (name == "a" or "code" not in known)


def _with_mark(marks: Marks, mark: Mark) -> Marks:
    """Put a mark inside the others, but a link around code: nothing stands in that."""
    if marks and marks[-1][0] == "code":
        return (*marks[:-1], mark, marks[-1])
    return (*marks, mark)


class _Text:
    """The text of one paragraph, each run of it with its marks; blanks and breaks stand between."""

    def __init__(self) -> None:
        self._runs: list[tuple[str, Marks]] = []
        self._blank = False
        self._breaks = 0

    def add(self, text: str, marks: Marks) -> None:
        """Add text, white space as HTML shows it."""
        inner = _BLANKS.sub(" ", text)
        bare = inner.strip(_BLANK) if self._runs else inner.lstrip(_EDGE).rstrip(_BLANK)
        if not bare:
            self._blank = self._blank or bool(inner)
            return
        self._blank = self._blank or inner[0] == " "
        self._put_between(marks)
        self._runs.append((bare, self._sensible(bare, marks)))
        self._blank = inner[-1] == " "

    def _sensible(self, text: str, marks: Marks) -> Marks:
        """Return the marks of a text: what shows nothing is neither bold nor a link."""
        if not shows_nothing(text):
            return marks
        return _shared(self._runs[-1][1], marks) if self._runs else ()

    def add_break(self) -> None:
        """Add a line break; those at the ends of a paragraph are not shown."""
        if self._runs:
            self._breaks += 1

    def _put_between(self, marks: Marks) -> None:
        """Put what stands between the text before and this one, in what both stand in."""
        if not self._runs:
            return
        shared = _shared(self._runs[-1][1], marks)
        if self._breaks:
            around = tuple(mark for mark in shared if mark[0] != "code")
            self._runs.append(("\n" * self._breaks, around))
        elif self._blank:
            self._runs.append((" ", shared))
        self._breaks, self._blank = 0, False

    def paragraphs(self, kind: str) -> Iterator[Runs]:
        """Yield the runs of it; in plain paragraphs, two line breaks begin another one."""
        rest = self._runs
        while rest:
            cut = next((n for n, run in enumerate(rest) if _parts(run[0], kind)), len(rest))
            runs, rest = _trimmed(rest[:cut]), rest[cut + 1 :]
            if not all(shows_nothing(text) for text, _ in runs):
                yield runs


def _parts(text: str, kind: str) -> bool:
    return kind == "p" and text.startswith("\n\n")


def _trimmed(runs: Runs) -> list[tuple[str, Marks]]:
    """Take what shows nothing from the ends of a paragraph, no-break spaces included."""
    kept = list(runs)
    while kept and not kept[0][0].strip(_EDGE):
        kept.pop(0)
    while kept and not kept[-1][0].strip(_EDGE):
        kept.pop()
    if kept:
        kept[0] = (kept[0][0].lstrip(_EDGE), kept[0][1])
        kept[-1] = (kept[-1][0].rstrip(_EDGE), kept[-1][1])
    return kept


def _rendered(runs: Runs, most_breaks: int) -> Iterator[str]:
    """Yield the HTML of runs of text, each mark as long as it lasts."""
    marks: Marks = ()
    for text, wanted in runs:
        shared = len(_shared(marks, wanted))
        yield from (f"</{name}>" for name, _ in reversed(marks[shared:]))
        yield from map(_opening, wanted[shared:])
        if text[0] == "\n":
            yield "<br/>" * min(len(text), most_breaks)
        else:
            yield escape(text, quote=False)
        marks = wanted
    yield from (f"</{name}>" for name, _ in reversed(marks))


def _shared(one: Marks, other: Marks) -> Marks:
    """Return the marks both texts stand in."""
    same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return tuple(mark for mark, _ in same)


def _opening(mark: Mark) -> str:
    name, href = mark
    return _tag("a", [("href", href)]) if name == "a" else f"<{name}>"


def _tag(name: str, attributes: Iterable[tuple[str, str]], end: str = ">") -> str:
    written = (f' {key}="{_quoted(value)}"' for key, value in attributes)
    return f"<{name}{''.join(written)}{end}"


def _quoted(value: str) -> str:
    return escape(value, quote=False).replace('"', "&quot;")


def _sized(blocks: Sequence[_Block]) -> Iterator[_Block]:
    """Give headings Medium's two sizes by the order of depth in this article; deeper ones are bold.

    So an article that starts at ``h4`` has large headings too.
    """
    depths = sorted({block.kind for block in blocks if block.kind in _HEADINGS})
    sizes = dict(itertools.zip_longest(depths, _SIZES[: len(depths)]))
    for block in blocks:
        if block.kind not in sizes:
            yield block
        else:
            size = sizes[block.kind]
            yield _Block(size, block.runs) if size else _Block("p", _bold(block.runs))


def _bold(runs: Runs) -> Runs:
    strong: Mark = ("strong", "")
    return [(text, (strong, *(mark for mark in marks if mark != strong))) for text, marks in runs]


def _grouped(blocks: Iterable[_Block]) -> Iterator[str]:
    """Yield each block's HTML, the items of one list together in it."""
    for (kind, _), group in itertools.groupby(blocks, key=lambda block: (block.kind, block.list_)):
        if kind in {"ol", "ul"}:
            items = "\n".join(f"<li>{block}</li>" for block in group)
            yield f"<{kind}>{items}</{kind}>"
        elif kind in {"hr", "pre"}:
            yield from map(str, group)
        else:
            yield from (_enclosed(block) for block in group)


def _enclosed(block: _Block) -> str:
    if block.kind == "captioned":
        caption = _Block("figcaption", block.runs)
        return f"<figure>{block.html}<figcaption>{caption}</figcaption></figure>"
    return f"<{block.kind}>{block}</{block.kind}>"

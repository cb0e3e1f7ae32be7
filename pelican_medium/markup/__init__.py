"""An article's HTML → HTML that Medium can show. One parse, one serialisation.

Each concern is a module with a function ``(soup, context) -> None`` that changes the soup in
place and notes what it had to change; `_STEPS` gives their order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import unescape

from bs4 import BeautifulSoup, Tag

from pelican_medium.markup import (
    captions,
    code,
    contents,
    embeds,
    fields,
    figures,
    footnotes,
    headings,
    inline,
    leftovers,
    links,
    lists,
    math,
    paragraphs,
    pictures,
    quotes,
    scripted,
    tables,
    tabs,
)
from pelican_medium.markup.context import Context
from pelican_medium.markup.tree import Element
from pelican_medium.model import Note
from pelican_medium.model.text import parsable

__all__ = ["Context", "clean", "to_text"]

#: The tags of what `clean` wrote: those in a line part no words.
_INLINE_TAG = re.compile("</?(?:a|code|em|strong)(?: [^>]*)?>")
_TAG = re.compile("<[^>]*>")


_Step = Callable[[BeautifulSoup, Context], None]

_STEPS: tuple[_Step, ...] = (
    leftovers.flatten_depth,
    leftovers.lift_out,
    math.convert,
    headings.drop_permalinks,
    tabs.open_all,  # before buttons go, and hidden panels
    embeds.to_addresses,
    embeds.drop_buttons,
    scripted.link,
    leftovers.drop,
    leftovers.drop_unseen,
    leftovers.join_inline,
    code.flatten,
    contents.drop,
    footnotes.move_to_end,
    inline.say_in_letters,
    headings.drop_title,  # before a picture's title becomes a text
    pictures.collapse,
    figures.enclose,
    captions.adopt,
    fields.write_out,
    tables.rewrite,
    quotes.flatten,
    lists.flatten,
    links.make_absolute,
)


def _tags(*names: str) -> tuple[str, ...]:
    return tuple(f"<{name}" for name in names)


_PICTURES = _tags("img", "picture", "object", "figure")

#: Steps that have something to do only where one of these stands in the HTML as it is written, in
#: lower case. To look for them costs next to nothing, and to walk through the tree does not.
_ONLY_WHERE: Mapping[_Step, tuple[str, ...]] = {
    leftovers.lift_out: _tags(*leftovers.VOID),
    headings.drop_permalinks: ("headerlink", "permalink", "anchor"),
    tabs.open_all: ("tab",),
    embeds.to_addresses: (
        *(f"<{name}" for name in embeds.PLAYED),
        "<script",
        "<form",
        *embeds.POSTS,
    ),
    embeds.drop_buttons: ("<button",),
    scripted.link: ("<script", "data-src", "-viewer", "-player", "-app"),
    leftovers.drop: ("<!", "<?", *_tags(*leftovers.DROPPED)),
    leftovers.drop_unseen: ("hidden", "display", "prompt"),
    leftovers.join_inline: ("inline",),
    contents.drop: ("#",),
    footnotes.move_to_end: ("#", "foot", "citation"),
    pictures.collapse: _PICTURES,
    figures.enclose: _PICTURES,
    captions.adopt: _PICTURES,
    fields.write_out: ("-list", "docinfo"),
    tables.rewrite: ("<table",),
    quotes.flatten: ("<blockquote", *quotes.KINDS),
}


def clean(html: str, context: Context) -> str:
    """Return the HTML as Medium can show it, and leave notes in the context."""
    # The <body> is there anyway, but without its start bs4 warns of an article that looks like a
    # file name. It is not closed: that would be text in an unclosed <textarea>; and without the
    # newline libxml2 before 2.14 loses an ampersand that is the last character. Nor does that
    # know the one name that Docutils writes in MathML and HTML 4 did not have.
    whole = f"<body>{parsable(html).replace('&ApplyFunction;', '&#x2061;')}\n"
    soup = BeautifulSoup(whole, "lxml", element_classes={Tag: Element})
    written = html.lower()
    for step in _STEPS:
        signs = _ONLY_WHERE.get(step)
        if signs is None or any(sign in written for sign in signs):
            step(soup, context)
    context.notes[:] = _together(context.notes)
    return paragraphs.write(soup.body) if soup.body else ""


def to_text(written: str) -> str:
    """Return the text of what `clean` wrote, on one line. No attribute of that holds a ">"."""
    blocks = _INLINE_TAG.sub("", written)
    return " ".join(unescape(_TAG.sub(" ", blocks)).split())


def _together(notes: Iterable[Note]) -> list[Note]:
    """Return one note for what happened several times."""
    counts: dict[tuple[str, str], int] = {}
    for note in notes:
        counts[note.what, note.where] = counts.get((note.what, note.where), 0) + note.count
    return [Note(what, count, where) for (what, where), count in counts.items()]

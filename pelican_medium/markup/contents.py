"""Tables of contents: links into the page, which lead nowhere on Medium."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from pelican_medium.markup import find
from pelican_medium.markup.links import leads_into_the_page
from pelican_medium.model import Note
from pelican_medium.model.text import cut

if TYPE_CHECKING:
    from pelican_medium.markup.context import Context

#: Python-Markdown's box, Docutils', Pandoc's, Kramdown's, Org's; each says so by class or by id.
_NAMES = {"toc", "contents", "table-of-contents", "markdown-toc", "text-table-of-contents"}

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

#: What stands above contents and says no more than that they are some.
_ANNOUNCED = {
    *("agenda", "content", "contents", "in this article", "in this post", "index", "jump to"),
    *("navigation", "on this page", "outline", "overview", "quick links", "table of content"),
    *("table of contents", "toc", "in diesem artikel", "inhalt", "inhaltsverzeichnis", "übersicht"),
    *("contenido", "contenidos", "tabla de contenidos", "índice", "índice de contenidos"),
    *("au sommaire", "plan", "sommaire", "table des matières", "contenuti", "indice", "sommario"),
    *("inhoud", "inhoudsopgave", "spis treści", "conteúdo", "sumário", "оглавление", "содержание"),
    *("目次", "もくじ", "目录", "目錄", "内容", "内容目录"),
}

#: Where ways back up lead, and what they say.
_TOP = re.compile(r"#?(?:top|toc|contents|table-of-contents|up|back-?to-?top)?", re.IGNORECASE)
_BACK = re.compile(r"\W*(?:back )?(?:to )?(?:the )?(?:top|contents|toc|table of contents)\W*")


def drop(soup: BeautifulSoup, context: Context) -> None:
    """Remove each table of contents; Nikola does so too (getnikola/plugins#333)."""
    for box in find.every(soup, "aside", "details", "div", "nav", "ol", "section", "ul"):
        if not box.decomposed and _is_called_so(box) and _is_one(box, context):
            _remove([box], context)
    links = [link for link in soup.find_all("a", href=True) if _leads_down(link, context)]
    if links:
        _drop_unnamed(soup, links, context)


def _is_called_so(box: Tag) -> bool:
    by_id = str(box.get("id") or "").lower() in _NAMES
    return by_id or find.has_class(box, _NAMES) or box.get("role") == "doc-toc"


def _is_one(box: Tag, context: Context) -> bool:
    """Tell whether it is nothing but links into the page: a theme may call other boxes so."""
    links = box.find_all("a", href=True)
    if not all(leads_into_the_page(str(link["href"]) or "#", context) for link in links):
        return False
    return bool(links) and all(_is_beside(text, links[0]) for text in box.find_all(string=True))


def _is_beside(text: NavigableString, first: Tag) -> bool:
    """Tell whether a text is in a link, is a number or a bullet, or is the heading above them."""
    if text.find_parent("a") is not None or not _has_letters(text):
        return True
    around = text.parent
    return around is not None and around.find("a") is None and _comes_before(around, first)


def _comes_before(heading: Tag, first: Tag) -> bool:
    return any(node is first for node in heading.next_elements)


def _has_letters(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


# --- Contents that nothing names so -----------------------------------------------------------


def _leads_down(link: Tag, context: Context) -> bool:
    """Tell whether it is a link of words into the page; those to notes are numbers and arrows."""
    in_page = leads_into_the_page(str(link["href"]) or "#", context)
    return in_page and _has_letters(link.get_text()) and link.find_parent("sup") is None


def _drop_unnamed(soup: BeautifulSoup, links: list[Tag], context: Context) -> None:
    """Remove lists and paragraphs of such links, and ways back to the top."""
    headings = {_folded(heading.get_text()) for heading in find.every(soup, *_HEADINGS)}
    ours = {id(link) for link in links}
    for list_ in _around(links, "ol", "ul"):
        if not list_.decomposed and _holds_only(list_, ours, headings):
            _remove([list_], context)
    lines = [line for line in _around(links, "p") if not line.decomposed]
    only = [line for line in lines if _holds_only(line, ours, set())]
    for run in _runs(only):
        _drop_run(run, headings, context)


def _around(links: Iterable[Tag], *names: str) -> list[Tag]:
    """Return the outermost elements of these names around the links, each once."""
    found: dict[int, Tag] = {}
    for link in links:
        boxes = [box for box in link.parents if box.name in names]
        if boxes:
            found[id(boxes[-1])] = boxes[-1]
    return list(found.values())


def _holds_only(box: Tag, links: set[int], headings: set[str]) -> bool:
    """Tell whether a box says nothing but such links, numbers, and headings of the page."""
    if box.find(["img", "pre", "table", "input"]):
        return False
    for text in box.find_all(string=True):
        inside = any(id(parent) in links for parent in text.parents)
        if not inside and _has_letters(text) and _folded(text) not in headings:
            return False
    several = sum(id(link) in links for link in box.find_all("a")) > 1
    return several or _folded(box.get_text()) in headings or box.name == "p"


def _runs(lines: list[Tag]) -> list[list[Tag]]:
    runs: list[list[Tag]] = []
    for line in lines:
        if runs and find.right_before(line) is runs[-1][-1]:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _drop_run(run: list[Tag], headings: set[str], context: Context) -> None:
    links = [link for line in run for link in line.find_all("a", href=True)]
    if len(links) > 1:
        _remove(run, context)
    elif _TOP.fullmatch(str(links[0]["href"])) or _BACK.fullmatch(links[0].get_text().casefold()):
        words = cut(" ".join(run[0].get_text().split()), 80)
        context.notes.append(Note("link to the top of the page left out", where=words))
        run[0].decompose()
    elif _folded(run[0].get_text()) in headings:
        _remove(run, context)


def _remove(boxes: list[Tag], context: Context) -> None:
    """Take contents away, with what only announces them and the box around both."""
    context.notes.append(Note("table of contents left out"))
    around, above = boxes[0].parent, find.right_before(boxes[0])
    below = find.right_after(boxes[-1])
    for box in boxes:
        box.decompose()
    if above is not None and _announces(above, below):
        above.decompose()
    if around is not None and around.name in _WRAPPERS and not _shows_anything(around):
        above, below = find.right_before(around), find.right_after(around)
        around.decompose()
        if above is not None and _announces(above, below):
            above.decompose()


#: What may stand around contents and their heading.
_WRAPPERS = {"aside", "details", "div", "nav", "section"}


def _shows_anything(box: Tag) -> bool:
    return bool(box.get_text().strip()) or find.holds(box, {"img", "svg", "iframe", "script"})


def _announces(above: Tag, below: Tag | None) -> bool:
    """Tell whether an element only says that contents follow."""
    if above.name not in {"p", "strong", "b", "div", "summary", *_HEADINGS} or above.find("img"):
        return False
    if _folded(above.get_text()) in _ANNOUNCED:
        return True
    is_section = above.name in _HEADINGS
    return is_section and below is not None and below.name in _HEADINGS and below.name <= above.name

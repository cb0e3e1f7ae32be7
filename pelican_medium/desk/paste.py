"""A draft in the form that survives being pasted into Medium's editor. Pure functions.

Nobody documents that editor: each rule here is what people saw it do (ENOK's checks of pasting,
October 2026; the Obsidian plugin medium-publish for the notation of code).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import Tag

from pelican_medium.model.urls import is_absolute, is_data
from pelican_medium.preview.sanitise import parsed, sanitise, take_away
from pelican_medium.preview.story import SIZES

#: An address alone in a paragraph, of which Medium makes an embed or a card.
_ADDRESS = re.compile(r"\s*https?://\S+\s*")

#: What code has and line numbers have not.
_LETTER = re.compile(r"[^\d\s]")

_HEADINGS = {"h1", *SIZES}


@dataclass(frozen=True, slots=True)
class Pasted:
    """What goes on the clipboard, and what cannot.

    Attributes:
        html: pure ASCII, since what goes through Windows' clipboard may lose other letters.
        text: the same for whoever pastes without formats.
        subtitle: the line under the title, or "".
        left_out: the alt text of each picture that has no address to be fetched from.
        lost_by_import: what Medium's own import would lose of it, a sentence each.
    """

    html: str
    text: str
    subtitle: str
    left_out: tuple[str, ...]
    lost_by_import: tuple[str, ...]


def ready(content: str, original: str) -> Pasted:
    """Return a draft's content ready to be pasted.

    Args:
        content: the content of a `Draft`.
        original: the HTML of its article, which is what an import would meet.
    """
    body = sanitise(content, lambda src: src if is_absolute(src) or is_data(src) else None)
    for tag in body.find_all(name=True):
        _without_places(tag)
    left_out = [_left_out(image) for image in body.find_all("img") if is_data(str(image["src"]))]
    for block in body.find_all("pre"):
        _fill_lines(block)
    lost = _lost_by_import(body, parsed(original))
    html = body.decode_contents().encode("ascii", "xmlcharrefreplace").decode("ascii")
    return Pasted(html, _text(body), _subtitle(body), tuple(left_out), lost)


def _without_places(tag: Tag) -> None:
    """Drop what leads to a place in the story: nobody saw it survive a paste."""
    del tag["name"]
    if tag.name == "a" and not str(tag.get("href", "#")).startswith("#"):
        return
    tag.hidden = tag.hidden or tag.name == "a"


def _left_out(image: Tag) -> str:
    """Leave a picture's alt text in its place: the editor cannot save a ``data:`` one."""
    alt = str(image.get("alt") or "").strip()
    take_away(image)
    return alt or "a picture without alt text"


def _fill_lines(block: Tag) -> None:
    """Put a blank on each empty line, where the editor would split the block in two.

    A block of no known language is called plain text, or the editor guesses: it took Java for Lua.
    """
    # The parser of a browser drops one newline right after <pre>, ours does not.
    lines = block.get_text().removeprefix("\n").split("\n")
    block.string = "\n".join(line if line.strip() else line or " " for line in lines)
    if "data-code-block-lang" not in block.attrs:
        block.attrs.update({"data-code-block-lang": "plaintext", "data-code-block-mode": "0"})


def _subtitle(body: Tag) -> str:
    title = body.find("h1")
    after = title.next_siblings if title else ()
    below = next((node for node in after if isinstance(node, Tag)), None)
    return below.get_text().strip() if below is not None and below.name == "h2" else ""


def _lost_by_import(body: Tag, original: Tag) -> tuple[str, ...]:
    blocks = [pre for pre in original.find_all("pre") if _LETTER.search(pre.get_text())]
    # Line numbers are laid out as a table too.
    tables = [table for table in original.find_all("table") if table.find("pre") is None]
    paragraphs = [p for p in body.find_all("p") if _ADDRESS.fullmatch(p.get_text())]
    counted = (
        (len(blocks), "code block", "lost, or without their line breaks"),
        (len(tables), "table", "taken apart into loose paragraphs"),
        (len(body.find_all("figcaption")), "caption", "lost"),
        (len(paragraphs), "embed", "it may make the import fail"),
    )
    return tuple(
        f"{count} {what}{'s' if count > 1 else ''}: {fate}"
        for count, what, fate in counted
        if count
    )


# --- Plain text -----------------------------------------------------------------------------


def _text(body: Tag) -> str:
    """Return the story as plain text; changes the tree, which is needed no more."""
    for link in body.find_all("a"):
        address = str(link.get("href", ""))
        if address and link.get_text().strip() not in {"", address}:
            link.append(f" ({address})")
    for line_break in body.find_all("br"):
        line_break.replace_with("\n")
    blocks = [_block(child) for child in body.contents if isinstance(child, Tag)]
    return "\n\n".join(block for block in blocks if block.strip()) + "\n"


def _block(block: Tag) -> str:
    if block.name in {"ul", "ol"}:
        items = enumerate(block.find_all("li"), 1)
        ordered = block.name == "ol"
        return "\n".join(f"{f'{n}.' if ordered else '-'} {li.get_text()}" for n, li in items)
    if block.name == "hr":
        return "* * *"
    if block.name == "figure":
        images = [str(image.get("alt") or image.get("src", "")) for image in block.find_all("img")]
        return "\n".join([f"[{' '.join(images)}]", *filter(None, [block.get_text()])])
    text = block.get_text()
    return text.strip() if block.name in _HEADINGS else text.strip("\n")

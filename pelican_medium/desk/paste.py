"""A draft in the form that survives being pasted into Medium's editor. Pure functions.

Nobody documents that editor: each rule here is what people saw it do. Two of them measured it in
2026, a publishing kit with controls (August and September) and llm-toolkit-project (its skill
medium-publishing, October); the notation of code is that of the Obsidian plugin medium-publish.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bs4 import Tag

from pelican_medium.model.urls import below, is_absolute, is_data
from pelican_medium.preview.sanitise import parsed, sanitise, take_away
from pelican_medium.preview.story import SIZES

#: An address alone in a paragraph, of which Medium makes an embed or a card.
_ADDRESS = re.compile(r"\s*https?://\S+\s*")

#: What code has and line numbers have not.
_LETTER = re.compile(r"[^\d\s]")

#: The formats that Medium does not take (its API documentation lists the ones it does).
_UNTAKEN = re.compile(r"\.(?:avif|bmp|svg|webp)(?:[?#]|$)", re.IGNORECASE)

_HEADINGS = {"h1", *SIZES}


@dataclass(frozen=True, slots=True)
class Code:
    """A block of code.

    Attributes:
        language: as Medium names it, or "".
        text: as its author wrote it.
    """

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A picture that cannot come along.

    Attributes:
        src: as the draft has it.
        alt: its alt text, or "".
    """

    src: str
    alt: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """What goes on the clipboard, and what cannot.

    Attributes:
        html: the story below its title; pure ASCII, since what goes through Windows' clipboard
            may lose other letters.
        text: the same for whoever pastes without formats.
        subtitle: the line under the title, or "".
        pictures: the address of each picture that comes along.
        alts: the alt texts of these: pasting loses all of them.
        codes: the blocks of code.
        embeds: the addresses of which Medium makes an embed or a card.
        missing: the pictures that have no address to be fetched from.
        lost_by_import: what Medium's own import would lose of it, a sentence each.
    """

    html: str
    text: str
    subtitle: str
    pictures: tuple[str, ...]
    alts: tuple[str, ...]
    codes: tuple[Code, ...]
    embeds: tuple[str, ...]
    missing: tuple[Missing, ...]
    lost_by_import: tuple[str, ...]


def fetchable(src: str, site_url: str = "") -> str | None:
    """Return the address of a picture that Medium can fetch, or None.

    A picture of the site in a format that Medium does not take has none: where the build could
    draw it, the draft has the address of its PNG (MEDIUM_PICTURES_PATH) already.
    """
    if not is_absolute(src) or (_UNTAKEN.search(src) and below(site_url, src) is not None):
        return None
    return src.strip()


def ready(
    content: str, original: str, address_of: Callable[[str], str | None] = fetchable
) -> Pasted:
    """Return a draft's content ready to be pasted under a title.

    The title is not in it: pasted with the story it does not reach the title's own line, and
    leaves an empty block behind (measured in 2026).

    Args:
        content: the content of a `Draft`.
        original: the HTML of its article, which is what an import would meet.
        address_of: where Medium can fetch a picture from, by its ``src``.
    """
    body = sanitise(content, lambda src: src if is_absolute(src) or is_data(src) else None)
    if title := body.find("h1"):
        title.extract()
    for tag in body.find_all(name=True):
        _without_places(tag)
    missing = _place_pictures(body, address_of)
    codes = tuple(_code(block) for block in body.find_all("pre"))
    images = body.find_all("img")
    html = body.decode_contents().strip("\n").encode("ascii", "xmlcharrefreplace").decode("ascii")
    return Pasted(
        html=html,
        subtitle=_subtitle(body),
        pictures=tuple(str(image["src"]) for image in images),
        alts=tuple(alt for image in images if (alt := str(image.get("alt") or "").strip())),
        codes=codes,
        embeds=tuple(_embeds(body)),
        missing=missing,
        lost_by_import=_lost_by_import(body, parsed(original)),
        text=_text(body),
    )


def _without_places(tag: Tag) -> None:
    """Drop what leads to a place in the story: nobody saw it survive a paste."""
    del tag["name"]
    if tag.name == "a" and str(tag.get("href", "#")).startswith("#"):
        tag.hidden = True


def _place_pictures(body: Tag, address_of: Callable[[str], str | None]) -> tuple[Missing, ...]:
    """Point each picture to where Medium fetches it; leave the alt text of those it cannot have."""
    missing = []
    for image in body.find_all("img"):
        src, alt = str(image["src"]), str(image.get("alt") or "").strip()
        if address := address_of(src):
            image["src"] = address
        else:
            missing.append(Missing(src, alt))
            take_away(image, alt)
    return tuple(missing)


def _code(block: Tag) -> Code:
    """Put a blank on each empty line, where the editor would split the block in two.

    A block of no known language is called plain text, or the editor guesses: it took Java for Lua.
    """
    # A browser drops a newline right after <pre>, and shows none at its end.
    text = block.get_text().removeprefix("\n").removesuffix("\n")
    block.string = "\n".join(line or " " for line in text.split("\n"))
    language = str(block.get("data-code-block-lang", ""))
    if not language:
        block.attrs.update({"data-code-block-lang": "plaintext", "data-code-block-mode": "0"})
    return Code(language, text)


def _subtitle(body: Tag) -> str:
    first = next((node for node in body.contents if isinstance(node, Tag)), None)
    return first.get_text().strip() if first is not None and first.name == "h2" else ""


def _embeds(body: Tag) -> list[str]:
    texts = (paragraph.get_text() for paragraph in body.find_all("p"))
    return [text.strip() for text in texts if _ADDRESS.fullmatch(text)]


def _lost_by_import(body: Tag, original: Tag) -> tuple[str, ...]:
    """Return what import was seen to lose (the publishing kit's measurements, 2026)."""
    blocks = [pre for pre in original.find_all("pre") if _LETTER.search(pre.get_text())]
    long = [block for block in blocks if "\n" in block.get_text().strip()]
    # Line numbers are laid out as a table too.
    tables = [table for table in original.find_all("table") if table.find("pre") is None]
    captions = [caption for caption in original.find_all("figcaption") if caption.find("a")]
    counted = (
        (len(long), "code block", "all its lines run together into one"),
        (len(tables), "table", "taken apart into loose paragraphs"),
        (len(captions), "caption with a link", "the whole picture is dropped"),
        (len(_embeds(body)), "embed", "it stays a plain address"),
    )
    return tuple(
        f"{count} {what if count == 1 else _plural(what)}: {fate}"
        for count, what, fate in counted
        if count
    )


def _plural(what: str) -> str:
    return "captions with a link" if what.startswith("caption") else f"{what}s"


# --- Plain text -----------------------------------------------------------------------------


def _text(body: Tag) -> str:
    """Return the story as plain text; changes the tree, which is needed no more."""
    for link in body.find_all("a"):
        address = str(link.get("href", ""))
        if address and not link.hidden and link.get_text().strip() not in {"", address}:
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

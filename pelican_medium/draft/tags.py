"""An article's tags as Medium takes them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from pelican_medium.draft.rules import TAG_LENGTH
from pelican_medium.model import Article, Note
from pelican_medium.model.text import length, plain
from pelican_medium.settings import Settings, metadata


def of(article: Article, settings: Settings) -> tuple[tuple[str, ...], list[Note]]:
    """Return the tags Medium will use, in the article's order, and what was lost.

    Medium's editor takes letters, digits, blanks and dashes only, and its API the first few.
    """
    given = metadata.tags(article)
    mapped = [_mapped(tag, settings.tag_map) for tag in (article.tags if given is None else given)]
    cleaned = [(tag, _clean_tag(tag)) for tag in mapped]
    fitting = _unlike(good for _, good in cleaned if good and length(good) <= TAG_LENGTH)
    notes = [note for tag, good in cleaned if (note := _tag_note(tag, good))]
    if fitting[settings.max_tags :]:
        more = fitting[settings.max_tags :]
        notes.append(Note("tags left out: more than MEDIUM_MAX_TAGS", len(more), ", ".join(more)))
    return tuple(fitting[: settings.max_tags]), notes


def _tag_note(tag: str, good: str) -> Note | None:
    if length(good) > TAG_LENGTH:
        return Note(f"tag left out: longer than {TAG_LENGTH} characters", where=tag)
    if not good:
        return Note("tag left out: it cannot be said in letters and digits", where=tag)
    return (
        Note("tag changed to what Medium takes", where=f"{tag} → {good}") if good != tag else None
    )


def _mapped(tag: str, tag_map: Mapping[str, str]) -> str:
    folded = {name.casefold(): to for name, to in tag_map.items()}
    return tag_map.get(tag, folded.get(tag.casefold(), tag))


#: What signs say, where the letters alone would name another topic: C++ is not C.
_SPOKEN = (
    (re.compile(r"(?<=\w)\+\+"), "pp"),
    (re.compile(r"(?<=\w)\+(?=\s|$)"), " Plus"),
    (re.compile(r"(?<=\w)[#♯]"), "sharp"),
    (re.compile(r"\s*&\s*"), " and "),
    (re.compile(r"(?<=\d)\s*%"), " percent"),
    (re.compile(r"^\.(?=NET\b)", re.IGNORECASE), "Dot"),
)

#: A version: its first number is the topic's, and without the dot it would be another one (3.7).
_VERSION = re.compile(r"(?<![\d.])(v?\d+)(?:\.\d+)+(?:\.x)?\b", re.IGNORECASE)

#: Signs at the end of a word that cannot be said: A*, C--.
_UNSAYABLE = re.compile(r"\w(?:[*^~=<>|$]+|--+|\u2212+)(?=\s|$)")


def _clean_tag(tag: str) -> str:
    """Return a tag with only letters, digits, blanks and dashes, or "" if it cannot be said so."""
    tag = unicodedata.normalize("NFC", plain(tag))
    if _UNSAYABLE.search(tag) or re.fullmatch(r"[v\d.\s]*\.[\d.\s]*", tag):
        return ""
    for sign, words in _SPOKEN:
        tag = sign.sub(words, tag)
    tag = re.sub("['\u2019.]", "", _VERSION.sub(r"\1", tag))  # Node.js → Nodejs, Men's → Mens
    kept = (char if _is_tag_char(char) else " " for char in tag)
    return " ".join("".join(kept).split()).strip("- ")


def _is_tag_char(char: str) -> bool:
    # Marks are the vowels of many scripts, and parts of their words.
    return char == "-" or unicodedata.category(char)[0] in "LNM"


def _unlike(tags: Iterable[str]) -> list[str]:
    """Return the tags without those that differ only in case from an earlier one."""
    first: dict[str, str] = {}
    for tag in tags:
        first.setdefault(tag.casefold(), tag)
    return list(first.values())

"""What a story needs on Medium beside its text: what to check, and how each box has to stand.

Medium's publish dialog works against its author: it opens with *Notify your subscribers* and
*Paywall this story* ticked and without topics (measured on real accounts, September 2026). So
every box is named here, those that stay as they are included. Pure functions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pelican_medium.desk.lists import Day
from pelican_medium.desk.paste import Pasted
from pelican_medium.model import Draft

LICENCES = {
    "all-rights-reserved": "All rights reserved",
    "cc-40-by": "CC BY 4.0",
    "cc-40-by-sa": "CC BY-SA 4.0",
    "cc-40-by-nd": "CC BY-ND 4.0",
    "cc-40-by-nc": "CC BY-NC 4.0",
    "cc-40-by-nc-nd": "CC BY-NC-ND 4.0",
    "cc-40-by-nc-sa": "CC BY-NC-SA 4.0",
    "cc-40-zero": "CC0: no rights reserved",
    "public-domain": "Public domain: no rights reserved",
}

_STATUS = {
    "draft": "Draft: do not publish it yet",
    "public": "Public",
    "unlisted": "Unlisted: choose that before you publish",
}


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the dialog.

    Attributes:
        name: as Medium calls it.
        value: how it has to stand.
        hint: what to know of it, or "".
        attention: whether it opens otherwise than it has to stand.
        to_copy: whether the value is typed there, and not chosen.
    """

    name: str
    value: str
    hint: str = ""
    attention: bool = False
    to_copy: bool = False


def boxes(draft: Draft, day: Day) -> tuple[Box, ...]:
    """Return how each box has to stand, as settings and metadata want it."""
    return (
        _notify(draft),
        Box("Paywall this story", "Untick it", "Medium ticks it.", attention=True),
        Box("Licence", LICENCES.get(draft.license, draft.license), _where_licence(draft)),
        _publication(draft),
        Box("Status", _STATUS.get(draft.publish_status, draft.publish_status)),
        _date(draft, day),
    )


def _notify(draft: Draft) -> Box:
    if draft.notify_followers:
        return Box("Notify your subscribers", "Leave it ticked")
    hint = "Medium ticks it; an e-mail cannot be taken back."
    return Box("Notify your subscribers", "Untick it", hint, attention=True)


def _publication(draft: Draft) -> Box:
    if draft.publication:
        return Box("Publication", draft.publication, to_copy=True)
    return Box("Publication", "None: your own profile")


def _where_licence(draft: Draft) -> str:
    if draft.license == "all-rights-reserved":
        return "Medium's own default."
    return "In the story's settings, not in the dialog."


def _date(draft: Draft, day: Day) -> Box:
    if draft.published_at:
        hint = "The editor has no box for it; Medium's import (step 3) sets it."
        return Box("Date", f"{draft.published_at.date().isoformat()}", hint, attention=True)
    if day.free_at and draft.publish_status != "draft":
        hint = f"Two were published in 24 hours. Free at {clock(day.free_at)}."
        return Box("Schedule", "Later, if Medium refuses", hint, attention=True)
    return Box("Schedule", "No: publish it now" if draft.publish_status != "draft" else "No")


def clock(moment: datetime) -> str:
    """Return a moment as a person says it."""
    return f"{moment:%H:%M on %d %B}"


def checks(pasted: Pasted) -> tuple[str, ...]:
    """Return what to look at after pasting this very story."""
    return tuple(_checks(pasted))


def _checks(pasted: Pasted) -> Iterator[str]:
    yield "The title stands in its own line, with no empty line between it and the story."
    if pasted.pictures:
        yield (
            f"{_count(len(pasted.pictures), 'picture is', 'pictures are')} there. Look at the "
            "draft's own page, medium.com/p/…: a reloaded editor shows grey boxes."
        )
    for missing in pasted.missing:
        name = f"“{missing.alt}”" if missing.alt else "A picture without an alt text"
        yield f"{name} cannot come along: add it yourself, where the story below marks it."
    if long := [code for code in pasted.codes if "\n" in code.text.strip()]:
        yield (
            f"{_count(len(long), 'code block has', 'code blocks have')} kept all lines. If they "
            "ran together, copy that block by itself (under step 2)."
        )
    if pasted.alts:
        yield (
            f"{_count(len(pasted.alts), 'alt text is', 'alt texts are')} lost by pasting: select "
            "a picture, choose “Alt text”, and paste it (under step 2)."
        )
    if pasted.embeds:
        yield (
            f"{_count(len(pasted.embeds), 'address has', 'addresses have')} become an embed. If "
            "not, put the cursor behind it and press Enter."
        )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"

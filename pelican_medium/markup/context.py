"""What the steps of cleaning know of an article, and what they have to say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pelican_medium.model import Note
from pelican_medium.model.drawn import Formula


@dataclass(slots=True)
class Context:
    """What the steps know of the article, and what they have to say of it.

    Attributes:
        base_url: what relative URLs are resolved against.
        title: the article's title as plain text.
        site_title: the same as the site has it, where Medium's is another.
        tables: MEDIUM_TABLES: "auto", "text" or "list".
        drawn: by the key of a displayed formula (``model.drawn.key``), the address of its picture.
        formulas: the displayed formulas that no Unicode says, found on the way.
        notes: what was changed so far.
        unresolved: URLs that Pelican should have resolved and did not.
    """

    base_url: str
    title: str = ""
    site_title: str = ""
    tables: str = "auto"
    drawn: Mapping[str, str] = field(default_factory=dict)
    formulas: list[Formula] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    unresolved: list[str] = field(default_factory=list)

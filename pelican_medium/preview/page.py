"""The pages as HTML: pure functions of what they show."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from typing import TYPE_CHECKING, Any

from pelican_medium.model import Draft, Forecast
from pelican_medium.model.urls import is_absolute
from pelican_medium.posting.destination import request_body
from pelican_medium.preview.story import Story

if TYPE_CHECKING:
    from jinja2 import Environment

#: Nothing runs, nothing is loaded but pictures: copies beside the page, and those elsewhere.
#: Only this very style sheet counts, which the template has by its hash.
_POLICY = (
    "default-src 'none'; style-src '{style}'; img-src 'self' file: http: https:; "
    "base-uri 'none'; form-action 'none'"
)

_PACKAGE = "pelican_medium.preview"

#: A language as HTML wants it (BCP 47, its common part).
_LANG = re.compile(r"[a-z]{2,8}(?:-[a-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Listing:
    """One article as the index names it.

    Attributes:
        state: ``pending``, ``held``, or another one of the ledger's, in which nothing is sent.
        reason: why it would not be sent now, or None.
        page: the file name of its page, or None where there is no draft to show.
        notes: how many there are.
        pictures: what would become of each picture.
    """

    key: str
    title: str
    date: str | None
    lang: str | None
    state: str
    reason: str | None = None
    page: str | None = None
    publish_status: str | None = None
    notes: int = 0
    pictures: tuple[Forecast, ...] = ()


def draft(
    drawn: Draft, listing: Listing, source: str, shown: Story, pictures: Mapping[str, str | None]
) -> str:
    """Return the page of one draft.

    Args:
        drawn: the very draft that would be sent.
        source: the file the article comes from, or its address.
        shown: what Medium makes of the content.
        pictures: where each picture is shown from, by its ``src``.
    """
    return _render(
        "draft.html",
        draft=drawn,
        listing=listing,
        lang=html_lang(listing.lang),
        story=shown,
        notes=[str(note) for note in drawn.notes],
        fields=_fields(drawn, source, listing, pictures),
        payload=json.dumps(request_body(drawn), indent=2, ensure_ascii=False),
    )


def index(listings: Sequence[Listing], site_url: str) -> str:
    """Return the page that names them all."""
    return _render("index.html", listings=listings, site_url=site_url)


def html_lang(lang: str | None) -> str | None:
    """Return a language as HTML's ``lang`` wants it, or None where it cannot be one."""
    tidied = (lang or "").lower().replace("_", "-")
    return tidied if _LANG.fullmatch(tidied) else None


def _fields(
    drawn: Draft, source: str, listing: Listing, pictures: Mapping[str, str | None]
) -> list[tuple[str, str]]:
    return [
        ("Title in listings", drawn.title),
        ("Canonical link", drawn.canonical_url),
        ("Tags", ", ".join(drawn.tags) or "none"),
        ("Status", drawn.publish_status),
        ("Publication", drawn.publication or "none: your own profile"),
        ("Licence", drawn.license),
        ("Tell followers", "yes" if drawn.notify_followers else "no"),
        ("Date on Medium", _date(drawn)),
        ("Pictures", _pictures(pictures)),
        ("Language", listing.lang or "not known"),
        ("Key", listing.key),
        ("Source", source),
    ]


def _date(drawn: Draft) -> str:
    if drawn.published_at is None:
        return "when it is posted"
    return f"{drawn.published_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _pictures(places: Mapping[str, str | None]) -> str:
    """Return how many pictures are shown from where."""
    elsewhere = sum(place is not None and is_absolute(place) for place in places.values())
    missing = sum(place is None for place in places.values())
    copied = len(places) - elsewhere - missing
    counted = (
        (copied, "from the built site"),
        (elsewhere, "from its address, which needs a network"),
        (missing, "with an address Medium cannot fetch, so only its alt text is there"),
    )
    return "; ".join(f"{count} {where}" for count, where in counted if count) or "none"


def _render(name: str, **values: Any) -> str:
    style = _style()
    policy = _POLICY.format(style=_hash(style))
    return environment(_PACKAGE).get_template(name).render(style=style, policy=policy, **values)


def _sentence(text: str) -> str:
    """Return a text that begins with a capital letter, and is otherwise as it was."""
    return text[:1].upper() + text[1:]


@cache
def environment(package: str) -> Environment:
    """Return what renders the templates of a package of ours: escaped, and strict about names."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["html_lang"] = html_lang
    made.filters["sentence"] = _sentence
    made.tests["web_address"] = is_absolute
    return made


@cache
def _style() -> str:
    made = environment(_PACKAGE)
    assert made.loader is not None  # noqa: S101 - for the type checker
    text = made.loader.get_source(made, "preview.css")[0]
    return "\n" + text.replace("\r\n", "\n")  # as a browser reads it, and so hashes it


def _hash(style: str) -> str:
    """Return a style sheet's name in a policy (W3C, Content Security Policy Level 3)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")

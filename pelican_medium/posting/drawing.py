"""Pictures that have to be drawn: displayed formulas, and what Medium cannot fetch as it is.

A build that does not post at once puts their PNGs into the output, so that they are live with the
site and can be side-loaded or pasted. What it chose stands in the outbox, and is obeyed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from pelican_medium.model import Article, drawn
from pelican_medium.model.drawn import UNDRAWN, Formula
from pelican_medium.model.errors import ArticleError, OutboxError, PictureError
from pelican_medium.posting import destination, words
from pelican_medium.settings import Settings
from pelican_medium.store import outbox as outboxes
from pelican_medium.store.outbox import Outbox

if TYPE_CHECKING:
    from pelican_medium.pictures.files import Built, Site

Say = Callable[[str], None]

#: What may be a formula, and a picture in the text itself: without them nothing is parsed.
_MATH = re.compile(r"\$|\\[A-Za-z(\[]|[\"' =](?:math|formula|katex)|<(?:math|mjx-)", re.IGNORECASE)
_DATA = re.compile("data:image", re.IGNORECASE)
_TAKEN = (".png", ".jpg", ".jpeg", ".gif")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One picture to draw.

    Attributes:
        key: what an article calls it (`model.drawn.key`).
        name: of its file.
        source: what it is drawn from.
    """

    key: str
    name: str
    source: Formula | Built


def chosen(settings: Settings, *, at_once: bool) -> str:
    """Return what becomes of displayed formulas: "picture" or "text".

    Args:
        at_once: whether the build posts, so that a picture would not be live yet.
    """
    from pelican_medium.pictures import formulas

    must_upload = at_once or not settings.pictures_path
    no_upload = settings.images == "sideload" or (at_once and settings.token is None)
    if settings.math == "text" or (must_upload and no_upload):
        return "text"
    return "picture" if formulas.is_available() else "text"


def ready(article: Article) -> Article:
    """Return an article with its formulas drawn, if that was left to whoever sends it.

    Raises:
        ArticleError: this machine cannot draw them.
    """
    if article.drawn is not None:
        return article
    found = _formulas(article)
    if not found:
        return replace(article, drawn={})
    from pelican_medium.pictures import formulas

    if not formulas.is_available():
        raise ArticleError(
            "the build left its formulas to be drawn, and pelican-medium[math] is not installed "
            "here; install it, or build once more with MEDIUM_PICTURES_PATH or MEDIUM_MATH = "
            f"'text' ({article.name})"
        )
    return replace(article, drawn=formulas.as_data(found))


def _formulas(article: Article) -> list[Formula]:
    if not _MATH.search(article.content):
        return []
    from pelican_medium import draft

    return draft.formulas_of(article)


def undrawn_before(path: Path) -> set[str]:
    """Return the names of what the last build could not draw; this one need not try again."""
    try:
        bodies = outboxes.read(path).bodies if path.exists() else {}
    except OutboxError:
        return set()
    values = (value for body in bodies.values() for value in (body.drawn or {}).values())
    return {value.removeprefix(UNDRAWN) for value in values if value.startswith(UNDRAWN)}


def fill(
    outbox: Outbox,
    waiting: Sequence[Article],
    settings: Settings,
    say: Say,
    undrawn: Collection[str] = (),
) -> Outbox:
    """Write the pictures of waiting articles into the output, and return the outbox with them.

    Args:
        waiting: those of the outbox's articles that would be sent now.
        undrawn: the names of what is known not to be drawable.
    """
    folder = settings.output_path / settings.pictures_path
    if not settings.pictures_path or not (waiting or any(folder.glob("drawn-*"))):
        return outbox
    from pelican_medium.pictures import drawings

    wanted = {article.key: _wanted(article, outbox, settings, say) for article in waiting}
    every = {one.name: one for found in wanted.values() for one in found}
    new = [every[name] for name in drawings.missing(folder, every) if name not in undrawn]
    try:
        failed = _draw(new, folder)
    except OSError as error:
        say(f"pictures could not be written into {folder} ({error.strerror or error}).")
        return outbox
    if len(new) > len(failed):
        count = len(new) - len(failed)
        say(f"{words.pictures(count)} drawn into {settings.pictures_path}/.")
    undrawn = {*undrawn, *failed}
    drawings.remove_others(folder, every.keys() - undrawn)
    bodies = {
        key: _with_addresses(body, wanted.get(key, ()), undrawn, outbox, settings)
        for key, body in outbox.bodies.items()
    }
    return replace(outbox, bodies=bodies)


def _with_addresses(
    article: Article,
    wanted: Iterable[Wanted],
    undrawn: Collection[str],
    outbox: Outbox,
    settings: Settings,
) -> Article:
    """Return an article that knows where its drawn pictures are."""
    places = {one.key: f"{settings.pictures_path}/{one.name}" for one in wanted
              if one.name not in undrawn}  # fmt: skip
    addresses = {key: f"{outbox.site_url}/{quote(place)}" for key, place in places.items()}
    refused = {one.key: UNDRAWN + one.name for one in wanted if one.key not in places}
    where = {addresses[key]: place for key, place in places.items()}
    return replace(article, drawn={**refused, **addresses}, places={**article.places, **where})


def _wanted(article: Article, outbox: Outbox, settings: Settings, say: Say) -> list[Wanted]:
    try:
        found = list(_wanted_formulas(article)) if outbox.math == "picture" else []
        return [*found, *_wanted_pictures(article, outbox, settings, say)]
    except ArticleError:
        return []  # it is held, and the same error says why


def _wanted_formulas(article: Article) -> Iterable[Wanted]:
    from pelican_medium.pictures import formulas

    found = _formulas(article)
    return (Wanted(drawn.key(one), formulas.name_of(one), one) for one in found)


def _wanted_pictures(
    article: Article, outbox: Outbox, settings: Settings, say: Say
) -> Iterable[Wanted]:
    """Yield the pictures that are ours and have to be drawn."""
    if not _may_hold_pictures(article):
        return
    from pelican_medium.pictures import drawings

    site = destination.site_of(outbox, settings)
    lacking = 0
    for url, built in _own(article, settings, site):
        if not drawings.is_available(built):
            lacking += 1
            continue
        try:
            yield Wanted(drawn.key(url), drawings.name_of(built), built)
        except PictureError:
            continue  # it is held or left out, and said why, when its turn comes
    if lacking:
        say(
            f"{words.pictures(lacking)} of “{article.title}” cannot be pasted or "
            "side-loaded without pelican-medium[images], which makes PNGs."
        )


def _own(article: Article, settings: Settings, site: Site) -> Iterable[tuple[str, Built]]:
    from pelican_medium import draft
    from pelican_medium.pictures import body, drawings
    from pelican_medium.pictures.preparing import facts_of

    # The author's own function is asked once, when the article is sent.
    asked = replace(settings, article=None)
    content = draft.make(replace(article, drawn={}), asked, datetime.now(UTC)).content
    for picture in body.shown(content, article.base_url):
        facts = facts_of(picture, article, site)
        if picture.url and facts.own and facts.usable and drawings.is_drawn(facts.usable):
            yield picture.src, facts.usable


def _may_hold_pictures(article: Article) -> bool:
    other = any(not place.lower().endswith(_TAKEN) for place in article.places.values())
    return other or bool(_DATA.search(article.content))


def _draw(wanted: Sequence[Wanted], folder: Path) -> list[str]:
    """Draw and write these, and return the names of those that cannot be drawn.

    Raises:
        OSError: the folder cannot be written to.
    """
    from pelican_medium.pictures import drawings, formulas

    failed = list[str]()
    named = {one.source: one.name for one in wanted if isinstance(one.source, Formula)}
    for formula, made in formulas.draw(list(named)).items():
        if isinstance(made, formulas.Refused):
            failed.append(named[formula])
        else:
            drawings.write(folder, named[formula], made)
    for one in wanted:
        if not isinstance(one.source, Formula):
            try:
                drawings.write(folder, one.name, drawings.draw(one.source))
            except PictureError:
                failed.append(one.name)
    return failed

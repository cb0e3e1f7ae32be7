"""Pictures that have to be drawn: displayed formulas, and what Medium cannot fetch as it is.

A build that does not post at once puts their PNGs into the output, so that they are live with the
site and can be side-loaded or pasted. What it chose stands in the outbox, and is obeyed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from pelican_medium.model import Article, drawn
from pelican_medium.model.drawn import UNDRAWN, Formula
from pelican_medium.model.errors import ArticleError, OutboxError, PictureError
from pelican_medium.posting import access, destination, words
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
    no_upload = settings.images == "sideload" or (at_once and not access.may_upload(settings))
    if settings.math == "text" or (must_upload and no_upload):
        return "text"
    return "picture" if formulas.is_available() else "text"


def why_text(settings: Settings) -> str | None:
    """Return why formulas stay text that should have become pictures."""
    from pelican_medium.pictures import formulas

    if settings.math != "picture":
        return None
    if not formulas.is_available():
        return (
            "MEDIUM_MATH is 'picture', but pelican-medium[math] is not installed: displayed "
            "formulas stay text."
        )
    return (
        "MEDIUM_MATH is 'picture', but nothing may be uploaded, and the build writes no pictures "
        "that could be side-loaded: displayed formulas stay text."
    )


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

    found = [_wanted(article, outbox, settings) for article in waiting]
    wanted = {one.article: one.pictures for one in found if one}
    every = {one.name: one for pictures in wanted.values() for one in pictures}
    new = [every[name] for name in drawings.missing(folder, every) if name not in undrawn]
    try:
        failed = _draw(new, folder)
    except OSError as error:
        say(f"pictures could not be written into {folder} ({error.strerror or error}).")
        return outbox
    _tell([one for one in new if one.name not in failed], found, settings, say)
    undrawn = {*undrawn, *failed}
    drawings.remove_others(folder, every.keys() - undrawn)
    return _addressed(outbox, wanted, undrawn, settings)


def reuse(outbox: Outbox, waiting: Sequence[Article], settings: Settings) -> Outbox:
    """Return the outbox with the pictures that an earlier build left in the output; draw none."""
    folder = settings.output_path / settings.pictures_path
    if not (settings.pictures_path and waiting and any(folder.glob("drawn-*"))):
        return outbox
    from pelican_medium.pictures import drawings

    found = [_wanted(article, outbox, settings) for article in waiting]
    wanted = {one.article: one.pictures for one in found if one and one.pictures}
    whole = {
        key: pictures
        for key, pictures in wanted.items()
        if not drawings.missing(folder, [picture.name for picture in pictures])
    }
    return _addressed(outbox, whole, (), settings)


def _addressed(
    outbox: Outbox,
    wanted: Mapping[str, Sequence[Wanted]],
    undrawn: Collection[str],
    settings: Settings,
) -> Outbox:
    bodies = {
        key: _with_addresses(outbox.bodies[key], pictures, undrawn, outbox, settings)
        for key, pictures in wanted.items()
        if key in outbox.bodies
    }
    return replace(outbox, bodies={**outbox.bodies, **bodies})


def _tell(
    made: Sequence[Wanted], found: Iterable[_Found | None], settings: Settings, say: Say
) -> None:
    """Say what was drawn, what an author loses by it, and what could not be without an extra."""
    if made:
        say(f"{words.pictures(len(made))} drawn into {settings.pictures_path}/.")
    for one in made:
        if not isinstance(one.source, Formula) and one.source.moves:
            say(f"an animation became its first picture: {one.key}")
    lacking = sum(one.lacking for one in found if one)
    if lacking:
        say(
            f"{words.pictures(lacking)} of waiting articles can be neither pasted nor side-loaded "
            "as they are; pelican-medium[images] makes PNGs of them."
        )


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


@dataclass(frozen=True, slots=True)
class _Found:
    """What one article needs.

    Attributes:
        article: its key.
        pictures: those to draw.
        lacking: how many cannot be, because the extra is not installed.
    """

    article: str
    pictures: tuple[Wanted, ...]
    lacking: int = 0


def _wanted(article: Article, outbox: Outbox, settings: Settings) -> _Found | None:
    """Return what an article needs; None where it cannot be sent, which its turn will say."""
    try:
        formulas = list(_wanted_formulas(article)) if outbox.math == "picture" else []
        own = _own(article, settings, destination.site_of(outbox, settings))
        pictures = {url: _wanted_picture(url, built) for url, built in own}
    except (ArticleError, PictureError):
        return None
    drawable = [picture for picture in pictures.values() if picture]
    return _Found(article.key, (*formulas, *drawable), len(pictures) - len(drawable))


def _wanted_formulas(article: Article) -> Iterable[Wanted]:
    from pelican_medium.pictures import formulas

    found = _formulas(article)
    return (Wanted(drawn.key(one), formulas.name_of(one), one) for one in found)


def _wanted_picture(url: str, built: Built) -> Wanted | None:
    from pelican_medium.pictures import drawings

    if not drawings.is_available(built):
        return None
    return Wanted(drawn.key(url), drawings.name_of(built), built)


def _own(article: Article, settings: Settings, site: Site) -> Iterable[tuple[str, Built]]:
    """Yield the pictures that are ours and that Medium cannot fetch as they are."""
    if not _may_hold_pictures(article):
        return
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

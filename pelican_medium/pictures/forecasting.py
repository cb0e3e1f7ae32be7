"""What would become of each picture of an article, without asking anybody."""

from __future__ import annotations

from functools import partial

from pelican_medium.model import Article, Draft, Forecast
from pelican_medium.model.errors import PictureError
from pelican_medium.pictures import body, verdicts
from pelican_medium.pictures.body import Shown
from pelican_medium.pictures.files import Built, Site
from pelican_medium.pictures.preparing import Known, decision_on, facts_of
from pelican_medium.pictures.verdicts import Facts, Verdict
from pelican_medium.settings import Settings


def forecast(
    article: Article, draft: Draft, site: Site, settings: Settings, known: Known
) -> tuple[Forecast, ...]:
    """Return what would become of each picture, by the files and by what was uploaded before."""
    found = body.shown(draft.content, article.base_url)
    return tuple(_forecast(picture, article, site, settings, known) for picture in found)


def _forecast(
    picture: Shown, article: Article, site: Site, settings: Settings, known: Known
) -> Forecast:
    told = partial(Forecast, body.short(picture.url or picture.src))
    if not picture.url:
        return told(Verdict.HOLD, "it has no address that Medium could fetch")
    facts = facts_of(picture, article, site)
    if not facts.own:
        return told(Verdict.SIDE_LOAD, "if it is live; a link where it is gone")
    if facts.usable is None and not facts.data:
        file = facts.built.problem if facts.built else None
        why = f"its file {file}" if file else "it is not in the output folder"
        return told(Verdict.SIDE_LOAD, f"if it is live; otherwise the article is held: {why}")
    if settings.images == "sideload" and verdicts.needs_look(facts, settings.images):
        return told(Verdict.SIDE_LOAD, "if it is live; otherwise the article is held")
    decision = decision_on(facts, settings.images)
    if decision.verdict not in {Verdict.UPLOAD, Verdict.CONVERT} or facts.usable is None:
        return told(decision.verdict, decision.reason)
    return told(decision.verdict, _when(facts, facts.usable, settings.images, known))


def _when(facts: Facts, built: Built, images: str, known: Known) -> str:
    try:
        before = known(built.md5())
    except PictureError as error:
        return str(error)
    what = "uploaded before" if before else "not uploaded yet"
    unless = verdicts.needs_look(facts, images)
    return f"{what}; side-loaded instead if it is live" if unless else what

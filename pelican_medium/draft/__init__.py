"""Article + Settings → Draft: everything that is sent, decided in one pure place."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from pelican_medium.draft import body, cover, footer, rules, subtitle, tags, title
from pelican_medium.markup import Context
from pelican_medium.model import NEAR, PUBLICATION_UNASKED, Article, Draft, Note, drawn
from pelican_medium.model.drawn import Formula
from pelican_medium.model.errors import ArticleError
from pelican_medium.model.text import cut, plain
from pelican_medium.settings import Settings, functions, metadata

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def make(article: Article, settings: Settings, now: datetime) -> Draft:
    """Return what would be sent for an article.

    Args:
        now: the destination's clock, for the date only.

    Raises:
        ArticleError: the article cannot be sent as it is; the message says why, and which file.
    """
    try:
        return _made(article, settings, now)
    except ArticleError as error:
        raise ArticleError(f"{error} ({article.name})") from error.__cause__


def _made(article: Article, settings: Settings, now: datetime) -> Draft:
    name = title.of(article)
    context = Context(
        base_url=article.base_url,
        title=name,
        site_title=plain(article.title),
        tables=settings.tables,
        drawn=drawn.addresses(article.drawn),
    )
    content = body.of(article, context)
    under_title, subtitle_notes = subtitle.of(article, name, content)
    kept_tags, tag_notes = tags.of(article, settings)
    draft = Draft(
        key=article.key,
        title=cut(name, rules.TITLE_LENGTH),
        content="\n".join(
            _story(
                name,
                under_title,
                _cover(article, settings, content) + content,
                footer.of(article, settings),
            )
        ),
        canonical_url=metadata.canonical_url(article) or article.canonical_url,
        tags=kept_tags,
        publish_status=metadata.publish_status(article) or settings.publish_status,
        license=metadata.license_(article) or settings.license,
        notify_followers=_notify(article, settings),
        published_at=_published_at(article, settings, now),
        publication=metadata.publication(article) or settings.publication,
        notes=(
            *context.notes,
            *title.notes(name),
            *subtitle_notes,
            *tag_notes,
            *_cover_notes(article, settings),
        ),
    )
    made = rules.checked(_by_hook(article, draft, settings))
    if made.content == draft.content:  # the author's own function may put something there
        body.check_shown(article, content, context)
    return replace(
        made,
        content=drawn.addressed(made.content, drawn.addresses(article.drawn)),
        notes=(*made.notes, *_unasked(made.publication)),
    )


def formulas_of(article: Article) -> list[Formula]:
    """Return the displayed formulas of an article that no line of Unicode says.

    Raises:
        ArticleError: its HTML cannot be read.
    """
    context = Context(base_url=article.base_url)
    body.of(article, context)
    return context.formulas


def _unasked(publication: str | None) -> tuple[Note, ...]:
    """Return what to tell of a draft for a publication that nobody was asked about yet."""
    return (Note(PUBLICATION_UNASKED, where=publication),) if publication else ()


def _cover(article: Article, settings: Settings, body: str) -> str:
    return cover.figure(article.cover, body) if settings.cover else ""


def _cover_notes(article: Article, settings: Settings) -> list[Note]:
    return cover.notes(article.cover) if settings.cover else []


def _story(name: str, under_title: str, content: str, footer: str) -> Iterable[str]:
    """Yield the title as h1, the subtitle as h2 right under it (medium-api-docs#124), the rest."""
    yield f"<h1>{html.escape(name, quote=False)}</h1>"
    if under_title:
        yield f"<h2>{html.escape(under_title, quote=False)}</h2>"
    yield content
    yield footer


def _notify(article: Article, settings: Settings) -> bool:
    wish = metadata.notify(article)
    return settings.notify_followers if wish is None else wish


def _published_at(article: Article, settings: Settings, now: datetime) -> datetime | None:
    if settings.backdate and _EPOCH <= article.date < now - NEAR:
        return article.date
    return None


def _by_hook(article: Article, draft: Draft, settings: Settings) -> Draft:
    hook = settings.article
    if hook is None:
        return draft
    changed = functions.call("MEDIUM_ARTICLE", lambda: hook(article, draft))
    if not isinstance(changed, Draft):
        raise ArticleError(
            f"the function MEDIUM_ARTICLE returned {type(changed).__name__} for it, not a Draft"
        )
    return replace(changed, key=draft.key)

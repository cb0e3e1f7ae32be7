"""Article + Settings → Draft: everything that is sent, decided in one pure place."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pelican_medium.markup import Context, clean, to_text
from pelican_medium.model import (
    LICENSES,
    PUBLICATION_UNASKED,
    PUBLISH_STATUSES,
    Article,
    Draft,
    Note,
)
from pelican_medium.model.errors import ArticleError
from pelican_medium.model.text import cut, length, plain
from pelican_medium.model.urls import host_of, is_absolute
from pelican_medium.settings import Settings, cover, metadata

#: Longer titles are ignored and one is made up from the content (Medium's API documentation).
TITLE_LENGTH = 100

#: Medium's editor takes no longer ones (its listings show them).
SUBTITLE_LENGTH = 140

#: Longer tags are ignored (Medium's API documentation).
TAG_LENGTH = 25

#: libxml2's XML_MAX_TEXT_LENGTH is ten million.
LONGEST_ATTRIBUTE = 9_900_000

_LONG = re.compile(rf"data:image/[^\s\"'<>]{{{LONGEST_ATTRIBUTE - 1000}}}", re.IGNORECASE)

#: One second of clock skew is enough for "publishedAt must be in the past", so Medium's own
#: client leaves it out within this time (medium-wordpress-plugin, pull request 113).
NEAR = timedelta(minutes=15)

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
    title = _title(article)
    _check_readable(article)
    context = Context(
        base_url=article.base_url,
        title=title,
        site_title=plain(article.title),
        tables=settings.tables,
    )
    body = _cleaned(article.content, context)
    _check_resolved(context)
    subtitle, subtitle_notes = _subtitle(article, body)
    tags, tag_notes = _tags(article, settings)
    draft = Draft(
        key=article.key,
        title=cut(title, TITLE_LENGTH),
        content="\n".join(
            _story(
                title,
                subtitle,
                _cover(article, settings, body) + body,
                _footer(article, settings, context),
            )
        ),
        canonical_url=metadata.canonical_url(article) or article.canonical_url,
        tags=tags,
        publish_status=metadata.publish_status(article) or settings.publish_status,
        license=metadata.license_(article) or settings.license,
        notify_followers=_notify(article, settings),
        published_at=_published_at(article, settings, now),
        publication=metadata.publication(article) or settings.publication,
        notes=(*context.notes, *_title_notes(title), *subtitle_notes, *tag_notes),
    )
    made = _checked(_by_hook(article, draft, settings))
    return replace(made, notes=(*made.notes, *_unasked(made.publication)))


def _unasked(publication: str | None) -> tuple[Note, ...]:
    """Return what to tell of a draft for a publication that nobody was asked about yet."""
    return (Note(PUBLICATION_UNASKED, where=publication),) if publication else ()


def _check_readable(article: Article) -> None:
    """Refuse what libxml2 would leave out without a word: an attribute of ten million letters."""
    if len(article.content) > LONGEST_ATTRIBUTE and _LONG.search(article.content):
        raise ArticleError(
            "it has a data: picture of over 7 MB, more than can be read; make it a file"
        )


def _cover(article: Article, settings: Settings, body: str) -> str:
    return cover.figure(article.cover, body) if settings.cover else ""


def _cleaned(content: str, context: Context) -> str:
    """Clean an article's HTML, and let a defect of ours stop this one article only."""
    try:
        return clean(content, context)
    except Exception as error:  # whatever it is, the other articles are none the worse for it
        raise ArticleError(
            "its HTML could not be turned into what Medium takes, which is a defect of "
            f"pelican-medium; please report it ({type(error).__name__}: {error})"
        ) from error


def _story(title: str, subtitle: str, body: str, footer: str) -> Iterable[str]:
    """Yield the title as h1, the subtitle as h2 right under it (medium-api-docs#124), the rest."""
    yield f"<h1>{html.escape(title, quote=False)}</h1>"
    if subtitle:
        yield f"<h2>{html.escape(subtitle, quote=False)}</h2>"
    yield body
    yield footer


def _subtitle(article: Article, body: str) -> tuple[str, list[Note]]:
    """Return ``Medium_Subtitle``, else the summary its author wrote, on one line.

    Not a summary that the body opens with: it would stand there twice.
    """
    wished = metadata.subtitle(article)
    text = plain(wished) if wished else _summary(article)
    if not wished and text and to_text(body[:_OPENING]).startswith(text.rstrip("…. ")):
        return "", []
    kept = cut(text, SUBTITLE_LENGTH)
    notes = [Note(f"subtitle cut to {SUBTITLE_LENGTH} characters")] if kept != text else []
    return kept, notes


#: How much of a body can hold what a subtitle repeats.
_OPENING = 10_000


def _summary(article: Article) -> str:
    return to_text(_cleaned(article.summary or "", Context(base_url=article.base_url)))


def _title(article: Article) -> str:
    title = plain(metadata.title(article) or article.title)
    if not title:
        raise ArticleError("it has no title, and Medium takes none without")
    return title


def _title_notes(title: str) -> list[Note]:
    if length(title) <= TITLE_LENGTH:
        return []
    return [Note(f"title cut to {TITLE_LENGTH} characters for listings; the story has it whole")]


def _check_resolved(context: Context) -> None:
    if context.unresolved:
        raise ArticleError(
            "its text still holds what Pelican should have turned into an address: "
            + ", ".join(sorted(set(context.unresolved)))
            + " (is the target there? with CONTENT_CACHING_LAYER = 'generator', build once with "
            "--ignore-cache)"
        )


def _notify(article: Article, settings: Settings) -> bool:
    wish = metadata.notify(article)
    return settings.notify_followers if wish is None else wish


def _published_at(article: Article, settings: Settings, now: datetime) -> datetime | None:
    if settings.backdate and _EPOCH <= article.date < now - NEAR:
        return article.date
    return None


def _footer(article: Article, settings: Settings, context: Context) -> str:
    template = _footer_template(settings.footer, article.lang, settings.default_lang)
    if not template:
        return ""
    values = {
        "url": article.canonical_url,
        "title": plain(article.title),
        "site": settings.site_name or host_of(article.canonical_url) or "",
        "date": article.date.date().isoformat(),
    }
    filled = template.format(**{name: html.escape(value) for name, value in values.items()})
    return clean(filled, Context(base_url=context.base_url)) + "\n"


def _footer_template(footer: str | Mapping[str, str], lang: str, default_lang: str) -> str:
    """Return the article's language's footer, else the site's, else the first one there is."""
    if isinstance(footer, str):
        return footer
    by_lang = {name.lower(): template for name, template in footer.items()}
    return by_lang.get(lang, by_lang.get(default_lang, next(iter(by_lang.values()), "")))


def _tags(article: Article, settings: Settings) -> tuple[tuple[str, ...], list[Note]]:
    """Return the tags Medium will use, in the article's order, and what was lost.

    Medium's editor takes letters, digits, blanks and dashes only, and its API the first few.
    """
    wished = metadata.tags(article)
    mapped = [
        _mapped(tag, settings.tag_map) for tag in (article.tags if wished is None else wished)
    ]
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
        return Note("tag left out: nothing of it is a letter or a digit", where=tag)
    return (
        Note("tag changed to what Medium takes", where=f"{tag} → {good}") if good != tag else None
    )


def _mapped(tag: str, tag_map: Mapping[str, str]) -> str:
    folded = {name.casefold(): to for name, to in tag_map.items()}
    return tag_map.get(tag, folded.get(tag.casefold(), tag))


def _clean_tag(tag: str) -> str:
    """Return a tag with only letters, digits, blanks and dashes."""
    tag = unicodedata.normalize("NFC", plain(tag))
    tag = re.sub("['’.]", "", tag)  # Node.js → Nodejs, Men's Health → Mens Health
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


def _by_hook(article: Article, draft: Draft, settings: Settings) -> Draft:
    if settings.article is None:
        return draft
    try:
        changed = settings.article(article, draft)
    except Exception as error:  # the author's own function may raise anything
        raise ArticleError(
            f"the function MEDIUM_ARTICLE failed on it: {type(error).__name__}: {error}"
        ) from error
    if not isinstance(changed, Draft):
        raise ArticleError(
            f"the function MEDIUM_ARTICLE returned {type(changed).__name__} for it, not a Draft"
        )
    return replace(changed, key=draft.key)


def _checked(draft: Draft) -> Draft:
    """Hold a draft against Medium's rules once more: a hook may have written anything into it."""
    broken = [rule for rule, holds in _rules(draft) if not holds]
    if broken:
        raise ArticleError("its draft breaks Medium's rules: " + "; ".join(broken))
    return draft


def _rules(draft: Draft) -> Iterable[tuple[str, bool]]:
    yield "the title must have 1 to 100 characters", _is_text(draft.title, TITLE_LENGTH)
    yield "the content must hold one h1, the title", _titles_in(draft.content) == 1
    yield "the canonical URL must be absolute", _is_url(draft.canonical_url)
    yield f"no such status: {draft.publish_status!r}", draft.publish_status in PUBLISH_STATUSES
    yield f"no such licence: {draft.license!r}", draft.license in LICENSES
    yield "tags must be texts of 1 to 25 characters", _are_tags(draft.tags)
    yield "notify_followers must be True or False", isinstance(draft.notify_followers, bool)
    yield "published_at must be a time with its zone, or None", _is_moment(draft.published_at)
    yield "publication must be a text that is not empty, or None", _is_name(draft.publication)


def _is_text(value: object, most: int) -> bool:
    return isinstance(value, str) and bool(value.strip()) and length(value) <= most


def _is_name(value: object) -> bool:
    return value is None or (isinstance(value, str) and bool(value.strip()))


def _are_tags(value: object) -> bool:
    return isinstance(value, (tuple, list)) and all(_is_text(tag, TAG_LENGTH) for tag in value)


def _titles_in(content: object) -> int:
    return len(re.findall(r"<h1[\s>]", content, re.IGNORECASE)) if isinstance(content, str) else 0


def _is_url(value: object) -> bool:
    return isinstance(value, str) and is_absolute(value)


def _is_moment(value: object) -> bool:
    return value is None or (isinstance(value, datetime) and value.tzinfo is not None)

"""Pelican's articles → ours. The only place that knows what a Pelican article looks like."""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from pelican_medium.model import Article, urls
from pelican_medium.model.errors import ArticleError
from pelican_medium.model.text import words
from pelican_medium.settings import cover
from pelican_medium.settings import metadata as medium_metadata
from pelican_medium.store.identity import text_hash


def published(generator: Any, now: datetime) -> list[Any]:
    """Return Pelican's published articles and translations, without those dated in the future.

    Pelican itself calls those published (WITH_FUTURE_DATES is True by default).
    """
    contents = [*generator.articles, *generator.translations]
    return [c for c in contents if c.status == "published" and c.date <= now]


def to_article(content: Any, site_url: str) -> Article:
    """Return a Pelican article as ours, its key still to be found.

    Only at ``finalized``: earlier, reading the content breaks links and other plugins' edits
    (Pelican memoises it for good).

    Args:
        content: Pelican's article.
        site_url: SITEURL of the run it was built in; not that of `content`, which may be a
            cached one's.

    Raises:
        ArticleError: its URL is none.
    """
    article = identified(content, site_url)
    html = content.get_content(site_url)
    written = _written(content, html, site_url)
    summary = content.metadata.get("summary")
    tags = tuple(str(tag) for tag in getattr(content, "tags", ()))
    metadata = medium_metadata.of(content.metadata)
    text, letters = text_hash(written)
    return replace(
        article,
        fingerprint=fingerprint(article.title, summary, tags, metadata, written),
        base_url=urls.base(article.canonical_url, content.save_as),
        content=html,
        summary=summary,
        tags=tags,
        metadata=metadata,
        cover=_cover(content, site_url),
        category=str(getattr(content, "category", None) or ""),
        authors=tuple(str(author) for author in getattr(content, "authors", ())),
        text=text,
        letters=letters,
    )


def _written(content: Any, html: str, site_url: str) -> str:
    """Return an article's text before Pelican resolves its links (pelican.contents.Content).

    Another article's new permalink, or another SITEURL, is no edit of this one.
    """
    text = getattr(content, "_content", html)
    return text.replace(site_url, "{SITEURL}") if site_url else text


def _cover(content: Any, site_url: str) -> str:
    """Return the absolute URL of an article's cover; metadata is no part Pelican resolves."""
    text = cover.named(content.metadata)
    if not text:
        return ""
    sources = getattr(content, "_context", {}).get("static_content", {})
    folder = posixpath.dirname(content.relative_source_path or "")

    def find(path: str) -> str | None:
        beside = posixpath.normpath(posixpath.join(folder, path))
        names = [path.lstrip("/")] if path.startswith("/") else [beside, path]
        return next((sources[name].url for name in names if name in sources), None)

    return cover.address(text, site_url, find, partial(_put_by_plugin, content))


def _put_by_plugin(content: Any, word: str) -> str | None:
    """Return where another plugin put the picture that a word in braces of its own names.

    The plugin photos, for ``{photo}``, leaves `photo_image`: name, picture and thumbnail, the
    latter two as paths, or in later releases as objects that have them (pelican-plugins/photos).
    """
    try:
        found = getattr(content, f"{word}_image")[1]
    except (AttributeError, LookupError, TypeError):
        return None
    path = getattr(found, "web_filename", found)
    return path if isinstance(path, str) and path else None


def identified(content: Any, site_url: str) -> Article:
    """Return only who an article is, without touching its content."""
    return Article(
        key="",
        slug=getattr(content, "slug", "") or "",
        title=str(content.title),
        date=content.date,
        lang=str(content.lang).lower(),
        canonical_url=_canonical_url(content, site_url),
        source_path=content.relative_source_path,
        fingerprint="",
    )


def _canonical_url(content: Any, site_url: str) -> str:
    try:
        return urls.canonical(site_url, content.url)
    except ValueError as error:
        raise ArticleError(f"its URL {content.url!r} is none ({error})") from None


def fingerprint(
    title: str,
    summary: str | None,
    tags: Iterable[str],
    metadata: Mapping[str, object],
    content: str,
) -> str:
    """Return ``sha256-2:…`` of what the author wrote.

    Of nothing else: no setting, no other article's address and no release of ours may make an
    article look edited. Pelican leaves only the resolved summary, so of that the words count.

    Args:
        content: before Pelican resolves its links.
    """
    written = {
        "title": title,
        "subtitle": metadata.get("medium_subtitle") or words(summary or ""),
        "tags": list(tags),
        "metadata": dict(metadata),
        "content": content,
    }
    canonical = json.dumps(written, sort_keys=True, separators=(",", ":"))
    return "sha256-2:" + hashlib.sha256(canonical.encode("ascii")).hexdigest()

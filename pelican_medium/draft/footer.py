"""The line under a story that says where the original stands."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping

from pelican_medium.markup import Context, clean
from pelican_medium.model import Article
from pelican_medium.model.text import plain
from pelican_medium.model.urls import host_of
from pelican_medium.settings import Settings, metadata


def of(article: Article, settings: Settings) -> str:
    """Return the footer's HTML, or "" where there is none.

    Raises:
        ArticleError: ``Medium_Canonical_Url`` is no absolute URL.
    """
    canonical = metadata.canonical_url(article) or article.canonical_url
    values = {
        "url": article.canonical_url,
        "canonical": canonical,
        "title": plain(article.title),
        "site": settings.site_name or host_of(article.canonical_url) or "",
        "date": article.date.date().isoformat(),
    }
    is_here = canonical == article.canonical_url
    values["original"] = values["site"] if is_here else host_of(canonical) or canonical
    chosen = _chosen(settings.footer, article.lang, settings.default_lang)
    if not chosen:
        return ""
    filled = chosen.format(**{name: html.escape(value) for name, value in values.items()})
    return clean(filled, Context(base_url=article.base_url)) + "\n"


def _chosen(footer: str | Mapping[str, str], lang: str, default_lang: str) -> str:
    """Return the footer of the article's language, else the site's, else the first one."""
    if isinstance(footer, str):
        return footer
    by_lang = {_folded(name): template for name, template in footer.items()}
    wanted = [*_names_of(lang), *_names_of(default_lang), next(iter(by_lang), "")]
    return next((by_lang[name] for name in wanted if name in by_lang), "")


def _names_of(lang: str) -> Iterator[str]:
    """Yield what a language may be listed as, the most exact name first: pt-br, pt."""
    parts = _folded(lang).split("-")
    return ("-".join(parts[:most]) for most in range(len(parts), 0, -1))


def _folded(lang: str) -> str:
    return lang.lower().replace("_", "-")

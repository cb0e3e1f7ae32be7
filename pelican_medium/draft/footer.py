"""The line under a story that says where the original stands."""

from __future__ import annotations

import html
from collections.abc import Mapping

from pelican_medium.markup import Context, clean
from pelican_medium.model import Article
from pelican_medium.model.text import plain
from pelican_medium.model.urls import host_of
from pelican_medium.settings import Settings


def of(article: Article, settings: Settings) -> str:
    """Return the footer's HTML, or "" where there is none."""
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
    return clean(filled, Context(base_url=article.base_url)) + "\n"


def _footer_template(footer: str | Mapping[str, str], lang: str, default_lang: str) -> str:
    """Return the article's language's footer, else the site's, else the first one there is."""
    if isinstance(footer, str):
        return footer
    by_lang = {name.lower(): template for name, template in footer.items()}
    return by_lang.get(lang, by_lang.get(default_lang, next(iter(by_lang.values()), "")))

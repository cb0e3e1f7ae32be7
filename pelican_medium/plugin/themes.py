"""What themes get of us: templates behind their own, and each article's copy on Medium."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader

from pelican_medium import settings
from pelican_medium.model.errors import MediumError
from pelican_medium.plugin import collect
from pelican_medium.store import syndication
from pelican_medium.store.book import Book
from pelican_medium.store.identity import match
from pelican_medium.store.ledger import Ledger


def add_templates(generator: Any) -> None:
    """Let themes find ours behind their own: what they do not name changes nothing for them."""
    ours = PrefixLoader({"!medium": FileSystemLoader(Path(__file__).parents[1] / "theme")})
    generator.env.loader = ChoiceLoader([generator.env.loader, ours])


def tell_articles(
    generator: Any,
    main_settings: Mapping[str, Any],
    site_url: str,
    environ: Mapping[str, str],
    open_ledger: Callable[[Path], Ledger],
) -> None:
    """Tell each article of a generator of its copy on Medium; their content is not touched.

    Args:
        main_settings: those of the outermost site, which has the ledger.
        site_url: SITEURL of the generator's own site.
        open_ledger: returns the ledger of this file, the same one throughout a build.
    """
    contents = [*generator.articles, *generator.translations]
    unlisted = [*generator.hidden_articles, *generator.hidden_translations]
    drafts = [*generator.drafts, *generator.drafts_translations]
    for content in (*contents, *unlisted, *drafts):
        _show(content, None)
    try:
        checked = settings.read(main_settings, environ)
        book = open_ledger(checked.ledger).read_or_none()
        if book and any(syndication.of(e.cell, checked.api) for e in book.entries.values()):
            _show_copies(contents, book, checked, site_url)
    except MediumError:
        return  # the same error is reported, once, when the build is finished


def _show(content: Any, copy: syndication.Copy | None) -> None:
    """Set what themes may read; `medium` was the text of the metadata of that name."""
    public = copy if copy and copy.status == "public" else None
    content.medium = public
    content.medium_unlisted = copy if copy and copy.status == "unlisted" else None
    content.medium_url = public.url if public else None


def _show_copies(
    contents: Sequence[Any], book: Book, checked: settings.Settings, site_url: str
) -> None:
    lang = book.default_lang or checked.default_lang
    articles = [(collect.identified(content, site_url, lang), content) for content in contents]
    by_identity = {id(article): content for article, content in articles}
    for article, entry in match([article for article, _ in articles], book).known:
        _show(by_identity[id(article)], syndication.of(entry.cell, checked.api))

"""What themes get of us: templates behind their own, and each article's copy on Medium."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader
from pelican.contents import Article

from pelican_medium import settings
from pelican_medium.model.errors import MediumError
from pelican_medium.plugin import collect
from pelican_medium.store import syndication
from pelican_medium.store.book import Book
from pelican_medium.store.identity import is_plainly, match
from pelican_medium.store.keys import key_of
from pelican_medium.store.ledger import Ledger


def add_templates(generator: Any) -> None:
    """Let themes find ours behind their own: what they do not name changes nothing for them."""
    ours = PrefixLoader({"!medium": FileSystemLoader(Path(__file__).parents[1] / "theme")})
    generator.env.loader = ChoiceLoader([generator.env.loader, ours])


def tell_articles(
    generator: Any, main_settings: Mapping[str, Any], site_url: str, environ: Mapping[str, str]
) -> None:
    """Tell each article of a generator of its copy on Medium; their content is not touched.

    Args:
        main_settings: those of the outermost site, which has the ledger.
        site_url: SITEURL of the generator's own site.
    """
    contents = [*generator.articles, *generator.translations]
    unlisted = [*generator.hidden_articles, *generator.hidden_translations]
    drafts = [*generator.drafts, *generator.drafts_translations]
    for name in _SHOWN:  # three more attributes of its own cost each article 1.5 kB
        setattr(Article, name, None)
    for content in (*contents, *unlisted, *drafts):
        for name in _SHOWN & vars(content).keys():  # from metadata, or from Pelican's cache
            setattr(content, name, None)
    try:
        checked = settings.read(main_settings, environ)
        _show_copies(contents, Ledger(checked.ledger), checked, site_url)
    except MediumError:
        return  # the same error is reported, once, when the build is finished


_SHOWN = {"medium", "medium_unlisted", "medium_url"}


def _show(content: Any, copy: syndication.Copy) -> None:
    """Set what themes may read, where it is not None."""
    if copy.status == "public":
        content.medium, content.medium_url = copy, copy.url
    else:
        content.medium_unlisted = copy


def _show_copies(
    contents: Sequence[Any], ledger: Ledger, checked: settings.Settings, site_url: str
) -> None:
    """Show each copy at its article; only where one is not plainly found are all looked at."""
    book = ledger.read_posted()
    copied = ((key, syndication.of(entry.cell, checked.api)) for key, entry in book.entries.items())
    copies = {key: copy for key, copy in copied if copy}
    if not copies:
        return
    lang = book.default_lang or checked.default_lang
    found = _plainly_found(contents, copies, book, site_url, lang)
    if found.keys() != copies.keys():
        found = _found(contents, ledger.read(), site_url, lang)
    for key in copies.keys() & found.keys():
        _show(found[key], copies[key])


def _plainly_found(
    contents: Sequence[Any], keys: Collection[str], book: Book, site_url: str, lang: str
) -> dict[str, Any]:
    """Return which articles are where the entries of these keys say, by key."""
    found: dict[str, Any] = {}
    slugs = {key.partition("@")[0] for key in keys}
    for content in (one for one in contents if getattr(one, "slug", None) in slugs):
        key = key_of(content.slug, str(content.lang), lang)
        if key in keys and key not in found:
            article = collect.identified(content, site_url, lang)
            if is_plainly(article, book.entries[key]):
                found[key] = content
    return found


def _found(contents: Sequence[Any], book: Book, site_url: str, lang: str) -> dict[str, Any]:
    """Return which of all articles has which entry, by the entry's key."""
    articles = [(collect.identified(content, site_url, lang), content) for content in contents]
    by_identity = {id(article): content for article, content in articles}
    known = match([article for article, _ in articles], book).known
    return {entry.key: by_identity[id(article)] for article, entry in known}

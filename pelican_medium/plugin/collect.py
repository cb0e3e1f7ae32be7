"""Pelican's articles → ours. The only place that knows what a Pelican article looks like."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from json.encoder import encode_basestring_ascii as _json_text
from types import MappingProxyType
from typing import Any

from pelican.contents import Content

from pelican_medium.model import Article, urls
from pelican_medium.model.errors import ArticleError
from pelican_medium.model.text import words
from pelican_medium.settings import cover
from pelican_medium.settings import metadata as medium_metadata
from pelican_medium.store.identity import text_hash
from pelican_medium.store.keys import key_of


def published(generator: Any, now: datetime) -> list[Any]:
    """Return Pelican's published articles and translations, without those dated in the future.

    Pelican itself calls those published (WITH_FUTURE_DATES is True by default).
    """
    contents = [*generator.articles, *generator.translations]
    return [c for c in contents if c.status == "published" and c.date <= now]


@contextmanager
def collecting_no_garbage() -> Iterator[None]:
    """Keep Python from looking for garbage while much is made that stays.

    It would look through everything that Pelican has, again and again, and find nothing
    (Python's documentation of `gc`). What was made counts as old afterwards, or the next look
    would be at all of it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():  # or it would thaw what somebody else has frozen
            gc.freeze()
            gc.unfreeze()
        if was_enabled:
            gc.enable()


@dataclass(slots=True)
class Collected:
    """The articles of a build, each read when it is asked for.

    In most builds the ledger knows every article, and then neither a body nor the hash of a text
    is needed, nor an article any more once it was looked at.

    Attributes:
        problems: what is wrong with those that cannot be read, by Pelican's name of them.
    """

    problems: dict[str, str] = field(default_factory=dict)
    _runs: list[_Run] = field(default_factory=list)
    _kept: list[Article] | None = None
    _sources: dict[str, tuple[Any, str]] = field(default_factory=dict)

    def add(self, contents: Sequence[Any], site_url: str, default_lang: str) -> None:
        """Take in the articles of one of Pelican's runs.

        Only at ``finalized``: earlier, reading the content breaks links and other plugins' edits
        (Pelican memoises it for good).

        Args:
            contents: Pelican's articles.
            site_url: SITEURL of the run they were built in; not that of an article, which may be
                a cached one's.
            default_lang: the language whose articles have no ``@lang`` in their key.
        """
        self._runs.append((contents, site_url, default_lang))

    @property
    def is_of_one_run(self) -> bool:
        """Whether no article can be there twice, in a site and in a subsite."""
        return len(self._runs) == 1

    def each(self) -> Iterator[Article]:
        """Yield every article of every run: who it is and whether it was edited."""
        if self._kept is not None:
            yield from self._kept
            return
        for contents, site_url, default_lang in self._runs:
            for content in contents:
                try:
                    yield _light(content, site_url, default_lang)
                except ArticleError as error:
                    self.problems[str(content)] = str(error)

    def once_each(self) -> list[Article]:
        """Return each source file's article once: that of the main site, which comes last.

        i18n_subsites may write an untranslated article into every subsite.
        """
        if self._kept is None:
            self.keep({a.source_path or a.canonical_url: a for a in self.each()}.values())
        return list(self._kept or ())

    def keep(self, articles: Iterable[Article]) -> None:
        """Have the articles as they were read: they are not read again."""
        self._kept = list(articles)

    def with_text(self, article: Article) -> Article:
        """Return an article with the hash of its words, by which it is known again."""
        text, letters = text_hash(_written(*self._source(article)))
        return replace(article, text=text, letters=letters)

    def whole(self, article: Article) -> Article:
        """Return an article with all that Pelican has of it; its key stays."""
        content, site_url = self._source(article)
        return replace(
            self.with_text(article),
            base_url=urls.base(article.canonical_url, content.save_as),
            content=content.get_content(site_url),
            summary=content.metadata.get("summary"),
            cover=_cover(content, site_url),
            category=str(getattr(content, "category", None) or ""),
            authors=tuple(str(author) for author in getattr(content, "authors", ())),
        )

    def _source(self, article: Article) -> tuple[Any, str]:
        if not self._sources:
            self._sources.update(self._named())
        return self._sources[article.source_path or article.canonical_url]

    def _named(self) -> Iterator[tuple[str, tuple[Any, str]]]:
        for contents, site_url, _ in self._runs:
            for content in contents:
                with suppress(ArticleError):  # nobody can have got that one
                    name = content.relative_source_path or _canonical_url(content, site_url)
                    yield name, (content, site_url)


#: Pelican's articles, their site's SITEURL, and the language that is its default.
_Run = tuple[Sequence[Any], str, str]


def _light(content: Any, site_url: str, default_lang: str) -> Article:
    """Return what tells who an article is, whether it was edited, and what it asks for."""
    tags = tuple(map(str, getattr(content, "tags", ())))
    metadata, summary = medium_metadata.of(content.metadata), content.metadata.get("summary")
    written = _written(content, site_url)
    edited = fingerprint(str(content.title), summary, tags, metadata, written)
    return identified(content, site_url, default_lang, edited, tags, metadata)


def _written(content: Any, site_url: str) -> str:
    """Return an article's text before Pelican resolves its links (pelican.contents.Content).

    Another article's new permalink, or another SITEURL, is no edit of this one.
    """
    text: str | None = getattr(content, "_content", None)
    if text is None:
        text = content.get_content(site_url)
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


def identified(  # noqa: PLR0913, PLR0917 - an article's own fields
    content: Any,
    site_url: str,
    default_lang: str,
    edited: str = "",
    tags: tuple[str, ...] = (),
    metadata: Mapping[str, object] = MappingProxyType({}),
) -> Article:
    """Return only who an article is, without touching its content."""
    slug, lang = getattr(content, "slug", "") or "", str(content.lang).lower()
    return Article(
        key=key_of(slug, lang, default_lang) if slug else "",
        slug=slug,
        title=str(content.title),
        date=content.date,
        lang=lang,
        canonical_url=_canonical_url(content, site_url),
        source_path=content.relative_source_path,
        fingerprint=edited,
        tags=tags,
        metadata=metadata,
    )


def _canonical_url(content: Any, site_url: str) -> str:
    url = _url(content)
    try:
        return urls.canonical(site_url, url)
    except ValueError as error:
        raise ArticleError(f"its URL {url!r} is none ({error})") from None


def _url(content: Any) -> str:
    """Return what Pelican says is an article's URL.

    Pelican makes it anew each time, and each time works out the article's file, which few URLs
    name and which takes three quarters of it (pelican.contents.Content.url_format). So it is
    asked with the file known.
    """
    kind: Any = type(content)
    if kind not in _kinds:
        _kinds[kind] = _with_known_file(kind)
    if (quick := _kinds[kind]) is not None:
        same = quick.__new__(quick)
        same.__dict__ = content.__dict__
        content = same
    url: str = content.url
    return url


#: For each class of articles, one that differs only in how it finds its file, or None.
_kinds: dict[Any, Any] = {}


def _with_known_file(kind: Any) -> Any:
    work_out = Content.get_relative_source_path
    if not issubclass(kind, Content) or kind.get_relative_source_path is not work_out:
        return None

    def get_relative_source_path(self: Any, source_path: str | None = None) -> Any:
        known = self.relative_source_path
        if source_path is None and self.source_path == f"{self.settings['PATH']}{os.sep}{known}":
            return known
        return work_out(self, source_path)

    return type(kind.__name__, (kind,), {"get_relative_source_path": get_relative_source_path})


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
    subtitle = metadata.get("medium_subtitle") or words(summary or "")
    # By hand, because this runs for every article there is: a tenth of what the encoder takes.
    canonical = (
        f'{{"content":{_json_text(content)},'
        f'"metadata":{_canonical(dict(metadata)) if metadata else "{}"},'
        f'"subtitle":{_canonical(subtitle)},'
        f'"tags":[{",".join(map(_json_text, tags))}],"title":{_json_text(title)}}}'
    )
    return "sha256-2:" + hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _canonical(value: object) -> str:
    return _json_text(value) if type(value) is str else _encoder.encode(value)


_encoder = json.JSONEncoder(sort_keys=True, separators=(",", ":"))

"""What an article is called in the ledger: its slug, or what sets it apart from another one."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from pelican_medium.model import Article


def key_of(slug: str, lang: str, default_lang: str) -> str:
    """Return an article's key: its slug, with ``@lang`` outside the default language."""
    return slug if _folded(lang) == _folded(default_lang) else f"{slug}@{lang.lower()}"


def _folded(lang: str) -> str:
    return lang.lower().replace("_", "-")


def with_own_keys(articles: Iterable[Article], taken: Collection[str]) -> list[Article]:
    """Return articles that have no entry under keys that are neither an entry's nor shared."""
    named = [(article, plain_key(article)) for article in articles]
    wanted = Counter(key for _, key in named)
    return [
        under(article, own_key(article, key, taken) if key in taken or wanted[key] > 1 else key)
        for article, key in named
    ]


def own_key(article: Article, key: str, taken: Collection[str] = ()) -> str:
    """Return ``slug~xxxxxx``, six hexadecimal digits of the file name's hash, that is free."""
    return next(own for own in own_keys(_name(article), key) if own not in taken)


def plain_key(article: Article) -> str:
    """Return an article's key without what sets it apart from another one of that key."""
    return article.key.rpartition("~")[0] if is_own_key(article.key, article) else article.key


def is_own_key(key: str, article: Article) -> bool:
    """Tell whether a key is one that `own_key` gives to this article."""
    slug, mark, _ = key.rpartition("~")
    return bool(mark) and key in islice(own_keys(_name(article), slug), 8)


def _name(article: Article) -> str:
    return article.source_path or article.canonical_url


def own_keys(name: str, key: str) -> Iterator[str]:
    """Yield the keys that set an article of this file or address apart, the first choice first."""
    while True:
        yield f"{key}~{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"
        name += "~"


def under(article: Article, key: str) -> Article:
    """Return an article under this key."""
    return article if article.key == key else replace(article, key=key)

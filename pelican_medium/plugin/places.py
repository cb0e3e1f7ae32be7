"""Where the site's own pictures lie in the output: for a `post` in another job than the build.

Cheap on purpose: it runs in every build that has something waiting, without a parser.
"""

from __future__ import annotations

import contextlib
import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from pelican_medium.model import Article, urls

#: Everything markup may take a picture's address from.
_ATTRIBUTE = re.compile(r"""<(?:img|source|object)\s[^<>]*?>""", re.IGNORECASE)
_VALUE = re.compile(
    r"""\s(?:src|data|data-src|data-original|data-lazy|data-lazy-src|(?:data-|data-lazy-)?srcset)"""
    r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Root:
    """One site of a build: the main one, or a subsite of i18n_subsites.

    Attributes:
        site_url: its SITEURL.
        folder: where it is written, below the outermost output folder; "" for that one itself.
        static: static files that are served under another name than they are written under
            (STATIC_URL, STATIC_SAVE_AS): where each lies below the folder, by its absolute URL.
    """

    site_url: str
    folder: str = ""
    static: Mapping[str, str] = field(default_factory=dict)


def of(article: Article, roots: Sequence[Root]) -> dict[str, str]:
    """Return where each own picture of an article lies: by its address, below the output."""
    found = {url: _place(url, roots) for url in _addresses(article)}
    return {url: place for url, place in found.items() if place is not None}


def static(files: Iterable[Any], site_url: str) -> dict[str, str]:
    """Return Pelican's static files whose address does not say where they lie, for a `Root`."""
    found: dict[str, str] = {}
    for file in files:
        if file.url.lstrip("/") != file.save_as:
            with contextlib.suppress(ValueError):  # no address
                found[_bare(urls.resolve(f"{site_url}/", file.url.lstrip("/")))] = file.save_as
    return found


def _place(url: str, roots: Sequence[Root]) -> str | None:
    for root in sorted(roots, key=lambda root: len(root.site_url), reverse=True):
        path = root.static.get(_bare(url)) or _unquoted(urls.below(root.site_url, url))
        if path is not None:
            return "/".join(part for part in (root.folder, path) if part)
    return None


def _bare(url: str) -> str:
    return re.split("[?#]", url, maxsplit=1)[0]


def _unquoted(path: str | None) -> str | None:
    return None if path is None else unquote(path)


def _addresses(article: Article) -> Iterator[str]:
    for tag in _ATTRIBUTE.findall(article.content):
        for value in _VALUE.findall(tag):
            for url in html.unescape("".join(value)).split(", "):
                yield from _resolved(article.base_url, url)
    yield from [article.cover] if article.cover else []


def _resolved(base: str, url: str) -> Iterator[str]:
    candidate = url.strip()
    if not candidate or candidate.startswith("data:"):
        return
    if re.search(r"\s[\d.]+[wx]$", candidate):  # one of a srcset
        candidate = candidate.rsplit(None, 1)[0]
    try:
        yield urls.resolve(base, candidate)
    except ValueError:
        return

"""Where the site's own pictures lie in the output: for a `post` in another job than the build.

Cheap on purpose: it runs in every build that has something waiting, without a parser.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
    """

    site_url: str
    folder: str = ""


def of(article: Article, roots: Sequence[Root]) -> dict[str, str]:
    """Return where each own picture of an article lies: by its address, below the output."""
    found = {url: _place(url, roots) for url in _addresses(article)}
    return {url: place for url, place in found.items() if place is not None}


def _place(url: str, roots: Sequence[Root]) -> str | None:
    for root in sorted(roots, key=lambda root: len(root.site_url), reverse=True):
        path = urls.below(root.site_url, url)
        if path is not None:
            return "/".join(part for part in (root.folder, unquote(path)) if part)
    return None


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

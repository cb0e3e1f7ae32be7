"""What is said of an article that the ledger may have already, with both ways out.

Whoever follows this advice must never send a story twice: an article is called new only by
somebody who has looked on Medium.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from pelican_medium.model import Article
from pelican_medium.store.book import Entry, is_sent

#: Stands for the article's key, which is not known yet when the reason is.
_KEY = "{key}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """An article that is not posted, because a person has to say something first.

    Attributes:
        why: the reason, with ``{key}`` for the article's key.
        many: what is said instead where there are several for the same reason, with
            ``{articles}`` for how many there are.
    """

    article: Article
    why: str
    many: str | None = None

    @property
    def reason(self) -> str:
        """The reason, in words that follow "… is not posted:"."""
        return self.why.replace(_KEY, in_shell(self.article.key))


def in_shell(key: str) -> str:
    """Return a key as a shell takes it for one word; a ``~`` is special only at its beginning."""
    return key if shlex.quote(key.replace("~", "-")) == key.replace("~", "-") else shlex.quote(key)


def name_used_again(article: Article, entry: Entry) -> str:
    """Return why an article is held that has only a name in common with an entry."""
    names = {"file name": article.source_path, "address": article.canonical_url}
    theirs = {entry.source_path, entry.canonical_url, *entry.also}
    kind, name = next(
        ((kind, name) for kind, name in names.items() if name and name in theirs),
        ("slug", article.slug or entry.key),
    )
    return f"its {kind} {name!r} was used before, for {_title(entry)}. {_both_ways(entry)}"


def title_used_again(entry: Entry) -> str:
    """Return why an article is held that has only its title in common with an entry."""
    return f"the ledger has an article of this title already: {_title(entry)}. {_both_ways(entry)}"


def copied(entry: Entry) -> str:
    """Return why an article is held that says what another article of the site says."""
    return f"its title and text are also those of {_title(entry)}. {_both_ways(entry)}"


def torn(entry: Entry) -> str:
    """Return why an article is held that could be an entry as well as another article could."""
    return (
        f"it may be {_title(entry)} in the ledger, but another article or entry fits just as "
        f"well. {_both_ways(entry)}"
    )


def same_address(article: Article, rivals: Sequence[Article]) -> str:
    """Return why two articles with one address are held: it could show only one of them."""
    return (
        f"{len(rivals)} articles have the address {article.canonical_url}: {_names(rivals)}; "
        "give each its own"
    )


def same_slug(article: Article, rivals: Sequence[Article]) -> str:
    """Return why two new articles with one slug are held."""
    return (
        f"{len(rivals)} articles have the slug {article.slug!r} in the same language: "
        f"{_names(rivals)}; give each its own, or say of each what it is: pelican-medium mark "
        f"{_KEY} skipped. Only if it is not on Medium: pelican-medium mark {_KEY} pending"
    )


def _names(articles: Sequence[Article]) -> str:
    return ", ".join(sorted(article.name for article in articles))


def _title(entry: Entry) -> str:
    return f"“{entry.title}” ({entry.key})" if entry.title else entry.key


def _both_ways(entry: Entry) -> str:
    cell = entry.cell
    same = f"posted --url {cell.url}" if is_sent(cell) and cell and cell.url else "skipped"
    return (
        f"If it is the same article: pelican-medium mark {_KEY} {same}. If it is a new one, and "
        f"only if it is not there when you look on Medium: pelican-medium mark {_KEY} pending"
    )

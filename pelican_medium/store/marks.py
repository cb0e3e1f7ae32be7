"""A person's decision about articles: posted, pending, skipped. Pure changes of the book."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from pelican_medium.model import Article
from pelican_medium.model.text import nearest
from pelican_medium.model.urls import host_of, is_absolute, is_loopback
from pelican_medium.store import identity
from pelican_medium.store.book import (
    BY_HAND,
    Book,
    Cell,
    Entry,
    belongs_to_medium,
    decision,
    is_sent,
    stamp,
)
from pelican_medium.store.entries import entry_of
from pelican_medium.store.outbox import Outbox

STATES = ("posted", "pending", "skipped")

#: A post's id stands at the end of each form of its address: …/<slug>-<id>, …/p/<id>,
#: …/p/<id>/edit, …/@user/<id>; lower-case hexadecimal (medium-behaviour as observed).
_ID = re.compile(r"(?:^|[/-])([0-9a-f]{6,16})(?:/edit)?/?$")

#: An address without its scheme: a host with a dot, and a path.
_BARE = re.compile(r"[\w-]+(\.[\w-]+)+/")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person says of some articles."""

    state: str
    at: datetime
    url: str | None = None
    publish_status: str | None = None
    api: str | None = None


def post_id(url: str) -> str | None:
    """Return the id in a post's address, or None where it holds none."""
    found = _ID.search(urlsplit(url).path)
    return found[1] if found else None


def check_url(url: str) -> str:
    """Return the address of a post, with the ``https://`` that a browser may not have shown.

    Raises:
        ValueError: it is not the address of a post.
    """
    url = f"https://{url}" if _BARE.match(url) else url
    if not is_absolute(url):
        raise ValueError(f"{url!r} is no absolute http(s) URL")
    if post_id(url) is None:
        raise ValueError(
            f"{url!r} holds no id of a Medium post; copy the address of the story itself, such "
            "as https://medium.com/@you/title-0123456789ab"
        )
    return url


def known(book: Book, outbox: Outbox | None) -> dict[str, Entry]:
    """Return every entry there is or could be, by key: the ledger's and the last build's."""
    built = _built(book, outbox)
    return {**{key: entry_of(article) for key, article in built.items()}, **book.entries}


def _built(book: Book, outbox: Outbox | None) -> dict[str, Article]:
    """Return the last build's articles, each under the key that the ledger has it by."""
    if outbox is None:
        return {}
    matches = identity.match(outbox.index, book)
    others = [*matches.new, *(conflict.article for conflict in matches.conflicts)]
    found = {article.key: article for article in others}
    return found | {entry.key: article for article, entry in matches.known}


def on_medium(entries: Mapping[str, Entry], keys: Iterable[str]) -> list[str]:
    """Return which of these articles are, or may be, on Medium or where they were tried out."""
    return [key for key in keys if is_sent(entries[key].cell)]


def matching(keys: Sequence[str], entries: Iterable[str]) -> list[str]:
    """Return the keys meant: each as it is, or all that a glob such as ``2019-*`` fits, once.

    What fits nothing stays in the list, for `unknown_keys` to name.
    """
    names = list(entries)
    found = [
        name for key in keys for name in ([key] if key in names else _fitting(names, key) or [key])
    ]
    return list(dict.fromkeys(found))


def _fitting(names: Iterable[str], glob: str) -> list[str]:
    """Return the names a glob fits; fnmatch.filter would not tell "A" from "a" everywhere."""
    return [name for name in names if fnmatch.fnmatchcase(name, glob)]


def unknown_keys(keys: Iterable[str], entries: Iterable[str]) -> list[str]:
    """Return one sentence for each key that is nowhere, with near ones."""
    names = list(entries)
    return [
        f"There is no article {key!r} in the ledger or the last build.{nearest(key, names)}"
        for key in keys
        if key not in names
    ]


def before(entries: Mapping[str, Entry], day: str, state: str) -> list[str]:
    """Return the keys of the articles dated before a day (``2026-11-21``) to be marked.

    To skip is to keep off Medium, so what may be there already is not among them.
    """
    older = [key for key, entry in entries.items() if entry.date and entry.date[:10] < day]
    there = set(on_medium(entries, older)) if state == "skipped" else set()
    return [key for key in older if key not in there]


def apply(book: Book, keys: Sequence[str], mark: Mark, outbox: Outbox | None) -> Book:
    """Return the book with the mark on each of these articles.

    What was, or may have been, sent before is kept in ``earlier``: Medium still counts it, and it
    is still there.
    """
    built = _built(book, outbox)
    for key in keys:
        entry = book.entries.get(key) or entry_of(built[key])
        cell = _cell(mark, entry.cell, built[key].fingerprint if key in built else None)
        is_forgotten = mark.state != "posted" and is_sent(entry.cell)
        earlier = (entry.cell,) if is_forgotten and entry.cell else ()
        book = book.with_entry(replace(entry, cell=cell, earlier=(*entry.earlier, *earlier)))
    return book


def _cell(mark: Mark, before_: Cell | None, fingerprint: str | None) -> Cell | None:
    if mark.state == "pending":
        return None
    if mark.state == "skipped":
        return Cell("skipped", why=BY_HAND)
    api = _api(mark, before_)
    if before_ and before_.state == "posted" and before_.api == api and _same_post(mark, before_):
        return replace(
            before_,
            url=mark.url or before_.url,
            publish_status=mark.publish_status or before_.publish_status,
        )
    kept = decision(before_) if api else None
    return Cell(
        "posted",
        by="hand",
        id=post_id(mark.url) if mark.url else None,
        url=mark.url,
        at=stamp(mark.at),
        publish_status=mark.publish_status or (before_.publish_status if before_ else None),
        fingerprint=(before_.fingerprint if before_ else None) or fingerprint,
        why=kept.why if kept else None,
        marked=kept.marked if kept else None,
        api=api,
    )


def _same_post(mark: Mark, cell: Cell) -> bool:
    """Tell whether a mark is about the very post a cell holds: it was sent when it was sent."""
    return mark.url is None or post_id(mark.url) == (cell.id or post_id(cell.url or ""))


def _api(mark: Mark, before_: Cell | None) -> str | None:
    """Return which API a hand-made `posted` counts for.

    An address elsewhere than on this machine is Medium's, and must count there whatever the
    settings say today: forgetting it could post the article twice.
    """
    if belongs_to_medium(before_, mark.api) or (mark.url and not _is_here(mark.url)):
        return None
    return (before_.api if before_ and mark.url else None) or mark.api


def _is_here(url: str) -> bool:
    return is_loopback(host_of(url))

"""Whose story is it? One rule for the feed, for Medium's export and for other tools' lists.

A story belongs to the article that the most telling of its links leads to; failing that, it may
belong to one of the same title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from pelican_medium.model.text import plain
from pelican_medium.model.urls import is_absolute
from pelican_medium.store.book import Entry, counts
from pelican_medium.store.marks import post_id
from pelican_medium.store.outbox import Outbox


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that is on Medium, as somebody knows of it.

    Attributes:
        links: addresses or paths of the site it names, the most telling first.
        url: where it is on Medium, or None where nobody wrote that down.
        id: Medium's id of it, where that is known.
        publish_status: ``draft``, ``public``, or None where that is not known.
    """

    title: str | None
    links: tuple[str, ...] = ()
    url: str | None = None
    id: str | None = None
    publish_status: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Whose a story seems to be.

    Attributes:
        key: of the article that a link of it leads to, or None.
        namesakes: where no link tells, the keys of the articles of the same title.
    """

    story: Candidate
    key: str | None = None
    namesakes: tuple[str, ...] = ()


def matched(
    stories: Iterable[Candidate],
    entries: Mapping[str, Entry],
    api: str | None,
    outbox: Outbox | None = None,
) -> list[Match]:
    """Return whose each story seems to be; one that the ledger has as posted is left out."""
    known = _known_posts(entries.values(), api)
    addresses, titles = _addresses(entries, outbox), _titles(entries)
    return [_match(story, addresses, titles) for story in stories if story.id not in known]


def is_posted(entry: Entry, api: str | None) -> bool:
    """Tell whether the ledger has an article as posted to this API."""
    cell = counts(entry.cell, api)
    return cell is not None and cell.state == "posted"


def _known_posts(entries: Iterable[Entry], api: str | None) -> set[str]:
    cells = [entry.cell for entry in entries if entry.cell and is_posted(entry, api)]
    ids = [cell.id or post_id(cell.url or "") for cell in cells]
    return {one for one in ids if one}


def _match(
    story: Candidate, addresses: Mapping[_Place, list[_Owner]], titles: Mapping[str, list[str]]
) -> Match:
    found = (_owners(link, addresses) for link in story.links)
    key = next((keys.pop() for keys in found if len(keys) == 1), None)
    same = titles.get(_title(story.title), ()) if key is None else ()
    return Match(story, key, tuple(same))


# --- Titles ---------------------------------------------------------------------------------


def _titles(entries: Mapping[str, Entry]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, entry in entries.items():
        if title := _title(entry.title):
            found.setdefault(title, []).append(key)
    return found


def _title(title: str | None) -> str:
    return plain(title or "").casefold()


# --- Addresses ------------------------------------------------------------------------------

#: Host and path of an address.
_Place = tuple[str, str]

#: The query of an article's address, and its key.
_Owner = tuple[str, str]


def _owners(link: str, addresses: Mapping[_Place, list[_Owner]]) -> set[str]:
    """Return the articles that a link leads to; what only counts readers in it does not matter."""
    place, query = _place(link)
    return {key for owned, key in addresses.get(place, ()) if owned in {"", query}}


def _addresses(entries: Mapping[str, Entry], outbox: Outbox | None) -> dict[_Place, list[_Owner]]:
    """Return which article each address belongs to; a path alone is one of this site."""
    found: dict[_Place, list[_Owner]] = {}
    for key, url in _named(entries, outbox):
        (host, path), query = _place(url)
        for place in ((host, path), ("", path)):
            found.setdefault(place, []).append((query, key))
    return found


def _named(entries: Mapping[str, Entry], outbox: Outbox | None) -> Iterator[tuple[str, str]]:
    """Yield each article's addresses: its own, those it once had, and the override it names."""
    for key, entry in entries.items():
        urls = (entry.canonical_url, *entry.also)
        yield from ((key, url) for url in urls if url and is_absolute(url))
    for article in outbox.bodies.values() if outbox else ():
        override = str(article.metadata.get("medium_canonical_url") or "")
        if is_absolute(override):
            yield article.key, override


def _place(url: str) -> tuple[_Place, str]:
    """Return an address without what may differ: scheme, "www.", index.html, last slash."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # such as "http://[half"
        return ("?", url), ""
    path = unquote(parts.path).removesuffix("index.html").rstrip("/")
    return (host, path), parts.query

"""What ``doctor --report`` prints: what helps to tell how Medium differs, and nothing private.

It is made of words of this file, of numbers, and of the names of fields that Medium sent.
"""

from __future__ import annotations

import os
import platform
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit

from pelican_medium.cli.checks import Check, Facts
from pelican_medium.model import PUBLISH_STATUSES
from pelican_medium.settings import surroundings
from pelican_medium.store.book import LEFT_BEHIND, Book, Cell, Entry

#: Ours, and the libraries that read, draw, send or keep something.
_PACKAGES = (
    "pelican-medium", "pelican", "beautifulsoup4", "lxml", "requests", "urllib3", "click", "rich",
    "filelock", "markdown", "docutils", "pillow", "resvg-py", "ziamath", "keyring",
)  # fmt: skip

#: What a record's reason says of an answer, before the words that Medium used.
_ANSWER = re.compile(r"Medium[^(“]*\((HTTP \d{3}(?:, code -?\d+)?(?:, [^“”()]*?)?)(?:: “|\))")

#: Names of fields that Medium documents, and the words of `shapes`: none of them is private.
_PUBLIC = {
    "http", "code", "application", "json", "html", "a", "web", "page", "no", "nothing",
    "text", "empty", "boolean", "null", "number", "data", "errors", "message", "id", "username",
    "name", "url", "imageurl", "title", "authorid", "tags", "canonicalurl", "publishstatus",
    "publishedat", "license", "licenseurl", "publicationid", "md5", "connection", "answer",
}  # fmt: skip

_UNKNOWABLE = (
    "Not known here, because it is not kept: how Medium answered uploads and questions in earlier "
    "runs, and what came back with a post besides its id, address and status."
)


def text(facts: Facts | None, checks: Sequence[Check]) -> str:
    """Return the report.

    Args:
        facts: what the doctor found out, or None where the settings cannot be used.
    """
    sections = [_versions(), ["Verdicts:", *(f"  {c.verdict:<4}  {c.name}" for c in checks)]]
    if facts:
        sections += [_here(facts), _account(facts), _posts(facts), [_UNKNOWABLE]]
    return "\n\n".join("\n".join(section) for section in sections)


def _versions() -> list[str]:
    system = f"{platform.system()} {platform.release()}, {platform.machine()}"
    names = [f"{name} {_version(name)}" for name in _PACKAGES]
    return ["Versions:", f"  Python {platform.python_version()}, {system}", f"  {', '.join(names)}"]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _here(facts: Facts) -> list[str]:
    settings = facts.settings
    credential = facts.credential.what if facts.credential else "none"
    told = {
        "API": "not Medium's" if settings.api else "Medium's",
        "credential": credential,
        "pipeline": "yes" if surroundings.is_ci(os.environ) else "no",
        "terminal": sys.stdout.encoding,
        "MEDIUM_POST_ON": settings.post_on,
        "MEDIUM_PUBLISH_STATUS": settings.publish_status,
        "MEDIUM_IMAGES": settings.images,
        "MEDIUM_PUBLICATION": "set" if settings.publication else "not set",
    }
    return ["Here:", *(f"  {name}: {value}" for name, value in told.items())]


def _account(facts: Facts) -> list[str]:
    private = _private(facts)
    said = [_cleaned(answer, private) for answer in dict.fromkeys(facts.answers)]
    return ["GET /me:", *(f"  {line}" for line in said or ["not asked"])]


# --- What the ledger and the outbox tell ----------------------------------------------------


def _posts(facts: Facts) -> list[str]:
    told = Counter(_told(facts, _private(facts)))
    lines = [f"  {count} × {line}" for line, count in sorted(told.items())]
    return ["Articles, as ledger and outbox tell:", *(lines or ["  nothing was sent"])]


def _told(facts: Facts, private: set[str]) -> Iterator[str]:
    for cell in _sent(facts.book, facts.settings.api) if facts.book else ():
        posted = cell.state == "posted"
        yield _posted(cell) if posted else f"{cell.state}: {_answer(cell, private)}"
    for held in (facts.outbox.held if facts.outbox else {}).values():
        if found := _ANSWER.match(held.reason):
            yield f"held: {_cleaned(found[1], private)}"


def _sent(book: Book, api: str | None) -> Iterator[Cell]:
    """Yield what was sent through this API, or recorded by hand."""
    for entry in book.entries.values():
        for cell in (entry.cell, *entry.earlier):
            if cell and cell.api == api and cell.state != "skipped":
                yield cell


def _posted(cell: Cell) -> str:
    """Return which facts about a post came back."""
    status = cell.publish_status if cell.publish_status in PUBLISH_STATUSES else "no status"
    by = "by hand" if cell.by == "hand" else "by the API"
    return f"posted {by}: {'id' if cell.id else 'no id'}, {status}, {_address(cell.url)}"


def _address(url: str | None) -> str:
    """Return what kind of address a post got."""
    parts = urlsplit(url or "")
    host = parts.hostname or ""
    if not host:
        return "no address"
    kind = next((start for start in ("/@", "/p/") if parts.path.startswith(start)), "/")
    if host == "medium.com":
        return f"an address like medium.com{kind}…"
    where = "a subdomain of medium.com" if host.endswith(".medium.com") else "another host"
    return f"an address at {where}, {kind}…"


def _answer(cell: Cell, private: set[str]) -> str:
    """Return what is known of the answer that left an article in its state."""
    reason = cell.reason or ""
    if found := _ANSWER.match(reason):
        return _cleaned(found[1], private)
    if reason.startswith("it was sent, then the connection failed"):
        return "sent, and no answer"
    return "the run ended before" if reason == LEFT_BEHIND else "no answer is recorded"


# --- Keeping it private ---------------------------------------------------------------------


def _cleaned(line: str, private: set[str]) -> str:
    """Return a line without words that also stand in a title, an address or a folder's name."""
    return re.sub(r"[^\W\d]\w*", lambda w: "?" if w[0].lower() in private else w[0], line)


def _private(facts: Facts) -> set[str]:
    return _words(_named(facts)) - _PUBLIC


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"[^\W\d]\w+", text.lower())}


def _named(facts: Facts) -> Iterator[str]:
    """Yield all that names the site, its articles and its author."""
    settings = facts.settings
    yield from (settings.site_url, settings.site_name, str(settings.site_folder))
    yield from (settings.api_url, settings.publication or "", facts.account or "")
    index = facts.outbox.index if facts.outbox else ()
    yield from (f"{a.key} {a.title} {a.canonical_url}" for a in index)
    for entry in facts.book.entries.values() if facts.book else ():
        yield from _of_entry(entry)


def _of_entry(entry: Entry) -> Iterator[str]:
    yield from (entry.key, entry.title or "", entry.canonical_url or "", entry.source_path or "")

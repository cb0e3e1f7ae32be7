"""What other tools and Medium itself know of stories that are there already, and whose they are.

Reads the list of jekyll-crosspost-to-medium (``medium_crossposted.yml``: a path of the site to the
story's address, or in old versions a mere list of paths), and the zip of Medium's "Download your
information" (``posts/*.html``, with ``h1.p-name`` and, in most, ``a.p-canonical``).
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from pelican_medium.model.errors import MediumError
from pelican_medium.model.text import plain
from pelican_medium.store.book import Entry, counts
from pelican_medium.store.marks import post_id

BY_ADDRESS = "it names this article's address"
BY_TITLE = "only the title is the same"

#: No story is longer; what is, is no story.
_MOST_BYTES = 5 << 20


@dataclass(frozen=True, slots=True)
class Story:
    """A story somebody knows of.

    Attributes:
        links: addresses or paths of the site it names, the most telling first.
        url: where it is on Medium, or None where nobody wrote that down.
        publish_status: ``draft``, ``public``, or None where that is not known.
    """

    title: str | None
    links: tuple[str, ...]
    url: str | None
    publish_status: str | None = None


@dataclass(frozen=True, slots=True)
class Adoption:
    """A story that seems to be an article's."""

    key: str
    story: Story
    evidence: str


def propose(
    stories: Iterable[Story], entries: Mapping[str, Entry], api: str | None
) -> tuple[list[Adoption], list[Story]]:
    """Return whose stories these seem to be, and those that are nobody's for sure.

    An address is better evidence than a title. What the ledger knows as posted needs nothing; an
    article that two stories claim equally well is left to a person.
    """
    open_ = {k: e for k, e in entries.items() if not _is_posted(e, api)}
    known = [story for story in stories if not _is_known(story, entries)]
    found = [(story, _by_address(story, entries) or _by_title(story, entries)) for story in known]
    claims = [Adoption(key, story, why) for story, match in found if match for key, why in [match]]
    sure = _undisputed([claim for claim in claims if claim.key in open_])
    settled = {id(claim.story) for claim in sure}
    settled |= {id(claim.story) for claim in claims if claim.key not in open_}
    return sure, [story for story in known if id(story) not in settled]


def _is_posted(entry: Entry, api: str | None) -> bool:
    cell = counts(entry.cell, api)
    return cell is not None and cell.state == "posted"


def _is_known(story: Story, entries: Mapping[str, Entry]) -> bool:
    ids = {e.cell.id for e in entries.values() if e.cell and e.cell.state == "posted"} - {None}
    return bool(story.url) and post_id(story.url or "") in ids


def _undisputed(claims: Sequence[Adoption]) -> list[Adoption]:
    """Return the claims nobody else makes: first those by address, then those by title."""
    by_address = [claim for claim in claims if claim.evidence == BY_ADDRESS]
    taken = {claim.key for claim in by_address}
    by_title = [c for c in claims if c.evidence == BY_TITLE and c.key not in taken]
    count = Counter(claim.key for claim in (*by_address, *by_title))
    return [claim for claim in (*by_address, *by_title) if count[claim.key] == 1]


def _by_address(story: Story, entries: Mapping[str, Entry]) -> tuple[str, str] | None:
    """Return the article that the first of a story's links that leads to one leads to."""
    for link in story.links:
        keys = {key for key, entry in entries.items() if _leads_to(link, entry)}
        if len(keys) == 1:
            return keys.pop(), BY_ADDRESS
    return None


def _leads_to(link: str, entry: Entry) -> bool:
    """Tell whether a link is one of an article's addresses; a path alone is of this site."""
    host, path = _place(link)
    own = (_place(url) for url in (entry.canonical_url, *entry.also) if url and "://" in url)
    return any(path == other and host in {"", its} for its, other in own)


def _place(url: str) -> tuple[str, str]:
    """Return host and path without what may differ: "www.", index.html, the last slash."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # such as "http://[half"
        return "?", url
    return host, unquote(parts.path).removesuffix("index.html").rstrip("/")


def _by_title(story: Story, entries: Mapping[str, Entry]) -> tuple[str, str] | None:
    title = plain(story.title or "").casefold()
    same = [k for k, e in entries.items() if title and plain(e.title or "").casefold() == title]
    return (same[0], BY_TITLE) if len(same) == 1 else None


# --- Files ----------------------------------------------------------------------------------


def read(path: Path) -> list[Story]:
    """Return the stories of a file, whichever of the two it is.

    Raises:
        MediumError: it is neither, or cannot be read.
    """
    try:
        return _of_zip(path) if zipfile.is_zipfile(path) else _of_jekyll(path.read_bytes())
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError, RuntimeError) as error:
        raise MediumError(f"{path} cannot be read ({error}). Nothing was changed.") from None
    except ValueError as error:
        raise MediumError(f"{path} {error}. Nothing was changed.") from None


def _of_jekyll(text: bytes) -> list[Story]:
    rows = _yaml(text)
    if not isinstance(rows, (dict, list)) or not all(isinstance(row, str) for row in rows):
        raise ValueError(
            "is neither medium_crossposted.yml of jekyll-crosspost-to-medium nor the zip of "
            "Medium's 'Download your information'"
        )
    if isinstance(rows, list):  # as older versions wrote it
        return [Story(None, (path,), None) for path in rows]
    return [Story(None, (path,), _address(value)) for path, value in rows.items()]


def _yaml(text: bytes) -> Any:
    try:
        import yaml
    except ImportError:
        raise ValueError("is YAML, and reading it needs pelican-medium[jekyll]") from None
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        raise ValueError("is neither YAML nor a zip") from None


def _address(value: Any) -> str | None:
    """Return a story's address, or None for the word "unknown" and the like."""
    return value if isinstance(value, str) and post_id(value) else None


def _of_zip(path: Path) -> list[Story]:
    with zipfile.ZipFile(path) as archive:
        pages = [info for info in archive.infolist() if _is_story(info)]
        if not pages:
            raise ValueError("holds no posts/*.html, as Medium's 'Download your information' does")
        return [story_of(info.filename, archive.read(info)) for info in pages]


def _is_story(info: zipfile.ZipInfo) -> bool:
    place = PurePosixPath(info.filename)
    return place.parent.name == "posts" and place.suffix == ".html" and info.file_size < _MOST_BYTES


def story_of(name: str, page: bytes) -> Story:
    """Return what one exported page says; its file's name ends with the story's id."""
    from lxml import html

    tree = html.document_fromstring(page.decode("utf-8") or "<p>")
    links = [str(link) for link in tree.xpath("//a/@href")]
    named = [str(link) for link in tree.xpath('//a[contains(@class, "p-canonical")]/@href')]
    title = " ".join(" ".join(tree.xpath('//h1[contains(@class, "p-name")]//text()')).split())
    stem = PurePosixPath(name).stem
    is_draft = stem.startswith("draft_")
    # A footer's link comes last, and texts link to other articles as well.
    story = Story(title or None, (*named, *reversed(links)), _url(stem, named))
    return replace(story, publish_status="draft" if is_draft else "public")


def _url(stem: str, named: Sequence[str]) -> str | None:
    """Return where the story is: as the export says, else by the id in the file's name."""
    own = next((url for url in named if re.match(r"https://([\w-]+\.)?medium\.com/", url)), None)
    found = post_id(stem)
    return _address(own) or (f"https://medium.com/p/{found}" if found else None)

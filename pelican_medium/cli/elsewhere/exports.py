"""What other tools and Medium itself know of stories that are there already, and whose they are.

Reads the list of jekyll-crosspost-to-medium (``medium_crossposted.yml``: a path of the site to the
story's address, or in old versions a mere list of paths), and the zip of Medium's "Download your
information" (``posts/*.html``, with ``h1.p-name`` and, in most, ``a.p-canonical``).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pelican_medium.cli.elsewhere.matching import Candidate, Match, is_posted, matched
from pelican_medium.model.errors import MediumError
from pelican_medium.store.book import Entry
from pelican_medium.store.marks import post_id

BY_ADDRESS = "it names this article's address"
BY_TITLE = "only the title is the same"

#: No story is longer; what is, is no story.
_MOST_BYTES = 5 << 20


@dataclass(frozen=True, slots=True)
class Adoption:
    """A story that seems to be an article's."""

    key: str
    story: Candidate
    evidence: str


def propose(
    stories: Iterable[Candidate], entries: Mapping[str, Entry], api: str | None
) -> tuple[list[Adoption], list[Candidate]]:
    """Return whose stories these seem to be, and those that are nobody's for sure.

    What the ledger knows as posted needs nothing; an article that two stories claim equally well
    is left to a person.
    """
    found = matched(stories, entries, api)
    claims = [claim for match in found if (claim := _claim(match))]
    posted = {key for key, entry in entries.items() if is_posted(entry, api)}
    sure = _undisputed([claim for claim in claims if claim.key not in posted])
    settled = {id(claim.story) for claim in (*sure, *(c for c in claims if c.key in posted))}
    return sure, [match.story for match in found if id(match.story) not in settled]


def _claim(match: Match) -> Adoption | None:
    if match.key:
        return Adoption(match.key, match.story, BY_ADDRESS)
    if len(match.namesakes) == 1:
        return Adoption(match.namesakes[0], match.story, BY_TITLE)
    return None


def _undisputed(claims: Sequence[Adoption]) -> list[Adoption]:
    """Return the claims nobody else makes: first those by address, then those by title."""
    by_address = [claim for claim in claims if claim.evidence == BY_ADDRESS]
    taken = {claim.key for claim in by_address}
    by_title = [c for c in claims if c.evidence == BY_TITLE and c.key not in taken]
    count = Counter(claim.key for claim in (*by_address, *by_title))
    return [claim for claim in (*by_address, *by_title) if count[claim.key] == 1]


# --- Files ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Export:
    """What a file holds.

    Attributes:
        stories: those that could be read.
        problems: a sentence for each part that could not.
    """

    stories: tuple[Candidate, ...]
    problems: tuple[str, ...] = ()


def read(path: Path) -> Export:
    """Return the stories of a file, whichever of the two it is.

    Raises:
        MediumError: it is neither, or cannot be read at all.
    """
    try:
        return _of_zip(path) if zipfile.is_zipfile(path) else Export(_of_jekyll(path.read_bytes()))
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise MediumError(f"{path} cannot be read ({error}). Nothing was changed.") from None
    except ValueError as error:
        raise MediumError(f"{path} {error}. Nothing was changed.") from None


def _of_jekyll(text: bytes) -> tuple[Candidate, ...]:
    rows = _yaml(text)
    if not isinstance(rows, (dict, list)) or not all(isinstance(row, str) for row in rows):
        raise ValueError(
            "is neither medium_crossposted.yml of jekyll-crosspost-to-medium nor the zip of "
            "Medium's 'Download your information'"
        )
    if isinstance(rows, list):  # as older versions wrote it
        return tuple(Candidate(None, (path,)) for path in rows)
    return tuple(_listed(path, _address(value)) for path, value in rows.items())


def _listed(path: str, url: str | None) -> Candidate:
    return Candidate(None, (path,), url, post_id(url) if url else None)


def _yaml(text: bytes) -> Any:
    try:
        import yaml
    except ImportError:
        raise ValueError("is YAML, and reading it needs pelican-medium[jekyll]") from None
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError):
        raise ValueError("is neither YAML nor a zip") from None


def _address(value: Any) -> str | None:
    """Return a story's address, or None for the word "unknown" and the like."""
    return value if isinstance(value, str) and _post_id(value) else None


def _post_id(url: str) -> str | None:
    try:
        return post_id(url)
    except ValueError:  # such as "http://[half"
        return None


def _of_zip(path: Path) -> Export:
    stories, problems = [], []
    with zipfile.ZipFile(path) as archive:
        pages = [info for info in archive.infolist() if _is_story(info)]
        if not pages:
            raise ValueError("holds no posts/*.html, as Medium's 'Download your information' does")
        for info in pages:
            try:
                stories.append(_of_page(archive, info))
            except ValueError as error:
                problems.append(f"{info.filename} {error}.")
    return Export(tuple(stories), tuple(problems))


def _is_story(info: zipfile.ZipInfo) -> bool:
    place = PurePosixPath(info.filename)
    return place.parent.name == "posts" and place.suffix == ".html"


def _of_page(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Candidate:
    """Return the story of one page.

    Raises:
        ValueError: it holds none; the message is to be read after the page's name.
    """
    if info.file_size > _MOST_BYTES:
        raise ValueError(f"is larger than {_MOST_BYTES >> 20} MB, as no story is")
    try:
        page = archive.read(info)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError,
            NotImplementedError) as error:  # fmt: skip
        raise ValueError(f"cannot be unpacked ({error})") from None
    story = story_of(info.filename, page)
    if not (story.title or story.links or story.url):
        raise ValueError("names no title, no link and no id")
    return story


def story_of(name: str, page: bytes) -> Candidate:
    """Return what one exported page says; its file's name ends with the story's id."""
    tree = _tree(page)
    links = [str(link) for link in tree.xpath("//a/@href")]
    named = [str(link) for link in tree.xpath('//a[contains(@class, "p-canonical")]/@href')]
    title = " ".join(" ".join(tree.xpath('//h1[contains(@class, "p-name")]//text()')).split())
    stem = PurePosixPath(name).stem
    url = _url(stem, named)
    # A footer's link comes last, and texts link to other articles as well.
    return Candidate(
        title or None,
        (*named, *reversed(links)),
        url,
        _post_id(url or ""),
        "draft" if stem.startswith("draft_") else "public",
    )


def _tree(page: bytes) -> Any:
    """Return a page's tree; one without any element, such as a comment alone, has none to show."""
    from lxml import etree, html

    text = page.decode("utf-8", "replace").replace("\0", "")
    try:
        return html.document_fromstring(f"<html><body>{text}</body></html>")
    except (etree.LxmlError, ValueError) as error:
        raise ValueError(f"is no page ({error})") from None


def _url(stem: str, named: Sequence[str]) -> str | None:
    """Return where the story is: as the export says, else by the id in the file's name."""
    own = next((url for url in named if re.match(r"https://([\w-]+\.)?medium\.com/", url)), None)
    found = _post_id(stem)
    return _address(own) or (f"https://medium.com/p/{found}" if found else None)

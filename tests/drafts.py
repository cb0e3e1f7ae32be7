"""Articles and sites that drafts are made of, for the tests of drafts."""

from dataclasses import replace
from datetime import UTC, datetime

from pelican_medium import draft, settings
from pelican_medium.model import Article

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
URL = "https://blog.example.org/posts/tides/"


def article(**changes):
    plain = Article(
        key="tides",
        title="Tides",
        date=datetime(2026, 11, 20, 8, tzinfo=UTC),
        lang="en",
        canonical_url=URL,
        source_path="tides.md",
        fingerprint="sha256:0",
        slug="tides",
        base_url=URL,
        content="<p>Text.</p>",
        tags=("sea",),
    )
    return replace(plain, **changes)


def site(**given):
    pelican = {
        "PATH": "/nowhere/content",
        "OUTPUT_PATH": "/nowhere/output",
        "SITEURL": "https://blog.example.org",
        "SITENAME": "A blog",
        "MEDIUM_FOOTER": "",
    }
    return settings.read(pelican | given, {})


def make(given=None, now=NOW, **changes):
    return draft.make(article(**changes), site(**(given or {})), now)


def what(notes):
    return [(note.what, note.count, note.where) for note in notes]

"""Makes the articles that tests put into outboxes, ledgers and queues."""

from datetime import UTC, datetime

from pelican_medium.model import Article


def make_article(key="one", day=1, **more):
    """Return an article of a day in January; what is given replaces what is made up."""
    plain = {
        "key": key,
        "slug": key,
        "title": f"Title of {key}",
        "date": datetime(2026, 1, day, 10, tzinfo=UTC),
        "lang": "en",
        "canonical_url": f"https://blog.example/{key}.html",
        "source_path": f"{key}.md",
        "fingerprint": f"sha256-2:{key}",
        "content": "<p>Some text.</p>",
    }
    return Article(**(plain | more))

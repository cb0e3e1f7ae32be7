"""A plugin of its own: adds the link to an article's copy on Medium to the site's feeds.

Feeds know no theme, so an author asks for it: PLUGINS = ["pelican_medium",
"pelican_medium.in_feeds"].
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from pelican_medium.store.syndication import Copy


def register() -> None:
    """Connect to Pelican's signal; it comes when a feed is complete and not yet written."""
    from pelican import signals

    signals.feed_generated.connect(add_links)


def add_links(context: Mapping[str, Any], feed: Any) -> None:
    """Add the link to each item whose article has a copy that everybody may see."""
    copies = dict(_copies(context))
    for item in feed.items if copies else ():
        copy = copies.get(item["link"].removesuffix("?ref=feed"))
        if copy:
            # Atom has the text in "content", RSS in "description" (pelican.writers).
            name = "description" if item.get("content") is None else "content"
            item[name] = (item[name] or "") + _link(copy)


def _copies(context: Mapping[str, Any]) -> Iterator[tuple[str, Copy]]:
    """Yield each article's address, in both ways in which Pelican joins it, and its copy."""
    site = context["SITEURL"]
    for original in context["articles"]:
        for article in (original, *original.translations):
            copy = getattr(article, "medium", None)
            if isinstance(copy, Copy):
                yield f"{site}/{article.url}", copy
                yield urljoin(f"{site}/", article.url), copy


def _link(copy: Copy) -> str:
    url = html.escape(copy.url)
    return f'<p><a class="u-syndication" rel="syndication" href="{url}">Also on Medium</a></p>'

"""The title, as plain text: Medium shows it in listings, and the story opens with it."""

from __future__ import annotations

from pelican_medium.draft.rules import TITLE_LENGTH
from pelican_medium.model import Article, Note
from pelican_medium.model.errors import ArticleError
from pelican_medium.model.text import length, plain
from pelican_medium.settings import metadata


def of(article: Article) -> str:
    """Return ``Medium_Title``, else the site's title.

    Raises:
        ArticleError: it shows nothing.
    """
    title = plain(metadata.title(article) or article.title)
    if not title:
        raise ArticleError("it has no title, and Medium does not accept a post without one")
    return title


def notes(title: str) -> list[Note]:
    """Return what to tell of a title that Medium's listings cut."""
    if length(title) <= TITLE_LENGTH:
        return []
    what = f"title cut to {TITLE_LENGTH} characters for listings; the story has it whole"
    return [Note(what)]

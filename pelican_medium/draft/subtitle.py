"""The subtitle: what its author named so, else the summary, unless the story says it anyway."""

from __future__ import annotations

from pelican_medium.draft.body import cleaned
from pelican_medium.draft.rules import SUBTITLE_LENGTH
from pelican_medium.markup import Context, to_text
from pelican_medium.model import Article, Note
from pelican_medium.model.text import cut, plain
from pelican_medium.settings import metadata


def of(article: Article, body: str) -> tuple[str, list[Note]]:
    """Return ``Medium_Subtitle``, else the summary its author wrote, on one line.

    Not a summary that the body opens with: it would stand there twice.
    """
    wished = metadata.subtitle(article)
    text = plain(wished) if wished else _summary(article)
    if not wished and text and to_text(body[:_OPENING]).startswith(text.rstrip("…. ")):
        return "", []
    kept = cut(text, SUBTITLE_LENGTH)
    notes = [Note(f"subtitle cut to {SUBTITLE_LENGTH} characters")] if kept != text else []
    return kept, notes


#: How much of a body can hold what a subtitle repeats.
_OPENING = 10_000


def _summary(article: Article) -> str:
    return to_text(cleaned(article.summary or "", Context(base_url=article.base_url)))

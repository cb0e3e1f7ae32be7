"""The subtitle: what its author named so, else the summary, unless the story says it anyway."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pelican_medium.draft.body import cleaned
from pelican_medium.draft.rules import SUBTITLE_LENGTH
from pelican_medium.markup import Context, to_text
from pelican_medium.model import Article, Note
from pelican_medium.model.text import cut, plain, visible
from pelican_medium.settings import metadata

#: How much of a body can hold what a subtitle repeats.
_OPENING = 10_000

#: A link to the whole article, which plugins put behind what they cut off of it.
_MORE = re.compile(
    r"(?:\s|&nbsp;)*(?:<(?:p|span|div)\b[^<>]*>\s*)?<a\b[^<>]*>[^<]{0,60}</a>[\s.…]*"
    r"(?P<ends>(?:</(?:p|span|div)>\s*)*)$",
    re.IGNORECASE,
)
_SAYS_MORE = re.compile(
    r"more|continue|keep reading|full (?:article|post|story)|suite|weiter|mehr|seguir|leer|ler mais"
    r"|continua|lees|verder|czytaj|далее|читать|続き|全文|阅读|閱讀|»|→|…|\.\.\.",
    re.IGNORECASE,
)

#: So many words that follow one another are no accident.
_RUN = 4

#: So much of a summary may stand in the opening before it is the same thing twice.
_MOST_SHARED = 0.75


def of(article: Article, title: str, body: str) -> tuple[str, list[Note]]:
    """Return ``Medium_Subtitle``, else the summary its author wrote, on one line, with notes.

    Not a summary that the title or the opening says: it would stand there twice.
    """
    given = metadata.subtitle(article)
    text = plain(given) if given else _summary(article)
    kept = cut(text, SUBTITLE_LENGTH)
    if not given and kept and _is_said(_words(kept), title, to_text(body[:_OPENING])):
        return "", []
    notes = [Note(f"subtitle cut to {SUBTITLE_LENGTH} characters")] if kept != text else []
    return kept, notes


def _summary(article: Article) -> str:
    summary = (article.summary or "").rstrip()
    more = _MORE.search(summary[-1000:])
    if more is not None and _SAYS_MORE.search(more[0]):
        summary = summary[: len(summary) - len(more[0])] + more["ends"]
    # Code in it may hold what shows nothing, and a subtitle may not.
    return visible(to_text(cleaned(summary, Context(base_url=article.base_url))))


def _words(text: str) -> list[str]:
    """Return the words of a text; in Chinese and Japanese each sign counts as one."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.findall(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+", folded)


def _is_said(words: Sequence[str], title: str, opening: str) -> bool:
    """Tell whether title or opening say it, the last word aside, which may be cut."""
    said = _words(opening)
    if not words or words == _words(title) or words == said[: len(words)]:
        return True
    runs = _runs(words)
    if not runs:
        return False
    shared = runs & _runs(said)
    return len(shared) >= len(runs) * _MOST_SHARED


def _runs(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}

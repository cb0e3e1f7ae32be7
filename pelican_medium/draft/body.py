"""An article's text as Medium takes it, or why it cannot be had."""

from __future__ import annotations

import re

from pelican_medium.markup import Context, clean, to_text
from pelican_medium.model import Article
from pelican_medium.model.errors import ArticleError
from pelican_medium.model.text import length

#: libxml2's XML_MAX_TEXT_LENGTH is ten million.
LONGEST_ATTRIBUTE = 9_900_000

_LONG = re.compile(rf"data:image/[^\s\"'<>]{{{LONGEST_ATTRIBUTE - 1000}}}", re.IGNORECASE)


def of(article: Article, context: Context) -> str:
    """Return an article's cleaned HTML, and leave notes in the context.

    Raises:
        ArticleError: it cannot be read, or an address in it was not resolved.
    """
    _check_readable(article)
    written = cleaned(article.content, context)
    _check_resolved(context)
    return written


def _check_readable(article: Article) -> None:
    """Refuse what libxml2 would leave out without a word: an attribute of ten million letters."""
    if len(article.content) > LONGEST_ATTRIBUTE and _LONG.search(article.content):
        raise ArticleError(
            "it has a data: picture of over 7 MB, more than can be read; make it a file"
        )


def cleaned(content: str, context: Context) -> str:
    """Clean an article's HTML, and let a defect of ours stop this one article only."""
    try:
        return clean(content, context)
    except Exception as error:  # whatever it is, the other articles are none the worse for it
        raise ArticleError(
            "its HTML could not be turned into what Medium takes, which is a defect of "
            f"pelican-medium; please report it ({type(error).__name__}: {error})"
        ) from error


def _check_resolved(context: Context) -> None:
    if context.unresolved:
        raise ArticleError(
            "its text still holds what Pelican should have turned into an address: "
            + ", ".join(sorted(set(context.unresolved)))
            + " (is the target there? with CONTENT_CACHING_LAYER = 'generator', build once with "
            "--ignore-cache)"
        )


#: A field for a password, and how much text may stand around a lock.
_PASSWORD = re.compile(r"<input\b[^<>]*\btype\s*=\s*[\"']?password", re.IGNORECASE)
_LOCK_LENGTH = 400

#: What plugins say of an article that they lock (pelican-encrypt-content and others).
_LOCKED = re.compile(
    r"\b(?:content|post|article|page) is (?:encrypted|locked|password[- ]protected|protected)"
    r"|decrypt",
    re.IGNORECASE,
)

#: What we say ourselves where Medium shows nothing.
_OURS = re.compile(r">(?:See|Watch|Listen to) the original</a>")


def check_shown(article: Article, written: str, context: Context) -> None:
    """Refuse an article of which nothing is left that Medium could show, or only its lock.

    Raises:
        ArticleError: it would be posted as a title and a footer.
    """
    text = to_text(_OURS.sub("></a>", written))
    is_lock = _PASSWORD.search(article.content) or _LOCKED.search(text)
    if is_lock and length(text) <= _LOCK_LENGTH and "<img" not in written:
        raise ArticleError(
            "it is locked with a password on your site, so only the lock would be posted; write "
            "“Medium: no” into its metadata to leave it out"
        )
    if not text and "<img" not in written:
        because = "; ".join(str(note) for note in context.notes)
        raise ArticleError(
            "it has nothing that Medium can show"
            + (f" ({because})" if because else "")
            + "; give it some text, or write “Medium: no” into its metadata to leave it out"
        )

"""What one article asks for in its own metadata: ``Medium_Status: public`` and the like.

Readers hand over strings, lists of strings (a repeated key) and, from DEFAULT_METADATA and
EXTRA_PATH_METADATA, native values (pelican.readers); all of them are understood.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from pelican_medium.model import LICENSES, PUBLISH_STATUSES, Article
from pelican_medium.model.errors import ArticleError
from pelican_medium.model.urls import is_absolute

NAMES = (
    "medium",
    "medium_status",
    "medium_tags",
    "medium_title",
    "medium_subtitle",
    "medium_image",
    "medium_publication",
    "medium_license",
    "medium_notify",
    "medium_canonical_url",
)

_JOINED = {name.replace("_", ""): name for name in NAMES}

_YES = {"yes", "true", "on", "1", "y"}
_NO = {"no", "false", "off", "0", "n"}


def of(metadata: Mapping[str, Any]) -> dict[str, object]:
    """Return the ``Medium*`` part of an article's metadata, names in lower case with ``_``.

    Values become what JSON can hold: texts, booleans, numbers, lists of texts.
    """
    if "medium" not in str([*metadata]).lower():
        return {}  # most articles, in every build
    ours = [row for row in metadata.items() if str(row[0])[:6].lower() == "medium"]
    # Readers give names in lower case, so what an article says itself wins over a setting.
    rows = sorted(ours, key=lambda row: str(row[0]).islower())
    named = {_name(str(name)): value for name, value in rows}
    return {
        name: _json(value)
        for name, value in sorted(named.items())
        if name == "medium" or name.startswith("medium_")
    }


def _name(name: str) -> str:
    """Return a name as `NAMES` has it; the reader of "MediumStatus" says "mediumstatus"."""
    name = name.lower().replace("-", "_")
    return _JOINED.get(name.replace("_", ""), name)


def _json(value: Any) -> object:
    if isinstance(value, (bool, int, float)) or value is None:
        return value
    if isinstance(value, (set, frozenset)):  # the fingerprint needs an order
        return sorted(str(item) for item in value)
    if isinstance(value, (list, tuple)):
        return [str(item) for item in value]
    return str(value)


def wanted(article: Article) -> bool | None:
    """Return what ``Medium:`` says: True, False, or None where it says nothing.

    Raises:
        ArticleError: it is neither yes nor no, or a name is misspelt.
    """
    _check_names(article)
    return _yes_or_no(article, "medium")


def notify(article: Article) -> bool | None:
    """Return ``Medium_Notify``, or None where it is not set.

    Raises:
        ArticleError: it is neither yes nor no.
    """
    return _yes_or_no(article, "medium_notify")


def publish_status(article: Article) -> str | None:
    """Return ``Medium_Status``, or None where it is not set.

    Raises:
        ArticleError: Medium has no such status.
    """
    return _one_of(article, "medium_status", PUBLISH_STATUSES)


def license_(article: Article) -> str | None:
    """Return ``Medium_License``, or None where it is not set.

    Raises:
        ArticleError: Medium has no such licence.
    """
    return _one_of(article, "medium_license", LICENSES)


def title(article: Article) -> str | None:
    """Return ``Medium_Title``, or None where it is not set."""
    return _text(article, "medium_title")


def subtitle(article: Article) -> str | None:
    """Return ``Medium_Subtitle``, or None where it is not set."""
    return _text(article, "medium_subtitle")


def publication(article: Article) -> str | None:
    """Return ``Medium_Publication``, or None where it is not set."""
    return _text(article, "medium_publication")


def canonical_url(article: Article) -> str | None:
    """Return ``Medium_Canonical_Url``, or None where it is not set.

    Raises:
        ArticleError: it is not an absolute URL; Medium refuses the post for it
            (jekyll-crosspost-to-medium, pull request 10).
    """
    url = _text(article, "medium_canonical_url")
    if url and not is_absolute(url):
        raise _wrong("medium_canonical_url", url, "an absolute http(s) URL")
    return url


def tags(article: Article) -> tuple[str, ...] | None:
    """Return ``Medium_Tags`` split at ";" if there is one, else at ",", or None if not set.

    As Pelican splits ``Tags`` (pelican.readers.ensure_metadata_list).
    """
    value = article.metadata.get("medium_tags")
    if value is None:
        return None
    texts = value if isinstance(value, list) else [value]
    split = [part for text in texts for part in _split(str(text))]
    return tuple(part for part in split if part)


def _split(text: str) -> list[str]:
    if "\n\n" in text:  # a list in reStructuredText arrives as paragraphs
        return [part for line in text.split("\n\n") for part in _split(line)]
    text = text.strip().removeprefix("[").removesuffix("]")
    return [part.strip().strip("\"'") for part in text.split(";" if ";" in text else ",")]


def _check_names(article: Article) -> None:
    for name in article.metadata:
        near = difflib.get_close_matches(name, NAMES, n=1, cutoff=0.9)
        if name not in NAMES and near:
            raise ArticleError(
                f"its metadata has {_shown(name)}, which means nothing to pelican-medium; "
                f"did you mean {_shown(near[0])}?"
            )


def _text(article: Article, name: str) -> str | None:
    value = article.metadata.get(name)
    if isinstance(value, list):
        value = " ".join(value)
    return str(value).strip() or None if value is not None else None


def _yes_or_no(article: Article, name: str) -> bool | None:
    text = _text(article, name)
    if text is None:
        return None
    if text.lower() in _YES | _NO:
        return text.lower() in _YES
    raise _wrong(name, text, "yes or no")


def _one_of(article: Article, name: str, allowed: tuple[str, ...]) -> str | None:
    text = _text(article, name)
    if text is None or text.lower() in allowed:
        return text and text.lower()
    raise _wrong(name, text, "one of " + ", ".join(allowed))


def _wrong(name: str, value: str, allowed: str) -> ArticleError:
    return ArticleError(f"its {_shown(name)} is {value!r}, but must be {allowed}")


def _shown(name: str) -> str:
    return "_".join(part.capitalize() for part in name.split("_"))

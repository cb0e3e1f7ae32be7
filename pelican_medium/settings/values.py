"""What may stand in a setting: each reader returns the value, or says what is wrong with it.

A reader's ``ValueError`` continues a sentence that begins with the setting's name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from pelican_medium.model import MEDIUM_API_URL, Article, Draft, Token
from pelican_medium.model.urls import host_of, is_absolute, is_loopback, normal

Reader = Callable[[Any], Any]
Select = str | Callable[[Article], bool]
Footer = str | Mapping[str, str]


def one_of(*allowed: str) -> Reader:
    """Return a reader of one of these words."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise ValueError("must be one of " + ", ".join(repr(name) for name in allowed))
        return value

    return read


def whole(least: int, most: int | None = None) -> Reader:
    """Return a reader of a whole number between these."""
    limits = f"from {least} to {most}" if most is not None else f"of at least {least}"

    def read(value: Any) -> int:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not is_whole or value < least or (most is not None and value > most):
            raise ValueError(f"must be a whole number {limits}")
        return int(value)

    return read


def yes_or_no(value: Any) -> bool:
    """Read True or False; a text such as "False" would count as true elsewhere."""
    if not isinstance(value, bool):
        raise ValueError("must be True or False")  # noqa: TRY004 - one kind for all problems
    return value


def seconds(value: Any) -> float:
    """Read a time limit in seconds."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not 0 < value <= 600:  # noqa: PLR2004 - said in the message
        raise ValueError("must be a number of seconds above 0, at most 600")
    return float(value)


def name_or_none(value: Any) -> str | None:
    """Read a name of any kind, or None."""
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be a text that is not empty, or None")
    return value.strip()


def path(value: Any) -> str:
    """Read the path of a file."""
    if not isinstance(value, (str, os.PathLike)) or not os.fspath(value):
        raise ValueError("must be the path of a file")
    return str(os.fspath(value))


def output_folder(value: Any) -> str:
    """Read the path of a folder below the output folder, with "/" everywhere; "" for none."""
    text = os.fspath(value) if isinstance(value, (str, os.PathLike)) else b""
    if isinstance(text, bytes) or not _stays_inside(text.replace(os.sep, "/")):
        raise ValueError("must be a folder inside the output folder such as 'medium', or ''")
    return "/".join(PurePosixPath(text.replace(os.sep, "/")).parts)


def _stays_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    outside = PureWindowsPath(path).anchor or ".." in parts or "\0" in path
    return not outside and (bool(parts) or not path)


def select(value: Any) -> Select:
    """Read which articles go."""
    if callable(value) or (isinstance(value, str) and value in {"all", "marked"}):
        return value  # type: ignore[no-any-return]
    raise ValueError("must be 'all', 'marked' or a function of an article")


def languages(value: Any) -> tuple[str, ...] | None:
    """Read a list of languages, in the form that `language` compares."""
    if value is None:
        return None
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
        raise ValueError("must be a list of languages such as ['en'], or None")
    return tuple(language(lang) for lang in value)


def language(name: str) -> str:
    """Return a language's name in the form that compares: "pt_BR" and "pt-br" are one."""
    return name.strip().lower().replace("_", "-")


def tag_map(value: Any) -> Mapping[str, str]:
    """Read a dict of tags."""
    if not _is_text_to_text(value):
        raise ValueError("must be a dict from the site's tags to Medium's")
    return dict(value)


def _is_text_to_text(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(t, str) for p in value.items() for t in p)


#: What a footer may name; `draft.footer` fills it in.
FOOTER_FIELDS = ("url", "title", "site", "date", "canonical", "original")


def footer(value: Any) -> Footer:
    """Read the HTML below each post, for every language or by language."""
    if not isinstance(value, str) and not _is_text_to_text(value):
        raise ValueError("must be HTML, a dict of HTML by language, or '' for none")
    for html in [value] if isinstance(value, str) else value.values():
        _check_footer(html)
    return value  # type: ignore[no-any-return]


def _check_footer(html: str) -> None:
    try:
        html.format_map(dict.fromkeys(FOOTER_FIELDS, ""))
    except (KeyError, IndexError, ValueError, AttributeError, TypeError):
        fields = ", ".join(f"{{{name}}}" for name in FOOTER_FIELDS)
        raise ValueError(f"may hold {fields}; write other braces twice: {{{{ }}}}") from None


def hook(value: Any) -> Callable[[Article, Draft], Draft] | None:
    """Read a function that changes drafts, or None."""
    if value is not None and not callable(value):
        raise ValueError("must be a function of an article and its draft, or None")
    return value  # type: ignore[no-any-return]


def feed_url(value: Any) -> str | None:
    """Read an absolute URL, or None."""
    if value is not None and not (isinstance(value, str) and is_absolute(value)):
        raise ValueError("must be an absolute http(s) URL, or None")
    return value


def api_url(value: Any) -> str:
    """Read the API's URL; nothing in it may lead a token astray."""
    if not isinstance(value, str) or not is_absolute(value) or re.search(r"[\s?#@]", value):
        raise ValueError(f"must be an absolute URL such as {MEDIUM_API_URL!r}")
    if value.lower().startswith("http:") and not is_loopback(host_of(value)):
        raise ValueError("must be https: over plain http anybody on the way could read the token")
    return normal(value)


def secret(value: Any) -> Token | None:
    """Read a secret, or None; the messages never hold any of it."""
    value = value.reveal() if isinstance(value, Token) else value
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError("must be a text")  # noqa: TRY004 - one kind for all problems
    if not value.strip():
        raise ValueError("is set but empty; in a pipeline: does this job get the secret?")
    if re.search(r"\s", value) or not value.isascii() or not value.isprintable():
        raise ValueError("holds blanks, line breaks or other characters no token has; copy it anew")
    return Token(value)

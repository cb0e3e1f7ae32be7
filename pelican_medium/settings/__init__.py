"""Pelican's settings and the environment → one `Settings`, or every problem at once."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pelican_medium.model import LICENSES, MEDIUM_API_URL, PUBLISH_STATUSES, Article, Draft, Token
from pelican_medium.model.errors import SettingsError
from pelican_medium.model.urls import host_of, is_absolute, is_loopback, normal
from pelican_medium.settings import surroundings

TOKEN = "MEDIUM_INTEGRATION_TOKEN"  # noqa: S105 - the name of a setting
API_URL = "MEDIUM_API_URL"

FOOTER = '<p><em>Originally published at <a href="{url}">{site}</a>.</em></p>'

Select = str | Callable[[Article], bool]
Footer = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Settings:
    """Every wish of the author, checked. Field by field the ``MEDIUM_*`` setting of that name.

    Attributes:
        site_url: SITEURL without a trailing slash, as Pelican gives it; "" in development.
        site_name: SITENAME.
        site_folder: what relative paths of ours start from.
        output_path: where Pelican writes.
        content_path: where Pelican reads.
        default_lang: DEFAULT_LANG in lower case.
        warnings: what is worth saying and no reason to stop.
    """

    site_url: str
    site_name: str
    site_folder: Path
    output_path: Path
    content_path: Path
    default_lang: str
    token: Token | None
    api_url: str
    post_on: str
    select: Select
    languages: tuple[str, ...] | None
    publish_status: str
    publication: str | None
    submit_as_writer: bool
    license: str
    notify_followers: bool
    backdate: bool
    max_tags: int
    tag_map: Mapping[str, str]
    footer: Footer
    article: Callable[[Article, Draft], Draft] | None
    images: str
    cover: bool
    tables: str
    max_posts_per_run: int
    daily_limit: int
    ledger: Path
    outbox: Path
    feed_url: str | None
    timeout: float
    warnings: tuple[str, ...] = ()

    @property
    def api(self) -> str | None:
        """The API's address as the ledger records it: None for Medium's own."""
        return None if self.api_url == MEDIUM_API_URL else self.api_url


Reader = Callable[[Any], Any]


def _one_of(*allowed: str) -> Reader:
    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise ValueError("must be one of " + ", ".join(repr(name) for name in allowed))
        return value

    return read


def _whole(least: int, most: int | None = None) -> Reader:
    limits = f"from {least} to {most}" if most is not None else f"of at least {least}"

    def read(value: Any) -> int:
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not whole or value < least or (most is not None and value > most):
            raise ValueError(f"must be a whole number {limits}")
        return int(value)

    return read


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be True or False")  # noqa: TRY004 - one kind for all problems
    return value


def _seconds(value: Any) -> float:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not 0 < value <= 600:  # noqa: PLR2004 - said in the message
        raise ValueError("must be a number of seconds above 0, at most 600")
    return float(value)


def _name_or_none(value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be a text that is not empty, or None")
    return value.strip()


def _path(value: Any) -> str:
    if not isinstance(value, (str, os.PathLike)) or not os.fspath(value):
        raise ValueError("must be the path of a file")
    return str(os.fspath(value))


def _select(value: Any) -> Select:
    if callable(value) or (isinstance(value, str) and value in {"all", "marked"}):
        return value  # type: ignore[no-any-return]
    raise ValueError("must be 'all', 'marked' or a function of an article")


def _languages(value: Any) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not _is_list_of_text(value):
        raise ValueError("must be a list of languages such as ['en'], or None")
    return tuple(lang.lower() for lang in value)


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)


def _tag_map(value: Any) -> Mapping[str, str]:
    if not _is_text_to_text(value):
        raise ValueError("must be a dict from the site's tags to Medium's")
    return dict(value)


def _is_text_to_text(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(t, str) for p in value.items() for t in p)


def _footer(value: Any) -> Footer:
    if not isinstance(value, str) and not _is_text_to_text(value):
        raise ValueError("must be HTML, a dict of HTML by language, or '' for none")
    for html in [value] if isinstance(value, str) else value.values():
        _check_footer(html)
    return value  # type: ignore[no-any-return]


def _check_footer(html: str) -> None:
    try:
        html.format(url="", title="", site="", date="")
    except (KeyError, IndexError, ValueError, AttributeError, TypeError):
        raise ValueError(
            "may hold {url}, {title}, {site} and {date}; write other braces twice: {{ }}"
        ) from None


def _hook(value: Any) -> Callable[[Article, Draft], Draft] | None:
    if value is not None and not callable(value):
        raise ValueError("must be a function of an article and its draft, or None")
    return value  # type: ignore[no-any-return]


def _feed_url(value: Any) -> str | None:
    if value is not None and not (isinstance(value, str) and is_absolute(value)):
        raise ValueError("must be an absolute http(s) URL, or None")
    return value


def _api_url(value: Any) -> str:
    if not isinstance(value, str) or not is_absolute(value) or re.search(r"[\s?#@]", value):
        raise ValueError(f"must be an absolute URL such as {MEDIUM_API_URL!r}")
    if value.lower().startswith("http:") and not is_loopback(host_of(value)):
        raise ValueError("must be https: over plain http anybody on the way could read the token")
    return normal(value)


def _token(value: Any) -> Token | None:
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


@dataclass(frozen=True, slots=True)
class _Rule:
    field: str
    default: Any
    read: Reader


#: Every setting of ours: its field, its default, and what may stand in it.
_RULES: Mapping[str, _Rule] = {
    TOKEN: _Rule("token", None, _token),
    API_URL: _Rule("api_url", MEDIUM_API_URL, _api_url),
    "MEDIUM_POST_ON": _Rule("post_on", "build", _one_of("build", "deploy")),
    "MEDIUM_SELECT": _Rule("select", "all", _select),
    "MEDIUM_LANGUAGES": _Rule("languages", None, _languages),
    "MEDIUM_PUBLISH_STATUS": _Rule("publish_status", "draft", _one_of(*PUBLISH_STATUSES)),
    "MEDIUM_PUBLICATION": _Rule("publication", None, _name_or_none),
    "MEDIUM_SUBMIT_AS_WRITER": _Rule("submit_as_writer", default=False, read=_yes_or_no),
    "MEDIUM_LICENSE": _Rule("license", "all-rights-reserved", _one_of(*LICENSES)),
    "MEDIUM_NOTIFY_FOLLOWERS": _Rule("notify_followers", default=False, read=_yes_or_no),
    "MEDIUM_BACKDATE": _Rule("backdate", default=False, read=_yes_or_no),
    "MEDIUM_MAX_TAGS": _Rule("max_tags", 3, _whole(1, 5)),
    "MEDIUM_TAG_MAP": _Rule("tag_map", {}, _tag_map),
    "MEDIUM_FOOTER": _Rule("footer", FOOTER, _footer),
    "MEDIUM_ARTICLE": _Rule("article", None, _hook),
    "MEDIUM_IMAGES": _Rule("images", "auto", _one_of("auto", "sideload", "upload")),
    "MEDIUM_COVER": _Rule("cover", default=True, read=_yes_or_no),
    "MEDIUM_TABLES": _Rule("tables", "text", _one_of("text", "list")),
    "MEDIUM_MAX_POSTS_PER_RUN": _Rule("max_posts_per_run", 5, _whole(0)),
    "MEDIUM_DAILY_LIMIT": _Rule("daily_limit", 10, _whole(0)),
    "MEDIUM_LEDGER": _Rule("ledger", "medium_ledger.json", _path),
    "MEDIUM_OUTBOX": _Rule("outbox", ".medium_outbox.json", _path),
    "MEDIUM_FEED_URL": _Rule("feed_url", None, _feed_url),
    "MEDIUM_TIMEOUT": _Rule("timeout", 40, _seconds),
}

NAMES = tuple(_RULES)


def read(pelican_settings: Mapping[str, Any], environ: Mapping[str, Any]) -> Settings:
    """Return the settings of a site.

    Args:
        pelican_settings: as Pelican has read them, PATH and OUTPUT_PATH included.
        environ: the environment, or `what_we_read` of it; it comes first for the token and the
            API's URL.

    Raises:
        SettingsError: with every problem there is.
    """
    values, problems = _read_values(_given(pelican_settings, environ))
    unknown = _unknown_names(pelican_settings)
    problems += [sentence for sentence, near in unknown if near]
    places = _places(pelican_settings, values)
    problems += _misplaced(places)
    if problems:
        raise SettingsError(problems)
    values.update(places)
    warnings = tuple(sentence for sentence, near in unknown if not near)
    return Settings(**values, **_site(pelican_settings), warnings=warnings)


def hide_token(pelican_settings: dict[str, Any]) -> None:
    """Put a mask on a token that stands in the settings themselves.

    Pelican prints them (``--print-settings``), hands them to every theme and writes them into
    its cache.
    """
    if isinstance(pelican_settings.get(TOKEN), str):
        pelican_settings[TOKEN] = Token(pelican_settings[TOKEN])


def what_we_read(environ: Mapping[str, str]) -> dict[str, Any]:
    """Return what we look at of an environment, with the token masked.

    What is handed on shows in a traceback with locals, and a whole environment is full of secrets.
    """
    names = (*surroundings.VARIABLES, API_URL)
    seen: dict[str, Any] = {name: environ[name] for name in names if name in environ}
    return seen | ({TOKEN: Token(environ[TOKEN])} if TOKEN in environ else {})


def ledger_path(pelican_settings: Mapping[str, Any]) -> Path | None:
    """Return where the ledger would be, or None where that setting is no path."""
    given = pelican_settings.get("MEDIUM_LEDGER", _RULES["MEDIUM_LEDGER"].default)
    try:
        return site_folder(pelican_settings) / _path(given)
    except ValueError:
        return None


def is_configured(pelican_settings: Mapping[str, Any]) -> bool:
    """Tell whether any setting of ours is there, right or wrong."""
    return any(name.startswith("MEDIUM_") for name in pelican_settings)


def site_folder(pelican_settings: Mapping[str, Any]) -> Path:
    """Return the parent of PATH, or PATH itself where the output lies inside it.

    Pelican leaves paths of other people's settings relative to the current directory, and its
    own default PATH is "."; anchoring at PATH finds the same ledger from wherever it is run.
    """
    content, output = _folder(pelican_settings, "PATH"), _folder(pelican_settings, "OUTPUT_PATH")
    return content if output.is_relative_to(content) else content.parent


def _folder(pelican_settings: Mapping[str, Any], name: str) -> Path:
    defaults = {"PATH": ".", "OUTPUT_PATH": "output"}
    return Path(os.path.abspath(pelican_settings.get(name) or defaults[name]))  # noqa: PTH100 - resolve() would follow links


def _given(pelican_settings: Mapping[str, Any], environ: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in pelican_settings.items() if name in _RULES}
    given.setdefault("MEDIUM_POST_ON", "deploy" if surroundings.is_ci(environ) else "build")
    return given | {name: environ[name] for name in (TOKEN, API_URL) if name in environ}


def _read_values(given: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    values: dict[str, Any] = {}
    problems: list[str] = []
    for name, rule in _RULES.items():
        try:
            values[rule.field] = rule.read(given.get(name, rule.default))
        except ValueError as problem:
            problems.append(f"{name}{_shown(name, given[name])}: {problem}.")
    return values, problems


def _shown(name: str, value: Any) -> str:
    """Return " = value", but nothing of what is or may hold a token."""
    text = repr(value)
    if name == TOKEN or (name == API_URL and re.search("[?#@]", text)):
        return ""
    return " = " + (text if len(text) <= 80 else text[:79] + "…")  # noqa: PLR2004 - a line's worth


def _unknown_names(pelican_settings: Mapping[str, Any]) -> list[tuple[str, bool]]:
    names = sorted(n for n in pelican_settings if n.startswith("MEDIUM_") and n not in _RULES)
    return [_unknown_name(name) for name in names]


def _unknown_name(name: str) -> tuple[str, bool]:
    """Return what to say of an unknown name, and whether it must be a slip of the pen."""
    endings = {known.removeprefix("MEDIUM_"): known for known in _RULES}
    near = difflib.get_close_matches(name.removeprefix("MEDIUM_"), endings, n=1, cutoff=0.8)
    if near:
        return f"{name} is no setting of pelican-medium; did you mean {endings[near[0]]}?", True
    far = difflib.get_close_matches(name, _RULES, n=1, cutoff=0)[0]
    return f"{name} is no setting of pelican-medium and has no effect (nearest: {far}).", False


def _places(pelican_settings: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Path]:
    folder = site_folder(pelican_settings)
    return {name: folder / values[name] for name in ("ledger", "outbox") if name in values} | {
        "site_folder": folder,
        "output_path": _folder(pelican_settings, "OUTPUT_PATH"),
        "content_path": _folder(pelican_settings, "PATH"),
    }


def _misplaced(places: Mapping[str, Path]) -> list[str]:
    """Refuse files of ours in the output: publishconf.py deletes that folder before each build."""
    problems: list[str] = []
    for name in ("ledger", "outbox"):
        path = places.get(name)
        if path and _inside(path, places["output_path"]):
            problems.append(
                f"MEDIUM_{name.upper()} = {str(path)!r}: lies inside the output folder, which "
                "Pelican may delete before a build and which is uploaded; give it a path outside."
            )
    if {"ledger", "outbox"} <= set(places) and _same(places["ledger"], places["outbox"]):
        problems.append("MEDIUM_LEDGER and MEDIUM_OUTBOX name the same file; each needs its own.")
    return problems


def _same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _site(pelican_settings: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "site_url": str(pelican_settings.get("SITEURL") or "").rstrip("/"),
        "site_name": str(pelican_settings.get("SITENAME") or ""),
        "default_lang": str(pelican_settings.get("DEFAULT_LANG") or "en").lower(),
    }


def field_of(name: str) -> str:
    """Return the field of `Settings` that a ``MEDIUM_*`` setting fills."""
    return _RULES[name].field

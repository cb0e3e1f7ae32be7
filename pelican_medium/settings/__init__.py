"""Pelican's settings and the environment → one `Settings`, or every problem at once."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pelican_medium.model import LICENSES, MEDIUM_API_URL, PUBLISH_STATUSES, Article, Draft, Token
from pelican_medium.model.errors import SettingsError
from pelican_medium.settings import surroundings, values
from pelican_medium.settings.footers import FOOTERS
from pelican_medium.settings.values import Footer, Reader, Select

TOKEN = "MEDIUM_INTEGRATION_TOKEN"  # noqa: S105 - the name of a setting
API_URL = "MEDIUM_API_URL"
CLIENT_ID = "MEDIUM_CLIENT_ID"
CLIENT_SECRET = "MEDIUM_CLIENT_SECRET"  # noqa: S105 - the name of a setting
REFRESH_TOKEN = "MEDIUM_REFRESH_TOKEN"  # noqa: S105 - the name of a setting
BRANCH = "MEDIUM_BRANCH"

#: What is never shown, whether it stands in the settings or in the environment.
SECRETS = (TOKEN, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN)

#: Where the environment comes first.
FROM_ENVIRONMENT = (*SECRETS, API_URL, BRANCH)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the author asked for, checked. Each ``MEDIUM_*`` setting is a field here.

    Attributes:
        site_url: SITEURL without a trailing slash, as Pelican gives it; "" in development.
        site_name: SITENAME.
        site_folder: what relative paths of ours start from.
        output_path: where Pelican writes.
        content_path: where Pelican reads.
        default_lang: DEFAULT_LANG in lower case.
        timezone: that of the site's days, TIMEZONE.
        pictures_path: a folder below the output, with "/" everywhere; "" for none.
        warnings: what is worth saying and no reason to stop.
    """

    site_url: str
    site_name: str
    site_folder: Path
    output_path: Path
    content_path: Path
    default_lang: str
    timezone: tzinfo
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
    math: str
    pictures_path: str
    max_posts_per_run: int
    daily_limit: int
    ledger: Path
    outbox: Path
    feed_url: str | None
    timeout: float
    branch: str | None
    client_id: Token | None
    client_secret: Token | None
    refresh_token: Token | None
    warnings: tuple[str, ...] = ()

    @property
    def api(self) -> str | None:
        """The API's address as the ledger records it: None for Medium's own."""
        return None if self.api_url == MEDIUM_API_URL else self.api_url


@dataclass(frozen=True, slots=True)
class _Rule:
    field: str
    default: Any
    read: Reader


#: Every setting of ours: its field, its default, and what may stand in it.
_RULES: Mapping[str, _Rule] = {
    TOKEN: _Rule("token", None, values.secret),
    API_URL: _Rule("api_url", MEDIUM_API_URL, values.api_url),
    "MEDIUM_POST_ON": _Rule("post_on", "build", values.one_of("build", "deploy")),
    "MEDIUM_SELECT": _Rule("select", "all", values.select),
    "MEDIUM_LANGUAGES": _Rule("languages", None, values.languages),
    "MEDIUM_PUBLISH_STATUS": _Rule("publish_status", "draft", values.one_of(*PUBLISH_STATUSES)),
    "MEDIUM_PUBLICATION": _Rule("publication", None, values.name_or_none),
    "MEDIUM_SUBMIT_AS_WRITER": _Rule("submit_as_writer", default=False, read=values.yes_or_no),
    "MEDIUM_LICENSE": _Rule("license", "all-rights-reserved", values.one_of(*LICENSES)),
    "MEDIUM_NOTIFY_FOLLOWERS": _Rule("notify_followers", default=False, read=values.yes_or_no),
    "MEDIUM_BACKDATE": _Rule("backdate", default=False, read=values.yes_or_no),
    "MEDIUM_MAX_TAGS": _Rule("max_tags", 3, values.whole(1, 5)),
    "MEDIUM_TAG_MAP": _Rule("tag_map", {}, values.tag_map),
    "MEDIUM_FOOTER": _Rule("footer", FOOTERS, values.footer),
    "MEDIUM_ARTICLE": _Rule("article", None, values.hook),
    "MEDIUM_IMAGES": _Rule("images", "auto", values.one_of("auto", "sideload", "upload")),
    "MEDIUM_COVER": _Rule("cover", default=True, read=values.yes_or_no),
    "MEDIUM_TABLES": _Rule("tables", "auto", values.one_of("auto", "text", "list")),
    "MEDIUM_MATH": _Rule("math", "auto", values.one_of("auto", "picture", "text")),
    "MEDIUM_PICTURES_PATH": _Rule("pictures_path", "medium", values.output_folder),
    "MEDIUM_MAX_POSTS_PER_RUN": _Rule("max_posts_per_run", 5, values.whole(0)),
    "MEDIUM_DAILY_LIMIT": _Rule("daily_limit", 10, values.whole(0)),
    "MEDIUM_LEDGER": _Rule("ledger", "medium_ledger.json", values.path),
    "MEDIUM_OUTBOX": _Rule("outbox", ".medium_outbox.json", values.path),
    "MEDIUM_FEED_URL": _Rule("feed_url", None, values.feed_url),
    "MEDIUM_TIMEOUT": _Rule("timeout", 40, values.seconds),
    BRANCH: _Rule("branch", None, values.name_or_none),
    CLIENT_ID: _Rule("client_id", None, values.secret),
    CLIENT_SECRET: _Rule("client_secret", None, values.secret),
    REFRESH_TOKEN: _Rule("refresh_token", None, values.secret),
}

NAMES = tuple(_RULES)


def read(pelican_settings: Mapping[str, Any], environ: Mapping[str, Any]) -> Settings:
    """Return the settings of a site.

    Args:
        pelican_settings: as Pelican has read them, PATH and OUTPUT_PATH included.
        environ: the environment, or `what_we_read` of it; for the names of `FROM_ENVIRONMENT` it
            comes first.

    Raises:
        SettingsError: with every problem there is.
    """
    fields, problems = _read_values(_given(pelican_settings, environ))
    unknown = _unknown_names(pelican_settings)
    problems += [sentence for sentence, near in unknown if near]
    places = _places(pelican_settings, fields)
    problems += _misplaced(places) + _incomplete(fields)
    if problems:
        raise SettingsError(problems)
    warnings = tuple(sentence for sentence, near in unknown if not near)
    return Settings(**(fields | places), **_site(pelican_settings), warnings=warnings)


def hide_secrets(pelican_settings: dict[str, Any]) -> None:
    """Put a mask on secrets that stand in the settings themselves.

    Pelican prints them (``--print-settings``), hands them to every theme and writes them into
    its cache.
    """
    for name in SECRETS:
        if isinstance(pelican_settings.get(name), str):
            pelican_settings[name] = Token(pelican_settings[name])


def what_we_read(environ: Mapping[str, str]) -> dict[str, Any]:
    """Return what we look at of an environment, with the secrets masked.

    What is handed on shows in a traceback with locals, and a whole environment is full of secrets.
    """
    names = {*surroundings.variables(), *FROM_ENVIRONMENT}
    seen: dict[str, Any] = {name: environ[name] for name in environ if name in names}
    return seen | {name: Token(seen[name]) for name in SECRETS if name in seen}


def ledger_path(pelican_settings: Mapping[str, Any]) -> Path | None:
    """Return where the ledger would be, or None where that setting is no path."""
    given = pelican_settings.get("MEDIUM_LEDGER", _RULES["MEDIUM_LEDGER"].default)
    try:
        return site_folder(pelican_settings) / values.path(given)
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
    return given | {name: environ[name] for name in FROM_ENVIRONMENT if _is_set(name, environ)}


def _is_set(name: str, environ: Mapping[str, Any]) -> bool:
    """Tell whether an environment has a word on this; an empty branch means the provider's own.

    An empty secret is one that this job was not given, which has to be said.
    """
    return name in environ and (name != BRANCH or bool(environ[name].strip()))


def _read_values(given: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    fields: dict[str, Any] = {}
    problems: list[str] = []
    for name, rule in _RULES.items():
        try:
            fields[rule.field] = rule.read(given.get(name, rule.default))
        except ValueError as problem:
            problems.append(f"{name}{_shown(name, given[name])}: {problem}.")
    return fields, problems


def _incomplete(fields: Mapping[str, Any]) -> list[str]:
    """Refuse one half of an integration's name and secret: no access token comes of it.

    The refresh token may be kept elsewhere (``pelican-medium login``).
    """
    names = {CLIENT_ID: "client_id", CLIENT_SECRET: "client_secret"}
    missing = [name for name, field in names.items() if fields.get(field, "wrong") is None]
    needed = any(fields.get(field) for field in (*names.values(), "refresh_token"))
    if not needed or not missing:
        return []
    return [f"{' and '.join(missing)} must be set too: an integration needs both to sign in."]


def _shown(name: str, value: Any) -> str:
    """Return " = value", but nothing of what is or may hold a secret."""
    text = repr(value)
    if name in SECRETS or (name == API_URL and re.search("[?#@]", text)):
        return ""
    return " = " + (text if len(text) <= 80 else text[:79] + "…")  # noqa: PLR2004 - a line's worth


def _unknown_names(pelican_settings: Mapping[str, Any]) -> list[tuple[str, bool]]:
    names = sorted(n for n in pelican_settings if n.startswith("MEDIUM_") and n not in _RULES)
    return [_unknown_name(name) for name in names]


def _unknown_name(name: str) -> tuple[str, bool]:
    """Return what to say of an unknown name, and whether it is a typo."""
    endings = {known.removeprefix("MEDIUM_"): known for known in _RULES}
    near = difflib.get_close_matches(name.removeprefix("MEDIUM_"), endings, n=1, cutoff=0.8)
    if near:
        return f"{name} is no setting of pelican-medium; did you mean {endings[near[0]]}?", True
    far = difflib.get_close_matches(name, _RULES, n=1, cutoff=0)[0]
    return f"{name} is no setting of pelican-medium and has no effect (nearest: {far}).", False


def _places(pelican_settings: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Path]:
    folder = site_folder(pelican_settings)
    return {name: folder / fields[name] for name in ("ledger", "outbox") if name in fields} | {
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
        "timezone": ZoneInfo(pelican_settings.get("TIMEZONE") or "UTC"),
    }


def field_of(name: str) -> str:
    """Return the field of `Settings` that a ``MEDIUM_*`` setting fills."""
    return _RULES[name].field

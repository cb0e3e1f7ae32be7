"""Fetching the pictures of a post when it is created, as Medium's API documentation says."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from pelican_medium.model.urls import host_of, is_loopback
from pelican_medium.sandbox.account import (
    MOST_PICTURE_BYTES,
    PICTURE_STARTS,
    PICTURE_TYPES,
    Account,
    Picture,
    Verdict,
)
from pelican_medium.sandbox.rules import is_web_url

MODES = ("all", "loopback", "none")
MOST_PICTURES = 100
SECONDS_EACH = 10.0
SECONDS_TOGETHER = 30.0
PATH = "/images/"

Fetch = Callable[[str], Picture]


class NotFetched(Exception):
    """A picture could not be had; the message says why."""


def fetch_picture(url: str) -> Picture:
    """Fetch one picture over the network.

    Raises:
        NotFetched: no answer, a status other than 200, or too many bytes.
    """
    from pelican_medium.medium import visit
    from pelican_medium.model import errors

    try:
        response = visit.get(url, seconds=SECONDS_EACH, most_bytes=MOST_PICTURE_BYTES)
    except errors.MediumError as error:
        raise NotFetched(str(error)) from error
    if response.status != 200:  # noqa: PLR2004 - the plain word for success
        raise NotFetched(f"status {response.status}")
    return Picture(response.body, _media_type(response.headers.get("Content-Type") or ""))


def _media_type(header: str) -> str:
    return header.partition(";")[0].strip().lower()


@dataclass(frozen=True)
class Sideloader:
    """How pictures are fetched: which hosts (``mode``), and by what.

    ``mode`` is ``all``, ``loopback`` (other hosts are noted as not fetched) or ``none``.
    """

    mode: str = "all"
    fetch: Fetch = fetch_picture
    seconds: float = SECONDS_TOGETHER

    def __post_init__(self) -> None:
        """Refuse an unknown mode with a ValueError."""
        if self.mode not in MODES:
            raise ValueError(f"Unknown sideload {self.mode!r}. Known: {', '.join(MODES)}.")

    def load(self, sources: list[str], account: Account, base: str) -> tuple[Verdict, ...]:
        """Fetch each source into the account and return what became of it, in the same order."""
        deadline = time.monotonic() + self.seconds
        return tuple(
            self._load_one(
                source, account, base, late=number >= MOST_PICTURES or time.monotonic() > deadline
            )
            for number, source in enumerate(sources)
        )

    def _load_one(self, source: str, account: Account, base: str, *, late: bool) -> Verdict:
        if source.startswith(base + PATH) and account.picture(source.removeprefix(base + PATH)):
            return Verdict(source, "uploaded before", source)
        if not is_web_url(source):
            # Relative addresses are not resolved (medium-wordpress-plugin); data: is not accepted.
            return Verdict(source, "failed", reason="not an absolute http(s) URL")
        if late:
            return Verdict(source, "not fetched", reason="too many pictures, or too slow")
        if not self._may_fetch(source):
            return Verdict(
                source, "not fetched", reason=f"the sandbox runs with sideload={self.mode}"
            )
        return self._fetched(source, account, base)

    def _may_fetch(self, source: str) -> bool:
        return self.mode == "all" or (self.mode == "loopback" and is_loopback(host_of(source)))

    def _fetched(self, source: str, account: Account, base: str) -> Verdict:
        try:
            picture = self.fetch(source)
        except NotFetched as error:
            return Verdict(source, "failed", reason=str(error))
        problem = picture_problem(picture)
        if problem:
            return Verdict(source, "failed", reason=problem)
        return Verdict(source, "side-loaded", base + PATH + account.keep(picture))


def picture_problem(picture: Picture) -> str | None:
    """Return why Medium would not take this picture, or None."""
    if picture.type not in PICTURE_TYPES:
        return f"{picture.type or 'no media type'} is not one of {', '.join(PICTURE_TYPES)}"
    if not picture.body:
        return "it is empty"
    if not picture.body.startswith(PICTURE_STARTS):
        return f"it is called {picture.type} and is not a picture of those types"
    return "it is over 25 MB" if len(picture.body) > MOST_PICTURE_BYTES else None

"""What an answer of Medium's means: pure functions from an answer to a value or an error.

The table that they follow is written out in README.md, "What an answer means".
"""

from __future__ import annotations

import email.utils
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from pelican_medium.medium import publications, shapes
from pelican_medium.medium.publications import Publication
from pelican_medium.model import PUBLISH_STATUSES, Draft, Receipt, Response
from pelican_medium.model.errors import (
    FateUnknown,
    HeldBack,
    NotSent,
    Refused,
    Rejected,
    UploadError,
)
from pelican_medium.model.urls import is_link

#: No clock that is right shows less.
_WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)

#: No two clocks differ by more unless one of them is broken.
_ABSURD = timedelta(days=366)

#: Medium's codes for a token, an account or an API that will refuse everything
#: (medium-wordpress-plugin; medium-sdk-nodejs#33, #35).
_REFUSALS = {6000, 6001, 6002, 6003, 6004, 6005, 6006, 6027}

#: "User has reached the rate limit for publishing today."
_DAILY_LIMIT = 1007

_NO_NEW_TOKENS = (
    "Medium has issued no new integration tokens since January 2025, so keep an old one that "
    "works. Without one, bring articles there by hand: pelican-medium desk"
)

_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]{1,40}")

#: Part of what Medium says of a publication that the account may not publish in.
_NOT_ALLOWED = "not allowed to publish in"

_MAKE_LIVE = (
    'Put the picture online before the article goes (MEDIUM_POST_ON = "deploy" waits for that, '
    "and MEDIUM_PICTURES_PATH puts a converted one beside your site)"
)


@dataclass(frozen=True, slots=True)
class Account:
    """Who the token belongs to."""

    id: str
    username: str
    url: str = ""


def read_account(answer: Response) -> Account:
    """Return the account of an answer to `me_request`.

    Raises:
        NotSent: the answer names none.
    """
    data = _data(answer) if _is_2xx(answer) else None
    if data and _text(data, "id"):
        names = ("id", "username", "url")
        return Account(*(_line(data, name) for name in names))
    raise _refusal(answer) or NotSent(
        f"Medium did not say whose token this is ({status_of(answer)}{said(answer)})."
    )


def read_publications(answer: Response) -> tuple[Publication, ...]:
    """Return the publications of an answer to `publications_request`.

    Raises:
        NotSent: the answer lists none, not even an empty list of them.
    """
    rows = _rows(answer)
    if rows is None:
        raise _refusal(answer) or NotSent(
            f"Medium did not say which publications there are ({status_of(answer)}{said(answer)})."
        )
    names = ("id", "name", "url")
    found = (Publication(*(_line(row, name) for name in names)) for row in rows)
    return tuple(one for one in found if one.id)


def read_role(answer: Response, user_id: str) -> str | None:
    """Return a user's role of an answer to `contributors_request`, or None.

    Who may not even ask has none.

    Raises:
        NotSent: the answer does not tell.
    """
    rows = _rows(answer)
    if rows is not None:
        pairs = ((_text(row, "userId") or "", _text(row, "role") or "") for row in rows)
        return publications.role_of(user_id, pairs)
    if answer.status in {403, 404} and _errors(answer) and _code(answer) not in _REFUSALS:
        return None
    raise _refusal(answer) or NotSent(
        f"Medium did not say who may publish there ({status_of(answer)}{said(answer)})."
    )


def read_receipt(answer: Response, draft: Draft) -> Receipt:
    """Return what Medium said of a post it created.

    Too many requests are read first, then a page, then Medium's code, then the status.

    Raises:
        HeldBack: nothing was created, and the next article may fare better.
        NotSent: nothing was created, and the next one would fare no better.
        Rejected: nothing was created, because of this article.
        FateUnknown: the post may exist.
    """
    data = _data(answer) if _is_2xx(answer) else None
    if data and _line(data, "id"):
        return _receipt(data, draft)
    if _tells_nothing(answer):
        raise _mystery(answer)
    if _is_closed_to_us(answer, draft):
        raise HeldBack(
            f"Medium does not let you publish there{said(answer)}. Nothing was created. See on "
            "Medium whether you are still its editor or writer, and here at MEDIUM_PUBLICATION "
            "and Medium_Publication."
        )
    raise _blocked(answer) or _refusal(answer) or _rejection(answer) or _mystery(answer)


def _is_closed_to_us(answer: Response, draft: Draft) -> bool:
    """Tell whether it is this publication that takes nothing from this account.

    Medium documents 403 for that; as 400 it was seen as well (Jess Schalz, 2022).
    """
    if draft.publication is None or _is_page(answer) or _is_too_many(answer):
        return False
    refused = answer.status == 403 and _code(answer) not in _REFUSALS  # noqa: PLR2004
    return refused or _NOT_ALLOWED in _message(answer).lower()


def read_image(answer: Response) -> str:
    """Return the address of a picture that was uploaded, by an account that Medium knows.

    Raises:
        NotSent: Medium would refuse the next one too.
        UploadError: it did not take this one, or did not say where it is.
    """
    data = _data(answer) if _is_2xx(answer) else None
    if data and (url := _address(data)):
        return url
    if blocked := _blocked(answer):
        raise UploadError(str(blocked), by_guard=True)
    if answer.status in {401, 403, 404} and _json(answer) is not None:
        raise UploadError(
            f"Medium takes no uploads with this token ({status_of(answer)}{said(answer)}): it may "
            f"lack the scope uploadImage. {_MAKE_LIVE}, or use a token that has this scope"
        )
    raise _refusal(answer) or UploadError(
        f"Medium did not take it ({status_of(answer)}{said(answer)})"
    )


def _receipt(data: Mapping[str, Any], draft: Draft) -> Receipt:
    post_id = _line(data, "id")
    status = _text(data, "publishStatus")
    return Receipt(
        id=post_id,
        # The short address leads to the post wherever it is (medium.com/p/<id> redirects).
        url=_address(data) or f"https://medium.com/p/{quote(post_id, safe='')}",
        publish_status=status if status in PUBLISH_STATUSES else draft.publish_status,
    )


def _refusal(answer: Response) -> NotSent | None:
    """Return the error where Medium created nothing and would refuse the next one too."""
    if _is_too_many(answer):
        return NotSent(
            f"Medium takes no more posts for now ({status_of(answer)}{said(answer)}); the rest is "
            "carried over to the next run.",
            retry_after=retry_after(answer),
        )
    if blocked := _blocked(answer):
        return NotSent(str(blocked))
    if _code(answer) in _REFUSALS or answer.status == 401:  # noqa: PLR2004
        return Refused(
            f"Medium refused the token ({status_of(answer)}{said(answer)}). {_NO_NEW_TOKENS}"
        )
    if answer.status in {403, 404} or _NOT_ALLOWED in _message(answer).lower():
        return NotSent(f"Medium does not allow this ({status_of(answer)}{said(answer)}).")
    return None


def _is_too_many(answer: Response) -> bool:
    return answer.status == 429 or _code(answer) == _DAILY_LIMIT  # noqa: PLR2004


def _blocked(answer: Response) -> HeldBack | None:
    """Return the error where a page came in place of Medium's refusal, else None."""
    if not 400 <= answer.status < 500 or answer.status in {408, 429}:  # noqa: PLR2004
        return None
    if not _is_page(answer):
        return None
    return HeldBack(
        f"A page instead of Medium's API answered ({status_of(answer)}): a guard in front of "
        "Medium, as it shows to some data centres. Try again, or from another machine.",
        by_guard=True,
    )


def _tells_nothing(answer: Response) -> bool:
    """Tell whether a status leaves open what became of a post, whatever else was said.

    A server that gave up waiting, failed or sent us elsewhere had the request by then.
    """
    return answer.status >= 500 or answer.status == 408 or 300 <= answer.status < 400  # noqa: PLR2004


def _rejection(answer: Response) -> Rejected | None:
    if answer.status in {400, 413, 415, 422} and _json(answer) is not None:
        return Rejected(f"Medium rejected it ({status_of(answer)}{said(answer)})")
    return None


def _mystery(answer: Response) -> FateUnknown:
    """Return the error of an answer that nobody expected, with its shape for whoever looks on."""
    shape = f", {_shape(answer)}" if _is_2xx(answer) else ""
    return FateUnknown(f"Medium's answer does not tell ({status_of(answer)}{shape}{said(answer)})")


def retry_after(answer: Response) -> float | None:
    """Return the seconds Medium asks to wait, or None: a number, or a date against its own."""
    value = _header(answer, "Retry-After").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    until, now = _http_date(value), _http_date(_header(answer, "Date"))
    return max(0.0, (until - now).total_seconds()) if until and now else None


def date_of(answer: Response) -> datetime | None:
    """Return the moment the server says it is, or None where it does not."""
    return _http_date(_header(answer, "Date"))


def likely_time(theirs: datetime | None, ours: datetime) -> datetime:
    """Return the time to count by: the server's, unless it has none or an absurd one.

    Absurd is one before this program was written, or years ahead of a clock of ours that is not
    absurd itself: either would let posts of today look like old ones.
    """
    if theirs is None or theirs < _WRITTEN:
        return ours
    return ours if ours >= _WRITTEN and theirs - ours > _ABSURD else theirs


def _http_date(value: str) -> datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _header(answer: Response, name: str) -> str:
    folded = {key.lower(): value for key, value in answer.headers.items()}
    return folded.get(name.lower(), "")


def _is_2xx(answer: Response) -> bool:
    return 200 <= answer.status < 300  # noqa: PLR2004


def is_broken(answer: Response) -> bool:
    """Tell whether Medium, or something in front of it, was out of order for the moment."""
    return answer.status >= 500  # noqa: PLR2004


def may_pass(answer: Response) -> bool:
    """Tell whether an upload's answer is a trouble that the next try may not meet."""
    gave_up = answer.status == 408  # noqa: PLR2004 - the server waited too long for the request
    return is_broken(answer) or gave_up or (_is_2xx(answer) and not _data(answer))


def _is_page(answer: Response) -> bool:
    """Tell whether this is a web page, whatever its label says, and no JSON, whatever that says."""
    labelled = "html" in _header(answer, "Content-Type").lower()
    return (labelled or answer.body.lstrip().startswith(b"<")) and _json(answer) is None


def _json(answer: Response) -> Any:
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        return None


def _data(answer: Response) -> dict[str, Any] | None:
    whole = _json(answer)
    data = whole.get("data") if isinstance(whole, dict) else None
    return data if isinstance(data, dict) else None


def _rows(answer: Response) -> list[dict[str, Any]] | None:
    """Return the objects of a list that was answered, or None where none was."""
    whole = _json(answer) if _is_2xx(answer) else None
    rows = whole.get("data") if isinstance(whole, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else None


def _text(data: Mapping[str, Any], name: str) -> str | None:
    value = data.get(name)
    return value if isinstance(value, str) and value else None


def _line(data: Mapping[str, Any], name: str) -> str:
    """Return a text on one line without control characters, because a terminal shows it."""
    return printable(_text(data, name) or "")


def _address(data: Mapping[str, Any]) -> str | None:
    """Return an address, if it may become a link."""
    url = _text(data, "url")
    return url if url and is_link(url) else None


def printable(text: str) -> str:
    """Return a text on one line, without what a terminal would obey or could not show."""
    kept = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(kept.split())


def _errors(answer: Response) -> list[dict[str, Any]]:
    whole = _json(answer)
    errors = whole.get("errors") if isinstance(whole, dict) else None
    return [e for e in errors if isinstance(e, dict)] if isinstance(errors, list) else []


def _code(answer: Response) -> int | None:
    """Return the code that says most: one that means more than this article, else the first."""
    codes = [e["code"] for e in _errors(answer) if isinstance(e.get("code"), int)]
    weighty = [code for code in codes if code in _REFUSALS or code == _DAILY_LIMIT]
    return next(iter([*weighty, *codes]), None)


def _message(answer: Response) -> str:
    """Return what Medium said, as one line without control characters: a terminal shows it."""
    messages = [e["message"] for e in _errors(answer) if isinstance(e.get("message"), str)]
    return printable("; ".join(messages))[:300]


def status_of(answer: Response) -> str:
    """Return the status of an answer, and Medium's code where it has one."""
    code = _code(answer)
    return f"HTTP {answer.status}" + (f", code {code}" if code is not None else "")


def described(answer: Response) -> str:
    """Return an answer's status, codes, media type and shape: nothing that stands in it."""
    kind = _header(answer, "Content-Type").partition(";")[0].strip().lower()
    known = kind if _MEDIA_TYPE.fullmatch(kind) else "no media type"
    return f"{status_of(answer)}, {known}, {_shape(answer)}"


def _shape(answer: Response) -> str:
    if not answer.body.strip():
        return "nothing"
    if _is_page(answer):
        return "a web page"
    value = _json(answer)
    return "no JSON" if value is None else shapes.shape(value)


def said(answer: Response) -> str:
    """Return what Medium said, to stand behind something else, or ""."""
    message = _message(answer)
    return f": “{message}”" if message else ""

"""Medium's API: pure functions that build a request or read an answer, and one small client.

The field tables are those of Medium's API documentation (the archived medium-api-docs); what
an answer means is the contract of this project and is written out in README.md.
"""

from __future__ import annotations

import email.utils
import hashlib
import json
import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from pelican_medium.medium import publications
from pelican_medium.medium.publications import Publication
from pelican_medium.model import PUBLISH_STATUSES, Draft, Picture, Receipt, Request, Response, Send
from pelican_medium.model.errors import (
    ArticleError,
    DeliveryError,
    FateUnknown,
    NeverConnected,
    NoAnswer,
    NotSent,
    Rejected,
    TransportError,
    UploadError,
)
from pelican_medium.model.urls import is_absolute

#: How often a GET is tried, and the seconds before the second and third try; a GET may be
#: repeated, because it changes nothing.
GET_TRIES = 3
GET_PAUSE = 0.5

#: How often an upload is tried: it may be repeated, because the same bytes are one picture.
UPLOAD_TRIES = 3

#: How many publications are asked for their contributors to say where an article could go: an
#: account may follow two hundred (Medium's API documentation), and each is a question.
MOST_ASKED = 25

#: No clock that is right shows less.
_WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)

#: No two clocks differ by more unless one of them is broken.
_ABSURD = timedelta(days=366)

_JSON_HEADERS = {
    "Accept": "application/json",
    "Accept-Charset": "utf-8",
    "Content-Type": "application/json",
}

#: Medium's codes for a token, an account or an API that will refuse everything
#: (medium-wordpress-plugin; medium-sdk-nodejs#33, #35).
_REFUSALS = {6000, 6001, 6002, 6003, 6004, 6005, 6006, 6027}

#: "User has reached the rate limit for publishing today."
_DAILY_LIMIT = 1007

_NO_NEW_TOKENS = (
    "Medium issues no new integration tokens since January 2025, so keep an old one that works; "
    "without one, 'pelican-medium mark KEY posted --url URL' records what you publish by hand."
)


@dataclass(frozen=True, slots=True)
class Account:
    """Who the token belongs to."""

    id: str
    username: str
    url: str = ""


# --- Requests -------------------------------------------------------------------------------


def me_request(api_url: str) -> Request:
    """Return the request for the token's own account."""
    return Request("GET", f"{api_url}/me", _JSON_HEADERS)


def publications_request(api_url: str, user_id: str) -> Request:
    """Return the request for the publications a user edits, writes for or follows."""
    return Request("GET", f"{api_url}/users/{quote(user_id, safe='')}/publications", _JSON_HEADERS)


def contributors_request(api_url: str, publication_id: str) -> Request:
    """Return the request for who may put stories into a publication."""
    publication = quote(publication_id, safe="")
    return Request("GET", f"{api_url}/publications/{publication}/contributors", _JSON_HEADERS)


def post_request(api_url: str, user_id: str, draft: Draft) -> Request:
    """Return the request that creates a post on the user's profile."""
    return _posting(f"{api_url}/users/{quote(user_id, safe='')}/posts", draft)


def publication_post_request(api_url: str, publication_id: str, draft: Draft) -> Request:
    """Return the request that creates a post in a publication."""
    return _posting(f"{api_url}/publications/{quote(publication_id, safe='')}/posts", draft)


def _posting(url: str, draft: Draft) -> Request:
    body = json.dumps(post_body(draft), ensure_ascii=True).encode("ascii")
    return Request("POST", url, _JSON_HEADERS, body)


def post_body(draft: Draft) -> dict[str, Any]:
    """Return the fields of a post, by the names Medium documents."""
    body: dict[str, Any] = {
        "title": draft.title,
        "contentFormat": "html",
        "content": draft.content,
        "canonicalUrl": draft.canonical_url,
        "tags": list(draft.tags),
        "publishStatus": draft.publish_status,
        "license": draft.license,
        "notifyFollowers": draft.notify_followers,
    }
    if draft.published_at:
        # Undocumented but confirmed by staff: ISO 8601 in (medium-api-docs#43, #66).
        body["publishedAt"] = draft.published_at.astimezone(UTC).isoformat(timespec="seconds")
    return body


def image_request(api_url: str, picture: Picture) -> Request:
    """Return the request that uploads a picture: multipart, one part named ``image``."""
    boundary = "picture-" + hashlib.sha256(picture.body).hexdigest()
    head = (
        f"--{boundary}\r\n"
        f'Content-Disposition: form-data; name="image"; filename="{picture.name}"\r\n'
        f"Content-Type: {picture.type}\r\n\r\n"
    )
    body = head.encode("ascii") + picture.body + f"\r\n--{boundary}--\r\n".encode("ascii")
    form = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    return Request("POST", f"{api_url}/images", {**_JSON_HEADERS, **form}, body)


# --- Answers --------------------------------------------------------------------------------


def read_account(answer: Response) -> Account:
    """Return the account of an answer to `me_request`.

    Raises:
        NotSent: the answer names none.
    """
    data = _data(answer) if _is_2xx(answer) else None
    if data and _text(data, "id"):
        names = ("id", "username", "url")
        return Account(*(_text(data, name) or "" for name in names))
    raise _refusal(answer) or NotSent(
        f"Medium did not say whose token this is ({_status(answer)}{_said(answer)})."
    )


def read_publications(answer: Response) -> tuple[Publication, ...]:
    """Return the publications of an answer to `publications_request`.

    Raises:
        NotSent: the answer lists none, not even an empty list of them.
    """
    rows = _rows(answer)
    if rows is None:
        raise _refusal(answer) or NotSent(
            f"Medium did not say which publications there are ({_status(answer)}{_said(answer)})."
        )
    names = ("id", "name", "url")
    found = (Publication(*(_text(row, name) or "" for name in names)) for row in rows)
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
        f"Medium did not say who may publish there ({_status(answer)}{_said(answer)})."
    )


def read_receipt(answer: Response, draft: Draft) -> Receipt:
    """Return what Medium said of a post it created. Its code comes first, then the status.

    Raises:
        NotSent: nothing was created, and the next article would fare no better.
        Rejected: nothing was created, because of this article.
        FateUnknown: the post may exist.
    """
    data = _data(answer) if _is_2xx(answer) else None
    if data and _text(data, "id"):
        return _receipt(data, draft)
    not_there = draft.publication is not None and answer.status == 403  # noqa: PLR2004
    refusal = _refusal(answer, not_there=not_there)
    raise refusal or _rejection(answer) or _mystery(answer)


def read_image(answer: Response) -> str:
    """Return the address of a picture that was uploaded.

    Raises:
        NotSent: Medium would refuse the next one too.
        UploadError: it did not take this one, or did not say where it is.
    """
    data = _data(answer) if _is_2xx(answer) else None
    url = _text(data, "url") if data else None
    if url and is_absolute(url):
        return url
    raise _refusal(answer) or UploadError(
        f"Medium did not take it ({_status(answer)}{_said(answer)})"
    )


def _receipt(data: Mapping[str, Any], draft: Draft) -> Receipt:
    post_id = _text(data, "id") or ""
    status = _text(data, "publishStatus")
    return Receipt(
        id=post_id,
        # The short address leads to the post wherever it is (medium.com/p/<id> redirects).
        url=_text(data, "url") or f"https://medium.com/p/{post_id}",
        publish_status=status if status in PUBLISH_STATUSES else draft.publish_status,
    )


def _refusal(answer: Response, *, not_there: bool = False) -> NotSent | None:
    """Return the error where Medium created nothing and would refuse the next one too.

    Args:
        not_there: whether a status alone says that the account may not publish there.
    """
    code = _code(answer)
    if code == _DAILY_LIMIT or (code not in _REFUSALS and answer.status == 429):  # noqa: PLR2004
        return NotSent(
            f"Medium takes no more posts for now ({_status(answer)}{_said(answer)}); the rest is "
            "carried over to the next run.",
            retry_after=retry_after(answer),
        )
    if code in _REFUSALS or answer.status == 401:  # noqa: PLR2004
        return NotSent(
            f"Medium refused the token ({_status(answer)}{_said(answer)}). {_NO_NEW_TOKENS}"
        )
    if _is_html(answer) and 400 <= answer.status < 500:  # noqa: PLR2004
        return NotSent(
            f"A page instead of Medium's API answered ({_status(answer)}): a guard in front of "
            "Medium, as it shows to some data centres. Try again, or from another machine."
        )
    if not_there or "not allowed to publish in" in _message(answer).lower():
        # One message whatever the status: as 400 it was seen as well (Jess Schalz, 2022).
        return NotSent(
            f"Medium does not let you publish there{_said(answer)}. Nothing was created. See on "
            "Medium whether you are still its editor or writer, and here at MEDIUM_PUBLICATION "
            "and Medium_Publication."
        )
    if answer.status in {403, 404}:
        return NotSent(f"Medium does not allow this ({_status(answer)}{_said(answer)}).")
    return None


def _rejection(answer: Response) -> Rejected | None:
    if answer.status in {400, 413, 415, 422} and _json(answer) is not None:
        return Rejected(f"Medium rejected it ({_status(answer)}{_said(answer)})")
    return None


def _mystery(answer: Response) -> FateUnknown:
    return FateUnknown(f"Medium's answer does not tell ({_status(answer)}{_said(answer)})")


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


def _may_pass(answer: Response) -> bool:
    """Tell whether an upload's answer is a trouble that the next try may not meet."""
    return answer.status >= 500 or (_is_2xx(answer) and not _data(answer))  # noqa: PLR2004


def _is_html(answer: Response) -> bool:
    labelled = "html" in _header(answer, "Content-Type").lower()
    return labelled or answer.body.lstrip().startswith(b"<")


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
    told = re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", "; ".join(messages))
    return " ".join(told.split())[:300]


def _status(answer: Response) -> str:
    code = _code(answer)
    return f"HTTP {answer.status}" + (f", code {code}" if code is not None else "")


def _said(answer: Response) -> str:
    message = _message(answer)
    return f": “{message}”" if message else ""


# --- The client -----------------------------------------------------------------------------


class Medium:
    """Medium as a destination: asks who the token belongs to once, then delivers drafts."""

    name = "medium"

    def __init__(
        self,
        send: Send,
        api_url: str,
        *,
        submit_as_writer: bool = False,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Take what sends requests; nothing is sent yet.

        Args:
            submit_as_writer: whether drafts may be submitted to publications.
        """
        self._send = send
        self._api_url = api_url
        self._submit_as_writer = submit_as_writer
        self._pause = pause
        self._listed: tuple[Publication, ...] | None = None
        self._roles: dict[str, str | None] = {}
        self._account: Account | None = None
        self._asked_at = datetime.now(UTC)
        self._asked_tick = time.monotonic()

    def now(self) -> datetime:
        """Return Medium's own time, so that no jump of our clock unlocks more posts.

        It goes on from Medium's answer by a clock that nobody can set.

        Raises:
            NotSent: Medium refused the token or could not be reached.
        """
        self._whose()
        return self._asked_at + timedelta(seconds=time.monotonic() - self._asked_tick)

    def admit(self, draft: Draft) -> Draft:
        """Return a draft as it may go where it is meant to, with notes on that.

        Medium is asked for publications and their contributors once, and only where an article
        is meant for one.

        Raises:
            ArticleError: it may not go there; the message says where it could.
            NotSent: Medium refused to say, or could not be reached.
        """
        if draft.publication is None:
            return draft
        publication, role = self._publication(draft.publication)
        submit = self._submit_as_writer
        return publications.admitted(draft, publication, role, submit_as_writer=submit)

    def _publication(self, wish: str) -> tuple[Publication, str]:
        found = publications.find(wish, self._publications())
        role = self._role(found) if found else None
        if found is None or role is None:
            raise publications.refused(wish, found, self._possible())
        return found, role

    def _publications(self) -> tuple[Publication, ...]:
        if self._listed is None:
            request = publications_request(self._api_url, self._whose().id)
            self._listed = read_publications(self._get(request))
        return self._listed

    def _role(self, publication: Publication) -> str | None:
        if publication.id not in self._roles:
            answer = self._get(contributors_request(self._api_url, publication.id))
            self._roles[publication.id] = read_role(answer, self._whose().id)
        return self._roles[publication.id]

    def _possible(self) -> list[tuple[Publication, str]]:
        """Return where this account may publish, among the first that it lists."""
        asked = [(one, self._role(one)) for one in self._publications()[:MOST_ASKED]]
        return [(one, role) for one, role in asked if role]

    def deliver(self, draft: Draft) -> Receipt:
        """Send a draft, once and no more.

        Raises:
            NotSent: nothing was created, and the next one would fare no better.
            Rejected: nothing was created, because of this draft.
            FateUnknown: the post may exist.
        """
        request = self._posting(draft)
        try:
            answer = self._send(request)
        except NeverConnected as error:
            raise _unreachable(error) from None
        except NoAnswer as error:
            raise FateUnknown(f"it was sent, and then: {error}") from None
        return read_receipt(answer, draft)

    def _posting(self, draft: Draft) -> Request:
        if draft.publication is None:
            return post_request(self._api_url, self._whose().id, draft)
        try:
            publication, _ = self._publication(draft.publication)
        except ArticleError as error:  # only where nobody has asked `admit` before
            raise Rejected(str(error)) from None
        return publication_post_request(self._api_url, publication.id, draft)

    def upload(self, picture: Picture) -> str:
        """Upload a picture, again where that may help, and return its address at Medium.

        Raises:
            NotSent: Medium would refuse the next one too.
            UploadError: it did not take this one.
        """
        request = image_request(self._api_url, picture)
        for attempt in range(1, UPLOAD_TRIES):
            try:
                answer = self._send(request)
            except TransportError:
                answer = None
            if answer is not None and not _may_pass(answer):
                return read_image(answer)
            self._pause_before(attempt)
        try:
            return read_image(self._send(request))
        except NeverConnected as error:
            raise _unreachable(error) from None
        except NoAnswer as error:
            raise UploadError(f"Medium did not answer ({error})") from None

    def _pause_before(self, attempt: int) -> None:
        self._pause(GET_PAUSE * 2**attempt * random.uniform(0.5, 1))  # noqa: S311 - jitter

    def account(self) -> Account:
        """Return whose token it is.

        Raises:
            NotSent: Medium refused the token or could not be reached.
        """
        return self._whose()

    def _whose(self) -> Account:
        if self._account is None:
            answer = self._get(me_request(self._api_url))
            self._account = read_account(answer)
            self._asked_at = likely_time(date_of(answer), datetime.now(UTC))
            self._asked_tick = time.monotonic()
        return self._account

    def _get(self, request: Request) -> Response:
        """Repeat a GET a few times, with growing, jittered pauses."""
        for attempt in range(1, GET_TRIES):
            try:
                answer = self._send(request)
            except TransportError:
                answer = None
            if answer is not None and answer.status < 500:  # noqa: PLR2004
                return answer
            self._pause_before(attempt)
        try:
            return self._send(request)
        except TransportError as error:
            raise _unreachable(error) from None


def _unreachable(error: TransportError) -> DeliveryError:
    return NotSent(f"Medium could not be reached ({error}). Nothing was sent; the next run tries.")

"""Medium as a destination: asks only what it must, and sends each article once."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pelican_medium.medium import answers, publications, requests
from pelican_medium.medium.answers import Account
from pelican_medium.medium.publications import Publication
from pelican_medium.model import NEAR, Draft, Picture, Receipt, Request, Response, Send
from pelican_medium.model.errors import (
    ArticleError,
    DeliveryError,
    FateUnknown,
    HeldBack,
    NeverConnected,
    NoAnswer,
    NotSent,
    Rejected,
    TransportError,
    UploadError,
)

#: How often what may be repeated is tried: a GET, because it changes nothing, and an upload,
#: because the same bytes are one picture.
TRIES = 3

#: Seconds before the second try; twice as many before the third.
PAUSE = 1.0

#: How many publications are asked for their contributors to say where an article could go: an
#: account may follow two hundred (Medium's API documentation), and each is a question.
MOST_ASKED = 25


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
        self._closed: dict[str, str] = {}
        self._account: Account | None = None
        self._asked_at = datetime.now(UTC)
        self._asked_tick = time.monotonic()

    def now(self) -> datetime:
        """Return Medium's own time, so that no jump of our clock unlocks more posts.

        It goes on from Medium's answer by a clock that nobody can set.

        Raises:
            NotSent: Medium refused the token or could not be reached.
        """
        self.account()
        return self._asked_at + timedelta(seconds=time.monotonic() - self._asked_tick)

    def admit(self, draft: Draft) -> Draft:
        """Return a draft as it may go where it is meant to, with notes on that.

        A date that is as good as now by Medium's own clock is left out.
        Medium is asked for publications and their contributors once, and only where an article
        is meant for one.

        Raises:
            ArticleError: it may not go there; the message says where it could.
            NotSent: Medium refused to say, or could not be reached.
        """
        if draft.published_at and draft.published_at >= self.now() - NEAR:
            draft = replace(draft, published_at=None)
        if draft.publication is None:
            return draft
        if draft.publication in self._closed:
            raise ArticleError(self._closed[draft.publication])
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
            request = requests.publications_request(self._api_url, self.account().id)
            self._listed = answers.read_publications(self._get(request))
        return self._listed

    def _role(self, publication: Publication) -> str | None:
        if publication.id not in self._roles:
            answer = self._get(requests.contributors_request(self._api_url, publication.id))
            self._roles[publication.id] = answers.read_role(answer, self.account().id)
        return self._roles[publication.id]

    def _possible(self) -> list[tuple[Publication, str]]:
        """Return where this account may publish, among the first that it lists."""
        asked = [(one, self._role(one)) for one in self._publications()[:MOST_ASKED]]
        return [(one, role) for one, role in asked if role]

    def deliver(self, draft: Draft) -> Receipt:
        """Send a draft, once and no more.

        Raises:
            HeldBack: nothing was created, and the next one may fare better.
            NotSent: nothing was created, and the next one would fare no better.
            Rejected: nothing was created, because of this draft.
            FateUnknown: the post may exist.
        """
        request = self._posting(draft)
        try:
            return answers.read_receipt(self._send(request), draft)
        except NeverConnected as error:
            raise _unreachable(error) from None
        except NoAnswer as error:
            raise FateUnknown(f"it was sent, then the connection failed: {error}") from None
        except HeldBack as error:
            self._remember_closed(draft, error)
            raise

    def _remember_closed(self, draft: Draft, error: HeldBack) -> None:
        """Let no other article of this run knock at a publication that takes nothing of ours."""
        if draft.publication is not None and not error.by_guard:
            self._closed[draft.publication] = str(error)

    def _posting(self, draft: Draft) -> Request:
        if draft.publication is None:
            return requests.post_request(self._api_url, self.account().id, draft)
        try:
            publication, _ = self._publication(draft.publication)
        except ArticleError as error:  # only where nobody has asked `admit` before
            raise Rejected(str(error)) from None
        return requests.publication_post_request(self._api_url, publication.id, draft)

    def upload(self, picture: Picture) -> str:
        """Upload a picture, again where that may help, and return its address at Medium.

        Whose token it is is asked first: only then is a refusal one of this picture.

        Raises:
            NotSent: Medium would refuse the next one too.
            UploadError: it did not take this one.
        """
        self.account()
        request = requests.image_request(self._api_url, picture)
        try:
            return answers.read_image(self._persistently(request, answers.may_pass))
        except NeverConnected as error:
            raise _unreachable(error) from None
        except NoAnswer as error:
            raise UploadError(f"Medium did not answer ({error})") from None

    def account(self) -> Account:
        """Return whose token it is; Medium is asked once.

        Raises:
            NotSent: Medium refused the token or could not be reached.
        """
        if self._account is None:
            answer = self._get(requests.me_request(self._api_url))
            self._account = answers.read_account(answer)
            self._asked_at = answers.likely_time(answers.date_of(answer), datetime.now(UTC))
            self._asked_tick = time.monotonic()
        return self._account

    def _get(self, request: Request) -> Response:
        try:
            return self._persistently(request, answers.is_broken)
        except TransportError as error:
            raise _unreachable(error) from None

    def _persistently(self, request: Request, in_vain: Callable[[Response], bool]) -> Response:
        """Send what may be repeated a few times, with growing, jittered pauses.

        Args:
            in_vain: whether an answer tells of a trouble that the next try may not meet.

        Raises:
            TransportError: the last try brought no answer.
        """
        for attempt in range(TRIES - 1):
            with suppress(TransportError):
                answer = self._send(request)
                if not in_vain(answer):
                    return answer
            self._pause(PAUSE * 2**attempt * random.uniform(0.5, 1))  # noqa: S311 - jitter
        return self._send(request)


def _unreachable(error: TransportError) -> DeliveryError:
    return NotSent(f"Medium could not be reached ({error}). Nothing was sent; the next run tries.")

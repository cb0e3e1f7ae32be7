"""What can go wrong, grouped by what the caller can do about it.

Every message is a sentence for the author: what happened, to which article or setting, what
was recorded, what to do now. None ever holds the token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class MediumError(Exception):
    """Anything pelican-medium knows how to explain."""


class SettingsError(MediumError):
    """Settings that cannot be used; all problems at once.

    Attributes:
        problems: one sentence for each wrong setting.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        """Keep the problems and join them into one message."""
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class LedgerError(MediumError):
    """A ledger that is missing, damaged, foreign or cannot be written."""


class LedgerMissing(LedgerError):
    """There is no ledger file: whether an article was sent before cannot be known."""


class LedgerBusy(LedgerError):
    """Another run holds the ledger's lock."""


class OutboxError(MediumError):
    """An outbox that is missing, damaged or of another version."""


class PreviewError(MediumError):
    """The folder of the preview cannot be used or written to."""


class DeskError(MediumError):
    """The desk was asked for what it cannot do; nothing was changed."""


class AddressError(DeskError):
    """What was given at the desk is no story's address on Medium; nothing was changed."""


class FeedError(MediumError):
    """A public feed that cannot be had or read; nothing depends on it."""


class ArticleError(MediumError):
    """One article cannot be sent as it is; the others can."""


class PictureHeld(ArticleError):
    """One picture or page of an article is not ready: the article waits, the others go.

    Attributes:
        picture: its address, or None where it is the article's own page.
        passing: whether it may well be ready in some minutes, with nothing done.
        by_guard: whether a web page came in place of Medium's answer to its upload, as a guard
            in front of Medium sends it. Several in a row mean that it lets nothing through.
    """

    def __init__(
        self,
        message: str,
        *,
        picture: str | None = None,
        passing: bool = False,
        by_guard: bool = False,
    ) -> None:
        """Keep the picture's address beside the message."""
        self.picture = picture
        self.passing = passing
        self.by_guard = by_guard
        super().__init__(message)


class PictureError(MediumError):
    """One picture is not what it should be; the message says why, to be read after its name."""


class UploadError(MediumError):
    """Medium did not take one picture; nothing else is wrong.

    Attributes:
        by_guard: whether a web page came in place of Medium's answer.
    """

    def __init__(self, message: str, *, by_guard: bool = False) -> None:
        """Keep beside the message whether it was a guard in front of Medium that answered."""
        self.by_guard = by_guard
        super().__init__(message)


class TransportError(MediumError):
    """The bytes did not make it there and back."""


class NeverConnected(TransportError):
    """No connection ever stood, so not a byte of the request has left."""


class OwnNetwork(NeverConnected):
    """The address lies in no public network, and so nobody knocked there."""


class NoAnswer(TransportError):
    """A connection stood; whether the request was carried out is not known."""


class DeliveryError(MediumError):
    """A post did not become a receipt."""


class NotSent(DeliveryError):
    """Medium created nothing and would refuse the next article too: the run stops.

    Attributes:
        retry_after: seconds Medium asked to wait, or None if it did not say.
    """

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        """Keep Medium's wish to wait beside the message."""
        self.retry_after = retry_after
        super().__init__(message)


class Refused(NotSent):
    """Medium does not know the token, or does not know it any more."""


class Rejected(DeliveryError):
    """Medium created nothing because of this very article: the run goes on."""


class HeldBack(DeliveryError):
    """Medium created nothing, and only this article has to wait: it is held, the run goes on.

    Attributes:
        by_guard: whether a web page came in place of Medium's answer, as a guard in front of
            Medium sends it. Several in a row mean that it lets nothing through.
    """

    def __init__(self, message: str, *, by_guard: bool = False) -> None:
        """Keep beside the message whether it was a guard in front of Medium that answered."""
        self.by_guard = by_guard
        super().__init__(message)


class FateUnknown(DeliveryError):
    """The post may or may not exist: only a person can tell, and the run stops."""


class CredentialsError(MediumError):
    """Kept credentials that cannot be read, used or renewed; what is kept stays as it is."""


class LoginError(MediumError):
    """Logging in to Medium did not work; nothing was kept."""

"""One article to its destination: intent on disk, a last look, the POST, the answer on disk."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from pelican_medium.model import Article, Destination, Draft, Receipt
from pelican_medium.model.errors import FateUnknown, HeldBack, LedgerError, NotSent, Rejected
from pelican_medium.posting.recorder import Intent, Recorder

#: Called when the intent to send an article is on disk; raises NotSent if it may not be sent.
AfterSave = Callable[[], None]


@dataclass(slots=True)
class Delivery:
    """Sends drafts, each between two saves of the ledger.

    Attributes:
        announced: whether another program was told what the ledger said in between.
    """

    recorder: Recorder
    destination: Destination
    after_save: AfterSave | None = None
    announced: bool = False

    def attempt(
        self, article: Article, draft: Draft, meanwhile: Callable[[], None] = lambda: None
    ) -> Receipt | None:
        """Send a draft, once, and record what became of it.

        Args:
            meanwhile: called when it is about to leave, to begin what can be done until its
                answer comes.

        Returns:
            None where the article does not wait any more.

        Raises:
            NotSent: nothing was created, and the next one would fare no better.
            HeldBack: nothing was created, and this article has to wait.
            Rejected: nothing was created, because of this draft.
            FateUnknown: the post may exist.
            LedgerError: the ledger cannot be saved; the message says what was sent.
        """
        intent = self.recorder.begin(article, self.destination.now())
        if intent is None:
            return None
        self._announce(intent, meanwhile)
        receipt = self._send(intent, draft)
        self.recorder.sent(intent, receipt)
        return receipt

    def _announce(self, intent: Intent, meanwhile: Callable[[], None]) -> None:
        """Let the intent leave this machine before the article does, and look once more.

        Raises:
            NotSent: it must not be sent; the ledger is as it was.
        """
        try:
            if self.after_save is not None:
                self.announced = True
                self.after_save()
            self.recorder.confirm(intent)
            meanwhile()
        except NotSent as error:
            self.recorder.withdrawn(intent, error)
            raise
        except BaseException:  # Ctrl-C: nothing was sent
            with contextlib.suppress(LedgerError):
                self.recorder.withdrawn(intent)
            raise

    def _send(self, intent: Intent, draft: Draft) -> Receipt:
        try:
            return self.destination.deliver(draft)
        except (NotSent, HeldBack) as error:
            self.recorder.withdrawn(intent, error)
            raise
        except Rejected as error:
            self.recorder.rejected(intent, str(error))
            raise
        except FateUnknown as error:
            self.recorder.unknown(intent, str(error))
            raise
        except BaseException as error:  # Ctrl-C, or a defect of ours: it may have been sent
            with contextlib.suppress(LedgerError):  # the posting on disk tells enough
                self.recorder.unknown(intent, f"interrupted by {type(error).__name__}")
            raise

"""What GitHub's runners want to be told: a summary in Markdown, and outputs for later steps.

Both are files named by the environment, to be appended to (GitHub, "Workflow commands").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from pelican_medium.model import Outcome
from pelican_medium.model.errors import MediumError
from pelican_medium.posting import queue
from pelican_medium.settings import Settings
from pelican_medium.store import outbox
from pelican_medium.store.ledger import Ledger

SUMMARY, OUTPUT = "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"


@contextmanager
def telling(
    environ: Mapping[str, str],
    settings: Settings,
    outcomes: Sequence[Outcome],
    warn: Callable[[str], None],
) -> Iterator[None]:
    """Tell GitHub at the end, where it runs us, what was done; also if it ends with an error."""
    if not wanted(environ):
        yield
        return
    before = _bytes(settings.ledger)
    try:
        yield
    finally:
        changed = _bytes(settings.ledger) != before
        trouble = tell(environ, outcomes, pending=_waiting(settings), changed=changed)
        if trouble:
            warn(trouble)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _waiting(settings: Settings) -> int:
    """Return how many articles wait now; none where the files cannot be read, which is told."""
    try:
        book = Ledger(settings.ledger).read()
        return len(queue.of(outbox.read(settings.outbox), book, settings).waiting)
    except MediumError:
        return 0


def wanted(environ: Mapping[str, str]) -> bool:
    """Tell whether somebody reads what we would write."""
    return bool(environ.get(SUMMARY) or environ.get(OUTPUT))


def tell(
    environ: Mapping[str, str], outcomes: Sequence[Outcome], *, pending: int, changed: bool
) -> str | None:
    """Append to both files, as far as they are named.

    Args:
        pending: how many articles wait after this run.
        changed: whether the ledger's file is another one than before.

    Returns:
        What went wrong, or None. It is no reason to fail: the ledger tells it all.
    """
    posted = sum(outcome.state == "posted" for outcome in outcomes)
    texts = {SUMMARY: markdown(outcomes, pending), OUTPUT: outputs(posted, pending, changed)}
    try:
        for name, text in texts.items():
            if path := environ.get(name):
                with Path(path).open("a", encoding="utf-8") as file:
                    file.write(text)
    except OSError as error:
        return f"what was done could not be told to GitHub ({error.strerror or error})."
    return None


def outputs(posted: int, pending: int, changed: bool) -> str:  # noqa: FBT001 - all three are told
    """Return the outputs of a step, a line each."""
    return f"posted={posted}\npending={pending}\nledger_changed={str(changed).lower()}\n"


def markdown(outcomes: Sequence[Outcome], pending: int) -> str:
    """Return a summary: a row for each article of the run, and how many wait."""
    rows = "".join(f"| {_linked(o)} | {o.state} | {_escaped(o.reason or '')} |\n" for o in outcomes)
    head = "| article | state | why |\n|---|---|---|\n" if rows else "Nothing was sent.\n"
    return f"### To Medium\n\n{head}{rows}\n{pending} waiting.\n\n"


def _linked(outcome: Outcome) -> str:
    title = _escaped(outcome.title)
    address = re.sub(r"[\s()<>|]", "", outcome.medium_url or "")
    return f"[{title}]({address})" if address else title


def _escaped(text: str) -> str:
    r"""Return a text in which Markdown finds no marks and a table no end.

    >>> _escaped("a|b [c] <d>")
    'a\\|b \\[c\\] \\<d\\>'
    """
    return re.sub(r"([\\`*_\[\]<>|~#])", r"\\\1", " ".join(text.split()))

"""What GitHub's runners want to be told: a summary in Markdown, and outputs for later steps.

Both are files named by the environment, to be appended to (GitHub, "Workflow commands").
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from pelican_medium.model import Outcome
from pelican_medium.model.errors import MediumError
from pelican_medium.posting import queue, words
from pelican_medium.posting.queue import Queue
from pelican_medium.settings import Settings
from pelican_medium.store import outbox
from pelican_medium.store.book import Book
from pelican_medium.store.ledger import Ledger

SUMMARY, OUTPUT, ACTIONS = "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "GITHUB_ACTIONS"


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
        found = _queue(settings)
        done = {outcome.key for outcome in outcomes}
        open_ = [one for one in words.needing(found, settings.api) if one.key not in done]
        changed = _bytes(settings.ledger) != before
        trouble = tell(environ, [*outcomes, *open_], pending=len(found.waiting), changed=changed)
        if trouble:
            warn(trouble)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _queue(settings: Settings) -> Queue:
    """Return who waits now; nobody where the files cannot be read, which the run has told."""
    try:
        return queue.of(outbox.read(settings.outbox), Ledger(settings.ledger).read(), settings)
    except MediumError:
        return queue.of(None, Book(), settings)


def wanted(environ: Mapping[str, str]) -> bool:
    """Tell whether somebody reads what we would write."""
    return any(environ.get(name) for name in (SUMMARY, OUTPUT, ACTIONS))


def tell(
    environ: Mapping[str, str], outcomes: Sequence[Outcome], *, pending: int, changed: bool
) -> str | None:
    """Append to both files, as far as they are named, and mark the job where a person is needed.

    Args:
        outcomes: what became of the run's articles, and what earlier runs left to a person.
        pending: how many articles wait after this run.
        changed: whether the ledger's file is another one than before.

    Returns:
        What went wrong, or None. It is no reason to fail: the ledger tells it all.
    """
    posted = sum(outcome.state == "posted" for outcome in outcomes)
    texts = {SUMMARY: markdown(outcomes, pending), OUTPUT: outputs(posted, pending, changed)}
    if environ.get(ACTIONS) == "true":
        sys.stderr.write("".join(warnings(outcomes)))
    try:
        for name, text in texts.items():
            if path := environ.get(name):
                with Path(path).open("a", encoding="utf-8") as file:
                    file.write(text)
    except OSError as error:
        return f"what was done could not be told to GitHub ({error.strerror or error})."
    return None


#: What a person has to look at.
_URGENT = {"unknown", "held", "rejected"}


#: GitHub shows ten annotations of a kind for a step ("Workflow commands").
_MOST = 10


def warnings(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield a workflow command for each article that a person has to look at.

    A job whose exit status is 0 shows no other sign of an article whose fate is unknown.
    """
    lines = [words.in_words(outcome) for outcome in outcomes if outcome.state in _URGENT]
    if len(lines) > _MOST:
        lines[_MOST - 1 :] = [f"{len(lines) - _MOST + 1} more: pelican-medium status"]
    for line in lines:
        yield f"::warning title=Medium::{_as_data(line)}\n"


def _as_data(text: str) -> str:
    r"""Return a text as a workflow command takes it: no line of it can be another command.

    >>> _as_data("50%\n::error::x")
    '50%25%0A::error::x'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def outputs(posted: int, pending: int, changed: bool) -> str:  # noqa: FBT001 - all three are told
    """Return the outputs of a step, a line each."""
    return f"posted={posted}\npending={pending}\nledger_changed={str(changed).lower()}\n"


def markdown(outcomes: Sequence[Outcome], pending: int) -> str:
    """Return a summary: a row for each article, those that need a person first."""
    outcomes = sorted(outcomes, key=lambda outcome: outcome.state not in _URGENT)
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

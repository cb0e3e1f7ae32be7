"""What is said of articles and of what became of them: one place for all doors."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from pelican_medium.model import Article, Outcome
from pelican_medium.model.text import plain
from pelican_medium.posting.queue import Queue
from pelican_medium.store.book import Book, counts
from pelican_medium.store.unclear import Conflict, in_shell

#: How many titles one line names.
_FEW = 5


def in_words(outcome: Outcome) -> str:
    """Return one line about what became of an article."""
    notes = "".join(f" [{note}]" for note in outcome.notes)
    if outcome.state == "posted":
        return f"posted “{outcome.title}”{_AS[outcome.publish_status]}: {outcome.medium_url}{notes}"
    advice = _ADVICE.get(outcome.state, "").format(key=outcome.key)
    reason = (outcome.reason or "").removesuffix(".")
    return f"{outcome.state}: “{outcome.title}” ({outcome.key}): {reason}.{advice}"


#: Which of the three it was, as a reader needs to know.
_AS = {"draft": " as a draft", "public": " in public", "unlisted": " as unlisted", None: ""}

_ADVICE = {
    "unknown": (
        " It may be on Medium: look there. If it is: pelican-medium mark {key} posted --url URL. "
        "Only if it is not: pelican-medium mark {key} pending --again"
    ),
    "rejected": " It is tried again when the article changes.",
    "held": " It stays in the outbox, and the next run looks at it again.",
}


def conflicts(found: Sequence[Conflict]) -> list[str]:
    """Return a line for each article that waits for a person; one for many of the same kind."""
    kinds = Counter(conflict.many for conflict in found)
    grouped = [many for many in kinds if many and kinds[many] > 1]
    lines = [f"{c.article.name} is not posted: {c.reason}." for c in found if c.many not in grouped]
    for many in grouped:
        keys = [conflict.article.key for conflict in found if conflict.many == many]
        lines.append(many.format(articles=articles(len(keys)), names=_few(keys)))
    return lines


def said_once(reasons: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return each article's reason without what is also said of others, and that, of a KEY.

    Args:
        reasons: by the article's key.
    """
    parts = {key: _sentences(_of_any(reason, key)) for key, reason in reasons.items()}
    times = Counter(sentence for said in parts.values() for sentence in said)
    rest = {key: " ".join(s for s in said if times[s] == 1) for key, said in parts.items()}
    own = {key: text.replace("mark KEY", f"mark {in_shell(key)}") for key, text in rest.items()}
    return own, [sentence for sentence in times if times[sentence] > 1]


def _of_any(reason: str, key: str) -> str:
    return f"{reason.removesuffix('.')}.".replace(f"mark {in_shell(key)} ", "mark KEY ")


def _sentences(text: str) -> dict[str, None]:
    """Return the sentences of a text, each once."""
    return dict.fromkeys(re.split(r"(?<=[.!?]) ", text))


def still_unknown(outcomes: Sequence[Outcome]) -> str:
    """Return a reminder of what an earlier run left for a person to find out."""
    return (
        f"Unknown since an earlier run: {named([one.title for one in outcomes])}. "
        "What to do: pelican-medium status"
    )


def summary(outcomes: Sequence[Outcome]) -> str:
    """Return "2 posted, 1 held" and the like."""
    states = [outcome.state for outcome in outcomes]
    counted = [f"{states.count(state)} {state}" for state in dict.fromkeys(states)]
    return ", ".join(counted) or "nothing to send"


def needing(queue: Queue, api: str | None) -> list[Outcome]:
    """Return what needs a person, from this run or an earlier one: unknown first, then held."""
    found = {article.key: article for article in (*queue.left_out, *queue.waiting)}
    held = [
        Outcome(key, plain(found[key].title), "held", reason=why.reason, picture=why.picture)
        for key, why in queue.held.items()
    ]
    return [*unknown(queue.book, api), *held]


def next_step(outcomes: Sequence[Outcome]) -> str | None:
    """Return what is left to do with what was posted as a draft, or None."""
    drafts = sum(outcome.publish_status == "draft" for outcome in outcomes)
    if not drafts:
        return None
    them = "the draft" if drafts == 1 else "the drafts"
    return f"Publish {them} on Medium, then: pelican-medium refresh"


def unknown(book: Book, api: str | None) -> list[Outcome]:
    """Return what only a person can settle, from this run or an earlier one."""
    cells = [(entry, counts(entry.cell, api)) for entry in book.entries.values()]
    return [
        Outcome(entry.key, entry.title or entry.key, "unknown", reason=cell.reason)
        for entry, cell in cells
        if cell and cell.state == "unknown"
    ]


def articles(count: int) -> str:
    """Return "1 article", "2 articles"."""
    return f"{count} article" if count == 1 else f"{count} articles"


def pictures(count: int) -> str:
    """Return "1 picture" or "2 pictures"."""
    return f"{count} picture" + ("" if count == 1 else "s")


def titles(articles: Sequence[Article]) -> str:
    """Return the first titles, and how many more there are."""
    return named([plain(article.title) for article in articles])


def named(titles: Sequence[str], *, more: int = 0) -> str:
    """Return the first titles, and how many more there are; `more` of them are not among these."""
    return _few([f"“{title}”" for title in titles], more=more)


def _few(names: Sequence[str], *, more: int = 0) -> str:
    left = len(names[_FEW:]) + more
    return ", ".join([*names[:_FEW], f"{left} more"] if left else names)


def why_not_waiting(key: str, queue: Queue, api: str | None) -> str:
    """Return why there is nothing to send of an article, and what would make it new."""
    entry = queue.book.entries.get(key)
    cell = counts(entry.cell, api) if entry else None
    if cell is None:
        return "the outbox has no text of it; build the site once more"
    if cell.state == "posted":
        return "it was posted" + (f", see {cell.url}" if cell.url else "")
    again = f"only if it is not on Medium when you look there: pelican-medium mark {key} pending"
    if cell.state == "skipped":
        return f"it is skipped ({cell.why}); {again}"
    if cell.state == "rejected":
        changes = f"{cell.reason or 'Medium rejected it'}; it is tried again when it changes"
        return f"{changes}. To send it as it is, {again}"
    return f"it may be on Medium already; look there, and see pelican-medium status ({key})"


def changed(titles: Sequence[str]) -> str:
    """Return that posted articles read otherwise on the site by now; Medium's API cannot edit."""
    since = "it was" if len(titles) == 1 else "they were"
    return (
        f"{len(titles)} changed since {since} posted: {named(titles)}. Medium's API cannot change "
        "a story; pelican-medium status shows where you can."
    )

"""Which articles the author wants on Medium: by settings, by metadata, by a person's word.

Pure: takes what the ledger says of one article, returns what it is to say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pelican_medium.model import Article
from pelican_medium.model.errors import ArticleError
from pelican_medium.settings import Settings, functions, metadata, values
from pelican_medium.store.book import (
    BEFORE_FIRST_USE,
    MEDIUM_NO,
    NOT_SELECTED,
    Book,
    Cell,
    decision,
)
from pelican_medium.store.unclear import Conflict


def is_too_old(book: Book, article: Article) -> bool:
    """Tell whether an article that the ledger never saw is older than the ledger.

    A second site in the same folder or an old blog imported later would flood Medium; a
    ``Medium: yes`` says that it is meant.
    """
    is_older = book.since is not None and article.date.date().isoformat() < book.since
    return is_older and not marked(article)


def may_wake(cell: Cell | None, article: Article) -> bool:
    """Tell whether its own metadata makes a skipped article new again, if it is selected now."""
    if cell is None or cell.state != "skipped":
        return False
    if cell.why == MEDIUM_NO:
        return metadata.wanted(article) is not False
    return cell.why in _LEFT_OUT and marked(article) and not cell.marked


#: What an article is skipped for that a ``Medium: yes`` it did not have then takes back.
_LEFT_OUT = {BEFORE_FIRST_USE, NOT_SELECTED}


def _woken(cell: Cell, api: str | None) -> Cell | None:
    """Return the cell of a skipped article that is new again.

    On a trial it keeps the decision, because for Medium the article stays skipped.
    """
    return replace(cell, api=api, reason=_ON_TRIAL) if api else None


def is_woken(cell: Cell | None) -> bool:
    """Tell whether an article that Medium is not to have is being tried out elsewhere."""
    return cell is not None and cell.state == "skipped" and cell.reason == _ON_TRIAL


#: Why a skipped article is new all the same, on another API than Medium's.
_ON_TRIAL = "selected since, and tried out here"


def is_selected(article: Article, settings: Settings) -> bool:
    """Tell whether the author wants this article on Medium.

    Raises:
        ArticleError: the article says something that cannot be understood, or the author's
            own MEDIUM_SELECT function failed on it.
    """
    wanted = metadata.wanted(article)
    if wanted is False or not _speaks(article.lang, settings.languages):
        return False
    if settings.select == "marked":
        return wanted is True
    ask = settings.select
    if callable(ask):
        return functions.call("MEDIUM_SELECT", lambda: bool(ask(article)))
    return True


def _speaks(lang: str, languages: tuple[str, ...] | None) -> bool:
    return languages is None or values.language(lang) in languages


def marked(article: Article) -> bool:
    """Tell whether an article says ``Medium: yes``, in a way that can be understood."""
    try:
        return metadata.wanted(article) is True
    except ArticleError:
        return False


@dataclass(frozen=True, slots=True)
class Decision:
    """What the author's settings and metadata of today say of one article.

    Attributes:
        cell: what becomes of its cell.
        wanted: whether it is to be sent.
        conflict: why it is held, or None.
    """

    cell: Cell | None
    wanted: bool = True
    conflict: Conflict | None = None


def decided(book: Book, article: Article, cell: Cell | None, settings: Settings) -> Decision:
    """Return what the author's settings and metadata say of an article that is not settled.

    Args:
        cell: what the ledger says of it, as a run with this API sees it.
    """
    try:
        skipped = decision(cell) if is_woken(cell) else cell
        return (
            _decided_anew(skipped, article, cell, settings)
            if skipped and skipped.state == "skipped"
            else _decided_first(book, article, cell, settings)
        )
    except ArticleError as error:
        return Decision(cell, wanted=False, conflict=Conflict(article, str(error)))


def _decided_first(book: Book, article: Article, cell: Cell | None, settings: Settings) -> Decision:
    """Decide about an article that would be sent.

    Raises:
        ArticleError: it says something that cannot be understood.
    """
    if not is_selected(article, settings):
        return Decision(cell or _left_out(article), wanted=False)
    is_held = article.key not in book.entries and is_too_old(book, article)
    return Decision(cell, conflict=_older(book, article) if is_held else None)


def _decided_anew(
    skipped: Cell, article: Article, cell: Cell | None, settings: Settings
) -> Decision:
    """Decide about an article that was skipped, for Medium at least.

    A trial on another API decides nothing about what is skipped already.

    Raises:
        ArticleError: it says something that cannot be understood.
    """
    wakes = may_wake(skipped, article)
    if skipped.why == BEFORE_FIRST_USE and not wakes:
        return Decision(skipped, wanted=False)
    if not is_selected(article, settings):
        now = skipped if settings.api else _left_out(article, skipped)
        return Decision(now, wanted=False)
    if wakes:
        return Decision(cell if is_woken(cell) else _woken(skipped, settings.api))
    return Decision(skipped, wanted=False, conflict=_selected_since(article))


def _left_out(article: Article, skipped: Cell | None = None) -> Cell:
    """Return the cell of an article that is not selected, with whose word that is."""
    wanted = metadata.wanted(article)
    if skipped and skipped.why == BEFORE_FIRST_USE:
        return skipped
    if wanted is False:
        return Cell("skipped", why=MEDIUM_NO)
    if skipped and skipped.why == NOT_SELECTED:
        return skipped
    return Cell("skipped", why=NOT_SELECTED, marked=wanted or None)


def _older(book: Book, article: Article) -> Conflict:
    """Return why an article that the ledger never saw is held, if it is older than that."""
    return Conflict(
        article,
        f"it is dated {article.date.date().isoformat()}, which is before the first use of "
        f"pelican-medium here ({book.since}), and the ledger has never seen it. To keep it off "
        "Medium: pelican-medium mark {key} skipped. To post it, and only if it is not there when "
        "you look on Medium: pelican-medium mark {key} pending, or 'Medium: yes' in it",
        "{articles} dated before the first use of pelican-medium here "
        f"({book.since}), which the ledger has never seen, are not posted: {{names}}. To keep "
        f"them off Medium: pelican-medium mark --before {book.since} skipped. For one of them, "
        "and only if it is not there when you look on Medium: pelican-medium mark KEY pending.",
    )


def _selected_since(article: Article) -> Conflict:
    """Return why an article is held that was not selected once and is now."""
    return Conflict(
        article,
        "it was not selected when it was new, and is now that the settings have changed. To post "
        "it, and only if it is not there when you look on Medium: pelican-medium mark {key} "
        "pending. To keep it off Medium: pelican-medium mark {key} skipped",
        "{articles} that were not selected when they were new are now, because the settings have "
        "changed. They are not posted: {names}. For each that is to go, and only if it is not "
        "there when you look on Medium: pelican-medium mark KEY pending. To keep one off Medium: "
        "pelican-medium mark KEY skipped.",
    )

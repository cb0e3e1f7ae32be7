"""Each condition of a site that posts, with a verdict, what it means, and the remedy.

The facts are gathered first; each check is a pure function of them. A check that has nothing to
look at says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from pelican_medium.model.urls import is_absolute
from pelican_medium.posting import queue
from pelican_medium.posting.access import Credential
from pelican_medium.posting.destination import why_not_this_api
from pelican_medium.posting.words import articles
from pelican_medium.settings import Settings
from pelican_medium.store.book import Book, counts
from pelican_medium.store.outbox import Outbox

OK, WARN, FAIL = "ok", "warn", "fail"

#: Medium refuses a date one second in its future (wordpress-plugin#137), but only a clock that is
#: minutes off confuses the daily limit as well.
MOST_SKEW = timedelta(minutes=2)

#: What PLUGINS may call us (pelican-plugins' namespace, and the package).
NAMES = {"pelican_medium", "medium", "pelican.plugins.medium"}


@dataclass(frozen=True, slots=True)
class Check:
    """One condition: its name, its verdict, what it means, and what to do about it."""

    name: str
    verdict: str
    message: str
    remedy: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A live article's page as it was found.

    Attributes:
        trouble: why it could not be had, or None.
        canonical: what its canonical link names, or None where it has none.
        is_own: whether that is the article's own address.
    """

    url: str
    trouble: str | None = None
    canonical: str | None = None
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found out, before anybody judges it; what could not be looked at is None.

    Attributes:
        plugins: PLUGINS as the settings file has it.
        credential: what a run would send with; or why that cannot be known, in
            `credential_trouble`.
        has_settings: whether any MEDIUM_* setting is there.
        merge: whether .gitattributes names git's merge driver, and whether this clone knows it.
        token_files: settings files that hold the token itself, and whether git tracks each.
        git: of the ledger and the outbox: ``ignored``, ``untracked``, ``modified``, ``clean``, or
            None where there is no git.
        is_refused: whether Medium refused the token, and not only failed to answer.
        account: whose token it is; or why Medium did not say, in `account_trouble`.
        skew: how much our clock is ahead of Medium's.
        answers: the shape of each answer to the question whose token it is.
    """

    settings: Settings
    plugins: Any = None
    has_settings: bool = False
    merge: tuple[bool, bool] = (False, False)
    book: Book | None = None
    ledger_trouble: str | None = None
    outbox: Outbox | None = None
    outbox_trouble: str | None = None
    credential: Credential | None = None
    credential_trouble: str | None = None
    token_files: Mapping[str, bool] = field(default_factory=dict)
    git: Mapping[str, str | None] = field(default_factory=dict)
    account: str | None = None
    account_trouble: str | None = None
    is_refused: bool = False
    skew: timedelta | None = None
    answers: tuple[str, ...] = ()
    page: Page | None = None


def examine(facts: Facts) -> list[Check]:
    """Return a verdict on each condition that can be judged."""
    return [check for judge in _JUDGES if (check := judge(facts))]


def names_us(plugins: Any) -> bool:
    """Tell whether PLUGINS names this plugin, by a name or by the module itself."""
    return bool(
        {one if isinstance(one, str) else getattr(one, "__name__", "") for one in plugins or ()}
        & NAMES
    )


def _is_on(facts: Facts) -> bool:
    """Tell whether a build would do anything: see Pelican's plugins, and `plugin`."""
    if facts.plugins is not None:
        return names_us(facts.plugins)
    return facts.has_settings or facts.book is not None


def _plugin(facts: Facts) -> Check:
    if _is_on(facts):
        return Check("plugin", OK, "Pelican loads the plugin.")
    if facts.plugins is None:
        return Check(
            "plugin", FAIL,
            "The plugin is installed, and not switched on: there is no MEDIUM_* setting.",
            'Put MEDIUM_PUBLISH_STATUS = "draft" into pelicanconf.py, and build once.',
        )  # fmt: skip
    return Check(
        "plugin", FAIL, "PLUGINS does not name the plugin, so no build fills the outbox.",
        'Put "medium" into PLUGINS, and build once.',
    )  # fmt: skip


def _site_url(facts: Facts) -> Check:
    url = facts.settings.site_url
    if not is_absolute(url):
        return Check(
            "site-url", FAIL,
            f"SITEURL is {repr(url) if url else 'empty'}, as development settings have it.",
            "Build and post with publishconf.py (-s publishconf.py), where SITEURL is your site's.",
        )  # fmt: skip
    if reason := why_not_this_api(url, facts.settings.api_url):
        return Check("site-url", FAIL, f"{reason}.", "Build with the settings of your public site.")
    return Check("site-url", OK, f"SITEURL is {url}.")


def _token(facts: Facts) -> Check:
    if facts.credential_trouble:
        return Check("token", FAIL, facts.credential_trouble, "Log in again: pelican-medium login")
    if facts.credential is None:
        return Check(
            "token", WARN, "There is no MEDIUM_INTEGRATION_TOKEN, so nothing can be sent.",
            "Set the environment variable; without a token, publish by hand and say so with "
            "pelican-medium mark.",
        )  # fmt: skip
    for path, is_tracked in facts.token_files.items():
        return Check(
            "token", FAIL if is_tracked else WARN,
            f"The token stands in {path}" + (", which is in git." if is_tracked else "."),
            "Take it out and set the environment variable MEDIUM_INTEGRATION_TOKEN instead"
            + ("; whoever has the repository has the token, so revoke it." if is_tracked else "."),
        )  # fmt: skip
    return Check("token", OK, _used(facts.credential))


def _used(credential: Credential) -> str:
    """Say which credential is used, whose it is and when it ends; never a value."""
    owner = f", of {credential.account}" if credential.account else ""
    ends = (
        f"; its access token ends on {credential.ends:%Y-%m-%d} and is renewed before"
        if credential.ends
        else ""
    )
    uploads = "; it may not upload pictures, so they have to be live"
    limits = uploads if credential.may_upload is False else ""
    return f"Medium gets {credential.what}{owner}{ends}{limits}. It stands in no settings file."


def _ledger(facts: Facts) -> Check | None:
    if facts.book is None and not _is_on(facts):
        return None
    if facts.ledger_trouble:
        remedy = "Do just that: an older ledger does not know what was sent since."
        return Check("ledger", FAIL, facts.ledger_trouble, remedy)
    if facts.book is None:
        remedy = "Build once on your own machine, or take the ledger back from git."
        return Check("ledger", FAIL, "There is no ledger.", remedy)
    return Check("ledger", OK, f"The ledger knows {articles(len(facts.book.entries))}.")


_GIT = {
    None: (WARN, "The ledger is in no git repository.", "Keep it safe; only it knows what went."),
    "ignored": (FAIL, "Git ignores the ledger.", "Take it out of .gitignore and commit it."),
    "untracked": (FAIL, "The ledger was never committed.", "git add it and commit."),
    "modified": (WARN, "The ledger has changes that are not committed.", "Commit it."),
    "clean": (OK, "The ledger is committed.", None),
}  # fmt: skip


def _ledger_in_git(facts: Facts) -> Check | None:
    if facts.book is None or "ledger" not in facts.git:
        return None
    return Check("ledger-in-git", *_GIT[facts.git["ledger"]])


def _merge_driver(facts: Facts) -> Check | None:
    if facts.book is None or facts.git.get("ledger") is None:
        return None
    named, known = facts.merge
    if named and known:
        return Check("merge-driver", OK, "Git merges two ledgers by what they mean.")
    lacks = ".gitattributes does not name" if not named else "This clone does not know"
    return Check("merge-driver", WARN, f"{lacks} the merge driver for ledgers, so git merges "
                 "them by lines.", "pelican-medium init --yes")  # fmt: skip


def _outbox_in_git(facts: Facts) -> Check | None:
    state = facts.git.get("outbox")
    if facts.outbox is None or state is None:
        return None
    if state == "ignored":
        return Check("outbox-in-git", OK, "Git ignores the outbox.")
    tracked = state != "untracked"
    return Check(
        "outbox-in-git", FAIL if tracked else WARN,
        "The outbox, which may hold unpublished text, is "
        + ("in git." if tracked else "not ignored by git."),
        f"Put {facts.settings.outbox.name} into .gitignore"
        + (", and git rm --cached it." if tracked else "."),
    )  # fmt: skip


def _outbox(facts: Facts) -> Check | None:
    if facts.outbox is None and not _is_on(facts):
        return None
    if facts.outbox is None:
        trouble = (facts.outbox_trouble or "There is no outbox").partition(": build")[0]
        return Check("outbox", WARN, f"{trouble.removesuffix('.')}.",
                     "Build the site once more.")  # fmt: skip
    ours, theirs = facts.settings.site_url, facts.outbox.site_url
    if ours != theirs:
        return Check("outbox", WARN, f"The outbox is of another site: {theirs}, not {ours}.",
                     "Build with the settings you post with.")  # fmt: skip
    return Check("outbox", OK, f"The last build found {articles(len(facts.outbox.index))}.")


def _ledger_age(facts: Facts) -> Check | None:
    """Find what the last build saw in the ledger and the ledger has forgotten since."""
    if facts.book is None or facts.outbox is None:
        return None
    box, found = facts.outbox, queue.of(facts.outbox, facts.book, facts.settings)
    settled = [a for a in found.new if a.key not in box.bodies and a.key not in box.held]
    lost = [article.key for article in sorted(settled, key=lambda article: article.date)]
    if lost:
        return Check(
            "ledger-age", FAIL,
            f"The ledger is older than the outbox: it has forgotten {', '.join(lost[:5])}.",
            "Take the newer ledger from git, or one of its copies; do not build before.",
        )  # fmt: skip
    return Check("ledger-age", OK, "The ledger knows all that the last build found in it.")


def _unknown(facts: Facts) -> Check | None:
    if facts.book is None:
        return None
    cells = [(e.key, counts(e.cell, facts.settings.api)) for e in facts.book.entries.values()]
    keys = [key for key, cell in cells if cell and cell.state in {"unknown", "posting"}]
    if keys:
        return Check(
            "unknown", WARN, f"The fate of {', '.join(keys[:5])} is unknown ({len(keys)}).",
            "Look on Medium, or try pelican-medium refresh; then pelican-medium mark.",
        )  # fmt: skip
    return Check("unknown", OK, "It is known of every article whether it was posted.")


def _account(facts: Facts) -> Check | None:
    if facts.account_trouble:
        return Check("account", FAIL, facts.account_trouble, _remedy(facts))
    return (
        Check("account", OK, f"Medium knows the token: {facts.account}.") if facts.account else None
    )


def _remedy(facts: Facts) -> str:
    """Return what helps: waiting does not help against a refusal, nor a token against a network."""
    if facts.is_refused:
        return (
            "Look whether the token was copied whole. Medium issues no new ones; without one: "
            "pelican-medium desk"
        )
    return "Try again later, or from another network."


def _clock(facts: Facts) -> Check | None:
    if facts.skew is None:
        return None
    if abs(facts.skew) > MOST_SKEW:
        seconds = facts.skew.total_seconds()
        way = "ahead of" if seconds > 0 else "behind"
        return Check("clock", WARN, f"This machine's clock is {abs(seconds):.0f} s {way} Medium's.",
                     "Have it set by the network (NTP).")  # fmt: skip
    return Check("clock", OK, "This machine's clock is right.")


def _canonical(facts: Facts) -> Check | None:
    page = facts.page
    if page is None:
        return None
    if page.trouble:
        return Check("canonical", WARN, f"{page.url} {page.trouble}.", "Upload the site first.")
    if page.canonical is None:
        return Check("canonical", WARN, f"{page.url} has no canonical link.",
                     'Have your theme write <link rel="canonical">, so that search engines know '
                     "the original.")  # fmt: skip
    if not page.is_own:
        return Check("canonical", FAIL, f"{page.url} names {page.canonical} as the original.",
                     "Correct SITEURL or the theme: such an article is held.")  # fmt: skip
    return Check("canonical", OK, f"{page.url} names itself as the original.")


_JUDGES: tuple[Callable[[Facts], Check | None], ...] = (
    _plugin, _site_url, _token, _ledger, _ledger_in_git, _merge_driver, _outbox, _outbox_in_git,
    _ledger_age, _unknown, _account, _clock, _canonical,
)  # fmt: skip

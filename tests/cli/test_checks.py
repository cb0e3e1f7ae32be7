"""Each verdict as a pure function of the facts; test_doctor brings the facts about for real."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest
from factories import make_article, make_outbox

from pelican_medium import settings
from pelican_medium.cli import checks
from pelican_medium.cli.checks import Facts, Page
from pelican_medium.posting.access import Credential
from pelican_medium.store.book import Book, Cell
from pelican_medium.store.entries import entry_of, recorded
from pelican_medium.store.outbox import Held

SITE = "https://blog.example"
SANDBOX = "http://127.0.0.1:8989/v1"
PAGE = f"{SITE}/one.html"


def site(**given):
    environ = {name: given.pop(name) for name in ("MEDIUM_API_URL",) if name in given}
    plain = {"PATH": "/blog/content", "OUTPUT_PATH": "/blog/output", "SITEURL": SITE}
    return settings.read(plain | given, environ)


ARTICLE = make_article()
POSTED = Book().with_entry(recorded(None, ARTICLE, Cell("posted", by="api", id="e6f36a")))

#: What a site knows where all is well.
WELL = Facts(
    site(),
    plugins=["medium"],
    merge=(True, True),
    book=POSTED,
    outbox=replace(make_outbox(ARTICLE), bodies={}),
    credential=Credential("the integration token"),
    git={"ledger": "clean", "outbox": "ignored"},
    account="https://medium.com/@you",
    skew=timedelta(seconds=1),
    page=Page(PAGE, canonical=PAGE),
)


def judged(**changes):
    return {check.name: check for check in checks.examine(replace(WELL, **changes))}


def test_where_all_is_well_each_check_says_so():
    """In the order in which one would look, the causes before what follows from them."""
    found = judged()
    assert {check.verdict for check in found.values()} == {"ok"}
    assert list(found) == [
        "plugin", "site-url", "token", "ledger", "ledger-in-git", "merge-driver", "outbox",
        "outbox-in-git", "ledger-age", "unknown", "account", "clock", "canonical",
    ]  # fmt: skip
    assert found["ledger"].message == "The ledger knows 1 article."
    assert found["outbox"].message == "The last build found 1 article."


def test_what_nobody_looked_at_is_not_judged():
    """Offline, or where there is no git."""
    found = judged(account=None, skew=None, page=None, git={})
    assert not {"account", "clock", "canonical", "ledger-in-git", "outbox-in-git"} & set(found)
    assert "merge-driver" not in found


FORGOTTEN = replace(make_outbox(ARTICLE), bodies={}, held={})
UNKNOWN = Book().with_entry(recorded(None, ARTICLE, Cell("unknown", by="api")))
TRIAL = Book().with_entry(recorded(None, ARTICLE, Cell("posting", by="api", api=SANDBOX)))


@pytest.mark.parametrize(
    ("changes", "name", "verdict", "message", "remedy"),
    [
        ({"plugins": []}, "plugin", "fail", "PLUGINS does not name", 'Put "medium" into PLUGINS'),
        (
            {"plugins": None, "book": None},
            "plugin", "fail", "not switched on", "MEDIUM_PUBLISH_STATUS",
        ),
        ({"settings": site(SITEURL="")}, "site-url", "fail", "SITEURL is empty", "publishconf.py"),
        ({"settings": site(SITEURL="/x")}, "site-url", "fail", "SITEURL is '/x'", "publishconf"),
        (
            {"settings": site(SITEURL="http://localhost:8000")},
            "site-url", "fail", "localhost", "public site",
        ),
        ({"credential_trouble": "It is broken."}, "token", "fail", "It is broken.", "login"),
        ({"credential": None}, "token", "warn", "no MEDIUM_INTEGRATION_TOKEN", "by hand"),
        ({"token_files": {"a.py": True}}, "token", "fail", "a.py, which is in git", "revoke it"),
        ({"token_files": {"a.py": False}}, "token", "warn", "stands in a.py.", "Take it out"),
        ({"ledger_trouble": "It is broken."}, "ledger", "fail", "It is broken.", "Do just that"),
        ({"book": None}, "ledger", "fail", "There is no ledger", "Build once"),
        ({"git": {"ledger": None}}, "ledger-in-git", "warn", "no git repository", "Keep it safe"),
        ({"git": {"ledger": "ignored"}}, "ledger-in-git", "fail", "ignores", ".gitignore"),
        ({"git": {"ledger": "untracked"}}, "ledger-in-git", "fail", "never", "commit"),
        ({"git": {"ledger": "modified"}}, "ledger-in-git", "warn", "changes", "Commit"),
        ({"merge": (False, True)}, "merge-driver", "warn", ".gitattributes", "init --yes"),
        ({"merge": (True, False)}, "merge-driver", "warn", "This clone", "init --yes"),
        ({"outbox": None}, "outbox", "warn", "There is no outbox.", "once more"),
        (
            {"outbox": None, "outbox_trouble": "It is broken: build once more."},
            "outbox", "warn", "It is broken.", "Build the site once more.",
        ),
        (
            {"outbox": replace(FORGOTTEN, site_url="https://a.example")},
            "outbox", "warn", f"https://a.example, not {SITE}", "settings you post with",
        ),
        ({"git": {"outbox": "untracked"}}, "outbox-in-git", "warn", "not ignored", ".gitignore."),
        ({"git": {"outbox": "clean"}}, "outbox-in-git", "fail", "is in git", "git rm --cached"),
        ({"book": Book()}, "ledger-age", "fail", "has forgotten one", "do not build before"),
        ({"book": UNKNOWN}, "unknown", "warn", "The fate of one is unknown (1)", "mark"),
        ({"account_trouble": "It is gone."}, "account", "fail", "It is gone.", "Try again later"),
        (
            {"account_trouble": "Not you.", "is_refused": True},
            "account", "fail", "Not you.", "copied whole",
        ),
        ({"skew": timedelta(minutes=3)}, "clock", "warn", "180 s ahead of Medium's", "NTP"),
        ({"skew": timedelta(minutes=-3)}, "clock", "warn", "180 s behind Medium's", "NTP"),
        ({"page": Page(PAGE, "is not live")}, "canonical", "warn", "is not live", "Upload"),
        ({"page": Page(PAGE)}, "canonical", "warn", "no canonical link", "theme"),
        (
            {"page": Page(PAGE, canonical="https://a.example", is_own=False)},
            "canonical", "fail", "names https://a.example", "is held",
        ),
    ],
)  # fmt: skip
def test_each_condition(changes, name, verdict, message, remedy):
    """Its verdict, what it means, and what to do about it; nothing else of the site is ill."""
    found = judged(**changes)
    assert found[name].verdict == verdict
    assert message in found[name].message
    assert remedy in found[name].remedy


@pytest.mark.parametrize(
    ("plugins", "is_named"),
    [
        (["medium"], True), (["pelican_medium"], True), (["pelican.plugins.medium"], True),
        ([ModuleType("pelican_medium")], True), (["sitemap", ModuleType("x")], False),
        ([], False), (None, False),
    ],
)  # fmt: skip
def test_by_which_names_plugins_may_call_us(plugins, is_named):
    """By the package, by Pelican's namespace, or by the module itself."""
    assert checks.names_us(plugins) is is_named


def test_found_by_itself_a_setting_or_a_ledger_switches_it_on():
    """Where there is no PLUGINS at all, Pelican finds what is installed."""
    assert judged(plugins=None)["plugin"].verdict == "ok"
    assert judged(plugins=None, book=None, has_settings=True)["plugin"].verdict == "ok"
    off = judged(plugins=None, book=None, outbox=None)
    assert not {"ledger", "outbox"} & set(off)


def test_which_credential_is_used_is_said_and_never_a_value():
    """Whose it is, when it ends, and what it may not do, where that is known."""
    ends = datetime(2030, 1, 1, tzinfo=UTC)
    who = "https://medium.com/@you"
    login = Credential("the login kept for this user", who, ends, may_upload=False)
    assert judged(credential=login)["token"].message == (
        "Medium gets the login kept for this user, of https://medium.com/@you; its access token "
        "ends on 2030-01-01 and is renewed before; it may not upload pictures, so they have to be "
        "live. It stands in no settings file."
    )
    plain = Credential("the integration token")
    assert judged(credential=plain)["token"].message == (
        "Medium gets the integration token. It stands in no settings file."
    )


def test_what_waits_or_is_held_was_not_forgotten():
    """The last build saw that the ledger has nothing on it."""
    waiting = make_outbox(ARTICLE)
    assert judged(book=Book(), outbox=waiting)["ledger-age"].verdict == "ok"
    held = replace(FORGOTTEN, held={"one": Held("why", "2026-01-01T00:00:00Z")})
    assert judged(book=Book(), outbox=held)["ledger-age"].verdict == "ok"
    renamed = Book().with_entry(replace(entry_of(ARTICLE), key="former"))
    assert judged(book=renamed)["ledger-age"].verdict == "ok"


def test_the_oldest_of_what_was_forgotten_are_named():
    """Five of them, so that the line can be read."""
    several = [make_article(f"a{day}", day) for day in (3, 1, 2, 6, 5, 4)]
    outbox = replace(make_outbox(*several), bodies={})
    message = judged(book=Book(), outbox=outbox)["ledger-age"].message
    assert message.endswith("forgotten a1, a2, a3, a4, a5.")


def test_what_is_unknown_counts_for_its_own_api():
    """A trial that was interrupted is nothing to Medium."""
    assert judged(book=TRIAL)["unknown"].verdict == "ok"
    assert judged(book=TRIAL, settings=site(MEDIUM_API_URL=SANDBOX))["unknown"].verdict == "warn"


def test_a_clock_may_be_a_little_off():
    """A date is refused for a second, but a minute confuses nothing else."""
    assert judged(skew=timedelta(minutes=2))["clock"].verdict == "ok"
    assert judged(skew=timedelta(minutes=-2))["clock"].verdict == "ok"

"""The ledger's transaction around one POST: what is on disk before, after, and if it goes wrong."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pelican_medium.model import Article, Receipt
from pelican_medium.model.errors import LedgerError, NotSent
from pelican_medium.posting.choice import decided
from pelican_medium.posting.recorder import Recorder
from pelican_medium.settings import read
from pelican_medium.store.book import Book, Cell, Entry
from pelican_medium.store.ledger import Ledger

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
TRIAL = "http://127.0.0.1:8989/v1"
URL = "https://medium.com/@me/one-e6f36a"

ARTICLE = Article(
    key="one",
    title="One <em>&amp;</em> only",
    date=datetime(2026, 11, 20, tzinfo=UTC),
    lang="en",
    canonical_url="https://blog.example/one.html",
    source_path="one.md",
    fingerprint="sha256-2:one",
    slug="one",
)

FORMER = Entry(
    "one",
    title="One",
    date="2026-11-20",
    canonical_url="https://blog.example/former.html",
    lang="en",
    source_path="one.md",
    also=("older.html",),
    extra={"note": "kept"},
)

REJECTED = Cell("rejected", by="api", at="2026-11-20T08:00:00Z", fingerprint="sha256-2:before")


class Records:
    """A ledger whose lock is held, and a recorder of it."""

    def __init__(self, folder, api=None, entry=None):
        self.ledger = Ledger(folder / "medium_ledger.json")
        self.ledger.create(Book({entry.key: entry} if entry else {}))
        self.api = api
        self.recorder = Recorder(self.ledger, self.ledger.read(), api)

    @property
    def entry(self):
        """The article's entry as it is on disk, read by somebody else."""
        return Ledger(self.ledger.path).read().entries.get("one")

    def write(self, entry):
        """Have another program write the article's entry."""
        Ledger(self.ledger.path).change(lambda book: book.with_entry(entry))

    def begin(self):
        intent = self.recorder.begin(ARTICLE, NOW)
        assert intent
        return intent

    def fail(self, monkeypatch):
        def change(_change):
            raise LedgerError("The disk is full.")

        monkeypatch.setattr(self.ledger, "change", change)


@pytest.fixture
def make(tmp_path):
    """Return a maker of records in a folder of their own; their lock is held to the end."""
    held = []

    def make(**more):
        made = Records(tmp_path, **more)
        lock = made.ledger.locked()
        lock.__enter__()
        held.append(lock)
        return made

    yield make
    for lock in held:
        lock.__exit__(None, None, None)


@pytest.mark.parametrize("api", [None, TRIAL])
def test_what_is_about_to_be_sent_is_on_disk(make, api):
    """The record says who, when and what; the recorder's book says the same as the file."""
    records = make(api=api)
    assert records.recorder.book == Book({})
    intent = records.begin()
    cell = records.entry.cell
    assert cell == intent.posting
    assert replace(cell, reason=None) == Cell(
        "posting", by="api", at="2026-11-21T08:00:00Z", fingerprint="sha256-2:one", api=api
    )
    assert records.entry.title == "One & only"
    assert records.recorder.book.entries["one"] == records.entry
    assert (intent.article, intent.before) == (ARTICLE, None)


class UselessLock:
    """A lock on a file system that lets everybody have it."""

    def __init__(self, path):
        self.lock_file = path

    def acquire(self, timeout):  # noqa: ARG002 - as filelock calls it
        Path(self.lock_file).touch()

    def release(self):
        pass


def may_send(records):
    """Tell whether a run comes so far that it would send the article."""
    try:
        intent = records.recorder.begin(ARTICLE, NOW)
        if intent:
            records.recorder.confirm(intent)
    except NotSent:
        return False
    return intent is not None


@pytest.mark.parametrize("moment", range(12))
@pytest.mark.parametrize("step", ["fdopen", "fsync", "link", "replace", "unlink", "stat"])
def test_of_two_runs_that_no_lock_keeps_apart_one_sends(make, monkeypatch, step, moment):
    """Whenever the second comes, from beginning to end, between two calls of the first."""
    monkeypatch.setattr("filelock.FileLock", UselessLock)
    first, second = make(), make()
    real, calls, sends = getattr(os, step), iter(range(1000)), []

    def act(*arguments, **more):
        if next(calls) == moment:
            sends.append(may_send(second))
        return real(*arguments, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, step, act)
        sends.append(may_send(first))
    assert sends.count(True) <= 1
    assert True in sends or first.entry.cell.state == "posting"


def test_no_two_tries_are_alike(make):
    """Two machines that begin in one second say different things, for git to notice."""
    records = make()
    first = records.begin()
    records.recorder.withdrawn(first)
    second = records.begin()
    assert first.posting.reason != second.posting.reason
    assert replace(first.posting, reason=None) == replace(second.posting, reason=None)
    assert first.posting.reason.startswith("being sent, try ")
    assert len(first.posting.reason) == len("being sent, try ") + 8


@pytest.mark.parametrize("state", ["posting", "posted", "unknown", "skipped"])
def test_what_does_not_wait_is_not_begun(make, state):
    """The reading that writes sees what another program has just written, and lets it be."""
    records = make()
    theirs = replace(FORMER, cell=Cell(state, by="hand", why="by hand"))
    records.write(theirs)
    assert records.recorder.begin(ARTICLE, NOW) is None
    assert records.entry == theirs
    assert records.recorder.book.entries["one"] == theirs


def test_what_stops_waiting_between_two_tries_is_not_begun(make, monkeypatch):
    """A change made anew, because the file changed meanwhile, begins nothing."""
    records = make()

    def twice(change):
        change(Book({}))
        return change(Book({"one": replace(FORMER, cell=Cell("posted"))}))

    monkeypatch.setattr(records.ledger, "change", twice)
    assert records.recorder.begin(ARTICLE, NOW) is None


def test_a_trial_keeps_the_decision_that_medium_is_not_to_have_it(make):
    """The record of a trial says why, and whether the article said yes; Medium's own does not."""
    trial = {"SITEURL": "https://blog.example", "PATH": "content", "OUTPUT_PATH": "output"}
    settings = read(trial, {"MEDIUM_API_URL": TRIAL})
    skipped = Cell("skipped", why="not selected")
    article = replace(ARTICLE, metadata={"medium": "yes"})
    woken = decided(Book({}), article, skipped, settings).cell
    records = make(api=TRIAL, entry=replace(FORMER, cell=replace(woken, marked=True)))
    posting = records.begin().posting
    assert (posting.state, posting.api) == ("posting", TRIAL)
    assert (posting.why, posting.marked) == ("not selected", True)


def test_for_medium_a_decision_of_before_is_gone(make):
    """What is sent to Medium is skipped no more."""
    former = Cell("skipped", why="not selected", marked=True, api=TRIAL, reason="tried")
    records = make(entry=replace(FORMER, cell=replace(former, state="rejected", why=None)))
    posting = records.begin().posting
    assert (posting.why, posting.marked) == (None, None)


def test_a_last_look_finds_all_as_it_was(make):
    """What is still ours to send is confirmed, and changes nothing."""
    records = make()
    intent = records.begin()
    before = records.ledger.path.read_bytes()
    records.recorder.confirm(intent)
    assert records.ledger.path.read_bytes() == before


def test_a_lock_that_is_another_file_stops_it(make):
    """Whoever deletes the lock lets another run in: nothing is sent."""
    records = make()
    intent = records.begin()
    records.ledger.path.with_name("medium_ledger.json.lock").unlink()
    with pytest.raises(NotSent) as caught:
        records.recorder.confirm(intent)
    assert str(caught.value) == (
        f"The lock file beside {records.ledger.path} is not the one that this run has made, so "
        "another run may be at work. Nothing was sent; the next run tries."
    )


@pytest.mark.parametrize(
    "theirs",
    [
        None,
        replace(FORMER, cell=None),
        replace(FORMER, cell=Cell("posting", by="api", reason="being sent, try 00000000")),
        replace(FORMER, cell=Cell("posted", by="api", id="e6f36a")),
    ],
)
def test_what_another_machine_wrote_meanwhile_stops_it(make, theirs):
    """A record that is not the very one of this run is somebody else's: nothing is sent."""
    records = make()
    intent = records.begin()
    if theirs:
        records.write(theirs)
    else:
        Ledger(records.ledger.path).change(lambda book: book.without_entry("one"))
    with pytest.raises(NotSent) as caught:
        records.recorder.confirm(intent)
    assert str(caught.value) == (
        "The ledger says something else of one than this run has just written: another run, here "
        "or on another machine, may be sending it. Nothing was sent; see pelican-medium status."
    )
    assert records.recorder.book.entries.get("one") == theirs


def test_a_ledger_that_is_gone_stops_it(make):
    """What cannot be read cannot be confirmed."""
    records = make()
    intent = records.begin()
    records.ledger.path.unlink()
    with pytest.raises(NotSent) as caught:
        records.recorder.confirm(intent)
    assert str(caught.value) == (
        f"The ledger cannot be used any more. There is no ledger at {records.ledger.path}."
    )


def test_what_became_of_it_is_recorded(make):
    """Medium's answer is on disk, and what the entry knew before is kept."""
    records = make(entry=FORMER)
    records.recorder.sent(records.begin(), Receipt("e6f36a", URL, "draft"))
    cell = records.entry.cell
    assert cell == Cell(
        "posted",
        by="api",
        id="e6f36a",
        url=URL,
        at="2026-11-21T08:00:00Z",
        publish_status="draft",
        fingerprint="sha256-2:one",
    )
    assert records.entry.extra == {"note": "kept"}
    assert records.entry.also == ("older.html", "https://blog.example/former.html")
    assert records.recorder.book.entries["one"] == records.entry


@pytest.mark.parametrize("state", ["rejected", "unknown"])
def test_what_went_wrong_is_recorded(make, state):
    """The record keeps when and what, and says why."""
    records = make()
    intent = records.begin()
    getattr(records.recorder, state)(intent, "no answer within 40 s")
    assert records.entry.cell == replace(
        intent.posting, state=state, reason="no answer within 40 s"
    )


@pytest.mark.parametrize(
    ("api", "before", "after"),
    [
        (None, None, None),
        (None, REJECTED, None),
        (None, replace(REJECTED, api=TRIAL), replace(REJECTED, api=TRIAL)),
        (TRIAL, replace(REJECTED, api=TRIAL), None),
        (TRIAL, replace(REJECTED, api=f"{TRIAL}/other"), replace(REJECTED, api=f"{TRIAL}/other")),
    ],
)
def test_what_was_not_sent_is_as_it_was(make, api, before, after):
    """Only a record of this very API that kept nothing back is gone."""
    former = replace(FORMER, cell=before)
    records = make(api=api, entry=former)
    records.recorder.withdrawn(records.begin())
    assert records.entry == replace(former, cell=after)


def test_a_decision_for_medium_outlives_a_trial_that_sent_nothing(make):
    """An article woken on a trial is still skipped for Medium when nothing was sent."""
    woken = Cell(
        "skipped", why="not selected", api=TRIAL, reason="selected since, and tried out here"
    )
    records = make(api=TRIAL, entry=replace(FORMER, cell=woken))
    records.recorder.withdrawn(records.begin())
    assert records.entry.cell == woken


def test_what_was_new_and_not_sent_leaves_no_trace(make):
    """An entry that only the try has made is gone with it."""
    records = make()
    records.recorder.withdrawn(records.begin())
    assert records.entry is None
    assert records.recorder.book.entries == {}


def test_what_another_run_made_of_it_is_not_taken_back(make):
    """Neither its record nor its absence is undone by a try that sent nothing."""
    records = make()
    intent = records.begin()
    theirs = replace(FORMER, cell=Cell("posted", by="api", id="e6f36a", url=URL))
    records.write(theirs)
    records.recorder.withdrawn(intent)
    assert records.entry == theirs
    Ledger(records.ledger.path).change(lambda book: book.without_entry("one"))
    records.recorder.withdrawn(intent)
    assert records.entry is None


TOLD = {
    "sent": "“One & only” WAS POSTED: id e6f36a, " + URL + ". But the ledger could not be saved: "
    "The disk is full. Once it can be, record it with: pelican-medium mark one posted --url " + URL,
    "unknown": "“One & only” MAY HAVE BEEN POSTED: no answer. But the ledger could not be saved: "
    "The disk is full. It says posting, and the next run that can save it says unknown. Look on "
    "Medium whether it is there.",
    "rejected": "The disk is full.",
    "withdrawn": "“One & only” was not sent: Medium is away. The ledger may still say that it is "
    "being posted: The disk is full.",
}


@pytest.mark.parametrize("name", TOLD)
def test_what_cannot_be_saved_is_told(make, monkeypatch, name):
    """Each message says what happened to which article, and what to do now."""
    records = make()
    intent = records.begin()
    records.fail(monkeypatch)
    said = {"sent": Receipt("e6f36a", URL, "draft"), "withdrawn": NotSent("Medium is away.")}
    with pytest.raises(LedgerError) as caught:
        getattr(records.recorder, name)(intent, said.get(name, "no answer"))
    assert str(caught.value) == TOLD[name]


def test_an_interruption_that_cannot_be_taken_back_is_told(make, monkeypatch):
    """Where nobody says why nothing was sent, the message does not either."""
    records = make()
    intent = records.begin()
    records.fail(monkeypatch)
    with pytest.raises(LedgerError) as caught:
        records.recorder.withdrawn(intent)
    assert str(caught.value) == (
        "“One & only” was not sent. The ledger may still say that it is being posted: "
        "The disk is full."
    )


@pytest.mark.parametrize(("api", "whose"), [(None, {}), (TRIAL, {"api": TRIAL})])
def test_where_pictures_went_is_on_disk_with_the_intent_to_send(make, api, whose):
    """One save for both; and at the end of a run of which no article was sent.

    Medium does not know the pictures of a trial.
    """
    kept = make(api=api)
    kept.recorder.remember({"a": "https://medium.example/a"})
    assert Ledger(kept.ledger.path).read().pictures == {}
    kept.begin()
    first = {"a": {"url": "https://medium.example/a", **whose}}
    assert Ledger(kept.ledger.path).read().pictures == first
    kept.recorder.remember({"b": "https://medium.example/b"})
    kept.recorder.save_uploads()
    second = {"b": {"url": "https://medium.example/b", **whose}}
    assert Ledger(kept.ledger.path).read().pictures == first | second


def test_where_pictures_went_is_kept_though_the_article_does_not_wait_any_more(make):
    """And where it could not be saved, the next save tries again."""
    kept = make(entry=replace(FORMER, cell=Cell("skipped", why="by hand")))
    kept.recorder.remember({"a": "https://medium.example/a"})
    assert kept.recorder.begin(ARTICLE, NOW) is None
    assert list(Ledger(kept.ledger.path).read().pictures) == ["a"]


def test_where_pictures_went_is_not_forgotten_where_it_cannot_be_saved(make, monkeypatch):
    """The next save has it."""
    kept = make()
    kept.recorder.remember({"a": "https://medium.example/a"})
    with monkeypatch.context() as broken:
        kept.fail(broken)
        with pytest.raises(LedgerError):
            kept.recorder.begin(ARTICLE, NOW)
    kept.recorder.save_uploads()
    assert list(Ledger(kept.ledger.path).read().pictures) == ["a"]

"""The ledger file: who may change it, what other programs do to it meanwhile, its lock."""

import contextlib
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from unittest.mock import Mock

import filelock
import pytest

from pelican_medium.model.errors import LedgerBusy, LedgerError, LedgerMissing
from pelican_medium.store.book import Book, Entry
from pelican_medium.store.ledger import Ledger
from pelican_medium.store.ledger_text import serialise

#: A ledger with one of each.
EXAMPLE = {
    "version": 1,
    "default_lang": "en",
    "articles": {
        "my-slug": {"title": "…", "medium": {"state": "posted", "by": "api", "id": "e6f36a"}},
        "hello@fr": {"title": "Bonjour", "medium": {"state": "unknown", "by": "api", "id": None}},
        "old-one": {"title": "Old", "medium": {"state": "skipped", "why": "before first use"}},
    },
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "medium_ledger.json"


def put(path, data):
    path.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    return Ledger(path)


def add(key="new", **more):
    return lambda book: book.with_entry(Entry(key, title="New", **more))


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_missing_ledger_is_told(path):
    """Missing is not empty, and nothing is made by asking."""
    with pytest.raises(LedgerMissing, match="There is no ledger at"):
        Ledger(path).read()
    with pytest.raises(LedgerMissing):
        Ledger(path).change(add())
    assert Ledger(path).read_or_none() is None
    assert names_in(path.parent) == []


def test_a_folder_in_its_place_is_told(path):
    """A folder of that name is neither a missing ledger nor an empty one."""
    path.mkdir()
    for door in (Ledger(path).read, Ledger(path).read_or_none):
        with pytest.raises(LedgerError, match="cannot be read") as caught:
            door()
        assert not isinstance(caught.value, LedgerMissing)
    with pytest.raises(LedgerError):
        Ledger(path).create(Book())
    assert names_in(path.parent) == [path.name]


@pytest.mark.parametrize("name", ["file/medium_ledger.json", "l" * 300, "loop.json"])
def test_a_place_that_cannot_hold_one_is_told(tmp_path, name):
    """Reading and locking fail with a message, whatever the system says of the place."""
    (tmp_path / "file").touch()
    (tmp_path / "loop.json").symlink_to(tmp_path / "loop.json")
    book = Ledger(tmp_path / name)
    with pytest.raises(LedgerError):
        book.read()
    with pytest.raises(LedgerError):
        book.create(Book())


@pytest.mark.parametrize(
    ("error", "why"),
    [(NotImplementedError(), "NotImplementedError"), (OSError(30, "Read-only"), "Read-only")],
)
def test_a_lock_that_cannot_be_made_is_told(path, monkeypatch, error, why):
    """What cannot be locked cannot be recorded either."""
    monkeypatch.setattr(filelock.FileLock, "acquire", Mock(side_effect=error))
    with pytest.raises(LedgerError, match=rf"cannot be written \({why}\)") as caught:  # noqa: SIM117 - as it is used
        with put(path, EXAMPLE).locked():
            pytest.fail("without a lock")
    assert not isinstance(caught.value, LedgerBusy)


def test_a_folder_in_the_locks_place_is_told(path):
    """Whatever the system says of it, it is no other run."""
    path.with_name("medium_ledger.json.lock").mkdir()
    with pytest.raises(LedgerError, match="cannot be written") as caught:  # noqa: SIM117 - as it is used
        with put(path, EXAMPLE).locked():
            pytest.fail("without a lock")
    assert not isinstance(caught.value, LedgerBusy)


def test_a_ledger_that_cannot_be_read_is_told(path, monkeypatch):
    """A refusal of the system is an error with its words, and no missing ledger."""
    put(path, EXAMPLE)

    def refuse(*_arguments, **_more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr("io.open", refuse)
    with pytest.raises(LedgerError, match="Permission denied") as caught:
        Ledger(path).read_or_none()
    assert not isinstance(caught.value, LedgerMissing)


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
@pytest.mark.parametrize("door", ["change", "create"])
def test_a_ledger_that_cannot_be_written_is_told(path, monkeypatch, step, door):
    """A full or read-only disk leaves the ledger as it was, and says so."""
    if door == "change":
        put(path, EXAMPLE)
    before = path.read_bytes() if path.exists() else None

    def fail(*_arguments, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(LedgerError) as caught:
        Ledger(path).change(add()) if door == "change" else Ledger(path).create(Book())
    monkeypatch.undo()
    assert str(caught.value) == (
        f"The ledger {path} cannot be written (No space left on device). It was left as it was, "
        "and nothing more is sent; make its folder writable."
    )
    assert (path.read_bytes() if path.exists() else None) == before
    assert not [name for name in names_in(path.parent) if name.endswith(".tmp")]


def test_a_change_that_fails_leaves_the_file(path):
    """An error of the change itself writes nothing."""

    def fail(_book):
        raise RuntimeError("no")

    book = put(path, EXAMPLE)
    before = path.read_bytes()
    with pytest.raises(RuntimeError):
        book.change(fail)
    assert path.read_bytes() == before
    assert names_in(path.parent) == [path.name]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'{"version": 1, "articles": []}', "is damaged"),
        (b'{"a": "\xe4"}', r"cannot be read \(UnicodeDecodeError\)"),
    ],
)
def test_a_damaged_ledger_is_told_with_the_ways_back(path, content, why):
    """It is no conflict that git could merge again: the last good one has to be found."""
    path.write_bytes(content)
    with pytest.raises(LedgerError, match=why) as caught:
        Ledger(path).read()
    assert "'git checkout -- medium_ledger.json', or the copy in medium_ledger.json.bak" in str(
        caught.value
    )


def test_what_json_cannot_hold_is_not_written(path):
    """The message says that, and the old text stays."""
    book = put(path, EXAMPLE)
    before = path.read_bytes()
    with pytest.raises(LedgerError, match=r"holds what JSON cannot \(.*JSON"):
        book.change(add(extra={"number": float("nan")}))
    assert path.read_bytes() == before


def test_a_ledger_of_another_editor_is_read(path):
    """Windows puts a mark before UTF-8, and the words of any language are as they were."""
    path.write_text(json.dumps(EXAMPLE, ensure_ascii=False), "utf-8-sig")
    assert Ledger(path).read().entries["my-slug"].title == "…"


def test_each_text_is_parsed_once(path):
    """A run reads the ledger several times for each article, and thousands may be in it."""
    book = put(path, EXAMPLE)
    assert book.read() is book.read()
    assert book.change(add()) is book.read()


def test_a_change_of_nothing_does_not_write(path):
    """A file that says the same already keeps its form, and no copy is made."""
    text = '{"version":1,"articles":{"a":{}}}'
    book = put(path, text)
    assert book.change(lambda found: found) == book.read()
    assert path.read_text("utf-8") == text
    assert names_in(path.parent) == [path.name]


def test_the_one_before_is_kept_beside_it(path):
    """The .bak holds the text before the last change."""
    book = put(path, EXAMPLE)
    before = path.read_bytes()
    book.change(add("first"))
    copy = path.with_name("medium_ledger.json.bak")
    assert copy.read_bytes() == before
    between = path.read_bytes()
    book.change(add("second"))
    assert copy.read_bytes() == between


def test_a_change_is_made_to_what_the_file_says_now(path):
    """What git or an editor wrote after we had read it is kept."""
    book = put(path, EXAMPLE)
    book.read()
    theirs = json.loads(json.dumps(EXAMPLE))
    theirs["articles"]["theirs"] = {"medium": {"state": "posted", "id": "abcdef"}}
    script = "import sys; open(sys.argv[1], 'w', encoding='utf-8').write(sys.argv[2])"
    subprocess.run([sys.executable, "-c", script, path, json.dumps(theirs)], check=True)
    after = book.change(add("ours"))
    assert set(after.entries) == {*EXAMPLE["articles"], "theirs", "ours"}
    assert Ledger(path).read() == after


def test_a_ledger_keeps_its_mode_and_its_link(path, tmp_path):
    """A ledger that is a link elsewhere stays one, as readable as it was."""
    real = tmp_path / "elsewhere.json"
    put(real, EXAMPLE)
    real.chmod(0o664)
    path.symlink_to(real)
    Ledger(path).change(add())
    assert path.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o664
    assert "new" in Ledger(real).read().entries


def test_the_first_ledger_is_written(path):
    """Where there is none, one is made, readable by all, without a copy of nothing."""
    Ledger(path).create(Book(default_lang="en"))
    assert path.read_text("utf-8") == serialise(Book(default_lang="en"))
    assert path.stat().st_mode & 0o777 == 0o644
    assert names_in(path.parent) == [path.name]


def test_a_first_ledger_never_replaces_one(path):
    """One that has come into being meanwhile stays, even an empty one."""
    book = put(path, '{"version":1,"articles":{}}')
    book.create(Book({"a": Entry("a")}))
    assert path.read_text("utf-8") == '{"version":1,"articles":{}}'


# Other programs


@pytest.mark.parametrize("step", ["fsync", "chmod"])
def test_what_another_program_writes_while_we_write_is_kept(path, monkeypatch, step):
    """An editor or git that is faster by a moment loses nothing; our change is made to theirs."""
    book = put(path, EXAMPLE)
    real, theirs = getattr(os, step), [json.dumps({**EXAMPLE, "comment": "theirs"})]

    def act(*arguments, **more):
        if theirs:
            path.write_text(theirs.pop(), "utf-8")
        return real(*arguments, **more)

    monkeypatch.setattr(os, step, act)
    book.change(add())
    after = json.loads(path.read_text("utf-8"))
    assert after["comment"] == "theirs"
    assert "new" in after["articles"]


def test_a_ledger_that_never_keeps_still_is_told(path, monkeypatch):
    """Nothing is overwritten, and nothing goes on for ever."""
    book, real, count = put(path, EXAMPLE), os.fsync, iter(range(1000))

    def act(descriptor):
        path.write_text(json.dumps({**EXAMPLE, "comment": next(count)}), "utf-8")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", act)
    with pytest.raises(LedgerError, match=r"\(another program keeps changing it\)"):
        book.change(add())
    assert "new" not in json.loads(path.read_text("utf-8"))["articles"]


@pytest.mark.parametrize("theirs", [None, "<<<<<<<"])
def test_a_ledger_that_goes_while_we_write_is_told(path, monkeypatch, theirs):
    """One that was taken away or broken meanwhile is not replaced by ours."""
    book, real = put(path, EXAMPLE), os.fsync

    def act(descriptor):
        path.write_text(theirs) if theirs else path.unlink(missing_ok=True)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", act)
    with pytest.raises(LedgerError):
        book.change(add())
    assert (path.read_text() if path.exists() else None) == theirs


def test_a_first_ledger_never_replaces_one_that_came_meanwhile(path, monkeypatch):
    """Somebody who copies the right ledger into place at the last moment wins."""
    real = os.fsync

    def act(descriptor):
        put(path, EXAMPLE)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", act)
    Ledger(path).create(Book())
    assert json.loads(path.read_text("utf-8")) == EXAMPLE


def test_a_run_that_was_killed_leaves_no_mess_for_long(path):
    """Whoever takes the lock removes what a killed run was writing."""
    book, left = put(path, EXAMPLE), path.with_name(f".{path.name}.abc.tmp")
    left.write_text("half a led")
    with book.locked():
        assert not left.exists()


# The lock

HOLDER = """
import sys
from pathlib import Path
from pelican_medium.store.ledger import Ledger
with Ledger(Path(sys.argv[1])).locked():
    print("locked", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(path):
    put(path, EXAMPLE)
    command = [sys.executable, "-c", HOLDER, path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"locked\n"
        yield process
        process.kill()


@pytest.mark.parametrize("wait", [0, 0.1])
def test_another_run_at_work_is_told(path, holder, wait):
    """While another process holds the lock, this one does nothing, and says so."""
    ran = False
    with pytest.raises(LedgerBusy, match=r"Another run.*Nothing was sent"):  # noqa: SIM117 - as it is used
        with Ledger(path).locked(wait=wait):
            ran = True
    assert not ran


def test_reading_needs_no_lock(path, holder):
    """Status can be asked for while another run is at work."""
    assert set(Ledger(path).read().entries) == set(EXAMPLE["articles"])


def test_a_run_that_died_holds_no_lock(path, holder):
    """A lock ends with its process, even one that was killed."""
    holder.kill()
    holder.wait()
    with Ledger(path).locked(wait=5):
        pass


def test_the_lock_is_free_again_after_an_error(path):
    """Whatever happens inside, the next run can take it."""
    book = put(path, EXAMPLE)
    with pytest.raises(RuntimeError), book.locked():
        raise RuntimeError
    with Ledger(path).locked():
        pass


def test_the_lock_excludes_this_very_process_too(path, monkeypatch):
    """Two runs in one process, such as two builds, exclude each other as well, and none waits."""
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("it waits"))
    with put(path, EXAMPLE).locked(), pytest.raises(LedgerBusy) as caught:  # noqa: SIM117 - as it is used
        with Ledger(path).locked():
            pytest.fail("both hold the lock")
    assert str(caught.value) == (
        f"Another run of pelican-medium holds {os.path.realpath(path)}.lock. Nothing was "
        "sent and nothing was recorded; try again when it has ended."
    )


def test_who_waits_for_the_lock_has_it_when_the_other_run_ends(path, monkeypatch):
    """A build that only brings the ledger up to date does not keep a run from posting."""
    with contextlib.ExitStack() as other:
        other.enter_context(put(path, EXAMPLE).locked())
        monkeypatch.setattr(time, "sleep", lambda _: other.close())
        with Ledger(path).locked(wait=5):
            pass


def test_the_lock_is_a_file_beside_the_ledger(path):
    """Its name is one that is not for git; the ledger itself is not touched."""
    book = put(path, EXAMPLE)
    before = path.read_bytes()
    with book.locked():
        assert set(names_in(path.parent)) == {path.name, "medium_ledger.json.lock"}
    assert path.read_bytes() == before


def test_a_link_to_a_ledger_is_not_another_lock(tmp_path):
    """Who comes by a symbolic link and who comes straight must not both be the only one."""
    real, link = tmp_path / "real.json", tmp_path / "elsewhere" / "link.json"
    link.parent.mkdir()
    link.symlink_to(real)
    with (
        Ledger(real).locked(),
        pytest.raises(LedgerBusy, match=r"real\.json\.lock"),
        Ledger(link).locked(),
    ):
        pytest.fail("both hold the lock")


def test_who_holds_the_lock_notices_that_it_is_another_file(tmp_path):
    """`git clean` deletes it, and the next run locks a new one of the same name."""
    ledger = Ledger(tmp_path / "ledger.json")
    assert not ledger.is_locked()
    with ledger.locked():
        assert ledger.is_locked()
        lock = tmp_path / "ledger.json.lock"
        lock.unlink()
        assert not ledger.is_locked()
        lock.touch()
        assert not ledger.is_locked()
    assert not ledger.is_locked()


def test_a_conflict_is_resolved_as_the_message_says(path, monkeypatch):
    """Merged in a clone without the driver, the commands of the message make it one ledger."""
    monkeypatch.chdir(path.parent)

    def git(*arguments):
        return subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)

    def commit(key):
        put(path, {"version": 1, "articles": {key: {"medium": {"state": "posted"}}}})
        git("add", "-A")
        git("-c", "user.name=x", "-c", "user.email=x@y.z", "commit", "-m", key)

    git("init", "-q", "-b", "main")
    path.with_name(".gitattributes").write_text("medium_ledger.json merge=medium-ledger\n")
    commit("base")
    git("checkout", "-q", "-b", "other")
    commit("theirs")
    git("checkout", "-q", "main")
    commit("ours")
    git("-c", "user.name=x", "-c", "user.email=x@y.z", "merge", "other")
    with pytest.raises(LedgerError, match="conflict marks") as caught:
        Ledger(path).read()
    driver = re.search(r"driver '(pelican-medium [^']*)'", str(caught.value))[1]
    command = driver.replace("pelican-medium", f"'{sys.executable}' -m pelican_medium")
    git("config", "merge.medium-ledger.driver", command)
    assert "git checkout --merge medium_ledger.json" in str(caught.value)
    git("checkout", "--merge", path.name)
    assert git("add", path.name).returncode == 0
    assert {"theirs", "ours"} <= set(Ledger(path).read().entries)

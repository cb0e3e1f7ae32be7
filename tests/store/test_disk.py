"""Files that are whole or not there, whatever fails on the way."""

import errno
import io
import os
import stat
from unittest import mock

import pytest

from pelican_medium.store import disk


class FullFile(io.BytesIO):
    """A file on a disk that has just become full."""

    def writelines(self, _parts):
        raise OSError(errno.ENOSPC, "No space left on device")


def is_folder(descriptor):
    return stat.S_ISDIR(os.fstat(descriptor).st_mode)


def fail(*_arguments, **_more):
    raise OSError(errno.EIO, "Input/output error")


def no_write(monkeypatch):
    def open_full(handle, *_arguments, **_more):
        os.close(handle)
        return FullFile()

    monkeypatch.setattr(os, "fdopen", open_full)


def no_fsync(monkeypatch):
    monkeypatch.setattr(os, "fsync", fail)


def no_rename(monkeypatch):
    monkeypatch.setattr(os, "replace", fail)


def no_mode(monkeypatch):
    monkeypatch.setattr(os, "chmod", fail)


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "file.json"
    path.write_text("old", "utf-8")
    return path


def test_a_file_is_replaced(file):
    """The new text is there, and nothing else is."""
    disk.write(file, "new")
    assert file.read_text("utf-8") == "new"
    assert names_in(file.parent) == ["file.json"]


def test_a_file_is_made(tmp_path):
    """A file that was not there is, afterwards."""
    disk.write(tmp_path / "file.json", "new")
    assert names_in(tmp_path) == ["file.json"]


def test_the_bytes_are_utf_8_with_line_feeds(file):
    """Text is written alike on every system, whole or in parts."""
    for text in ("ä\nb\r\n", iter(["ä\n", "b\r\n"])):
        disk.write(file, text)
        assert file.read_bytes() == b"\xc3\xa4\nb\r\n"


@pytest.mark.parametrize("broken", [no_write, no_fsync, no_rename, no_mode])
def test_the_old_file_is_whole_when_a_step_fails(file, monkeypatch, broken):
    """An error before the rename has been done leaves the old text and no temporary file."""
    broken(monkeypatch)
    with pytest.raises(OSError, match=r"No space left|Input/output"):
        disk.write(file, "new")
    monkeypatch.undo()
    assert file.read_text("utf-8") == "old"
    assert names_in(file.parent) == ["file.json"]


@pytest.mark.parametrize("broken", [no_write, no_fsync, no_rename, no_mode])
def test_no_file_is_made_when_a_step_fails(tmp_path, monkeypatch, broken):
    """Where there was no file there is none after an error."""
    broken(monkeypatch)
    with pytest.raises(OSError, match=r"No space left|Input/output"):
        disk.write(tmp_path / "file.json", "new")
    monkeypatch.undo()
    assert names_in(tmp_path) == []


def test_a_text_that_is_no_utf_8_leaves_the_old_file(file):
    """A lone surrogate is an error, and no reason to lose the old text."""
    with pytest.raises(UnicodeEncodeError):
        disk.write(file, "\udc80")
    assert file.read_text("utf-8") == "old"
    assert names_in(file.parent) == ["file.json"]


def test_an_interruption_leaves_no_temporary_file(file, monkeypatch):
    """A Ctrl-C in the middle of it leaves the old file, alone."""

    def interrupt(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        disk.write(file, "new")
    assert file.read_text("utf-8") == "old"
    assert names_in(file.parent) == ["file.json"]


def test_the_file_is_synced_then_renamed_then_the_folder_synced(file, monkeypatch):
    """Only this order survives a loss of power between any two steps."""
    steps = []
    fsync, replace = os.fsync, os.replace

    def noting_fsync(descriptor):
        steps.append("folder" if is_folder(descriptor) else "file")
        fsync(descriptor)

    def noting_replace(*arguments):
        steps.append("rename")
        replace(*arguments)

    monkeypatch.setattr(os, "fsync", noting_fsync)
    monkeypatch.setattr(os, "replace", noting_replace)
    disk.write(file, "new")
    assert steps == ["file", "rename", "folder"]


def test_a_folder_that_cannot_be_synced_is_no_error(file, monkeypatch):
    """Some network file systems refuse it; the new text is whole by then."""
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda one: fail() if is_folder(one) else fsync(one))
    disk.write(file, "new")
    assert file.read_text("utf-8") == "new"
    assert names_in(file.parent) == ["file.json"]


def test_an_error_means_that_nothing_was_changed(file, monkeypatch):
    """A folder that may be written but not opened for reading is no reason to tell a lie."""
    real = os.open

    def open_no_folder(path, flags, *arguments, **more):
        return fail() if os.path.isdir(path) else real(path, flags, *arguments, **more)  # noqa: PTH112 - as os.open takes it

    monkeypatch.setattr(os, "open", open_no_folder)
    failed = False
    try:
        disk.write(file, "new")
    except OSError:
        failed = True
    assert file.read_text("utf-8") == ("old" if failed else "new")


@pytest.mark.parametrize(
    ("before", "asked", "after"),
    [
        (None, None, 0o644),
        (None, disk.PRIVATE, 0o600),
        (0o644, None, 0o644),
        (0o640, None, 0o640),
        (0o600, None, 0o600),
        (0o644, disk.PRIVATE, 0o600),
    ],
)
def test_the_mode_is_as_asked_or_kept(tmp_path, before, asked, after):
    """A new file is readable by all, an old one keeps its mode, a private one is made so."""
    path = tmp_path / "file.json"
    if before is not None:
        path.touch()
        path.chmod(before)
    disk.write(path, "new", mode=asked)
    assert mode_of(path) == after


def test_the_text_is_private_before_it_has_its_name(tmp_path, monkeypatch):
    """Nobody can read a private text in the moment before it has its final mode."""
    seen = []
    replace = os.replace

    def look(source, target):
        seen.append(stat.S_IMODE(os.stat(source).st_mode))  # noqa: PTH116 - as os.replace gets it
        replace(source, target)

    monkeypatch.setattr(os, "replace", look)
    disk.write(tmp_path / "file.json", "secret", mode=disk.PRIVATE)
    assert seen == [0o600]


def test_a_symbolic_link_is_followed(file, tmp_path):
    """A link stays a link, and what it leads to is replaced."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    link = folder / "link.json"
    link.symlink_to(file)
    disk.write(link, "new")
    assert link.is_symlink()
    assert file.read_text("utf-8") == "new"
    assert names_in(folder) == ["link.json"]


def test_a_link_that_leads_nowhere_yet_is_followed(tmp_path):
    """The file a link promises is made where the link says."""
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "file.json")
    disk.write(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "file.json").read_text("utf-8") == "new"


def test_a_link_that_leads_to_itself_is_an_os_error(tmp_path):
    """What callers catch is what they get."""
    link = tmp_path / "link.json"
    link.symlink_to(link)
    with pytest.raises(OSError, match=r"."):
        disk.write(link, "new")


@pytest.mark.parametrize("place", ["missing/file.json", "plain/file.json"])
def test_a_folder_that_is_none_is_an_os_error(tmp_path, place):
    """A folder that is not there, or is a file, is told as such."""
    (tmp_path / "plain").touch()
    with pytest.raises(OSError, match=r"."):
        disk.write(tmp_path / place, "new")
    assert names_in(tmp_path) == ["plain"]


def test_a_folder_in_the_files_place_stays(tmp_path):
    """A folder with the file's name is not replaced, and no temporary file remains."""
    (tmp_path / "file.json").mkdir()
    with pytest.raises(OSError, match=r"."):
        disk.write(tmp_path / "file.json", "new")
    assert names_in(tmp_path) == ["file.json"]


def test_a_back_up_is_a_copy_beside_the_file(file):
    """The copy has the text and the mode of the file, which stays."""
    file.chmod(0o640)
    disk.back_up(file)
    copy = file.with_name("file.json.bak")
    assert copy.read_text("utf-8") == "old"
    assert mode_of(copy) == 0o640
    assert file.read_text("utf-8") == "old"


def test_a_back_up_replaces_the_one_before(file):
    """There is one copy: that of the latest text."""
    file.with_name("file.json.bak").write_text("very old and longer", "utf-8")
    disk.back_up(file)
    assert file.with_name("file.json.bak").read_text("utf-8") == "old"


def test_nothing_to_back_up_is_no_error(tmp_path):
    """Without a file there is no copy."""
    disk.back_up(tmp_path / "file.json")
    assert names_in(tmp_path) == []


def test_a_back_up_that_fails_is_an_os_error(tmp_path):
    """Where the copy cannot be made the caller is told; here its name is too long."""
    path = tmp_path / ("x" * 253)
    path.write_text("old", "utf-8")
    with pytest.raises(OSError, match=r"."):
        disk.back_up(path)
    assert path.read_text("utf-8") == "old"


def test_a_text_that_has_changed_meanwhile_is_not_replaced(file):
    """The new text is whole by then, and is thrown away."""
    assert not disk.exchange(file, "new", former="older", read=lambda: file.read_text("utf-8"))
    assert file.read_text("utf-8") == "old"
    assert names_in(file.parent) == ["file.json"]


def test_what_cannot_be_read_at_the_last_moment_is_left(file):
    """The error of the reader arrives, and nothing lies beside the file."""

    def refuse():
        assert len(names_in(file.parent)) == 3
        raise KeyError

    with pytest.raises(KeyError):
        disk.exchange(file, "new", former="old", read=refuse)
    assert file.read_text("utf-8") == "old"
    assert names_in(file.parent) == ["file.json"]


def text_or_none(path):
    return path.read_text("utf-8") if path.exists() else None


@pytest.mark.parametrize("former", ["old", None])
@pytest.mark.parametrize("step", ["fdopen", "fsync", "chmod", "link", "replace", "unlink"])
def test_of_two_writers_only_one_follows_a_text(file, monkeypatch, step, former):
    """Whenever the other one comes between: never do both believe that theirs came next."""
    if former is None:
        file.unlink()
    results, real, inside = {}, getattr(os, step), []

    def write(text):
        results[text] = disk.exchange(file, text, former=former, read=lambda: text_or_none(file))

    def act(*arguments, **more):
        if not inside:
            inside.append(step)
            write("theirs")
        return real(*arguments, **more)

    monkeypatch.setattr(os, step, act)
    write("ours")
    assert inside
    assert file.read_text("utf-8") in {"ours", "theirs"}
    assert set(results) == {"ours", "theirs"}
    assert list(results.values()).count(True) <= 1
    assert results[file.read_text("utf-8")] or not any(results.values())
    assert names_in(file.parent) == ["file.json"]


def claim_and_die(file, monkeypatch):
    """Leave what a writer leaves that is killed before its text has taken the old one's place."""
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", mock.Mock(side_effect=KeyError))
        patch.setattr(os, "unlink", mock.Mock())
        with pytest.raises(KeyError):
            disk.exchange(file, "first", former="old", read=lambda: text_or_none(file))


def test_what_a_killed_writer_had_claimed_is_finished(file, monkeypatch):
    """Its text is whole; whoever comes next puts it into place, and reads again."""
    claim_and_die(file, monkeypatch)
    assert not disk.exchange(file, "second", former="old", read=lambda: text_or_none(file))
    assert file.read_text("utf-8") == "first"
    assert disk.exchange(file, "second", former="first", read=lambda: text_or_none(file))
    disk.sweep(file)
    assert (file.read_text("utf-8"), names_in(file.parent)) == ("second", ["file.json"])


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.EACCES])
def test_where_there_are_no_second_names_the_text_is_compared(file, monkeypatch, number):
    """A stick's file system: what is left to two writers is the moment before the rename."""
    monkeypatch.setattr(os, "link", mock.Mock(side_effect=OSError(number, "no")))
    assert not disk.exchange(file, "new", former="older", read=lambda: text_or_none(file))
    assert disk.exchange(file, "new", former="old", read=lambda: text_or_none(file))
    assert (file.read_text("utf-8"), names_in(file.parent)) == ("new", ["file.json"])


def test_a_claim_that_fails_changes_nothing(file, monkeypatch):
    """A full disk has no room for a second name either."""
    monkeypatch.setattr(os, "link", mock.Mock(side_effect=OSError(errno.ENOSPC, "full")))
    with pytest.raises(OSError, match="full"):
        disk.exchange(file, "new", former="old", read=lambda: text_or_none(file))
    assert (file.read_text("utf-8"), names_in(file.parent)) == ("old", ["file.json"])


@pytest.mark.parametrize("theirs", ["theirs", None])
def test_what_was_claimed_for_another_text_does_not_take_the_place_of_this_one(
    file, monkeypatch, theirs
):
    """What git put there since would be lost, with what is recorded in it."""
    claim_and_die(file, monkeypatch)
    file.unlink()
    if theirs:
        file.write_text(theirs, "utf-8")
    assert disk.exchange(file, "second", former=theirs, read=lambda: text_or_none(file))
    assert file.read_text("utf-8") == "second"


@pytest.mark.parametrize("step", ["link", "replace"])
def test_a_file_that_is_swept_away_while_it_is_written_is_told(file, monkeypatch, step):
    """Where no lock holds, another run may sweep at any moment: the text is not in its place."""
    real = getattr(os, step)

    def act(*arguments, **more):
        disk.sweep(file)
        real(*arguments, **more)

    monkeypatch.setattr(os, step, act)
    assert not disk.exchange(file, "new", former="old", read=lambda: text_or_none(file))
    assert (file.read_text("utf-8"), names_in(file.parent)) == ("old", ["file.json"])


def test_a_file_is_told_from_another_one_of_its_name(file):
    """By where it is on the disk: a lock that was deleted and made anew is another one."""
    before = disk.identity(str(file))
    assert before == disk.identity(str(file)) is not None
    file.rename(file.with_name("former"))
    assert disk.identity(str(file)) is None
    file.touch()
    assert disk.identity(str(file)) not in {before, None}


def test_what_a_killed_writer_left_is_swept_away(tmp_path):
    """Temporary files of this file go, whatever letters are in its name; no other file does."""
    path, odd = tmp_path / "file.json", tmp_path / "a[b].json"
    for name in (".file.json.x_1.tmp", ".a[b].json.y.tmp", ".file.json.tmp", ".b.json.z.tmp"):
        (tmp_path / name).touch()
    disk.sweep(path)
    disk.sweep(odd)
    disk.sweep(tmp_path / "gone" / "file.json")
    assert names_in(tmp_path) == [".b.json.z.tmp", ".file.json.tmp"]

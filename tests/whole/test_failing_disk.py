"""A disk that fails, at each save of a run in turn: nothing is sent that could not be recorded."""

import errno
import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest
from factories import Blog, make_article, tries

from pelican_medium.model.errors import LedgerError
from pelican_medium.store import ledger as ledger_module

KINDS = [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO, errno.EDQUOT]

#: Saves of a run of three articles that all go well: an intent and a receipt each.
SAVES = range(6)

STEPS = {
    "back up": (shutil, "copy2"),
    "make": (tempfile, "mkstemp"),
    "write": (os, "fdopen"),
    "sync": (os, "fsync"),
    "mode": (os, "chmod"),
    "rename": (os, "replace"),
}


@contextmanager
def failing(step, save, number):
    """Let one step of one save, and of all that follow, fail."""
    where, name = STEPS[step]
    real, saves = getattr(where, name), [0]

    def count(path):
        saves[0] += 1
        return shutil_copy(path)

    def act(*arguments, **more):
        if saves[0] > save:
            if name == "fdopen":
                os.close(arguments[0])
            raise OSError(number, os.strerror(number))
        return real(*arguments, **more)

    # Each save begins with its back-up, which is what numbers them.
    shutil_copy = ledger_module.disk.back_up
    with (
        mock.patch.object(where, name, act),
        mock.patch.object(ledger_module.disk, "back_up", count),
    ):
        yield


def three():
    return [make_article(key, day) for day, key in enumerate(("one", "two", "three"), 1)]


@pytest.fixture
def blog(tmp_path, medium):
    made = Blog(tmp_path, medium.api_url)
    made.write()
    return made


@pytest.mark.parametrize("save", SAVES)
@pytest.mark.parametrize("step", STEPS)
def test_each_save_in_turn_fails_at_each_step(blog, medium, step, save):
    """The old ledger is whole, what Medium has is in it, and afterwards each article is there once.

    The kind of error changes from case to case; each is told in one sentence that says what
    became of the article.
    """
    number = KINDS[(save + len(step)) % len(KINDS)]
    with failing(step, save, number), pytest.raises(LedgerError) as caught:
        blog.post(*three())
    sent, after_a_post = (save + 1) // 2, save % 2 == 1
    assert len(tries(medium)) == sent
    keys = ["one", "two", "three"][:sent]
    expected = dict.fromkeys(keys, "posted") | ({keys[-1]: "posting"} if after_a_post else {})
    assert blog.states == expected
    message = str(caught.value)
    assert os.strerror(number) in message
    assert ("WAS POSTED" in message) == after_a_post
    if after_a_post:
        post = medium.posts[-1]
        assert post["id"] in message
        assert f"mark {keys[-1]} posted --url {post['answer']['url']}" in message
    assert not [one for one in blog.folder.iterdir() if one.name.endswith(".tmp")]
    check_the_rest(blog, medium, expected)


def check_the_rest(blog, medium, expected):
    blog.post(*three())
    left = {key: "unknown" if state == "posting" else state for key, state in expected.items()}
    assert blog.states == dict.fromkeys(["one", "two", "three"], "posted") | left
    titles = [body["title"] for body in medium.bodies]
    assert sorted(titles) == ["One", "Three", "Two"]


@pytest.mark.parametrize("fault", ["401", "429:0", "400", "drop-after", "500"])
@pytest.mark.parametrize("step", STEPS)
def test_a_save_after_a_failed_post_fails_at_each_step(blog, medium, step, fault):
    """Withdrawn, rejected or unknown: if that cannot be saved the ledger still says posting."""
    medium.misbehave("ok", fault)
    with failing(step, 3, errno.ENOSPC), pytest.raises(LedgerError, match="No space left"):
        blog.post(*three())
    assert blog.states == {"one": "posted", "two": "posting"}
    created = [body["title"] for body in medium.bodies]
    blog.post(*three())
    assert blog.states == {"one": "posted", "two": "unknown", "three": "posted"}
    assert [body["title"] for body in medium.bodies] == [*created, "Three"]


@pytest.mark.parametrize("number", KINDS)
def test_without_the_lock_nothing_is_sent(blog, medium, monkeypatch, number):
    """Where the lock cannot be made nothing could be recorded either."""
    real = os.open

    def open_no_lock(path, *arguments, **more):
        if str(path).endswith(".lock"):
            raise OSError(number, os.strerror(number))
        return real(path, *arguments, **more)

    monkeypatch.setattr(os, "open", open_no_lock)
    with pytest.raises(LedgerError):
        blog.post(*three())
    assert medium.requests == []
    assert blog.states == {}


@pytest.mark.parametrize("number", KINDS)
def test_a_ledger_that_cannot_be_read_again_stops_the_run(blog, medium, monkeypatch, number):
    """Each save reads the file first; what cannot be read is not written over."""
    real, reads = Path.read_text, [0]

    def read(path, *arguments, **more):
        reads[0] += path == blog.path
        if path == blog.path and reads[0] > 6:
            raise OSError(number, os.strerror(number))
        return real(path, *arguments, **more)

    monkeypatch.setattr(Path, "read_text", read)
    with pytest.raises(LedgerError):
        blog.post(*three())
    monkeypatch.undo()
    created = {body["title"].lower() for body in medium.bodies}
    assert created <= set(blog.states)
    blog.post(*three())
    assert len({body["title"] for body in medium.bodies}) == len(medium.posts)


def test_the_version_before_is_beside_it_after_each_save(blog, medium):
    """The back-up is always the ledger of one save ago, and whole."""
    copy = blog.path.with_name("medium_ledger.json.bak")
    seen = []
    blog.post(*three(), report=lambda o: seen.append((o.key, json.loads(copy.read_text()))))
    for key, before in seen:
        assert before["articles"][key]["medium"]["state"] == "posting"


def test_an_outbox_that_cannot_be_noted_in_loses_no_post(site, medium, live):
    """What was held is a remark; failing to write it down comes after all that matters."""
    site.use(medium)
    site.configure('MEDIUM_POST_ON = "deploy"')
    site.article("fine")
    site.article("odd", text='<IMG SRC="{static}/x.png">')
    site.build()
    folder = site.folder / "elsewhere"
    folder.mkdir()
    site.outbox_path.rename(folder / "box.json")
    site.outbox_path.symlink_to(folder / "box.json")
    full = "import os\nreal = os.replace\ndef replace(source, target):\n"
    full += "    if 'box.json' in str(target): raise OSError(28, 'No space left on device')\n"
    full += "    real(source, target)\nos.replace = replace\n"
    site.configure(full)
    result = site.shell("post")  # a process, for what these settings do to it
    assert "No space left on device" in result.stderr
    assert "Traceback" not in result.stderr
    assert site.states() == {"fine": "posted"}
    assert [body["title"] for body in medium.bodies] == ["Fine"]

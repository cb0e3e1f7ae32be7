"""Articles whose texts stay in the outbox: the same as any other, and always of the same build."""

import gc
import os
from dataclasses import replace
from types import SimpleNamespace

import pytest
from factories import make_article, make_outbox

from pelican_medium.model.errors import OutboxError
from pelican_medium.store import outbox, stored

ONE = make_article("one", content="<p>One “text”</p>", tags=("a",))
TWO = make_article("two", content="<p>Another</p>")


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "outbox.json"
    outbox.write(made, make_outbox(ONE, TWO))
    return made


@pytest.fixture
def found(path):
    return outbox.read(path).bodies["one"]


def test_its_text_is_in_memory_only_while_it_is_used(found):
    """It is read anew each time."""
    assert isinstance(found, stored.Stored)
    assert found.content == ONE.content
    assert found.content is not found.content


def test_it_is_equal_to_the_same_article_in_memory(found):
    """Either way round, and to no other."""
    one = ONE
    assert found == one
    assert one == found
    for change in ({"content": "<p>Other</p>"}, {"title": "Other"}, {"letters": 7}):
        assert found != replace(ONE, **change)
        assert replace(found, **change) == replace(ONE, **change)
    assert found != "one"


def test_another_build_changes_nothing_of_what_was_read(path, found):
    """It puts another file in its place; a run goes on with what it has begun with."""
    outbox.write(path, make_outbox(replace(ONE, content="<p>Edited</p>"), TWO))
    assert found.content == ONE.content


def test_a_file_written_over_in_place_is_told(path, found):
    """An editor may do that; half of one text and half of another must not be sent."""
    with path.open("r+b") as file:
        file.write(path.read_bytes().replace(b"One", b"Two"))
    with pytest.raises(OutboxError, match="was not sent: one"):
        _ = found.content


def test_the_file_is_closed_when_nobody_needs_it(path):
    """A desk reads the outbox again and again."""
    bodies = dict(outbox.read(path).bodies)
    descriptor = bodies["one"]._text.file._descriptor
    del bodies["one"]
    gc.collect()
    assert os.fstat(descriptor).st_size == path.stat().st_size
    bodies.clear()
    gc.collect()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)


def test_where_no_open_file_can_be_replaced_texts_are_in_memory(path, monkeypatch):
    """On Windows a desk would keep builds from writing theirs."""
    monkeypatch.setattr(stored, "os", SimpleNamespace(name="nt"))
    assert type(outbox.read(path).bodies["one"]) is type(ONE)

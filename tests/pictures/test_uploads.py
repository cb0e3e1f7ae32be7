"""Uploads: a few at a time, each file once, and none of them lost."""

import threading

import pytest

from pelican_medium.model.errors import UploadError
from pelican_medium.pictures.uploads import AT_ONCE, Uploads


@pytest.fixture
def uploads():
    made = Uploads()
    yield made
    made.close()


def refuse():
    raise UploadError("not this one")


def test_no_more_than_a_few_at_once(uploads):
    """As many as may go at once meet, and the next one only begins when one of them has ended."""
    gate, begun, most = threading.Barrier(AT_ONCE + 1), [], []

    def upload(name):
        begun.append(name)
        most.append(len(begun))
        if len(begun) <= AT_ONCE:
            gate.wait(10)
        return name

    for number in range(AT_ONCE + 2):
        uploads.begin(str(number), lambda name=str(number): upload(name))
    while gate.n_waiting < AT_ONCE:
        threading.Event().wait(0.001)
    assert len(begun) == AT_ONCE
    gate.wait(10)
    names = [str(number) for number in range(AT_ONCE + 2)]
    assert [uploads.begin(name, refuse).result() for name in names] == names


def test_a_file_is_uploaded_once(uploads):
    """What was begun is not begun again, however often it is asked for."""
    sent = []
    for _ in range(3):
        found = uploads.begin("a", lambda: sent.append("a") or "address").result()
    assert found == "address"
    assert sent == ["a"]


def test_what_failed_is_tried_again_only_when_failures_are_forgotten(uploads):
    """A failure ahead of its turn is tried once more when its turn has come."""
    for _ in range(2):
        with pytest.raises(UploadError):
            uploads.begin("a", refuse).result()
        assert isinstance(uploads.begin("a", lambda: "address").exception(), UploadError)
        uploads.forget_failures()
    assert uploads.begin("a", lambda: "address").result() == "address"


def test_what_was_uploaded_is_told_once(uploads):
    """And nothing that failed, or is still under way."""
    gate = threading.Event()
    uploads.begin("slow", lambda: gate.wait(10) and "late")
    uploads.begin("a", lambda: "address").result()
    uploads.begin("b", refuse).exception()
    assert uploads.new() == {"a": "address"}
    assert uploads.new() == {}
    gate.set()
    uploads.close()
    assert uploads.new() == {"slow": "late"}

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
    assert [uploads.take(str(number)) for number in range(AT_ONCE + 2)] == [*"012345"]


def test_a_file_is_uploaded_once(uploads):
    """What was begun is not begun again, until its address was taken."""
    sent = []
    for _ in range(3):
        uploads.begin("a", lambda: sent.append("a") or "address")
    assert uploads.take("a") == "address"
    assert sent == ["a"]


def test_what_failed_ahead_is_tried_when_its_turn_has_come(uploads):
    """A refusal of an article's turn is raised; one of before is forgotten."""
    uploads.begin("a", refuse)
    with pytest.raises(UploadError):
        uploads.take("a")
    uploads.begin("a", refuse)
    uploads._pool.submit(lambda: None).result()
    while not uploads._begun["a"].done():
        threading.Event().wait(0.001)
    uploads.forget_failures()
    uploads.begin("a", lambda: "address")
    assert uploads.take("a") == "address"


def test_what_nobody_took_is_told_at_the_end(uploads):
    """The run ends while two are under way: the one that was taken by Medium is not lost."""
    uploads.begin("a", lambda: "address")
    uploads.begin("b", refuse)
    uploads._begun["a"].result()
    assert uploads.close() == {"a": "address"}

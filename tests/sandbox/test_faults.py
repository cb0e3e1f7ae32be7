"""Faults as they are written and queued."""

import pytest

from pelican_medium.sandbox import FAULTS
from pelican_medium.sandbox.faults import Fault, FaultQueues, parse_fault


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("ok", Fault("posts", "ok")),
        ("429", Fault("posts", "429")),
        (" 429:30 ", Fault("posts", "429", "30")),
        ("429:date", Fault("posts", "429", "date")),
        ("slow:0.5", Fault("posts", "slow", "0.5")),
        ("me=401", Fault("me", "401")),
        ("images=429:7", Fault("images", "429", "7")),
        ("posts=drop-after", Fault("posts", "drop-after")),
    ],
)
def test_a_fault_is_read(text, fault):
    """A fault is a name, perhaps with an argument after it and an endpoint before it."""
    assert parse_fault(text) == fault


@pytest.mark.parametrize("text", ["slow", "slow:", "slow:x", "slow:-1", "slow:nan", "slow:inf"])
def test_a_slow_answer_needs_a_duration(text):
    """How slow is a number of seconds that ends."""
    with pytest.raises(ValueError, match="slow:SECONDS"):
        parse_fault(text)


@pytest.mark.parametrize(
    "text",
    ["", "418", "okay", "you=ok", "=ok", "me=", "ok:1", "429:", "429:soon", "429:-1", "500:30"],
)
def test_a_wrong_fault_is_refused(text):
    """Names, arguments and endpoints nobody knows are errors."""
    with pytest.raises(ValueError, match=r"nknown|write"):
        parse_fault(text)


def test_the_refusal_of_a_fault_lists_the_known_ones():
    """Whoever misspells a fault sees all names."""
    with pytest.raises(ValueError, match="drop-befor") as refusal:
        parse_fault("drop-befor")
    assert all(name in str(refusal.value) for name in FAULTS)


def test_each_endpoint_has_a_queue_of_its_own():
    """Faults are consumed in order, one per request, and by their own endpoint."""
    queues = FaultQueues([parse_fault(text) for text in ("500", "me=401", "500", "502")])
    taken = [queues.take(name) for name in ("posts", "posts", "me", "me", "posts", "posts")]
    assert [one and one.text for one in taken] == ["500", "500", "401", None, "502", None]

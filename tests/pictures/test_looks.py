"""Looking at addresses: what each tells, once, politely, and side by side."""

import threading
from collections import Counter

import pytest
from conftest import PNG
from hosts import ask, hosting

from pelican_medium.pictures import looks as live
from pelican_medium.pictures.looks import Looks, State


@pytest.fixture
def host():
    with hosting() as one:
        yield one


@pytest.fixture
def looks():
    made = Looks(ask)
    yield made
    made.close()


SIZE = len(PNG)


@pytest.mark.parametrize(
    ("path", "state", "kind", "size", "told"),
    [
        ("ok", State.LIVE, "image/png", SIZE, True),
        ("no-head/405", State.LIVE, "image/png", SIZE, True),
        ("no-head/403", State.LIVE, "image/png", SIZE, True),
        ("no-head/501", State.LIVE, "image/png", SIZE, True),
        ("no-head/400", State.LIVE, "image/png", SIZE, True),
        ("no-head/404", State.LIVE, "image/png", SIZE, True),
        ("silent-head", State.LIVE, "image/png", SIZE, True),
        ("untyped", State.LIVE, "image/png", SIZE, False),
        ("octets", State.LIVE, "image/png", SIZE, False),
        ("jpg", State.LIVE, "image/jpeg", SIZE, False),
        ("page", State.LIVE, "text/html", 6, True),
        ("big", State.LIVE, "image/png", 40 << 20, True),
        ("hop/4", State.LIVE, "image/png", SIZE, True),
        ("empty", State.AWAY, None, None, True),
        ("status/404", State.GONE, None, None, True),
        ("status/410", State.GONE, None, None, True),
        ("status/403", State.AWAY, None, None, True),
        ("status/429", State.AWAY, None, None, True),
        ("status/500", State.AWAY, None, None, True),
        ("status/204", State.AWAY, None, None, True),
        ("hop/9", State.AWAY, None, None, True),
        ("loop", State.AWAY, None, None, True),
        ("to/ftp://e.example/", State.AWAY, None, None, True),
        ("to/http://[half", State.AWAY, None, None, True),
    ],
)
def test_what_an_address_tells(  # noqa: PLR0913, PLR0917 - a row of the table
    host, looks, path, state, kind, size, told
):
    """HEAD, and where that is refused or does not tell, the first bytes; redirects followed."""
    found = looks.of(f"{host.url}/{path}")
    assert (found.state, found.kind, found.size, found.told) == (state, kind, size, told)


def test_a_ranged_get_asks_for_the_first_bytes_only(host, looks):
    """A server that refuses HEAD need not send the whole picture."""
    looks.of(f"{host.url}/no-head/405")
    assert [(verb, head.get("Range")) for verb, _, head in host.seen] == [
        ("HEAD", None),
        ("GET", "bytes=0-4095"),
    ]


def test_each_address_is_asked_once_in_a_run(host, looks):
    """Whoever asks, and however often; the next run asks anew."""
    for _ in range(3):
        looks.start(f"{host.url}/ok")
        looks.of(f"{host.url}/ok")
    assert len(host.seen) == 1
    Looks(ask).of(f"{host.url}/ok")
    assert len(host.seen) == 2


def test_looks_are_side_by_side_and_bounded(host):
    """Never more than eight at the same time, and more than one; counted where they are made."""
    lock, asking, most = threading.Lock(), set(), []

    def counted(*arguments):
        with lock:
            asking.add(threading.get_ident())
            most.append(len(asking))
        try:
            return ask(*arguments)
        finally:
            with lock:
                asking.discard(threading.get_ident())

    looks = Looks(counted)
    for number in range(40):
        looks.start(f"{host.url}/slow/{number}")
    found = {looks.of(f"{host.url}/slow/{number}").state for number in range(40)}
    looks.close()
    assert found == {State.LIVE}
    assert 2 <= max(most) <= live.WORKERS


def test_a_host_that_lets_us_wait_is_not_asked_for_all_its_pictures(host, monkeypatch):
    """Three hundred pictures of a dead host cost the time of a few."""
    monkeypatch.setattr(live, "SECONDS", 0.2)
    looks = Looks(ask)
    for number in range(300):
        looks.start(f"{host.url}/trickle/{number}")
    found = Counter(looks.of(f"{host.url}/trickle/{n}").reason for n in range(300))
    looks.close()
    assert found["its host did not answer for others"] > 280
    assert len(host.seen) < 40


def test_what_was_not_live_is_asked_again_after_forget(host, looks):
    """What was live is not."""
    looks.of(f"{host.url}/ok")
    looks.of(f"{host.url}/status/404")
    looks.forget()
    looks.of(f"{host.url}/ok")
    looks.of(f"{host.url}/status/404")
    asked = Counter(path for verb, path, _ in host.seen if verb == "HEAD")
    assert asked == {"/ok": 1, "/status/404": 2}

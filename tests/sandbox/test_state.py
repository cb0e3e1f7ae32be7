"""All that one sandbox holds while it runs."""

from flask import Flask
from sandboxes import NOW, PNG

from pelican_medium.sandbox.account import Picture, Post
from pelican_medium.sandbox.faults import FaultQueues, parse_fault
from pelican_medium.sandbox.journal import Seen
from pelican_medium.sandbox.sideload import Sideloader, fetch_picture
from pelican_medium.sandbox.state import State, attach, current, state_of


def made():
    faults = FaultQueues([parse_fault("500")])
    return State("a-token-of-its-own", faults, Sideloader("none", fetch_picture))


def test_the_token_is_not_shown():
    """A traceback with locals would show it."""
    assert "a-token-of-its-own" not in repr(made())


def test_a_view_finds_the_state_of_its_application():
    """Each application has one of its own."""
    one, other = Flask("one"), Flask("other")
    for app in (one, other):
        attach(app, made())
    assert state_of(one) is not state_of(other)
    with one.app_context():
        assert current() is state_of(one)


def test_it_starts_again():
    """Without posts, pictures, requests, faults and grants."""
    state = made()
    state.account.add(Post("a", {}, {}, NOW))
    md5 = state.account.keep(Picture(PNG, "image/png"))
    state.journal.arrived(Seen("GET", "/v1/me", authorized=True))
    state.forget()
    assert (state.account.posts(), state.account.picture(md5), state.journal.seen()) == (
        [],
        None,
        [],
    )
    assert state.faults.take("posts") is None

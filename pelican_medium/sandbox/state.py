"""Everything one sandbox holds while it runs, and how its views find it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import cast

from flask import Flask, current_app

from pelican_medium.sandbox.account import Account
from pelican_medium.sandbox.faults import FaultQueues
from pelican_medium.sandbox.grants import Grants
from pelican_medium.sandbox.journal import Journal
from pelican_medium.sandbox.sideload import Sideloader

_KEY = "pelican-medium-sandbox"


@dataclass(frozen=True)
class State:
    """The parts of one sandbox. The token is kept out of its repr."""

    token: str = field(repr=False)
    faults: FaultQueues
    sideloader: Sideloader
    account: Account = field(default_factory=Account)
    grants: Grants = field(default_factory=Grants)
    journal: Journal = field(default_factory=Journal)
    closing: threading.Event = field(default_factory=threading.Event)

    def forget(self) -> None:
        """Start again: no posts, no pictures, no requests, no faults."""
        self.account.forget()
        self.grants.forget()
        self.journal.forget()
        self.faults.replace(())


def attach(app: Flask, state: State) -> None:
    """Give an application its state."""
    app.extensions[_KEY] = state


def state_of(app: Flask) -> State:
    """Return the state of an application."""
    return cast("State", app.extensions[_KEY])


def current() -> State:
    """Return the state of the application that serves the present request."""
    return state_of(current_app)

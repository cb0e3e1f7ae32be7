"""What became of articles, as JSON for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pelican_medium.cli import console

if TYPE_CHECKING:
    from pelican_medium.model import Outcome


def print_as_json(outcomes: list[dict[str, Any]]) -> None:
    """Print outcomes, and how many there are of each state."""
    states = [outcome["state"] for outcome in outcomes]
    counts = {state: states.count(state) for state in dict.fromkeys(states)}
    console.print_json({"outcomes": outcomes, "counts": counts})


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome with the field names of the contract."""
    names = ("key", "state", "medium_url", "reason")
    return {name: getattr(outcome, name) for name in names}

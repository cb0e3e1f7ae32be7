"""What became of articles, in the names of the contract."""

import json

from pelican_medium.cli import outcomes
from pelican_medium.model import Note, Outcome


def test_an_outcome_has_the_fields_of_the_contract():
    """No more than those: notes and pictures are the dry run's to add."""
    told = Outcome("one", "One", "held", None, "its picture is not live", notes=(Note("x"),))
    assert outcomes.as_json(told) == {
        "key": "one",
        "state": "held",
        "medium_url": None,
        "reason": "its picture is not live",
    }


def test_the_states_are_counted_in_the_order_they_came(capsys):
    """A state that no article is in is not named."""
    rows = [{"key": key, "state": state} for key, state in (("b", "sent"), ("a", "held"))]
    outcomes.print_as_json([*rows, {"key": "c", "state": "sent"}])
    told = json.loads(capsys.readouterr().out)
    assert told["outcomes"] == [*rows, {"key": "c", "state": "sent"}]
    assert list(told["counts"].items()) == [("sent", 2), ("held", 1)]
    outcomes.print_as_json([])
    assert json.loads(capsys.readouterr().out) == {"outcomes": [], "counts": {}}

"""Formulas drawn by a process of their own, which may die."""

import base64

import pytest

from pelican_medium.model.drawn import PATTERN, Formula, key
from pelican_medium.pictures import formulas

#: Stands in for the child: it answers what it can, and hangs or dies at a word.
CHILD = """
import json, os, sys, time
for formula in json.load(sys.stdin):
    if formula["tex"] == "die":
        os._exit(9)
    if formula["tex"] == "hang":
        time.sleep(60)
    print(json.dumps({"png": "UE5H"}), flush=True)
"""


@pytest.fixture
def child(tmp_path, monkeypatch):
    path = tmp_path / "child.py"
    path.write_text(CHILD)
    monkeypatch.setattr(formulas, "_CHILD", path)


def test_real_formulas():
    """A picture, or why there is none; the same one is drawn once."""
    one, other = Formula(r"\binom{n}{k}"), Formula(r"\foo")
    made = formulas.draw([one, other, one])
    assert list(made) == [one, other]
    assert made[one].startswith(b"\x89PNG")
    assert isinstance(made[other], formulas.Refused)


@pytest.mark.parametrize(("word", "why"), [("die", "memory"), ("hang", "within")])
def test_a_formula_that_kills_costs_only_itself(child, monkeypatch, word, why):
    """Those before it and after it are drawn."""
    monkeypatch.setattr(formulas, "SECONDS", 2.0)
    monkeypatch.setattr(formulas, "EACH", 0.0)
    before, bad, after = Formula("x"), Formula(word), Formula("y")
    made = formulas.draw([before, bad, after])
    assert made[before] == made[after] == b"PNG"
    assert why in made[bad]


def test_at_hand(child):
    """As a data: address; what was refused has none."""
    one = Formula("at hand")
    assert formulas.as_data([one]) == {key(one): "data:image/png;base64,UE5H"}
    assert base64.b64decode("UE5H") == b"PNG"
    child_is_not_asked_again = formulas.as_data([one])
    assert child_is_not_asked_again == formulas.as_data([one])


def test_a_name_is_known_without_drawing():
    """It is another one for another release of what draws."""
    name = formulas.name_of(Formula("x"))
    assert PATTERN.fullmatch(name)
    assert "ziamath" in formulas.how()
    assert "resvg_py" in formulas.how()

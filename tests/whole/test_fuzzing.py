"""A bounded number of answers and articles nobody thought of; ``make fuzz`` runs more."""

import fuzzing
import pytest


@pytest.mark.parametrize("seed", [0, 10_000, 20_000])
def test_no_answer_breaks_the_contract(seed):
    """Each is read in every way: known errors, addresses of the web, lines a terminal can show."""
    fuzzing.run("answers", 1500, seed)


@pytest.mark.parametrize("seed", [0, 10_000])
def test_no_article_breaks_a_draft(seed):
    """Each becomes a draft or says why not, soon, and no address leads out of the web."""
    fuzzing.run("articles", 150, seed)


def test_a_case_that_fails_names_itself(monkeypatch):
    """So that it can be run again by its number."""

    def fail(number):
        assert number < 7

    monkeypatch.setitem(fuzzing.CASES, "answers", fail)
    with pytest.raises(AssertionError) as caught:
        fuzzing.run("answers", 10, 5)
    assert caught.value.__notes__ == ["answers case 7"]

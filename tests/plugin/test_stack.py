"""What only Pelican's call stack tells: each fact holds for the release that is installed."""

import inspect
from importlib import metadata

import pytest
from packaging.version import Version

from pelican import Pelican
from pelican_medium.plugin import stack

INSTALLED = Version(metadata.version("pelican"))


@pytest.mark.parametrize("fact", stack.FACTS, ids=lambda fact: fact.what)
def test_the_function_still_has_the_variable_that_is_read(fact):
    """A release that renames one must fail here, and not quietly tell nothing."""
    assert fact.name is None or fact.name in fact.code.co_varnames
    assert Version(fact.seen[0]) <= INSTALLED


@pytest.mark.parametrize("fact", stack.FACTS, ids=lambda fact: fact.what)
def test_the_table_names_the_release_that_is_installed(fact):
    """Whoever moves to a newer Pelican reads those four functions again and says so there."""
    newest = Version(fact.seen[1])
    assert (INSTALLED.major, INSTALLED.minor) <= (newest.major, newest.minor)


def test_outside_of_a_build_it_tells_nothing():
    """Imported by anything else, there is no build, no loading and no command line."""
    assert stack.registering() is None
    assert stack.running() == []
    assert stack.arguments() is None
    assert not stack.is_autoreload()


def test_a_build_within_a_build_is_innermost_first(monkeypatch):
    """i18n_subsites runs one site inside another."""
    inner, outer = object.__new__(Pelican), object.__new__(Pelican)
    seen = []

    def run(self):
        if self is outer:
            RUN(inner)
        else:
            seen.extend(stack.running())

    fact = stack.Fact(stack.RUNNING.what, run.__code__, "self")
    monkeypatch.setattr(stack, "RUNNING", fact)
    RUN = run  # noqa: N806 - the function that calls itself for another site
    run(outer)
    assert seen == [inner, outer]


def test_the_facts_are_of_pelicans_own_functions():
    """None of them is a wrapper that a decorator has put around it."""
    files = {fact.code.co_filename for fact in stack.FACTS}
    assert files == {inspect.getsourcefile(Pelican)}

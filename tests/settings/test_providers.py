"""The table of those who build sites: data that is complete, and that somebody can check."""

import re

import pytest

from pelican_medium.settings.providers import PROVIDERS

SIGN = re.compile(r"\w+(?:!?=[^=|\s]+(?:\|[^=|\s]+)*)?")


def test_there_are_those_that_people_use():
    """At least the thirty that have variables for it, each once."""
    names = [row.name for row in PROVIDERS]
    assert len(names) == len(set(names)) >= 30


@pytest.mark.parametrize("row", PROVIDERS, ids=lambda row: row.name)
def test_each_row_is_complete(row):
    """It names where its provider says so, and is known by something; its signs can be read."""
    assert re.fullmatch(r"[^:]+: .+", row.source)
    assert row.marks
    for signs in (row.marks, row.previews, row.elsewhere):
        assert all(SIGN.fullmatch(sign) for sign in signs.split()), signs
    for names in (row.branch, row.default, row.event):
        assert all(re.fullmatch(r"\w+", name) for name in names.split()), names


@pytest.mark.parametrize("row", PROVIDERS, ids=lambda row: row.name)
def test_no_provider_is_known_by_a_common_name(row):
    """A variable that other programs set as well would make a pipeline of somebody's laptop."""
    common = {"BRANCH", "BRANCH_NAME", "BUILD_ID", "HEAD", "PULL_REQUEST", "JOB_ID", "CI_NAME"}
    marks = {re.split("!?=", sign)[0] for sign in row.marks.split() if "=" not in sign}
    assert not marks & (common | {"CONTEXT", "CI", "JOB_URL"})

"""A sandbox for each test."""

import pytest

from pelican_medium.sandbox import running


@pytest.fixture
def sandbox():
    with running() as one:
        yield one

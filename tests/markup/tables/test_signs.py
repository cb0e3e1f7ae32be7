"""Check boxes and icons in a table."""

import pytest
from bs4 import BeautifulSoup
from markups import cleaned, table


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<input type="checkbox" checked>', "☑"),
        ('<input type="checkbox">', "☐"),
        ('<i class="fa fa-check" aria-hidden="true"></i>', "✓"),
        ('<span class="bi bi-x"></span>', "✗"),
        ('<i class="fas fa-lg fa-apple"></i>', "apple"),
        ('<i class="fa fa-x" title="broken"></i>', "broken"),
        ('<img src="i.png" width="16" alt="yes">', "yes"),
        ('<svg width="16"><title>yes</title><path/></svg>', "yes"),
    ],
)
@pytest.mark.parametrize("form", ["auto", "list"])
def test_what_a_cell_shows_without_words(cell, expected, form):
    """A check box, an icon or a small picture says what it shows, in both forms."""
    shown = BeautifulSoup(cleaned(table(("a", cell)), tables=form)[0], "lxml").get_text()
    assert shown == {"auto": f"a | {expected}", "list": f"a: {expected}"}[form]

"""Field lists of reStructuredText, of both writers, and by hand."""

import pytest
from markups import by_rest, cleaned

TEXT = """
    y

    :note: Only works with *salt*.

    x
    """


@pytest.mark.parametrize(
    "html",
    [
        by_rest(TEXT),
        by_rest(TEXT, "html5_polyglot"),
        (
            '<table class="docutils field-list"><tr class="field"><th class="field-name">note:</th>'
            '<td class="field-body">Only works with <em>salt</em>.</td></tr></table><p>x</p>'
        ),
        (
            '<dl class="field-list simple"><dt>note<span class="colon">:</span></dt>'
            "<dd><p>Only works with <em>salt</em>.</p></dd></dl><p>x</p>"
        ),
    ],
)
def test_a_field_is_a_name_in_bold_and_its_text(html):
    """It was a table in code."""
    field = "<p><strong>note:</strong> Only works with <em>salt</em>.</p>"
    assert cleaned(html)[0].replace("<p>y</p>", "") == f"{field}<p>x</p>"


@pytest.mark.parametrize("writer", ["html4css1", "html5_polyglot"])
def test_long_names_and_several_paragraphs(writer):
    """A long name stands in a row of its own; what follows the first paragraph stays behind it."""
    html = by_rest(
        """
        y

        :a name that is really long: One.

            Two.
        :b:
            - three
        """,
        writer,
    )
    assert cleaned(html)[0] == (
        "<p>y</p><p><strong>a name that is really long:</strong> One.</p><p>Two.</p>"
        "<p><strong>b:</strong></p><ul><li>three</li></ul>"
    )


@pytest.mark.parametrize("writer", ["html4css1", "html5_polyglot"])
def test_options(writer):
    """An option list reads the same way."""
    html = by_rest("-a, --all  show *all*\n", writer)
    assert cleaned(html)[0].replace("<code>", "").replace("</code>", "") == (
        "<p><strong>-a, --all</strong> show <em>all</em></p>"
    )

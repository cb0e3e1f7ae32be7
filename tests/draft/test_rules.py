"""Medium's rules, which no function of the author's may break."""

from dataclasses import replace
from datetime import datetime

import pytest
from drafts import make

from pelican_medium.model.errors import ArticleError

# --- The author's own function ----------------------------------------------------------------


def by_hook(hook):
    return make({"MEDIUM_ARTICLE": hook})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "   "),
        ("title", "x" * 101),
        ("title", None),
        ("title", 5),
        ("content", ""),
        ("content", "  \n"),
        ("content", None),
        ("content", b"<p>x</p>"),
        ("canonical_url", "/x"),
        ("canonical_url", ""),
        ("canonical_url", None),
        ("publish_status", "published"),
        ("publish_status", None),
        ("license", "MIT"),
        ("license", ["cc-40-by"]),
        ("tags", ("x" * 26,)),
        ("tags", ("",)),
        ("tags", (5,)),
        ("tags", None),
        ("tags", "python"),
        ("notify_followers", "no"),
        ("notify_followers", None),
        ("published_at", "2026-01-01"),
        ("publication", " "),
        ("publication", 5),
        ("published_at", datetime(2026, 1, 1)),  # noqa: DTZ001 - that is what is wrong with it
    ],
)
def test_a_hook_that_breaks_the_rules_stops_the_article(field, value):
    """Whatever a hook writes into a draft, Medium gets only what it documents."""
    with pytest.raises(ArticleError):
        by_hook(lambda _, made: replace(made, **{field: value}))


def test_all_broken_rules_are_named():
    """One message shows everything the hook got wrong."""
    with pytest.raises(ArticleError) as caught:
        by_hook(lambda _, made: replace(made, title="", license="MIT", canonical_url="x"))
    for word in ("title", "'MIT'", "canonical"):
        assert word in str(caught.value)

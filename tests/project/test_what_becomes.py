"""What becomes of an article: each example of the page is made anew."""

import re

import pytest
from markups import PAGE, by_markdown
from test_docs import PAGES

from pelican_medium.markup import Context, clean

EXAMPLES = re.findall(
    r"^### (.*?)\n\n```markdown\n(.*?)```\n\n```html\n(.*?)```",
    PAGES["what-becomes"],
    re.DOTALL | re.MULTILINE,
)


@pytest.mark.parametrize(
    ("before", "after"), [one[1:] for one in EXAMPLES], ids=[one[0] for one in EXAMPLES]
)
def test_the_example_is_what_comes_out(before, after):
    """What the page shows as Medium's is exactly what is made of what it shows as yours."""
    assert clean(by_markdown(before), Context(base_url=PAGE)).strip() == after.strip()


def test_every_example_is_run():
    """A chapter whose blocks are written otherwise would be left out in silence."""
    chapters = PAGES["what-becomes"].partition("## Before and after")[2].count("\n### ")
    assert len(EXAMPLES) == chapters > 15

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


@pytest.mark.parametrize(("title", "before", "after"), EXAMPLES, ids=[one[0] for one in EXAMPLES])
def test_the_example_is_what_comes_out(title, before, after):
    """What the page shows as Medium's is exactly what is made of yours, and so are the reports."""
    context = Context(base_url=PAGE)
    assert clean(by_markdown(before), context).strip() == after.strip()
    chapter = PAGES["what-becomes"].partition(f"### {title}\n")[2].partition("\n### ")[0]
    reported = re.findall(r"^Reported: \*(.*)\*\.$", chapter, re.MULTILINE)
    assert reported == [str(note) for note in context.notes]


def test_every_example_is_run():
    """A chapter whose blocks are written otherwise would be left out in silence."""
    chapters = PAGES["what-becomes"].partition("## Before and after")[2].count("\n### ")
    assert len(EXAMPLES) == chapters > 15

"""What cleaning an article leaves in its context, for the author and for the steps after it."""

from markups import PAGE

from pelican_medium.markup import Context, clean
from pelican_medium.model import Note

HTML = (
    '<p><a href="{static}/x.png">x</a></p><p><s>never</s> <s>never</s></p>'
    r"<p>\[\binom{n}{k}\]</p>"
)


def test_what_was_found_on_the_way():
    """What changed, each once however often it happened; dead links; formulas for pictures."""
    context = Context(PAGE)
    clean(HTML, context)
    assert context.unresolved == ["{static}/x.png"]
    assert [formula.tex for formula in context.formulas] == [r"\binom{n}{k}"]
    struck = "words that are struck out written with a stroke through each letter"
    assert Note(struck, 2, "never") in context.notes


def test_each_article_has_its_own():
    """Nothing that is told of one article is told of the next."""
    clean(HTML, Context(PAGE))
    other = Context(PAGE)
    clean("<p>x</p>", other)
    assert (other.notes, other.unresolved, other.formulas) == ([], [], [])

"""The tree: the same as bs4's, with long rows of siblings changed in few steps."""

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from pelican_medium.markup import Context, clean
from pelican_medium.markup.tree import Element

#: What bs4 asks `index` for.
CHANGES = {
    "extract": lambda child: child.extract(),
    "decompose": lambda child: child.decompose(),
    "replace": lambda child: child.replace_with("x"),
    "unwrap": lambda child: child.unwrap(),
    "insert before": lambda child: child.insert_before("<"),
    "insert after": lambda child: child.insert_after(">"),
}


class Counted(list):
    """A list of children that counts how often one is looked at."""

    looks = 0

    def __getitem__(self, place):
        self.looks += 1
        return super().__getitem__(place)


def row(length, **options):
    """Return a paragraph with so many elements in it."""
    words = "".join(f"<i>{number}</i>" for number in range(length))
    return BeautifulSoup(f"<p>{words}</p>", "lxml", **options).p


@given(st.lists(st.tuples(st.integers(0, 11), st.sampled_from(sorted(CHANGES))), max_size=30))
def test_changes_have_the_same_result_as_in_bs4s_own_tree(changes):
    """Whatever is taken out, put in or replaced, in whatever order, the HTML is bs4's."""
    ours, theirs = row(12, element_classes={Tag: Element}), row(12)
    assert isinstance(ours, Element)
    for place, change in changes:
        for paragraph in (ours, theirs):
            children = paragraph.find_all("i")
            if children:
                CHANGES[change](children[place % len(children)])
    assert str(ours) == str(theirs)
    assert [ours.index(child) for child in ours.contents] == list(range(len(ours.contents)))


@pytest.mark.parametrize("backwards", [False, True], ids=["forwards", "backwards"])
@pytest.mark.parametrize("change", CHANGES)
def test_going_through_siblings_takes_a_few_looks_at_each(change, backwards):
    """A thousand siblings are changed in some thousand looks, not in half a million."""
    paragraph = row(1000, element_classes={Tag: Element})
    children = list(paragraph.contents)
    paragraph.contents = Counted(children)
    for child in reversed(children) if backwards else children:
        CHANGES[change](child)
    assert 0 < paragraph.contents.looks < 10_000


def test_an_element_that_is_not_a_child_is_refused():
    """As with bs4, whose error it is."""
    paragraph = row(3, element_classes={Tag: Element})
    with pytest.raises(ValueError, match="not in tag"):
        paragraph.index(row(1))


def test_cleaning_works_on_such_a_tree(monkeypatch):
    """The elements that the steps change are ours, those they make included."""
    seen = []
    steps = ((lambda soup, _: seen.extend([*soup.find_all(), soup.new_tag("p")])),)
    monkeypatch.setattr("pelican_medium.markup._STEPS", steps)
    clean("<p>One <b>two</b></p>", Context(base_url="https://blog.example/"))
    assert len(seen) == 5
    assert all(isinstance(element, Element) for element in seen)

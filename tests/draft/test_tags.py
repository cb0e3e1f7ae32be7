"""Tags as Medium takes them: how each is written, which go, and what is told."""

import pytest
from drafts import make, what
from hypothesis import given
from hypothesis import strategies as st

from pelican_medium.model.text import length


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("python", ("python",)),
        ("Data Science", ("Data Science",)),
        ("  data \n science ", ("data science",)),
        ("self-hosting", ("self-hosting",)),
        ("-dash- ", ("dash",)),
        ("Node.js", ("Nodejs",)),
        ("Men's Health", ("Mens Health",)),
        ("Men’s Health", ("Mens Health",)),
        ("R&amp;D", ("R and D",)),
        ("C++", ("Cpp",)),
        ("C++11", ("Cpp11",)),
        ("g++ tips", ("gpp tips",)),
        ("C#", ("Csharp",)),
        ("F#", ("Fsharp",)),
        ("#hashtag", ("hashtag",)),
        (".NET", ("DotNET",)),
        ("ASP.NET", ("ASPNET",)),
        ("Python 3.7", ("Python 3",)),
        ("python3.11", ("python3",)),
        ("v1.2.3", ()),
        ("3.7", ()),
        ("Vue 2.x", ("Vue 2x",)),
        ("Google+", ("Google Plus",)),
        ("100%", ("100 percent",)),
        ("A*", ()),
        ("C--", ()),
        ("E*Trade", ("E Trade",)),
        ("<b>bold</b>", ("bold",)),
        ("foo/bar_baz", ("foo bar baz",)),
        ("日本語", ("日本語",)),
        ("हिन्दी", ("हिन्दी",)),
        ("cafe\u0301", ("café",)),
        ("2026", ("2026",)),
        ("!!!", ()),
        ("", ()),
        ("x" * 25, ("x" * 25,)),
        ("x" * 26, ()),
        ("𝒙" * 12, ("𝒙" * 12,)),
        ("𝒙" * 13, ()),
    ],
)
def test_a_tag_is_cleaned(tag, expected):
    """Medium takes letters, digits, blanks and dashes, at most 25 of them."""
    assert make(tags=(tag,)).tags == expected


@pytest.mark.parametrize(
    ("tags", "most", "expected"),
    [
        (("a", "b", "c", "d"), 3, ("a", "b", "c")),
        (("a", "b"), 1, ("a",)),
        (("a", "b", "c", "d", "e", "f"), 5, ("a", "b", "c", "d", "e")),
        (("c", "a", "b"), 3, ("c", "a", "b")),
        (("Python", "python", "PYTHON", "sea"), 3, ("Python", "sea")),
        (("Node.js", "nodejs", "sea"), 3, ("Nodejs", "sea")),
        (("!", "x" * 30, "a", "b"), 2, ("a", "b")),
        ((), 3, ()),
    ],
)
def test_which_tags_go(tags, most, expected):
    """The first few in the article's order; what cannot go does not count."""
    assert make({"MEDIUM_MAX_TAGS": most}, tags=tags).tags == expected


@pytest.mark.parametrize(
    ("tag_map", "expected"),
    [
        ({"py": "Python"}, ("Python", "sea")),
        ({"PY": "Python"}, ("Python", "sea")),
        ({"py": "sea"}, ("sea",)),
        ({"py": ""}, ("sea",)),
        ({"py": "Node.js"}, ("Nodejs", "sea")),
        ({"other": "x"}, ("py", "sea")),
        ({"py": "one", "Py": "two"}, ("one", "sea")),
    ],
)
def test_a_tag_map(tag_map, expected):
    """The site's tag becomes Medium's, which is then held against the same rules."""
    assert make({"MEDIUM_TAG_MAP": tag_map}, tags=("py", "sea")).tags == expected


@pytest.mark.parametrize(
    ("wish", "expected"),
    [("b, a", ("b", "a")), (["b", "a"], ("b", "a")), ("py", ("Python",)), ("", ())],
)
def test_tags_for_medium_alone(wish, expected):
    """Medium_Tags replaces the article's tags, and may be none."""
    made = make({"MEDIUM_TAG_MAP": {"py": "Python"}}, metadata={"medium_tags": wish})
    assert made.tags == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (("a", "b", "c"), []),
        (("a", "A", "b"), []),
        (("a", "b", "c", "d", "e"), [("tags left out: more than MEDIUM_MAX_TAGS", 2, "d, e")]),
        (("x" * 26, "a"), [("tag left out: longer than 25 characters", 1, "x" * 26)]),
    ],
)
def test_lost_tags_are_noted(tags, expected):
    """The author is told which tags do not go."""
    assert what(make(tags=tags).notes) == expected


@pytest.mark.parametrize("tag", ["!!!", "C++", "C#", "Node.js"])
def test_a_tag_that_changes_is_noted(tag):
    """The author is told of a tag that goes out as another one, or of which nothing is left."""
    assert any(tag in note.where for note in make(tags=(tag,)).notes)


TAGS = st.lists(st.text(max_size=40), max_size=8)


@given(TAGS, st.integers(1, 5))
def test_tags_keep_mediums_rules(tags, most):
    """Whatever the tags: few, short, different, none empty, only letters, digits and " -"."""
    sent = make({"MEDIUM_MAX_TAGS": most}, tags=tuple(tags)).tags
    assert len(sent) <= most
    assert all(1 <= length(tag) <= 25 for tag in sent)
    assert len({tag.casefold() for tag in sent}) == len(sent)
    assert not {char for tag in sent for char in tag} & set("#&<>/_.,;'\"\n\t")

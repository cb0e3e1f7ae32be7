"""The title: plain text, 1 to 100 characters, and the story's only h1."""

import pytest
from drafts import make
from hypothesis import given
from hypothesis import strategies as st
from pelican.readers import Readers
from pelican.settings import read_settings

from pelican_medium.model.errors import ArticleError
from pelican_medium.model.text import length


@pytest.mark.parametrize(
    ("title", "expected", "heading"),
    [
        ("Tides", "Tides", "Tides"),
        ("RST &amp; <em>stress</em>", "RST & stress", "RST &amp; stress"),
        ("List<T> in C#", "List<T> in C#", "List&lt;T&gt; in C#"),
        ('"Quoted" <b>it\'s</b>', '"Quoted" it\'s', '"Quoted" it\'s'),
        ("<script>alert(1)</script>", None, "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("so\u00adft  and\nlong", "soft and long", "soft and long"),
    ],
)
def test_the_title(title, expected, heading):
    """The title is plain text, and the same text is the heading, escaped."""
    made = make(title=title)
    assert made.title == (title if expected is None else expected)
    assert made.content.startswith(f"<h1>{heading}</h1>\n")


def test_a_long_title_is_cut_but_not_its_heading():
    """Medium ignores a title of more than 100 characters; the visible one may be longer."""
    title = "wave " * 30
    made = make(title=title)
    assert made.title.endswith("wave…")
    assert 50 < length(made.title) <= 100
    assert made.content.startswith(f"<h1>{title.strip()}</h1>")


@given(st.text(max_size=150))
def test_a_title_is_never_empty_nor_too_long(title):
    """Whatever stands there, 1 to 100 UTF-16 units go out, or the author is told."""
    try:
        made = make(title=title)
    except ArticleError as error:
        assert "title" in str(error)  # noqa: PT017 - either outcome is right
        return
    assert 1 <= length(made.title) <= 100
    assert made.title.strip()


@pytest.mark.parametrize(
    "title", ["", "  ", "&nbsp;", "\u00ad", "<b> </b>", "<!-- x -->", "\u200b"]
)
def test_no_title(title):
    """An article whose title shows nothing cannot be sent."""
    with pytest.raises(ArticleError, match="no title"):
        make(title=title)


@pytest.mark.parametrize("wish", ["High & <i>low</i>", "High &amp; low"])
def test_a_title_for_medium_alone(wish):
    """Medium_Title replaces title and heading, as plain text."""
    made = make(metadata={"medium_title": wish})
    assert made.title == "High & low"
    assert made.content.startswith("<h1>High &amp; low</h1>")


def test_an_empty_medium_title_says_nothing():
    """The article's own title stays."""
    assert make(metadata={"medium_title": " "}).title == "Tides"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<h1>Tides</h1><p>x</p>", "<h1>Tides</h1>\n<p>x</p>\n"),
        ("<h1>  tides </h1><p>x</p>", "<h1>Tides</h1>\n<p>x</p>\n"),
        ("<h1>Other</h1><p>x</p>", "<h1>Tides</h1>\n<h3>Other</h3>\n<p>x</p>\n"),
        ("<h1>Tides</h1><h1>Tides</h1>", "<h1>Tides</h1>\n<h3>Tides</h3>\n"),
    ],
)
def test_the_title_is_the_first_and_only_heading_of_its_size(content, expected):
    """The body's own copy of the title goes, and its other first-level headings become second."""
    assert make(content=content).content == expected


FORMATTED = {"FORMATTED_FIELDS": ["summary", "title"]}


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("t.md", "Title: Baking with `rye`\n\nx", "Baking with rye"),
        ("t.md", "Title: Fish & *chips*\n\nx", "Fish & chips"),
        ("t.md", "Title: Why `List<T>` and `<b>`\n\nx", "Why List<T> and <b>"),
        ("t.md", "Title: AT&amp;T\n\nx", "AT&T"),
        ("t.rst", "Baking with ``rye``\n###################\n\nx", "Baking with rye"),
        ("t.rst", "Fish & *chips*, ``List<T>``\n###########################\n\nx",
         "Fish & chips, List<T>"),
        ("t.html", "<html><head><title>a &amp; List&lt;T&gt;</title></head><body>x</body></html>",
         "a & List<T>"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("formatted", [FORMATTED, {}], ids=["formatted", "as it is"])
def test_titles_of_pelican_s_readers(tmp_path, name, text, expected, formatted):
    """Whether the site formats its titles or not, no markup and no entity stands in one."""
    (tmp_path / name).write_text(text, "utf-8")
    site = read_settings(override=formatted)
    page = Readers(site).read_file(str(tmp_path), name)
    made = make(title=str(page.title))
    raw = expected if formatted or not name.endswith("md") else None
    assert raw in {None, made.title}
    assert "<p>" not in made.content.partition("</h1>")[0]
    assert "&amp;amp;" not in made.content

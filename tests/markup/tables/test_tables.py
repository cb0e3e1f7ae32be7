"""Tables: one table of HTML in, the lines a reader sees out."""

import markups
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from pelican_medium.markup import Context, clean
from pelican_medium.markup.tables.grid import width


def cleaned(html, **more):
    return clean(html, Context("https://e.org/", **more)).replace(">\n<", "><")


def lines(html, **more):
    return BeautifulSoup(cleaned(html, **more), "lxml").pre.get_text().split("\n")


def table(*rows, heading=None):
    head = "".join(f"<th>{cell}</th>" for cell in heading or ())
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            table(("Hail", "2"), ("Rain", "10"), heading=("Kind", "Days")),
            ["Kind | Days", "-----+-----", "Hail | 2", "Rain | 10"],
        ),
        (table(("a", "b"), ("ccc", "d")), ["a   | b", "ccc | d"]),
        (
            table(("風", "北"), ("wind", "north")),
            ["風   | 北", "wind | north"],
        ),
        (table(("🌊", "sea"), ("ab", "x")), ["🌊 | sea", "ab | x"]),
        (table(("a<br>b", "c"), ("d", "e")), ["a | c", "b |", "d | e"]),
        (table(("<p>one</p><p>two</p>", "x"), ("y", "z")), ["one | x", "two |", "y   | z"]),
        (table(("<b>bold</b> <code>x</code>", "&lt;y&gt;")), ["bold x | <y>"]),
        (table((" a \n  b ", "")), ["a b |"]),
        (
            '<table><tr><th colspan="2">Both</th></tr><tr><td>a</td><td>b</td></tr></table>',
            ["Both", "--+--", "a | b"],
        ),
        (
            "<table><tr><td colspan=2>A long one<td>x<tr><td>a<td>b<td>y</table>",
            ["A long one | x", "a | b      | y"],
        ),
        (
            '<table><tr><td rowspan="2">tall</td><td>1</td></tr><tr><td>2</td></tr></table>',
            ["tall | 1", "     | 2"],
        ),
        (
            '<table><tr><td>n<td style="text-align: right">1<tr><td>m<td align=right>100</table>',
            ["n |   1", "m | 100"],
        ),
        ("<table><tr><td>a<td>b<tr><td>c</table>", ["a | b", "c |"]),
        ("<table><td>a<td>b</table>", ["a | b"]),
        ("<table><tr><td>a<td>b</tr><td>c<td>d</table>", ["a | b", "c | d"]),
        (
            '<table><tr><td colspan="99999999">a<td rowspan="0">b<tr><td colspan="x">c</table>',
            ["a | b", "c |"],
        ),
    ],
)  # fmt: skip
def test_a_table_is_text_that_lines_up(html, expected):
    """Widths are those of a monospaced font; a rule stands under the headings."""
    assert lines(html) == expected


def test_a_table_is_a_plain_code_block():
    """Medium must not take it for a programming language."""
    assert cleaned(table(("a", "b"))) == (
        '<pre data-code-block-lang="plaintext" data-code-block-mode="0">a | b</pre>'
    )


def test_a_caption_stands_before_its_table():
    """The caption is a paragraph of its own."""
    html = table(("a", "b")).replace("<thead>", "<caption>Winds</caption><thead>")
    assert cleaned(html).startswith("<p>Winds</p><pre ")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            table(("Hail", "2"), ("Rain", "10"), heading=("Kind", "Days")),
            (
                "<p><strong>Kind</strong></p><ul><li><strong>Hail</strong> – Days: 2</li>"
                "<li><strong>Rain</strong> – Days: 10</li></ul>"
            ),
        ),
        (table(("a", "b", "c")), "<ul><li><strong>a</strong>: b; c</li></ul>"),
        (table(("a",), ("b",)), "<ul><li><strong>a</strong></li><li><strong>b</strong></li></ul>"),
    ],
)
def test_a_table_as_a_list(html, expected):
    """MEDIUM_TABLES = "list" gives an item for each row."""
    assert cleaned(html, tables="list") == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<table><tr><td><p>only</p></td></tr></table>", "<p>only</p>"),
        (
            '<table role="presentation"><tr><td>a</td><td>b</td></tr></table>',
            "<p>a</p><p>b</p>",
        ),
        (
            '<table><tr><td><img src="x.png"></td><td>b</td></tr></table>',
            '<figure><img src="https://e.org/x.png"/></figure><p>b</p>',
        ),
    ],
)
def test_a_table_for_the_layout_is_taken_apart(html, expected):
    """What holds more than text was no table; its content stays in order."""
    assert cleaned(html) == expected


def test_a_table_in_a_table():
    """The inner one is text, the outer one was its layout."""
    inner = table(("a", "b"))
    result = cleaned(f"<table><tr><td>before</td><td>{inner}</td></tr></table>")
    assert "<table" not in result
    assert BeautifulSoup(result, "lxml").get_text(" ").split() == ["before", "a", "|", "b"]


LINKED = table(
    ('<a href="/x">aa</a>', '<a href="https://o.example/">o</a>, <a href="/x">b</a>'),
    ('<a href="#one">in the page</a>', '<a href="https://o.example/z">https://o.example/z</a>'),
)


def test_links_of_a_table_of_text_are_listed_under_it():
    """A code block holds no links, so it has their numbers; what leads nowhere has none."""
    context = Context("https://e.org/")
    shown = BeautifulSoup(clean(LINKED, context), "lxml")
    assert shown.pre.get_text().split("\n") == [
        "aa [1]      | o [2], b [1]",
        "in the page | https://o.example/z",
    ]
    assert str(shown.p) == (
        '<p>[1] <a href="https://e.org/x">https://e.org/x</a><br/>'
        '[2] <a href="https://o.example/">https://o.example/</a></p>'
    )
    assert context.notes == []


def test_a_table_as_a_list_keeps_links_code_and_emphasis():
    """An item holds what a line of text does."""
    html = table(('<a href="/x">a<br>b</a>', "<code>c</code> <p><em>d</em></p>"))
    assert cleaned(html, tables="list") == (
        '<ul><li><strong><a href="https://e.org/x">a<br/>b</a></strong>: '
        "<code>c</code> <em>d</em></li></ul>"
    )


LONG = "one two three four five six seven eight nine ten eleven twelve"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (table(("a" * 39, "b" * 38)), "pre"),
        (table(("a" * 39, "b" * 39)), "ul"),
        (table(("name", LONG + " " + LONG), ("other", "short")), "pre"),
        (table(*([LONG + " " + LONG] * 5 for _ in range(2))), "ul"),
        (table(("name", "word " * 200)), "ul"),
        (table((LONG, "https://o.example/" + "x" * 70)), "ul"),
        ("<table><tr><td colspan=2>" + LONG * 2 + "<tr><td>a<td>b</table>", "ul"),
        (table((LONG, LONG, LONG), ("a", "b", "c")), "pre"),
    ],
)
def test_a_table_is_text_where_that_can_be_read(html, expected):
    """Up to 80 columns, wrapped if words and rows stay whole; else it is a list (`auto`)."""
    shown = BeautifulSoup(cleaned(html), "lxml")
    assert shown.body.contents[0].name == expected
    if expected == "pre":
        assert max(map(width, shown.pre.get_text().split("\n"))) <= 80
    assert shown.get_text().count("twelve") == html.count("twelve")


def test_a_wrapped_table_keeps_its_rows_apart():
    """Where a row takes several lines, a rule stands under each one."""
    assert lines(table(("name", LONG + " " + LONG), ("other", "short"))) == [
        "name  | one two three four five six seven eight nine ten eleven twelve one two",
        "      | three four five six seven eight nine ten eleven twelve",
        "------+-----------------------------------------------------------------------",
        "other | short",
    ]


@pytest.mark.parametrize("form", ["text", "auto", "list"])
def test_a_wide_table_by_each_setting(form):
    """MEDIUM_TABLES has the last word: "text" never wraps, "list" never lines up."""
    shown = BeautifulSoup(cleaned(table(("name", LONG + " " + LONG)), tables=form), "lxml")
    widest = {"text": 132, "auto": 77, "list": None}[form]
    assert (max(map(len, shown.pre.get_text().split("\n"))) if shown.pre else None) == widest


WORDS = st.text(st.sampled_from("ab漢🌊é \t"), max_size=8)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=5))
def test_columns_line_up_and_no_word_is_lost(rows):
    """Whatever the cells hold, each column starts at one place and every word is there in order."""
    result = lines(table(*rows, heading=("x", "y", "z")))
    words = [word for row in rows for cell in row for word in cell.split()]
    assert [word for line in result[2:] for word in line.replace("|", " ").split()] == words
    starts = {tuple(width(part) for part in line.split("|")[:2]) for line in result if "|" in line}
    assert len({start[0] for start in starts}) == 1


@pytest.mark.parametrize(
    ("html", "before", "expected"),
    [
        ("<table>t<tr><td>a<td>b</table>", "<p>t</p>", ["a | b"]),
        ("<table><tr>t<td>a<td>b</table>", "<p>t</p>", ["a | b"]),
        ("<table><b>t</b><tr><td>a<td>b</table>", "<p><strong>t</strong></p>", ["a | b"]),
        ("<table><tr><td>a<p>b</p>c<td>d</table>", "", ["a | d", "b |", "c |"]),
    ],
)
def test_what_stands_between_cells_and_in_lines(html, before, expected):
    """A browser shows the one before the table, and the others as lines of their cell."""
    assert cleaned(html).startswith(before + "<pre")
    assert lines(html) == expected


def test_a_table_of_nothing_but_a_caption():
    """Its words stay."""
    assert cleaned("<table><caption>t</caption></table>") == "<p>t</p>"


@pytest.mark.parametrize(
    ("html", "notes"),
    [
        ("<table><tr><td>a<br>b<td>c</table>", ["lines of a table's cells put side by side"]),
        ("<table><tr><td>a<td>b<br>c</table>", []),
        ("<table><tr><td>a<td>b</table>", []),
    ],
)
def test_cells_of_several_lines_are_noted(html, notes):
    """A reader of the text meets their words in another order, unless the last cell has them."""
    context = Context("https://e.org/")
    clean(html, context)
    assert [note.what for note in context.notes] == notes


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
    shown = BeautifulSoup(cleaned(table(("a", cell)), tables=form), "lxml").get_text()
    assert shown == {"auto": f"a | {expected}", "list": f"a: {expected}"}[form]


REST_TABLE = """
===== =======
a     b
===== =======
|one| **two**
===== =======

.. |one| replace:: `one </x>`__
"""


@pytest.mark.parametrize(
    "html",
    [
        markups.by_markdown("a | b\n-- | --\n[one](/x) | **two**"),
        markups.by_rest(
            "=== ===\na   b\n=== ===\n|l| **two**\n=== ===\n\n.. |l| replace:: `one </x>`__"
        ),
        "<table><tr><th>a<th>b<tr><td><a href='/x'>one</a><td><b>two</b></table>",
    ],
    ids=["Markdown", "reStructuredText", "HTML"],
)
def test_tables_of_several_markups(html):
    """Each gives the same text, with the address under it, and the same list."""
    text = BeautifulSoup(markups.cleaned(html)[0], "lxml")
    assert text.pre.get_text().split("\n") == ["a       | b", "--------+----", "one [1] | two"]
    assert text.p.get_text() == "[1] https://e.org/x"
    assert markups.cleaned(html, tables="list")[0] == (
        '<p><strong>a</strong></p><ul><li><strong><a href="https://e.org/x">one</a></strong> – b: '
        "<strong>two</strong>"
        "</li></ul>"
    )


def test_a_link_in_a_heading_is_kept_once():
    """The first item has it, the others only its words."""
    html = table(("a", "b"), ("c", ""), heading=("", '<a href="/x">X</a>'))
    assert cleaned(html, tables="list") == (
        '<ul><li><strong>a</strong> – <a href="https://e.org/x">X</a>: b</li>'
        "<li><strong>c</strong> – X: –</li></ul>"
    )

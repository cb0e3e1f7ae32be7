"""Lists: one list of HTML in, Medium's one flat level out, with every number and meaning kept."""

import markups
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from markups import shown


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ol><li>a</li><li>b</li></ol>", "<ol><li>a</li><li>b</li></ol>"),
        ("<ul><li><p>a</p></li><li><p>b</p></li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a<br/>b</li></ul>"),
        ("<ul><li>a<ul><li>b</li></ul>c</li></ul>", "<ul><li>a<br/>– b<br/>c</li></ul>"),
        (
            "<ol><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ol>",
            "<ol><li>a<br/>a. b<br/>b. c</li><li>d</li></ol>",
        ),
        (
            "<ul><li>a<ol><li>b<ul><li>c</li></ul></li></ol></li></ul>",
            "<ul><li>a<br/>a. b<br/>– – c</li></ul>",
        ),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<br/>– b</li></ul>"),
        ("<ul>loose</ul>", "<ul><li>loose</li></ul>"),
        ("<ul><li>a</li>loose <b>b</b></ul>", "<ul><li>a<br/>loose <strong>b</strong></li></ul>"),
        ("<li>a</li><li>b</li>", "<ul><li>a</li><li>b</li></ul>"),
        ("<div><li>a</li>t<li>b</li></div>", "<ul><li>a</li></ul><p>t</p><ul><li>b</li></ul>"),
        ("<dir><li>a</li></dir>", "<ul><li>a</li></ul>"),
        (
            "<ul><li>a<ol type=I><li>b</li><li value=4>c</li></ol></li></ul>",
            "<ul><li>a<br/>I. b<br/>IV. c</li></ul>",
        ),
        ("<ul></ul>", ""),
        ("<menu><li>a</li></menu>", "<ul><li>a</li></ul>"),
    ],
)
def test_deeper_lists_are_lines_of_their_item(html, expected):
    """Letters and dashes show what was nested; nothing is a list in a list."""
    assert shown(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ol start=3><li>a</li><li>b</li></ol>", "<p>3. a</p><p>4. b</p>"),
        ("<ol reversed><li>a</li><li>b</li></ol>", "<p>2. a</p><p>1. b</p>"),
        ("<ol start=x><li>a</li></ol>", "<ol><li>a</li></ol>"),
        ("<ol start=1><li>a</li></ol>", "<ol><li>a</li></ol>"),
        ("<ol type=a><li>x</li><li>y</li></ol>", "<p>a. x</p><p>b. y</p>"),
        (
            '<ol class="upperroman simple" start=9><li>x</li><li>y</li></ol>',
            "<p>IX. x</p><p>X. y</p>",
        ),
        ("<ol><li>x</li><li value=7>y</li><li>z</li></ol>", "<p>1. x</p><p>7. y</p><p>8. z</p>"),
        ("<ol><li value=1>x</li><li value=2>y</li></ol>", "<ol><li>x</li><li>y</li></ol>"),
        (
            "<ol><li>a<pre>x</pre>b</li><li>c</li></ol>",
            "<p>1. a</p><pre>x</pre><p>b</p><p>2. c</p>",
        ),
        ("<ol><li><pre>x</pre></li></ol>", "<p>1.</p><pre>x</pre>"),
        ("<ol><li>a</li><li></li><li>c</li></ol>", "<p>1. a</p><p>2.</p><p>3. c</p>"),
    ],
)
def test_numbers_that_medium_would_get_wrong_are_written_out(html, expected):
    """Medium numbers each run of items from 1 on, so other lists say their numbers themselves."""
    assert shown(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<ul><li>a<pre>x</pre>b</li><li>c</li></ul>",
            "<ul><li>a</li></ul><pre>x</pre><p>b</p><ul><li>c</li></ul>",
        ),
        (
            '<ul><li>a <img src="/x.png"> b</li></ul>',
            '<ul><li>a</li></ul><figure><img src="https://e.org/x.png"/></figure><p>b</p>',
        ),
        (
            '<ul><li><b>a<img src="/x.png">b</b></li></ul>',
            (
                '<ul><li><strong>a</strong></li></ul><figure><img src="https://e.org/x.png"/></figure>'
                "<p><strong>b</strong></p>"
            ),
        ),
        (
            '<ul><li><a href="/y"><img src="/x.png"></a> t</li></ul>',
            (
                '<figure><a href="https://e.org/y"><img src="https://e.org/x.png"/></a></figure>'
                "<ul><li>t</li></ul>"
            ),
        ),
        (
            "<ul><li>a<blockquote><p>q</p></blockquote></li></ul>",
            "<ul><li>a</li></ul><blockquote>q</blockquote>",
        ),
    ],
)
def test_blocks_in_an_item_are_moved_out_in_order(html, expected):
    """Code, pictures and quotes stand on their own, between what stood around them."""
    assert shown(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ul><li><input type=checkbox> a</li></ul>", "<ul><li>☐ a</li></ul>"),
        ("<ul><li><input type=checkbox checked disabled> a</li></ul>", "<ul><li>☑ a</li></ul>"),
        ("<ul><li>[ ] a</li><li>[x] b</li></ul>", "<ul><li>☐ a</li><li>☑ b</li></ul>"),
        ("<ul><li>[y] a</li><li>[link]</li></ul>", "<ul><li>[y] a</li><li>[link]</li></ul>"),
    ],
)
def test_tasks_show_their_boxes(html, expected):
    """A check box is a letter."""
    assert shown(html) == expected


def test_definitions_are_a_bold_term_and_paragraphs():
    """Medium has no definition lists."""
    html = "<dl><dt>Bora</dt><dd>A wind.</dd><dt>Foehn</dt><dd><p>One.</p><p>Two.</p></dd></dl>"
    assert shown(html) == (
        "<p><strong>Bora</strong></p><p>A wind.</p><p><strong>Foehn</strong></p>"
        "<p>One.</p><p>Two.</p>"
    )


ITEMS = st.recursive(
    st.sampled_from(["a", "b <b>c</b>", "<p>d</p>", "<pre>e</pre>", '<img src="/x.png">']),
    lambda inside: st.tuples(st.sampled_from(["ul", "ol"]), st.lists(inside, max_size=3)).map(
        lambda made: f"f<{made[0]}>{''.join(f'<li>{i}</li>' for i in made[1])}</{made[0]}>"
    ),
    max_leaves=12,
)


@hypothesis_settings(deadline=None)
@given(st.lists(ITEMS, min_size=1, max_size=4), st.sampled_from(["ul", "ol"]))
def test_any_list_becomes_flat_and_loses_nothing(items, name):
    """No list, picture or code block is left in an item, and every word is there in order."""
    html = f"<{name}>{''.join(f'<li>{item}</li>' for item in items)}</{name}>"
    soup = BeautifulSoup(shown(html), "lxml")
    assert not soup.select("li ul, li ol, li li, li pre, li img, li p")
    words = [w for w in soup.get_text(" ").split() if len(w) == 1 and w in "abcdef"]
    assert words == [w for w in BeautifulSoup(html, "lxml").get_text(" ").split() if w in "abcdef"]
    assert len(soup.find_all("img")) == html.count("<img")


TORN = "<p>1. a</p><pre>x</pre><p>2. b</p><p>3. c</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<ol><li>a</li></ol><pre>x</pre><ol start=2><li>b</li><li>c</li></ol>",
        "<ol><li>a</li></ol><pre>x</pre><ol><li value=2>b</li><li>c</li></ol>",
        "<div><ol><li>a</li></ol></div><pre>x</pre><div><ol start=2><li>b<li>c</ol></div>",
        markups.by_rest("1. a\n\n::\n\n  x\n\n2. b\n3. c"),
        markups.by_markdown("1. a\n\n```\nx\n```\n\n2. b\n3. c", "sane_lists"),
    ],
)
def test_numbers_that_go_on_agree_with_those_before(html):
    """Not a list of Medium's first and paragraphs that go on with its numbers."""
    assert shown(html) == TORN


@pytest.mark.parametrize(
    "html",
    [
        "<ol><li>a</li></ol><p>x</p><ol><li>b</li></ol>",
        "<ol><li>a</li></ol><p>x</p><ul><li>b</li></ul>",
    ],
)
def test_lists_that_begin_anew_stay_lists(html):
    """Their own page numbers them from 1 on, too."""
    assert shown(html) == html

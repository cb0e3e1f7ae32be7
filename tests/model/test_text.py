"""Titles as plain text, and their length as Medium counts it."""

import re
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pelican_medium.model.text import SUBSCRIPTS, SUPERSCRIPTS, cut, length, plain, struck


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("", ""),
        ("A plain title", "A plain title"),
        ("  blanks \t and\n lines ", "blanks and lines"),
        # Markdown's titles are raw text.
        ("a < b and c > d", "a < b and c > d"),
        ("List<T>", "List<T>"),
        ("Dict<str, List<int>>", "Dict<str, List<int>>"),
        ("vector<a> and <b>", "vector<a> and <b>"),
        ("Using <time> and <dialog>", "Using <time> and <dialog>"),
        ("MD & <b>T</b>", "MD & T"),
        ("1 <2 but 3> 2", "1 <2 but 3> 2"),
        ("x <- 3", "x <- 3"),
        # Those of reStructuredText and HTML are escaped and marked up.
        ("RST &amp; <em>stress</em>", "RST & stress"),
        ("<code>List&lt;T&gt;</code>", "List<T>"),
        ("&lt;b&gt; is bold", "<b> is bold"),
        ("&amp;amp; explained", "&amp; explained"),
        ("caf&eacute; &#8212; &#x1F600;", "café — 😀"),
        ('<tt class="docutils literal">x</tt>', "x"),
        # Nested, empty, upper-case, with attributes, across lines.
        ("<b>a <i>b</i></b> c", "a b c"),
        ("<em><em>x</em></em>", "x"),
        ("<B>x</B>", "x"),
        ("<b></b>", ""),
        ("<a href='x.html' title='t'>l</a>", "l"),
        ("<b\n>x\ny</b >", "x y"),
        ("one<br>two<br/>three<wbr>four", "one two three four"),
        ("<b>never closed", "<b>never closed"),
        # What a site formats is in blocks (FORMATTED_FIELDS), and its entities are escaped once.
        ("<p>Baking with <code>rye</code></p>", "Baking with rye"),
        ("<p>Fish &amp; chips</p>\n<p>&lt;b&gt; &amp;amp;</p>", "Fish & chips <b> &amp;"),
        ("<h1>One</h1><ul><li>two</li><li>three</li></ul>", "One two three"),
        ("<p><code>List&lt;T&gt;</code> and <code>Map&lt;p&gt;</code></p>", "List<T> and Map<p>"),
        ("Why <p> needs no </p>", "Why <p> needs no </p>"),
        ('<a title="a > b" href=x>c</a>', "c"),
        ("H<sub>2</sub>O, 10<sup>th</sup>, x<sup>é</sup>", "H₂O, 10ᵗʰ, xé"),
        ("<q>No</q> to <del>two</del>", "“No” to t\u0336w\u0336o\u0336"),
        ("<b>a <i>b</b> c</i>", "a b c"),
        ("a <!-- b", "a <!-- b"),
        # typogrify
        ('<span class="caps">NASA</span>&#8217;s&nbsp;plan', "NASA’s plan"),
        ('this <span class="amp">&amp;</span> that', "this & that"),
        ('<span class="dquo">&#8220;</span>Quoted&#8221;', "“Quoted”"),
        # What shows nothing.
        ("a<!-- <b>not</b> here -->b", "ab"),
        ("so\u00adft &shy;hy\u200bphen\ufeff", "soft hyphen"),
        ("&nbsp;\u200b", ""),
        # What must stay: bidi marks, and the joiners of many scripts and emoji.
        ("x\u202eabc\u202c \u200eLTR\u200f", "x\u202eabc\u202c \u200eLTR\u200f"),
        ("می\u200cخواهم 👩\u200d💻", "می\u200cخواهم 👩\u200d💻"),
        ("漢字かな", "漢字かな"),
    ],
)
def test_titles_become_plain_text(title, expected):
    """Known markup and entities go, and what only looks like markup stays."""
    assert plain(title) == expected


@given(st.text())
def test_plain_text_has_single_blanks(title):
    """Whatever the title, no line break and no double blank is left."""
    result = plain(title)
    assert result == " ".join(result.split())


@given(st.text(alphabet="abc ABC.,!?éß漢😀"))
def test_plain_text_without_markup_loses_only_blanks(title):
    """A title that holds no markup keeps each of its letters."""
    assert plain(title) == " ".join(title.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", 0), ("abc", 3), ("é", 1), ("漢字", 2), ("😀", 2), ("a😀b", 4), ("\ud800", 1)],
)
def test_length_is_counted_as_javascript_does(text, expected):
    """A letter outside the basic plane counts twice."""
    assert length(text) == expected


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two, three", 12, "one two…"),
        ("a veryverylongword", 10, "a veryver…"),
        ("😀😀😀", 6, "😀😀😀"),
        ("😀😀😀", 5, "😀😀…"),
        ("😀😀😀", 4, "😀…"),
        ("abc", 1, "…"),
    ],
)
def test_cut(text, most, expected):
    """A long text ends at a blank where there is one near, and with an ellipsis."""
    assert cut(text, most) == expected


@given(st.text(max_size=60), st.integers(min_value=1, max_value=40))
def test_cut_is_never_longer_than_asked(text, most):
    """Neither in letters nor in UTF-16 units, and never in the middle of a pair."""
    result = cut(text, most)
    assert length(result) <= most
    result.encode("utf-8")


@given(st.text(max_size=60), st.integers(min_value=1, max_value=40))
def test_cut_keeps_the_beginning(text, most):
    """Nothing is made up: but for the ellipsis it is how the text begins."""
    result = cut(text, most)
    assert result == text or (result[-1] == "…" and text.startswith(result[:-1]))


@pytest.mark.parametrize("tag", ["b", "sup", "del", "p", "b title='>'", "i <", "!--"])
@pytest.mark.parametrize("closed", [True, False])
def test_a_title_of_many_tags_takes_no_time(tag, closed):
    """8,000 elements inside each other cost what they are long, whether anybody closes them."""
    end = f"</{tag.split()[0]}>" if closed else ""
    start = time.process_time()
    plain(f"<{tag}>" * 8_000 + "x" + end * 8_000)
    assert time.process_time() - start < 2


def test_a_struck_text_has_a_stroke_for_each_letter():
    """Marks belong to their letter, blanks stay, and a second stroke is no news."""
    once = struck("e\u0301a b")
    assert once == "e\u0301\u0336a\u0336 b\u0336"
    assert struck(once) == once


TAGS = ["<b>", "</b>", "<sup>", "</sup>", "<p>", "</p>", "<del>", "</del>", "<br>", "<a x='>'>"]


@given(st.lists(st.sampled_from([*TAGS, "</a>", "1", "2 ", "&lt;"])).map("".join))
@example("<sup><b></sup><i>1</b></i>")
def test_tags_in_any_order_keep_their_words(title):
    """However tags overlap, nothing fails, and no word between them is lost."""
    shown = unicodedata.normalize("NFKC", plain(title))
    assert re.findall("[12]", shown) == re.findall("[12]", title)


@pytest.mark.parametrize("signs", [SUPERSCRIPTS, SUBSCRIPTS])
def test_a_raised_or_lowered_sign_is_what_unicode_says_it_is(signs):
    """Unicode tells each one's plain form; the hyphen stands for the minus."""
    for plain_one, sign in signs.items():
        assert unicodedata.normalize("NFKD", sign) == plain_one.replace("-", "−"), sign

"""The referee itself: it passes what Medium takes, and whistles at everything else."""

from collections import Counter

import pytest
from referee import code_of, faults, in_order, lost, read, seen, words

GOOD = (
    "<h1>T &amp; t</h1>\n<h2>s</h2>\n<p>a <b>b <i>c</i></b><br/>d</p>\n<h3>h</h3><h4>g</h4><hr/>"
    '<ul><li>a <code>b</code></li></ul><ol><li><a href="https://e.org/y">c</a></li></ol>'
    '<blockquote>q</blockquote><pre>\n\tx &lt; y\u200b</pre><p><a href="mailto:a@e.org">m</a></p>'
    '<pre data-code-block-lang="python" data-code-block-mode="2">p</pre>'
    '<figure><a href="http://e.org/"><img alt="" src="https://e.org/y.png"/></a><figcaption>c '
    '<a href="tel:1">d</a></figcaption></figure><figure><img src="https://e.org/y.png"/></figure>'
)


def test_a_good_body_has_no_faults():
    """Everything Medium takes, where it takes it."""
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    "body",
    [
        "loose", "<p>a", "<p>a</p></p>", "<div>a</div>", "<p>a</p><h1>b</h1>", "<h2>a</h2>",
        "<p>a</p><h2>b</h2>", "<p/>", "<!-- a -->", "<p><p>a</p></p>", "<ul><p>a</p></ul>",
        "<ul><li>a<ul><li>b</li></ul></li></ul>", "<li>a</li>", "<p><b><strong>a</strong></b></p>",
        "<p></p>", "<p> </p>", "<p>\u00a0</p>", "<p><b> </b>a</p>", "<p>a<br/></p>", "<ul></ul>",
        "<pre></pre>", "<pre><b>a</b></pre>", "<p><code>a<b>b</b></code></p>", "<p class='a'>a</p>",
        "<p><a>a</a></p>", '<p><a href="/a">a</a></p>', '<p><a href="#a">a</a></p>',
        '<p><a href="javascript:a">a</a></p>', '<p><a href="https://">a</a></p>',
        '<p><a href="https://e.org/a b">a</a></p>', '<p><a href="https://e.org/"></a></p>',
        '<p><a href="https://e.org/"><a href="https://e.org/">a</a></a></p>',
        '<p><img src="https://e.org/y.png"/></p>', '<figure><img src="y.png"/></figure>',
        '<p><a href="https://e.org/"><img src="https://e.org/y.png"/></a></p>',
        '<figure><img src="https://e.org/y"/><img src="https://e.org/y"/></figure>',
        '<figure><figcaption>a</figcaption><img src="https://e.org/y"/></figure>',
        "<p>a\u00adb</p>", "<p>a\u200bb</p>", "<p>a\x0bb</p>", "<pre>a\x0cb</pre>", "<p>\ud800</p>",
    ],
)  # fmt: skip
def test_a_bad_body_has_faults(body):
    """One thing wrong each."""
    assert faults(body)


def test_what_is_seen():
    """A line for each block, small letters apart, and nothing that only helps or hides."""
    html = (
        "<p>a<b>b</b><sup>2</sup> c²</p>d<script>e</script><p hidden>f</p><h2>g"
        '<a class="headerlink">¶h</a></h2><td class="linenos">1</td><ul><li>i<li>j</ul>'
    )
    assert words(seen(read(html))) == ["ab", "2", "c", "2", "d", "g", "i", "j"]


def test_what_is_lost():
    """A word that is missing, glued, or not there as often."""
    assert lost("<p>a b</p><p>b c</p>", "<p>a b</p><p>c</p>") == Counter(["b"])
    assert lost("<p>a</p><p>b</p>", "<p>ab</p>") == Counter(["a", "b"])
    assert lost("<p>a</p>", "<p>a b</p>") == Counter()


def test_what_is_out_of_order():
    """Others may stand between, but none before its time."""
    assert in_order("ace", "abcde") is None
    assert in_order("aca", "abca") is None
    assert in_order("ca", "abc") == "a"


def test_code_is_read_as_a_browser_shows_it():
    """Without the first newline, the last ones and the numbers; a line break is one."""
    html = "<pre>\n a<br><span class=linenos>1</span>\tb\n</pre><td class=linenos><pre>1</pre></td>"
    assert code_of(html) == [" a\n\tb"]

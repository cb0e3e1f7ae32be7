"""Code: the text of each block, to the letter, whoever highlighted it."""

import re
import textwrap

import docutils.core
import markdown
import pytest
from bs4 import BeautifulSoup
from markups import code_of, shown
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from pelican import rstdirectives  # noqa: F401 - registers Pelican's own code-block directive


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<pre>a</pre>", "a"),
        ("<PRE>A</PRE>", "A"),
        ("<pre><code class=x>a\n  b\n</code></pre>", "a\n  b"),
        ("<pre>\tif x:\n\t\ty</pre>", "\tif x:\n\t\ty"),
        ("<pre>    a\n\n\n  b  \n</pre>", "    a\n\n\n  b  "),
        ("<pre>a<br>b<br/>c</pre>", "a\nb\nc"),
        ("<pre>a &lt;b&gt; &amp;amp; &quot;c&quot; &#39;d&#39;</pre>", "a <b> &amp; \"c\" 'd'"),
        ("<pre>a<span class=k>b<span>c</span></span>d</pre>", "abcd"),
        ("<pre>a <b>b</b> <a href=x>c</a></pre>", "a b c"),
        ("<pre>漢字 😀 é</pre>", "漢字 😀 é"),
        ("<pre>a\u00a0b</pre>", "a\u00a0b"),
        ("<pre>a\r\nb</pre>", None),
        ("<pre><pre>a</pre></pre>", "a"),
        ("<pre><ol><li>a</li><li>  b</li></ol></pre>", "a\n  b"),
        ("<pre><div>a</div>\n<div>b</div>\n</pre>", "a\nb"),
        ("<xmp>a\n  b</xmp>", "a\n  b"),
        ('<pre><code class="line-numbers">a 1</code></pre>', "a 1"),
        ('<pre><span class="linenr">1: </span>a</pre>', "a"),
        # A browser drops one newline right after <pre>, and only that.
        ("<pre>\na</pre>", "a"),
        ("<pre>\n\na</pre>", "\na"),
        ("<pre><code>\na</code></pre>", "\na"),
        ("<pre><span></span>\na</pre>", "\na"),
        ("<pre><br>a</pre>", "\na"),
        ("<pre>&#10;a</pre>", None),
        ("<div class=highlight><pre><span></span><code>a</code></pre></div>", "a"),
        ("<pre>{static}/x &lt;script&gt;</pre>", "{static}/x <script>"),
    ],
)
def test_code_keeps_its_text(html, expected):
    """A code block is plain text, with each blank, tab and newline a reader of the page sees."""
    (text,) = code_of(html)
    assert expected in {None, text}
    assert not BeautifulSoup(shown(html), "lxml").find("pre").find_all()


def test_two_blocks_stay_two():
    """Blocks that follow each other are not merged."""
    assert code_of("<pre>a</pre><pre>b</pre>") == ["a", "b"]


def test_inline_code_is_code_whatever_it_is_called():
    """Medium has one kind of it."""
    html = "<p>Use <code>a &lt; b</code>, <kbd>Ctrl</kbd>, <samp>ok</samp>, <tt>x</tt>.</p>"
    assert shown(html) == (
        "<p>Use <code>a &lt; b</code>, <code>Ctrl</code>, <code>ok</code>, <code>x</code>.</p>"
    )


SOURCE = """\
def f(a, b):
\tif a < b and b > 0:  # "é" & 'x'

        return "<b>&amp;</b>"  \\


    # 漢字 😀
1
"""


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"linenos": True},
        {"linenos": "table"},
        {"linenos": "inline"},
        {"linenos": "inline", "linenostart": 5, "linenostep": 2, "linenospecial": 2},
        {"linenos": "table", "linenostart": 5, "linenostep": 2, "linenospecial": 2},
        {"linenos": "table", "anchorlinenos": True, "lineanchors": "a"},
        {"linenos": "inline", "anchorlinenos": True, "lineanchors": "a"},
        {"linenos": "table", "cssclass": "codehilite"},
        {"linenos": "table", "cssclass": "source"},
        {"linenos": "inline", "cssclass": "codehilite"},
        {"linespans": "l"},
        {"linespans": "l", "linenos": "inline"},
        {"hl_lines": [1, 3]},
        {"noclasses": True},
        {"noclasses": True, "linenos": "table"},
        {"noclasses": True, "linenos": "inline"},
        {"wrapcode": True},
        {"wrapcode": True, "linenos": "table"},
        {"filename": "x.py"},
        {"lineseparator": "<br>"},
        {"full": True},
    ],
    ids=str,
)
def test_pygments_gives_back_its_source(options):
    """Whatever Pygments is asked for, the block holds the source, to the letter, and no numbers."""
    html = highlight(SOURCE, PythonLexer(stripnl=False), HtmlFormatter(**options))
    assert code_of(html) == [SOURCE.rstrip("\n")]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            (
                '<table><tr><td class="lntd"><pre><span class="lnt">1\n2\n</span></pre>'
                "</td><td class=lntd><pre>a\nb\n</pre></td></tr></table>"
            ),
            "<pre>a\nb</pre>",
        ),
        (
            (
                '<table><tr><td class="gutter"><pre><span class="line-number">1</span>\n</pre></td>'
                '<td class="code"><pre>a\n</pre></td></tr></table>'
            ),
            "<pre>a</pre>",
        ),
        (
            (
                '<table class="highlighttable"><tr><th colspan=2><span>tide.py</span></th></tr>'
                '<tr><td class="linenos"><pre>1</pre></td><td><pre>a</pre></td></tr></table>'
            ),
            "<p>tide.py</p><pre>a</pre>",
        ),
    ],
    ids=["Chroma", "Octopress", "Pymdownx"],
)
def test_numbers_of_other_highlighters(html, expected):
    """Their tables go with the numbers; a file's name above the code stays."""
    assert shown(html) == expected


@pytest.mark.parametrize("cssclass", ["highlight", "codehilite"])
def test_numbers_of_a_table_leave_nothing_behind(cssclass):
    """Neither a table nor a loose number stands around the block."""
    formatter = HtmlFormatter(linenos="table", cssclass=cssclass)
    html = "<p>a</p>" + highlight("x\ny\n", PythonLexer(), formatter) + "<p>b</p>"
    bare = re.sub(r"</?div>|\s*(?=</?(?:p|div)>)", "", shown(html))
    assert bare == "<p>a</p><pre>x\ny</pre><p>b</p>"


def test_a_table_that_holds_code_of_its_own_is_taken_apart():
    """Only a table of line numbers is part of its code."""
    html = "<table><tr><td><pre>a</pre></td><td>b</td></tr></table>"
    assert shown(html) == "<pre>a</pre><p>b</p>"


#: Markdown itself turns tabs to blanks, and drops the blanks before a line's end.
MARKDOWN_SOURCE = SOURCE.replace("\t", "    ")


@pytest.mark.parametrize(
    ("extensions", "codehilite"),
    [
        (["fenced_code"], {}),
        (["fenced_code", "codehilite"], {}),
        (["fenced_code", "codehilite"], {"css_class": "highlight"}),
        (["fenced_code", "codehilite"], {"use_pygments": False}),
        (["fenced_code", "codehilite"], {"noclasses": True}),
        (["fenced_code", "codehilite"], {"linenums": True}),
        (["fenced_code", "codehilite"], {"linenums": True, "css_class": "highlight"}),
        (["fenced_code", "codehilite"], {"linenums": True, "linenos": "inline"}),
        (["fenced_code", "codehilite"], {"linenums": True, "anchorlinenos": True,
                                         "lineanchors": "x"}),
    ],
    ids=str,
)  # fmt: skip
def test_markdown_gives_back_its_source(extensions, codehilite):
    """A fenced block of Python-Markdown, plain or with codehilite, holds what was fenced."""
    configs = {"codehilite": codehilite} if "codehilite" in extensions else {}
    text = f"Before.\n\n```python\n{MARKDOWN_SOURCE}```\n\nAfter."
    html = markdown.markdown(text, extensions=extensions, extension_configs=configs)
    (found,) = code_of(html)
    assert found == MARKDOWN_SOURCE.rstrip("\n")
    assert "After." in shown(html)


RST_SOURCE = "def f(a):\n    if a < 1:\n\n        return '<b> &amp;'"


@pytest.mark.parametrize(
    "opening",
    [
        "::",
        ".. code:: python",
        ".. code:: python\n    :number-lines:",
        ".. code:: python\n    :number-lines: 98",
        ".. code-block:: python",
        ".. code-block:: python\n    :linenos: table",
        ".. code-block:: python\n    :linenos: inline",
        ".. code-block:: python\n    :linenos: table\n    :anchorlinenos:\n    :lineanchors: foo",
        ".. sourcecode:: python\n    :linenos:",
    ],
)
@pytest.mark.parametrize("writer", ["html4css1", "html5"])
def test_restructuredtext_gives_back_its_source(opening, writer):
    """So does a block of docutils or of Pelican's own directive."""
    text = f"Before.\n\n{opening}\n\n{textwrap.indent(RST_SOURCE, '    ')}\n\nAfter.\n"
    settings = {"syntax_highlight": "short"}
    parts = docutils.core.publish_parts(text, writer=writer, settings_overrides=settings)
    (found,) = code_of(parts["body"])
    assert found.strip("\n") == RST_SOURCE

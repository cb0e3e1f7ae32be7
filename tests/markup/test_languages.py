"""The language of a code block: found where sites write it, said as Medium's editor knows it."""

import re
from pathlib import Path

import markdown
import markups
import pytest
from bs4 import BeautifulSoup

from pelican_medium.markup import Context, clean, languages


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ('<pre><code class="language-python">x</code></pre>', "python"),
        ('<pre><code class="lang-js">x</code></pre>', "javascript"),
        ('<pre class="code python literal-block">x</pre>', "python"),
        ('<pre class="sourceCode haskell">x</pre>', "haskell"),
        ('<pre class="brush:php">x</pre>', "php"),
        ('<pre lang="rb">x</pre>', "ruby"),
        ('<pre data-lang="C++">x</pre>', "cpp"),
        ('<div class="highlight hl-ipython3"><pre><span></span>x</pre></div>', "python"),
        ('<div class="highlight-html"><div class="highlight"><pre>x</pre></div></div>', "xml"),
        ('<div class="highlight language-console"><pre>x</pre></div>', "shell"),
        ('<pre><code class="language-text">x</code></pre>', "plaintext"),
        ('<div class="highlight"><pre><span></span><code>x</code></pre></div>', None),
        ('<pre class="literal-block">x</pre>', None),
        ('<pre><code class="language-klingon">x</code></pre>', None),
        ('<article lang="r"><section><p></p><div><pre>x</pre></div></section></article>', None),
    ],
)
def test_where_the_language_stands(html, language):
    """Classes of the block, its code and the boxes around it; not the page's own language."""
    assert languages.of(BeautifulSoup(html, "lxml").pre) == language


@pytest.mark.parametrize(
    ("language", "attributes"),
    [
        ("python", 'data-code-block-lang="python" data-code-block-mode="2"'),
        ("yml", 'data-code-block-lang="yaml" data-code-block-mode="2"'),
        ("text", 'data-code-block-lang="plaintext" data-code-block-mode="0"'),
    ],
)
def test_the_language_is_said_in_mediums_own_notation(language, attributes):
    """Mode 2 names a language, mode 0 is plain text."""
    block = clean(f'<pre><code class="language-{language}">a\nb</code></pre>', Context(""))
    assert block == f"<pre {attributes}>a\nb</pre>"


def test_a_block_that_does_not_say_is_left_to_medium():
    """Without a hint there is nothing to say."""
    assert clean('<div class="highlight"><pre>x</pre></div>', Context("")) == ("<pre>x</pre>")


def test_each_other_name_leads_to_a_known_one():
    """No alias names a language that highlight.js does not have."""
    for alias in languages._ALIASES:
        assert languages._known(alias) is not None


@pytest.mark.parametrize(
    ("attributes", "language"),
    [
        ('class="hljs lang-html"', "xml"),
        ('class="brush: js; gutter: false"', "javascript"),
        ('class="brush:py"', "python"),
        ('class="ruby"', "ruby"),
        ('class="hljs"', None),
        ('class="r"', None),
        ('data-code-block-lang="go"', "go"),
    ],
)
def test_a_class_of_another_highlighter(attributes, language):
    """Each writes the language in its own way, and none is taken for one itself."""
    block = BeautifulSoup(f"<pre {attributes}>x</pre>", "lxml").pre
    assert languages.of(block) == language


RECIPE = Path(__file__).parents[2] / "docs" / "code-languages.md"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("```python\nx = 1\n```", "python"),
        ("    :::java\n    int x;", "java"),
        ("```c++\nint x;\n```", "cpp"),
        ("```\nx = 1\n```", "plaintext"),
    ],
)
def test_the_documented_recipe_keeps_the_language(text, language):
    """The settings of docs/code-languages.md make Markdown name it, and guess nothing."""
    [source] = re.findall("```python\n(from pygments.*?)```", RECIPE.read_text("utf-8"), re.DOTALL)
    given = {}
    exec(source, given)  # noqa: S102 - our own documentation
    configs = given["MARKDOWN"]["extension_configs"]
    html = markdown.markdown(text, extensions=list(configs), extension_configs=configs)
    block = BeautifulSoup(clean(html, Context("https://e.org/")), "lxml").pre
    assert block.get("data-code-block-lang") == language


def test_restructuredtext_s_own_directive_names_the_language():
    """As docs/code-languages.md says."""
    html = markups.by_rest(".. code:: python\n\n   x = 1")
    assert 'data-code-block-lang="python"' in markups.cleaned(html)[0]

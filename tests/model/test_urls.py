"""Addresses, as a browser on the article's own page would resolve them."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pelican_medium.model.urls import (
    base,
    canonical,
    encode,
    host_of,
    is_absolute,
    is_link,
    is_loopback,
    origin,
    resolve,
)

PAGE = "https://e.org/blog/posts/m/"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        # pelican-facts §2: what Pelican leaves as it is
        ("images/y.png", "https://e.org/blog/posts/m/images/y.png"),
        ("../x.png", "https://e.org/blog/posts/x.png"),
        ("../../../../../x.png", "https://e.org/x.png"),
        ("/images/x.png", "https://e.org/images/x.png"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("data:image/png;base64,AA", "data:image/png;base64,AA"),
        ("https://o.example/x", "https://o.example/x"),
        ("http://o.example/x", "http://o.example/x"),
        ("#frag", "https://e.org/blog/posts/m/#frag"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        # what Pelican resolved already, not encoded
        ("https://e.org/blog/images/x.png", "https://e.org/blog/images/x.png"),
        (
            "https://e.org/blog/posts/other/?q=1#f",
            "https://e.org/blog/posts/other/?q=1#f",
        ),
        ("https://e.org/blog/images/sp ace.png", "https://e.org/blog/images/sp%20ace.png"),
        ("https://e.org/blog/images/ü.png", "https://e.org/blog/images/%C3%BC.png"),
        # the rest of what stands in sites
        ("", PAGE),
        ("?q=ü b", "https://e.org/blog/posts/m/?q=%C3%BC%20b"),
        ("#ü b", "https://e.org/blog/posts/m/#%C3%BC%20b"),
        ("%C3%BC%20.png", "https://e.org/blog/posts/m/%C3%BC%20.png"),
        ("a%2Fb.png", "https://e.org/blog/posts/m/a%2Fb.png"),
        ("  x.png \n", "https://e.org/blog/posts/m/x.png"),
        ("a\tb\r\nc.png", "https://e.org/blog/posts/m/abc.png"),
        ('"<>^`{|}', "https://e.org/blog/posts/m/%22%3C%3E%5E%60%7B%7C%7D"),
        ("a,b;c=(d)'e'!*~.png", "https://e.org/blog/posts/m/a,b;c=(d)'e'!*~.png"),
        ("./x.png", "https://e.org/blog/posts/m/x.png"),
    ],
)
def test_resolve(url, expected):
    """An address resolves as in a browser on the article's page, percent-encoded."""
    assert resolve(PAGE, url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://bücher.example/x", "http://xn--bcher-kva.example/x"),
        ("https://bücher.example:8080/ü", "https://xn--bcher-kva.example:8080/%C3%BC"),
        ("http://日本語。jp/", "http://xn--wgv71a119e.jp/"),
        ("http://xn--bcher-kva.example/", "http://xn--bcher-kva.example/"),
        ("http://me@bücher.example/", "http://me@xn--bcher-kva.example/"),
    ],
)
def test_a_host_in_other_scripts_is_encoded(url, expected):
    """A host goes out in its ASCII form; port and user stay beside it."""
    assert encode(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "http://[half",
        "http://a..ü.example/",
        "http://" + "ü" * 70 + "/",
        "http://e.org/\ud800",
        "http://a b/",
        "//a\u00a0b/",
    ],
)
def test_what_is_no_address_is_refused(url):
    """An address no client could ask for is an error, not a guess."""
    with pytest.raises(ValueError, match=r"."):
        resolve(PAGE, url)


URLISH = st.text(
    alphabet=st.sampled_from([*'abzAZ09/:?#%@[].-_~&=+ \t\n\\"<>{}|', "ü", "漢", "\u00a0", "。"]),
    max_size=25,
)


@given(st.text(max_size=25) | URLISH | URLISH.map("http://{}".format))
@example("http://a b/x")
@example("//a\u00a0b/")
@example("http://x\u2028y/")
def test_resolve_gives_plain_ascii_or_refuses(url):
    """Whatever the page says, a resolved address is ASCII and holds no blank."""
    try:
        result = resolve(PAGE, url)
    except ValueError:
        return
    assert result.isascii()
    assert not re.search(r"\s", result)


@given(st.text(max_size=25) | URLISH)
def test_resolve_is_idempotent(url):
    """Resolving what was resolved changes nothing."""
    try:
        once = resolve(PAGE, url)
    except ValueError:
        return
    assert resolve(PAGE, once) == once


@pytest.mark.parametrize(
    ("site_url", "url", "expected"),
    [
        ("https://e.org/blog", "posts/m/", "https://e.org/blog/posts/m/"),
        ("https://e.org/blog/", "posts/m/", "https://e.org/blog/posts/m/"),
        ("https://e.org/blog", "/posts/b/", "https://e.org/blog/posts/b/"),
        ("https://e.org", "m.html", "https://e.org/m.html"),
        ("https://e.org", "/m.html", "https://e.org/m.html"),
        ("https://e.org/blog", "", "https://e.org/blog/"),
        ("https://e.org/blog", "https://o.example/x", "https://o.example/x"),
        ("https://e.org/blog", "ü x.html", "https://e.org/blog/%C3%BC%20x.html"),
        ("https://e.org/fr", "hello.html", "https://e.org/fr/hello.html"),
        ("http://bücher.example", "m/", "http://xn--bcher-kva.example/m/"),
        ("https://e.org/blog", "2026:11/m.html", "https://e.org/blog/2026:11/m.html"),
    ],
)
def test_canonical(site_url, url, expected):
    """An article's address lies below SITEURL, also where its URL setting begins with "/"."""
    assert canonical(site_url, url) == expected


@given(URLISH)
@example("re:start.html")
@example("mailto:me")
@example("http:")
@example("///x")
def test_canonical_is_absolute_or_refused(url):
    """Medium refuses a canonical URL that is not absolute, so none is ever made."""
    try:
        result = canonical("https://e.org/blog", url)
    except ValueError:
        return
    assert is_absolute(result)


@pytest.mark.parametrize(
    ("url", "save_as", "expected"),
    [
        # pelican-facts §2, the table of bases
        ("m.html", "m.html", "https://e.org/blog/images/y.png"),
        ("posts/m/", "posts/m/index.html", "https://e.org/blog/posts/m/images/y.png"),
        ("posts/m", "posts/m/index.html", "https://e.org/blog/posts/m/images/y.png"),
        ("posts/m", "posts/m.html", "https://e.org/blog/posts/images/y.png"),
        ("posts/m/", "posts/m.html", "https://e.org/blog/posts/m/images/y.png"),
        # and beyond it
        ("", "index.html", "https://e.org/blog/images/y.png"),
        ("posts/m/index.html", "posts/m/index.html", "https://e.org/blog/posts/m/images/y.png"),
        ("posts/the-index", "posts/the-index.html", "https://e.org/blog/posts/images/y.png"),
    ],
)
def test_base(url, save_as, expected):
    """A relative picture lies where a browser on the published page would look for it."""
    page = base(canonical("https://e.org/blog", url), save_as)
    assert resolve(page, "images/y.png") == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://e.org", True),
        ("http://e.org/x", True),
        ("HTTPS://E.ORG", True),
        ("http://[::1]/", True),
        (" https://e.org ", True),
        ("", False),
        ("/x", False),
        ("x", False),
        ("//e.org", False),
        ("https:", False),
        ("https://", False),
        ("https:///x", False),
        ("https://?q", False),
        ("https://:80/", False),
        ("https://me@/", False),
        ("ftp://e.org", False),
        ("mailto:a@e.org", False),
        ("javascript://e.org/%0aalert(1)", False),
        ("http://[half", False),
    ],
)
def test_is_absolute(url, expected):
    """Only http(s) with a host is absolute."""
    assert is_absolute(url) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://medium.com/@me/sand", True),
        ("http://blog.example/%20", True),
        ("javascript:alert(1)", False),
        ("https://medium.com/a b", False),
        ("https://medi\uf39aum.com/", False),  # seen by nobody, and by no terminal the same
        ("https://medium.com/\u202egnp.exe", False),
        ("https://medium.com/\x1b[2J", False),
    ],
)
def test_what_may_become_a_link(url, expected):
    """Strangers' addresses: only what shows as it is, and leads where it seems to lead."""
    assert is_link(url) is expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("LOCALHOST", True),
        ("localhost.", True),
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("[::1]", True),
        (None, False),
        ("", False),
        ("0.0.0.0", False),  # noqa: S104 - a name to be judged, nothing listens
        ("10.0.0.1", False),
        ("192.168.0.1", False),
        ("localhost.example", False),
        ("127.0.0.1.example", False),
        ("notlocalhost", False),
        ("api.medium.com", False),
    ],
)
def test_is_loopback(host, expected):
    """Only this very machine is loopback, not its network and no look-alike."""
    assert is_loopback(host) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://E.Org/x", "e.org"),
        ("http://u:p@e.org:8000", "e.org"),
        ("http://[::1]:80/", "::1"),
        ("/x", None),
        ("", None),
        ("http://[half", None),
    ],
)
def test_host_of(url, expected):
    """A host comes in lower case, and None where an address has no host."""
    assert host_of(url) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://e.org/a", "https://e.org/b?c", True),
        ("https://e.org/", "HTTPS://E.ORG/", True),
        ("https://e.org/", "http://e.org/", False),
        ("https://e.org/", "https://e.org:8443/", False),
        ("https://e.org/", "https://www.e.org/", False),
        ("https://e.org/", "https://e.org.evil.example/", False),
        ("https://e.org/", "https://e.org@evil.example/", False),
    ],
)
def test_origin(one, other, same):
    """A secret goes only to the same scheme, host and port again."""
    assert (origin(one) == origin(other)) is same


@pytest.mark.parametrize(
    "site", ["https://e.example", "https://e.example/a/../b", "https://ü.example/x/"]
)
@pytest.mark.parametrize("path", ["a.html", "a/b/", "", "../a", "a//b", ".well/x", "a b", "ä"])
def test_the_short_way_to_an_address_ends_where_the_long_one_does(site, path):
    """A plain path is only written behind the site's address, and means the same."""
    assert canonical(site, path) == resolve(site.rstrip("/") + "/", path)

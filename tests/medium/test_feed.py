"""The public feed: Medium's form is read, and nothing a feed asks for is done."""

import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pelican_medium.medium import feed
from pelican_medium.medium.feed import Story
from pelican_medium.model.errors import FeedError

#: In the form of medium.com/feed/@user, as described in public issues (medium-api-docs#90, #100).
MEDIUMS = """\
<?xml version="1.0" encoding="UTF-8"?><rss xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:content="http://purl.org/rss/1.0/modules/content/" \
xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">
  <channel>
    <title><![CDATA[Stories by Me on Medium]]></title>
    <link>https://medium.com/@me?source=rss-5303d74c64f6------2</link>
    <generator>Medium</generator>
    <item>
      <title><![CDATA[Sand & <wind>]]></title>
      <link>https://medium.com/@me/sand-wind-0a1b2c3d4e5f?source=rss-5303d74c64f6------2</link>
      <guid isPermaLink="false">https://medium.com/p/0a1b2c3d4e5f</guid>
      <category><![CDATA[sand]]></category>
      <dc:creator><![CDATA[Me]]></dc:creator>
      <pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate>
      <atom:updated>2026-11-20T08:00:00.000Z</atom:updated>
      <content:encoded><![CDATA[<h4>Sub</h4><p>See <a href="https://other.example/">that</a> &amp;
        <a href="#top">this</a>.<br>More.</p><pre>a &lt; b</pre><p><em>Originally published at
        <a href="https://blog.example/sand.html">Blog</a>.</em></p>
        <img src="https://medium.com/_/stat?postId=0a1b2c3d4e5f" width="1" height="1" alt="">
        ]]></content:encoded>
    </item>
    <item>
      <title><![CDATA[For members]]></title>
      <link>https://me.medium.com/for-members-1a1b2c3d4e5f?source=rss-5303d74c64f6------2</link>
      <guid isPermaLink="false">https://medium.com/p/1a1b2c3d4e5f</guid>
      <description><![CDATA[<p><a href="https://medium.com/x">Continue</a></p>]]></description>
    </item>
    <item><title>No address</title></item>
    <item><title>Strange</title><link>javascript:alert(1)</link></item>
  </channel>
</rss>
"""

#: Its first story.
SAND = "0a1b2c3d4e5f"
SAND_URL = f"https://medium.com/@me/sand-wind-{SAND}"


def test_mediums_form_is_read():
    """Address without its query, title, id and the links of the text, in their order."""
    assert feed.parse(MEDIUMS.encode()) == (
        Story(
            "https://medium.com/p/0a1b2c3d4e5f",
            "https://medium.com/@me/sand-wind-0a1b2c3d4e5f",
            "Sand & <wind>",
            ("https://other.example/", "https://blog.example/sand.html"),
        ),
        Story(
            "https://medium.com/p/1a1b2c3d4e5f",
            "https://me.medium.com/for-members-1a1b2c3d4e5f",
            "For members",
            ("https://medium.com/x",),
        ),
    )


@pytest.mark.parametrize(
    "odd", ["https://medi\uf39aum.com/@me/sand", "https://medium.com/\u202eexe"]
)
def test_an_address_that_does_not_show_as_it_is_is_none(odd):
    """Neither a story's nor one in its text becomes a link of ours."""
    linking = MEDIUMS.replace("https://other.example/", odd)
    assert feed.parse(linking.encode())[0].links == ("https://blog.example/sand.html",)
    known = {story.url for story in feed.parse(MEDIUMS.encode())}
    moved = MEDIUMS.replace(SAND_URL, odd)
    assert {story.url for story in feed.parse(moved.encode())} == known - {SAND_URL}


def test_an_empty_feed_has_no_stories():
    """An account without public stories has a feed all the same."""
    assert feed.parse(b"<rss><channel><title>Stories by Me</title></channel></rss>") == ()


BOMB = (
    b'<!DOCTYPE rss [<!ENTITY a "%s">' % (b"x" * 1000)
    + b"".join(b'<!ENTITY b%d "%s">' % (n, b"&a;" * 100) for n in range(50))
    + b"]><rss><channel><item><title>&b0;</title></item></channel></rss>"
)

WRONG = {
    "empty": b"",
    "blank": b" \n",
    "words": b"Too many requests.",
    "JSON": b'{"errors": []}',
    "a page": b"<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>",
    "a page of XHTML": b"<html xmlns='http://www.w3.org/1999/xhtml'><body/></html>",
    "Atom": b'<feed xmlns="http://www.w3.org/2005/Atom"/>',
    "RSS without a channel": b"<rss/>",
    "cut off": MEDIUMS.encode()[:-20],
    "no UTF-8": b"<rss><channel><title>\xff\xfe</title></channel></rss>",
    "zeros": b"\x00" * 100,
    "deep": b"<rss>" + b"<channel>" * 100_000,
    "an entity from a file": b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<rss><channel><item><title>&x;</title><link>https://a.b/c</link></item></channel></rss>",
    "a type from elsewhere": b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd"><rss><channel/></rss>',
    "a bomb": BOMB,
    "too large": b"<rss><channel>" + b" " * feed.MOST_BYTES + b"</channel></rss>",
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
def test_what_is_no_feed_is_told(body, monkeypatch):
    """Every other body is an error with a reason; nothing is opened or fetched for it."""

    def refuse(*_arguments, **_more):
        raise AssertionError("a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(FeedError, match=r"^(is|defines) "):
        feed.parse(body)


CONTENTS = ["", "<", "<a href=", "<a href>x</a>", "&#0;", "\x00", "<p>" * 5000, "<?xml?>", "<a"]


@pytest.mark.parametrize("content", CONTENTS)
def test_any_content_is_read(content):
    """A story whose HTML is broken is a story without those links."""
    escaped = content.replace("&", "&amp;").replace("<", "&lt;").replace("\x00", "")
    item = f"<title>x</title><link>https://a.b/c</link><description>{escaped}</description>"
    [story] = feed.parse(f"<rss><channel><item>{item}</item></channel></rss>".encode())
    assert story.links == ()


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.tuples(st.integers(0, 1500), st.binary(max_size=3)))
def test_any_bytes_are_read_or_told(data):
    """Nothing makes reading fail in another way than it says."""
    if isinstance(data, tuple):
        at, noise = data
        data = MEDIUMS.encode()[:at] + noise + MEDIUMS.encode()[at + len(noise) :]
    try:
        stories = feed.parse(data)
    except FeedError:
        return
    assert all(story.url.startswith(("http://", "https://")) for story in stories)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://medium.com/@me", "https://medium.com/feed/@me"),
        ("https://medium.com/@me/title-0a1b2c", "https://medium.com/feed/@me"),
        ("https://me.medium.com/title-0a1b2c", "https://me.medium.com/feed"),
        ("http://127.0.0.1:8989/@sandbox/x", "http://127.0.0.1:8989/feed/@sandbox"),
        ("https://medium.com/p/0a1b2c", None),
        ("https://medium.com/publication/title-0a1b2c", None),
        ("https://blog.example/title-0a1b2c", None),
        ("nonsense", None),
        ("", None),
    ],
)
def test_where_the_feed_of_an_account_is(url, expected):
    """A profile tells, and so does a story of the account's own; a publication's does not."""
    assert feed.address(url) == expected

"""Whose story is it? By its most telling link, else perhaps by its title."""

import pytest
from factories import make_article, make_outbox

from pelican_medium.cli.elsewhere.matching import Candidate, is_posted, matched
from pelican_medium.store.book import Cell, Entry

SITE = "https://blog.example"
SANDBOX = "http://127.0.0.1:1/v1"


def entry(key, cell=None, **more):
    known = {"title": key.capitalize(), "canonical_url": f"{SITE}/{key}.html"} | more
    return Entry(key, cell=cell, **known)


def found(story, *entries, api=None, outbox=None):
    """Return whose one story seems to be: a key, the keys of its namesakes, or nothing."""
    known = {one.key: one for one in entries}
    found = matched([story], known, api, outbox)
    assert not any(one.key and one.namesakes for one in found)
    return [one.key or one.namesakes for one in found]


@pytest.mark.parametrize(
    "link",
    [
        f"{SITE}/one.html",
        "http://blog.example/one.html",
        "https://www.blog.example/one.html#top",
        f"{SITE}/one.html/",
        f"{SITE}/%6Fne.html",
        f"{SITE}/one.html?source=rss",
        "/one.html",
    ],
)
def test_a_link_is_compared_without_what_servers_and_medium_change(link):
    """Scheme, "www.", escapes, the last slash, what only counts readers; a path is of this site."""
    assert found(Candidate("Other", (link,)), entry("one"), entry("two")) == ["one"]


@pytest.mark.parametrize(
    ("url", "link"),
    [
        (f"{SITE}/one/", f"{SITE}/one/index.html"),
        (f"{SITE}/one/index.html", f"{SITE}/one"),
        (f"{SITE}/?p=1", f"{SITE}/?p=1"),
    ],
)
def test_a_folder_is_its_index_and_a_query_may_name_the_article(url, link):
    """Where addresses differ by their query alone, it counts."""
    one, two = entry("one", canonical_url=url), entry("two", canonical_url=f"{SITE}/?p=2")
    assert found(Candidate(None, (link,)), one, two) == ["one"]


@pytest.mark.parametrize(
    "link",
    ["https://elsewhere.example/one.html", f"{SITE}/", f"{SITE}/One.html", "http://[half"],
)
def test_another_address_is_nobodys(link):
    """Other hosts, other pages, and what is no address."""
    home = entry("home", canonical_url="https://other.example/")
    assert found(Candidate(None, (link,)), entry("one"), home) == [()]


def test_the_most_telling_link_decides():
    """The first that leads to one article alone; one that two articles claim tells nothing."""
    shared = f"{SITE}/shared.html"
    one, two = entry("one", also=(shared,)), entry("two", also=(shared,))
    links = ("https://elsewhere.example/", shared, f"{SITE}/two.html", f"{SITE}/one.html")
    assert found(Candidate("One", links), one, two) == ["two"]


def test_a_former_address_and_an_override_are_known():
    """An article that moved since, or names another original, is found as well."""
    moved = entry("one", also=("old-key", f"{SITE}/old.html"))
    assert found(Candidate(None, (f"{SITE}/old.html",)), moved) == ["one"]
    override = make_article("one", metadata={"medium_canonical_url": "https://first.example/x"})
    story = Candidate(None, ("https://first.example/x",))
    assert found(story, entry("one"), outbox=make_outbox(override)) == ["one"]
    assert found(story, entry("one"), outbox=make_outbox(make_article("one"))) == [()]


def test_without_a_link_the_title_names_all_it_may_be():
    """Capitals and markup do not matter; a title that is not there is nobody's."""
    entries = [
        entry("one", title="Sand &amp; <em>Wind</em>"),
        entry("two", title="SAND & WIND"),
        entry("three", title=None),
    ]
    assert found(Candidate("sand & wind"), *entries) == [("one", "two")]
    assert found(Candidate(None), *entries) == [()]
    assert found(Candidate(""), *entries) == [()]
    assert found(Candidate("Sand & Wind", (f"{SITE}/three.html",)), *entries) == ["three"]


@pytest.mark.parametrize(
    "known", [{"id": f"{1:012x}"}, {"url": f"https://medium.com/@me/y-{1:012x}"}]
)
def test_what_the_ledger_has_as_posted_is_left_out(known):
    """By its id or its address; a story that nobody has the id of is never that one."""
    settled = entry("two", Cell("posted", **known))
    story = Candidate(None, (f"{SITE}/one.html",), id=f"{1:012x}")
    assert found(story, entry("one"), settled) == []
    assert found(Candidate(None, story.links), entry("one"), settled) == ["one"]
    assert found(story, entry("one"), entry("two", Cell("unknown", **known))) == ["one"]


def test_a_post_counts_for_its_own_api():
    """What is posted to the sandbox is nothing to Medium."""
    for api, other in ((None, SANDBOX), (SANDBOX, "http://127.0.0.1:2/v1")):
        there = entry("one", Cell("posted", id="aa", api=api))
        assert is_posted(there, api)
        assert not is_posted(entry("one", Cell("posted", id="aa", api=other)), api)
        assert not is_posted(entry("one", Cell("unknown", id="aa", api=api)), api)
    assert not is_posted(entry("one"), None)

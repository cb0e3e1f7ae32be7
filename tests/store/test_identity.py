"""Who is it? By source path, then canonical URL, then key, each also by what it was before."""

from datetime import UTC, datetime

import pytest

from pelican_medium.model import Article
from pelican_medium.store.book import Book, Entry
from pelican_medium.store.identity import key_of, match

HOST = "https://e.org/"


def article(slug, path="", url="", **more):
    return Article(
        key=slug,
        slug=slug,
        title=slug.capitalize(),
        date=datetime(2026, 1, 2, tzinfo=UTC),
        lang="en",
        canonical_url=HOST + (url or slug),
        source_path=path or f"{slug}.md",
        fingerprint="sha256:0",
        **more,
    )


def entry(key, path=None, url=None, also=()):
    names = tuple(HOST + name[1:] if name.startswith("/") else name for name in also)
    return Entry(key, source_path=path, canonical_url=url and HOST + url, also=names)


def book(*entries):
    return Book(entries={entry.key: entry for entry in entries}, default_lang="en")


def found(articles, ledger):
    """Which entry each article is: its key, "new", or "conflict"."""
    matches = match(articles, ledger)
    result = {a.name: e.key for a, e in matches.known}
    result |= {a.name: "new" for a in matches.new}
    result |= {conflict.article.name: "conflict" for conflict in matches.conflicts}
    assert len(result) == len(matches.known) + len(matches.new) + len(matches.conflicts)
    return [result[a.name] for a in articles]


@pytest.mark.parametrize(
    ("slug", "lang", "expected"),
    [
        ("hello", "en", "hello"),
        ("hello", "EN", "hello"),
        ("hello", "fr", "hello@fr"),
        ("hello", "FR", "hello@fr"),
        ("hello", "pt-BR", "hello@pt-br"),
        ("Hello", "en", "Hello"),
    ],
)
@pytest.mark.parametrize("default_lang", ["en", "EN"])
def test_key_of(slug, lang, default_lang, expected):
    """The key is the slug, with the language in lower case where it is not the default."""
    assert key_of(slug, lang, default_lang) == expected


KNOWN = entry("a", "a.md", "a.html", also=("was", "was.md", "/was.html"))


@pytest.mark.parametrize(
    ("slug", "path", "url", "expected"),
    [
        ("a", "a.md", "a.html", "a"),
        # one of the three is enough
        ("x", "a.md", "x.html", "a"),
        ("x", "x.md", "a.html", "a"),
        # also if it is a former one
        ("x", "was.md", "x.html", "a"),
        ("x", "x.md", "was.html", "a"),
        # two of the three
        ("a", "a.md", "x.html", "a"),
        ("a", "x.md", "a.html", "a"),
        # the key alone, while both others differ, is a slug used again
        ("a", "x.md", "x.html", "conflict"),
        ("was", "x.md", "x.html", "conflict"),
        # none of the three
        ("x", "x.md", "x.html", "new"),
        # in another case it is another one
        ("x", "A.md", "x.html", "new"),
    ],
)
def test_one_entry(slug, path, url, expected):
    """A match on any of the three is the same article, but for a slug used again."""
    assert found([article(slug, path, url)], book(KNOWN)) == [expected]


@pytest.mark.parametrize(
    ("path", "url", "expected"),
    [
        (None, None, "a"),
        ("other.md", None, "a"),
        (None, "other.html", "a"),
        ("a.md", "a.html", "a"),
        ("other.md", "other.html", "conflict"),
    ],
)
def test_an_entry_made_by_hand(path, url, expected):
    """An entry that does not know its own path or address cannot differ in it."""
    assert found([article("a", "a.md", "a.html")], book(entry("a", path, url))) == [expected]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([entry("p", path="x.md"), entry("u", url="x.html"), entry("x")], "p"),
        ([entry("u", url="x.html"), entry("x")], "u"),
        ([entry("x")], "x"),
        ([entry("p", also=("x.md",)), entry("u", url="x.html")], "p"),
        ([entry("u", also=("/x.html",)), entry("x")], "u"),
        ([entry("p", also=("x.md",)), entry("q", path="x.md")], "q"),
        ([entry("p", also=("/x.html",)), entry("q", url="x.html")], "q"),
        ([entry("p", also=("x",)), entry("x")], "x"),
    ],
)
def test_which_comes_first(entries, expected):
    """The path comes before the address, that before the key; what is before what was."""
    assert found([article("x", "x.md", "x.html")], book(*entries)) == [expected]
    assert found([article("x", "x.md", "x.html")], book(*reversed(entries))) == [expected]


def test_an_article_without_a_file():
    """An injected article is known by its address, or by its key."""
    injected = Article(
        key="x",
        slug="x",
        title="X",
        date=datetime(2026, 1, 2, tzinfo=UTC),
        lang="en",
        canonical_url=HOST + "x",
        source_path=None,
        fingerprint="",
    )
    assert found([injected], book(entry("y", url="x"))) == ["y"]
    assert found([injected], book(entry("x", path="x.md"))) == ["x"]
    assert found([injected], book(entry("y", url="y"))) == ["new"]


def test_an_entry_is_claimed_once():
    """The article that has the path is the one; another with the address is in conflict."""
    one, other = article("x", "a.md", "x.html"), article("y", "y.md", "a.html")
    assert found([one, other], book(KNOWN)) == ["a", "conflict"]
    assert found([other, one], book(KNOWN)) == ["conflict", "a"]


def test_swapped_slugs():
    """Two articles that exchange slug and address stay themselves by their files."""
    ledger = book(entry("a", "1.md", "a"), entry("b", "2.md", "b"))
    assert found([article("b", "1.md", "b"), article("a", "2.md", "a")], ledger) == ["a", "b"]


def test_two_new_articles_with_one_key():
    """Neither is posted, and each message names both."""
    one, other = article("x", "1.md", "1/x"), article("x", "2.md", "2/x")
    matches = match([one, other], book())
    assert found([one, other], book()) == ["conflict", "conflict"]
    for conflict in matches.conflicts:
        assert "1.md" in conflict.reason
        assert "2.md" in conflict.reason


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_articles_that_claim_one_entry_by_its_key(order):
    """An entry that knows only its key belongs to neither: which came first is chance."""
    pair = [article("x", "1.md", "1/x"), article("x", "2.md", "2/x")]
    assert found([pair[i] for i in order], book(entry("x"))) == ["conflict", "conflict"]


def test_a_slug_used_again_names_both():
    """The message names the article that had the slug, and the caller the one that has it."""
    (conflict,) = match([article("a", "x.md", "x.html")], book(KNOWN)).conflicts
    assert conflict.article.source_path == "x.md"
    assert "a.md" in conflict.reason
    assert "give this one another slug" in conflict.reason


def test_a_slug_used_again_beside_its_owner():
    """The owner stays known; the newcomer is told whose slug it is."""
    owner, newcomer = article("a", "a.md", "a.html"), article("a", "x.md", "x.html")
    assert found([newcomer, owner], book(KNOWN)) == ["conflict", "a"]
    assert "a.md" in match([newcomer, owner], book(KNOWN)).conflicts[0].reason


def test_nothing_is_changed():
    """Looking leaves ledger and articles as they were."""
    ledger = book(KNOWN)
    match([article("x", "a.md", "x.html")], ledger)
    assert ledger == book(KNOWN)

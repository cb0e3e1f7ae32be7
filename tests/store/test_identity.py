"""Who is it? By source path, then canonical URL, then key, each also by what it was before."""

import hashlib
import sys
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations

import pytest

from pelican_medium.model import Article
from pelican_medium.store.book import Book, Entry
from pelican_medium.store.entries import entry_of
from pelican_medium.store.identity import is_known_for_sure, match, text_hash
from pelican_medium.store.keys import own_key

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
    """The article that has the path is the one; another with the address is new."""
    one, other = article("x", "a.md", "x.html"), article("y", "y.md", "a.html")
    assert found([one, other], book(KNOWN)) == ["a", "new"]
    assert found([other, one], book(KNOWN)) == ["new", "a"]


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
    """The message names the article that had the slug, and both ways out by a key of its own."""
    known = replace(KNOWN, title="Of old", date="2020-01-01")
    (conflict,) = match([article("a", "x.md", "x.html")], book(known)).conflicts
    key = conflict.article.key
    assert conflict.article.source_path == "x.md"
    assert key == own_key(conflict.article, "a")
    assert "“Of old” (a)" in conflict.reason
    assert f"mark {key} skipped" in conflict.reason
    assert (
        f"only if it is not there when you look on Medium: pelican-medium mark {key} pending"
        in (conflict.reason)
    )


def test_a_slug_used_again_beside_its_owner():
    """The owner stays known; the newcomer is simply new, under a key of its own."""
    owner, newcomer = article("a", "a.md", "a.html"), article("a", "x.md", "x.html")
    assert found([newcomer, owner], book(KNOWN)) == ["new", "a"]
    (new,) = match([newcomer, owner], book(KNOWN)).new
    assert new.key == own_key(newcomer, "a")


def test_nothing_is_changed():
    """Looking leaves ledger and articles as they were."""
    ledger = book(KNOWN)
    match([article("x", "a.md", "x.html")], ledger)
    assert ledger == book(KNOWN)


# --- The five facts ---------------------------------------------------------------------------

FACTS = ("file", "address", "title", "date", "text")

KNOWS_ALL = Entry(
    "known", title="Known", date="2026-01-02", canonical_url=HOST + "known.html",
    source_path="known.md", text="t1",
)  # fmt: skip


def sharing(*facts, slug="other", letters=10):
    """An article that shares these facts with `KNOWS_ALL`, and no others."""
    return Article(
        key="known" if "address" in facts else slug,
        slug="known" if "address" in facts else slug,
        title="Known" if "title" in facts else f"About {slug}",
        date=datetime(2026, 1, 2 if "date" in facts else 3, tzinfo=UTC),
        lang="en",
        canonical_url=HOST + f"{slug}.html",
        source_path="known.md" if "file" in facts else f"{slug}.md",
        fingerprint="sha256:0",
        text="t1" if "text" in facts else f"t-{slug}",
        letters=letters,
    )


@pytest.mark.parametrize(
    "facts", [c for n in range(6) for c in combinations(FACTS, n)], ids="+".join
)
def test_which_facts_are_enough(facts):
    """Two, one of them title, date or text; a name or a title alone is held, the rest is new."""
    written = set(facts) & {"title", "date", "text"}
    if len(facts) > 1 and written:
        expected = "known"
    elif set(facts) & {"file", "address", "title"}:
        expected = "conflict"
    else:
        expected = "new"
    assert found([sharing(*facts)], book(KNOWS_ALL)) == [expected]


@pytest.mark.parametrize("facts", [("file",), ("address",), ("title",), ("file", "address")])
def test_what_another_article_is(facts):
    """A name of an entry that another article is, is free: a new article may have it."""
    itself = sharing("title", "date", "text", slug="renamed")
    assert found([sharing(*facts), itself], book(KNOWS_ALL)) == ["new", "known"]


def test_a_long_text_alone_is_enough():
    """Nothing else has to be the same where two hundred letters are, and nobody else has them."""
    assert found([sharing("text", letters=200)], book(KNOWS_ALL)) == ["known"]
    assert found([sharing("text", letters=199)], book(KNOWS_ALL)) == ["new"]


def test_a_long_text_that_two_have_is_held():
    """Two articles or two entries with one text cannot be told apart by it."""
    one, two = sharing("text", letters=200), sharing("text", slug="two", letters=200)
    assert found([one, two], book(KNOWS_ALL)) == ["conflict", "conflict"]
    other = replace(KNOWS_ALL, key="k2", title="2", canonical_url="u2", source_path="2.md")
    assert found([one], book(KNOWS_ALL, other)) == ["conflict"]


def test_a_copy_of_an_article_is_held():
    """The same title and text in a second file is hardly a second story."""
    itself = sharing("file", "address", "title", "date", "text")
    copy = sharing("title", "text", slug="copy")
    assert found([itself, copy], book(KNOWS_ALL)) == ["known", "conflict"]
    assert found([itself, sharing("title", slug="same")], book(KNOWS_ALL)) == ["known", "new"]


@pytest.mark.parametrize("order", [1, -1])
def test_who_shares_most_is_taken_first(order):
    """An entry that two articles could be is the one that has more of it."""
    more, less = sharing("file", "title", "date"), sharing("date", "text", slug="less")
    result = found([more, less][::order], book(KNOWS_ALL))
    assert result == ["known", "new"][::order]


@pytest.mark.parametrize("order", [1, -1])
def test_a_tie_is_held(order):
    """Two that share equally much are both named, and neither takes the entry."""
    one, two = sharing("title", "date"), sharing("title", "date", slug="two")
    assert found([one, two][::order], book(KNOWS_ALL)) == ["conflict", "conflict"]


def test_a_title_that_two_had_is_no_sign():
    """A title such as “Weekly links” is that of many: nobody is held for it."""
    other = Entry("w2", title="Known", date="2025-01-01", source_path="w2.md", text="w2")
    assert found([sharing("title")], book(KNOWS_ALL, other)) == ["new"]
    assert found([sharing("title"), sharing("title", slug="b")], book(KNOWS_ALL)) == ["new", "new"]


def test_two_articles_with_one_address_are_held():
    """A page can show one article only, also if the ledger knows one of the two."""
    known = sharing("file", "address", "title", "date", "text")
    twin = replace(sharing(slug="x"), canonical_url=known.canonical_url)
    assert found([known, twin], book(KNOWS_ALL)) == ["known", "conflict"]
    pair = [sharing(slug="x"), replace(sharing(slug="y"), canonical_url=HOST + "x.html")]
    assert found(pair, book()) == ["conflict", "conflict"]


def test_own_keys_are_read_back():
    """A key of its own is known as one again."""
    one = article("a~b", "1.md")
    own = own_key(one, "a~b")
    again = match([replace(one, key=own)], book(Entry("a~b", title="T", date="2020-01-01")))
    assert [conflict.article.key for conflict in again.conflicts] == [own]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"source_path": "moved/{}.md", "canonical_url": HOST + "posts/{}/"},
        {"source_path": "moved/{}.md", "canonical_url": HOST + "p/{}/", "key": "k-{}"},
        {"title": "Other {}", "canonical_url": HOST + "posts/{}/"},
    ],
    ids=["nothing", "moved", "renamed", "retitled"],
)
def test_five_thousand_articles(changes):
    """However many have changed at once, the work grows with their number only."""
    before = [replace(article(f"a{n}", f"{n}.md", f"{n}.html"), text="same") for n in range(5000)]
    entries = [entry_of(one) for one in before]
    now = [
        replace(one, **{name: value.format(n) for name, value in changes.items()})
        for n, one in enumerate(before)
    ]
    calls = 0

    def count(frame, event, arg):
        nonlocal calls
        calls += event == "call"

    ledger = book(*entries)
    sys.setprofile(count)
    try:
        matches = match(now, ledger)
    finally:
        sys.setprofile(None)
    assert [entry.key for _, entry in matches.known] == [one.key for one in before]
    assert calls < 200 * len(before)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>One  two</p>", "<div>one\ntwo</div>"),
        ("<p>a &amp; b</p>", "<p>A&#38;<b>B</b></p>"),
        ('<p><a href="{filename}x.md">x</a></p>', '<p><a href="/x/">x</a></p>'),
        ("a<!-- <p>c</p> -->b", "ab"),
    ],
)
def test_texts_that_say_the_same(one, other):
    """Markup, addresses, blanks and capitals are not what an article says."""
    assert text_hash(one) == text_hash(other)
    assert text_hash(one) != text_hash(one + "more")


def test_no_words_no_hash():
    """Two articles that are only a picture do not share their text."""
    assert text_hash('<p><img src="x.png"></p>') == ("", 0)
    assert text_hash("<p>é\udce9 1</p>")[1] == 3


# --- What mutation found ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts", [("address", "title"), ("address", "date"), ("address", "title", "date")], ids="+".join
)
@pytest.mark.parametrize("order", [1, -1])
def test_a_key_with_a_little_more_is_not_yet_the_article(facts, order):
    """Who has an entry's key does not take it at once where another article has more of it."""
    pretender = sharing(*facts, slug="pretender")
    itself = sharing("file", "title", "date", "text", slug="renamed")
    result = found([pretender, itself][::order], book(KNOWS_ALL))
    assert result[::order][1] == "known"


def test_a_file_counts_for_no_address():
    """One has the file and another the address, all else alike: neither has more."""
    one = sharing("file", "title", "date", slug="one")
    two = sharing("address", "title", "date", slug="two")
    assert found([one, two], book(KNOWS_ALL)) == ["conflict", "conflict"]


@pytest.mark.parametrize("known", [{"title": "Known"}, {"date": "2026-01-02"}])
@pytest.mark.parametrize("name", ["file", "address"])
def test_an_entry_that_knows_a_title_or_a_date_is_not_made_by_hand(known, name):
    """A name alone is not enough where the entry could tell more."""
    entry = replace(KNOWS_ALL, **({"title": None, "date": None, "text": None} | known))
    assert found([sharing(name)], book(entry)) == ["conflict"]


def test_a_moment_is_on_its_day():
    """A ledger made by hand may hold the hour, too; the day is what counts."""
    entry = replace(KNOWS_ALL, date="2026-01-02T10:00:00Z")
    assert found([sharing("title", "date")], book(entry)) == ["known"]


def test_who_shares_an_address_is_told_with_whom():
    """The reason names the address and both files, also where one of them is known."""
    known = sharing("file", "address", "title", "date", "text")
    twin = replace(sharing(slug="x"), canonical_url=known.canonical_url)
    [conflict] = match([known, twin], book(KNOWS_ALL)).conflicts
    assert conflict.reason == (
        "2 articles have the address https://e.org/other.html: known.md, x.md; give each its own"
    )


def test_what_a_hash_is():
    """The ledger in git holds it: it must never be made in another way."""
    expected = hashlib.sha256(b"onetwo").hexdigest()[:16]
    assert text_hash("<p>One  <b>two</b>\n</p>") == (expected, 6)


def test_who_is_known_without_a_look_at_the_text():
    """All but the text agree, and the ledger knows a text, which `match` need not compare."""
    itself = replace(sharing("file", "address", "title", "date"), canonical_url=HOST + "known.html")
    assert is_known_for_sure(itself, book(KNOWS_ALL))
    assert not is_known_for_sure(itself, book(replace(KNOWS_ALL, text=None)))
    assert not is_known_for_sure(itself, book())
    for change in ({"title": "?"}, {"source_path": "?"}, {"canonical_url": "?"}):
        assert not is_known_for_sure(replace(itself, **change), book(KNOWS_ALL)), change


def test_where_nothing_has_changed_each_is_what_it_was():
    """An article that is all its entry says is that one, and its neighbour is new."""
    itself = replace(
        sharing("file", "address", "title", "date", "text"), canonical_url=HOST + "known.html"
    )
    assert found([sharing(slug="x"), itself], book(KNOWS_ALL)) == ["new", "known"]


def test_each_tie_is_held_and_what_it_is_about_is_nobodys():
    """Two ties do not forget each other, and a weaker claim wins neither entry."""
    other = Entry("other", title="Other", date="2025-05-05", source_path="o.md", text="t2")
    ties = [sharing("title", "date", slug=slug) for slug in ("a", "b")]
    ties += [replace(a, key=k, title="Other", date=datetime(2025, 5, 5, tzinfo=UTC), slug=k,
                     source_path=f"{k}.md", canonical_url=HOST + k)
             for a, k in zip(ties, ("c", "d"), strict=True)]  # fmt: skip
    assert found(ties, book(KNOWS_ALL, other)) == ["conflict"] * 4
    weaker = sharing("file", "date", slug="weaker")
    assert found([*ties, weaker], book(KNOWS_ALL, other)) == ["conflict"] * 4 + ["conflict"]

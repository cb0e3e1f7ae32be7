"""One build after the other, held against the ledger."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from pelican_medium import settings
from pelican_medium.model import Article
from pelican_medium.posting import selection
from pelican_medium.store.book import Book, Cell, Entry, counts
from pelican_medium.store.ledger_text import parse, serialise
from pelican_medium.store.unclear import Conflict

HOST = "https://e.org/"
SANDBOX = "http://127.0.0.1:8765/v1"

POSTED = Cell("posted", by="api", id="e6f36a", url="https://medium.com/p/e6f36a", fingerprint="f")


def article(slug, path=None, url=None, **more):
    plain = {
        "key": "",
        "title": f"Title of {slug}",
        "date": datetime(2026, 1, 2, 10, tzinfo=UTC),
        "lang": "en",
        "source_path": path or f"{slug or 'nameless'}.md",
        "canonical_url": HOST + (url or f"{slug}.html"),
        "fingerprint": "f",
    }
    return Article(slug=slug, **(plain | more))


def marked(slug, word="yes", **more):
    return article(slug, metadata={"medium": word}, **more)


def site(**given):
    pelican = {"PATH": "/nowhere/content", "OUTPUT_PATH": "/nowhere/output", "DEFAULT_LANG": "en"}
    return settings.read(pelican | given, {})


EMPTY = Book(default_lang="en")


def take(articles, book=EMPTY, **given):
    """The selection of a build; taking it again must change nothing more."""
    found = selection.select(articles, parse(serialise(book)), site(**given))
    assert parse(serialise(found.book)) == found.book
    return found


def post(book, *articles, cell=POSTED):
    """What the ledger says once these articles have been sent."""
    for one in articles:
        entry = selection.recorded(book.entries.get(one.key), one, cell)
        book = book.with_entry(entry)
    return book


def posted(*articles):
    """The ledger of a site that has sent these."""
    found = take(articles)
    return post(found.book, *found.articles)


def states(book):
    return {key: entry.cell and (entry.cell.why or entry.cell.state)
            for key, entry in book.entries.items()}  # fmt: skip


def reasons(found):
    return {conflict.article.name: conflict.reason for conflict in found.conflicts}


# --- New articles -----------------------------------------------------------------------------


def test_new_articles_are_sendable():
    """With an empty ledger everything is new, and the ledger stays empty until it is sent."""
    found = take([article("a"), article("b")])
    assert found.sendable == {"a", "b"}
    assert found.book == EMPTY
    assert found.conflicts == ()


def test_a_posted_article_is_not_sent_again():
    """The next build knows it, and changes nothing."""
    book = posted(article("a"))
    found = take([article("a")], book)
    assert found.sendable == set()
    assert found.book == book
    assert [a.key for a in found.articles] == ["a"]


@pytest.mark.parametrize(
    ("lang", "key"), [("en", "hello"), ("fr", "hello@fr"), ("pt-br", "hello@pt-br")]
)
def test_keys_by_language(lang, key):
    """A translation has a key of its own."""
    assert take([article("hello", lang=lang)]).sendable == {key}


def test_the_language_of_the_ledger_is_kept():
    """A new DEFAULT_LANG does not give every article another key."""
    translations = [article("hello"), article("hello", "h-fr.md", "h-fr.html", lang="fr")]
    book = posted(*translations)
    found = take(translations, book, DEFAULT_LANG="fr")
    assert found.book == book
    assert found.sendable == set()
    assert set(found.book.entries) == {"hello", "hello@fr"}


def test_a_ledger_without_a_language_learns_it():
    """Every field a hand-made ledger lacks is filled in when known, the language too."""
    book = Book(entries={"hello": Entry("hello", cell=POSTED)})
    assert take([article("hello")], book).book.default_lang == "en"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (
            {"slug": "", "lang": "fr"},
            "its slug is empty, so it could not be told from another one; give it a Slug",
        ),
        ({"title": ""}, "it has no title, and Medium takes none without"),
        ({"title": "<b> </b>&nbsp;"}, "it has no title, and Medium takes none without"),
    ],
)
def test_an_article_that_cannot_be_named(changes, why):
    """It is not sent, and the author is told why; the others are."""
    nameless = replace(article("x"), **changes)
    found = take([nameless, article("a")])
    assert found.sendable == {"a"}
    assert reasons(found) == {"x.md": why}
    assert [conflict.article.key for conflict in found.conflicts] == [nameless.slug]
    assert found.book == EMPTY


def test_two_articles_without_a_slug_are_both_told():
    """Neither stands for the other."""
    found = take([article("", "1.md"), article("", "2.md")])
    assert set(reasons(found)) == {"1.md", "2.md"}


def test_an_article_without_a_title_holds_no_other_of_its_slug():
    """It is told by its file; under the key there is the article that can be sent."""
    found = take([article("x", "no-title.md", "no-title.html", title=""), article("x")])
    assert found.sendable == {"x"}
    assert list(reasons(found)) == ["no-title.md"]
    assert found.left_out == {}
    alone = take([article("x", title="")])
    assert list(alone.left_out) == ["x"]


def test_two_articles_with_one_key():
    """Neither is sent, and both are named to both."""
    found = take([article("x", "1.md", "1/x"), article("x", "2.md", "2/x"), article("a")])
    assert found.sendable == {"a"}
    assert found.book == EMPTY
    for reason in (reasons(found)["1.md"], reasons(found)["2.md"]):
        assert "1.md" in reason
        assert "2.md" in reason


# --- An entry follows its article -------------------------------------------------------------

BEFORE = article("old", "old.md", "2025/old.html")


@pytest.mark.parametrize(
    ("now", "also"),
    [
        (article("old", "moved/old.md", "2025/old.html"), {"old.md"}),
        (article("new", "old.md", "2025/old.html"), {"old"}),
        (article("old", "old.md", "old/"), {HOST + "2025/old.html"}),
        (article("new", "old.md", "2025/new.html"), {"old", HOST + "2025/old.html"}),
        (article("new", "new.md", "2025/old.html"), {"old", "old.md"}),
        (article("old", "old.md", "2025/old.html", lang="fr"), {"old"}),
    ],
    ids=["moved", "slug", "permalinks", "renamed", "moved and slug", "language"],
)
def test_one_change(now, also):
    """A moved file, a renamed slug and another permalink scheme leave it the same article."""
    book = posted(BEFORE)
    found = take([now], book)
    (entry,) = found.book.entries.values()
    assert found.sendable == set()
    assert found.conflicts == ()
    assert set(entry.also) == also
    assert (entry.source_path, entry.canonical_url) == (now.source_path, now.canonical_url)
    assert entry.key == found.articles[0].key
    assert entry.cell == POSTED


def test_one_change_after_the_other():
    """Build by build, file, slug and permalinks all change, and once more back: still the same."""
    builds = [
        BEFORE,
        article("new", "old.md", "2025/new.html"),
        article("new", "posts/new.md", "2025/new.html"),
        article("new", "posts/new.md", "posts/new/"),
        article("newer", "posts/new.md", "posts/newer/"),
        article("newer", "posts/newer.md", "posts/newer/"),
        article("newer", "posts/newer.md", "newer.html"),
        article("old", "posts/newer.md", "2025/old.html"),
        BEFORE,
    ]
    book = posted(builds[0])
    for build in builds[1:]:
        found = take([build], book)
        book = found.book
        (entry,) = book.entries.values()
        assert found.sendable == set()
        assert found.conflicts == ()
        assert (entry.key, entry.cell) == (build.slug, POSTED)
        assert not {entry.key, entry.source_path, entry.canonical_url} & set(entry.also)
        assert len(set(entry.also)) == len(entry.also)
    assert {"new", "newer", "posts/new.md", HOST + "posts/newer/"} <= set(entry.also)


@pytest.mark.parametrize("former", [0, 1])
def test_a_former_name_is_enough(former):
    """An article that goes back to a file or an address it once had is recognised."""
    book = posted(BEFORE)
    book = take([article("new", "old.md", "new.html")], book).book
    book = take([article("new", "new.md", "new.html")], book).book
    back = [article("x", "old.md", "x.html"), article("x", "x.md", "2025/old.html")][former]
    found = take([back], book)
    assert states(found.book) == {"x": "posted"}
    assert found.sendable == set()


def test_an_entry_made_by_hand_is_filled_in():
    """A key and a cell are enough; the rest comes with the next build."""
    book = Book(entries={"a": Entry("a", cell=POSTED)}, default_lang="en")
    found = take([article("a")], book)
    assert found.sendable == set()
    assert found.book.entries["a"] == Entry(
        "a",
        title="Title of a",
        date="2026-01-02",
        canonical_url=HOST + "a.html",
        lang="en",
        source_path="a.md",
        cell=POSTED,
    )


def test_what_others_wrote_is_kept():
    """Fields of later releases and entries of articles that are gone stay as they are."""
    gone = Entry("gone", cell=POSTED, extra={"mastodon": {"state": "posted"}})
    book = posted(article("a"))
    entry = replace(book.entries["a"], extra={"mine": 1})
    book = replace(book.with_entry(entry).with_entry(gone), extra={"x": 1}, pictures={"0": {}})
    found = take([article("b", "a.md", "a.html")], book)
    assert found.book.entries["gone"] == gone
    assert found.book.entries["b"].extra == {"mine": 1}
    assert (found.book.extra, found.book.pictures) == ({"x": 1}, {"0": {}})


def test_the_title_in_the_ledger_is_plain_text():
    """The ledger is read by people."""
    found = take([replace(article("a"), title="<em>A</em> &amp; B")], posted(article("a")))
    assert found.book.entries["a"].title == "A & B"


# --- Whose name is it? ------------------------------------------------------------------------


OTHER_DAY = datetime(2026, 3, 4, 10, tzinfo=UTC)


def test_a_slug_used_again():
    """An old slug on another article is not sent, and both are named."""
    other = article("a", "new.md", "new.html", title="Another", date=OTHER_DAY)
    found = take([other], posted(article("a")))
    assert found.sendable == set()
    assert "Title of a” (a)" in reasons(found)["new.md"]
    assert found.book == posted(article("a"))
    (conflict,) = found.conflicts
    assert conflict.article.key.startswith("a~")


def test_the_former_slug_used_again():
    """A slug that another article had before is free for a new one, under a key of its own."""
    now = article("new", "a.md", "new.html", title="Title of a")
    book = take([now], posted(article("a"))).book
    found = take([now, article("a", "b.md", "a/", title="Another", date=OTHER_DAY)], book)
    assert found.sendable == {"a"}
    assert found.conflicts == ()
    assert found.book == book


def test_a_slug_used_again_beside_its_owner():
    """A slug that another article of the site has makes a new one no other than it is: new."""
    book = posted(article("a"))
    newcomer = article("a", "b.md", "b/a.html", title="Another", date=OTHER_DAY)
    found = take([article("a"), newcomer], book)
    (key,) = found.sendable
    assert key.startswith("a~")
    assert found.conflicts == ()
    book = post(found.book, *[one for one in found.articles if one.key == key])
    assert take([newcomer, article("a")], book).sendable == set()
    assert set(book.entries) == {"a", key}


def test_a_key_of_its_own_stays():
    """A person may have been told it, so it is kept also when the plain one becomes free."""
    newcomer = article("a", "b.md", "b/a.html", title="Another", date=OTHER_DAY)
    found = take([article("a"), newcomer], posted(article("a")))
    book = post(found.book, *found.articles)
    found = take([newcomer], book.without_entry("a"))
    assert [one.key for one in found.articles] == sorted(set(book.entries) - {"a"})
    assert found.sendable == set()


def dated(slug, day, *names, **more):
    """An article that keeps title, date and text while its names change."""
    said = {"title": f"About {day}", "date": datetime(2026, 1, day, tzinfo=UTC), "text": f"t{day}"}
    return article(slug, *names, **(said | more))


def test_swapped_keys():
    """Two articles that exchange slug and address keep their own cells, build after build."""
    other = replace(POSTED, id="f00")
    found = take([dated("a", 1, "1.md"), dated("b", 2, "2.md")])
    first, second = sorted(found.articles, key=lambda one: one.date)
    book = post(post(found.book, first), second, cell=other)
    for _ in range(3):
        found = take([dated("b", 1, "1.md"), dated("a", 2, "2.md")], book)
        book = found.book
        cells = {entry.source_path: entry.cell for entry in book.entries.values()}
        assert cells == {"1.md": POSTED, "2.md": other}
        assert found.sendable == set()
        assert found.conflicts == ()


def test_slugs_that_move_up():
    """Where one article takes the slug another gives up, both keep their cells."""
    other = replace(POSTED, id="f00")
    found = take([dated("a", 1, "1.md"), dated("b", 2, "2.md")])
    first, second = sorted(found.articles, key=lambda one: one.date)
    book = post(post(found.book, first), second, cell=other)
    build = [dated("b", 1, "1.md", "b2.html"), dated("c", 2, "2.md", "c.html")]
    for order in (build, build[::-1]):
        found = take(order, book)
        cells = {entry.source_path: entry.cell for entry in found.book.entries.values()}
        assert cells == {"1.md": POSTED, "2.md": other}
        assert found.sendable == set()
        assert take(order, found.book).book == found.book


@pytest.mark.parametrize("day", [1, 2])
@pytest.mark.parametrize("has_text", [True, False])
def test_renumbered_files(has_text, day):
    """Files renumbered to make room stay themselves, on one day and without a text known too."""
    text = (lambda name: f"t{name}") if has_text else lambda _: ""
    days = {name: 1 if day == 1 else int(name) for name in ("2", "3", "4", "9")}

    def numbered(name, number):
        path = f"0{number}"
        return dated(path, days[name], title=f"Chapter {name}", text=text(name))

    before = [numbered(name, int(name)) for name in "234"]
    found = take(before)
    book = found.book
    for one in found.articles:
        book = post(book, one, cell=replace(POSTED, id=one.title))
    now = [numbered("9", 2), numbered("2", 3), numbered("3", 4), numbered("4", 5)]
    for order in (now, now[::-1]):
        again = take(order, book)
        assert {e.title: e.cell.id for e in again.book.entries.values()} == {
            f"Chapter {name}": f"Chapter {name}" for name in "234"
        }
        assert [one.title for one in again.articles if one.key in again.sendable] == ["Chapter 9"]
        assert again.conflicts == ()
        assert take(order, again.book).sendable == again.sendable


@pytest.mark.parametrize("order", [1, -1])
def test_a_renamed_article_meets_a_new_one(order):
    """A posted article is renamed to the very slug of a new one: the new one is sent, not lost."""
    build = [
        article("n", "a.md", "x/n.html"),
        article("n", "b.md", "y/n.html", date=OTHER_DAY),
    ]
    found = take(build[::order], posted(article("a")))
    (key,) = found.sendable
    assert {one.key: one.source_path for one in found.articles} == {"n": "a.md", key: "b.md"}
    assert [e.cell for e in found.book.entries.values()] == [POSTED]


def test_a_held_article_gives_way_to_a_renamed_one():
    """What is said of the one is never said of the other, which has taken its slug."""
    gone = article("g", "g.md", "g.html")
    odd = article("n", "g.md", "y/n.html", title="Another", date=OTHER_DAY)
    found = take(
        [article("n", "a.md", "x/n.html", title="Title of a"), odd], posted(article("a"), gone)
    )
    assert set(states(found.book)) == {"n", "g"}
    assert {one.key: one.source_path for one in found.articles} == {"n": "a.md"}
    (key,) = found.left_out
    assert key.startswith("n~")
    assert key in found.left_out[key].reason


@pytest.mark.parametrize(
    "slugs",
    [
        {"1.md": "x", "2.md": "x"},
        {"1.md": "x", "2.md": "x", "3.md": "x"},
        {"1.md": "gone"},
        {"1.md": "gone", "2.md": "a"},
        {"1.md": "gone", "2.md": "a", "3.md": "b"},
    ],
)
def test_an_article_whose_new_slug_another_one_has_keeps_its_entry(slugs):
    """Under its old key: no two entries become one, and what was sent stays sent."""
    names = {"1.md": "a", "2.md": "b", "3.md": "c", "4.md": "gone"}
    before = [dated(slug, int(path[0]), path, f"{path}.html") for path, slug in names.items()]
    book = take(before).book
    for one in before:
        book = post(book, replace(one, key=one.slug), cell=replace(POSTED, id=one.slug))
    now = [dated(slug, int(path[0]), path, f"{path}.html") for path, slug in slugs.items()]
    for order in (now, now[::-1]):
        found = take(order, book)
        cells = {entry.source_path: entry.cell.id for entry in found.book.entries.values()}
        assert cells == names
        assert {one.source_path: one.key for one in found.articles} == {
            path: names[path] for path in slugs
        }
        assert found.sendable == set()


@pytest.mark.parametrize("order", [1, -1])
def test_a_waiting_article_does_not_merge_with_a_new_one(order):
    """An entry without a cell, renamed to the slug of a new article, is not skipped for it."""
    book = EMPTY.with_entry(selection.recorded(None, replace(article("a"), key="a"), None))
    new = marked("n", "no", path="b.md", url="y/n.html")
    found = take([article("n", "a.md", "x/n.html"), new][::order], book)
    entries = [e for e in found.book.entries.values() if e.source_path == "a.md"]
    assert [entry.cell for entry in entries] == [None]
    for entry in found.book.entries.values():
        assert not {"a.md", "b.md"} <= {entry.source_path, *entry.also}


@pytest.mark.parametrize("order", [1, -1])
def test_two_articles_that_claim_one_waiting_entry(order):
    """Two articles with the key of a hand-made entry: neither is sent."""
    build = [article("x", "1.md", "1/x"), article("x", "2.md", "2/x")]
    found = take(build[::order], Book(entries={"x": Entry("x")}, default_lang="en"))
    assert found.sendable == set()
    assert set(reasons(found)) == {"1.md", "2.md"}


# --- First use --------------------------------------------------------------------------------


def test_first_use_posts_nothing_old():
    """Every article of the build is skipped, and the next build sends none of them."""
    build = [article("a"), article("b"), article("hello", lang="fr")]
    book = selection.first_use(build, site())
    assert states(book) == dict.fromkeys(["a", "b", "hello@fr"], "before first use")
    found = take(build, book)
    assert found.book == book
    assert found.sendable == set()
    assert take([*build, article("new")], book).sendable == {"new"}


def test_first_use_records_the_language():
    """The keys' language is written down with them."""
    assert selection.first_use([], site(DEFAULT_LANG="FR")).default_lang == "fr"


def test_first_use_with_twins():
    """Of two articles with one key both are old, whichever comes first or alone later."""
    twins = [article("x", "1.md", "1/x"), article("x", "2.md", "2/x")]
    book = selection.first_use(twins, site())
    assert list(states(book).values()) == ["before first use"] * 2
    assert [entry.key for entry in book.entries.values()] == list(book.entries)
    assert [key.partition("~")[0] for key in book.entries] == ["x", "x"]
    for build in (twins, twins[::-1], twins[:1], twins[1:]):
        assert take(build, book).sendable == set()
        assert take(build, book).conflicts == ()


def test_first_use_forgets_none_of_many_from_one_file():
    """Articles that another plugin makes have neither a slug nor a file of their own, it may be."""
    assert len(selection.first_use([article("", "all.md", "all")] * 3, site()).entries) == 3


@pytest.mark.parametrize(
    ("timezone", "day"), [("Asia/Tokyo", "2026-01-02"), ("America/Lima", "2026-01-01")]
)
def test_first_use_is_on_the_sites_day(timezone, day):
    """Articles are dated by the site's clock, and held against that day."""
    moment = datetime(2026, 1, 1, 18, tzinfo=UTC)
    assert selection.first_use([], site(TIMEZONE=timezone), moment).since == day


def test_twins_in_an_old_ledger():
    """A ledger that has two of one slug in one entry is read, and each gets its own.

    That changes nothing for a new article beside them, nor for one that is held.
    """
    twins = [article("x", "1.md", "1/x"), article("x", "2.md", "2/x", title="Other", text="o")]
    first = selection.first_use(twins[:1], site())
    also = ("2.md", HOST + "2/x")
    book = replace(first.with_entry(replace(first.entries["x"], also=also)), since=None)
    for build in (twins, twins[::-1]):
        found = take(build, book)
        assert found.sendable == set()
        assert found.conflicts == ()
        assert list(states(found.book).values()) == ["before first use"] * 2
        odd = article("z", "gone.md", "z", title="Another", date=OTHER_DAY)
        more = take([*build, article("new"), odd], post(book, replace(article("gone"), key="gone")))
        assert more.sendable == {"new"}
        assert set(reasons(more)) == {"gone.md"}
        assert take(build, found.book).book == found.book
    alone = take([replace(twins[1], date=OTHER_DAY)], book)
    assert alone.conflicts == ()
    assert list(states(alone.book).values()) == ["before first use"] * 2


def test_first_use_with_nameless_articles():
    """Articles without a slug are old as well, also when they get one."""
    book = selection.first_use([article("", "1.md", "1"), article("", "2.md", "2")], site())
    named = [article("one", "1.md", "one"), article("two", "2.md", "two")]
    found = take(named, book)
    assert found.sendable == set()
    assert states(found.book) == dict.fromkeys(["one", "two"], "before first use")


# --- Selection --------------------------------------------------------------------------------


def test_the_languages_hold_for_translations():
    """Only the translations in MEDIUM_LANGUAGES go."""
    build = [article("x", f"{lang}.md", f"{lang}.html", lang=lang) for lang in ("en", "fr", "de")]
    found = take(build, MEDIUM_LANGUAGES=["fr", "de"])
    assert found.sendable == {"x@fr", "x@de"}
    assert states(found.book) == {"x": "not selected"}


def test_not_selected_is_not_for_ever():
    """Back and forth: what is selected later becomes new, what is not waits again."""
    book = EMPTY
    for word, sendable in [("no", set()), ("yes", {"a"}), ("no", set()), ("yes", {"a"})]:
        found = take([marked("a", word)], book)
        book = found.book
        assert found.sendable == sendable
        if not sendable:
            assert states(book) == {"a": "Medium: no"}
    assert states(post(book, *found.articles)) == {"a": "posted"}


def test_a_posted_article_does_not_care_any_more():
    """Taking ``Medium: yes`` away does not touch what was sent."""
    book = posted(article("a"))
    assert take([marked("a", "no")], book).book == book


@pytest.mark.parametrize("api", [None, SANDBOX])
def test_what_is_posted_is_not_chosen_again(api):
    """MEDIUM_SELECT is not asked, and the desk shows what was edited since, wanted or not."""
    given = {"MEDIUM_API_URL": api} if api else {}
    book = post(EMPTY, replace(article("a"), key="a"), cell=replace(POSTED, api=api))
    asked = []
    edited = marked("a", "no", fingerprint="edited")
    found = take([edited], book, MEDIUM_SELECT=asked.append, **given)
    assert found.sendable == {"a"}
    assert found.book == book
    assert asked == []


def test_what_an_article_was_called_is_kept_where_it_is_left_out():
    """An entry gets another record, and loses nothing else; those before it have theirs."""
    entry = Entry("b", title="Title of b", source_path="b.md", also=("c.md",), extra={"mine": 1})
    book = take([article("a"), marked("b", "no")], posted(article("a")).with_entry(entry)).book
    assert states(book) == {"a": "posted", "b": "Medium: no"}
    assert (book.entries["b"].also, book.entries["b"].extra) == (("c.md",), {"mine": 1})


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (None, True),
        (Entry("a", cell=Cell("skipped", why="not selected")), True),
        (Entry("a"), False),
        (Entry("a", cell=Cell("skipped", why="by hand")), False),
        (Entry("a", cell=POSTED), False),
    ],
)
def test_a_persons_word_says_more_than_a_builds_reason_to_hold(entry, expected):
    """``mark … pending`` leaves an entry without a record."""
    held = Conflict(replace(article("a"), key="a"), "why")
    nameless = Conflict(article(""), "why")
    book = EMPTY.with_entry(entry) if entry else EMPTY
    found = selection.Selection(book, (), frozenset(), (nameless, held))
    assert found.left_out == ({"a": held} if expected else {})


def test_an_old_article_that_is_marked_later():
    """``Medium: yes`` that was not there at first use makes an old article new."""
    book = selection.first_use([article("a"), article("b")], site())
    found = take([marked("a"), article("b")], book)
    assert found.sendable == {"a"}
    assert states(found.book)["b"] == "before first use"
    book = post(found.book, *[one for one in found.articles if one.key == "a"])
    assert take([marked("a"), article("b")], book).sendable == set()


def test_an_old_article_that_was_marked_already():
    """``Medium: yes`` that was there at first use, from another tool perhaps, posts nothing."""
    book = selection.first_use([marked("a")], site())
    found = take([marked("a")], book)
    assert found.sendable == set()
    assert states(found.book) == {"a": "before first use"}


@pytest.mark.parametrize("given", [{}, {"MEDIUM_SELECT": "marked"}, {"MEDIUM_SELECT": bool}])
def test_settings_do_not_wake_old_articles(given):
    """Only the article's own word does, never another MEDIUM_SELECT."""
    book = selection.first_use([article("a")], site(MEDIUM_SELECT="marked"))
    assert take([article("a")], book, **given).sendable == set()


def test_by_hand_stays():
    """What a person has skipped wakes by a person's word only."""
    book = posted(article("a"))
    book = book.with_entry(replace(book.entries["a"], cell=Cell("skipped", why="by hand")))
    for candidate in (article("a"), marked("a"), marked("a", "no")):
        found = take([candidate], book)
        assert found.sendable == set()
        assert states(found.book) == {"a": "by hand"}


def test_a_select_function_that_fails():
    """The article waits, the message names function and error, and the others go."""

    def select(candidate):
        return candidate.slug == "a" or {}["missing"]

    found = take([article("a"), article("b")], MEDIUM_SELECT=select)
    assert found.sendable == {"a"}
    assert "MEDIUM_SELECT failed on it: KeyError: 'missing'" in reasons(found)["b.md"]
    assert found.book == EMPTY


@pytest.mark.parametrize("metadata", [{"medium": "maybe"}, {"medium_staus": "public"}])
def test_metadata_nobody_understands(metadata):
    """The article waits until its author says it clearly, and nothing is recorded."""
    found = take([article("a", metadata=metadata), article("b")])
    assert found.sendable == {"b"}
    assert set(reasons(found)) == {"a.md"}
    assert found.book == EMPTY


# --- States -----------------------------------------------------------------------------------


def with_cell(cell):
    return parse(serialise(post(EMPTY, replace(article("a"), key="a"), cell=cell)))


@pytest.mark.parametrize(
    ("cell", "pending", "kept"),
    [
        (None, True, True),
        (POSTED, False, False),
        (replace(POSTED, fingerprint="other"), False, True),
        (Cell("posting", fingerprint="other"), False, False),
        (Cell("unknown", fingerprint="f"), False, True),
        (Cell("unknown", fingerprint="other"), False, True),
        (Cell("rejected", fingerprint="f"), False, False),
        (Cell("rejected", fingerprint="other"), True, True),
        (Cell("skipped", why="by hand"), False, False),
        (Cell("skipped", why="before first use"), False, False),
        (Cell("skipped"), False, False),
    ],
)
def test_which_states_may_be_sent(cell, pending, kept):
    """New ones, and rejected ones that were edited; an unknown's body is kept for a `mark`."""
    book = with_cell(cell)
    known = replace(article("a"), key="a")
    assert selection.is_pending(book, known, None) is pending
    assert selection.is_sendable(book, known, None) is kept
    assert take([article("a")], book).sendable == ({"a"} if kept else set())
    assert take([article("a")], book).book == book


@pytest.mark.parametrize(
    ("since", "candidate", "expected"),
    [
        (None, article("a"), True),
        ("2026-01-02", article("a"), True),
        ("2026-01-03", article("a"), False),
        ("2026-01-03", marked("a"), True),
    ],
)
def test_an_article_older_than_the_ledger_waits_for_a_persons_word(since, candidate, expected):
    """An old blog that is imported later must not flood Medium."""
    book = replace(EMPTY, since=since)
    assert selection.is_pending(book, replace(candidate, key="a"), None) is expected
    assert bool(take([candidate], book).conflicts) is not expected


@pytest.mark.parametrize(
    ("given", "candidate"),
    [
        ({}, marked("a", "no", fingerprint="edited")),
        ({"MEDIUM_LANGUAGES": ["fr"]}, article("a", fingerprint="edited")),
        ({"MEDIUM_SELECT": "marked"}, article("a", fingerprint="edited")),
        ({}, article("a", fingerprint="edited", metadata={"medium": "maybe"})),
    ],
)
def test_a_rejected_article_that_is_not_wanted_any_more(given, candidate):
    """An edit makes it new only if it is still selected: a ``Medium: no`` is an edit, too."""
    book = with_cell(Cell("rejected", by="api", fingerprint="f"))
    assert take([candidate], book, **given).sendable == set()


# --- Other APIs -------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["posted", "posting", "unknown", "rejected"])
def test_a_trial_does_not_count_for_medium(state):
    """For Medium a cell of the sandbox is absent, however it ended."""
    book = with_cell(Cell(state, by="api", fingerprint="f", api=SANDBOX))
    assert take([article("a")], book).sendable == {"a"}


def test_a_trial_counts_for_its_own_api():
    """The sandbox gets nothing twice either, and another sandbox is another API."""
    book = with_cell(replace(POSTED, api=SANDBOX))
    assert take([article("a")], book, MEDIUM_API_URL=SANDBOX).sendable == set()
    other = "http://127.0.0.1:9999/v1"
    assert take([article("a")], book, MEDIUM_API_URL=other).sendable == {"a"}


@pytest.mark.parametrize(
    "cell",
    [
        POSTED,
        Cell("posting", by="api"),
        Cell("unknown", by="api", fingerprint="f"),
        Cell("rejected", by="api", fingerprint="other"),
        Cell("skipped", why="by hand"),
        Cell("skipped", why="before first use"),
        Cell("skipped", why="not selected"),
    ],
)
@pytest.mark.parametrize("word", [None, "yes", "no"])
def test_a_trial_never_changes_mediums_cells(cell, word):
    """Whatever the article says: trying the sandbox decides nothing about Medium."""
    candidate = article("a") if word is None else marked("a", word)
    found = take([candidate], with_cell(cell), MEDIUM_API_URL=SANDBOX)
    assert counts(found.book.entries["a"].cell, None) == cell


@pytest.mark.parametrize(
    ("api", "seen_by", "expected"),
    [
        (None, None, "sha256-2:now"),
        (None, SANDBOX, "sha256-1:then"),
        (SANDBOX, SANDBOX, "sha256-2:now"),
    ],
)
def test_a_fingerprint_of_an_older_kind_is_made_anew(api, seen_by, expected):
    """So that the next edit is seen; the rest of the entry stays, and Medium's stay in a trial."""
    cell = replace(POSTED, fingerprint="sha256-1:then", api=api)
    book = with_cell(cell)
    given = {"MEDIUM_API_URL": seen_by} if seen_by else {}
    found = take([article("a", fingerprint="sha256-2:now")], book, **given)
    assert found.book.entries["a"] == replace(
        book.entries["a"], cell=replace(cell, fingerprint=expected)
    )
    assert found.sendable == set()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Cell("unknown", fingerprint="f", api=SANDBOX), True),
        (Cell("rejected", fingerprint="f", api=SANDBOX), False),
        (POSTED, False),
        (None, True),
    ],
)
def test_a_trial_keeps_the_bodies_that_matter_to_it(cell, expected):
    """What became of an article on its own API counts, as on Medium."""
    known = replace(article("a"), key="a")
    assert selection.is_sendable(with_cell(cell), known, SANDBOX) is expected


@pytest.mark.parametrize("state", ["posted", "posting", "unknown", "rejected"])
def test_a_trial_sends_nothing_that_medium_has_a_cell_of(state):
    """There is one cell for each article, and Medium's must not give way to the sandbox's."""
    book = with_cell(Cell(state, by="api", fingerprint="before the edit"))
    known = replace(article("a"), key="a")
    assert selection.is_pending(book, known, SANDBOX) is False


def test_a_trial_does_not_unlock_an_old_article():
    """Marked for a trial on the sandbox and unmarked again, an old article stays old for Medium."""
    book = selection.first_use([article("a")], site())
    found = take([marked("a")], book, MEDIUM_API_URL=SANDBOX)
    assert found.sendable == {"a"}
    assert take([article("a")], found.book).sendable == set()
    again = take([article("a")], found.book, MEDIUM_API_URL=SANDBOX)
    assert again.sendable == set()
    assert again.book == book


# --- What is read of an article ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("build", "read"),
    [
        ([article("a"), article("b")], set()),
        ([article("a"), article("b"), article("new")], {"new"}),
        ([article("a", fingerprint="edited"), article("b")], {"a"}),
        ([article("a"), article("b"), article("c")], {"c"}),
        ([article("a"), article("moved", "m.md", "m.html", title="Title of b")], {"a", "moved"}),
    ],
    ids=["known", "new", "edited", "text not known", "the text of another one"],
)
def test_only_as_much_is_read_as_tells_articles_apart(build, read):
    """A build with nothing new reads no text; a text proves something only where one has it.

    The text of an article that stays where it is is read once.
    """
    texts = {"a": "text a", "b": "text b", "c": "text c", "moved": "text b"}
    book = posted(*(article(slug, text=texts[slug]) for slug in "ab"), article("c"))
    asked = []

    def whole(one):
        asked.append(one.slug)
        return replace(one, text=texts.get(one.slug, ""), content=f"All of {one.slug}")

    found = selection.select(build, book, site(), whole)
    assert set(asked) == read
    assert {one.slug: one.content for one in found.articles if one.key in found.sendable} == {
        key: f"All of {key}" for key in found.sendable
    }
    asked.clear()
    selection.select(build, found.book, site(), whole)
    assert set(asked) == found.sendable


# --- Whatever happens -------------------------------------------------------------------------


@dataclass
class Living:
    """An article as its author sees it: whatever it is called today, it stays this one."""

    name: str
    slug: str
    category: str
    changed: bool = False
    title: str = ""
    text: str = ""

    @property
    def url(self):
        return f"{self.category}/{self.slug}.html"


class Renaming(RuleBasedStateMachine):
    """Authors who rename and move their articles, each at most once between two builds."""

    @initialize()
    def start(self):
        self.book, self.sent, self.numbers = EMPTY, set(), count()
        self.living: dict[str, Living] = {}

    @precondition(lambda self: len(self.living) < 4)
    @rule(slug=st.sampled_from("abc"), category=st.sampled_from("xy"))
    def write(self, slug, category):
        number = next(self.numbers)
        name = f"sha256:{number}"
        self.living[f"{number}.md"] = Living(name, slug, category, True, name, name)  # noqa: FBT003 - it is new

    @precondition(lambda self: self.unchanged())
    @rule(slug=st.sampled_from("abc"), pick=st.integers(0, 3))
    def rename(self, slug, pick):
        one = self.living[self.pick(pick)]
        one.slug, one.changed = slug, True

    @precondition(lambda self: self.unchanged())
    @rule(pick=st.integers(0, 3))
    def retitle(self, pick):
        one = self.living[self.pick(pick)]
        one.title, one.changed = f"{one.title} again", True

    @precondition(lambda self: self.unchanged())
    @rule(pick=st.integers(0, 3))
    def rewrite(self, pick):
        one = self.living[self.pick(pick)]
        one.text, one.changed = f"{one.text} more", True

    @precondition(lambda self: self.unchanged())
    @rule(pick=st.integers(0, 3))
    def change_category(self, pick):
        one = self.living[self.pick(pick)]
        one.category, one.changed = "y" if one.category == "x" else "x", True

    @precondition(lambda self: self.unchanged())
    @rule(pick=st.integers(0, 3))
    def move(self, pick):
        one = self.living.pop(self.pick(pick))
        one.changed = True
        self.living[f"{next(self.numbers)}.md"] = one

    @precondition(lambda self: self.living)
    @rule(pick=st.integers(0, 3))
    def delete(self, pick):
        del self.living[sorted(self.living)[pick % len(self.living)]]

    def unchanged(self):
        return sorted(path for path, one in self.living.items() if not one.changed)

    def pick(self, number):
        return self.unchanged()[number % len(self.unchanged())]

    def can_be_built(self):
        """Pelican refuses to write two articles to one address."""
        return len({one.url for one in self.living.values()}) == len(self.living)

    @precondition(can_be_built)
    @rule(backwards=st.booleans(), send=st.booleans())
    def build(self, backwards, send):
        build = [
            article(one.slug, path, one.url, fingerprint=one.name, title=one.title, text=one.text)
            for path, one in sorted(self.living.items())
        ]
        before = self.book
        found = selection.select(build[::-1] if backwards else build, before, site())
        self.book = found.book
        assert len(self.book.entries) >= len(before.entries), "two entries merged"
        keys = [one.key for one in found.articles]
        assert len(set(keys)) == len(keys), "two articles have one key"
        told = {one.source_path for one in found.articles} | set(reasons(found))
        assert told == set(self.living), "an article was lost"
        for one in self.living.values():
            one.changed = False
        if send:
            self.send(found)

    def send(self, found):
        for one in found.articles:
            if selection.is_pending(self.book, one, None):
                assert one.fingerprint not in self.sent, "sent twice"
                self.sent.add(one.fingerprint)
                self.book = post(self.book, one, cell=replace(POSTED, id=one.fingerprint))

    @invariant()
    def no_posted_cell_disappears(self):
        cells = [entry.cell for entry in self.book.entries.values() if entry.cell]
        assert sorted(cell.id for cell in cells) == sorted(self.sent)


Renaming.TestCase.__doc__ = """No two entries ever merge, and no posted cell disappears."""
Renaming.TestCase.settings = hypothesis_settings(
    max_examples=150, stateful_step_count=25, deadline=None, report_multiple_bugs=False
)
TestRenaming = Renaming.TestCase

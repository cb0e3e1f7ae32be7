"""What the author wants on Medium: settings, metadata and a person's word, held against a cell."""

from dataclasses import replace

import pytest
from factories import make_article

from pelican_medium import settings
from pelican_medium.model.errors import ArticleError
from pelican_medium.posting import choice
from pelican_medium.store.book import Book, Cell
from pelican_medium.store.entries import recorded

SANDBOX = "http://127.0.0.1:8765/v1"

OLD = Cell("skipped", why="before first use")
LEFT = Cell("skipped", why="not selected")
NO = Cell("skipped", why="Medium: no")
BY_HAND = Cell("skipped", why="by hand")


def site(api=None, **given):
    pelican = {"PATH": "/nowhere/content", "OUTPUT_PATH": "/nowhere/output", "DEFAULT_LANG": "en"}
    return settings.read(pelican | given, {"MEDIUM_API_URL": api} if api else {})


def marked(word="yes", key="a", **more):
    return make_article(key, metadata={} if word is None else {"medium": word}, **more)


def decided(article, cell=None, since=None, api=None, **given):
    book = Book(since=since)
    if cell:
        book = book.with_entry(recorded(None, article, cell))
    return choice.decided(book, article, cell, site(api, **given))


def is_long(article):
    return article.slug == "long"


@pytest.mark.parametrize(
    ("given", "article", "expected"),
    [
        ({}, marked(None), True),
        ({}, marked(), True),
        ({}, marked("no"), False),
        ({}, marked(word=False), False),
        ({"MEDIUM_SELECT": "marked"}, marked(None), False),
        ({"MEDIUM_SELECT": "marked"}, marked(), True),
        ({"MEDIUM_SELECT": "marked"}, marked("no"), False),
        ({"MEDIUM_SELECT": is_long}, marked(None), False),
        ({"MEDIUM_SELECT": is_long}, marked(None, "long"), True),
        ({"MEDIUM_SELECT": is_long}, marked("no", "long"), False),
        ({"MEDIUM_SELECT": lambda _: "truthy"}, marked(None), True),
        ({"MEDIUM_SELECT": lambda _: None}, marked(None), False),
        ({"MEDIUM_LANGUAGES": ["en"]}, marked(None), True),
        ({"MEDIUM_LANGUAGES": ["EN", "de"]}, marked(None), True),
        ({"MEDIUM_LANGUAGES": ["fr"]}, marked(None), False),
        ({"MEDIUM_LANGUAGES": ["fr"]}, marked(), False),
        ({"MEDIUM_LANGUAGES": []}, marked(None), False),
    ],
)
def test_who_is_selected(given, article, expected):
    """A no in the article always holds; language and MEDIUM_SELECT decide about the rest."""
    assert choice.is_selected(article, site(**given)) is expected
    found = decided(article, **given)
    assert (found.wanted, found.conflict) == (expected, None)
    said_no = article.metadata.get("medium") in {"no", False}
    why = "Medium: no" if said_no else "not selected"
    assert (found.cell and found.cell.why) == (None if expected else why)


@pytest.mark.parametrize(
    ("setting", "lang", "expected"),
    [("pt_BR", "pt-br", True), ("pt-br", "pt_BR", True), ("pt", "pt-br", False)],
)
def test_how_a_language_is_written_does_not_matter(setting, lang, expected):
    """Capitals, - and _ are the same to MEDIUM_LANGUAGES; another region is another language."""
    article = make_article("a", lang=lang)
    assert choice.is_selected(article, site(MEDIUM_LANGUAGES=[setting])) is expected


def test_a_function_sees_who_wrote_an_article_and_its_category():
    """It decides about what readers see, as Pelican's templates do."""
    asked = []

    def select(article):
        asked.append((article.authors, article.category))
        return "Ann" in article.authors

    article = make_article("a", authors=("Ann", "Ben"), category="Tides")
    assert choice.is_selected(article, site(MEDIUM_SELECT=select))
    assert asked == [(("Ann", "Ben"), "Tides")]
    assert not choice.is_selected(replace(article, authors=()), site(MEDIUM_SELECT=select))


def test_a_function_that_fails_holds_the_article():
    """The message names function and error; nothing is decided about it."""

    def select(article):
        return {}["missing"]

    with pytest.raises(ArticleError, match="MEDIUM_SELECT failed on it: KeyError: 'missing'"):
        choice.is_selected(marked(None), site(MEDIUM_SELECT=select))
    found = decided(marked(None), MEDIUM_SELECT=select)
    assert (found.cell, found.wanted) == (None, False)
    assert "KeyError" in found.conflict.why


def test_what_cannot_be_understood_holds_the_article():
    """As its author wrote it, it may mean yes or no."""
    for cell in (None, LEFT):
        found = decided(marked("maybe"), cell)
        assert (found.cell, found.wanted) == (cell, False)
        assert "maybe" in found.conflict.why
    assert not choice.marked(marked("maybe"))


# --- What is older than the ledger ------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "word", "is_old"),
    [
        (None, None, False),
        ("2026-01-02", None, False),  # its own day
        ("2026-01-03", None, True),
        ("2026-01-03", "no", True),
        ("2026-01-03", "yes", False),
        ("2026-01-03", "maybe", True),
    ],
)
def test_what_was_never_seen_and_is_older_than_the_ledger(since, word, is_old):
    """A ledger made by hand has no such guard, and Medium: yes says that it is meant."""
    assert choice.is_too_old(Book(since=since), marked(word)) is is_old


def test_an_older_article_is_held_with_both_ways_out():
    """Unless the ledger knows it, in whatever state, or it is not selected at all."""
    found = decided(marked(None), since="2026-01-03")
    assert (found.cell, found.wanted) == (None, True)
    for words in ("2026-01-02", "2026-01-03", "mark a skipped", "only if it is not there"):
        assert words in found.conflict.reason
    assert decided(marked(None), Cell("rejected"), since="2026-01-03").conflict is None
    assert decided(marked("no"), since="2026-01-03").cell == NO


# --- What was skipped -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "word", "wakes"),
    [
        (None, "yes", False),
        (Cell("posted"), "yes", False),
        (Cell("rejected"), "yes", False),
        (replace(OLD, state="posted"), "yes", False),  # tried out, and kept from Medium
        (OLD, None, False),
        (OLD, "yes", True),
        (OLD, "no", False),
        (replace(OLD, marked=True), "yes", False),  # it said so then already
        (LEFT, None, False),
        (LEFT, "yes", True),
        (replace(LEFT, marked=True), "yes", False),
        (NO, "no", False),
        (NO, None, True),
        (NO, "yes", True),
        (BY_HAND, "yes", False),
        (BY_HAND, None, False),
        (Cell("skipped"), "yes", False),
    ],
)
def test_what_an_articles_own_word_wakes(cell, word, wakes):
    """A yes that was not there, or a no that is gone; a person's decision stays."""
    assert choice.may_wake(cell, marked(word)) is wakes
    if cell and cell.state == "skipped":
        found = decided(marked(word), cell)
        assert found.wanted is wakes
        assert (found.cell is None) is wakes


@pytest.mark.parametrize(
    ("cell", "given", "after"),
    [
        (LEFT, {}, LEFT),
        (BY_HAND, {}, BY_HAND),
        (LEFT, {"MEDIUM_SELECT": "marked"}, LEFT),
        (OLD, {"MEDIUM_LANGUAGES": []}, OLD),
        (NO, {"MEDIUM_SELECT": "marked"}, LEFT),
    ],
)
def test_what_is_selected_now_by_settings_alone_is_held(cell, given, after):
    """So a changed MEDIUM_SELECT cannot flood; what is still not selected just stays skipped."""
    found = decided(marked(None), cell, **given)
    assert (found.cell, found.wanted) == (after, False)
    assert (found.conflict is not None) is (not given)
    if found.conflict:
        for words in ("the settings have changed", "mark a skipped", "only if it is not there"):
            assert words in found.conflict.reason


def test_a_yes_that_settings_overrule_is_remembered_where_it_is_new():
    """So the same yes does not wake the article later; one that came later still may."""
    nobody = {"MEDIUM_LANGUAGES": []}
    assert decided(marked(), **nobody).cell == replace(LEFT, marked=True)
    assert decided(marked(), LEFT, **nobody).cell == LEFT
    assert decided(marked(), OLD, **nobody).cell == OLD


def test_an_old_article_is_not_woken_by_settings():
    """First use has said once and for all what is old."""
    found = decided(marked(None), OLD, MEDIUM_SELECT=bool)
    assert (found.cell, found.wanted, found.conflict) == (OLD, False, None)


# --- A trial with the sandbox -----------------------------------------------------------------


def test_a_trial_decides_nothing_for_medium():
    """Woken there, an article keeps the decision that Medium is not to have it."""
    woken = decided(marked(), OLD, api=SANDBOX)
    assert woken.wanted
    assert (woken.cell.state, woken.cell.why, woken.cell.api) == ("skipped", OLD.why, SANDBOX)
    assert choice.is_woken(woken.cell)
    assert not choice.is_woken(OLD)
    assert not choice.is_woken(replace(OLD, reason="another"))
    assert not choice.is_woken(None)
    again = decided(marked(), woken.cell, api=SANDBOX)
    assert (again.cell, again.wanted) == (woken.cell, True)
    unmarked = decided(marked(None), woken.cell, api=SANDBOX)
    assert (unmarked.cell, unmarked.wanted) == (OLD, False)


def test_a_trial_does_not_change_why_medium_has_it_not():
    """For Medium a no that is written later is a no; a trial leaves the record alone."""
    assert decided(marked("no"), LEFT).cell == NO
    assert decided(marked("no"), LEFT, api=SANDBOX).cell == LEFT

"""One article with what a person needs to bring it to Medium, made from ledger and outbox."""

from datetime import UTC, datetime

import pytest
from factories import Blog, make_article, make_outbox

from pelican_medium.desk import sheets
from pelican_medium.model import MEDIUM_API_URL, PUBLICATION_UNASKED
from pelican_medium.model.errors import DeskError, LedgerError
from pelican_medium.store import outbox
from pelican_medium.store.book import Book, Cell, Entry

ONE = make_article("one", content='<p>Text.</p><p><img src="a.png" alt="A"></p>',
                   places={"https://blog.example/a.png": "a.png"})  # fmt: skip


@pytest.fixture
def blog(tmp_path):
    """A blog of two articles, one of which is posted."""
    made = Blog(tmp_path, MEDIUM_API_URL)
    made.write(done={"state": "posted", "by": "hand", "at": "2026-01-03T08:00:00Z"})
    outbox.write(made.settings.outbox, make_outbox(ONE, make_article("two", 2)))
    return made


def sheet(blog, key):
    return sheets.sheet(key, sheets.look(blog.settings), blog.settings)


def test_an_article_that_waits_has_all_there_is_of_it(blog):
    """Its row, its draft, the same for the clipboard, and what would become of each picture."""
    one = sheet(blog, "one")
    assert (one.row.key, one.row.state) == ("one", "pending")
    assert one.article.content == ONE.content
    assert one.draft.title == "One"
    assert "Text." in one.pasted.html
    assert "<h1>" not in one.pasted.html
    assert [picture.url for picture in one.pictures] == ["https://blog.example/a.png"]
    assert one.import_url == "https://blog.example/one.html"


def test_an_article_without_a_text_can_still_be_marked(blog):
    """The ledger has its row, the outbox nothing of it."""
    done = sheet(blog, "done")
    assert (done.row.state, done.article, done.draft, done.pasted) == ("posted", None, None, None)
    assert done.import_url is None


def test_an_article_that_cannot_be_drafted_says_why(blog):
    """It is held, as `status` has it; there is nothing to paste."""
    bad = make_article("bad", metadata={"medium_status": "secret"})
    outbox.write(blog.settings.outbox, make_outbox(bad))
    found = sheet(blog, "bad")
    assert (found.row.state, found.draft, found.pasted) == ("held", None, None)
    assert "secret" in found.row.reason
    assert found.article.key == "bad"
    blog.write(bad={"state": "rejected", "by": "api", "fingerprint": bad.fingerprint})
    assert sheet(blog, "bad").row.state == "rejected"


def test_a_key_that_nobody_knows_is_an_error(blog):
    """Neither the ledger nor the last build has it."""
    with pytest.raises(DeskError, match="no article 'nowhere'"):
        sheet(blog, "nowhere")
    assert sheets.look(blog.settings).keys == {"one", "two", "done"}


def test_the_editors_limits_are_said_and_not_the_apis(blog):
    """Medium's editor takes five topics whatever MEDIUM_MAX_TAGS says; a publication is asked."""
    blog.more["MEDIUM_MAX_TAGS"] = 1
    blog.more["MEDIUM_PUBLICATION"] = "Dunes"
    many = make_article("many", tags=tuple("abcdefg"))
    outbox.write(blog.settings.outbox, make_outbox(many))
    draft = sheet(blog, "many").draft
    assert draft.tags == tuple("abcde")
    said = [note.what for note in draft.notes]
    assert "tags left out: Medium's editor takes 5" in said
    assert not any("MEDIUM_MAX_TAGS" in what or what == PUBLICATION_UNASKED for what in said)


def test_without_an_outbox_the_ledger_is_shown_with_the_trouble(blog):
    """And SITEURL and output are those of the settings."""
    blog.settings.outbox.unlink()
    view = sheets.look(blog.settings)
    assert "build the site once more" in view.trouble
    assert view.keys == {"done"}
    assert view.site_url(blog.settings) == "https://blog.example"
    assert view.output(blog.settings) == blog.folder / "output"
    assert view.places == {}


def test_the_builds_own_address_and_folder_count(blog):
    """The settings given to the desk may be those of development."""
    blog.more["SITEURL"] = "http://localhost:8000"
    view = sheets.look(blog.settings)
    assert view.trouble is None
    assert view.site_url(blog.settings) == "https://blog.example"
    assert view.site(blog.settings).url == "https://blog.example"
    assert view.places == {"https://blog.example/a.png": "a.png"}


def test_a_ledger_that_cannot_be_used_is_an_error(blog):
    """Nothing may be recorded in it."""
    blog.path.write_text("{")
    with pytest.raises(LedgerError):
        sheets.look(blog.settings)


def test_what_was_seen_tells_one_word_of_the_ledger_from_another():
    """Whoever changes an entry must have seen what it says now."""
    cells = [
        None, Cell("posted"), Cell("posted", url="https://medium.com/p/aa"),
        Cell("unknown"), Cell("posted", extra={"x": "\ud800"}),
    ]  # fmt: skip
    assert len({sheets.seen(cell) for cell in cells}) == len(cells)
    assert sheets.seen(Cell("posted")) == sheets.seen(Cell("posted"))
    book = Book({"a": Entry("a", cell=Cell("posted"))})
    assert sheets.cell_of(book, "a") == Cell("posted")
    assert sheets.cell_of(book, "b") is None


def test_all_waiting_ones_have_what_was_seen(blog):
    """A form that skips several carries it for each."""
    view = sheets.look(blog.settings)
    waiting = sheets.lists_of(view, blog.settings)["waiting"]
    assert sheets.all_seen(waiting, view.book) == dict.fromkeys(("one", "two"), sheets.seen(None))


def test_how_far_a_person_has_come_today(blog):
    """Two wait; what was posted by hand today is counted, whoever looks from where."""
    view = sheets.look(blog.settings)
    today = sheets.day(view, blog.settings, datetime(2026, 1, 3, 12, tzinfo=UTC))
    assert (today.done, today.of) == (1, 3)


def test_one_address_belongs_to_one_article():
    """By Medium's id in it; the article's own does not count."""
    book = Book({key: Entry(key, cell=cell) for key, cell in {
        "a": Cell("posted", id="0123456789ab"), "b": Cell("posted"), "c": None,
    }.items()})  # fmt: skip
    url = "https://medium.com/@you/a-story-0123456789ab"
    assert sheets.already(url, "b", book) == "a"
    assert sheets.already(url, "a", book) is None
    assert sheets.already("https://medium.com/p/ffffffffffff", "b", book) is None

"""What a person reads of `status`: section by section, each only where it has something to say."""

import pytest
from factories import NOW, Blog

from pelican_medium.cli import report
from pelican_medium.model import MEDIUM_API_URL
from pelican_medium.posting import queue
from pelican_medium.posting.status import Row, Upcoming
from pelican_medium.store.book import Book, Cell, Entry


def row(key, state="pending", **more):
    return Row(key, more.pop("title", key.upper()), "2026-01-02", "en", None, None, state, **more)


@pytest.fixture
def overview(tmp_path, capsys):
    """A function that prints an overview and returns its lines; blanks do not matter."""

    def show(rows, upcoming=None, cells=None, **caps):
        book = Book({key: Entry(key, cell=cell) for key, cell in (cells or {}).items()})
        settings = Blog(tmp_path, MEDIUM_API_URL, caps).settings
        report.print_overview(rows, upcoming or Upcoming(), queue.of(None, book, settings, NOW))
        return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]

    return show


def test_nothing_at_all_is_one_line(overview):
    """A new site has no sections."""
    assert overview([]) == ["no articles yet; 0 posted in the last 24 hours."]


def test_the_numbers_name_the_states_there_are_and_the_limit(overview):
    """In the order of the contract; the limit where there is one."""
    cells = {"c": Cell("posted", by="api", at="2030-06-01T11:00:00Z")}
    rows = [row("a", "skipped"), row("b"), row("c", "posted"), row("d", "skipped")]
    *_, last = overview(rows, cells=cells, MEDIUM_DAILY_LIMIT=3)
    assert last == "1 pending, 1 posted, 2 skipped; 1 of 3 posted in the last 24 hours."


def test_what_needs_its_author_comes_in_the_order_of_urgency(overview):
    """Each state's advice is said once, below; a held one says itself what to do."""
    states = ("pending", "rejected", "held", "posting", "unknown", "unknown", "skipped", "posted")
    rows = [row(f"a{n}", state, reason=f"Why {n}.") for n, state in enumerate(states)]
    lines = overview(rows)
    assert lines[0] == "Needs you:"
    troubled = ["unknown", "unknown", "posting", "held", "rejected"]
    assert [line.split()[0] for line in lines[1:11:2]] == troubled
    assert lines[2:12:2] == ["Why 4.", "Why 5.", "Why 3.", "Why 2.", "Why 1."]
    told = ["An unknown one", "One that says posting", "A rejected one"]
    for line, start in zip(lines[11:14], told, strict=True):
        assert line.startswith(start)
    assert not any(f" {key} " in line for key in ("a0", "a6") for line in lines)


def test_an_advice_for_several_is_said_once(overview):
    """The two held for one reason are named with it below them, not each with it."""
    why = "it is wrong. To keep it off Medium: pelican-medium mark {} skipped"
    text = " ".join(overview([row(key, "held", reason=why.format(key)) for key in ("a", "b")]))
    assert text.count("mark KEY skipped") == 1
    assert "mark a skipped" not in text


def test_what_goes_next_and_what_is_left(overview):
    """With why the rest waits; where nothing goes, all that waits is shown."""
    rows = [row("a"), row("b"), row("c")]
    lines = overview(rows, Upcoming(next=(rows[0],), more=1, left=2, why="the cap is 2"))
    assert lines[0] == "Next:"
    assert lines[1].startswith("pending")
    assert lines[2:4] == [
        "1 more: pelican-medium status --state pending",
        "2 left for later: the cap is 2.",
    ]
    lines = overview(rows, Upcoming(left=3, why="there is no token"))
    assert lines[0] == "Waiting:"
    assert len([line for line in lines if line.startswith("pending")]) == 3
    assert "Nothing would be sent now: there is no token." in lines


def test_what_changed_is_apart_from_the_three_posted_last(overview):
    """The changed one with where to edit it, the others with where they are."""
    cells = {f"p{n}": Cell("posted", by="api", at=f"2026-01-0{n}T08:00:00Z") for n in range(1, 6)}
    rows = [row(key, "posted", medium_url=f"https://medium.com/p/{key}") for key in cells]
    cells["x"] = Cell("posted", by="api", at="2026-01-09T08:00:00Z")
    changed = row("x", "posted", changed=True, edit_url="https://medium.com/p/x/edit")
    bare = row("y", "posted", changed=True, medium_url="https://medium.com/p/y")
    lines = overview([*rows, changed, bare], cells=cells)
    first, second = lines.index("Changed since it was posted:"), lines.index("Lately posted:")
    assert lines[first + 2] == "edit it at https://medium.com/p/x/edit"
    assert lines[first + 4] == "https://medium.com/p/y"
    assert lines[second + 2 : second + 7 : 2] == [f"https://medium.com/p/p{n}" for n in (5, 4, 3)]
    assert "p2" not in " ".join(lines)
    assert "more:" not in " ".join(lines)


def test_a_long_section_is_cut_and_says_how_to_see_the_rest(overview):
    """Ten rows, and the number of the others."""
    lines = overview([row(f"a{n:02}", "held", reason=str(n)) for n in range(12)])
    assert len([line for line in lines if line.startswith("held")]) == 10
    assert "2 more: pelican-medium status --state held" in lines


def test_what_was_asked_for_is_listed_whole(capsys):
    """With notes and pictures on lines of their own; a title's line feeds are blanks."""
    from pelican_medium.model import Forecast, Note

    picture = Forecast("https://blog.example/a.png", "upload", "it is not live")
    notes = (Note("a table became text"),)
    report.print_listed([row("a", title="A\nB", notes=notes, pictures=(picture,))])
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        "pending 2026-01-02 a A B",
        "note: a table became text",
        "picture: https://blog.example/a.png: upload (it is not live)",
    ]
    report.print_listed([])
    assert capsys.readouterr() == ("", "None.\n")

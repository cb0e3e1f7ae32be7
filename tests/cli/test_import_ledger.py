"""`import-ledger`: what it shows, and writes only on a yes."""

import json
import zipfile

import pytest
from terminal import on_a_terminal
from verbs import said

ID = "0123456789ab"


@pytest.fixture(scope="module")
def original(shared_site):
    """A site with two old articles in its ledger, and nothing posted."""
    shared_site.ledger_path.unlink()
    for key in ("one", "two"):
        shared_site.article(key)
    assert shared_site.build().returncode == 0
    assert set(shared_site.states().values()) == {"skipped"}
    return shared_site


@pytest.fixture
def old(original, tmp_path):
    """A copy of it, to change."""
    return original.copied(tmp_path / "old")


def cells(site):
    found = {k: e["medium"] for k, e in site.ledger["articles"].items()}
    return {k: (c.get("url"), c.get("publish_status")) for k, c in found.items() if c.get("by")}


def test_a_list_is_shown_first_and_taken_over_on_a_yes(old):
    """What belongs to no article for sure is named, and a second time there is nothing to do."""
    path = old.folder / "medium_crossposted.yml"
    path.write_text(
        f"---\n\"/one.html\": https://medium.com/@you/one-{ID}\n/two.html: unknown\n/gone/: 'x'\n"
    )
    shown = old.cli("import-ledger", str(path))
    assert shown.returncode == 0
    assert cells(old) == {}
    assert f"one  https://medium.com/@you/one-{ID}" in shown.stdout
    assert "two  (address not known)" in shown.stdout
    assert "it names this article's address" in shown.stdout
    assert "say --yes" in shown.stderr
    assert "No article for sure: /gone/" in shown.stderr
    assert old.cli("import-ledger", str(path), "--yes").returncode == 0
    assert cells(old) == {"one": (f"https://medium.com/@you/one-{ID}", None), "two": (None, None)}
    again = old.cli("import-ledger", str(path), "--yes")
    assert "nothing to take over" in again.stderr


@pytest.mark.parametrize(("answer", "count"), [("y\n", 1), ("n\n", 0)])
def test_a_terminal_is_asked(old, answer, count):
    """A yes writes, a no does not."""
    path = old.folder / "list.yml"
    path.write_text("- /one.html\n")
    _, shown = on_a_terminal(old, "import-ledger", str(path), columns=100, answer=answer)
    assert "Mark this one as posted?" in shown
    assert len(cells(old)) == count
    assert ("Nothing was changed." in shown) == (count == 0)


def test_another_file_is_refused(old):
    """Exit status 2, one message, and nothing changed."""
    path = old.folder / "file"
    path.write_bytes(b"just a word")
    before = old.ledger_path.read_bytes()
    result = old.cli("import-ledger", str(path), "--yes")
    assert result.returncode == 2
    assert "neither medium_crossposted.yml" in said(result)
    assert "Traceback" not in result.stderr
    assert old.ledger_path.read_bytes() == before
    assert json.loads(before)


def test_what_was_left_out_of_an_export_is_said(old):
    """A page that tells nothing is named, and the status of the others is kept."""
    path = old.folder / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("posts/empty.html", "")
        archive.writestr(f"posts/draft_One-{ID}.html", '<h1 class="p-name">one</h1>')
    result = old.cli("import-ledger", str(path), "--yes")
    assert result.returncode == 0
    assert "only the title is the same" in result.stdout
    assert "Left out: posts/empty.html " in result.stderr
    assert cells(old) == {"one": (f"https://medium.com/p/{ID}", "draft")}


def test_what_was_adopted_is_not_posted(old, medium):
    """The point of it all: marked by an import, an old article asked for again does not go."""
    path = old.folder / "list.yml"
    path.write_text(f"/one.html: https://medium.com/@you/one-{ID}\n")
    old.cli("import-ledger", str(path), "--yes")
    old.use(medium)
    old.article("one", medium="yes")
    old.build()
    assert medium.posts == []

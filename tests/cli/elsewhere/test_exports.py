"""What other tools and Medium's own export know: shown, and written only on a yes."""

import json
import zipfile

import pytest
from terminal import on_a_terminal

ID = "0123456789ab"

#: The form of Medium's export: the story, and a footer that not every file has.
PAGE = """<!DOCTYPE html><html><head><title>{title}</title></head><body><article class="h-entry">
<header><h1 class="p-name">{title}</h1></header>
<section data-field="body" class="e-content">{body}</section>
<footer><p>By <a href="https://medium.com/@you" class="p-author">You</a>.</p>{footer}</footer>
</article></body></html>"""


def footer(url):
    return f'<p><a href="{url}" class="p-canonical">Canonical link</a></p>'


@pytest.fixture
def old(site):
    """A site with four old articles in its ledger, and nothing posted."""
    site.ledger_path.unlink()
    for key in ("one", "two", "three", "four"):
        site.article(key)
    assert site.build().returncode == 0
    assert set(site.states().values()) == {"skipped"}
    return site


def export(site, **pages):
    path = site.folder / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("README.html", "<h1>Archive</h1>")
        for name, text in pages.items():
            archive.writestr(f"medium-export/posts/{name}.html", text)
    return path


def cells(site):
    found = {k: e["medium"] for k, e in site.ledger["articles"].items()}
    return {k: (c.get("url"), c.get("publish_status")) for k, c in found.items() if c.get("by")}


def test_jekylls_list_is_taken_over(old):
    """Paths of the site with the address of each story, as that plugin writes them."""
    path = old.folder / "medium_crossposted.yml"
    path.write_text(
        f"---\n\"/one.html\": https://medium.com/@you/one-{ID}\n/two.html: unknown\n/gone/: 'x'\n"
    )
    shown = old.cli("import-ledger", str(path))
    assert shown.returncode == 0
    assert cells(old) == {}
    assert f"one  https://medium.com/@you/one-{ID}" in shown.stdout
    assert "say --yes" in shown.stderr
    assert "No article for sure: /gone/" in shown.stderr
    assert old.cli("import-ledger", str(path), "--yes").returncode == 0
    assert cells(old) == {"one": (f"https://medium.com/@you/one-{ID}", None), "two": (None, None)}
    again = old.cli("import-ledger", str(path), "--yes")
    assert "nothing to take over" in again.stderr


def test_jekylls_older_list_is_taken_over(old):
    """Early versions wrote a mere list of paths."""
    path = old.folder / "medium_crossposted.yml"
    path.write_text("---\n- /one.html\n- /two.html\n")
    old.cli("import-ledger", str(path), "--yes")
    assert set(cells(old)) == {"one", "two"}


def test_mediums_export_is_taken_over(old):
    """By the canonical link, by the last link to this site, else by the title alone."""
    path = export(
        old,
        **{
            f"2026-01-02_Uno-{ID}": PAGE.format(
                title="Uno", body="x", footer=footer("https://small.example/one.html")
            ),
            "2026-01-03_Dos-aaaaaaaaaaaa": PAGE.format(
                title="Dos",
                body='<a href="https://small.example/one.html">see</a> '
                '<a href="http://www.small.example/two.html">Originally published</a>',
                footer=footer("https://medium.com/@you/dos-aaaaaaaaaaaa"),
            ),
            "draft_Three-bbbbbbbbbbbb": PAGE.format(title="three", body="x", footer=""),
            "2026-01-05_Nothing-cccccccccccc": PAGE.format(title="Nothing", body="x", footer=""),
        },
    )
    result = old.cli("import-ledger", str(path), "--yes")
    assert result.returncode == 0, result.stderr
    assert cells(old) == {
        "one": (f"https://medium.com/p/{ID}", "public"),
        "two": ("https://medium.com/@you/dos-aaaaaaaaaaaa", "public"),
        "three": ("https://medium.com/p/bbbbbbbbbbbb", "draft"),
    }
    assert "only the title is the same" in result.stdout
    assert "No article for sure: Nothing" in result.stderr


def test_what_two_stories_claim_is_left_to_a_person(old):
    """Two stories of one title: neither is written, both are named."""
    pages = {f"2026_One-{c * 12}": PAGE.format(title="One", body="", footer="") for c in "ab"}
    result = old.cli("import-ledger", str(export(old, **pages)), "--yes")
    assert cells(old) == {}
    assert result.stderr.count("No article for sure: One") == 2


@pytest.mark.parametrize(("answer", "count"), [("y\n", 1), ("n\n", 0)])
def test_a_terminal_is_asked(old, answer, count):
    """A yes writes, a no does not."""
    path = old.folder / "list.yml"
    path.write_text("- /one.html\n")
    _, shown = on_a_terminal(old, "import-ledger", str(path), columns=100, answer=answer)
    assert "Mark this one as posted?" in shown
    assert len(cells(old)) == count
    assert ("Nothing was changed." in shown) == (count == 0)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"just a word", "neither medium_crossposted.yml"),
        (b"{[", "neither YAML nor a zip"),
        (b"1: 2", "neither medium_crossposted.yml"),
        (b"- [a]", "neither medium_crossposted.yml"),
        (b"!!python/object/apply:os.system [echo]", "neither YAML nor a zip"),
        (None, "holds no posts"),
    ],
)
def test_another_file_is_refused(old, content, word):
    """What is neither is exit status 2, one message, and nothing changed."""
    path = export(old) if content is None else old.folder / "file"
    if content is not None:
        path.write_bytes(content)
    before = old.ledger_path.read_bytes()
    result = old.cli("import-ledger", str(path), "--yes")
    assert result.returncode == 2
    assert word in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
    assert old.ledger_path.read_bytes() == before
    assert json.loads(before)


def test_what_was_adopted_is_not_posted(old, medium):
    """The point of it all: marked by an import, an old article asked for again does not go."""
    path = old.folder / "list.yml"
    path.write_text(f"/one.html: https://medium.com/@you/one-{ID}\n")
    old.cli("import-ledger", str(path), "--yes")
    old.use(medium)
    old.article("one", medium="yes")
    old.build()
    assert medium.posts == []


ODD = {
    "empty": b"",
    "blank": b"  \n",
    "comment": b"<!-- nothing -->",
    "doctype": b"<!DOCTYPE html>",
    "text": b"just words",
    "instruction": b"<?xml version='1.0' encoding='utf-16'?><p>x</p>",
    "nul": b"\0\0\0",
    "latin": "<h1 class='p-name'>Caf\xe9</h1>".encode("latin-1"),
    "half": b"<a href='http://[half' class='p-canonical'>x</a>",
    "nolink": b"<h1 class='p-name'></h1><a>x</a>",
    "deep": b"<div>" * 5000,
}


def test_each_odd_file_of_an_export_is_a_sentence(old):
    """Whatever lies in posts/, the others are taken over, and nothing ends in a traceback."""
    path = export(old)
    with zipfile.ZipFile(path, "a") as archive:
        for name, page in ODD.items():
            archive.writestr(f"medium-export/posts/{name}.html", page)
        archive.writestr("medium-export/posts/large.html", b"x" * (6 << 20))
        good = PAGE.format(title="One", body="", footer=footer("https://small.example/one.html"))
        archive.writestr(f"medium-export/posts/2026-01-02_One-{ID}.html", good)
    result = old.cli("import-ledger", str(path), "--yes")
    assert result.returncode == 0, result.stderr
    assert cells(old) == {"one": (f"https://medium.com/p/{ID}", "public")}
    for name in ("empty", "comment", "text", "large"):
        assert f"Left out: medium-export/posts/{name}.html " in result.stderr
    named = result.stderr.count("Left out: ") + result.stderr.count("No article for sure: ")
    assert named == len(ODD) + 1


def test_a_damaged_page_of_an_export_costs_only_itself(old):
    """Bytes that were changed on the way are named, and the rest is read."""
    path = export(
        old, one="x" * 3000, **{f"2_One-{ID}": PAGE.format(title="One", body="", footer="")}
    )
    data = bytearray(path.read_bytes())
    at = data.index(b"x" * 100)
    data[at] = ord("y")
    path.write_bytes(bytes(data))
    result = old.cli("import-ledger", str(path), "--yes")
    assert result.returncode == 0
    assert "posts/one.html cannot be unpacked" in result.stderr
    assert list(cells(old)) == ["one"]

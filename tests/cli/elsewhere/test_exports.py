"""What other tools and Medium's own export know: read from a file, and whose it is."""

import zipfile

import pytest

from pelican_medium.cli.elsewhere import exports
from pelican_medium.cli.elsewhere.exports import BY_ADDRESS, BY_TITLE
from pelican_medium.cli.elsewhere.matching import Candidate
from pelican_medium.model.errors import MediumError
from pelican_medium.store.book import Cell, Entry

ID = "0123456789ab"
SITE = "https://small.example"

#: The form of Medium's export: the story, and a footer that not every file has.
PAGE = """<!DOCTYPE html><html><head><title>{title}</title></head><body><article class="h-entry">
<header><h1 class="p-name">{title}</h1></header>
<section data-field="body" class="e-content">{body}</section>
<footer><p>By <a href="https://medium.com/@you" class="p-author">You</a>.</p>{footer}</footer>
</article></body></html>"""


def page(title="One", body="", footer=""):
    link = f'<p><a href="{footer}" class="p-canonical">Canonical link</a></p>' if footer else ""
    return PAGE.format(title=title, body=body, footer=link)


def entry(key, cell=None):
    return Entry(key, title=key.capitalize(), canonical_url=f"{SITE}/{key}.html", cell=cell)


ENTRIES = {key: entry(key) for key in ("one", "two", "three", "four")}


@pytest.fixture
def export(tmp_path):
    """A function that makes a zip of such pages, by their names."""

    def make(pages):
        path = tmp_path / "export.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("README.html", "<h1>Archive</h1>")
            for name, text in pages.items():
                archive.writestr(f"medium-export/posts/{name}.html", text)
        return path

    return make


def proposed(path, entries=ENTRIES):
    """Return what is sure, by key, and the titles or links of what is nobody's for sure."""
    sure, others = exports.propose(exports.read(path).stories, entries, None)
    rows = {one.key: (one.story.url, one.story.publish_status, one.evidence) for one in sure}
    assert len(rows) == len(sure)
    return rows, [story.title or story.links[0] for story in others]


def test_jekylls_list_is_read(tmp_path):
    """Paths of the site with the address of each story, or a word where it is not known."""
    path = tmp_path / "medium_crossposted.yml"
    path.write_text(
        f"---\n\"/one.html\": https://medium.com/@you/one-{ID}\n/two.html: unknown\n/gone/: 'x'\n"
    )
    sure, others = proposed(path)
    assert sure == {
        "one": (f"https://medium.com/@you/one-{ID}", None, BY_ADDRESS),
        "two": (None, None, BY_ADDRESS),
    }
    assert others == ["/gone/"]


def test_jekylls_older_list_is_read(tmp_path):
    """Early versions wrote a mere list of paths."""
    path = tmp_path / "medium_crossposted.yml"
    path.write_text("---\n- /one.html\n- /two.html\n")
    assert set(proposed(path)[0]) == {"one", "two"}


def test_mediums_export_is_read(export):
    """By the canonical link, by the last link to this site, else by the title alone."""
    link = '<a href="{}">see</a> '
    body = link.format(f"{SITE}/one.html") + link.format("http://www.small.example/two.html")
    path = export(
        {
            f"2026-01-02_Uno-{ID}": page("Uno", "x", f"{SITE}/one.html"),
            "2026-01-03_Dos-aaaaaaaaaaaa": page(
                "Dos", body, "https://medium.com/@you/dos-aaaaaaaaaaaa"
            ),
            "draft_Three-bbbbbbbbbbbb": page("three", "x"),
            "2026-01-05_Nothing-cccccccccccc": page("Nothing", "x"),
        }
    )
    sure, others = proposed(path)
    assert sure == {
        "one": (f"https://medium.com/p/{ID}", "public", BY_ADDRESS),
        "two": ("https://medium.com/@you/dos-aaaaaaaaaaaa", "public", BY_ADDRESS),
        "three": ("https://medium.com/p/bbbbbbbbbbbb", "draft", BY_TITLE),
    }
    assert others == ["Nothing"]


def test_what_two_stories_claim_is_left_to_a_person(export):
    """Two stories of one title: neither is written, both are named."""
    path = export({f"2026_One-{c * 12}": page() for c in "ab"})
    assert proposed(path) == ({}, ["One", "One"])


def test_what_two_articles_may_be_is_left_to_a_person(export):
    """One story, and two articles of its title."""
    entries = {key: Entry(key, title="One") for key in ("one", "two")}
    assert proposed(export({f"2026_One-{ID}": page()}), entries) == ({}, ["One"])


def test_an_address_is_worth_more_than_a_title(export):
    """Of two stories that claim an article, the one that names its address is meant."""
    path = export({f"2026_One-{ID}": page("Uno", "", f"{SITE}/one.html"), "One-bbbbbb": page()})
    sure, others = proposed(path)
    assert sure == {"one": (f"https://medium.com/p/{ID}", "public", BY_ADDRESS)}
    assert others == ["One"]


def test_what_is_posted_already_needs_nothing(export):
    """It is neither proposed again nor named as nobody's."""
    entries = {"one": entry("one", Cell("posted", id="ffffffffffff"))}
    assert proposed(export({f"2026_One-{ID}": page()}), entries) == ({}, [])


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
def test_another_file_is_refused(tmp_path, export, content, word):
    """What is neither is one sentence, which says that nothing was changed."""
    path = export({}) if content is None else tmp_path / "file"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(MediumError) as caught:
        exports.read(path)
    assert word in str(caught.value)
    assert str(caught.value).endswith("Nothing was changed.")


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


def test_each_odd_file_of_an_export_is_a_sentence(export):
    """Whatever lies in posts/, the others are read, and nothing raises."""
    large = page("Large").encode() + b" " * (5 << 20)
    good = {f"2026-01-02_One-{ID}": page("One", "", f"{SITE}/one.html")}
    path = export(ODD | {"large": large} | good)
    found = exports.read(path)
    sure, others = exports.propose(found.stories, ENTRIES, None)
    assert [(one.key, one.story.url) for one in sure] == [("one", f"https://medium.com/p/{ID}")]
    for name in ("empty", "comment", "text", "large"):
        assert any(said.startswith(f"medium-export/posts/{name}.html ") for said in found.problems)
    assert "medium-export/posts/large.html is larger than 5 MB, as no story is." in found.problems
    assert len(found.problems) + len(others) == len(ODD) + 1


def test_a_damaged_page_of_an_export_costs_only_itself(export):
    """Bytes that were changed on the way are named, and the rest is read."""
    path = export({"one": "x" * 3000, f"2_One-{ID}": page()})
    data = bytearray(path.read_bytes())
    at = data.index(b"x" * 100)
    data[at] = ord("y")
    path.write_bytes(bytes(data))
    found = exports.read(path)
    [problem] = found.problems
    assert "posts/one.html cannot be unpacked" in problem
    assert found.stories == (
        Candidate("One", ("https://medium.com/@you",), f"https://medium.com/p/{ID}", ID, "public"),
    )

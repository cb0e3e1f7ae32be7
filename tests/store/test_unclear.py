"""What is said of a held article: what happened, and both ways out, which can be pasted."""

import shlex
from dataclasses import replace

import pytest
from factories import make_article

from pelican_medium.store import unclear
from pelican_medium.store.book import Cell, Entry
from pelican_medium.store.unclear import Conflict

URL = "https://medium.com/p/e6f36a"
ENTRY = Entry("old", title="Of old", source_path="a.md", canonical_url="https://blog.example/x/")
ARTICLE = make_article("a")


def reasons(entry):
    return [
        unclear.name_used_again(ARTICLE, entry),
        unclear.title_used_again(entry),
        unclear.copied(entry),
        unclear.torn(entry),
    ]


@pytest.mark.parametrize(
    ("cell", "same"),
    [
        (None, "skipped"),
        (Cell("skipped", why="by hand"), "skipped"),
        (Cell("rejected", url=URL), "skipped"),
        (Cell("posted"), "skipped"),  # nobody knows where
        (Cell("posted", url=URL), f"posted --url {URL}"),
        (Cell("unknown", url=URL), f"posted --url {URL}"),
    ],
)
def test_both_ways_out_are_said(cell, same):
    """The same article is never sent again; a new one only by somebody who has looked."""
    for reason in reasons(replace(ENTRY, cell=cell)):
        assert "“Of old” (old)" in reason
        assert f"If it is the same article: pelican-medium mark {{key}} {same}. " in reason
        assert reason.endswith(
            "If it is a new one, and only if it is not there when you look on Medium: "
            "pelican-medium mark {key} pending"
        )


def test_an_entry_without_a_title_is_called_by_its_key():
    """Such as one that was made by hand."""
    for reason in reasons(Entry("old")):
        assert " old" in reason
        assert "None" not in reason


@pytest.mark.parametrize(
    ("entry", "start"),
    [
        (ENTRY, "its file name 'a.md' was used before, for “Of old” (old). "),
        (replace(ENTRY, source_path=None, also=("a.md",)), "its file name 'a.md' was used"),
        (
            replace(ENTRY, source_path="b.md", canonical_url=ARTICLE.canonical_url),
            "its address 'https://blog.example/a.html' was used",
        ),
        (replace(ENTRY, source_path="b.md"), "its slug 'a' was used before"),
    ],
)
def test_which_name_was_used_before(entry, start):
    """The file before the address, now or formerly; else it can only be the slug."""
    assert unclear.name_used_again(ARTICLE, entry).startswith(start)


def test_what_two_articles_of_the_build_share_names_all_of_them():
    """In the order of their names, so that each build says the same."""
    rivals = [make_article("a", source_path=f"{name}.md") for name in ("z", "b")]
    assert unclear.same_address(rivals[0], rivals) == (
        "2 articles have the address https://blog.example/a.html: b.md, z.md; give each its own"
    )
    said = unclear.same_slug(rivals[0], rivals)
    assert said.startswith("2 articles have the slug 'a' in the same language: b.md, z.md; ")
    assert "mark {key} skipped. Only if it is not on Medium: " in said


@pytest.mark.parametrize("key", ["plain", "fr~1a2b3c", "a b", "it's", "~home", "$(rm)", "日本"])
def test_a_key_is_one_word_for_a_shell(key):
    """As it is where that is safe: most are, and a quoted one is harder to read."""
    assert shlex.split(unclear.in_shell(key)) == [key]
    conflict = Conflict(replace(ARTICLE, key=key), "why: mark {key} skipped")
    assert conflict.reason == f"why: mark {unclear.in_shell(key)} skipped"
    if key in {"plain", "fr~1a2b3c"}:
        assert unclear.in_shell(key) == key

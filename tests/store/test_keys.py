"""What an article is called in the ledger: its slug, or what sets it apart from another one."""

from dataclasses import replace

import pytest
from factories import make_article

from pelican_medium.store.keys import (
    is_own_key,
    key_of,
    own_key,
    own_keys,
    plain_key,
    with_own_keys,
)


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


def test_how_a_language_is_written_does_not_matter():
    """A default of pt_BR is that of an article in pt-br."""
    assert key_of("hello", "pt-br", "pt_BR") == "hello"


def test_own_keys_are_read_back():
    """A key of its own is known as one again, and not given to anybody else."""
    one = make_article("a~b")
    own = own_key(one, "a~b")
    assert plain_key(replace(one, key=own)) == "a~b"
    assert plain_key(one) == "a~b"
    assert own_key(one, "a~b", {own}) != own
    assert plain_key(replace(one, key=own_key(one, "a~b", {own}))) == "a~b"


def test_an_own_key_is_that_of_its_file():
    """It stays the same from build to build, and another file has another one."""
    one, other = make_article("a"), make_article("a", source_path="other.md")
    assert own_key(one, "a") == own_key(replace(one, title="T", content=""), "a")
    assert own_key(one, "a") != own_key(other, "a")
    assert is_own_key(own_key(one, "a"), one)
    assert not is_own_key(own_key(one, "a"), other)
    assert not is_own_key("a", one)
    assert plain_key(replace(other, key=own_key(one, "a"))) == own_key(one, "a")


def test_an_article_without_a_file_is_told_apart_by_its_address():
    """Such as one that a plugin makes up."""
    one, two = (make_article("a", source_path=None, canonical_url=u) for u in ("x", "y"))
    assert own_key(one, "a") != own_key(two, "a")


def test_own_keys_never_end_and_are_all_different():
    """The first choice first; a file name that is no UTF-8 has some, too."""
    keys = own_keys("a\udcff.md", "a")
    some = [next(keys) for _ in range(50)]
    assert len(set(some)) == 50
    assert all(key.startswith("a~") and len(key) == len("a~123456") for key in some)


def test_only_what_shares_a_key_or_finds_it_taken_gets_its_own():
    """The others keep theirs; an own key that is needed no more is given up."""
    twins = [make_article("a"), make_article("a", source_path="b.md")]
    third, taken = make_article("c"), make_article("d")
    alone = replace(make_article("e"), key=own_key(make_article("e"), "e"))
    named = with_own_keys([*twins, third, taken, alone], {"d", "x"})
    assert [one.key for one in named] == [
        own_key(twins[0], "a"), own_key(twins[1], "a"), "c", own_key(taken, "d"), "e",
    ]  # fmt: skip
    first = own_key(taken, "d")
    [again] = with_own_keys([taken], {"d", first})
    assert again.key not in {"d", first}
    assert named[2] is third

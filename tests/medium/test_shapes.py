"""The shape of an answer: names of fields and types, and no value."""

import pytest

from pelican_medium.medium.shapes import shape


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ({"data": {"id": "e6f36a", "url": ""}}, "{data: {id: text, url: empty}}"),
        ({"ok": True, "at": 0.5, "by": None}, "{at: number, by: null, ok: boolean}"),
        ([{"id": "a"}, {"id": "b"}, {}], "[{id: text}, {}]"),
        ([], "[]"),
        ("plain", "text"),
        ({"a": {"b": {"c": {"d": {"e": 1}}}}}, "{a: {b: {c: {d: …}}}}"),
    ],
)  # fmt: skip
def test_a_shape(value, wanted):
    """Types and names, whatever the order, down to a depth that fits into a line."""
    assert shape(value) == wanted


@pytest.mark.parametrize(
    "key",
    ["My first story", "https://blog.example/a", "e6f36a0123456789", "jane", "Jane", "x" * 31, "ü"],
)
def test_a_key_that_may_say_something_is_hidden(key):
    """Titles, addresses and ids are no names of fields; nor is a word that is a value as well."""
    assert shape({"data": {key: 1, "name": "Jane Doe"}}) == "{data: {?: number, name: text}}"


def test_a_wide_answer_is_cut():
    """Twenty fields of an object, and that there are more."""
    told = shape({f"f_{letter}": 1 for letter in "abcdefghijklmnopqrstuvwxyz"})
    assert told.count("number") == 20
    assert told.endswith(", …}")

"""The file name of an article's page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pelican_medium.preview.names import page_name


@pytest.mark.parametrize("key", ["my-article", "hello@fr", "2026_notes", "a" * 100])
def test_plain_keys_are_their_own_names(key):
    """Nearly every key there is gives the name one would look for."""
    assert page_name(key) == f"{key}.html"


@pytest.mark.parametrize(
    "key",
    [
        *("", ".", "..", "../x", "a/b", "a\\b", "/etc/passwd", "c:x", "a b", "A", "x.html", "~"),
        *("con", "nul", "com1", "lpt9", "aux", "prn", "index", "-x", ".hidden", "a" * 101),
        *("café", "日本語", "a\x00b", "a\nb", "a?b", "a#b", "a%2fb", "<script>", "\ud800"),
    ],
)
def test_other_keys_get_a_name_that_is_safe_everywhere(key):
    """No key leaves the folder, hits a device of Windows, hides, or is the index."""
    name = page_name(key)
    assert len(name) <= 100
    assert name.isascii()
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-~.")
    assert name.count(".") == 1
    assert name[0].isalnum()
    assert "~" in name


@given(st.lists(st.text(max_size=120), unique=True, max_size=20))
def test_different_keys_have_different_names(keys):
    """Also on a file system that takes "A" and "a" for one."""
    assert len({page_name(key).lower() for key in keys}) == len(keys)

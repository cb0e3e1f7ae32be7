"""What may stand in a setting, asked of the readers themselves."""

from pathlib import Path

import pytest

from pelican_medium.model import Token
from pelican_medium.settings import values


@pytest.mark.parametrize("name", ["pt-BR", "pt_br", " PT-br ", "pt-br"])
def test_one_language_however_it_is_written(name):
    """Case, hyphen and underscore do not make another language."""
    assert values.language(name) == "pt-br"
    assert values.languages([name]) == ("pt-br",)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("medium", "medium"), ("a/b/", "a/b"), ("./a", "a"), (Path("a") / "b", "a/b"), ("", "")],
)
def test_a_folder_in_the_output(value, expected):
    """With slashes everywhere, for another machine may read it."""
    assert values.output_folder(value) == expected


@pytest.mark.parametrize("value", ["..", "a/../..", "/a", ".", "C:\\a", "//h/s", None, 3, b"a"])
def test_no_folder_outside_the_output(value):
    """Nor the output folder itself, where a file of ours could take the place of the site's."""
    with pytest.raises(ValueError, match="inside the output folder"):
        values.output_folder(value)


def test_a_secret_is_read_once_and_again():
    """Settings that were read before hold it masked already."""
    once = values.secret("abc")
    assert values.secret(once).reveal() == "abc"
    assert isinstance(once, Token)


@pytest.mark.parametrize("value", ["a b", "a\n", "\u00e9", "", " ", 5])
def test_a_wrong_secret_is_not_repeated(value):
    """The message is about the secret, and never holds it."""
    with pytest.raises(ValueError, match=r"text|empty|blanks") as caught:
        values.secret(value)
    assert not str(value).strip() or str(value).strip() not in str(caught.value).split()

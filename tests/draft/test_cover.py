"""The cover in a story: where it goes, and what is said of one that cannot be found."""

import pytest

from pelican_medium.draft import cover


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<p>Text</p><figure><img/></figure>", True),
        ("", True),
        ("<figure><img/></figure>", False),
        ('\n<div><figure><a href="x"><img/></a></figure></div>', False),
        ("<p><img/></p>", False),
    ],
)
def test_a_body_that_opens_with_a_picture_gets_no_other_one(body, shown):
    """Two pictures above each other are what authors complained of."""
    assert bool(cover.figure("https://e.org/a.png", body)) is shown
    assert cover.figure("", body) == ""
    assert cover.figure("{photo}a.png", body) == ""


@pytest.mark.parametrize("found", ["", "https://e.org/a.png"])
def test_nothing_is_said_of_a_cover_that_is_found(found):
    """Nor of one that is not there at all."""
    assert cover.notes(found) == []


def test_a_cover_that_only_another_plugin_knows_is_told():
    """It holds no article; the author is told what to write instead."""
    [note] = cover.notes("{photo}a.png")
    assert "Medium_Image" in str(note)
    assert "{photo}a.png" in str(note)

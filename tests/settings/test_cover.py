"""The cover: which one, and where it is."""

import pytest

from pelican_medium.settings import cover

SITE = "https://e.org/blog"


@pytest.mark.parametrize(
    ("metadata", "found"),
    [
        ({}, ""),
        ({"image": "a.png"}, "a.png"),
        ({"Cover": "a.jpg"}, "a.jpg"),
        ({"featured_image": "a.webp"}, "a.webp"),
        ({"Featured-Image": "a.gif"}, "a.gif"),
        ({"og_image": "https://x.example/a.JPEG?w=1"}, "https://x.example/a.JPEG?w=1"),
        ({"header_cover": "a.svg"}, "a.svg"),
        ({"header_cover": "h.png", "og_image": "o.png", "cover": "c.png"}, "c.png"),
        ({"image": "i.png", "medium_image": "m.png"}, "m.png"),
        ({"image": "i.png", "Medium-Image": "m"}, "m"),
        ({"image": ["i.png", "j.png"]}, "i.png"),
        ({"cover": "dark"}, ""),
        ({"cover": "dark", "og_image": "a.png"}, "a.png"),
        ({"image": True, "cover": 3}, ""),
        ({"image": " "}, ""),
    ],
)
def test_which_picture_is_the_cover(metadata, found):
    """Medium_Image, else the first of the names themes use that names a picture."""
    assert cover.named(metadata) == found


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("images/a.png", f"{SITE}/images/a.png"),
        ("/images/a.png", f"{SITE}/images/a.png"),
        ("{static}/images/a.png", f"{SITE}/images/a.png"),
        ("|static|images/a.png", f"{SITE}/images/a.png"),
        ("{attach}near.png", f"{SITE}/posts/near.png"),
        ("a b ü.png", f"{SITE}/a%20b%20%C3%BC.png"),
        ("https://x.example/a.png", "https://x.example/a.png"),
        ("//x.example/a.png", "https://x.example/a.png"),
        ("data:image/png;base64,AA", ""),
        ("http://[half", ""),
    ],
)
def test_where_a_cover_is(text, url):
    """Below SITEURL, as themes write it, or where it says."""
    assert cover.address(text, SITE, {"near.png": "posts/near.png"}.get) == url


@pytest.mark.parametrize(
    ("text", "found", "url"),
    [
        ("{photo}a/b.jpg", "photos/a/b.jpg", f"{SITE}/photos/a/b.jpg"),
        ("{Photo}a/b.jpg", "/photos/a/b.jpg", f"{SITE}/photos/a/b.jpg"),
        ("|photo|a/b.jpg", "https://cdn.example/b.jpg", "https://cdn.example/b.jpg"),
        ("{photo}a/b.jpg", None, "{photo}a/b.jpg"),
        ("{lightbox}a/b.jpg", None, "{lightbox}a/b.jpg"),
    ],
)
def test_another_plugins_own_word(text, found, url):
    """Where it put the picture, if it says; else the text stays, for the draft to tell of it."""
    assert cover.address(text, SITE, {}.get, {"photo": found}.get) == url

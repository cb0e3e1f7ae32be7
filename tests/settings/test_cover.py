"""The cover: which one, where it is, and where it goes."""

import re

import pytest
from conftest import PNG, picture

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


def covered(site, medium, text="Text.", **metadata):
    site.use(medium)
    for name, shade in (("a.png", "red"), ("b.png", "blue")):
        file = site.folder / "content/images" / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(picture(colour=shade))
    site.article(text=text, **metadata)
    site.build()
    return medium.bodies[0]["content"] if medium.bodies else None


def test_the_cover_is_uploaded_and_stands_under_the_title(site, medium):
    """Without an alternative text, for the title is right above it."""
    content = covered(site, medium, cover="{static}/images/a.png")
    assert re.match(rf'<h1>One</h1>\s*<figure><img alt="" src="{medium.url}/[^"]+"/>', content)


def test_a_cover_beside_its_article_is_found(site, medium):
    """A relative {static} starts at the source file, as everywhere in Pelican."""
    (site.folder / "content/sub").mkdir()
    (site.folder / "content/sub/near.png").write_bytes(PNG)
    site.configure('STATIC_PATHS = ["sub"]')
    site.use(medium)
    site.article(folder="sub", medium_image="{static}near.png")
    site.build()
    assert "<figure>" in medium.bodies[0]["content"]


def test_cover_can_be_turned_off(site, medium):
    """MEDIUM_COVER = False leaves the cover to the site."""
    site.configure("MEDIUM_COVER = False")
    assert "<img" not in covered(site, medium, cover="images/a.png")


def test_a_cover_is_not_doubled(site, medium):
    """An article that opens with its own picture has that one only."""
    content = covered(site, medium, "![b]({static}/images/b.png)\n\nText.", image="images/a.png")
    assert content.count("<img") == 1


def test_a_cover_that_is_not_there_holds_the_article(site, medium):
    """It is a picture like the others, and is named."""
    assert covered(site, medium, medium_image="images/none.png") is None
    assert site.outbox["held"]["one"]["picture"] == "https://small.example/images/none.png"


def test_a_themes_name_for_the_cover_is_no_part_of_the_fingerprint(site, medium):
    """What the author wrote for Medium is; a new cover alone does not make an article changed."""
    prints = []
    for metadata in ({}, {"cover": "images/a.png"}, {"medium_image": "images/a.png"}):
        site.article(**metadata)
        site.build()
        prints.append(site.outbox["index"][0]["fingerprint"])
    assert prints[0] == prints[1] != prints[2]

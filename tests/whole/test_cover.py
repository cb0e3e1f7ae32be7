"""Covers by real builds: found, sent, and never in the way."""

import re

import pytest
from conftest import PNG, picture


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


PHOTOS = """
from pelican import signals
def put(generators):
    for content in [c for g in generators for c in getattr(g, "articles", [])]:
        content.photo_image = ("a.jpg", {image!r}, "images/b.png")
def register():
    signals.all_generators_finalized.connect(put)
"""


@pytest.mark.parametrize("image", ["images/a.png", None])
def test_a_picture_plugins_own_word_never_holds_an_article(site, medium, image):
    """Where the plugin says where it put the picture, that is the cover; else a note."""
    site.configure('PLUGINS = ["photos", "pelican_medium"]\nPLUGIN_PATHS = ["."]')
    (site.folder / "photos.py").write_text(PHOTOS.format(image=image), "utf-8")
    (site.folder / "content/images").mkdir()
    content = covered(site, medium, image="{photo}gallery/a.jpg")
    assert ("<img" in content) is (image is not None)
    told = " ".join(site.cli("status", "one", "--json").stdout.split())
    assert "{photo}" not in content
    assert isinstance(told, str)

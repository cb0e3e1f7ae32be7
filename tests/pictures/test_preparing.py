"""Each picture is put where Medium can have it, once, and what became of it is told."""

import pytest
from conftest import PNG
from factories import make_article

from pelican_medium import settings
from pelican_medium.model import Draft
from pelican_medium.model.errors import LedgerError, PictureHeld, UploadError
from pelican_medium.pictures.files import Site
from pelican_medium.pictures.preparing import Pictures

SITE = "https://e.org"
THERE = "https://cdn-images-1.medium.com/{}"


class Medium:
    """What takes uploads, and the ledger's two callables."""

    def __init__(self):
        self.names = []
        self.kept = {}

    def upload(self, picture):
        self.names.append(picture.name)
        return THERE.format(picture.name)


@pytest.fixture
def medium():
    return Medium()


@pytest.fixture
def make(tmp_path, medium):
    """Returns what makes the pictures of a run, with these files in its output."""
    made = []

    def run(images="upload", **bodies):
        for name, body in bodies.items():
            (tmp_path / name.replace("_", ".")).write_bytes(body)
        given = {"PATH": "content", "OUTPUT_PATH": str(tmp_path), "MEDIUM_IMAGES": images}
        pictures = Pictures(
            Site(SITE, tmp_path),
            settings.read(given, {}),
            upload=medium.upload,
            known=medium.kept.get,
            remember=medium.kept.update,
        )
        made.append(pictures)
        return pictures

    yield run
    for pictures in made:
        pictures.close()


def article(key="one"):
    return make_article(key, base_url=f"{SITE}/{key}.html")


def draft(content, key="one"):
    url = f"{SITE}/{key}.html"
    return Draft(key, "One", content, url, (), "draft", "x", notify_followers=False)


@pytest.fixture
def prepare(make):
    """Returns what prepares the draft of an article with these pictures in its output."""
    return lambda content, **more: make(**more).prepare(article(), draft(content))


def test_the_same_bytes_are_uploaded_once(prepare, medium):
    """Under two names in one article, and again in another run, for the ledger knows them."""
    for _ in range(2):
        draft = prepare('<img src="/a.png"><img src="/b.png">', a_png=PNG, b_png=PNG)
        assert draft.content.count(THERE.format(medium.names[0])) == 2
    assert len(medium.names) == len(medium.kept) == 1


def test_pictures_of_the_next_articles_are_uploaded_meanwhile(make, medium):
    """Once, however often one looks ahead; those of an article that will be held are not."""
    pictures = make(a_png=PNG, b_png=PNG + b"another")
    lost = draft('<img src="/b.png"><img src="/lost.png">', "two")
    for _ in range(2):
        pictures.look_ahead(article("two"), lost)
        pictures.look_ahead(article(), draft('<img src="/a.png">'))
    pictures.close()
    assert len(medium.names) == len(medium.kept) == pictures.uploaded == 1


def test_an_address_is_kept_before_it_is_used(prepare, medium):
    """Where the ledger cannot be written, nothing more is done."""

    def full(*_):
        raise LedgerError("the disk is full")

    medium.kept = type("Full", (dict,), {"update": full})()
    with pytest.raises(LedgerError):
        prepare('<img src="/a.png">', a_png=PNG)


def test_a_picture_that_is_not_taken_is_named(prepare, medium):
    """With what Medium said of it; the article waits."""

    def refuse(_picture):
        raise UploadError("Medium takes no uploads with this token")

    medium.upload = refuse
    with pytest.raises(PictureHeld, match=r"a\.png could not be uploaded: Medium takes no"):
        prepare('<img src="/a.png">', a_png=PNG)


HTML = b'<svg xmlns="http://www.w3.org/2000/svg"><foreignObject><p>a</p></foreignObject></svg>'


def test_a_drawing_without_its_words_is_a_link(prepare, medium):
    """And the author reads why; nothing is uploaded."""
    draft = prepare('<img src="/a.svg" alt="The plan">', images="auto", a_svg=HTML)
    assert f'<a href="{SITE}/a.svg">The plan</a>' in draft.content
    assert "words would be lost" in str(draft.notes[0])
    assert medium.names == []


def test_a_drawing_without_its_words_holds_where_all_is_uploaded(prepare):
    """MEDIUM_IMAGES = "upload" allows no link in its place; both ways out are named."""
    with pytest.raises(PictureHeld, match=r"PNG.*MEDIUM_IMAGES"):
        prepare('<img src="/a.svg">', a_svg=HTML)

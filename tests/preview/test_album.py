"""Where the preview shows a picture from: by the rule that posting finds its file by."""

import pytest
from conftest import PNG
from factories import make_article

from pelican_medium.pictures.body import Shown
from pelican_medium.pictures.files import Site
from pelican_medium.pictures.preparing import facts_of
from pelican_medium.preview.album import Album, own_file

SITE = "https://small.example"


@pytest.fixture
def output(tmp_path):
    """An output folder, with a file beside it that does not belong to it."""
    folder = tmp_path / "output"
    (folder / "images").mkdir(parents=True)
    for name in ("images/a.png", "images/sp ace.png", "images/ø.png", "images/50%25.png"):
        (folder / name).write_bytes(PNG)
    (tmp_path / "secret.png").write_bytes(b"secret")
    (folder / "notes.txt").write_bytes(b"no picture")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "loop.png").symlink_to(folder / "loop.png")
    (folder / "within.png").symlink_to(folder / "images/a.png")
    return folder


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("images/a.png", "images/a.png"),
        ("images/a.png?v=1#x", "images/a.png"),
        ("images/sp%20ace.png", "images/sp ace.png"),
        ("images/%C3%B8.png", "images/ø.png"),
        ("images/50%2525.png", "images/50%25.png"),
        ("within.png", "images/a.png"),
        ("//images/a.png", "images/a.png"),
    ],
)
def test_a_picture_under_the_sites_address_is_its_file(output, path, name):
    """Queries, encodings and links within the output lead to the file that was built."""
    for site in (SITE, f"{SITE}/blog"):
        assert own_file(f"{site}/{path}", Site(site, output)) == output / name


@pytest.mark.parametrize(
    "url",
    [
        f"{SITE}/../secret.png",
        f"{SITE}/images/../../secret.png",
        f"{SITE}/%2e%2e/secret.png",
        f"{SITE}/..%2fsecret.png",
        f"{SITE}/link.png",
        f"{SITE}/loop.png",
        f"{SITE}//{{outside}}",
        f"{SITE}/%2F{{outside}}",
        f"{SITE}/images",
        f"{SITE}/notes.txt",
        f"{SITE}/",
        f"{SITE}/no.png",
        f"{SITE}/a%00.png",
        f"{SITE}/{'a' * 5000}.png",
        f"{SITE}.evil.example/images/a.png",
        "https://elsewhere.example/images/a.png",
        "https://small.example:8443/images/a.png",
        "images/a.png",
        "file:///images/a.png",
        "data:,x",
        "",
        "http://[x/images/a.png",
        "https://small.example:port/images/a.png",
    ],
)
def test_nothing_outside_the_output_is_copied(output, url):
    """Neither dots, links, encodings nor absolute paths lead out of the folder."""
    url = url.format(outside=output.parent / "secret.png")
    assert own_file(url, Site(SITE, output)) is None


def test_a_site_without_an_address_has_no_pictures_of_its_own(output):
    """An outbox with an empty SITEURL claims no picture."""
    assert own_file("/images/a.png", Site("", output)) is None
    assert own_file("https://x.example/images/a.png", Site("", output)) is None


def test_a_picture_that_cannot_be_read_has_no_copy(tmp_path):
    """A file that goes away while it is looked at costs its copy, not the preview."""
    album = Album(None, Site(SITE, tmp_path))
    assert album._copied(tmp_path / "gone.png") is None


# --- One rule for preview, desk and posting --------------------------------------------------


@pytest.fixture
def linked(tmp_path):
    """A site whose output links to its content, as STATIC_CREATE_LINKS has it."""
    site = Site(SITE, tmp_path / "output", tmp_path / "content")
    for folder in (site.output / "fr", site.content):
        folder.mkdir(parents=True)
    (site.content / "a.png").write_bytes(PNG)
    (site.output / "a.png").symlink_to(site.content / "a.png")
    (site.output / "fr/b.png").write_bytes(PNG)
    return site


PLACES = {
    "https://fr.small.example/b.png": "fr/b.png",
    f"{SITE}/static/a.png": "a.png",
    "https://cdn.example/a.png": "a.png",
}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (f"{SITE}/a.png", "a.png"),
        ("http://small.example/a.png", "a.png"),
        ("https://SMALL.example:443/a.png", "a.png"),
        ("https://fr.small.example/b.png", "fr/b.png"),
        (f"{SITE}/static/a.png", "a.png"),
        ("https://cdn.example/a.png", "a.png"),
        ("https://cdn.example/b.png", None),
        ("https://other.example/a.png", None),
    ],
)
def test_the_preview_finds_the_file_that_is_sent(linked, url, name):
    """Linked output, subsites, either scheme, STATIC_URL: what is shown is what will be sent."""
    shown = own_file(url, linked, PLACES)
    assert shown == (name and (linked.output / name).resolve())
    sent = facts_of(Shown(url, url), make_article("one", places=PLACES), linked).built
    assert shown == (sent.path if sent else None)


def test_an_international_site_finds_its_files(tmp_path):
    """SITEURL in letters, and addresses as the pages have them, encoded."""
    (tmp_path / "a.png").write_bytes(PNG)
    site = Site("https://b\u00fccher.example", tmp_path)
    assert own_file("https://xn--bcher-kva.example/a.png", site) == tmp_path / "a.png"

"""What would become of each picture, without asking anybody."""

import pytest
from conftest import PNG
from factories import make_article

from pelican_medium import settings
from pelican_medium.model import Draft
from pelican_medium.pictures.files import Site
from pelican_medium.pictures.forecasting import forecast

SITE = "https://e.org"
HTML = b'<svg xmlns="x"><foreignObject><p>a</p></foreignObject></svg>'


@pytest.mark.parametrize(
    ("src", "images", "known", "told"),
    [
        ("/a.png", "auto", None, ("upload", "not uploaded yet; side-loaded instead if it is live")),
        ("/a.png", "upload", "https://x.example/1", ("upload", "uploaded before")),
        ("/a.png", "sideload", None, ("side-load", "if it is live; otherwise")),
        ("/none.png", "auto", None, ("side-load", "it is not in the output folder")),
        ("https://other.example/x.png", "auto", None, ("side-load", "a link where it is gone")),
        ("/a.svg", "auto", None, ("link", "foreignObject")),
        ("/a.svg", "upload", None, ("hold", "foreignObject")),
        ("", "auto", None, ("hold", "no address")),
    ],
)
def test_what_is_foretold(tmp_path, src, images, known, told):
    """By the files, and by what was uploaded before."""
    (tmp_path / "a.png").write_bytes(PNG)
    (tmp_path / "a.svg").write_bytes(HTML)
    given = {"PATH": "content", "OUTPUT_PATH": str(tmp_path), "MEDIUM_IMAGES": images}
    article = make_article("one", base_url=f"{SITE}/one.html")
    content = f'<img src="{src}">'
    draft = Draft(
        "one", "One", content, f"{SITE}/one.html", (), "draft", "x", notify_followers=False
    )
    read, site = settings.read(given, {}), Site(SITE, tmp_path)
    [found] = forecast(article, draft, site, read, lambda _md5: known)
    assert (found.verdict, told[1] in found.reason) == (told[0], True)

"""`preview`: what it writes, in which order, and that it shows what would be sent."""

import base64
from dataclasses import replace

import pytest
from pages import KEEPING, PICTURE, SITE, drafted, files, rehearsal, soup_of, write

from pelican_medium import preview
from pelican_medium.model.errors import PreviewError


def test_a_folder_that_cannot_be_made_is_one_message(tmp_path):
    """A file in the way is told without a traceback."""
    (tmp_path / "file").write_text("mine")
    for path in (tmp_path / "file", tmp_path / "file/p"):
        with pytest.raises(PreviewError, match="file"):
            write(path, rehearsal())
    assert (tmp_path / "file").read_text() == "mine"


def interrupted(*rehearsals):
    yield from rehearsals
    raise KeyboardInterrupt


def test_an_interruption_leaves_order(tmp_path):
    """Ctrl-C between two articles: pages are whole, the old index works, the next run cleans."""
    folder = tmp_path / "p"
    write(folder, rehearsal("one"), rehearsal("two"))
    old = (folder / "index.html").read_text()
    site = preview.Site(SITE, tmp_path / "output")
    with pytest.raises(KeyboardInterrupt):
        preview.write(folder, interrupted(rehearsal("new")), [], site, report=print)
    assert files(folder) == [*KEEPING, "index.html", "new.html", "one.html", "two.html"]
    assert (folder / "index.html").read_text() == old
    write(folder, rehearsal("one"))
    assert files(folder) == [*KEEPING, "index.html", "one.html"]


def test_progress_is_told_now_and_then(tmp_path):
    """A backfill of hundreds is not silent, and not chatty either."""
    told = []
    write(tmp_path / "p", *(rehearsal(f"a{n}") for n in range(250)), report=told.append)
    assert told == [100, 200]


def test_a_picture_that_medium_cannot_fetch_leaves_its_alt_text(tmp_path):
    """A data: address that holds no picture is shown as Medium would: by its alt text."""
    content = '<h1>One</h1><img src="data:image/png;base64,AAAA" alt="A lamp">'
    write(tmp_path / "p", rehearsal(content=content))
    story = soup_of(tmp_path / "p/one.html").select_one(".story")
    assert story.find("img") is None
    assert "A lamp" in story.get_text()


def test_a_picture_in_the_page_itself_is_shown_from_a_copy(tmp_path):
    """It will be uploaded; the page's policy lets no data: address load anything."""
    body = PICTURE.read_bytes()
    content = (
        f'<h1>One</h1><img src="data:image/png;base64,{base64.b64encode(body).decode()}" alt="">'
    )
    write(tmp_path / "p", rehearsal(content=content))
    image = soup_of(tmp_path / "p/one.html").select_one(".story img")
    assert (tmp_path / "p" / image["src"]).read_bytes() == body


def test_a_lone_surrogate_is_written_all_the_same(tmp_path):
    """A hook may hand over a text that is no UTF-8."""
    outcome = replace(rehearsal()[1], reason="\ud800")
    write(tmp_path / "p", (rehearsal()[0], outcome, drafted(title="a\ud800b")))
    assert "a\\ud800b" in (tmp_path / "p/one.html").read_text("utf-8")

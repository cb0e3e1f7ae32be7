"""The folder a preview lies in: private, and never one with anything of somebody else's in it."""

import os
import shutil
import subprocess

import pytest
from pages import KEEPING, PICTURE, SITE, files, rehearsal, write

from pelican_medium.model.errors import PreviewError


def test_the_folder_is_private_and_not_for_git(tmp_path):
    """Unpublished text is for its author only, whatever the umask: 0700, 0600 and a .gitignore."""
    (tmp_path / "output").mkdir()
    shutil.copy(PICTURE, tmp_path / "output/a.png")
    content = f'<h1>One</h1><img src="{SITE}/a.png">'
    old = os.umask(0)
    try:
        write(tmp_path / "new/p", rehearsal(content=content), output=tmp_path / "output")
    finally:
        os.umask(old)
    folder = tmp_path / "new/p"
    assert (folder / ".gitignore").read_text() == "*\n"
    for path in [folder, *folder.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path
    assert len(files(folder)) == len([*KEEPING, "index.html", "one.html", "picture"])


def test_git_sees_nothing_of_it(tmp_path):
    """`git status` does not even name the folder."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    write(tmp_path / "p", rehearsal())
    shown = subprocess.run(
        ["git", "-C", tmp_path, "status", "--short"], capture_output=True, check=True
    )
    assert shown.stdout == b""


def test_pages_that_are_no_longer_are_removed(tmp_path):
    """A second preview replaces the first, its pictures included, and leaves nothing of it."""
    folder = tmp_path / "p"
    (tmp_path / "output").mkdir()
    shutil.copy(PICTURE, tmp_path / "output/a.png")
    content = f'<h1>One</h1><img src="{SITE}/a.png">'
    write(folder, rehearsal("one", content=content), rehearsal("Two"))
    assert len(files(folder)) == 6
    assert (folder / "pictures").is_dir()
    write(folder, rehearsal("one", title="Another title"))
    assert files(folder) == [*KEEPING, "index.html", "one.html"]
    assert not (folder / "pictures").exists()
    assert "Another title" in (folder / "one.html").read_text()


def test_a_picture_is_copied_once_and_kept(tmp_path):
    """Two articles with one picture share its copy, and the next preview leaves it as it is."""
    folder = tmp_path / "p"
    (tmp_path / "output").mkdir()
    shutil.copy(PICTURE, tmp_path / "output/a.png")
    shutil.copy(PICTURE, tmp_path / "output/b.png")
    content = f'<h1>One</h1><img src="{SITE}/a.png"><img src="{SITE}/b.png">'
    rehearsals = rehearsal("one", content=content), rehearsal("two", content=content)
    write(folder, *rehearsals)
    [copy] = (folder / "pictures").iterdir()
    assert copy.read_bytes() == PICTURE.read_bytes()
    before = copy.stat()
    write(folder, *rehearsals)
    assert copy.stat() == before


@pytest.mark.parametrize("name", ["notes.txt", "index.html", ".gitignore", "pictures/a.png"])
def test_a_folder_of_somebody_elses_is_refused(tmp_path, name):
    """What no preview has written is neither overwritten nor deleted; its name is told."""
    folder = tmp_path / "p"
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_text("mine")
    with pytest.raises(PreviewError, match=name):
        write(folder, rehearsal())
    assert files(folder) == [name]
    assert (folder / name).read_text() == "mine"


@pytest.mark.parametrize("name", ["notes.txt", "copy of one.html", "pictures/mine.png", "x/y"])
def test_something_put_into_a_preview_stops_the_next_one(tmp_path, name):
    """A former preview's folder is no licence for what somebody added to it."""
    folder = tmp_path / "p"
    write(folder, rehearsal())
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("mine")
    before = {path: (folder / path).read_bytes() for path in files(folder)}
    with pytest.raises(PreviewError, match=name.split("/")[0]):
        write(folder, rehearsal("two"))
    assert {path: (folder / path).read_bytes() for path in files(folder)} == before


@pytest.mark.parametrize("text", ["", "something else\n", "../one.html\n"])
def test_a_false_journal_is_not_believed(tmp_path, text):
    """A file that only has the journal's name gives nobody's files away."""
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / ".medium_preview").write_text(text + "mine.html\n")
    (folder / "mine.html").write_text("mine")
    with pytest.raises(PreviewError, match=r"\.medium_preview, mine\.html"):
        write(folder, rehearsal())
    assert (folder / "mine.html").read_text() == "mine"


def test_a_journal_never_leads_outside(tmp_path):
    """Names that a preview cannot have written are not followed, even in a real journal."""
    folder, precious = tmp_path / "p", tmp_path / "precious.html"
    write(folder, rehearsal())
    precious.write_text("mine")
    with (folder / ".medium_preview").open("a") as journal:
        journal.write(f"../precious.html\n{precious}\npictures/../../precious.html\n")
    write(folder, rehearsal("two"))
    assert precious.read_text() == "mine"


def test_links_are_replaced_and_never_followed(tmp_path):
    """A page that became a link to somewhere is made anew; what it led to stays as it was."""
    folder, precious = tmp_path / "p", tmp_path / "precious.html"
    write(folder, rehearsal("one"), rehearsal("two"))
    precious.write_text("mine")
    for name in ("one.html", "two.html"):
        (folder / name).unlink()
        (folder / name).symlink_to(precious)
    write(folder, rehearsal("one"))
    assert precious.read_text() == "mine"
    assert not (folder / "one.html").is_symlink()
    assert files(folder) == [*KEEPING, "index.html", "one.html"]


def test_pictures_that_became_a_link_are_refused(tmp_path):
    """A folder that leads elsewhere is not looked into, let alone swept, whatever is in it."""
    folder, elsewhere = tmp_path / "p", tmp_path / "elsewhere"
    (tmp_path / "output").mkdir()
    shutil.copy(PICTURE, tmp_path / "output/a.png")
    write(folder, rehearsal(content=f'<h1>One</h1><img src="{SITE}/a.png">'))
    (folder / "pictures").rename(elsewhere)
    (folder / "pictures").symlink_to(elsewhere)
    with pytest.raises(PreviewError, match="pictures"):
        write(folder, rehearsal())
    assert len(list(elsewhere.iterdir())) == 1


def test_an_open_folder_becomes_private(tmp_path):
    """An empty folder that was there before is closed to others before anything is in it."""
    (tmp_path / "p").mkdir()
    (tmp_path / "p").chmod(0o755)
    write(tmp_path / "p", rehearsal())
    assert (tmp_path / "p").stat().st_mode & 0o777 == 0o700


def test_what_a_killed_preview_left_is_no_obstacle(tmp_path):
    """A page that was half written when the machine went down is gone after the next preview."""
    folder = tmp_path / "p"
    write(folder, rehearsal())
    (folder / ".making").write_text("<!DOCTYPE")
    (folder / "one.html").unlink()
    write(folder, rehearsal("two"))
    assert files(folder) == [*KEEPING, "index.html", "two.html"]


def test_what_a_file_manager_leaves_is_no_stranger(tmp_path):
    """Having looked at the folder must not lock it; such files stay where they are."""
    folder = tmp_path / "p"
    write(folder, rehearsal())
    (folder / ".DS_Store").write_text("x")
    write(folder, rehearsal("two"))
    assert files(folder) == sorted([".DS_Store", *KEEPING, "index.html", "two.html"])


@pytest.mark.parametrize(
    "place", ["output", "output/p", "output/deep/p", "x/../output/p", "link/p"]
)
@pytest.mark.parametrize("built", [True, False])
def test_the_output_folder_is_refused(tmp_path, place, built):
    """Nothing unpublished goes where it would be uploaded, however the folder is named."""
    (tmp_path / "link").symlink_to(tmp_path / "output")
    if built:
        (tmp_path / "output").mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(PreviewError, match="is uploaded"):
        write(tmp_path / place, rehearsal(), output=tmp_path / "output")
    assert sorted(tmp_path.rglob("*")) == before

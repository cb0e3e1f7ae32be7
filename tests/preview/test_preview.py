"""`preview`: what it writes where, what it leaves alone, and that it shows what would be sent."""

import base64
import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from pages import KEEPING, files, soup_of

from pelican_medium import preview
from pelican_medium.medium.requests import post_body
from pelican_medium.model import Article, Draft, Note, Outcome
from pelican_medium.model.errors import PreviewError
from pelican_medium.preview import page
from pelican_medium.preview.names import page_name
from pelican_medium.preview.page import Listing
from pelican_medium.preview.story import Story

SITE = "https://small.example"
PICTURE = Path(__file__).parents[2] / "sample_site/content/images/wind-rose-small.png"


def drafted(key="one", content="<h1>One</h1><p>Text.</p>", **fields):
    fields = {"title": "One", "canonical_url": f"{SITE}/one.html"} | fields
    return Draft(key=key, content=content, **fields)


def rehearsal(key="one", lang="en", **fields):
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    article = Article(key, "One", moment, lang, f"{SITE}/one.html", "one.md", "sha256:0")
    return article, Outcome(key, "One", "pending"), drafted(key, **fields)


def write(folder, *rehearsals, others=(), output=None, report=print):
    site = preview.Site(SITE, output or folder.parent / "output")
    return preview.write(folder, rehearsals, others, site, report=report)


# --- File names -----------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["my-article", "hello@fr", "2026_notes", "a" * 100])
def test_plain_keys_are_their_own_names(key):
    """Nearly every key there is gives the name one would look for."""
    assert page_name(key) == f"{key}.html"


@pytest.mark.parametrize(
    "key",
    [
        *("", ".", "..", "../x", "a/b", "a\\b", "/etc/passwd", "c:x", "a b", "A", "x.html", "~"),
        *("con", "nul", "com1", "lpt9", "aux", "prn", "index", "-x", ".hidden", "a" * 101),
        *("café", "日本語", "a\x00b", "a\nb", "a?b", "a#b", "a%2fb", "<script>", "\ud800"),
    ],
)
def test_other_keys_get_a_name_that_is_safe_everywhere(key):
    """No key leaves the folder, hits a device of Windows, hides, or is the index."""
    name = page_name(key)
    assert len(name) <= 100
    assert name.isascii()
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-~.")
    assert name.count(".") == 1
    assert name[0].isalnum()
    assert "~" in name


@given(st.lists(st.text(max_size=120), unique=True, max_size=20))
def test_different_keys_have_different_names(keys):
    """Also on a file system that takes "A" and "a" for one."""
    assert len({page_name(key).lower() for key in keys}) == len(keys)


# --- Pages, as pure functions ---------------------------------------------------------------


def page_of(drawn, *, lang="en", shown=None, pictures=None, **fields):
    listing = Listing("one", drawn.title, "2026-01-02", lang, "pending", **fields)
    story = shown or Story("<h1>One</h1>", "")
    return BeautifulSoup(page.draft(drawn, listing, "one.md", story, pictures or {}), "lxml")


def test_everything_that_is_text_is_escaped():
    """Titles, tags, notes and reasons are shown as they are written, whatever is in them."""
    nasty = '"><script>x</script><b>'
    drawn = drafted(title=nasty, tags=(nasty,), notes=(Note(nasty),), canonical_url=nasty)
    soup = page_of(drawn, reason=nasty)
    assert soup.find(["script", "b"]) is None
    for place in ("title", "li", ".reason", "dd", ".payload"):
        assert "<script>x</script>" in soup.select_one(place).get_text()
    listing = Listing(nasty, nasty, nasty, nasty, "held", nasty)
    assert BeautifulSoup(page.index([listing], nasty), "lxml").find(["script", "b"]) is None


@pytest.mark.parametrize(
    "content", ["x", "</pre></details><script>x</script>", "“é” \u2028 \ud800 \x00 \\ \r\n"]
)
def test_the_payload_is_the_body_of_the_post(tmp_path, content):
    """Whatever stands in the content, the folded JSON reads back as what would be sent."""
    drawn = drafted(content=f"<h1>One</h1>{content}", tags=("a", "é"))
    write(tmp_path / "p", (*rehearsal()[:2], drawn))
    payload = soup_of(tmp_path / "p/one.html").select_one(".payload").get_text()
    assert json.loads(payload) == post_body(drawn)


def test_only_addresses_of_the_web_become_links():
    """A canonical link that an author's function made something else of is only shown."""
    page = page_of(drafted(canonical_url="javascript:alert(1)"))
    assert page.find("dd", string="javascript:alert(1)")
    assert not page.find("a", href=lambda href: href.startswith("javascript"))


@pytest.mark.parametrize(
    ("lang", "told"),
    [("en", "en"), ("pt_br", "pt-br"), ("zh-hant", "zh-hant"), ("", None), ('x" onload="', None)],
)
def test_the_language_is_told_where_it_is_one(lang, told):
    """A screen reader speaks the story in its own language."""
    assert page_of(drafted(), lang=lang).article.get("lang") == told


def test_the_date_is_that_which_is_sent():
    """A backdated story says so, in UTC; another one gets the date of its posting."""
    moment = datetime.fromisoformat("2026-01-02T10:00:00+02:00")
    assert "2026-01-02 08:00 UTC" in page_of(drafted(published_at=moment)).dl.get_text()
    assert "when it is posted" in page_of(drafted()).dl.get_text()


def test_where_pictures_come_from_is_counted():
    """The author sees how many need a network, and how many Medium cannot fetch at all."""
    places = {"a": "pictures/a.png", "b": "https://x.example/b.png", "c": None, "d": "pictures/d"}
    text = page_of(drafted(), pictures=places).dl.get_text()
    assert "2 from the built site" in text
    assert "1 from its address" in text
    assert "1 with an address Medium cannot fetch" in text


def test_only_this_very_style_counts():
    """The policy names the style sheet by its hash, as a browser computes it, and lets none run."""
    soup = page_of(drafted())
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    digest = hashlib.sha256(soup.style.get_text().encode()).digest()
    assert rules["style-src"] == f"'sha256-{base64.b64encode(digest).decode()}'"
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert not [name for name in rules if "script" in name]
    assert soup.find(style=True) is None


# --- The folder -----------------------------------------------------------------------------


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
def test_a_journal_that_is_none_is_not_believed(tmp_path, text):
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


# --- Pictures -------------------------------------------------------------------------------


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

"""`preview`: what it writes where, what it leaves alone, and that it shows what would be sent."""

import base64
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from verbs import said

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


def files(folder):
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(found)


def soup_of(path):
    return BeautifulSoup(path.read_text("utf-8"), "lxml")


KEEPING = [".gitignore", ".medium_preview"]


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


def test_each_pictures_verdict_is_on_the_page(site):
    """By the files and the ledger alone, as `status` tells them."""
    site.configure('STATIC_PATHS = ["images"]')
    (site.folder / "content/images").mkdir()
    shutil.copy(PICTURE, site.folder / "content/images/a.png")
    site.article(text="![a]({static}/images/a.png)\n\n![b](https://far.example/b.png)")
    site.build()
    site.cli("preview")
    page = soup_of(site.folder / "medium_preview/one.html")
    told = [item.get_text() for item in page.select("#preview-pictures li")]
    assert [line.split(": ", 1)[0].rpartition("/")[2] for line in told] == ["a.png", "b.png"]
    assert [item.get_text() for item in page.select("#preview-pictures strong")] == [
        "upload",
        "side-load",
    ]


# --- The command, on a real build -----------------------------------------------------------


@pytest.fixture
def built(site):
    """A site whose build has filled the outbox with three articles; there is no token."""
    for number in range(3):
        site.article(f"a{number}", date=f"2026-01-0{number + 1}")
    assert site.build().returncode == 0
    return site


def pages_of(site):
    return [name for name in files(site.folder / "medium_preview") if name not in KEEPING]


def test_preview_writes_a_page_for_each_article_and_prints_the_index(built):
    """Without a token it writes beside the ledger, and stdout holds nothing but the path."""
    result = built.cli("preview")
    assert result.returncode == 0
    index = built.folder / "medium_preview/index.html"
    assert result.stdout == f"{index}\n"
    assert "3 to look at; nothing was sent" in said(result)
    assert pages_of(built) == ["a0.html", "a1.html", "a2.html", "index.html"]
    links = [link["href"] for link in soup_of(index).find_all("a")]
    assert links == ["a0.html", "a1.html", "a2.html"]
    assert built.states() == {}


def test_preview_shows_exactly_what_is_posted_then(built, medium):
    """The payload on each page is, byte for byte of its JSON, what Medium then receives."""
    built.cli("preview")
    folder = built.folder / "medium_preview"
    shown = [
        json.loads(soup_of(folder / f"a{number}.html").select_one(".payload").get_text())
        for number in range(3)
    ]
    built.use(medium)
    assert built.cli("post").returncode == 0
    assert medium.bodies == shown


def test_preview_asks_nothing_of_medium(built, medium):
    """Even with a token and a Medium to ask, not one request is made."""
    built.use(medium)
    assert built.cli("preview").returncode == 0
    assert medium.requests == []


def test_preview_of_one_key(built):
    """Only the named article is there then; a key twice is one page."""
    built.cli("preview")
    result = built.cli("preview", "a1", "a1")
    assert result.returncode == 0
    assert pages_of(built) == ["a1.html", "index.html"]


def test_an_unknown_key_is_refused_with_near_ones(built):
    """As in `post`: exit status 2, and nothing is written."""
    result = built.cli("preview", "a00")
    assert result.returncode == 2
    assert "no article 'a00'" in said(result)
    assert "a0" in said(result).split("Did you mean")[1]
    assert not (built.folder / "medium_preview").exists()


@pytest.mark.parametrize(
    ("fault", "words"),
    [("ok", "it was posted, see http"), ("400", "rejected"), ("drop-after", "may be on Medium")],
)
def test_a_key_that_does_not_wait_says_why(built, medium, fault, words):
    """What was posted, rejected or left unknown has no preview; that is said, also in the index."""
    built.use(medium)
    medium.misbehave(fault)
    built.cli("post", "a0")
    result = built.cli("preview", "a0")
    assert result.returncode == 0
    assert "a0: nothing to preview: " in said(result)
    assert words in said(result)
    assert pages_of(built) == ["index.html"]
    index = soup_of(built.folder / "medium_preview/index.html")
    assert words in index.get_text()
    assert index.find("a") is None


def test_a_key_without_a_text_says_how_to_get_one(built):
    """Skipped by hand, and then wanted again: its text comes with the next build."""
    built.cli("mark", "a0", "skipped")
    assert "mark a0 pending" in said(built.cli("preview", "a0"))
    built.build()
    built.cli("mark", "a0", "pending")
    assert "build the site once more" in said(built.cli("preview", "a0"))
    built.build()
    built.cli("preview", "a0")
    assert pages_of(built) == ["a0.html", "index.html"]


def test_held_articles_are_in_the_index_with_the_reason(built):
    """Held by its text, by the build, or by the caps: each is named, and says why."""
    built.configure("MEDIUM_MAX_POSTS_PER_RUN = 1")
    built.article("broken", text='<IMG SRC="{static}/x.png">')
    built.article("bad", medium="perhaps")
    built.article("twin", folder="x", save_as="x.html", url="x.html")
    built.article("twin", folder="y", save_as="y.html", url="y.html", date="2026-01-05")
    built.build()
    result = built.cli("preview")
    rows = {
        row.select_one(".key").get_text(): row
        for row in soup_of(built.folder / "medium_preview/index.html").select(".entries li")
    }
    reasons = {key: row.select_one(".reason") for key, row in rows.items()}
    assert reasons["a0"] is None
    assert "Carried over: MEDIUM_MAX_POSTS_PER_RUN is 1" in reasons["a1"].get_text()
    assert "{static}/x.png" in reasons["broken"].get_text()
    assert "perhaps" in reasons["bad"].get_text()
    twins = [key for key in rows if key.startswith("twin~")]
    assert len(twins) == 2
    for key in ("broken", "bad", *twins):
        assert rows[key].select_one(".state").get_text() == "held"
        assert rows[key].find("a") is None
    assert "3 to look at, 4 held" in said(result)
    only = built.cli("preview", "bad")
    assert "perhaps" in said(only)


def test_what_the_last_run_held_says_so_on_its_page(built):
    """An article that has a draft and was held all the same has both: page and reason."""
    outbox = built.outbox
    outbox["held"]["a1"] = {"reason": "a picture is not live", "picture": None, "at": "2026-01-01"}
    built.outbox_path.write_text(json.dumps(outbox))
    built.cli("preview")
    folder = built.folder / "medium_preview"
    for name in ("index.html", "a1.html"):
        reason = soup_of(folder / name).select_one(".reason").get_text()
        assert "Held in the last run: a picture is not live" in reason


def test_an_empty_index_says_that_nothing_waits(site):
    """A site with nothing new has an index all the same."""
    site.build()
    result = site.cli("preview")
    assert result.returncode == 0
    assert "0 to look at" in said(result)
    assert "Nothing waits" in (site.folder / "medium_preview/index.html").read_text()


def test_preview_without_an_outbox_or_ledger(built):
    """Exit status 2, with the way out of it."""
    built.outbox_path.unlink()
    assert "build the site once more" in said(built.cli("preview"))
    built.ledger_path.unlink()
    result = built.cli("preview")
    assert result.returncode == 2
    assert "There is no ledger" in said(result)


def test_output_names_another_folder(built, tmp_path):
    """--output is relative to where one is; the default folder is not made then."""
    result = built.cli("preview", "--output", "../elsewhere")
    assert result.returncode == 0
    assert (tmp_path / "elsewhere/a0.html").is_file()
    assert not (built.folder / "medium_preview").exists()


@pytest.mark.parametrize("place", [".", "content", "output", "output/preview", "pelicanconf.py"])
def test_output_refuses_the_sites_own_folders(built, place):
    """Neither the site's sources nor its output are touched: exit status 2 and one message."""
    before = files(built.folder)
    result = built.cli("preview", "--output", place)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert files(built.folder) == before


def test_pelican_never_takes_a_preview_for_articles(site):
    """Where PATH is the site folder itself, the next build skips the pages without a word."""
    site.configure('PATH = "."\nARTICLE_EXCLUDES = ["output"]\nDEFAULT_DATE = "fs"')
    site.article()
    site.run("-m", "pelican")
    index = Path(site.cli("preview").stdout.strip())
    assert index.parent == site.folder / "medium_preview"
    built = site.run("-m", "pelican", "--fatal", "warnings")
    assert built.returncode == 0, built.stdout
    assert "preview" not in built.stdout + built.stderr
    assert [article["key"] for article in site.outbox["index"]] == ["one"]


def test_pictures_of_the_site_are_shown_from_a_copy(site):
    """A picture that Pelican built is beside the page; one from elsewhere keeps its address."""
    site.configure('STATIC_PATHS = ["images"]')
    (site.folder / "content/images").mkdir()
    shutil.copy(PICTURE, site.folder / "content/images/sp ace.png")
    site.article(text="![a]({static}/images/sp ace.png)\n\n![b](https://far.example/b.png)")
    site.build()
    site.cli("preview")
    folder = site.folder / "medium_preview"
    own, far = soup_of(folder / "one.html").select(".story img")
    assert (folder / own["src"]).read_bytes() == PICTURE.read_bytes()
    assert far["src"] == "https://far.example/b.png"


@pytest.fixture
def page_opener(tmp_path):
    """A browser as webbrowser starts it, which notes what it was to open."""
    note = tmp_path / "opened"
    script = tmp_path / "browser"
    script.write_text(
        f'#!{sys.executable}\nimport sys\nopen({str(note)!r}, "w").write(sys.argv[1])\n'
    )
    script.chmod(0o755)
    return f"{script} %s", note


def test_open_shows_the_index_in_the_browser(built, page_opener):
    """--open hands the index to the user's browser; without it nothing is opened."""
    browser, note = page_opener
    built.cli("preview", BROWSER=browser)
    assert not note.exists()
    result = built.cli("preview", "--open", BROWSER=browser)
    assert result.returncode == 0
    assert note.read_text() == (built.folder / "medium_preview/index.html").as_uri()


def test_open_without_a_browser_says_so(built):
    """A server has none; the pages are there all the same."""
    result = built.cli("preview", "--open", BROWSER="false %s", PATH="", DISPLAY="")
    assert result.returncode == 0
    assert "No browser could be started" in said(result)
    assert "index.html" in result.stdout


SLOW = """
import sys, threading
def slow(article, draft):
    if article.slug == "a1":
        print("STARTED", file=sys.stderr, flush=True)
        threading.Event().wait(60)
    return draft
MEDIUM_ARTICLE = slow
"""


def test_ctrl_c_is_one_line_and_leaves_order(built):
    """An interruption is told without a traceback; what is there is whole, and is cleaned later."""
    built.cli("preview")
    quick = (built.folder / "pelicanconf.py").read_text()
    built.configure(SLOW)
    process = subprocess.Popen(
        [sys.executable, "-m", "pelican_medium", "preview"],
        cwd=built.folder,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stderr.readline() == "STARTED\n"
    process.send_signal(signal.SIGINT)
    printed, told = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "Interrupted" in told
    assert "Traceback" not in told
    assert printed == ""
    (built.folder / "pelicanconf.py").write_text(quick)
    assert built.cli("preview").returncode == 0
    assert pages_of(built) == ["a0.html", "a1.html", "a2.html", "index.html"]


def test_the_token_is_on_no_page(built):
    """Whatever the environment holds, no page does."""
    token = "2f7c0e51b64d4bd0a6f1c0ffee15dead"
    assert built.cli("preview", MEDIUM_INTEGRATION_TOKEN=token).returncode == 0
    for path in (built.folder / "medium_preview").rglob("*"):
        assert not path.is_file() or token not in path.read_text("utf-8")


def test_a_lone_surrogate_is_written_all_the_same(tmp_path):
    """A hook may hand over a text that is no UTF-8."""
    outcome = replace(rehearsal()[1], reason="\ud800")
    write(tmp_path / "p", (rehearsal()[0], outcome, drafted(title="a\ud800b")))
    assert "a\\ud800b" in (tmp_path / "p/one.html").read_text("utf-8")

"""``preview``: what the verb writes where, and that it shows what would be sent."""

import json
import signal
import subprocess
from pathlib import Path

import pytest
from conftest import PNG, clear_environment, new_site
from pages import KEEPING, files, soup_of
from verbs import said
from zygote import python


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """A site whose build has filled the outbox with three articles; there is no token."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        clear_environment(monkeypatch)
        site = new_site(tmp_path_factory.mktemp("original"))
        for number in range(3):
            site.article(f"a{number}", date=f"2026-01-0{number + 1}")
        assert site.build().returncode == 0
    return site


@pytest.fixture
def built(original, tmp_path):
    """A copy of that site, to change."""
    return original.copied(tmp_path / "site")


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


@pytest.fixture(scope="module")
def pictured(shared_site):
    """The page of an article with a picture of the site and one from elsewhere."""
    shared_site.configure('STATIC_PATHS = ["images"]')
    (shared_site.folder / "content/images").mkdir()
    (shared_site.folder / "content/images/sp ace.png").write_bytes(PNG)
    shared_site.article(text="![a]({static}/images/sp ace.png)\n\n![b](https://far.example/b.png)")
    shared_site.build()
    shared_site.cli("preview")
    return shared_site.folder / "medium_preview/one.html"


def test_pictures_of_the_site_are_shown_from_a_copy(pictured):
    """A picture that Pelican built is beside the page; one from elsewhere keeps its address."""
    own, far = soup_of(pictured).select(".story img")
    assert (pictured.parent / own["src"]).read_bytes() == PNG
    assert far["src"] == "https://far.example/b.png"


def test_each_pictures_verdict_is_on_the_page(pictured):
    """By the files and the ledger alone, as `status` tells them."""
    page = soup_of(pictured)
    told = [item.get_text() for item in page.select("#preview-pictures li")]
    names = [line.split(": ", 1)[0].rpartition("/")[2] for line in told]
    assert names == ["sp%20ace.png", "b.png"]
    assert [item.get_text() for item in page.select("#preview-pictures strong")] == [
        "upload",
        "side-load",
    ]


def test_open_shows_the_index_in_the_browser(built, noting):
    """--open hands the index to the user's browser; without it nothing is opened."""
    built.cli("preview", BROWSER=noting.line)
    assert not noting.note.exists()
    result = built.cli("preview", "--open", BROWSER=noting.line)
    assert result.returncode == 0
    [address], _ = json.loads(noting.note.read_text())
    assert address == (built.folder / "medium_preview/index.html").as_uri()


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
        [*python(), "-m", "pelican_medium", "preview"],
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

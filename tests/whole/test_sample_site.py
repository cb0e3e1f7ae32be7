"""The sample site builds with a real Pelican and holds everything its README promises."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

SAMPLE = Path(__file__).parents[2] / "sample_site"
SITEURL = "https://harbour.example"

ROSE = "2026/drawing-the-wind-rose"
PIER = "2026/seven-pictures-of-one-pier"
LOGGER = "2026/the-logger-in-forty-lines"
RADIO = "2026/the-quiet-hour"
GAUGE = "2026/how-to-moor-a-rain-gauge"
YEAR = "2026/a-year-of-wind-in-one-table"
MAST = "2026/the-night-the-mast-came-down"
STAFF = "2026/reading-the-tide-staff"
PLACES = "2026/where-everything-is-kept"
DEW = "2025/dew-point-by-hand"
DEW_FR = "fr/2026/dew-point-by-hand"


@dataclass(frozen=True)
class Source:
    """One article as its author wrote it: the path below content/, and the metadata."""

    path: str
    metadata: dict[str, str]

    @property
    def key(self) -> str:
        lang = self.metadata.get("lang", "en")
        return self.metadata["slug"] if lang == "en" else f"{self.metadata['slug']}@{lang}"

    @property
    def published(self) -> bool:
        return self.metadata.get("status", "published") == "published"

    @property
    def future(self) -> bool:
        return self.metadata["date"].startswith("2099")

    @property
    def page(self) -> str:
        year, lang = self.metadata["date"][:4], self.metadata.get("lang", "en")
        return f"{'' if lang == 'en' else lang + '/'}{year}/{self.metadata['slug']}"


@dataclass(frozen=True)
class Site:
    """The copy of the sample site that was built, and what Pelican said."""

    folder: Path
    log: str

    @property
    def output(self) -> Path:
        return self.folder / "output"

    @cached_property
    def pages(self) -> dict[str, Tag]:
        """The body of every published article, by its address below the site."""
        return {s.page: self._body(s.page) for s in sources() if s.published}

    def html(self, page: str) -> str:
        return (self.output / page / "index.html").read_text(encoding="utf-8")

    def file(self, url: str) -> Path:
        """Return the file that a web server would answer with."""
        path = self.output / unquote(urlsplit(url).path).lstrip("/")
        return path / "index.html" if path.is_dir() else path

    def _body(self, page: str) -> Tag:
        body = BeautifulSoup(self.html(page), "lxml").select_one(".entry-content")
        assert body is not None
        return body


def metadata(text: str) -> dict[str, str]:
    """Read `Key: value` (Markdown) and `:key: value` (reStructuredText) lines."""
    head = text.split("\n\n", 2)
    lines = "\n".join(head[:2] if head[0].rstrip().endswith("#") else head[:1])
    return {k.lower(): v for k, v in re.findall(r"^:?([A-Za-z_]+): (.+)$", lines, re.MULTILINE)}


def sources() -> list[Source]:
    """Return every article of the sample site."""
    content = SAMPLE / "content"
    files = [p for p in content.rglob("*") if p.suffix in {".md", ".rst"}]
    paths = sorted(p.relative_to(content).as_posix() for p in files)
    articles = [path for path in paths if not path.startswith("pages/")]
    return [Source(p, metadata((content / p).read_text(encoding="utf-8"))) for p in articles]


def ledger() -> dict:
    """Return the ledger that comes with the sample site."""
    return json.loads((SAMPLE / "medium_ledger.json").read_text(encoding="utf-8"))


def new() -> list[Source]:
    """Return the articles that a first run would send."""
    known = ledger()["articles"]
    wanted = [s for s in sources() if s.metadata.get("medium") != "no"]
    return [s for s in wanted if s.published and not s.future and s.key not in known]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build a copy of the sample site, once, as its author would publish it."""
    folder = tmp_path_factory.mktemp("sample") / "site"
    made = shutil.ignore_patterns("output", "cache", "__pycache__", ".medium_outbox.json")
    shutil.copytree(SAMPLE, folder, ignore=made)
    command = ["-m", "pelican", "content", "-s", "publishconf.py", "-e", "PLUGINS=[]"]
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=os.environ | {"PYTHONUTF8": "1", "COLUMNS": "200"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout
    return Site(folder, done.stdout)


CONSTRUCTS = [
    ("picture by {static}", ROSE, f'img[src="{SITEURL}/images/wind-rose.png"]', ""),
    ("picture by {attach}", ROSE, f'img[src="{SITEURL}/{ROSE}/vane-sketch.png"]', ""),
    ("picture, plain relative", ROSE, 'img[src="images/gust-strip.png"]', ""),
    ("picture, one up", ROSE, 'img[src="../../images/wind-rose-winter.png"]', ""),
    ("picture, root-relative", ROSE, 'img[src="/images/pressure-week.png"]', ""),
    ("picture, elsewhere", ROSE, 'img[src^="https://pictures.example.org/"]', ""),
    ("linked picture", ROSE, 'a[href$=".png"] > img', ""),
    ("own h1", ROSE, "h1", "Drawing the wind rose"),
    ("heading with markup", ROSE, "h2 em", "another"),
    ("figure with figcaption", PIER, "figure img + figcaption em", "Θάλασσα"),
    ("picture element", PIER, 'picture source[srcset*=" 640w"]', ""),
    ("srcset", PIER, "picture img[srcset]", ""),
    ("lazy picture", PIER, 'img[src^="data:"][data-src$="pier-dusk.jpg"]', ""),
    ("picture with a space and ø", PIER, 'img[src$="/sjøbod og brygge.jpg"]', ""),
    ("webp", PIER, 'img[src$=".webp"]', ""),
    ("animated gif", PIER, 'img[src$=".gif"]', ""),
    ("svg as img", PIER, 'img[src$=".svg"]', ""),
    ("fenced code", LOGGER, ".highlight pre span.k", "class"),
    (":::python code", LOGGER, ".highlight pre span.nf", "parse"),
    ("inline numbers, Markdown", LOGGER, ".highlight pre span.linenos", "4"),
    ("two code blocks in a row", LOGGER, ".highlight + .highlight", "systemctl"),
    ("leading blanks and tabs", LOGGER, ":not(.highlight) > pre", "    time\twind\tgust\n"),
    ("empty line in code", LOGGER, ":not(.highlight) > pre", "11.0\n\n    12:00"),
    ("entities in code", LOGGER, ":not(.highlight) > pre", "<- lunch & gusts"),
    ("inline code", LOGGER, "p > code", "List<Reading>"),
    ("rst literal block", RADIO, "pre.literal-block", "  7E 7E 09  <sync> & <channel>\n0A 14"),
    ("numbers as a table, rst", RADIO, "table.highlighttable td.linenos pre", "8"),
    ("inline numbers, rst", RADIO, ".highlight pre > span.linenos", "2"),
    ("two code blocks in a row, rst", RADIO, ".highlight + .highlight", "04:20"),
    ("admonition, rst", RADIO, ".admonition.warning .admonition-title", "Warning"),
    ("nested lists", GAUGE, "ul > li > ol > li > ul > li", "a hand's width"),
    ("picture in a list item", GAUGE, "ol > li img", ""),
    ("code in a list item", GAUGE, "ol > li .highlight pre", "funnel / tube"),
    ("task list look-alike", GAUGE, "ul > li", "[ ] ask the ferry"),
    ("definition list", GAUGE, "dl > dt + dd", "The part that did not."),
    ("abbreviation", GAUGE, 'abbr[title="polyvinyl chloride"]', "PVC"),
    ("rule", GAUGE, "hr", ""),
    ("table of contents", YEAR, '.toc a[href="#how-the-mean-is-made"]', ""),
    ("table, Markdown", YEAR, "table > tbody > tr > td > strong", "7.3"),
    ("footnote, Markdown", YEAR, 'sup a.footnote-ref[href="#fn:calm"]', "1"),
    ("footnote of two paragraphs", YEAR, ".footnote li p + p", "in memory still"),
    ("in-page link", YEAR, 'p a[href="#the-table"]', ""),
    ("dollar math", YEAR, "p", "$(350 + 10) / 2 = 180$"),
    ("quote with attribution", MAST, "blockquote p", "— painted on the shed door"),
    ("quote with footer and cite", MAST, "blockquote > footer > cite", "A box that stays dry"),
    ("YouTube", MAST, 'iframe[src^="https://www.youtube-nocookie.com/embed/"]', ""),
    ("gist", MAST, 'script[src^="https://gist.github.com/"]', ""),
    ("admonition, Markdown", MAST, ".admonition.warning > .admonition-title", "Before you climb"),
    ("details", MAST, "details > summary + ul", "louder"),
    ("figure, rst", STAFF, ".figure > p.caption", "One spring tide"),
    ("figure with a legend", STAFF, ".figure > .legend", "The dots are readings"),
    ("svg, rst", STAFF, '[data$=".svg"], img[src$=".svg"]', ""),
    ("grid table with colspan", STAFF, "td[colspan], th[colspan]", "gone to bed"),
    ("footnote reference, rst", STAFF, 'a.footnote-reference[href="#wrong"]', "1"),
    ("footnote, rst", STAFF, ".footnote", "upside down"),
    ("admonition, rst note", STAFF, ".admonition.note", "spectacles"),
    ("nested list, rst", STAFF, "ol > li > ol.loweralpha > li", "both hands"),
    ("contents, rst", PLACES, '.contents a[href="#in-the-shed"]', ""),
    ("definition list, rst", PLACES, "dl > dt", "The logbook"),
    ("link to a tag", PLACES, f'a[href="{SITEURL}/tag/logbook.html"]', ""),
    ("link to a category", PLACES, f'a[href="{SITEURL}/category/shed.html"]', ""),
    ("link to an article", PLACES, f'a[href="{SITEURL}/2025/a-box-that-stays-dry/"]', ""),
    ("link to a file", PLACES, f'a[href="{SITEURL}/files/tide-heights.csv"]', ""),
    ("link, root-relative", PLACES, 'a[href="/images/pressure-week.png"]', ""),
    ("link, relative", PLACES, 'a[href="../reading-the-tide-staff/"]', ""),
    ("mail address", PLACES, 'a[href="mailto:shed@harbour.example"]', ""),
    ("in-page link, rst", PLACES, 'p > a[href="#on-this-site"]', ""),
    ("display math", DEW, "p", r"$$ g = \ln\frac{H}{100}"),
    ("parenthesis math", DEW, "li", r"\(D = 10.6\)"),
    ("math in the translation", DEW_FR, "p", r"\(D = 243\,g / (17,6 - g)\)"),
    ("no-break space", DEW_FR, "p", "«\N{NO-BREAK SPACE}Et si"),
    ("attribution, rst", "2025/the-first-hundred-days", "blockquote .attribution", "shed door"),
    ("literal block after ::", "2025/listening-to-the-foghorn", "pre.literal-block", "band_power"),
]


@pytest.mark.parametrize(
    ("page", "selector", "text"), [c[1:] for c in CONSTRUCTS], ids=[c[0] for c in CONSTRUCTS]
)
def test_construct_is_in_the_page(site: Site, page: str, selector: str, text: str) -> None:
    """Each construct that the README promises is in the page as Pelican renders it."""
    found = site.pages[page].select(selector)
    assert any(text in element.get_text() for element in found), found


@pytest.mark.parametrize("name", ["h2", "h3", "h4", "h5"])
def test_headings_have_four_depths(site: Site, name: str) -> None:
    """The article about the wind has headings of four depths."""
    assert site.pages[YEAR].select(name)


def test_bare_address_is_a_paragraph(site: Site) -> None:
    """The address of the film is alone in its paragraph and is not a link."""
    paragraphs = [str(p) for p in site.pages[MAST].find_all("p")]
    assert "<p>https://video.example.org/w/breakwater-storm</p>" in paragraphs


def test_comment_is_in_the_page(site: Site) -> None:
    """A comment of the author's is in the page."""
    assert "<!-- The long list of what fell" in site.html(MAST)


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (LOGGER, "A List<Reading> &amp; the logger in forty lines"),
        (MAST, "The night the mast came down & what stayed up"),
        (RADIO, "The <em>quiet</em> hour &amp; channel nine"),
        (PIER, "Θάλασσα 🌊: seven pictures of one pier"),
    ],
)
def test_title_is_rendered_as_pelican_does(site: Site, page: str, title: str) -> None:
    """A title reaches the theme raw from Markdown and as HTML from reStructuredText."""
    assert f">{title}</a></h1>" in site.html(page)


def test_one_title_is_over_100_characters() -> None:
    """Medium takes titles of 100 characters, and one new article has a longer one."""
    assert any(len(s.metadata.get("title", "")) > 100 for s in new())


def test_tags_are_those_that_medium_limits() -> None:
    """New articles have more than three tags, long and odd ones, and none at all."""
    tags = [re.split(", *", s.metadata["tags"]) if "tags" in s.metadata else [] for s in new()]
    every = [tag for some in tags for tag in some]
    assert {"C++", "Men's shed"} <= set(every)
    assert any(len(tag) > 25 for tag in every)
    assert {0, 2, 3, 5} <= {len(some) for some in tags}


@pytest.mark.parametrize(
    ("key", "name", "value"),
    [
        ("the-shed-kettle", "medium", "no"),
        ("how-to-moor-a-rain-gauge", "medium_status", "draft"),
        ("the-night-the-mast-came-down", "medium_status", "unlisted"),
        ("a-year-of-wind-in-one-table", "medium_tags", "weather, data visualisation"),
        (
            "drawing-the-wind-rose",
            "medium_subtitle",
            "Twelve months of south-westerlies on one sheet of paper",
        ),
    ],
)
def test_articles_use_the_plugins_metadata(key: str, name: str, value: str) -> None:
    """The metadata of pelican-medium is used at least once each."""
    assert {s.key: s.metadata for s in sources()}[key][name] == value


def picture_urls(body: Tag) -> list[str]:
    """Return the address of every picture in a body, as written."""
    names = ["src", "data-src", "data", "srcset"]
    found = [(n, e[n]) for n in names for e in body.select(f"img[{n}], object[{n}], source[{n}]")]
    several = [v.split(",") if n == "srcset" else [v] for n, v in found]
    urls = [re.sub(r" \d+[wx]$", "", url.strip()) for some in several for url in some]
    return [url for url in urls if not url.startswith("data")]


def test_own_pictures_exist(site: Site) -> None:
    """Every picture that an article shows from its own site was built."""
    for page, body in site.pages.items():
        urls = [urljoin(f"{SITEURL}/{page}/", url) for url in picture_urls(body)]
        missing = [u for u in urls if u.startswith(SITEURL) and not site.file(u).is_file()]
        assert not missing, page


def test_pictures_are_of_every_type(site: Site) -> None:
    """The pictures are of five file formats."""
    urls = [url for body in site.pages.values() for url in picture_urls(body)]
    assert {Path(url).suffix for url in urls} >= {".jpg", ".png", ".gif", ".webp", ".svg"}


def test_covers_exist(site: Site) -> None:
    """The cover that an article names in its metadata was built."""
    covers = [s.metadata["cover"] for s in sources() if "cover" in s.metadata]
    assert covers
    assert all(site.file(cover).is_file() for cover in covers)


def test_own_links_lead_somewhere(site: Site) -> None:
    """Every link of an article into its own site has a page or a file at its end."""
    for page, body in site.pages.items():
        urls = [urljoin(f"{SITEURL}/{page}/", str(a["href"])) for a in body.select("a[href]")]
        missing = [u for u in urls if u.startswith(SITEURL) and not site.file(u).is_file()]
        assert not missing, page


def test_in_page_links_have_targets(site: Site) -> None:
    """Every in-page link names an element of its page."""
    for page, body in site.pages.items():
        ids = {element["id"] for element in body.select("[id]")} | {"top"}
        assert {str(a["href"])[1:] for a in body.select('a[href^="#"]')} <= ids, page


def test_build_has_no_errors(site: Site) -> None:
    """Pelican reports no error and no critical line."""
    assert not re.search(r"\b(ERROR|CRITICAL)\b", site.log), site.log


def test_ledger_is_written_as_the_plugin_writes_it() -> None:
    """The ledger is indented, its keys are sorted and it ends in one newline."""
    text = (SAMPLE / "medium_ledger.json").read_text(encoding="utf-8")
    assert text == json.dumps(ledger(), indent=2, sort_keys=True) + "\n"
    assert (ledger()["version"], ledger()["default_lang"]) == (1, "en")


def test_ledger_knows_articles_that_exist(site: Site) -> None:
    """Each entry of the ledger names an article by key, source path, date and address."""
    by_key = {source.key: source for source in sources()}
    for key, entry in ledger()["articles"].items():
        source = by_key[key]
        assert entry["source_path"] == source.path
        assert entry["date"] == source.metadata["date"][:10]
        assert entry["canonical_url"] == f"{SITEURL}/{source.page}/"
        assert site.file(entry["canonical_url"]).is_file()
        assert f">{entry['title']}</a></h1>" in site.html(source.page)


def test_ledger_knows_the_oldest_articles() -> None:
    """The ledger knows the five oldest articles and no other."""
    oldest = sorted(sources(), key=lambda source: source.metadata["date"])[:5]
    assert {source.key for source in oldest} == set(ledger()["articles"])


def test_ledger_has_posted_and_skipped_cells() -> None:
    """Two articles were posted, one of them as a draft, and three were there before."""
    cells = [entry["medium"] for entry in ledger()["articles"].values()]
    posted = [cell for cell in cells if cell["state"] == "posted"]
    skipped = [cell for cell in cells if cell["state"] == "skipped"]
    assert {cell["publish_status"] for cell in posted} == {"draft", "public"}
    assert all(cell["url"].endswith(cell["id"]) for cell in posted)
    assert [cell["why"] for cell in skipped] == ["before first use"] * 3


def test_counts_are_those_of_the_readme() -> None:
    """The numbers in the README are those of the sources and of the ledger."""
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    every = sources()
    counts = {
        "Sources of articles": len(every),
        "Published": sum(s.published for s in every),
        "Draft": sum(s.metadata.get("status") == "draft" for s in every),
        "Hidden": sum(s.metadata.get("status") == "hidden" for s in every),
        "Translations": sum("@" in s.key for s in every),
        "Future": sum(s.future for s in every),
        "Already in `medium_ledger.json`": len(ledger()["articles"]),
        "`Medium: no`": sum(s.metadata.get("medium") == "no" for s in every),
        "New for Medium": len(new()),
    }
    assert {name: f"{name}: {n}" in readme for name, n in counts.items()} == dict.fromkeys(
        counts, True
    )


def test_pelican_counts_the_same(site: Site) -> None:
    """Pelican says as many articles, drafts, hidden articles and pages as the README."""
    assert "Processed 18 articles, 1 draft, 1 hidden article, 1 page" in site.log


def test_readme_names_the_new_articles() -> None:
    """The rows that the README marks as new are the articles that would be sent."""
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w-]+)`(?: \((\w+)\))? \| \*\*new\*\*", readme, re.MULTILINE)
    assert sorted(f"{s}@{lang}" if lang else s for s, lang in rows) == sorted(s.key for s in new())


def test_drafts_and_hidden_pages_are_where_pelican_puts_them(site: Site) -> None:
    """The draft is built among the drafts, and the hidden and future articles have pages."""
    assert (site.output / "drafts/calibrating-the-thermometer.html").is_file()
    assert (site.output / "2026/the-spare-key/index.html").is_file()
    assert (site.output / "2099/the-hundredth-winter/index.html").is_file()
    assert (site.output / "pages/about.html").is_file()


def test_site_is_small_and_has_no_token() -> None:
    """The sources weigh under 300 kB and no settings file sets a token."""
    files = [*SAMPLE.glob("*"), *SAMPLE.glob("content/**/*")]
    assert sum(path.stat().st_size for path in files if path.is_file()) < 300_000
    settings = [(SAMPLE / f"{name}conf.py").read_text() for name in ("pelican", "publish")]
    assert not any(re.search("TOKEN *=", text) for text in settings)

"""The whole way: a real Pelican builds the sample site against the real sandbox process, twice."""

import functools
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from conftest import Quiet, Received, Site, serving
from medium_contract import check_answer, check_post_request
from zygote import python

from pelican_medium.sandbox import SANDBOX_TOKEN

SAMPLE = Path(__file__).parents[2] / "sample_site"


@contextmanager
def sandbox_process(*arguments):
    """Run `pelican-medium sandbox` as its users do."""
    command = [*python(), "-m", "pelican_medium", "sandbox", "--port", "0"]
    with subprocess.Popen(
        [*command, "--sideload", "loopback", *arguments], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            announced = process.stdout.readline()
            yield Received(re.search(r"http://[\d.:]+", announced)[0], SANDBOX_TOKEN)
        finally:
            process.terminate()


@pytest.fixture
def sample(tmp_path, elsewhere):
    """A copy of the sample site, whose one foreign picture is live on this machine."""
    folder = tmp_path / "sample"
    shutil.copytree(SAMPLE, folder)
    rose = folder / "content/station/drawing-the-wind-rose.md"
    text = rose.read_text("utf-8")
    assert "https://pictures.example.org/" in text
    rose.write_text(text.replace("https://pictures.example.org", elsewhere), "utf-8")
    return Site(folder)


def without_pictures(body):
    """Return a post's fields with every picture at no address, and no blank lines."""
    content = re.sub(r'(<img[^>]* src=")[^"]*', r"\1", body["content"])
    return {**body, "content": re.sub(r">\n+<", ">\n<", content)}


def new_keys():
    """Return the sample's new articles, as its own README names them."""
    rows = (SAMPLE / "README.md").read_text("utf-8").splitlines()
    named = [re.findall(r"`([^`]+)`", row.split("|")[1] + row.split("|")[2])
             for row in rows if "**new**" in row]  # fmt: skip
    return {names[-1] for names in named}


def violations(body):
    """Return what a strict reading of the field rules finds wrong with a post."""
    soup = BeautifulSoup(body["content"], "lxml")
    addresses = [tag.get("src") or "" for tag in soup.find_all("img")]
    addresses += [tag.get("href") or "" for tag in soup.find_all("a")]
    found = [a for a in addresses if not re.match(r"(https?://[^/]|mailto:|data:image/)", a)]
    found += [f"<{t.name} {name}>" for t in soup.find_all() for name in ("class", "id", "style")
              if name in t.attrs]  # fmt: skip
    found += [tag.name for tag in soup.find_all(["script", "style"])]
    found += [str(tag) for pre in soup.find_all("pre") for tag in pre.find_all()]
    if [h.name for h in soup.find_all("h1")] != ["h1"] or not body["content"].startswith("<h1>"):
        found.append("the title is not the only h1, or not first")
    if body["canonicalUrl"] not in body["content"]:
        found.append("no link back")
    return found + check_post_request(body)


def test_sample_site_goes_to_the_sandbox_once(sample):
    """Each new article of the sample arrives once, by the rules, and no second time."""
    before = sample.ledger["articles"]
    with sandbox_process() as medium:
        sample.use(medium)
        first = sample.build("-s", "publishconf.py")
        assert first.returncode == 0
        assert "ERROR" not in first.stdout
        posts = medium.posts
        second = sample.build("-s", "publishconf.py")
        assert second.returncode == 0
        assert medium.posts == posts
    keys = {key for key, state in sample.states().items() if state == "posted"}
    assert {key for key in keys if key not in before} == new_keys()
    assert len(posts) == len(new_keys()) >= 9
    assert {post["id"]: violations(post["request"]) for post in posts} == {
        post["id"]: [] for post in posts
    }
    assert [
        p for post in posts for p in check_answer("user-posts", 201, {"data": post["answer"]})
    ] == []
    for key, entry in before.items():
        now = sample.ledger["articles"][key]
        assert now.pop("text")
        assert now == entry


def test_sample_site_in_deploy_mode(sample):
    """The build fills the outbox and sends nothing; `post` sends it, in the order of the dates."""
    output = functools.partial(Quiet, directory=sample.folder / "output")
    with sandbox_process() as medium, serving(output) as url:
        sample.use(medium)
        sample.build("-s", "publishconf.py", "-e", f'SITEURL="{url}"', CI="true")
        assert medium.requests == []
        post = ["-e", f"SITEURL={url}", "post"]
        rehearsed = json.loads(sample.shell(*post, "--dry-run", "--json").stdout)["outcomes"]
        result = sample.shell(*post, CI="true")
        assert result.returncode == 0
        asked = [without_pictures(outcome["request"]) for outcome in rehearsed]
        assert asked == [without_pictures(body) for body in medium.bodies]
        assert len(medium.posts) == len(new_keys())
        assert sample.shell(*post, CI="true").returncode == 0
        assert len(medium.posts) == len(new_keys())
    dates = [row["date"] for row in json.loads(sample.shell("status", "--json").stdout)["articles"]]
    assert dates == sorted(dates)


def test_code_of_the_sample_keeps_every_line(sample):
    """Blocks with and without line numbers arrive as plain text with their newlines and blanks."""
    with sandbox_process() as medium:
        sample.use(medium)
        sample.build("-s", "publishconf.py")
        bodies = {body["canonicalUrl"]: body["content"] for body in medium.bodies}
    for name in ("the-logger-in-forty-lines", "the-quiet-hour"):
        url = next(url for url in bodies if name in url)
        page = sample.folder / "output" / urlsplit(url).path.strip("/") / "index.html"
        article = BeautifulSoup(page.read_text("utf-8"), "lxml").find(class_="entry-content")
        for number in article.find_all(class_=["linenos", "lineno", "linenodiv"]):
            number.decompose()
        shown = [pre.get_text() for pre in article.find_all("pre") if pre.get_text().strip()]
        sent = [pre.get_text() for pre in BeautifulSoup(bodies[url], "lxml").find_all("pre")]
        assert len(sent) > 2
        assert [text.strip("\n") for text in sent] == [text.strip("\n") for text in shown]


def test_twelve_articles_of_every_field(site, medium):
    """Twelve articles of a strange kind give twelve posts without a violation, and then none."""
    site.use(medium)
    titles = [
        "Plain", "AT&amp;T <em>and</em> others", "A List<T> of things", "x" * 140, "日本語の題名",
        "Emoji 🌊", "“Quotes” &mdash; dashes", "a < b and c > d", "&nbsp;Spaced&nbsp;out",
        "It's", "Ünïcödé", "[Brackets] (and) more",
    ]  # fmt: skip
    for number, title in enumerate(titles):
        site.article(f"n{number}", title=title, tags="C++, Men's Health, a-b, " + "t" * 30 + ", q")
    site.build()
    assert len(medium.posts) == 12
    assert [violations(body) for body in medium.bodies] == [[]] * 12
    titles_sent = {body["title"] for body in medium.bodies}
    assert {
        "AT&T and others",
        "A List<T> of things",
        "a < b and c > d",
        "Spaced out",
    } <= titles_sent
    assert {tuple(body["tags"]) for body in medium.bodies} == {("Cpp", "Mens Health", "a-b")}
    site.build()
    assert len(medium.posts) == 12


def test_the_demo_ends_by_itself_with_zero():
    """`make demo` shows ten posts, none by the second build, and leaves the repository alone."""
    changed = subprocess.run(["git", "status", "--short", SAMPLE], capture_output=True, check=False)
    result = subprocess.run(
        [sys.executable, SAMPLE / "demo.py"],
        env=os.environ | {"CI": "true", "GITHUB_EVENT_NAME": "pull_request"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "Medium has 10 posts now" in result.stdout
    assert "Posted by the second build: 0" in result.stdout
    again = subprocess.run(["git", "status", "--short", SAMPLE], capture_output=True, check=False)
    assert again.stdout == changed.stdout


def test_a_story_can_be_looked_at(site):
    """What was posted is a page in the sandbox, reached from its list."""
    with sandbox_process() as medium:
        site.use(medium)
        site.article("looked-at", text="Hello **reader**.")
        site.build()
        connection = http.client.HTTPConnection(urlsplit(medium.url).netloc, timeout=10)
        connection.request("GET", "/")
        assert "Looked-at" in connection.getresponse().read().decode()
        connection.request("GET", urlsplit(medium.posts[0]["answer"]["url"]).path)
        assert "Hello <strong>reader</strong>" in connection.getresponse().read().decode()
        connection.close()


def test_the_token_is_in_no_file_and_no_line(site):
    """Whatever happens, a known token is not in any file the build wrote or line it printed."""
    token = "2f7c0e51b64d4bd0a6f1c0ffee15dead"
    with sandbox_process("--token", token, "--fault", "ok", "--fault", "401") as medium:
        site.use(medium)
        site.environ["MEDIUM_INTEGRATION_TOKEN"] = token
        for number in range(3):
            site.article(f"a{number}")
        built = site.build("-D", COLUMNS="1000")
        posted = site.shell("--debug", "post")
        shown = site.shell("status", "--json")
        site.ledger_path.write_text("{")
        failed = site.shell("--debug", "post")
    assert "refused the token" in built.stdout
    for result in (built, posted, shown, failed):
        assert token not in result.stdout + result.stderr
    for path in site.folder.rglob("*"):
        assert not path.is_file() or token.encode() not in path.read_bytes(), path


@pytest.mark.parametrize("name", ["MEDIUM_SELECT", "MEDIUM_ARTICLE"])
def test_a_function_of_the_authors_that_exits_costs_its_article_only(site, medium, name):
    """sys.exit(0) in it is neither the build's end nor the run's; the others go, and 1 is told."""
    site.use(medium)
    arguments = "article" if name == "MEDIUM_SELECT" else "article, draft"
    site.configure(
        f"def odd({arguments}):\n    print('printed')\n"
        "    if article.slug == 'one':\n        raise SystemExit(0)\n"
        f"    return {'True' if name == 'MEDIUM_SELECT' else 'draft'}\n{name} = odd"
    )
    site.article("one")
    site.article("two")
    result = site.build(CI="true", COLUMNS="1000")
    assert result.returncode == 0
    posted = site.cli("post", "--json")
    assert [o["key"] for o in json.loads(posted.stdout)["outcomes"] if o["state"] == "posted"] == [
        "two"
    ]
    if name == "MEDIUM_SELECT":
        assert f"the function {name} failed on it: SystemExit: 0" in result.stdout
    else:
        assert posted.returncode == 1

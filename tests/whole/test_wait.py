"""`post --wait`: pages and pictures become live, and what is ready goes first."""

import functools
import json
import threading
from pathlib import Path

import pytest
from conftest import PNG, Quiet, serving
from factories import Blog, make_article, make_outbox

from pelican_medium.posting import waits


@pytest.fixture
def pages(tmp_path):
    """A folder that is live."""
    folder = tmp_path / "public"
    folder.mkdir()
    with serving(functools.partial(Quiet, directory=folder)) as url:
        yield folder, url


@pytest.fixture
def blog(tmp_path, medium):
    made = Blog(tmp_path, medium.api_url)
    made.more = {"MEDIUM_POST_ON": "deploy"}
    made.write()
    return made


def article_at(url, key, day, text=""):
    where = f"{url}/{key}.html"
    return make_article(
        key, day, canonical_url=where, base_url=where, content=f"<p>{key}</p>{text}"
    )


def titles(medium):
    return [body["title"] for body in medium.bodies]


def test_what_becomes_live_goes_and_what_is_ready_goes_first(blog, medium, pages):
    """Oldest first among those that are ready; the pauses grow."""
    folder, url = pages
    (folder / "two.html").write_text("<p>two</p>")
    waited = []

    def wait(seconds):
        waited.append(seconds)
        if len(waited) == 3:
            (folder / "one.html").write_text("<p>one</p>")

    said = []
    articles = [article_at(url, "one", 1), article_at(url, "two", 2)]
    run = blog.post(*articles, patience=600, wait=wait, say=said.append)
    assert titles(medium) == ["Two", "One"]
    assert waited == [5.0, 7.5, 11.25]
    assert len(said) == 3
    assert [(o.key, o.state) for o in run.outcomes] == [("two", "posted"), ("one", "posted")]


def test_without_patience_nobody_waits(blog, medium, pages):
    """The article is held at once, with its page and the reason."""
    run = blog.post(article_at(pages[1], "one", 1), wait=pytest.fail)
    assert [outcome.state for outcome in run.outcomes] == ["held"]
    assert "is not live (HTTP 404)" in run.outcomes[0].reason


def test_patience_ends(blog, medium, pages):
    """The pauses fill the time, and then the article is held."""
    waited = []
    run = blog.post(article_at(pages[1], "one", 1), patience=60, wait=waited.append)
    assert sum(waited) == 60
    assert max(waited) <= waits.LONGEST_PAUSE
    assert [outcome.state for outcome in run.outcomes] == ["held"]


def test_what_waiting_cannot_help_is_not_waited_for(blog, medium, pages):
    """A page that names another original will do so in ten minutes as well."""
    folder, url = pages
    (folder / "one.html").write_text('<link rel="canonical" href="https://other.example/">')
    run = blog.post(article_at(url, "one", 1), patience=600, wait=pytest.fail)
    assert [outcome.state for outcome in run.outcomes] == ["held"]


def test_a_picture_that_becomes_live_is_side_loaded(blog, medium, pages):
    """Waiting is for pictures as much as for pages; what was live before is not asked again."""
    folder, url = pages
    blog.more = {"MEDIUM_POST_ON": "deploy", "MEDIUM_IMAGES": "sideload"}
    (folder / "one.html").write_text("<p>one</p>")
    (folder / "a.png").write_bytes(PNG)
    text = f'<img src="{url}/a.png"><img src="{url}/b.png">'

    def wait(_seconds):
        (folder / "b.png").write_bytes(PNG)

    box = make_outbox(article_at(url, "one", 1, text))
    run = blog.post(box, patience=60, wait=wait)
    assert [outcome.state for outcome in run.outcomes] == ["posted"]
    assert {one["verdict"] for one in medium.posts[0]["pictures"]} == {"side-loaded"}


def test_a_held_article_uses_up_no_cap(blog, medium, pages):
    """The cap per run is for what was sent."""
    folder, url = pages
    blog.more = {"MEDIUM_POST_ON": "deploy", "MEDIUM_MAX_POSTS_PER_RUN": 1}
    (folder / "two.html").write_text("<p>two</p>")
    blog.post(article_at(url, "one", 1), article_at(url, "two", 2), article_at(url, "three", 3))
    assert titles(medium) == ["Two"]


def test_post_wait_is_an_option_of_the_command(site, medium, live, tmp_path):
    """`post --wait SECONDS`, with a page that gets live meanwhile."""
    site.configure('MEDIUM_POST_ON = "deploy"')
    site.use(medium)
    site.article()
    site.build()
    page, away = site.folder / "output/one.html", Path(tmp_path / "one.html")
    page.rename(away)

    def deploy():
        while not medium.requests:  # the account is asked for before the first look
            pass
        away.rename(page)

    deploying = threading.Thread(target=deploy)
    deploying.start()
    result = site.cli("post", "--wait", "30", "--json")
    deploying.join()
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["counts"] == {"posted": 1}
    assert site.cli("post", "--wait", "-1").returncode == 2

"""The desk's addresses: what each answers, and what none of them gives away."""

import re

import pytest
from conftest import PNG
from desks import OTHER, Client, desk_of, nothing_changes

from pelican_medium.desk import page


def test_pictures_have_their_verdicts_and_come_from_the_build(site):
    """A picture of the site is shown from its file; only pictures of the output are served."""
    (site.folder / "content/images").mkdir()
    (site.folder / "content/images/a.png").write_bytes(PNG)
    (site.folder / "content/images/a.txt").write_text("no picture")
    site.configure('STATIC_PATHS = ["images"]')
    site.article("one", text="Words. ![A](https://small.example/images/a.png)")
    site.build()
    with desk_of(site) as opened:
        client = Client(opened)
        text = client.article("one").text
        assert ">https://small.example/images/a.png</a></li>" in text
        [address] = re.findall(r'<img[^>]* src="(/[^"]*)"', text)
        path = address.removeprefix(opened.secrets.prefix)
        assert client.get(path).status == 200
        assert client.get(path).headers["Content-Type"] == "image/png"
        for src in (
            "https://small.example/one.html",
            "https://small.example/../pelicanconf.py",
            "https://small.example/images/..%2f..%2f..%2fmedium_ledger.json",
            "https://small.example/images/a.txt",
            "https://small.example/nothing.png",
            "file:///etc/passwd",
        ):
            assert client.get(f"/picture?src={src}").status == 404


def test_an_unknown_article_is_not_found(client):
    """A key that nobody knows is a 404 in words, whatever it holds, with a way back."""
    answer = client.article("<script>no")
    assert answer.status == 404
    assert "&lt;script&gt;no" in answer.text
    assert "<script>no" not in answer.text
    assert f'<a href="{client.opened.secrets.prefix}/">← All articles</a>' in answer.text


def test_a_damaged_ledger_is_said_and_not_touched(filled):
    """Pages say what is wrong, and no form changes a file that cannot be read."""
    with desk_of(filled) as opened:
        client = Client(opened)
        seen = client.article("one").seen
        filled.ledger_path.write_text("{", "utf-8")
        with nothing_changes(filled):
            assert client.get().status == 500
            assert "is not JSON" in client.get().text
            assert client.mark("one", seen=seen).status == 500


def test_nothing_is_changed_by_a_get(client, filled):
    """Addresses that change something take no GET, HEAD, PUT or OPTIONS."""
    prefix = client.opened.secrets.prefix
    with nothing_changes(filled):
        for method in ("GET", "HEAD", "PUT", "OPTIONS", "DELETE"):
            for path in ("/mark", "/undo", "/post"):
                answer = client.ask(method, prefix + path)
                assert answer.status in {200, 403, 405}
                assert "Access-Control-Allow-Origin" not in answer.headers


def test_styles_and_script_are_served_and_nothing_else_of_the_package(client):
    """Each with its type, which no browser guesses; a name that is none of them is not found."""
    for name, kind in page.ASSETS.items():
        answer = client.get(f"/asset/{name}")
        assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
        assert answer.text
    for name in ("nothing.css", "..%2fguard.py", "article.html"):
        assert client.get(f"/asset/{name}").status == 404


@pytest.mark.parametrize("path", ["/nothing", "/article", "/progress"])
def test_what_is_not_there_is_a_page_in_words(client, path):
    """With a way back; nothing was posted yet, so there is no progress."""
    answer = client.get(path)
    assert answer.status == 404
    assert answer.text.startswith("<!DOCTYPE html>")
    assert "← All articles" in answer.text


def test_a_stranger_learns_nothing_of_where_the_pages_are(client):
    """A refusal has no way back, and outside of the prefix there is nothing."""
    answer = client.get("/", Cookie=None)
    assert answer.status == 403
    assert client.opened.secrets.prefix not in answer.text
    assert client.ask("GET", "/").status == 404


def test_a_form_that_is_too_large_is_not_read(client, filled):
    """No address and no choice of articles needs a megabyte."""
    with nothing_changes(filled):
        answer = client.post("/skip", several="x" * (1024 * 1024 + 1))
    assert answer.status == 413


def test_several_that_nobody_knows_are_named(client, filled):
    """A form of a build before this one may name an article that is gone."""
    with nothing_changes(filled):
        answer = client.post("/skip", several="0123456789abcdef gone")
    assert answer.status == 404
    assert "There is no article &#39;gone&#39;" in answer.text


def test_after_an_article_comes_the_next_that_waits(client):
    """Whoever marks one goes on; after the last one, and after an undo, the lists are shown."""
    prefix = client.opened.secrets.prefix
    told = [f"{client.article(key).seen} {key}" for key in ("one", "two")]
    client.post("/skip", several=told, sure="yes")
    assert client.post("/undo").headers["Location"] == f"{prefix}/"
    first = client.mark("one")
    assert first.status == 303
    assert first.headers["Location"] == f"{prefix}/article?key=two&next"
    assert client.mark("two", url=OTHER).headers["Location"] == f"{prefix}/"
    assert client.post("/undo").headers["Location"] == f"{prefix}/article?key=two"
    assert client.mark("two", "pending").headers["Location"] == f"{prefix}/"

"""What the desk's pages say."""

import re
import shutil
from pathlib import Path

import pytest
from conftest import Site
from desks import Client, changed, desk_of
from referee import faults

SAMPLE = Path(__file__).parents[2] / "sample_site"


def test_the_lists_name_each_article_where_it_belongs(client):
    """What needs a person first, then what waits, then what is done; old ones are not named."""
    text = client.get().text
    shown = {
        name: re.findall(r'class="key">([^<]*)<', part)
        for name, part in re.findall(r'<h2 id="(\w+)">(.*?)</section>', text, re.DOTALL)
    }
    del shown["rules"]
    assert list(shown.items()) == [
        ("unclear", ["unclear"]),
        ("rejected", ["refused"]),
        ("changed", ["edited"]),
        ("waiting", ["one", "two"]),
        ("posted", ["done"]),
        ("skipped", ["put-aside"]),
    ]
    assert "No answer within 40 s" in text
    assert "https://medium.com/p/aaaaaa000001/edit" in text


def test_an_article_has_all_that_a_person_needs(client):
    """Story, fields and the two ways to Medium; import's losses; no button that posts."""
    text = client.article("one").text
    assert "Text of one." in client.article("one").value_of("clip-html")
    assert '<span id="canonical" dir="auto">https://small.example/one.html</span>' in text
    assert '<span id="tag-2" dir="auto">tides</span>' in text
    assert 'href="https://medium.com/new-story" target="_blank" rel="noopener noreferrer"' in text
    assert '<span id="import" dir="auto">https://small.example/one.html</span>' in text
    assert "nothing that import is known to lose" in text
    assert "with the token" not in text
    assert "Post it" not in text


def test_a_held_article_says_why_and_a_missing_outbox_too(filled):
    """What has no draft is still there to be marked; without an outbox the ledger is shown."""
    filled.article("held", text='<IMG SRC="{static}/x.png">')
    filled.build()
    with desk_of(filled) as opened:
        client = Client(opened)
        assert "{static}/x.png" in client.article("held").text
        filled.outbox_path.unlink()
        text = client.get().text
        assert "build the site once more" in text
        assert "unclear" in text


def test_a_hostile_article_is_only_text(site):
    """Script, handlers, frames and javascript: links are gone from page and clipboard."""
    site.article(
        "hostile",
        title="</textarea><script>taken()</script>",
        text="<script>taken()</script>\n<p onclick='taken()'>a</p>\n<iframe src='https://evil.example'>"
        "</iframe>\n<a href='javascript:taken()'>b</a>\n<img src='x' onerror='taken()'>"
        "\n<pre></textarea><script>taken()</script></pre>",
    )
    site.build()
    with desk_of(site) as opened:
        client = Client(opened)
        for text in (client.get().text, client.article("hostile").text):
            assert text.count("<script") == 1
            assert "javascript:" not in text
            assert " onclick" not in text.replace("&", " ")
            assert "<iframe" not in text


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The sample site, built as its author would, with nothing of Medium in the environment."""
    folder = tmp_path_factory.mktemp("sample") / "site"
    made = shutil.ignore_patterns("output", "cache", "__pycache__", ".medium_outbox.json")
    shutil.copytree(SAMPLE, folder, ignore=made)
    site = Site(folder, {"PYTHONUTF8": "1"})
    result = site.build("-s", "publishconf.py", timeout=120)
    assert result.returncode == 0
    assert "10 articles are waiting: pelican-medium desk" in " ".join(result.stdout.split())
    return site


def test_every_waiting_article_of_the_sample_can_be_pasted(sample):
    """Each clipboard passes the referee of what the API is sent; each mark changes one entry."""
    with desk_of(sample, "publishconf.py") as opened:
        client = Client(opened)
        keys = re.findall(r'key=([^"]+)"', client.get().text.split('<h2 id="posted"')[0])
        assert len(keys) == 10
        for number, key in enumerate(key.replace("%40", "@") for key in keys):
            page = client.article(key)
            pasted = page.value_of("clip-html")
            assert "<h1>" not in pasted
            assert pasted.isascii()
            assert "data:" not in pasted
            assert faults(f"<h1>Title</h1>{pasted}") == []
            before = sample.ledger
            url = f"https://medium.com/p/bbbbbb{number:06}"
            assert client.mark(key, seen=page.seen, url=url).status == 303
            assert changed(before, sample.ledger) == {key}
        assert "Nothing waits." in client.get().text

"""What a person changes at the desk, and takes back."""

import json
import re
import threading

import pytest
from desks import ADDRESS, OTHER, Client, changed, desk_of, nothing_changes

from pelican_medium.model.errors import DeskError
from pelican_medium.store.ledger import Ledger


def test_a_posted_article_changes_exactly_one_entry(client, filled):
    """The ledger says posted, by hand, with address, id and status; nothing else is touched."""
    before = filled.ledger
    answer = client.mark("one", published="unlisted")
    assert answer.status == 303
    assert answer.headers["Location"].endswith("/article?key=two&next")
    assert changed(before, filled.ledger) == {"one"}
    posted = filled.ledger["articles"]["one"]["medium"]
    assert (posted["state"], posted["by"], posted["url"]) == ("posted", "hand", ADDRESS)
    assert (posted["id"], posted["publish_status"]) == ("0123456789ab", "unlisted")
    text = client.get("/article?key=two&next").text
    assert "“One” is recorded as posted." in text
    assert re.search('<h1 id="headline"[^>]* autofocus>Two</h1>', text)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" https://medium.com/p/0123456789ab/edit ", "https://medium.com/p/0123456789ab"),
        (f"{ADDRESS}?source=friends_link&sk=0badcafe", ADDRESS),
        (f"{ADDRESS}/#0badcafe", ADDRESS),
    ],
)
def test_an_address_is_kept_without_editor_and_keys(client, filled, given, kept):
    """What a person copies from the address bar becomes what readers may have."""
    assert client.mark("one", url=given).status == 303
    assert filled.ledger["articles"]["one"]["medium"]["url"] == kept


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"url": "https://medium.com/new-story"}, "holds no id"),
        ({"url": "0123456789ab"}, "no absolute http(s) URL"),
        ({"url": "javascript:alert(1)//0123456789ab"}, "no absolute http(s) URL"),
        ({"url": "https://small.example/facade"}, "on your own site"),
        ({"url": "https://you.medium.com/x-aaaaaa000002"}, "already recorded for"),
        ({"published": "maybe"}, "public, unlisted or still a draft"),
        ({"state": "gone"}, "no such state"),
    ],
)
def test_what_cannot_be_meant_changes_nothing(client, filled, fields, said):
    """A wrong address is named, stays in the form, and the ledger stays as it is."""
    with nothing_changes(filled):
        answer = (
            client.mark("one", **fields)
            if "state" not in fields
            else client.mark("one", fields["state"])
        )
    assert answer.status == 409
    assert said in re.search('role="alert">([^<]*)<', answer.text)[1]
    if url := fields.get("url"):
        assert f'value="{url}"' in answer.text


@pytest.mark.parametrize(
    ("key", "state", "after"),
    [
        ("one", "skipped", "skipped"),
        ("unclear", "pending", None),
        ("unclear", "skipped", "skipped"),
        ("refused", "pending", None),
        ("done", "pending", None),
        ("put-aside", "pending", None),
        ("unclear", "posted", "posted"),
    ],
)
def test_each_change_can_be_undone(client, filled, key, state, after):
    """Skip, back to waiting and posted change one entry, and undo puts it back byte for byte."""
    before, text = filled.ledger, filled.ledger_path.read_text("utf-8")
    assert client.mark(key, state).status == 303
    assert changed(before, filled.ledger) == {key}
    assert filled.states()[key] == after
    assert client.post("/undo").status == 303
    assert json.loads(filled.ledger_path.read_text("utf-8")) == json.loads(text)
    with nothing_changes(filled):
        assert client.post("/undo").status == 409


def test_undo_goes_back_one_by_one(client, filled):
    """The last change first, then the one before it."""
    client.mark("one")
    client.mark("two", "skipped")
    client.post("/undo")
    assert filled.states().get("two") is None
    assert filled.states()["one"] == "posted"
    client.post("/undo")
    assert filled.states().get("one") is None


def test_undo_leaves_what_another_hand_has_made_of_it(client, filled):
    """An entry that changed since is left as it is, and that is said."""
    client.mark("one")
    assert filled.cli("mark", "one", "skipped", "--again").returncode == 0
    with nothing_changes(filled):
        answer = client.post("/undo")
    assert answer.status == 409
    assert "nothing was undone" in answer.text


def test_of_two_desks_the_slower_one_is_told(filled):
    """A form that was made before another desk settled the article changes nothing."""
    with desk_of(filled) as first, desk_of(filled) as second:
        one, other = Client(first), Client(second)
        seen = other.article("one").seen
        assert one.mark("one").status == 303
        with nothing_changes(filled):
            answer = other.mark("one", url=OTHER, seen=seen)
        assert answer.status == 409
        assert "something else about “One”" in answer.text
        assert other.get("/article?key=one").status == 200


def test_the_desk_waits_its_turn_for_the_lock(client, filled):
    """While another run holds the ledger nothing is changed, and the page says so."""
    seen = client.article("one").seen
    with Ledger(filled.ledger_path).locked(), nothing_changes(filled):
        answer = client.mark("one", seen=seen)
    assert answer.status == 409
    assert "Another run" in answer.text
    assert client.mark("one").status == 303


def test_a_build_meanwhile_is_seen(client, filled):
    """The desk keeps nothing in mind: an article built while it is open is there at once."""
    filled.article("new")
    filled.build()
    assert 'class="key">new<' in client.get().text
    assert client.mark("new").status == 303
    filled.build()
    assert filled.states()["new"] == "posted"


def test_two_changes_at_once_are_both_kept(filled):
    """Requests that meet at the lock wait for each other, and no entry is lost."""
    with desk_of(filled) as opened:
        client = Client(opened)
        seen = {key: client.article(key).seen for key in ("one", "two")}
        urls = {"one": ADDRESS, "two": OTHER}
        answers = []

        def mark(key):
            answers.append(client.mark(key, seen=seen[key], url=urls[key]).status)

        threads = [threading.Thread(target=mark, args=(key,)) for key in seen]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == [303, 303]
    assert {filled.states()[key] for key in seen} == {"posted"}


@pytest.mark.parametrize("state", ["pending", "skipped"])
@pytest.mark.parametrize("key", ["unclear", "done", "edited"])
def test_what_may_be_on_medium_is_asked_about_first(client, filled, key, state):
    """Without a second word nothing is changed, not even by a form that was made by hand."""
    with nothing_changes(filled):
        answer = client.mark(key, state, sure=None)
        assert answer.status == 200
        assert "to waiting</button>" in answer.text or "skip it</button>" in answer.text
        seen = {key: client.article(key).seen}
        with pytest.raises(DeskError, match="Say once more"):
            client.opened.desk.mark(seen, state)


def test_several_are_skipped_with_one_question_and_undone_at_once(client, filled):
    """The question names them, the answer skips them together, one undo brings all back."""
    before = filled.ledger_path.read_bytes()
    several = [f"{client.article(key).seen} {key}" for key in ("one", "two")]
    with nothing_changes(filled):
        asked = client.post("/skip", several=several)
    assert "Skip 2 articles?" in asked.text
    assert client.post("/skip", several=several, sure="yes").status == 303
    assert {filled.states()[key] for key in ("one", "two")} == {"skipped"}
    assert "“One”, “Two” are skipped." in client.get().text
    assert client.post("/undo").status == 303
    assert json.loads(filled.ledger_path.read_text("utf-8")) == json.loads(before)


def test_of_several_none_is_skipped_where_one_has_changed(client, filled):
    """All or nothing: an article that another hand has changed meanwhile stops the whole action."""
    several = [f"{client.article(key).seen} {key}" for key in ("one", "two")]
    client.mark("two", "skipped")
    with nothing_changes(filled):
        answer = client.post("/skip", several=several, sure="yes")
    assert answer.status == 409
    assert "something else about “Two”" in answer.text


def test_nothing_selected_is_said(client, filled):
    """A press without a tick changes nothing and says what is missing."""
    with nothing_changes(filled):
        answer = client.post("/skip")
    assert answer.status == 409
    assert "No article was selected" in answer.text


def test_a_new_text_that_is_on_medium_is_recorded(client, filled):
    """The entry takes the build's fingerprint and nothing else, and is no longer changed."""
    before = filled.ledger
    assert "Changed since they were posted" in client.get().text
    assert client.mark("edited", "updated").status == 303
    assert changed(before, filled.ledger) == {"edited"}
    [built] = [one for one in filled.outbox["index"] if one["key"] == "edited"]
    cell_before = before["articles"]["edited"]["medium"]
    assert filled.ledger["articles"]["edited"]["medium"] == cell_before | {
        "fingerprint": built["fingerprint"]
    }
    assert "Changed since they were posted" not in client.get().text
    client.post("/undo")
    assert filled.ledger == before


def test_only_what_is_posted_can_be_up_to_date(client, filled):
    """A form that says so of a waiting article changes nothing."""
    with nothing_changes(filled):
        assert client.mark("one", "updated").status == 409


def test_only_addresses_of_the_web_become_links(client, filled):
    """An address of another scheme, in a ledger from elsewhere, is shown and leads nowhere."""
    articles = filled.ledger["articles"]
    articles["done"]["medium"]["url"] = "javascript:alert(1)//aaaaaa000002"
    articles["done"]["canonical_url"] = "javascript:alert(2)"
    filled.write_ledger(articles)
    for text in (client.get().text, client.article("done").text):
        assert "javascript:alert" not in "".join(re.findall('href="[^"]*"', text))
    assert "javascript:alert(1)" in client.get().text

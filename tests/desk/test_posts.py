"""Posting from the desk, with a token."""

import json
import threading

import pytest
from desks import ended, nothing_changes

from pelican_medium.desk import application
from pelican_medium.desk.posts import Posting
from pelican_medium.store.ledger import Ledger


def test_the_button_posts_one_article_as_post_does(posting, filled, medium):
    """One request, the same body as a dry run shows, the answer in the ledger, each step told."""
    dry = json.loads(filled.cli("post", "one", "--dry-run", "--json").stdout)
    assert ">Post it</button>" in posting.article("one").text
    assert posting.post("/post", key="one").status == 303
    told = ended(posting)
    assert medium.bodies == [dry["outcomes"][0]["request"]]
    assert filled.states()["one"] == "posted"
    assert filled.ledger["articles"]["one"]["medium"]["by"] == "api"
    assert told["state"] == "posted"
    assert told["done"] is True
    assert [line.split()[0] for line in told["lines"]] == ["The", "posted"]
    assert filled.states().get("two") is None
    with nothing_changes(filled):
        assert posting.post("/post", key="one").status == 409
    assert len(medium.posts) == 1


def test_one_post_at_a_time(posting, filled, medium):
    """While one is on its way, another, and a mark, have to wait; nothing is sent twice."""
    medium.misbehave("slow:5")
    posting.post("/post", key="one")
    seen = posting.article("two").seen
    assert posting.post("/post", key="two").status == 409
    assert posting.mark("two", seen=seen).status == 409
    assert ended(posting)["state"] == "posted"
    assert len(medium.posts) == 1
    assert filled.states().get("two") is None


@pytest.mark.parametrize(
    ("fault", "state", "said"),
    [
        ("500", "unknown", "It may be on Medium"),
        ("400", "rejected", "It is tried again when the article changes"),
        ("401", None, "refused"),
    ],
)
def test_what_goes_wrong_is_recorded_and_said(posting, request, fault, state, said):
    """The ledger says what `post` would have it say, and the page says it in words."""
    filled, medium = map(request.getfixturevalue, ("filled", "medium"))
    medium.misbehave(fault)
    posting.post("/post", key="one")
    told = ended(posting)
    assert said in " ".join([*told["lines"], told["trouble"] or ""])
    assert filled.states().get("one") == state


def test_a_page_is_of_one_moment(posting, medium, monkeypatch):
    """A post that ends while its page is made is under way on all of it, and over on the next."""
    released, workers = threading.Event(), []
    real, sheet = Posting._post, application.sheets.sheet

    def late(self, *given):
        released.wait(20)
        real(self, *given)

    def end_meanwhile(*given):
        released.set()
        for worker in workers:
            worker.join()
        return sheet(*given)

    monkeypatch.setattr(Posting, "_post", late)
    monkeypatch.setattr(application.sheets, "sheet", end_meanwhile)
    medium.misbehave("401")
    before = set(threading.enumerate())
    posting.post("/post", key="one")
    workers += set(threading.enumerate()) - before
    during, after = posting.article("one").text, posting.article("one").text
    assert "data-progress" in during
    assert ">Post it</button>" not in during
    assert "It was not sent." not in during
    assert "data-progress" not in after
    assert ">Post it</button>" not in after
    assert "It was not sent." in after


def test_a_held_ledger_stops_the_button(posting, filled, medium):
    """Where another run is at work nothing is sent, and the page says so."""
    with Ledger(filled.ledger_path).locked(), nothing_changes(filled):
        posting.post("/post", key="one")
        assert "Another run" in ended(posting)["trouble"]
    assert medium.posts == []


def test_without_a_token_nothing_is_posted(client, filled):
    """There is no button, and asking without it is refused."""
    with nothing_changes(filled):
        answer = client.post("/post", key="one")
    assert answer.status == 409
    assert "MEDIUM_INTEGRATION_TOKEN" in answer.text

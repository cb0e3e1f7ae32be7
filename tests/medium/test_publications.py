"""Publications: which one is meant, what a role allows, and what is asked of Medium, how often."""

import json
from dataclasses import replace

import pytest
from conftest import PNG
from conversations import API, DRAFT, Line, answer, created, me, refusal
from factories import make_article

from pelican_medium.medium import answers, publications, requests
from pelican_medium.medium import client as client_module
from pelican_medium.medium.client import Medium
from pelican_medium.medium.publications import Publication
from pelican_medium.model import PUBLICATION_UNASKED, PUBLISH_STATUSES, Note
from pelican_medium.model.errors import ArticleError, HeldBack, NotSent, Rejected
from pelican_medium.sandbox.cast import PUBLICATIONS, USER_ID

EDITED, WRITTEN, FOLLOWED, TWICE = PUBLICATIONS
DUNES = Publication("d0", "Dunes & Sand", "https://medium.com/dunes-and-sand")
TIDES = Publication("71de", "Tides", "https://tides.example")
KNOWN = [DUNES, TIDES]


# Which one


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ("d0", DUNES),
        ("Dunes & Sand", DUNES),
        ("dunes  & SAND", DUNES),
        ("dunes-and-sand", DUNES),
        ("Dunes-And-Sand", DUNES),
        ("https://medium.com/dunes-and-sand/", DUNES),
        ("71de", TIDES),
        ("tides", TIDES),
        ("https://tides.example", TIDES),
        ("D0", None),
        ("dunes", None),
        ("https:", None),
        ("", None),
    ],
)
def test_a_publication_is_found_by_id_name_slug_or_address(wish, found):
    """Names, slugs and addresses in any case; an id as it is."""
    assert publications.find(wish, KNOWN) == found


def test_an_id_comes_before_a_name():
    """One publication may be called what another one's id is."""
    odd = Publication("x1", "d0")
    assert publications.find("d0", [odd, DUNES]) == DUNES


def test_two_of_one_name_are_both_named():
    """Which one is meant only the author knows; the ids tell them apart."""
    other = Publication("d1", "Dunes & Sand")
    with pytest.raises(ArticleError, match=r"several publications.*d0.*d1.*by its id"):
        publications.find("Dunes & Sand", [DUNES, other])


# What a role allows


@pytest.mark.parametrize(
    ("rows", "role"),
    [
        ([("me", "editor")], "editor"),
        ([("me", "writer")], "writer"),
        ([("me", "writer"), ("me", "editor")], "editor"),
        ([("me", "editor"), ("me", "writer")], "editor"),
        ([("you", "editor"), ("me", "writer")], "writer"),
        ([("you", "editor")], None),
        ([("me", "reader")], None),
        ([], None),
    ],
)
def test_the_better_role_counts(rows, role):
    """Who is listed twice is an editor; others' roles are theirs."""
    assert publications.role_of("me", rows) == role


def draft(status="draft", publication="d0"):
    unasked = (Note(PUBLICATION_UNASKED, where=publication),) if publication else ()
    notes = (Note("kept"), *unasked)
    return replace(DRAFT, publish_status=status, publication=publication, notes=notes)


@pytest.mark.parametrize("status", PUBLISH_STATUSES)
@pytest.mark.parametrize("submit", [True, False])
def test_an_editor_may_use_every_status(status, submit):
    """What was only forecast is settled, and no longer said."""
    made = publications.admitted(draft(status), DUNES, "editor", submit_as_writer=submit)
    assert made.publish_status == status
    assert made.notes == (Note("kept"),)


def test_a_writers_draft_is_a_submission_and_says_so():
    """It goes only by the author's explicit word, and is noted as what it is."""
    made = publications.admitted(draft(), DUNES, "writer", submit_as_writer=True)
    assert made.notes == (Note("kept"), Note(publications.SUBMITTED, where="Dunes & Sand"))
    with pytest.raises(ArticleError, match=r"submission.*editors may publish.*MEDIUM_SUBMIT_AS_W"):
        publications.admitted(draft(), DUNES, "writer", submit_as_writer=False)


@pytest.mark.parametrize("status", ["public", "unlisted"])
@pytest.mark.parametrize("submit", [True, False])
def test_a_writer_may_send_nothing_but_drafts(status, submit):
    """No setting of ours changes the status an author asked for."""
    with pytest.raises(ArticleError, match=rf"only a writer.*'{status}'.*submission"):
        publications.admitted(draft(status), DUNES, "writer", submit_as_writer=submit)


# What is asked


def rows(*publications_):
    return answer(200, {"data": [one.to_json("https://medium.com") for one in publications_]})


def roles(publication):
    return answer(200, {"data": publication.contributors_json()})


def client(*answers, **more):
    line = Line(me(id=USER_ID), *answers)
    return Medium(line, API, pause=lambda _: None, **more), line


def test_everything_is_asked_once():
    """Account, publications and contributors, however many articles; then only posts."""
    one, line = client(rows(*PUBLICATIONS), roles(EDITED), created(), created())
    for _ in range(2):
        wish = draft("public", EDITED.name)
        assert one.admit(wish).notes == (Note("kept"),)
        one.deliver(wish)
    post = f"POST /publications/{EDITED.id}/posts"
    assert line.calls == [
        "GET /me",
        f"GET /users/{USER_ID}/publications",
        f"GET /publications/{EDITED.id}/contributors",
        post,
        post,
    ]


def test_an_article_for_the_profile_asks_for_no_publication():
    """Nothing is asked that is not needed."""
    one, line = client(created())
    assert one.admit(DRAFT) is DRAFT
    one.deliver(DRAFT)
    assert line.calls == ["GET /me", f"POST /users/{USER_ID}/posts"]


@pytest.mark.parametrize(
    ("wish", "words"),
    [("Nowhere", "you have none of that name"), (FOLLOWED.slug, "neither editor nor writer")],
)
def test_a_refusal_names_what_is_possible(wish, words):
    """A stranger, or a name that is none, learns where the article could go."""
    lists = [roles(one) for one in PUBLICATIONS]
    if wish == FOLLOWED.slug:
        lists.insert(0, lists.pop(2))
    one, line = client(rows(*PUBLICATIONS), *lists)
    with pytest.raises(ArticleError) as caught:
        one.admit(draft(publication=wish))
    told = str(caught.value)
    assert repr(wish) in told
    assert words in told
    assert told.endswith(
        f"you may publish in “{EDITED.name}” ({EDITED.slug}, {EDITED.id}) as editor, "
        f"“{WRITTEN.name}” ({WRITTEN.slug}, {WRITTEN.id}) as writer, "
        f"“{TWICE.name}” ({TWICE.slug}, {TWICE.id}) as editor"
    )
    assert not [one for one in line.requests if one.method == "POST"]


def test_nowhere_to_publish_is_said():
    """An account without any publication has nothing to choose from."""
    one, _ = client(rows())
    with pytest.raises(ArticleError, match="there is no publication that you may publish in"):
        one.admit(draft())


def test_not_hundreds_are_asked():
    """An account may follow two hundred publications; the list of what is possible has an end."""
    many = [Publication(f"{n:012x}", f"P{n}", f"https://medium.com/p{n}") for n in range(200)]
    listed = [{"id": p.id, "name": p.name, "url": p.url} for p in many]
    none = answer(200, {"data": []})
    one, line = client(answer(200, {"data": listed}), *[none] * 200)
    with pytest.raises(ArticleError):
        one.admit(draft(publication="Nowhere"))
    assert len(line.requests) == 2 + client_module.MOST_ASKED


@pytest.mark.parametrize("said", [refusal(403, -1), refusal(404, -1)], ids=["403", "404"])
def test_who_may_not_ask_has_no_role(said):
    """It costs this article only."""
    one, _ = client(rows(FOLLOWED), said)
    with pytest.raises(ArticleError, match="neither editor nor writer"):
        one.admit(draft(publication=FOLLOWED.id))


UNSAID = {
    "401": (refusal(401, 6003), "refused the token"),
    "scope": (refusal(403, 6002), "refused the token"),
    "a guard": (answer(403, b"<html>", {"Content-Type": "text/html"}), "A page instead"),
    "no JSON": (answer(200, b"?"), "did not say"),
    "no list": (answer(200, {"data": {}}), "did not say"),
    "429": (refusal(429, -1, Retry_After="30"), "no more posts for now"),
}


@pytest.mark.parametrize(("said", "words"), UNSAID.values(), ids=UNSAID)
def test_what_medium_does_not_say_stops_the_run(said, words):
    """Both questions: nothing may be sent on a guess, and the next article would fare no better."""
    for before in ([], [rows(EDITED)]):
        one, _ = client(*before, said)
        with pytest.raises(NotSent, match=words):
            one.admit(draft(publication=EDITED.id))


def test_rows_that_are_none_are_left_out():
    """A list with something odd in it is still a list."""
    odd = [None, 5, {}, {"id": None}, {"id": "d0", "name": 7}, {"userId": 1, "role": []}]
    assert answers.read_publications(answer(200, {"data": odd})) == (Publication("d0", ""),)
    assert answers.read_role(answer(200, {"data": odd}), "me") is None


def test_not_allowed_is_one_message_whatever_the_status():
    """Medium answers so as 403, and was seen to as 400."""
    told = set()
    for status in (400, 403):
        said = refusal(status, 2000, "User is Not Allowed to publish in it.")
        with pytest.raises(HeldBack) as caught:
            answers.read_receipt(said, draft())
        told.add(str(caught.value))
    [message] = told
    assert "does not let you publish there: “User is Not Allowed" in message
    assert "Medium_Publication" in message
    with pytest.raises(HeldBack, match=r"does not let you publish there\. Nothing"):
        answers.read_receipt(answer(403), draft())
    with pytest.raises(Rejected):
        answers.read_receipt(refusal(400, 2000, "tags"), draft())


def test_a_publication_that_refused_is_not_knocked_at_again():
    """Its other articles are held by that answer, and those for elsewhere still go."""
    one, line = client(rows(*PUBLICATIONS), roles(EDITED), refusal(403, -1), created())
    wish = draft("public", EDITED.name)
    with pytest.raises(HeldBack):
        one.deliver(one.admit(wish))
    asked = list(line.calls)
    with pytest.raises(ArticleError, match="does not let you publish there"):
        one.admit(wish)
    assert line.calls == asked
    assert one.deliver(one.admit(DRAFT)).id == "e6f36a"


def test_a_guard_closes_no_publication():
    """A page in place of Medium's answer says nothing of whose publication it is."""
    page = answer(403, b"<html>", {"Content-Type": "text/html"})
    one, _ = client(rows(*PUBLICATIONS), roles(EDITED), page, created())
    wish = draft("public", EDITED.name)
    with pytest.raises(HeldBack):
        one.deliver(one.admit(wish))
    assert one.deliver(one.admit(wish)).id == "e6f36a"


def test_a_strange_id_cannot_change_the_address():
    """Whatever Medium calls a publication stays one part of the path."""
    for request in (
        requests.publication_post_request(API, "../me?x", DRAFT),
        requests.contributors_request(API, "../me?x"),
    ):
        assert request.url.startswith(f"{API}/publications/..%2Fme%3Fx/")


# On a real socket


def gets(received):
    return [one["path"] for one in received.requests if one["method"] == "GET"]


@pytest.mark.parametrize("name", ["id", "name", "slug"])
@pytest.mark.parametrize("publication", [EDITED, TWICE], ids=["editor", "both"])
def test_an_editor_posts_into_a_publication(site, medium, publication, name):
    """By id, name or URL slug, with any status; each question is asked once a run."""
    site.use(medium)
    site.configure(f"MEDIUM_PUBLICATION = {getattr(publication, name)!r}")
    for status in PUBLISH_STATUSES:
        site.article(status, medium_status=status)
    assert site.build().returncode == 0
    assert {one["publicationId"] for one in medium.posts} == {publication.id}
    assert {one["request"]["publishStatus"] for one in medium.posts} == set(PUBLISH_STATUSES)
    assert len(gets(medium)) == len(set(gets(medium))) == 3
    cell = site.ledger["articles"]["public"]["medium"]
    assert set(cell) == {
        "state", "by", "id", "url", "at", "publish_status", "fingerprint", "api",
    }  # fmt: skip


def test_a_writer_is_held_until_the_author_says_submit(site, medium):
    """The message says what such a draft is; then it goes, and the answer says so again."""
    site.use(medium)
    site.article("one", medium_publication=WRITTEN.name)
    site.article("fine", date="2026-02-01")
    held = site.build(COLUMNS="1000").stdout
    assert [body["title"] for body in medium.bodies] == ["Fine"]
    assert "a draft sent to a publication is a submission, which its editors may publish" in held
    assert "MEDIUM_SUBMIT_AS_WRITER = True" in held
    assert site.states() == {"fine": "posted"}
    assert "MEDIUM_SUBMIT_AS_WRITER" in site.outbox["held"]["one"]["reason"]

    site.configure("MEDIUM_SUBMIT_AS_WRITER = True")
    sent = site.build(COLUMNS="1000").stdout
    assert medium.posts[1]["publicationId"] == WRITTEN.id
    assert f"{publications.SUBMITTED}: {WRITTEN.name}" in sent
    assert site.states()["one"] == "posted"


@pytest.mark.parametrize("status", ["public", "unlisted"])
def test_a_writer_who_wants_it_public_is_held(site, medium, status):
    """Even where submissions are welcome: its status is the author's word."""
    site.use(medium)
    site.configure("MEDIUM_SUBMIT_AS_WRITER = True")
    site.article("one", medium_publication=WRITTEN.slug, medium_status=status)
    assert "only a writer" in site.build(COLUMNS="1000").stdout
    assert medium.posts == []


@pytest.mark.parametrize("wish", [FOLLOWED.name, "Nobody's"], ids=["stranger", "unknown"])
def test_a_stranger_is_refused_before_any_post(site, medium, wish):
    """No article, and no picture of it either; what is possible is named."""
    site.use(medium)
    site.configure("MEDIUM_SUBMIT_AS_WRITER = True")
    site.article(
        "one", medium_publication=wish, text="![x](data:image/gif;base64,R0lGODlhAQABAAAAACw=)"
    )
    said = site.build(COLUMNS="1000").stdout
    assert not [one for one in medium.requests if one["method"] == "POST"]
    for one in (EDITED, WRITTEN, TWICE):
        assert one.name in said
    assert site.ledger["articles"] == {}


def test_pictures_go_with_it(site, medium, live):
    """An article for a publication has its pictures seen to like any other."""
    site.use(medium)
    site.configure('STATIC_PATHS = ["x.png"]\nMEDIUM_IMAGES = "upload"')
    (site.folder / "content/x.png").write_bytes(PNG)
    site.article(text="![x]({static}/x.png)", medium_publication=EDITED.id)
    site.build()
    [post] = medium.posts
    assert post["publicationId"] == EDITED.id
    assert f"{medium.url}/" in post["request"]["content"]
    [row] = site.ledger["pictures"].values()
    assert row["url"] in post["request"]["content"]


def test_a_role_that_is_lost_meanwhile_holds_what_is_for_there(site, medium):
    """One question is enough for all of them; what goes elsewhere goes."""
    site.use(medium)
    for name in ("one", "two"):
        site.article(name, medium_publication=EDITED.id)
    site.article("mine", date="2026-06-01")
    medium.misbehave("403")
    said = site.build(COLUMNS="1000").stdout
    assert said.count("does not let you publish there") >= 2
    assert "MEDIUM_PUBLICATION" in said
    assert [body["title"] for body in medium.bodies] == ["Mine"]
    assert site.states() == {"mine": "posted"}


def test_looking_asks_nobody(site, medium):
    """status, preview and post --dry-run name the publication as wished, and what is not known."""
    site.use(medium)
    site.configure('MEDIUM_POST_ON = "deploy"')
    site.article("one", medium_publication="Nobody's")
    site.build()
    note = f"{PUBLICATION_UNASKED}: Nobody's"
    assert note in site.cli("status").stdout
    assert note in site.cli("post", "--dry-run").stdout
    [outcome] = json.loads(site.cli("post", "--dry-run", "--json").stdout)["outcomes"]
    assert outcome["state"] == "pending"
    assert outcome["notes"][0]["where"] == "Nobody's"
    site.cli("preview")
    page = next((site.folder / "medium_preview").glob("*one*.html")).read_text("utf-8")
    assert page.count("Nobody&#39;s") == 2
    assert medium.requests == []


def test_medium_busy_with_the_question_is_waited_for(blog, medium):
    """Where Medium asks for a moment before it lists publications, no article is lost."""
    blog.more = {"MEDIUM_PUBLICATION": EDITED.id}
    medium.misbehave("publications=429:1")
    run = blog.post(make_article("one"))
    assert blog.waited == [1]
    assert [one.state for one in run.outcomes] == ["posted"]

"""What the sandbox refuses in a post, and what it only ignores, as Medium documents it."""

import json

import pytest
from sandboxes import NOW, POSTS, SMALL, ask, post, posts

from pelican_medium.sandbox.rules import check_post
from pelican_medium.sandbox.story import used_title


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("title", "", 2000),
        ("title", " \n", 2000),
        ("title", 7, 2000),
        ("title", None, 2000),
        ("contentFormat", "HTML", 2003),
        ("contentFormat", "text", 2003),
        ("contentFormat", ["html"], 2003),
        ("content", "", 2000),
        ("content", ["<p>"], 2000),
        ("tags", "sand", 2000),
        ("tags", {"0": "sand"}, 2000),
        ("tags", ["sand", 1], 2000),
        ("tags", None, 2000),
        ("canonicalUrl", "/dunes.html", 2000),
        ("canonicalUrl", "ftp://x.example/", 2000),
        ("canonicalUrl", "https://", 2000),
        ("canonicalUrl", "https://x.example/a b", 2000),
        ("canonicalUrl", "http://[half", 2000),
        ("canonicalUrl", "", 2000),
        ("canonicalUrl", None, 2000),
        ("publishStatus", "Draft", 2000),
        ("publishStatus", None, 2000),
        ("license", "CC-40-BY", 2000),
        ("license", ["cc-40-by"], 2000),
        ("notifyFollowers", "false", 2000),
        ("notifyFollowers", 0, 2000),
        ("publishedAt", "yesterday", 2000),
        ("publishedAt", 1580608922000, 2000),
        ("publishedAt", "1969-12-31T23:59:59Z", 2000),
        ("publishedAt", "2026-05-05T12:00:00Z", 2014),
        ("publishedAt", "2026-05-05T12:00:01", 2014),
    ],
)
def test_a_bad_field_is_named(field, value, code):
    """What Medium would refuse is refused, by name and with a code."""
    problems = check_post(SMALL | {field: value}, NOW)
    assert [problem.code for problem in problems] == [code]
    assert field in problems[0].message


@pytest.mark.parametrize("field", ["title", "contentFormat", "content"])
def test_a_missing_field_is_named(field):
    """Three fields are needed."""
    body = {key: SMALL[key] for key in SMALL if key != field}
    assert [problem.message for problem in check_post(body, NOW)] == [f"{field} is missing."]


@pytest.mark.parametrize("body", [[], "x", 1, None, [SMALL]])
def test_a_body_that_is_no_object_is_refused(body):
    """JSON of another kind is one problem."""
    assert len(check_post(body, NOW)) == 1


def test_all_problems_are_told_at_once():
    """Several bad fields are several errors."""
    assert len(check_post({"title": "", "tags": 1, "license": "mit"}, NOW)) == 5


@pytest.mark.parametrize(
    "more",
    [
        {"title": "x" * 101},
        {"tags": ["a", "b", "c", "d", "e"]},
        {"tags": ["x" * 26]},
        {"tags": []},
        {"unknown": 1},
        {"notifyFollowers": True},
        {"publishedAt": "2026-05-05T11:59:59Z"},
        {"publishedAt": "2026-05-05T13:59:59+02:00"},
        {"publishedAt": "2020-02-02"},
        {"canonicalUrl": "http://127.0.0.1:8000/dunes.html"},
        {"contentFormat": "markdown"},
    ],
)
def test_what_medium_merely_ignores_is_no_problem(more):
    """Long titles, many tags, long tags and unknown fields are not errors at Medium."""
    assert check_post(SMALL | more, NOW) == []


def test_a_bad_field_makes_no_post(sandbox):
    """The refusal comes over the wire as 400, and nothing is kept."""
    reply = post(sandbox, contentFormat="HTML")
    assert (reply.status, reply.code) == (400, 2003)
    assert posts(sandbox) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"", "application/json"),
        (b"[]", "application/json"),
        (json.dumps(SMALL).encode(), "text/plain"),
        (json.dumps(SMALL).encode("utf-16"), "application/json"),
        (json.dumps(SMALL).encode("utf-32"), "application/json"),
        (
            json.dumps(SMALL | {"title": "D\xfcne"}, ensure_ascii=False).encode("latin-1"),
            "application/json",
        ),
        (json.dumps(SMALL | {"title": "\ud800"}).encode(), "application/json"),
        (json.dumps(SMALL | {"tags": ["\udcff"]}).encode(), "application/json"),
        (json.dumps(SMALL | {"\udcff": 1}).encode(), "application/json"),
        (json.dumps(SMALL | {"extra": float("nan")}).encode(), "application/json"),
        (json.dumps(SMALL)[:-1].encode() + b', "n": ' + b"9" * 5000 + b"}", "application/json"),
        (
            json.dumps(SMALL)[:-1].encode() + b', "x": ' + b"[" * 40 + b"]" * 40 + b"}",
            "application/json",
        ),
        (b"[" * 100_000, "application/json"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "application/json"),
    ],
)
def test_a_body_that_is_no_json_is_refused(sandbox, body, kind):
    """Broken, foreign, unlabelled and overdone bodies get 400, and never a 500."""
    reply = ask(sandbox, "POST", POSTS, body, Content_Type=kind)
    assert (reply.status, reply.code) == (400, 2000)


def test_three_short_tags_are_used(sandbox):
    """Of many tags the first three that are short enough come back."""
    data = post(sandbox, tags=["a", "x" * 26, "y" * 25, "b", "c"]).json["data"]
    assert data["tags"] == ["a", "y" * 25, "b"]


def test_a_long_title_is_made_of_the_content(sandbox):
    """A title over 100 characters is ignored."""
    data = post(sandbox, title="x" * 101).json["data"]
    assert data["title"] == "Dunes"


@pytest.mark.parametrize(
    ("content", "kind", "title"),
    [
        ("<p></p><h1>Big\n <b>one</b></h1>", "html", "Big one"),
        (f"<p>{'y' * 120}</p>", "html", "y" * 100),
        ("<hr>", "html", "x" * 100),
        ("\n# Sand #\n\nText", "markdown", "Sand"),
    ],
)
def test_a_title_is_made_of_the_first_text(content, kind, title):
    """The first heading or paragraph that says something replaces a long title."""
    assert used_title("x" * 101, content, kind) == title
    assert used_title("x" * 100, content, kind) == "x" * 100

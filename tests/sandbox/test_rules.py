"""What the sandbox refuses in a post, and what it only ignores, as Medium documents it."""

import pytest
from sandboxes import NOW, SMALL, post, posts

from pelican_medium.sandbox.rules import check_post


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

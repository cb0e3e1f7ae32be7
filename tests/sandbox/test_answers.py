"""What Medium says of a post it has created, and of one that it refuses."""

import re
from datetime import UTC, datetime

import pytest
from sandboxes import NOW, SMALL, post

from pelican_medium.sandbox.answers import Refused, errors_json, post_json
from pelican_medium.sandbox.rules import Problem


def test_a_draft_has_the_bare_address_and_no_moment(sandbox):
    """A draft's URL is its id, twelve lower-case hexadecimal digits."""
    data = post(sandbox, publishStatus="draft").json["data"]
    assert re.fullmatch(r"[0-9a-f]{12}", data["id"])
    assert data["url"] == f"{sandbox.url}/@sandbox/{data['id']}"
    assert "publishedAt" not in data


def test_a_public_post_has_a_slug_in_its_address(sandbox):
    """What is published gets a readable URL that ends in the id."""
    data = post(sandbox, title="Dünen & Wind!").json["data"]
    assert data["url"] == f"{sandbox.url}/@sandbox/dunen-wind-{data['id']}"


def test_a_title_without_latin_letters_has_no_slug(sandbox):
    """A title of which no slug can be made leaves the id alone."""
    data = post(sandbox, title="沙丘").json["data"]
    assert data["url"] == f"{sandbox.url}/@sandbox/{data['id']}"


def test_three_short_tags_are_used(sandbox):
    """Of many tags the first three that are short enough come back."""
    data = post(sandbox, tags=["a", "x" * 26, "y" * 25, "b", "c"]).json["data"]
    assert data["tags"] == ["a", "y" * 25, "b"]


def answered(**fields):
    more = {"post_id": "e6f36a", "title": "Dunes", "base": "http://127.0.0.1:1", "now": NOW}
    return post_json(SMALL | fields, publication_id=None, **more)


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        (None, NOW),
        ("2020-02-02", datetime(2020, 2, 2, tzinfo=UTC)),
        ("2020-02-02T01:00:00+01:00", datetime(2020, 2, 2, tzinfo=UTC)),
    ],
)
def test_a_public_post_says_when_it_was_published(said, moment):
    """In milliseconds, the date that was asked for or now."""
    fields = {"publishedAt": said} if said else {}
    assert answered(**fields)["publishedAt"] == moment.timestamp() * 1000


def test_what_a_request_leaves_open_has_mediums_defaults():
    """Public, all rights reserved; what was not given is not in the answer."""
    answer = answered()
    assert (answer["publishStatus"], answer["license"]) == ("public", "all-rights-reserved")
    assert not {"canonicalUrl", "publicationId"} & set(answer)


def test_a_refusal_holds_every_problem():
    """In Medium's envelope, and in a message for whoever meets the exception."""
    problems = [Problem("title is missing.", 2000), Problem("Invalid contentFormat", 2003)]
    assert errors_json(problems) == {
        "errors": [
            {"message": "title is missing.", "code": 2000},
            {"message": "Invalid contentFormat", "code": 2003},
        ]
    }
    refused = Refused(400, problems)
    assert (refused.status, str(refused)) == (400, "title is missing.; Invalid contentFormat")

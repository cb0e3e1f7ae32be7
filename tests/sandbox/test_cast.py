"""The people and publications of the sandbox."""

import pytest
from sandboxes import BOTH, EDITED, FOLLOWED, WRITTEN

from pelican_medium.sandbox.cast import PORTRAIT, PUBLICATIONS, USER_ID, find_publication, user_json

BASE = "http://127.0.0.1:8989"


@pytest.mark.parametrize(
    ("publication", "role"),
    [(EDITED, "editor"), (WRITTEN, "writer"), (FOLLOWED, None), (BOTH, "editor")],
)
def test_the_users_role(publication, role):
    """Somebody listed twice is an editor."""
    assert publication.role() == role


def test_each_contributor_is_told_with_the_publication():
    """As Medium documents the entries."""
    told = BOTH.contributors_json()
    assert {one["publicationId"] for one in told} == {BOTH.id}
    assert [one["role"] for one in told if one["userId"] == USER_ID] == ["writer", "editor"]


def test_a_publication_is_found_by_its_id_or_its_slug():
    """And by nothing else; no two have one of them in common."""
    for one in PUBLICATIONS:
        assert find_publication(one.id) is find_publication(one.slug) is one
    assert find_publication(EDITED.name) is find_publication("") is None


def test_what_they_say_of_themselves_is_under_the_sandboxs_address():
    """Page and picture of a publication and of the user."""
    for told in (EDITED.to_json(BASE), user_json(BASE)):
        assert told["url"].startswith(f"{BASE}/")
        assert told["imageUrl"] == BASE + PORTRAIT

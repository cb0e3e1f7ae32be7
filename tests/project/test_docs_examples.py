"""The examples of functions in the documentation, each in the settings of a real site."""

import json
import re

import pytest
from test_docs import PAGES

EXAMPLES = re.findall(r"```python\n(.*?)```", PAGES["functions"], re.DOTALL)


@pytest.fixture
def drafts(site):
    """What would be sent by a site with an example in its settings."""

    def built(example):
        site.configure(EXAMPLES[example])
        site.configure('MEDIUM_POST_ON = "deploy"\nMEDIUM_FOOTER = ""')
        assert site.build().returncode == 0
        outcomes = json.loads(site.cli("post", "--dry-run", "--json").stdout)["outcomes"]
        assert {one["state"] for one in outcomes} <= {"pending"}
        return {one["key"]: one for one in outcomes}

    return built


def test_there_are_four():
    """None is left out below."""
    assert [re.search(r"def (\w+)", one)[1] for one in EXAMPLES] == [
        *["MEDIUM_ARTICLE"] * 3,
        "MEDIUM_SELECT",
    ]


def test_defaults_by_category(site, drafts):
    """Of one category only, and the article's own word stands."""
    site.article("note", category="Notes")
    site.article("own", category="Notes", medium_status="public")
    site.article("essay", category="Essays")
    fields = ("publishStatus", "license")
    found = {k: tuple(one["request"][f] for f in fields) for k, one in drafts(0).items()}
    assert found == {
        "note": ("unlisted", "cc-40-by"),
        "own": ("public", "all-rights-reserved"),
        "essay": ("draft", "all-rights-reserved"),
    }


def test_a_publication_for_each_language(site, drafts):
    """English goes to one, French and all others to the profile."""
    site.article("hello", lang="en")
    site.article("hello", folder="fr", lang="fr", title="Bonjour")
    site.article("hallo", lang="de")
    wheres = {key: [note["where"] for note in one["notes"]] for key, one in drafts(1).items()}
    assert wheres == {"hello": ["sandbox-engineering"], "hello@fr": [], "hallo@de": []}


def test_other_words_and_a_tag(site, drafts):
    """The text and the tags are changed, within Medium's limits."""
    site.article("one", text="See the comments below.", tags="a, b, c")
    request = drafts(2)["one"]["request"]
    assert "<p>See the comments on my site.</p>" in request["content"]
    assert request["tags"] == ["a", "b", "Indieweb"]


def test_a_selection_by_category_and_tags(site, drafts):
    """Only essays go, and of those only the ones that are more than an idea."""
    site.article("essay", category="Essays")
    site.article("idea", category="Essays", tags="draft-ideas")
    site.article("note", category="Notes")
    assert [*drafts(3)] == ["essay"]

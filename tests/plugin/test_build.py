"""What a finished build does about Medium: the books, the outbox, and what it posts and says."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from factories import Built, kept, make_article

from pelican_medium.plugin import build
from pelican_medium.plugin.build import Reporter
from pelican_medium.store import outbox
from pelican_medium.store.ledger import Ledger

# --- In memory ---------------------------------------------------------------------------------


@pytest.fixture
def deployed(real_blog):
    """A blog that posts once it is deployed, and has no token."""
    real_blog.more["MEDIUM_POST_ON"] = "deploy"
    return real_blog


def without_token(blog):
    """Return a blog's settings as a build has them whose token is elsewhere."""
    return replace(blog.settings, token=None)


def finished(blog, *articles, environ=None):
    """Return what a build of these articles says, and what it warns of when all is on disk."""
    said = []
    reporter = Reporter(said.append)
    build.finish(Ledger(blog.path), Built(*articles), without_token(blog), environ or {}, reporter)
    return said, reporter.warnings


def test_a_warning_is_kept_until_all_is_on_disk():
    """`pelican --fatal warnings` ends the build at the first one."""
    said = []
    reporter = Reporter(said.append)
    reporter.warn("careful")
    reporter.say("done")
    assert (said, reporter.warnings) == (["done"], ["careful"])


def test_a_build_that_only_fills_the_outbox_asks_for_no_token(deployed):
    """The token is for `post` to have, on another machine perhaps."""
    said, warned = finished(deployed, make_article("one"), make_article("two", 2))
    assert said == ["2 articles ready: “One”, “Two”. Once the site is live: pelican-medium post"]
    assert warned == []
    box = outbox.read(deployed.settings.outbox)
    assert list(box.bodies) == ["one", "two"]


def test_where_nothing_is_new_the_known_are_counted(deployed):
    """Whatever the ledger says of them."""
    deployed.write(one={"state": "posted", "by": "api"}, two={"state": "skipped", "why": "by hand"})
    said, warned = finished(deployed, make_article("one"), make_article("two"))
    assert (said, warned) == (["nothing new (2 articles known)."], [])


def twins():
    """Return two new articles of one slug, which nobody can tell apart."""
    return [
        make_article("one", source_path=f"{n}.md", canonical_url=f"https://blog.example/{n}")
        for n in "ab"
    ]


def test_what_is_held_is_named_and_counted(deployed):
    """A build with held articles does not say that there is nothing new."""
    said, warned = finished(deployed, *twins())
    assert said == ["nothing to post: 2 articles held, 0 known."]
    assert [line.split(" is not posted: ")[0] for line in warned] == ["a.md", "b.md"]
    said, _ = finished(deployed, *twins(), make_article("new"))
    assert said == ["1 article ready: “New”. Once the site is live: pelican-medium post"]


def test_a_preview_touches_no_file(deployed):
    """Neither ledger nor outbox."""
    before = deployed.path.read_bytes()
    [said], _ = finished(deployed, make_article("one"), environ={"VERCEL_ENV": "preview"})
    assert said.startswith("nothing was sent, because Vercel does not build the deployed branch")
    assert deployed.path.read_bytes() == before
    assert not deployed.settings.outbox.exists()


def test_what_earlier_runs_left_unknown_is_said_again(deployed):
    """Until a person says what became of it."""
    deployed.write(one={"state": "unknown", "by": "api"})
    _, warned = finished(deployed, make_article("one"))
    assert warned == ["Unknown since an earlier run: “One”. What to do: pelican-medium status"]


def test_books_that_are_up_to_date_are_not_written(deployed):
    """Nor is the lock taken: a build with nothing new leaves no trace."""
    article, ledger = make_article("one"), Ledger(deployed.path)
    found, _ = kept(ledger, [article], deployed.settings)
    assert [one.key for one in found.articles] == ["one"]
    assert found.sendable == {"one"}
    with ledger.locked():
        kept(Ledger(deployed.path), [article], deployed.settings)


def test_the_authors_function_is_asked_once_for_each_article(deployed):
    """What it said holds, also where the ledger says something new once it is locked."""
    deployed.write(left_behind={"state": "posting", "by": "api"})
    asked = []

    def select(article):
        asked.append(article.slug)
        return len(asked) % 2

    settings = replace(deployed.settings, select=select)
    kept(Ledger(deployed.path), [make_article("a"), make_article("b")], settings)
    assert sorted(asked) == ["a", "b"]
    assert deployed.states == {"b": "skipped", "left-behind": "unknown"}


def test_what_builds_learned_is_carried_until_post_has_it(deployed):
    """This build's changes come after those of the builds before it."""
    ledger, settings = Ledger(deployed.path), deployed.settings
    one = make_article("one", metadata={"medium": "no"})
    found, before = kept(ledger, [one], settings)
    [first] = build.what_was_learned(found, before, settings)
    assert (first.before, first.after.key) == (None, "one")
    outbox.write(settings.outbox, build.fill_outbox(found, settings, changes=(first,)))
    found, before = kept(ledger, [one, replace(one, key="two", slug="two",
        source_path="2.md", canonical_url="https://blog.example/2")], settings)  # fmt: skip
    learned = build.what_was_learned(found, before, settings)
    assert [change.after.key for change in learned] == ["one", "two"]


def test_an_outbox_names_places_as_any_machine_reads_them(deployed):
    """From the site folder, with "/"; what is settled or has no title has no body."""
    deployed.write(done={"state": "posted", "by": "api"})
    build_of = [make_article("done"), make_article("new"), make_article("untitled", title="")]
    found, _ = kept(Ledger(deployed.path), [*build_of, *twins()], deployed.settings)
    box = build.fill_outbox(found, deployed.settings)
    assert (box.output_path, box.ledger) == ("output", "medium_ledger.json")
    assert {article.key for article in box.index} == {"done", "new", *box.held}
    assert len(box.held) == 3
    assert set(box.bodies) == {"new", *box.held} - {"untitled"}
    assert all(held.asks for held in box.held.values())


# --- In a real Pelican ---------------------------------------------------------------------------


def test_a_changed_select_holds_what_it_once_left_out(site, medium):
    """The whole way: skipped, the setting changed, held with both ways out, and sent on a word."""
    site.use(medium)
    site.configure('MEDIUM_SELECT = "marked"')
    site.article("one")
    site.article("two")
    site.article("wanted", medium="yes")
    site.build()
    assert [body["title"] for body in medium.bodies] == ["Wanted"]
    for select in ('"all"', "lambda article: True"):
        site.configure(f"MEDIUM_SELECT = {select}")
        said = site.build(COLUMNS="1000").stdout
        assert "2 articles that were not selected when they were new are now" in said
        assert "nothing to post: 2 articles held" in said
        assert site.cli("post").returncode == 0
        assert len(medium.posts) == 1
        assert site.states() == {"one": "skipped", "two": "skipped", "wanted": "posted"}
    assert site.cli("mark", "one", "pending").returncode == 0
    site.build()
    assert [body["title"] for body in medium.bodies] == ["Wanted", "One"]


def test_functions_know_who_wrote_an_article_and_where_it_belongs(site, medium, live):
    """Both of the author's functions get authors and category, in the build and in `post`."""
    site.use(medium)
    site.configure(
        """
import dataclasses
MEDIUM_SELECT = lambda article: article.category == "Tides" and "Ann" in article.authors
def MEDIUM_ARTICLE(article, draft):
    return dataclasses.replace(draft, title=f"{', '.join(article.authors)}: {article.category}")
"""
    )
    site.article("one", category="Tides", authors="Ann, Ben")
    site.article("other", category="Tides", author="Ben")
    site.build()
    site.configure('MEDIUM_POST_ON = "deploy"')
    site.article("two", category="Tides", author="Ann")
    site.build()
    assert site.cli("post").returncode == 0
    assert [body["title"] for body in medium.bodies] == ["Ann, Ben: Tides", "Ann: Tides"]
    assert site.states()["other"] == "skipped"


def test_a_build_before_the_deploy_never_speaks_of_a_token(site):
    """With no token at all, in a pipeline or by the setting."""
    site.article("one")
    for environ in ({"CI": "true"}, {}):
        if not environ:
            site.configure('MEDIUM_POST_ON = "deploy"')
        result = site.build(COLUMNS="1000", **environ)
        assert "1 article ready: “One”. Once the site is live: pelican-medium post" in result.stdout
        assert "token" not in (result.stdout + result.stderr).lower()


def test_medium_no_and_select(site, medium):
    """`Medium: no` keeps an article at home, and one selected later is new then."""
    site.use(medium)
    path = site.article("shy", medium="no")
    site.article("open")
    site.build()
    assert site.states() == {"open": "posted", "shy": "skipped"}
    path.write_text(path.read_text("utf-8").replace("medium: no", "medium: yes"), "utf-8")
    site.build()
    assert site.states() == {"open": "posted", "shy": "posted"}


@pytest.mark.parametrize(
    ("select", "posted"),
    [
        ('"marked"', {"B"}),
        ("lambda article: article.slug == 'a'", {"A"}),
        ("lambda article: article.lang == 'en'", {"A", "B"}),
    ],
)
def test_select_setting(site, medium, select, posted):
    """MEDIUM_SELECT takes "marked" or the author's own function of our Article."""
    site.use(medium)
    site.configure(f"MEDIUM_SELECT = {select}")
    site.article("a")
    site.article("b", medium="yes")
    site.build()
    assert {body["title"] for body in medium.bodies} == posted


def test_first_use_posts_nothing_old(site, medium):
    """Without a ledger a build makes one in which every article is old, and says so."""
    site.use(medium)
    site.ledger_path.unlink()
    site.article("old")
    site.article("asked", medium="yes")
    result = site.build()
    assert medium.posts == []
    assert site.states() == {"old": "skipped", "asked": "skipped"}
    assert site.ledger["articles"]["old"]["medium"] == {
        "state": "skipped",
        "why": "before first use",
    }
    [line] = [line for line in result.stdout.splitlines() if "Medium" in line]
    assert "first use" in line
    assert "mark KEY pending" in line
    site.build()
    assert medium.posts == []
    site.article("new", date=datetime.now(UTC).date())
    site.build()
    assert [body["title"] for body in medium.bodies] == ["New"]


def test_an_old_article_is_posted_once_it_says_yes(site, medium):
    """`Medium: yes` that was not there at first use makes an old article new."""
    site.use(medium)
    site.ledger_path.unlink()
    site.article("old")
    site.build()
    site.article("old", medium="yes")
    site.build()
    assert [body["title"] for body in medium.bodies] == ["Old"]


def test_a_trial_on_the_sandbox_decides_nothing_for_medium(site, medium):
    """What the sandbox got does not count for Medium, nor is an old article new there for it."""
    site.use(medium)
    site.ledger_path.unlink()
    site.article("old")
    site.build()
    site.article("old", medium="yes")
    site.article("new", date=datetime.now(UTC).date())
    site.build()
    assert {body["title"] for body in medium.bodies} == {"Old", "New"}
    site.article("old")
    site.environ.clear()
    assert "“New”. 1 article is waiting: pelican-medium desk" in site.build(COLUMNS="1000").stdout
    site.article("old", medium="yes")
    assert "2 articles are waiting" in site.build(COLUMNS="1000").stdout


def test_a_pipeline_makes_no_first_ledger(site, medium):
    """Where CI is set and the ledger is missing, nothing is made, nothing sent, and it is said."""
    site.use(medium)
    site.ledger_path.unlink()
    site.article()
    result = site.build(CI="true", COLUMNS="1000")
    assert medium.requests == []
    assert not site.ledger_path.exists()
    assert not site.outbox_path.exists()
    assert "commit the ledger" in (result.stdout + result.stderr).replace("\n", " ")


def test_in_ci_the_outbox_waits_for_the_deploy(site, medium):
    """In a pipeline the build only fills the outbox, unless the settings say "build" outright."""
    site.use(medium)
    site.article()
    result = site.build(CI="true")
    assert medium.requests == []
    assert list(site.outbox["bodies"]) == ["one"]
    assert "pelican-medium post" in result.stdout + result.stderr
    site.configure('MEDIUM_POST_ON = "build"')
    site.build(CI="true")
    assert len(medium.posts) == 1


def test_without_a_token_the_build_says_how_many_wait(site):
    """Active without a token: articles are collected and counted."""
    site.article("one")
    site.article("two")
    result = site.build(COLUMNS="1000")
    assert result.returncode == 0
    assert (
        "“One”, “Two”. 2 articles are waiting: pelican-medium desk\n"
        in result.stdout + result.stderr
    )
    assert set(site.outbox["bodies"]) == {"one", "two"}


def test_the_outbox_says_what_the_contract_says(site):
    """The outbox has the shape other tools and the later commands rely on."""
    site.article(tags="a, b")
    site.build()
    outbox = site.outbox
    assert {k: outbox[k] for k in ("version", "site_url", "output_path", "ledger")} == {
        "version": 1,
        "site_url": "https://small.example",
        "output_path": "output",
        "ledger": "medium_ledger.json",
    }
    [row] = outbox["index"]
    assert set(row) == {
        "key", "title", "date", "lang", "canonical_url", "source_path", "fingerprint",
    }  # fmt: skip
    assert outbox["bodies"]["one"]["tags"] == ["a", "b"]
    assert outbox["held"] == {}
    if os.name != "nt":
        assert site.outbox_path.stat().st_mode & 0o777 == 0o600


def test_medium_out_of_reach_is_said_once(site, unused_port):
    """Nothing was recorded, so nothing is to be committed; the reason is one warning."""
    site.article("one")
    site.article("two")
    nobody = f"http://127.0.0.1:{unused_port}/v1"
    site.environ |= {"MEDIUM_API_URL": nobody, "MEDIUM_INTEGRATION_TOKEN": "x"}
    result = site.build(COLUMNS="1000")
    assert result.returncode == 0
    assert result.stdout.count("could not be reached") == 1
    assert "not sent in this build: “One”, “Two” (stopped early)." in result.stdout
    assert "Commit" not in result.stdout
    assert site.states() == {}


def test_a_cap_is_said_once_for_all_it_carries_over(site, medium):
    """A backfill's hundreds are not a line each."""
    site.use(medium)
    site.configure("MEDIUM_MAX_POSTS_PER_RUN = 1")
    for number in range(9):
        site.article(f"a{number}", date=f"2026-01-0{number + 1}")
    result = site.build(COLUMNS="1000")
    assert "“A1”, “A2”, “A3”, “A4”, “A5”, 3 more" in result.stdout
    assert result.stdout.count("MEDIUM_MAX_POSTS_PER_RUN is 1") == 1
    assert "Medium: 1 posted, 8 pending. Commit medium_ledger.json." in result.stdout


def test_a_ledger_held_by_another_run_is_said_and_nothing_is_sent(site, medium):
    """A second run at once does nothing, and the build is still whole."""
    import filelock

    site.use(medium)
    site.article()
    with filelock.FileLock(f"{site.ledger_path}.lock"):
        result = site.build(COLUMNS="1000")
    assert result.returncode == 0
    assert "Another run of pelican-medium holds" in result.stdout
    assert medium.posts == []
    assert json.loads(site.ledger_path.read_text("utf-8"))["articles"] == {}


def test_a_first_use_with_one_article_names_it(site):
    """What happened to that article is said of it by its title."""
    site.ledger_path.unlink()
    site.article("one", title="The harbour in fog")
    said = " ".join(site.build(COLUMNS="1000").stdout.split())
    assert "The only article of this site, “The harbour in fog”, went into medium_" in said
    assert site.states() == {"one": "skipped"}

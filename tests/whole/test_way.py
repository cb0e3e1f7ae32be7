"""The way of one article through a build that posts it: how often anything is asked anew."""

import json

#: Runs a command, and prints how often which of our functions was called.
COUNTED = """
import collections, json, sys
from {module} import main
calls = collections.Counter()
def count(frame, event, _):
    folder, _, name = frame.f_code.co_filename.rpartition("/pelican_medium/")
    if event == "call" and folder:
        calls[name + " " + frame.f_code.co_name] += 1
sys.setprofile(count)
try:
    sys.argv[1:] = ["{argument}"]
    main()
finally:
    sys.setprofile(None)
    print("CALLS" + json.dumps(calls))
"""


def calls_of(site, module, argument):
    result = site.run("-c", COUNTED.format(module=module, argument=argument))
    return json.loads(result.stdout.partition("CALLS")[2])


def test_a_build_that_posts_matches_once_and_reads_the_ledger_four_times_at_most(site, medium):
    """For the themes, for the build, and to look at its own `posting` before the POST."""
    site.use(medium)
    site.article("old", date="2026-01-01")
    site.build()
    skipped = {"state": "skipped", "why": "by hand"}
    articles = site.ledger["articles"]
    site.write_ledger({"old": articles["old"] | {"medium": skipped}}, default_lang="en")
    site.article("new", date="2026-01-02")
    calls = calls_of(site, "pelican", "content")
    assert site.states() == {"old": "skipped", "new": "posted"}
    assert calls["store/identity.py match"] == 1
    assert calls["store/ledger_text.py parse"] <= 4
    assert calls["posting/selection.py select"] == 1


def test_status_matches_once(built):
    """Where no keys are named, nobody has to be looked for."""
    calls = calls_of(built, "pelican_medium.cli", "status")
    assert calls["store/identity.py match"] == 1


def test_medium_select_is_asked_about_each_article_once(site, medium, tmp_path):
    """It may be slow, or count; also where the build brings the ledger up to date."""
    site.use(medium)
    note = tmp_path / "asked"
    site.configure(
        "def select(article):\n"
        f"    open({str(note)!r}, 'a').write(article.slug + '\\n')\n"
        "    return article.slug == 'new'\n"
        "MEDIUM_SELECT = select"
    )
    site.article("new")
    site.article("unwanted")
    site.build()
    assert site.states() == {"new": "posted", "unwanted": "skipped"}
    assert sorted(note.read_text("utf-8").split()) == ["new", "unwanted"]

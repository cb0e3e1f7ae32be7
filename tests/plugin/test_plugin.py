"""The plugin inside a real Pelican: what it collects, when it acts, and when it must not."""

import json
import os
import re
import select
import signal
import subprocess
import textwrap

import pytest
from conftest import PNG
from zygote import python

#: Seconds of silence, and how many of them end the wait for a process.
SILENCE, SILENCES = 0.5, 60


def lines_of(result):
    return [line for line in result.stdout.splitlines() if "Medium" in line]


def everything(result):
    return result.stdout + result.stderr


def test_each_new_article_arrives_once_oldest_first(site, medium):
    """A build posts what is new, oldest first, and a second build posts nothing."""
    site.use(medium)
    site.article("newer", date="2026-03-01")
    site.article("older", date="2025-03-01")
    assert site.build().returncode == 0
    assert [body["title"] for body in medium.bodies] == ["Older", "Newer"]
    assert site.states() == {"older": "posted", "newer": "posted"}
    second = site.build()
    assert len(medium.posts) == 2
    assert lines_of(second) == ["Medium: nothing new (2 articles known)."]


def test_ledger_says_what_medium_said(site, medium):
    """The ledger's cell holds id, address and status of the answer, and the API it came from."""
    site.use(medium)
    site.article("one", folder="notes")
    site.build()
    answer = medium.posts[0]["answer"]
    entry = site.ledger["articles"]["one"]
    cell = entry.pop("medium")
    assert re.fullmatch("[0-9a-f]{16}", entry.pop("text"))
    assert entry == {
        "canonical_url": "https://small.example/one.html",
        "date": "2026-01-02",
        "lang": "en",
        "source_path": "notes/one.md",
        "title": "One",
    }
    assert cell.pop("fingerprint").startswith("sha256-2:")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", cell.pop("at"))
    assert cell == {
        "state": "posted",
        "by": "api",
        "id": answer["id"],
        "url": answer["url"],
        "publish_status": "draft",
        "api": medium.api_url,
    }


def test_pictures_and_links_are_absolute_as_pelican_and_a_browser_resolve_them(site, medium):
    """Pelican's markers, relative, root-relative and other addresses all arrive whole."""
    site.use(medium)
    site.configure('ARTICLE_URL = "notes/{slug}/"\nARTICLE_SAVE_AS = "notes/{slug}/index.html"')
    site.configure('STATIC_PATHS = ["images"]\nSITEURL = "https://small.example/blog"')
    (site.folder / "content/images").mkdir()
    (site.folder / "content/images/a b.png").write_bytes(b"png")
    site.article("two")
    site.article(
        text="""
![a]({static}/images/a b.png) ![b](near.png) ![c](../up.png) ![d](/root.png)
![e](//cdn.example/e.png) [two]({filename}/two.md) [here](#part) [mail](mailto:a@b.example)
"""
    )
    site.build()
    shown = site.cli("post", "--dry-run", "--json")  # none of them is there
    body = json.loads(shown.stdout)["outcomes"][0]["request"]
    assert re.findall(r'(?:src|href)="([^"]+)"', body["content"])[:-1] == [
        "https://small.example/blog/images/a%20b.png",
        "https://small.example/blog/notes/one/near.png",
        "https://small.example/blog/notes/up.png",
        "https://small.example/root.png",
        "https://cdn.example/e.png",
        "https://small.example/blog/notes/two/",
        "mailto:a@b.example",
    ]
    assert body["canonicalUrl"] == "https://small.example/blog/notes/one/"


def test_relative_urls_of_the_site_do_not_reach_medium(site, medium, live):
    """RELATIVE_URLS changes the site's pages, not what is sent."""
    site.use(medium)
    site.configure('RELATIVE_URLS = True\nARTICLE_SAVE_AS = "a/b/{slug}.html"')
    site.configure('ARTICLE_URL = "a/b/{slug}.html"\nSTATIC_PATHS = ["images"]')
    (site.folder / "content/images").mkdir()
    (site.folder / "content/images/x.png").write_bytes(PNG)
    site.article(text="![x]({static}/images/x.png)")
    site.build()
    assert f'src="{live}/images/x.png"' in medium.bodies[0]["content"]


def test_only_published_articles_of_the_past_are_posted(site, medium):
    """Drafts, hidden ones, pages and articles of the future stay at home."""
    site.use(medium)
    site.article("published")
    site.article("draft", status="draft")
    site.article("hidden", status="hidden")
    site.article("future", date="2099-01-01")
    site.article("about", folder="pages")
    site.build()
    assert [body["title"] for body in medium.bodies] == ["Published"]
    assert list(site.ledger["articles"]) == ["published"]


def test_translations_are_articles_of_their_own(site, medium):
    """An article and its translation share a slug and not a ledger entry, whatever Lang's case."""
    site.use(medium)
    site.article("hello", lang="EN")
    site.article("hello", folder="fr", lang="FR", title="Bonjour")
    site.build()
    assert {body["title"] for body in medium.bodies} == {"Hello", "Bonjour"}
    assert set(site.ledger["articles"]) == {"hello", "hello@fr"}


def test_languages_and_footers_of_translations(site, medium):
    """MEDIUM_LANGUAGES limits which go, and each ends in its own language with its own address."""
    site.use(medium)
    site.configure("MEDIUM_LANGUAGES = ['en', 'FR']")
    site.configure(
        """MEDIUM_FOOTER = {"en": '<p><a href="{url}">First here</a></p>',"""
        """ "fr": '<p><a href="{url}">Paru ici</a></p>'}"""
    )
    for lang, title in (("en", "Hello"), ("fr", "Bonjour"), ("de", "Hallo")):
        site.article("hello", folder=lang, lang=lang, title=title)
    site.build()
    ends = {body["title"]: body["content"].splitlines()[-1] for body in medium.bodies}
    assert ends == {
        "Hello": '<p><a href="https://small.example/hello.html">First here</a></p>',
        "Bonjour": '<p><a href="https://small.example/hello-fr.html">Paru ici</a></p>',
    }
    assert site.states() == {"hello": "posted", "hello@fr": "posted", "hello@de": "skipped"}


def test_tags_and_the_date_arrive_as_medium_takes_them(site, medium):
    """Mapped, cleaned, cut with a note, and backdated where the settings say so."""
    site.use(medium)
    site.configure('MEDIUM_TAG_MAP = {"py": "Python"}\nMEDIUM_BACKDATE = True')
    site.article("own", tags="py, Node.js, Sand, Wind", date="2024-05-06 07:08")
    site.article("asked", medium_tags="Sea; Salt", tags="x", date="1969-05-06")
    said = site.build(COLUMNS="1000").stdout
    found = {body["title"]: body for body in medium.bodies}
    assert found["Own"]["tags"] == ["Python", "Nodejs", "Sand"]
    assert found["Own"]["publishedAt"] == "2024-05-06T07:08:00+00:00"
    assert found["Asked"]["tags"] == ["Sea", "Salt"]
    assert "publishedAt" not in found["Asked"]
    assert "tags left out: more than MEDIUM_MAX_TAGS: Wind" in said


@pytest.mark.parametrize(
    ("environ", "reason"),
    [
        ({"GITHUB_EVENT_NAME": "pull_request"}, "pull request"),
        ({"GITHUB_EVENT_NAME": "pull_request_target"}, "pull request"),
        ({"CI_MERGE_REQUEST_IID": "7"}, "pull request"),
        ({"NETLIFY": "true", "CONTEXT": "deploy-preview"}, "preview"),
        ({"CF_PAGES_BRANCH": "try-this"}, "branch try-this"),
        ({"VERCEL_ENV": "preview"}, "VERCEL_ENV is preview"),
    ],
)
def test_no_post_from_a_pull_request_or_preview(site, medium, environ, reason):
    """Such a build writes and sends nothing, and one plain line says why."""
    site.use(medium)
    site.article()
    before = site.ledger_path.read_bytes()
    result = site.build(**environ)
    assert result.returncode == 0
    assert medium.requests == []
    assert not site.outbox_path.exists()
    assert site.ledger_path.read_bytes() == before
    [line] = lines_of(result)
    assert line.startswith("Medium: nothing was sent, because ")
    assert reason in line


@pytest.mark.parametrize("site_url", ["", "/blog", "//small.example", "small.example", "ftp://x.y"])
def test_no_post_without_an_absolute_siteurl(site, medium, site_url):
    """An empty or relative SITEURL sends nothing, makes no first ledger, and says why."""
    site.use(medium)
    site.ledger_path.unlink()
    site.configure(f'SITEURL = "{site_url}"')
    site.article()
    result = site.build()
    assert medium.requests == []
    assert not site.ledger_path.exists()
    assert not site.outbox_path.exists()
    [line] = lines_of(result)
    assert "SITEURL" in line


def test_a_site_on_this_machine_goes_only_to_an_api_on_this_machine(site, medium):
    """A loopback SITEURL is fine for the sandbox, and is never sent to Medium itself."""
    site.configure('SITEURL = "http://localhost:8000"')
    site.article()
    result = site.build(MEDIUM_INTEGRATION_TOKEN="anything")
    assert "nothing was sent, because SITEURL is http://localhost:8000" in everything(result)
    site.use(medium)
    site.build()
    assert len(medium.posts) == 1


def test_a_build_that_fails_posts_nothing_and_says_so(site, medium):
    """Two articles with one address end Pelican's build; nothing was sent before that."""
    site.use(medium)
    site.article("one", save_as="same.html")
    site.article("two", save_as="same.html")
    site.configure('ARTICLE_SAVE_AS = "same.html"')
    result = site.build()
    assert result.returncode != 0
    assert medium.requests == []
    assert result.stderr == "Medium: nothing was sent, because the build did not finish.\n"


def test_print_settings_builds_nothing_and_says_so(site, medium):
    """`pelican --print-settings` loads the plugin and touches neither network nor disk."""
    site.use(medium)
    site.article()
    result = site.run("-m", "pelican", "content", "--print-settings", "SITEURL")
    assert medium.requests == []
    assert not site.outbox_path.exists()
    assert result.stderr == "Medium: nothing was sent, because no site was built.\n"
    assert "token" not in result.stdout.lower()


def until(process, pattern, nudge=None):
    """Read a process' output until a line matches.

    A watcher starts some time after its first build and says nothing then, so `nudge` is
    repeated while the process is silent. Its end, or long silence, ends the reading too.
    """
    seen, silences = "", 0
    while not re.search(pattern, seen) and silences < SILENCES:
        ready, _, _ = select.select([process.stdout], [], [], SILENCE)
        if not ready:
            silences += 1
            if nudge:
                nudge()
            continue
        piece = os.read(process.stdout.fileno(), 65536).decode()
        if not piece:
            break
        seen += piece
    return seen


def rebuilt(site, process):
    """Return the output of a watched site's first build and of the one after a save."""
    seen = until(process, r"Done: Processed")
    return seen + until(
        process, r"(?s)re-generating.*Done: Processed", nudge=lambda: site.article("another")
    )


def start(site, *arguments):
    # A shell's background job inherits "ignore Ctrl-C", and CI may run us as one.
    program = (
        "import runpy, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "sys.argv[0] = 'pelican'; runpy.run_module('pelican', run_name='__main__')"
    )
    return subprocess.Popen(
        [*python(), "-c", program, "content", *arguments],
        cwd=site.folder,
        env=os.environ | site.environ | {"COLUMNS": "200", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def stop(process):
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    process.stdout.close()


@pytest.mark.parametrize("flags", [["-r"], ["--autorel"], ["-lr", "-p", "0"]])
def test_autoreload_never_posts(site, medium, flags):
    """Watch modes rebuild on every save, so they never post, and say so once a build."""
    site.use(medium)
    site.article()
    process = start(site, *flags)
    try:
        seen = rebuilt(site, process)
    finally:
        stop(process)
    assert medium.requests == []
    assert not site.outbox_path.exists()
    said = seen.count("nothing was sent, because pelican --autoreload and --listen never post")
    assert said == seen.count("Done: Processed") == seen.count("Medium:") == 2


def test_listening_posts_nothing(site, medium):
    """`pelican -l` serves and does not build, and says at its start that nothing is sent."""
    site.use(medium)
    site.article()
    (site.folder / "output").mkdir()
    process = start(site, "-l", "-p", "0")
    try:
        seen = until(process, r"Serving site")
    finally:
        stop(process)
    assert medium.requests == []
    assert "Medium: nothing is sent, because pelican --listen builds no site." in seen


def test_a_defect_of_ours_under_autoreload_does_not_loop(site, medium):
    """Pelican rebuilds at once after an exception, so none may leave our handlers."""
    site.use(medium)
    site.ledger_path.write_text("{damaged", "utf-8")
    site.article()
    process = start(site, "-r")
    try:
        seen = rebuilt(site, process)
    finally:
        stop(process)
    assert seen.count("Done: Processed") == 2
    assert medium.requests == []


def test_an_error_of_ours_leaves_the_build_alone(site, medium):
    """A damaged ledger is an ERROR line; the site is built, nothing is sent or overwritten."""
    site.use(medium)
    site.ledger_path.write_text("{damaged", "utf-8")
    site.article()
    result = site.build(COLUMNS="1000")
    assert result.returncode == 0
    assert (site.folder / "output/one.html").exists()
    assert "is not JSON" in result.stdout
    assert medium.requests == []
    assert site.ledger_path.read_text("utf-8") == "{damaged"
    assert not site.outbox_path.exists()


def test_fatal_is_the_users_word(site, medium):
    """Under --fatal errors our error ends the build as any other would."""
    site.use(medium)
    site.ledger_path.write_text("{damaged", "utf-8")
    site.article()
    assert site.build("--fatal", "errors").returncode != 0


def test_fatal_warnings_come_after_the_ledger_is_on_disk(site, medium):
    """A warning that ends the build finds every post recorded."""
    site.use(medium)
    medium.misbehave("ok", "400", "ok")
    for number in range(3):
        site.article(f"a{number}", date=f"2026-01-0{number + 1}")
    result = site.build("--fatal", "warnings")
    assert result.returncode != 0
    assert site.states() == {"a0": "posted", "a1": "rejected", "a2": "posted"}


def test_an_unexpected_exception_is_one_line(site, medium):
    """Even a defect that nobody foresaw leaves the site built and exit status 0."""
    site.use(medium)
    site.article()
    (site.folder / "sabotage.py").write_text(
        textwrap.dedent("""
        from pelican_medium.store import outbox
        def fail(*_): raise ZeroDivisionError("sabotage")
        outbox.write = fail
        def register(): pass
        """)
    )
    site.configure('PLUGINS = ["pelican_medium", "sabotage"]\nPLUGIN_PATHS = ["."]')
    result = site.build(COLUMNS="1000")
    assert result.returncode == 0
    assert "failed unexpectedly (ZeroDivisionError: sabotage)" in result.stdout
    assert "Traceback" not in everything(result)
    assert medium.posts == []


def test_all_wrong_settings_in_one_go(site, medium):
    """Every problem is named at once, and nothing is sent or written."""
    site.use(medium)
    site.article()
    site.configure('MEDIUM_LICENSE = "mit"\nMEDIUM_MAX_TAGS = 9\nMEDIUM_LICENCE = "x"')
    result = site.build(COLUMNS="1000")
    for word in ("MEDIUM_LICENSE = 'mit'", "MEDIUM_MAX_TAGS = 9", "did you mean MEDIUM_LICENSE?"):
        assert word in result.stdout
    assert medium.requests == []
    assert not site.outbox_path.exists()


@pytest.mark.parametrize(
    ("token", "word"),
    [("", "empty"), ("   ", "empty"), ("to ken", "blanks"), ("token\n", "line breaks")],
)
def test_a_token_that_cannot_be_one(site, medium, token, word):
    """A token that is empty or holds blanks is named, not shown, and nothing is sent."""
    site.use(medium)
    site.article()
    result = site.build(MEDIUM_INTEGRATION_TOKEN=token, COLUMNS="1000")
    assert "MEDIUM_INTEGRATION_TOKEN" in result.stdout
    assert word in result.stdout
    assert "to ken" not in everything(result)
    assert medium.requests == []


def test_an_article_that_cannot_be_sent_holds_up_no_other(site, medium):
    """A body that still holds {static} is held with its name; the others go."""
    site.use(medium)
    site.article("broken", text='<IMG SRC="{static}/x.png">', date="2025-01-01")
    site.article("fine")
    result = site.build(COLUMNS="1000")
    assert [body["title"] for body in medium.bodies] == ["Fine"]
    assert "broken" in result.stdout
    assert "{static}/x.png" in result.stdout
    assert list(site.outbox["held"]) == ["broken"]
    assert site.states() == {"fine": "posted"}


@pytest.mark.parametrize(
    ("metadata", "word"),
    [
        ({"title": "!!!", "slug": ""}, "slug"),
        ({"medium_status": "publik"}, "Medium_Status"),
        ({"medium": "perhaps"}, "yes or no"),
    ],
)
def test_one_wrong_article_is_named_and_left_out(site, medium, metadata, word):
    """Bad metadata costs its own article only."""
    site.use(medium)
    site.article("wrong", **metadata)
    site.article("fine")
    result = site.build(COLUMNS="1000")
    assert [body["title"] for body in medium.bodies] == ["Fine"]
    assert "wrong" in result.stdout
    assert word in result.stdout


def test_two_articles_with_one_slug_are_both_named_and_not_posted(site, medium):
    """The ledger could not tell them apart, so neither goes."""
    site.use(medium)
    site.configure('ARTICLE_URL = "{category}/{slug}.html"')
    site.configure('ARTICLE_SAVE_AS = "{category}/{slug}.html"')
    site.article("same", folder="a", category="a")
    site.article("same", folder="b", category="b")
    result = site.build(COLUMNS="1000")
    assert medium.posts == []
    assert "a/same.md, b/same.md" in result.stdout


@pytest.mark.parametrize("layer", ["reader", "generator"])
def test_pelicans_cache_sends_nothing_broken(site, medium, live, layer):
    """Pelican's reader cache changes nothing; its generator cache leaves {static} unresolved.

    So such an article is held, and the message says what helps.
    """
    site.use(medium)
    site.configure(f'CACHE_CONTENT = True\nLOAD_CONTENT_CACHE = True\nCACHE_PATH = "{site.folder}"')
    site.configure(f'CONTENT_CACHING_LAYER = "{layer}"\nMEDIUM_POST_ON = "deploy"')
    site.configure('STATIC_PATHS = ["x.png"]')
    (site.folder / "content/x.png").write_bytes(PNG)
    site.article(text="![x]({static}/x.png)")
    site.build()
    site.build()
    if layer == "generator":
        result = site.cli("post")
        assert result.returncode == 1
        assert "--ignore-cache" in result.stdout
        assert medium.posts == []
        site.build("--ignore-cache")
    assert site.cli("post").returncode == 0
    assert f'src="{live}/x.png"' in medium.bodies[0]["content"]


def test_another_plugins_edit_of_the_content_is_sent(site, medium):
    """Bodies are read when every other plugin has had its say."""
    site.use(medium)
    site.article()
    (site.folder / "late.py").write_text(
        textwrap.dedent("""
        from pelican import signals
        def edit(generators):
            for article in generators[0].articles:
                article._content += "<p>edited late</p>"
        def register(): signals.all_generators_finalized.connect(edit)
        """)
    )
    site.configure('PLUGINS = ["pelican_medium", "late"]\nPLUGIN_PATHS = ["."]')
    site.build()
    assert "edited late" in medium.bodies[0]["content"]
    assert "edited late" in (site.folder / "output/one.html").read_text("utf-8")


# --- Active or merely installed --------------------------------------------------------------


def test_merely_installed_it_writes_no_file_and_prints_no_line(site, medium):
    """Found by Pelican on its own, without a wish of the author's, it is not there."""
    site.use(medium)
    site.ledger_path.unlink()
    conf = (site.folder / "pelicanconf.py").read_text("utf-8")
    kept = [line for line in conf.splitlines() if not re.match("PLUGINS|MEDIUM_", line)]
    (site.folder / "pelicanconf.py").write_text("\n".join(kept))
    site.article()
    result = site.build("-D")
    assert "pelican.plugins.medium" in result.stdout
    assert "Medium:" not in everything(result)
    assert medium.requests == []
    assert {path.name for path in site.folder.iterdir()} <= {
        "content",
        "output",
        "pelicanconf.py",
        "__pycache__",
    }


@pytest.mark.parametrize("plugins", ['["medium"]', '["pelican.plugins.medium"]'])
def test_named_by_its_namespace_it_is_active(site, medium, plugins):
    """Both names of the namespace plugin are a wish of the author's."""
    site.use(medium)
    site.ledger_path.unlink()
    conf = (site.folder / "pelicanconf.py").read_text("utf-8")
    kept = [line for line in conf.splitlines() if not re.match("PLUGINS|MEDIUM_", line)]
    (site.folder / "pelicanconf.py").write_text("\n".join([*kept, f"PLUGINS = {plugins}"]))
    site.article()
    assert "first use" in site.build().stdout


@pytest.mark.parametrize("wish", ["ledger", "setting"])
def test_found_by_itself_a_ledger_or_a_setting_makes_it_active(site, medium, wish):
    """With PLUGINS unset, a ledger or any MEDIUM_* setting is wish enough."""
    site.use(medium)
    conf = (site.folder / "pelicanconf.py").read_text("utf-8")
    kept = [line for line in conf.splitlines() if not re.match("PLUGINS|MEDIUM_", line)]
    if wish == "setting":
        kept.append("MEDIUM_COVER = True")
        site.ledger_path.unlink()
    (site.folder / "pelicanconf.py").write_text("\n".join(kept))
    site.article()
    assert "Medium:" in site.build().stdout


def test_a_ledger_beside_the_site_is_found_from_any_folder(site, medium, tmp_path):
    """The ledger is anchored at PATH, not at the folder Pelican is run in."""
    site.use(medium)
    site.article()
    settings = str(site.folder / "pelicanconf.py")
    result = subprocess.run(
        [*python(), "-m", "pelican", "-s", settings],
        cwd=tmp_path,
        env=os.environ | site.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "posted" in result.stdout
    assert site.states() == {"one": "posted"}
    assert not (tmp_path / "medium_ledger.json").exists()


# --- Nested runs -----------------------------------------------------------------------------


@pytest.fixture
def two_languages(site, medium):
    site.use(medium)
    site.configure('PLUGINS = ["pelican_medium", "i18n_subsites"]')
    site.configure('I18N_SUBSITES = {"fr": {"SITENAME": "Petit site"}}')
    site.article("both", lang="en")
    site.article("both", folder="fr", lang="fr", title="Les deux")
    site.article("english-only", date="2026-02-01", lang="en")
    return site


def test_subsites_collect_and_the_main_site_posts(two_languages, medium):
    """Under i18n_subsites each article goes once, with the address of its own subsite."""
    result = two_languages.build()
    assert sorted((b["title"], b["canonicalUrl"]) for b in medium.bodies) == [
        ("Both", "https://small.example/both.html"),
        ("English-only", "https://small.example/english-only.html"),
        ("Les deux", "https://small.example/fr/both.html"),
    ]
    assert set(two_languages.ledger["articles"]) == {"both", "both@fr", "english-only"}
    assert len([line for line in lines_of(result) if "Commit" in line]) == 1
    two_languages.build()
    assert len(medium.posts) == 3


def test_an_untranslated_article_kept_in_a_subsite_goes_once(two_languages, medium):
    """I18N_UNTRANSLATED_ARTICLES = "keep" writes one article twice, and it is still one."""
    two_languages.configure('I18N_UNTRANSLATED_ARTICLES = "keep"')
    two_languages.build()
    urls = [b["canonicalUrl"] for b in medium.bodies if b["title"] == "English-only"]
    assert urls == ["https://small.example/english-only.html"]
    assert (two_languages.folder / "output/fr/english-only-en.html").exists()
    two_languages.build()
    assert len(medium.posts) == 3


def test_a_subsite_that_fails_says_once_that_nothing_was_sent(two_languages, medium):
    """An exception inside a nested run ends the whole build, and one line says so."""
    two_languages.article("both2", lang="fr", slug="both")
    result = two_languages.build()
    assert result.returncode != 0
    assert medium.posts == []
    assert result.stderr == "Medium: nothing was sent, because the build did not finish.\n"


def test_first_use_with_subsites_knows_the_articles_of_all(two_languages, medium):
    """The first ledger holds the subsites' articles too, so none of them floods Medium."""
    two_languages.ledger_path.unlink()
    two_languages.build()
    assert set(two_languages.states().values()) == {"skipped"}
    assert set(two_languages.states()) == {"both", "both@fr", "english-only"}
    assert medium.posts == []


def test_fingerprint_is_of_what_the_author_wrote(site):
    """Another SITEURL or another setting of ours changes no fingerprint; an edit does."""
    path = site.article(text="![x]({static}/x.png)")
    prints = []
    for change in ("", 'SITEURL = "https://else.example/b"', "MEDIUM_MAX_TAGS = 1"):
        site.configure(change)
        site.build()
        prints.append(site.outbox["index"][0]["fingerprint"])
    path.write_text(path.read_text("utf-8") + "More.\n", "utf-8")
    site.build()
    prints.append(site.outbox["index"][0]["fingerprint"])
    assert prints[0] == prints[1] == prints[2] != prints[3]

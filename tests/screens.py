"""What tests in a real browser share: sizes, pages with everything on them, a person's hands."""

import re
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import DEFAULT_OPTIONS, Axe
from conftest import serving

from pelican_medium.desk import guard

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@contextmanager
def tab(window, viewport=DESKTOP, scheme="light"):
    """Yield a new tab; it takes along what it opened, was given and was allowed."""
    before = window.pages
    try:
        page = window.new_page()
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        yield page
    finally:
        for one in window.pages:
            if one not in before:
                one.close()
        window.clear_cookies()
        window.clear_permissions()


def enter(page, opened, path=""):
    """Open the lists, or another page, of a desk that this browser was let in to before."""
    home = f"{opened.origin}{opened.secrets.prefix}/"
    page.context.add_cookies(
        [{"name": guard.COOKIE, "value": opened.secrets.cookie, "url": home, "sameSite": "Strict"}]
    )
    page.goto(home + path)


#: A page that keeps what is pasted into it, as an editor does.
EDITOR = """<!DOCTYPE html><title>editor</title><div contenteditable="true" id="here"></div><script>
document.addEventListener("paste", (event) => {
  window.got = Object.fromEntries(event.clipboardData.types.map(
    (type) => [type, event.clipboardData.getData(type)]));
});</script>"""


def pasted(page):
    """Return what an editor gets by Ctrl+V, by type, in a page of another origin."""
    import http.server

    class Editor(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(EDITOR.encode())

    with serving(Editor) as url:
        editor = page.context.new_page()
        editor.goto(url)
        editor.locator("#here").focus()
        editor.keyboard.press("Control+V")
        editor.wait_for_function("window.got")
        got = editor.evaluate("window.got")
        editor.close()
    return got


def html_of(got):
    """Return the HTML without the character set that Chromium puts before it."""
    return re.sub("^<meta[^>]*>", "", got["text/html"])


def looked_at(page, states, looks):
    """Return what each look of each state shows; a page is only shown anew, not loaded anew."""
    found = {name: {} for name in looks}
    for state in states:
        for name, (viewport, scheme) in looks.items():
            page.set_viewport_size(viewport)
            page.emulate_media(color_scheme=scheme)
            found[name][state] = shown(page)
    return found


def shown(page):
    """Return what there is to say of a page as it is shown now."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    return {
        "broken": violations(page),
        "faint": [text for ratio, text in page.evaluate(CONTRAST) if ratio < 4.5],
        "beyond": wide - page.viewport_size["width"],
        "ways back": page.get_by_role("link", name="← All articles").count(),
    }


def flawless(ways_back):
    """Return what there is to say of a page where nothing is wrong."""
    return {"broken": [], "faint": [], "beyond": 0, "ways back": ways_back}


def tab_to(page, name, most=40):
    """Press Tab until something of this name has the focus, as a person without a mouse would."""
    for _ in range(most):
        page.keyboard.press("Tab")
        there = focused(page) or ""
        if name in there and not there.startswith("Select"):
            return
    raise AssertionError(f"{name} is not reached by Tab")


#: Lets axe look at a page, and takes along only what is asserted: all that it tells of a page,
#: each rule that is kept included, takes as long to send here as it takes to find out.
LOOK = """options => axe.run(options).then(found => found.violations.map(
    one => [one.id, one.nodes.map(node => node.html.slice(0, 120))]))"""


def violations(page):
    """Return the rules that a page breaks, each with the elements; axe goes into a page once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return [tuple(one) for one in page.evaluate(LOOK, DEFAULT_OPTIONS)]


LONG_LINE = "reading = " + "+".join(f"gauge_{number}" for number in range(40))


RICH = f"""\
First words, with `code` and a [link](https://x.example/).

# The mast

Some text about {"windward" * 20} things.

## Its stays

Text.

# The logger

<pre><code class="language-python">def read(port):
    return port.readline()

{LONG_LINE}
</code></pre>

| hour | {" | ".join(f"staff {number}" for number in range(12))} |
|---|{"---|" * 12}
| 0 | {" | ".join("1.25" for _ in range(12))} |

![A lamp on a pole](https://small.example/images/lamp.png "The lamp at dusk")

> A quote of one line.

https://www.youtube.com/watch?v=abcdefghijk

- one
    - two

<video src="https://x.example/v.mp4"></video>
"""


HOSTILE = """
<script>document.title = "taken"; fetch("https://evil.example/a")</script>
<link rel="stylesheet" href="https://evil.example/b.css">
<style>@import "https://evil.example/c.css"; p { background: url(https://evil.example/d) }</style>
<iframe src="https://evil.example/e"></iframe>
<p style="background: url(https://evil.example/f)" onclick="taken()">words</p>
<img src="data:image/png;base64,AAAA" alt="A" onerror="document.title = 'taken'">
<svg><image href="https://evil.example/g"/><script>document.title = "taken"</script></svg>
<object data="https://evil.example/h"></object><embed src="https://evil.example/i">
<video src="https://evil.example/j" poster="https://evil.example/k" autoplay></video>
<meta http-equiv="refresh" content="0; url=https://evil.example/l"><base href="https://evil.example/">
<a href="javascript:document.title='taken'" ping="https://evil.example/m">a link</a>
<form action="https://evil.example/n"><input autofocus onfocus="document.title='taken'"></form>
<math><mtext><table><mglyph><style><img src=x onerror="document.title='taken'">
"""


CONF = f"""
import dataclasses

def article(article, draft):
    if article.slug == "rich":
        subtitled = draft.content.replace("</h1>", "</h1><h2>A small subtitle</h2>", 1)
        return dataclasses.replace(draft, content=subtitled)
    if article.slug == "hostile":
        return dataclasses.replace(draft, content=draft.content + {HOSTILE!r})
    return draft

MEDIUM_ARTICLE = article
STATIC_PATHS = ["images"]
MEDIUM_TABLES = "text"
"""


CONTRAST = """() => {
    const light = colour => {
        const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = element => {
        const colour = getComputedStyle(element).backgroundColor;
        return colour === "rgba(0, 0, 0, 0)" ? ground(element.parentElement) : colour;
    };
    const texts = [...document.querySelectorAll("body *")].filter(element =>
        [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()));
    return texts.map(element => {
        const [a, b] = [light(getComputedStyle(element).color), light(ground(element))];
        return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), element.outerHTML.slice(0, 80)];
    });
}"""


def focused(page):
    return page.evaluate(
        "(one => one.getAttribute('aria-label') || one.innerText || one.name)"
        "(document.activeElement)"
    )

"""Every picture arrives: a real Pelican, a real Medium of ours, real hosts of pictures."""

import base64
import http.client
import io
import json
import os
import re
import threading
from collections import Counter
from contextlib import suppress
from functools import partial
from urllib.parse import quote, urlsplit

import pytest
from conftest import PNG, WEBP_BOMB, Always, Quiet, picture, serving
from PIL import Image

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40">'
    '<rect width="80" height="40" fill="{}"/></svg>'
)


def animated(colour):
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), shade) for shade in (colour, "gray", "orange")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


#: What each ending is made of; the colour makes each picture another one.
KINDS = {
    "jpg": lambda colour: picture("JPEG", colour, (41, 30)),
    "png": lambda colour: picture("PNG", colour),
    "gif": animated,
    "tif": lambda colour: picture("TIFF", colour),
    "webp": lambda colour: picture("WEBP", colour, (42, 30)),
    "avif": lambda colour: picture("AVIF", colour, (43, 30)),
    "bmp": lambda colour: picture("BMP", colour, (44, 30)),
    "svg": lambda colour: SVG.format(colour).encode(),
}
COLOURS = ("red", "blue", "green", "black", "white")


def gallery(site, kinds=KINDS, colours=COLOURS):
    """Write a picture of each kind and colour, and return the Markdown that shows them all."""
    names = {f"{colour}.{kind}": make(colour) for kind, make in kinds.items() for colour in colours}
    for name, body in names.items():
        put(site, f"images/{name}", body)
    return "\n\n".join(f"![{name}]({{static}}/images/{name})" for name in names)


def put(site, path, body=PNG):
    file = site.folder / "content" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(body)
    return file


def uploads(medium):
    return [one for one in medium.requests if one["path"] == "/v1/images"]


def sources(body):
    return re.findall(r'<img[^>]*?\ssrc="([^"]*)"', body["content"])


def arrived(url):
    """Return the type and the bytes of a picture that Medium has."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request("GET", parts.path)
        answer = connection.getresponse()
        return answer.headers["Content-Type"], answer.read()
    finally:
        connection.close()


def verdicts(medium):
    """Return what became of the pictures of all posts: by verdict, how many."""
    return Counter(one["verdict"] for post in medium.posts for one in post["pictures"])


def held(site):
    return {key: one["reason"] for key, one in site.outbox["held"].items()}


# --- The numbers of the issue ---------------------------------------------------------------


def test_forty_pictures_of_every_kind_on_a_site_that_is_not_live(site, medium):
    """Each goes up once, what Medium cannot take as PNG; a second article uploads nothing."""
    site.use(medium)
    text = gallery(site)
    site.article("first", text, date="2026-01-02")
    site.article("second", text, date="2026-01-03")
    result = site.build()
    assert [post["request"]["title"] for post in medium.posts] == ["First", "Second"], result.stdout
    assert len(uploads(medium)) == 40
    assert verdicts(medium) == {"uploaded before": 80}
    types = Counter(arrived(url)[0] for url in sources(medium.bodies[0]))
    assert types == {"image/jpeg": 5, "image/png": 25, "image/gif": 5, "image/tiff": 5}
    assert sources(medium.bodies[0]) == sources(medium.bodies[1])
    assert len(site.ledger["pictures"]) == 40
    assert {row["api"] for row in site.ledger["pictures"].values()} == {medium.api_url}


def test_a_live_site_has_its_pictures_side_loaded(site, medium, live):
    """Where the site is live, Medium fetches every picture it can take from there."""
    site.use(medium)
    taken = {kind: KINDS[kind] for kind in ("jpg", "png", "gif", "tif")}
    site.article(text=gallery(site, taken))
    site.build()
    assert verdicts(medium) == {"side-loaded": 20}
    assert uploads(medium) == []
    assert all(url.startswith(live) for url in sources(medium.bodies[0]))
    assert "pictures" not in site.ledger


def test_an_animated_gif_is_left_alone(site, medium):
    """Its bytes arrive as they are, with every frame."""
    site.use(medium)
    moving = animated("red")
    put(site, "images/lamp.gif", moving)
    site.article(text="![l]({static}/images/lamp.gif)")
    site.build()
    assert arrived(sources(medium.bodies[0])[0]) == ("image/gif", moving)


def test_an_animation_that_is_converted_is_told(site, medium):
    """Its first picture arrives, and the author is told what is lost."""
    site.use(medium)
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), shade) for shade in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    put(site, "images/lamp.webp", out.getvalue())
    put(site, "images/still.webp", picture("WEBP"))
    site.article(text="![l]({static}/images/lamp.webp) ![s]({static}/images/still.webp)")
    result = site.build()
    assert result.stdout.count("an animation became its first picture") == 1
    assert arrived(sources(medium.bodies[0])[0])[0] == "image/png"


# --- Where an own picture lies --------------------------------------------------------------


def test_a_picture_is_found_however_the_page_names_it(site, medium):
    """SITEURL with a path, blanks, umlauts, percent signs, {attach}, relative, root-relative."""
    site.use(medium)
    site.configure('SITEURL = "https://small.example/a blog"\nSTATIC_PATHS = ["images", "extra"]')
    site.configure('ARTICLE_URL = "notes/{slug}/"\nARTICLE_SAVE_AS = "notes/{slug}/index.html"')
    site.configure('EXTRA_PATH_METADATA = {"extra/y.png": {"path": "notes/one/deep/y.png"}}')
    names = ["images/a b.png", "images/ü.png", "images/100%.png", "near.png", "extra/y.png"]
    for shade, name in enumerate(names):
        put(site, name, picture(colour=(shade, 0, 0)))
    site.article(
        text="""
<img src="{static}/images/a b.png"> <img src="{static}/images/ü.png">
<img src="{static}/images/100%25.png"> <img src="{attach}near.png">
<img src="deep/y.png"> <img src="/a%20blog/images/a%20b.png?v=3"> <img src="../../images/ü.png">
"""
    )
    result = site.build()
    assert len(medium.posts) == 1, result.stdout
    assert len(sources(medium.bodies[0])) == 7
    assert verdicts(medium) == {"uploaded before": 5}
    assert len(uploads(medium)) == 5


def test_post_in_another_job_finds_the_output_through_the_outbox(site, medium):
    """With no source, and settings that name another output folder, the pictures are there."""
    put(site, "images/a b.png")
    site.article(text="![x](<{static}/images/a b.png>)")
    site.build("-o", "elsewhere/public")
    body = site.outbox["bodies"]["one"]
    assert site.outbox["output_path"] == "elsewhere/public"
    assert body["places"] == {"https://small.example/images/a%20b.png": "images/a b.png"}
    (site.folder / "content/images/a b.png").unlink()
    site.use(medium)
    assert site.cli("post").returncode == 0
    assert verdicts(medium) == {"uploaded before": 1}


@pytest.mark.parametrize("mode", ["auto", "upload"])
def test_where_the_output_is_gone_the_live_site_does(site, medium, live, mode, tmp_path):
    """Side-loaded; with "upload", and for what must be converted, its live bytes go up."""
    site.configure(f'MEDIUM_IMAGES = "{mode}"')
    site.environ["MEDIUM_API_URL"] = medium.api_url
    text = gallery(site, {kind: KINDS[kind] for kind in ("png", "webp", "svg")}, ["red"])
    site.article(text=text)
    site.build()
    public = site.folder / "output"
    public.rename(tmp_path / "public")
    site.use(medium)
    with serving(partial(Quiet, directory=tmp_path / "public")) as url:
        box = site.outbox_path.read_text("utf-8").replace(live, url)
        site.outbox_path.write_text(box, "utf-8")
        result = site.cli("-e", f'SITEURL="{url}"', "post")
    assert result.returncode == 0, result.stdout
    ours = [one for one in sources(medium.bodies[0]) if one.startswith(f"{medium.url}/")]
    # What the build drew for the site is live as well, and is side-loaded like the rest.
    assert [arrived(one)[0] for one in ours] == ["image/png"] * (0 if mode == "auto" else 3)
    assert len(uploads(medium)) == (0 if mode == "auto" else 3)


def test_a_subsites_pictures_are_found_in_its_own_folder(site, medium):
    """i18n_subsites writes a site into another one, with an address of its own."""
    site.use(medium)
    site.configure(
        'PLUGINS = ["i18n_subsites", "pelican_medium"]\n'
        'I18N_SUBSITES = {"fr": {"SITEURL": "https://fr.small.example"}}'
    )
    put(site, "images/x.png")
    site.article("deux", "![x]({static}/images/x.png)", lang="fr")
    result = site.build()
    assert len(medium.posts) == 1, result.stdout
    assert verdicts(medium) == {"uploaded before": 1}


@pytest.mark.parametrize(
    "configured",
    [
        'STATIC_URL = "static/{path}"',
        'STATIC_URL = "https://cdn.example/{path}"',
        'SITEURL = "https://b\u00fccher.example/blog"',
        "STATIC_CREATE_LINKS = True",
    ],
)
def test_a_picture_is_found_wherever_the_settings_put_it(site, medium, configured):
    """Another STATIC_URL than its save path, a CDN, an international host, links into content."""
    site.use(medium)
    site.configure(configured)
    put(site, "images/x.png")
    site.article(text="![x]({static}/images/x.png)", cover="{static}/images/x.png")
    result = site.build()
    assert len(medium.posts) == 1, result.stdout
    assert verdicts(medium) == {"uploaded before": 1}


# --- data: pictures -------------------------------------------------------------------------


def data(body, kind="image/png"):
    return f"data:{kind};base64,{base64.b64encode(body).decode()}"


def test_data_pictures_are_decoded_and_uploaded(site, medium):
    """Also an SVG, as text or in base64; nothing of them is in the post."""
    site.use(medium)
    drawing = quote(SVG.format("red"))
    site.article(
        text=f'<img src="{data(PNG)}" alt="a">\n<img src="data:image/svg+xml;utf8,{drawing}">\n'
        f'<img src="{data(SVG.format("red").encode(), "image/svg+xml")}">'
    )
    result = site.build()
    assert len(medium.posts) == 1, result.stdout
    assert "data:" not in medium.bodies[0]["content"]
    found = [arrived(url) for url in sources(medium.bodies[0])]
    assert [kind for kind, _ in found] == ["image/png"] * 3
    assert found[0][1] == PNG
    assert len(uploads(medium)) == 2  # the two drawings are one


def test_a_hook_sees_data_pictures_and_may_not_send_them(site, medium):
    """MEDIUM_ARTICLE has the whole draft; what it leaves or adds is uploaded all the same."""
    site.use(medium)
    more = f'<img src="{data(picture(colour="red"))}"><img src=images/x.png>'
    site.configure(
        "from dataclasses import replace\n"
        "def MEDIUM_ARTICLE(article, draft):\n"
        "    assert 'data:image/png' in draft.content\n"
        f"    return replace(draft, content=draft.content + {more!r})"
    )
    put(site, "images/x.png", picture(colour="blue"))
    site.article(text=f'<img src="{data(PNG)}">')
    result = site.build()
    assert len(medium.posts) == 1, result.stdout
    assert verdicts(medium) == {"uploaded before": 3}


def test_a_data_picture_too_long_for_the_parser_is_no_silent_loss(site, medium):
    """libxml2 leaves out attributes of over ten million letters; such an article is held."""
    site.use(medium)
    address = f"data:image/png;base64,{'A' * 10_000_001}"
    site.article(
        text=f'<div><p>a</p><img src="{address}"></div>'
    )  # Markdown reads no block of HTML
    site.build()
    assert medium.posts == []
    assert "data:" in held(site)["one"]


WORDS = '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="40">{}</svg>'


@pytest.mark.parametrize(
    ("inner", "why"),
    [
        ("<foreignObject><p>words</p></foreignObject>", "holds HTML"),
        ("<text y='20'>\U0001fbf9</text>", "no font on this machine can draw"),
    ],
)
def test_a_drawing_is_never_a_picture_without_its_words(site, medium, inner, why):
    """It becomes a link with a note; with MEDIUM_IMAGES = "upload" its article is held."""
    site.use(medium)
    put(site, "images/x.svg", WORDS.format(inner).encode())
    site.article(text="![The plan]({static}/images/x.svg)")
    site.configure('MEDIUM_IMAGES = "upload"')
    result = site.build(COLUMNS="1000")
    assert medium.posts == []
    assert why in held(site)["one"]
    site.configure('MEDIUM_IMAGES = "auto"')
    result = site.build(COLUMNS="1000")
    assert why in " ".join(result.stdout.split())
    link = '<a href="https://small.example/images/x.svg">The plan</a>'
    assert link in medium.bodies[0]["content"]


# --- Bad input ------------------------------------------------------------------------------


def bomb():
    out = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    return out.getvalue()


BAD = {
    "missing": (None, "not in the output folder"),
    "empty": (b"", "is empty"),
    "a page": (b"<!doctype html><p>404", "is not a picture"),
    "truncated webp": (picture("WEBP")[:60], "is broken"),
    "broken svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><rect", "broken SVG"),
    "bomb": (bomb, "100 megapixels"),
    "webp bomb": (WEBP_BOMB, "100 megapixels"),
    "big gif": (lambda: animated("red") + b"\0" * (26 << 20), "a gif is not changed"),
}


@pytest.mark.parametrize(("body", "words"), BAD.values(), ids=BAD)
def test_a_bad_picture_holds_its_own_article_and_is_named(site, medium, body, words):
    """One message with the article and the picture, no traceback; the other article goes."""
    site.use(medium)
    site.configure('STATIC_PATHS = ["images"]\nMEDIUM_MAX_POSTS_PER_RUN = 1')
    if body is not None:
        put(site, "images/bad.png", body() if callable(body) else body)
    site.article("bad", "![x]({static}/images/bad.png)", date="2026-01-01")
    site.article("good", "![x]({static}/images/good.png)", date="2026-01-02")
    put(site, "images/good.png")
    result = site.build(COLUMNS="1000")
    assert result.returncode == 0
    assert "Traceback" not in result.stdout + result.stderr
    line = next(line for line in result.stdout.splitlines() if "“Bad”" in line)
    assert "https://small.example/images/bad.png" in line
    assert words in line
    assert [body["title"] for body in medium.bodies] == ["Good"]  # a held one uses up no cap
    assert words in held(site)["bad"]
    assert site.outbox["held"]["bad"]["picture"] == "https://small.example/images/bad.png"
    assert "bad" not in site.states()


def test_a_folder_is_no_picture(site, medium):
    """Nor does it stop anything."""
    site.use(medium)
    put(site, "images/x.png/y.png")
    site.article(text="![x](https://small.example/images/x.png)")
    site.build()
    assert "is a folder" in held(site)["one"]


def test_the_bytes_tell_what_a_picture_is_and_not_its_name(site, medium):
    """A PNG that is called .jpg goes up as a PNG; a WebP that is called .png is converted."""
    site.use(medium)
    put(site, "images/a.jpg", PNG)
    put(site, "images/b.png", picture("WEBP"))
    site.article(text="![x]({static}/images/a.jpg) ![x]({static}/images/b.png)")
    site.build()
    found = [arrived(url) for url in sources(medium.bodies[0])]
    assert [kind for kind, _ in found] == ["image/png"] * 2
    assert found[0][1] == PNG


def test_a_photo_of_forty_megabytes_is_made_smaller(site, medium):
    """Upright, as a JPEG of at most 25 MB; without the extra it is held with what to do."""
    site.use(medium)
    noise = Image.frombytes("RGB", (5000, 1900), os.urandom(5000 * 1900 * 3))
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned
    noise.save(out, "JPEG", quality=100, subsampling=0, exif=exif)
    assert out.tell() > 30 << 20
    put(site, "images/photo.jpg", out.getvalue())
    site.article(text="![x]({static}/images/photo.jpg)")
    without(site, "PIL")
    site.build()
    assert "make it smaller, or install pelican-medium[images]" in held(site)["one"]
    site.environ.pop("NOT_INSTALLED")
    result = site.build()
    assert len(medium.posts) == 1, result.stdout
    assert "made smaller" in result.stdout
    kind, body = arrived(sources(medium.bodies[0])[0])
    small = Image.open(io.BytesIO(body))
    assert kind == "image/jpeg"
    assert len(body) <= 25 << 20
    assert small.height > small.width


def test_three_hundred_pictures_in_one_article(site, medium):
    """They all go, one after the other, and are known by the next run."""
    site.use(medium)
    for number in range(300):
        put(site, f"images/{number}.png", picture(colour=(number % 256, number // 256, 7)))
    site.article(text="\n\n".join(f"![x]({{static}}/images/{n}.png)" for n in range(300)))
    result = site.build()
    assert len(medium.posts) == 1, result.stdout
    assert len(uploads(medium)) == 300
    assert len(site.ledger["pictures"]) == 300


def test_an_svg_reads_no_file_and_asks_no_host(site, medium, elsewhere):
    """What it refers to outside itself is left out of the picture; what is inside it is drawn."""
    site.use(medium)
    secret = site.folder / "secret.png"
    secret.write_bytes(picture(colour="red"))
    inner = data(picture(colour=(0, 0, 255)))
    hrefs = [str(secret), secret.as_uri(), f"{elsewhere}/x.png", "../../secret.png", inner]
    images = "".join(
        f'<image x="{10 * n}" width="10" height="10" preserveAspectRatio="none" '
        f'xlink:href="{href}"/>'
        for n, href in enumerate(hrefs)
    )
    put(
        site,
        "images/x.svg",
        (
            f'<!DOCTYPE svg [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
            '<svg xmlns="http://www.w3.org/2000/svg" width="50" height="10" '
            f'xmlns:xlink="http://www.w3.org/1999/xlink">{images}</svg>'
        ).encode(),
    )
    site.article(text="![x]({static}/images/x.svg)")
    result = site.build()
    assert len(medium.posts) == 1, result.stdout
    drawn = Image.open(io.BytesIO(arrived(sources(medium.bodies[0])[0])[1])).convert("RGBA")
    width, height = drawn.size
    seen = [drawn.getpixel((int(width * (n + 0.5) / 5), height // 2)) for n in range(5)]
    assert seen == [(0, 0, 0, 0)] * 4 + [(0, 0, 255, 255)]


@pytest.mark.parametrize("way", ["link", "dots", "encoded dots", "backslashes"])
def test_no_way_leads_out_of_the_site(site, medium, way):
    """Only files inside output or content are read, whatever link or address is tried."""
    site.use(medium)
    (site.folder / "private.png").write_bytes(PNG)
    site.article("other")
    urls = {
        "link": "images/link.png",
        "dots": "images/../../private.png",
        "encoded dots": "%2e%2e/private.png",
        "backslashes": "..%5Cprivate.png",
    }
    site.article(text=f"<img src='https://small.example/{urls[way]}'>")
    (site.folder / "output/images").mkdir(parents=True)
    (site.folder / "output/images/link.png").symlink_to(site.folder / "private.png")
    site.build()
    assert uploads(medium) == []
    assert set(held(site)) == {"one"}


def test_output_that_links_into_the_content_is_fine(site, medium):
    """STATIC_CREATE_LINKS makes such links."""
    site.use(medium)
    site.configure("STATIC_CREATE_LINKS = True")
    put(site, "images/x.png")
    site.article(text="![x]({static}/images/x.png)")
    site.build()
    output = site.folder / "output/images/x.png"
    if not output.is_symlink():  # it makes a hard link where it can
        output.unlink()
        output.symlink_to(site.folder / "content/images/x.png")
        site.article("two", "![x]({static}/images/x.png)")
        site.build()
    assert verdicts(medium)["uploaded before"] == len(medium.posts) >= 1


# --- Without the extra ----------------------------------------------------------------------


def without(site, *modules):
    """Have these libraries not installed, for the site's processes (tests/offline)."""
    site.environ["NOT_INSTALLED"] = " ".join(modules)


def test_without_the_extra_a_picture_becomes_a_link(site, medium):
    """With its alternative text, its caption below, and a note that names the extra."""
    site.use(medium)
    put(site, "images/x.webp", picture("WEBP"))
    put(site, "images/y.svg", SVG.format("red").encode())
    site.article(
        text='<figure><img src="{static}/images/x.webp" alt="A pier"><figcaption>Fog</figcaption>'
        '</figure>\n\n![]({static}/images/y.svg)\n\n<img src="data:image/svg+xml,<svg/>" alt="D">'
    )
    without(site, "PIL", "resvg_py")
    result = site.build(COLUMNS="1000")
    assert uploads(medium) == []
    assert medium.bodies, result.stdout + result.stderr
    content = medium.bodies[0]["content"]
    assert '<p><a href="https://small.example/images/x.webp">A pier</a></p><p>Fog</p>' in content
    assert '<p><a href="https://small.example/images/y.svg">y.svg</a></p>' in content
    assert '<p><a href="https://small.example/one.html">D</a></p>' in content
    assert "<img" not in content
    assert "figure" not in content
    assert result.stdout.count("pelican-medium[images]") == 3


# --- Pictures elsewhere ---------------------------------------------------------------------


class Elsewhere(Quiet):
    """Another host, where each path says what it answers."""

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        name = self.path.rpartition("/")[2]
        status = int(name) if name.isdigit() else 200
        kind = {"x.webp": "image/webp", "page": "text/html"}.get(name, "image/png")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(PNG)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(PNG)


@pytest.mark.parametrize("mode", ["auto", "sideload", "upload"])
@pytest.mark.parametrize(
    ("path", "becomes"),
    [
        ("x.png", "side-loaded"),
        ("404", "link"),
        ("410", "link"),
        ("x.webp", "link"),
        ("page", "link"),
        ("403", "held"),
        ("429", "held"),
        ("500", "held"),
        ("503", "held"),
    ],
)
def test_pictures_elsewhere_are_never_uploaded(site, medium, mode, path, becomes):
    """Live: side-loaded; gone for good: a link; for the moment unreachable: held."""
    site.use(medium)
    site.configure(f'MEDIUM_IMAGES = "{mode}"')
    with serving(Elsewhere) as url:
        site.article(text=f"![A picture]({url}/{path})")
        site.build()
    assert uploads(medium) == []
    if becomes == "held":
        assert medium.posts == []
        assert f"HTTP {path}" in held(site)["one"]
    elif becomes == "link":
        assert f'<a href="{url}/{path}">A picture</a>' in medium.bodies[0]["content"]
    else:
        assert verdicts(medium) == {"side-loaded": 1}


def test_a_redirect_without_end_and_a_host_without_end_hold_their_articles(site, medium):
    """Each is named with its picture, in bounded time, and the third article goes."""
    site.use(medium)
    ended = threading.Event()

    class Endless(Quiet):
        def do_HEAD(self):
            self.do_GET()

        def do_GET(self):
            if self.path == "/loop.png":
                self.send_response(302)
                self.send_header("Location", "/loop.png")
                self.end_headers()
                return
            self.send_response(200)
            self.flush_headers()
            with suppress(OSError):
                while not ended.wait(0.2):
                    self.wfile.write(b"X-Slow: yes\r\n")

    with serving(Endless) as url:
        site.article("loop", f"![x]({url}/loop.png)", date="2026-01-01")
        site.article("slow", f"![x]({url}/slow.png)", date="2026-01-02")
        site.article("good", date="2026-01-03")
        site.configure("from pelican_medium.pictures import looks\nlooks.SECONDS = 3.0")
        result = site.build(COLUMNS="1000")
        ended.set()
    assert result.returncode == 0
    assert f"{url}/loop.png cannot be reached (it is redirected more than 5" in held(site)["loop"]
    assert f"{url}/slow.png cannot be reached (no answer within" in held(site)["slow"]
    assert "Traceback" not in result.stdout + result.stderr
    assert [body["title"] for body in medium.bodies] == ["Good"]


# --- Ours, by MEDIUM_IMAGES -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "is_live", "built", "becomes"),
    [
        ("auto", True, True, "side-loaded"),
        ("auto", False, True, "uploaded before"),
        ("auto", False, False, "held"),
        ("sideload", True, True, "side-loaded"),
        ("sideload", False, True, "held"),
        ("sideload", False, False, "held"),
        ("upload", True, True, "uploaded before"),
        ("upload", False, True, "uploaded before"),
        ("upload", False, False, "held"),
    ],
)
def test_an_own_picture_cell_by_cell(  # noqa: PLR0913, PLR0917 - a row of the table
    site, medium, request, mode, is_live, built, becomes
):
    """The contract's table for the site's own pictures, with files and a host that are real."""
    if is_live:
        request.getfixturevalue("live")
    site.use(medium)
    site.configure(f'MEDIUM_IMAGES = "{mode}"\nSTATIC_PATHS = ["images"]')
    if built:
        put(site, "images/x.png")
    site.article(text="![x]({static}/images/x.png)")
    site.build()
    assert (set(verdicts(medium)) or {"held"}) == {becomes}
    assert (set(held(site)) == {"one"}) is (becomes == "held")


# --- Uploads --------------------------------------------------------------------------------


def one_picture(site):
    put(site, "images/x.png")
    site.article(text="![x]({static}/images/x.png)", date="2026-01-01")
    site.article("other", "No picture.", date="2026-01-02")


@pytest.mark.parametrize("faults", [["500"], ["drop-after"], ["502", "truncated"], ["not-json"]])
def test_an_upload_is_repeated(site, medium, faults):
    """It is safe to repeat, unlike a post, so a short trouble is got over."""
    site.use(medium)
    one_picture(site)
    medium.misbehave(*[f"images={fault}" for fault in faults])
    result = site.build()
    assert len(medium.posts) == 2, result.stdout
    assert len(uploads(medium)) == len(faults) + 1


@pytest.mark.parametrize("faults", [["400"], ["500"] * 3, ["302"], ["drop-before"] * 3])
def test_a_failed_upload_holds_its_article_and_names_the_picture(site, medium, faults):
    """The other article goes, and so does this one with the next build."""
    site.use(medium)
    one_picture(site)
    medium.misbehave(*[f"images={fault}" for fault in faults])
    site.build()
    assert [body["title"] for body in medium.bodies] == ["Other"]
    assert "https://small.example/images/x.png could not be uploaded" in held(site)["one"]
    assert "one" not in site.states()
    site.build()
    assert len(medium.posts) == 2


@pytest.mark.parametrize("fault", ["401", "403", "404", "challenge"])
def test_a_refusal_of_one_upload_holds_its_article_alone(site, medium, fault):
    """The token itself is known to Medium: the picture is named, with what can be done."""
    site.use(medium)
    one_picture(site)
    medium.misbehave(f"images={fault}")
    site.build()
    assert [body["title"] for body in medium.bodies] == ["Other"]
    assert "https://small.example/images/x.png could not be uploaded" in held(site)["one"]
    assert ("a guard" if fault == "challenge" else "MEDIUM_POST_ON") in held(site)["one"]
    assert "one" not in site.states()
    site.build()
    assert len(medium.posts) == 2


@pytest.mark.parametrize("fault", ["429", "1007"])
def test_a_refusal_of_uploads_ends_the_run(site, medium, fault):
    """As for posts: the next one would fare no better; no cell is left behind."""
    site.use(medium)
    one_picture(site)
    medium.misbehave(f"images={fault}")
    result = site.build()
    assert medium.posts == []
    assert site.states() == {}
    assert "stopped early" in result.stdout
    site.build()
    assert len(medium.posts) == 2


def test_an_upload_waits_as_long_as_medium_asks(site, medium):
    """A short Retry-After is kept, and the article goes in the same run."""
    site.use(medium)
    one_picture(site)
    medium.misbehave("images=429:1")
    site.build()
    assert len(medium.posts) == 2


def test_a_picture_is_in_the_ledger_right_after_its_upload(site, medium):
    """What stands between it and the post does not lose it, and the commit is asked for."""
    site.use(medium)
    put(site, "images/y.png", picture(colour="red"))
    put(site, "images/x.png")
    site.article(text="![y]({static}/images/y.png) ![x]({static}/images/x.png)")
    medium.misbehave("images=ok", "images=401")
    result = site.build()
    assert len(site.ledger["pictures"]) == 1
    assert "Commit medium_ledger.json" in result.stdout
    site.build()
    assert len(uploads(medium)) == 3


def test_pictures_of_a_trial_do_not_count_for_medium_nor_the_reverse(site, medium):
    """What Medium has is another address, and a trial never changes it."""
    import hashlib

    md5 = hashlib.md5(PNG, usedforsecurity=False).hexdigest()
    mediums = {md5: {"url": "https://cdn-images-1.medium.com/x.png"}}
    site.write_ledger(pictures=mediums)
    site.use(medium)
    one_picture(site)
    site.build()
    assert sources(medium.bodies[0])[0].startswith(medium.url)
    assert site.ledger["pictures"] == mediums


# --- The article's own page -----------------------------------------------------------------


def deployed(site, medium, url, head=""):
    """Build in deploy mode, and put this into the head of the article's live page."""
    site.configure('MEDIUM_POST_ON = "deploy"')
    site.use(medium)
    site.article()
    assert site.build().returncode == 0
    page = site.folder / "output/one.html"
    text = page.read_text("utf-8").replace("<head>", f"<head>{head.format(url)}")
    page.write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("head", "goes"),
    [
        ("", True),
        ('<link rel="canonical" href="{0}/one.html">', True),
        ('<LINK href="/one.html#top" REL="Canonical">', True),
        ('<link rel="canonical" href="https://other.example/one.html">', False),
        ('<link rel="canonical" href="{0}/">', False),
    ],
)
def test_a_canonical_link_must_name_the_article(site, medium, live, head, goes):
    """One that names another original would have Medium point elsewhere; none at all is fine."""
    deployed(site, medium, live, head)
    result = site.cli("post")
    assert (result.returncode == 0) is goes
    assert len(medium.posts) == goes
    if not goes:
        assert "names another original" in held(site)["one"]


def test_a_canonical_link_may_name_the_override(site, medium, live):
    """An article that has its original elsewhere says so on its page as well."""
    site.configure('DEFAULT_METADATA = {"medium_canonical_url": "https://other.example/a/"}')
    deployed(site, medium, live, '<link rel="canonical" href="https://other.example/a">')
    assert site.cli("post").returncode == 0
    assert medium.bodies[0]["canonicalUrl"] == "https://other.example/a/"


def test_a_page_that_is_not_live_holds_its_article(site, medium, live):
    """In deploy mode; it goes with a later `post`, once the page is there."""
    deployed(site, medium, live)
    page = site.folder / "output/one.html"
    page.rename(site.folder / "later.html")
    result = site.cli("post")
    assert result.returncode == 1
    assert f"its page {live}/one.html is not live (HTTP 404)" in held(site)["one"]
    assert site.outbox["held"]["one"]["picture"] is None
    (site.folder / "later.html").rename(page)
    assert site.cli("post").returncode == 0
    assert site.outbox["held"] == {}
    assert len(medium.posts) == 1


def test_a_build_that_posts_does_not_look_at_the_page(site, medium):
    """It is not deployed yet, and the author said to post in the build."""
    site.use(medium)
    site.article()
    site.build()
    assert len(medium.posts) == 1


# --- What status and a rehearsal show -------------------------------------------------------


def test_status_and_dry_run_show_each_verdict_and_ask_nobody(site, medium, elsewhere):
    """By the files and the ledger alone."""
    asked = []

    class Noting(Always):
        def do_HEAD(self):
            asked.append(self.path)
            super().do_HEAD()

    with serving(Noting) as url:
        site.configure('STATIC_PATHS = ["images"]')
        put(site, "images/x.png")
        put(site, "images/y.webp", picture("WEBP"))
        site.article(
            text="![x]({static}/images/x.png) ![y]({static}/images/y.webp) ![z]({static}/z.png) "
            f"![e]({url}/e.png) ![d]({data(PNG)})"
        )
        site.build()
        status = json.loads(site.cli("status", "one", "--json").stdout)["articles"][0]["pictures"]
        dry = json.loads(site.cli("post", "--dry-run", "--json").stdout)["outcomes"][0]
    assert dry["pictures"] == status
    assert [sorted(one) for one in status] == [["reason", "url", "verdict"]] * 5
    names = [one["url"].rpartition("/")[2] for one in status[:4]]
    assert [names[0], names[1][:6], *names[2:]] == ["x.png", "drawn-", "z.png", "e.png"]
    verdicts = [one["verdict"] for one in status[:4]]
    assert verdicts == ["upload", "upload", "side-load", "side-load"]
    assert "held" in status[2]["reason"]
    assert status[4]["verdict"] == "upload"
    assert len(status[4]["url"]) < 80
    assert "https://small.example/images/x.png" in dry["request"]["content"]
    assert asked == []
    assert "images/x.png: upload" in site.cli("status", "one").stdout

"""Formulas and pictures that have to be drawn arrive by every way, each drawn once."""

import base64
import json
import os
import re
import shutil

from conftest import picture
from desks import Client, desk_of
from test_pictures import SVG, arrived, held, put, sources

#: No line of Unicode says these.
FORMULAS = [
    rf"\binom{{n}}{{{number}}} = q^{{2^{{{number}}}}} \tag{{{number}}}" for number in range(40)
]
KINDS = {
    "svg": lambda colour: SVG.format(colour).encode(),
    "webp": lambda colour: picture("WEBP", colour),
    "avif": lambda colour: picture("AVIF", colour),
    "bmp": lambda colour: picture("BMP", colour),
}
COLOURS = {"svg": ("red", "blue", "green", "gold"), "webp": ("red", "blue", "green", "gold"),
           "avif": ("red",), "bmp": ("red",)}  # fmt: skip
DATA = f"data:image/png;base64,{base64.b64encode(picture('PNG', 'pink')).decode()}"


def rich(site, formulas=FORMULAS, **metadata):
    """Write an article of these formulas and of pictures that Medium cannot fetch as they are."""
    names = {f"{c}.{kind}": make(c) for kind, make in KINDS.items() for c in COLOURS[kind]}
    for name, body in names.items():
        put(site, f"images/{name}", body)
    shown = [f"![{name}]({{static}}/images/{name})" for name in names]
    texts = [f"<div>$${formula}$$</div>" for formula in formulas]
    text = "\n\n".join([*texts, *shown, f'<img src="{DATA}" alt="pink">'])
    site.article("rich", text=text, **metadata)
    return len(formulas) + len(names) + 1


def on_disk(site):
    """Return the drawn pictures with what changes when one is written again."""
    folder = site.folder / "output" / "medium"
    files = [*folder.iterdir()] if folder.exists() else []
    return {file.name: (file.stat().st_ino, file.stat().st_mtime_ns) for file in files}


def are_pngs(urls):
    return all(
        kind == "image/png" and body.startswith(b"\x89PNG") for kind, body in map(arrived, urls)
    )


def uploads(medium):
    return [one for one in medium.requests if one["path"] == "/v1/images"]


def verdicts(medium):
    return [one["verdict"] for one in medium.posts[-1]["pictures"]]


def test_everything_arrives_by_each_way_and_is_drawn_once(site, medium, live):
    """Pasted, posted after the deployment, posted by a build: 40 formulas and 11 pictures."""
    site.use(medium)
    site.configure('MEDIUM_POST_ON = "deploy"')
    count = rich(site)
    assert f"{count} pictures drawn into medium/." in site.build().stdout
    first = on_disk(site)
    assert len(first) == count
    assert site.outbox["math"] == "picture"

    again = site.build()
    assert "drawn" not in again.stdout
    assert on_disk(site) == first

    with desk_of(site) as opened:
        pasted = Client(opened).article("rich").value_of("clip-html")
    addresses = re.findall('src="([^"]+)"', pasted)
    assert len(addresses) == count
    assert all(url.startswith(f"{live}/medium/drawn-") for url in addresses)
    assert are_pngs(addresses)

    assert site.cli("post").returncode == 0
    assert sources(medium.bodies[0]) == addresses
    assert verdicts(medium) == ["side-loaded"] * count
    assert not uploads(medium)
    assert "nothing new" in site.build().stdout
    assert on_disk(site) == {}

    site.write_ledger()
    site.configure('MEDIUM_POST_ON = "build"')
    site.build()
    assert verdicts(medium) == ["uploaded before"] * count
    assert len(uploads(medium)) == count
    assert are_pngs(sources(medium.bodies[-1]))
    assert on_disk(site) == {}
    assert "drawn" not in site.build().stdout
    assert len(uploads(medium)) == count


def test_a_machine_without_the_extra_obeys(site, medium, live, tmp_path):
    """It side-loads what the build chose to draw; what is nowhere holds the article."""
    site.use(medium)
    site.configure('MEDIUM_POST_ON = "deploy"')
    site.article("one", text=rf"<div>$${FORMULAS[1]}$$</div>")
    site.build()
    [name] = on_disk(site)
    drawn = site.folder / "output" / "medium" / name
    shutil.move(drawn, tmp_path / name)
    without = tmp_path / "without"
    without.mkdir()
    for module in ("ziamath", "resvg_py", "PIL"):
        (without / f"{module}.py").write_text("raise ImportError('not installed')")
    path = os.pathsep.join([str(without), os.environ["PYTHONPATH"]])

    assert site.cli("post", PYTHONPATH=path).returncode == 1
    assert f"{live}/medium/{name}" in held(site)["one"]
    assert medium.posts == []

    shutil.move(tmp_path / name, drawn)
    assert site.cli("post", PYTHONPATH=path).returncode == 0
    assert verdicts(medium) == ["side-loaded"]


def test_what_a_build_leaves_over_is_drawn_into_the_output(site, medium, live):
    """The rest that the cap carries over can be looked at, and pasted once the site is live."""
    site.use(medium)
    site.configure("MEDIUM_MAX_POSTS_PER_RUN = 1")
    for number in (1, 2):
        text = rf"<div>$${FORMULAS[number]}$$</div>"
        site.article(f"a{number}", text=text, date=f"2026-01-0{number}")
    site.build()
    assert verdicts(medium) == ["uploaded before"]
    assert len(on_disk(site)) == 1
    dry = json.loads(site.cli("post", "--dry-run", "--json").stdout)
    assert f"{live}/medium/drawn-" in dry["outcomes"][0]["request"]["content"]
    site.build()
    assert len(medium.posts) == 2
    assert len(uploads(medium)) == 1
    assert verdicts(medium) == ["side-loaded"]

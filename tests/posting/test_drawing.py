"""What a build draws for the articles that wait, and what it leaves alone."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import PNG, picture
from drafts import article as written

from pelican_medium import draft, settings
from pelican_medium.model.drawn import PATTERN, UNDRAWN
from pelican_medium.model.errors import ArticleError
from pelican_medium.pictures import conversion, drawings, formulas
from pelican_medium.posting import drawing
from pelican_medium.store import outbox as outboxes
from pelican_medium.store.outbox import Outbox

URL = "https://blog.example.org"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
FORMULA = r"<p>$$\binom{n}{k} = q^{2^n}$$</p>"
REFUSED = r"<p>$$\begin{pmatrix} a & b \end{pmatrix}^2$$</p>"


@pytest.fixture
def site(tmp_path):
    def make(**given):
        pelican = {"PATH": str(tmp_path / "content"), "OUTPUT_PATH": str(tmp_path / "output")}
        environ = {"MEDIUM_INTEGRATION_TOKEN": "t"}
        return settings.read(pelican | {"SITEURL": URL} | given, environ)

    (tmp_path / "output").mkdir()
    return make


def article(content, key="one", **more):
    one = written(content=content, key=key, slug=key, canonical_url=f"{URL}/{key}/", **more)
    return replace(one, drawn=None)


def put(made, name, body):
    (made.output_path / name).write_bytes(body)
    return f'<p><img src="{URL}/{name}" alt="a"></p>', {f"{URL}/{name}": name}


def fill(made, *articles, undrawn=(), math="picture"):
    """Return the outbox, what was said, and the names of the files."""
    path = str(Path(made.output_path).relative_to(made.site_folder))
    bodies = {one.key: one for one in articles}
    box = Outbox(NOW, URL, path, "l", index=articles, bodies=bodies, math=math)
    said = []
    filled = drawing.fill(box, articles, made, said.append, undrawn)
    folder = made.output_path / "medium"
    names = {file.name for file in folder.iterdir()} if folder.exists() else set()
    return filled, said, names


def content(one, made):
    return draft.make(one, made, NOW).content


def test_a_formula_becomes_a_picture_with_its_address(site):
    """The draft has the live address, and the TeX for those who do not see it."""
    made = site()
    filled, said, [name] = fill(made, article(FORMULA))
    assert PATTERN.fullmatch(name)
    assert said == ["1 picture drawn into medium/."]
    html = content(filled.bodies["one"], made)
    assert f'<img alt="\\binom{{n}}{{k}} = q^{{2^n}}" src="{URL}/medium/{name}"/>' in html
    assert filled.bodies["one"].places[f"{URL}/medium/{name}"] == f"medium/{name}"


def test_what_is_there_is_not_drawn_again(site, monkeypatch):
    """Only what is missing is; an emptied folder is filled again."""
    made = site()
    svg, places = put(made, "a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 4"/>')
    one = article(FORMULA + svg, places=places)
    filled, _, names = fill(made, one)
    assert len(names) == 2
    file = made.output_path / "medium" / min(names)
    file.unlink()
    again, said, found = fill(made, one)
    assert (again, found, said) == (filled, names, ["1 picture drawn into medium/."])
    monkeypatch.setattr(formulas, "draw", lambda _: {})
    monkeypatch.setattr(drawings, "draw", None)
    assert fill(made, one) == (filled, [], names)


def test_what_cannot_be_drawn_stays_tex_and_is_tried_once(site, tmp_path, monkeypatch):
    """No formula stops an article; the outbox remembers which ones were refused."""
    made = site()
    filled, _, names = fill(made, article(REFUSED + FORMULA))
    assert len(names) == 1
    made_draft = draft.make(filled.bodies["one"], made, NOW)
    assert '<pre data-code-block-lang="latex"' in made_draft.content
    assert "<img" in made_draft.content
    assert "formulas shown as TeX source" in [note.what for note in made_draft.notes]
    path = tmp_path / "outbox.json"
    outboxes.write(path, filled)
    undrawn = drawing.undrawn_before(path)
    assert len(undrawn) == 1
    assert outboxes.read(path).bodies["one"].drawn == filled.bodies["one"].drawn
    assert any(value.startswith(UNDRAWN) for value in filled.bodies["one"].drawn.values())
    asked = []
    monkeypatch.setattr(formulas, "draw", lambda some: asked.extend(some) or {})
    assert fill(made, article(REFUSED + FORMULA), undrawn=undrawn)[0] == filled
    assert asked == []
    assert drawing.undrawn_before(tmp_path / "none.json") == set()


@pytest.mark.parametrize("kind", ["WEBP", "AVIF", "BMP"])
def test_pictures_that_medium_cannot_fetch(site, kind):
    """Each at its new address, wherever it stands; a hook's function is not asked for it."""
    made = site(MEDIUM_ARTICLE=lambda *_: 1 / 0)
    html, places = put(made, "a.bin", picture(kind))
    filled, _, [name] = fill(made, article(html, places=places, cover=f"{URL}/a.bin"))
    shown = content(filled.bodies["one"], site())
    assert f"{URL}/a.bin" not in shown
    assert f"{URL}/medium/{name}" in shown


def test_pictures_that_medium_can_fetch_stay(site):
    """And those of others, and those that are nowhere."""
    made = site()
    html, places = put(made, "a.png", PNG)
    other = '<img src="https://o.example/a.webp"><img src="/gone.webp">'
    filled, said, names = fill(made, article(html + other, places=places))
    assert (said, names) == ([], set())
    assert f'src="{URL}/a.png"' in content(filled.bodies["one"], made)


def test_only_those_who_wait_have_pictures(site):
    """What was drawn for an article goes when that has been sent; the author's files stay."""
    made = site()
    fill(made, article(FORMULA))
    (made.output_path / "medium" / "map.png").write_bytes(PNG)
    assert fill(made)[2] == {"map.png"}


def test_a_build_that_posts_takes_what_is_there(site, monkeypatch):
    """An article whose pictures an earlier build drew; of the others nothing is drawn yet."""
    made = site()
    filled, _, names = fill(made, article(FORMULA))
    monkeypatch.setattr(formulas, "draw", None)
    ones = [article(FORMULA), article(FORMULA + r"$$\binom{a}{b}$$", key="two")]
    bodies = {one.key: one for one in ones}
    found = drawing.reuse(replace(filled, bodies=bodies), ones, made)
    assert found.bodies["one"] == filled.bodies["one"]
    assert found.bodies["two"].drawn is None
    assert len(names) == 1


def test_text_is_text(site):
    """Where the build chose it, nothing is drawn, though it could be."""
    made = site(MEDIUM_MATH="text")
    assert drawing.chosen(made, at_once=False) == "text"
    filled, said, names = fill(made, replace(article(FORMULA), drawn={}), math="text")
    assert (said, names) == ([], set())
    assert "<pre" in content(filled.bodies["one"], made)


@pytest.mark.parametrize(
    ("given", "at_once", "expected"),
    [
        ({}, True, "picture"),
        ({}, False, "picture"),
        ({"MEDIUM_IMAGES": "sideload"}, False, "picture"),
        ({"MEDIUM_IMAGES": "sideload"}, True, "text"),
        ({"MEDIUM_IMAGES": "sideload", "MEDIUM_PICTURES_PATH": ""}, False, "text"),
        ({"MEDIUM_MATH": "text"}, False, "text"),
    ],
)
def test_what_is_chosen(site, given, at_once, expected):
    """A picture where the extra is installed and Medium can have it."""
    assert drawing.chosen(site(**given), at_once=at_once) == expected


def test_without_the_extras(site, monkeypatch):
    """Formulas are text, said only to who wanted pictures; others are counted once."""
    monkeypatch.setattr(formulas, "is_available", lambda: False)
    monkeypatch.setattr(conversion, "is_available", lambda _: False)
    made = site()
    assert drawing.chosen(made, at_once=False) == "text"
    assert drawing.why_text(made) is None
    assert "pelican-medium[math]" in drawing.why_text(site(MEDIUM_MATH="picture"))
    html, places = put(made, "a.webp", picture("WEBP"))
    ones = [article(html, key, places=places) for key in ("one", "two")]
    _, said, names = fill(made, *ones, math="text")
    assert names == set()
    assert len(said) == 1
    assert "2 pictures" in said[0]
    assert "pelican-medium[images]" in said[0]


def test_no_path_no_pictures(site):
    """Then whoever sends the article draws them, and who cannot holds it."""
    made = site(MEDIUM_PICTURES_PATH="")
    filled, said, names = fill(made, article(FORMULA))
    assert (said, names) == ([], set())
    ready = drawing.ready(filled.bodies["one"])
    assert 'src="data:image/png;base64,' in content(ready, made)
    assert drawing.ready(ready) is ready
    assert drawing.ready(article("<p>x</p>")).drawn == {}


def test_who_cannot_draw_holds(monkeypatch):
    """Rather than send another article than the build meant."""
    monkeypatch.setattr(formulas, "is_available", lambda: False)
    with pytest.raises(ArticleError, match="pelican-medium\\[math\\]"):
        drawing.ready(article(FORMULA))


def test_a_folder_that_cannot_be_written(site):
    """It is said, and the article is drawn when it is sent."""
    made = site()
    (made.output_path / "medium").write_text("a file")
    box, said, _ = fill_only(made, article(FORMULA))
    assert "could not be written" in said[0]
    assert box.bodies["one"].drawn is None


def fill_only(made, one):
    box = Outbox(NOW, URL, "output", "l", index=(one,), bodies={"one": one}, math="picture")
    said = []
    return drawing.fill(box, [one], made, said.append), said, None

"""The PNGs that a build puts into the output."""

import pytest
from conftest import PNG, picture

from pelican_medium.model.drawn import PATTERN
from pelican_medium.pictures import drawings, files

NAMES = [f"drawn-{letter * 32}.png" for letter in "abc"]


@pytest.mark.parametrize(
    ("body", "data", "drawn"),
    [
        (picture("WEBP"), False, True),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", False, True),
        (PNG, True, True),
        (picture("JPEG"), True, True),
        (b"no picture", True, False),
    ],
)
def test_what_is_drawn(body, data, drawn):
    """What Medium cannot fetch: other kinds, and whatever is in the page itself."""
    assert drawings.is_drawn(files.of_bytes(body)) is drawn


def test_a_file_that_medium_takes_is_left_where_it_is(tmp_path):
    """It has an address already."""
    (tmp_path / "a.png").write_bytes(PNG)
    built = files.Site("https://e.org", tmp_path, tmp_path).find("a.png")
    assert not drawings.is_drawn(built)


def test_names_are_those_of_the_bytes():
    """The same picture has one name, and a JPEG stays one."""
    webp, again = files.of_bytes(picture("WEBP")), files.of_bytes(picture("WEBP"))
    assert drawings.name_of(webp) == drawings.name_of(again)
    assert drawings.name_of(files.of_bytes(picture("WEBP", "red"))) != drawings.name_of(webp)
    name = drawings.name_of(files.of_bytes(picture("JPEG")))
    assert PATTERN.fullmatch(name)
    assert name.endswith(".jpg")
    assert drawings.draw(files.of_bytes(PNG)) == PNG


def test_a_name_tells_who_draws(tmp_path):
    """A change of ours or of a library is another name; a library may not say its release."""
    program = tmp_path / "draws.py"
    program.write_text("1")
    other = tmp_path / "draws_otherwise.py"
    other.write_text("2")
    assert drawings.how(program, ()) != drawings.how(other, ())
    assert "pillow 1" in drawings.how(program, ("pillow",))
    assert drawings.how(program, ("no-such-library",)).endswith("no-such-library ")


def test_a_picture_is_whole_or_not_there(tmp_path, monkeypatch):
    """Nothing is left of one that could not be finished."""
    folder = tmp_path / "medium"
    drawings.write(folder, NAMES[0], PNG)
    assert (folder / NAMES[0]).read_bytes() == PNG
    assert (folder / NAMES[0]).stat().st_mode & 0o777 == 0o644
    assert drawings.missing(folder, [*NAMES, NAMES[1]]) == NAMES[1:]
    with pytest.raises(TypeError):
        drawings.write(folder, NAMES[1], None)
    assert [file.name for file in folder.iterdir()] == [NAMES[0]]


def test_only_our_own_are_removed(tmp_path):
    """Whatever else lies in the folder is the author's."""
    others = ["drawn-map.png", "drawn-" + "a" * 32 + ".svg", "photo.png"]
    for name in [*NAMES, *others]:
        (tmp_path / name).write_bytes(PNG)
    drawings.remove_others(tmp_path, {NAMES[1]})
    assert {file.name for file in tmp_path.iterdir()} == {NAMES[1], *others}
    drawings.remove_others(tmp_path / "nowhere", set())

"""The names of pictures that the build draws."""

from pelican_medium.model import drawn
from pelican_medium.model.drawn import Formula


def test_a_name_says_what_is_drawn_and_how():
    """So the same picture has one name, and another one has another."""
    names = {
        drawn.name(Formula("x").source, "a 1"),
        drawn.name(Formula("x", "(1)").source, "a 1"),
        drawn.name(Formula("y").source, "a 1"),
        drawn.name(Formula("x").source, "a 2"),
    }
    assert len(names) == 4
    assert all(drawn.PATTERN.fullmatch(name) for name in names)
    assert drawn.name(Formula("x").source, "a 1") in names


def test_keys_are_short():
    """An address is its own key, unless the picture is in it."""
    assert drawn.key("https://e.org/a.svg") == "https://e.org/a.svg"
    assert len(drawn.key("data:image/png;base64," + "A" * 100_000)) < 50
    assert drawn.key(Formula("x")) != drawn.key(Formula("x", "(1)"))


def test_a_lone_surrogate_has_a_name():
    """An article may hold one, which is no UTF-8."""
    assert drawn.name(Formula("\udc80").source, "a")
    assert drawn.key("data:\udc80")

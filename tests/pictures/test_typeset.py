"""Formulas drawn, in this very process."""

import io
import json
import re

import pytest
from PIL import Image

from pelican_medium.pictures import typeset


def pixels(tex, number=""):
    """Return a formula's picture in grey."""
    return Image.open(io.BytesIO(typeset.png(typeset.svg(tex, number)))).convert("L")


def ink(image):
    """Return the box of what is not white."""
    return image.point(lambda grey: 255 * (grey < 250)).getbbox()


def test_a_formula_stands_in_the_middle_of_medium_s_column():
    """1,400 pixels wide, white around it, as large as the text where the column is 700 wide."""
    image = pixels(r"\frac{a}{b}")
    left, top, right, bottom = ink(image)
    assert image.width == 1400
    assert image.getpixel((0, 0)) == 255
    assert abs((left + right) / 2 - 700) < 8  # a letter's own blanks count
    assert abs((top + bottom) / 2 - image.height / 2) < 3
    assert 55 < bottom - top < 90  # a fraction is less than two lines of 40 high


def test_a_wide_formula_is_made_to_fit():
    """It is all there, smaller."""
    image = pixels(" + ".join(["x^2"] * 30))
    left, _, right, _ = ink(image)
    assert left >= 0
    assert 1380 < right - left <= 1400


@pytest.mark.parametrize("tex", ["x", " + ".join(["x^2"] * 30)])
def test_a_number_stands_at_the_right(tex):
    """And the formula keeps clear of it."""
    image = pixels(tex, "(3.14)")
    columns = [not ink(image.crop((x, 0, x + 1, image.height))) for x in range(1400)]
    assert "".join("." if white else "x" for white in columns[-120:]).strip(".")
    number_from = 1400 - 150
    assert any(all(columns[x : x + 30]) for x in range(number_from - 60, 1360))
    assert not columns[1395] or not columns[1390] or not columns[1392]


@pytest.mark.parametrize(
    ("tex", "why"),
    [
        (r"\foo{x}", r"\foo"),
        (r"\begin{foo} x \end{foo}", "foo"),
        (r"\text{if $x$}", "text"),
        (r"\begin{array}{c|c} a & b \end{array}", "lines"),
        ("日本", "日"),
        ("{}", "nothing"),
        (" + ".join(["x^2"] * 200), "too large"),
        ("x" * 5_001, "too long"),
        ("{" * 2_000 + "x" + "}" * 2_000, "Recursion"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}^2", "Assertion"),
        ("{", "Token"),
        ("a & b", "Parse"),
    ],
)
def test_what_cannot_be_drawn_is_refused(tex, why):
    """Rather than shown as its own name, left out, or as an empty box."""
    answer = typeset.answer(tex, "")
    assert answer.keys() == {"why"}
    assert why in answer["why"]


@pytest.mark.parametrize("tex", [r"5\% \text{ of } \$10", r"a \backslash b"])
def test_what_looks_like_a_command_is_none(tex):
    """A dollar and a backslash that are meant."""
    assert typeset.answer(tex, "").keys() == {"png"}


@pytest.mark.parametrize(
    ("tex", "alike"),
    [
        (
            r"\begin{align} a &= b \\ c &= d \end{align}",
            r"\begin{align*} a &= b \\ c &= d \end{align*}",
        ),
        (r"\begin{eqnarray} a & = & b \end{eqnarray}", r"\begin{align*} a &= b \end{align*}"),
        (r"\begin{alignat}{2} a &= b \end{alignat}", r"\begin{align*} a &= b \end{align*}"),
        (r"v\!u", "vu"),
    ],
)
def test_what_is_said_in_other_words(tex, alike):
    """No number of LaTeX's own, no column too many, no letters on each other."""
    assert typeset.svg(tex, "") == typeset.svg(alike, "")


def test_no_font_of_the_system_is_needed():
    """All letters are outlines of the font that ziamath brings."""
    assert not re.search("<text|font-family", typeset.svg(r"\text{abc} \alpha", "(1)"))


def test_each_answer_is_a_line(monkeypatch, capsys):
    """Whatever a library may print in between."""
    asked = json.dumps([{"tex": "x", "number": ""}, {"tex": r"\foo", "number": ""}])
    monkeypatch.setattr(typeset, "limit", lambda: None)
    monkeypatch.setattr("sys.stdin", io.StringIO(asked))
    typeset.main()
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [list(line) for line in lines] == [["png"], ["why"]]

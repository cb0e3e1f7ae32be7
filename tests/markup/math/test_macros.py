"""An author's own commands."""

import pytest

from pelican_medium.markup.math.macros import Macros


@pytest.mark.parametrize(
    ("definition", "used", "expected"),
    [
        (r"\newcommand{\R}{\mathbb{R}}", r"x \in \R^n", r"x \in {\mathbb{R}}^n"),
        (r"\renewcommand\R{\mathbb{R}}", r"\R", r"{\mathbb{R}}"),
        (r"\newcommand{\abs}[1]{|#1|}", r"\abs{x+1} + \abs y", r"{|x+1|} + {|y|}"),
        (r"\newcommand{\of}[2]{#1(#2)}", r"\of{f}{x}", r"{f(x)}"),
        (r"\def\half#1{\frac{#1}{2}}", r"\half{a}", r"{\frac{a}{2}}"),
        (r"\def\E{\mathrm{E}} \def\EE{\E\E}", r"\EE", r"{{\mathrm{E}}{\mathrm{E}}}"),
        (r"\DeclareMathOperator{\rank}{rank}", r"\rank A", r"{\operatorname{rank}} A"),
        (r"\DeclareMathOperator*{\am}{arg\,max}", r"\am_x", r"{\operatorname*{arg\,max}}_x"),
    ],
)
def test_a_command_is_what_it_stands_for(definition, used, expected):
    """On all of the page that follows; of the definition nothing is seen."""
    macros = Macros()
    assert macros.read(definition) == ""
    assert macros.read(used) == expected
    assert Macros().read(f"{definition} {used}") == expected


@pytest.mark.parametrize(
    "tex",
    [r"\newcommand{\R", r"\newcommand{\R}{x", r"\def\x", r"\alpha", r"\newcommand", ""],
)
def test_what_is_no_whole_definition_stays(tex):
    """Nothing is lost of it."""
    assert Macros().read(tex) == tex


def test_commands_without_end():
    """One that stands for itself, or for very much, is left."""
    macros = Macros()
    macros.read(r"\def\a{\a\a\a\a\a\a\a\a}")
    assert len(macros.read(r"\a" * 100)) < 20_000
    macros.read(r"\newcommand{\b}[1]{#1}")
    assert macros.read(r"\b") == r"\b"

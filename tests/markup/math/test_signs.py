"""TeX's commands and signs, against what Unicode itself says of them."""

import unicodedata

import pytest

from pelican_medium.markup.math import signs

#: Those that TeX has in the form of this name (not its "epsilon" and "phi").
GREEK = [
    *("alpha", "beta", "gamma", "delta", "zeta", "eta", "theta", "iota", "kappa", "mu", "nu"),
    *("xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "chi", "psi", "omega"),
]


@pytest.mark.parametrize("name", GREEK)
def test_a_greek_letter_is_the_one_of_its_name(name):
    """Small ones, and the capitals that no Latin letter looks like."""
    assert signs.COMMANDS[name] == (unicodedata.lookup(f"GREEK SMALL LETTER {name}"), "ord")
    capital = signs.COMMANDS.get(name.capitalize())
    assert capital in {None, (unicodedata.lookup(f"GREEK CAPITAL LETTER {name}"), "ord")}


@pytest.mark.parametrize(("fraction", "sign"), signs.VULGAR.items())
def test_a_fraction_has_its_value(fraction, sign):
    """A half is a half."""
    above, below = map(int, fraction.split("/"))
    assert unicodedata.numeric(sign) == pytest.approx(above / below)


@pytest.mark.parametrize("sign", signs.ACCENTS.values())
def test_an_accent_stands_on_its_letter(sign):
    """It is a mark that Unicode combines with the letter before it."""
    assert unicodedata.combining(sign)


def test_a_command_is_one_sign_or_the_function_of_its_name():
    """Nothing longer is in the table, and each sign is read the same where it stands itself."""
    for name, (sign, kind) in signs.COMMANDS.items():
        assert len(sign) == 1 or (sign in {name, "mod"} and sign in signs.FUNCTIONS), name
        assert len(sign) > 1 or signs.SIGNS[sign][0] == sign, (name, kind)

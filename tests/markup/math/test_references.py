"""References to formulas, in a text."""

from bs4 import BeautifulSoup

from pelican_medium.markup.math import references


def test_labels():
    """Those of both commands."""
    assert references.labels_in(r"\ref{a}, \eqref{ b:c }, \pageref{d}, \refs{e}") == {"a", "b:c"}


def test_what_is_nothing_but_a_reference():
    """Brackets around it do not count."""
    assert references.is_reference(r" (\ref{a}) ")
    assert not references.is_reference(r"\ref{a} + 1")


def test_numbers():
    """With brackets where the command brings them; what is unknown stays."""
    soup = BeautifulSoup(r"<p>\ref{a} <em>\eqref{a}</em> \ref{b}</p>", "lxml")
    references.resolve(list(soup.find_all(string=True)), {"a": "3"})
    assert soup.p.get_text() == r"3 (3) \ref{b}"

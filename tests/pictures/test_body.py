"""The pictures of a draft: read out of its HTML, and what became of them written back."""

from pelican_medium.pictures import body

SITE = "https://e.org/blog"


def test_what_no_parser_takes_is_no_traceback():
    """A function of the author's, or an outbox written by hand, may hold anything."""
    odd = '<p>a\x00\ud800</p><img src="x\udfff.png" alt="b">'
    assert [picture.alt for picture in body.shown(odd, SITE)] == ["b"]
    assert "/y.png" in body.replaced(odd, {"x.png": "/y.png"})

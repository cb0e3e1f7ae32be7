"""A picture's bytes on this machine: its file, however its name is written, or its address."""

import unicodedata

import pytest
from conftest import PNG

from pelican_medium.pictures import files
from pelican_medium.pictures.files import Site

SITE = "https://e.org/blog"


@pytest.mark.parametrize(
    ("url", "body"),
    [
        ("data:image/png;base64,AAEC", b"\x00\x01\x02"),
        ("data:image/png;charset=x;base64,AA EC\n", b"\x00\x01\x02"),
        ("data:image/png;base64,AAE", b"\x00\x01"),
        ("data:image/png;base64,AAE%3D", b"\x00\x01"),
        ("data:image/svg+xml,%3Csvg/%3E", b"<svg/>"),
        ("data:image/svg+xml;utf8,<svg/>", b"<svg/>"),
        ("data:,", b""),
    ],
)
def test_a_data_address_is_decoded(url, body):
    """In base64 or as text, with or without its padding."""
    assert files.of_data(url).data == body


@pytest.mark.parametrize("url", ["data:image/png;base64,A", "data:image/png", "data:;base64,é"])
def test_a_broken_data_address_is_a_problem(url):
    """And no traceback."""
    assert files.of_data(url).problem


@pytest.mark.parametrize("written", ["NFC", "NFD"])
@pytest.mark.parametrize("asked", ["NFC", "NFD"])
def test_accents_may_be_written_either_way(tmp_path, written, asked):
    """Apple's system writes names decomposed, and pages have them composed."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / unicodedata.normalize(written, "ü.png")).write_bytes(PNG)
    site = Site(SITE, tmp_path / "out", tmp_path / "content")
    assert site.find(unicodedata.normalize(asked, "ü.png")).kind == "image/png"


def test_a_file_name_too_long_for_the_system_is_no_file(tmp_path):
    """Nor is a loop of links, and neither is a traceback."""
    site = Site(SITE, tmp_path, tmp_path)
    (tmp_path / "loop.png").symlink_to("loop.png")
    assert site.find("loop.png").problem
    assert site.find("x" * 5000 + ".png") is None
    assert site.find("x\0y.png").problem

"""The desk as files."""

import html

from desks import ADDRESS


def test_export_writes_the_same_pages_without_what_changes_anything(filled, tmp_path):
    """Lists and articles as files, with what is copied; no form, no button that needs a server."""
    folder = tmp_path / "out"
    result = filled.cli("desk", "--export", str(folder))
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == str(folder / "index.html")
    index, one = ((folder / name).read_text("utf-8") for name in ("index.html", "one.html"))
    assert 'href="one.html"' in index
    assert "Text of one." in one
    assert "data-copy-story" in one
    for text in (index, one):
        assert "<form" not in text
        assert "token" not in text
        assert "form-action 'none'" in html.unescape(text)
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir() if path.is_file()} == {0o600}


def test_export_keeps_to_a_folder_of_its_own(filled, tmp_path):
    """Neither what is uploaded nor what holds something else is written to; its own is replaced."""
    strange = tmp_path / "strange"
    strange.mkdir()
    (strange / "mine.txt").write_text("mine")
    for folder in (filled.folder / "output", strange):
        before = sorted(folder.rglob("*"))
        result = filled.cli("desk", "--export", str(folder))
        assert result.returncode == 2
        assert "Nothing was written" in result.stderr
        assert sorted(folder.rglob("*")) == before
    folder = tmp_path / "out"
    filled.cli("desk", "--export", str(folder))
    filled.cli("mark", "one", "posted", "--url", ADDRESS)
    filled.build()
    assert filled.cli("desk", "--export", str(folder)).returncode == 0
    assert not (folder / "one.html").exists()
    assert (folder / "two.html").exists()

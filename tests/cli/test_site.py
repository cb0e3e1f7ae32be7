"""How the site is read: settings, ledger and outbox, and what is wrong with them."""

import pytest
from verbs import said


def test_a_key_that_does_not_exist(built, medium):
    """An unknown key is exit status 2 with the nearest right ones, and nothing is sent."""
    result = built.cli("post", "a00")
    assert result.returncode == 2
    assert "no article 'a00'" in said(result)
    assert "a0" in said(result).split("Did you mean")[1]
    assert medium.requests == []


@pytest.mark.parametrize("verb", [["post"], ["status"], ["mark", "a0", "pending"]])
def test_no_ledger(built, verb):
    """No verb makes a ledger; all say how one comes into being."""
    built.ledger_path.unlink()
    result = built.cli(*verb)
    assert result.returncode == 2
    assert "There is no ledger" in said(result)
    assert not built.ledger_path.exists()


@pytest.mark.parametrize("verb", [["post"], ["status"], ["mark", "a0", "pending"]])
@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{", "not JSON"),
        ("[]", "no JSON object"),
        ('{"articles": {}}', "version"),
        ('{"version": 2, "articles": {}}', "newer"),
        ('{"version": 1, "articles": {"a": {"medium": {"state": "lost"}}}}', "lost"),
    ],
)
def test_a_ledger_that_cannot_be_used(built, medium, verb, text, word):
    """A damaged, foreign or newer ledger is exit status 2, and stays as it is."""
    built.ledger_path.write_text(text)
    result = built.cli(*verb)
    assert result.returncode == 2
    assert word in said(result)
    assert "Traceback" not in result.stderr
    assert built.ledger_path.read_text() == text
    assert medium.requests == []


@pytest.mark.parametrize("text", [None, "{", "[]", '{"version": 2}', '{"version": 1}'])
def test_an_outbox_that_cannot_be_used(built, medium, text):
    """A missing, damaged or foreign outbox is exit status 2 and one more build away."""
    if text is None:
        built.outbox_path.unlink()
    else:
        built.outbox_path.write_text(text)
    for verb in ("post", "status"):
        result = built.cli(verb)
        assert result.returncode == 2
        assert "build the site once more" in said(result)
    assert medium.requests == []


def test_settings_problems_all_at_once(built, medium):
    """Wrong settings are exit status 2, each named, before anything happens."""
    built.configure('MEDIUM_LICENSE = "mit"\nMEDIUM_TABLES = 1')
    result = built.cli("post")
    assert result.returncode == 2
    assert "MEDIUM_LICENSE = 'mit'" in said(result)
    assert "MEDIUM_TABLES = 1" in said(result)
    assert medium.requests == []


@pytest.mark.parametrize(
    ("conf", "word"),
    [("raise RuntimeError('boom')", "boom"), ("this is no python", "SyntaxError"), ("", "PATH")],
)
def test_a_settings_file_that_cannot_be_used(built, conf, word):
    """A settings file that raises is exit status 2 and one line."""
    (built.folder / "broken.py").write_text(conf or 'PATH = "nowhere"')
    result = built.cli("-s", "broken.py", "status")
    assert result.returncode == 2
    assert "broken.py" in said(result)
    assert "Traceback" not in result.stderr


def test_no_settings_file(tmp_path, site):
    """Without any settings file it says where to run it."""
    (tmp_path / "empty").mkdir()
    site.folder = tmp_path / "empty"
    result = site.cli("status")
    assert result.returncode == 2
    assert "publishconf.py" in said(result)


def test_publishconf_comes_first(built):
    """As Pelican's `make publish` does, publishconf.py is used where there is one."""
    (built.folder / "publishconf.py").write_text(
        'from pelicanconf import *\nMEDIUM_LEDGER = "other.json"\n'
    )
    assert "other.json" in said(built.cli("status"))


@pytest.mark.parametrize("pair", ["SITEURL", "=x", "="])
def test_an_extra_setting_that_sets_nothing(built, pair):
    """-e wants NAME=VALUE, and says so in one sentence."""
    result = built.cli("-e", pair, "status")
    assert result.returncode == 2
    assert result.stderr == f"Error: -e {pair} sets nothing; write it as -e NAME=VALUE.\n"


def test_extra_settings_are_those_of_pelican(built):
    """JSON as Pelican reads it, a plain word as text, and wrong ones are reported as ours are."""
    given = ["-e", "MEDIUM_MAX_POSTS_PER_RUN=1", "-e", "MEDIUM_LICENSE=cc-40-by"]
    assert "MEDIUM_MAX_POSTS_PER_RUN is 1" in built.cli(*given, "status").stdout
    result = built.cli("-e", "MEDIUM_LICENSE=mit", "status")
    assert result.returncode == 2
    assert "MEDIUM_LICENSE = 'mit'" in said(result)


def test_a_wrong_key_is_one_sentence(built):
    """No lines of usage around what went wrong."""
    result = built.cli("post", "nowhere")
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("Error: ")

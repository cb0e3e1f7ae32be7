"""The command line: what it prints where, and which exit status it leaves."""

import pytest


def said(result):
    return " ".join(result.stderr.split())


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


def test_a_lock_held_by_another_run(built, medium):
    """Another run at work is exit status 1, and nothing is done."""
    import filelock

    with filelock.FileLock(f"{built.ledger_path}.lock"):
        for verb in (["post"], ["mark", "a0", "skipped"]):
            result = built.cli(*verb)
            assert result.returncode == 1
            assert "Another run" in said(result)
    assert medium.posts == []


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


def test_help_names_each_verb_and_the_version_is_right(site):
    """--help teaches the verbs, and --version is the package's."""
    from pelican_medium.model.version import __version__

    text = site.cli("--help").stdout
    for verb in ("status", "post", "preview", "mark", "sandbox"):
        assert verb in text
        assert site.cli(verb, "--help").returncode == 0
    assert __version__ in site.cli("--version").stdout


def test_debug_shows_a_traceback_and_nothing_else_does(built):
    """The traceback is there for who asks for it."""
    built.ledger_path.write_text("{")
    assert "Traceback" not in built.shell("status").stderr
    assert "Traceback" in built.shell("--debug", "status").stderr


@pytest.mark.parametrize("arguments", [["-q", "status", "--debug"], ["--debug", "status"]])
def test_debug_stands_before_or_after_the_verb(built, arguments):
    """What is meant for the whole call may stand on either side of the verb."""
    built.ledger_path.write_text("{")
    assert "Traceback" in built.shell(*arguments).stderr


@pytest.mark.parametrize("arguments", [["--quiet", "post"], ["post", "-q"]])
def test_quiet_prints_only_what_needs_the_author(built, medium, arguments):
    """A run where all went well is silent; one where something needs a person is not."""
    medium.misbehave("400")
    result = built.cli(*arguments)
    assert result.returncode == 1
    [line] = result.stdout.splitlines()
    assert line.startswith("rejected: “A0”")
    assert result.stderr == ""
    assert len(medium.posts) == 2
    built.article("a3")
    built.build()
    silent = built.cli(*arguments)
    assert (silent.returncode, silent.stdout, silent.stderr) == (0, "", "")
    assert len(medium.posts) == 3


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_of_a_shell(site, shell):
    """The line of the README gives a script, and the script's question gives the verbs."""
    code = "from pelican_medium.cli import main; main()"
    script = site.run("-c", code, _PELICAN_MEDIUM_COMPLETE=f"{shell}_source")
    assert "pelican-medium" in script.stdout
    words = {"COMP_WORDS": "pelican-medium sta", "COMP_CWORD": "sta" if shell == "fish" else "1"}
    asked = site.run("-c", code, _PELICAN_MEDIUM_COMPLETE=f"{shell}_complete", **words)
    assert "status" in asked.stdout


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


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        (["status"], 0), (["post", "--dry-run"], 0), (["preview"], 0), (["mark", "a0", "lost"], 2),
        (["refresh"], 0), (["sandbox", "--fault", "lost"], 2), (["init"], 0), (["doctor"], 0),
        (["import-ledger", "nowhere"], 2), (["merge-ledger", "a", "b", "c"], 2),
        (["desk", "--export", "folder"], 0), (["recipe"], 0),
        (["login", "--help"], 0), (["logout", "--help"], 0),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)  # fmt: skip
def test_each_verb_as_a_process(built, verb, status):
    """What the other tests run in their own process runs in one of its own as well."""
    result = built.shell(*verb)
    assert result.returncode == status, result.stderr
    assert "Traceback" not in result.stderr


def test_every_verb_is_run_as_a_process():
    """The list above is whole."""
    from pelican_medium.cli import cli

    [marks] = [m for m in test_each_verb_as_a_process.pytestmark if m.name == "parametrize"]
    assert {verb[0] for verb, _ in marks.args[1]} == set(cli.commands)

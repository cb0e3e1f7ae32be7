"""The forks that stand in for processes: who starts, signals or kills one sees no difference."""

import os
import shutil
import signal
import subprocess
import sys

import pytest
from jinja2 import DictLoader, Environment
from kept_templates import KeptTemplates
from zygote import path_of_scripts, python, search_path, zygote

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")

LEAVES_WHEN_TOLD = r"""
import os, signal, sys
def leave(number, frame):
    os.write(1, b"told %d" % number)
    sys.exit(7)
signal.signal(signal.SIGTERM, leave)
os.write(1, b"ready\n")
while True:
    signal.pause()
"""


def run(start, *words, **more):
    return subprocess.run([*start, *words], capture_output=True, text=True, check=False, **more)


def both(*words, **more):
    """Return what comes of it in a fork, and what comes of it in a Python of its own."""
    found = [run(start, *words, **more) for start in (python(), [sys.executable])]
    return [(one.returncode, one.stdout, one.stderr) for one in found]


def started(code):
    """Start it as a fork, and let it say that it is ready."""
    process = subprocess.Popen([*python(), "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


def test_it_comes_from_the_process_that_has_imported_pelican():
    """Or all this would save nothing."""
    code = "import os, sys; print('pelican' in sys.modules, os.getppid())"
    assert run(python(), "-c", code).stdout == f"True {zygote().process.pid}\n"


def test_it_has_the_words_the_folder_the_environment_and_the_files_of_who_started_it(tmp_path):
    """And no variable of the process it comes from."""
    code = "import os, sys; print(sys.argv, os.getcwd(), dict(os.environ), sys.stdin.read())"
    kept = {name: os.environ[name] for name in ("PYTHONPATH", "TZ", "LC_ALL") if name in os.environ}
    given = {"env": kept | {"WORD": "grün"}, "cwd": tmp_path, "input": "given"}
    many = ["x" * 100_000] * 3  # more than goes over a line at once
    ours, real = both("-c", code, "a b", "", *many, **given)
    assert ours == real
    assert "'a b', ''" in ours[1]
    assert ours[1].endswith(" given\n")


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("raise SystemExit(3)", 3),
        ("raise SystemExit('words')", 1),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", -signal.SIGTERM),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL),
    ],
)
def test_it_ends_as_the_command_ends(code, status):
    """By a status, with words, by a signal."""
    ours, real = both("-c", code)
    assert ours == real
    assert ours[0] == status


def test_it_hears_a_signal():
    """What was started is told to go, and the command goes as it wants to."""
    process = started(LEAVES_WHEN_TOLD)
    process.terminate()
    assert process.communicate()[0] == f"told {int(signal.SIGTERM)}"
    assert process.returncode == 7


def test_it_dies_with_what_was_started():
    """With all that it started itself: its output ends, as nobody is left who could write it."""
    process = started(
        "import subprocess; subprocess.run(['sh', '-c', 'echo ready; exec sleep 600'])"
    )
    process.kill()
    assert process.communicate() == ("", None)


def test_where_python_would_start_otherwise_it_starts():
    """An environment that is heeded only then gets a Python of its own."""
    code = "import os, sys; print(sys.flags.utf8_mode, os.getppid())"
    environ = os.environ | {"PYTHONUTF8": "1"}
    assert run(python(), "-c", code, env=environ).stdout == f"1 {os.getpid()}\n"


@pytest.mark.parametrize("encoding", ["cp437", "ascii:replace", "latin-1"])
def test_it_reads_and_writes_in_the_encoding_it_is_told(encoding):
    """With the same way of treating what that lacks, and stderr with its own."""
    code = "import sys; sys.stderr.write('Σ → é'); print(ascii(sys.stdin.read()), 'Σ é')"
    ours, real = both(
        "-c", code, env=os.environ | {"PYTHONIOENCODING": encoding}, input="é", encoding="latin-1"
    )
    assert ours[1:2] == real[1:2]
    assert ours[2].splitlines()[-1] == real[2].splitlines()[-1]
    assert ours[0] == real[0]


def test_a_module_a_script_and_code_find_what_lies_beside_them(tmp_path):
    """Python looks into another folder first for each."""
    (tmp_path / "other").mkdir()
    script = tmp_path / "other" / "script.py"
    script.write_text("import sys; print(sys.path[0], __name__)")
    (tmp_path / "module.py").write_text(script.read_text())
    for words in (["-m", "module"], ["-c", script.read_text()], [script]):
        ours, real = both(*words, cwd=tmp_path)
        assert ours == real


@pytest.mark.parametrize("name", ["pelican", "pelican-medium"])
def test_a_shell_finds_the_console_scripts_as_forks(name):
    """They know what they are called, as the real ones do."""
    ours, real = (shutil.which(name, path=path) for path in (search_path(), path_of_scripts()))
    assert ours != real
    assert run([ours], "--help").stdout == run([real], "--help").stdout != ""


def test_what_one_build_compiles_of_a_theme_is_kept_for_the_next(site):
    """Compiling them takes longer than all else in a small build."""
    site.article()
    assert site.build().returncode == 0
    assert [*zygote().templates.iterdir()]


def test_a_template_is_kept_as_one_site_wants_it_compiled(tmp_path):
    """Another site has the same theme, and another way."""
    loader = DictLoader({"page.html": "{% if true %}\nText{% endif %}"})
    told = [{}, {"trim_blocks": True}, {}]
    environments = [
        Environment(loader=loader, bytecode_cache=KeptTemplates(str(tmp_path)), **options)  # noqa: S701
        for options in told
    ]
    shown = [one.get_template("page.html").render() for one in environments]
    assert shown == ["\nText", "Text", "\nText"]

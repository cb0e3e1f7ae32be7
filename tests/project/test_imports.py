"""What is loaded when: heavy things only for what is sent, and imports go downwards only."""

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "pelican_medium"

#: The rooms, bottom floor first, and which rooms each may know; docs/architecture.md draws them.
ROOMS = {
    "model": "",
    "settings": "model",
    "store": "model",
    "medium": "model",
    "markup": "model",
    "draft": "model settings markup",
    "pictures": "model settings medium",
    "posting": "model settings store medium markup draft pictures",
    "preview": "model markup pictures posting",
    "plugin": "model settings store posting",
    "desk": "model settings store posting preview",
    "sandbox": "model medium preview",
    "cli": "model settings store medium markup draft pictures posting preview desk sandbox",
    "__init__": "plugin",
    "__main__": "cli",
    "in_feeds": "model store",
}

#: What still goes another way than the table; a line that is no longer true has to go.
OWED: set[str] = set()

#: Files still to be split.
TOO_LONG: set[str] = set()

#: Sent to Pelican beside a build, to say at its end what was loaded by then.
TELL = """
import atexit, sys
def register():
    atexit.register(lambda: print("LOADED", *sorted(m for m in sys.modules if "." not in m)))
"""


def loaded_by(site):
    result = site.run("-m", "pelican", "content", fresh=True)
    assert result.returncode == 0
    [line] = [line for line in result.stdout.splitlines() if line.startswith("LOADED")]
    return set(line.split())


@pytest.fixture
def telling(site):
    (site.folder / "tell.py").write_text(TELL)
    site.configure('PLUGINS = ["tell", "pelican_medium"]\nPLUGIN_PATHS = ["."]')
    return site


def test_a_build_with_nothing_new_loads_nothing_heavy(telling, medium):
    """Neither bs4 nor requests is loaded where nothing is sent."""
    telling.use(medium)
    telling.article()
    assert {"bs4", "requests", "lxml"} <= loaded_by(telling)
    assert len(medium.posts) == 1
    heavy = {
        "ziamath",
        "resvg_py",  # Pillow is loaded by Docutils, whether we want it or not
        "bs4",
        "lxml",
        "requests",
        "urllib3",
        "flask",
        "werkzeug",
        "click",
        "filelock",
    }
    assert loaded_by(telling) & heavy == set()


def test_importing_the_package_loads_nothing_else(site):
    """Pelican imports namespace plugins on every run, so that import is next to nothing."""
    code = (
        "import sys; before = set(sys.modules); import pelican_medium\n"
        "print(*(set(sys.modules) - before))"
    )
    assert site.run("-c", code).stdout.split() == ["pelican_medium"]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["post", "--help"]])
def test_help_loads_nothing_heavy(site, arguments):
    """--help and --version load click and next to nothing of ours (see benchmarks/start.py)."""
    code = (
        "import sys\nfrom pelican_medium.cli import cli\n"
        f"try: cli({arguments!r}, prog_name='pelican-medium')\n"
        "except SystemExit: print('LOADED', *sys.modules)"
    )
    loaded = site.run("-c", code).stdout.partition("LOADED")[2].split()
    heavy = {"pelican", "bs4", "requests", "flask", "filelock", "jinja2", "pathlib", "json", "rich"}
    assert "click" in loaded
    assert set(loaded) & heavy == set()
    assert {name for name in loaded if name.startswith("pelican_medium.")} == {
        *("pelican_medium.cli", "pelican_medium.cli.console", "pelican_medium.cli.group"),
        *OURS_FOR.get(arguments[0], ()),
    }


#: What of ours these ask for beyond the command line itself.
NOUNS = ("pelican_medium.model", "pelican_medium.model.errors")
OURS_FOR = {
    "--version": ("pelican_medium.model", "pelican_medium.model.version"),
    "post": (*NOUNS, "pelican_medium.cli.post", "pelican_medium.cli.site"),
}


def room_of(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path):
    """Return the rooms that a file imports from, wherever in it it does."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "relative imports are not this project's way"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    ours = [name.split(".") for name in found if name.split(".")[0] == "pelican_medium"]
    return {parts[1] if len(parts) > 1 and parts[1] in ROOMS else "__init__" for parts in ours}


SOURCES = sorted(PACKAGE.rglob("*.py"))
ARROWS = {(room_of(path), to) for path in SOURCES for to in imported(path) if to != room_of(path)}


def test_there_are_these_rooms_and_no_others():
    """Nothing stands in the corridor: whoever looks for a thing finds it in a room."""
    assert {room_of(path) for path in SOURCES} == set(ROOMS)


def test_each_room_knows_only_those_it_may():
    """The way of an article goes down through the house, and no room reaches round another."""
    allowed = {(room, to) for room, below in ROOMS.items() for to in below.split()}
    assert {f"{room} {to}" for room, to in ARROWS - allowed} == OWED


def test_the_table_itself_has_no_circle():
    """Each room may know only rooms that stand before it."""
    above = list(ROOMS)
    faces = above.index("__init__")
    for at, (room, below) in enumerate(ROOMS.items()):
        assert set(below.split()) <= set(above[: min(at, faces)]), room


def test_no_file_is_too_long_to_read_at_one_sitting():
    """A file of more than 400 lines is two files."""
    lengths = {
        str(path.relative_to(PACKAGE)): len(path.read_text("utf-8").splitlines())
        for path in SOURCES
    }
    assert {name for name, length in lengths.items() if length > 400} == TOO_LONG


def third_party(path):
    tree = ast.parse(path.read_text("utf-8"))
    modules = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and not node.level
            else []
        )
    }
    return modules - set(sys.stdlib_module_names) - {"pelican_medium", ""}


#: Which library each room may know.
LIBRARIES = {
    "store": {"filelock", "keyring", "platformdirs"},
    "medium": {"requests", "urllib3", "lxml"},
    "markup": {"bs4", "wcwidth"},
    "pictures": {"bs4", "lxml", "PIL", "resvg_py", "ziamath"},
    "preview": {"bs4", "jinja2"},
    "plugin": {"pelican", "jinja2"},
    "desk": {"bs4", "flask", "jinja2", "werkzeug"},
    "sandbox": {"flask", "werkzeug", "markupsafe", "bs4", "_typeshed"},
    "cli": {"click", "pelican", "lxml", "yaml", "rich"},
    "in_feeds": {"pelican"},
}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_library_is_known_in_one_place(path):
    """Only medium knows requests, only what reads HTML knows bs4, and so on."""
    assert third_party(path) <= LIBRARIES.get(room_of(path), set())

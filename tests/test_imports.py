"""What is loaded when: heavy things only for what is sent, and imports go downwards only."""

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "pelican_medium"

#: The map of modules, bottom first; a module may import what stands before it, and nothing else.
ORDER = [
    "errors", "model", "text", "table", "urls", "disk", "pipeline",
    "publications", "settings", "ledger", "outbox", "wishes", "identity", "transport", "aftersave",
    "feed", "markup", "story",
    "census", "copies", "cover", "draft", "medium", "pictures", "paste",
    "crosspost",
    "merge", "doctor", "newcomer",
    "status", "marks", "adopt", "refresh", "collect", "actions", "build", "preview", "sandbox",
    "desk",
    "in_feeds", "shell", "report", "progress", "verbs", "plugin", "cli", "__main__",
]  # fmt: skip

#: Sent to Pelican beside a build, to say at its end what was loaded by then.
TELL = """
import atexit, sys
def register():
    atexit.register(lambda: print("LOADED", *sorted(m for m in sys.modules if "." not in m)))
"""


def loaded_by(site):
    result = site.build()
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
    heavy = {"bs4", "lxml", "requests", "urllib3", "flask", "werkzeug", "click", "filelock"}
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
    heavy = {"pelican", "bs4", "requests", "flask", "filelock", "jinja2", "pathlib", "json"}
    assert "click" in loaded
    assert set(loaded) & heavy == set()
    assert {name for name in loaded if name.startswith("pelican_medium.")} == {
        "pelican_medium.cli",
        "pelican_medium.errors",
        "pelican_medium.shell",
    }


def ours(path):
    """Return the modules of ours that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "pelican_medium":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pelican_medium."):
            found.add(node.module.split(".")[1])
    return found - {"__version__"}


def module_of(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


SOURCES = [path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_downwards_only(path):
    """A module knows those below it in the map and no others."""
    module = module_of(path)
    below = set(ORDER[: ORDER.index(module)]) | {module}
    assert ours(path) <= below


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


ALLOWED = {
    "transport": {"requests", "urllib3"},
    "feed": {"lxml"},
    "adopt": {"lxml", "yaml"},
    "markup": {"bs4", "wcwidth"},
    "pictures": {"bs4", "lxml", "PIL", "resvg_py"},
    "story": {"bs4"},
    "paste": {"bs4"},
    "preview": {"jinja2"},
    "desk": {"flask", "jinja2", "werkzeug"},
    "plugin": {"pelican", "jinja2"},
    "in_feeds": {"pelican"},
    "shell": {"click", "pelican"},
    "cli": {"click"},
    "report": {"click"},
    "progress": {"click"},
    "verbs": {"click"},
    "table": {"wcwidth"},
    "ledger": {"filelock"},
    "sandbox": {"flask", "werkzeug", "markupsafe", "bs4", "_typeshed"},
}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_library_is_known_in_one_place(path):
    """Only transport knows requests, only what reads HTML knows bs4, and so on."""
    assert third_party(path) <= ALLOWED.get(module_of(path), set())

"""Each source file has its test file, named after it: whoever changes one finds the other."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "pelican_medium"
TESTS = Path(__file__).parents[1]

#: Rooms without a source of their own: ways through everything, a real browser, the project.
ELSEWHERE = {"whole", "browser", "project"}

#: What tests something that is no source file of ours: JSON schemas, recorded answers, Medium's
#: documentation of its API, and its own SDK.
NO_SOURCE = {
    "cli/test_schemas.py",
    "medium/test_cassettes.py",
    "sandbox/test_contract.py",
    "sandbox/test_sdk.py",
}


def has_code(path):
    """Tell whether a file holds more than names and data."""
    tree = ast.parse(path.read_text("utf-8"))
    return any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body)


def belongs_in(source):
    """Return where a source file's tests belong; a package's own are named after it."""
    parts = source.relative_to(PACKAGE).with_suffix("").parts
    *rooms, name = parts if parts[-1] != "__init__" else (*parts[:-1], parts[-2])
    return "/".join([*rooms, f"test_{name}.py"])


def wanted():
    """Return the test files there should be."""
    sources = [path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE]
    return {belongs_in(path) for path in sources if has_code(path)}


def there():
    """Return the test files there are, of rooms that mirror the package's."""
    found = {path.relative_to(TESTS).as_posix() for path in TESTS.rglob("test_*.py")}
    return {name for name in found if name.partition("/")[0] not in ELSEWHERE}


def test_each_source_file_has_its_test_file():
    """Whoever changes a file finds its tests, and whoever adds one writes some."""
    assert wanted() - there() == set()


def test_each_test_file_has_its_source_file():
    """A test file of a room is named after a file of that room, or says why not above."""
    every = {belongs_in(path) for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE}
    assert there() - every == NO_SOURCE

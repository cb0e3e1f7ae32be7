"""What the documentation promises is there, and what is there is documented."""

import ast
import dataclasses
import inspect
import json
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_imports import ROOMS

from pelican_medium import settings
from pelican_medium.cli import cli
from pelican_medium.cli.group import common_options
from pelican_medium.cli.recipe import RECIPES
from pelican_medium.model import Article, Draft, Note
from pelican_medium.model.version import __version__
from pelican_medium.sandbox import FAULTS
from pelican_medium.settings import metadata
from pelican_medium.settings.providers import PROVIDERS
from pelican_medium.store import book, ledger_text

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
CONF = runpy.run_path(str(ROOT / "docs" / "conf.py"))
SCHEMAS = sorted((ROOT / "pelican_medium" / "schemas").glob("*.json"))
FLAGS = re.DOTALL | re.MULTILINE
cli_module = sys.modules["pelican_medium.cli"]
DOCS = "\n".join([README, *PAGES.values()])


def table_of(page):
    """Return the first column of the tables of a page of the documentation."""
    return [row.split("`")[1] for row in PAGES[page].splitlines() if row.startswith("| `")]


def test_settings_are_documented_one_and_all():
    """The tables of settings name each setting there is, once, and no other."""
    assert sorted(table_of("settings")) == sorted(settings.NAMES)


@pytest.mark.parametrize("name", settings.NAMES)
def test_each_word_a_setting_takes_is_documented(name):
    """Where only certain words are allowed, all of them stand beside the setting."""
    allowed = inspect.getclosurevars(settings._RULES[name].read).nonlocals.get("allowed", ())
    row = re.search(rf"^\| `{name}` .*$", PAGES["settings"], re.MULTILINE)[0]
    assert [word for word in allowed if f'"{word}"' not in row] == []


def test_metadata_keys_are_documented_one_and_all():
    """The table of metadata names each key there is and no other."""
    assert [key.lower() for key in table_of("metadata")] == list(metadata.NAMES)


def test_faults_are_documented_one_and_all():
    """The sandbox's table names each fault there is and no other."""
    assert table_of("sandbox") == list(FAULTS)


@pytest.mark.parametrize("verb", cli.commands)
def test_each_verb_and_option_is_documented(verb):
    """The page of commands says of each verb, where it speaks of it, each option it has."""
    blocks = re.split(r"\n\n|\n(?=\|)", PAGES["commands"])
    told = "\n".join(block for block in blocks if re.search(rf"`{verb}\b", block))
    assert told
    command = getattr(cli.commands[verb], "real", cli.commands[verb])
    common = [option.opts for option in common_options()]
    own = [names for names in options_of(command) if names not in common]
    assert [names for names in own if not says(told, names)] == []


def test_the_options_of_every_verb_are_documented():
    """What may stand before a verb or after it is on the page of commands, short forms too."""
    names = [[name] for names in options_of(cli) for name in names]
    assert [name for name in names if not says(PAGES["commands"], name)] == []


def options_of(command):
    """Return how each option of a command may be written."""
    return [one.opts for one in command.params if one.param_type_name == "option"]


def says(text, names):
    """Tell whether a text has one of these options, and not only a longer one."""
    return any(re.search(rf"(?<![\w-]){name}(?![\w-])", text) for name in names)


@pytest.mark.parametrize("verb", cli.commands)
def test_the_build_puts_help_on_the_page_of_commands(verb):
    """The page of commands is made from --help, so it cannot be outdated."""
    made = CONF["with_help"](PAGES["commands"])
    asked = CliRunner().invoke(cli, [verb, "--help"], prog_name="pelican-medium", terminal_width=80)
    shown = asked.output
    assert f"## `pelican-medium {verb} --help`" in made
    assert shown.strip() in made


@pytest.mark.parametrize("schema", SCHEMAS, ids=[path.stem for path in SCHEMAS])
def test_each_json_field_is_documented(schema):
    """Every field that --json prints stands in the tables, and no other."""
    chapters = dict(re.findall(r"^## `([^`]+) --json`\n(.*?)(?=^## |\Z)", PAGES["json"], FLAGS))
    verb = {"dry-run": "post --dry-run"}.get(schema.stem, schema.stem)
    rows = first_cells(chapters[verb])
    if schema.stem == "dry-run":  # "the same, and …"
        rows += first_cells(chapters["post"])
    documented = set(re.findall(r"`([\w.\[\]]+)`", "".join(rows)))
    assert documented == set(fields(json.loads(schema.read_text("utf-8"))))


def fields(schema, name=""):
    for key, value in schema.get("properties", {}).items():
        yield f"{name}{key}"
        yield from fields(value, f"{name}{key}.")
    if "items" in schema:
        yield from fields(schema["items"], name.removesuffix(".") + "[].")


def first_cells(text):
    return [row.split("|")[1] for row in text.splitlines() if row.startswith("| `")]


@pytest.mark.parametrize(
    ("chapter", "names"),
    [
        ("of the ledger", ledger_text._BOOK_FIELDS),
        ("of an article", ledger_text._ENTRY_FIELDS),
        ("of a record", book.CELL_FIELDS),
    ],
)
def test_each_field_of_the_ledger_is_documented(chapter, names):
    """Whoever reads or mends a ledger finds what each field means, and no other."""
    told = PAGES["ledger"].partition(f"## Fields {chapter}")[2].partition("\n## ")[0]
    assert sorted(re.findall(r"`(\w+)`", "".join(first_cells(told)))) == sorted(names)


def test_each_state_is_documented():
    """Every state of the ledger has its meaning."""
    told = PAGES["ledger"].partition("## States")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)`", told, re.MULTILINE) == list(book.STATES)


def test_exit_statuses_are_documented():
    """The page names the statuses that the command line says it has, and no other."""
    statuses = re.findall(r"^\| (\d) \|", PAGES["commands"], re.MULTILINE)
    assert statuses == sorted(set(re.findall(r"\b(\d) (?:all|an|the)\b", cli_module.__doc__)))


@pytest.mark.parametrize("noun", [Article, Draft, Note])
def test_each_field_a_function_may_use_is_documented(noun):
    """Whoever writes a function of their own finds what an article and a draft have."""
    chapter = PAGES["functions"].partition(f"## `{noun.__name__}`")[2].partition("\n## ")[0]
    documented = re.findall(r"`(\w+)`", "".join(first_cells(chapter)))
    hidden = {"places", "drawn", "text", "letters"} if noun is Article else set()  # of the build
    assert set(documented) == {one.name for one in dataclasses.fields(noun)} - hidden


def test_documented_verbs_exist():
    """The documentation sends nobody to a verb that is not there."""
    named = set(re.findall(r"pelican-medium ([a-z][a-z-]+)", DOCS))
    sentences = {"and", "here", "holds", "understands"}  # "this pelican-medium understands …"
    assert named - sentences <= set(cli.commands)


@pytest.mark.parametrize("command", ["make demo", "make test"])
def test_the_readme_says_the_two_commands(command):
    """A contributor finds both commands, and the Makefile knows them."""
    assert f"\n{command} " in README
    target = command.split()[1]
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize(
    "target", ["demo", "test", "test-fast", "lint", "types", "docs", "bench", "mutants"]
)
def test_a_fresh_clone_can_make_it(target, tmp_path):
    """Where nothing is set up yet, make knows how to set it up."""
    command = ["make", "--dry-run", f"VENV={tmp_path / 'venv'}", target]
    plan = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert plan.returncode == 0, plan.stderr
    assert "-m venv" in plan.stdout


def test_the_map_of_the_rooms_is_true():
    """The page about the architecture says of each room whom it may import, as the tests hold."""
    words = {"everything but plugin": ROOMS["cli"], "all below": ROOMS["posting"], "–": ""}
    told = {}
    for row in re.search(r"```text\n(.*?)```", PAGES["architecture"], FLAGS)[1].splitlines():
        cells = re.split(r" {2,}", row.strip().lstrip("1234567 "))
        told[cells[0]] = {*words.get(cells[-1], cells[-1]).split()}
    assert told == {
        room: {*may.split()} for room, may in ROOMS.items() if not room.startswith(("_", "in_"))
    }


def test_each_recipe_is_documented():
    """The page of pipelines names each recipe there is, and no other."""
    assert table_of("pipelines") == list(RECIPES)


@pytest.mark.parametrize("name", [provider.name for provider in PROVIDERS])
def test_each_provider_is_documented(name):
    """Whoever uses one of them finds that it is known, by its own name or without the maker's."""
    around = r"^(?:AWS|Cloudflare) |(?: (?:Actions|CI|CI/CD|Pipelines|Builds|Hosting))+$"
    known = PAGES["pipelines"].partition("Known are")[2].partition("\n")[0]
    assert re.sub(around, "", name) in known


def test_the_readme_is_short():
    """What takes more than 1,200 words to say belongs into a page of its own."""
    assert len(README.split()) <= 1200


def test_every_page_is_in_the_contents():
    """A page that the contents do not name is found by nobody."""
    named = re.findall(r"^[a-z-]+$", PAGES["index"], re.MULTILINE)
    assert {*named, "index"} == PAGES.keys()


def test_every_page_the_readme_names_is_there():
    """The README sends nobody to a page that is not there."""
    assert {f"docs/{name}.md" for name in PAGES} >= set(re.findall(r"docs/[a-z-]+\.md", README))


def test_default_values_are_the_documented_ones():
    """Where the table shows a literal default, it is the one the code has."""
    rows = re.findall(r"^\| `(MEDIUM_\w+)` \| `([^`]+)`", PAGES["settings"], re.MULTILINE)
    read = settings.read({"SITEURL": "", "PATH": "content", "OUTPUT_PATH": "output"}, {})
    assert len(rows) > 15
    for name, shown in rows:
        value = getattr(read, settings.field_of(name))
        literal = shown if name.endswith(("_URL", "LEDGER", "OUTBOX")) else ast.literal_eval(shown)
        shown_value = value.name if isinstance(value, Path) else value
        assert (shown_value if literal != "None" else str(value)) == literal


def test_every_test_says_what_it_proves():
    """Each test function has one sentence that says what it is about."""
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                assert ast.get_docstring(node), f"{path.name}: {node.name}"


def test_nothing_names_a_package_registry():
    """The repository works with whatever registries a machine is set up for."""
    hosts = re.compile("pypi" + r"\.org|python" + r"hosted|registry\." + r"npmjs|deb\." + "debian")
    made = {".git", *(ROOT / ".gitignore").read_text("utf-8").replace("/", "").split()}
    for path in ROOT.rglob("*"):
        if not made & {*path.relative_to(ROOT).parts} and path.is_file():
            assert not hosts.search(path.read_text("utf-8", "replace")), path


def test_the_changelog_is_ready_for_a_release():
    """An empty place for what comes next, and this version with its day under it."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert "## [Unreleased]\n" in text
    told = [line for line in text.splitlines() if line.startswith("- ")]
    assert len(told) == len({line[:30] for line in told})
    assert re.search(rf"^## \[{re.escape(__version__)}\] - \d{{4}}-\d\d-\d\d$", text, re.MULTILINE)

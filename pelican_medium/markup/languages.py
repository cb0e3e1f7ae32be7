"""The language of a code block, by the name Medium knows it: highlight.js's."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bs4 import Tag

#: highlight.js's own names that sites use as they are ("Supported Languages").
_NAMES = {
    *("ada", "apache", "arduino", "armasm", "awk", "bash", "c", "clojure", "cmake", "coffeescript"),
    *("cpp", "crystal", "csharp", "css", "d", "dart", "delphi", "diff", "django", "dockerfile"),
    *("dos", "elixir", "elm", "erlang", "fortran", "fsharp", "go", "gradle", "graphql", "groovy"),
    *("haml", "handlebars", "haskell", "http", "ini", "java", "javascript", "json", "julia"),
    *("kotlin", "latex", "less", "lisp", "lua", "makefile", "markdown", "matlab", "nginx", "nim"),
    *("nix", "objectivec", "ocaml", "perl", "pgsql", "php", "plaintext", "powershell", "prolog"),
    *("properties", "protobuf", "puppet", "python", "r", "ruby", "rust", "sas", "scala", "scheme"),
    *("scss", "shell", "smalltalk", "sql", "stylus", "swift", "tcl", "typescript", "vbnet"),
    *("verilog", "vhdl", "vim", "wasm", "x86asm", "xml", "yaml"),
}

#: Other names for the same, most of them Pygments' (its "Available lexers").
_ALIASES = {
    "apacheconf": "apache",
    "bat": "dos",
    "batch": "dos",
    "c#": "csharp",
    "c++": "cpp",
    "cfg": "ini",
    "cl": "lisp",
    "common-lisp": "lisp",
    "console": "shell",
    "cs": "csharp",
    "docker": "dockerfile",
    "elisp": "lisp",
    "emacs-lisp": "lisp",
    "golang": "go",
    "hs": "haskell",
    "htm": "xml",
    "html": "xml",
    "html+django": "django",
    "html+jinja": "django",
    "ini+toml": "ini",
    "ipython": "python",
    "ipython3": "python",
    "jinja": "django",
    "jinja2": "django",
    "js": "javascript",
    "json5": "json",
    "jsx": "javascript",
    "kt": "kotlin",
    "make": "makefile",
    "md": "markdown",
    "none": "plaintext",
    "objective-c": "objectivec",
    "patch": "diff",
    "pl": "perl",
    "plain": "plaintext",
    "postgresql": "pgsql",
    "ps1": "powershell",
    "psql": "pgsql",
    "py": "python",
    "py3": "python",
    "pycon": "python",
    "python3": "python",
    "rb": "ruby",
    "rs": "rust",
    "rst": "plaintext",
    "sass": "scss",
    "sh": "bash",
    "shell-session": "shell",
    "sqlite3": "sql",
    "svg": "xml",
    "tex": "latex",
    "text": "plaintext",
    "toml": "ini",
    "ts": "typescript",
    "tsx": "typescript",
    "txt": "plaintext",
    "udiff": "diff",
    "viml": "vim",
    "xhtml": "xml",
    "yml": "yaml",
    "zsh": "bash",
}

#: How classes name a language: HTML's own way, Sphinx's, the notebooks', SyntaxHighlighter's.
_PREFIX = re.compile(r"^(?:language|lang|highlight|hl|brush|src|syntax)[-:_](?P<name>[^;]+);?")

#: SyntaxHighlighter's way: one class that looks like several.
_BRUSH = re.compile(r"\bbrush:\s*([\w#+-]+)")


def of(block: Tag) -> str | None:
    """Return the language a block says it is in, or None where it says nothing known."""
    child = block.find("code")
    own = [block, *([child] if child else [])]
    places = [*own, *list(block.parents)[:2]]
    hints = [str(block.get("lang") or ""), *(hint for place in places for hint in _hints(place))]
    # Octopress, highlight.js and others name the language alone; one letter may mean anything.
    bare = [name for place in own for name in place.get_attribute_list("class") if name]
    hints += [name for name in bare if len(name) > 1]
    return next((name for hint in hints if (name := _known(hint))), None)


def _hints(place: Tag) -> Iterable[str]:
    for attribute in ("data-code-block-lang", "data-lang", "data-language"):
        yield str(place.get(attribute) or "")
    classes = place.get_attribute_list("class")
    yield from _BRUSH.findall(" ".join(filter(None, classes)))
    for name in filter(None, classes):
        prefixed = _PREFIX.match(name)
        if prefixed:
            yield prefixed["name"]
    # Docutils writes class="code python literal-block", Pandoc class="sourceCode python".
    if {"code", "sourceCode"} & set(classes):
        yield from filter(None, classes)


def _known(hint: str) -> str | None:
    name = hint.strip().lower()
    name = _ALIASES.get(name, name)
    return name if name in _NAMES else None

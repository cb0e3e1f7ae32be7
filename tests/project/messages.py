"""The texts in the package's own source: parsed once, for all tests that judge them."""

import ast
import functools
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "pelican_medium"

#: What click prints as help.
HELP = {"help", "short_help", "epilog"}


@functools.cache
def texts(path):
    """Return each text of a module and whether it is help, but no docstring.

    It is as it is shown; what is filled in is {}.
    """
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    joined = [node for node in nodes if isinstance(node, ast.JoinedStr)]
    hidden = {id(part) for node in joined for part in ast.walk(node) if part is not node}
    hidden |= {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    keywords = [word for node in nodes if isinstance(node, ast.Call) for word in node.keywords]
    helping = {id(part) for word in keywords if word.arg in HELP for part in ast.walk(word)}
    return [
        (text, id(node) in helping) for node in nodes if (text := _text(node, hidden)) is not None
    ]


def _text(node, hidden):
    if isinstance(node, ast.JoinedStr):
        parts = [p.value if isinstance(p, ast.Constant) else "{}" for p in node.values]
        return "".join(map(str, parts))
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if is_text and id(node) not in hidden else None

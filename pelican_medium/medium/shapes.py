"""The shape of an answer: which fields it has and of which types, and nothing that stands in them.

So an answer that nobody expected can be kept in the ledger and shown in an issue.
"""

from __future__ import annotations

import re
from typing import Any

#: What a field is called; a key of another kind may be a title, an address or an id.
_NAME = re.compile(r"[A-Za-z_]{1,30}\d{0,2}")

#: How deep and how wide an answer is described.
_DEPTH, _FIELDS = 4, 20


def shape(value: Any) -> str:
    """Return types and field names of what JSON says, such as ``{data: {id: text}}``.

    A key that is no field's name, or that is also a word of a value, is a ``?``.
    """
    return _shape(value, _words(value, _DEPTH), _DEPTH)


def _shape(value: Any, words: set[str], depth: int) -> str:
    if isinstance(value, dict | list) and not depth:
        return "…"
    if isinstance(value, dict):
        fields = [f"{_name(k, words)}: {_shape(v, words, depth - 1)}" for k, v in value.items()]
        return f"{{{', '.join(_first(sorted(fields)))}}}"
    if isinstance(value, list):
        kinds = dict.fromkeys(_shape(one, words, depth - 1) for one in value)
        return f"[{', '.join(_first(list(kinds)))}]"
    return _type(value)


def _first(parts: list[str]) -> list[str]:
    return [*parts[:_FIELDS], "…"] if len(parts) > _FIELDS else parts


def _type(value: Any) -> str:
    if isinstance(value, str):
        return "text" if value else "empty"
    if isinstance(value, bool):
        return "boolean"
    return "null" if value is None else "number"


def _name(key: str, words: set[str]) -> str:
    return key if _NAME.fullmatch(key) and key.lower() not in words else "?"


def _words(value: Any, depth: int) -> set[str]:
    """Return the words of all values, in lower case."""
    if isinstance(value, str):
        return set(re.findall(r"\w+", value.lower()))
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {word for one in inner for word in _words(one, depth - 1)} if depth else set()

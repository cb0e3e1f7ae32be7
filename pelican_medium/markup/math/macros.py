"""An author's own commands: ``\\newcommand``, ``\\def`` and ``\\DeclareMathOperator``.

MathJax keeps what one formula defines for all that follow on the page, and shows nothing of the
definition itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_DEFINITION = re.compile(
    r"\\(?:(?:re)?new|provide)command\*?\s*\{?\s*\\(?P<new>[A-Za-z]+)\s*\}?\s*"
    r"(?:\[(?P<count>[1-9])\])?\s*(?=\{)"
    r"|\\def\s*\\(?P<def>[A-Za-z]+)\s*(?P<arguments>(?:#[1-9])*)\s*(?=\{)"
    r"|\\DeclareMathOperator(?P<star>\*?)\s*\{?\s*\\(?P<operator>[A-Za-z]+)\s*\}?\s*(?=\{)"
)
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_PARAMETER = re.compile(r"#([1-9])")

#: A command may stand for others, but no formula is worth more than this.
_ROUNDS = 8
_LONGEST = 20_000


@dataclass(slots=True)
class Macros:
    """The commands that an article has defined so far.

    Attributes:
        known: by its name, how many arguments a command takes, and what it stands for.
    """

    known: dict[str, tuple[int, str]] = field(default_factory=dict)

    def read(self, tex: str) -> str:
        """Keep what a formula defines, and return the rest of it in TeX's own commands."""
        tex = self._without_definitions(tex)
        for _ in range(_ROUNDS if self.known else 0):
            expanded = self._expanded(tex)
            if expanded == tex or len(expanded) > _LONGEST:
                break
            tex = expanded
        return tex

    def _without_definitions(self, tex: str) -> str:
        rest, place = "", 0
        while found := _DEFINITION.search(tex, place):
            body, end = _group(tex, found.end())
            if end is None:
                break
            rest += tex[place : found.start()]
            place = end
            self._define(found, body)
        return (rest + tex[place:]).strip() if place else tex

    def _define(self, found: re.Match[str], body: str) -> None:
        if found["operator"]:
            self.known[found["operator"]] = (0, rf"\operatorname{found['star']}{{{body}}}")
        elif found["def"]:
            self.known[found["def"]] = (found["arguments"].count("#"), body)
        else:
            self.known[found["new"]] = (int(found["count"] or 0), body)

    def _expanded(self, tex: str) -> str:
        """Return a formula with each of the author's commands replaced once."""
        said, place = "", 0
        for command in _COMMAND.finditer(tex):
            if command[1] not in self.known or command.start() < place:
                continue
            count, body = self.known[command[1]]
            arguments, end = _arguments(tex, command.end(), count)
            if end is not None:
                said += tex[place : command.start()] + _filled(body, arguments)
                place = end
        return said + tex[place:]


def _filled(body: str, arguments: list[str]) -> str:
    """Return a body with its arguments, in braces: it is one thing, as a command is."""
    filled = _PARAMETER.sub(
        lambda found: arguments[int(found[1]) - 1] if int(found[1]) <= len(arguments) else "", body
    )
    return f"{{{filled}}}"


def _arguments(tex: str, place: int, count: int) -> tuple[list[str], int | None]:
    found = list[str]()
    end: int | None = place
    while len(found) < count and end is not None:
        argument, end = _group(tex, end)
        found.append(argument)
    return found, end


def _group(tex: str, place: int) -> tuple[str, int | None]:
    """Return the group, command or sign that begins here, and where it ends; None for nothing."""
    while tex[place : place + 1].isspace():
        place += 1
    if tex[place : place + 1] != "{":
        command = _COMMAND.match(tex, place)
        end = command.end() if command else place + 1
        return tex[place:end], end if end <= len(tex) else None
    depth = 0
    for sign in re.finditer(r"\\.|[{}]", tex[place:], re.DOTALL):
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        if depth == 0 and sign[0] == "}":
            return tex[place + 1 : place + sign.start()], place + sign.end()
    return "", None

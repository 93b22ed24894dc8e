"""The table of functions by name; a function is entered as a plain Python function of converted values or as a builder."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from inspector_app.form.xpath.code import Code, Kind, Run, constant

Build = Callable[[Sequence[Code]], Code]


@dataclass(frozen=True, slots=True)
class Function:
    """One function: how many arguments it takes (`most` None: any number) and how a call of it is compiled."""

    name: str
    least: int
    most: int | None
    build: Build

    def takes(self, count: int) -> bool:
        """Tell whether the function can be called with `count` arguments."""
        return self.least <= count and (self.most is None or count <= self.most)


FUNCTIONS: dict[str, Function] = {}


def built(name: str, least: int, most: int | None) -> Callable[[Build], Build]:
    """Enter a builder, which receives the compiled arguments."""

    def enter(build: Build) -> Build:
        FUNCTIONS[name] = Function(name, least, most, build)
        return build

    return enter


def plain(
    name: str, parameters: str, kind: Kind, *, pure: bool = True
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Enter a Python function of converted values.

    `parameters`: one letter each (n number, s string, b boolean, v value as it is, e the environment), `?` after the
    first optional one, `*` at the end when the last repeats. A pure function of constants is computed when compiling.
    """
    given = parameters.replace("?", "").replace("*", "").replace("e", "")
    least = len(parameters.partition("?")[0].replace("*", "").replace("e", ""))
    most = None if parameters.endswith("*") else len(given)
    environment = "e" in parameters

    def enter(function: Callable[..., Any]) -> Callable[..., Any]:
        def build(arguments: Sequence[Code]) -> Code:
            letters = given + given[-1:] * (len(arguments) - len(given))
            runs = [_converted(code, letter) for code, letter in zip(arguments, letters, strict=False)]
            if pure and not environment and arguments and _settled(arguments, letters):
                return constant(function(*(run(None) for run in runs)))
            return Code(kind, _calling(function, runs, environment))

        FUNCTIONS[name] = Function(name, least, most, build)
        return function

    return enter


def _settled(arguments: Sequence[Code], letters: str) -> bool:
    """Tell whether all arguments are literals of the wanted kind: a date among strings needs the zone of the evaluation."""
    kinds = {"n": "number", "s": "string", "b": "boolean"}
    pairs = zip(arguments, letters, strict=False)
    return all(code.constant is not None and kinds.get(letter) == code.kind for code, letter in pairs)


def _converted(code: Code, letter: str) -> Run:
    match letter:
        case "n":
            return code.number()
        case "s":
            return code.string()
        case "b":
            return code.boolean()
        case _:
            return code.value()


def _calling(function: Callable[..., Any], runs: Sequence[Run], environment: bool) -> Run:
    if environment:
        return lambda focus: function(focus.environment, *[run(focus) for run in runs])
    match runs:
        case []:
            return lambda focus: function()
        case [one]:
            return lambda focus: function(one(focus))
        case [one, two]:
            return lambda focus: function(one(focus), two(focus))
        case _:
            return lambda focus: function(*[run(focus) for run in runs])

"""A compiled expression: a closure over one Focus and the kind of value it yields, with the conversions between kinds."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from inspector_app.form.xpath.error import XPathError
from inspector_app.form.xpath.values import Node, number_of, number_text, text_of, to_number, truth_of

# `moment` is a string made by a date function; `node` is at most one node (or None), known when compiling;
# `any` is known only when it runs, as the result of if().
Kind = Literal["number", "string", "boolean", "moment", "node", "nodes", "any"]
Run = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Code:
    """One compiled expression; `constant` holds its value when it never changes."""

    kind: Kind
    run: Run
    constant: float | str | bool | None = None

    def number(self) -> Callable[[Any], float]:
        """Return a closure that yields the value as a number."""
        run = self.run
        match self.kind:
            case "number":
                return run
            case "boolean":
                return lambda focus: 1.0 if run(focus) else 0.0
            case "string" | "moment":
                return lambda focus: to_number(run(focus), focus.environment)
            case "node":
                return _node_number(run)
            case _:
                return lambda focus: number_of(run(focus), focus.environment)

    def string(self) -> Callable[[Any], str]:
        """Return a closure that yields the value as a string."""
        run = self.run
        match self.kind:
            case "string" | "moment":
                return run
            case "number":
                return lambda focus: number_text(run(focus))
            case "boolean":
                return lambda focus: "true" if run(focus) else "false"
            case "node":
                return _node_text(run)
            case _:
                return lambda focus: text_of(run(focus))

    def boolean(self) -> Callable[[Any], bool]:
        """Return a closure that yields the value as a boolean."""
        run = self.run
        match self.kind:
            case "boolean":
                return run
            case "node":
                return lambda focus: run(focus) is not None
            case _:
                return lambda focus: truth_of(run(focus))

    def nodes(self) -> Callable[[Any], Sequence[Any]]:
        """Return a closure that yields nodes in document order; XPathError when the expression can yield none."""
        run = self.run
        match self.kind:
            case "nodes":
                return run
            case "node":
                return lambda focus: [] if (node := run(focus)) is None else [node]
            case "any":
                return lambda focus: _must_be_nodes(run(focus))
        raise XPathError(f"nodes are needed where a {self.kind} stands")

    def value(self) -> Run:
        """Return a closure that yields the value as it is (nodes as a list)."""
        return self.nodes() if self.kind == "node" else self.run


def constant(value: float | str | bool) -> Code:
    """Return the code of a literal."""
    kind: Kind = "boolean" if isinstance(value, bool) else "string" if isinstance(value, str) else "number"
    return Code(kind, lambda focus: value, value)


def _node_number(run: Run) -> Callable[[Any], float]:
    def number(focus: Any) -> float:
        node = run(focus)
        return math.nan if node is None else float(node.as_number(focus.environment))

    return number


def _node_text(run: Run) -> Callable[[Any], str]:
    def text(focus: Any) -> str:
        node = run(focus)
        return "" if node is None else str(node.text)

    return text


def _must_be_nodes(value: Any) -> Sequence[Node]:
    if isinstance(value, list | tuple):
        return value
    raise XPathError("nodes are needed where a plain value stands")

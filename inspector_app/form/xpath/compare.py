"""Comparison of two compiled expressions: XPath 1.0 section 3.4, and dates by the day when a date function is involved."""

import operator
from collections.abc import Callable
from typing import Any

from inspector_app.form.xpath.code import Code, Run
from inspector_app.form.xpath.moment import Moment
from inspector_app.form.xpath.values import Environment, Node, Value, number_of, text_of, to_number, truth_of

Test = Callable[[Any, Any], bool]
_TESTS: dict[str, Test] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_PLAIN = frozenset({"number", "string", "boolean", "node"})


def comparison(symbol: str, left: Code, right: Code) -> Callable[[Any], bool]:
    """Return a closure that compares; common shapes (a node or plain value on either side) skip tests at run time."""
    test = _TESTS[symbol]
    if left.kind in _PLAIN and right.kind in _PLAIN and not left.kind == right.kind == "node":
        return _plain(test, symbol in ("=", "!="), left, right)
    one, other = left.value(), right.value()
    equality = symbol in ("=", "!=")
    return lambda focus: compared(test, equality, one(focus), other(focus), focus.environment)


def _plain(test: Test, equality: bool, left: Code, right: Code) -> Callable[[Any], bool]:
    kinds = {left.kind, right.kind}
    if "boolean" in kinds and equality:
        true, other = left.boolean(), right.boolean()
        return lambda focus: test(true(focus), other(focus))
    if "node" in kinds and not (left.constant is not None or right.constant is not None):
        one, two = left.value(), right.value()
        return lambda focus: compared(test, equality, one(focus), two(focus), focus.environment)
    if equality and not kinds & {"number", "boolean"}:
        return _guarded(test, left, right, left.string(), right.string())
    return _guarded(test, left, right, left.number(), right.number())


def _guarded(test: Test, left: Code, right: Code, one: Run, other: Run) -> Callable[[Any], bool]:
    """Return the comparison, false when a node is missing: no node means no pair that could compare true."""
    node = left.run if left.kind == "node" else right.run if right.kind == "node" else None
    if node is None:
        return lambda focus: test(one(focus), other(focus))
    return lambda focus: node(focus) is not None and test(one(focus), other(focus))


def compared(test: Test, equality: bool, left: Value, right: Value, environment: Environment) -> bool:
    """Compare two values of any kind."""
    if isinstance(left, bool) or isinstance(right, bool):
        if equality:
            return test(truth_of(left), truth_of(right))
        left, right = _as_number(left), _as_number(right)
    if isinstance(left, list | tuple):
        return any(_atoms(test, equality, atom, right, environment) for atom in left)
    if isinstance(right, list | tuple):
        return any(_pair(test, equality, left, node.text, environment) for node in right)
    return _pair(test, equality, left, right, environment)


def _as_number(value: Value) -> Value:
    return float(value) if isinstance(value, bool) else value


def _atoms(test: Test, equality: bool, node: Node, right: Value, environment: Environment) -> bool:
    if isinstance(right, list | tuple):
        text = node.text
        return any(_pair(test, equality, text, other.text, environment) for other in right)
    return _pair(test, equality, node.text, right, environment)


def _pair(test: Test, equality: bool, left: Value, right: Value, environment: Environment) -> bool:
    if equality and isinstance(left, str) and isinstance(right, str):
        if isinstance(left, Moment) or isinstance(right, Moment):
            one, other = to_number(left, environment), to_number(right, environment)
            if one == one and other == other:
                return test(one, other)
        return test(text_of(left), text_of(right))
    return test(number_of(left, environment), number_of(right, environment))

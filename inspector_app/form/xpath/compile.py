"""The expression tree to closures, once: operators and calls here, names and paths by whoever owns the instance (a Names)."""

import math
from collections.abc import Sequence
from typing import Any, Protocol

from inspector_app.form.xpath.code import Code, Run, constant
from inspector_app.form.xpath.compare import comparison
from inspector_app.form.xpath.error import XPathError
from inspector_app.form.xpath.functions import FUNCTIONS
from inspector_app.form.xpath.functions.foreign import REFUSED
from inspector_app.form.xpath.tree import (
    Binary,
    Call,
    Expression,
    Filter,
    Negate,
    Number,
    Path,
    Reference,
    Text,
    Variable,
)


class Names(Protocol):
    """What names mean: an XML instance gives paths a walk over nodes, a form gives `${name}` a cell."""

    def reference(self, name: str) -> Code:
        """Return the code of `${name}`."""

    def path(self, path: Path, compiler: "Compiler") -> Code:
        """Return the code of a location path."""

    def filter(self, expression: Filter, compiler: "Compiler") -> Code:
        """Return the code of a filter expression."""

    def call(self, call: Call, compiler: "Compiler") -> Code | None:
        """Return the code of a call that only this owner knows, or None."""


class Compiler:
    """Compiles expressions for one Names. With `strict`, a call that cannot be is refused at once, else when it is reached."""

    def __init__(self, names: Names, *, strict: bool = True) -> None:
        self.names = names
        self.strict = strict

    def code(self, expression: Expression) -> Code:
        """Return the code of an expression."""
        match expression:
            case Number(value=value) | Text(value=value):
                return constant(value)
            case Reference(name=name):
                return self.names.reference(name)
            case Variable(name=name):
                return Code("any", lambda focus: _variable(focus, name))
            case Binary():
                return self._binary(expression)
            case Negate(operand=operand):
                number = self.code(operand).number()
                return Code("number", lambda focus: -number(focus))
            case Call():
                return self._call(expression)
            case Path():
                return self.names.path(expression, self)
            case Filter():
                return self.names.filter(expression, self)

    def codes(self, expressions: Sequence[Expression]) -> list[Code]:
        """Return the codes of several expressions."""
        return [self.code(expression) for expression in expressions]

    def _binary(self, expression: Binary) -> Code:
        left, right = self.code(expression.left), self.code(expression.right)
        match expression.operator:
            case "and":
                first, second = left.boolean(), right.boolean()
                return Code("boolean", lambda focus: first(focus) and second(focus))
            case "or":
                first, second = left.boolean(), right.boolean()
                return Code("boolean", lambda focus: first(focus) or second(focus))
            case "|":
                return Code("nodes", _union(left.nodes(), right.nodes()))
            case "+" | "-" | "*" | "div" | "mod":
                return Code("number", _arithmetic(expression.operator, left.number(), right.number()))
        return Code("boolean", comparison(expression.operator, left, right))

    def _call(self, call: Call) -> Code:
        own = self.names.call(call, self)
        if own is not None:
            return own
        function = FUNCTIONS.get(call.name)
        whose = f" here, it is {REFUSED[call.name]}'s own" if call.name in REFUSED else ""
        refusal = XPathError(f"there is no function {call.name}(){whose}")
        if function is not None and function.takes(len(call.arguments)):
            return function.build(self.codes(call.arguments))
        if function is not None:
            refusal = XPathError(f"{call.name}() does not take {len(call.arguments)} arguments")
        if self.strict:
            raise refusal
        return Code("any", lambda focus: _refuse(refusal))


def _union(left: Run, right: Run) -> Run:
    def union(focus: Any) -> list[Any]:
        found = {id(node): node for node in [*left(focus), *right(focus)]}
        return sorted(found.values(), key=lambda node: node.order)

    return union


def _arithmetic(operator: str, left: Run, right: Run) -> Run:
    match operator:
        case "+":
            return lambda focus: left(focus) + right(focus)
        case "-":
            return lambda focus: left(focus) - right(focus)
        case "*":
            return lambda focus: left(focus) * right(focus)
        case "div":
            return lambda focus: divided(left(focus), right(focus))
    return lambda focus: remainder(left(focus), right(focus))


def divided(dividend: float, divisor: float) -> float:
    """Return IEEE 754 division: by zero an infinity, or NaN for zero by zero."""
    if divisor:
        return dividend / divisor
    if dividend == 0 or dividend != dividend:
        return math.nan
    return math.copysign(math.inf, dividend) * math.copysign(1.0, divisor)


def remainder(dividend: float, divisor: float) -> float:
    """Return the remainder with the sign of the dividend, as ECMAScript's %."""
    if divisor == 0 or math.isinf(dividend) or dividend != dividend or divisor != divisor:
        return math.nan
    return math.fmod(dividend, divisor)


def _variable(focus: Any, name: str) -> Any:
    try:
        return focus.environment.variables[name]
    except KeyError:
        raise XPathError(f"there is no variable ${name}") from None


def _refuse(refusal: XPathError) -> Any:
    raise refusal

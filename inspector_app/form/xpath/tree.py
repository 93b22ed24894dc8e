"""The expression tree: small frozen records that a parser makes, a cache can store and the compiler turns into closures."""

from collections.abc import Iterator

import msgspec


class Number(msgspec.Struct, frozen=True, tag=True, gc=False):
    """A number literal."""

    value: float


class Text(msgspec.Struct, frozen=True, tag=True, gc=False):
    """A quoted string."""

    value: str


class Variable(msgspec.Struct, frozen=True, tag=True, gc=False):
    """`$name`."""

    name: str


class Reference(msgspec.Struct, frozen=True, tag=True, gc=False):
    """XLSForm's `${name}`: a question by name, in the row of the expression or in all rows seen from outside."""

    name: str


class Call(msgspec.Struct, frozen=True, tag=True, gc=False):
    """A function call."""

    name: str
    arguments: "tuple[Expression, ...]"


class Binary(msgspec.Struct, frozen=True, tag=True, gc=False):
    """An operator between two expressions: or and = != < <= > >= + - * div mod |."""

    operator: str
    left: "Expression"
    right: "Expression"


class Negate(msgspec.Struct, frozen=True, tag=True, gc=False):
    """Unary minus."""

    operand: "Expression"


class Step(msgspec.Struct, frozen=True, tag=True, gc=False):
    """One location step. `test` is a QName, `*`, `prefix:*`, or a node type with brackets such as `text()`."""

    axis: str
    test: str
    predicates: "tuple[Expression, ...]" = ()
    target: str = ""


class Path(msgspec.Struct, frozen=True, tag=True, gc=False):
    """A location path: from the root (`absolute`), from `start` (filter expression), or from the context node."""

    steps: tuple[Step, ...]
    absolute: bool = False
    start: "Expression | None" = None


class Filter(msgspec.Struct, frozen=True, tag=True, gc=False):
    """A primary expression with predicates: `(a | b)[1]`."""

    operand: "Expression"
    predicates: "tuple[Expression, ...]"


Expression = Number | Text | Variable | Reference | Call | Binary | Negate | Path | Filter


def children(node: Expression) -> tuple[Expression, ...]:
    """Return the expressions directly inside `node`, predicates included."""
    match node:
        case Call(arguments=arguments):
            return arguments
        case Binary(left=left, right=right):
            return (left, right)
        case Negate(operand=operand):
            return (operand,)
        case Filter(operand=operand, predicates=predicates):
            return (operand, *predicates)
        case Path(steps=steps, start=start):
            inner = tuple(predicate for step in steps for predicate in step.predicates)
            return inner if start is None else (start, *inner)
        case _:
            return ()


def walk(node: Expression) -> Iterator[Expression]:
    """Yield `node` and everything inside it, outermost first."""
    yield node
    for child in children(node):
        yield from walk(child)

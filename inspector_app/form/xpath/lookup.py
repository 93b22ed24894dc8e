"""Equality predicates on data that does not change: `item[name = ${town}]` finds its rows by an index, made at the first look-up.

The index only narrows down: what it finds is put to the predicates as any other node would be. It is used where the predicate
begins with `column = value` (then perhaps `and …`), nothing in it counts positions, and the value asks nothing of the row.
"""

from collections.abc import Callable
from typing import Any

from inspector_app.form.xpath.compile import Compiler
from inspector_app.form.xpath.dom import XmlNode
from inspector_app.form.xpath.moment import Moment
from inspector_app.form.xpath.tree import Binary, Call, Expression, Path, Reference, Step, Variable, walk

Find = Callable[[XmlNode, Any], list[XmlNode] | None]
Test = Callable[[XmlNode], bool]
_COUNTING = frozenset({"position", "last"})
# Calls without arguments that mean the same for every row; any other may be about the row.
_SAME = frozenset({"true", "false", "now", "today"})
_NEW_EACH_TIME = frozenset({"random", "uuid", "randomize", "once", "lang", "id"})


def finder(step: Step, tests: Callable[[Step], Test], compiler: Compiler, *, outer_current: bool) -> Find | None:
    """Return what finds the nodes of a step that its first predicate can hold for, None where no index helps.

    `tests` makes the test of a step; `outer_current` tells whether current() is the place of the expression, not the row.
    What is returned yields None when the value of the moment is not plain text: then every node has to be looked at.
    """
    wanted = _equality(step.predicates[0], outer_current) if step.axis == "child" and step.predicates else None
    if wanted is None:
        return None
    column, value = wanted[0], compiler.code(wanted[1]).value()
    test, column_test = tests(step), tests(column)
    name = (step.test, column.test)

    def find(node: XmlNode, focus: Any) -> list[XmlNode] | None:
        keys = _keys(value(focus.inside(node, 1, 1)))
        if keys is None:
            return None
        if node.indexes is None:
            node.indexes = {}
        index = node.indexes.get(name)
        if index is None:
            index = node.indexes[name] = _indexed(node, test, column_test)
        if len(keys) == 1:
            return index.get(keys[0], [])
        found = {row.order: row for key in keys for row in index.get(key, ())}
        return [found[order] for order in sorted(found)]

    return find


def _indexed(node: XmlNode, test: Test, column_test: Test) -> dict[str, list[XmlNode]]:
    index: dict[str, list[XmlNode]] = {}
    for row in node.children:
        if test(row):
            for text in dict.fromkeys(cell.text for cell in row.children if column_test(cell)):
                index.setdefault(text, []).append(row)
    return index


def _keys(value: Any) -> list[str] | None:
    if isinstance(value, str):
        return None if isinstance(value, Moment) else [value]
    return [node.text for node in value] if isinstance(value, list | tuple) else None


def _equality(predicate: Expression, outer_current: bool) -> tuple[Step, Expression] | None:
    """Return the column and the value that a predicate first compares, where both are as plain as they have to be."""
    if any(isinstance(node, Call) and node.name in _COUNTING and not node.arguments for node in walk(predicate)):
        return None
    while isinstance(predicate, Binary) and predicate.operator == "and":
        predicate = predicate.left
    if not isinstance(predicate, Binary) or predicate.operator != "=":
        return None
    for one, other in ((predicate.left, predicate.right), (predicate.right, predicate.left)):
        column = _column(one)
        if column is not None and all(_is_outer(node, outer_current) for node in walk(other)):
            return column, other
    return None


def _column(expression: Expression) -> Step | None:
    match expression:
        case Path(steps=(Step(axis="child", predicates=()) as step,), absolute=False, start=None):
            return None if step.test == "*" or step.test.endswith(")") else step
    return None


def _is_outer(node: Expression, outer_current: bool) -> bool:
    """Tell whether a part of an expression asks nothing of the row."""
    match node:
        case Path():
            return node.absolute or node.start is not None
        case Call(name="current", arguments=()):
            return outer_current
        case Call():
            return node.name not in _NEW_EACH_TIME and (bool(node.arguments) or node.name in _SAME)
        case Variable():
            return False
        case Reference():
            return outer_current
    return True

"""The calls that only a form can answer: current, position(..), once, indexed-repeat, instance, pulldata, items, choices."""

from collections.abc import Callable, Sequence
from typing import Any

from inspector_app.form.names import PlaceNames, UnknownReferenceError
from inspector_app.form.schema import Slot
from inspector_app.form.ways import Way, way_to
from inspector_app.form.xpath.code import Code, constant
from inspector_app.form.xpath.compile import Compiler
from inspector_app.form.xpath.error import XPathError
from inspector_app.form.xpath.parser import parse
from inspector_app.form.xpath.tree import Call, Expression, Path, Reference, Text

# What another moment, time zone or throw of the dice makes different.
_OF_THE_MOMENT = frozenset(
    {"now", "today", "random", "randomize", "uuid", "date", "date-time", "decimal-date-time", "decimal-time"}
    | {"format-date", "format-date-time"}
)
Build = Callable[[Call, PlaceNames, Compiler], Code | None]


class FormNames(PlaceNames):
    """Names, paths and calls as a form's expression sees them."""

    def call(self, call: Call, compiler: Compiler) -> Code | None:
        """Return the code of a call that only a form can answer, or None."""
        if call.name in _OF_THE_MOMENT:
            self.depend_on_moment()
        build = _CALLS.get(call.name)
        return None if build is None else build(call, self, compiler)


def _item_state(call: Call, names: PlaceNames, compiler: Compiler) -> Code:
    code = _literals(call, 1, 1)[0]
    names.depend_on_item(code)
    return Code("string", lambda focus: focus.environment.item_state(code))


def _count_items(call: Call, names: PlaceNames, compiler: Compiler) -> Code:
    literals = _literals(call, 1, 2)
    states = frozenset(literals[0].split())
    excepted = frozenset(literals[1].split() if len(literals) > 1 else ())
    known = dict(names.sources)
    for code in (*excepted, *names.codes):
        names.depend_on_item(code)
    for code in excepted:
        if ("item", code) not in known:
            del names.sources["item", code]
    return Code("number", lambda focus: focus.environment.count_items(states, excepted))


def _once(call: Call, names: PlaceNames, compiler: Compiler) -> Code | None:
    if len(call.arguments) != 1:
        return None
    first = compiler.code(call.arguments[0]).string()
    here = names.standing()
    # what is no number yet is not kept: it is computed again until it is one
    return Code("string", lambda focus: here(focus).text or first(focus).replace("NaN", ""))


def _current(call: Call, names: PlaceNames, compiler: Compiler) -> Code | None:
    return None if call.arguments else Code("node", names.standing())


def _position(call: Call, names: PlaceNames, compiler: Compiler) -> Code | None:
    if len(call.arguments) != 1:
        return None
    argument = call.arguments[0]
    way = names.way(argument) if isinstance(argument, Path) else None
    if way is None or way.downs:
        nodes = compiler.code(argument).nodes()
        return Code("number", lambda focus: _place_of(nodes(focus)))
    if way.node.sort != "repeat":
        return constant(1.0)  # the form or a group is the first of its name and the only one
    names.depend_on_place(way.base)
    row = names.scope_at(way.base)
    return Code("number", lambda focus: float(row(focus).place))


def _place_of(nodes: Sequence[Any]) -> float:
    if not nodes:
        return float("nan")
    node = nodes[0]
    place = getattr(node, "place", None)
    if place is not None:
        return float(place)
    twins = [node] if node.parent is None else [twin for twin in node.parent.children if twin.name == node.name]
    return float(1 + next(number for number, twin in enumerate(twins) if twin is node))


def _instance(call: Call, names: PlaceNames, compiler: Compiler) -> Code:
    name = _literals(call, 1, 1)[0]
    names.instances[name] = None
    return Code("node", lambda focus: focus.environment.instance(name))


def _pulldata(call: Call, names: PlaceNames, compiler: Compiler) -> Code:
    if len(call.arguments) != 4:
        raise XPathError("pulldata() takes a file, a column, a key column and a key")
    first = call.arguments[0]
    if isinstance(first, Text):
        names.instances[first.value] = None
    file, column, key_column, key = (compiler.code(argument).string() for argument in call.arguments)
    return Code(
        "string",
        lambda focus: focus.environment.looked_up(file(focus), key_column(focus), key(focus), column(focus)),
    )


def _choice_name(call: Call, names: PlaceNames, compiler: Compiler) -> Code:
    if len(call.arguments) != 2:
        raise XPathError("jr:choice-name() takes a value and a question")
    asked = call.arguments[1]
    if isinstance(asked, Text):
        asked = parse(asked.value.strip())
    way = _way(asked, names)
    if way is None or way.node.slot is None:
        raise XPathError("jr:choice-name() needs the question that has the choices")
    names.depend_on_language()
    value = compiler.code(call.arguments[0]).string()
    slot: Slot = way.node.slot
    scope = names.scope_at(way.base)
    return Code("string", lambda focus: focus.environment.choice_label(slot, scope(focus), value(focus)))


def _itext(call: Call, names: PlaceNames, compiler: Compiler) -> Code:
    if len(call.arguments) != 1:
        raise XPathError("jr:itext() takes the id of a text")
    names.depend_on_language()
    wanted = compiler.code(call.arguments[0]).string()
    return Code("string", lambda focus: focus.environment.wording(wanted(focus)))


def _way(expression: Expression, names: PlaceNames) -> Way | None:
    if isinstance(expression, Reference) and expression.name in names.schema.names:
        return way_to(names.schema.names[expression.name], names.level)
    return names.way(expression) if isinstance(expression, Path) else None


def _indexed_repeat(call: Call, names: PlaceNames, compiler: Compiler) -> Code:
    """Return the code of indexed-repeat(target, repeat, number, …): the target in the chosen row of each repeat."""
    if len(call.arguments) < 3 or len(call.arguments) % 2 == 0:
        raise XPathError(f"indexed-repeat() does not take {len(call.arguments)} arguments")
    target = _way(call.arguments[0], names)
    if target is None or target.node.slot is None:
        raise XPathError("indexed-repeat() needs a question, then repeats it is in with a number each")
    chosen: dict[str, Callable[[Any], float]] = {}
    for repeat, number in zip(call.arguments[1::2], call.arguments[2::2], strict=True):
        way = _way(repeat, names)
        if way is None or way.node.sort != "repeat" or way.node.level not in target.node.level.chain():
            raise XPathError("indexed-repeat() needs repeats that the question is in")
        chosen[way.node.level.key] = compiler.code(number).number()
    return _chosen_cells(target.node.slot, chosen, names)


def _chosen_cells(slot: Slot, chosen: dict[str, Callable[[Any], float]], names: PlaceNames) -> Code:
    chain = slot.level.chain()
    first = next(number for number, level in enumerate(chain) if level.key in chosen)
    base = names.schema.common(names.level, chain[first - 1])
    downs = chain[base.depth + 1 :]
    names.cells(Way(base, tuple(downs), slot.node))  # for what it depends on
    scope = names.scope_at(base)
    steps = [(level.key, chosen.get(level.key)) for level in downs]
    index = slot.index

    def found(focus: Any) -> list[Any]:
        scopes = [scope(focus)]
        for key, number in steps:
            scopes = [row for one in scopes for row in _picked(one.rows[key], number, focus)]
        return [cell for one in scopes if (cell := one.cells[index]).relevant]

    return Code("nodes", found)


def _picked(rows: Sequence[Any], number: Callable[[Any], float] | None, focus: Any) -> Sequence[Any]:
    if number is None:
        return rows
    place = number(focus)
    return [rows[int(place) - 1]] if place == place and 1 <= place < len(rows) + 1 else []


def _tally(call: Call, names: PlaceNames, compiler: Compiler) -> Code | None:
    """Return the code of a sum, count, min or max over the rows of one repeat: kept up to date instead of walked."""
    if len(call.arguments) != 1 or names.inner is not None:
        return None
    try:
        way = _way(call.arguments[0], names)
    except UnknownReferenceError:
        return None  # for the path itself to say
    if way is None or way.node.slot is None or len(way.downs) != 1:
        return None
    nodes = compiler.code(call.arguments[0]).nodes()
    slot, scope = way.node.slot, names.scope_at(way.base)
    slot.tallied = True
    match call.name:
        case "count":
            return Code("number", lambda focus: scope(focus).tally(slot).count())
        case "sum":
            return Code("number", lambda focus: scope(focus).tally(slot).sum(lambda: nodes(focus)))
        case "min":
            return Code("number", lambda focus: scope(focus).tally(slot).least(lambda: nodes(focus)))
    return Code("number", lambda focus: scope(focus).tally(slot).greatest(lambda: nodes(focus)))


def _literals(call: Call, least: int, most: int) -> list[str]:
    found = [argument.value for argument in call.arguments if isinstance(argument, Text)]
    if len(found) != len(call.arguments) or not least <= len(found) <= most:
        raise XPathError(f"{call.name}() takes quoted text only")
    return found


_CALLS: dict[str, Build] = {
    "item-state": _item_state,
    "count-items": _count_items,
    "once": _once,
    "current": _current,
    "position": _position,
    "instance": _instance,
    "pulldata": _pulldata,
    "jr:choice-name": _choice_name,
    "jr:itext": _itext,
    "indexed-repeat": _indexed_repeat,
    "sum": _tally,
    "count": _tally,
    "min": _tally,
    "max": _tally,
}

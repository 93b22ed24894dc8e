"""Location paths seen on the shape alone: where each can lead, before any row exists."""

from typing import NamedTuple

from inspector_app.form.schema import Level, Node
from inspector_app.form.xpath.tree import Call, Expression, Filter, Path, Reference, Step

_UP = frozenset({"parent", "self", "ancestor", "ancestor-or-self"})


class Way(NamedTuple):
    """A path as a climb to a level (`base`), a descent through the rows of `downs`, and the place reached there."""

    base: Level
    downs: tuple[Level, ...]
    node: Node


def way_to(node: Node, start: Level) -> Way:
    """Return the way `${name}` means: this row's place where there is one, else all rows below what is shared."""
    shared = start.chain()
    base = next(level for level in reversed(outside(node).chain()) if level in shared)
    downs = [level for level in node.level.chain() if level.depth > base.depth]
    return Way(base, tuple(downs), node)


def outside(node: Node) -> Level:
    """Return the level a place is seen from: of a repeat, the one its rows stand in."""
    if node.sort == "repeat" and node.level.above is not None:
        return node.level.above
    return node.level


def plain_way(path: Path, level: Level, here: Node, root: Node) -> Way | None:
    """Return the way of a path of plain steps (names, `.`, `..`), None for any other, KeyError where nothing is.

    An absolute path through a repeat that the expression stands in means that very row, as in ODK's engines.
    """
    absolute = path.absolute
    way: Way | None = Way(level.chain()[0] if absolute else here.level, (), root if absolute else here)
    for number, step in enumerate(path.steps):
        if way is None or step.predicates:
            return None
        last = number == len(path.steps) - 1
        way = _stepped(way, step, level if absolute and not last else None)
    return way


def _stepped(way: Way, step: Step, own: Level | None) -> Way | None:
    base, downs, node = way
    if step.axis == "self" and step.test == "node()":
        return way
    if step.axis == "parent" and step.test == "node()":
        return _above(way)
    if step.axis != "child":
        return None
    if step.test == "text()" and node.slot is not None:
        return way
    if step.test == "*" or step.test.endswith("()"):
        return None
    child = node.child(step.test)
    if child is None:
        raise KeyError(step.test)
    if child.sort != "repeat":
        return Way(base, downs, child)
    if own is not None and not downs and child.level in own.chain():
        return Way(child.level, (), child)
    return Way(base, (*downs, child.level), child)


def _above(way: Way) -> Way | None:
    base, downs, node = way
    if node.parent is None:
        return None
    if node.sort != "repeat":
        return Way(base, downs, node.parent)
    if downs or base.above is None:
        return None
    return Way(base.above, (), node.parent)


def stepped_places(step: Step, places: frozenset[Node]) -> frozenset[Node]:
    """Return every place that a step can reach from some places, predicates and order passed over."""
    found: set[Node] = set()
    for place in places:
        found.update(_along(step.axis, place))
    return frozenset(place for place in found if _matches(step.test, place))


def places_of(expression: Expression, here: Node, document: Node, names: dict[str, Node]) -> frozenset[Node]:
    """Return every place of the form that an expression's nodes can be at."""
    match expression:
        case Reference(name=name):
            return frozenset({names[name]} if name in names else ())
        case Filter(operand=operand):
            return places_of(operand, here, document, names)
        case Call(name="current"):
            return frozenset({here})
        case Path(steps=steps, absolute=absolute, start=start):
            places = frozenset({document if absolute else here})
            if start is not None:
                places = places_of(start, here, document, names)
            for step in steps:
                places = stepped_places(step, places)
            return places
        case _:
            return frozenset()


def goes_up(step: Step) -> bool:
    """Tell whether a step leads to what stands around."""
    return step.axis in _UP


def _along(axis: str, place: Node) -> list[Node]:  # noqa: PLR0911 - one for each axis
    match axis:
        case "self":
            return [place]
        case "child":
            return place.children
        case "parent":
            return [] if place.parent is None else [place.parent]
        case "descendant":
            return _below(place)
        case "descendant-or-self":
            return [place, *_below(place)]
        case "ancestor":
            return _around(place)
        case "ancestor-or-self":
            return [place, *_around(place)]
        case "following-sibling" | "preceding-sibling":
            return [] if place.parent is None else place.parent.children
        case "following" | "preceding":
            return _below((_around(place) or [place])[-1])
    return []


def _below(place: Node) -> list[Node]:
    return [one for child in place.children for one in (child, *_below(child))]


def _around(place: Node) -> list[Node]:
    return [] if place.parent is None else [place.parent, *_around(place.parent)]


def _matches(test: str, place: Node) -> bool:
    if test == "node()":
        return True
    return place.kind == "element" and (test == "*" or test.rpartition(":")[2] == place.name)

"""What names and paths mean inside a form: cells, rows and groups, and what an expression depends on for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from inspector_app.form.schema import ROOT, Level, Node, Schema, Slot
from inspector_app.form.ways import Way, goes_up, outside, places_of, plain_way, stepped_places, way_to
from inspector_app.form.xpath.code import Code, constant
from inspector_app.form.xpath.compile import Compiler
from inspector_app.form.xpath.error import XPathError
from inspector_app.form.xpath.paths import XmlNames, filtered, predicates_of
from inspector_app.form.xpath.tree import Call, Expression, Filter, Path, Step

# What an expression can depend on: ("value", slot number), also "held", "relevant", "required" and "violation" of a slot,
# ("rows", repeat), ("place", repeat), ("item", code), ("gate", number), ("language", ""), ("moment", ""). A third part
# names the level up to which a reference reaches, where that is above the level both ends share: all rows see each other.
Key = tuple[Any, ...]
LAST_SAVED = "last-saved#"


class UnknownReferenceError(XPathError):
    """`${name}` or a path where nothing in the form has that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no question {name!r}")
        self.name = name


@dataclass(frozen=True, slots=True)
class _CellCode(Code):
    """The code of one cell, with conversions that read the cell directly; `near` where it is in the expression's scope."""

    index: int = field(kw_only=True)
    near: bool = field(kw_only=True)

    def number(self) -> Callable[[Any], float]:
        index, run = self.index, self.run
        return (lambda focus: focus.cells[index].number) if self.near else (lambda focus: run(focus).number)

    def string(self) -> Callable[[Any], str]:
        index, run = self.index, self.run
        return (lambda focus: focus.cells[index].text) if self.near else (lambda focus: run(focus).text)

    def boolean(self) -> Callable[[Any], bool]:
        cell = self.run
        return lambda focus: bool(cell(focus).truth)


class PlaceNames(XmlNames):
    """Names as seen from one level by one place (`.`) and one item (`own`); gathers what they depend on.

    `inside` are the numbers of the slots that the expression decides about: their answers are read as they are held.
    `inner` are the places of the node that a predicate is about, None outside predicates. Where `lenient`, a path that
    leads nowhere yields nothing, as in ODK's engines, and is noted in `unknown`.
    """

    outer_current = True

    def __init__(
        self,
        schema: Schema,
        codes: tuple[str, ...] = (),
        level: Level | None = None,
        here: Node | None = None,
        own: Slot | None = None,
    ) -> None:
        super().__init__({}, None)
        self.schema = schema
        self.codes = codes
        self.level = level or schema.levels[ROOT]
        self.here = here or self.level.node
        self.own = own
        self.inside: frozenset[int] = frozenset()
        self.inner: frozenset[Node] | None = None
        self.sources: dict[Key, None] = {}
        self.references: dict[str, None] = {}
        self.instances: dict[str, None] = {}
        self.uses_own = False
        self.lenient = False
        self.walks = False  # a path goes on from here: it says itself what it depends on
        self.unknown: dict[str, None] = {}

    # names

    def reference(self, name: str) -> Code:
        """Return the code of `${name}`: this row's cell, the form's cell, or all rows' cells; of a repeat, its rows."""
        if name.startswith(LAST_SAVED):
            return constant("")
        node = self.schema.names.get(name)
        if node is None:
            raise UnknownReferenceError(name)
        if node.slot is not None:
            self.references[name] = None
        return self.reached(way_to(node, self.level))

    def path(self, path: Path, compiler: Compiler) -> Code:
        """Return the code of a location path."""
        match [(step.axis, step.test, step.predicates) for step in path.steps]:
            case [("child", "own", ())] if self.own is not None and not path.absolute and path.start is None:
                self.uses_own = True
                verdict = self.cell(way_to(self.own.node, self.level)).string()
                return Code("boolean", lambda focus: verdict(focus) == "pass")
        try:
            way = self.way(path)
        except UnknownReferenceError as error:
            if not self.lenient:
                raise
            self.unknown[error.name] = None
            return Code("nodes", lambda focus: ())
        if way is None:
            return self._walked(path, compiler)
        # the question's own value is no dependency: a constraint is checked, a calculation runs on other news
        itself = all(step.axis == "self" for step in path.steps)
        return self.cell(way, depend=False) if itself and way.node.slot is not None else self.reached(way)

    def way(self, path: Path) -> Way | None:
        """Return the way of a path of plain steps, or None."""
        start = path.start
        if start is not None and not (isinstance(start, Call) and start.name == "current" and not start.arguments):
            return None
        if self.inner is not None and start is None and not path.absolute:
            return None
        try:
            return plain_way(path, self.level, self.here, self.schema.document)
        except KeyError as error:
            raise UnknownReferenceError(str(error.args[0])) from None

    def filter(self, expression: Filter, compiler: Compiler) -> Code:
        """Return the code of an expression with predicates."""
        nodes = compiler.code(expression.operand).nodes()
        around, self.inner = self.inner, self._places(expression.operand)
        try:
            predicates = predicates_of(expression.predicates, compiler)
        finally:
            self.inner = around
        return Code("nodes", lambda focus: filtered(nodes(focus), predicates, focus))

    def name_test(self, test: str, principal: str) -> Callable[[Any], bool]:
        """Return the test of a name: in a form prefixes tell nothing apart."""
        local = test.rpartition(":")[2]
        if local == "*":
            return lambda node: bool(node.kind == principal)
        return lambda node: bool(node.local_name == local and node.kind == principal)

    # ways to codes

    def reached(self, way: Way) -> Code:
        """Return the code of a way, and note what it depends on."""
        if way.node.slot is not None:
            return self.cells(way) if way.downs else self.cell(way)
        node = way.node
        scope = self.scope_at(way.base)
        if node.sort == "group":
            self._depend_on_inside(way)
        if not way.downs:
            return Code("node", lambda focus: scope(focus).container(node))
        self._depend_on_rows(way)
        rows = _rows(scope, [level.key for level in way.downs])
        if node.sort != "repeat":
            return Code("nodes", lambda focus: [row.container(node) for row in rows(focus)])
        gate = node.level.node_gate
        if gate < 0:
            return Code("nodes", rows)
        self._depend("gate", self.schema.gates[node].number, node.level, way.base)
        return Code("nodes", lambda focus: [row for row in rows(focus) if row.gates[gate]])

    def cell(self, way: Way, *, depend: bool = True) -> Code:
        """Return the code of the one cell at a way without descent."""
        slot = way.node.slot
        assert slot is not None
        index = slot.index
        if slot.number in self.inside:
            return self._held(way, index, slot)
        if depend:
            self._depend("value", slot.number, slot.level, way.base)
        if self.inner is None and way.base is self.level:
            return _CellCode("node", lambda focus: focus.cells[index], index=index, near=True)
        if self.inner is None and way.base.above is None:
            return _CellCode("node", lambda focus: focus.root.cells[index], index=index, near=False)
        scope = self.scope_at(way.base)
        return _CellCode("node", lambda focus: scope(focus).cells[index], index=index, near=False)

    def _held(self, way: Way, index: int, slot: Slot) -> Code:
        """Return the code of an answer that the expression itself hides or shows: what is held, seen or not.

        Were it what is seen, a part that closes on an answer inside would open again by closing.
        """
        slot.asked_as_held = True
        self._depend("held", slot.number, slot.level, way.base)
        scope = self.scope_at(way.base)
        return Code("string", lambda focus: scope(focus).cells[index].held)

    def cells(self, way: Way) -> Code:
        """Return the code of the relevant cells in all rows that a way descends to."""
        slot = way.node.slot
        assert slot is not None
        index = slot.index
        self._depend("value", slot.number, slot.level, way.base)
        self._depend("relevant", slot.number, slot.level, way.base)
        self._depend_on_rows(way)
        rows = _rows(self.scope_at(way.base), [level.key for level in way.downs])
        return Code("nodes", lambda focus: [cell for row in rows(focus) if (cell := row.cells[index]).relevant])

    def scope_at(self, base: Level) -> Callable[[Any], Any]:
        """Return a closure from the focus to the scope of a level around it."""
        up = self.level.depth - base.depth
        if self.inner is not None:
            return lambda focus: focus.origin.up(up)
        if up == 0:
            return _same
        if base.above is None:
            return lambda focus: focus.root
        if up == 1:
            return lambda focus: focus.above
        return lambda focus: focus.up(up)

    def standing(self) -> Callable[[Any], Any]:
        """Return a closure to the place the expression belongs to, as a node."""
        here, scope = self.here, self.scope_at(self.here.level)
        if here.slot is None:
            return lambda focus: scope(focus).container(here)
        index = here.slot.index
        return lambda focus: scope(focus).cells[index]

    # paths with predicates and other axes

    def _walked(self, path: Path, compiler: Compiler) -> Code:
        start, places = self._start_of(path, compiler)
        reach = self.schema.levels[ROOT] if path.absolute else self.level
        walks, entered = [], []
        for step in path.steps:
            places = stepped_places(step, places)
            for place in places:
                reach = self.schema.common(reach, outside(place))
            entered += [place for place in places if place.sort == "repeat" and not goes_up(step)]
            walks.append(self._step_about(step, places, compiler))
        for place in entered:
            self._depend("rows", place.level.key, outside(place), reach)
        for place in places:
            if place.slot is not None:
                self._depend("value", place.slot.number, place.slot.level, reach)
                self._depend("relevant", place.slot.number, place.slot.level, reach)

        def walk(focus: Any) -> Sequence[Any]:
            nodes = start(focus)
            for step in walks:
                nodes = step(nodes, focus)
            return nodes

        return Code("nodes", walk)

    def _start_of(self, path: Path, compiler: Compiler) -> tuple[Callable[[Any], Sequence[Any]], frozenset[Node]]:
        if path.start is not None:
            self.walks = True
            try:
                return compiler.code(path.start).nodes(), self._places(path.start)
            finally:
                self.walks = False
        if path.absolute:
            root = self.scope_at(self.schema.levels[ROOT])
            return lambda focus: (root(focus).parent,), frozenset({self.schema.document})
        if self.inner is not None:
            return lambda focus: (focus.node,), self.inner
        here = self.standing()
        return lambda focus: (here(focus),), frozenset({self.here})

    def _step_about(self, step: Step, places: frozenset[Node], compiler: Compiler) -> Callable[[Any, Any], Any]:
        around, self.inner = self.inner, places
        try:
            return self.step(step, compiler)
        finally:
            self.inner = around

    def _places(self, expression: Expression) -> frozenset[Node]:
        if self.inner is not None and isinstance(expression, Path) and not expression.absolute:
            return frozenset()
        return places_of(expression, self.here, self.schema.document, self.schema.names)

    # dependencies

    def depend_on_item(self, code: str) -> None:
        """Note that the expression asks where an item stands."""
        if code not in self.codes:
            raise UnknownReferenceError(code)
        self.sources[("item", code)] = None

    def depend_on_language(self) -> None:
        """Note that the expression quotes wording."""
        self.sources[("language", "")] = None

    def depend_on_moment(self) -> None:
        """Note that the expression asks for the time, the time zone or chance."""
        self.sources[("moment", "")] = None

    def depend_on_place(self, level: Level) -> None:
        """Note that the expression asks for the number of a row around it."""
        self.sources[("place", level.key)] = None

    def _depend(self, kind: str, what: object, made_in: Level, reach: Level) -> None:
        if self.schema.common(made_in, self.level) is reach:
            self.sources[(kind, what)] = None
        else:
            self.sources[(kind, what, reach.key)] = None

    def _depend_on_inside(self, way: Way) -> None:
        """Note that a group may be read as text: all that is seen inside it; of a group around the place itself, nothing."""
        if self.walks or way.node in self.here.around():
            return
        depth = way.node.level.depth
        for slot in way.node.slots():
            for level in slot.level.chain()[depth + 1 :]:
                assert level.above is not None
                self._depend("rows", level.key, level.above, way.base)
            for kind in ("value", "relevant"):
                self._depend(kind, slot.number, slot.level, way.base)

    def _depend_on_rows(self, way: Way) -> None:
        for level in way.downs:
            assert level.above is not None
            self._depend("rows", level.key, level.above, way.base)


def _same(focus: Any) -> Any:
    return focus


def _rows(scope: Callable[[Any], Any], keys: Sequence[str]) -> Callable[[Any], list[Any]]:
    """Return a closure to the rows reached through one repeat after another."""
    if len(keys) == 1:
        key = keys[0]
        return lambda focus: scope(focus).rows[key]

    def rows(focus: Any) -> list[Any]:
        found = [scope(focus)]
        for key in keys:
            found = [row for one in found for row in one.rows[key]]
        return found

    return rows

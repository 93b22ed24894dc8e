"""What names mean inside a form: `${name}` is a cell, `.` the own cell, `own` the inspector's verdict, `..` the own row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from inspector_app.form.scope import ROOT, Slot
from inspector_app.form.xpath.code import Code
from inspector_app.form.xpath.compile import Compiler
from inspector_app.form.xpath.error import XPathError
from inspector_app.form.xpath.tree import Call, Expression, Filter, Path, Text

# What an expression can depend on: ("value", slot number), also "relevant", "required" and "violation" of a slot,
# ("rows", repeat), ("item", code), ("gate", number).
Key = tuple[str, Any]


class UnknownReferenceError(XPathError):
    """`${name}` where no question or repeat has that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no question {name!r}")
        self.name = name


@dataclass(frozen=True, slots=True)
class _CellCode(Code):
    """The code of one cell, with conversions that read the cell directly."""

    index: int = field(kw_only=True)
    own_scope: bool = field(kw_only=True)

    def number(self) -> Callable[[Any], float]:
        index = self.index
        if self.own_scope:
            return lambda focus: focus.cells[index].number
        return lambda focus: focus.root.cells[index].number

    def string(self) -> Callable[[Any], str]:
        index = self.index
        if self.own_scope:
            return lambda focus: focus.cells[index].text
        return lambda focus: focus.root.cells[index].text

    def boolean(self) -> Callable[[Any], bool]:
        cell = self.run
        return lambda focus: bool(cell(focus).truth)


class FormNames:
    """Names as seen from one scope, by one question (`.`) and one item (`own`); gathers what they depend on."""

    def __init__(
        self,
        slots: Mapping[str, Slot],
        codes: tuple[str, ...],
        repeats: frozenset[str] = frozenset(),
        scope: str = ROOT,
        here: Slot | None = None,
        own: Slot | None = None,
    ) -> None:
        self.slots = slots
        self.codes = codes
        self.scope = scope
        self.here = here
        self.own = own
        self.repeats = repeats
        self.sources: dict[Key, None] = {}
        self.references: dict[str, None] = {}
        self.uses_own = False

    def reference(self, name: str) -> Code:
        """Return the code of `${name}`: this row's cell, the form's cell, or all rows' cells; of a repeat, its rows."""
        slot = self.slots.get(name)
        if slot is not None:
            self.references[name] = None
            return self._cell(slot)
        if name not in self.repeats:
            raise UnknownReferenceError(name)
        self.sources[("rows", name)] = None
        return Code("nodes", lambda focus: focus.root.rows[name])

    def path(self, path: Path, compiler: Compiler) -> Code:
        """Return the code of `.` or `own`; other paths are not read in forms yet."""
        match [(step.axis, step.test, step.predicates) for step in path.steps]:
            case [("self", "node()", ())] if self.here is not None and not path.absolute and path.start is None:
                return self._here(self.here)
            case [("child", "own", ())] if self.own is not None and not path.absolute and path.start is None:
                self.uses_own = True
                verdict = self._cell(self.own).string()
                return Code("boolean", lambda focus: verdict(focus) == "pass")
        raise XPathError("a path stands where a form needs ${name}")

    def filter(self, expression: Filter, compiler: Compiler) -> Code:
        """Refuse predicates."""
        raise XPathError("predicates are not read in forms yet")

    def call(self, call: Call, compiler: Compiler) -> Code | None:
        """Return the code of the calls that only a form can answer."""
        match call.name:
            case "item-state":
                return self._item_state(_literals(call, 1, 1))
            case "count-items":
                return self._count_items(_literals(call, 1, 2))
            case "once" if self.here is not None and len(call.arguments) == 1:
                return _once(self._here(self.here), compiler.code(call.arguments[0]))
            case "position" if len(call.arguments) == 1 and _is_parent(call.arguments[0]):
                if not self.scope:
                    raise XPathError("position(..) stands outside a repeat")
                self.sources[("rows", self.scope)] = None
                return Code("number", lambda focus: float(1 + focus.root.rows[focus.name].index(focus)))
        return None

    def _here(self, slot: Slot) -> Code:
        # the question's own value is no dependency: a constraint is checked, a calculation runs on other news
        return self._cell_code(slot)

    def _cell(self, slot: Slot) -> Code:
        self.sources[("value", slot.number)] = None
        if slot.scope not in (ROOT, self.scope):
            self.sources[("rows", slot.scope)] = None
            self.sources[("relevant", slot.number)] = None
            name, index = slot.scope, slot.index
            return Code(
                "nodes", lambda focus: [cell for row in focus.root.rows[name] if (cell := row.cells[index]).relevant]
            )
        return self._cell_code(slot)

    def _cell_code(self, slot: Slot) -> Code:
        index = slot.index
        if slot.scope == self.scope:
            return _CellCode("node", lambda focus: focus.cells[index], index=index, own_scope=True)
        return _CellCode("node", lambda focus: focus.root.cells[index], index=index, own_scope=False)

    def _item_state(self, literals: list[str]) -> Code:
        code = literals[0]
        if code not in self.codes:
            raise UnknownReferenceError(code)
        self.sources[("item", code)] = None
        return Code("string", lambda focus: focus.environment.item_state(code))

    def _count_items(self, literals: list[str]) -> Code:
        states = frozenset(literals[0].split())
        excepted = frozenset(literals[1].split() if len(literals) > 1 else ())
        for code in excepted:
            if code not in self.codes:
                raise UnknownReferenceError(code)
        for code in self.codes:
            if code not in excepted:
                self.sources[("item", code)] = None
        return Code("number", lambda focus: focus.environment.count_items(states, excepted))


def _once(own: Code, first: Code) -> Code:
    held, text = own.string(), first.string()
    return Code("string", lambda focus: held(focus) or text(focus))


def _is_parent(expression: Expression) -> bool:
    return isinstance(expression, Path) and [(s.axis, s.test) for s in expression.steps] == [("parent", "node()")]


def _literals(call: Call, least: int, most: int) -> list[str]:
    found = [argument.value for argument in call.arguments if isinstance(argument, Text)]
    if len(found) != len(call.arguments) or not least <= len(found) <= most:
        raise XPathError(f"{call.name}() takes quoted text only")
    return found

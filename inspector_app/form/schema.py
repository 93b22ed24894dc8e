"""The shape of a form's answers: a tree of groups, repeats and questions, and the levels (the form, rows) their cells live in."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from inspector_app.form.canonical import NUMERIC
from inspector_app.form.definition import Field, Form, Question

ROOT = ""
Sort = Literal["document", "root", "group", "repeat", "question"]


class Node:
    """One place in the shape. It can be walked as an XML element can: `parent`, `children`, `name`, `kind`."""

    __slots__ = ("below", "children", "kind", "level", "name", "order", "parent", "path", "slot", "sort")

    attributes: Sequence["Node"] = ()

    def __init__(self, sort: Sort, name: str, parent: "Node | None", order: int) -> None:
        self.sort = sort
        self.kind = "document" if sort == "document" else "element"
        self.name = name
        self.parent = parent
        self.order = order
        self.path: str = "" if parent is None else f"{parent.path}/{name}"
        self.children: list[Node] = []
        self.below: dict[str, Node] = {}
        self.slot: Slot | None = None
        self.level: Level
        if parent is not None:
            parent.children.append(self)
            parent.below[name] = self

    def slots(self) -> "Iterator[Slot]":
        """Yield the slots at and below this place."""
        if self.slot is not None:
            yield self.slot
        for child in self.children:
            yield from child.slots()

    def around(self) -> "Iterator[Node]":
        """Yield this place and those around it, innermost first."""
        yield self
        if self.parent is not None:
            yield from self.parent.around()

    def child(self, name: str) -> "Node | None":
        """Return the child of that name, a prefix passed over."""
        return self.below.get(name) or self.below.get(name.rpartition(":")[2])


class Level:
    """Where cells live together: the form itself (key "") or the rows of one repeat, inside the level `above`.

    `gates` counts the gates of its scopes; `node_gate` is that of the repeat itself, -1 for none.
    """

    __slots__ = ("above", "depth", "gates", "inner", "key", "node", "node_gate", "slots")

    def __init__(self, key: str, node: Node, above: "Level | None") -> None:
        self.key = key
        self.node = node
        self.above = above
        self.depth: int = 0 if above is None else above.depth + 1
        self.slots: list[Slot] = []
        self.gates = 0
        self.node_gate = -1
        self.inner: list[Level] = []
        if above is not None:
            above.inner.append(self)

    def chain(self) -> list["Level"]:
        """Return the levels from the form down to this one."""
        return [self] if self.above is None else [*self.above.chain(), self]


class Gate(NamedTuple):
    """Whether a part of the form is open: its number among all gates, its level and its place among that level's gates."""

    number: int
    level: Level
    place: int


class Slot:
    """Where a question's cells stand: its level, its place among the level's cells, its gate (-1: none) and how far up."""

    __slots__ = (
        "asked_as_held",
        "gate",
        "gate_index",
        "gate_up",
        "index",
        "level",
        "node",
        "number",
        "numeric",
        "question",
        "scope",
        "tail",
        "tallied",
    )

    def __init__(self, question: Question, number: int, node: Node) -> None:
        self.question = question
        self.number = number
        self.node = node
        self.level = node.level
        self.scope = node.level.key
        self.index = len(node.level.slots)
        self.gate = self.gate_index = -1
        self.gate_up = 0
        self.tallied = False
        self.asked_as_held = False
        self.numeric = question.value_type in NUMERIC
        self.tail = question.path[len(node.level.node.path) :]
        node.slot = self
        node.level.slots.append(self)

    def behind(self, gate: Gate) -> None:
        """Put the slot's cells behind a gate of their level or of one above."""
        self.gate, self.gate_index = gate.number, gate.place
        self.gate_up = self.level.depth - gate.level.depth


class Schema:
    """The shape of one form: `root`, its levels by key, slots by question name, and what `${name}` can name."""

    def __init__(self, form: Form) -> None:
        self.document = Node("document", "", None, 0)
        self._homes: dict[str, Node] = {}
        self._count = 0
        self.root = self._node("root", form.top[1:], self.document)
        self.levels: dict[str, Level] = {ROOT: Level(ROOT, self.root, None)}
        self.document.level = self.root.level = self.levels[ROOT]
        self.names: dict[str, Node] = {}
        self.slots: dict[str, Slot] = {}
        self.numbered: list[Slot] = []
        self.gates: dict[Node, Gate] = {}
        self.gate_levels: list[Level] = []
        self.fields: dict[Node, Field] = {}
        for repeat in form.repeats:
            self._repeat(f"{form.top}/{repeat.name}", repeat.name)
        for part in form.parts:
            if part.field.type == "repeat":
                self.fields[self._repeat(part.path, part.name)] = part.field
            elif part.field.is_part:
                self.names[part.name] = self.at(part.path)
                self.fields[self.names[part.name]] = part.field
            else:
                self.at(part.path, "question")
        for question in form.questions:
            self._question(question)

    def common(self, one: Level, other: Level) -> Level:
        """Return the innermost level that holds both."""
        while one is not other:
            if one.depth >= other.depth:
                assert one.above is not None
                one = one.above
            else:
                assert other.above is not None
                other = other.above
        return one

    def level_of(self, key: tuple[Any, ...]) -> Level:
        """Return the level in whose scopes a dependency key changes."""
        kind, what = key[:2]
        if kind in ("value", "held", "relevant", "required", "violation", "readonly"):
            slot: Slot = self.numbered[what]
            return slot.level
        if kind == "rows":
            above = self.levels[what].above
            assert above is not None
            return above
        if kind == "place":
            return self.levels[what]
        level: Level = self.gate_levels[what] if kind == "gate" else self.levels[ROOT]
        return level

    def find(self, path: str) -> Node | None:
        """Return the place of an absolute path, or None."""
        node: Node | None = self.document
        for name in path.split("/")[1:]:
            node = None if node is None else node.child(name)
        return None if node is self.document else node

    def add_gate(self, level: Level, node: Node | None = None) -> Gate:
        """Return a new gate in a level, that of a place where it is one's own."""
        gate = Gate(len(self.gate_levels), level, level.gates)
        level.gates += 1
        self.gate_levels.append(level)
        if node is not None:
            self.gates[node] = gate
            if node.sort == "repeat":
                level.node_gate = gate.place
        return gate

    def gate_around(self, node: Node | None) -> Gate | None:
        """Return the nearest gate at or around a place."""
        while node is not None:
            if node in self.gates:
                return self.gates[node]
            node = node.parent
        return None

    def at(self, path: str, sort: Sort = "group") -> Node:
        """Return the place of a path, made (with the groups it lies in) where it is new."""
        around, _, name = path.rpartition("/")
        home = self._homes.get(around)
        if home is None or name in home.below:
            node = self._walked(path, sort)
        else:
            node = self._node(sort, name, home)
            node.level = home.level
        if node.parent is not None:
            self._homes[around] = node.parent
        return node

    def _walked(self, path: str, sort: Sort) -> Node:
        node = self.root
        steps = path[len(self.root.path) :].split("/")[1:]
        for number, name in enumerate(steps, 1):
            found = node.below.get(name)
            if found is None:
                found = self._node(sort if number == len(steps) else "group", name, node)
                found.level = node.level
            node = found
        return node

    def _node(self, sort: Sort, name: str, parent: Node) -> Node:
        self._count += 1
        return Node(sort, name, parent, self._count)

    def _repeat(self, path: str, key: str) -> Node:
        node = self.at(path, "repeat")
        node.sort = "repeat"
        if key not in self.levels:
            self.levels[key] = node.level = Level(key, node, node.level)
        self.names[key] = node
        return node

    def _question(self, question: Question) -> None:
        # unknown repeats and doubled names are for the checks to report
        if question.name in self.slots or question.repeat not in self.levels:
            return
        node = self.at(question.path, "question")
        if node.slot is None:
            node.sort = "question"
            self.slots[question.name] = Slot(question, len(self.slots), node)
            self.numbered.append(self.slots[question.name])
            self.names[question.name] = node

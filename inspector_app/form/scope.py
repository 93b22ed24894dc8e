"""The live side of a form being filled: scopes (the form itself, or one row of a repeat) and the groups in them."""

from collections.abc import Iterator, Sequence
from typing import Any

from inspector_app.form.cells import Cell
from inspector_app.form.schema import Level, Node, Slot
from inspector_app.form.tally import Tally
from inspector_app.form.xpath.focus import Focus
from inspector_app.form.xpath.values import Environment, to_number


class Scope(Focus):
    """The cells of the form itself, or of one row. `above` is the scope around a row; `rows` those of the repeats inside.

    `place` is a row's number from 1, `gates` whether each part of it is open, `serial` grows with every scope made.
    It can be walked as an XML element.
    """

    __slots__ = (
        "above",
        "cells",
        "gates",
        "groups",
        "key",
        "level",
        "path",
        "place",
        "root",
        "row",
        "rows",
        "serial",
        "tallies",
    )

    kind = "element"
    attributes: Sequence[Any] = ()

    def __init__(
        self, environment: Environment, level: Level, row: str = "", above: "Scope | None" = None, serial: int = 0
    ) -> None:
        super().__init__(environment)
        self.level = level
        self.key = level.key
        self.row = row
        self.above = above
        self.root: Scope = above.root if above is not None else self
        self.path: str = level.node.path
        if above is not None:
            self.path = f"{above.path}{level.node.path[len(above.level.node.path) :]}[{row}]"
        self.place = 1
        self.serial = serial
        self.gates = [True] * level.gates
        self.rows: dict[str, list[Scope]] = {inner.key: [] for inner in level.inner}
        self.groups: dict[Node, Group] = {}
        self.tallies: dict[int, Tally] = {}
        self.cells: list[Cell] = [Cell(slot, self) for slot in level.slots]

    def up(self, steps: int) -> "Scope":
        """Return the scope so many above."""
        scope = self
        for _ in range(steps):
            assert scope.above is not None
            scope = scope.above
        return scope

    def tally(self, slot: Slot) -> Tally:
        """Return the tally of a question over the rows of a repeat directly below, made when first asked for."""
        found = self.tallies.get(slot.number)
        if found is None:
            found = self.tallies[slot.number] = Tally(row.cells[slot.index] for row in self.rows[slot.scope])
        return found

    def inside(self, node: Any, position: int, size: int) -> Focus:
        """Return the focus for a predicate."""
        return Inner(self.environment, node, position, size, self)

    @property
    def is_open(self) -> bool:
        """Whether a row is relevant, as far as its repeat says so."""
        return self.level.node_gate < 0 or self.gates[self.level.node_gate]

    @property
    def name(self) -> str:
        """The name of its node."""
        return self.level.node.name

    local_name = name

    @property
    def text(self) -> str:
        """All texts inside."""
        return "".join(child.text for child in self.children)

    def as_number(self, environment: Environment) -> float:
        """The number the text stands for."""
        return to_number(self.text, environment)

    @property
    def parent(self) -> Any:
        """What is around a row, or around the form."""
        parent = self.level.node.parent
        assert parent is not None
        return Document(self) if self.above is None else self.above.container(parent)

    @property
    def children(self) -> list[Any]:
        """What is relevant inside, in order."""
        return list(self.inside_of(self.level.node))

    @property
    def order(self) -> tuple[int, ...]:
        """Where it stands in document order."""
        return () if self.above is None else (*self.above.order, self.level.node.order, self.place)

    @property
    def document(self) -> Any:
        """The answers as a document."""
        return self.root.parent

    def container(self, node: Node) -> Any:
        """Return what stands at a place of this scope that is no question: itself or a group."""
        if node is self.level.node:
            return self
        if node.sort == "document":
            return self.root.parent
        group = self.groups.get(node)
        if group is None:
            group = self.groups[node] = Group(node, self)
        return group

    def inside_of(self, node: Node) -> Iterator[Any]:
        """Yield what is relevant directly below a place."""
        for child in node.children:
            if child.slot is not None:
                cell = self.cells[child.slot.index]
                if cell.relevant:
                    yield cell
            elif child.sort == "repeat":
                yield from (row for row in self.rows[child.level.key] if row.is_open)
            else:
                yield self.container(child)


class Group:
    """A group of the form in one scope, as an XML element."""

    __slots__ = ("node", "scope")

    kind = "element"
    attributes: Sequence[Any] = ()

    def __init__(self, node: Node, scope: Scope) -> None:
        self.node = node
        self.scope = scope

    @property
    def name(self) -> str:
        """The name of its node."""
        return self.node.name

    local_name = name

    @property
    def text(self) -> str:
        """All texts inside."""
        return "".join(child.text for child in self.children)

    def as_number(self, environment: Environment) -> float:
        """The number the text stands for."""
        return to_number(self.text, environment)

    @property
    def parent(self) -> Any:
        """The group or row around it."""
        assert self.node.parent is not None
        return self.scope.container(self.node.parent)

    @property
    def children(self) -> list[Any]:
        """What is relevant inside, in order, every row of a repeat by itself."""
        return list(self.scope.inside_of(self.node))

    @property
    def order(self) -> tuple[int, ...]:
        """Where it stands in document order."""
        return (*self.scope.order, self.node.order, 0)

    @property
    def document(self) -> Any:
        """The answers as a document."""
        return self.scope.document


class Document:
    """The answers as an XML document: one root element."""

    __slots__ = ("scope",)

    kind = "document"
    name = local_name = text = ""
    parent = None
    attributes: Sequence[Any] = ()
    order = (-1,)

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    @property
    def children(self) -> list[Scope]:
        """The root element."""
        return [self.scope]

    @property
    def document(self) -> "Document":
        """Itself."""
        return self

    @property
    def root(self) -> "Document":
        """Where absolute paths start."""
        return self


class Inner(Focus):
    """The focus inside a predicate: one node, and the scope the expression stands in (`origin`)."""

    __slots__ = ("origin",)

    def __init__(self, environment: Environment, node: Any, position: int, size: int, origin: Scope) -> None:
        super().__init__(environment, node, position, size)
        self.origin = origin

    def inside(self, node: Any, position: int, size: int) -> Focus:
        """Return the focus for a predicate inside the predicate."""
        return Inner(self.environment, node, position, size, self.origin)

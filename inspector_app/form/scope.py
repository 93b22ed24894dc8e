"""The live side of a form being filled: scopes (the form itself, or one row of a repeat) and the cells in them."""

import math
from typing import Any

from inspector_app.form.canonical import NUMERIC
from inspector_app.form.definition import Question
from inspector_app.form.xpath.focus import Focus
from inspector_app.form.xpath.values import Environment, to_number

ROOT = ""


class Slot:
    """Where a question's cells stand: its scope ("" or a repeat), its place among the scope's cells, its gate."""

    __slots__ = ("gate", "index", "number", "numeric", "question", "scope")

    def __init__(self, question: Question, number: int, index: int, gate: int) -> None:
        self.question = question
        self.number = number
        self.scope = question.repeat
        self.index = index
        self.gate = gate
        self.numeric = question.type in NUMERIC

    def path_in(self, row: str) -> str:
        """Return the path of the slot's cell in a row ("" for the form itself)."""
        if not row:
            return self.question.path
        above, _, name = self.question.path.rpartition("/")
        return f"{above}[{row}]/{name}"


class Cell:
    """One answer in being.

    `held` is what was entered or computed; `text` and `number` are what expressions see: nothing while not relevant.
    `violation` is "", "required", "constraint" or "type".
    """

    __slots__ = ("held", "number", "path", "readonly", "relevant", "required", "scope", "slot", "text", "violation")

    def __init__(self, slot: Slot, scope: "Scope") -> None:
        self.slot = slot
        self.scope = scope
        self.path = slot.path_in(scope.row)
        self.held = ""
        self.text = ""
        self.number = math.nan
        self.relevant = True
        self.required = False
        self.readonly = False
        self.violation = ""

    def refresh(self) -> bool:
        """Derive `text` and `number` from what is held and relevant; tell whether they changed."""
        text = self.held if self.relevant else ""
        if text == self.text:
            return False
        self.text = text
        self.number = to_number(text, self.scope.environment) if text else math.nan
        return True

    def as_number(self, environment: Environment) -> float:
        """The number the text stands for."""
        return self.number

    @property
    def truth(self) -> bool:
        """Whether the answer says anything: a number other than zero, or any text."""
        return self.number == self.number and self.number != 0 if self.slot.numeric else self.text != ""


class Scope(Focus):
    """The cells of the form itself, or of one row. A row knows the root; the root knows the rows of each repeat."""

    __slots__ = ("cells", "gates", "name", "root", "row", "rows")

    def __init__(self, environment: Environment, name: str, row: str = "", root: "Scope | None" = None) -> None:
        super().__init__(environment)
        self.name = name
        self.row = row
        self.root: Scope = root if root is not None else self
        self.cells: list[Cell] = []
        self.gates: list[bool] = []
        self.rows: dict[str, list[Scope]] = {}

    @property
    def text(self) -> str:
        """A row has no text of its own."""
        return ""

    def as_number(self, environment: Environment) -> float:
        """A row is no number."""
        return math.nan

    def inside(self, node: Any, position: int, size: int) -> Focus:
        """Return the focus for a predicate; a form's expressions have none yet."""
        raise NotImplementedError("predicates inside a form")

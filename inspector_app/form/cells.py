"""One answer in being: what is held, what expressions see of it, and what is wrong with it."""

import math
from collections.abc import Sequence
from typing import Any

from inspector_app.form.schema import Slot
from inspector_app.form.xpath.values import Environment, to_number


class Cell:
    """One answer.

    `held` is what was entered or computed; `text` and `number` are what expressions see: nothing while not relevant, and of
    chosen names only those on offer (`offered`, None where every choice of the list is). `violation` is "", "required",
    "constraint" or "type". It can be walked as an XML element.
    """

    __slots__ = (
        "held",
        "number",
        "offered",
        "readonly",
        "relevant",
        "required",
        "scope",
        "slot",
        "tallied",
        "text",
        "violation",
    )

    kind = "element"
    children: Sequence[Any] = ()
    attributes: Sequence[Any] = ()

    def __init__(self, slot: Slot, scope: Any) -> None:
        self.slot = slot
        self.scope = scope  # the Scope it stands in; scopes import cells, not cells scopes
        self.held = ""
        self.text = ""
        self.number = math.nan
        self.relevant = True
        self.required = False
        self.readonly = False
        self.violation = ""
        self.offered: frozenset[str] | None = None
        self.tallied: float | None = None  # the number that the tally of all rows counts it as

    def refresh(self) -> bool:
        """Derive `text` and `number` from what is held, offered and relevant; tell whether they changed."""
        text = self.held if self.relevant else ""
        if self.offered is not None and text and text not in self.offered:  # one name may have a space in it
            text = " ".join(name for name in text.split() if name in self.offered)
        if text == self.text:
            return False
        self.text = text
        self.number = to_number(text, self.scope.environment) if text else math.nan
        if self.slot.tallied:
            self.touch()
        return True

    def touch(self) -> None:
        """Tell the tally of all rows, where one is kept, that the number or its relevance changed."""
        tally = self.scope.above.tallies.get(self.slot.number)
        if tally is not None:
            tally.touched.append(self)

    def as_number(self, environment: Environment) -> float:
        """The number the text stands for."""
        return self.number

    @property
    def truth(self) -> bool:
        """Whether the answer says anything: a number other than zero, or any text."""
        return self.number == self.number and self.number != 0 if self.slot.numeric else self.text != ""

    @property
    def path(self) -> str:
        """The path of the cell, rows by id."""
        return f"{self.scope.path}{self.slot.tail}"

    @property
    def name(self) -> str:
        """The name of its node."""
        return self.slot.node.name

    local_name = name

    @property
    def parent(self) -> Any:
        """The group or row around it."""
        assert self.slot.node.parent is not None
        return self.scope.container(self.slot.node.parent)

    @property
    def order(self) -> tuple[int, ...]:
        """Where it stands in document order."""
        return (*self.scope.order, self.slot.node.order, 0)

    @property
    def document(self) -> Any:
        """The answers as a document."""
        return self.scope.document

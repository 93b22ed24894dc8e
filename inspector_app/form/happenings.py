"""What happens when something else does: values set by events, rows made by a count, choices coming and going on offer."""

import math
from collections.abc import Sequence

from inspector_app.form.cells import Cell
from inspector_app.form.names import Key
from inspector_app.form.offers import Offer
from inspector_app.form.schema import Level, Slot
from inspector_app.form.scope import Scope
from inspector_app.form.tasks import NOTHING, Run, computed_text, made_by_holding
from inspector_app.form.xpath.code import Code


class Happening:
    """A value set when a question changes (`trigger`, setvalue on xforms-value-changed). Runs on news only, never at the start.

    `after` is what its expression reads: to be computed before, but no reason to run.
    """

    def __init__(self, slot: Slot, triggers: Sequence[Key], after: Sequence[Key], code: Code | None) -> None:
        self.scope = slot.scope
        self.index = slot.index
        self.value = None if code is None else code.value()
        self.sources = triggers
        self.after = after
        self.makes = made_by_holding(slot)

    def run(self, scope: Scope) -> tuple[Key, ...]:
        """Set the value, asked for or not."""
        cell = scope.cells[self.index]
        before = cell.held
        if set_value(cell, self.value, scope):
            return self.makes
        return NOTHING if cell.held == before else self.makes[1:]

    def failed(self, scope: Scope) -> tuple[Key, ...]:
        """Leave what stands there."""
        return NOTHING


class AimedHappening:
    """A value set in the questions that a path with predicates finds when another question changes."""

    def __init__(
        self, level: Level, makes: Sequence[Key], triggers: Sequence[Key], target: Run, value: Run | None
    ) -> None:
        self.scope = level.key
        self.target = target
        self.value = value
        self.sources = triggers
        self.makes = tuple(makes)

    def run(self, scope: Scope) -> tuple[Key, ...]:
        """Set the values; whoever holds them tells what that changes."""
        for cell in self.target(scope):
            scope.environment.live.assign(cell, self.value)  # type: ignore[attr-defined]
        return NOTHING

    def failed(self, scope: Scope) -> tuple[Key, ...]:
        """Leave what stands there."""
        return NOTHING


EVENTS = (Happening, AimedHappening)


def set_value(cell: Cell, value: Run | None, focus: Scope) -> bool:
    """Hold what an expression yields; tell whether what is seen changed."""
    held = "" if value is None else computed_text(cell.slot.question.value_type, value(focus), focus.environment)
    if held == cell.held:
        return False
    cell.held = held
    return cell.refresh()


class CountTask:
    """Makes and removes rows so that there are as many as an expression says."""

    def __init__(self, level: Level, sources: Sequence[Key], count: Run) -> None:
        assert level.above is not None
        self.scope = level.above.key
        self.level = level
        self.count = count
        self.sources = sources
        self.makes: tuple[Key, ...] = (("rows", level.key),)

    def run(self, scope: Scope) -> tuple[Key, ...]:
        """Bring the rows to the number wanted (what that changes is told by whoever makes the rows)."""
        wanted = self.count(scope)
        rows = 0.0 if math.isnan(wanted) else wanted  # a count that is no number yet asks for no rows
        scope.environment.live.set_count(scope, self.level, rows)  # type: ignore[attr-defined] # Filling's own environment
        return NOTHING

    def failed(self, scope: Scope) -> tuple[Key, ...]:
        """Leave the rows, which hold answers."""
        return NOTHING


class OfferTask:
    """Which choices are on offer where that depends on answers: what is chosen and not on offer is kept but not seen."""

    def __init__(self, slot: Slot, sources: Sequence[Key], offer: Offer) -> None:
        self.scope = slot.scope
        self.index = slot.index
        self.offer = offer
        self.sources = sources
        self.makes: tuple[Key, ...] = (("value", slot.number),)

    def run(self, scope: Scope) -> tuple[Key, ...]:
        """Put the choices on offer."""
        return self._set(scope.cells[self.index], self.offer.names(scope))

    def failed(self, scope: Scope) -> tuple[Key, ...]:
        """Offer nothing."""
        return self._set(scope.cells[self.index], frozenset())

    def _set(self, cell: Cell, offered: frozenset[str]) -> tuple[Key, ...]:
        cell.offered = offered
        return self.makes if cell.refresh() else NOTHING

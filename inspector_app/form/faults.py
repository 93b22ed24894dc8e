"""Expressions that could not be evaluated in a running filling: noted with their place, the rest of the form goes on."""

from typing import NamedTuple

from inspector_app.form.names import Key
from inspector_app.form.schema import Slot
from inspector_app.form.scope import Scope

_PARTS = {
    "value": "calculation",
    "held": "calculation",
    "violation": "constraint",
    "gate": "relevant",
    "item": "judge",
    "rows": "repeat_count",
}


class Fault(NamedTuple):
    """One expression that failed: where it runs, what it should have made, and why it could not."""

    scope: Scope
    key: Key
    reason: str

    @property
    def part(self) -> str:
        """The column of the form in which the expression stands, as far as what it makes tells."""
        return _PARTS.get(self.key[0], str(self.key[0]))


class Faults:
    """The faults of one filling (`found`), mostly none. A task's fault stands until the task runs well."""

    def __init__(self) -> None:
        self.found: dict[tuple[object, int], Fault] = {}

    def note(self, whose: object, scope: Scope, key: Key, error: Exception) -> None:
        """Note that what `whose` computes in a scope failed."""
        self.found[whose, scope.serial] = Fault(scope, key, str(error) or type(error).__name__)

    def clear(self, whose: object, scope: Scope) -> None:
        """Note that it works again."""
        self.found.pop((whose, scope.serial), None)

    def note_setting(self, slot: Slot, scope: Scope, error: Exception) -> None:
        """Note that a value to be set in a question (a default, an event's) could not be computed."""
        self.note(("set", slot.number), scope, ("value", slot.number), error)

    def standing(self) -> list[Fault]:
        """Return the faults in rows that are still there, as they came."""
        return [fault for fault in self.found.values() if _is_there(fault.scope)]


def _is_there(scope: Scope) -> bool:
    while scope.above is not None:
        if scope.place == 0:
            return False
        scope = scope.above
    return True

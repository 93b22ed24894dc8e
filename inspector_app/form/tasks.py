"""What is computed again when something it depends on changed: gates, relevance, calculations, requirements, violations.

A task runs in one scope and returns the keys of what it changed there. The order of running is the plan's.
"""

import math
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from inspector_app.form.canonical import SELECTS, fits
from inspector_app.form.cells import Cell
from inspector_app.form.definition import Question
from inspector_app.form.names import Key
from inspector_app.form.scale import Scale
from inspector_app.form.schema import Gate, Slot
from inspector_app.form.scope import Scope
from inspector_app.form.xpath.code import Code
from inspector_app.form.xpath.functions.dates import date as to_date
from inspector_app.form.xpath.values import Environment, number_of, number_text, text_of

_COMPUTED = re.compile(r"\$\{|^[a-z-]+\(")
Run = Callable[[Any], Any]
# A question of these types holds a number as its text says it.
_AS_COMPUTED = frozenset({"calculate", "text", "hidden"})
NOTHING: tuple[Key, ...] = ()


class Task(Protocol):
    """One thing to compute: `sources` are the keys it depends on, `makes` those it may change, `scope` where it runs."""

    @property
    def scope(self) -> str:
        """ "" or the repeat in whose rows it runs."""

    @property
    def sources(self) -> Sequence[Key]:
        """What it depends on."""

    @property
    def makes(self) -> Sequence[Key]:
        """What it may change."""

    def run(self, scope: Scope) -> tuple[Key, ...]:
        """Compute in one scope; return the keys of what changed."""

    def failed(self, scope: Scope) -> tuple[Key, ...]:
        """Take what stands where the expression cannot be evaluated; return the keys of what changed."""


class Stages(NamedTuple):
    """The stages a part of the form is for, and the question that says what stages the school has."""

    slot: Slot
    wanted: frozenset[str]

    def has(self, root: Scope) -> bool:
        """Tell whether the school has one of the stages, or its stages are unknown."""
        has = root.cells[self.slot.index].text
        return not has or not self.wanted.isdisjoint(has.split())


class GateTask:
    """Whether a section, group, row or item is open. While an attribute it asks about is unknown it is open, to be asked."""

    def __init__(
        self,
        gate: Gate,
        sources: Sequence[Key],
        parent: Gate | None,
        condition: Run | None,
        asks: Sequence[Slot] = (),
        stages: Stages | None = None,
    ) -> None:
        self.scope = gate.level.key
        self.index = gate.place
        self.parent = -1 if parent is None else parent.place
        self.parent_up = 0 if parent is None else gate.level.depth - parent.level.depth
        self.number = gate.number
        self.condition = condition
        self.asks = [slot.index for slot in asks]
        self.stages = stages
        self.makes: tuple[Key, ...] = (("gate", gate.number),)
        above: list[Key] = [] if parent is None else [("gate", parent.number)]
        attributes: list[Key] = [("value", slot.number) for slot in (*asks, *(stages[:1] if stages else ()))]
        self.sources = (*sources, *above, *attributes)

    def run(self, scope: Scope) -> tuple[Key, ...]:
        """Open or close the gate."""
        return self._set(scope, self._may_open(scope) and self._holds(scope))

    def failed(self, scope: Scope) -> tuple[Key, ...]:
        """Leave it to what is around: better asked for nothing than hidden."""
        return self._set(scope, self._may_open(scope))

    def _may_open(self, scope: Scope) -> bool:
        above = self.parent < 0 or scope.up(self.parent_up).gates[self.parent]
        return above and (self.stages is None or self.stages.has(scope))

    def _set(self, scope: Scope, is_open: bool) -> tuple[Key, ...]:
        if is_open == scope.gates[self.index]:
            return NOTHING
        scope.gates[self.index] = is_open
        return self.makes

    def _holds(self, scope: Scope) -> bool:
        if self.condition is None or self.condition(scope):
            return True
        return any(not scope.cells[index].text for index in self.asks)


class RelevanceTask:
    """Whether a question is relevant: its gate is open and its own expression holds."""

    def __init__(self, slot: Slot, sources: Sequence[Key], condition: Run | None) -> None:
        self.scope = slot.scope
        self.index = slot.index
        self.gate = slot.gate_index
        self.gate_up = slot.gate_up
        self.condition = condition
        above: tuple[Key, ...] = (("gate", slot.gate),) if slot.gate >= 0 else ()
        self.sources = (*sources, *above)
        self.makes: tuple[Key, ...] = (("relevant", slot.number), ("value", slot.number))

    def run(self, scope: Scope) -> tuple[Key, ...]:
        """Set relevance; what a question that is not relevant holds is kept but not seen."""
        is_open = self.gate < 0 or scope.up(self.gate_up).gates[self.gate]
        return self._set(scope, is_open and (self.condition is None or self.condition(scope)))

    def failed(self, scope: Scope) -> tuple[Key, ...]:
        """Ask the question where its part is open."""
        return self._set(scope, self.gate < 0 or scope.up(self.gate_up).gates[self.gate])

    def _set(self, scope: Scope, relevant: bool) -> tuple[Key, ...]:
        cell = scope.cells[self.index]
        if relevant == cell.relevant:
            return NOTHING
        cell.relevant = relevant
        if cell.slot.tallied:
            cell.touch()
        return self.makes if cell.refresh() else self.makes[:1]


def made_by_holding(slot: Slot) -> tuple[Key, ...]:
    """Return what changes when a question holds something else: what is seen, and what is held where anyone asks for it."""
    seen: tuple[Key, ...] = (("value", slot.number),)
    return (*seen, ("held", slot.number)) if slot.asked_as_held else seen


class CalculationTask:
    """The value of a question that is computed."""

    def __init__(self, slot: Slot, sources: Sequence[Key], code: Code) -> None:
        self.scope = slot.scope
        self.index = slot.index
        self.value = code.value()
        self.type = slot.question.value_type
        self.number = code.number() if slot.numeric or (code.kind == "number" and self.type in _AS_COMPUTED) else None
        self.whole = self.type == "integer"
        self.sources = sources
        self.makes = made_by_holding(slot)

    def run(self, scope: Scope) -> tuple[Key, ...]:
        """Compute and hold the value."""
        cell = scope.cells[self.index]
        if self.number is not None:
            return self._run_number(cell, self.number(scope))
        return self._hold(cell, computed_text(self.type, self.value(scope), scope.environment))

    def failed(self, scope: Scope) -> tuple[Key, ...]:
        """Hold nothing."""
        return self._hold(scope.cells[self.index], "")

    def _hold(self, cell: Cell, held: str) -> tuple[Key, ...]:
        if held == cell.held:
            return NOTHING
        cell.held = held
        return self.makes if cell.refresh() else self.makes[1:]

    def _run_number(self, cell: Cell, number: float) -> tuple[Key, ...]:
        """Hold a number without reading its text again: most of what a form computes is numbers."""
        if number == cell.number:
            return NOTHING
        held = _number_text(number, self.whole)
        if held == cell.held:
            return NOTHING
        cell.held = held
        if not cell.relevant:
            return self.makes[1:]
        cell.text = held
        cell.number = math.nan if not held else float(int(number)) if self.whole else number
        if cell.slot.tallied:
            cell.touch()
        return self.makes


class RequiredTask:
    """Whether a question must be answered; nothing is asked of an item that the inspector called not applicable."""

    def __init__(self, slot: Slot, sources: Sequence[Key], condition: Run | None, verdict: Slot | None) -> None:
        self.scope = slot.scope
        self.index = slot.index
        self.condition = condition
        self.verdict = -1 if verdict is None else verdict.index
        asked: tuple[Key, ...] = () if verdict is None else (("value", verdict.number),)
        self.sources = (*sources, *asked)
        self.makes: tuple[Key, ...] = (("required", slot.number),)

    def run(self, scope: Scope) -> tuple[Key, ...]:
        """Set whether an answer is required."""
        required = (self.verdict < 0 or scope.root.cells[self.verdict].text != "na") and (
            self.condition is None or bool(self.condition(scope))
        )
        return self._set(scope, required)

    def failed(self, scope: Scope) -> tuple[Key, ...]:
        """Require nothing."""
        return self._set(scope, False)

    def _set(self, scope: Scope, required: bool) -> tuple[Key, ...]:
        cell = scope.cells[self.index]
        if required == cell.required:
            return NOTHING
        cell.required = required
        return self.makes


class ReadonlyTask:
    """Whether a question can be answered."""

    def __init__(self, slot: Slot, sources: Sequence[Key], condition: Run) -> None:
        self.scope = slot.scope
        self.index = slot.index
        self.condition = condition
        self.sources = sources
        self.makes: tuple[Key, ...] = (("readonly", slot.number),)

    def run(self, scope: Scope) -> tuple[Key, ...]:
        """Set whether the question is read-only."""
        return self._set(scope, bool(self.condition(scope)))

    def failed(self, scope: Scope) -> tuple[Key, ...]:
        """Let it be answered."""
        return self._set(scope, False)

    def _set(self, scope: Scope, readonly: bool) -> tuple[Key, ...]:
        cell = scope.cells[self.index]
        if readonly == cell.readonly:
            return NOTHING
        cell.readonly = readonly
        return self.makes


class ViolationTask:
    """Whether an answer is in order: of its type, satisfying its constraint (checked only when there is one), not missing."""

    def __init__(
        self,
        slot: Slot,
        sources: Sequence[Key],
        constraint: Run | None,
        choices: frozenset[str] | None,
        scale: Scale | None = None,
    ) -> None:
        self.scope = slot.scope
        self.index = slot.index
        self.constraint = constraint
        # None: nothing listed to compare with, what is chosen comes from what is on offer
        self.type = "" if choices is None and slot.question.type in SELECTS else slot.question.type
        self.choices = choices or frozenset()
        self.scale = scale
        number = slot.number
        self.sources = (("value", number), ("relevant", number), ("required", number), *sources)
        self.makes: tuple[Key, ...] = (("violation", number),)

    def run(self, scope: Scope) -> tuple[Key, ...]:
        """Set what the answer violates."""
        cell = scope.cells[self.index]
        violation = self._violation(scope, cell.text) if cell.relevant else ""
        if not violation and cell.relevant and cell.required and not cell.text:
            violation = "required"
        return self._set(cell, violation)

    def failed(self, scope: Scope) -> tuple[Key, ...]:
        """Hold nothing against an answer that cannot be checked."""
        return self._set(scope.cells[self.index], "")

    def _set(self, cell: Cell, violation: str) -> tuple[Key, ...]:
        if violation == cell.violation:
            return NOTHING
        cell.violation = violation
        return self.makes

    def _violation(self, scope: Scope, text: str) -> str:
        if not text:
            return ""
        if not fits(self.type, text, self.choices) or (self.scale is not None and not self.scale.has(text)):
            return "type"
        return "" if self.constraint is None or self.constraint(scope) else "constraint"


def computed_text(type_: str, value: Any, environment: Environment) -> str:
    """Return a computed value as the canonical text of a type; a number that is none becomes ""."""
    if type_ in ("integer", "decimal", "range"):
        if isinstance(value, str) and not value:
            return ""
        return _number_text(number_of(value, environment), type_ == "integer")
    if type_ in ("date", "dateTime") and isinstance(value, float):
        moment = str(to_date(environment, value))
        return "" if moment == "Invalid Date" else moment[:10] if type_ == "date" else moment
    if isinstance(value, float) and not math.isfinite(value):
        return ""  # what is no number is no answer, as in ODK's engines
    return text_of(value)


def _number_text(number: float, whole: bool) -> str:
    if number != number or number in (math.inf, -math.inf):
        return ""
    return str(int(number)) if whole else number_text(number)


def has_default_expression(question: Question) -> bool:
    """Tell whether a default is computed when the question comes into being, not taken as written."""
    return looks_computed(question.field.default)


def looks_computed(default: str) -> bool:
    """Tell whether a default is an expression: it names a question or begins with a call."""
    return _COMPUTED.search(default) is not None

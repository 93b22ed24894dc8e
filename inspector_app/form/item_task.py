"""Where an item stands: unchecked, na, fail, partial or pass, from the verdict, its fields, its judge and its score."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from inspector_app.form.definition import Item, Rectify
from inspector_app.form.names import Key
from inspector_app.form.results import Standing, State, severity
from inspector_app.form.schema import Gate, Slot
from inspector_app.form.scope import Scope
from inspector_app.form.tasks import NOTHING, Run, Stages

UNCHECKED = Standing("unchecked")


class Rules(NamedTuple):
    """The compiled expressions of an item; `asks` are the attributes that may not be unknown for na_when."""

    judge: Run | None
    own: bool
    score: Run | None
    na_when: Run | None
    asks: Sequence[Slot]
    grades: Sequence[Run]
    rectifies: Sequence[Run]
    minimum: Run | None
    stages: Stages | None = None


class ItemTask:
    """Computes one item's standing, kept in `scope.environment.standings`."""

    def __init__(
        self,
        item: Item,
        gate: Gate,
        verdict: Slot,
        na_reason: Slot,
        fields: Sequence[Slot],
        shared: Sequence[Slot],
        rules: Rules,
        sources: Sequence[Key],
    ) -> None:
        self.scope = ""
        self.item = item
        self.gate = gate.place
        self.verdict = verdict.index
        self.na_reason = na_reason.index
        self.rules = rules
        self.entered = [slot.index for slot in fields if not slot.question.field.calculation]
        self.checked = [slot.index for slot in (*shared, *fields)]
        self.makes: tuple[Key, ...] = (("item", item.code),)
        watched: list[Key] = [("gate", gate.number), ("value", verdict.number), ("value", na_reason.number)]
        for slot in (*shared, *fields):
            watched += [("value", slot.number), ("violation", slot.number), ("relevant", slot.number)]
        if item.repeat:
            watched.append(("rows", item.repeat))
        if rules.stages is not None:
            watched.append(("value", rules.stages.slot.number))
        self.sources = (*watched, *(("value", slot.number) for slot in rules.asks), *sources)

    def run(self, scope: Scope) -> tuple[Key, ...]:
        """Compute the standing."""
        return self._set(scope, self.standing(scope))

    def failed(self, scope: Scope) -> tuple[Key, ...]:
        """Leave the item unchecked: it was not judged."""
        return self._set(scope, UNCHECKED)

    def _set(self, scope: Scope, standing: Standing) -> tuple[Key, ...]:
        return self.makes if scope.environment.set_standing(self.item.code, standing) else NOTHING  # type: ignore[attr-defined]

    def standing(self, root: Scope) -> Standing:
        """Return where the item stands now."""
        rules = self.rules
        if not root.gates[self.gate]:
            return Standing("na", "skipped" if rules.stages is None or rules.stages.has(root) else "stage")
        verdict = root.cells[self.verdict].text
        if verdict == "na":
            # a reason is compulsory (domain/forms/README.md): without one the item is not set aside, it is still missing
            return Standing("na", "inspector") if root.cells[self.na_reason].text.strip() else UNCHECKED
        if (
            rules.na_when is not None
            and rules.na_when(root)
            and all(root.cells[slot.index].text for slot in rules.asks)
        ):
            return Standing("na", "na_when")
        if rules.own and verdict == "fail":
            return self._found(root, "fail", 0.0)
        if (rules.own and verdict != "pass") or not self._complete(root):
            return UNCHECKED
        return self._judged(root)

    def _judged(self, root: Scope) -> Standing:
        rules = self.rules
        if rules.judge is not None and not rules.judge(root):
            return self._found(root, "fail", 0.0)
        if rules.score is None:
            return Standing("pass", fraction=1.0)
        fraction: float = rules.score(root)
        if fraction != fraction:
            return UNCHECKED
        fraction = round(fraction, 12)
        if fraction >= 1:
            return Standing("pass", fraction=1.0)
        return self._found(root, "partial", fraction) if fraction > 0 else self._found(root, "fail", 0.0)

    def _complete(self, root: Scope) -> bool:
        if self.item.repeat:
            rows = root.rows[self.item.repeat]
            return len(rows) >= self._minimum(root) and all(self._filled(row.cells) for row in rows)
        return self._filled(root.cells)

    def _minimum(self, root: Scope) -> float:
        minimum: float = self.rules.minimum(root) if self.rules.minimum is not None else 1.0
        return minimum if minimum == minimum else 1.0

    def _filled(self, cells: Sequence[Any]) -> bool:
        """Tell whether nothing is missing or wrong, and, where nothing is required, that something was entered."""
        required = self.rules.own or not self.entered
        for index in self.checked:
            cell = cells[index]
            if cell.violation:
                return False
            required = required or (cell.required and cell.relevant)
        return required or any(cells[index].text for index in self.entered)

    def _found(self, root: Scope, state: State, fraction: float) -> Standing:
        grade, why = self._grade(root)
        return Standing(state, "", fraction, grade, self._rectify(root), why)

    def _grade(self, root: Scope) -> tuple[str, int]:
        """Return the grade and which grade_when made it (-1: the item's own): an exception first, then what raises it."""
        grade, why = self.item.grade, -1
        holding = [place for place, when in enumerate(self.rules.grades) if when(root)]
        for place in holding:
            if self.item.grade_when[place].lowers:
                grade, why = self.item.grade_when[place].grade, place
                break
        for place in holding:
            rule = self.item.grade_when[place]
            if not rule.lowers and severity(rule.grade) > severity(grade):
                grade, why = rule.grade, place
        return grade, why

    def _rectify(self, root: Scope) -> Rectify:
        for rule, when in zip(self.item.rectify_when, self.rules.rectifies, strict=True):
            if when(root):
                return rule.rectify
        return self.item.rectify

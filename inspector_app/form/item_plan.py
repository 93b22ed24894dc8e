"""The task of one checklist item: its judge, score and rules compiled, and the school attributes it has to ask for."""

from collections.abc import Iterable, Sequence

from inspector_app.form.calls import FormNames
from inspector_app.form.definition import Field, Form, Item
from inspector_app.form.expressions import Expressions
from inspector_app.form.item_task import ItemTask, Rules
from inspector_app.form.places import Places
from inspector_app.form.schema import Gate, Schema, Slot
from inspector_app.form.tasks import Run, Stages


class ItemPlan:
    """Makes the tasks of items; `unknown` are the attributes each asks for, `late` those it asks for once it failed."""

    def __init__(self, form: Form, schema: Schema, expressions: Expressions, places: Places) -> None:
        self.form = form
        self.schema = schema
        self.expressions = expressions
        self.places = places
        self.unknown: dict[str, tuple[Slot, ...]] = {}
        self.late: dict[str, tuple[Slot, ...]] = {}
        self.stage = next((schema.slots[field.name] for field in form.context if field.source == "school.stages"), None)

    def stages(self, item: Item) -> Stages | None:
        """Return the stages an item is for, None where it is for all or the form does not know the school's."""
        return Stages(self.stage, frozenset(item.applies)) if item.applies and self.stage is not None else None

    def task(self, item: Item, gate: Gate) -> ItemTask:
        """Return the task of an item behind its gate."""
        place = self.places.item(item.code)
        verdict = self.schema.slots[f"{item.name}_verdict"]
        names = self.expressions.names(own=verdict)
        code = self.expressions.code
        judge = code(item.judged_by, names, (*place, "judge"))
        score = code(item.score, names, (*place, "score"))
        na_names = self.expressions.names()
        na_when = code(item.na_when, na_names, (*place, "na_when"))
        late = self.expressions.names()
        grades = [
            code(rule.when, late, (*place, "grade_when", index, "when")) for index, rule in enumerate(item.grade_when)
        ]
        ways = [
            code(rule.when, late, (*place, "rectify_when", index, "when"))
            for index, rule in enumerate(item.rectify_when)
        ]
        minimum_names = self.expressions.names()
        minimum = self._minimum(item, minimum_names)
        rules = Rules(
            None if judge is None else judge.boolean(),
            names.uses_own,
            None if score is None else score.number(),
            None if na_when is None else na_when.boolean(),
            self.expressions.attributes(na_names.references),
            [code.boolean() for code in grades if code is not None],
            [code.boolean() for code in ways if code is not None],
            minimum,
            self.stages(item),
        )
        fields = self._of(f"{item.name}_", item.fields)
        shared = self._of(f"{item.repeat}_", self.form.repeat(item.repeat).fields) if self._repeats(item) else []
        sources = (*names.sources, *na_names.sources, *late.sources, *minimum_names.sources)
        self.unknown[item.code] = self._asked_for(item, (names, na_names, minimum_names), fields)
        asked = self.expressions.attributes(late.references)
        self.late[item.code] = tuple(slot for slot in asked if slot not in self.unknown[item.code])
        reason = self.schema.slots[f"{item.name}_na_reason"]
        return ItemTask(item, gate, verdict, reason, fields, shared, rules, sources)

    def _repeats(self, item: Item) -> bool:
        return bool(item.repeat) and item.repeat in self.schema.levels

    def _of(self, stem: str, fields: Iterable[Field]) -> list[Slot]:
        slots = self.schema.slots
        return [slots[stem + field.name] for field in fields if stem + field.name in slots]

    def _minimum(self, item: Item, names: FormNames) -> Run | None:
        if not self._repeats(item):
            return None
        repeat = self.form.repeat(item.repeat)
        code = self.expressions.code(repeat.minimum, names, (*self.places.repeat(repeat.name), "minimum"))
        return None if code is None else code.number()

    def _asked_for(self, item: Item, names: Sequence[FormNames], fields: Sequence[Slot]) -> tuple[Slot, ...]:
        """Return the attributes that anything about the item asks for, in the order of the form's context."""
        section = self.form.section_of(item.code)
        references = {name for gathered in names for name in gathered.references}
        for expression in (section.relevant, item.relevant):
            references |= set(self.expressions.references_in(expression))
        for slot in fields:
            field = slot.question.field
            for expression in (field.relevant, field.required, field.constraint, field.calculation):
                references |= set(self.expressions.references_in(expression))
        found = {slot.number: slot for slot in self.expressions.attributes(references)}
        if self.stage is not None and item.applies:
            listed = self.form.choices.get(self.stage.question.list_name, ())
            if set(item.applies) < {choice.name for choice in listed}:
                found[self.stage.number] = self.stage
        return tuple(found[number] for number in sorted(found))

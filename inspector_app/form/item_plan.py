"""The task of one checklist item: its judge, score and rules compiled, and the school attributes it has to ask for."""

from collections.abc import Iterable, Sequence

from inspector_app.form.calls import FormNames
from inspector_app.form.definition import Field, Form, Item
from inspector_app.form.expressions import Expressions
from inspector_app.form.item_task import ItemTask, Rules
from inspector_app.form.places import Places
from inspector_app.form.schema import Schema, Slot
from inspector_app.form.tasks import GateTask, Run


class ItemPlan:
    """Makes the tasks of items; `unknown` are the attributes each asks for, `stages` names the question of the stages."""

    def __init__(self, form: Form, schema: Schema, expressions: Expressions) -> None:
        self.form = form
        self.schema = schema
        self.expressions = expressions
        self.places = Places(form)
        self.unknown: dict[str, tuple[Slot, ...]] = {}
        self.stages = next((field.name for field in form.context if field.source == "school.stages"), "")

    def task(self, item: Item, gate: GateTask) -> ItemTask:
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
        )
        fields = self._of(f"{item.name}_", item.fields)
        shared = self._of(f"{item.repeat}_", self.form.repeat(item.repeat).fields) if self._repeats(item) else []
        sources = (*names.sources, *na_names.sources, *late.sources, *minimum_names.sources)
        self.unknown[item.code] = self._asked_for(item, (names, na_names, minimum_names), fields)
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
        if item.applies and self.stages and set(item.applies) < self._all_stages():
            found[self.schema.slots[self.stages].number] = self.schema.slots[self.stages]
        return tuple(found[number] for number in sorted(found))

    def _all_stages(self) -> set[str]:
        question = self.schema.slots[self.stages].question
        return {choice.name for choice in self.form.choices.get(question.list_name, ())}

"""The tasks of one question: relevance, calculation, requirement, read-only, choices on offer, violations, set values."""

from collections.abc import Iterator

from inspector_app.form.canonical import NUMERIC, POINTS, SELECTS
from inspector_app.form.definition import Action, Choice, Form, Question
from inspector_app.form.expressions import Compiled, Expressions
from inspector_app.form.happenings import AimedHappening, Happening, OfferTask
from inspector_app.form.instances import Instances
from inspector_app.form.mistake import Place
from inspector_app.form.names import Key
from inspector_app.form.offers import ChangingOffer, Offer, itemset_of, listed, named_instances, parameters
from inspector_app.form.places import Places
from inspector_app.form.scale import scale_of
from inspector_app.form.schema import Schema, Slot
from inspector_app.form.tasks import (
    CalculationTask,
    ReadonlyTask,
    RelevanceTask,
    RequiredTask,
    Run,
    Task,
    ViolationTask,
    has_default_expression,
    made_by_holding,
)

CHECKED = frozenset({"date", "time", "dateTime"}) | NUMERIC | POINTS | SELECTS


class QuestionPlan:
    """Makes the tasks of questions, what each select offers, and the computed defaults, each when first asked for."""

    def __init__(
        self, form: Form, schema: Schema, expressions: Expressions, instances: Instances, places: Places
    ) -> None:
        self.form = form
        self.schema = schema
        self.expressions = expressions
        self.instances = instances
        self.places = places
        self._offers: dict[int, Offer | None] = {}
        self._itemsets: dict[int, Compiled] = {}
        self._defaults: dict[int, Run | None] = {}

    def tasks(self, slot: Slot) -> Iterator[Task]:
        """Yield the tasks of one question."""
        place = self.places.question(slot.question)
        relevant = self._relevance(slot, (*place, "relevant"))
        if relevant is not None or slot.gate >= 0:
            sources, condition = ((), None) if relevant is None else (relevant.sources, relevant.code.boolean())
            yield RelevanceTask(slot, sources, condition)
        yield from self._value(slot, place)
        yield from self._required(slot, place)
        yield from self._readonly(slot, place)
        yield from self._offered(slot)
        yield from self._violation(slot, place)

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """Return the choices of a plain list, or the verdicts an item can have."""
        return listed(self.form, question)

    def offer(self, slot: Slot) -> Offer | None:
        """Return what a select offers, None for questions of other types."""
        if slot.number not in self._offers:
            self._offers[slot.number] = self._offer(slot) if slot.question.type in SELECTS else None
        return self._offers[slot.number]

    def default(self, slot: Slot) -> Run | None:
        """Return the computed default of a question, None where it has none."""
        if slot.number not in self._defaults:
            place = (*self.places.question(slot.question), "default")
            compiled = self._compiled(slot, slot.question.field.default, place)
            self._defaults[slot.number] = None if compiled is None else compiled.code.value()
        return self._defaults[slot.number]

    def happening(self, action: Action, target: Slot, place: Place) -> Happening | AimedHappening | None:
        """Return the task of a value set when a question changes."""
        source = self.schema.find(action.source)
        if source is None or source.slot is None:
            return None
        triggers = (("value", source.slot.number),)
        if "[" not in action.target:
            return self._happening(target, triggers, action.value, place)
        aim = self._compiled(source.slot, action.target, place)
        value = self.expressions.compiled(action.value, target.level, target.node, place)
        if aim is None:
            return None
        run = None if value is None else value.code.value()
        return AimedHappening(source.level, made_by_holding(target), triggers, aim.code.nodes(), run)

    def _relevance(self, slot: Slot, place: Place) -> Compiled | None:
        """Return the compiled relevance; one that asks for the own answer (`.` too) is a circle, as JavaRosa says."""
        expression = slot.question.field.relevant
        found = self._compiled(slot, expression, place)
        if found is None or not self.expressions.asks_itself(expression):
            return found
        return Compiled(found.code, (*found.sources, ("value", slot.number)))

    def _value(self, slot: Slot, place: Place) -> Iterator[Task]:
        field = slot.question.field
        if field.trigger:
            names = self.expressions.references_in(field.trigger.replace(",", "+"))
            triggers = tuple(("value", self.schema.slots[name].number) for name in names if name in self.schema.slots)
            made = self._happening(slot, triggers, field.calculation, (*place, "calculation"))
            if made is not None:
                yield made
        elif field.calculation:
            calculation = self._compiled(slot, field.calculation, (*place, "calculation"))
            if calculation is not None:
                yield CalculationTask(slot, calculation.sources, calculation.code)
        if has_default_expression(slot.question):
            self.default(slot)

    def _happening(self, slot: Slot, triggers: tuple[Key, ...], value: str, place: Place) -> Happening | None:
        compiled = self._compiled(slot, value, place)
        if compiled is None:
            return None if value else Happening(slot, triggers, (), None)
        return Happening(slot, triggers, compiled.sources, compiled.code)

    def _required(self, slot: Slot, place: Place) -> Iterator[Task]:
        question = slot.question
        if question.role == "na_reason":
            verdict = self.schema.slots[f"{self.form.item(question.item).name}_verdict"]
            index = verdict.index
            condition: Run = lambda focus: focus.root.cells[index].text == "na"  # noqa: E731
            yield RequiredTask(slot, (("value", verdict.number),), condition, None)
            return
        compiled = self._compiled(slot, _truth(question.field.required), (*place, "required"))
        if compiled is not None:
            asked = self.schema.slots[f"{self.form.item(question.item).name}_verdict"] if question.item else None
            yield RequiredTask(slot, compiled.sources, compiled.code.boolean(), asked)

    def _readonly(self, slot: Slot, place: Place) -> Iterator[Task]:
        """Yield the task of being read-only: by its own expression or that of a part around it."""
        own = self._compiled(slot, _truth(slot.question.field.readonly), (*place, "readonly"))
        found = [] if own is None else [own]
        node = slot.node.parent
        while node is not None:
            field = self.schema.fields.get(node)
            if field is not None and field.readonly:
                where = (*self.places.field(field), "readonly")
                above = self.expressions.compiled(_truth(field.readonly), slot.level, node, where)
                found += [] if above is None else [above]
            node = node.parent
        if found:
            conditions = [one.code.boolean() for one in found]
            sources = tuple(key for one in found for key in one.sources)
            yield ReadonlyTask(slot, sources, lambda focus: any(condition(focus) for condition in conditions))

    def _offer(self, slot: Slot) -> Offer:
        question = slot.question
        itemset = itemset_of(question, self.form)
        if itemset is None:
            return Offer(self.choices(question))
        key = "choice_filter" if question.field.choice_filter else "itemset"
        compiled = self._compiled(slot, itemset.nodes, (*self.places.question(question), key))
        if compiled is None:
            return Offer(())
        self._itemsets[slot.number] = compiled
        return ChangingOffer(compiled.code.nodes(), itemset, self.instances, self.form.texts)

    def _offered(self, slot: Slot) -> Iterator[Task]:
        offer = self.offer(slot)
        # while the file of the choices is not there, what was chosen elsewhere still stands
        if isinstance(offer, ChangingOffer) and not any(
            self.instances.missing(name) for name in named_instances(offer.itemset)
        ):
            yield OfferTask(slot, self._itemsets[slot.number].sources, offer)

    def _violation(self, slot: Slot, place: Place) -> Iterator[Task]:
        question, field = slot.question, slot.question.field
        constraint = self._compiled(slot, field.constraint, (*place, "constraint"))
        asked = field.required or constraint is not None or question.role == "na_reason"
        if field.is_computed or not (question.type in CHECKED or asked):
            return
        sources, run = ((), None) if constraint is None else (constraint.sources, constraint.code.boolean())
        offer = self.offer(slot)
        listed = None if isinstance(offer, ChangingOffer) or offer is None else offer.listed_names
        scale = scale_of(parameters(field)) if question.type == "range" else None
        yield ViolationTask(slot, sources, run, listed, scale)

    def _compiled(self, slot: Slot, expression: str, place: Place) -> Compiled | None:
        return self.expressions.compiled(expression, slot.level, slot.node, place)


def _truth(expression: str) -> str:
    return f"{expression}()" if expression in ("true", "false") else expression

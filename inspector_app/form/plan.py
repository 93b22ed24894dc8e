"""A form made ready to be filled: every expression compiled, every dependency known, every task in its order."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from inspector_app.form.definition import Action, Choice, Field, Form, Item, StartRow
from inspector_app.form.expressions import Expressions
from inspector_app.form.graph import CycleError, Listener, listeners, ordered
from inspector_app.form.happenings import EVENTS, CountTask
from inspector_app.form.instances import Instances
from inspector_app.form.item_plan import ItemPlan
from inspector_app.form.mistake import Mistake, Place, mistake
from inspector_app.form.names import Key
from inspector_app.form.offers import Offer
from inspector_app.form.places import Places
from inspector_app.form.question_plan import QuestionPlan
from inspector_app.form.ready import Ready, slots_by_item
from inspector_app.form.schema import ROOT, Gate, Level, Node, Schema, Slot
from inspector_app.form.tasks import GateTask, Run, Stages, Task, has_default_expression
from inspector_app.form.xpath.compile import Compiler
from inspector_app.form.xpath.error import XPathError
from inspector_app.form.xpath.parser import parse

_PREDICATE = re.compile(r"\[[^\]]*\]")
FIRST_LOAD, LOAD, NEW_ROW = "odk-instance-first-load", "odk-instance-load", "odk-new-repeat"
CHANGED, FINISHED = "xforms-value-changed", "xforms-revalidate"


class Setting(NamedTuple):
    """A value set when the form is opened or finished or a row is added: which question, in rows of which level, to what."""

    slot: Slot
    level: Level
    value: Run | None


Owner = Callable[[], Iterator[Task]]


class Plan:
    """What a filling runs on. Made once per form; holds no answers.

    `slots` by full name, `tasks` in order of running (None: not made yet, see `task`), `listeners` key → who listens,
    `of_level` the ranks of what is computed in each level, `settings` event → values set then, `starts` the rows of a fresh
    form and `counted` the repeats an expression counts, `mistakes` all that is wrong (a plan with mistakes is not to be
    filled). With what was kept of an earlier plan (`ready`), tasks are made when they are first run.
    """

    def __init__(self, form: Form, ready: Ready | None = None) -> None:
        self.form = form
        self.places = Places(form)
        self.schema = Schema(form)
        self.slots = self.schema.slots
        self.instances = Instances(form)
        self.expressions = Expressions(form, self.schema, self.instances)
        self.mistakes: list[Mistake] = self.expressions.mistakes
        self.ready = ready
        self.item_gates: dict[str, Gate] = {}
        self.starts: dict[str, tuple[StartRow, ...]] = {}
        self.counted: set[str] = set()
        self.settings: dict[str, list[Setting]] = {FIRST_LOAD: [], LOAD: [], NEW_ROW: [], FINISHED: []}
        self._questions = QuestionPlan(form, self.schema, self.expressions, self.instances, self.places)
        self._items = ItemPlan(form, self.schema, self.expressions, self.places)
        self._quoted: dict[tuple[str, Node], Callable[[Any], str] | None] = {}
        self._owners: list[Owner] = []
        self._ranks: dict[int, list[tuple[int, int]]] = {}
        self._lay_out()
        self.defaulted: dict[str, list[Slot]] = {}
        for slot in self.slots.values():
            if has_default_expression(slot.question):
                self.defaulted.setdefault(slot.scope, []).append(slot)
        self.tasks: list[Task | None]
        self.order: Sequence[tuple[int, int]]
        self.listeners: Mapping[Key, tuple[Listener, ...]]
        self.of_level: Mapping[str, Sequence[int]]
        self.unknown: Mapping[str, tuple[Slot, ...]]
        self.late: Mapping[str, tuple[Slot, ...]]
        if ready is None:
            self._make_all()
        else:
            self.tasks, self.order = [None] * len(ready.order), ready.order
            self.listeners, self.of_level = dict(ready.listeners), ready.levels
            self.unknown = slots_by_item(ready.unknown, self.schema.numbered)
            self.late = slots_by_item(ready.late, self.schema.numbered)
            for kind, what in self.listeners:
                if kind == "held":
                    self.schema.numbered[what].asked_as_held = True

    def task(self, rank: int) -> Task:
        """Return a task, made with all that its owner has when it is first asked for."""
        found = self.tasks[rank]
        if found is None:
            if not self._ranks:
                for place, (whose, number) in enumerate(self.order):
                    self._ranks.setdefault(whose, []).append((place, number))
            owner = self.order[rank][0]
            tasks = list(self._owners[owner]())
            for place, number in self._ranks[owner]:
                self.tasks[place] = tasks[number]
            found = self.tasks[rank]
            assert found is not None
        return found

    def default(self, slot: Slot) -> Run | None:
        """Return the computed default of a question."""
        return self._questions.default(slot)

    def offer(self, slot: Slot) -> Offer | None:
        """Return what a select offers, None for questions of other types."""
        return self._questions.offer(slot)

    def listed(self, slot: Slot) -> tuple[Choice, ...]:
        """Return the choices of a question's list."""
        return self._questions.choices(slot.question)

    def quoted(self, expression: str, node: Node) -> Callable[[Any], str] | None:
        """Return what a wording at a place quotes, as a closure over the place's scope; None where it cannot be read."""
        key = (expression, node)
        if key not in self._quoted:
            written = f"${{{expression}}}" if expression in self.schema.names else expression
            try:
                names = self.expressions.names(node.level, node)
                self._quoted[key] = Compiler(names).code(parse(written)).string()
            except XPathError:
                self._quoted[key] = None
        return self._quoted[key]

    # tasks

    def _make_all(self) -> None:
        """Make every task, and find their order and who listens to what."""
        made = [(task, owner, number) for owner, make in enumerate(self._owners) for number, task in enumerate(make())]
        tasks = self._in_order([task for task, _, _ in made])
        whose = {id(task): (owner, number) for task, owner, number in made}
        self.tasks, self.order = list(tasks), [whose[id(task)] for task in tasks]
        self.listeners = listeners(tasks, self.schema)
        ranks: dict[str, list[int]] = {key: [] for key in self.schema.levels}
        for rank, task in enumerate(tasks):
            if not isinstance(task, EVENTS):
                ranks[task.scope].append(rank)
        self.of_level = ranks
        self.unknown, self.late = self._items.unknown, self._items.late

    def _lay_out(self) -> None:
        """Put gates and rows in their places, and name in the order of the form who makes tasks."""
        self._lay_out_checklist()
        for part in self.form.parts:
            if part.field.is_part:
                self._lay_out_part(self.schema.at(part.path), part.field)
        for slot in self.slots.values():
            gate = self.schema.gate_around(slot.node.parent)
            if gate is not None and slot.gate < 0:
                slot.behind(gate)
        self._owners += [partial(self._questions.tasks, slot) for slot in self.slots.values()]
        self._owners += [partial(self._item, item) for item in self.form.items]
        self._owners += [
            partial(self._action, action, ("actions", number)) for number, action in enumerate(self.form.actions)
        ]

    def _lay_out_checklist(self) -> None:
        root = self.schema.levels[ROOT]
        for section in self.form.sections:
            gate = self.schema.add_gate(root)
            place = (*self.places.section(section.code), "relevant")
            self._owners.append(partial(self._gate, gate, None, section.relevant, place, section.items))
            for item in section.items:
                self.item_gates[item.code] = self.schema.add_gate(root)
                place = (*self.places.item(item.code), "relevant")
                stages = self._items.stages(item)
                own = self.item_gates[item.code]
                self._owners.append(partial(self._gate, own, gate, item.relevant, place, (item,), stages))
        for slot in self.slots.values():
            if slot.question.item:
                slot.behind(self.item_gates[slot.question.item])

    def _item(self, item: Item) -> Iterator[Task]:
        yield self._items.task(item, self.item_gates[item.code])

    def _gate(
        self,
        gate: Gate,
        above: Gate | None,
        relevant: str,
        place: Place,
        behind: Sequence[Item],
        stages: Stages | None = None,
    ) -> Iterator[Task]:
        names = self.expressions.names()
        if relevant:
            codes = {item.code for item in behind}
            names.inside = frozenset(slot.number for slot in self.slots.values() if slot.question.item in codes)
        code = self.expressions.code(relevant, names, place)
        asks = self.expressions.attributes(names.references)
        condition = None if code is None else code.boolean()
        yield GateTask(gate, tuple(names.sources), above, condition, asks, stages)

    def _lay_out_part(self, node: Node, field: Field) -> None:
        """Give a group or repeat with a relevance its gate, a repeat its rows."""
        if field.relevant:
            above = self.schema.gate_around(node.parent)
            gate = self.schema.add_gate(node.level, node)
            self._owners.append(partial(self._part, gate, above, node, field))
        if field.type != "repeat":
            return
        level = node.level
        self.starts[level.key] = (StartRow(),) if field.start is None else field.start
        if field.repeat_count and level.above is not None and node.parent is not None:
            self.starts[level.key] = ()
            self.counted.add(level.key)
            self._owners.append(partial(self._count, level, level.above, node.parent, field))

    def _part(self, gate: Gate, above: Gate | None, node: Node, field: Field) -> Iterator[Task]:
        place = (*self.places.field(field), "relevant")
        inside = frozenset(slot.number for slot in node.slots())
        relevant = self.expressions.compiled(field.relevant, node.level, node, place, inside)
        if relevant is not None:
            yield GateTask(gate, relevant.sources, above, relevant.code.boolean())

    def _count(self, level: Level, above: Level, parent: Node, field: Field) -> Iterator[Task]:
        place = (*self.places.field(field), "repeat_count")
        count = self.expressions.compiled(field.repeat_count, above, parent, place)
        if count is not None:
            yield CountTask(level, count.sources, count.code.number())

    def _action(self, action: Action, place: Place) -> Iterator[Task]:
        target = self.schema.find(_PREDICATE.sub("", action.target))
        if target is None or target.slot is None:
            found = mistake("form.unknown_reference", (*place, "target"), name=action.target, expression=action.value)
            self.mistakes.append(found)
            return
        if CHANGED in action.events:
            happening = self._questions.happening(action, target.slot, (*place, "value"))
            yield from () if happening is None else (happening,)
        value = self.expressions.compiled(action.value, target.level, target, (*place, "value"))
        source = self.schema.find(action.source) if action.source else None
        level = target.level if source is None else source.level
        for event in self.settings:
            if event in action.events:
                run = None if value is None else value.code.value()
                self.settings[event].append(Setting(target.slot, level, run))

    def _in_order(self, tasks: Sequence[Task]) -> Sequence[Task]:
        try:
            return ordered(tasks)
        except CycleError as error:
            path = " → ".join(dict.fromkeys(self.spelled(key) for key in error.path))
            first = self.spelled(error.path[0])
            self.mistakes.append(
                mistake("form.cycle", self.places.of_key(error.path[0], self.slots), path=f"{path} → {first}")
            )
            return []

    def spelled(self, key: Key) -> str:
        """Return what a key stands for, as the form names it."""
        kind, what = key[:2]
        if kind in ("rows", "place", "item"):
            return str(what)
        if kind == "gate":
            codes = [code for one in self.form.sections for code in (one.code, *(item.code for item in one.items))]
            paths = {gate.number: node.path for node, gate in self.schema.gates.items()}
            return paths.get(what) or codes[what]
        return self.schema.numbered[what].question.name

"""A form made ready to be filled: every expression compiled, every dependency known, every task in its order."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from inspector_app.form.definition import Action, Choice, Field, Form, Item, StartRow
from inspector_app.form.expressions import Expressions
from inspector_app.form.graph import CycleError, Listener, listeners, ordered
from inspector_app.form.happenings import CountTask
from inspector_app.form.instances import Instances
from inspector_app.form.item_plan import ItemPlan
from inspector_app.form.item_task import ItemTask
from inspector_app.form.mistake import Mistake, Place, mistake
from inspector_app.form.names import Key
from inspector_app.form.offers import Offer
from inspector_app.form.places import Places
from inspector_app.form.question_plan import QuestionPlan
from inspector_app.form.schema import ROOT, Gate, Level, Node, Schema, Slot
from inspector_app.form.tasks import GateTask, Run, Task
from inspector_app.form.xpath.compile import Compiler
from inspector_app.form.xpath.error import XPathError
from inspector_app.form.xpath.parser import parse

_PREDICATE = re.compile(r"\[[^\]]*\]")
FIRST_LOAD, NEW_ROW, CHANGED = "odk-instance-first-load", "odk-new-repeat", "xforms-value-changed"


class Setting(NamedTuple):
    """A value set when the form is first opened or a row is added: which question, in rows of which level, to what."""

    slot: Slot
    level: Level
    value: Run | None


class Plan:
    """What a filling runs on. Made once per form; holds no answers.

    `slots` by full name, `tasks` in order of running, `listeners` key → who listens, `settings` event → values set then,
    `starts` the rows of a fresh form and `counted` the repeats an expression counts, `mistakes` all that is wrong (a plan
    with mistakes is not to be filled).
    """

    def __init__(self, form: Form) -> None:
        self.form = form
        self.places = Places(form)
        self.schema = Schema(form)
        self.slots = self.schema.slots
        self.instances = Instances(form)
        self.expressions = Expressions(form, self.schema, self.instances)
        self.mistakes: list[Mistake] = self.expressions.mistakes
        self.items: dict[str, ItemTask] = {}
        self.starts: dict[str, tuple[StartRow, ...]] = {}
        self.counted: set[str] = set()
        self.settings: dict[str, list[Setting]] = {FIRST_LOAD: [], NEW_ROW: []}
        self._questions = QuestionPlan(form, self.schema, self.expressions, self.instances)
        self._items = ItemPlan(form, self.schema, self.expressions)
        self._quoted: dict[tuple[str, Node], Callable[[Any], str] | None] = {}
        self._tasks: list[Task] = []
        self._make_tasks()
        self.tasks: Sequence[Task] = self._in_order()
        self.listeners: Mapping[Key, tuple[Listener, ...]] = listeners(self.tasks, self.schema)
        self.of_level: dict[str, tuple[int, ...]] = {
            key: tuple(rank for rank, task in enumerate(self.tasks) if task.scope == key) for key in self.schema.levels
        }

    @property
    def unknown(self) -> Mapping[str, tuple[Slot, ...]]:
        """The attributes to ask for, by item."""
        return self._items.unknown

    @property
    def defaults(self) -> Mapping[int, Run]:
        """The computed defaults, by slot number."""
        return self._questions.defaults

    def offer(self, slot: Slot) -> Offer | None:
        """Return what a select offers, None for questions of other types."""
        return self._questions.offers.get(slot.number)

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

    def _make_tasks(self) -> None:
        item_gates = self._checklist_gates()
        for part in self.form.parts:
            if part.field.is_part:
                self._part(self.schema.at(part.path), part.field)
        for slot in self.slots.values():
            gate = self.schema.gate_around(slot.node.parent)
            if gate is not None and slot.gate < 0:
                slot.behind(gate)
        for slot in self.slots.values():
            self._tasks += self._questions.tasks(slot)
        for item in self.form.items:
            self.items[item.code] = self._items.task(item, item_gates[item.code])
            self._tasks.append(self.items[item.code])
        for number, action in enumerate(self.form.actions):
            self._action(action, ("actions", number))

    def _checklist_gates(self) -> dict[str, GateTask]:
        root = self.schema.levels[ROOT]
        behind: dict[str, list[Slot]] = {}
        for slot in self.slots.values():
            behind.setdefault(slot.question.item, []).append(slot)
        sections = {}
        for section in self.form.sections:
            place = (*self.places.section(section.code), "relevant")
            sections[section.code] = self.schema.add_gate(root)
            self._gate(sections[section.code], None, section.relevant, place)
        found = {}
        for item in self.form.items:
            gate = self.schema.add_gate(root)
            found[item.code] = self._item_gate(gate, sections[self.form.section_of(item.code).code], item)
            for slot in behind.get(item.code, ()):
                slot.behind(gate)
        return found

    def _item_gate(self, gate: Gate, above: Gate, item: Item) -> GateTask:
        stages = None
        if item.applies and self._items.stages:
            stages = (self.slots[self._items.stages], frozenset(item.applies))
        return self._gate(gate, above, item.relevant, (*self.places.item(item.code), "relevant"), stages)

    def _gate(
        self,
        gate: Gate,
        above: Gate | None,
        relevant: str,
        place: Place,
        stages: tuple[Slot, frozenset[str]] | None = None,
    ) -> GateTask:
        names = self.expressions.names()
        code = self.expressions.code(relevant, names, place)
        asks = self.expressions.attributes(names.references)
        condition = None if code is None else code.boolean()
        task = GateTask(gate, tuple(names.sources), above, condition, asks, stages)
        self._tasks.append(task)
        return task

    def _part(self, node: Node, field: Field) -> None:
        """Give a group or repeat with a relevance its gate, a repeat its rows."""
        place = self.places.field(field)
        relevant = self.expressions.compiled(field.relevant, node.level, node, (*place, "relevant"))
        if relevant is not None:
            above = self.schema.gate_around(node.parent)
            gate = self.schema.add_gate(node.level, node)
            inside = frozenset(("value", slot.number) for slot in node.slots())
            self._tasks.append(GateTask(gate, relevant.sources, above, relevant.code.boolean(), inside=inside))
        if field.type != "repeat":
            return
        level = node.level
        self.starts[level.key] = (StartRow(),) if field.start is None else field.start
        if field.repeat_count and level.above is not None and node.parent is not None:
            self.starts[level.key] = ()
            self.counted.add(level.key)
            place = (*place, "repeat_count")
            count = self.expressions.compiled(field.repeat_count, level.above, node.parent, place)
            if count is not None:
                self._tasks.append(CountTask(level, count.sources, count.code.number()))

    def _action(self, action: Action, place: Place) -> None:
        target = self.schema.find(_PREDICATE.sub("", action.target))
        if target is None or target.slot is None:
            found = mistake("form.unknown_reference", (*place, "target"), name=action.target, expression=action.value)
            self.mistakes.append(found)
            return
        if CHANGED in action.events:
            happening = self._questions.happening(action, target.slot, (*place, "value"))
            self._tasks += [] if happening is None else [happening]
        value = self.expressions.compiled(action.value, target.level, target, (*place, "value"))
        source = self.schema.find(action.source) if action.source else None
        level = target.level if source is None else source.level
        for event in (FIRST_LOAD, NEW_ROW):
            if event in action.events:
                run = None if value is None else value.code.value()
                self.settings[event].append(Setting(target.slot, level, run))

    def _in_order(self) -> Sequence[Task]:
        try:
            return ordered(self._tasks)
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
            codes = [*(section.code for section in self.form.sections), *(item.code for item in self.form.items)]
            paths = {gate.number: node.path for node, gate in self.schema.gates.items()}
            return paths.get(what) or codes[what]
        return self.schema.numbered[what].question.name

"""A form made ready to be filled: every expression compiled, every dependency known, every task in its order."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from inspector_app.form.definition import Choice, Field, Form, Item, Question
from inspector_app.form.graph import CycleError, listeners, ordered
from inspector_app.form.item_task import ItemTask, Rules
from inspector_app.form.mistake import Mistake, Place, mistake
from inspector_app.form.names import FormNames, Key, UnknownReferenceError
from inspector_app.form.places import Places
from inspector_app.form.scope import ROOT, Slot
from inspector_app.form.tasks import (
    CalculationTask,
    GateTask,
    ReadonlyTask,
    RelevanceTask,
    RequiredTask,
    Run,
    Task,
    ViolationTask,
    has_default_expression,
)
from inspector_app.form.xpath.code import Code
from inspector_app.form.xpath.compile import Compiler
from inspector_app.form.xpath.error import XPathError
from inspector_app.form.xpath.parser import parse
from inspector_app.form.xpath.tree import Reference, walk

# What a visit records by itself: never asked for as an unknown attribute of the school.
_RECORDED = frozenset({"visit.date", "visit.gate_time"})
OWN_VERDICTS = tuple(
    Choice(name, {"zh": zh, "en": en})
    for name, zh, en in (("pass", "合格", "Pass"), ("fail", "不合格", "Fail"), ("na", "不适用", "Not applicable"))
)
NA_ONLY = OWN_VERDICTS[2:]
INERT = frozenset({"note", "text", "barcode", "hidden", "calculate"})


class Plan:
    """What a filling runs on. Made once per form; holds no answers.

    `slots` by full name, `layout` slots by scope, `tasks` in order of running, `listeners` key → ranks and scopes, `unknown` item
    code → attributes to ask for, `mistakes` all that is wrong (a plan with mistakes is not to be filled).
    """

    def __init__(self, form: Form) -> None:
        self.form = form
        self.mistakes: list[Mistake] = []
        self.places = Places(form)
        self.slots: dict[str, Slot] = {}
        self.layout: dict[str, list[Slot]] = {ROOT: [], **{repeat.name: [] for repeat in form.repeats}}
        self.gates: list[GateTask] = []
        self.items: dict[str, ItemTask] = {}
        self.numbered: list[Slot] = []
        self._choice_names: dict[int, frozenset[str]] = {}
        self.unknown: dict[str, tuple[Slot, ...]] = {}
        self.defaults: dict[int, Run] = {}
        self._references: dict[str, tuple[str, ...]] = {}
        self._tasks: list[Task] = []
        self._codes = tuple(item.code for item in form.items)
        self._repeat_names = frozenset(repeat.name for repeat in form.repeats)
        self._stages = next((field.name for field in form.context if field.source == "school.stages"), "")
        self._make_slots()
        self._make_tasks()
        self.tasks: list[Task] = self._in_order()
        self.listeners: Mapping[Key, tuple[tuple[int, str], ...]] = listeners(self.tasks)
        self.of_scope: dict[str, tuple[int, ...]] = {
            scope: tuple(rank for rank, task in enumerate(self.tasks) if task.scope == scope) for scope in self.layout
        }

    # slots and gates

    def _make_slots(self) -> None:
        sections = {section.code: number for number, section in enumerate(self.form.sections)}
        first_item = len(sections)
        items = {code: first_item + number for number, code in enumerate(self._codes)}
        for question in self.form.questions:
            scope = self.layout.get(question.repeat)
            if scope is None or question.name in self.slots:
                continue  # the checks report unknown repeats and doubled names
            gate = items.get(question.item, -1)
            slot = Slot(question, len(self.slots), len(scope), gate)
            self.slots[question.name] = slot
            self.numbered.append(slot)
            scope.append(slot)

    def _make_tasks(self) -> None:
        for question in self.form.questions:
            if question.name in self.slots:
                self._note_references(question.name, question.field.calculation)
        for number, section in enumerate(self.form.sections):
            place = self.places.section(section.code)
            self._gate(number, -1, section.relevant, (*place, "relevant"), None)
        for number, item in enumerate(self.form.items, len(self.form.sections)):
            self._item_gate(number, item)
        for slot in self.slots.values():
            self._question_tasks(slot)
        for item in self.form.items:
            self._item_task(item)

    def _item_gate(self, number: int, item: Item) -> None:
        section = self.form.section_of(item.code)
        parent = next(index for index, other in enumerate(self.form.sections) if other is section)
        self._gate(number, parent, item.relevant, (*self.places.item(item.code), "relevant"), item)

    def _gate(self, number: int, parent: int, relevant: str, place: Place, item: Item | None) -> None:
        names = self._names()
        code = self._code(relevant, names, place)
        stages = None
        if item is not None and item.applies and self._stages:
            stages = (self.slots[self._stages], frozenset(item.applies))
        asks = self._attributes(names.references)
        condition = None if code is None else code.boolean()
        self.gates.append(GateTask(number, tuple(names.sources), parent, condition, asks, stages))
        self._tasks.append(self.gates[-1])

    # questions

    def _question_tasks(self, slot: Slot) -> None:
        question, field = slot.question, slot.question.field
        place = self.places.question(question)
        relevant = self._compiled(slot, "relevant", place)
        if relevant is not None or slot.gate >= 0:
            names, code = relevant or (None, None)
            condition = None if code is None else code.boolean()
            self._tasks.append(RelevanceTask(slot, tuple(names.sources) if names else (), condition))
        calculation = self._compiled(slot, "calculation", place)
        if calculation is not None:
            names, code = calculation
            self._tasks.append(CalculationTask(slot, tuple(names.sources), code))
        if has_default_expression(question):
            default = self._compiled(slot, "default", place)
            if default is not None:
                self.defaults[slot.number] = default[1].value()
        self._required(slot, place)
        readonly = self._compiled(slot, "readonly", place)
        if readonly is not None:
            self._tasks.append(ReadonlyTask(slot, tuple(readonly[0].sources), readonly[1].boolean()))
        self._violation(slot, field, place)

    def _required(self, slot: Slot, place: Place) -> None:
        question = slot.question
        if question.role == "na_reason":
            verdict = self.slots[f"{self.form.item(question.item).name}_verdict"]
            sources: tuple[Key, ...] = (("value", verdict.number),)
            index = verdict.index
            condition: Run = lambda focus: focus.root.cells[index].text == "na"  # noqa: E731
            self._tasks.append(RequiredTask(slot, sources, condition, None))
            return
        compiled = self._compiled(slot, "required", place)
        if compiled is None:
            return
        names, code = compiled
        verdict_slot = self.slots[f"{self.form.item(question.item).name}_verdict"] if question.item else None
        self._tasks.append(RequiredTask(slot, tuple(names.sources), code.boolean(), verdict_slot))

    def _violation(self, slot: Slot, field: Field, place: Place) -> None:
        question = slot.question
        constraint = self._compiled(slot, "constraint", place)
        inert = question.type in INERT and not field.required and constraint is None and question.role != "na_reason"
        if field.calculation or inert:
            return
        names, code = constraint or (None, None)
        choices = frozenset(choice.name for choice in self.choices(question))
        self._choice_names[slot.number] = choices
        run = None if code is None else code.boolean()
        self._tasks.append(ViolationTask(slot, tuple(names.sources) if names else (), run, choices))

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """Return the choices of a question: its list, or the verdicts its item can have."""
        if question.role == "verdict":
            own = "own" in self.form.item(question.item).judged_by.replace("(", " ").replace(")", " ").split()
            return OWN_VERDICTS if own else NA_ONLY
        return self.form.choices.get(question.list_name, ())

    def choice_names(self, slot: Slot) -> Collection[str]:
        """Return the names of a question's choices."""
        return self._choice_names.get(slot.number, ())

    # items

    def _item_task(self, item: Item) -> None:
        place = self.places.item(item.code)
        verdict = self.slots[f"{item.name}_verdict"]
        names = self._names(own=verdict)
        judge = self._code(item.judged_by, names, (*place, "judge"))
        score = self._code(item.score, names, (*place, "score"))
        na_names = self._names()
        na_when = self._code(item.na_when, na_names, (*place, "na_when"))
        late = self._names()
        grades = [
            self._code(rule.when, late, (*place, "grade_when", index, "when"))
            for index, rule in enumerate(item.grade_when)
        ]
        ways = [
            self._code(rule.when, late, (*place, "rectify_when", index, "when"))
            for index, rule in enumerate(item.rectify_when)
        ]
        minimum_names = self._names()
        minimum = self._minimum(item, minimum_names)
        rules = Rules(
            None if judge is None else judge.boolean(),
            names.uses_own,
            None if score is None else score.number(),
            None if na_when is None else na_when.boolean(),
            self._attributes(na_names.references),
            [code.boolean() for code in grades if code is not None],
            [code.boolean() for code in ways if code is not None],
            minimum,
        )
        fields = self._of(f"{item.name}_", item.fields)
        shared = self._of(f"{item.repeat}_", self.form.repeat(item.repeat).fields) if self._repeats(item) else []
        sources = (*names.sources, *na_names.sources, *late.sources, *minimum_names.sources)
        gate = self.gates[len(self.form.sections) + self._codes.index(item.code)]
        self.items[item.code] = ItemTask(
            item, gate, verdict, self.slots[f"{item.name}_na_reason"], fields, shared, rules, sources
        )
        self._tasks.append(self.items[item.code])
        self.unknown[item.code] = self._asked_for(item, (names, na_names, minimum_names), fields)

    def _repeats(self, item: Item) -> bool:
        return bool(item.repeat) and item.repeat in self.layout

    def _of(self, stem: str, fields: Iterable[Field]) -> list[Slot]:
        return [self.slots[stem + field.name] for field in fields if stem + field.name in self.slots]

    def _minimum(self, item: Item, names: FormNames) -> Run | None:
        if not self._repeats(item):
            return None
        repeat = self.form.repeat(item.repeat)
        code = self._code(repeat.minimum, names, (*self.places.repeat(repeat.name), "minimum"))
        return None if code is None else code.number()

    def _asked_for(self, item: Item, names: Sequence[FormNames], fields: Sequence[Slot]) -> tuple[Slot, ...]:
        """Return the attributes that anything about the item asks for, in the order of the form's context."""
        section = self.form.section_of(item.code)
        references = {name for gathered in names for name in gathered.references}
        for expression in (section.relevant, item.relevant):
            references |= set(self._references_in(expression))
        for slot in fields:
            field = slot.question.field
            for expression in (field.relevant, field.required, field.constraint, field.calculation):
                references |= set(self._references_in(expression))
        found = {slot.number: slot for slot in self._attributes(references)}
        if item.applies and self._stages and set(item.applies) < self._all_stages():
            found[self.slots[self._stages].number] = self.slots[self._stages]
        return tuple(found[number] for number in sorted(found))

    def _all_stages(self) -> set[str]:
        question = self.slots[self._stages].question
        return {choice.name for choice in self.form.choices.get(question.list_name, ())}

    # expressions

    def _names(self, scope: str = ROOT, here: Slot | None = None, own: Slot | None = None) -> FormNames:
        return FormNames(self.slots, self._codes, self._repeat_names, scope, here, own)

    def _compiled(self, slot: Slot, key: str, place: Place) -> tuple[FormNames, Code] | None:
        expression: str = getattr(slot.question.field, key)
        if expression in ("true", "false") and key in ("required", "readonly"):
            expression = f"{expression}()"
        if not expression:
            return None
        names = self._names(slot.scope, slot)
        code = self._code(expression, names, (*place, key))
        return None if code is None else (names, code)

    def _code(self, expression: str, names: FormNames, place: Place) -> Code | None:
        if not expression:
            return None
        try:
            return Compiler(names).code(parse(expression))
        except UnknownReferenceError as error:
            self.mistakes.append(mistake("form.unknown_reference", place, name=error.name, expression=expression))
        except XPathError as error:
            self.mistakes.append(mistake("form.bad_expression", place, expression=expression, reason=str(error)))
        return None

    def _note_references(self, name: str, calculation: str) -> None:
        if calculation:
            self._references[name] = self._references_in(calculation)

    def _references_in(self, expression: str) -> tuple[str, ...]:
        if not expression:
            return ()
        try:
            return tuple(dict.fromkeys(node.name for node in walk(parse(expression)) if isinstance(node, Reference)))
        except XPathError:
            return ()  # reported where it is compiled

    def _attributes(self, references: Iterable[str]) -> tuple[Slot, ...]:
        """Return the school attributes that the names lead to, through calculations, in order of the context."""
        found: dict[int, Slot] = {}
        waiting, seen = list(references), set()
        while waiting:
            name = waiting.pop()
            slot = self.slots.get(name)
            if name in seen or slot is None:
                continue
            seen.add(name)
            waiting += self._references.get(name, ())
            source = slot.question.field.source
            if source and not source.startswith("parameter.") and source not in _RECORDED:
                found[slot.number] = slot
        return tuple(found[number] for number in sorted(found))

    def _in_order(self) -> list[Task]:
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
        kind, what = key
        if kind in ("rows", "item"):
            return str(what)
        if kind == "gate":
            number = what - len(self.form.sections)
            return self._codes[number] if number >= 0 else self.form.sections[what].code
        return next(name for name, slot in self.slots.items() if slot.number == what)

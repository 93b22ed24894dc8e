"""Questions that belong to no item: a register for each question (in each row), so that two laptops collide on none other.

Rows that the form itself makes, counted ones and those a fresh form starts with, have the same identity on every laptop;
they stand in the journal only once something in them was answered.
"""

import hashlib
import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from inspector_app.actions.visit_record import VisitRecord
from inspector_app.form import Filling, Form, Question
from inspector_app.form.definition import Part
from inspector_app.form.results import RowPlace
from inspector_app.form.tasks import has_default_expression
from inspector_app.journal import Value

_ROW = re.compile(r"\[[^\]]*\]")
_LONGEST_NAME = 100  # bytes; a path of the journal has 200 in all


class Register(NamedTuple):
    """One register as it is about to be written: kind, path and value."""

    kind: str
    path: str
    value: Value


class StandingRow(NamedTuple):
    """One row as the journal has it, before its answers."""

    row: str
    place: RowPlace
    clock: int


def is_surveyed(form: Form, question: Question) -> bool:
    """Tell whether a question has a register of its own: it is in no item, in no table of the checklist, from nowhere else."""
    if question.item or question.role in ("context", "calculation"):
        return False
    return not question.repeat or question.repeat in form.surveyed


def question_path(form: Form, question: Question, row: str = "") -> str:
    """Return the register of a question that belongs to no item."""
    return f"{form.form_id}/" + (f"rows/{row}/" if row else "") + f"questions/{_step(question.name)}"


def address(form: Form, question: Question, row: str = "") -> str:
    """Return a question's path in a filling; in the row of that id when it stands in a repeat."""
    if not row:
        return question.path
    around = repeat_path(form, question.repeat)
    return f"{around}[{row}]{question.path[len(around) :]}"


def repeat_path(form: Form, repeat: str) -> str:
    """Return the path of a repeat, without rows."""
    part = _repeats(form).get(repeat)
    return part.path if part is not None else f"{form.top}/{repeat}"


def name_row(visit: str) -> Callable[[str, str, int], str]:
    """Return what names the rows that the form itself makes in a visit: the same on every laptop (RFC 9562, version 5)."""

    def named(above: str, repeat: str, number: int) -> str:
        return str(uuid.uuid5(uuid.UUID(above or visit), f"{repeat}/{number}"))

    return named


def question_register(form: Form, filling: Filling, question: Question, row: str = "") -> Register:
    """Return a question's register as the filling now has it."""
    return Register("question", question_path(form, question, row), filling.held(address(form, question, row)))


def row_registers(record: VisitRecord, form: Form, filling: Filling, row: str) -> Iterator[Register]:
    """Yield the registers of a row and of those around it that do not stand in the journal yet, outermost first."""
    place = filling.row_place(row)
    if place.parent:
        yield from row_registers(record, form, filling, place.parent)
    path = f"{form.form_id}/rows/{row}"
    if record.value(path) is None:
        yield Register("row", path, row_value(place))


def row_value(place: RowPlace) -> dict[str, Value]:
    """Return the value of a row's own register."""
    value: dict[str, Value] = {"repeat": place.repeat, "number": place.number}
    return {**value, "parent": place.parent} if place.parent else value


def self_filled(record: VisitRecord, form: Form, filling: Filling, rows: Iterable[str] | None = None) -> list[Register]:
    """Return the registers of what the form filled in that nobody wrote yet, in `rows` or, None, everywhere.

    What now(), uuid() or random() gave is another value the next time: what was shown and signed has to stand somewhere.
    """
    return _unwritten(record, form, filling, lambda one: has_default_expression(one) or is_set_by_form(form, one), rows)


def set_at_first(record: VisitRecord, form: Form, filling: Filling) -> list[Register]:
    """Return the registers of what was set when the form was first opened, as long as nothing of the form stands."""
    if not form.survey or record.paths(f"{form.form_id}/"):
        return []
    return _unwritten(record, form, filling, lambda one: is_set_by_form(form, one), [""])


def is_set_by_form(form: Form, question: Question) -> bool:
    """Tell whether the form sets a question by itself, once or when something happens: it must stand in the journal."""
    field = question.field
    return bool(field.trigger or "once(" in field.calculation or question.path in _targets(form))


def _targets(form: Form) -> frozenset[str]:
    derived = form.__dict__  # a frozen form keeps what is derived from it there, as its cached properties do
    if "_targets" not in derived:
        derived["_targets"] = frozenset(_ROW.sub("", one.target) for one in form.actions)
    found: frozenset[str] = derived["_targets"]
    return found


def _unwritten(
    record: VisitRecord, form: Form, filling: Filling, which: Callable[[Question], bool], rows: Iterable[str] | None
) -> list[Register]:
    found = []
    for question in form.questions:
        if not (is_surveyed(form, question) and which(question)):
            continue
        for row in _rows_of(filling, form, question) if rows is None else rows:
            if bool(question.repeat) != bool(row) or (row and filling.row_place(row).repeat != question.repeat):
                continue
            register = question_register(form, filling, question, row)
            if register.value and record.value(register.path) is None:
                found += [*row_registers(record, form, filling, row)] if row else []
                found.append(register)
    return list({one.path: one for one in found}.values())


def inputs(form: Form, repeat: str) -> list[Question]:
    """Return the questions of a repeat's rows that a person answers."""
    return [one for one in form.questions if one.repeat == repeat and not one.field.is_computed]


def duplicate(form: Form, filling: Filling, row: str) -> tuple[list[str], frozenset[str]]:
    """Add a copy of a row to a filling, with the rows inside it; return the new rows, the copy first, and what changed.

    Rows that the form makes by itself inside the copy take the answers of their likes.
    """
    above = filling.row_place(row).parent
    level = filling.row_place(row).repeat
    changed: set[str] = set()
    copies: list[str] = []

    def copy(source: str, around: str, repeat: str) -> None:
        place = filling.row_place(source)
        path = repeat_path(form, repeat)
        inside = filling.row_place(around).repeat if around else ""
        within = f"{repeat_path(form, inside)}[{around}]{path[len(repeat_path(form, inside)) :]}" if around else path
        there = filling.rows(within)
        made_by_form = around != above and place.number <= len(there)
        if not made_by_form and around != above and _repeats(form)[repeat].field.repeat_count:
            return
        made = there[place.number - 1] if made_by_form else filling.add_row(within, str(uuid.uuid4()))
        changed.update(filling.last_change)
        copies.append(made)
        for question in inputs(form, repeat):
            held = filling.held(address(form, question, source))
            changed.update(filling.answer(address(form, question, made), held))
        for inner in _repeats(form).values():
            if inner.repeat == repeat:
                path_of = inner.path[len(path) :]
                for one in filling.rows(f"{path}[{source}]{path_of}"):
                    copy(one, made, inner.name)

    copy(row, above, level)
    return copies, frozenset(changed)


def question_of(form: Form, path: str) -> Question | None:
    """Return the question whose register stands at a path, None for other registers."""
    head, _, step = path.partition("questions/")
    if not step or not head.startswith(f"{form.form_id}/"):
        return None
    return next((one for one in form.questions if is_surveyed(form, one) and _step(one.name) == step), None)


def answers(record: VisitRecord, form: Form) -> tuple[dict[str, str], list[dict[str, object]]]:
    """Return the survey's part of the standing values: questions by name, and its rows, each before those inside it.

    An answer whose question the form has no more is among them: what becomes of it is for the reader to say.
    """
    questions = answered(record, form.form_id, form)
    return questions, list(_Rows(record, form).given("", "")) if form.survey else []


def answered(record: VisitRecord, above: str, form: Form | None = None) -> dict[str, str]:
    """Return the answers whose registers stand below a path (a form's, a row's), by the names their questions have."""
    long = {_step(one.name): one.name for one in form.questions} if form is not None else {}
    prefix = f"{above}/questions/"
    steps = {path: path.removeprefix(prefix) for path in record.paths(prefix)}
    return {long.get(step, step.replace(":", "/")): str(record.value(path)) for path, step in steps.items()}


class _Rows:
    """The rows of a form's repeats: those that stand in the journal, and those the form makes and nobody touched yet."""

    def __init__(self, record: VisitRecord, form: Form) -> None:
        self._record, self._form = record, form
        self._name = name_row(record.visit)
        self._repeats = _repeats(form)
        self._standing: dict[tuple[str, str], list[StandingRow]] = {}
        prefix = f"{form.form_id}/rows/"
        for path in record.paths(prefix):
            row = path.removeprefix(prefix)
            value = record.mapping(path)
            repeat = str(value.get("repeat", ""))
            if "/" not in row and repeat in self._repeats:
                entry = record.entry(path)
                place = RowPlace(repeat, int(str(value.get("number", 0))), str(value.get("parent", "")))
                self._standing.setdefault((place.parent, repeat), []).append(
                    StandingRow(row, place, entry.clock if entry else 0)
                )

    def given(self, parent: str, repeat: str) -> Iterator[dict[str, object]]:
        """Yield the rows inside a row (of `repeat`; "", "" for the form), as Filling takes them."""
        for part in self._repeats.values():
            if part.repeat != repeat:
                continue
            for row, values in self._rows(parent, part):
                inside = {"parent": parent} if parent else {}
                own = answered(self._record, f"{self._form.form_id}/rows/{row}", self._form)
                yield {"id": row, "repeat": part.name, **inside, "values": values | own}
                yield from self.given(row, part.name)

    def _rows(self, parent: str, part: Part) -> Iterator[tuple[str, dict[str, str]]]:
        standing = {one.row: one for one in self._standing.get((parent, part.name), ())}
        numbers = {row: (one.place.number, one.clock, row) for row, one in standing.items()}
        values: dict[str, dict[str, str]] = {}
        if part.field.repeat_count:
            count = max((one.place.number for one in standing.values()), default=0)
            for number in range(1, count + 1):
                numbers.setdefault(self._name(parent, part.name, number), (number, 0, ""))
        else:
            starts = part.field.start
            for number in range(1, 1 + (1 if starts is None else len(starts))):
                row = self._name(parent, part.name, number)
                if row in standing or self._record.entry(f"{self._form.form_id}/rows/{row}") is None:
                    numbers.setdefault(row, (number, 0, ""))
                    values[row] = {} if starts is None else self._start(part, starts[number - 1].values)
        for row in sorted(numbers, key=lambda one: numbers[one]):
            yield row, values.get(row, {})

    def _start(self, part: Part, values: Mapping[str, str]) -> dict[str, str]:
        named = {path: self._form.by_path.get(f"{part.path}/{path}") for path in values}
        return {one.name: values[path] for path, one in named.items() if one is not None}


def _rows_of(filling: Filling, form: Form, question: Question) -> list[str]:
    """Return the rows a question stands in, [""] for one that stands in none."""
    if not question.repeat:
        return [""]
    rows = filling.answers()["rows"]
    return [str(one["id"]) for one in rows if one["repeat"] == question.repeat]


def _repeats(form: Form) -> dict[str, Part]:
    return {part.name: part for part in form.parts if part.field.type == "repeat"}


def _step(name: str) -> str:
    """Return a question's name as one step of a path: names of the same name elsewhere hold slashes, and may be long."""
    step = name.replace("/", ":")
    if len(step.encode()) <= _LONGEST_NAME:
        return step
    return (
        step.encode()[: _LONGEST_NAME - 20].decode(errors="ignore")
        + "~"
        + hashlib.sha256(step.encode()).hexdigest()[:16]
    )

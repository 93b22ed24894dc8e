"""Which register of the journal a question belongs to, and how a register's value reads back into the form (design §3).

The merge unit is one item's inputs together; in a repeat it is one item's inputs of one row, so that two people on one
building do not collide. A question that belongs to no item is a unit of its own (survey). What is computed is never written.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from inspector_app.actions import survey
from inspector_app.actions.survey import Register
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.form import Filling, Form, Question
from inspector_app.journal import Value

_ROLES = ("verdict", "na_reason", "note")
_ROW = re.compile(r"\[([^\]]*)\]")


def item_path(form: Form, code: str) -> str:
    """Return the register of an item's own inputs."""
    return f"{form.form_id}/items/{code}"


def row_path(form: Form, row: str, code: str = "") -> str:
    """Return the register of a row, or of one item's inputs in it."""
    return f"{form.form_id}/rows/{row}" + (f"/items/{code}" if code else "")


def register_of(form: Form, filling: Filling, question: Question, row: str = "") -> Register:
    """Return the whole register that `question` is part of, as the filling now has it."""
    if question.field.source:
        return Register("attribute", attribute_path(question), filling.held(question.name))
    if survey.is_surveyed(form, question):
        return survey.question_register(form, filling, question, row)
    if question.repeat and not question.item:
        return row_register(form, filling, question.repeat, row)
    if question.repeat:
        fields = _texts(filling, _row_inputs(form, question.item), f"{question.repeat}[{row}]/")
        return Register("row_answer", row_path(form, row, question.item), {"fields": fields})
    return item_register(form, filling, question.item)


def question_at(form: Form, path: str) -> Question:
    """Return the question that a path of a filling names, rows or not, or its name alone; KeyError where there is none."""
    bare = _ROW.sub("", path)
    found = form.by_path.get(bare) or form.by_name.get(bare)
    return found or form.by_name[bare.rpartition("/")[2]]


def row_of(path: str) -> str:
    """Return the innermost row that a path names, "" for none."""
    return next(reversed(_ROW.findall(path)), "")


def set_by_form(form: Form, filling: Filling, changed: Iterable[str]) -> list[Register]:
    """Return the registers of what the form itself set among the `changed` paths (a trigger, a setvalue, once())."""
    found = []
    for path in sorted(changed):
        question = form.by_path.get(_ROW.sub("", path))
        if question is not None and survey.is_set_by_form(form, question):
            found.append(register_of(form, filling, question, row_of(path)))
    return found


def item_register(form: Form, filling: Filling, code: str) -> Register:
    """Return an item's own register: verdict, reason, note and the fields that are not in rows."""
    stem = form.item(code).name
    value: dict[str, Value] = {role: filling.held(f"{stem}_{role}") for role in _ROLES}
    value["fields"] = {} if form.item(code).repeat else _texts(filling, _row_inputs(form, code), "")
    return Register("answer", item_path(form, code), value)


def row_register(form: Form, filling: Filling, repeat: str, row: str) -> Register:
    """Return a row's own register: which repeat it is in, its number when it was made, the fields all its items share."""
    shared = [one for one in form.questions if one.repeat == repeat and not one.item and not one.field.calculation]
    value: dict[str, Value] = {
        "repeat": repeat,
        "number": filling.rows(repeat).index(row) + 1,
        "fields": _texts(filling, shared, f"{repeat}[{row}]/"),
    }
    return Register("row", row_path(form, row), value)


def attribute_path(question: Question) -> str:
    """Return the visit's register of a school attribute (`school.boarding` -> `school/boarding`)."""
    return question.field.source.replace(".", "/", 1)


def answers(record: VisitRecord, form: Form) -> dict[str, Any]:
    """Return the visit's standing values as `Filling` takes them: questions by name, rows with their identity."""
    questions: dict[str, str] = {}
    prefix = f"{form.form_id}/items/"
    for path in record.paths(prefix):
        if "/" not in path.removeprefix(prefix):
            questions |= read_back(form, path, record.mapping(path))
    surveyed, rows = survey.answers(record, form)
    return {"questions": questions | surveyed, "rows": [*_rows(record, form), *rows]}


def read_back(form: Form, path: str, value: Mapping[str, Value]) -> dict[str, str]:
    """Return the answers in the value of an item's, a row's or a row item's register, by question name.

    Nothing is looked up in the form: a draft may hold answers to items that its version does not have.
    """
    code = path.removeprefix(f"{form.form_id}/items/")
    roles = {} if code == path else {f"{_stem(code)}_{role}": str(value[role]) for role in _ROLES if value.get(role)}
    return roles | _fields(value)


def with_texts(form: Form, path: str, value: Mapping[str, Value], texts: Mapping[str, str]) -> Value:
    """Return a register's value with these answers in it, each where `read_back` finds it."""
    code = path.removeprefix(f"{form.form_id}/items/")
    roles = {} if code == path else {f"{_stem(code)}_{role}": role for role in _ROLES}
    fields: dict[str, Value] = {**_fields(value), **{name: one for name, one in texts.items() if name not in roles}}
    own = {role: texts[name] for name, role in roles.items() if name in texts}
    return {**value, **own, "fields": fields}


def _stem(code: str) -> str:
    return code.lower().replace("-", "_")  # as Item.name has it


def _rows(record: VisitRecord, form: Form) -> list[dict[str, object]]:
    prefix = f"{form.form_id}/rows/"
    found = []
    for path in record.paths(prefix):
        row = path.removeprefix(prefix)
        if "/" in row:
            continue
        value = record.mapping(path)
        if value["repeat"] in form.surveyed:
            continue
        entry = record.entry(path)
        values = _fields(value)
        for part in record.paths(f"{path}/items/"):
            values |= _fields(record.mapping(part))
        values |= survey.answered(record, path)
        order = (int(str(value.get("number", 0))), entry.clock if entry else 0, row)
        given: dict[str, object] = {"id": row, "repeat": str(value["repeat"]), "values": values}
        found.append((order, given))
    return [row for _, row in sorted(found, key=lambda one: one[0])]


def _row_inputs(form: Form, code: str) -> list[Question]:
    return [one for one in form.questions if one.item == code and one.role == "field" and not one.field.calculation]


def _texts(filling: Filling, questions: list[Question], place: str) -> dict[str, Value]:
    texts = {one.name: filling.held(f"{place}{one.name}") for one in questions}
    return {name: text for name, text in texts.items() if text}


def _fields(value: Mapping[str, Value]) -> dict[str, str]:
    fields = value.get("fields")
    return {str(name): str(text) for name, text in fields.items()} if isinstance(fields, Mapping) else {}

"""A draft that was moved to another version of its form: read in the new one's terms, nothing of the old one's lost.

Moving writes no answers: what stands is converted when it is read, so a team-mate who still fills the old version, a move
back, and what has no place now are all the same case. What a person did not touch is written as it stood.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspector_app.actions import form_versions, registers
from inspector_app.actions.survey import Register
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.actions.wording import joined, labelled
from inspector_app.errors import Problem
from inspector_app.form import Form
from inspector_app.form.definition import Wording, wording
from inspector_app.form.migration import Left, Placed, place
from inspector_app.journal import Value
from inspector_app.text import Language, text


@dataclass(frozen=True)
class LeftOver:
    """What was answered of one item (code "": of none) and has no place in the draft's version; one line an answer."""

    code: str
    title: Wording
    lines: tuple[str, ...]


def version_path(code: str) -> str:
    """Return the register that says which version of a form the draft was moved to."""
    return f"{code}/version"


def former_form(record: VisitRecord, form: Form) -> Form | None:
    """Return the version the draft was moved from, None when it was never moved (or that version is not here)."""
    version = record.mapping(version_path(form.form_id)).get("from")
    if not version:
        return None
    try:
        return form_versions.find(record.ws, form.form_id, str(version))
    except Problem:
        return None


def taken_up(record: VisitRecord, former: Form, form: Form) -> Placed:
    """Return the visit's standing answers in the terms of the version it is filled under."""
    return place(former, form, registers.answers(record, form))


def as_it_stood(record: VisitRecord, former: Form, form: Form, register: Register) -> Register:
    """Return a register to be written with every answer that the person did not touch as it stood, place or no place."""
    stood = record.mapping(register.path)
    if not isinstance(register.value, Mapping) or not isinstance(stood.get("fields"), Mapping):
        return register
    answers = registers.read_back(form, register.path, stood)
    repeat = _repeat_of(record, form, register)
    placed = place(former, form, _answers(repeat, answers))
    moved = placed.answers["rows"][0]["values"] if placed.answers["rows"] else placed.answers["questions"]
    written = registers.read_back(form, register.path, register.value)
    kept = {name: old for name, old in answers.items() if written.get(name, "") == moved.get(name, "")}
    return register._replace(value=registers.with_texts(form, register.path, register.value, kept))


def leftovers(record: VisitRecord, former: Form, form: Form, language: Language = "zh") -> list[LeftOver]:
    """Return what was answered under the former version and has no place now: answers, rows, findings and photos."""
    lines: dict[str, list[str]] = {}
    standing = registers.answers(record, form)
    numbers = row_numbers(standing)
    for left in place(former, form, standing).no_place:
        lines.setdefault(left.answer.item, []).append(said(former, left, numbers, language))
    codes = {item.code for item in form.items}
    for path in record.paths(f"{form.form_id}/"):
        kind, _, code = path.removeprefix(f"{form.form_id}/").partition("/")
        if kind == "findings" and code not in codes:
            facts = str(record.mapping(path).get("facts", ""))
            lines.setdefault(code, []).append(joined(text("register.facts", language), facts, language))
        elif "/photos/" in code and code.partition("/")[0] not in codes:
            name = str(record.mapping(path).get("name", ""))
            lines.setdefault(code.partition("/")[0], []).append(text("migrating.photo", language, name=name))
    titles: dict[str, Wording] = {item.code: item.title for item in (*form.items, *former.items)}
    order = {item.code: place for place, item in enumerate((*former.items, *form.items))}
    return [
        LeftOver(code, titles.get(code, code) or text("migrating.table", language), tuple(lines[code]))
        for code in sorted(lines, key=lambda code: order.get(code, len(order)))
    ]


def row_numbers(answers: Mapping[str, Any]) -> dict[str, int]:
    """Return the number of each row in its table, from 1."""
    count: Counter[str] = Counter()
    numbers = {}
    for row in answers["rows"]:
        count[row["repeat"]] += 1
        numbers[str(row["id"])] = count[row["repeat"]]
    return numbers


def said(form: Form, left: Left, numbers: Mapping[str, int], language: Language) -> str:
    """Return an answer of a version as a person reads it: “label：answer”, with the number of its row in its table."""
    number = numbers.get(left.answer.row, 0)
    if not left.answer.question:
        label = next((wording(one.label, language) for one in form.repeats if one.name == left.text), left.text)
        return text("migrating.row", language, number=number, table=label)
    words = _answered(form, left, language)
    return f"{number}. {words}" if left.answer.row else words


def _answered(form: Form, left: Left, language: Language) -> str:
    question = form.by_name.get(left.answer.question)
    if question is None:
        return joined(left.answer.question, left.text, language)
    if question.role in ("verdict", "na_reason", "note"):
        words = text(f"verdict.{left.text}", language) if question.role == "verdict" else left.text
        return joined(text(f"register.{question.role}", language), words, language)
    return labelled(form, question, left.text, language)


def _repeat_of(record: VisitRecord, form: Form, register: Register) -> str:
    """Return the repeat whose row a register belongs to, "" for an item's own."""
    parts = register.path.removeprefix(f"{form.form_id}/").split("/")
    if parts[0] != "rows":
        return ""
    row: Mapping[str, Value] = record.mapping(registers.row_path(form, parts[1]))
    return str(row.get("repeat", ""))


def _answers(repeat: str, values: Mapping[str, str]) -> dict[str, Any]:
    if not repeat:
        return {"questions": values, "rows": []}
    return {"questions": {}, "rows": [{"id": "one", "repeat": repeat, "values": values}]}

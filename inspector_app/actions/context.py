"""What a form is told from outside (the school's attributes, the visit's facts, the county's parameters), and its version."""

from collections.abc import Mapping
from datetime import date, datetime

from inspector_app.actions import county, county_parameters, form_versions, former, gate, registers, survey
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.actions.writing import Draft
from inspector_app.errors import Problem
from inspector_app.form import Filling, Form, Question
from inspector_app.form.types import METADATA
from inspector_app.journal import fold
from inspector_app.supervision.visit_fact import school_term

_BOOLEANS = {"true": "yes", "false": "no"}
_STAGES = {"kindergarten": "K", "primary": "P", "teaching_point": "P", "junior": "J", "senior": "S", "nine_year": "P J"}


def pinned_version(record: VisitRecord, code: str = "") -> tuple[str, str]:
    """Return the code and the exact version of a form of the visit, the first if not said.

    The version is the one the draft was moved to, else the one the task names.
    """
    forms = record.mapping("task").get("forms")
    code = code or next(iter(pinned(record)), "")
    version = forms.get(code, "") if isinstance(forms, dict) else ""
    moved = record.mapping(former.version_path(code)).get("to")
    return str(code), str(moved or version)


def pinned(record: VisitRecord) -> tuple[str, ...]:
    """Return the codes of the forms the task names, in code order: a journal's maps have no order of their own."""
    forms = record.mapping("task").get("forms")
    return tuple(sorted(forms)) if isinstance(forms, dict) else ()


def pinned_form(record: VisitRecord, code: str = "") -> Form:
    """Return a form of the visit, the first if not said, in exactly its version; Problem visit.form_missing."""
    code, version = pinned_version(record, code)
    try:
        return form_versions.find(record.ws, code, version)
    except Problem as problem:
        raise Problem("visit.form_missing", f"{record.number} {code} {version[:8]}") from problem


def fill(record: VisitRecord, form: Form) -> Filling:
    """Return the form filled with everything that stands in the journal for this visit."""
    frozen = record.frozen
    # today() was the day it froze
    now = record.ws.now() if frozen is None else datetime.fromisoformat(str(frozen["at"]))
    before = former.former_form(record, form)
    answers = registers.answers(record, form) if before is None else former.taken_up(record, before, form).answers
    return Filling(
        form,
        answers={**answers, "questions": noted(record, form) | answers["questions"]},
        context=facts(record, form),
        now=now,
        name_row=survey.name_row(record.visit),
        untouched=frozen is None and not record.paths(f"{form.form_id}/"),
    )


def noted(record: VisitRecord, form: Form) -> dict[str, str]:
    """Return what XLSForm lets a device note by itself: taken from the visit, so the same for whoever reads it."""
    arrived, leader = gate.gate_time(record), str(record.mapping("task").get("leader", ""))
    first = min((one for one in record.paths("gate_time/")), key=lambda one: str(record.value(one)), default="")
    entry = record.entry(first) if first else None
    told = {"uid": f"uuid:{record.visit}", "username": leader, "deviceid": entry.device if entry else ""}
    if arrived is not None:
        told |= {"start": arrived.isoformat(), "today": arrived.isoformat()[:10]}
    if record.frozen is not None:
        told["end"] = str(record.frozen["at"])
    asked = {one.name: told.get(one.type, "") for one in form.questions if one.type in METADATA and not one.repeat}
    return {name: text for name, text in asked.items() if text}


def facts(record: VisitRecord, form: Form) -> dict[str, str]:
    """Return the value of every context question; empty text is "unknown", which is not "no"."""
    parameters = county_parameters.of_visit(record)
    values: dict[str, str] = {}
    for field in form.context:
        origin, _, name = field.source.partition(".")
        if origin == "parameter":
            values[field.name] = parameters.get(name, "")
        elif origin == "visit":
            values[field.name] = _visit_fact(record, name)
        else:
            values[field.name] = _school_fact(record, name)
    return values


def learned(record: VisitRecord, question: Question, text: str) -> list[Draft]:
    """Return what an attribute learned on site adds to the school's own record, so that the next visit knows it."""
    origin, _, name = question.field.source.partition(".")
    if origin != "school":
        return []
    school = county.record_of("school", str(record.mapping("task")["school_id"]))
    path = f"school/{name}"
    standing = fold(record.ws.store.entries(school)).standing(school, path)
    return [Draft(school, "attribute", path, text, tuple(entry.dot for entry in standing))]


def _school_fact(record: VisitRecord, name: str) -> str:
    noted = record.value(f"school/{name}")
    if noted is not None:
        return str(noted)
    profile = record.mapping("task").get("school")
    row = {str(key): str(value) for key, value in profile.items()} if isinstance(profile, dict) else {}
    if name == "stages":
        return stages(row)
    text = row.get(name, "")
    return _BOOLEANS.get(text, text)


def stages(row: Mapping[str, str]) -> str:
    """Return the stages a school teaches, by its profile: K P J S.

    Special and specialised schools take the stages their grades hold (forms/README: applies).
    """
    known = _STAGES.get(row.get("school_type", ""))
    if known is not None:
        return known
    low, high = (int(row.get(name) or 0) for name in ("grade_min", "grade_max"))
    spans = (("K", -3, -1), ("P", 1, 6), ("J", 7, 9), ("S", 10, 12))
    return " ".join(stage for stage, first, last in spans if low <= last and high >= first and high)


def _visit_fact(record: VisitRecord, name: str) -> str:
    noted = record.value(f"visit/{name}")
    if noted is not None:
        return str(noted)
    arrived = gate.gate_time(record)
    at = (arrived or record.ws.now()).isoformat()
    if name == "date":
        return at[:10]
    if name == "gate_time":
        return at[11:16] if arrived else ""
    if name == "term_start":
        return school_term(date.fromisoformat(at[:10])).first.isoformat()
    return ""

"""Visits on this machine: what was dispatched, how far each has come, who goes and where to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from inspector_app.actions import county, gate, questionnaire
from inspector_app.actions.answering import Sitting, open_sitting
from inspector_app.actions.county import School
from inspector_app.actions.life import life
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.errors import Problem
from inspector_app.form import Progress
from inspector_app.form.definition import Wording, wording
from inspector_app.journal import Value
from inspector_app.text import LANGUAGES, text
from inspector_app.workspace import Workspace


@dataclass(frozen=True)
class TeamMember:
    """One of the visit's inspectors as the task names them."""

    id: str
    name: str
    role: str
    credential_type: str
    credential_no: str


@dataclass(frozen=True)
class VisitSummary:
    """What a list of visits shows; `state` is the glossary's task_state, counts are items of the visit's forms
    and required questions that belong to none."""

    visit: str
    number: str
    school_id: str
    school_name: str
    school_type: str
    state: str
    gate_time: datetime | None
    card_shown: datetime | None
    checked: int
    total: int
    failed: int
    conflicts: int
    team: tuple[TeamMember, ...]
    leader: str
    dispatched_at: datetime
    form: Wording
    missing: Problem | None = None
    """Why the visit cannot be opened here (its version of the form is not on this computer); then nothing is counted."""


def list_visits(ws: Workspace) -> list[VisitSummary]:
    """Return every visit of this journal, the newest dispatch first."""
    summaries = [_summary_or_why_not(ws, visit) for visit in ws.store.records("task")]
    return sorted(summaries, key=lambda one: (one.dispatched_at, one.number), reverse=True)


def summary(sitting: Sitting) -> VisitSummary:
    """Return the summary of a visit that is open in a sitting."""
    every = sitting.every()
    counts = [progress(one) for one in every]
    summed = Progress(*(sum(parts) for parts in zip(*counts, strict=True)))
    shown = _summary(sitting.record, summed, every[0].form.title if len(every) == 1 else _titles(every))
    return replace(shown, conflicts=len(sitting.conflicts())) if shown.conflicts else shown


def _summary_or_why_not(ws: Workspace, visit: str) -> VisitSummary:
    """A form that is not here closes its own visit and no other."""
    try:
        return summary(open_sitting(ws, visit))
    except Problem as problem:
        if problem.code != "visit.form_missing":
            raise
        return _summary(VisitRecord(ws, visit), Progress(0, 0, 0), "", problem)


def _summary(record: VisitRecord, progress: Progress, form: Wording, missing: Problem | None = None) -> VisitSummary:
    task = record.mapping("task")
    return VisitSummary(
        visit=record.visit,
        number=record.number,
        school_id=str(task["school_id"]),
        school_name=school_name(record),
        school_type=str(_mapping(task["school"]).get("school_type", "")),
        state=state(record),
        gate_time=gate.gate_time(record),
        card_shown=gate.card_shown(record),
        checked=progress.checked,
        total=progress.total,
        failed=progress.failed,
        conflicts=len(record.conflicts),
        team=team(record),
        leader=str(task["leader"]),
        dispatched_at=datetime.fromisoformat(str(task["dispatched_at"])),
        form=form,
        missing=missing,
    )


def progress(sitting: Sitting) -> Progress:
    """Return how far one form is: its items and the required questions that belong to none."""
    items = sitting.filling.progress()
    answered = questionnaire.progress(sitting.form, sitting.filling)
    return Progress(items.checked + answered.done, items.total + answered.total, items.failed)


def _titles(every: Sequence[Sitting]) -> Wording:
    joint = {language: text("record.list_joint", language) for language in LANGUAGES}
    return {
        language: mark.join(wording(one.form.title, language) or one.code for one in every)
        for language, mark in joint.items()
    }


def state(record: VisitRecord) -> str:
    """Return the visit's task_state (README §4)."""
    return life(record).state


def team(record: VisitRecord) -> tuple[TeamMember, ...]:
    """Return the inspectors of the visit in the task's order, the leader first."""
    members = record.mapping("task").get("team")
    rows = [_mapping(one) for one in members] if isinstance(members, list) else []
    return tuple(
        TeamMember(
            str(row["id"]), str(row["name"]), str(row["role"]), str(row["credential_type"]), str(row["credential_no"])
        )
        for row in rows
    )


def school_name(record: VisitRecord) -> str:
    """Return the name of the visited school as the task froze it."""
    return str(_mapping(record.mapping("task")["school"]).get("name", ""))


def schools(ws: Workspace) -> list[School]:
    """Return the schools that can be visited."""
    return county.schools(ws)


def _mapping(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}

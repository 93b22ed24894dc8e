"""The journal's findings as a list, the next step of one of them made complete, and files that prove a step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from inspector_app.actions import context, county, finding_cases, visits
from inspector_app.actions.finding_cases import FindingCase
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.errors import Problem
from inspector_app.form.definition import wording
from inspector_app.journal import Entry, Value
from inspector_app.supervision.calendar import Calendar, due_date, working_days_between
from inspector_app.supervision.finding_state import FindingState, Raised
from inspector_app.supervision.finding_steps import STEPS
from inspector_app.supervision.posts import LEADERS
from inspector_app.text import Language
from inspector_app.workspace import Workspace

_MOMENTS = frozenset({"suspension", "major_report", "immediate_rectification"})
_ISSUED = frozenset({"notice", "referral"})


@dataclass(frozen=True)
class StepLine:
    """One step of a finding's life: its kind, its day as claimed, who wrote it, and the Problem when it was refused."""

    kind: str
    on: str
    author: str
    refused: Problem | None = None


@dataclass(frozen=True)
class FindingRow:
    """One finding as lists show it. `shown` is the state with `overdue` in its place; `days_left` in working days, negative
    once over, None while no term runs; `mine` tells whether who works here was on the visit."""

    case: FindingCase
    visit_number: str
    school: str
    title: str
    facts: str
    place: str
    deadline_days: int
    shown: str
    days_left: int | None
    mine: bool
    steps: tuple[StepLine, ...]

    @property
    def state(self) -> FindingState:
        """Return where the finding stands."""
        return self.case.state

    @property
    def raised(self) -> Raised:
        """Return the finding as its visit has it."""
        return self.case.state.raised


@dataclass(frozen=True)
class FindingList:
    """All findings, what is due first; `unknown_years` are those whose holidays nobody has imported though a term runs there
    or this is the year (R-52); `leaders` (id, name) may supervise a listed hazard, `people` may re-check."""

    rows: tuple[FindingRow, ...]
    unknown_years: tuple[int, ...]
    leaders: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]


def read(ws: Workspace, language: Language = "zh") -> FindingList:
    """Return every finding of this journal's signed visits, what is unreported first, then the terms, then by grade."""
    asked, today = finding_cases.rules(ws), ws.now().date()
    names = {one.id: one.name for one in county.people(ws).values()}
    rows = []
    for visit in ws.store.records("freeze"):
        record = VisitRecord(ws, visit)
        rows += [_row(record, case, names, language, today) for case in finding_cases.cases(ws, [visit])]
    ends = {row.state.running.due.year for row in rows if row.state.running is not None}
    years = tuple(year for year in sorted({today.year, *ends}) if not asked.calendar.known(year))
    posts = {one.id: one.role for one in asked.roster.people.values() if one.active}
    leaders = tuple((key, names.get(key, key)) for key, role in sorted(posts.items()) if role in LEADERS)
    people = tuple((key, names.get(key, key)) for key in sorted(posts))
    return FindingList(tuple(sorted(rows, key=_urgency)), years, leaders, people)


def write(ws: Workspace, raised: Raised, kind: str, told: Mapping[str, Value]) -> FindingState:
    """Complete what a person told about a step and write it; Problem finding_life.*, findings.* (nothing is written)."""
    (case,) = [one for one in finding_cases.cases(ws, [raised.visit]) if one.state.raised.record == raised.record]
    return finding_cases.write_step(ws, raised, kind, complete(ws, case.state, kind, told))


def complete(ws: Workspace, state: FindingState, kind: str, told: Mapping[str, Value]) -> dict[str, Value]:
    """Return a step's value with its day and, where a term begins or grows, the last day by the calendar (R-51)."""
    value, now = dict(told), ws.now()
    days = county.calendar(ws)
    if kind == "service":
        served = _day(value.get("served"), now.date())
        value |= {"served": served.isoformat(), "due": due_date(served, state.term, days).isoformat()}
    elif kind in _ISSUED:
        value.setdefault("issued_on", now.date().isoformat())
    else:
        value.setdefault("at", now.isoformat(timespec="seconds") if kind in _MOMENTS else now.date().isoformat())
    if kind == "extension_decision" and value.get("granted") and state.due is not None:
        more = int(str(value.get("days") or 0))
        value["due"] = due_date(state.due, more, days).isoformat() if more else None
    return value


def keep_file(ws: Workspace, path: Path) -> str:
    """Keep a file that proves a step and return its hash; Problem files.*, store.*."""
    return ws.store.put_blob(path)


def _row(
    record: VisitRecord, case: FindingCase, names: Mapping[str, str], language: Language, today: date
) -> FindingRow:
    raised, state = case.state.raised, case.state
    told = record.mapping(f"{raised.form}/findings/{raised.code}")
    school = record.mapping("task").get("school")
    calendar = county.calendar(record.ws)
    running = state.running
    return FindingRow(
        case,
        record.number,
        str(school.get("name", raised.school)) if isinstance(school, Mapping) else raised.school,
        _title(record, raised, language),
        str(told.get("facts", "")),
        str(told.get("place", "")),
        int(str(told.get("deadline_days") or 0)),
        state.shown(today),
        _days_left(today, running.due, calendar) if running else None,
        record.ws.person in {one.id for one in visits.team(record)},
        _steps(record, state, names),
    )


def _days_left(today: date, due: date, calendar: Calendar) -> int:
    """Working days from tomorrow to the last day; negative, those since it, once it is over."""
    return working_days_between(today, due, calendar) if today <= due else -working_days_between(due, today, calendar)


def _title(record: VisitRecord, raised: Raised, language: Language) -> str:
    try:
        return wording(context.pinned_form(record, raised.form).item(raised.code).title, language)
    except (Problem, KeyError):
        return raised.code  # the form is not on this machine: the code still tells


def _steps(record: VisitRecord, state: FindingState, names: Mapping[str, str]) -> tuple[StepLine, ...]:
    refused = {one.entry: one.problem for one in state.refused}
    entries = sorted(record.ws.store.entries(state.raised.record), key=lambda e: (e.clock, e.device, e.seq, e.id))
    return tuple(
        StepLine(one.kind, _told_day(one), names.get(one.author, one.author), refused.get(one.id))
        for one in entries
        if one.kind in STEPS
    )


def _told_day(entry: Entry) -> str:
    value = entry.value if isinstance(entry.value, Mapping) else {}
    return str(value.get("served") or value.get("issued_on") or value.get("at") or entry.at)[:10]


def _urgency(row: FindingRow) -> tuple[object, ...]:
    untold = row.case.duty.report if row.case.duty is not None else ""
    left = row.days_left
    return (
        untold != "late",
        untold != "waiting",
        not row.state.unsettled,
        left is None,
        left or 0,
        -row.state.graded.severity,
        row.raised.record,
    )


def _day(text: Value, default: date) -> date:
    try:
        return datetime.fromisoformat(str(text)).date() if text else default
    except ValueError:
        return default

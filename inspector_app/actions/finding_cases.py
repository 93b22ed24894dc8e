"""Findings after the visit: where each stands, the next step written, and a year's notice that moves what is not due yet.

What is allowed when is supervision's (R-30 to R-35, R-52 to R-59); this reads the journal, asks it, and writes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from inspector_app.actions import context, county
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.actions.writing import Draft, write
from inspector_app.errors import Problem
from inspector_app.journal import Value, fold
from inspector_app.supervision import calendar
from inspector_app.supervision.calendar import Calendar, Moved
from inspector_app.supervision.escalation import Escalation, escalation
from inspector_app.supervision.finding_life import after, live, possible
from inspector_app.supervision.finding_state import FindingState, Raised, Rules, raised_in
from inspector_app.supervision.major_hazards import Duty, duty
from inspector_app.workspace import Workspace


@dataclass(frozen=True)
class FindingCase:
    """One finding of a frozen visit: its state, what this person may write next, the rung its term stands on (R-57).

    `duty` is what R-31 asks of a major hazard, None of any other.
    """

    state: FindingState
    possible: tuple[str, ...]
    escalation: Escalation
    duty: Duty | None


def rules(ws: Workspace) -> Rules:
    """Return what the rules are asked with: the parameters of each day, the calendar and the roster in this journal."""
    return Rules(cache(lambda day: county.rules(ws, day)), county.calendar(ws), county.roster(ws))


def cases(ws: Workspace, visits: Iterable[str]) -> list[FindingCase]:
    """Return the findings of these visits, by visit, form and code; of visits that are not frozen, none."""
    asked, now = rules(ws), ws.now()
    return [
        FindingCase(
            state,
            tuple(possible(state, ws.person, asked)),
            escalation(state, now.date(), asked.calendar, asked.on(state.issued_on or now.date())),
            duty(state, now, asked.on(state.raised.found.date())),
        )
        for state in states(ws, visits, asked)
    ]


def states(ws: Workspace, visits: Iterable[str], asked: Rules | None = None) -> list[FindingState]:
    """Return where the findings of these visits stand, by visit, form and code; of visits that are not frozen, none."""
    known = asked or rules(ws)
    return [_live(ws, raised, known) for visit in visits for raised in _raised(ws, visit)]


def write_step(ws: Workspace, raised: Raised, kind: str, value: Value) -> FindingState:
    """Write the next step of a finding's life and return where it stands then.

    Problem finding_life.* or findings.*, with the rule that refuses it; then nothing is written.
    """
    asked = rules(ws)
    state = after(_live(ws, raised, asked), kind, value, ws.person, asked)
    write(ws, [Draft(raised.record, kind, "", value)])
    return state


def import_notice(ws: Workspace, year: int, path: Path) -> list[Moved]:
    """Take in a year's calendar and return the terms that moved with it, each written as a trace (R-52).

    Problem calendar.* when the file is none for that year: then nothing changes. Terms that are over stay as they were told.
    """
    rows = calendar.read_rows(path)
    after_import = county.calendar(ws).with_year(year, rows, path.name)
    moved = _moved(ws, after_import)
    standing = fold(ws.store.entries(county.COUNTY_RECORD)).standing(county.COUNTY_RECORD, str(year))
    notice: list[Value] = [dict(row) for row in rows]
    on = ws.now().date().isoformat()
    drafts = [
        Draft(county.COUNTY_RECORD, "calendar", str(year), notice, tuple(sorted(entry.dot for entry in standing)))
    ]
    drafts += [Draft(one.key, "due_moved", "", {"at": on, "due": one.after.isoformat(), "year": year}) for one in moved]
    write(ws, drafts)
    return moved


def _moved(ws: Workspace, new: Calendar) -> list[Moved]:
    asked = rules(ws)
    states = (_live(ws, raised, asked) for visit in ws.store.records("freeze") for raised in _raised(ws, visit))
    terms = {state.raised.record: state.running for state in states}
    running = {record: term for record, term in terms.items() if term is not None}
    return calendar.recompute(running, new, ws.now().date())


def _live(ws: Workspace, raised: Raised, asked: Rules) -> FindingState:
    return live(raised, ws.store.entries(raised.record), asked)


def _raised(ws: Workspace, visit: str) -> list[Raised]:
    record = VisitRecord(ws, visit)
    if record.frozen is None:
        return []
    folded = record.folded.frozen(visit)
    found = []
    for code in context.pinned(record):
        prefix = f"{code}/findings/"
        without_photos = _without_photos(record, code)
        for path in record.paths(prefix):
            item = path.removeprefix(prefix)
            raised = raised_in(folded, visit, code, item, item not in without_photos)
            found += [raised] if raised else []
    return found


def _without_photos(record: VisitRecord, form: str) -> frozenset[str]:
    try:
        items = context.pinned_form(record, form).items
    except Problem:
        return frozenset()  # the form is not on this machine: photos are asked for, which is the stricter of the two
    return frozenset(item.code for item in items if "NP" in item.evidence)

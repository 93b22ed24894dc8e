"""The laptop's side of a sealed task: what may be shown before the day, and opening it by two people with a code each.

Every attempt is a chained entry, committed before the person is told what came of it (R-15).
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from inspector_app import __version__
from inspector_app.actions import clock_lock, enrolment
from inspector_app.actions.sealing import sealing_record
from inspector_app.actions.writing import Draft, write
from inspector_app.bundle import task as sealed_task
from inspector_app.bundle.task import SealedTask
from inspector_app.errors import Problem
from inspector_app.journal import Value, fold
from inspector_app.supervision import opening_code
from inspector_app.supervision.sealing import Opening, Public, judge_opening, judge_people, outcome_of
from inspector_app.workspace import Workspace


@dataclass(frozen=True)
class SealedView:
    """A sealed task as Today may show it (R-17): what is `public`, and how often somebody tried to open it here."""

    visit: str
    public: Public
    not_before: datetime
    meet_at: datetime
    attempts: int


def sealed_tasks(ws: Workspace) -> list[SealedView]:
    """Return the tasks that lie sealed for this laptop and are not open yet, by their time of meeting."""
    opened = set(ws.store.records("task"))
    views = []
    for visit in _sealed_visits(ws):
        if visit in opened:
            continue
        try:
            _, sealed = _read(ws, visit)
        except Problem:
            continue  # another team's, or withdrawn
        public = sealed.public
        opens, meets = datetime.fromisoformat(public.not_before), datetime.fromisoformat(public.meet_at)
        tried = len(ws.store.entries(sealing_record(visit), device=ws.device, kind="opening_attempt"))
        views.append(SealedView(visit, public, opens, meets, tried))
    return sorted(views, key=lambda one: (one.meet_at, one.public.number))


def open_task(ws: Workspace, visit: str, leader_code: str, leader: str, second_code: str, second: str) -> str:
    """Open a sealed task with both codes, each typed by its own person, and return the visit.

    `leader`, `second` are person ids; `second` may be the office's duty officer (supervision.sealing.DUTY). Problems
    sealed.clock_locked, one_person, early, malformed, wrong_code, not_the_team, damaged: each after the attempt is durable.
    """
    if visit in ws.store.records("task"):
        return visit
    try:
        blob, sealed = _read(ws, visit)
    except Problem as unreadable:
        if unreadable.code != "sealed.unknown":
            _record(ws, visit, "", unreadable, (leader, second))
        raise
    opening = Opening(
        locked=clock_lock.check(ws) is not None,
        number=sealed.public.number,
        now=clock_lock.believed_now(ws),
        not_before=datetime.fromisoformat(sealed.public.not_before),
        leader=leader,
        second=second,
    )
    problem, task = judge_opening(opening), None
    if problem is None:
        problem, task = _try(sealed, opening, leader_code, second_code)
    _record(ws, visit, blob, problem, (leader, second), task)
    if problem is not None:
        raise problem
    return visit


def _record(
    ws: Workspace, visit: str, blob: str, problem: Problem | None, people: tuple[str, str], task: Value = None
) -> None:
    attempt: Value = {
        "outcome": outcome_of(problem),
        "leader": people[0],
        "second": people[1],
        "at": ws.now().isoformat(timespec="seconds"),
        "monotonic_ms": int(time.monotonic() * 1000),
        "task": blob,
        "program": __version__,
    }
    drafts = [Draft(sealing_record(visit), "opening_attempt", "", attempt)]
    if task is not None:
        drafts.append(Draft(visit, "task", "task", task))
    write(ws, drafts)


def _try(sealed: SealedTask, opening: Opening, leader_code: str, second_code: str) -> tuple[Problem | None, Value]:
    first, other = opening_code.read(leader_code, "leader"), opening_code.read(second_code, "second")
    if not first or not other:
        return Problem("sealed.malformed", opening.number), None
    try:
        secret = sealed_task.open_task(sealed, first, other)
    except Problem as wrong:
        return wrong, None
    task = secret.get("task") if isinstance(secret, Mapping) else None
    members = task.get("team") if isinstance(task, Mapping) else None
    if not isinstance(members, list):
        return Problem("sealed.damaged", opening.number), None
    team = [str(one["id"]) for one in members if isinstance(one, Mapping)]
    refused = judge_people(opening.number, opening.leader, opening.second, team)
    return refused, None if refused else task


def _sealed_visits(ws: Workspace) -> list[str]:
    """Those that the bureau itself dispatched: what a laptop calls a sealed task is none."""
    bureau = enrolment.bureau_devices(ws)
    found = [entry for entry in ws.store.entries(kind="sealed_task") if entry.device in bureau]
    return sorted({str(entry.value["visit"]) for entry in found if isinstance(entry.value, Mapping)})


def _read(ws: Workspace, visit: str) -> tuple[str, SealedTask]:
    record, bureau = sealing_record(visit), enrolment.bureau_devices(ws)
    value = fold(one for one in ws.store.entries(record) if one.device in bureau).value(record, "sealed_task")
    if not isinstance(value, Mapping):
        raise Problem("sealed.unknown", visit[:8])
    blob = str(value["blob"])
    sealed = sealed_task.read_task(ws.store.blob(blob), ws.secrets.age_identity)
    if sealed.visit != visit:
        raise Problem("sealed.damaged", sealed.public.number)
    return blob, sealed

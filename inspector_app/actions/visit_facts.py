"""What the journal knows of visits that took place, as the rules of draw, frequency and rotation want it."""

from datetime import datetime

from inspector_app.actions import gate
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.supervision.visit_fact import VisitFact, exempt
from inspector_app.workspace import Workspace


def visit_facts(ws: Workspace) -> list[VisitFact]:
    """Return the visits of this journal whose team stood at the gate, by day and school."""
    found = []
    for visit in ws.store.records("task"):
        record = VisitRecord(ws, visit)
        arrived = gate.gate_time(record)
        if arrived is not None:
            found.append(_fact(record, arrived))
    return sorted(found, key=lambda one: (one.on, one.school))


def finished(ws: Workspace, plan: str) -> set[str]:
    """Return the schools of a plan whose record is issued: signed, or refused in due form (R-09)."""
    done = set()
    for visit in ws.store.records("document"):
        task = VisitRecord(ws, visit).mapping("task")
        if task.get("plan") == plan:
            done.add(str(task["school_id"]))
    return done


def _fact(record: VisitRecord, arrived: datetime) -> VisitFact:
    task = record.mapping("task")
    team, forms = task.get("team"), task.get("forms")
    mode = str(task.get("mode", ""))
    return VisitFact(
        school=str(task["school_id"]),
        on=arrived.date(),
        mode=mode,
        emergency=exempt(mode, emergency=False),
        team=frozenset(str(one["id"]) for one in team if isinstance(one, dict))
        if isinstance(team, list)
        else frozenset(),
        forms=frozenset(forms) if isinstance(forms, dict) else frozenset(),
    )

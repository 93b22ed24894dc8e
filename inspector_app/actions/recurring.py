"""R-36 inside a visit: what was settled at this school and fails again is proposed one grade higher."""

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from inspector_app.actions import finding_cases, gate
from inspector_app.actions.county_parameters import rules_of_visit
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.supervision.finding_state import FindingState
from inspector_app.supervision.recurrence import Recurrence, recurrence

# A record is read by the item under hand at each edit; earlier visits do not change while a team stands in the school.
_EARLIER: WeakKeyDictionary[VisitRecord, list[FindingState]] = WeakKeyDictionary()


def recurred(record: VisitRecord, code: str, proposed: str) -> Recurrence | None:
    """Return the recurrence that a failed item of this visit is, as far as this journal knows the school; else None."""
    school = str(record.mapping("task").get("school_id", ""))
    if record not in _EARLIER:
        _EARLIER[record] = finding_cases.states(record.ws, _visits_before(record, school))
    earlier = _EARLIER[record]
    if not earlier:
        return None
    on = (gate.gate_time(record) or record.ws.now()).date()
    return recurrence(school, code, proposed, on, earlier, rules_of_visit(record))


def _visits_before(record: VisitRecord, school: str) -> list[str]:
    tasks = record.ws.store.entries(kind="task")
    same = {one.record for one in tasks if isinstance(one.value, Mapping) and one.value.get("school_id") == school}
    return sorted(same - {record.visit})

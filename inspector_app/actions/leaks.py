"""A suspected leak (R-18): ticked at the gate, counted for the batch, without any effect on the school's score."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from inspector_app.actions.visit_record import VisitRecord
from inspector_app.journal import Value
from inspector_app.supervision.sealing import LeakMark, leak_mark
from inspector_app.workspace import Workspace

SIGNS = ("banner", "cleared", "prepared", "other")
"""Welcome banners, the site cleared beforehand, material laid out, anything else."""


def suspect(record: VisitRecord, signs: Sequence[str], note: str = "") -> datetime:
    """Record what this person saw at the gate, or take it back with no signs; returns the time of the durable commit."""
    at = record.ws.now().isoformat(timespec="seconds")
    value: Value = {"at": at, "signs": list(signs), "note": note} if signs else None
    entry = record.put("leak_suspected", f"leak_suspected/{record.ws.person}", value)
    return datetime.fromisoformat(entry.at)


def suspected(record: VisitRecord) -> tuple[str, ...]:
    """Return the signs anybody of the team saw, in the order of SIGNS."""
    seen: set[str] = set()
    for path in record.paths("leak_suspected/"):
        signs = record.mapping(path).get("signs")
        seen |= {str(one) for one in signs} if isinstance(signs, list) else set()
    return tuple(one for one in SIGNS if one in seen)


def batch_mark(ws: Workspace, visits: Iterable[str]) -> LeakMark:
    """Return the mark of a batch of visits (R-18)."""
    return leak_mark({visit: bool(suspected(VisitRecord(ws, visit))) for visit in visits})

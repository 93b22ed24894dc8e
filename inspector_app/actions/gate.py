"""The gate: when the team stood there and when the card was shown (R-25).

Each inspector records it on the own laptop, as a set and not as one register: two clocks that differ by seconds are not a
disagreement for a person to settle. The earliest of them is the visit's.
"""

from datetime import datetime

from inspector_app.actions import life
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.journal import Value


def gate_time(record: VisitRecord) -> datetime | None:
    """Return when the first of the team stood at the gate."""
    return min((datetime.fromisoformat(str(record.value(path))) for path in record.paths("gate_time/")), default=None)


def card_shown(record: VisitRecord) -> datetime | None:
    """Return when the first card was shown."""
    shown = (str(record.mapping(path)["at"]) for path in record.paths("card_shown/"))
    return min((datetime.fromisoformat(at) for at in shown), default=None)


def set_gate_time(record: VisitRecord, when: datetime) -> datetime:
    """Record when this person stood at the gate; returns the time of the durable commit."""
    entry = record.put("gate_time", f"gate_time/{record.ws.person}", when.isoformat(timespec="seconds"))
    return datetime.fromisoformat(entry.at)


def show_card(record: VisitRecord) -> datetime:
    """Record that this person's card was shown now; returns the time of the durable commit.

    Problems: visit_life.gate_first, visit.frozen.
    """
    life.check(record, "show_card")
    value: Value = {"at": record.ws.now().isoformat(timespec="seconds"), "by": record.ws.person}
    return datetime.fromisoformat(record.put("card_shown", f"card_shown/{record.ws.person}", value).at)

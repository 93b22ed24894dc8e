"""Where a visit stands in its life, as its entries tell the state machine (supervision.visit_life)."""

from inspector_app.actions import county
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.supervision.visit_events import events
from inspector_app.supervision.visit_life import Event, Visit, play, signatures_missing, step


def life(record: VisitRecord) -> Visit:
    """Return the visit's life so far; what its rules refuse (an answer that came after the freeze) changes nothing."""
    return play(events(record.steps), county.rules(record.ws))[0]


def check(record: VisitRecord, name: str, **facts: str) -> None:
    """Raise the Problem with which the rules refuse this step now, if they do; nothing is written."""
    step(life(record), Event(name, record.ws.now(), record.ws.person, facts=facts), county.rules(record.ws))


def missing(record: VisitRecord) -> list[str]:
    """Return what the record still lacks before it is complete (R-39, R-40)."""
    return signatures_missing(life(record), county.rules(record.ws))

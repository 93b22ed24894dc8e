"""Who hears of a term that is about to end or has ended: the ladder of rule R-57, and the circular's draft."""

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from inspector_app.supervision.calendar import Calendar, working_days_between
from inspector_app.supervision.finding_state import FindingState
from inspector_app.supervision.parameters import Parameters

Rung = Literal["", "remind", "office", "leader", "talk"]
TOLD: dict[Rung, tuple[str, ...]] = {
    "": (),
    "remind": ("school_contact", "designated_inspector"),
    "office": ("office_head",),
    "leader": ("office_head", "bureau_leader"),
    "talk": ("office_head", "bureau_leader", "bureau_director"),
}


class Escalation(NamedTuple):
    """How far a term has gone: the rung of the ladder, the working days overdue, and whom it is brought to (posts).

    `in_circular` from the leader's rung on; `talk` is a proposal only: the Party group decides (R-57).
    """

    rung: Rung
    overdue_days: int
    told: tuple[str, ...]
    in_circular: bool
    talk: bool


def escalation(state: FindingState, today: date, calendar: Calendar, parameters: Parameters) -> Escalation:
    """Return the rung a finding's running term stands on; the lowest ("") while none runs or its end is far.

    R-57: 2 working days before the end the school's contact and its inspector; 1 day after it the office, 5 the leader
    and the circular, 10 a proposed talk. A second failed re-check stands on the leader's rung at once (R-56). A unit that
    is not the school is never in the circular on schools (R-34).
    """
    running = state.running
    left = None if running is None else working_days_between(today, running.due, calendar)
    over = 0 if running is None else working_days_between(running.due, today, calendar)
    rungs: list[tuple[bool, Rung]] = [
        (0 < parameters.overdue_talk <= over, "talk"),
        (0 < parameters.overdue_leader <= over or (state.escalated and state.unsettled), "leader"),
        (0 < parameters.overdue_office <= over, "office"),
        (left is not None and not state.overdue(today) and left <= parameters.remind_before, "remind"),
    ]
    rung: Rung = next((name for reached, name in rungs if reached), "")
    told = TOLD[rung] if state.schools_own or rung in ("office", "leader", "talk") else ("office_head",) * bool(rung)
    return Escalation(rung, over, told, rung in ("leader", "talk") and state.schools_own, rung == "talk")


def circular_draft(
    states: Iterable[FindingState], today: date, calendar: Calendar, parameters: Parameters
) -> list[tuple[FindingState, Escalation]]:
    """Return the findings the draft of the circular names, the longest overdue first (R-57)."""
    found = [(one, escalation(one, today, calendar, parameters)) for one in states]
    named = [pair for pair in found if pair[1].in_circular]
    return sorted(named, key=lambda pair: (-pair[1].overdue_days, pair[0].raised.record))

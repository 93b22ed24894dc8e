"""What a major hazard (R-M) asks of everybody on its day: rule R-31, beside what finding_steps enforces of it."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Literal, NamedTuple

from inspector_app.supervision.finding_state import FindingState
from inspector_app.supervision.parameters import Parameters

Report = Literal["waiting", "late", "reported", "reported_late"]
TO_DO = ("suspension", "report", "listed_supervision", "disclosure_staff", "disclosure_authority")


class Duty(NamedTuple):
    """Where the report of a major hazard to the bureau stands, and what else is still to do.

    `deadline` the last moment of the same-day report; `reminders` how many were due so far, `next_reminder` the coming one
    (None once it is reported); `to_do` of TO_DO, in that order; `for_director` puts it on the director's list.
    """

    report: Report
    deadline: datetime
    reminders: int
    next_reminder: datetime | None
    to_do: tuple[str, ...]
    for_director: bool


def report_deadline(found: datetime, parameters: Parameters) -> datetime:
    """Return until when the bureau must know: `report_by` of the day it was found, 24:00 when it was found after that."""
    by = datetime.combine(found.date(), parameters.report_by, found.tzinfo)
    return by if found < by else datetime.combine(found.date() + timedelta(days=1), time(), found.tzinfo)


def duty(state: FindingState, now: datetime, parameters: Parameters) -> Duty | None:
    """Return what R-31 still asks about a finding; None when it is no major hazard, or was taken back.

    Unreported, it is reminded of every `remind_minutes` from the moment it was found; past the deadline it is late (迟报).
    """
    if not state.major or state.state == "withdrawn":
        return None
    found, told = state.raised.found, state.reported_at
    deadline = report_deadline(found, parameters)
    late = (told or now) > deadline
    step = timedelta(minutes=max(1, parameters.remind_minutes))
    reminders = max(0, ((told or now) - found) // step)
    to_do = {
        "suspension": state.suspended_at is None,
        "report": told is None,
        "listed_supervision": state.schools_own and not state.listed,
        "disclosure_staff": state.schools_own and "staff" not in state.disclosed,
        "disclosure_authority": "safety_authority" not in state.disclosed,
    }
    status: Report = ("reported_late" if late else "reported") if told else ("late" if late else "waiting")
    return Duty(
        status,
        deadline,
        reminders,
        None if told else found + step * (reminders + 1),
        tuple(name for name in TO_DO if to_do[name]),
        for_director=status == "late",
    )


def director_list(states: Iterable[FindingState], now: datetime, parameters: Parameters) -> list[FindingState]:
    """Return the major hazards the director has to see to because their report is late, the oldest first (R-31)."""
    late = [one for one in states if (found := duty(one, now, parameters)) and found.for_director]
    return sorted(late, key=lambda one: one.raised.found)

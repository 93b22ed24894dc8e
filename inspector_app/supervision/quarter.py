"""R-70 and R-71: each leader follows up each linked school once a quarter, signed; who owes it when the link changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from inspector_app.supervision.calendar import Calendar, working_day_before
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.visit_fact import VisitFact

FORM = "principal_followup"
State = Literal["done", "open", "warned", "overdue"]


class Quarter(NamedTuple):
    """A natural quarter, 1 to 4."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Return its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Return its last day."""
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        """Return the quarter after."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)


class Link(NamedTuple):
    """From this day the leader is linked with the school, as the office entered it; it takes effect as R-71 says."""

    school: str
    leader: str
    on: date


class Handover(NamedTuple):
    """Both leaders signed on this day that the new one takes over at once (R-71)."""

    school: str
    leader: str
    on: date


@dataclass(frozen=True)
class Owed:
    """One follow-up of a quarter: who owes it, how it stands on a day, and when it was signed.

    `late` is the day a later signature made up for it: that one counts for its own quarter, this one stays overdue.
    """

    school: str
    leader: str
    quarter: Quarter
    state: State
    signed: date | None = None
    late: date | None = None


def quarter_of(day: date) -> Quarter:
    """Return the natural quarter of a day."""
    return Quarter(day.year, (day.month + 2) // 3)


def leader_of(school: str, quarter: Quarter, links: Iterable[Link], handovers: Iterable[Handover] = ()) -> str:
    """Return who owes the quarter's follow-up (R-71); "" when nobody was linked before it began.

    A change takes effect with the next quarter; until then the former leader owes it, unless both signed the handover.
    """
    signed = [one for one in handovers if one.school == school and quarter.first <= one.on <= quarter.last]
    if signed:
        return max(signed, key=lambda one: one.on).leader
    before = [one for one in links if one.school == school and one.on < quarter.first]
    return max(before, key=lambda one: one.on).leader if before else ""


def followups(visits: Iterable[VisitFact], school: str, leader: str) -> list[date]:
    """Return the days on which the leader's follow-ups of the school were signed; unsigned ones do not count (R-70)."""
    return sorted(
        one.signed_on
        for one in visits
        if one.school == school and one.leader == leader and FORM in one.forms and one.signed_on is not None
    )


def warned_from(quarter: Quarter, calendar: Calendar, parameters: Parameters) -> date:
    """Return the first of the quarter's last 15 working days, from which a missing follow-up is warned of (R-70)."""
    return working_day_before(quarter.next.first, parameters.quarter_warning, calendar)


def overdue_from(quarter: Quarter, calendar: Calendar) -> date:
    """Return the quarter's last working day: still without a follow-up on it, the quarter is overdue (R-70's own test)."""
    return working_day_before(quarter.next.first, 1, calendar)


def owed(
    school: str,
    leader: str,
    quarter: Quarter,
    on: date,
    visits: Sequence[VisitFact],
    calendar: Calendar,
    parameters: Parameters,
) -> Owed:
    """Return how one leader's follow-up of one school and quarter stands on a day (R-70)."""
    signed = [day for day in followups(visits, school, leader) if day <= on]
    within = [day for day in signed if quarter_of(day) == quarter]
    after = [day for day in signed if day > quarter.last]
    state: State = "open"
    if within:
        state = "done"
    elif on >= overdue_from(quarter, calendar):
        state = "overdue"
    elif on >= warned_from(quarter, calendar, parameters):
        state = "warned"
    late = after[0] if after and not within else None
    return Owed(school, leader, quarter, state, within[0] if within else None, late)

"""Which schools may be drawn: R-10 with R-03 (visits a term) and R-05 (days to avoid); each exclusion says its reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from inspector_app.supervision.calendar import Calendar, due_date
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.roster import School
from inspector_app.supervision.visit_fact import SchoolTerm, VisitFact, capped, exempt

Why = Literal["not_open", "term_cap", "cooldown", "holiday", "vacation", "exam", "county_exam"]


@dataclass(frozen=True)
class Avoided:
    """Days on which nobody goes (R-05), both ends included; no `schools` means all. An exam closes its exam sites."""

    first: date
    last: date
    why: Literal["vacation", "exam", "county_exam"]
    schools: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Basis:
    """What a draw rests on: `as_of` the day of the draw, `on` the day of the visits (None: the same), the rest as known then."""

    as_of: date
    calendar: Calendar
    parameters: Parameters
    term: SchoolTerm
    on: date | None = None
    mode: str = "routine_unannounced"
    emergency: bool = False
    visits: Sequence[VisitFact] = ()
    avoided: Sequence[Avoided] = ()

    @property
    def day(self) -> date:
        """Return the day of the visits."""
        return self.on or self.as_of


class Reason(NamedTuple):
    """Why a school is not in the pool, by rule."""

    rule: str
    why: Why


class Excluded(NamedTuple):
    """A school outside the pool, with every reason."""

    school: School
    reasons: tuple[Reason, ...]


def pool(schools: Iterable[School], basis: Basis) -> tuple[list[School], list[Excluded]]:
    """Return the schools that may be drawn and those that may not, both by id."""
    inside, outside = [], []
    for school in sorted(schools, key=lambda one: one.id):
        found = reasons(school, basis)
        if found:
            outside.append(Excluded(school, found))
        else:
            inside.append(school)
    return inside, outside


def reasons(school: School, basis: Basis) -> tuple[Reason, ...]:
    """Return why a school may not be drawn; () when it may.

    R-10: not open; in its cooldown unless its risk is red. R-03 and R-05 hold for all but complaints and emergencies.
    """
    found = []
    if school.status != "open":
        found.append(Reason("R-10", "not_open"))
    if not exempt(basis.mode, basis.emergency):
        if capped(basis.visits, school.id, basis.term) >= basis.parameters.max_visits:
            found.append(Reason("R-03", "term_cap"))
        found += [Reason("R-05", why) for why in days_avoided(school.id, basis.day, basis.calendar, basis.avoided)]
    if school.risk != "red" and cooling(last_visit(school, basis), basis):
        found.append(Reason("R-10", "cooldown"))
    return tuple(found)


def last_visit(school: School, basis: Basis) -> date | None:
    """Return the last visit known on the day of the draw: the roster's or a later one of the journal; None for never."""
    days = [one.on for one in basis.visits if one.school == school.id and one.on <= basis.as_of]
    return max([*days, *([school.last_visit] if school.last_visit else [])], default=None)


def cooling(last: date | None, basis: Basis) -> bool:
    """True until the end of the last working day of the cooldown, counted from the day after the visit (R-10, R-51)."""
    return last is not None and basis.day <= due_date(last, basis.parameters.cooldown, basis.calendar)


def days_avoided(school: str, day: date, calendar: Calendar, avoided: Iterable[Avoided]) -> list[Why]:
    """Return why a school is not visited on a day (R-05): a public holiday, a vacation, an examination there."""
    named = calendar.days.get(day)
    found: list[Why] = ["holiday"] if named and named.kind == "holiday" else []
    for one in avoided:
        if one.first <= day <= one.last and (not one.schools or school in one.schools) and one.why not in found:
            found.append(one.why)
    return found

"""What the rules of frequency, coverage, draw and rotation need to know of a visit that took place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class VisitFact:
    """One visit to one school. `emergency` visits (safety report, complaint) count towards no cap (R-03).

    `team` are person ids; `forms` the form ids filled; `topics` which of the six topics it looked at (R-73); `leader` the
    bureau leader of a quarterly follow-up (R-70) and `signed_on` the day its record was signed.
    """

    school: str
    on: date
    mode: str = "routine_unannounced"
    emergency: bool = False
    team: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    leader: str = ""
    signed_on: date | None = None


@dataclass(frozen=True)
class SchoolTerm:
    """A school term, both days included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def school_term(day: date) -> SchoolTerm:
    """Return the term a day lies in, until the county's own dates are in the journal: from 1 September and from 16 February."""
    spring, autumn = date(day.year, 2, 16), date(day.year, 9, 1)
    one = timedelta(days=1)
    if day < spring:
        return SchoolTerm(date(day.year - 1, 9, 1), spring - one)
    return SchoolTerm(spring, autumn - one) if day < autumn else SchoolTerm(autumn, date(day.year + 1, 2, 16) - one)


EXEMPT_MODES = frozenset({"complaint_check"})
"""R-03, R-05: a complaint is checked whatever the caps and the calendar say, as is a safety emergency."""


def exempt(mode: str, emergency: bool) -> bool:
    """True for a visit to which neither caps (R-03) nor days to avoid (R-05) apply."""
    return emergency or mode in EXEMPT_MODES


def capped(visits: Iterable[VisitFact], school: str, term: SchoolTerm) -> int:
    """Return how many visits of a term count towards the school's cap (R-03)."""
    return sum(1 for one in visits if one.school == school and one.on in term and not exempt(one.mode, one.emergency))

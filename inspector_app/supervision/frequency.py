"""What is due where: R-03 how often each school is visited, R-72 coverage, R-73 the six topics, R-74 the tasks of a school year.

Everything is computed from visits that took place; a school nobody has been to stands on top.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.roster import School
from inspector_app.supervision.teams import years_after
from inspector_app.supervision.visit_fact import SchoolTerm, VisitFact, capped

Kind = Literal["routine", "linked", "comprehensive", "at_cap"]
ROUTINE = frozenset({"routine_unannounced", "routine_announced"})
TOPICS = (
    "learning_teaching_style",
    "teaching_routines",
    "double_reduction",
    "dropout_control",
    "bullying_prevention",
    "drowning_prevention",
)
BOTTOM_LINES = ("drowning", "bullying", "food", "fire")


class Due(NamedTuple):
    """What a school is still owed: `missing` visits of a kind until `until`; at_cap: no more visits this term (R-03)."""

    school: str
    kind: Kind
    missing: int
    until: date


class Share(NamedTuple):
    """How many schools of how many, and whether it is enough."""

    reached: int
    of: int
    enough: bool = True

    @property
    def rate(self) -> Decimal:
        """Return the share, 0 to 1; 0 of 0 is nothing reached."""
        return Decimal(self.reached) / Decimal(self.of) if self.of else Decimal(0)


@dataclass(frozen=True)
class Coverage:
    """The board of a school year (R-72): shares of the open schools by line, and the schools, never visited ones first."""

    schools: Share
    topics: Mapping[str, Share]
    bottom_lines: Mapping[str, Share]
    townships: Mapping[str, Share]
    visits: tuple[tuple[str, int], ...]


def due(school: School, on: date, term: SchoolTerm, visits: Sequence[VisitFact], parameters: Parameters) -> list[Due]:
    """Return what R-03 still asks for at a school: two routine visits a term, a comprehensive inspection in five years.

    A school never inspected comprehensively owes one now. At the cap the routine visits left are owed no more.
    """
    own = [one for one in visits if one.school == school.id and one.on <= on]
    found = []
    if capped(own, school.id, term) >= parameters.max_visits:
        found.append(Due(school.id, "at_cap", 0, term.last))
    else:
        routine = len({one.on for one in own if one.mode in ROUTINE and one.on in term})
        if routine < parameters.routine_per_term:
            found.append(Due(school.id, "routine", parameters.routine_per_term - routine, term.last))
    whole = max((one.on for one in own if one.mode == "comprehensive"), default=None)
    until = on if whole is None else years_after(whole, parameters.comprehensive_years)
    if until <= term.last:
        found.append(Due(school.id, "comprehensive", 1, max(until, on)))
    return found


def due_this_month(
    inspector: str, schools: Iterable[str], on: date, visits: Sequence[VisitFact], parameters: Parameters
) -> list[Due]:
    """Return the schools of a responsible inspector still without this month's visit by that person (R-03)."""
    found = []
    for school in schools:
        days = {
            one.on
            for one in visits
            if one.school == school
            and inspector in one.team
            and one.on.replace(day=1) == on.replace(day=1)
            and one.on <= on
        }
        if len(days) < parameters.linked_per_month:
            found.append(Due(school, "linked", parameters.linked_per_month - len(days), _month_end(on)))
    return found


def school_year(day: date) -> SchoolTerm:
    """Return the school year a day lies in, 1 September to 31 August."""
    first = day.year if day.month >= 9 else day.year - 1
    return SchoolTerm(date(first, 9, 1), date(first + 1, 8, 31))


def coverage(
    schools: Collection[School], visits: Iterable[VisitFact], year: SchoolTerm, parameters: Parameters
) -> Coverage:
    """Return the coverage of a school year (R-72) with the six topics held against their rate (R-73)."""
    opened = {one.id: one for one in schools if one.status == "open"}
    within = [one for one in visits if one.on in year and one.school in opened]
    count = {school: len({one.on for one in within if one.school == school}) for school in opened}
    townships = sorted({one.township for one in opened.values()})
    return Coverage(
        schools=_share((school for school, visited in count.items() if visited), opened),
        topics={topic: topic_share(topic, opened, within, parameters) for topic in TOPICS},
        bottom_lines={
            line: _share((one.school for one in within if line in one.topics), opened) for line in BOTTOM_LINES
        },
        townships={place: _township(place, opened, count) for place in townships},
        visits=tuple(sorted(count.items(), key=lambda one: (one[1], one[0]))),
    )


def topic_share(topic: str, schools: Collection[str], visits: Iterable[VisitFact], parameters: Parameters) -> Share:
    """Return at how many schools a topic was looked at, and whether that is the yearly rate (R-73)."""
    share = _share((one.school for one in visits if topic in one.topics), schools)
    return share._replace(enough=share.rate >= parameters.topic_rate)


class YearTask(NamedTuple):
    """One task of the school year at one school (R-74): how many are needed by now, and done."""

    school: str
    kind: Literal["contest_lesson", "report_lesson", "mentoring_pair", "dropout_report"]
    needed: int
    done: int

    @property
    def missing(self) -> int:
        """Return how many are still owed."""
        return max(0, self.needed - self.done)


class Staff(NamedTuple):
    """Who has to do what at a school: young teachers, teachers over fifty, teachers to be mentored."""

    young: int
    over_fifty: int
    mentored: int


class Done(NamedTuple):
    """What was done at a school this school year: people, not lessons; months with a report."""

    contest_lessons: frozenset[str] = frozenset()
    report_lessons: frozenset[str] = frozenset()
    mentored: frozenset[str] = frozenset()
    report_months: frozenset[str] = frozenset()


def year_tasks(school: str, staff: Staff, done: Done, on: date) -> list[YearTask]:
    """Return a school's tasks of the year as they stand on a day (R-74).

    Each young teacher gives a contest lesson and each over fifty a report lesson once, whoever gives two; every teacher to be
    mentored has a pair; a dropout report is owed for each whole month of the school year, the summer vacation left out.
    """
    months = _months_over(school_year(on), on)
    return [
        YearTask(school, "contest_lesson", staff.young, len(done.contest_lessons)),
        YearTask(school, "report_lesson", staff.over_fifty, len(done.report_lessons)),
        YearTask(school, "mentoring_pair", staff.mentored, len(done.mentored)),
        YearTask(school, "dropout_report", len(months), len(done.report_months & months)),
    ]


def _months_over(year: SchoolTerm, on: date) -> set[str]:
    starts = [date(year.first.year + (month < 9), month, 1) for month in (9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7)]
    return {f"{start:%Y-%m}" for start in starts if _month_end(start) < on}


def _month_end(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _township(place: str, schools: Mapping[str, School], count: Mapping[str, int]) -> Share:
    there = [one.id for one in schools.values() if one.township == place]
    return _share((one for one in there if count[one]), there)


def _share(reached: Iterable[str], schools: Collection[str]) -> Share:
    return Share(len(set(reached)), len(schools))

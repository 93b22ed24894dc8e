"""Who may go to which school: R-19 numbers, cards and women, R-20 recusal, R-22 cross inspection, R-23 terms, R-24 rotation.

`obstacles` lists everything at once, each with its rule, so that the office sees whom to exchange and why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, NamedTuple

from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.roster import Person, Roster, School, family
from inspector_app.supervision.visit_fact import VisitFact

Why = Literal[
    "too_few",
    "no_card",
    "no_woman",
    "special_team",
    "relative",
    "own_school",
    "left_lately",
    "left_its_family",
    "dealings",
    "other_interest",
    "same_zone",
    "school_zone_unknown",
    "person_zone_unknown",
    "term_over",
    "terms_used_up",
    "term_unknown",
    "inactive",
    "unknown_person",
    "rotate",
]
Interest = Literal["dealings", "other_interest"]
GROUPED_MODES = frozenset({"special", "comprehensive"})  # these take a group of inspectors


class Obstacle(NamedTuple):
    """Why a team may not go (`stops`) or what it should think of first; `person` is "" when it is about the team."""

    rule: str
    person: str
    school: str
    why: Why
    stops: bool = True


class Declared(NamedTuple):
    """What a person declared about a school: dealings or a dispute of the own or a relative's (R-20 ④), or other interest (⑤)."""

    person: str
    school: str
    interest: Interest


@dataclass(frozen=True)
class Mission:
    """What the team is sent for, and what is known of earlier visits and declared interests."""

    on: date
    mode: str = "routine_unannounced"
    cross_inspection: bool = False
    history: Sequence[VisitFact] = ()
    declared: Sequence[Declared] = field(default=())


def obstacles(
    team: Iterable[str], school: School, roster: Roster, mission: Mission, parameters: Parameters
) -> list[Obstacle]:
    """Return what stands in a team's way to a school, by person in the team's order, then what concerns the whole team."""
    members = list(dict.fromkeys(team))
    people = [roster.people[one] for one in members if one in roster.people]
    found = [Obstacle("R-19", one, school.id, "unknown_person") for one in members if one not in roster.people]
    for person in people:
        found += in_office(person, school.id, mission.on, parameters)
        found += recusal(person, school, roster, mission, parameters)
        if mission.cross_inspection:
            found += crossing(person, school)
        found += rotation(person, school.id, mission.history, parameters)
    return found + numbers(people, school, mission, parameters)


def stops(found: Iterable[Obstacle]) -> list[Obstacle]:
    """Return the obstacles that forbid the team; the rest are notices."""
    return [one for one in found if one.stops]


def numbers(people: Sequence[Person], school: School, mission: Mission, parameters: Parameters) -> list[Obstacle]:
    """R-19: two people, one with a valid card; a woman where pupils board. R-02: three cards in a group's inspection.

    Whether pupils board is asked for only when it is not known to be no: unknown is not no. Without a woman the team may go,
    but leaves the dormitory and the girls' interviews out.
    """
    cards = sum(valid_card(one, mission.on, parameters) for one in people)
    found = []
    if len(people) < parameters.team_least:
        found.append(Obstacle("R-19", "", school.id, "too_few"))
    if cards < parameters.team_cards:
        found.append(Obstacle("R-19", "", school.id, "no_card"))
    if mission.mode in GROUPED_MODES and cards < parameters.special_team:
        found.append(Obstacle("R-02", "", school.id, "special_team"))
    if school.boarding is not False and not any(one.gender == "F" for one in people):
        found.append(Obstacle("R-19", "", school.id, "no_woman", stops=False))
    return found


def valid_card(person: Person, on: date, parameters: Parameters) -> bool:
    """True for somebody in office with an inspector card (R-19); a work permit is none."""
    return person.credential == "inspector_card" and not in_office(person, "", on, parameters)


def in_office(person: Person, school: str, on: date, parameters: Parameters) -> list[Obstacle]:
    """R-23: a part-time inspector serves a term of three years, three terms at most, and is free from the day after its end."""
    if person.role == "part_time_inspector":
        if person.term_no > parameters.max_terms:
            return [Obstacle("R-23", person.id, school, "terms_used_up")]
        if person.term_start is None:
            return [Obstacle("R-23", person.id, school, "term_unknown")]
        if on > term_end(person.term_start, parameters):
            return [Obstacle("R-23", person.id, school, "term_over")]
    return [] if person.active else [Obstacle("R-23", person.id, school, "inactive")]


def term_end(start: date, parameters: Parameters) -> date:
    """Return the last day of a term (R-23)."""
    return years_after(start, parameters.term_years) - timedelta(days=1)


def years_after(day: date, years: int) -> date:
    """Return the same day so many years later; 29 February becomes the last of that month."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def recusal(person: Person, school: School, roster: Roster, mission: Mission, parameters: Parameters) -> list[Obstacle]:
    """R-20: ① a close relative heads it, ② own school with its family, ③ left too lately, ④ dealings, ⑤ other interest.

    Of a school left lately, the branches and group schools are a notice: the office decides whether fairness is in doubt.
    """
    found = []
    if school.id in person.relatives:
        found.append(Obstacle("R-20", person.id, school.id, "relative"))
    if person.current and school.id in family(person.current, roster.schools):
        found.append(Obstacle("R-20", person.id, school.id, "own_school"))
    lately = [
        former for former, left in person.former if mission.on < years_after(left, parameters.recuse_years)
    ]  # the third anniversary completes the third year
    if school.id in lately:
        found.append(Obstacle("R-20", person.id, school.id, "left_lately"))
    elif any(school.id in family(former, roster.schools) for former in lately):
        found.append(Obstacle("R-20", person.id, school.id, "left_its_family", stops=False))
    found += [
        Obstacle("R-20", person.id, school.id, one.interest)
        for one in mission.declared
        if (one.person, one.school) == (person.id, school.id)
    ]
    return found


def crossing(person: Person, school: School) -> list[Obstacle]:
    """R-22: in a cross inspection nobody goes to the own zone; a zone nobody entered has to be entered first."""
    if not school.zone:
        return [Obstacle("R-22", person.id, school.id, "school_zone_unknown")]
    if not person.zone:
        return [Obstacle("R-22", person.id, school.id, "person_zone_unknown")]
    return [Obstacle("R-22", person.id, school.id, "same_zone")] if person.zone == school.zone else []


def rotation(person: Person, school: str, history: Iterable[VisitFact], parameters: Parameters) -> list[Obstacle]:
    """R-24: after three visits in a row by the same inspector a notice asks for another."""
    row = consecutive(person.id, school, history)
    if row < parameters.max_consecutive:
        return []
    return [Obstacle("R-24", person.id, school, "rotate", stops=False)]


def consecutive(person: str, school: str, history: Iterable[VisitFact]) -> int:
    """Return how many of the school's last visits in a row the person was on; whoever else went along makes no difference."""
    days: dict[date, bool] = {}
    for one in history:
        if one.school == school:
            days[one.on] = days.get(one.on, False) or person in one.team
    row = 0
    for day in sorted(days, reverse=True):
        if not days[day]:
            break
        row += 1
    return row

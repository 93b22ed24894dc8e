"""R-03, R-70 to R-74: what is due where, and how much of the county has been reached."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.supervision.frequency import (
    TOPICS,
    Done,
    Due,
    Staff,
    coverage,
    due,
    due_this_month,
    school_year,
    year_tasks,
)
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.quarter import (
    FORM,
    Handover,
    Link,
    Owed,
    Quarter,
    leader_of,
    overdue_from,
    owed,
    quarter_of,
    warned_from,
)
from inspector_app.supervision.roster import School
from inspector_app.supervision.visit_fact import VisitFact, school_term
from tests.supervision.rosters import AS_OF, SPRING, sample, sample_calendar

PARAMETERS = Parameters()
Q2, Q3 = Quarter(2024, 2), Quarter(2024, 3)
JUNIOR = School("S1", type="junior")
WHOLE = VisitFact("S1", date(2022, 5, 6), "comprehensive")


def dues(*visits: VisitFact, on: date = AS_OF) -> list[tuple[str, int]]:
    """Return what is due at a school, by kind and number."""
    return [(one.kind, one.missing) for one in due(JUNIOR, on, SPRING, visits, PARAMETERS)]


def followed(signed: str, leader: str = "L03", form: str = FORM) -> VisitFact:
    """Return a follow-up of S003 that was signed on a day ("" not at all)."""
    day = date.fromisoformat(signed) if signed else None
    return VisitFact("S003", day or AS_OF, forms=frozenset({form}), leader=leader, signed_on=day)


def standing(on: str, *visits: VisitFact, quarter: Quarter = Q2, leader: str = "L03") -> Owed:
    """Return how the follow-up of S003 stands on a day."""
    return owed("S003", leader, quarter, date.fromisoformat(on), visits, sample_calendar(), PARAMETERS)


#


def test_r03_two_routine_visits_a_term_are_owed() -> None:
    """None: two; one: one; two on different days: none. Two on one day are one; last term's do not count."""
    march, april = VisitFact("S1", date(2024, 3, 4)), VisitFact("S1", date(2024, 4, 8))
    assert [("routine", 2)] == dues(WHOLE)
    assert [("routine", 1)] == dues(WHOLE, march, replace(march, forms=frozenset({"x"})))
    assert [] == dues(WHOLE, march, april)
    assert [("routine", 2)] == dues(WHOLE, replace(march, on=date(2023, 12, 4)), replace(march, mode="special"))
    assert [("routine", 1)] == dues(WHOLE, march, april, on=date(2024, 4, 1))


def test_r03_at_the_cap_no_more_visits_are_owed() -> None:
    """Four visits, none of them routine: the minimum gives way to the cap, and the board says so."""
    special = [VisitFact("S1", date(2024, 3, day), "special") for day in (4, 5, 6, 7)]
    assert [("at_cap", 0)] == dues(WHOLE, *special)
    assert [("routine", 2)] == dues(WHOLE, *special[1:], replace(special[0], emergency=True))


@pytest.mark.parametrize(
    ("last", "expected"), [("2019-07-06", []), ("2019-07-05", ["comprehensive"]), ("", ["comprehensive"])]
)
def test_r03_a_comprehensive_inspection_is_owed_after_five_years(last: str, expected: list[str]) -> None:
    """Told in the term in which the five years end; a school that never had one owes it now."""
    visits = [VisitFact("S1", date.fromisoformat(last), "comprehensive")] if last else []
    assert expected == [kind for kind, _ in dues(*visits) if kind == "comprehensive"]


def test_r03_the_responsible_inspector_goes_to_each_school_once_a_month() -> None:
    """Another's visit does not count, nor last month's."""
    visits = [
        VisitFact("S1", date(2024, 5, 2), team=frozenset({"I02"})),
        VisitFact("S2", date(2024, 5, 2), team=frozenset({"I03"})),
        VisitFact("S3", date(2024, 4, 30), team=frozenset({"I02"})),
    ]
    expected = [Due(one, "linked", 1, date(2024, 5, 31)) for one in ("S2", "S3")]
    assert expected == due_this_month("I02", ["S1", "S2", "S3"], AS_OF, visits, PARAMETERS)


def test_terms_follow_one_another_without_a_gap() -> None:
    """Every day lies in the term that is given for it."""
    for day in (date(2024, 1, 1), date(2024, 2, 15), date(2024, 2, 16), date(2024, 8, 31), date(2024, 9, 1)):
        assert day in school_term(day)


#


def test_r70_without_the_quarters_followup_it_is_overdue_and_stays_so() -> None:
    """G 28 June 2024 nothing for Q2 → T overdue; signed on 2 July → T counts for Q3, Q2 stays overdue and says when."""
    assert "overdue" == standing("2024-06-28").state
    late = followed("2024-07-02")
    second, third = standing("2024-07-02", late), standing("2024-07-02", late, quarter=Q3)
    assert ("overdue", None, date(2024, 7, 2)) == (second.state, second.signed, second.late)
    assert ("done", date(2024, 7, 2), None) == (third.state, third.signed, third.late)


def test_r70_fifteen_working_days_before_the_quarters_end_a_warning() -> None:
    """The last fifteen working days of Q2 2024 begin on 7 June; the holiday of 10 June is none of them."""
    assert (date(2024, 6, 7), date(2024, 6, 28)) == (
        warned_from(Q2, sample_calendar(), PARAMETERS),
        overdue_from(Q2, sample_calendar()),
    )
    assert ["open", "warned", "warned", "overdue"] == [
        standing(day).state for day in ("2024-06-06", "2024-06-07", "2024-06-27", "2024-06-28")
    ]


def test_r70_only_a_signed_followup_of_this_leader_counts() -> None:
    """Unsigned, of another leader, another form, or signed later than the day asked about: not done."""
    assert "done" == standing("2024-06-28", followed("2024-05-06")).state
    for other in (followed(""), followed("2024-05-06", "L04"), followed("2024-05-06", form="campus_safety")):
        assert "overdue" == standing("2024-06-28", other).state
    assert "open" == standing("2024-05-05", followed("2024-05-06")).state


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_r70_each_day_lies_in_one_quarter(day: date) -> None:
    """Between first and last, and the next begins the day after."""
    quarter = quarter_of(day)
    assert quarter.first <= day <= quarter.last
    assert 1 == (quarter.next.first - quarter.last).days
    assert quarter_of(quarter.next.first) == quarter.next


#

LINKS = [Link("S003", "L03", date(2024, 1, 2)), Link("S003", "L04", date(2024, 5, 15))]


def test_r71_who_changes_in_may_leaves_the_quarter_to_the_former_leader() -> None:
    """G changed in May → T Q2 is the former leader's, Q3 the new one's; nobody's before the first link."""
    assert ["L03", "L04"] == [leader_of("S003", quarter, LINKS) for quarter in (Q2, Q3)]
    assert "" == leader_of("S003", Quarter(2024, 1), LINKS)
    assert "" == leader_of("S004", Q2, LINKS)


def test_r71_a_signed_handover_gives_the_quarter_to_the_new_leader() -> None:
    """Signed by both in that quarter; one of another quarter or school changes nothing."""
    assert "L04" == leader_of("S003", Q2, LINKS, [Handover("S003", "L04", date(2024, 5, 20))])
    others = [Handover("S003", "L04", date(2024, 7, 1)), Handover("S004", "L04", date(2024, 5, 20))]
    assert "L03" == leader_of("S003", Q2, LINKS, others)


#


def test_r72_schools_never_visited_stand_on_top() -> None:
    """Of the sample county's 64 open schools two were visited this year, one of them twice; one was before, one is not open."""
    visits = [
        VisitFact("G111", date(2023, 9, 26)),
        VisitFact("G111", date(2024, 3, 4), topics=frozenset({"drowning", "drowning_prevention"})),
        VisitFact("G112", date(2024, 3, 4), topics=frozenset({"fire"})),
        VisitFact("G113", date(2023, 8, 31)),
        VisitFact("S008", date(2024, 3, 4)),
    ]
    board = coverage(list(sample().schools.values()), visits, school_year(AS_OF), PARAMETERS)
    assert (2, 64) == board.schools[:2]
    assert 62 == sum(visited == 0 for _, visited in board.visits[:62])
    assert (("G112", 1), ("G111", 2)) == board.visits[62:]
    assert (1, 1, 0) == tuple(board.bottom_lines[one].reached for one in ("drowning", "fire", "food"))
    assert (1, 5) == board.townships["450224101"][:2]
    assert 64 == sum(share.of for share in board.townships.values())


@pytest.mark.parametrize(("reached", "enough"), [(2, False), (3, True)])
def test_r73_each_topic_is_looked_at_in_three_schools_of_ten(reached: int, enough: bool) -> None:
    """Twice at one school is once; the other topics are not reached by this one."""
    schools = [School(f"S{number}", type="junior") for number in range(10)]
    topic = frozenset({TOPICS[2]})
    visits = [VisitFact(f"S{number}", AS_OF, topics=topic) for number in [*range(reached), 0]]
    board = coverage(schools, visits, school_year(AS_OF), PARAMETERS)
    assert (Decimal(reached) / 10, enough) == (board.topics[TOPICS[2]].rate, board.topics[TOPICS[2]].enough)
    assert not board.topics[TOPICS[0]].enough
    assert 6 == len(board.topics)


#


def test_r74_the_years_tasks_roll_on() -> None:
    """Of 6 May 2024: eight months are over; who gave two lessons still is one teacher."""
    done = Done(frozenset({"T1", "T2"}), frozenset({"T9"}), frozenset(), frozenset({"2023-09", "2024-04", "2022-09"}))
    tasks = {one.kind: (one.needed, one.done, one.missing) for one in year_tasks("S1", Staff(3, 1, 2), done, AS_OF)}
    assert {
        "contest_lesson": (3, 2, 1),
        "report_lesson": (1, 1, 0),
        "mentoring_pair": (2, 0, 2),
        "dropout_report": (8, 2, 6),
    } == tasks
    assert 0 == year_tasks("S1", Staff(0, 0, 0), Done(), date(2024, 9, 30))[3].needed
    assert 11 == year_tasks("S1", Staff(0, 0, 0), Done(), date(2024, 8, 31))[3].needed

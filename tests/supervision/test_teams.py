"""R-19 to R-24 and V-5: who may go to which school, and what the school may ask on the spot."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from inspector_app.errors import Problem
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.recusal_request import Request, standing
from inspector_app.supervision.roster import Person, Roster, School, family
from inspector_app.supervision.teams import Declared, Mission, Obstacle, Why, consecutive, obstacles, stops, term_end
from inspector_app.supervision.visit_fact import VisitFact
from tests.actions.county import told
from tests.supervision.rosters import AS_OF, sample

PARAMETERS = Parameters()


def found(team: list[str], school: str, **more: object) -> list[Obstacle]:
    """Return what stands in the way of a team of the sample county on 6 May 2024."""
    mission = Mission(**{"on": AS_OF, **more})  # type: ignore[arg-type]  # named by the tests
    return obstacles(team, sample().schools[school], sample(), mission, PARAMETERS)


def whys(team: list[str], school: str, **more: object) -> list[tuple[str, str, Why]]:
    """Return rule, person and reason of each obstacle."""
    return [(one.rule, one.person, one.why) for one in found(team, school, **more)]


#


def test_r19_two_people_one_of_them_with_a_card() -> None:
    """G two researchers with work permits → T may not go; with an inspector they may; alone nobody may."""
    assert [("R-19", "", "no_card")] == whys(["I11", "I12"], "G112")
    assert [] == whys(["I11", "I02"], "G112")
    assert [("R-19", "", "too_few")] == whys(["I02", "I02"], "G112")
    assert [("R-19", "I99", "unknown_person"), ("R-19", "", "too_few")] == whys(["I02", "I99"], "G112")


def test_r19_a_card_whose_term_is_over_is_none() -> None:
    """I08's three terms are over: with a researcher the team has no valid card."""
    assert [("R-23", "I08", "term_over"), ("R-19", "", "no_card")] == whys(["I08", "I11"], "G112")


def test_r19_a_boarding_school_asks_for_a_woman_but_does_not_stop_the_team() -> None:
    """G no woman and boarders → T a notice; where it is unknown too; where nobody boards, none."""
    men = ["I03", "I17"]
    assert [Obstacle("R-19", "", "G101", "no_woman", stops=False)] == found(men, "G101")
    assert [] == stops(found(men, "G101"))
    assert [("R-19", "", "no_woman")] == whys(men, "S007")
    assert [] == whys(men, "G103")
    assert [] == whys(["I03", "I18"], "G101")


def test_r02_a_special_inspection_takes_three_valid_cards() -> None:
    """G two inspectors and two researchers → T refused; three inspectors pass; a routine visit does with one."""
    assert [("R-02", "", "special_team")] == whys(["I02", "I03", "I11", "I12"], "G112", mode="special")
    assert [] == whys(["I02", "I03", "I09"], "G112", mode="comprehensive")
    assert [] == whys(["I02", "I11"], "G112")


# R-20, V-5


@pytest.mark.parametrize(
    ("person", "school", "expected"),
    [
        ("I05", "S003", [("R-20", "I05", "left_lately")]),
        ("I06", "S003", []),
        ("I07", "S005", [("R-20", "I07", "relative")]),
        ("I07", "S003", []),
        ("I04", "S006", [("R-20", "I04", "own_school")]),
        ("I04", "G130", [("R-20", "I04", "own_school")]),
        ("I04", "G101", []),
    ],
)
def test_r20_recusal_v5(person: str, school: str, expected: list[tuple[str, str, Why]]) -> None:
    """V-5: of 6 May 2024; G130 is a village school of S006."""
    assert expected == whys([person, "I02"], school)


def test_r20_the_third_year_is_over_on_its_anniversary() -> None:
    """Left on 31 August 2022: out on 30 August 2025, free on the 31st."""
    inspector = replace(sample().people["I05"], term_start=date(2024, 9, 1))
    roster = Roster(sample().schools, {**sample().people, "I05": inspector})
    out = [
        stops(obstacles(["I05", "I02"], sample().schools["S003"], roster, Mission(date(2025, 8, day)), PARAMETERS))
        for day in (30, 31)
    ]
    assert [1, 0] == [len(one) for one in out]


def test_r20_the_family_of_a_school_is_branches_teaching_points_and_group() -> None:
    """A central school, its village schools and points, those of its group and theirs; no stranger."""
    schools = {
        one.id: one
        for one in (
            School("C", group="G1"),
            School("V", parent="C"),
            School("P", parent="V"),
            School("D", group="G1"),
            School("W", parent="D"),
            School("X"),
            School("Y", parent="X"),
        )
    }
    for member in "CVPDW":
        assert set("CVPDW") == family(member, schools)
    assert {"X", "Y"} == family("X", schools)


def test_r20_somebody_at_a_teaching_point_does_not_inspect_the_central_school_nor_the_group() -> None:
    """② counts both ways; of a school left lately the family is for the office to think about."""
    schools = {one.id: one for one in (School("C", boarding=False, group="G1"), School("P", parent="C"))}
    schools["D"] = School("D", boarding=False, group="G1")
    inspector = Person("A", role="full_time_inspector", gender="F", credential="inspector_card", current="P")
    left = replace(inspector, id="B", current="", former=(("P", date(2024, 1, 31)),))
    roster = Roster(schools, {"A": inspector, "B": left})
    for school in ("C", "D"):
        assert [("own_school", True), ("left_its_family", False)] == [
            (one.why, one.stops) for one in obstacles(["A", "B"], schools[school], roster, Mission(AS_OF), PARAMETERS)
        ]


def test_r20_what_a_person_declares_recuses() -> None:
    """④ dealings or a dispute and ⑤ other interest, of this person and this school only."""
    declared = [Declared("I02", "G112", "dealings"), Declared("I03", "G113", "other_interest")]
    assert [("R-20", "I02", "dealings")] == whys(["I02", "I03"], "G112", declared=declared)
    assert [("R-20", "I03", "other_interest")] == whys(["I02", "I03"], "G113", declared=declared)


#


def test_r22_in_a_cross_inspection_nobody_goes_to_the_own_zone() -> None:
    """G an inspector of Z2 to a school of Z2 → T refused; to Z3 → T may; not crossed → T may."""
    assert [("R-22", "I03", "same_zone")] == whys(["I02", "I03"], "G104", cross_inspection=True)
    assert [] == whys(["I02", "I03"], "G116", cross_inspection=True)
    assert [] == whys(["I02", "I03"], "G104")


def test_r22_an_unknown_zone_is_asked_for_first() -> None:
    """S001 has no zone: T it must be entered; so must that of I01."""
    assert {"school_zone_unknown"} == {why for _, _, why in whys(["I02", "I03"], "S001", cross_inspection=True)}
    assert [("R-22", "I01", "person_zone_unknown")] == whys(["I01", "I02"], "G116", cross_inspection=True)


#


def test_r23_i08_cannot_be_chosen() -> None:
    """G I08, third term from 1 September 2020 → T over since 31 August 2023."""
    assert ("R-23", "I08", "term_over") in whys(["I08", "I02"], "G103")
    assert date(2023, 8, 31) == term_end(date(2020, 9, 1), PARAMETERS)


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2025, 8, 31), []), (date(2025, 9, 1), [("R-23", "I04", "term_over")])]
)
def test_r23_the_day_after_the_term_is_the_first_without(day: date, expected: list[tuple[str, str, Why]]) -> None:
    """I04's term began on 1 September 2022."""
    assert expected == whys(["I04", "I02"], "G103", on=day)


def test_r23_a_fourth_term_a_term_without_beginning_and_somebody_who_left() -> None:
    """None of them goes; a full-time inspector has no terms."""
    part_time = replace(sample().people["I04"], current="")
    people = {
        "A": replace(part_time, id="A", term_no=4),
        "B": replace(part_time, id="B", term_start=None),
        "C": replace(sample().people["I02"], id="C", active=False),
    }
    roster = Roster(sample().schools, {**sample().people, **people})
    team = obstacles(["A", "B", "C", "I02", "I03"], sample().schools["G103"], roster, Mission(AS_OF), PARAMETERS)
    assert [("A", "terms_used_up"), ("B", "term_unknown"), ("C", "inactive")] == [(one.person, one.why) for one in team]


#


def went(*teams: str) -> list[VisitFact]:
    """Return visits to G103 a week apart, by teams written as ids with blanks."""
    start = date(2024, 3, 4)
    return [VisitFact("G103", start + timedelta(weeks=n), team=frozenset(one.split())) for n, one in enumerate(teams)]


def test_r24_after_three_visits_in_a_row_somebody_else_should_go() -> None:
    """G three in a row → T a notice; with another's visit between, or two only, none."""
    assert [("R-24", "I02", "rotate")] == whys(["I02", "I18"], "G103", history=went("I02", "I02 I03", "I02"))
    assert [] == stops(found(["I02", "I18"], "G103", history=went("I02", "I02", "I02")))
    assert [] == whys(["I02", "I18"], "G103", history=went("I02", "I02", "I03", "I02"))
    assert [] == whys(["I02", "I18"], "G104", history=went("I02", "I02", "I02"))


def test_r24_two_forms_on_one_day_are_one_visit() -> None:
    """The same day counts once, whichever of its teams the person was in."""
    day = [replace(one, on=date(2024, 3, 4)) for one in went("I02", "I03", "I02")]
    assert 1 == consecutive("I02", "G103", day)


#

ASKED = datetime.fromisoformat("2024-05-06T10:00:00+08:00")


def test_r21_the_request_suspends_the_visit_and_after_half_an_hour_the_person_withdraws() -> None:
    """G asked → T the clock runs; undecided at 10:30 the person is out and a team of two is too small."""
    request = Request("I02", ASKED)
    early = standing(request, ["I02", "I03"], ASKED + timedelta(minutes=29), PARAMETERS)
    assert ("suspended", ("I02", "I03"), False) == (early.state, early.team, early.aborts)
    late = standing(request, ["I02", "I03"], ASKED + timedelta(minutes=30), PARAMETERS)
    assert ("withdrawn_by_time", ("I03",), True) == (late.state, late.team, late.aborts)
    three = standing(request, ["I02", "I03", "I09"], ASKED + timedelta(minutes=30), PARAMETERS)
    assert not three.aborts


def test_r21_the_head_of_the_office_decides() -> None:
    """Granted: out. Refused: stays. Decided by anybody else: no decision at all."""
    at = ASKED + timedelta(minutes=10)
    for granted, state, left in ((True, "granted", ("I03",)), (False, "refused", ("I02", "I03"))):
        request = Request("I02", ASKED, granted, at, "office_head")
        decided = standing(request, ["I02", "I03"], at, PARAMETERS)
        assert (state, left) == (decided.state, decided.team)
    with pytest.raises(Problem, match="teams.not_the_decider") as caught:
        standing(Request("I02", ASKED, False, at, "team_leader"), ["I02", "I03"], at, PARAMETERS)
    told(caught.value)

"""R-03, R-05 to R-08, R-10 to R-13: the draw, with the vectors V-1 and V-2 to the last digit."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.errors import Problem
from inspector_app.supervision.draw import (
    UNREACHABLE,
    Candidate,
    Draw,
    Named,
    Order,
    draw,
    order,
    random_share,
    substitute,
)
from inspector_app.supervision.draw_key import key, uniform, weight
from inspector_app.supervision.draw_pool import Avoided, Reason, reasons
from inspector_app.supervision.draw_quota import feed, hamilton, spread, starved, stratum
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.roster import School
from inspector_app.supervision.visit_fact import VisitFact
from tests.actions.county import told
from tests.supervision.rosters import AS_OF, DRAW_ID, SEED, basis, sample, school

V1 = (
    ("G115", "blue", "2023-09-28", "2.166667", "0.874382609874", "0.061955644793"),
    ("S005", "unset", "", "6.000000", "0.586537822951", "0.088919687285"),
    ("G111", "blue", "2023-09-26", "2.166667", "0.770299428022", "0.120450448690"),
    ("S003", "unset", "", "6.000000", "0.365232117034", "0.167870365074"),
    ("G113", "red", "2023-09-22", "8.666667", "0.179185476894", "0.198384672213"),
    ("S004", "unset", "", "6.000000", "0.179785079442", "0.285998857430"),
    ("G112", "blue", "2023-09-25", "2.166667", "0.413403464771", "0.407691346436"),
    ("G114", "blue", "2023-11-27", "1.833333", "0.388005627172", "0.516401147151"),
)
V2 = {"A_primary": 6, "B_middle": 2, "C_senior": 1, "D_kg": 3, "E_special": 0}
IDS = st.text("ABCDEFGHS0123456789", min_size=1, max_size=5)
POOLS = st.dictionaries(IDS, st.sampled_from([Fraction(1), Fraction(13, 6), Fraction(6), Fraction(12)]), max_size=12)


def juniors() -> list[School]:
    """Return the pool of V-1."""
    return [one for one in sample().schools.values() if one.type == "junior" and one.status == "open"]


def asked(quota: int, **more: object) -> Order:
    """Return an order with the seed and number of V-1."""
    return Order(quota, SEED, DRAW_ID, **more)  # type: ignore[arg-type]  # named by the tests


def refused(code: str, *arguments: object, **more: object) -> None:
    """Hold that a draw is refused with this Problem, in full words."""
    with pytest.raises(Problem) as caught:
        draw(*arguments, **more)  # type: ignore[arg-type]  # named by the tests
    assert code == caught.value.code
    told(caught.value)


#


def test_r06_quotas_by_largest_remainder_v2() -> None:
    """V-2: 64 open schools, twelve seats; C and E tie for the last and C comes first by code."""
    opened = [one for one in sample().schools.values() if one.status == "open"]
    result = draw(sample().schools.values(), asked(12), basis())
    assert 64 == len(opened)
    assert {"A_primary": 32, "B_middle": 11, "C_senior": 2, "D_kg": 17, "E_special": 2} == result.sizes
    assert V2 == result.quotas
    assert 12 == len(result.drawn)


def test_r06_the_stratum_is_the_stage() -> None:
    """Teaching points count as primary, nine-year schools as middle; a type nobody knows is refused."""
    assert ["A_primary", "A_primary", "B_middle"] == [
        stratum(one) for one in ("primary", "teaching_point", "nine_year")
    ]
    with pytest.raises(Problem, match="draw.no_stratum"):
        stratum("university")


def test_r06_townships_do_not_repeat_before_all_had_one() -> None:
    """By key, but a township already present goes behind; unknown townships repeat none."""
    townships = {"a": "1", "b": "1", "c": "2", "d": "", "e": "", "f": "2"}
    assert ["a", "c", "d", "e", "b", "f"] == spread(["a", "b", "c", "d", "e", "f"], townships)


def test_r06_the_drawn_of_the_sample_county_come_from_different_townships() -> None:
    """Six primary schools of twelve townships: none twice among those that are known."""
    result = draw(sample().schools.values(), asked(12), basis())
    primary = [line.school for line in result.lines if line.stratum == "A_primary" and line.outcome == "drawn"]
    assert 6 == len({one.township for one in primary})


@given(st.dictionaries(st.sampled_from("ABCDE"), st.integers(0, 40), min_size=1), st.integers(1, 60))
def test_r06_quotas_are_all_given_and_none_is_out_of_reach(sizes: dict[str, int], seats: int) -> None:
    """They add up, differ from the exact share by less than one, and no stratum gets more than it has."""
    total = sum(sizes.values())
    if seats > total:
        with pytest.raises(Problem, match="draw.too_many"):
            hamilton(sizes, seats)
        return
    quotas = hamilton(sizes, seats)
    assert seats == sum(quotas.values())
    assert all(abs(Fraction(seats * sizes[code], total) - quotas[code]) < 1 for code in sizes)
    assert all(quotas[code] <= sizes[code] for code in sizes)


#


@pytest.mark.parametrize(("risk", "expected"), [("red", 12), ("orange", 9), ("yellow", 6), ("blue", 3), ("unset", 6)])
def test_r07_weight_by_risk_for_a_school_never_visited(risk: str, expected: int) -> None:
    """4, 3, 2, 1 and 2 for unknown, times three."""
    assert expected == weight(risk, None, AS_OF)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("2024-05-06", Fraction(1)),
        ("2024-04-07", Fraction(1)),
        ("2024-04-06", Fraction(7, 6)),
        ("2023-05-06", Fraction(3)),
        ("2019-01-01", Fraction(3)),
        ("2024-06-01", Fraction(1)),
    ],
)
def test_r07_recency_counts_whole_months_up_to_twelve(last: str, expected: Fraction) -> None:
    """1 + min(months, 12) / 6; a day short of a month is none, a day yet to come is none."""
    assert expected == weight("blue", date.fromisoformat(last), AS_OF)


#


def test_r08_keys_of_v1_to_the_last_digit() -> None:
    """V-1: risk, last visit, weight, u and key of eight schools, in order."""
    result = draw(juniors(), asked(2), basis())
    lines = sorted(result.lines, key=lambda line: line.key)
    assert V1 == tuple(
        (
            line.school.id,
            line.school.risk,
            line.last_visit.isoformat() if line.last_visit else "",
            f"{float(line.weight):.6f}",
            f"{line.u:.12f}",
            f"{line.key:.12f}",
        )
        for line in lines
    )
    assert ["G115", "S005"] == result.drawn


def test_r08_the_rosters_order_makes_no_difference() -> None:
    """Shuffled, the whole result is the same, of the whole county too."""
    for schools, quota in ((juniors(), 2), (list(sample().schools.values()), 12)):
        expected = draw(schools, asked(quota), basis())
        for turn in range(5):
            random.Random(turn).shuffle(schools)
            assert expected == draw(schools, asked(quota), basis())


@given(POOLS, st.randoms())
def test_r08_order_is_of_the_set(weights: dict[str, Fraction], chance: random.Random) -> None:
    """Any shuffle of any pool gives one order, and numbers of any type weigh the same."""
    candidates = [Candidate(one, share) for one, share in weights.items()]
    expected = order(candidates, "seed", "1")
    chance.shuffle(candidates)
    assert expected == order(candidates, "seed", "1")
    assert expected == order([Candidate(one, float(share)) for one, share in candidates], "seed", "1")


@given(POOLS, st.data())
def test_r08_removing_a_school_never_changes_the_order_of_the_others(
    weights: dict[str, Fraction], data: st.DataObject
) -> None:
    """What a school's key is depends on nothing but itself."""
    gone = data.draw(st.sets(st.sampled_from(sorted(weights)))) if weights else set()
    whole = order((Candidate(*one) for one in weights.items()), "seed", "1")
    rest = order((Candidate(*one) for one in weights.items() if one[0] not in gone), "seed", "1")
    assert [one for one in whole if one not in gone] == rest


@given(st.integers(0, 63), st.integers(1, 4))
def test_r08_removing_an_unpicked_school_keeps_the_picked(number: int, seats: int) -> None:
    """With the strata's seats fixed, whoever was not drawn may leave the roster without changing who was."""
    quotas = {"A_primary": seats, "B_middle": seats, "D_kg": seats}
    schools = list(sample().schools.values())
    whole = draw(schools, Order(quotas, SEED, DRAW_ID), basis())
    unpicked = [line.school.id for line in whole.lines if line.outcome == "substitute"]
    gone = unpicked[number % len(unpicked)]
    rest = draw([one for one in schools if one.id != gone], Order(quotas, SEED, DRAW_ID), basis())
    for code in quotas:
        before = [one for one in whole.drawn if stratum(sample().schools[one].type) == code]
        after = [one for one in rest.drawn if stratum(sample().schools[one].type) == code]
        assert before == after


def test_r08_equal_keys_go_by_id() -> None:
    """Keys that agree in twelve decimals are a tie: an enormous weight brings both to nought."""
    heavy = 10**15
    assert Decimal("0") == key(Candidate("b", heavy), "seed", "1")
    assert ["a", "b", "c"] == order([Candidate(one, heavy) for one in "cba"], "seed", "1")


def test_r08_weights_order_the_pool_in_proportion() -> None:
    """Of 2,000 draws of two, the one three times as heavy comes first three times as often (within five sigma)."""
    pair = [Candidate("light", 1), Candidate("heavy", 3)]
    first = sum(order(pair, "seed", str(number))[0] == "heavy" for number in range(2000))
    assert abs(first - 1500) < 5 * (2000 * 0.75 * 0.25) ** 0.5


def test_r08_u_is_the_fraction_of_the_hash() -> None:
    """The hash of S003 as the brief prints it."""
    digits = "5d7fda1e1c12756e59db43345669f3b0a155bf588cd0f00b0a8ef54f08cd14cb"
    assert Fraction(2 * int(digits[:13], 16) + 1, 2**53) == Fraction(uniform(SEED, DRAW_ID, "S003"))


@pytest.mark.parametrize("bad", [0, -1, float("nan"), float("inf"), Decimal("-0.5")])
def test_r08_a_weight_is_more_than_nothing(bad: float | Decimal) -> None:
    """What has no weight has no key."""
    with pytest.raises(Problem, match="draw.weight") as caught:
        order([Candidate("S1", bad)], "seed", "1")
    told(caught.value)


@pytest.mark.parametrize(("seed", "draw_id"), [("a|b", "c"), ("a", "b|c"), ("", "c"), ("a", " "), ("a", "b\n")])
def test_r08_two_drawings_never_share_a_hash(seed: str, draw_id: str) -> None:
    """The bar separates; a part that holds one could be read two ways."""
    with pytest.raises(Problem, match="draw.bad_text") as caught:
        order([Candidate("S1", 1)], seed, draw_id)
    told(caught.value)


#


def test_r10_a_blue_school_visited_ten_working_days_ago_is_out_and_a_red_one_stays() -> None:
    """G ten working days ago → T blue out, red in."""
    ago = date(2024, 4, 19)  # 22–26 and 28–30 April, 6 and 7 May: Sunday the 28th was worked
    on = date(2024, 5, 7)
    blue, red = (school(risk, risk=risk, last_visit=ago) for risk in ("blue", "red"))
    assert (Reason("R-10", "cooldown"),) == reasons(blue, basis(on))
    assert () == reasons(red, basis(on))


def test_r10_the_cooldown_ends_with_its_last_working_day() -> None:
    """Twenty working days after 28 March are over on 29 April: shut that day, open the next."""
    one = school("S1", risk="blue", last_visit=date(2024, 3, 28))
    assert [1, 0] == [len(reasons(one, basis(date(2024, 4, day)))) for day in (29, 30)]


def test_r10_schools_not_open_are_out() -> None:
    """The sample county's two building sites are named with their reason."""
    result = draw(sample().schools.values(), asked(12), basis())
    assert {"S008": (Reason("R-10", "not_open"),), "S010": (Reason("R-10", "not_open"),)} == {
        one.school.id: one.reasons for one in result.excluded
    }


def test_r03_four_visits_in_the_term_take_a_school_out_of_the_pool() -> None:
    """G four visits this term → T out, with the reason; a safety report is not held up, nor does it count."""
    days = [date(2024, 3, day) for day in (1, 8, 15, 22)]
    visits = [VisitFact("S1", day) for day in days]
    red = school("S1", risk="red")
    assert (Reason("R-03", "term_cap"),) == reasons(red, basis(visits=visits))
    assert () == reasons(red, basis(visits=visits, emergency=True))
    assert () == reasons(red, basis(visits=visits, mode="complaint_check"))
    assert () == reasons(red, basis(visits=[*visits[1:], replace(visits[0], emergency=True)]))
    assert () == reasons(red, basis(visits=[*visits[1:], VisitFact("S1", date(2023, 12, 1))]))


def test_r05_on_the_day_of_the_entrance_examination_its_sites_are_out() -> None:
    """G 2024-06-07 → T senior schools that are exam sites cannot be drawn; others can; a complaint is checked anyway."""
    exam = Avoided(date(2024, 6, 7), date(2024, 6, 9), "exam", frozenset({"S001"}))
    on = basis(date(2024, 6, 7), avoided=[exam])
    assert (Reason("R-05", "exam"),) == reasons(sample().schools["S001"], on)
    assert () == reasons(sample().schools["S002"], on)
    assert () == reasons(sample().schools["S001"], replace(on, mode="complaint_check"))
    refused("draw.no_seats", [sample().schools["S001"]], asked(0), on)
    result = draw([sample().schools[one] for one in ("S001", "S002")], asked(1), on)
    assert ["S002"] == result.drawn


@pytest.mark.parametrize(
    ("day", "why"), [(date(2024, 4, 11), "holiday"), (date(2024, 7, 20), "vacation"), (date(2024, 5, 6), "")]
)
def test_r05_nobody_goes_on_holidays_and_in_vacations(day: date, why: str) -> None:
    """三月三 is a holiday of the region; a vacation is the county's table; 6 May is a day like any other."""
    summer = Avoided(date(2024, 7, 6), date(2024, 8, 31), "vacation")
    assert [why] * bool(why) == [one.why for one in reasons(school("S1"), basis(day, avoided=[summer]))]


def test_r10_a_visit_the_journal_knows_counts_like_the_rosters() -> None:
    """The later of both is the last visit, for the cooldown and for the weight; one after that day is not known."""
    one = school("S1", last_visit=date(2023, 5, 6))
    visits = [VisitFact("S1", date(2023, 11, 6)), VisitFact("S1", date(2024, 6, 1))]
    (line,) = draw([one], asked(1), basis(visits=visits)).lines
    assert (date(2023, 11, 6), Fraction(4)) == (line.last_visit, line.weight)


#


def first_draw() -> Draw:
    """Return the draw of V-1."""
    return draw(juniors(), asked(2), basis())


def test_r11_the_next_school_takes_the_place_of_one_cut_off() -> None:
    """G the first is cut off → T the third goes, two lines in the log, the first is visited later."""
    changed = substitute(first_draw(), "G115", "road_cut", "I01")
    assert "G111" == changed.takes_place
    assert [("substituted", "G115"), ("drawn_as_substitute", "G111")] == [
        (line["event"], line["school"]) for line in changed.log()
    ]
    assert "yes" == changed.log()[0]["visit_later"]


def test_r11_substitutes_are_used_once_and_can_be_replaced_themselves() -> None:
    """Two schools out: the next two come; a substitute that is cut off too gives way to the one after."""
    one = substitute(first_draw(), "G115", "road_cut", "I01")
    two = substitute(first_draw(), "S005", "classes_suspended", "I01", [one])
    three = substitute(first_draw(), "G111", "road_cut", "I01", [one, two])
    assert ["G111", "S003", "G113"] == [step.takes_place for step in (one, two, three)]


def test_r11_a_stratum_without_substitutes_leaves_the_place_empty() -> None:
    """One line in the log: nobody goes instead."""
    changed = substitute(draw([school("S1")], asked(1), basis()), "S1", "emergency", "I01")
    assert ("", 1) == (changed.takes_place, len(changed.log()))


@pytest.mark.parametrize(
    ("school_id", "reason", "by", "code"),
    [
        ("G115", "", "I01", "draw.no_reason"),
        ("G115", "too far", "I01", "draw.no_reason"),
        ("G115", UNREACHABLE[0], "", "draw.not_confirmed"),
        ("G111", UNREACHABLE[0], "I01", "draw.not_drawn"),
        ("X999", UNREACHABLE[0], "I01", "draw.not_drawn"),
    ],
)
def test_r11_takes_a_reason_and_the_offices_word(school_id: str, reason: str, by: str, code: str) -> None:
    """Only a drawn school is replaced, for one of the reasons, confirmed by the office."""
    with pytest.raises(Problem, match=code) as caught:
        substitute(first_draw(), school_id, reason, by)
    told(caught.value)


#


def test_r12_four_of_ten_named_raises_the_alarm_at_six_tenths() -> None:
    """G ten schools, four named → T alarm, 0.6; three named, none."""
    schools = [school(f"S{number}") for number in range(20)]
    named = [Named(f"S{number}", "局长点题") for number in range(4)]
    result = draw(schools, asked(6, named=named), basis())
    assert (Decimal("0.6"), True) == (result.random_share, result.too_little_random)
    result = draw(schools, asked(7, named=named[:3]), basis())
    assert (Decimal("0.7"), False) == (result.random_share, result.too_little_random)
    assert Decimal(1) == random_share(0, 0)


def test_r12_named_schools_are_kept_apart_and_not_drawn_as_well() -> None:
    """They stand in a list of their own with their reason and leave the pool."""
    result = draw(juniors(), asked(2, named=[Named("G115", "来信举报")]), basis())
    assert (["S005", "G111"], ["G115"]) == (result.drawn, [one.school for one in result.named])
    assert "G115" not in {line.school.id for line in result.lines}


@pytest.mark.parametrize(
    ("named", "code"),
    [
        (Named("G115", " "), "draw.named_no_reason"),
        (Named("X1", "局长点题"), "draw.named_unknown"),
        (Named("S010", "局长点题", emergency=True), "draw.named_excluded"),
    ],
)
def test_r12_a_school_is_named_with_a_reason_from_the_open_ones(named: Named, code: str) -> None:
    """Without a reason, unknown or not open: refused."""
    refused(code, sample().schools.values(), asked(2, named=[named]), basis())
    refused("draw.twice", juniors(), asked(2, named=[Named("G115", "a"), Named("G115", "b")]), basis())


def test_r12_the_cap_holds_for_a_named_school_but_not_for_an_emergency() -> None:
    """R-03: naming is no way around the cap; a safety report is."""
    visits = [VisitFact("G115", date(2024, 3, day)) for day in (1, 8, 15, 22)]
    refused("draw.named_excluded", juniors(), asked(2, named=[Named("G115", "点题")]), basis(visits=visits))
    emergency = draw(juniors(), asked(2, named=[Named("G115", "安全举报", emergency=True)]), basis(visits=visits))
    assert ["G115"] == [one.school for one in emergency.named]


#


def test_r13_a_stratum_without_a_seat_twice_gets_one_the_third_time() -> None:
    """G E_special nought twice → T one the third time, and still twelve in all."""
    result = draw(sample().schools.values(), asked(12, earlier=[V2, V2]), basis())
    assert {**V2, "A_primary": 5, "E_special": 1} == result.quotas
    assert V2 == draw(sample().schools.values(), asked(12, earlier=[V2]), basis()).quotas
    fed = [V2, {**V2, "E_special": 1}, V2]
    assert V2 == draw(sample().schools.values(), asked(12, earlier=fed), basis()).quotas


def test_r13_a_draw_that_left_a_stratum_out_neither_starves_nor_feeds() -> None:
    """A draw of kindergartens alone says nothing about special schools; an empty stratum cannot be fed."""
    kindergartens = {"D_kg": 3}
    assert ["E_special"] == starved({"E_special": 2, "D_kg": 9}, [V2, kindergartens, V2])
    assert [] == starved({"E_special": 0}, [V2, V2])
    assert [] == starved({"E_special": 2}, [V2, kindergartens])


@given(st.dictionaries(st.sampled_from("ABCDE"), st.integers(0, 5), min_size=1), st.sets(st.sampled_from("ABCDE")))
def test_r13_feeding_keeps_the_number_of_seats(quotas: dict[str, int], hungry: set[str]) -> None:
    """Nobody gains or loses a seat on the whole, and whoever had one to give is the one who gives."""
    fed = feed(quotas, [one for one in hungry if one in quotas])
    assert sum(quotas.values()) == sum(fed.values())
    assert all(seats >= 0 for seats in fed.values())


# the whole


def test_r06_what_cannot_be_drawn_is_refused_by_name() -> None:
    """More seats than schools, a stratum without schools, the same school twice."""
    refused("draw.too_many", juniors(), asked(9), basis())
    refused("draw.unknown_stratum", juniors(), Order({"D_kg": 1}, SEED, DRAW_ID), basis())
    refused("draw.too_many", juniors(), Order({"B_middle": 9}, SEED, DRAW_ID), basis())
    refused("draw.no_seats", juniors(), Order({"B_middle": 0}, SEED, DRAW_ID), basis())
    refused("draw.twice", [*juniors(), juniors()[0]], asked(2), basis())
    refused("draw.no_stratum", [school("S1", type="university")], asked(1), basis())


def test_r10_the_bureaus_own_cooldown_and_cap_count() -> None:
    """Parameters are an argument: with none of both, nobody is held back."""
    visits = [VisitFact("S1", date(2024, 3, day)) for day in (1, 8, 15, 22)]
    open_to_all = replace(basis(visits=visits), parameters=Parameters(cooldown=0, max_visits=9))
    assert () == reasons(school("S1", last_visit=date(2024, 4, 30)), open_to_all)

"""R-45 to R-48 with the vectors V-4 of domain/rules.md, to the last digit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.form import Filling, load
from inspector_app.packaged import data_folder
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.scoring import ItemResult, Score, score


def result(points: str, earned: str, state: str, key: bool = False) -> ItemResult:
    """Return an item's result."""
    return ItemResult("X", Decimal(points), Decimal(earned), state, key)


FIVE = [
    result("4", "4", "pass"),
    result("3", "0", "fail", key=True),
    result("3", "2.0", "partial"),
    result("2", "0", "na"),
    result("1", "0", "unchecked"),
]


def test_r45_r46_r47_vector_v4() -> None:
    """Denominator 10, numerator 6.0 → 60.0; coverage 10/11; the key item failed → unqualified."""
    assert Score(Decimal("60.0"), Decimal("0.909"), "unqualified") == score(FIVE)


def test_r47_vector_v4_with_the_fifth_item_at_four_points() -> None:
    """Coverage 10/14 is below 0.8: no conclusion, only a partial check."""
    assert Score(Decimal("60.0"), Decimal("0.714"), "partial_check") == score(
        [*FIVE[:4], result("4", "0", "unchecked")]
    )


@pytest.mark.parametrize(
    ("earned", "applicable", "value"),
    [
        ("66.25", "100", "66.3"),
        ("641.5", "1000", "64.2"),
        ("79.95", "100", "80.0"),
        ("0", "7", "0.0"),
        ("2", "3", "66.7"),
    ],
)
def test_r45_half_goes_up_in_decimal(earned: str, applicable: str, value: str) -> None:
    """66.25 → 66.3 (a banker would say 66.2) and 64.15 → 64.2 (binary floats would say 64.1)."""
    assert Decimal(value) == score([result(applicable, earned, "partial")]).value


@pytest.mark.parametrize(
    ("earned", "conclusion"),
    [
        ("90", "excellent"),
        ("89.95", "excellent"),
        ("89.94", "good"),
        ("79.95", "good"),
        ("79.94", "qualified"),
        ("59.95", "qualified"),
        ("59.94", "unqualified"),
    ],
)
def test_r48_conclusions_are_held_against_the_rounded_score(earned: str, conclusion: str) -> None:
    """R-48: first rounded, then judged."""
    assert conclusion == score([result("100", earned, "partial")]).conclusion


def test_r47_r48_the_county_sets_coverage_and_bounds() -> None:
    """Parameters, not constants: 60 % covered is enough here, and 95 is needed to be excellent."""
    given_ = [result("60", "56", "pass"), result("40", "0", "unchecked")]
    county = Parameters(coverage=Decimal("0.6"), conclusion_excellent=Decimal(95))
    assert ("partial_check", "good") == (score(given_).conclusion, score(given_, parameters=county).conclusion)


def test_r46_a_failed_key_item_caps_the_conclusion_and_not_the_score() -> None:
    """R-46: the number is shown as it is."""
    given_ = [result("96", "96", "pass"), result("4", "0", "fail", key=True)]
    assert Score(Decimal("96.0"), Decimal("1.000"), "unqualified") == score(given_)


def test_r47_coverage_of_exactly_four_fifths_is_enough() -> None:
    """R-47: only below 0.8 is there no conclusion."""
    given_ = [result("80", "80", "pass"), result("20", "0", "unchecked")]
    assert Score(Decimal("100.0"), Decimal("0.800"), "excellent") == score(given_)


def test_r45_r47_nothing_checked_has_no_score() -> None:
    """Nothing, only na, or only recorded items: no number and no conclusion."""
    for given_ in ([], [result("3", "0", "na")], [result("0", "0", "fail")], [result("3", "0", "unchecked")]):
        assert (None, "partial_check") == score(given_)[::2]


_points = st.integers(0, 40).map(lambda tenths: Decimal(tenths) / 10)


@st.composite
def _results(draw: st.DrawFn) -> ItemResult:
    points = draw(_points)
    state = draw(st.sampled_from(["pass", "fail", "partial", "na", "unchecked"]))
    earned = points if state == "pass" else points / 2 if state == "partial" else Decimal(0)
    return ItemResult("X", points, earned, state, draw(st.booleans()))


@given(st.lists(_results(), max_size=30))
def test_r45_the_score_stays_in_bounds_and_ignores_order(results: list[ItemResult]) -> None:
    """0 to 100, coverage 0 to 1, and the order of items means nothing."""
    found = score(results)
    assert found.value is None or 0 <= found.value <= 100
    assert 0 <= found.coverage <= 1
    assert found == score(reversed(results))


def test_r49_a_sample_too_small_is_not_applicable_and_says_so() -> None:
    """G five pupils of grades 3 to 6 → T DR-HW-05 is na, for an insufficient sample; with a sixth it counts."""
    form = load(data_folder("forms") / "double_reduction.yaml")
    filling = Filling(form, context={"school_type": "primary", "stages": "P", "grade_min": "1", "grade_max": "6"})
    pupil = {"g_hwpupil_grade": "3", "g_hwpupil_class": "1", "dr_hw_03_in_school": "0", "dr_hw_03_out_school": "50"}
    room = {"g_hwclass_grade": "3", "g_hwclass_class": "1", "dr_hw_02_chinese": "20", "dr_hw_02_maths": "20"}
    rows = [("g_hwclass", room)]
    rows += [("g_hwpupil", pupil | {"g_hwpupil_seat": str(n), "dr_hw_03_finish": "19:00"}) for n in range(1, 7)]
    states = []
    for repeat, answers in rows:
        row = filling.add_row(repeat)
        for name, value in answers.items():
            filling.answer(f"{repeat}[{row}]/{name}", value)
        states.append(filling.item("DR-HW-05"))
    assert [("na", "na_when"), ("pass", "")] == [(one.state, one.reason) for one in states[-2:]]
    assert "样本不足" in str(form.item("DR-HW-05").na_reason)

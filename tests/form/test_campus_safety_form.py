"""What is peculiar to forms/campus_safety.yaml; what holds for every form is in test_shipped_forms.py."""

import pytest

from inspector_app.form import Filling, load
from tests.form.brief import BRIEF, FORMS, REPO, items, shipped
from tests.form.small import NOW

SECTION_POINTS = {
    "SAF-GATE": 10, "SAF-FIRE": 25, "SAF-FOOD": 22, "SAF-BLDG": 9, "SAF-UTIL": 5, "SAF-DORM": 7,
    "SAF-LAB": 3, "SAF-BUS": 4, "SAF-EMG": 6, "SAF-HLTH": 4, "SAF-DUAL": 5,
}  # fmt: skip
FIRE_LINE = [f"SAF-FIRE-{n}" for n in ("01", "02", "03", "07", "08", "09", "10")] + ["SAF-DORM-02"]
FOOD_LINE = [f"SAF-FOOD-{n}" for n in ("01", "04", "05", "07")]
ITEMS = items("campus_safety")


@pytest.mark.skipif(not BRIEF.exists(), reason=f"the domain brief is not beside the checkout: {BRIEF}")
def test_the_sample_county_is_the_one_of_the_brief() -> None:
    """The CSV files that travel with the program are the brief's, byte for byte."""
    names = {
        "townships.csv": "townships.csv",
        "schools.csv": "roster_schools.csv",
        "inspectors.csv": "roster_inspectors.csv",
        "calendar.csv": "calendar_cn_gx.csv",
    }
    for ours, theirs in names.items():
        expected = (BRIEF / "sample_data" / theirs).read_bytes()
        assert (REPO / "resources" / "sample_county" / ours).read_bytes() == expected, ours


def test_sixty_items_in_eleven_sections() -> None:
    """Sixty codes, and each section weighs what the brief gives it."""
    sections = shipped("campus_safety")["sections"]
    assert {section["code"]: int(section["points"]) for section in sections} == SECTION_POINTS
    assert len(ITEMS) == 60


def test_bottom_lines_are_tagged() -> None:
    """The items of the fire and the food bottom line are those the brief lists."""
    line = {code: item.get("tags", {}).get("bottom_line", "") for code, item in ITEMS.items()}
    assert sorted(code for code, tag in line.items() if tag == "fire") == sorted(FIRE_LINE)
    assert sorted(code for code, tag in line.items() if tag == "food") == sorted(FOOD_LINE)


def test_only_the_gate_challenge_comes_before_the_card() -> None:
    """Everything but SAF-GATE-01 waits until the card was shown (R-25)."""
    assert [code for code, item in ITEMS.items() if item.get("tags", {}).get("before_card")] == ["SAF-GATE-01"]


def building(filling: Filling, use: str, **answers: str | int) -> None:
    """Add a building with the answers that SAF-FIRE-02 asks of it."""
    row = filling.add_row("g_building")
    filling.answer(f"g_building[{row}]/g_building_name", row)
    filling.answer(f"g_building[{row}]/g_building_use", use)
    for name, value in answers.items():
        filling.answer(f"g_building[{row}]/saf_fire_02_{name}", value)


def test_exits_are_not_in_order_where_none_were_counted() -> None:
    """Only a building of other use: SAF-FIRE-02 is still to be checked; with a teaching building it passes."""
    filling = Filling(load(FORMS / "campus_safety.yaml"), context={"stages": "P"}, now=NOW)
    building(filling, "other")
    assert "unchecked" == filling.state("SAF-FIRE-02")
    building(filling, "teaching", storeys=3, exits=2, stairs=2)
    assert "pass" == filling.state("SAF-FIRE-02")


def test_what_the_grade_of_a_failing_item_depends_on_is_asked_for() -> None:
    """Whether a small teaching point is graded milder is asked once exits are too few, not before."""
    filling = Filling(
        load(FORMS / "campus_safety.yaml"), context={"stages": "P", "P_SMALL": 50, "P_SMALL_STOREYS": 1}, now=NOW
    )
    building(filling, "teaching", storeys=1, exits=1)
    assert ("fail", "R-M") == filling.item("SAF-FIRE-02")[1:5:3]
    assert ("school_type", "student_count", "teacher_count") == filling.item("SAF-FIRE-02").unknown
    filling.answer("school_type", "teaching_point")
    filling.answer("student_count", 30)
    filling.answer("teacher_count", 3)
    assert (frozenset(), "O-H") == (frozenset(filling.item("SAF-FIRE-02").unknown), filling.item("SAF-FIRE-02").grade)

"""What a form comes to: its own terms where it has such, what is no fault, what others answer for (R-34, R-45 to R-48)."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from inspector_app.actions import dispatching, forms, setup, visits
from inspector_app.actions.answering import Sitting
from inspector_app.actions.findings import shown_state
from inspector_app.actions.record_data import gather
from inspector_app.actions.wording import titled
from tests.actions.county import LEADER, SECOND, County, at_work, refused
from tests.gui.random_filling import fill_at_random

KINDERGARTEN, NINE_YEAR, SENIOR = "S009", "G116", "S001"


def sent(county: County, form: str, school: str = NINE_YEAR) -> Sitting:
    visit = dispatching.dispatch(county.bureau, school, [LEADER, SECOND], [form])
    setup.send_county(county.bureau, county.leader)
    return at_work(county.leader, visit)


def shown(sitting: Sitting, code: str) -> str:
    return shown_state(sitting.form.item(code), sitting.filling.item(code))


def test_only_shipped_forms_are_dispatched(county: County) -> None:
    """Campus safety is named first; an unknown form is refused with its name."""
    assert forms.FIRST == forms.shipped()[0]
    assert set(forms.shipped()) >= {"integrity_risk", "lesson_observation", "principal_followup", "teacher_ethics"}
    for code in ("nothing", "../forms/campus_safety"):
        with refused("dispatching.unknown_form"):
            dispatching.dispatch(county.bureau, NINE_YEAR, [LEADER, SECOND], [code])


def test_a_list_says_whom_a_form_suits(county: County) -> None:
    """教学常规 is not for kindergartens, 听课评课 has a part for them; items and points are those of the file."""
    schools = {school.id: school for school in visits.schools(county.leader)}
    routines, lessons = forms.title("teaching_routines"), forms.title("lesson_observation")
    assert [False, True] == [one.suits(schools[KINDERGARTEN]) for one in (routines, lessons)]
    assert routines.suits(schools[NINE_YEAR])
    assert (49, Decimal(100)) == (routines.items, routines.points)


def test_a_mark_short_of_full_is_no_fault_where_the_item_has_no_grade(county: County) -> None:
    """forms/README: grade — raises nothing. 良 earns 85 % and is no finding, is not counted as failed, is shown as checked."""
    sitting = sent(county, "lesson_observation", SENIOR)
    assert "unchecked" == shown(sitting, "OBS-GOAL-01")
    for level, earned in (("excellent", "8.00"), ("good", "6.80"), ("unqualified", "3.20")):
        sitting.answer("obs_goal_01_level", level)
        assert Decimal(earned) == sitting.filling.points("OBS-GOAL-01")
        assert "checked" == shown(sitting, "OBS-GOAL-01")
        assert (None, []) == (sitting.finding("OBS-GOAL-01"), sitting.findings())
        assert 0 == sitting.filling.progress().failed
    (item,) = [
        one for section in gather(sitting, draft=True).sections for one in section.items if one.code == "OBS-GOAL-01"
    ]
    assert ("checked", ("档次：不合格",)) == (item.state, item.answer)


def test_an_item_without_a_grade_raises_one_where_a_rule_gives_it(county: County) -> None:
    """OBS-TEACH-02: an insult heard in the lesson is red, whatever the item's own grade."""
    sitting = sent(county, "lesson_observation", SENIOR)
    (rule,) = sitting.form.item("OBS-TEACH-02").grade_when
    sitting.answer("obs_teach_02_level", "unqualified")
    assert "checked" == shown(sitting, "OBS-TEACH-02")
    flag = next(one for one in sitting.form.item("OBS-TEACH-02").fields if f"obs_teach_02_{one.name}" in rule.when)
    sitting.answer(f"obs_teach_02_{flag.name}", "yes")
    found = sitting.finding("OBS-TEACH-02")
    assert found is not None
    assert "R-I" == found.grade
    assert 1 == sitting.filling.progress().failed


def test_a_kindergarten_lesson_shows_its_own_total_and_prints_no_grade(county: County) -> None:
    """C-OBS-3, C-OBS-4, R-48: the converted total; the level is for the observers, the paper says that it gives none."""
    sitting = sent(county, "lesson_observation", KINDERGARTEN)
    fill_at_random(sitting, Random(3))
    own = sitting.outcome()
    assert own.value is not None
    assert Decimal(sitting.filling.value("total")) == own.value
    assert own.value != sitting.score().value
    assert own.level
    (result,) = gather(sitting, draft=True).results
    assert (own.value, None, False) == (result.score, result.coverage, result.graded)


@pytest.mark.parametrize("form", ["teacher_ethics", "integrity_risk"])
def test_ethics_and_integrity_name_no_grade(county: County, form: str) -> None:
    """R-48: neither on the screen nor on paper; a part of a check is still called so."""
    sitting = sent(county, form)
    assert "partial_check" == sitting.outcome().conclusion
    fill_at_random(sitting, Random(3))
    own = sitting.outcome()
    assert sitting.score().value == own.value
    assert own.conclusion in ("", "partial_check")
    assert ("", False) == (own.level, own.printed)


def test_the_follow_up_of_a_head_is_called_by_its_own_bands(county: County) -> None:
    """等级:≥85 好;70–84 较好;60–69 一般;<60 需约谈建议 — on the screen and on paper, not the county's scale."""
    sitting = sent(county, "principal_followup")
    sitting.answer("prev_count", 0)
    sitting.answer("task_count", 1)
    fill_at_random(sitting, Random(2))
    own = sitting.outcome()
    words = {one.name: one.label for one in sitting.form.choices["followup_level"]}
    assert words[sitting.filling.value("followup_level")] == own.level
    (result,) = gather(sitting, draft=True).results
    assert result.conclusion in ("好", "较好", "一般", "需约谈建议")
    assert result.graded


def test_what_others_answer_for_is_no_point_of_the_schools(county: County) -> None:
    """R-34: a failing handed over to the township leaves the score; a pass of the same item counts as ever."""
    sitting = sent(county, "campus_safety")
    sitting.verdict("SAF-FIRE-11", "pass")
    sitting.verdict("SAF-GATE-04", "fail")
    before = sitting.score().value
    finding = sitting.finding("SAF-GATE-04")
    assert finding is not None
    sitting.save_finding("SAF-GATE-04", replace(finding, facts="路灯不亮", responsible_unit="township"))
    assert Decimal("100.0") != before
    assert Decimal("100.0") == sitting.score().value
    sitting.verdict("SAF-GATE-04", "pass")
    assert Decimal("100.0") == sitting.score().value


def test_the_township_is_proposed_where_the_form_says_so(county: County) -> None:
    """R-34: G WATER-02 → T responsible_unit=township."""
    sitting = sent(county, "drowning_prevention")
    row, _ = sitting.add_row("g_water")
    for name, value in (("name", "融江桥下"), ("kind", "river")):
        if f"g_water_{name}" in sitting.form.by_name:
            sitting.answer(f"g_water[{row}]/g_water_{name}", value)
    sitting.answer(f"g_water[{row}]/drn_water_02_sign", "no")
    fill_at_random(sitting, Random(1))
    found = sitting.finding("DRN-WATER-02")
    assert found is not None
    assert "township" == found.responsible_unit


def test_a_title_names_the_countys_value(county: County) -> None:
    """P-ABS stands for the county's parameter; nobody on site knows it by that name."""
    sitting = sent(county, "dropout_control")
    item = sitting.form.item("DRP-HEAD-03")
    assert "连续缺勤≥3 天人数及是否已登记" == titled(sitting.form, sitting.filling, item, "zh")
    assert "P-" not in titled(sitting.form, sitting.filling, item, "en")


def test_a_table_beside_the_items_is_printed(county: County) -> None:
    """The risk matrix belongs to no item: a line for each row, in a section of its own behind the others."""
    sitting = sent(county, "integrity_risk")
    row, _ = sitting.add_row("g_risk")
    for name, value in (("domain", "ETH"), ("point", "ETH_gifts"), ("likelihood", 3), ("impact", 5)):
        sitting.answer(f"g_risk[{row}]/g_risk_{name}", value)
    section = gather(sitting, draft=True).sections[-1]
    (line,) = section.items
    assert ("风险定级", "1", "领域：师德师风，风险点：收礼") == (section.title, line.code, line.wording)
    assert "等级：重大(红)" in line.answer[0]

"""Where an item stands: states, points, grades, rectification, and the attributes that must be asked for first."""

from decimal import Decimal
from pathlib import Path

import pytest

from inspector_app.form import Filling, Rectify
from tests.form.small import filled

ITEMS = """
    form: f
    context:
      - {name: hydrant, type: select_one yes_no, source: school.hydrant}
      - {name: stages, type: select_multiple stages, source: school.stages}
      - {name: P_MAX, type: integer, source: parameter.P-MAX}
      - {name: pupils, type: integer, source: school.pupils}
    choices:
      yes_no: [{name: yes}, {name: no}]
      stages: [{name: K}, {name: P}, {name: J}]
    calculations:
      - {name: due, type: integer, calculation: "${pupils} div 100"}
      - {name: others, type: integer, calculation: "count-items('fail partial', 'A-7')"}
    sections:
      - code: A
        items:
          - {code: A-1, points: 2, key: true, grade: Y-H, rectify: {kind: immediate}}
          - code: A-2
            points: 3
            relevant: "${hydrant} != 'no'"
            judge: "own and ${a_2_seconds} <= 60"
            fields: [{name: seconds, type: integer, required: true}]
          - code: A-3
            points: 3
            grade: Y-H
            rectify: {kind: deadline, days: 5}
            score: "if(${a_3_ok} >= 5, 1, ${a_3_ok} div 6)"
            fields: [{name: ok, type: integer, required: true, constraint: ". >= 0"}]
            grade_when: [{when: "${a_3_ok} < 3", grade: O-H, why: {zh: 不足三处}}, {when: "true()", grade: B-H}]
            rectify_when: [{when: "${a_3_ok} = 0", rectify: {kind: suspend_listed}}]
          - {code: A-4, points: i, applies: [K], judge: "${a_4_n} = 0", fields: [{name: n, type: integer, required: true}]}
          - code: A-5
            points: 1
            grade: R-M
            judge: "${a_5_n} = 0"
            na_when: "${a_5_n} > 99"
            fields: [{name: n, type: integer, required: true}]
            grade_when: [{when: "${a_5_n} < 3", grade: O-H, lowers: true, why: {zh: 小教学点}}]
          - {code: A-6, points: 1, judge: "${a_6_n} <= ${P_MAX}", fields: [{name: n, type: integer}]}
          - code: A-7
            points: 1
            score: "if(${others} > 1, 0, ${a_7_n} div ${due})"
            fields: [{name: n, type: integer, required: true}]
"""


@pytest.fixture
def filling(tmp_path: Path) -> Filling:
    """The form above in a primary school, nothing answered."""
    return filled(tmp_path, ITEMS, stages="P J", P_MAX=3)


def test_an_item_is_unchecked_until_it_is_judged(filling: Filling) -> None:
    """Unchecked has no points; a verdict decides, and taking it back undoes it."""
    assert ("unchecked", None) == (filling.state("A-1"), filling.points("A-1"))
    assert "/f/a/a_1" in filling.answer("a_1_verdict", "pass")
    assert ("pass", Decimal("2.00")) == (filling.state("A-1"), filling.points("A-1"))
    filling.answer("a_1_verdict", "fail")
    assert ("fail", Decimal("0.00")) == (filling.state("A-1"), filling.points("A-1"))
    filling.answer("a_1_verdict", "")
    assert "unchecked" == filling.state("A-1")


def test_verdict_and_measure_must_both_hold(filling: Filling) -> None:
    """`own and …` passes only with both; a fail by the inspector's own eyes needs no measure."""
    filling.answer("a_2_verdict", "pass")
    assert "unchecked" == filling.state("A-2")
    filling.answer("a_2_seconds", 60)
    assert "pass" == filling.state("A-2")
    filling.answer("a_2_seconds", 61)
    assert "fail" == filling.state("A-2")
    filling.answer("a_2_seconds", "")
    filling.answer("a_2_verdict", "fail")
    assert "fail" == filling.state("A-2")


@pytest.mark.parametrize(
    ("ok", "state", "points"),
    [(6, "pass", "3.00"), (5, "pass", "3.00"), (4, "partial", "2.00"), (1, "partial", "0.50"), (0, "fail", "0.00")],
)
def test_a_score_gives_a_part_of_the_points(filling: Filling, ok: int, state: str, points: str) -> None:
    """Between none and all is partial."""
    filling.answer("a_3_ok", ok)
    assert (state, Decimal(points)) == (filling.state("A-3"), filling.points("A-3"))


def test_a_wrong_value_leaves_the_item_unchecked(filling: Filling) -> None:
    """An answer that violates its constraint or type decides nothing."""
    for wrong in (-1, "some"):
        filling.answer("a_3_ok", wrong)
        assert "unchecked" == filling.state("A-3")


def test_grades_are_raised_never_lowered_by_themselves(filling: Filling) -> None:
    """A graver grade replaces the item's own; a lighter one does not."""
    filling.answer("a_3_ok", 4)
    assert "Y-H" == filling.item("A-3").grade
    filling.answer("a_3_ok", 2)
    view = filling.item("A-3")
    assert ("O-H", "不足三处", Rectify("deadline", 5)) == (view.grade, view.reason, view.rectify)
    filling.answer("a_3_ok", 0)
    assert Rectify("suspend_listed") == filling.item("A-3").rectify


def test_an_exception_may_lower_a_grade(filling: Filling) -> None:
    """Where the form says `lowers`, the exception replaces the item's own grade."""
    filling.answer("a_5_n", 2)
    assert "O-H" == filling.item("A-5").grade
    filling.answer("a_5_n", 3)
    assert "R-M" == filling.item("A-5").grade


def test_not_applicable_has_four_reasons(filling: Filling) -> None:
    """By stage, by relevance, by the item's own rule, by the inspector: each leaves the score."""
    assert ("na", "stage") == filling.item("A-4")[1::6]
    filling.answer("hydrant", "no")
    assert ("na", "skipped") == filling.item("A-2")[1::6]
    filling.answer("a_5_n", 100)
    assert ("na", "na_when") == filling.item("A-5")[1::6]
    filling.answer("a_1_verdict", "na")
    assert ("required", "unchecked") == (filling.violation("a_1_na_reason"), filling.state("A-1"))
    filling.answer("a_1_na_reason", "停课")
    assert ("na", "停课") == filling.item("A-1")[1::6]
    assert filling.points("A-1") is None


def test_na_lifts_what_an_item_requires(filling: Filling) -> None:
    """An item that does not apply asks for nothing."""
    assert filling.required("a_3_ok")
    filling.answer("a_3_verdict", "na")
    assert not filling.required("a_3_ok")
    assert filling.valid("a_3_ok")


def test_an_unknown_attribute_is_asked_for_first(filling: Filling) -> None:
    """While it is unknown the item is shown; the answer settles it."""
    assert ("hydrant",) == filling.item("A-2").unknown
    assert filling.relevant("a_2_seconds")
    filling.answer("hydrant", "yes")
    assert () == filling.item("A-2").unknown
    assert ("pupils",) == filling.item("A-7").unknown


def test_stages_unknown_show_every_item(tmp_path: Path) -> None:
    """An item for kindergartens stands where nobody knows the stages yet, and asks for them."""
    filling = filled(tmp_path, ITEMS)
    assert ("unchecked", ("stages",)) == (filling.state("A-4"), filling.item("A-4").unknown)
    filling.answer("stages", "J")
    assert "na" == filling.state("A-4")


def test_recorded_items_have_a_state_and_no_points(tmp_path: Path) -> None:
    """`i` items are judged and not scored."""
    filling = filled(tmp_path, ITEMS, stages="K")
    filling.answer("a_4_n", 1)
    assert ("fail", None) == (filling.state("A-4"), filling.points("A-4"))
    assert Decimal(0) == next(result.points for result in filling.results() if result.code == "A-4")


def test_nothing_required_still_wants_an_answer(filling: Filling) -> None:
    """An item whose fields are all optional is not passed by leaving them empty."""
    assert "unchecked" == filling.state("A-6")
    filling.answer("a_6_n", 3)
    assert "pass" == filling.state("A-6")
    filling.answer("a_6_n", 4)
    assert "fail" == filling.state("A-6")


def test_an_item_may_look_at_the_others(filling: Filling) -> None:
    """count-items counts states as they are now, the item itself left out."""
    filling.answer("pupils", 400)
    filling.answer("a_7_n", 4)
    assert "pass" == filling.state("A-7")
    filling.answer("a_1_verdict", "fail")
    assert "/f/a/a_7" in filling.answer("a_3_ok", 1)
    assert ("fail", "2") == (filling.state("A-7"), filling.value("others"))


def test_a_score_that_is_no_number_decides_nothing(filling: Filling) -> None:
    """While what a score divides by is unknown, the item stays unchecked."""
    filling.answer("a_7_n", 4)
    assert "unchecked" == filling.state("A-7")


def test_progress_counts_what_is_asked(filling: Filling) -> None:
    """Items that do not apply by rule are not counted; those the inspector set aside are checked."""
    assert (0, 6, 0) == filling.progress()
    filling.answer("a_1_verdict", "fail")
    filling.answer("a_3_verdict", "na")
    filling.answer("a_3_na_reason", "停课")
    filling.answer("hydrant", "no")
    assert (2, 5, 1) == filling.section_progress("A")

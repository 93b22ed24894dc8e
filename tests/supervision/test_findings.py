"""R-30 to R-32: who may change a grade, and what must be urged before the team leaves."""

import pytest

from inspector_app.errors import Problem
from inspector_app.supervision.findings import Grading, Urged, check_grade, must_be_urged, not_urged


def grading(default: str, chosen: str, reason: str = "同一楼层三处", by_leader: bool = False) -> Grading:
    """Return a grading of one item."""
    return Grading("SAF-FIRE-08", default, chosen, reason, by_leader)


def refused(given: Grading) -> str:
    """Return the code of the Problem that refuses a grading."""
    with pytest.raises(Problem) as caught:
        check_grade(given)
    return caught.value.code


def test_r30_the_default_grade_needs_no_reason() -> None:
    """What the form proposes stands as it is."""
    check_grade(grading("O-H", "O-H", reason=""))


def test_r30_raising_by_one_level_needs_a_reason() -> None:
    """R-30: one level up, with a reason."""
    check_grade(grading("Y-H", "O-H"))
    assert refused(grading("Y-H", "O-H", reason=" ")) == "findings.no_reason"


def test_r30_two_levels_up_are_refused() -> None:
    """R-30: one level at most."""
    assert refused(grading("Y-H", "R-M")) == "findings.one_level"


def test_r30_a_major_hazard_is_never_lowered_on_site() -> None:
    """R-30, its own test: FIRE-08 failed and blue chosen, refused; even by the leader, even to the issue of the same colour."""
    assert refused(grading("R-M", "B-H", by_leader=True)) == "findings.major_not_lowered"
    assert refused(grading("R-M", "R-I", by_leader=True)) == "findings.major_not_lowered"


def test_r30_lowering_takes_the_leader_and_a_reason() -> None:
    """R-30: down only with the leader's agreement."""
    assert refused(grading("O-H", "Y-H")) == "findings.leader_must_agree"
    assert refused(grading("O-H", "Y-H", reason="", by_leader=True)) == "findings.no_reason"
    check_grade(grading("O-H", "Y-H", by_leader=True))


def test_r30_an_unknown_grade_is_refused() -> None:
    """A grade nobody defined cannot slip in as "no colour"."""
    assert refused(grading("O-H", "X-9", by_leader=True)) == "findings.unknown_grade"


@pytest.mark.parametrize(
    ("grade", "rectify", "expected"),
    [
        ("R-M", "suspend_listed", True),
        ("R-I", "refer", True),
        ("O-H", "immediate", True),
        ("O-H", "deadline", False),
        ("Y-H", "immediate", False),
    ],
)
def test_r31_r32_danger_to_life_is_urged_before_leaving(grade: str, rectify: str, expected: bool) -> None:
    """R-31 and R-32: red always, orange when it is to be put right at once."""
    assert expected == must_be_urged(grade, rectify)


def test_r32_the_team_does_not_leave_before_danger_is_urged_or_gone() -> None:
    """G an orange item to be put right at once is not looked at again → T the visit cannot be ended."""
    found = [
        Urged("SAF-FIRE-02", "O-H", "immediate"),
        Urged("SAF-FIRE-03", "O-H", "immediate", put_right=True),
        Urged("SAF-FIRE-08", "R-M", "suspend_listed", "已要求停用并撤离"),
        Urged("SAF-FIRE-09", "R-M", "suspend_listed", " "),
        Urged("SAF-GATE-01", "Y-H", "immediate"),
        Urged("SAF-GATE-02", "O-H", "deadline"),
    ]
    assert ["SAF-FIRE-02", "SAF-FIRE-09"] == not_urged(found)

"""R-30 to R-32: who may change a grade, and what must be urged before the team leaves."""

import pytest

from inspector_app.errors import Problem
from inspector_app.supervision.findings import Grading, check_grade, must_be_urged


def grading(default: str, chosen: str, reason: str = "同一楼层三处", by_leader: bool = False) -> Grading:
    """Return a grading of one item."""
    return Grading("SAF-FIRE-08", default, chosen, reason, by_leader)


def refused(given: Grading) -> str:
    """Return the code of the Problem that refuses a grading."""
    with pytest.raises(Problem) as caught:
        check_grade(given)
    return caught.value.code


def test_the_default_grade_needs_no_reason() -> None:
    """What the form proposes stands as it is."""
    check_grade(grading("O-H", "O-H", reason=""))


def test_raising_by_one_level_needs_a_reason() -> None:
    """R-30: one level up, with a reason."""
    check_grade(grading("Y-H", "O-H"))
    assert refused(grading("Y-H", "O-H", reason=" ")) == "findings.no_reason"


def test_two_levels_up_are_refused() -> None:
    """R-30: one level at most."""
    assert refused(grading("Y-H", "R-M")) == "findings.one_level"


def test_a_major_hazard_is_never_lowered_on_site() -> None:
    """R-30, its own test: FIRE-08 failed and blue chosen, refused; even by the leader, even to the issue of the same colour."""
    assert refused(grading("R-M", "B-H", by_leader=True)) == "findings.major_not_lowered"
    assert refused(grading("R-M", "R-I", by_leader=True)) == "findings.major_not_lowered"


def test_lowering_takes_the_leader_and_a_reason() -> None:
    """R-30: down only with the leader's agreement."""
    assert refused(grading("O-H", "Y-H")) == "findings.leader_must_agree"
    assert refused(grading("O-H", "Y-H", reason="", by_leader=True)) == "findings.no_reason"
    check_grade(grading("O-H", "Y-H", by_leader=True))


def test_an_unknown_grade_is_refused() -> None:
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
def test_danger_to_life_is_urged_before_leaving(grade: str, rectify: str, expected: bool) -> None:
    """R-31 and R-32: red always, orange when it is to be put right at once."""
    assert expected == must_be_urged(grade, rectify)

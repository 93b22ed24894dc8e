"""R-36 and R-37: what comes back, and what many schools share."""

from datetime import datetime
from decimal import Decimal

import pytest

from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.recurrence import Systemic, raised_grade, recurrence, systemic
from tests.supervision.casework import CHINA, OTHER_SHA, SHA, Case, day

SETTING = Parameters()
CODE = "SAF-FIRE-08"


def closed(code: str = CODE) -> Case:
    """A yellow hazard of S003, closed on 2024-03-20."""
    case = Case("Y-H", code=code, found=datetime(2024, 3, 4, 10, 20, tzinfo=CHINA))
    case.notice(5, "2024-03-05")
    case.serve("2024-03-06")
    case.report("2024-03-13")
    assert "closed" == case.recheck(True, "2024-03-20").state
    return case


def test_r36_what_comes_back_within_twelve_months_is_raised_by_one_level() -> None:
    """G closed 2024-03, Y-H again 2024-10 → T O-H, and it points to the earlier one."""
    case = closed()
    found = recurrence("S003", CODE, "Y-H", day("2024-10-15"), [case.state], SETTING)
    assert found is not None
    assert ("O-H", case.state) == (found.grade, found.earlier)


@pytest.mark.parametrize(
    ("school", "code", "on", "expected"),
    [
        ("S003", CODE, "2025-03-20", True),
        ("S003", CODE, "2025-03-21", False),
        ("S003", CODE, "2024-03-19", False),
        ("S005", CODE, "2024-10-15", False),
        ("S003", "SAF-FIRE-09", "2024-10-15", False),
    ],
)
def test_r36_only_the_same_code_of_the_same_school_within_the_months(
    school: str, code: str, on: str, expected: bool
) -> None:
    """Twelve months to the day."""
    found = recurrence(school, code, "Y-H", day(on), [closed().state], SETTING)
    assert expected == (found is not None)


def test_r36_what_was_put_right_at_once_comes_back_too_and_what_is_open_does_not() -> None:
    """Open findings are still the same finding; the latest settled one is named."""
    done = Case("Y-H", "immediate")
    done.write("immediate_rectification", "I02", at="2024-05-06T11:00:00+08:00", before=[SHA], after=[OTHER_SHA])
    found = recurrence("S003", CODE, "Y-H", day("2024-10-15"), [closed().state, done.state], SETTING)
    assert found is not None
    assert done.state == found.earlier
    assert recurrence("S003", CODE, "Y-H", day("2024-10-15"), [Case("Y-H").state], SETTING) is None


def test_r36_raising_keeps_the_kind_and_ends_at_red() -> None:
    """Hazards stay hazards, issues issues."""
    assert ["Y-H", "O-H", "R-M", "R-M"] == [raised_grade(code) for code in ("B-H", "Y-H", "O-H", "R-M")]
    assert ["Y-I", "O-I", "R-I", "R-I", "none", "—"] == [
        raised_grade(code) for code in ("B-I", "Y-I", "O-I", "R-I", "none", "—")
    ]


def test_r37_four_schools_of_ten_make_a_county_problem() -> None:
    """G 10 schools, 4 with the code → T listed, with the schools; 2 of 10 are not; exactly 3 are."""
    failed: dict[str, list[str]] = {f"S{number:03d}": [] for number in range(1, 11)}
    for code, schools in {CODE: 4, "SAF-FIRE-02": 2, "SAF-FOOD-01": 3}.items():
        for number in range(1, schools + 1):
            failed[f"S{number:03d}"].append(code)
    assert [
        Systemic(CODE, ("S001", "S002", "S003", "S004"), Decimal("0.4")),
        Systemic("SAF-FOOD-01", ("S001", "S002", "S003"), Decimal("0.3")),
    ] == systemic(failed, SETTING)
    assert [] == systemic({}, SETTING)

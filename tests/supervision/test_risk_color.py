"""R-38: a school's risk colour from its findings, on real entries."""

import pytest

from inspector_app.errors import Problem
from inspector_app.supervision.risk_color import adjusted, risk_color
from tests.supervision.casework import Case, day

TODAY = day("2024-05-21")


def color(*cases: Case, today: str = "2024-05-21") -> str:
    """Return the colour of a school with these findings."""
    return risk_color([case.state for case in cases], day(today))


def test_r38_red_until_the_last_major_hazard_is_closed_then_yellow_for_the_rest() -> None:
    """G the only R-M is closed and one Y is left → T yellow."""
    major, yellow = Case("R-M", "suspend_listed"), Case("Y-H", code="SAF-FIRE-02")
    assert "red" == color(major, yellow)
    major.running(15)
    major.report()
    assert "red" == color(major, yellow)
    major.recheck(True)
    assert "yellow" == color(major, yellow)


def test_r38_two_orange_findings_or_an_overdue_one_make_orange() -> None:
    """One orange finding in its term does not; issues count like hazards."""
    first, second = Case("O-H"), Case("O-I", code="SAF-FIRE-02")
    assert ("yellow", "orange") == (color(first), color(first, second))
    blue = Case("B-H", code="SAF-FIRE-03")
    blue.running()
    assert ("blue", "orange") == (color(blue), color(blue, today="2024-05-22"))


def test_r38_nothing_unsettled_and_small_things_are_blue() -> None:
    """No finding, blue ones, and what another unit has to put right (R-34)."""
    assert ["blue", "blue", "blue"] == [color(), color(Case("B-I")), color(Case("R-M", "refer", unit="township"))]


def test_r38_a_person_changes_it_only_with_a_reason() -> None:
    """The computed colour needs none."""
    assert ("yellow", "red") == (adjusted("yellow", "yellow", ""), adjusted("yellow", "red", "周边道路施工"))
    with pytest.raises(Problem) as caught:
        adjusted("yellow", "blue", " ")
    assert ("findings.color_reason", "R-38") == (caught.value.code, caught.value.fields["rule"])
    with pytest.raises(Problem) as caught:
        adjusted("yellow", "none", "x")
    assert "findings.unknown_color" == caught.value.code

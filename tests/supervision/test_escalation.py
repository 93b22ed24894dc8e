"""R-57: who hears of a term that is about to end or has ended."""

import pytest

from inspector_app.supervision.escalation import circular_draft, escalation
from inspector_app.supervision.parameters import Parameters
from tests.supervision.casework import CALENDAR, Case, day

SETTING = Parameters()


@pytest.mark.parametrize(
    ("today", "rung", "over", "in_circular"),
    [
        ("2024-05-16", "", 0, False),
        ("2024-05-17", "remind", 0, False),  # two working days before Tuesday 2024-05-21
        ("2024-05-21", "remind", 0, False),
        ("2024-05-22", "office", 1, False),
        ("2024-05-27", "office", 4, False),
        ("2024-05-28", "leader", 5, True),
        ("2024-05-29", "leader", 6, True),
        ("2024-06-03", "leader", 9, True),
        ("2024-06-04", "talk", 10, True),
    ],
)
def test_r57_the_ladder(today: str, rung: str, over: int, in_circular: bool) -> None:
    """Due 2024-05-21: reminded 2 working days before, the office after 1, the leader after 5, a talk after 10."""
    case = Case()
    case.running()
    found = escalation(case.state, day(today), CALENDAR, SETTING)
    assert (rung, over, in_circular, rung == "talk") == (
        found.rung,
        found.overdue_days,
        found.in_circular,
        found.talk,
    )


def test_r57_six_days_overdue_stands_in_the_circular_s_draft() -> None:
    """G six days overdue → T in the draft; the reported one and the one with time left are not."""
    late, reported, early = Case(), Case(code="SAF-FIRE-02"), Case(code="SAF-FIRE-03")
    for case in (late, reported):
        case.running()
    early.running(30)
    reported.report()
    states = [case.state for case in (early, reported, late)]
    assert [(late.state, 6)] == [
        (state, found.overdue_days) for state, found in circular_draft(states, day("2024-05-29"), CALENDAR, SETTING)
    ]


def test_r57_each_rung_is_brought_to_its_people() -> None:
    """The school's contact and its inspector, then the office, the leader, the director."""
    case = Case()
    case.running()
    told = [
        escalation(case.state, day(today), CALENDAR, SETTING).told
        for today in ("2024-05-16", "2024-05-21", "2024-05-22", "2024-05-28", "2024-06-04")
    ]
    assert [
        (),
        ("school_contact", "designated_inspector"),
        ("office_head",),
        ("office_head", "bureau_leader"),
        ("office_head", "bureau_leader", "bureau_director"),
    ] == told


def test_r57_another_unit_s_delay_is_never_in_the_circular_on_schools() -> None:
    """R-34: the letter's countdown is the office's own affair."""
    case = Case("O-H", "refer", unit="township")
    case.write("referral", issued_on="2024-05-07", number="1", days=3, unit="township")
    case.serve()
    found = escalation(case.state, day("2024-06-04"), CALENDAR, SETTING)
    assert ("talk", False) == (found.rung, found.in_circular)
    assert ("office_head",) == escalation(case.state, day("2024-05-10"), CALENDAR, SETTING).told


def test_r56_a_second_failed_recheck_stands_on_the_leader_s_rung() -> None:
    """No term runs, and yet it has escalated."""
    case = Case()
    case.running()
    case.report()
    case.recheck(False)
    assert "" == escalation(case.state, day("2024-05-20"), CALENDAR, SETTING).rung
    case.serve("2024-05-20")
    case.report("2024-05-24")
    case.recheck(False, "2024-05-27")
    assert ("leader", True) == escalation(case.state, day("2024-05-27"), CALENDAR, SETTING)[::3]


def test_r53_nothing_escalates_before_service() -> None:
    """An issued notice that was not served reminds nobody of the school."""
    case = Case()
    case.notice()
    assert "" == escalation(case.state, day("2025-01-02"), CALENDAR, SETTING).rung

"""What a failed item raises, and who may change its grade (R-30), through the act of the window."""

from dataclasses import replace

import pytest

from inspector_app.actions.answering import Sitting, open_sitting
from inspector_app.actions.findings import Finding
from tests.actions.county import County, at_work, refused

FACTS = "用时 72 秒,超过 60 秒"


def raised(sitting: Sitting, code: str = "SAF-GATE-03") -> Finding:
    sitting.verdict(code, "fail")
    finding = sitting.finding(code)
    assert finding is not None
    return replace(finding, facts=FACTS)


def test_a_failed_item_proposes_its_default_and_an_unfailed_one_withdraws_it(sitting: Sitting) -> None:
    """Grade and rectification come from the form; nothing is written until somebody confirms."""
    finding = raised(sitting)
    assert ("Y-H", "Y-H", False) == (finding.grade, finding.default_grade, finding.written)
    sitting.save_finding("SAF-GATE-03", finding)
    again = open_sitting(sitting.ws, sitting.visit).finding("SAF-GATE-03")
    assert replace(finding, written=True) == again
    sitting.verdict("SAF-GATE-03", "pass")
    assert sitting.finding("SAF-GATE-03") is None
    sitting.verdict("SAF-GATE-03", "fail")
    assert replace(finding, written=True) == sitting.finding("SAF-GATE-03")


def test_raising_takes_a_reason_and_one_level_at_most(sitting: Sitting) -> None:
    """R-30: orange for a yellow default with a reason; red from yellow never."""
    finding = raised(sitting)
    for reason in ("", "  "):
        with refused("findings.no_reason"):
            sitting.save_finding("SAF-GATE-03", replace(finding, grade="O-H", grade_reason=reason))
    for reason in ("", "很严重"):
        with refused("findings.one_level"):
            sitting.save_finding("SAF-GATE-03", replace(finding, grade="R-M", grade_reason=reason))
    with refused("findings.unknown_grade"):
        sitting.save_finding("SAF-GATE-03", replace(finding, grade="紫"))
    stands = sitting.finding("SAF-GATE-03")
    assert stands is not None
    assert not stands.written
    sitting.save_finding("SAF-GATE-03", replace(finding, grade="O-H", grade_reason="第二次发现"))
    stands = open_sitting(sitting.ws, sitting.visit).finding("SAF-GATE-03")
    assert stands is not None
    assert ("O-H", "第二次发现") == (stands.grade, stands.grade_reason)


def test_lowering_takes_the_leader_and_a_reason(county: County, visit: str) -> None:
    """R-30: on the team-mate's laptop it is refused, on the leader's it needs a reason."""
    for ws, who in ((county.second, "mate"), (county.leader, "leader")):
        sitting = at_work(ws, visit)
        finding = replace(raised(sitting), grade="B-H")
        with refused("findings.no_reason"):
            sitting.save_finding("SAF-GATE-03", finding)
        reasoned = replace(finding, grade_reason="当场换人")
        if who == "mate":
            with refused("findings.leader_must_agree"):
                sitting.save_finding("SAF-GATE-03", reasoned)
        else:
            sitting.save_finding("SAF-GATE-03", reasoned)


@pytest.mark.parametrize("grade", ["R-I", "O-H", "Y-H", "B-I", "none"])
def test_a_major_hazard_is_never_lowered_on_site(sitting: Sitting, grade: str) -> None:
    """R-30: not by the leader, not with a reason; G FIRE-08 fail chosen blue → T refused."""
    sitting.answer("saf_fire_08_places", "2")
    sitting.verdict("SAF-FIRE-08", "fail")
    finding = sitting.finding("SAF-FIRE-08")
    assert finding is not None
    assert "R-M" == finding.default_grade
    with refused("findings.major_not_lowered"):
        sitting.save_finding("SAF-FIRE-08", replace(finding, grade=grade, grade_reason="学校说马上改"))

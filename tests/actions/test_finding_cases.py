"""Findings after the visit, on the bureau's real journal: served, reported, re-checked; a notice that moves a term."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from inspector_app.actions import county as roster
from inspector_app.actions import signing
from inspector_app.actions.answering import open_sitting
from inspector_app.actions.finding_cases import cases, import_notice, write_step
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.errors import Problem
from inspector_app.journal import Value
from inspector_app.supervision.calendar import Moved, due_date
from inspector_app.supervision.finding_state import FindingState, Raised
from tests.actions.county import County, at_work, copied, ready, refused

CODE = "SAF-GATE-03"
SHA = "a" * 64


@pytest.fixture
def visit(county: County) -> str:
    """A frozen visit with one yellow finding, in the bureau's hands."""
    return signed_visit(county)


def signed_visit(county: County) -> str:
    visit = county.new_visit()
    sitting = at_work(county.leader, visit)
    sitting.verdict(CODE, "fail")
    finding = sitting.finding(CODE)
    assert finding is not None
    sitting.save_finding(CODE, replace(finding, facts="用时 72 秒,超过 60 秒"))
    ready(county.leader, visit)
    signing.freeze(county.leader, visit)
    county.carry(county.leader, county.bureau, "bureau")
    return visit


def raised(county: County, visit: str) -> Raised:
    (case,) = cases(county.bureau, [visit])
    return case.state.raised


def served(county: County, one: Raised, days: int = 10) -> FindingState:
    """Issue and serve the notice today."""
    today = county.bureau.now().date()
    day = today.isoformat()
    due = due_date(today, days, roster.calendar(county.bureau)).isoformat()
    notice: Value = {"issued_on": day, "number": "融教督〔2026〕1号", "days": days}
    write_step(county.bureau, one, "notice", notice)
    service: Value = {"served": day, "way": "in_person", "due": due, "receiver": "校长"}
    return write_step(county.bureau, one, "service", service)


def test_a_finding_goes_from_the_signed_visit_to_closed(county: County, visit: str) -> None:
    """Each step is written on the bureau's machine; the visit's digest stays what was signed."""
    one = raised(county, visit)
    before = VisitRecord(county.bureau, visit).folded.digest(visit)
    assert ("rectifying", date(2026, 12, 7)) == ((state := served(county, one)).state, state.due)
    line: Value = {"measure": "增设值班", "person": "总务主任", "done_on": "2026-11-23", "evidence": [SHA]}
    write_step(county.bureau, one, "rectification_report", {"at": "2026-11-23", "measures": [line]})
    checked: Value = {"at": "2026-11-23", "by": "I03", "passed": True, "on_site": True, "facts": "用时 40 秒"}
    assert "closed" == write_step(county.bureau, one, "recheck", checked).state
    (case,) = cases(county.bureau, [visit])
    assert ("closed", "I03", ("look_back",)) == (
        case.state.state,
        case.state.rechecked_by,
        tuple(kind for kind in case.possible if kind == "look_back"),
    )
    assert before == VisitRecord(county.bureau, visit).folded.digest(visit)


def test_a_refused_step_writes_nothing(county: County, visit: str) -> None:
    """The Problem names its rule, and the journal is as long as before."""
    one = raised(county, visit)
    before = len(county.bureau.store.entries())
    with refused("finding_life.not_now"):
        write_step(county.bureau, one, "recheck", {"at": "2026-11-23"})
    with refused("finding_life.unreadable"):
        write_step(county.bureau, one, "notice", {"number": "1"})
    assert before == len(county.bureau.store.entries())


def test_an_open_visit_has_no_cases(county: County) -> None:
    """What is not signed can still change."""
    assert [] == cases(county.leader, [county.new_visit()])


def test_r52_a_notice_taken_in_moves_what_runs_and_leaves_its_trace(county: County, visit: str, tmp_path: Path) -> None:
    """Ten days from 2026-11-23 end on 12-07; a holiday on the way makes it 12-08, and a bad file changes nothing."""
    one = raised(county, visit)
    served(county, one)
    known = roster.calendar(county.bureau).days.values()
    heads = "date,kind,name,region,source,confidence\n"
    rows = [",".join((d.date.isoformat(), *d[1:])) for d in known if d.date.year == 2026]
    path = tmp_path / "2026.csv"
    path.write_text(heads + "\n".join([*rows, "2026-12-32,holiday,县庆,guangxi,通知（示例）,sourced"]), "utf-8")
    with refused("calendar.bad_row"):
        import_notice(county.bureau, 2026, path)
    path.write_text(heads + "\n".join([*rows, "2026-12-01,holiday,县庆,guangxi,通知（示例）,sourced"]), "utf-8")
    moved = import_notice(county.bureau, 2026, path)
    assert [Moved(one.record, date(2026, 12, 7), date(2026, 12, 8))] == moved
    (case,) = cases(county.bureau, [visit])
    assert date(2026, 12, 8) == case.state.due
    assert not roster.calendar(county.bureau).is_working(date(2026, 12, 1))
    assert [] == import_notice(county.bureau, 2026, path)
    with pytest.raises(Problem) as caught:
        import_notice(county.bureau, 2027, path)
    assert "calendar.other_year" == caught.value.code


def test_r54_the_proofs_of_a_report_travel_with_it(county: County, visit: str) -> None:
    """A file chosen for a measure is a blob of the entry: who takes the step in can open it."""
    one = raised(county, visit)
    served(county, one)
    proof = county.bureau.store.put_blob("改后照片".encode())
    line: Value = {"measure": "增设值班", "person": "总务主任", "done_on": "2026-11-23", "evidence": [proof]}
    write_step(county.bureau, one, "rectification_report", {"at": "2026-11-23", "measures": [line]})
    assert not county.leader.store.has_blob(proof)
    county.carry(county.bureau, county.leader, "laptops")
    assert "改后照片".encode() == county.leader.store.blob(proof)


def test_r36_what_was_closed_and_fails_again_within_a_year_is_proposed_one_grade_higher(
    tmp_path: Path,
) -> None:
    """G yellow, closed; fails again at the next visit → T orange is proposed, with the day it was closed; other codes stay.

    Going back to the form's grade is a lowering: it takes the leader and a reason (R-30). The first record stays as signed.
    """
    with copied(tmp_path / "county") as county:
        visit = signed_visit(county)
        one = raised(county, visit)
        served(county, one)
        line: Value = {"measure": "增设值班", "person": "总务主任", "done_on": "2026-11-23", "evidence": [SHA]}
        write_step(county.bureau, one, "rectification_report", {"at": "2026-11-23", "measures": [line]})
        checked: Value = {"at": "2026-11-23", "by": "I03", "passed": True, "on_site": True, "facts": "用时 40 秒"}
        write_step(county.bureau, one, "recheck", checked)
        sitting = at_work(county.leader, county.new_visit())
        for code in (CODE, "SAF-GATE-06"):
            sitting.verdict(code, "fail")
        again, other = sitting.finding(CODE), sitting.finding("SAF-GATE-06")
        assert again is not None
        assert other is not None
        assert ("O-H", "O-H", "2026-11-23") == (again.grade, again.default_grade, again.recurs)
        assert (other.grade, "") == (sitting.filling.item("SAF-GATE-06").grade, other.recurs)
        with refused("findings.no_reason"):
            sitting.save_finding(CODE, replace(again, facts="用时 80 秒", grade="Y-H"))
        sitting.save_finding(CODE, replace(again, facts="用时 80 秒"))
        first = open_sitting(county.leader, visit).finding(CODE)
        assert first is not None
        assert ("Y-H", "") == (first.grade, first.recurs)

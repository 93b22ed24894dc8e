"""R-64 how long a photo stays, R-66 and R-67 copies and drafts, R-80 the complete file of a task."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from inspector_app.supervision.archive import PARTS, Missing, Paper, TaskFile, missing
from inspector_app.supervision.copies import Copy, Paperwork, copies, missing_steps, watermarked, written_date
from inspector_app.supervision.finding_state import FindingState, Raised
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.retention import photo_until, to_be_erased

RAISED = Raised("v", "campus_safety", "SAF-FIRE-08", "G111", "O-H", datetime.fromisoformat("2026-11-23T10:20:00+08:00"))
CLOSED = FindingState(RAISED, "O-H", "closed", issued_on=date(2026, 11, 24), closed_on=date(2026, 12, 7))
WHOLE = TaskFile(
    plan_approval="融教督〔2026〕3号",
    draw="D-2026-01",
    attempts=1,
    site_record="a" * 64,
    photos=4,
    listed=4,
    papers=(Paper("融教督〔2026〕12号", receipt=True),),
    findings=(CLOSED,),
    digest="b" * 64,
)


def test_r64_a_photo_is_kept_three_years_unless_it_shows_a_hazard_or_its_finding_is_open() -> None:
    """The last day is three years on; the day after it goes. A leap day ends on the 28th."""
    added = date(2026, 11, 23)
    until = photo_until(added, shows_hazard=False, settled=True, parameters=Parameters())
    assert date(2029, 11, 23) == until
    assert [False, True] == [to_be_erased(until, day) for day in (date(2029, 11, 23), date(2029, 11, 24))]
    for hazard, settled in ((True, True), (False, False), (True, False)):
        kept = photo_until(added, shows_hazard=hazard, settled=settled, parameters=Parameters())
        assert (None, False) == (kept, to_be_erased(kept, date(2099, 1, 1)))
    one_year = Parameters(retain_photo=1)
    assert date(2029, 2, 28) == photo_until(date(2028, 2, 29), shows_hazard=False, settled=True, parameters=one_year)


def test_r66_a_notice_has_three_named_copies_with_a_number_across_each_edge() -> None:
    """School, office, supervising inspector; the county may ask for four."""
    assert [
        Copy(1, 3, "school", "12-1/2"),
        Copy(2, 3, "office", "12-2/3"),
        Copy(3, 3, "supervisor", ""),
    ] == copies("12", Parameters())
    four = copies("12", Parameters(notice_copies=4))
    assert ["school", "office", "supervisor", ""] == [one.holder for one in four]
    assert ["12-3/4", ""] == [one.seam for one in four[2:]]


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ({"approved_by": " "}, ["approved"]),
        ({"number": ""}, ["numbered"]),
        ({"countersigned": frozenset({"L01"})}, ["countersigned"]),
        ({"countersigned": frozenset(), "approved_by": "", "number": ""}, ["countersigned", "approved", "numbered"]),
    ],
)
def test_r67_what_is_not_approved_countersigned_and_numbered_is_a_draft(
    change: dict[str, object], lacks: list[str]
) -> None:
    """G not approved → T the watermark; everything done → the final paper."""
    signers = frozenset({"L01", "L02"})
    done = Paperwork(signers, signers, "L01", "融教督〔2026〕12号")
    assert not watermarked(done)
    paper = replace(done, **change)  # type: ignore[arg-type]  # each case names real fields
    assert (True, lacks) == (watermarked(paper), missing_steps(paper))


def test_r67_a_date_is_written_without_noughts() -> None:
    """GB/T 9704: 2026年3月5日."""
    assert ["2026年3月5日", "2026年11月23日"] == [written_date(day) for day in (date(2026, 3, 5), date(2026, 11, 23))]


def test_r80_a_whole_file_may_be_archived() -> None:
    """Nothing is missing; a school that was named instead of drawn, and a task that was not sealed, need no such part."""
    assert [] == missing(WHOLE)
    assert [] == missing(replace(WHOLE, draw="", named="群众举报", sealed=False, attempts=0))


def test_r80_a_missing_receipt_is_named_by_its_document() -> None:
    """G the receipt of a document is missing → T it is told by number."""
    papers = (*WHOLE.papers, Paper("融教督〔2026〕13号", receipt=False))
    assert [Missing("service_receipt", "融教督〔2026〕13号")] == missing(replace(WHOLE, papers=papers))


def test_r80_every_part_can_be_missing() -> None:
    """An empty file lacks all of them, in the order of the file."""
    findings = (replace(CLOSED, state="rectifying"), replace(CLOSED, state="submitted"))
    empty = TaskFile(
        photos=1, papers=(Paper("12", receipt=False),), findings=findings, amendments_asked=frozenset({"3"})
    )
    assert list(PARTS) == [one.part for one in missing(empty)]
    assert [Missing("check_values")] == missing(replace(WHOLE, faults=("line 3",)))

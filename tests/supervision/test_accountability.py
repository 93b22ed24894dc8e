"""R-76 to R-78: the clocks and prompts of accountability; on real entries, and never a conclusion."""

import pytest

from inspector_app.errors import Problem
from inspector_app.journal import Author, fold
from inspector_app.supervision.accountability import (
    Circumstances,
    aggravating,
    check_accountability_decision,
    steps,
    timers,
)
from inspector_app.supervision.parameters import Parameters
from tests.supervision.casework import CALENDAR, FOUND, VISIT, day


def clocks(today: str, **taken: str) -> dict[str, tuple[str, str, bool | None]]:
    """Return the running terms of a case by name: as counted, as due, and whether met."""
    author = Author("a" * 32, None, 0, lambda: FOUND)
    entries = [author.next(VISIT, "accountability_step", "", {"step": step, "at": at}) for step, at in taken.items()]
    found = timers(steps(fold(entries), VISIT), day(today), CALENDAR, Parameters())
    return {one.name: (one.nominal.isoformat(), one.due.isoformat(), one.met) for one in found}


def test_r77_vector_of_the_review() -> None:
    """Received 2024-09-01 → review until 2024-10-01, moved on from the holiday to 2024-10-08."""
    found = clocks("2024-09-20", decision_received="2024-09-01")
    assert ("2024-10-01", "2024-10-08", None) == found["review_request"]
    assert ("2024-09-16", "2024-09-18", False) == found["appeal"]  # mid-autumn holiday: 9-15 to 9-17


def test_r77_each_term_starts_where_the_law_says() -> None:
    """A review: its answer within 30, the appeal counted from that answer; an appeal at once: from receipt, answered in 60."""
    reviewed = clocks(
        "2024-12-01",
        decision_received="2024-09-02",
        review_requested="2024-09-10",
        review_received="2024-10-10",
        appealed="2024-10-25",
    )
    assert {
        "review_request": ("2024-10-02", "2024-10-08", True),
        "review_answer": ("2024-10-10", "2024-10-10", True),
        "appeal": ("2024-10-25", "2024-10-25", True),
        "appeal_answer": ("2024-12-24", "2024-12-24", None),
    } == reviewed
    assert "appeal" not in clocks("2024-10-01", decision_received="2024-09-02", review_requested="2024-09-10")
    assert not clocks("2024-10-01", decision_received="2024-09-02", appealed="2024-09-19")["appeal"][2]


def test_r76_the_panel_is_formed_within_sixty_days_of_the_inspection_s_end() -> None:
    """Natural days, moved on from a day off; the parameter sets another number."""
    assert ("2024-07-05", "2024-07-05", None) == clocks("2024-06-01", inspection_ended="2024-05-06")["panel"]
    assert clocks("2024-08-01", inspection_ended="2024-05-06", panel_formed="2024-07-05")["panel"][2]
    assert False is clocks("2024-07-06", inspection_ended="2024-05-06")["panel"][2]
    taken = {"inspection_ended": day("2024-05-06")}
    assert day("2024-05-16") == timers(taken, day("2024-05-06"), CALENDAR, Parameters(accountability_days=10))[0].due


def test_r76_a_decision_is_filed_only_when_the_person_was_heard_and_it_says_everything() -> None:
    """Told beforehand, heard; facts, basis, way and day of effect."""
    parts = {"facts": "隐瞒重大隐患", "basis": "问责办法", "way": "约谈", "effective": "2024-09-01"}
    heard = {"told": day("2024-08-01"), "heard": day("2024-08-10")}
    check_accountability_decision(parts, heard)
    for step in heard:
        with pytest.raises(Problem) as caught:
            check_accountability_decision(parts, {one: on for one, on in heard.items() if one != step})
        assert ("accountability.not_heard", step) == (caught.value.code, caught.value.where)
    for part in parts:
        with pytest.raises(Problem) as caught:
            check_accountability_decision({**parts, part: ""}, heard)
        assert ("accountability.decision_part", part) == (caught.value.code, caught.value.where)


def test_r78_a_second_time_within_a_year_is_prompted_for() -> None:
    """G the second decision within one year → T prompted; after a year and a day not; the others as the file says."""
    first = (day("2024-03-01"),)
    assert ["repeated_in_a_year"] == aggravating(Circumstances(decisions=first), day("2025-03-01"))
    assert [] == aggravating(Circumstances(decisions=first), day("2025-03-02"))
    assert [] == aggravating(Circumstances(), day("2025-03-02"))
    everything = Circumstances(True, True, True, first)
    assert ["concealed_or_obstructed", "retaliated", "not_corrected", "repeated_in_a_year"] == aggravating(
        everything, day("2024-09-01")
    )

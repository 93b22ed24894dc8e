"""R-26, R-28, R-44: refused entry, actions that interrupt lessons, records signed on paper; on real entries."""

from datetime import datetime, timedelta

import pytest

from inspector_app.errors import Problem
from inspector_app.form import load
from inspector_app.journal import Author, Value, fold
from inspector_app.journal.payloads import read_payload
from inspector_app.packaged import data_folder
from inspector_app.supervision.on_site import (
    SIGNED_PAPER,
    Facts,
    check_consent,
    check_facts,
    missing_paper,
    obstructed,
    obstruction_report,
)
from inspector_app.supervision.parameters import Parameters
from tests.supervision.casework import CALENDAR, FOUND, SHA, VISIT, day

SETTING = Parameters()
FULL = Facts("保安拒绝开门，称须请示", "2024-05-06T08:02:00+08:00", "拒不说明", "村委会 李某", "影像 3 段")


def author() -> Author:
    """Return the leader's laptop."""
    return Author("a" * 32, None, 0, lambda: FOUND)


@pytest.mark.parametrize("missing", Facts._fields)
def test_r26_refused_entry_takes_five_fields(missing: str) -> None:
    """G entry refused → T facts, time, who it was (or “拒不说明”), witness and pictures; each one missing is named."""
    check_facts(FULL)
    with pytest.raises(Problem) as caught:
        check_facts(FULL._replace(**{missing: " "}))
    assert ("on_site.five_fields", missing) == (caught.value.code, caught.value.where)


def test_r26_after_half_an_hour_the_visit_is_aborted_and_the_report_written() -> None:
    """Let in within 30 minutes it goes on; at 30 minutes it is aborted, and a later end changes nothing."""
    laptop = author()
    written = laptop.next(VISIT, "obstruction", "obstruction", {"at": FOUND.isoformat(), "blob": SHA, "media": [SHA]})
    refused = read_payload("obstruction", fold([written]).value(VISIT, "obstruction"))

    def end(minutes: int) -> object:
        at = (FOUND + timedelta(minutes=minutes)).isoformat()
        entry = laptop.next(VISIT, "obstruction_end", "obstruction_end", {"at": at})
        return read_payload("obstruction_end", entry.value)

    def state(minutes: int, ended: object = None) -> str:
        return obstructed(refused, ended, FOUND + timedelta(minutes=minutes), SETTING).state  # type: ignore[arg-type]

    assert ["waiting", "aborted", "let_in", "let_in", "aborted"] == [
        state(29),
        state(30),
        state(25, end(20)),
        state(90, end(30)),
        state(90, end(31)),
    ]
    report = obstruction_report(FULL, "融安三中", ("督学乙", "督学丙"), obstructed(refused, None, FOUND, SETTING))
    assert {"school", "team", "facts", "at", "opponent", "witness", "media", "outcome"} == set(report)
    assert "督学乙、督学丙" == report["team"]


def test_r28_an_evacuation_waits_for_the_leader_s_word() -> None:
    """G not declared → T the item marked with R-28 cannot be recorded; only the leader's full declaration opens it."""
    marked = [item.code for item in load(data_folder("forms") / "campus_safety.yaml").items if item.tags.get("consent")]
    assert "SAF-EMG-02" in marked

    def declared(school_agreed: bool = True, safe: bool = True, by: str = "I02") -> None:
        value: Value = {"at": FOUND.isoformat(), "school_agreed": school_agreed, "safe": safe}
        entry = author().next(VISIT, "consent", "campus_safety/consents/SAF-EMG-02", value, author=by)
        check_consent(read_payload("consent", entry.value), entry.author, "I02")

    declared()
    for agreed, safe in ((False, True), (True, False)):
        with pytest.raises(Problem):
            declared(agreed, safe)
    with pytest.raises(Problem):
        declared(by="I03")
    with pytest.raises(Problem) as caught:
        check_consent(None, "I02", "I02")
    assert ("on_site.consent", "R-28") == (caught.value.code, caught.value.fields["rule"])


def test_r44_a_record_signed_on_paper_is_reminded_of_until_its_photo_is_there() -> None:
    """G not photographed → T reminded after 5 working days: frozen on Monday 2024-05-06, on 2024-05-11 (a worked Saturday)."""
    laptop = author()
    frozen = laptop.next(VISIT, "freeze", "", {"digest": SHA, "seen": {"a" * 32: 1}, "at": FOUND.isoformat()})

    def remind(today: str, *more: tuple[str, str, Value]) -> bool | None:
        entries = [frozen, *(laptop.next(VISIT, kind, path, value) for kind, path, value in more)]
        found = missing_paper(fold(entries), VISIT, day(today), CALENDAR, SETTING)
        return None if found is None else found.remind

    ink: Value = {"blob": SHA, "digest": SHA, "name": "校长"}
    paper: Value = {"blob": SHA, "digest": SHA, "issued_at": FOUND.isoformat()}
    assert [False, True, None, None, None] == [
        remind("2024-05-10"),
        remind("2024-05-11"),
        remind("2024-05-13", ("document", SIGNED_PAPER, paper)),
        remind("2024-05-13", ("ink", "signatures/head", ink)),
        remind("2024-05-13", ("refusal", "refusal", {"blob": SHA})),
    ]
    assert missing_paper(fold([]), VISIT, day("2024-05-13"), CALENDAR, SETTING) is None
    assert datetime.fromisoformat(frozen.at).date() == day("2024-05-06")

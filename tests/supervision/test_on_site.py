"""R-28 and R-44: actions that interrupt lessons, records signed on paper; on real entries."""

from datetime import datetime

import pytest

from inspector_app.errors import Problem
from inspector_app.form import load
from inspector_app.journal import Author, Value, fold
from inspector_app.journal.payloads import read_payload
from inspector_app.packaged import data_folder
from inspector_app.supervision.on_site import (
    SIGNED_PAPER,
    check_consent,
    missing_paper,
)
from inspector_app.supervision.parameters import Parameters
from tests.supervision.casework import CALENDAR, FOUND, SHA, VISIT, day

SETTING = Parameters()


def author() -> Author:
    """Return the leader's laptop."""
    return Author("a" * 32, None, 0, lambda: FOUND)


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

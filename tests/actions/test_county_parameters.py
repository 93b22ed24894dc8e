"""Parameters are entries with a day (rules.md, head): what is visited or issued keeps those it was visited or issued under."""

from datetime import date, timedelta

from inspector_app.actions import county as roster
from inspector_app.actions import county_parameters, setup, signing
from inspector_app.actions.answering import open_sitting
from inspector_app.actions.finding_cases import rules
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.workspace import Workspace
from tests.actions.county import Clock, County, ready, refused

TODAY = date(2026, 11, 23)


def tomorrow(ws: Workspace) -> None:
    """Move the county's clock by a day."""
    assert isinstance(ws.now, Clock)
    ws.now.time += timedelta(days=1)


def test_a_change_is_an_entry_and_counts_from_its_day(county: County) -> None:
    """It travels to the laptops; before its day the old value is in force; a second change of that day takes its place."""
    day = TODAY + timedelta(days=7)
    county_parameters.change(county.bureau, "cooldown", "10", day, "局党组会议")
    county_parameters.change(county.bureau, "cooldown", "15", day, "更正")
    setup.send_county(county.bureau, county.leader)
    for ws in (county.bureau, county.leader):
        assert [20, 15, 15] == [roster.rules(ws, day + timedelta(days=n)).cooldown for n in (-1, 0, 400)]
        assert [20, 15] == [rules(ws).on(day + timedelta(days=n)).cooldown for n in (-1, 0)]
    entries = county.bureau.store.entries(kind="parameter_change")
    assert ["局党组会议", "更正"] == [one.value["reason"] for one in entries if isinstance(one.value, dict)]


def test_what_does_not_fit_is_refused_and_nothing_is_written(county: County) -> None:
    """A bad value, no reason, a day gone by, a name of nothing, a laptop."""
    before = len(county.bureau.store.entries())
    for name, value, day, reason, code in (
        ("cooldown", "zwanzig", TODAY, "x", "parameters.not_valid"),
        ("coverage", "1.2", TODAY, "x", "parameters.not_valid"),
        ("cooldown", "10", TODAY, " ", "parameters.no_reason"),
        ("cooldown", "10", TODAY - timedelta(days=1), "x", "parameters.backdated"),
        ("cool_down", "10", TODAY, "x", "parameters.unknown"),
    ):
        with refused(code):
            county_parameters.change(county.bureau, name, value, day, reason)
    with refused("parameters.not_here"):
        county_parameters.change(county.leader, "cooldown", "10", TODAY, "x")
    assert before == len(county.bureau.store.entries())


def test_a_visit_is_judged_by_the_bounds_of_its_day_and_a_signed_one_never_again(county: County) -> None:
    """Score, conclusion and digest of what was frozen stay, whatever the bureau decides later, even for that same day."""
    visit = county.new_visit()
    ready(county.leader, visit).verdict("SAF-FIRE-11", "pass")
    county_parameters.change(county.bureau, "coverage", "0", TODAY + timedelta(days=1), "试行")
    setup.send_county(county.bureau, county.leader)
    before = open_sitting(county.leader, visit).score()
    assert "partial_check" == before.conclusion
    signing.freeze(county.leader, visit)
    digest = VisitRecord(county.leader, visit).folded.digest(visit)
    county_parameters.change(county.bureau, "coverage", "0", TODAY, "同日放宽")
    tomorrow(county.bureau)
    setup.send_county(county.bureau, county.leader)
    county.carry(county.leader, county.bureau, "bureau")
    for ws in (county.leader, county.bureau):
        assert before == open_sitting(ws, visit).score()
        assert digest == VisitRecord(ws, visit).folded.digest(visit)
    other = ready(county.leader, county.new_visit())
    other.verdict("SAF-FIRE-11", "pass")
    assert "excellent" == other.score().conclusion

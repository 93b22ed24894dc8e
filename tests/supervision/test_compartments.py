"""R-60 and R-61: what belongs to which compartment, whose door it is, and when nobody having taken a report alarms."""

from datetime import datetime, timedelta
from itertools import chain

import pytest

from inspector_app.errors import Problem
from inspector_app.form import load
from inspector_app.packaged import data_folder
from inspector_app.supervision.compartments import (
    COMPARTMENTS,
    UNITS,
    alarm,
    check_opening,
    check_unit,
    check_words,
    compartment_of,
    entrances,
)
from inspector_app.supervision.parameters import Parameters
from tests.actions.county import told

AT = datetime.fromisoformat("2026-11-23T10:20:00+08:00")
OFFICERS = {"mandatory_report": ["L01"], "ethics": ["L02"], "integrity": ["L02", "L03"]}


@pytest.mark.parametrize(("minutes", "sounds"), [(0, False), (29, False), (30, True), (600, True)])
def test_r60_thirty_minutes_without_a_receiver_alarm(minutes: int, sounds: bool) -> None:
    """G nobody registered for 30 minutes → T the alarm; it goes on until somebody is."""
    found = alarm(AT, [], AT + timedelta(minutes=minutes), Parameters())
    assert (sounds, AT + timedelta(minutes=30), UNITS) == found
    assert (False, None, ("police", "education")) == alarm(AT, ["civil_affairs"], AT + timedelta(days=1), Parameters())


def test_r60_the_bureau_may_set_the_minutes() -> None:
    """Ten minutes, if the county says so."""
    assert alarm(AT, [], AT + timedelta(minutes=10), Parameters(mandatory_minutes=10)).sounds


def test_r60_a_receiver_is_one_of_three_units_and_a_name() -> None:
    """A report needs words, a receiver a unit and a name."""
    assert "police" == check_unit("police", "王警官")
    assert "事实" == check_words(" 事实 ", 2)
    for unit, name in (("police", " "), ("fire", "王")):
        with pytest.raises(Problem, match="compartments.no_receiver") as caught:
            check_unit(unit, name)
        told(caught.value)
    for text, code in ((" ", "compartments.no_words"), ("三个字", "compartments.too_long")):
        with pytest.raises(Problem, match=code) as caught:
            check_words(text, 2)
        told(caught.value)


def test_r61_an_ordinary_inspector_sees_no_door() -> None:
    """G an ordinary inspector → T no entrance; who is named sees his own and no other, and is let in there alone."""
    assert () == entrances("I02", OFFICERS)
    assert ("mandatory_report",) == entrances("L01", OFFICERS)
    assert ("ethics", "integrity") == entrances("L02", OFFICERS)
    for name in COMPARTMENTS:
        with pytest.raises(Problem, match="compartments.not_yours") as caught:
            check_opening(name, "I02", OFFICERS)
        told(caught.value)
    check_opening("integrity", "L03", OFFICERS)


def test_r61_the_shipped_forms_say_what_belongs_apart() -> None:
    """Bullying, ethics and integrity leads each have their compartment; harm to a child goes to the mandatory report."""
    found: dict[str, set[str]] = {}
    for path in sorted((data_folder("forms")).glob("*.yaml")):
        form = load(path)
        asked = (compartment_of(form.form_id, one.field.sensitive, {}) for one in form.questions)
        items = (compartment_of(form.form_id, "", one.tags) for one in form.items)
        for name in filter(None, chain(asked, items)):
            found.setdefault(name, set()).add(form.form_id)
    assert {"bullying_prevention"} == found["protection"]
    assert {"integrity_risk"} == found["integrity"]
    assert {"teacher_ethics", "lesson_observation"} <= found["ethics"]
    assert {"teacher_ethics", "dropout_control", "lesson_observation"} <= found["mandatory_report"]
    assert set(COMPARTMENTS) == set(found)


def test_r61_a_seat_number_alone_is_no_compartment() -> None:
    """The ordinary record goes on counting pupils; a teacher's name is R-63's."""
    assert [None, None, None] == [
        compartment_of("dropout_control", "minor", {}),
        compartment_of("lesson_observation", "teacher", {}),
        compartment_of("campus_safety", "", {}),
    ]

"""What stands in a form before anyone answers, what is set when it is opened and finished, and numbers that have bounds."""

from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.form import Filling
from inspector_app.form.check import check
from tests.form.small import NOW, filled, loaded, written

DEFAULTS = """
    form: f
    context: [{name: leader, type: text, source: school.leader}]
    sections:
      - code: A
        items:
          - code: A-1
            fields:
              - {name: who, type: text, default: "${leader}"}
              - {name: again, type: text, default: "concat(${a_1_who}, '!')"}
              - {name: day, type: date, default: "today()"}
              - {name: hidden, type: text, default: "${leader}", relevant: "${a_1_who} = ''"}
"""


def test_a_computed_default_knows_the_context(tmp_path: Path) -> None:
    """Context first, then defaults in the order of the form; a question that is not asked has its default too."""
    filling = filled(tmp_path, DEFAULTS, leader="李校长")
    assert ("李校长", "李校长!", "2026-11-23") == tuple(
        filling.value(f"a_1_{name}") for name in ("who", "again", "day")
    )
    assert ("", "李校长") == (filling.value("a_1_hidden"), filling.held("a_1_hidden"))


def test_a_default_that_was_emptied_stays_empty(tmp_path: Path) -> None:
    """Opened again from its answers, a form sets no default where a person took it away; where nobody spoke, it does."""
    form = loaded(tmp_path, DEFAULTS)
    filling = Filling(form, context={"leader": "李校长"}, now=NOW)
    filling.answer("a_1_who", "")
    filling.answer("a_1_day", "2026-01-01")
    again = Filling(form, filling.answers(), {"leader": "王校长"}, now=NOW)
    assert ("", "李校长!", "2026-01-01") == tuple(again.value(f"a_1_{name}") for name in ("who", "again", "day"))
    journal = {"questions": {"a_1_who": ""}, "rows": []}
    assert "2026-11-23" == Filling(form, journal, now=NOW).value("a_1_day")


EVENTS = """
    form: f
    survey:
      - {name: begun, type: start}
      - {name: ended, type: end}
      - {name: minutes, type: integer, calculation: "round((decimal-date-time(${ended}) - decimal-date-time(${begun})) * 1440)"}
      - {name: opened, type: integer}
      - {name: first, type: integer}
      - {name: checked, type: text}
    actions:
      - {events: [odk-instance-first-load], target: /f/first, value: "coalesce(${first}, 0) + 1"}
      - {events: [odk-instance-load], target: /f/opened, value: "coalesce(${opened}, 0) + 1"}
      - {events: [xforms-revalidate], target: /f/checked, value: "concat('after ', ${minutes})"}
"""


def test_the_end_is_noted_when_the_form_is_finished(tmp_path: Path) -> None:
    """Not when it is opened; what is computed from it and what is set on finishing follow, and it can be finished anew."""
    filling = filled(tmp_path, EVENTS)
    assert ("", "") == (filling.value("ended"), filling.value("minutes"))
    assert {"/f/ended", "/f/minutes", "/f/checked"} == filling.finish(NOW + timedelta(minutes=90))
    assert ("2026-11-23T11:30:00.000+08:00", "90", "after 90") == tuple(
        filling.value(name) for name in ("ended", "minutes", "checked")
    )
    filling.finish(NOW + timedelta(minutes=95))
    assert "after 95" == filling.value("checked")


def test_some_values_are_set_at_every_opening(tmp_path: Path) -> None:
    """The first opening is the one with nothing entered yet, however that is said."""
    form = loaded(tmp_path, EVENTS)
    filling = Filling(form, {"questions": {}, "rows": []}, now=NOW)
    assert ("1", "1") == (filling.value("first"), filling.value("opened"))
    again = Filling(form, filling.answers(), now=NOW + timedelta(days=1))
    assert ("1", "2", "2026-11-23T10:00:00.000+08:00") == tuple(again.value(n) for n in ("first", "opened", "begun"))


@pytest.mark.parametrize(
    ("type_", "parameters", "right", "wrong"),
    [
        ("integer", "", ["2147483647", "-2147483648", "0"], ["2147483648", "-2147483649", "9" * 40, "9" * 5000, "1.5"]),
        ("range", "start=1 end=5 step=2", ["1", "3", "5", "3.0"], ["2", "0", "7", "4.5", "x"]),
        ("range", "start=-1,end=1,step=0.1", ["-1", "0.3", "-0.7", "1"], ["0.05", "1.1", "1e9"]),
        ("range", "start=10 end=0 step=5", ["10", "5", "0"], ["15", "-5", "6"]),
        ("range", "", ["0", "10"], ["11", "0.5"]),
    ],
)
def test_numbers_have_bounds(tmp_path: Path, type_: str, parameters: str, right: list[str], wrong: list[str]) -> None:
    """ODK's integers have 32 bits; a number on a scale lies between its ends, an even number of steps from the first."""
    filling = filled(tmp_path, f"form: f\nsurvey: [{{name: n, type: {type_}, parameters: '{parameters}'}}]")
    for value, expected in [*((one, "") for one in right), *((one, "type") for one in wrong)]:
        filling.answer("n", value)
        assert (value, expected) == (value, filling.violation("n"))


@pytest.mark.parametrize("parameters", ["start=a end=5", "step=0", "end=Infinity", "step=NaN"])
def test_a_scale_that_is_none_is_a_mistake(tmp_path: Path, parameters: str) -> None:
    """Said where it stands, as pyxform does."""
    file = written(tmp_path, f"form: f\nsurvey: [{{name: n, type: range, label: N, parameters: '{parameters}'}}]")
    assert ["form.bad_value"] == [problem.code for problem in check(file)]

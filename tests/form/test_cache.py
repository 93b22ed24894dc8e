"""What is kept of a form opens it again the same; whatever else lies in its place is ignored."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from inspector_app.form import Filling, load
from inspector_app.form.canonical import Entered
from inspector_app.form.planning import plan_of
from tests.form.brief import FORMS
from tests.form.play import seen
from tests.form.small import NOW, written
from tests.form.test_survey import CITIES


def test_a_kept_form_is_the_form(tmp_path: Path) -> None:
    """Same version, same behaviour, and the file itself need not be understood again."""
    file = written(tmp_path, CITIES)
    first = load(file, tmp_path / "kept")
    again = load(file, tmp_path / "kept")
    assert (first.version, first) == (again.version, again)
    filling = Filling(again, now=NOW)
    filling.answer("province", "gd")
    assert ["gz", "sz"] == [choice.name for choice in filling.choices("city")]
    assert 1 == len(list((tmp_path / "kept").iterdir()))


@pytest.mark.parametrize("place", [0, 40, 200, -1])
def test_damaged_bytes_are_ignored(tmp_path: Path, place: int) -> None:
    """One changed byte anywhere: the file is read afresh, and kept anew."""
    file = written(tmp_path, CITIES)
    first = load(file, tmp_path / "kept")
    [kept] = (tmp_path / "kept").iterdir()
    whole = kept.read_bytes()
    damaged = bytearray(whole)
    damaged[place] ^= 1
    kept.write_bytes(damaged)
    assert first == load(file, tmp_path / "kept")
    assert whole == kept.read_bytes()


@pytest.mark.parametrize("data", [b"", b"\x80\x04K\x01.", b"x" * 4000, b"\xc1" * 40])
def test_foreign_bytes_are_ignored(tmp_path: Path, data: bytes) -> None:
    """Nothing, a pickle, text, invalid msgpack."""
    file = written(tmp_path, CITIES)
    first = load(file, tmp_path / "kept")
    [kept] = (tmp_path / "kept").iterdir()
    kept.write_bytes(data)
    assert first == load(file, tmp_path / "kept")


def test_another_text_is_another_form(tmp_path: Path) -> None:
    """What is kept belongs to the file's contents, not to its name."""
    file = written(tmp_path, CITIES)
    load(file, tmp_path / "kept")
    assert "g" == load(written(tmp_path, CITIES.replace("form: f", "form: g")), tmp_path / "kept").form_id


def test_a_folder_that_cannot_be_written_is_no_obstacle(tmp_path: Path) -> None:
    """Then nothing is kept."""
    (tmp_path / "kept").write_text("a file")
    assert "f" == load(written(tmp_path, CITIES), tmp_path / "kept").form_id


def test_a_form_opened_before_compiles_only_what_is_asked_for(tmp_path: Path) -> None:
    """Of the largest shipped form's nine hundred tasks a blank filling makes a handful, and an answer those it reaches."""
    file = FORMS / "campus_safety.yaml"
    everything = plan_of(load(file, tmp_path)).tasks
    plan = plan_of(form := load(file, tmp_path))
    filling = Filling(form, now=NOW)
    assert len(everything) == len(plan.tasks)
    assert sum(task is not None for task in plan.tasks) < len(everything) / 10
    filling.answer("saf_gate_02_verdict", "pass")
    assert sum(task is not None for task in plan.tasks) < len(everything) / 5


BEGINNINGS = """
    form: f
    context: [{name: stages, type: select_multiple stage, source: school.stages}]
    choices: {stage: [{name: P}, {name: J}], meal: [{name: rice, columns: {when: P}}, {name: meat, columns: {when: J}}]}
    calculations:
      - {name: day, type: date, calculation: "today()"}
      - {name: since, type: integer, calculation: "int(decimal-date-time(${a_1_seen}))"}
    sections:
      - code: A
        items:
          - code: A-1
            applies: [P]
            fields:
              - {name: seen, type: date, default: "2026-11-23", required: true}
              - {name: eaten, type: select_one meal, choice_filter: "selected(${stages}, when)"}
              - {name: noted, type: date, default: "today()", readonly: "true"}
              - {name: word, type: text, relevant: "${a_1_eaten} != ''"}
"""


@pytest.mark.parametrize("zone", [-11, 0, 8])
def test_the_blank_state_is_that_of_the_day_the_zone_and_the_language(tmp_path: Path, zone: int) -> None:
    """What was kept a while ago and elsewhere is today's and here's: dates, defaults, choices on offer, requirements."""
    file = written(tmp_path, BEGINNINGS)
    now = datetime(2031, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=zone)))
    load(file, tmp_path / "kept")
    schools: list[dict[str, Entered]] = [{}, {"stages": "P"}, {"stages": "J"}]
    for school in schools:
        one, other = (Filling(form, context=school, now=now) for form in (load(file), load(file, tmp_path / "kept")))
        assert ("2031-02-03", "2031-02-03") == (other.value("day"), other.held("a_1_noted"))
        assert seen(one) == seen(other)
        assert one.choices("a_1_eaten") == other.choices("a_1_eaten")
        for filling in (one, other):
            filling.answer("a_1_eaten", "rice")
        assert seen(one) == seen(other)

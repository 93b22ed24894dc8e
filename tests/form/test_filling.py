"""A form being filled: relevance, calculation, constraints, requirements, labels, and what every answer changes."""

from decimal import Decimal
from pathlib import Path

import pytest

from inspector_app.form import Filling
from inspector_app.form.canonical import Entered
from tests.form.small import NOW, filled, loaded

QUESTIONS = """
    form: f
    context:
      - {name: boarding, type: select_one yes_no, source: school.boarding, label: {zh: 是否寄宿, en: Boarding}}
      - {name: visit_date, type: date, source: visit.date}
    choices:
      yes_no: [{name: yes, label: {zh: 是, en: Yes}}, {name: no, label: {zh: 否, en: No}}]
      food: [{name: rice}, {name: meat}, {name: none}]
    calculations:
      - {name: total, type: integer, calculation: "coalesce(${a_1_boys}, 0) + coalesce(${a_1_girls}, 0)"}
      - {name: double, type: integer, calculation: "${total} * 2"}
      - {name: next_week, type: date, calculation: "${visit_date} + 7"}
    sections:
      - code: A
        items:
          - code: A-1
            fields:
              - name: boys
                type: integer
                required: true
                constraint: ". >= 0"
                constraint_message: {zh: 不能为负, en: Not negative}
              - {name: girls, type: integer, required: "${a_1_boys} > 0"}
              - {name: rooms, type: integer, relevant: "${boarding} = 'yes'", label: {zh: "${total} 人的房间", en: Rooms}}
              - {name: eaten, type: select_multiple food}
              - {name: share, type: decimal}
              - {name: seen, type: date}
              - {name: warm, type: select_one yes_no}
"""


@pytest.fixture
def filling(tmp_path: Path) -> Filling:
    """The form above, nothing answered."""
    return filled(tmp_path, QUESTIONS, visit_date="2026-11-23")


def test_an_answer_says_all_that_changed(filling: Filling) -> None:
    """Computed values that follow are among the changed paths, in one step."""
    changed = filling.answer("a_1_boys", 3)
    assert {"/f/a/a_1_boys", "/f/total", "/f/double", "/f/a/a_1_girls"} == changed
    assert "6" == filling.value("double")
    assert frozenset() == filling.answer("a_1_boys", "3")


def test_values_are_canonical_text(filling: Filling) -> None:
    """Numbers, dates, choices and truths in; plain text inside, decimals as written, full-width digits read."""
    entered: list[tuple[str, Entered, str]] = [
        ("a_1_boys", "１２", "12"),
        ("a_1_boys", " 007 ", "7"),
        ("a_1_share", Decimal("1.10"), "1.10"),
        ("a_1_share", "2.50", "2.50"),
        ("a_1_seen", "2026/1/5", "2026-01-05"),
        ("a_1_seen", NOW.date(), "2026-11-23"),
        ("a_1_eaten", ["rice", "meat"], "rice meat"),
        ("a_1_warm", True, "yes"),
        ("a_1_boys", None, ""),
    ]
    for path, given, held in entered:
        filling.answer(path, given)
        assert held == filling.value(path)


def test_dates_are_counted_in_days(filling: Filling) -> None:
    """A date plus seven is the date a week later, in the filling's own zone."""
    assert "2026-11-30" == filling.value("next_week")


def test_what_is_not_relevant_is_kept_but_not_seen(filling: Filling) -> None:
    """An answer outlives a change of mind about relevance; meanwhile expressions and answers see nothing."""
    filling.answer("boarding", "yes")
    filling.answer("a_1_rooms", 4)
    changed = filling.answer("boarding", "no")
    assert "/f/a/a_1_rooms" in changed
    assert not filling.relevant("a_1_rooms")
    assert ("", "4") == (filling.value("a_1_rooms"), filling.held("a_1_rooms"))
    filling.answer("boarding", "yes")
    assert "4" == filling.value("a_1_rooms")


def test_a_constraint_runs_only_on_an_answer(filling: Filling) -> None:
    """Nothing entered violates no constraint; a wrong number does, and the message is in the filling's language."""
    assert "required" == filling.violation("a_1_boys")
    filling.answer("a_1_boys", -1)
    assert ("constraint", False) == (filling.violation("a_1_boys"), filling.valid("a_1_boys"))
    assert ("/f/a/a_1_boys", "constraint", "不能为负") in filling.problems()
    filling.set_language("en")
    assert ("/f/a/a_1_boys", "constraint", "Not negative") in filling.problems()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("boys", "twelve"),
        ("boys", "1.5"),
        ("share", "a lot"),
        ("seen", "2026-02-30"),
        ("warm", "maybe"),
        ("eaten", "stone"),
    ],
)
def test_what_does_not_fit_its_type_is_held_and_shown(filling: Filling, name: str, wrong: str) -> None:
    """A value of the wrong type is not lost; it is a violation until it is put right."""
    filling.answer(f"a_1_{name}", wrong)
    assert ("type", wrong) == (filling.violation(f"a_1_{name}"), filling.held(f"a_1_{name}"))


def test_requirement_follows_the_answers(filling: Filling) -> None:
    """A question can become required, and is then missing."""
    assert not filling.required("a_1_girls")
    filling.answer("a_1_boys", 2)
    assert filling.required("a_1_girls")
    assert "required" == filling.violation("a_1_girls")


def test_labels_speak_the_language_and_show_values(filling: Filling) -> None:
    """A label may quote an answer; the language can change at any time."""
    filling.answer("a_1_boys", 5)
    assert "5 人的房间" == filling.label("a_1_rooms")
    filling.set_language("en")
    assert "Rooms" == filling.label("a_1_rooms")
    assert ["yes", "no"] == [choice.name for choice in filling.choices("boarding")]


def test_computed_questions_cannot_be_answered(filling: Filling) -> None:
    """What is computed is read-only."""
    assert filling.readonly("total")
    with pytest.raises(ValueError, match="total is computed"):
        filling.answer("total", 1)


@pytest.mark.parametrize("path", ["nobody", "/f/b/a_1_boys", "/f/a/nobody", "", "/"])
def test_a_path_that_leads_nowhere_is_a_key_error(filling: Filling, path: str) -> None:
    """An unknown path is the caller's bug and says so."""
    with pytest.raises(KeyError):
        filling.value(path)


def test_answers_start_another_filling(filling: Filling, tmp_path: Path) -> None:
    """What answers() returns is all another filling needs; names without a place are told, not dropped in silence."""
    filling.answer("a_1_boys", 3)
    filling.answer("a_1_verdict", "pass")
    answers = filling.answers()
    assert {"questions": {"a_1_boys": "3", "a_1_verdict": "pass"}, "rows": []} == answers
    answers["questions"]["gone"] = "1"
    again = Filling(loaded(tmp_path, QUESTIONS), answers, {"visit_date": "2026-11-23"}, now=NOW)
    assert ("6", ("gone",)) == (again.value("double"), again.unplaced)


def test_defaults_stand_until_they_are_changed(tmp_path: Path) -> None:
    """A default may be written or computed when the filling begins; it is an answer like any other."""
    form = """
        form: f
        context: [{name: visit_date, type: date, source: visit.date}]
        sections:
          - code: A
            items:
              - code: A-1
                fields:
                  - {name: n, type: integer, default: "2"}
                  - {name: day, type: date, default: "today()"}
    """
    filling = filled(tmp_path, form)
    assert ("2", "2026-11-23") == (filling.value("a_1_n"), filling.value("a_1_day"))
    filling.answer("a_1_n", "")
    assert "" == filling.value("a_1_n")

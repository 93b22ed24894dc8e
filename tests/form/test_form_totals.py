"""Forms that show their own total show the score (R-45, R-47): the same whatever was answered, and none while it is partial."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from inspector_app.form import Filling, Form, load
from inspector_app.supervision.scoring import score
from tests.form.brief import FORMS, read
from tests.form.test_form_vectors import full_name

VISIT = datetime(2024, 5, 6, 9, 10, tzinfo=UTC)
TOTALS = {"lesson_observation": "own_total", "principal_followup": "total", "integrity_risk": "total"}
SCHOOL = {"lesson_observation": {"school_type": "primary", "stages": "P"}}  # kindergartens are converted otherwise


@cache
def form(name: str) -> Form:
    """Load a form once."""
    return load(FORMS / f"{name}.yaml")


def in_order(name: str) -> Filling:
    """Fill a form with the answers of its vectors that are all in order, three rows of each repeat."""
    table: Mapping[str, Any] = read(FORMS.parent / "tests" / "form" / f"{name}_vectors.yaml")
    filling = Filling(form(name), context=table["school"] | SCHOOL.get(name, {}), now=VISIT)
    for code, item in table["items"].items():
        for short, value in item.get("usual", {}).items():
            filling.answer(full_name(code, short), value)
        for _ in range(3 if "row" in item else 0):
            row = filling.add_row(form(name).item(code).repeat)
            for short, value in item["row"].items():
                filling.answer(f"{form(name).item(code).repeat}[{row}]/{full_name(code, short)}", value)
    return filling


edits = st.lists(
    st.tuples(st.integers(0, 10_000), st.sampled_from(("", 0, 1, 2, 3, 12, "no", "fail", "last"))), max_size=12
)


@pytest.mark.parametrize("name", TOTALS)
@settings(deadline=None, max_examples=60)
@given(edits=edits)
def test_the_total_a_form_shows_is_its_score(name: str, edits: list[tuple[int, str | int]]) -> None:
    """From a form in order, after any changes: total = score to one decimal, empty where the score gives no conclusion."""
    filling = in_order(name)
    asked = [question for question in form(name).questions if question.role == "field" and not question.repeat]
    asked = [question for question in asked if not question.field.calculation]
    for place, value in edits:
        question = asked[place % len(asked)]
        choices = [choice.name for choice in filling.choices(question.name)]
        filling.answer(question.name, choices[-1] if value == "last" and choices else value)
    # A half day in an attached kindergarten class is converted too: its number is not the items' own score.
    assume(name != "lesson_observation" or filling.value("kg_variant") != "yes")
    official = score(filling.results())
    shown = filling.value(TOTALS[name])
    expected = "" if official.value is None or official.conclusion == "partial_check" else official.value
    assert expected == (Decimal(shown) if shown else "")


def test_a_kindergarten_lesson_is_converted_to_one_hundred() -> None:
    """K: 90 by weights and 10 for the talk; with everything in order 100, though its items carry no points."""
    filling = in_order("lesson_observation")
    filling.answer("school_type", "kindergarten")
    filling.answer("stages", "K")
    assert (filling.value("kg_variant"), filling.value("own_total")) == ("yes", "100")
    filling.answer("obs_kg_02_verdict", "fail")
    assert filling.value("own_total") == "75"

"""What grade codes mean, and that the form engine, the rules and the shipped form know the same ones."""

import pytest

from inspector_app.form import check
from inspector_app.form.results import severity
from inspector_app.supervision.grades import GRADES, days, grade


def test_grades_have_colour_class_and_kind() -> None:
    """Hazards have two classes, risks four colours (domain/forms/README.md)."""
    assert ("red", "major", "hazard") == grade("R-M")[1:4]
    assert ("red", "none", "issue") == grade("R-I")[1:4]
    assert ("blue", "general", "hazard") == grade("B-H")[1:4]
    assert ("none", "none", "none") == grade("—")[1:4]
    with pytest.raises(KeyError):
        grade("Q-Z")


def test_the_form_engine_knows_the_same_grades() -> None:
    """Neither side has a grade, or an order of gravity, that the other lacks."""
    assert check.GRADES == set(GRADES)
    assert {code: found.severity for code, found in GRADES.items()} == {code: severity(code) for code in GRADES}


def test_days_fall_back_to_the_kind() -> None:
    """What the item says goes before the default."""
    assert (0, 15, 3, 10) == (
        days("immediate", None),
        days("suspend_listed", None),
        days("refer", None),
        days("deadline", 10),
    )

"""What a grade code means: risk colour, hazard class, kind of finding (domain/forms/README.md, grade), and rectification."""

from typing import Literal, NamedTuple

from inspector_app.supervision.parameters import Parameters

RiskColor = Literal["red", "orange", "yellow", "blue", "none"]
HazardClass = Literal["major", "general", "none"]
Kind = Literal["hazard", "issue", "none"]


class Grade(NamedTuple):
    """One grade. Safety law grades hazards in two classes and risk in four colours: both are kept."""

    code: str
    risk_color: RiskColor
    hazard_class: HazardClass
    kind: Kind
    severity: int


_DEFAULTS = Parameters()
NO_GRADE = Grade("none", "none", "none", "none", 0)
GRADES: dict[str, Grade] = {
    grade.code: grade
    for grade in (
        Grade("R-M", "red", "major", "hazard", 4),
        Grade("R-I", "red", "none", "issue", 4),
        Grade("O-H", "orange", "general", "hazard", 3),
        Grade("O-I", "orange", "none", "issue", 3),
        Grade("Y-H", "yellow", "general", "hazard", 2),
        Grade("Y-I", "yellow", "none", "issue", 2),
        Grade("B-H", "blue", "general", "hazard", 1),
        Grade("B-I", "blue", "none", "issue", 1),
        NO_GRADE,
    )
}


def grade(code: str) -> Grade:
    """Return the grade of a code; "" and "—" are no grade. KeyError for anything else that is none."""
    return NO_GRADE if code in ("", "—") else GRADES[code]


def days(kind: str, given: int | None, parameters: Parameters = _DEFAULTS) -> int | None:
    """Return the working days a rectification allows, from the day after service: what is given, else the county's.

    None when its kind has no term of its own (domain/forms/README.md, rectify). KeyError for a kind nobody defined.
    """
    county: dict[str, int | None] = {
        "immediate": parameters.deadline_immediate,
        "deadline": None,
        "suspend_listed": parameters.deadline_suspend,
        "refer": parameters.deadline_refer,
        "none": None,
    }
    return given if given is not None else county[kind]

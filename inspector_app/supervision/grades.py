"""What a grade code means: risk colour, hazard class, kind of finding (domain/forms/README.md, grade), and rectification."""

from typing import Literal, NamedTuple

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
# Working days from the day after service (domain/forms/README.md, rectify); what an item writes itself goes before.
DEFAULT_DAYS: dict[str, int | None] = {
    "immediate": 0,
    "deadline": None,
    "suspend_listed": 15,
    "refer": 3,
    "none": None,
}


def grade(code: str) -> Grade:
    """Return the grade of a code; "" and "—" are no grade. KeyError for anything else that is none."""
    return NO_GRADE if code in ("", "—") else GRADES[code]


def days(kind: str, given: int | None) -> int | None:
    """Return the working days a rectification allows: what is given, else the kind's default; None when it has none."""
    return given if given is not None else DEFAULT_DAYS[kind]

"""What a failed item raises and who may change its grade (R-30), and what must be done before leaving (R-31, R-32)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from inspector_app.errors import Problem
from inspector_app.supervision.grades import GRADES, grade


@dataclass(frozen=True)
class Grading:
    """A proposed grade beside the form's default; `by_leader` is true when the team leader agrees in person."""

    code: str
    default: str
    chosen: str
    reason: str
    by_leader: bool


def check_grade(grading: Grading) -> None:
    """Raise the Problem that R-30 demands, if any.

    Raising takes a reason, one level at most; lowering takes the leader's agreement and a reason; R-M is never lowered.
    """
    if grading.chosen not in GRADES:
        raise Problem("findings.unknown_grade", grading.code, grade=grading.chosen)
    step = grade(grading.chosen).severity - grade(grading.default).severity
    if grading.default == "R-M" and grading.chosen != "R-M":
        raise Problem("findings.major_not_lowered", grading.code)
    if step > 1:
        raise Problem("findings.one_level", grading.code)
    if step and not grading.reason.strip():
        raise Problem("findings.no_reason", grading.code)
    if step < 0 and not grading.by_leader:
        raise Problem("findings.leader_must_agree", grading.code)


class Urged(NamedTuple):
    """What the gate asks of a finding: its grade and rectification, and what the team did about it or wrote down."""

    code: str
    grade: str
    rectify: str
    measures_taken: str = ""
    put_right: bool = False


def not_urged(findings: Iterable[Urged]) -> list[str]:
    """Return the codes that still keep the team at the school: the visit cannot be ended before (R-32)."""
    return [
        one.code
        for one in findings
        if must_be_urged(one.grade, one.rectify) and not one.measures_taken.strip() and not one.put_right
    ]


def must_be_urged(code: str, rectify: str) -> bool:
    """True when the team may not leave without a record that the school was urged or has acted (R-31, R-32).

    That is every red finding, and an orange one that is to be put right at once.
    """
    color = grade(code).risk_color
    return color == "red" or (color == "orange" and rectify == "immediate")

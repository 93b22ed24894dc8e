"""What a failed item raises and who may change its grade (R-30), and what must be done before leaving (R-31, R-32)."""

from dataclasses import dataclass

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


def must_be_urged(code: str, rectify: str) -> bool:
    """True when the team may not leave without a record that the school was urged or has acted (R-31, R-32).

    That is every red finding, and an orange one that is to be put right at once.
    """
    color = grade(code).risk_color
    return color == "red" or (color == "orange" and rectify == "immediate")

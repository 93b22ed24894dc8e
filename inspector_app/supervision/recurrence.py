"""What comes back at one school (R-36) and what many schools of a batch share (R-37)."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from inspector_app.supervision.calendar import months_after
from inspector_app.supervision.finding_state import FindingState
from inspector_app.supervision.grades import GRADES, NO_GRADE, grade
from inspector_app.supervision.parameters import Parameters


class Recurrence(NamedTuple):
    """A finding that came back: the closed one before it, and the grade it is raised to. It goes into the circular (R-36)."""

    earlier: FindingState
    grade: str


def raised_grade(code: str) -> str:
    """Return the grade one level up of the same kind (hazard or issue); red stays red, no grade stays none (R-36)."""
    known = grade(code)
    above = [one.code for one in GRADES.values() if one.kind == known.kind and one.severity == known.severity + 1]
    return above[0] if above and known != NO_GRADE else code


def recurrence(
    school: str, code: str, proposed: str, on: date, earlier: Iterable[FindingState], parameters: Parameters
) -> Recurrence | None:
    """Return the recurrence a failed item is, None when it is none (R-36).

    It is one when the same code of the same school was closed (or put right at once) at most 12 months before `on`.
    """
    settled = [
        (day, one)
        for one in earlier
        if one.raised.school == school and one.raised.code == code and (day := settled_on(one)) is not None
    ]
    recent = [(day, one) for day, one in settled if day <= on <= months_after(day, parameters.recurrence_months)]
    if not recent:
        return None
    return Recurrence(max(recent, key=lambda pair: (pair[0], pair[1].raised.record))[1], raised_grade(proposed))


class Systemic(NamedTuple):
    """A problem of the county: the code, the schools where it failed, and their share of the batch (R-37)."""

    code: str
    schools: tuple[str, ...]
    share: Decimal


def systemic(failed: Mapping[str, Iterable[str]], parameters: Parameters) -> list[Systemic]:
    """Return the codes failed at `systemic` of a batch's schools or more, the most frequent first (R-37).

    `failed` names every school of the batch, with the codes it failed (none for a school without a failure).
    """
    where: dict[str, set[str]] = {}
    for school, codes in failed.items():
        for code in codes:
            where.setdefault(code, set()).add(school)
    found = [Systemic(code, tuple(sorted(at)), Decimal(len(at)) / len(failed)) for code, at in where.items()]
    return sorted((one for one in found if one.share >= parameters.systemic), key=lambda one: (-one.share, one.code))


def settled_on(state: FindingState) -> date | None:
    """Return the day a finding was closed or put right at once; None while it is neither."""
    if state.state == "immediate_done" and state.danger_removed_at is not None:
        return state.danger_removed_at.date()
    return state.closed_on

"""R-62 and R-63: no distribution of few answers, pupils by code only, teachers in sums only, no name in what is handed out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from inspector_app.errors import Problem
from inspector_app.supervision.parameters import Parameters

Source = Literal["survey", "interview"]
TOO_FEW = "too_few"
# 3-2-15, 三(2)班15号, 七年级1班 08, A017: class and seat, or a number; no word in which a name could hide.
_PUPIL = re.compile(
    r"(?:[一二三四五六七八九1-9](?:年级)?[-(（]?[0-9]{1,2}[)）]?班?[-\s]?[0-9]{1,3}号?|[A-Z]{0,3}-?[0-9]{1,8})", re.A
)


class Shown(NamedTuple):
    """What may be shown of answers: how many there are, and their distribution or None (“样本少”)."""

    answers: int | str
    distribution: Mapping[str, int] | None


class Summary(NamedTuple):
    """Lessons seen, teachers seen, and their mean to one decimal; None when it would be one teacher's own result."""

    lessons: int
    teachers: int
    mean: Decimal | None


def shown(answers: Mapping[str, int], source: Source, parameters: Parameters) -> Shown:
    """Return what may be shown (R-62): below 10 questionnaires or 6 interviews only that they are few."""
    least = parameters.survey_least if source == "survey" else parameters.interview_least
    count = sum(answers.values())
    return Shown(TOO_FEW, None) if count < least else Shown(count, dict(answers))


def pupil_code(text: str) -> str:
    """Return a pupil's class and seat, or number, as it may be written; Problem privacy.not_a_code (R-62)."""
    code = text.strip()
    if not _PUPIL.fullmatch(code):
        raise Problem("privacy.not_a_code", "R-62")  # never the text itself: it may be a name
    return code


def lessons(observed: Sequence[tuple[str, Decimal]]) -> Summary:
    """Return the sum of lessons observed, as (teacher, mark): no teacher, no rank (R-63)."""
    teachers = {teacher for teacher, _ in observed}
    if len(teachers) < 2:
        return Summary(len(observed), len(teachers), None)
    mean = sum((mark for _, mark in observed), Decimal(0)) / len(observed)
    return Summary(len(observed), len(teachers), mean.quantize(Decimal("0.1"), "ROUND_HALF_UP"))


def names_in(texts: Iterable[str], names: Iterable[str]) -> list[str]:
    """Return the names (teachers, pupils) that stand in what is to be handed out: [] or it is not handed out (R-62, R-63)."""
    whole = "\n".join(texts)
    return sorted({name for name in names if name.strip() and name in whole})

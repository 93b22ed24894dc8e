"""R-66 and R-67: the copies of a notice, and whether a paper is printed as final or as a draft.

The documents themselves are a later issue's; what they have to print is decided here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from inspector_app.supervision.parameters import Parameters

HOLDERS = ("school", "office", "supervisor")
"""Whose copy is the first, second and third (reports.md): the school's, the office's stub, the supervising inspector's."""
STEPS = ("countersigned", "approved", "numbered")


class Copy(NamedTuple):
    """One copy of a notice: the `number`-th of `of`, for whom, and the number that stands across the edge to the next one.

    `holder` is of HOLDERS, "" for a copy the county added; `seam` is "" on the last copy, behind which none lies.
    """

    number: int
    of: int
    holder: str
    seam: str


@dataclass(frozen=True)
class Paperwork:
    """How far a document's paperwork has come: who countersigned of whom had to, who approved it, its number."""

    to_countersign: frozenset[str] = frozenset()
    countersigned: frozenset[str] = frozenset()
    approved_by: str = ""
    number: str = ""


def copies(number: str, parameters: Parameters) -> list[Copy]:
    """Return the copies of a rectification notice, three unless the county set more or fewer (R-66)."""
    of = max(1, parameters.notice_copies)
    holders: Sequence[str] = (*HOLDERS, *[""] * of)
    return [
        Copy(one, of, holders[one - 1], f"{number}-{one}/{one + 1}" if one < of else "") for one in range(1, of + 1)
    ]


def missing_steps(paper: Paperwork) -> list[str]:
    """Return which of STEPS a paper lacks to be printed as final, in their order; while any is, it is a draft (R-67)."""
    done = {
        "countersigned": paper.to_countersign <= paper.countersigned,
        "approved": bool(paper.approved_by.strip()),
        "numbered": bool(paper.number.strip()),
    }
    return [step for step in STEPS if not done[step]]


def watermarked(paper: Paperwork) -> bool:
    """True when it may be printed only with the draft's watermark (R-67)."""
    return bool(missing_steps(paper))


def written_date(day: date) -> str:
    """Return a document's date as GB/T 9704 writes it: Arabic figures, no leading noughts (R-67)."""
    return f"{day.year}年{day.month}月{day.day}日"

"""R-80: what the file of one task must hold before it is archived, and what is missing, by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from inspector_app.supervision.finding_state import FindingState

PARTS = (
    "plan_approval",
    "draw_sheet",
    "opening_log",
    "site_record",
    "photo_list",
    "service_receipt",
    "rectification",
    "recheck",
    "amendment",
    "check_values",
)


class Missing(NamedTuple):
    """One thing the file lacks: which of PARTS, and of what (a document's number, an item's code, "" of the task itself)."""

    part: str
    of: str = ""


class Paper(NamedTuple):
    """One document of the file that had to be served, by its number; `receipt` tells whether its receipt lies in the file."""

    number: str
    receipt: bool


@dataclass(frozen=True)
class TaskFile:
    """What the file of one task holds. `named` is the reason where the school was named and not drawn (R-12).

    `photos` counts the photos of the visit, `listed` those in the list of photos; `amendments_asked` and `amendments` are
    numbers of amendments asked for and on file; `faults` what the check of the journal found.
    """

    plan_approval: str = ""
    draw: str = ""
    named: str = ""
    sealed: bool = True
    attempts: int = 0
    site_record: str = ""
    photos: int = 0
    listed: int = 0
    papers: tuple[Paper, ...] = ()
    findings: tuple[FindingState, ...] = ()
    amendments_asked: frozenset[str] = frozenset()
    amendments: frozenset[str] = frozenset()
    digest: str = ""
    faults: tuple[str, ...] = ()


def missing(file: TaskFile) -> list[Missing]:
    """Return everything that keeps a task's file from being complete, in the order of PARTS; [] when it may be archived."""
    held = {
        "plan_approval": bool(file.plan_approval),
        "draw_sheet": bool(file.draw or file.named),
        "opening_log": bool(file.attempts) or not file.sealed,
        "site_record": bool(file.site_record),
        "photo_list": file.listed >= file.photos,
        "check_values": bool(file.digest) and not file.faults,
    }
    found = [Missing(part) for part, there in held.items() if not there]
    found += [Missing("service_receipt", paper.number) for paper in file.papers if not paper.receipt]
    found += list(_unfinished(file.findings))
    found += [Missing("amendment", number) for number in sorted(file.amendments_asked - file.amendments)]
    return sorted(found, key=lambda one: PARTS.index(one.part))


def _unfinished(findings: Iterable[FindingState]) -> Iterable[Missing]:
    """Neither rectified nor re-checked is half a file: a finding is in it to its end (R-56)."""
    for state in findings:
        if state.unsettled and state.state in ("submitted", "recheck_failed", "recurred"):
            yield Missing("recheck", state.raised.code)
        elif state.unsettled:
            yield Missing("rectification", state.raised.code)

"""The school's defence and the opinion that comes after it: rules R-75 and R-68 (条例第二十、二十一条)."""

from datetime import date
from typing import NamedTuple, TypeVar
from uuid import UUID, uuid5

from inspector_app.errors import Problem
from inspector_app.journal import Folded
from inspector_app.journal.payloads import read_payload
from inspector_app.journal.procedure_events import Analysis, PreliminaryOpinion, Rebuttal, RebuttalDecision
from inspector_app.supervision.calendar import Calendar, due_date
from inspector_app.supervision.parameters import Parameters

_Event = TypeVar("_Event", PreliminaryOpinion, Rebuttal, RebuttalDecision, Analysis)


class Opinion(NamedTuple):
    """How far the way to a supervision opinion is; None for what has not happened."""

    told: PreliminaryOpinion | None = None
    rebuttal: Rebuttal | None = None
    decision: RebuttalDecision | None = None
    analysis: Analysis | None = None


def opinion_record(visit: str) -> str:
    """Return the UUID of the record in which the steps to a visit's opinion stand."""
    return str(uuid5(UUID(visit), "opinion"))


def opinion(folded: Folded, visit: str) -> Opinion:
    """Return how far a visit's opinion is: the first preliminary opinion and, of the others, the last of each."""
    record = opinion_record(visit)
    return Opinion(
        _one(folded, record, "preliminary_opinion", PreliminaryOpinion, first=True),
        _one(folded, record, "rebuttal", Rebuttal),
        _one(folded, record, "rebuttal_decision", RebuttalDecision),
        _one(folded, record, "analysis", Analysis),
    )


def check_decision(decision: RebuttalDecision) -> None:
    """Raise the Problem of R-75, if any: adopted or not, the reason is written and the school is told."""
    if not decision.reason.strip():
        raise Problem("accountability.no_reason", rule="R-75")
    if decision.told_on is None or decision.told_on < decision.at:
        raise Problem("accountability.not_told", rule="R-75")


def check_opinion(found: Opinion, today: date, calendar: Calendar, parameters: Parameters) -> None:
    """Raise the Problem that still stands before the opinion may be issued (R-68), in the order of its three steps.

    Told; then a defence that was decided upon, a waiver, or `defence_days` without either; then the analysis of both.
    """
    if found.told is None:
        raise Problem("accountability.no_feedback", rule="R-68")
    heard = found.told.at
    if found.rebuttal is None:
        over = due_date(found.told.at, parameters.defence_days, calendar)
        if today <= over:
            raise Problem("accountability.no_rebuttal", rule="R-68", until=over.isoformat())
        # The school let the days pass: that is written down as a waiver, so that the record shows it.
        raise Problem("accountability.no_waiver", rule="R-68")
    if not found.rebuttal.waived:
        if found.decision is None or found.decision.at < found.rebuttal.at:
            raise Problem("accountability.undecided", rule="R-68")
        check_decision(found.decision)
        heard = found.decision.at
    if found.analysis is None or found.analysis.at < max(heard, found.rebuttal.at):
        raise Problem("accountability.no_analysis", rule="R-68")


def _one(folded: Folded, record: str, kind: str, shape: type[_Event], first: bool = False) -> _Event | None:
    entries = folded.events(record, kind)
    if not entries:
        return None
    event = read_payload(kind, entries[0 if first else -1].value)
    assert isinstance(event, shape)
    return event

"""Accountability as the county government's office conducts it: clocks and prompts only (R-76 to R-78).

The program collects leads and material; nothing here draws a conclusion about anybody (问责办法, 教督〔2021〕2号).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal, NamedTuple

from inspector_app.errors import Problem
from inspector_app.journal import Folded
from inspector_app.journal.payloads import read_payload
from inspector_app.supervision.calendar import Calendar, months_after, rolled
from inspector_app.supervision.parameters import Parameters

Name = Literal["panel", "review_request", "review_answer", "appeal", "appeal_answer"]
DECISION_PARTS = ("facts", "basis", "way", "effective")


class Timer(NamedTuple):
    """One term of the procedure in natural days: `nominal` as counted, `due` moved on from a day off (R-51, R-77).

    `met` is None while it still may be; the decision is carried out meanwhile (R-77).
    """

    name: Name
    start: date
    nominal: date
    due: date
    met: bool | None


def steps(folded: Folded, record: str) -> dict[str, date]:
    """Return the day of each step of a case, the first entry of each step counting."""
    found: dict[str, date] = {}
    for entry in folded.events(record, "accountability_step"):
        step = read_payload("accountability_step", entry.value)
        found.setdefault(step.step, step.at)
    return found


def timers(taken: Mapping[str, date], today: date, calendar: Calendar, parameters: Parameters) -> list[Timer]:
    """Return the terms that a case's steps have started (R-76, R-77).

    The panel within 60 days of the inspection's end; a review asked for within 30 of receipt and answered within 30; an
    appeal within 15 of the review's answer, or of receipt where no review was asked for; answered within 60.
    """
    last_word = "review_received" if "review_requested" in taken else "decision_received"
    terms: list[tuple[Name, str, int, str]] = [
        ("panel", "inspection_ended", parameters.accountability_days, "panel_formed"),
        ("review_request", "decision_received", parameters.review_days, "review_requested"),
        ("review_answer", "review_requested", parameters.review_answer_days, "review_received"),
        ("appeal", last_word, parameters.appeal_days, "appealed"),
        ("appeal_answer", "appealed", parameters.appeal_answer_days, "appeal_decided"),
    ]
    found = []
    for name, starts, natural_days, ends in terms:
        start, end = taken.get(starts), taken.get(ends)
        if start is None:
            continue
        nominal = start + timedelta(days=natural_days)
        due = rolled(nominal, calendar)
        met = end <= due if end is not None else (False if today > due else None)
        found.append(Timer(name, start, nominal, due, met))
    return found


def check_accountability_decision(parts: Mapping[str, str], taken: Mapping[str, date]) -> None:
    """Raise the Problem of R-76, if any, for a decision that others took and that is filed here.

    The person was told beforehand and heard; the paper names facts, basis, way and the day it takes effect.
    """
    for step in ("told", "heard"):
        if step not in taken:
            raise Problem("accountability.not_heard", step, rule="R-76")
    empty = next((part for part in DECISION_PARTS if not parts.get(part, "").strip()), "")
    if empty:
        raise Problem("accountability.decision_part", empty, rule="R-76")


class Circumstances(NamedTuple):
    """What the file of a case says; `decisions` are the days of earlier decisions on the same person or unit."""

    concealed_or_obstructed: bool = False
    retaliated: bool = False
    not_corrected: bool = False
    decisions: tuple[date, ...] = ()


def aggravating(found: Circumstances, on: date) -> list[str]:
    """Return the circumstances to prompt for, by name (R-78); a second decision within one year is one of them."""
    within = sum(on <= months_after(day, 12) for day in found.decisions if day <= on)
    present = {
        "concealed_or_obstructed": found.concealed_or_obstructed,
        "retaliated": found.retaliated,
        "not_corrected": found.not_corrected,
        "repeated_in_a_year": within >= 1,
    }
    return [name for name, yes in present.items() if yes]

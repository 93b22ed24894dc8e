"""What putting right takes: at once (R-33), a report that is complete and one extension (R-54), half the term (R-56)."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from inspector_app.errors import Problem
from inspector_app.journal.finding_events import ExtensionRequest, ImmediateRectification, RectificationReport
from inspector_app.supervision.grades import days
from inspector_app.supervision.parameters import Parameters

EXTENDABLE = frozenset({"funds", "construction"})
CONFIRMATIONS = 2
REPORT_PARTS = ("measure", "person", "done_on", "evidence")


def check_immediate(done: ImmediateRectification, photos_allowed: bool) -> None:
    """Raise the Problem of R-33, if any.

    Where photos may be taken: one before and another after. On an item without photos (NP): a text and two people.
    """
    if photos_allowed:
        if not done.before or not set(done.after) - set(done.before):
            raise Problem("finding_life.before_after", rule="R-33")
    elif not done.text.strip() or len(set(done.confirmed_by)) < CONFIRMATIONS:
        raise Problem("finding_life.two_confirm", rule="R-33", people=CONFIRMATIONS)


def missing_parts(report: RectificationReport) -> tuple[str, ...]:
    """Return what the school's report lacks, as "<line from 1>.<part>" of REPORT_PARTS; "measures" when it has no line.

    R-54: each line needs a measure, a responsible person, the day it was done and evidence of afterwards.
    """
    if not report.measures:
        return ("measures",)
    return tuple(
        f"{number}.{part}"
        for number, line in enumerate(report.measures, 1)
        for part in REPORT_PARTS
        if not (value.strip() if isinstance(value := getattr(line, part), str) else value)
    )


def check_extension(asked: ExtensionRequest, due: date, asked_before: bool, parameters: Parameters) -> None:
    """Raise the Problem of R-54, if any: once, in time, for money or building work, for `max_extend` days at most."""
    if asked_before:
        raise Problem("finding_life.extension_once", rule="R-54")
    if asked.at > due:
        raise Problem("finding_life.extension_late", rule="R-54", due=due.isoformat())
    if asked.reason not in EXTENDABLE:
        raise Problem("finding_life.extension_reason", rule="R-54")
    if asked.days > parameters.max_extend:
        raise Problem("finding_life.extension_long", rule="R-54", days=parameters.max_extend)


def term_after_failed_recheck(term: int, parameters: Parameters) -> int:
    """Return the new term in working days after a failed re-check: half of the old one, half up, one at least (R-56)."""
    return max(1, int((Decimal(term) * parameters.failed_share).quantize(Decimal(1), ROUND_HALF_UP)))


def term_of(rectify: str, given: int | None, parameters: Parameters) -> int:
    """Return the term in working days a notice or letter sets, one at least.

    What was to be put right at once and was not, or has no term of its own, gets the shortest (R-33, forms/README.md).
    """
    return days(rectify, given, parameters) or parameters.deadline_3

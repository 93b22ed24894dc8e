"""In the classroom and after signing: actions that interrupt lessons (R-28), records signed on paper (R-44)."""

from datetime import date, datetime
from typing import NamedTuple

from inspector_app.errors import Problem
from inspector_app.journal import Folded
from inspector_app.journal.procedure_events import Consent
from inspector_app.supervision.calendar import Calendar, due_date
from inspector_app.supervision.parameters import Parameters

SIGNED_PAPER = "documents/signed_paper"


def check_consent(consent: Consent | None, by: str, leader: str) -> None:
    """Raise Problem on_site.consent unless the leader declared that the school agreed and that it is safe (R-28).

    Asked before an item with the tag `consent: R-28` may be answered.
    """
    if consent is None or by != leader or not (consent.school_agreed and consent.safe):
        raise Problem("on_site.consent", rule="R-28")


class Paper(NamedTuple):
    """The photo of a record signed by hand on paper is missing: due on a day, and whether to remind of it now (R-44)."""

    due: date
    remind: bool


def missing_paper(folded: Folded, visit: str, today: date, calendar: Calendar, parameters: Parameters) -> Paper | None:
    """Return the missing photo of a record that was signed on paper, None when nothing is missing (R-44).

    A frozen visit whose head neither drew a signature nor refused was signed on paper; the paper goes before the screen.
    """
    freeze = folded.freeze(visit)
    drawn = folded.standing(visit, "signatures/head") or folded.standing(visit, "refusal")
    if freeze is None or drawn or folded.standing(visit, SIGNED_PAPER):
        return None
    due = due_date(datetime.fromisoformat(freeze.at).date(), parameters.paper_days, calendar)
    return Paper(due, today >= due)

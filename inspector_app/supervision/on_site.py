"""At the gate and in the classroom: entry refused (R-26), actions that interrupt lessons (R-28), paper signatures (R-44)."""

from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from inspector_app.errors import Problem
from inspector_app.journal import Folded
from inspector_app.journal.procedure_events import Consent, Obstruction, ObstructionEnd
from inspector_app.supervision.calendar import Calendar, due_date
from inspector_app.supervision.parameters import Parameters

SIGNED_PAPER = "documents/signed_paper"
_FIELDS = ("facts", "at", "opponent", "witness", "media")


class Facts(NamedTuple):
    """What is written down when entry is refused: the five things R-26 demands, as the form has them.

    `opponent` is name and post of the person at the gate, or that they refused to say (“拒不说明”).
    """

    facts: str = ""
    at: str = ""
    opponent: str = ""
    witness: str = ""
    media: str = ""


class Standing(NamedTuple):
    """How a refusal of entry stands: waiting until `until`, over, or past it: the visit is aborted and the office told."""

    state: Literal["waiting", "let_in", "aborted"]
    until: datetime


def check_facts(facts: Facts) -> None:
    """Raise Problem on_site.five_fields naming the first of the five fields that is empty (R-26)."""
    empty = next((name for name in _FIELDS if not getattr(facts, name).strip()), "")
    if empty:
        raise Problem("on_site.five_fields", empty, rule="R-26")


def obstructed(refused: Obstruction, end: ObstructionEnd | None, now: datetime, parameters: Parameters) -> Standing:
    """Return how a refusal of entry stands now: after `obstruction_minutes` without an end the visit is aborted (R-26)."""
    until = refused.at + timedelta(minutes=parameters.obstruction_minutes)
    if end is not None and end.at <= until:
        return Standing("let_in", until)
    return Standing("aborted" if now >= until else "waiting", until)


def obstruction_report(facts: Facts, school: str, team: tuple[str, ...], standing: Standing) -> dict[str, str]:
    """Return what the report on refused entry (拒绝阻挠督导情况报告) says, complete or refused by check_facts (R-26)."""
    check_facts(facts)
    return {"school": school, "team": "、".join(team), **facts._asdict(), "outcome": standing.state}


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

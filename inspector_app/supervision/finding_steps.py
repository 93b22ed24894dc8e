"""The steps of a finding's life as one table: in which state, by which post, under which conditions, and what follows.

R-30 to R-35 and R-53 to R-59. A step that is not allowed is a Problem with the field `rule`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from inspector_app.errors import Problem
from inspector_app.journal import finding_events as events
from inspector_app.supervision.calendar import due_date
from inspector_app.supervision.finding_state import STATES, FindingState, Rules
from inspector_app.supervision.grades import GRADES
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.posts import LEADERS, OFFICE, STAFF
from inspector_app.supervision.recheck import check_rechecker, must_be_on_site
from inspector_app.supervision.rectification import (
    check_extension,
    check_immediate,
    missing_parts,
    term_after_failed_recheck,
)
from inspector_app.supervision.referral import check_referral, check_service
from inspector_app.supervision.roster import family

Move = Callable[[FindingState, Any, Rules], FindingState]


class Step(NamedTuple):
    """One kind of event: its rule, the states it may come in, the posts that may write it, and the move it makes.

    The move checks what the event says, raising the Problem of its rule, and returns the state after it.
    """

    rule: str
    states: frozenset[str]
    roles: frozenset[str]
    move: Move


def issued_under(state: FindingState, rules: Rules) -> Parameters:
    """Return the parameters the finding's papers were issued under; a later change does not reach them (rules.md, head)."""
    return rules.on(state.issued_on or state.raised.found.date())


def suspend(state: FindingState, event: events.Suspension, _rules: Rules) -> FindingState:
    """R-31 ①: the place is out of use, since this minute."""
    return replace(state, suspended_at=event.at, in_use=False, restore_open=False, restore_granted=False)


def report_major(state: FindingState, event: events.MajorReport, _rules: Rules) -> FindingState:
    """R-31 ②: the bureau knows; the first report counts."""
    _major_only(state)
    return replace(state, reported_at=state.reported_at or event.at)


def disclose(state: FindingState, event: events.Disclosure, _rules: Rules) -> FindingState:
    """R-31 ⑤: the staff, or the authority for work safety, know."""
    _major_only(state)
    return replace(state, disclosed=state.disclosed | {event.to})


def rectify_at_once(state: FindingState, event: events.ImmediateRectification, _rules: Rules) -> FindingState:
    """R-33; of a major hazard only the danger is gone: it stays open for its listed supervision and re-check (R-31 ④)."""
    check_immediate(event, state.raised.photos_allowed)
    after = replace(state, danger_removed_at=event.at)
    return after if state.major else replace(after, state="immediate_done")


def notify(state: FindingState, event: events.Notice, rules: Rules) -> FindingState:
    """R-53: issued; no term runs before the service. R-31 ③: a major hazard is listed under a leader of the bureau."""
    if not state.schools_own:
        raise Problem("finding_life.notice_elsewhere", state.raised.responsible_unit, rule="R-34")
    listed = event.document == "listed_supervision"
    supervisor = rules.roster.people.get(event.supervisor)
    if (state.major and not listed) or (listed and (supervisor is None or supervisor.role not in LEADERS)):
        raise Problem("finding_life.listed", rule="R-31")
    _not_before(event.issued_on, state.raised.found.date(), "R-53")
    return replace(
        _anew(state), state="notified", issued_on=event.issued_on, term=event.days, listed=state.listed or listed
    )


def refer(state: FindingState, event: events.Referral, _rules: Rules) -> FindingState:
    """R-34, R-35: the letter goes to the unit that has to act."""
    check_referral(event)
    if state.schools_own:
        raise Problem("finding_life.refer_elsewhere", "school", rule="R-34")
    if event.unit != state.raised.responsible_unit:
        raise Problem("finding_life.refer_elsewhere", event.unit, rule="R-34")
    _not_before(event.issued_on, state.raised.found.date(), "R-34")
    return replace(_anew(state), state="referred", issued_on=event.issued_on, term=event.days)


def serve(state: FindingState, event: events.Service, _rules: Rules) -> FindingState:
    """R-53: the term runs from the day after."""
    if state.due is not None:
        raise Problem("finding_life.not_now", rule="R-53", state=state.state, kind="service")
    check_service(event, state.raised.responsible_unit)
    _not_before(event.served, state.issued_on, "R-53")
    if event.due <= event.served:
        raise Problem("finding_life.due_after", rule="R-51")
    state = replace(state, served=event.served, due=event.due)
    return replace(state, state="rectifying" if state.schools_own else "referred")


def move_due(state: FindingState, event: events.DueMoved, _rules: Rules) -> FindingState:
    """R-52: a calendar was imported; what was over already stays as the reader was told."""
    due, served = _due(state, "R-52"), state.served
    if event.at > due:
        raise Problem("finding_life.over_already", rule="R-52", due=due.isoformat())
    if served is not None and event.due <= served:
        raise Problem("finding_life.due_after", rule="R-51")
    return replace(state, due=event.due)


def report(state: FindingState, event: events.RectificationReport, rules: Rules) -> FindingState:
    """R-54: a complete report asks for the re-check; one that lacks something goes back, and the term runs on."""
    _not_before(event.at, state.served, "R-54")
    missing = missing_parts(event)
    people = frozenset(line.person.strip() for line in event.measures if line.person.strip())
    state = replace(state, returned=missing, rectified_by=state.rectified_by | people)
    return state if missing else _submitted(state, event.at, rules)


def return_report(state: FindingState, event: events.ReportReturn, _rules: Rules) -> FindingState:
    """R-54: the office gives a report back; the old term runs on."""
    if not state.schools_own:
        raise Problem("finding_life.not_now", rule="R-54", state=state.state, kind="report_return")
    _not_before(event.at, state.reported_on, "R-54")
    state = replace(state, returned=(event.reason,), recheck_by=None)
    return replace(state, state="extended" if state.extension == "granted" else "rectifying")


def ask_extension(state: FindingState, event: events.ExtensionRequest, rules: Rules) -> FindingState:
    """R-54: once, in time."""
    check_extension(event, _due(state, "R-54"), state.extension != "", issued_under(state, rules))
    return replace(state, extension="asked")


def decide_extension(state: FindingState, event: events.ExtensionDecision, rules: Rules) -> FindingState:
    """R-54: the office decides; what it grants is counted on from the old last day."""
    if state.extension != "asked":
        raise Problem("finding_life.nothing_asked", rule="R-54")
    if not event.granted:
        return replace(state, extension="refused")
    if event.days > (most := issued_under(state, rules).max_extend):
        raise Problem("finding_life.extension_long", rule="R-54", days=most)
    if not event.days or event.due is None or event.due <= _due(state, "R-54"):
        raise Problem("finding_life.extension_due", rule="R-54")
    return replace(state, state="extended", extension="granted", extension_days=event.days, due=event.due)


def reply(state: FindingState, event: events.ReferralReply, rules: Rules) -> FindingState:
    """R-34, R-35: the other unit answered; what it did is re-checked like everything else."""
    _due(state, "R-34")
    _not_before(event.at, state.served, "R-34")
    return _submitted(state, event.at, rules)


def recheck(state: FindingState, event: events.Recheck, rules: Rules) -> FindingState:
    """R-55, R-56: only a passed re-check by another person closes; a failed one gives half the term, to be served anew."""
    parameters = issued_under(state, rules)
    check_rechecker(event, rules.roster, state.raised.school, state.rectified_by)
    if not event.on_site and must_be_on_site(state.raised.record, state.grade, parameters):
        raise Problem("finding_life.on_site", rule="R-55")
    _not_before(event.at, state.reported_on, "R-55")
    if event.passed:
        return replace(state, state="closed", closed_on=event.at, rechecked_by=event.by, recheck_by=None)
    half = term_after_failed_recheck(state.term, parameters)
    again = replace(state, state="recheck_failed", term=half, served=None, due=None, recheck_by=None, extension_days=0)
    return replace(again, failed_rechecks=state.failed_rechecks + 1)


def ask_restore(state: FindingState, _event: events.RestoreRequest, _rules: Rules) -> FindingState:
    """R-58: the school asks to use the place again."""
    _suspended_only(state)
    return replace(state, restore_open=True)


def decide_restore(state: FindingState, event: events.RestoreDecision, _rules: Rules) -> FindingState:
    """R-58: examined, then granted or refused."""
    if not state.restore_open:
        raise Problem("finding_life.nothing_asked", rule="R-58")
    return replace(state, restore_open=False, restore_granted=event.granted)


def resume_use(state: FindingState, _event: events.UseResumed, _rules: Rules) -> FindingState:
    """R-58: a place is used again only with the consent, or once the hazard is closed."""
    _suspended_only(state)
    if not state.restore_granted and state.state not in ("closed", "withdrawn"):
        raise Problem("finding_life.restore", rule="R-58")
    return replace(state, in_use=True, restore_granted=False)


def reclassify(state: FindingState, event: events.Reclassification, _rules: Rules) -> FindingState:
    """R-30: after the visit, by the office, on paper of somebody who knows; what became major begins anew, to be listed."""
    if event.grade not in GRADES or not GRADES[event.grade].severity:
        raise Problem("findings.unknown_grade", state.raised.code, grade=event.grade, rule="R-30")
    if not event.attachments:
        raise Problem("finding_life.attachment", rule="R-30")
    after = replace(state, grade=event.grade)
    if after.major and not state.major and state.state != "referred":
        return replace(_anew(after), state="open")
    return after


def withdraw(state: FindingState, event: events.Withdrawal, _rules: Rules) -> FindingState:
    """R-30: taken back by the office, a major hazard only on paper of somebody who knows."""
    if state.major and not event.attachments:
        raise Problem("finding_life.attachment", rule="R-30")
    return replace(state, state="withdrawn")


def look_back(state: FindingState, event: events.LookBack, rules: Rules) -> FindingState:
    """R-59: seen again by a person of the bureau who is not the school's; what is back is to be notified again."""
    person = rules.roster.people.get(event.by)
    if person is None or person.current in family(state.raised.school, rules.roster.schools):
        raise Problem("finding_life.recheck_school", event.by, rule="R-59")
    _not_before(event.at, state.closed_on, "R-59")
    after = replace(state, looked_back_on=event.at)
    return after if event.passed else replace(after, state="recurred", closed_on=None, rechecked_by="")


def _submitted(state: FindingState, on: date, rules: Rules) -> FindingState:
    by = due_date(on, issued_under(state, rules).recheck_days, rules.calendar)
    return replace(state, state="submitted", reported_on=on, recheck_by=by)


def _anew(state: FindingState) -> FindingState:
    """Forget the term and report of an earlier round (a finding that recurred, or became major)."""
    state = replace(state, served=None, due=None, term=0, extension="", extension_days=0)
    return replace(state, returned=(), reported_on=None, recheck_by=None)


def _due(state: FindingState, rule: str) -> date:
    if state.due is None:
        raise Problem("finding_life.not_served", rule=rule)
    return state.due


def _not_before(day: date, earliest: date | None, rule: str) -> None:
    if earliest is not None and day < earliest:
        raise Problem("finding_life.earlier", rule=rule, day=day.isoformat(), earliest=earliest.isoformat())


def _major_only(state: FindingState) -> None:
    if not state.major:
        raise Problem("finding_life.not_major", rule="R-31")


def _suspended_only(state: FindingState) -> None:
    if state.in_use:
        raise Problem("finding_life.not_suspended", rule="R-58")


_ANY = STATES - {"withdrawn"}
_CORRECTABLE = STATES - {"closed", "withdrawn"}
_TERM_RUNS = frozenset({"rectifying", "extended"})
_DECIDE = OFFICE | LEADERS

STEPS: dict[str, Step] = {
    "suspension": Step("R-31", _CORRECTABLE, STAFF | LEADERS, suspend),
    "major_report": Step("R-31", _ANY, STAFF | LEADERS, report_major),
    "disclosure": Step("R-31", _ANY, STAFF | LEADERS, disclose),
    "immediate_rectification": Step("R-33", frozenset({"open"}), STAFF, rectify_at_once),
    "notice": Step("R-53", frozenset({"open", "recurred"}), OFFICE, notify),
    "referral": Step("R-34", frozenset({"open", "recurred"}), OFFICE, refer),
    "service": Step("R-53", frozenset({"notified", "recheck_failed", "referred"}), STAFF, serve),
    "due_moved": Step("R-52", frozenset({"rectifying", "extended", "referred"}), OFFICE, move_due),
    "rectification_report": Step("R-54", _TERM_RUNS, STAFF, report),
    "report_return": Step("R-54", frozenset({"submitted"}), STAFF, return_report),
    "extension_request": Step("R-54", _TERM_RUNS, STAFF, ask_extension),
    "extension_decision": Step("R-54", frozenset({"rectifying"}), OFFICE, decide_extension),
    "referral_reply": Step("R-34", frozenset({"referred"}), STAFF, reply),
    "recheck": Step("R-55", frozenset({"submitted"}), STAFF, recheck),
    "restore_request": Step("R-58", _ANY, STAFF, ask_restore),
    "restore_decision": Step("R-58", _ANY, _DECIDE, decide_restore),
    "use_resumed": Step("R-58", STATES, STAFF, resume_use),
    "reclassification": Step("R-30", _CORRECTABLE, OFFICE, reclassify),
    "withdrawal": Step("R-30", _CORRECTABLE, OFFICE, withdraw),
    "look_back": Step("R-59", frozenset({"closed"}), STAFF, look_back),
}

SENSIBLE: dict[str, Callable[[FindingState], bool]] = {
    "suspension": lambda state: state.in_use,
    "major_report": lambda state: state.major and state.reported_at is None,
    "disclosure": lambda state: state.major and state.disclosed != {"staff", "safety_authority"},
    "notice": lambda state: state.schools_own,
    "referral": lambda state: not state.schools_own,
    "service": lambda state: state.due is None,
    "report_return": lambda state: state.schools_own,
    "extension_request": lambda state: not state.extension,
    "extension_decision": lambda state: state.extension == "asked",
    "referral_reply": lambda state: state.due is not None,
    "restore_request": lambda state: not state.in_use and not state.restore_open,
    "restore_decision": lambda state: state.restore_open,
    "use_resumed": lambda state: not state.in_use and (state.restore_granted or state.state in ("closed", "withdrawn")),
}
"""When an event that state and post allow makes sense for a finding; else it is not offered (the move says why)."""

"""A visit's life as a state machine: which event is allowed in which state, by whom, on which conditions (domain/README §4).

R-25 gate and card, R-26 obstruction, R-39 who signs, R-40 refusal, R-42 nothing changes after the freeze but by amendment.
A refused event is a Problem that names its rule and changes nothing, so that any sequence at all ends in a known state.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, get_args

from inspector_app.errors import Problem
from inspector_app.supervision.parameters import Parameters

State = Literal[
    "sealed",
    "opened",
    "in_progress",
    "feedback_given",
    "signed",
    "refused_signed",
    "reported",
    "documents_issued",
    "rectifying",
    "recheck_due",
    "closed",
    "archived",
    "substituted",
    "aborted",
    "suspended_emergency",
]
STATES: frozenset[str] = frozenset(get_args(State))

OBSTRUCTION_FIELDS = ("facts", "at", "name_title", "witness", "media")  # the five; name_title may be “拒不说明”
AMENDMENT_FIELDS = ("old", "new", "reason", "proposer", "approver", "school_knows")


class Event(NamedTuple):
    """Something that happened: its name, when, who did it in which role, and what the rules ask about it."""

    name: str
    at: datetime
    by: str = ""
    role: str = ""
    facts: Mapping[str, str] = {}


@dataclass(frozen=True)
class Visit:
    """Where a visit stands and what its rules have to remember."""

    state: State = "sealed"
    gate_time: datetime | None = None
    card_shown: datetime | None = None
    obstructed: Mapping[str, str] = field(default_factory=dict)
    obstructed_since: datetime | None = None
    suspended_from: State = "opened"
    feedback: datetime | None = None
    replied: bool = False
    frozen: bool = False
    digest: str = ""
    inspectors: frozenset[str] = frozenset()
    head_signed: bool = False
    refused: bool = False
    amendments: tuple[Mapping[str, str], ...] = ()


Act = Callable[[Visit, Event, Parameters], Visit]


class Rule(NamedTuple):
    """Where an event is allowed, by whom (empty: by anybody of the team), and what it does."""

    states: frozenset[State]
    roles: frozenset[str]
    act: Act


def step(visit: Visit, event: Event, parameters: Parameters) -> Visit:
    """Return the visit after an event; Problem visit_life.* or visit.* names the rule that refuses it."""
    rule = EVENTS.get(event.name)
    if rule is None or visit.state not in rule.states:
        raise Problem("visit_life.not_now", event.name, state=visit.state)
    if rule.roles and event.role not in rule.roles:
        raise Problem("visit_life.not_your_role", event.name, role=event.role or "—")
    return rule.act(visit, event, parameters)


def play(events: Iterable[Event], parameters: Parameters, start: Visit | None = None) -> tuple[Visit, list[Problem]]:
    """Return the visit after all events that its rules allow, and what refused the others, in order."""
    visit, refused = start or Visit(), []
    for event in events:
        try:
            visit = step(visit, event, parameters)
        except Problem as problem:
            refused.append(problem)
    return visit, refused


def writable(visit: Visit) -> bool:
    """True when items can be answered: gate time and card first (R-25), not after the freeze (R-42)."""
    return visit.state in WORKING and unlocked(visit.gate_time, visit.card_shown) and not visit.frozen


def unlocked(gate_time: datetime | None, card_shown: datetime | None) -> bool:
    """True once both are recorded (R-25); before, only the items of the gate are open."""
    return gate_time is not None and card_shown is not None


def must_abort(visit: Visit, now: datetime, parameters: Parameters) -> bool:
    """True once an obstruction has lasted its 30 minutes (R-26)."""
    since = visit.obstructed_since
    return since is not None and now - since >= timedelta(minutes=parameters.obstruction_minutes)


def office_told(visit: Visit) -> list[str]:
    """Return what the office is told without anybody asking: R-26 obstruction, R-40 refusal."""
    return ["obstruction_report"] * bool(visit.obstructed) + ["refusal_report"] * visit.refused


def signatures_missing(visit: Visit, parameters: Parameters) -> list[str]:
    """Return what still keeps the record from being complete (R-39, R-40), by name."""
    missing = []
    if visit.feedback is None or not visit.replied:
        missing.append("feedback_and_reply")
    if not visit.frozen:
        missing.append("freeze")
    if len(visit.inspectors) < parameters.signatures_least:
        missing.append("inspectors")
    if not (visit.head_signed or visit.refused):
        missing.append("head")
    return missing


def _open(visit: Visit, event: Event, parameters: Parameters) -> Visit:
    return replace(visit, state="opened")


def _arrive(visit: Visit, event: Event, parameters: Parameters) -> Visit:
    """The earliest of the team's clocks is the visit's."""
    if visit.frozen:
        raise Problem("visit.frozen", event.name)
    return replace(visit, gate_time=min(visit.gate_time or event.at, event.at))


def _show_card(visit: Visit, event: Event, parameters: Parameters) -> Visit:
    if visit.frozen:
        raise Problem("visit.frozen", event.name)
    if visit.gate_time is None:
        raise Problem("visit_life.gate_first", event.name)
    if visit.obstructed_since is not None:
        raise Problem("visit_life.obstructed", event.name)
    shown = min(visit.card_shown or event.at, event.at)
    return replace(visit, card_shown=shown, state="in_progress" if visit.state == "opened" else visit.state)


def _work(visit: Visit, event: Event, parameters: Parameters) -> Visit:
    if visit.frozen:
        raise Problem("visit.frozen", event.facts.get("path", event.name))
    at_gate = visit.gate_time is not None and event.facts.get("before_card") == "yes"
    if not (writable(visit) or at_gate):
        raise Problem("visit.card_not_shown", event.facts.get("path", event.name))
    return visit


def _obstruct(visit: Visit, event: Event, parameters: Parameters) -> Visit:
    """R-26: what happened, when, who (or “拒不说明”), a witness, pictures; all five or nothing."""
    _complete(event, OBSTRUCTION_FIELDS, "visit_life.obstruction_incomplete")
    return replace(visit, obstructed=dict(event.facts), obstructed_since=event.at)


def _admit(visit: Visit, event: Event, parameters: Parameters) -> Visit:
    """The school let them in after all: the obstruction stays on record, its clock stops."""
    if visit.obstructed_since is None:
        raise Problem("visit_life.not_obstructed", event.name)
    return replace(visit, obstructed_since=None)


def _abort(visit: Visit, event: Event, parameters: Parameters) -> Visit:
    """After 30 minutes of obstruction (R-26), when too few may stay (R-21), or when an emergency does not end."""
    if visit.obstructed_since is not None and not must_abort(visit, event.at, parameters):
        until = visit.obstructed_since + timedelta(minutes=parameters.obstruction_minutes)
        raise Problem("visit_life.abort_too_early", event.name, until=f"{until:%H:%M}")
    if visit.obstructed_since is None and not event.facts.get("reason", "").strip():
        raise Problem("visit_life.abort_no_reason", event.name)
    return replace(visit, state="aborted")


def _substitute(visit: Visit, event: Event, parameters: Parameters) -> Visit:
    """R-11: another school takes the place, with a reason, before anybody stood at the gate."""
    if visit.gate_time is not None:
        raise Problem("visit_life.already_there", event.name)
    if not event.facts.get("reason", "").strip():
        raise Problem("draw.no_reason", event.name)
    return replace(visit, state="substituted")


def _suspend(visit: Visit, event: Event, parameters: Parameters) -> Visit:
    return replace(visit, state="suspended_emergency", suspended_from=visit.state)


def _resume(visit: Visit, event: Event, parameters: Parameters) -> Visit:
    return replace(visit, state=visit.suspended_from)


def _feed_back(visit: Visit, event: Event, parameters: Parameters) -> Visit:
    if visit.frozen:
        raise Problem("visit.frozen", event.name)
    return replace(visit, feedback=visit.feedback or event.at, state="feedback_given")


def _reply(visit: Visit, event: Event, parameters: Parameters) -> Visit:
    if visit.frozen:
        raise Problem("visit.frozen", event.name)
    return replace(visit, replied=True)


def _freeze(visit: Visit, event: Event, parameters: Parameters) -> Visit:
    """R-39: told and heard first, then frozen, then signed."""
    if not visit.replied:
        raise Problem("visit_life.not_heard", event.name)
    return replace(visit, frozen=True, digest=event.facts.get("digest", ""))


def _sign(visit: Visit, event: Event, parameters: Parameters) -> Visit:
    if not visit.frozen:
        raise Problem("signing.not_frozen", event.name)
    if event.facts.get("digest", visit.digest) != visit.digest:
        raise Problem("signing.other_digest", event.name)  # ink given to other content
    if event.facts.get("signer") != "head":
        return replace(visit, inspectors=visit.inspectors | {event.by})
    if event.facts.get("delegate") and not event.facts.get("authorization"):
        raise Problem("visit_life.no_authorization", event.facts["delegate"])
    return replace(visit, head_signed=True)


def _refuse(visit: Visit, event: Event, parameters: Parameters) -> Visit:
    """R-40: who, in whose words, and a witness who is neither inspector nor party, or a video."""
    if not visit.frozen:
        raise Problem("signing.not_frozen", event.name)
    if not (event.facts.get("who") and event.facts.get("words")):
        raise Problem("signing.refusal_incomplete", event.name)
    if not (event.facts.get("witness") or event.facts.get("video")):
        raise Problem("signing.no_witness", event.name)
    involved = {event.facts["who"], *event.facts.get("team", "").split(";")}
    if event.facts.get("witness", "") in involved - {""}:
        raise Problem("signing.witness_involved", event.name, name=event.facts["witness"])
    return replace(visit, refused=True)


def _complete_record(visit: Visit, event: Event, parameters: Parameters) -> Visit:
    missing = signatures_missing(visit, parameters)
    if missing:
        raise Problem("visit_life.not_complete", event.name, missing=", ".join(missing))
    return replace(visit, state="signed" if visit.head_signed else "refused_signed")


def _amend(visit: Visit, event: Event, parameters: Parameters) -> Visit:
    """R-42: the old value stays beside the new one; the office approves, the school signs that it knows."""
    if not visit.frozen:
        raise Problem("visit_life.not_frozen_yet", event.name)
    _complete(event, AMENDMENT_FIELDS, "visit_life.amendment_incomplete")
    if event.facts["approver"] == event.facts["proposer"]:
        raise Problem("visit_life.own_approval", event.name)
    return replace(visit, amendments=(*visit.amendments, dict(event.facts)))


def _close(visit: Visit, event: Event, parameters: Parameters) -> Visit:
    # Not saying how many are open is not saying that none is.
    if event.facts.get("open_findings") != "0":
        raise Problem("visit_life.findings_open", event.name, count=event.facts.get("open_findings", "?"))
    return replace(visit, state="closed")


def _to(state: State) -> Act:
    return lambda visit, event, parameters: replace(visit, state=state)


def _complete(event: Event, names: Iterable[str], code: str) -> None:
    missing = [name for name in names if not event.facts.get(name, "").strip()]
    if missing:
        raise Problem(code, event.name, missing=", ".join(missing))


def _rule(states: str, act: Act, roles: str = "") -> Rule:
    named = states.split()
    assert STATES.issuperset(named)
    return Rule(frozenset(named), frozenset(roles.split()), act)  # type: ignore[arg-type]  # asserted above


WORKING = frozenset({"in_progress", "feedback_given"})
_AFTER = "signed refused_signed reported documents_issued rectifying recheck_due closed"
_OFFICE = "office_head"
EVENTS: Mapping[str, Rule] = {
    "unseal": _rule("sealed", _open),
    "substitute": _rule("sealed opened", _substitute, _OFFICE),
    "arrive": _rule(f"opened in_progress feedback_given {_AFTER}", _arrive),
    "obstructed": _rule("opened in_progress", _obstruct),
    "admitted": _rule("opened in_progress", _admit),
    "show_card": _rule(f"opened in_progress feedback_given {_AFTER}", _show_card),
    "work": _rule(f"opened in_progress feedback_given {_AFTER}", _work),
    "suspend": _rule("opened in_progress feedback_given", _suspend),
    "resume": _rule("suspended_emergency", _resume),
    "abort": _rule("opened in_progress suspended_emergency", _abort, "team_leader office_head"),
    "feed_back": _rule("in_progress feedback_given", _feed_back),
    "reply": _rule("in_progress feedback_given", _reply),
    "freeze": _rule("feedback_given", _freeze),
    "sign": _rule("feedback_given", _sign),
    "refuse": _rule("feedback_given", _refuse),
    "complete": _rule("feedback_given", _complete_record),
    "amend": _rule(f"feedback_given {_AFTER}", _amend, _OFFICE),
    "report": _rule("signed refused_signed", _to("reported"), "team_leader"),
    "issue_documents": _rule("reported", _to("documents_issued"), _OFFICE),
    "nothing_to_rectify": _rule("documents_issued", _close, _OFFICE),
    "serve": _rule("documents_issued", _to("rectifying")),
    "school_reports": _rule("rectifying", _to("recheck_due")),
    "recheck_failed": _rule("recheck_due", _to("rectifying"), "rechecker"),
    "recheck_passed": _rule("recheck_due", _close, "rechecker"),
    "archive": _rule("closed", _to("archived"), _OFFICE),
}

"""Plays a plan's entries, one after the other: its text, its draw and promise, its steps, its published seed (R-01, R-02, R-09).

What a step asks for is in `plans`. The order is the journal's; an entry that is not allowed when its turn comes changes nothing
and is kept as refused. Until a plan is approved it may be rewritten; from then on it stands as it was approved.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import msgspec

from inspector_app.errors import Problem
from inspector_app.journal import Entry, Folded, fold
from inspector_app.journal.paper_events import PlanStep
from inspector_app.journal.payloads import read_payload
from inspector_app.supervision.draw_commitment import check_commitment
from inspector_app.supervision.finding_state import Refused
from inspector_app.supervision.plans import Plan, Setting, Task, advance
from inspector_app.supervision.posts import BUREAU, STAFF, post_of
from inspector_app.supervision.roster import Roster

REGISTERS = {
    "plan": "plan",
    "draw": "draw",
    "disclosure": "draw_disclosure",
}  # path -> the kind whose value stands there
BEFORE_THE_VISITS = frozenset({"approve", "seal", "unseal"})
REPORTED_IN = frozenset({"opened", "closed"})


class Known(NamedTuple):
    """What a plan's rules are asked with, as it stood on the day of the step: the county's setting and the plan's tasks.

    The tasks come from the visits: a plan's own record never names a school (R-04).
    """

    roster: Roster
    setting: Callable[[date], Setting]
    tasks: Callable[[date], Sequence[Task]]


def plan_in(folded: Folded, record: str, known: Known) -> tuple[Plan, tuple[Refused, ...]]:
    """Return where a plan stands after all entries of its record, and the entries that were refused, in order.

    Total: of whatever a merge brings. A record without the entry `plan` is an empty draft, which no rule lets be approved.
    """
    entries = [*folded.events(record, "plan_step")]
    for path in REGISTERS:
        entries += folded.history(record, path)
    plan, refused, registers = Plan(record, date.max, drawn=False), [], list[Entry]()
    for entry in sorted(entries, key=lambda one: (one.clock, one.device, one.seq, one.id)):
        if entry.path:
            registers.append(entry)
        try:
            plan = _after(plan, entry, fold(registers), known)
        except Problem as problem:
            problem.where = problem.where or record
            refused.append(Refused(entry.id, entry.kind, problem.code, problem))
    return plan, tuple(refused)


def role_of(author: str, claimed: str, roster: Roster) -> str:
    """Return the role in which an author acts: the roster's post, the bureau's own machine as the head of the office.

    Only leading a team is no post of the roster: there the word of somebody of the staff counts. Nobody unknown has a role.
    """
    post = post_of(author, roster)
    if post == BUREAU:
        return "office_head"
    return "team_leader" if claimed == "team_leader" and post in STAFF else post


def _after(plan: Plan, entry: Entry, registers: Folded, known: Known) -> Plan:
    try:
        if not entry.path:
            return _step(plan, read_payload(entry.kind, entry.value), entry.author, known)
        value: Any = read_payload(REGISTERS[entry.path], registers.value(entry.record, entry.path))
    except (msgspec.ValidationError, OverflowError) as error:
        raise Problem("plan_life.unreadable", str(error)) from error
    if entry.path == "plan":
        return _written(plan, value)
    if entry.path == "draw":
        return _drawn(plan, value, settled=entry.kind == "settlement")
    check_commitment(value.draw_id, plan.commitment, value.seed, value.salt)
    return replace(plan, seed_published=True)


def _written(plan: Plan, value: Any) -> Plan:
    if plan.state != "draft":
        raise Problem("plan_life.approved_already", value.number, rule="R-01")
    try:
        first_day = date.fromisoformat(value.first_day)
    except ValueError as error:
        raise Problem("plan_life.unreadable", value.first_day) from error
    return replace(
        plan,
        number=value.number,
        first_day=first_day,
        mode=value.mode,
        list_item=value.list_item,
        exception=value.exception,
        letter=value.letter,
        notice=value.notice,
        self_evaluation=value.self_evaluation,
        drawn=any(value.quota.values()) or bool(plan.commitment),
    )


def _drawn(plan: Plan, value: Any, settled: bool) -> Plan:
    """R-09: promised once, before the approval; who draws twice could choose the list."""
    if plan.state != "draft":
        raise Problem("plan_life.approved_already", value.draw_id, rule="R-09")
    if plan.commitment not in ("", value.commitment) and not settled:
        raise Problem("plan_life.drawn_already", value.draw_id, rule="R-09")
    return replace(plan, commitment=value.commitment, drawn=True)


def _step(plan: Plan, step: PlanStep, author: str, known: Known) -> Plan:
    role, on = role_of(author, step.role, known.roster), step.at.date()
    if step.event == "report":
        return _reported(plan, step, role)
    if plan.seed_published and step.event in BEFORE_THE_VISITS:
        raise Problem("plan_life.seed_out", plan.number, rule="R-09")  # the seed gives the list of schools away
    return advance(replace(plan, tasks=tuple(known.tasks(on))), step.event, role, known.setting(on))


def _reported(plan: Plan, step: PlanStep, role: str) -> Plan:
    if plan.state not in REPORTED_IN or not step.to:
        raise Problem("plans.not_now", plan.number, state=plan.state, event=step.event)
    if role != "office_head":
        raise Problem("plans.not_your_role", plan.number, role=role or "—", event=step.event)
    return replace(plan, reported=plan.reported | {step.to})

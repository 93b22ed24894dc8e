"""Plays a finding's events, one after the other: what is allowed next (check) and where it stands (live).

The order is the journal's; an event that is not allowed when its turn comes changes nothing and is kept as refused.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import msgspec

from inspector_app.errors import Problem
from inspector_app.journal import Entry, Folded, Value
from inspector_app.journal.payloads import read_payload
from inspector_app.supervision.finding_state import FindingState, Raised, Refused, Rules
from inspector_app.supervision.finding_steps import SENSIBLE, STEPS
from inspector_app.supervision.posts import post_of


def live(raised: Raised, entries: Iterable[Entry], rules: Rules) -> FindingState:
    """Return where a finding stands after the events of its record; entries of other records are passed over.

    Total: whatever a merge brings, in any number and order of arrival, gives the same state. Kinds nobody knows and
    entries that are no events are left alone, as journal.fold leaves them.
    """
    state = FindingState(raised, raised.grade)
    own = {entry.id: entry for entry in entries if entry.record == raised.record and entry.path == ""}
    for entry in sorted(own.values(), key=lambda one: (one.clock, one.device, one.seq, one.id)):
        if entry.kind not in STEPS:
            continue
        try:
            state = after(state, entry.kind, entry.value, entry.author, rules)
        except Problem as problem:
            state = replace(state, refused=(*state.refused, Refused(entry.id, entry.kind, problem.code, problem)))
    return state


def live_in(folded: Folded, raised: Raised, rules: Rules) -> FindingState:
    """Return where a finding stands in folded entries."""
    return live(raised, (entry for kind in STEPS for entry in folded.events(raised.record, kind)), rules)


def after(state: FindingState, kind: str, value: Value, author: str, rules: Rules) -> FindingState:
    """Return the state after an event; the Problem of its rule (field `rule`) when it is not allowed.

    Looked at in this order: the state, the author's post, the value's shape, then what the rule asks of it.
    """
    try:
        return _taken(state, kind, value, author, rules)
    except Problem as problem:
        problem.where = problem.where or state.raised.code  # a refusal is always about something a person can find
        raise


def possible(state: FindingState, author: str, rules: Rules) -> list[str]:
    """Return the kinds of events a person may write next, as far as the finding and his post decide.

    What no value could make right is left out: a report of what is no major hazard, a decision nobody asked for.
    """
    post = post_of(author, rules.roster)
    return [
        kind
        for kind, step in STEPS.items()
        if state.state in step.states and post in step.roles and SENSIBLE.get(kind, _always)(state)
    ]


def _always(_state: FindingState) -> bool:
    return True


def _taken(state: FindingState, kind: str, value: Value, author: str, rules: Rules) -> FindingState:
    step = STEPS[kind]
    if state.state not in step.states:
        raise Problem("finding_life.not_now", rule=step.rule, state=state.state, kind=kind)
    if post_of(author, rules.roster) not in step.roles:
        raise Problem("finding_life.post", author, rule=step.rule)
    try:
        event: Any = read_payload(kind, value)
    except msgspec.ValidationError as error:
        raise Problem("finding_life.unreadable", str(error), rule=step.rule) from error
    try:
        return step.move(state, event, rules)
    except OverflowError as error:  # a day at the end of all calendars
        raise Problem("finding_life.unreadable", str(error), rule=step.rule) from error

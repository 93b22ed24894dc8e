"""R-21: the school asks on the spot that somebody withdraw; the head of the office decides, and time decides if nobody does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from inspector_app.errors import Problem
from inspector_app.supervision.parameters import Parameters

State = Literal["suspended", "granted", "refused", "withdrawn_by_time"]
DECIDER = "office_head"


@dataclass(frozen=True)
class Request:
    """The school's request against one person, and the decision when there is one."""

    person: str
    at: datetime
    granted: bool | None = None
    decided_at: datetime | None = None
    decided_by_role: str = ""


@dataclass(frozen=True)
class Standing:
    """How a request stands: the visit is suspended until it is decided; `aborts` when too few people are left."""

    state: State
    until: datetime
    team: tuple[str, ...]
    aborts: bool


def standing(request: Request, team: Iterable[str], now: datetime, parameters: Parameters) -> Standing:
    """Return how the request stands now; undecided after 30 minutes, the person withdraws until there is a decision.

    Problem teams.not_the_decider when somebody else decided.
    """
    if request.granted is not None and request.decided_by_role != DECIDER:
        raise Problem("teams.not_the_decider", request.person)
    members = tuple(team)
    until = request.at + timedelta(minutes=parameters.recusal_minutes)
    state: State = "suspended"
    if request.granted is not None and request.decided_at is not None and request.decided_at <= now:
        state = "granted" if request.granted else "refused"
    elif now >= until:
        state = "withdrawn_by_time"
    left = members if state in ("suspended", "refused") else tuple(one for one in members if one != request.person)
    return Standing(state, until, left, len(left) < parameters.team_least)

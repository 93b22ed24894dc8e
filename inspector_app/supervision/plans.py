"""A plan's life and what each step asks for: R-01 annual list, R-02 groups and notices, R-04 secrecy, R-05 days, R-09, R-69.

draft → approved → sealed → opened → closed → archived (domain/README §4); a plan that has not been opened can be withdrawn.
A step that is not allowed is a Problem that names its rule, and changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, NamedTuple

from inspector_app.errors import Problem
from inspector_app.supervision.calendar import Calendar
from inspector_app.supervision.draw_pool import Avoided, days_avoided
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.teams import GROUPED_MODES, Obstacle, stops
from inspector_app.supervision.visit_fact import exempt

State = Literal["draft", "approved", "sealed", "opened", "closed", "archived", "withdrawn"]
Event = Literal["approve", "seal", "unseal", "close", "archive", "withdraw"]

EXCEPTIONS = (
    "safety_emergency",
    "complaint",
    "superior_order",
)  # what needs no line of the list, but a letter's number
OFFICE = frozenset({"office_head", "bureau_director"})
STEPS: Mapping[tuple[State, Event], tuple[State, frozenset[str]]] = {
    ("draft", "approve"): ("approved", OFFICE),
    ("draft", "withdraw"): ("withdrawn", OFFICE),
    ("approved", "withdraw"): ("withdrawn", OFFICE),
    ("approved", "seal"): ("sealed", frozenset({"office_head"})),
    ("sealed", "withdraw"): ("withdrawn", OFFICE),
    ("sealed", "unseal"): ("opened", frozenset({"team_leader", "office_head"})),
    ("opened", "close"): ("closed", frozenset({"office_head"})),
    ("closed", "archive"): ("archived", frozenset({"office_head"})),
}
SECRET = frozenset({"draft", "approved", "sealed", "opened", "substituted"})
"""States of a task nobody in the school may know of (R-04): until the team stands at the gate."""


class Task(NamedTuple):
    """One school of the plan with its day, its visit's task_state, and what stands in its team's way."""

    school: str
    on: date
    state: str = "sealed"
    obstacles: tuple[Obstacle, ...] = ()
    topic: str = ""


@dataclass(frozen=True)
class Plan:
    """An inspection plan as far as its steps ask. `exception` is one of EXCEPTIONS with the number of the `letter`.

    `notice` is the number of the written notice (R-02), or of the general notice of an unannounced special one.
    """

    number: str
    first_day: date
    mode: str = "routine_unannounced"
    state: State = "draft"
    list_item: str = ""
    exception: str = ""
    letter: str = ""
    notice: str = ""
    unannounced: bool = True
    self_evaluation: bool | None = None
    commitment: str = ""
    drawn: bool = True
    tasks: Sequence[Task] = ()
    seed_published: bool = False
    reported: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Setting:
    """What the county says on the day: parameters, calendar, days to avoid."""

    parameters: Parameters
    calendar: Calendar
    avoided: Sequence[Avoided] = field(default=())


REPORTS = frozenset({"government", "upper_level", "public"})  # where a special inspection's report goes


def advance(plan: Plan, event: Event, role: str, setting: Setting) -> Plan:
    """Return the plan after a step; Problem plans.* names the rule that refuses it."""
    step = STEPS.get((plan.state, event))
    if step is None:
        raise Problem("plans.not_now", plan.number, state=plan.state, event=event)
    target, roles = step
    if role not in roles:
        raise Problem("plans.not_your_role", plan.number, role=role, event=event)
    if event == "approve":
        check_list_item(plan, setting.parameters)
        check_notice(plan)
        check_commitment(plan)
    elif event == "seal":
        check_teams(plan)
        check_days(plan, setting)
    elif event == "close":
        check_visits_over(plan)
    elif event == "archive":
        check_published(plan)
    return replace(plan, state=target)


def check_list_item(plan: Plan, parameters: Parameters) -> None:
    """R-01: every plan, guidance and follow-ups too, names its line of the annual list, or an exception with its letter."""
    if plan.first_day < parameters.list_required_from or plan.list_item.strip():
        return
    if plan.exception not in EXCEPTIONS:
        raise Problem("plans.no_list_item", plan.number)
    if not plan.letter.strip():
        raise Problem("plans.no_letter", plan.number)


def check_notice(plan: Plan) -> None:
    """R-02: a special or comprehensive inspection has the number of its notice, and says whether the school evaluates itself."""
    if plan.mode in GROUPED_MODES:
        if not plan.notice.strip():
            raise Problem("plans.no_notice", plan.number)
        if plan.self_evaluation is None:
            raise Problem("plans.no_self_evaluation", plan.number)


def check_commitment(plan: Plan) -> None:
    """R-09: a plan with drawn schools publishes its commitment when it is approved."""
    if plan.drawn and not plan.commitment:
        raise Problem("plans.no_commitment", plan.number)


def check_teams(plan: Plan) -> None:
    """R-02, R-19 to R-23: no task is sealed for a team that may not go; R-03: one team a school and day."""
    if not plan.tasks:
        raise Problem("plans.no_schools", plan.number)
    for task in plan.tasks:
        for one in stops(task.obstacles):
            raise Problem("plans.team_stopped", task.school, rule=one.rule, person=one.person or "—")
    check_merged(plan.tasks)


def check_merged(tasks: Iterable[Task]) -> None:
    """R-03: two teams or two topics never enter one school on one day; they go as one visit."""
    seen = set()
    for task in tasks:
        if (task.school, task.on) in seen:
            raise Problem("plans.merge_visits", task.school, day=task.on.isoformat())
        seen.add((task.school, task.on))


def check_days(plan: Plan, setting: Setting) -> None:
    """R-05: no task on a day to avoid, unless a complaint or an emergency asks for it."""
    if exempt(plan.mode, plan.exception == "safety_emergency"):
        return
    for task in plan.tasks:
        for why in days_avoided(task.school, task.on, setting.calendar, setting.avoided):
            raise Problem("plans.day_avoided", task.school, day=task.on.isoformat(), why=why)


def check_visits_over(plan: Plan) -> None:
    """A batch is closed when each of its visits is: signed and followed up, broken off, or replaced."""
    waiting = [task.school for task in plan.tasks if task.state not in ("closed", "archived", "aborted", "substituted")]
    if waiting:
        raise Problem("plans.visits_open", plan.number, count=len(waiting))


def check_published(plan: Plan) -> None:
    """R-69: the report of a special or comprehensive inspection went to all three places; R-09: the seed is published."""
    missing = REPORTS - plan.reported
    if plan.mode in GROUPED_MODES and missing:
        raise Problem("plans.not_reported", plan.number, missing=", ".join(sorted(missing)))
    if plan.drawn and not plan.seed_published:
        raise Problem("plans.seed_secret", plan.number)


def prior_notices(plan: Plan) -> list[str]:
    """Return the kinds of notice a plan may produce before anybody stands at a gate (R-02, R-04).

    None for routine unannounced visits and complaints; a special inspection that comes unannounced sends a general notice.
    """
    if plan.mode not in GROUPED_MODES:
        return ["school_notice"] if plan.mode == "routine_announced" else []
    return ["general_notice"] if plan.mode == "special" and plan.unannounced else ["written_notice"]


def general_notice(plan: Plan, topic: str, last_day: date) -> dict[str, str]:
    """Return what a general notice says (R-02): topic, season and manner; the schools and their days are never in it."""
    season = f"{plan.first_day:%Y-%m} – {last_day:%Y-%m}"
    return {"number": plan.notice, "topic": topic, "season": season, "mode": plan.mode}


def shown_to_school(tasks: Iterable[Task]) -> list[Task]:
    """Return the tasks an export for the school may hold (R-04): none that is still secret."""
    return [task for task in tasks if task.state not in SECRET]

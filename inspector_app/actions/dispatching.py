"""Dispatching: the bureau makes the task of one visit; which school and whom to send is decided before (draw, recusal)."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from inspector_app.actions import county, form_versions
from inspector_app.actions.forms import FIRST, shipped
from inspector_app.actions.visit_facts import visit_facts
from inspector_app.actions.visit_record import new_visit_id
from inspector_app.actions.writing import Draft, write
from inspector_app.errors import Problem
from inspector_app.journal import Value
from inspector_app.supervision import teams
from inspector_app.supervision.roster import Roster
from inspector_app.supervision.teams import Mission, Obstacle
from inspector_app.text import Language, text
from inspector_app.workspace import Workspace


def dispatch(
    bureau: Workspace,
    school: str,
    team: Sequence[str],
    forms: Sequence[str] = (FIRST,),
    *,
    plan: str = "",
    list_item: str = "",
) -> str:
    """Write the task of a new visit in the open and return the visit's id; the leader is the first of the team.

    For visits that were announced; an unannounced one is sealed (actions.sealing).
    """
    visit, task = prepare(bureau, school, team, forms, plan=plan, list_item=list_item)
    write(bureau, [Draft(visit, "task", "task", task)], author="bureau")
    return visit


def prepare(
    bureau: Workspace,
    school: str,
    team: Sequence[str],
    forms: Sequence[str] = (FIRST,),
    *,
    plan: str = "",
    list_item: str = "",
) -> tuple[str, dict[str, Value]]:
    """Return a new visit's id and its task, written nowhere yet.

    `plan` names the inspection plan, `list_item` its line of the annual inspection list (R-01), as the record prints them.

    Problems: dispatching.unknown_school, dispatching.unknown_person, dispatching.unknown_form, dispatching.team_stopped
    with everything that forbids this team (R-19, R-20, R-23).
    """
    schools = {one.id: one for one in county.schools(bureau)}
    if school not in schools:
        raise Problem("dispatching.unknown_school", school)
    people = county.people(bureau)
    for person in team:
        if person not in people:
            raise Problem("dispatching.unknown_person", person)
    for code in forms:
        if code not in shipped() and not form_versions.known(bureau, code):
            raise Problem("dispatching.unknown_form", code)
    _check_team(bureau, school, team)
    now = bureau.now()
    visit = new_visit_id(int(now.timestamp() * 1000), secrets.randbits(74))
    members: list[Value] = [
        {name: part for name, part in asdict(people[one]).items() if name != "gender"} for one in team
    ]
    task: dict[str, Value] = {
        "number": f"{now:%Y}-{_dispatched(bureau) + 1:03d}",
        "school_id": school,
        "school": {**schools[school].profile, **county.learned(bureau, school)},
        "mode": "routine_unannounced",
        "forms": {code: form_versions.publish(bureau, form_versions.current(bureau, code)) for code in forms},
        "team": members,
        "leader": team[0],
        "plan": plan,
        "list_item": list_item,
        "dispatched_at": now.isoformat(timespec="seconds"),
    }
    return visit, task


def obstacles(bureau: Workspace, school: str, team: Sequence[str]) -> list[Obstacle]:
    """Return what the rules have against this team at this school today: what forbids it, and notices (R-19 to R-24)."""
    roster = county.roster(bureau)
    mission = Mission(bureau.now().date(), history=visit_facts(bureau))
    return teams.obstacles(team, roster.schools[school], roster, mission, county.rules(bureau))


def in_words(found: Iterable[Obstacle], roster: Roster, language: Language) -> str:
    """Return obstacles as a person reads them: rule, who, why."""
    words = []
    for one in found:
        person = roster.people.get(one.person)
        who = person.name if person else one.person
        words.append(f"{one.rule} {who} {text(f'teams.{one.why}', language)}".replace("  ", " "))
    return text("teams.joint", language).join(words)


def _check_team(bureau: Workspace, school: str, team: Sequence[str]) -> None:
    forbidding = teams.stops(obstacles(bureau, school, team))
    if forbidding:
        language = bureau.settings.language
        raise Problem("dispatching.team_stopped", school, why=in_words(forbidding, county.roster(bureau), language))


def _dispatched(bureau: Workspace) -> int:
    """Return how many visits this bureau sent out: those whose task is known, and those still sealed."""
    sealed = {
        str(entry.value["visit"])
        for entry in bureau.store.entries(kind="sealed_task")
        if isinstance(entry.value, Mapping)
    }
    return len(sealed | set(bureau.store.records("task")))

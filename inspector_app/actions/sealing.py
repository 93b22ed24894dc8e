"""The bureau's side of a sealed task: seal it for the team's laptops, keep the codes, read them out on the day, see attempts.

The clear task stays in this workspace's settings and never in its journal, for the bureau's journal travels to every laptop.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

import msgspec

from inspector_app.actions import clock_lock, county, dispatching, enrolment
from inspector_app.actions.forms import FIRST
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.actions.writing import Draft, write
from inspector_app.bundle import task as sealed_task
from inspector_app.errors import Problem
from inspector_app.journal import Value
from inspector_app.keys import FULL_COST, Cost
from inspector_app.supervision import opening_code, parameters
from inspector_app.supervision.sealing import Public, names_the_school
from inspector_app.workspace import Workspace

_MOST_EARLIER = 40


@dataclass(frozen=True)
class Meeting:
    """What the team is told before the day: when and where to meet, what to bring, a direction or "".

    `not_before` is None for the county's hour on the day of meeting.
    """

    at: datetime
    place: str
    bring: str
    direction: str = ""
    not_before: datetime | None = None


@dataclass(frozen=True)
class Codes:
    """The two codes of a task as the office reads them out on the day: in groups, one to the leader, one to the second."""

    visit: str
    number: str
    leader: str
    second: str


@dataclass(frozen=True)
class Attempt:
    """One attempt to open a task (R-15); `at` is the machine's time, `device` the laptop's id."""

    visit: str
    outcome: str
    leader: str
    second: str
    at: datetime
    monotonic_ms: int
    device: str
    author: str


class _Kept(msgspec.Struct):
    """What the office keeps of a sealed task, in its own encrypted settings only."""

    number: str
    leader: str
    second: str
    task: dict[str, object]


def sealing_record(visit: str) -> str:
    """Return the record on which a visit's sealed task and the attempts to open it stand, apart from the visit itself."""
    return county.record_of("sealing", visit)


def seal_task(
    bureau: Workspace,
    school: str,
    team: Sequence[str],
    forms: Sequence[str] = (FIRST,),
    *,
    meeting: Meeting,
    plan: str = "",
    list_item: str = "",
    cost: Cost = FULL_COST,
) -> Codes:
    """Seal the task of a new visit for the team's laptops (R-14, R-17) and return its codes; it travels with the next bundle.

    Problems: those of dispatching, sealed.names_the_school, sealed.no_laptop, sealed.public_too_long, sealed.too_large.
    """
    visit, task = dispatching.prepare(bureau, school, team, forms, plan=plan, list_item=list_item)
    task["earlier"] = _earlier(bureau, school)
    number = str(task["number"])
    public = _public(bureau, number, meeting, len(team))
    profile = task["school"] if isinstance(task["school"], dict) else {}
    telling = names_the_school(public, {**{name: str(text) for name, text in profile.items()}, "school_id": school})
    if telling:
        raise Problem("sealed.names_the_school", number, words=" ".join(telling))
    laptops = _laptops(bureau, team)
    if not laptops:
        raise Problem("sealed.no_laptop", number)
    leader, second = (opening_code.draw(role, secrets.randbelow) for role in opening_code.ROLES[:2])
    data = sealed_task.seal_task(
        visit=visit,
        public=public,
        secret={"task": task},
        leader_code=leader,
        second_code=second,
        recipients=[str(value["age_recipient"]) for value in laptops.values()],
        identity=bureau.secrets.age_identity,
        cost=cost,
    )
    # The codes first: a sealed task whose codes were lost could never be opened.
    kept = _Kept(number, leader, second, dict(task))
    bureau.store.put_setting(f"sealed/{visit}", msgspec.json.encode(kept))
    value: Value = {"visit": visit, "blob": bureau.store.put_blob(data)}
    drafts = [Draft(sealing_record(visit), "sealed_task", "sealed_task", value)]
    for device in laptops:
        drafts += clock_lock.drafts_of_checks(bureau, device)
    write(bureau, drafts, author="bureau")
    return codes(bureau, visit)


def withdraw(bureau: Workspace, visit: str) -> None:
    """Take a sealed task back (a road is cut, a school is substituted); laptops no longer show it after the next bundle."""
    record = sealing_record(visit)
    standing = [one.dot for one in bureau.store.entries(record) if one.kind == "sealed_task"]
    if not standing:
        raise Problem("sealed.unknown", visit[:8])
    write(bureau, [Draft(record, "sealed_task", "sealed_task", None, tuple(sorted(standing)))], author="bureau")


def codes(bureau: Workspace, visit: str) -> Codes:
    """Return a sealed task's codes, to be given out on the day; Problem sealed.no_codes anywhere but at its bureau."""
    kept = _kept(bureau, visit)
    return Codes(visit, kept.number, opening_code.spell(kept.leader), opening_code.spell(kept.second))


def attempts(ws: Workspace, visit: str = "") -> list[Attempt]:
    """Return every attempt known here to open one task, or any (R-15), in the order of each laptop's chain."""
    of = {record: name for name in _visits(ws) for record in (sealing_record(name),)}
    found = []
    for entry in ws.store.entries(kind="opening_attempt"):
        name = of.get(entry.record, "")
        if isinstance(entry.value, Mapping) and visit in ("", name):
            value = entry.value
            at = datetime.fromisoformat(str(value["at"]))
            people = str(value["leader"]), str(value["second"])
            monotonic = int(str(value["monotonic_ms"]))
            found.append(Attempt(name, str(value["outcome"]), *people, at, monotonic, entry.device, entry.author))
    return found


def opened_as_sealed(bureau: Workspace, visit: str) -> bool:
    """Return whether the task that came back from the laptops is word for word the one this bureau sealed."""
    back = VisitRecord(bureau, visit).mapping("task")
    return bool(back) and dict(back) == _kept(bureau, visit).task


def _kept(bureau: Workspace, visit: str) -> _Kept:
    data = bureau.store.get_setting(f"sealed/{visit}")
    if data is None:
        raise Problem("sealed.no_codes", visit[:8])
    return msgspec.json.decode(data, type=_Kept)


def _visits(ws: Workspace) -> list[str]:
    return [str(one.value["visit"]) for one in ws.store.entries(kind="sealed_task") if isinstance(one.value, Mapping)]


def _public(bureau: Workspace, number: str, meeting: Meeting, people: int) -> Public:
    hour: time = parameters.typed(county.parameters(bureau)).not_before
    opens = meeting.not_before or meeting.at.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    return Public(
        number,
        opens.isoformat(timespec="seconds"),
        meeting.at.isoformat(timespec="seconds"),
        meeting.place,
        meeting.bring,
        meeting.direction,
        people,
    )


def _laptops(bureau: Workspace, team: Sequence[str]) -> dict[str, Mapping[str, Value]]:
    """The enrolled laptops on which anybody of the team has a key."""
    found = {}
    for device, value in enrolment.devices(bureau).items():
        people = value.get("people")
        if isinstance(people, list) and not set(team).isdisjoint(map(str, people)):
            found[device] = value
    return found


def _earlier(bureau: Workspace, school: str) -> list[Value]:
    """What earlier visits found at the school, the newest visit first."""
    found: list[Value] = []
    for entry in sorted(bureau.store.entries(kind="task"), key=lambda one: one.at, reverse=True):
        if not isinstance(entry.value, Mapping) or entry.value.get("school_id") != school:
            continue
        record = VisitRecord(bureau, entry.record)
        for path in record.paths(""):
            if "/findings/" in path:
                told = record.mapping(path)
                parts = {name: str(told.get(name, "")) for name in ("grade", "facts")}
                found.append({"number": record.number, "code": path.rpartition("/")[2], **parts})
    return found[:_MOST_EARLIER]

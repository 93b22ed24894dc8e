"""Sealed tasks (R-14 … R-18): who may open one and when, what an attempt records, when the clock locks, what a leak marks.

The time before which a task is not opened is a rule of procedure: this program keeps it, a clever insider's own program would
not. What keeps the school's name from an insider is that both codes exist at the office only until the day.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from msgspec import Struct

from inspector_app.errors import Problem

DUTY = "duty"
"""The office's duty officer, who may stand in for the second person (R-14); every other person is an id of the roster."""

Outcome = Literal[
    "opened",
    "early",
    "one_person",
    "clock_locked",
    "malformed",
    "wrong_code",
    "not_the_team",
    "another_team",
    "damaged",
]


_OUTCOMES: Mapping[str, Outcome] = {
    "sealed.early": "early",
    "sealed.one_person": "one_person",
    "sealed.clock_locked": "clock_locked",
    "sealed.malformed": "malformed",
    "sealed.wrong_code": "wrong_code",
    "sealed.not_the_team": "not_the_team",
    "keys.cannot_decrypt": "another_team",
}


class Public(Struct, frozen=True):
    """All that is shown of a sealed task (R-17); `direction` is "" where the bureau withholds it. Times are ISO with offset."""

    number: str
    not_before: str
    meet_at: str
    meet_place: str
    bring: str
    direction: str
    people: int


class Opening(NamedTuple):
    """One attempt as it is judged before any code is tried; `locked` is the clock's lock (R-16)."""

    number: str
    now: datetime
    not_before: datetime
    leader: str
    second: str
    locked: bool


class Unlock(NamedTuple):
    """What the office settled when it unlocked a clock: the laptop's time then, and the time the office told."""

    machine: datetime
    told: datetime


def judge_opening(opening: Opening) -> Problem | None:
    """Return why this attempt is refused before any code is tried (R-14, R-16), or None.

    The order tells nothing of the codes: none of these was looked at.
    """
    if opening.locked:
        return Problem("sealed.clock_locked", opening.number)
    if not opening.leader or not opening.second or opening.leader == opening.second:
        return Problem("sealed.one_person", opening.number)
    if opening.now < opening.not_before:
        return Problem("sealed.early", opening.number, time=f"{opening.not_before:%Y-%m-%d %H:%M}")
    return None


def judge_people(number: str, leader: str, second: str, team: Sequence[str]) -> Problem | None:
    """Return why these two may not open the task (R-14): its leader and another of its team, or the office's duty officer.

    `team` lists the task's people, the leader first; it is known only once the codes were right.
    """
    if leader == team[0] and second != leader and second in (*team, DUTY):
        return None
    return Problem("sealed.not_the_team", number)


def outcome_of(problem: Problem | None) -> Outcome:
    """Return the word under which an attempt is recorded (R-15); never a code, never what it was near to."""
    return "opened" if problem is None else _OUTCOMES.get(problem.code, "damaged")


def went_back(recorded: Iterable[datetime], now: datetime, minutes: int) -> datetime | None:
    """Return the latest time recorded when the clock now stands more than `minutes` behind it (R-16), else None.

    `recorded` are the times of this device's own entries since the last unlocking.
    """
    latest = max(recorded, default=None)
    return latest if latest is not None and latest - now > timedelta(minutes=minutes) else None


def believed(now: datetime, unlock: Unlock | None) -> datetime:
    """Return the time to go by: the machine's, put right by what the office told when it last unlocked the clock.

    A flat battery sets the clock to some old year; the office's word then serves, and ends no visit. A clock that was set
    right since stands ahead of the sum, and is believed itself.
    """
    if unlock is None:
        return now
    ahead = unlock.told - unlock.machine
    return now if now >= unlock.told else now + ahead


def names_the_school(public: Public, school: Mapping[str, str]) -> list[str]:
    """Return what in the public part gives the school away: its name, its township or its code (R-17).

    `school` has `name`, `township`, `school_id`. Names are also found without their kind ("长安镇" as "长安").
    """
    shown = "".join(f"{getattr(public, name)}\n" for name in Public.__struct_fields__)
    telling = [school.get("name", ""), school.get("school_id", ""), school.get("township", "")]
    telling.append(school.get("township", "").rstrip("镇乡"))
    return sorted({word for word in telling if len(word) > 1 and word in shown})


class LeakMark(NamedTuple):
    """A batch's validity (R-18): of how many visits, at which a leak is suspected. No school's score is touched."""

    visits: int
    suspected: tuple[str, ...]

    @property
    def in_doubt(self) -> bool:
        """True when the batch is reported with its mark."""
        return bool(self.suspected)


def leak_mark(suspicions: Mapping[str, bool]) -> LeakMark:
    """Return the mark of a batch from each of its visits (visit -> whether anybody of the team suspects a leak)."""
    return LeakMark(len(suspicions), tuple(sorted(visit for visit, suspected in suspicions.items() if suspected)))

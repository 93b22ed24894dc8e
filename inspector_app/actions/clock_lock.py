"""The clock's lock (R-16): noticed at every start and every opening, written down, ended by a code from the office, offline.

Only the opening of sealed tasks is locked. A visit under way goes on: its times are claims that decide nothing.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from inspector_app.actions import county, enrolment
from inspector_app.actions.writing import Draft, write
from inspector_app.bundle.task import unlock_check
from inspector_app.errors import Problem
from inspector_app.journal import Entry, Value
from inspector_app.supervision import opening_code, parameters
from inspector_app.supervision.sealing import Unlock, believed, went_back
from inspector_app.workspace import Workspace

_SPARE = 8
"""How many unlock codes a laptop can check beyond those it has used."""


@dataclass(frozen=True)
class ClockLock:
    """A lock that stands: its `number` (1, 2 … on this laptop), the latest time recorded before it, the clock's then.

    `device` is what the office is told besides: the first digits of this laptop's id.
    """

    number: int
    latest: datetime
    at: datetime
    device: str


def check(ws: Workspace) -> ClockLock | None:
    """Return the lock that stands; when the clock went back since this laptop's last entry, write a new one first."""
    with ws.store.writing:
        events = _events(ws)
        lock = _standing(ws, events)
        if lock is not None:
            return lock
        now = ws.now()
        unlocked = max((event.seq for event in events), default=0)
        recorded = (datetime.fromisoformat(one.at) for one in ws.store.entries(device=ws.device, after=unlocked - 1))
        latest = went_back(recorded, now, parameters.typed(county.parameters(ws)).clock_back)
        if latest is None:
            return None
        number = 1 + max((_number(event) for event in events if event.kind == "clock_lock"), default=0)
        value: Value = {"number": number, "latest": _text(latest), "at": _text(now)}
        write(ws, [Draft(_record(ws.device), "clock_lock", "", value)])
        return ClockLock(number, latest, now, ws.device[:8])


def unlock(ws: Workspace, code: str, by: str, told: datetime) -> None:
    """End the lock with the office's code; `told` is the time the office says it is. Right or wrong, it is written down.

    Problems: sealed.not_locked, sealed.malformed, sealed.unlock_used_up, sealed.unlock_wrong.
    """
    lock = check(ws)
    if lock is None:
        raise Problem("sealed.not_locked", ws.device[:8])
    read = opening_code.read(code, "unlock")
    if not read:
        raise Problem("sealed.malformed", ws.device[:8])
    checks = _checks(ws, ws.device)
    if lock.number > len(checks):
        raise Problem("sealed.unlock_used_up", ws.device[:8])
    right = unlock_check(ws.device, lock.number, read) == checks[lock.number - 1]
    value: Value = {
        "number": lock.number,
        "outcome": "unlocked" if right else "wrong_code",
        "by": by,
        "at": _text(ws.now()),
        "told": _text(told),
    }
    write(ws, [Draft(_record(ws.device), "clock_unlock", "", value)])
    if not right:
        raise Problem("sealed.unlock_wrong", f"{ws.device[:8]} / {lock.number}")


def believed_now(ws: Workspace) -> datetime:
    """Return the time to go by: the machine's, or what the office told when it last unlocked a clock that stood behind."""
    now = ws.now()
    unlocks = [event.value for event in _events(ws) if _is_unlock(event) and isinstance(event.value, Mapping)]
    if not unlocks:
        return now
    last = unlocks[-1]
    told = datetime.fromisoformat(str(last["told"]))
    return believed(now, Unlock(datetime.fromisoformat(str(last["at"])), told))


def drafts_of_checks(bureau: Workspace, device: str) -> list[Draft]:
    """Return what lets a laptop check its next unlock codes, nothing when it has enough; new codes are kept here at once."""
    checks, kept = _checks(bureau, device), _kept(bureau, device)
    used = max((_number(one) for one in bureau.store.entries(_record(device)) if one.kind == "clock_lock"), default=0)
    missing = used + _SPARE - len(checks)
    if missing <= _SPARE // 2:
        return []
    kept = kept[: len(checks)]
    kept += [opening_code.draw("unlock", secrets.randbelow) for _ in range(missing)]
    bureau.store.put_setting(f"unlock_codes/{device}", msgspec.json.encode(kept))
    value: Value = {"checks": [unlock_check(device, number, code) for number, code in enumerate(kept, 1)]}
    standing = [one.dot for one in bureau.store.entries(_record(device)) if one.kind == "unlock_checks"]
    return [Draft(_record(device), "unlock_checks", "unlock_checks", value, tuple(sorted(standing)))]


def unlock_code(bureau: Workspace, device: str, number: int) -> str:
    """Return what the office reads out for lock `number` of a laptop (the first digits of its id are enough).

    Problem sealed.no_codes when this bureau has drawn none for it.
    """
    found = [one for one in enrolment.devices(bureau) if one.startswith(device)]
    kept = _kept(bureau, found[0]) if len(found) == 1 else []
    if not 1 <= number <= len(kept):
        raise Problem("sealed.no_codes", f"{device} / {number}")
    return opening_code.spell(kept[number - 1])


def _events(ws: Workspace) -> list[Entry]:
    """This laptop's own locks and unlockings, in order."""
    mine = [one for one in ws.store.entries(_record(ws.device)) if one.device == ws.device]
    return sorted((one for one in mine if one.kind == "clock_lock" or _is_unlock(one)), key=lambda one: one.seq)


def _is_unlock(event: Entry) -> bool:
    return (
        event.kind == "clock_unlock" and isinstance(event.value, Mapping) and event.value.get("outcome") == "unlocked"
    )


def _standing(ws: Workspace, events: list[Entry]) -> ClockLock | None:
    last = events[-1] if events else None
    if last is None or last.kind != "clock_lock" or not isinstance(last.value, Mapping):
        return None
    latest, at = (datetime.fromisoformat(str(last.value[name])) for name in ("latest", "at"))
    return ClockLock(_number(last), latest, at, ws.device[:8])


def _number(event: Entry) -> int:
    return int(str(event.value["number"])) if isinstance(event.value, Mapping) else 0


def _checks(ws: Workspace, device: str) -> list[str]:
    bureau = enrolment.bureau_devices(ws)
    given = [one for one in ws.store.entries(_record(device), kind="unlock_checks") if one.device in bureau]
    newest = max(given, key=lambda one: one.clock, default=None)
    checks = newest.value["checks"] if newest is not None and isinstance(newest.value, Mapping) else []
    return [str(one) for one in checks] if isinstance(checks, list) else []


def _kept(bureau: Workspace, device: str) -> list[str]:
    return msgspec.json.decode(bureau.store.get_setting(f"unlock_codes/{device}") or b"[]", type=list[str])


def _record(device: str) -> str:
    return county.record_of("device", device)


def _text(when: datetime) -> str:
    return when.isoformat(timespec="seconds")

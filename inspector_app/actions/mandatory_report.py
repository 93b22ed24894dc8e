"""R-60 on the laptop: a child is harmed or in danger; what is written goes sealed to the officer, and nowhere else.

Nothing of it is an entry, so no bundle, digest, paper or list can show it. The laptop keeps the sealed notes, which it cannot
open again, and of each report its author, its time and which units have taken it, so that it can alarm.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex

import msgspec

from inspector_app.actions import compartments, county
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.bundle import sealed_note
from inspector_app.durable import publish
from inspector_app.errors import Problem
from inspector_app.supervision.compartments import Alarm, Compartment, alarm, check_unit, check_words
from inspector_app.transfer import drive
from inspector_app.workspace import Workspace

_KEPT = "compartment/kept"
_REPORT: Compartment = "mandatory_report"


@dataclass(frozen=True)
class OwnReport:
    """A report its author made on this laptop: no word of what it says. `handed` tells whether all of it left by stick."""

    report: str
    at: datetime
    alarm: Alarm
    handed: bool


class _Sealed(msgspec.Struct):
    """A sealed note under the name it travels by, and whether it was copied out."""

    name: str
    data: bytes
    handed: bool = False


class _Kept(msgspec.Struct):
    """One report as this laptop still knows it."""

    report: str
    author: str
    at: str
    units: list[str]
    notes: list[_Sealed]


def report(ws: Workspace, visit: str, facts: str) -> str:
    """Seal a mandatory report for the officer and return its id; `visit` may be "" (seen on the way).

    Problem compartments.no_words, compartments.too_long, compartments.no_officer (telephone first, in any case).
    """
    text = check_words(facts, sealed_note.MOST_CHARACTERS)
    task = VisitRecord(ws, visit).mapping("task") if visit else {}
    kept = _Kept(str(uuid.uuid4()), ws.person, ws.now().isoformat(timespec="seconds"), [], [])
    _seal(ws, kept, "report", kept.at, visit=visit, school=str(task.get("school_id", "")), text=text)
    return kept.report


def register_receiver(ws: Workspace, report_id: str, unit: str, receiver: str) -> Alarm:
    """Note which unit took the report, and who there; returns where the alarm stands.

    `unit` is of supervision.compartments.UNITS. Problem compartments.no_receiver, compartments.unknown.
    """
    known = check_unit(unit, receiver)
    kept = _own(ws, report_id)
    kept.units += [] if known in kept.units else [known]
    now = ws.now()
    receiver = check_words(receiver, 200)
    _seal(ws, kept, "receiver", now.isoformat(timespec="seconds"), unit=known, receiver=receiver)
    return _alarm(ws, kept, now)


def follow_up(ws: Workspace, report_id: str, text: str) -> None:
    """Seal what followed; Problem compartments.no_words, compartments.too_long, compartments.unknown."""
    words = check_words(text, sealed_note.MOST_CHARACTERS)
    _seal(ws, _own(ws, report_id), "follow_up", ws.now().isoformat(timespec="seconds"), text=words)


def own_reports(ws: Workspace) -> list[OwnReport]:
    """Return the reports that who works here made on this laptop, without their words; nobody else's (R-61)."""
    now = ws.now()
    return [
        OwnReport(one.report, datetime.fromisoformat(one.at), _alarm(ws, one, now), all(n.handed for n in one.notes))
        for one in _all(ws)
        if one.author == ws.person
    ]


def hand_over(ws: Workspace, folder: Path) -> list[Path]:
    """Copy every sealed note that has not left yet to a stick, for the officer alone; returns the files.

    A file's name and size tell nothing. Problem drive.*.
    """
    every = _all(ws)
    found = []
    for note in (note for one in every if one.author == ws.person for note in one.notes if not note.handed):
        passing = ws.scratch / note.name
        publish(passing, note.data)
        found.append(drive.copy_out(passing, folder))
        passing.unlink()
        note.handed = True
    ws.store.put_setting(_KEPT, msgspec.msgpack.encode(every))
    return found


def _seal(ws: Workspace, kept: _Kept, kind: str, at: str, **told: str) -> None:
    recipients = list(compartments.officers(ws)[_REPORT].values())
    if not recipients:
        raise Problem("compartments.no_officer", "R-60")
    fields = {
        "note": str(uuid.uuid4()),
        "report": kept.report,
        "type": kind,
        "device": ws.device,
        "author": ws.person,
        "at": at,
        **told,
    }
    data = sealed_note.seal_note(fields, ws.secrets.signing, recipients)
    kept.notes.append(_Sealed(f"{token_hex(8)}.sealed", data))
    others = [one for one in _all(ws) if one.report != kept.report]
    ws.store.put_setting(_KEPT, msgspec.msgpack.encode([*others, kept]))


def _all(ws: Workspace) -> list[_Kept]:
    data = ws.store.get_setting(_KEPT)
    return msgspec.msgpack.decode(data, type=list[_Kept]) if data else []


def _own(ws: Workspace, report_id: str) -> _Kept:
    for one in _all(ws):
        if one.report == report_id and one.author == ws.person:
            return one
    raise Problem("compartments.unknown", "R-60")


def _alarm(ws: Workspace, kept: _Kept, now: datetime) -> Alarm:
    return alarm(datetime.fromisoformat(kept.at), kept.units, now, county.rules(ws))

"""Photos of a visit: the original bytes kept untouched under their hash, linked to an item as a set (R-27, R-64)."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inspector_app import photos as pictures
from inspector_app.actions import gate
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.errors import Problem
from inspector_app.form import Item
from inspector_app.journal import Value
from inspector_app.workspace import Workspace

ROLES = ("evidence", "before", "after", "supplied")
"""`before` and `after` prove an immediate rectification (R-33); `supplied` is the school's own picture (R-27)."""


@dataclass(frozen=True)
class Photo:
    """One photo at an item; `taken_at` is the camera's claim and may be None."""

    sha256: str
    name: str
    role: str
    taken_at: datetime | None
    added_at: datetime


def attach(record: VisitRecord, form: str, item: Item, source: Path | bytes, name: str, role: str) -> datetime:
    """Store a photo's original and link it; returns the commit's time.

    Problems: evidence.forbidden (NP item), evidence.older_than_gate (R-27, roles other than `supplied`), photos.*.
    """
    if "NP" in item.evidence:
        raise Problem("evidence.forbidden", item.code)
    data = _read(source) if isinstance(source, Path) else source
    facts = pictures.inspect(data, name)
    arrived = gate.gate_time(record)
    if role != "supplied" and facts.taken_at and arrived and _before(facts.taken_at, arrived):
        raise Problem("evidence.older_than_gate", f"{item.code} {name}", taken=f"{facts.taken_at:%Y-%m-%d %H:%M}")
    sha256 = record.ws.store.put_blob(data)
    value: dict[str, Value] = {
        "name": name,
        "role": role,
        "taken_at": facts.taken_at.isoformat() if facts.taken_at else "",
        "size": len(data),
        "type": facts.type,
    }
    return datetime.fromisoformat(record.put("photo", _path(form, item.code, sha256), value).at)


def photos(record: VisitRecord, form: str, code: str) -> list[Photo]:
    """Return the photos standing at one item, oldest first."""
    linked = [(record.entry(path), path) for path in record.paths(_path(form, code, ""))]
    linked.sort(key=lambda one: (one[0].clock if one[0] else 0, one[1]))
    return [_photo(path, record, entry.at if entry else "") for entry, path in linked]


def photo_bytes(ws: Workspace, sha256: str, view: bool) -> bytes:
    """Return the untouched original, or a view copy of at most 1600 px made in a child process."""
    data = ws.store.blob(sha256)
    return pictures.view_copy(data) if view else data


def remove(record: VisitRecord, form: str, code: str, sha256: str) -> datetime:
    """Unlink a photo; the bytes stay until their retention ends."""
    return datetime.fromisoformat(record.put("photo", _path(form, code, sha256), None).at)


def _path(form: str, code: str, sha256: str) -> str:
    return f"{form}/items/{code}/photos/{sha256}"


def _photo(path: str, record: VisitRecord, added_at: str) -> Photo:
    # When it was added is the entry's own time: two people who attach the same picture do not disagree by seconds.
    row = record.mapping(path)
    taken = str(row["taken_at"])
    return Photo(
        path.rpartition("/")[2],
        str(row["name"]),
        str(row["role"]),
        datetime.fromisoformat(taken) if taken else None,
        datetime.fromisoformat(added_at),
    )


def _before(taken: datetime, arrived: datetime) -> bool:
    """Cameras write local time without an offset: compare on the visit's own clock face, to the minute."""
    return taken.replace(tzinfo=None, second=0) < arrived.replace(tzinfo=None, second=0)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem("evidence.unreadable", path, reason=error.strerror or "") from error

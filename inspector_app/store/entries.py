"""The journal's entries in the database: appended by this device, merged from others, read by record or device.

What entries mean is journal's; nothing here decides between two of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, distinct, exists, func, select

from inspector_app.errors import Problem
from inspector_app.journal.entry import Dot, Entry
from inspector_app.store import schema
from inspector_app.store.engine import Cursor, cursor_of
from inspector_app.store.rows import (
    ENTRIES_BETWEEN,
    INSERT_ENTRY,
    INSERT_RECORD,
    INSERT_REPLACES,
    LAST_NUMBER,
    REPLACES_BETWEEN,
    EntryRow,
    ReplacesRow,
    entry_of,
    entry_row,
    gathered,
    replaces_rows,
)

Fate = Literal["new", "known", "held"]

_entries, _replaces, _records = schema.entries, schema.replaces, schema.records
_NO_ENTRY = "0" * 64

_Identity = tuple[bytes, int, bytes]


@dataclass(frozen=True)
class Merged:
    """What a merge did: counts of entries that were new, of those known before, and of those standing after a gap.

    A held entry is stored like any other (new or known); entries before it, of its device, have not arrived yet.
    """

    new: int
    known: int
    held: int
    _given: tuple[Entry, ...] = field(repr=False, default=())
    _known: frozenset[_Identity] = field(repr=False, default=frozenset())
    _complete_to: Mapping[str, int] = field(repr=False, default_factory=dict)

    def fates(self) -> list[tuple[Dot, Fate]]:
        """Return each given entry's fate, in the order given, for the receipt."""
        return [(entry.dot, self._fate(entry)) for entry in self._given]

    def _fate(self, entry: Entry) -> Fate:
        if entry.seq > self._complete_to[entry.device]:
            return "held"
        return "known" if _identity(entry) in self._known else "new"


@dataclass(frozen=True)
class Written:
    """The rows one transaction put down, to be read back."""

    entries: list[EntryRow]
    replaces: list[ReplacesRow]


def add(cursor: Cursor, new: Sequence[Entry]) -> Written:
    """Insert entries that are not there yet, with what they replace and the records they name."""
    start = (cursor.execute(LAST_NUMBER).fetchone()[0] or 0) + 1
    written = Written(
        [entry_row(number, entry) for number, entry in enumerate(new, start)],
        [row for number, entry in enumerate(new, start) for row in replaces_rows(number, entry)],
    )
    cursor.executemany(INSERT_ENTRY, written.entries)
    cursor.executemany(INSERT_REPLACES, written.replaces)
    cursor.executemany(INSERT_RECORD, {(entry.kind, entry.record) for entry in new})
    return written


def check_continues(head: Entry | None, new: Sequence[Entry]) -> None:
    """Hold own entries to their chain: ValueError where they do not go on from `head` (a bug, or a second writer)."""
    seq, prev = (head.seq, head.id) if head else (0, _NO_ENTRY)
    for entry in new:
        if (entry.seq, entry.prev, entry.device) != (seq + 1, prev, new[0].device):
            raise ValueError(f"entry {entry.device}/{entry.seq} does not continue its chain at {seq}")
        seq, prev = entry.seq, entry.id


def reads_back(cursor: Cursor, written: Written) -> bool:
    """Return whether the rows stand in the database as they were written, all of them and no other."""
    span = written.entries[0][0], written.entries[-1][0]
    stands = cursor.execute(ENTRIES_BETWEEN, span).fetchall()
    replaced = cursor.execute(REPLACES_BETWEEN, span).fetchall()
    return bool(stands == written.entries and sorted(replaced) == sorted(written.replaces))


def merge(connection: Connection, given: Sequence[Entry]) -> Merged:
    """Add those of `given` that are not there, whatever their order, and tell what became of each."""
    devices = _spans(given)
    known = _known(connection, devices)
    new = {_identity(entry): entry for entry in given}
    fresh = [entry for identity, entry in new.items() if identity not in known]
    add(cursor_of(connection), fresh)
    complete = complete_to(connection, devices)
    held = sum(1 for entry in given if entry.seq > complete[entry.device])
    return Merged(len(fresh), len(given) - len(fresh), held, tuple(given), frozenset(known & new.keys()), complete)


def complete_to(connection: Connection, devices: Iterable[str]) -> dict[str, int]:
    """Return, for each device, the last seq up to which nothing is missing (0 when its first entry has not come)."""
    return {device: _complete(connection, bytes.fromhex(device)) for device in devices}


def devices(connection: Connection) -> list[str]:
    """Return every device that wrote something held here. Steps through the index: its cost is devices, not entries."""
    found: list[str] = []
    step = select(func.min(_entries.c.device))
    device = connection.execute(step).scalar()
    while device is not None:
        if not isinstance(device, bytes):
            raise Problem("store.damaged", "entries device", reason=repr(device))
        found.append(device.hex())
        device = connection.execute(step.where(_entries.c.device > device)).scalar()
    return found


def head(connection: Connection, device: str) -> Entry | None:
    """Return the last entry of a device's chain; of a fork's two, the one that came here first."""
    mine = _entries.c.device == bytes.fromhex(device)
    last = select(func.max(_entries.c.seq)).where(mine).scalar_subquery()
    number = select(func.min(_entries.c.number)).where(mine, _entries.c.seq == last).scalar_subquery()
    return next(iter(read(connection, _entries.c.number == number)), None)


def read(connection: Connection, *wanted: ColumnElement[bool]) -> list[Entry]:
    """Return the entries that meet every condition on `entries`, in the order they came here."""
    chosen = and_(True, *wanted)
    rows = connection.execute(select(_entries).where(chosen).order_by(_entries.c.number)).all()
    dots = gathered(connection.execute(select(_replaces).join(_entries).where(chosen)))
    return [entry_of(row, dots.get(row[0], ())) for row in rows]


def of_kind(kind: str) -> ColumnElement[bool]:
    """Return the condition "of this kind", by way of the records that have one (there is no index on kind itself)."""
    having = select(_records.c.record).where(_records.c.kind == kind)
    return and_(_entries.c.record.in_(having), _entries.c.kind == kind)


def with_kind(connection: Connection, kind: str) -> list[str]:
    """Return the records that have an entry of `kind`, sorted."""
    rows = connection.execute(select(_records.c.record).where(_records.c.kind == kind).order_by(_records.c.record))
    return [row.record for row in rows]


def in_pages(connection: Connection, size: int = 5_000) -> Iterator[list[tuple[Any, list[Dot]]]]:
    """Yield all rows of `entries` with their replaced dots, in the order of arrival, without holding them all."""
    after = 0
    while True:
        page = _entries.c.number > after
        rows = connection.execute(select(_entries).where(page).order_by(_entries.c.number).limit(size)).all()
        if not rows:
            return
        last = rows[-1][0]
        dots = gathered(
            connection.execute(select(_replaces).where(_replaces.c.entry > after, _replaces.c.entry <= last))
        )
        yield [(row, dots.get(row[0], [])) for row in rows]
        after = last


def _identity(entry: Entry) -> _Identity:
    return bytes.fromhex(entry.device), entry.seq, bytes.fromhex(entry.id)


def _spans(given: Sequence[Entry]) -> dict[str, tuple[int, int]]:
    spans: dict[str, tuple[int, int]] = {}
    for entry in given:
        low, high = spans.get(entry.device, (entry.seq, entry.seq))
        spans[entry.device] = (min(low, entry.seq), max(high, entry.seq))
    return spans


def _known(connection: Connection, spans: Mapping[str, tuple[int, int]]) -> set[_Identity]:
    found: set[_Identity] = set()
    for device, (low, high) in spans.items():
        identity = select(_entries.c.device, _entries.c.seq, _entries.c.id)
        within = identity.where(_entries.c.device == bytes.fromhex(device), _entries.c.seq.between(low, high))
        found.update(tuple(row) for row in connection.execute(within))
    return found


def _complete(connection: Connection, device: bytes) -> int:
    mine = _entries.c.device == device
    counted, last = connection.execute(
        select(func.count(distinct(_entries.c.seq)), func.max(_entries.c.seq)).where(mine)
    ).one()
    if counted == (last or 0):
        return int(counted)
    following = _entries.alias()
    follows = exists().where(following.c.device == device, following.c.seq == _entries.c.seq + 1)
    first = connection.execute(select(func.min(_entries.c.seq)).where(mine)).scalar()
    if first != 1:
        return 0
    return int(connection.execute(select(func.min(_entries.c.seq)).where(mine, ~follows)).scalar_one())

"""The journal's entries in the database: appended by this device, read by record, kind or device.

What entries mean is journal's; what others wrote comes in by way of merging.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, exists, func, select

from inspector_app.errors import Problem
from inspector_app.journal.batch import Batch
from inspector_app.journal.entry import Dot, Entry
from inspector_app.store import read_models, schema
from inspector_app.store.engine import Cursor
from inspector_app.store.read_models import Stretches
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
from inspector_app.store.standing import Standing

_entries, _replaces, _records, _spans = schema.entries, schema.replaces, schema.records, schema.spans
_NO_ENTRY = "0" * 64


@dataclass(frozen=True)
class Written:
    """The rows one transaction put down, to be read back."""

    entries: list[EntryRow]
    replaces: list[ReplacesRow]


def add(cursor: Cursor, new: Sequence[Entry], standing: Standing) -> Written:
    """Insert this device's own entries, with what they replace, the records they name and where they are."""
    start = next_number(cursor)
    settled = standing.settled(cursor, new)
    written = Written(
        [entry_row(number, entry) for number, entry in enumerate(new, start)],
        [row for number, entry in enumerate(new, start) for row in replaces_rows(number, entry)],
    )
    cursor.executemany(INSERT_ENTRY, written.entries)
    cursor.executemany(INSERT_REPLACES, written.replaces)
    cursor.executemany(INSERT_RECORD, {(entry.kind, entry.record) for entry in new})
    known = read_models.add_spans(cursor, start, [entry.record for entry in new])
    if not settled:
        read_models.add_contested(cursor, start, Batch.of(new), known)
    return written


def next_number(cursor: Cursor) -> int:
    """Return the number of the next entry to arrive."""
    return int((cursor.execute(LAST_NUMBER).fetchone()[0] or 0) + 1)


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


def read(connection: Connection, *wanted: ColumnElement[bool], within: Stretches | None = None) -> list[Entry]:
    """Return the entries that meet every condition on `entries` and lie in a stretch, in the order they came here."""
    chosen: FromClause = _entries
    conditions = [*wanted]
    if within:
        table = within.table
        chosen = table.join(_entries, _entries.c.number.between(table.c.first, table.c.last))
        conditions.append(within.wanted)
    of = and_(True, *conditions)
    rows = connection.execute(select(_entries).select_from(chosen).where(of).order_by(_entries.c.number)).all()
    dots = gathered(
        connection.execute(
            select(_replaces).select_from(chosen.join(_replaces, _replaces.c.entry == _entries.c.number)).where(of)
        )
    )
    return [entry_of(row, dots.get(row[0], ())) for row in rows]


def contested() -> ColumnElement[bool]:
    """Return the condition "stands beside another at its register"."""
    return _entries.c.number.in_(select(schema.contested.c.entry))


def of_record(record: str) -> Stretches:
    """Return where the entries of a record are."""
    return Stretches(_spans, _spans.c.record == record)


def of_kind(kind: str) -> Stretches:
    """Return where the entries are of all records that have one of this kind."""
    having = select(_records.c.record).where(_records.c.kind == kind)
    return Stretches(_spans, _spans.c.record.in_(having))


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


def _complete(connection: Connection, device: bytes) -> int:
    chains = schema.chains
    known = connection.execute(select(chains.c.complete).where(chains.c.device == device)).scalar() or 0
    return complete_from(connection, device, known)


def complete_from(connection: Connection, device: bytes, known: int) -> int:
    """Return the last seq of `device` up to which nothing is missing, when nothing is missing up to `known`."""
    mine, following = _entries.c.device == device, _entries.alias()
    follows = exists().where(following.c.device == device, following.c.seq == _entries.c.seq + 1)
    if connection.execute(select(_entries.c.seq).where(mine, _entries.c.seq == known + 1).limit(1)).first() is None:
        return known
    end = select(_entries.c.seq).where(mine, _entries.c.seq > known, ~follows).order_by(_entries.c.seq).limit(1)
    return int(connection.execute(end).scalar_one())

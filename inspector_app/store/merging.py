"""Merging: what others wrote is added as a union, a whole bundle at a time, and what became of each entry is told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as insert_or

from inspector_app.journal.batch import Batch
from inspector_app.journal.entry import Dot, Entry
from inspector_app.store import entries, read_models, schema
from inspector_app.store.engine import cursor_of
from inspector_app.store.rows import INSERT_ENTRY, INSERT_RECORD, INSERT_REPLACES, batch_replaces, batch_rows

Fate = Literal["new", "known", "held"]

_entries, _chains = schema.entries, schema.chains

_Identity = tuple[bytes, int, bytes]


@dataclass(frozen=True)
class Merged:
    """What a merge did: counts of entries that were new, of those known before, and of those standing after a gap.

    A held entry is stored like any other (new or known); entries before it, of its device, have not arrived yet.
    """

    new: int
    known: int
    held: int
    _given: Batch = field(repr=False, compare=False, default_factory=lambda: Batch.of(()))
    _known: frozenset[int] = field(repr=False, compare=False, default=frozenset())
    _complete_to: Mapping[bytes, int] = field(repr=False, compare=False, default_factory=dict)

    def fates(self) -> list[tuple[Dot, Fate]]:
        """Return each given entry's fate, in the order given, for the receipt."""
        one = self._given.columns
        return [
            (Dot(device.hex(), seq), self._fate(row, device, seq))
            for row, (device, seq) in enumerate(zip(one.device, one.seq, strict=True))
        ]

    def heads(self) -> dict[str, Entry]:
        """Return the last entry of each device among those given (of a fork's two, the first)."""
        one = self._given.columns
        last: dict[bytes, int] = {}
        for row, (device, seq) in enumerate(zip(one.device, one.seq, strict=True)):
            if device not in last or seq > one.seq[last[device]]:
                last[device] = row
        return {device.hex(): self._given[row] for device, row in last.items()}

    def _fate(self, row: int, device: bytes, seq: int) -> Fate:
        if seq > self._complete_to[device]:
            return "held"
        return "known" if row in self._known else "new"


class Arrived(NamedTuple):
    """A merge inside its transaction: what it did, and the numbers of all entries given, as stretches (first, last)."""

    merged: Merged
    stretches: list[tuple[int, int]]


def merge(connection: Connection, given: Batch) -> Arrived:
    """Add those of `given` that are not there, whatever their order, and tell what became of each."""
    cursor = cursor_of(connection)
    spans = _spans(given)
    numbers = _known(connection, spans)
    known, again = _sorted_out(given, numbers)
    fresh = given.without({*known, *again})
    start = entries.next_number(cursor)
    if len(fresh):
        cursor.executemany(INSERT_ENTRY, batch_rows(start, fresh))
        cursor.executemany(INSERT_REPLACES, batch_replaces(start, fresh))
        cursor.executemany(INSERT_RECORD, set(zip(fresh.columns.kind, fresh.columns.record, strict=True)))
        records = read_models.add_spans(cursor, start, fresh.columns.record)
        read_models.add_contested(cursor, start, fresh, records)
    complete = {device: _complete(connection, device, _unbroken(given, span)) for device, span in spans.items()}
    ends = {device: high for device, (_, high) in spans.items()}
    held = 0
    if any(ends[device] > complete[device] for device in spans):
        held = sum(
            1 for device, seq in zip(given.columns.device, given.columns.seq, strict=True) if seq > complete[device]
        )
    merged = Merged(len(fresh), len(given) - len(fresh), held, given, frozenset(known), complete)
    stretches = _stretches([*known.values(), *range(start, start + len(fresh))])
    return Arrived(merged, stretches)


def stretches_of(connection: Connection, given: Batch) -> list[tuple[int, int]]:
    """Return the numbers of those of the entries that are here, as stretches (first, last)."""
    known, _ = _sorted_out(given, _known(connection, _spans(given)))
    return _stretches(known.values())


def _spans(given: Batch) -> dict[bytes, tuple[int, int]]:
    one = given.columns
    if len(set(one.device)) == 1:
        return {one.device[0]: (min(one.seq), max(one.seq))}
    spans: dict[bytes, tuple[int, int]] = {}
    for device, seq in zip(one.device, one.seq, strict=True):
        low, high = spans.get(device, (seq, seq))
        spans[device] = (min(low, seq), max(high, seq))
    return spans


def _known(connection: Connection, spans: Mapping[bytes, tuple[int, int]]) -> dict[_Identity, int]:
    found: dict[_Identity, int] = {}
    for device, (low, high) in spans.items():
        identity = select(_entries.c.device, _entries.c.seq, _entries.c.id, _entries.c.number)
        within = identity.where(_entries.c.device == device, _entries.c.seq.between(low, high))
        found.update({(row[0], row[1], row[2]): row[3] for row in connection.execute(within)})
    return found


def _sorted_out(given: Batch, numbers: Mapping[_Identity, int]) -> tuple[dict[int, int], set[int]]:
    """Return the rows that are known, with their numbers, and the rows that come a second time in the batch itself."""
    one = given.columns
    known: dict[int, int] = {}
    again: set[int] = set()
    if not numbers and len(set(one.id)) == len(given):
        return known, again
    seen: set[bytes] = set()
    for row, identity in enumerate(zip(one.device, one.seq, one.id, strict=True)):
        if identity in numbers:
            known[row] = numbers[identity]
        elif identity[2] in seen:
            again.add(row)
        seen.add(identity[2])
    return known, again


def _unbroken(given: Batch, span: tuple[int, int]) -> tuple[int, int]:
    """Return the span where the batch is one device's unbroken run, (0, 0) where that is not so plain."""
    low, high = span
    seqs = given.columns.seq
    return span if len(seqs) == high - low + 1 and seqs == list(range(low, high + 1)) else (0, 0)


def _complete(connection: Connection, device: bytes, run: tuple[int, int]) -> int:
    before = connection.execute(select(_chains.c.complete).where(_chains.c.device == device)).scalar()
    low, high = run
    from_here = max(before or 0, high) if low and low <= (before or 0) + 1 else before or 0
    complete = entries.complete_from(connection, device, from_here)
    if complete != before:
        row = insert_or(_chains).values(device=device, complete=complete)
        connection.execute(row.on_conflict_do_update(index_elements=["device"], set_={"complete": complete}))
    return complete


def _stretches(numbers: Iterable[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] >= number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found

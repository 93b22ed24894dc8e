"""Entries as rows and rows as entries: what is hexadecimal in Python is bytes in the database."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any

import msgspec
from sqlalchemy import BindParameter, bindparam, func, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.expression import ClauseElement

from inspector_app.errors import Problem
from inspector_app.journal.batch import Batch
from inspector_app.journal.entry import Dot, Entry, encode
from inspector_app.store import schema

# Byte arrays and not bytes: the driver takes those as they are, while for each bytes it looks for an adapter, which costs four
# times what writing the row does. They compare equal to the bytes that come back.
EntryRow = tuple[int, bytearray, int, bytearray, bytearray, str, str, str, bytearray, str, int, str, bytearray]
ReplacesRow = tuple[int, bytearray, int]

_DIALECT = sqlite.dialect(paramstyle="qmark")


def compiled(statement: ClauseElement) -> str:
    """Return the statement as the driver takes it."""
    return str(statement.compile(dialect=_DIALECT))


# The statements of the hot path, compiled once from Core and run with plain tuples on the driver's cursor: for one small
# edit SQLAlchemy's own round costs as much as the disk does.
_entries, _replaces = schema.entries, schema.replaces
_span: tuple[BindParameter[int], BindParameter[int]] = bindparam("first"), bindparam("last")

INSERT_ENTRY = compiled(insert(_entries))
INSERT_REPLACES = compiled(insert(_replaces))
INSERT_RECORD = compiled(insert(schema.records).prefix_with("OR IGNORE", dialect="sqlite"))
LAST_NUMBER = compiled(select(func.max(_entries.c.number)))
ENTRIES_BETWEEN = compiled(select(_entries).where(_entries.c.number.between(*_span)).order_by(_entries.c.number))
REPLACES_BETWEEN = compiled(select(_replaces).where(_replaces.c.entry.between(*_span)))

_value = msgspec.msgpack.Decoder()


def entry_row(number: int, entry: Entry) -> EntryRow:
    """Return the row of `entries` in the order of its columns."""
    return (
        number,
        bytearray.fromhex(entry.device),
        entry.seq,
        bytearray.fromhex(entry.id),
        bytearray.fromhex(entry.prev),
        entry.record,
        entry.kind,
        entry.path,
        bytearray(encode(entry.value)),
        entry.author,
        entry.clock,
        entry.at,
        bytearray.fromhex(entry.signature),
    )


def replaces_rows(number: int, entry: Entry) -> list[ReplacesRow]:
    """Return the rows of `replaces` of one entry."""
    return [(number, bytearray.fromhex(dot.device), dot.seq) for dot in entry.replaces]


def batch_rows(start: int, batch: Batch) -> Iterator[EntryRow]:
    """Give the rows of `entries` of a batch, numbered from `start`."""
    one = batch.columns
    return zip(
        count(start),
        map(bytearray, one.device),
        one.seq,
        map(bytearray, one.id),
        map(bytearray, one.prev),
        one.record,
        one.kind,
        one.path,
        map(bytearray, one.value),
        one.author,
        one.clock,
        one.at,
        map(bytearray, one.signature),
        strict=False,
    )


def batch_replaces(start: int, batch: Batch) -> Iterator[ReplacesRow]:
    """Give the rows of `replaces` of a batch numbered from `start`."""
    return ((start + row, bytearray(device), seq) for row, device, seq in batch.replaced)


def entry_of(row: Sequence[Any], replaced: Iterable[Dot]) -> Entry:
    """Return the entry of a whole row and the dots that it replaces; Problem store.damaged when a cell cannot be its own."""
    try:
        return _entry(row, replaced)
    except (AttributeError, TypeError, ValueError) as error:
        raise Problem("store.damaged", f"entries {row[0]}", reason=str(error)) from error


def _entry(row: Sequence[Any], replaced: Iterable[Dot]) -> Entry:
    return Entry(
        device=row[1].hex(),
        seq=row[2],
        prev=row[4].hex(),
        record=row[5],
        kind=row[6],
        path=row[7],
        value=_value.decode(row[8]),
        replaces=tuple(sorted(replaced)),
        author=row[9],
        clock=row[10],
        at=row[11],
        signature=row[12].hex(),
    )


def gathered(rows: Iterable[Sequence[Any]]) -> dict[int, list[Dot]]:
    """Return the replaced dots by entry number, from rows of `replaces`."""
    dots: dict[int, list[Dot]] = {}
    for number, device, seq in rows:
        dots.setdefault(number, []).append(Dot(device.hex(), seq))
    return dots

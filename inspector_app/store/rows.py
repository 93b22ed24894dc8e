"""Entries as rows and rows as entries: what is hexadecimal in Python is bytes in the database."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import BindParameter, bindparam, func, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.expression import ClauseElement

from inspector_app.errors import Problem
from inspector_app.journal.entry import Dot, Entry, encode
from inspector_app.store import schema

EntryRow = tuple[int, bytes, int, bytes, bytes, str, str, str, bytes, str, int, str, bytes]
ReplacesRow = tuple[int, bytes, int]

_DIALECT = sqlite.dialect(paramstyle="qmark")


def _compiled(statement: ClauseElement) -> str:
    return str(statement.compile(dialect=_DIALECT))


# The statements of the hot path, compiled once from Core and run with plain tuples on the driver's cursor: for one small
# edit SQLAlchemy's own round costs as much as the disk does.
_entries, _replaces = schema.entries, schema.replaces
_span: tuple[BindParameter[int], BindParameter[int]] = bindparam("first"), bindparam("last")

INSERT_ENTRY = _compiled(insert(_entries))
INSERT_REPLACES = _compiled(insert(_replaces))
INSERT_RECORD = _compiled(insert(schema.records).prefix_with("OR IGNORE", dialect="sqlite"))
LAST_NUMBER = _compiled(select(func.max(_entries.c.number)))
ENTRIES_BETWEEN = _compiled(select(_entries).where(_entries.c.number.between(*_span)).order_by(_entries.c.number))
REPLACES_BETWEEN = _compiled(select(_replaces).where(_replaces.c.entry.between(*_span)))

_value = msgspec.msgpack.Decoder()


def entry_row(number: int, entry: Entry) -> EntryRow:
    """Return the row of `entries` in the order of its columns."""
    return (
        number,
        bytes.fromhex(entry.device),
        entry.seq,
        bytes.fromhex(entry.id),
        bytes.fromhex(entry.prev),
        entry.record,
        entry.kind,
        entry.path,
        encode(entry.value),
        entry.author,
        entry.clock,
        entry.at,
        bytes.fromhex(entry.signature),
    )


def replaces_rows(number: int, entry: Entry) -> list[ReplacesRow]:
    """Return the rows of `replaces` of one entry."""
    return [(number, bytes.fromhex(dot.device), dot.seq) for dot in entry.replaces]


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

"""What is derived from entries and kept beside them: records, spans, chains, contested. Written with entries, rebuilt from them.

A register's conflict is decided by journal's fold; here only those registers are found that a fold must look at.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, distinct, func, insert, select

from inspector_app.journal.batch import Batch
from inspector_app.store import schema
from inspector_app.store.engine import Cursor, cursor_of
from inspector_app.store.rows import compiled

_entries, _replaces, _spans, _contested = schema.entries, schema.replaces, schema.spans, schema.contested

Span = tuple[str, int, int]
_Dot = tuple[bytes, int]
_Row = tuple[int, _Dot]
_Key = tuple[str, str]

_LAST_SPAN = "SELECT first, last FROM spans WHERE record = ? ORDER BY first DESC LIMIT 1"
_EXTEND_SPAN = "UPDATE spans SET last = ? WHERE record = ? AND first = ?"
_INSERT_SPAN = compiled(insert(_spans))
_BEFORE = (
    "SELECT e.path, e.number, e.device, e.seq FROM spans s JOIN entries e ON e.number BETWEEN s.first AND s.last"
    " WHERE s.record = ? AND e.number < ?"
)
_AT_PATH = f"{_BEFORE} AND e.path = ?"
_REPLACED = "SELECT device, seq FROM replaces WHERE entry = ?"
_DROP_CONTESTED = "DELETE FROM contested WHERE entry = ?"
_INSERT_CONTESTED = f"{compiled(insert(_contested))} ON CONFLICT DO NOTHING"


class Stretches(NamedTuple):
    """Stretches of entries' numbers: the rows of a table with `first` and `last` that meet a condition."""

    table: Table
    wanted: ColumnElement[bool]


def add_spans(cursor: Cursor, start: int, records: Sequence[str]) -> set[str]:
    """Note where the entries numbered from `start` are; return those of their records that were known before."""
    known: set[str] = set()
    found: list[Span] = []
    last: dict[str, tuple[int, int] | None] = {}
    number = start
    for record, group in groupby(records):
        end = number + sum(1 for _ in group) - 1
        if record not in last:
            last[record] = cursor.execute(_LAST_SPAN, (record,)).fetchone()
            if last[record] is not None:
                known.add(record)
        before = last[record]
        if before is not None and before[1] == number - 1:
            cursor.execute(_EXTEND_SPAN, (end, record, before[0]))
        else:
            found.append((record, number, end))
        number = end + 1
    cursor.executemany(_INSERT_SPAN, found)
    return known


def add_contested(cursor: Cursor, start: int, batch: Batch, known: set[str]) -> None:
    """Bring `contested` up to date for the registers that the entries numbered from `start` are at.

    `known` are the records that had entries before: the others' registers hold nothing but this batch.
    """
    one = batch.columns
    registers: dict[_Key, list[int]] = {}
    for row, key in enumerate(zip(one.record, one.path, strict=True)):
        registers.setdefault(key, []).append(row)
    wanted = {key for key, rows in registers.items() if key[1] and (len(rows) > 1 or key[0] in known)}
    if not wanted:
        return
    replaced: dict[int, list[_Dot]] = {}
    for row, device, seq in batch.replaced:
        replaced.setdefault(row, []).append((device, seq))
    before = _rows_before(cursor, start, {key for key in wanted if key[0] in known})
    fresh: list[int] = []
    gone: list[int] = []
    for key in wanted:
        earlier = before.get(key, [])
        rows = [(start + row, (one.device[row], one.seq[row])) for row in registers[key]]
        dots = [
            dot for row in registers[key] for dot in replaced.get(row, ()) if dot != (one.device[row], one.seq[row])
        ]
        for number, own in earlier:
            dots += [dot for dot in _dots_of(cursor, number) if dot != own]
        gone += [number for number, _ in earlier]
        fresh += side_by_side([*earlier, *rows], dots)
    cursor.executemany(_DROP_CONTESTED, [(number,) for number in gone])
    cursor.executemany(_INSERT_CONTESTED, [(number,) for number in fresh])


def side_by_side(rows: Sequence[_Row], replaced: Iterable[_Dot]) -> list[int]:
    """Return the numbers of one register's entries that a fold must look at together, none where one entry stands alone."""
    if len(rows) == 1:
        return []
    if len({dot for _, dot in rows}) < len(rows):  # a fork: which branch was replaced, only a fold of all can tell
        return [number for number, _ in rows]
    gone = set(replaced)
    standing = [number for number, dot in rows if dot not in gone]
    if not standing:
        return [number for number, _ in rows]
    return standing if len(standing) > 1 else []


def rebuild(connection: Connection) -> None:
    """Fill empty read models from entries (`records` excepted, which no revision has changed; `chains` fills itself)."""
    cursor = cursor_of(connection)
    cursor.executemany(_INSERT_SPAN, list(_spans_told(connection)))
    cursor.executemany(_INSERT_CONTESTED, [(number,) for number in _contested_told(connection)])


def differing(connection: Connection) -> Iterator[str]:
    """Yield the name of each read model that is not what the entries say."""
    stored = connection.execute(select(_spans).order_by(_spans.c.first))
    if any(tuple(one or ()) != tuple(other or ()) for one, other in zip_longest(stored, _spans_told(connection))):
        yield _spans.name
        return  # the next one is found by way of spans
    if set(_contested_told(connection)) != set(connection.execute(select(_contested.c.entry)).scalars()):
        yield _contested.name
    for device, complete in connection.execute(select(schema.chains)):
        held = select(func.count(distinct(_entries.c.seq))).where(
            _entries.c.device == device, _entries.c.seq <= complete
        )
        if connection.execute(held).scalar_one() != complete:
            yield schema.chains.name
            return


def _spans_told(connection: Connection) -> Iterator[Span]:
    numbered = connection.execute(select(_entries.c.number, _entries.c.record).order_by(_entries.c.number))
    return _stretches((number, record) for number, record in numbered)


def _contested_told(connection: Connection) -> Iterator[int]:
    cursor = cursor_of(connection)
    twice = select(_entries.c.record).where(_entries.c.path != "").group_by(_entries.c.record, _entries.c.path)
    shared = set(connection.execute(twice.having(func.count() > 1).distinct()).scalars())
    return (number for record in sorted(shared) for number in _contested_of(cursor, record))


def _contested_of(cursor: Cursor, record: str) -> Iterator[int]:
    registers: dict[str, list[_Row]] = {}
    for path, number, device, seq in cursor.execute(_BEFORE, (record, 1 << 62)).fetchall():
        registers.setdefault(path, []).append((number, (device, seq)))
    for path, rows in registers.items():
        if path and len(rows) > 1:
            replaced = [dot for number, own in rows for dot in _dots_of(cursor, number) if dot != own]
            yield from side_by_side(rows, replaced)


def _stretches(numbered: Iterable[tuple[int, str]]) -> Iterator[Span]:
    """Give the stretches of numbers that follow each other and belong to one record."""
    record, first, last = "", 0, -1
    for number, of in numbered:
        if of == record and number == last + 1:
            last = number
            continue
        if record:
            yield record, first, last
        record, first, last = of, number, number
    if record:
        yield record, first, last


def _rows_before(cursor: Cursor, start: int, keys: set[_Key]) -> dict[_Key, list[_Row]]:
    paths: dict[str, set[str]] = {}
    for record, path in keys:
        paths.setdefault(record, set()).add(path)
    found: dict[_Key, list[_Row]] = {}
    for record, of in paths.items():
        # One register of a record (an edit) is picked out by the database, many of them (a bundle) are picked out here.
        one = next(iter(of))
        rows = (
            cursor.execute(_AT_PATH, (record, start, one)) if len(of) == 1 else cursor.execute(_BEFORE, (record, start))
        )
        for path, number, device, seq in rows.fetchall():
            if path in of:
                found.setdefault((record, path), []).append((number, (device, seq)))
    return found


def _dots_of(cursor: Cursor, number: int) -> list[_Dot]:
    return [(device, seq) for device, seq in cursor.execute(_REPLACED, (number,)).fetchall()]

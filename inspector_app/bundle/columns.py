"""The file of entries: columns with numbered texts, chained entries in runs without their ids (docs/format.md §7).

Whether the runs may be believed (signatures, heads) is left to unseal.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import accumulate
from typing import Any, NamedTuple

import msgspec

from inspector_app.journal import payloads
from inspector_app.journal.entry import (
    AT,
    AUTHOR,
    CLOCK_LIMIT,
    DEVICE,
    ID,
    KIND,
    NO_PREVIOUS,
    RECORD,
    SIGNATURE,
    SIZE_LIMIT,
    Dot,
    Entry,
    Value,
    check_path,
    check_value,
    encode,
)

UNPACKED_LIMIT = 512 << 20
SEQ_LIMIT = 2**53
_RATIO = 200
_SLACK = 1 << 20
_DOT_ROOM, _REST_ROOM = 44, 1024  # at most so many bytes of an entry are one dot, and all but value and dots
_CLOCK = [f"T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}" for second in range(86_400)]


class Run(NamedTuple):
    """Consecutive entries of one device: each names the one before as `prev`; `last` is the id of the last."""

    device: str
    first: int
    length: int
    prev: str
    last: str

    @property
    def end(self) -> int:
        """Return the seq of the last entry."""
        return self.first + self.length - 1


class _Columns(msgspec.Struct, frozen=True, array_like=True, tag="inspector-entries-1", forbid_unknown_fields=True):
    runs: list[Run]
    records: list[str]
    kinds: list[str]
    paths: list[str]
    authors: list[str]
    devices: list[str]
    days: list[tuple[str, str]]
    values: list[Any]
    record: list[int]
    kind: list[int]
    path: list[int]
    author: list[int]
    value: list[int]
    clock: list[int]
    day: list[int]
    second: list[int]
    replaced: list[list[int]]
    signatures: list[tuple[int, str]]


_decode = msgspec.msgpack.Decoder(_Columns).decode


def runs_of(entries: Iterable[Entry]) -> list[tuple[Run, list[Entry]]]:
    """Return the entries, each once, as sorted runs."""
    tails: dict[tuple[str, str], list[Entry]] = {}
    chains: list[list[Entry]] = []
    unique = {entry.id: entry for entry in entries}
    for entry in sorted(unique.values(), key=lambda entry: (entry.device, entry.seq, entry.id)):
        chain = tails.pop((entry.device, entry.prev), None) if entry.seq > 1 else None
        if chain is None:
            chains.append(chain := [])
        chain.append(entry)
        tails[entry.device, entry.id] = chain
    pairs = [(Run(c[0].device, c[0].seq, len(c), c[0].prev, c[-1].id), c) for c in chains]
    return sorted(pairs, key=lambda pair: pair[0])


def plain_columns(entries: Iterable[Entry]) -> bytes:
    """Return the columns of the entries before packing."""
    pairs = runs_of(entries)
    rows = [entry for _, chain in pairs for entry in chain]
    tables = [_Table() for _ in range(7)]
    records, kinds, paths, authors, devices, days, values = tables
    columns = _Columns(
        runs=[run for run, _ in pairs],
        record=[records.number(entry.record) for entry in rows],
        kind=[kinds.number(entry.kind) for entry in rows],
        path=[paths.number(entry.path) for entry in rows],
        author=[authors.number(entry.author) for entry in rows],
        value=[values.number(encode(entry.value), entry.value) for entry in rows],
        clock=_differences([entry.clock for entry in rows]),
        day=[days.number((entry.at[:10], entry.at[19:])) for entry in rows],
        second=_differences([_second(entry.at) for entry in rows]),
        replaced=[
            [number for dot in entry.replaces for number in (devices.number(dot.device), entry.seq - dot.seq)]
            for entry in rows
        ],
        signatures=[(row, entry.signature) for row, entry in enumerate(rows) if entry.signature],
        records=records.items,
        kinds=kinds.items,
        paths=paths.items,
        authors=authors.items,
        devices=devices.items,
        days=days.items,
        values=values.items,
    )
    return encode(columns)


def pack(entries: Iterable[Entry]) -> bytes:
    """Return the file of entries."""
    return zlib.compress(plain_columns(entries), 6)


def unpack(data: bytes) -> tuple[list[Run], list[Entry]]:
    """Return runs and entries of a file of entries, every field, place in the chain and known kind checked.

    ValueError says what is wrong; ids come out computed.
    """
    try:
        columns = _decode(_inflate(data))
    except (zlib.error, RecursionError, UnicodeDecodeError, msgspec.MsgspecError) as error:
        raise ValueError(str(error)) from error
    _check_tables(columns)
    _check_columns(columns)
    _check_kinds(columns)
    measure = _may_be_too_large(columns)
    entries = list(_entries(columns))
    if measure and any(len(encode(entry)) > SIZE_LIMIT for entry in entries):
        raise ValueError("entry too large")
    return columns.runs, entries


def _inflate(data: bytes) -> bytes:
    limit = min(UNPACKED_LIMIT, len(data) * _RATIO + _SLACK)
    unpacking = zlib.decompressobj()
    plain = unpacking.decompress(data, limit)
    if not unpacking.eof or unpacking.unused_data or unpacking.unconsumed_tail:
        raise ValueError("entries too large, cut, or followed by something")
    return plain


def _check_tables(columns: _Columns) -> None:
    for pattern, table in (
        (RECORD, columns.records),
        (KIND, columns.kinds),
        (AUTHOR, columns.authors),
        (DEVICE, columns.devices),
        (SIGNATURE, [text for _, text in columns.signatures]),
        (DEVICE, [run.device for run in columns.runs]),
        (ID, [run.prev for run in columns.runs]),
    ):
        _check_texts(pattern, table)
    for texts in (columns.records, columns.kinds, columns.paths, columns.authors, columns.devices):
        # A kind that stood twice would let a second spelling of it pass by what looks at the first alone.
        if len(set(texts)) != len(texts):
            raise ValueError("text twice in a table")
    for path in columns.paths:
        check_path(path)
    for date, offset in columns.days:
        midnight = f"{date}T00:00:00{offset}"
        _check_texts(AT, [midnight])
        datetime.fromisoformat(midnight)
    for value in columns.values:
        check_value(value)


def _check_texts(pattern: "re.Pattern[str]", table: Sequence[str]) -> None:
    for text in table:
        if not pattern.fullmatch(text):
            raise ValueError(f"malformed text {text[:40]!r}")


def _check_columns(columns: _Columns) -> None:
    count = sum(run.length for run in columns.runs)
    for column, table in (
        (columns.record, columns.records),
        (columns.kind, columns.kinds),
        (columns.path, columns.paths),
        (columns.author, columns.authors),
        (columns.value, columns.values),
        (columns.day, columns.days),
    ):
        if len(column) != count or (column and not 0 <= min(column) <= max(column) < len(table)):
            raise ValueError("column that does not fit")
    if not len(columns.clock) == len(columns.second) == len(columns.replaced) == count:
        raise ValueError("columns of different length")
    for run in columns.runs:
        if run.first < 1 or run.length < 1 or run.end >= SEQ_LIMIT or (run.first == 1) != (run.prev == NO_PREVIOUS):
            raise ValueError("run that does not fit")
    if columns.runs != sorted(set(columns.runs)):
        raise ValueError("runs not in order")
    rows = [row for row, _ in columns.signatures]
    if rows != sorted(set(rows)) or (rows and not 0 <= rows[0] <= rows[-1] < count):
        raise ValueError("signatures that do not fit")


def _check_kinds(columns: _Columns) -> None:
    # Each pair is looked at once: in a large bundle most rows share their kind, path and value with others.
    for kind, path in set(zip(columns.kind, columns.path, strict=True)):
        payloads.check_place(columns.kinds[kind], columns.paths[path])
    for kind, value in set(zip(columns.kind, columns.value, strict=True)):
        payloads.check_shape(columns.kinds[kind], columns.values[value])
    if "settlement" in columns.kinds:
        settlement = columns.kinds.index("settlement")
        for kind, path, value in zip(columns.kind, columns.path, columns.value, strict=True):
            if kind == settlement:
                payloads.check_chosen(columns.paths[path], columns.values[value]["chosen"])


def _may_be_too_large(columns: _Columns) -> bool:
    """Return whether an entry could be over SIZE_LIMIT; ValueError when a value alone is. Few bundles are measured whole."""
    largest = max((len(encode(value)) for value in columns.values), default=0)
    if largest > SIZE_LIMIT:
        raise ValueError("value too large")
    dots = max(map(len, columns.replaced), default=0) // 2
    return largest + dots * _DOT_ROOM + _REST_ROOM > SIZE_LIMIT


def _entries(columns: _Columns) -> Iterator[Entry]:
    clocks, seconds = list(accumulate(columns.clock)), list(accumulate(columns.second))
    if clocks and not (1 <= min(clocks) <= max(clocks) <= CLOCK_LIMIT and 0 <= min(seconds) <= max(seconds) < 86_400):
        raise ValueError("clock or time that cannot be")
    signatures = dict(columns.signatures)
    row = 0
    for run in columns.runs:
        prev = run.prev
        for seq in range(run.first, run.first + run.length):
            date, offset = columns.days[columns.day[row]]
            flat = columns.replaced[row]
            entry = Entry(
                columns.records[columns.record[row]],
                columns.kinds[columns.kind[row]],
                columns.paths[columns.path[row]],
                columns.values[columns.value[row]],
                _dots(flat, columns.devices, seq) if flat else (),
                columns.authors[columns.author[row]],
                run.device,
                seq,
                prev,
                clocks[row],
                date + _CLOCK[seconds[row]] + offset,
                signatures.get(row, ""),
            )
            prev = entry.id
            row += 1
            yield entry
        if prev != run.last:
            raise ValueError(f"chain of {run.device[:8]} does not come out at seq {run.end}")


def _dots(flat: list[int], devices: list[str], seq: int) -> tuple[Dot, ...]:
    if len(flat) == 2 and 0 <= flat[0] < len(devices) and seq - SEQ_LIMIT < flat[1] < seq:
        return (Dot(devices[flat[0]], seq - flat[1]),)
    if len(flat) % 2 or min(flat[::2]) < 0 or max(flat[::2]) >= len(devices):
        raise ValueError("replaces that does not fit")
    if not seq - SEQ_LIMIT < min(flat[1::2]) <= max(flat[1::2]) < seq:
        raise ValueError("replaces that does not fit")
    dots = tuple(Dot(devices[flat[i]], seq - flat[i + 1]) for i in range(0, len(flat), 2))
    if len(dots) > 1 and list(dots) != sorted(set(dots)):
        raise ValueError("replaces is not sorted")
    return dots


class _Table:
    """Numbers things in the order of first use."""

    def __init__(self) -> None:
        self.items: list[Any] = []
        self._numbers: dict[Any, int] = {}

    def number(self, key: Any, *item: Value) -> int:
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.items)
            self.items.append(item[0] if item else key)
        return found


def _differences(numbers: list[int]) -> list[int]:
    return [after - before for before, after in zip([0, *numbers], numbers, strict=False)]


def _second(at: str) -> int:
    return int(at[11:13]) * 3600 + int(at[14:16]) * 60 + int(at[17:19])

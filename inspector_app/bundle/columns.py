"""The file of entries: columns with numbered texts, chained entries in runs without their ids (docs/format.md §7).

Whether the runs may be believed (signatures, heads) is left to unseal.
"""

import re
import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from itertools import accumulate, repeat
from typing import Any, NamedTuple, TypeVar

import msgspec

from inspector_app.journal import payloads
from inspector_app.journal.batch import Batch, Columns, Replaced
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
    TAG,
    Entry,
    Value,
    check_path,
    check_value,
    encode,
)

_Item = TypeVar("_Item")

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


def unpack(data: bytes) -> tuple[list[Run], Batch]:
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
    entries = _batch(columns)
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


def _batch(columns: _Columns) -> Batch:
    """Return the entries with their ids, computed along each run: this is where a bundle of many entries takes its time."""
    clocks, seconds = list(accumulate(columns.clock)), list(accumulate(columns.second))
    if clocks and not (1 <= min(clocks) <= max(clocks) <= CLOCK_LIMIT and 0 <= min(seconds) <= max(seconds) < 86_400):
        raise ValueError("clock or time that cannot be")
    values = [encode(value) for value in columns.values]
    days = columns.days
    signatures = dict(columns.signatures)
    fields = Columns(
        device=[device for run in columns.runs for device in repeat(bytes.fromhex(run.device), run.length)],
        seq=[seq for run in columns.runs for seq in range(run.first, run.first + run.length)],
        id=[],
        prev=[],
        record=_taken(columns.records, columns.record),
        kind=_taken(columns.kinds, columns.kind),
        path=_taken(columns.paths, columns.path),
        value=_taken(values, columns.value),
        author=_taken(columns.authors, columns.author),
        clock=clocks,
        at=[days[day][0] + _CLOCK[second] + days[day][1] for day, second in zip(columns.day, seconds, strict=True)],
        signature=[bytes.fromhex(signatures.get(row, "")) for row in range(len(clocks))]
        if signatures
        else [b""] * len(clocks),
    )
    replaced, dots = _dots(columns, fields.seq)
    signed = [signatures.get(row, "") for row in range(len(clocks))] if signatures else repeat("")
    raw = _taken([msgspec.Raw(value) for value in values], columns.value)
    rows = zip(
        fields.record, fields.kind, fields.path, raw, dots, fields.author, clocks, fields.at, signed, strict=False
    )
    ids, prevs = [], []
    for run in columns.runs:
        device, prev = run.device, run.prev
        before = bytes.fromhex(prev)
        # The range comes first: a zip asks its parts in turn, and must not take a row beyond the run.
        for seq, (record, kind, path, value, replaces, author, clock, at, signature) in zip(
            range(run.first, run.first + run.length), rows, strict=False
        ):
            digest = sha256(
                encode((TAG, record, kind, path, value, replaces, author, device, seq, prev, clock, at, signature))
            ).digest()
            prevs.append(before)
            ids.append(digest)
            before, prev = digest, digest.hex()
        if prev != run.last:
            raise ValueError(f"chain of {run.device[:8]} does not come out at seq {run.end}")
    return Batch(fields._replace(id=ids, prev=prevs), replaced)


def _taken(table: Sequence[_Item], numbers: Sequence[int]) -> list[_Item]:
    return [table[number] for number in numbers]


def _dots(columns: _Columns, seqs: Sequence[int]) -> tuple[list[Replaced], list[tuple[tuple[str, int], ...]]]:
    """Return what the rows replace, as rows of the database and as the canonical bytes have it."""
    devices = columns.devices
    raw = [bytes.fromhex(device) for device in devices]
    known = len(devices)
    replaced: list[Replaced] = []
    dots: list[tuple[tuple[str, int], ...]] = [()] * len(seqs)
    for row, flat in enumerate(columns.replaced):
        if len(flat) == 2 and 0 <= flat[0] < known and seqs[row] - SEQ_LIMIT < flat[1] < seqs[row]:
            device, number = flat[0], seqs[row] - flat[1]
            dots[row] = ((devices[device], number),)
            replaced.append((row, raw[device], number))
        elif flat:
            dots[row] = found = _several(flat, devices, seqs[row])
            replaced += [(row, bytes.fromhex(device), number) for device, number in found]
    return replaced, dots


def _several(flat: list[int], devices: list[str], seq: int) -> tuple[tuple[str, int], ...]:
    if len(flat) % 2 or min(flat[::2]) < 0 or max(flat[::2]) >= len(devices):
        raise ValueError("replaces that does not fit")
    if not seq - SEQ_LIMIT < min(flat[1::2]) <= max(flat[1::2]) < seq:
        raise ValueError("replaces that does not fit")
    dots = [(devices[flat[i]], seq - flat[i + 1]) for i in range(0, len(flat), 2)]
    if dots != sorted(set(dots)):
        raise ValueError("replaces is not sorted")
    return tuple(dots)


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

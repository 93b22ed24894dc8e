"""The witness: the stream `data/entries` both ways, written from docs/format.md (section 7) without sight of the product."""

import re
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from tests.witness.canonical import DEEPEST, Refused, Value, pack, refuse_unless, unpack
from tests.witness.model import NO_ENTRY, Line

UNPACKED = 512 << 20
TIMES, MORE = 200, 1 << 20
ENTRY = 1 << 20
LAST_SEQ = 2**53 - 1

HEX32 = re.compile(r"[0-9a-f]{32}")
HEX64 = re.compile(r"[0-9a-f]{64}")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
KIND = re.compile(r"[a-z][a-z0-9_]{0,39}")
PERSON = re.compile(r"[A-Za-z0-9._-]{1,40}")
AT = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})([+-]\d{2}:\d{2})", re.ASCII)


class Run(NamedTuple):
    device: str
    first: int
    length: int
    prev: str
    last_id: str


def inflate(packed: bytes) -> bytes:
    """Return what a zlib stream holds, within the limits of the page."""
    most = min(UNPACKED, TIMES * len(packed) + MORE)
    stream = zlib.decompressobj()
    try:
        data = stream.decompress(packed, most + 1)
    except zlib.error as broken:
        raise Refused("a zlib stream") from broken
    refuse_unless(len(data) <= most, "at most 512 MiB, and 200 times its packed size + 1 MiB")
    refuse_unless(stream.eof and not stream.unused_data, "one zlib stream and nothing after it")
    return data


def read_list(data: bytes) -> tuple[list[Run], list[Line]]:
    """Return the runs and the entries of the list that the stream holds, every check of the page made."""
    table = unpack(data, DEEPEST + 2)
    refuse_unless(isinstance(table, list) and len(table) == 19, "a list of 19")
    fields = table if isinstance(table, list) else []
    refuse_unless(fields[0] == "inspector-entries-1", "the text inspector-entries-1")
    runs = [_run(run) for run in _list(fields[1])]
    refuse_unless(runs == sorted(runs), "runs are sorted")
    lines = _Columns(fields, sum(run.length for run in runs)).lines(runs)
    refuse_unless(len({line.id for line in lines}) == len(lines), "a set of entries")
    return runs, lines


def _list(value: object) -> list[Value]:
    if not isinstance(value, list):
        raise Refused("a list")
    return value


def _text(value: object, shape: re.Pattern[str] | None = None) -> str:
    if not isinstance(value, str):
        raise Refused("a text")
    refuse_unless(shape is None or shape.fullmatch(value), f"a text like {shape}")
    return value


def _number(value: object, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused("a number")
    refuse_unless(least <= value <= most, f"a number from {least} to {most}")
    return value


def _run(value: object) -> Run:
    items = _list(value)
    refuse_unless(len(items) == 5, "a run of five")
    device, first, count, prev, last = items
    counts = _number(first, 1, LAST_SEQ), _number(count, 1, LAST_SEQ)
    run = Run(_text(device, HEX32), *counts, _text(prev, HEX64), _text(last, HEX64))
    refuse_unless(run.first + run.length - 1 <= LAST_SEQ, "seqs to 2^53 - 1")
    refuse_unless((run.first == 1) == (run.prev == NO_ENTRY), "64 zeros for seq 1")
    return run


class _Columns:
    """The tables and columns; `lines` puts the rows together."""

    def __init__(self, fields: Sequence[Value], rows: int) -> None:
        self.tables = [_list(field) for field in fields[2:9]]
        self.columns = [_list(field) for field in fields[9:18]]
        refuse_unless(all(len(column) == rows for column in self.columns), "one number per entry")
        records, kinds, paths, authors, devices, days, _ = self.tables
        self.days = [_day(day) for day in days]
        for texts in (records, kinds, paths, authors, devices):
            refuse_unless(len({_text(text) for text in texts}) == len(texts), "no text twice in a table")
        for texts, shape in ((records, UUID), (kinds, KIND), (authors, PERSON), (devices, HEX32)):
            for text in texts:
                _text(text, shape)
        for path in map(_text, paths):
            printed = all(one == " " or unicodedata.category(one)[0] not in "CZ" for one in path)
            refuse_unless(len(path.encode()) <= 200 and printed, "at most 200 bytes, all printed")
        self.signatures = _signatures(_list(fields[18]), rows)

    def pick(self, table: int, index: object) -> Value:
        place = _number(index, 0, len(self.tables[table]) - 1)
        return self.tables[table][place]

    def lines(self, runs: Iterable[Run]) -> list[Line]:
        lines: list[Line] = []
        clock = second = 0
        for run in runs:
            prev = run.prev
            for seq in range(run.first, run.first + run.length):
                row = len(lines)
                cells = [column[row] for column in self.columns]
                clock += _number(cells[5], -(2**63), 2**63)
                second += _number(cells[7], -(2**63), 2**63)
                line = self.line(run.device, seq, prev, (clock, second), cells, self.signatures.get(row, ""))
                lines.append(line)
                prev = line.id
            refuse_unless(prev == run.last_id, "the last of each run must be the one given")
        return lines

    def line(self, device: str, seq: int, prev: str, time: tuple[int, int], cells: list[Value], signature: str) -> Line:
        record, kind, path, author = (str(self.pick(table, cells[table])) for table in range(4))
        value = self.pick(6, cells[4])
        clock = _number(time[0], 1, 2**53)
        self.pick(5, cells[6])
        date, offset = self.days[_number(cells[6], 0, len(self.days) - 1)]
        minutes, second = divmod(_number(time[1], 0, 86399), 60)
        at = f"{date}T{minutes // 60:02}:{minutes % 60:02}:{second:02}{offset}"
        flat = _list(cells[8])
        refuse_unless(len(flat) % 2 == 0, "dots, flat")
        dots: list[tuple[str, int]] = []
        for index, back in zip(flat[::2], flat[1::2], strict=True):
            dots.append((str(self.pick(4, index)), _number(seq - _number(back, -(2**63), 2**63), 1, LAST_SEQ)))
        refuse_unless(dots == sorted(set(dots)), "dots, sorted, no dot twice")
        line = Line(record, kind, path, value, tuple(dots), author, device, seq, prev, clock, at, signature)
        refuse_unless(len(line.written(signature)) <= ENTRY, "at most 1 MiB")
        return line


def _day(value: object) -> tuple[str, str]:
    items = _list(value)
    refuse_unless(len(items) == 2, "a day of two")
    date, offset = _text(items[0]), _text(items[1])
    text = f"{date}T00:00:00{offset}"
    refuse_unless(AT.fullmatch(text), "a date and an offset")
    try:
        datetime.fromisoformat(text)
    except ValueError as broken:
        raise Refused("a date and an offset") from broken
    return date, offset


def _signatures(items: list[Value], rows: int) -> dict[int, str]:
    found: dict[int, str] = {}
    before = -1
    for item in items:
        pair = _list(item)
        refuse_unless(len(pair) == 2, "row and hex")
        row = _number(pair[0], before + 1, rows - 1)
        found[row] = _text(pair[1], re.compile(r"[0-9a-f]{128}"))
        before = row
    return found


class _Table:
    """A table that numbers things in the order of first use."""

    def __init__(self) -> None:
        self.items: list[Value] = []
        self.places: dict[bytes, int] = {}

    def __call__(self, item: Value) -> int:
        key = pack(item)
        if key not in self.places:
            self.places[key] = len(self.items)
            self.items.append(item)
        return self.places[key]


def runs_of(lines: Iterable[Line]) -> list[list[Line]]:
    """Return entries as runs, as few as there can be; each run as long as its chain goes."""
    runs: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.device, line.seq, line.id)):
        before = next((run for run in runs if run[-1].device == line.device and run[-1].id == line.prev), None)
        if before is None:
            runs.append([line])
        else:
            before.append(line)
    return sorted(runs, key=lambda run: Run(run[0].device, run[0].seq, len(run), run[0].prev, run[-1].id))


def write_list(lines: Iterable[Line]) -> list[Value]:
    """Return the list of 19 for these entries, as a writer makes it."""
    runs = runs_of(lines)
    records, kinds, paths, authors, devices, days, values = tables = [_Table() for _ in range(7)]
    columns: list[list[Value]] = [[] for _ in range(9)]
    signatures: list[Value] = []
    clock = second = 0
    for row, line in enumerate(line for run in runs for line in run):
        date, offset = line.at[:10], line.at[19:]
        now = int(line.at[11:13]) * 3600 + int(line.at[14:16]) * 60 + int(line.at[17:19])
        dots: list[Value] = []
        cells: list[Value] = [records(line.record), kinds(line.kind), paths(line.path), authors(line.author)]
        cells += [values(line.value), line.clock - clock, days([date, offset]), now - second]
        for device, seq in line.replaces:
            dots += [devices(device), line.seq - seq]
        for column, cell in zip(columns, [*cells, dots], strict=True):
            column.append(cell)
        if line.signature:
            signatures.append([row, line.signature])
        clock, second = line.clock, now
    heads: list[Value] = [[run[0].device, run[0].seq, len(run), run[0].prev, run[-1].id] for run in runs]
    return ["inspector-entries-1", heads, *(table.items for table in tables), *columns, signatures]

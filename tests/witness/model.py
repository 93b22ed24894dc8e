"""The witness: entries, merge and fold, written from docs/format.md (sections 2-4) without sight of the product."""

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.witness.canonical import Value, pack, refuse_unless, sha256

Place = tuple[str, int]  # a dot: device, seq

NO_ENTRY = "0" * 64
NOT_LATE = ("freeze", "ink", "refusal", "document")


@dataclass(frozen=True)
class Line:
    """One entry, the fields of the list of 13 without its first."""

    record: str
    kind: str
    path: str
    value: Value
    replaces: tuple[Place, ...]
    author: str
    device: str
    seq: int
    prev: str
    clock: int
    at: str
    signature: str = ""

    def written(self, signature: str) -> bytes:
        dots: list[Value] = [[device, seq] for device, seq in self.replaces]
        items: list[Value] = ["inspector-entry-1", self.record, self.kind, self.path, self.value, dots, self.author]
        return pack([*items, self.device, self.seq, self.prev, self.clock, self.at, signature])

    @functools.cached_property
    def id(self) -> str:
        return sha256(self.written(self.signature))

    @property
    def signed(self) -> bytes:
        return self.written("")

    @property
    def dot(self) -> Place:
        return self.device, self.seq

    @property
    def order(self) -> tuple[int, str, int, str]:
        return self.clock, self.device, self.seq, self.id

    def says(self) -> bytes:
        """Return the canonical bytes of the value that counts when this stands."""
        if self.kind == "settlement" and isinstance(self.value, Mapping):
            return pack(self.value["chosen"])
        return pack(self.value)


def union(*sets: Iterable[Line]) -> dict[str, Line]:
    """Merge: the union by id."""
    return {line.id: line for lines in sets for line in lines}


def gaps(lines: Iterable[Line]) -> list[tuple[str, int, int]]:
    """Return the runs of seqs that are missing below the highest held: device, first, last."""
    held: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        held[line.device].add(line.seq)
    found: list[tuple[str, int, int]] = []
    for device in sorted(held):
        before = 0
        for seq in sorted(held[device]):
            if seq > before + 1:
                found.append((device, before + 1, seq - 1))
            before = seq
    return found


def forks(lines: Iterable[Line]) -> list[tuple[str, int, list[str]]]:
    """Return where chains split: device, seq, the ids known at that seq."""
    known: dict[Place, set[str]] = defaultdict(set)
    for line in lines:
        known[line.dot].add(line.id)
        if line.seq > 1:
            known[line.device, line.seq - 1].add(line.prev)
    found: list[tuple[str, int, list[str]]] = []
    for (device, seq), ids in sorted(known.items()):
        before = known.get((device, seq - 1), set())
        if len(ids) > max(1, len(before)):
            found.append((device, seq, sorted(ids)))
    return found


def standing(register: Iterable[Line]) -> list[Line]:
    """Return the entries of one register that stand, in order."""
    lines = list(union(register).values())
    stand = [line for line in lines if not any(_replaces(other, line, lines) for other in lines)]
    return sorted(stand or lines, key=lambda line: line.order)


def _replaces(other: Line, line: Line, register: list[Line]) -> bool:
    if other.id == line.id or line.dot not in other.replaces:
        return False
    forked = any(third.dot == line.dot and third.id != line.id for third in register)
    return not forked or other.kind == "settlement"


class Model:
    """What a set of entries amounts to, computed each time from the entries alone."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines = sorted(union(lines).values(), key=lambda line: line.order)

    def records(self) -> list[str]:
        return sorted({line.record for line in self.lines})

    def registers(self, record: str) -> dict[str, list[Line]]:
        """Return the standing entries of each register of a record, by path."""
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            if line.record == record and line.path:
                found[line.path].append(line)
        return {path: standing(found[path]) for path in sorted(found, key=str.encode)}

    def events(self, record: str) -> list[Line]:
        return [line for line in self.lines if line.record == record and not line.path]

    def conflicts(self) -> list[tuple[str, str, list[str]]]:
        """Return where different values stand: record, path, the ids that stand, in order."""
        return [
            (record, path, [line.id for line in lines])
            for record in self.records()
            for path, lines in self.registers(record).items()
            if len({line.says() for line in lines}) > 1
        ]

    def freeze(self, record: str) -> Line | None:
        return next((line for line in self.events(record) if line.kind == "freeze"), None)

    def covered(self, line: Line) -> bool:
        """Return whether a line of a frozen record lies before the freeze (every line does while there is none)."""
        freeze = self.freeze(line.record)
        if freeze is None or not isinstance(freeze.value, Mapping):
            return True
        seen = freeze.value["seen"]
        refuse_unless(isinstance(seen, Mapping), "seen: {device: seq}")
        last = seen.get(line.device, 0) if isinstance(seen, Mapping) else 0
        return isinstance(last, int) and line.seq <= last

    def late(self, record: str) -> list[Line]:
        here = [line for line in self.lines if line.record == record and line.kind not in NOT_LATE]
        return [line for line in here if not self.covered(line)]

    def digest(self, record: str) -> str:
        """Return the digest of a record, over what the first freeze covers."""
        before = Model(line for line in self.lines if line.record == record and self.covered(line))
        rows: list[bytes] = []
        for path, lines in before.registers(record).items():
            if path == "refusal" or path.startswith(("signatures/", "documents/")):
                continue
            values = sorted({line.says() for line in lines})
            rows.append(b"\x92" + pack(path) + _list(values))
        return sha256(b"\x93" + pack("inspector-digest-1") + pack(record) + _list(rows))


def _list(items: list[bytes]) -> bytes:
    """Return the canonical bytes of a list of things that are canonical bytes already."""
    empty: list[Value] = [None] * len(items)
    return pack(empty)[: len(pack(empty)) - len(items)] + b"".join(items)
